"""Why an inverse, an exponential, a logarithm or a function is equal to its canonical term."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from . import NotExported
from .leaves import Leaf
from .nodes import Node, match, nested, node, number, times
from .polynomials import ONE
from .scopes import Scope
from .text import coefficient, conj

if TYPE_CHECKING:
    from .identities import Prover


def factor_terms(prover: "Prover", t: Node) -> tuple[Fraction, list[Node]]:
    """c and the factors of the content of a term, with repetition."""
    found = prover.normal.content(prover.normal.poly(t))
    out = atoms_as_terms(prover, found.atoms)
    if found.core != ONE:
        out.append(prover.normal.term(found.core))
    return found.c, out


def atoms_as_terms(prover: "Prover", atoms: Iterable[tuple[Node, Fraction]]) -> list[Node]:
    out = []
    for x, e in atoms:
        n = prover.normal.integer(x, e)
        base = prover.normal.atom_term(x)
        out += [base if n > 0 else node("inverse", base)] * abs(n)
    return out


def inverse_is(prover: "Prover", t: Node, to: Node) -> str:
    a = t.a[0]
    if a.tag == "inverse" and prover.canonical(a.a[0]) is a.a[0] and prover.canonical(t) is a.a[0]:
        return f"exact (Rinv_inv {prover.text.term(a.a[0])})."
    if not prover.normal.poly(a):
        return f"exact (f_equal Rinv {prover.eq(a)})."
    if node("inverse", prover.canonical(a)) is to:
        note_nonzero(prover, a)
        return f"exact (f_equal Rinv {prover.eq(a)})."
    c, factors = factor_terms(prover, a)
    product = factored(prover, a, c, factors)
    note_nonzero(prover, a, product, c, factors)
    unit = f"(rg0 [] (pm {coefficient(c)} {coefficient(1 / c)}) (pc 1 1) eq_refl)"
    whole = times(number(1 / c), nested([node("inverse", x) for x in factors]))
    step = f"(inv_factors _ {prover.text.term(number(c))} {prover.text.term(number(1 / c))} {prover.listed(factors)} {product} {unit})"
    return f"exact (eq_trans {step} {prover.leaf(whole, to)})."


def factored(prover: "Prover", a: Node, c: Fraction, factors: list[Node]) -> str:
    """A name for the proof of a = c * prodl factors."""
    name = prover.name()
    proof = prover.leaf(a, times(number(c), nested(factors)))
    target = prover.scope_of(a)
    said = f"{prover.text.term(a)} = {prover.text.term(number(c))} * prodl {prover.listed(factors)}"
    target.out.append(f"assert ({name} : {said}). {{ exact {proof}. }}")
    return name


def note_nonzero(prover: "Prover", a: Node, product: str = "", c: Fraction = Fraction(1), factors: Sequence[Node] = ()) -> None:
    """Remember that the factors of a are not zero, if a is known not to be."""
    proof = prover.fact("ne", a)
    if proof:
        note_factors(prover, a, proof, product, c, factors)


def note_factors(prover: "Prover", a: Node, proof: str, product: str = "", c: Fraction = Fraction(1), factors: Sequence[Node] = ()) -> None:
    target = prover.scope_of(a)
    if ("factors", a) in target.facts:
        return
    target.facts["factors", a] = proof
    if not product:
        c, factors = factor_terms(prover, a)
        if len(factors) == 1 and factors[0] is a:
            return
        product = factored(prover, a, c, list(factors))
    name = prover.name("N")
    target.out.append(
        f"assert ({name} : forall n, nth n {prover.listed(factors)} 1 <> 0). "
        f"{{ exact (factors_ne _ {prover.text.term(number(c))} _ {product} {proof}). }}"
    )
    for n, x in enumerate(factors):
        target.facts["ne", x] = f"({name} {n}%nat : {prover.text.term(x)} <> 0)"
        if x.tag == "inverse":
            target.facts["ne", x.a[0]] = f"(inv_ne _ ({name} {n}%nat))"


def exp_is(prover: "Prover", t: Node, to: Node) -> str:
    a = t.a[0]
    if a.tag == "log" and prover.canonical(a) is a:
        positive = prover.fact("lt", a.a[0])
        if not positive:
            raise NotExported("exp (log x) without a proof of 0 < x")
        return f"exact (exp_ln {prover.text.term(a.a[0])} {positive})."
    p = prover.normal.poly(a)
    pairs: list[tuple[int, Node]] = []
    for m, c in sorted(p.items()):
        if prover.normal.logarithm_in(m, c) is not None:
            pairs.append((int(c), prover.normal.atom_term(m[0][0])))
        else:
            k = c * prover.normal.denominator
            if k.denominator != 1:
                raise NotExported("a rational exponent")
            pairs.append((int(k), prover.normal.exponent(m)))
    if len(pairs) == 1 and pairs[0][0] == 1 and node("exp", pairs[0][1]) is to:
        return f"exact (f_equal exp {prover.leaf(a, pairs[0][1])})."
    linear: Node = number(0)
    whole: Node = number(1)
    for n, x in reversed(pairs):
        linear = node("plus", node("times", number(n), x), linear)
        e = node("exp", x)
        whole = node("times", node("pow", e if n > 0 else node("inverse", e), abs(n)), whole)
    listed = "; ".join(f"(({n})%Z, {prover.text.term(x)})" for n, x in pairs)
    step = f"(exp_lin {prover.text.term(a)} [{listed}] {prover.leaf(a, linear)})"
    return f"exact (eq_trans {step} {prover.leaf(whole, to)})."


def log_is(prover: "Prover", t: Node, to: Node) -> str:
    a = t.a[0]
    if a.tag == "exp":
        return f"exact (eq_trans (ln_exp {prover.text.term(a.a[0])}) {prover.eq(a.a[0])})."
    if a.tag == "number" and a.a[0] == 1:
        return "exact ln_1."
    p = prover.normal.poly(a)
    if not p or node("log", prover.normal.term(p)) is to:
        positive = prover.fact("lt", a)
        equal = prover.eq(a)
        if positive:
            prover.scope_of(a).facts["lt", prover.normal.term(p)] = f"(lt_eq _ _ {equal} {positive})"
        return f"exact (f_equal ln {equal})."
    if a.tag == "inverse" and prover.canonical(a.a[0]) is a.a[0] and (a.a[0].tag == "number" or prover.canonical(a) is a):
        positive = prover.fact("lt", a.a[0])
        if positive:
            rest = prover.leaf(times(number(-1), node("log", a.a[0])), to)
            return f"exact (eq_trans (ln_inverse {prover.text.term(a.a[0])} {positive}) {rest})."
    primes, good, unknown = prover.normal.log_factors(p)
    factors = [number(q) if e > 0 else node("inverse", number(q)) for q, e in primes]
    factors += atoms_as_terms(prover, good)
    facts = [prover.positive(x) for x in factors]
    if not all(facts):
        raise NotExported("a factor of a logarithm is not positive by its form")
    pairs = list(zip(factors, map(str, facts), strict=True))
    if unknown != ONE:
        r = prover.normal.term(unknown)
        whole = prover.fact("lt", a)
        if not whole:
            raise NotExported(f"a logarithm is taken apart without a proof that it exists: {prover.text.term(a)}")
        name = prover.name("P")
        target = prover.scope_of(a)
        others = prover.listed(factors)
        product = prover.leaf(a, times(r, nested(factors)))
        target.out.append(
            f"assert ({name} : 0 < {prover.text.term(r)}). {{ exact (first_pos _ _ {others} {product} {whole} {conj(facts)}). }}"
        )
        target.facts["lt", r] = name
        if r.tag == "inverse":
            target.facts["lt", r.a[0]] = f"(inv_pos _ {name})"
        pairs.insert(0, (r, name))
    if len(pairs) == 1 and pairs[0][0] is not a:
        x = pairs[0][0]
        return f"exact (eq_trans (f_equal ln {prover.leaf(a, x)}) {prover.leaf(node('log', x), to)})."
    if len(pairs) == 1:
        raise NotExported(f"a logarithm that stays what it is: {prover.text.term(t)} = {prover.text.term(to)}")
    terms = [x for x, _ in pairs]
    split = f"(ln_factors _ {prover.listed(terms)} {prover.leaf(a, nested(terms))} {conj(p for _, p in pairs)})"
    total: Node = number(0)
    for x in reversed(terms):
        total = node("plus", node("log", x), total)
    return f"exact (eq_trans {split} {prover.leaf(total, to)})."


def conditional_log(prover: "Prover", t: Node) -> Node | None:
    """The logarithm in a product that needs the condition that the rest is not zero."""
    logs = [x for x in t.a if x.tag == "log"]
    if len(logs) != 1:
        return None
    (log,) = logs
    a = log.a[0]
    if a.tag == "exp" or not prover.normal.poly(a) or node("log", prover.canonical(a)) is prover.canonical(log):
        return None
    if positive_canonical(prover, a) or prover.fact("lt", a):
        return None
    return log if given(prover, t, log) is not None else None


def positive_canonical(prover: "Prover", a: Node) -> bool:
    _, _, rest = prover.normal.log_factors(prover.normal.poly(a))
    return rest == ONE


def other_factors(prover: "Prover", t: Node, log: Node) -> Node:
    return times(*(x for x in t.a if x is not log))


def given(prover: "Prover", t: Node, log: Node) -> Callable[[str], str] | None:
    """weight ≠ 0 → 0 < argument, from the hypotheses."""
    weight, target = other_factors(prover, t, log), log.a[0]
    for p in prover._patterns:
        if p.tag != "lt" or len(p.conditions) != 1:
            continue
        found: dict[int, Node] = {}
        n = len(p.types)
        if match(p.term, target, n, 0, found):
            c, _ = p.conditions[0]
            if match(c, node("ne", weight, number(0)), n, 0, found) and len(found) == n:
                values = "".join(f" {prover.text.term(found[k])}" for k in reversed(range(n)))
                return lambda h, p=p, values=values: f"({p.proof}{values} {h})"  # type: ignore[misc]
    return None


def product_is(prover: "Prover", t: Node, to: Node) -> str:
    log = conditional_log(prover, t)
    if log is None:
        raise NotExported("a product with a logarithm")
    condition = given(prover, t, log)
    if condition is None:
        raise NotExported("a product with a logarithm whose condition is not given")
    weight, value = other_factors(prover, t, log), prover.canonical(log)
    name = prover.name("W")
    scope = Scope(conditional=True)
    scope.facts["lt", log.a[0]] = condition(name)
    scope.facts["ne", weight] = name
    prover.scopes.append(scope)
    try:
        inside = prover.eq(log)
    finally:
        prover.scopes.pop()
    body = " ".join(scope.out)
    w, l, v = (prover.text.term(x) for x in (weight, log, value))
    equal = prover.name()
    order = Leaf(prover, opaque={t: None, log: None})
    front = order.proof(t, node("times", weight, log), whole=t)
    back = prover.leaf(node("times", weight, value), to)
    return (
        f"assert ({equal} : {w} * {l} = {w} * {v}). {{ apply conditional. intro {name}. {body} exact {inside}. }} "
        f"exact (eq_trans {front} (eq_trans {equal} {back}))."
    )


def function_is(prover: "Prover", t: Node, to: Node) -> str:
    head = prover.text.head(t.a[0], 0)
    before = list(t.a[1:])
    proofs = []
    for n, (x, y) in enumerate(zip(t.a[1:], to.a[1:], strict=True)):
        if x is not y:
            heads = [prover.text.term(b) for b in before]
            heads[n] = "z"
            proofs.append(f"(f_equal (fun z => {head} {' '.join(heads)}) {prover.eq(x)})")
            before[n] = y
    proof = proofs[0]
    for p in proofs[1:]:
        proof = f"(eq_trans {proof} {p})"
    return f"exact {proof}."
