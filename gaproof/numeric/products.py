"""Sums, products, fractions and exponentials as nodes: contractions instead of products, exponents shifted by row maxima.

Σ_j w_j e^(x_j) = e^μ Σ_j w_j e^(x_j − μ) for any μ.  With μ near max_j x_j over the live j nothing overflows and not everything
underflows, in fractions (softmax), in logarithms (log-sum-exp) and in quotients of such sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ..proof.syntax import Exp, Inverse, Node, Number, Sum, Times
from .nodes import Axis, Graph, Use

Env = tuple[Axis, ...]
ONE = Fraction(1)


@dataclass
class Product:
    """coefficient · Π above / Π below · e^(Σ c·x over exponents)."""

    coefficient: Fraction = ONE
    above: list[Use] = field(default_factory=list)
    below: list[Use] = field(default_factory=list)
    exponents: list[tuple[Fraction, Use]] = field(default_factory=list)


def collect(b: Graph, t: Node, env: Env, out: Product, up: bool, shift: bool) -> None:
    """Take a product apart; with ``shift`` sums of exponentials give their maxima to the exponent."""
    match t:
        case Times():
            for c in t.children:
                collect(b, c, env, out, up, shift)
        case Number() if up:
            out.coefficient *= t.value
        case Number() if t.value != 0:
            out.coefficient /= t.value
        case Inverse() if up:
            collect(b, t.children[0], env, out, False, shift)
        case Exp() if b.stable:
            c, x = b.signed(t.children[0], env)
            out.exponents.append((c if up else -c, x))
        case Sum() if shift and (shifted := shifted_sum(b, t, env, not up)):
            top, rest = shifted
            (out.above if up else out.below).append(rest)
            out.exponents.append((ONE if up else -ONE, top))
        case _:
            (out.above if up else out.below).append(b.term(t, env))


def exponentials(t: Node, up: bool = True) -> int:
    """How many factors of a product are exponentials or sums of them; a sum below counts twice: it is better shifted even alone."""
    match t:
        case Times():
            return sum(exponentials(c, up) for c in t.children)
        case Inverse() if up:
            return exponentials(t.children[0], False)
        case Exp():
            return 1
        case Sum():
            return (1 if up else 2) if exponentials(_summand(t)) else 0
    return 0


def _summand(t: Node) -> Node:
    while isinstance(t, Sum):
        t = t.children[0]
    return t


def fraction(b: Graph, t: Node, env: Env) -> Use:
    """Π above / Π below."""
    out = Product()
    collect(b, t, env, out, True, b.stable and exponentials(t) > 1)
    return finished(b, out)


def finished(b: Graph, p: Product) -> Use:
    above = [*p.above, *(b.make("exp", [b.linear(group)]) for group in _nested(p.exponents))]
    if p.coefficient == 0:
        return b.make("number", (), Fraction(0))
    if p.below:
        below = product(b, p.below)
        use = b.make("over", [product(b, above), below]) if above else b.make("inverse", [below])
    elif above:
        use = product(b, above)
    else:
        return b.make("number", (), p.coefficient)
    return b.linear([(p.coefficient, use)])


def product(b: Graph, factors: Sequence[Use]) -> Use:
    """Π, the factors with fewer axes first: what is small is multiplied while it is small."""
    return factors[0] if len(factors) == 1 else b.make("times", sorted(factors, key=lambda use: len(use.axes)))


def exponential(b: Graph, t: Node, env: Env) -> Use:
    return b.make("exp", [b.linear([b.signed(t.children[0], env)])])


def logarithm(b: Graph, t: Node, env: Env) -> Use:
    """log(w e^x) = x + log w: exponents, and the maxima of sums of exponentials, come out."""
    out = Product()
    if b.stable:
        collect(b, t.children[0], env, out, True, True)
    if not out.exponents:
        return b.make("log", [b.term(t.children[0], env)])
    exponents, out.exponents = out.exponents, []
    if out.above or out.below or out.coefficient != 1:
        exponents = [*exponents, (ONE, b.make("log", [finished(b, out)]))]
    return b.linear(exponents)


def _opened(b: Graph, t: Node, env: Env) -> tuple[Node, Env, list[Axis]]:
    axes: list[Axis] = []
    while isinstance(t, Sum):
        axes.append(b.bound(t.type))
        env, t = (*env, axes[-1]), t.children[0]
    return t, env, axes


def shifted_sum(b: Graph, t: Sum, env: Env, always: bool) -> tuple[Use, Use] | None:
    """μ and Σ w e^(x − μ), if the summand has an exponential that depends on the index; the weights that mask x are seen."""
    body, inner, axes = _opened(b, t, env)
    out = Product()
    collect(b, body, inner, out, True, True)
    if len(_nested(out.exponents)) != 1:  # none, or factors that a matrix product keeps apart
        return None
    x = b.linear(out.exponents)
    over = [a for a in axes if a in x.axes]
    if not over:
        return None
    weights = [w for w in out.above if _masks(w) and (set(w.axes) <= set(x.axes) or w.op.kind == "delta")]
    top = b.make("peak", [x, *weights], reduced=axes)
    out.exponents.append((-ONE, top))
    return top, added(b, out, axes)


def _nested(exponents: Sequence[tuple[Fraction, Use]]) -> list[list[tuple[Fraction, Use]]]:
    """Exponents in groups, each with one that has all the axes of the group."""
    groups: list[list[tuple[Fraction, Use]]] = []
    for c, x in exponents:
        fitting = [g for g in groups if any(_within(x, y) for _, y in g) or all(_within(y, x) for _, y in g)]
        if fitting:  # each maximum to an exponent of its own
            min(fitting, key=lambda g: sum(y.op.kind == "peak" for _, y in g)).append((c, x))
        else:
            groups.append([(c, x)])
    return groups


def _within(x: Use, y: Use) -> bool:
    return set(x.axes) <= set(y.axes)


def _masks(w: Use) -> bool:
    return w.op.kind in ("field", "delta", "gather", "linear")


def total(b: Graph, t: Sum, env: Env) -> Use:
    body, inner, axes = _opened(b, t, env)
    out = Product()
    collect(b, body, inner, out, True, b.stable and exponentials(body) > 1)
    return added(b, out, axes)


def added(b: Graph, p: Product, axes: Sequence[Axis]) -> Use:
    """Σ over axes of a product, by eliminating one group of factors after the other."""
    factors = [*p.above, *(b.make("exp", [b.linear(group)]) for group in _nested(p.exponents))]
    below: list[Use] = []
    for d in p.below:
        home = next((k for k, f in enumerate(factors) if set(d.axes) <= set(f.axes)), None)
        if not set(d.axes) & set(axes):
            below.append(d)
        elif home is None:
            factors.append(b.make("inverse", [d]))
        else:
            factors[home] = b.make("over", [factors[home], d])
    coefficient = p.coefficient
    used = {a for f in factors for a in f.axes}
    factors.extend(b.make("card", (), b.sorts[a]) for a in axes if a not in used)
    left = [a for a in axes if a in used]
    while left:
        factors = _eliminated(b, factors, left)
        used = {a for f in factors for a in f.axes}
        left = [a for a in left if a in used]
    return finished(b, Product(coefficient, factors, below))


def _eliminated(b: Graph, factors: list[Use], left: list[Axis]) -> list[Use]:
    """Sum over the axis whose factors are smallest together, and over all others that end there."""
    pick = min(left, key=lambda a: len({c for f in factors if a in f.axes for c in f.axes}))
    group = [f for f in factors if pick in f.axes]
    rest = [f for f in factors if pick not in f.axes]
    group = _absorbed(b, group)
    while len(group) > 2:
        group.sort(key=lambda f: len(f.axes))
        group = _absorbed(b, [product(b, group[:2]), *group[2:]])
    ending = [a for a in left if not any(a in f.axes for f in rest)]
    if len(group) == 2:
        x, y = (_presummed(b, f, [a for a in ending if a not in other.axes]) for f, other in (group, group[::-1]))
        common = [a for a in ending if a in x.axes]
        if set(x.axes) <= set(y.axes) or set(y.axes) <= set(x.axes):
            return [*rest, _presummed(b, product(b, [x, y]), common)]
        return [*rest, b.make("contract", [x, y], reduced=common)]
    return [*rest, _presummed(b, group[0], ending)]


def _presummed(b: Graph, f: Use, axes: Sequence[Axis]) -> Use:
    over = [a for a in axes if a in f.axes]
    return b.make("sum", [f], reduced=over) if over else f


def _absorbed(b: Graph, group: list[Use]) -> list[Use]:
    """Multiply factors whose axes are among those of another into it."""
    out: list[list[Use]] = []
    for f in sorted(group, key=lambda use: -len(use.axes)):
        home = next((g for g in out if set(f.axes) <= set(g[0].axes)), None)
        if home is None:
            out.append([f])
        else:
            home.append(f)
    return [product(b, g) for g in out]
