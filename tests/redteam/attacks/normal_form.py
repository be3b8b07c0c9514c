"""Attacks on the normal form: each is an identity that a slip in the rewriting would let through."""

from typing import Any

from tests.redteam.registry import Words, attack, file

form = file("normal.py")


@attack("let two sums share their index when they are multiplied", form("multiply", "_apart(a, b)", "(a, b)"))
def _(w: Words) -> Any:
    c = w.at(w.symbol("c", w.I, w.k.REAL), w.i)
    left = w.k.Times(w.total(w.i, w.a(w.i)), w.total(w.i, w.k.Times(w.b(w.i), c)))
    return w.equal(w.k.Times(w.one, left), w.k.Times(w.total(w.i, w.k.Times(w.a(w.i), w.b(w.i))), w.total(w.i, c)))


@attack(
    "clear a denominator beside a delta that may be zero",
    form("_conditions", "frozenset((a for a, _ in factors if type(a) is Delta))", "frozenset()"),
)
def _(w: Words) -> Any:
    """(1 − δ_uv) + δ_ij/(δ_uv + a_i − a_j)·(y/(y + a_i − a_j) − 1) = 0: δ_ij makes it 1/δ_uv, and clearing that kills 1 − δ_uv."""
    delta, gap = w.same(w.index("u", w.I), w.index("v", w.I)), w.minus(w.a(w.i), w.a(w.j))
    rest = w.minus(w.k.Times(w.y, w.k.Inverse(w.k.Plus(w.y, gap))), w.one)
    return w.equal(w.k.Plus(w.minus(w.one, delta), w.k.Times(w.same(w.i, w.j), w.k.Inverse(w.k.Plus(delta, gap)), rest)), w.zero)


@attack("lose the coefficient in log(2·exp x)", form("_logarithm", "_add(out, _log_rational(c))", "pass"))
def _(w: Words) -> Any:
    two, four = (w.k.Log(w.k.Times(w.number(n), w.k.Exp(w.x))) for n in (2, 4))
    return w.equal(two, four)


@attack("lose the coefficient in log(2·exp x + 2·exp y)", form("_logarithm", "_add(out, _log_rational(c))", "pass"))
def _(w: Words) -> Any:
    one, two = (w.k.Log(w.k.Plus(w.k.Times(w.number(n), w.k.Exp(w.x)), w.k.Times(w.number(n), w.k.Exp(w.y)))) for n in (1, 2))
    return w.equal(one, two)


@attack("take log x² to be 2·log x", form("_logarithm", "len(unknown) == 1 and unknown[0][1] % 2", "len(unknown) == 1"))
def _(w: Words) -> Any:
    """exp(½·log x²) = x."""
    return w.equal(w.k.Exp(w.k.Times(w.number(1, 2), w.k.Log(w.k.Times(w.x, w.x)))), w.x)


@attack("contract a delta whose index is not summed", form("_contracted", "s in bound", "True"))
def _(w: Words) -> Any:
    return w.equal(w.same(w.i, w.j), w.one)


@attack("forget to count an index that does not occur", form("_assemble", "powers[size] = powers.get(size, 0) + 1", "pass"))
def _(w: Words) -> Any:
    return w.equal(w.total(w.i, w.x), w.x)


@attack(
    "count an index over an empty type beside a root of what nothing is asked of",
    form("_assemble", "any((e < 0 or a.partial for a, e in factors))", "False"),
)
def _(w: Words) -> Any:
    """(Σ_e exp(−½·log(|E|² + 0·r_e)))² = 1: false where E is empty."""
    size = w.k.Plus(w.k.Times(w.k.Card(w.E), w.k.Card(w.E)), w.k.Times(w.zero, w.at(w.symbol("r", w.E, w.k.REAL), w.e)))
    roots = w.total(w.e, w.k.Exp(w.k.Times(w.number(-1, 2), w.k.Log(size))))
    return w.equal(w.k.Times(roots, roots), w.one)


@attack("take 1/x to be x", form("_reciprocal", "(a, -e)", "(a, e)"))
def _(w: Words) -> Any:
    return w.equal(w.k.Inverse(w.x), w.x)


@attack("take 1/exp x to be exp x", form("_reciprocal", "{m: -x for m, x in shift.items()}", "shift"))
def _(w: Words) -> Any:
    return w.equal(w.k.Inverse(w.k.Exp(w.x)), w.k.Exp(w.x))
