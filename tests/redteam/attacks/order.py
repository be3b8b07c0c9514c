"""Attacks on inequalities: witness trees, strictness, sums of terms that are not negative, contradictions."""

from typing import Any

from tests.redteam.registry import Words, attack, file, rules

obligations = file("obligations.py")


@attack("sum an inequality over an index that a hypothesis constrains", rules("bound.value", "unconstrained(premises[k], over)"))
def _(w: Words) -> Any:
    known = w.assume(w.k.Le(w.zero, w.a(w.i)))
    return w.at_most(w.zero, w.total(w.i, w.a(w.i)), ("total", w.i, ("premise", 0)), known)


@attack("give a negative weight", rules("bound.value", "weight.value >= 0"))
def _(w: Words) -> Any:
    return w.at_most(w.zero, w.number(-1), ("number", -1))


@attack("use an inequality that is none", rules("bound.value", "type(f) in (Le, Lt)"))
def _(w: Words) -> Any:
    return w.at_most(w.zero, w.number(-1), ("premise", 0), w.k.unequal(w.less(0, 1)))


@attack("claim < from ≤", rules("bound", "positive or not strict"))
def _(w: Words) -> Any:
    return w.at_most(w.zero, w.zero, ("number", 0), strict=True)


@attack(
    "claim a bound that the witness does not add up to",
    rules("bound", "_vanishes(Plus(right, Times(MINUS, left), Times(MINUS, t), *(Times(MINUS, u) for u in terms)))"),
)
def _(w: Words) -> Any:
    return w.at_most(w.one, w.zero, ("number", 0))


@attack("claim that a square is positive", rules("bound.value", "(Times(t, t), nonzero(t))", "(Times(t, t), True)"))
def _(w: Words) -> Any:
    return w.at_most(w.zero, w.k.Times(w.x, w.x), ("square", w.x), strict=True)


@attack("claim that every number is different from zero", obligations("nonzero", "t.value != 0", "True"))
def _(w: Words) -> Any:
    return w.at_most(w.zero, w.zero, ("square", w.zero), strict=True)


@attack("claim that a weight of zero is positive", rules("bound.value", "weight.value > 0", "True"))
def _(w: Words) -> Any:
    return w.at_most(w.zero, w.zero, ("number", 0), strict=True)


@attack("read a ≤ b as a < b", rules("bound.value", "type(f) is Lt", "True"))
def _(w: Words) -> Any:
    return w.at_most(w.zero, w.x, ("premise", 0), w.assume(w.k.Le(w.zero, w.x)), strict=True)


@attack("let one positive factor make a product positive", rules("bound.value", "all((s for _, s in parts))", "any((s for _, s in parts))"))
def _(w: Words) -> Any:
    return w.at_most(w.zero, w.k.Times(w.x, w.x), ("product", ("number", 1), ("square", w.x)), strict=True)


@attack("let no positive term make a sum positive", rules("bound.value", "any((s for _, s in parts))", "True"))
def _(w: Words) -> Any:
    return w.at_most(w.zero, w.k.Times(w.x, w.x), ("sum", ("number", 0), ("square", w.x)), strict=True)


@attack(
    "forget the obligations of the two sides of a bound",
    rules("bound", "owed |= obligations(left) | obligations(right) | obligations(t)", "pass"),
)
def _(w: Words) -> Any:
    return w.at_most(w.one, w.k.Times(w.x, w.k.Inverse(w.x)), ("number", 0))


@attack("forget the hypotheses of a bound's premises", rules("bound", "owed.union(*(p.hypotheses for p in premises))", "owed"))
def _(w: Words) -> Any:
    return w.at_most(w.zero, w.x, ("premise", 0), w.assume(w.k.Le(w.zero, w.x)))


@attack("read the equation of an unequal pair in the first place", rules("antisymmetry", "type(f) is Le"))
def _(w: Words) -> Any:
    return w.k.antisymmetry(w.k.unequal(w.less(0, 1)), w.at_most(w.zero, w.one, ("number", 1)))


@attack("read the equation of an unequal pair in the second place", rules("antisymmetry", "type(g) is Le"))
def _(w: Words) -> Any:
    return w.k.antisymmetry(w.at_most(w.zero, w.one, ("number", 1)), w.k.unequal(w.less(0, 1)))


@attack("use one inequality in both directions", rules("antisymmetry", "f.children == g.children[::-1]"))
def _(w: Words) -> Any:
    known = w.at_most(w.zero, w.one, ("number", 1))
    return w.k.antisymmetry(known, known)


@attack("take a number to be different from itself", rules("unequal", "type(th.conclusion) is Lt"))
def _(w: Words) -> Any:
    return w.k.unequal(w.at_most(w.zero, w.zero, ("number", 0)))


@attack("sum terms whose sign is not known", rules("zero_sum", "type(f) is Le"))
def _(w: Words) -> Any:
    low = w.at_most(w.number(-1), w.zero, ("number", 1))
    different = w.k.restate(w.k.unequal(w.less(-1, 0)), formula=w.k.Ne(w.zero, w.number(-1)))
    return w.k.zero_sum(different, low, over=())


@attack("sum terms that are bounded below by something else than zero", rules("zero_sum", "f.children[0] == ZERO"))
def _(w: Words) -> Any:
    low, lower = w.at_most(w.number(-1), w.zero, ("number", 1)), w.at_most(w.number(-2), w.number(-1), ("number", 1))
    return w.k.zero_sum(lower, low, over=())


@attack("sum terms whose sign is known at one index only", rules("zero_sum", "unconstrained(sign, over)"))
def _(w: Words) -> Any:
    sign, total = w.k.Le(w.zero, w.a(w.i)), w.k.Eq(w.total(w.i, w.a(w.i)), w.zero)
    return w.k.zero_sum(w.assume(sign), w.assume(total), over=(w.i,))


@attack("conclude from a sum that is not zero", rules("zero_sum", "type(g) in (Eq, Le)"))
def _(w: Words) -> Any:
    return w.k.zero_sum(w.at_most(w.zero, w.one, ("number", 1)), w.k.unequal(w.less(0, 1)), over=())


@attack("conclude from another sum", rules("zero_sum", "g.children == (summed(t, over), ZERO)"))
def _(w: Words) -> Any:
    return w.k.zero_sum(w.at_most(w.zero, w.one, ("number", 1)), w.at_most(w.zero, w.zero, ("number", 0)), over=())


@attack("call x = 0 a contradiction", rules("absurd", "not difference or set(difference) == {((), ())}"))
def _(w: Words) -> Any:
    return w.k.absurd(w.assume(w.k.Eq(w.x, w.zero)), formula=w.false)


@attack("call 0 = 0 a contradiction", rules("absurd", "bool(false)"))
def _(w: Words) -> Any:
    return w.k.absurd(w.trivial(), formula=w.false)


@attack("call 0 ≤ 0 a contradiction", rules("absurd", "c < 0", "c <= 0"))
def _(w: Words) -> Any:
    return w.k.absurd(w.at_most(w.zero, w.zero, ("number", 0)), formula=w.false)


@attack("call 0 < 1 a contradiction", rules("absurd", "c <= 0", "c >= 0"))
def _(w: Words) -> Any:
    return w.k.absurd(w.less(0, 1), formula=w.false)


@attack(
    "call x/x = 0 a contradiction, though x may be zero",
    rules("absurd", "th.hypotheses | obligations(f.children[0]) | obligations(f.children[1])", "th.hypotheses"),
)
def _(w: Words) -> Any:
    return w.k.absurd(w.assume(w.k.Eq(w.k.Times(w.x, w.k.Inverse(w.x)), w.zero)), formula=w.false)
