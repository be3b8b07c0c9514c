"""Why a sum is equal to its canonical term: it is linear, sums inside it come to the front, deltas are contracted, indices put in order."""

from typing import TYPE_CHECKING

from . import NotExported
from .leaves import Leaf
from .nodes import Node, app, exchanged, node, number, opened, summed, times
from .polynomials import Monomial
from .scopes import Scope

if TYPE_CHECKING:
    from .identities import Prover


def sum_is(prover: "Prover", t: Node, to: Node) -> str:
    sort = t.a[0][1]
    if t.a[1] is number(1):
        return f"exact (sum_one {prover.text.sort(sort)})."
    i = prover.normal.variable(sort)
    body = opened(t, ((), app(i)))
    p = prover.normal.poly(body)
    s, v = prover.text.sort(sort), prover.text.names.symbol(i)
    if len(p) == 1:
        ((m, c),) = p.items()
        apart, inside = prover.normal.split(m, i)
        found = prover.normal.transfer(m, i) if c == 1 and prover.normal.monomial_term(m) is body else None
        if found:
            return transferred(prover, t, to, i, body, *found)
        if c == 1 and not apart and inside and prover.normal.monomial_term(inside) is body:
            return component(prover, t, to, i, inside)
    parts = []
    for m, c in sorted(p.items()):
        apart, inside = prover.normal.split(m, i)
        if prover.normal.transfer(m, i):
            apart, inside = (), m
        parts.append((prover.normal.scaled_term(c, apart), prover.normal.monomial_term(inside)))
    combination: Node = number(0)
    for w, f in reversed(parts):
        combination = node("plus", node("times", w, f), combination)
    scope = Scope(i)
    prover.scopes.append(scope)
    try:
        inner = prover.leaf(body, combination)
    finally:
        prover.scopes.pop()
    pointwise = prover.name()
    target = prover.scope_of(t)
    target.out.append(
        f"assert ({pointwise} : forall {v} : {s}, {prover.text.term(body)} = {prover.text.term(combination)}). "
        f"{{ intro {v}. {' '.join(scope.out)} exact {inner}. }}"
    )
    listed = "; ".join(f"({prover.text.term(w)}, fun {v} : {s} => {prover.text.term(f)})" for w, f in parts)
    total: Node = number(0)
    for w, f in reversed(parts):
        total = node("plus", node("times", w, summed(f, (i,))), total)
    return f"exact (sum_split {s} _ [{listed}] _ {pointwise} {prover.leaf(total, to)})."


def transferred(
    prover: "Prover", t: Node, to: Node, i: Node, body: Node, delta: Node, u: Node, value: Node, before: Node, after: Node
) -> str:
    """Σ_i δ(u, v) f(u) = Σ_i δ(u, v) f(v)."""
    names, text = prover.text.names, prover.text
    sort = u.a[0].a[1][1]
    z = prover.normal.variable(sort)
    kind, dec = text.sort(sort), text.dec(sort)
    turned = node("delta", u, value)
    target = summed(times(turned, after), (i,))
    function = f"(fun {names.symbol(z)} : {kind} => {text.term(exchanged(before, {u: app(z)}))})"
    first = f"exact {Leaf(prover).proof(body, node('times', turned, before), rewrite=False)}."
    move = f"(@delta_move {kind} {dec} {function} {text.term(u)} {text.term(value)})"
    step = (
        f"refine (sum_ext _ _ _ _). intro {names.symbol(i)}. cbv beta. "
        f"transitivity ({text.term(turned)} * {text.term(before)}). {{ {first} }} exact {move}."
    )
    return f"transitivity {text.term(target)}. {{ {step} }} exact {prover.eq(target)}."


def component(prover: "Prover", t: Node, to: Node, i: Node, m: Monomial) -> str:
    """Σ_i m = to for a monomial whose factors all have i."""
    if m == ():
        raise NotExported("an empty component")
    order, whole, sums, rest = prover.normal.flattened(i, m)
    lines: list[str] = []
    term = prover.normal.monomial_term(whole)
    if sums:
        lines.append(flatten(prover, i, m, sums, rest, order, term))
    return " ".join([*lines, settle(prover, order, whole, term, to)])


def flatten(
    prover: "Prover", i: Node, m: Monomial, sums: list[tuple[Node, list[Node], Monomial]], rest: Monomial, order: list[Node], term: Node
) -> str:
    """t = Σ_order term: sums inside the product are pulled to the front."""
    names = prover.text.names
    atoms = [prover.normal.atom_term(x) for x, _, _ in sums]
    insides = []
    for a, (_, new, _) in zip(atoms, sums, strict=True):
        for b in new:
            a = opened(a, ((), app(b)))
        insides.append(a)
    last = prover.normal.monomial_term(rest)
    body = prover.normal.monomial_term(m)
    script = [f"refine (sum_ext _ _ _ _). intro {names.symbol(i)}. cbv beta."]
    before = body
    for n, (_, new, _) in enumerate(sums):
        tail: Node = last
        for a in reversed(atoms[n + 1 :]):
            tail = node("times", a, tail)
        front: Node = number(1)
        for x in insides[:n]:
            front = node("times", front, x)
        current = node("times", node("times", front, atoms[n]), tail)
        proof = Leaf(prover, dict.fromkeys(atoms)).proof(before, current, rewrite=False)
        script.append(f"transitivity {prover.text.term(current)}. {{ exact {proof}. }}")
        for b in new:
            script.append(f"refine (eq_trans (sum_in _ _ _ _) (sum_ext _ _ _ _)). intro {names.symbol(b)}. cbv beta.")
        before = node("times", node("times", front, insides[n]), tail)
    scopes = [Scope(b) for b in order]
    prover.scopes.extend(scopes)
    end = prover.leaf(before, term)
    for scope in scopes:
        script += scope.out
    script.append(f"exact {end}.")
    del prover.scopes[-len(scopes) :]
    flat = summed(term, order)
    return f"transitivity {prover.text.term(flat)}. {{ {' '.join(script)} }}"


def settle(prover: "Prover", order: list[Node], whole: Monomial, term: Node, to: Node) -> str:
    """Σ_order term = to: a delta is contracted, or the indices are put in order."""
    found = prover.normal.contraction(order, whole)
    if found:
        delta, b, value = found
        rest, at = prover.normal.contracted(order, whole, delta, b, value)
        script = [reorder(prover, order, [*rest, b], term)]
        sort = prover.text.sort(b.a[1][1])
        names = prover.text.names
        body = prover.normal.monomial_term(tuple(f for f in whole if f[0] is not delta))
        v = names.symbol(b)
        target = summed(at, rest)
        inner = []
        for x in rest:
            inner.append(f"refine (sum_ext _ _ _ _). intro {names.symbol(x)}. cbv beta.")
        turned = node("delta", app(b), value)
        under = f"exact {Leaf(prover).proof(term, node('times', turned, body), rewrite=False)}."
        dec = prover.text.dec(b.a[1][1])
        inside_text, value_text = prover.text.term(body), prover.text.term(value)
        inner.append(
            f"transitivity (@sum {sort} (fun {v} : {sort} => @delta {sort} {dec} {v} {value_text} * {inside_text})). "
            f"{{ refine (sum_ext _ _ _ _). intro {v}. cbv beta. {under} }} "
            f"exact (sum_delta {sort} (fun {v} : {sort} => {inside_text}) {value_text})."
        )
        script.append(f"transitivity {prover.text.term(target)}. {{ {' '.join(inner)} }}")
        script.append(f"exact {prover.eq(target)}.")
        return " ".join(x for x in script if x)
    atom, choice = prover.normal.canonical(order, whole)
    script = [reorder(prover, order, choice, term)]
    canonical = prover.normal.atom_term(atom)
    inside = canonical
    names = prover.text.names
    scopes = [Scope(b) for b in choice]
    prover.scopes.extend(scopes)
    for b in choice:
        script.append(f"refine (sum_ext _ _ _ _). intro {names.symbol(b)}. cbv beta.")
        inside = opened(inside, ((), app(b)))
    last = f"exact {prover.leaf(term, inside)}." if inside is not term else "reflexivity."
    for scope in scopes:
        script += scope.out
    del prover.scopes[-len(scopes) :]
    return " ".join(x for x in [*script, last] if x)


def reorder(prover: "Prover", order: list[Node], goal: list[Node], term: Node) -> str:
    """Exchange sums until they are in the order wanted."""
    out = []
    current = list(order)
    for place, b in enumerate(goal):
        at = current.index(b)
        while at > place:
            current[at - 1], current[at] = current[at], current[at - 1]
            under = "".join(f"refine (sum_ext _ _ _ _). intro {prover.text.names.symbol(x)}. cbv beta. " for x in current[: at - 1])
            out.append(f"transitivity {prover.text.term(summed(term, current))}. {{ {under}apply sum_swap. }}")
            at -= 1
    return " ".join(out)
