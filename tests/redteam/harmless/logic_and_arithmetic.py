"""Checks of the rules that let no falsehood in when they are deleted."""

from typing import Any

from tests.redteam.harmless.listed import again, sound
from tests.redteam.registry import Words, rules


def loose(w: Words) -> Any:
    x = w.k.App(w.k.Bound(0, w.x.head.type))
    return w.k.Eq(w.minus(x, x), w.zero)


def total_zero(w: Words) -> Any:
    return w.assume(w.k.Eq(w.total(w.i, w.total(w.i, w.k.Times(w.a(w.i), w.a(w.i)))), w.zero))


def not_negative(w: Words) -> Any:
    return w.at_most(w.zero, w.k.Times(w.a(w.i), w.a(w.i)), ("square", w.a(w.i)))


def known(w: Words) -> Any:
    return w.equal(w.k.Plus(w.x, w.zero), w.x)


def nat_zero(w: Words) -> Any:
    return w.at(w.k.EMBED, w.k.ZERO_NAT)


def choose_constant(w: Words) -> Any:
    walk = w.k.Sort("Walk", w.k.FREE, (("nil", (w.I,)), ("cons", (None,))))
    u = w.index("u", walk)
    return w.k.choice(w.assume(w.all(w.i, w.some(u, w.k.Eq(w.same(u, u), w.one)))), name="nil")


def induction(w: Words, variable: Any, arguments: Any) -> Any:
    return w.k.induct(w.trivial(), w.trivial(), variable=variable, formula=w.k.Eq(w.x, w.x), arguments=arguments)


def subsets(w: Words, field: Any, index: Any) -> Any:
    return w.k.subset_induct(w.trivial(), w.trivial(), field=field, index=index, formula=w.true)


CLOSED = "every formula of the result is checked when the theorem is made"
again(rules("axiom", "closed_formula(formula)"), CLOSED, lambda w: w.k.axiom(name="a", formula=w.x))
again(rules("restate", "closed_formula(formula)"), CLOSED, lambda w: w.k.restate(w.trivial(), formula=loose(w)))
again(
    rules("axiom", "isinstance(name, str)"),
    "len(1) means nothing to whoever lists axioms; the formula is what counts",
    lambda w: w.k.axiom(name=(), formula=w.true),
)
sound(
    rules("axiom", "bool(name)"), "an axiom without a name is still listed with its formula", lambda w: w.k.axiom(name="", formula=w.true)
)
sound(
    rules("modus_ponens", "type(f) is Implies"),
    "the only other formula of two formulas is And: then the second holds too",
    lambda w: w.k.modus_ponens(w.k.conjoin(w.trivial(), w.equal(w.x, w.x)), w.trivial()),
)
sound(rules("part", "type(number) is int"), "True counts as 1", lambda w: w.k.part(w.k.conjoin(w.trivial(), w.trivial()), number=True))
sound(
    rules("part", "0 <= number < len(parts)"),
    "parts counted from the end are parts, and beyond there are none",
    lambda w: w.k.part(w.k.conjoin(w.trivial()), number=-1),
)
again(rules("choice", "type(f) is Exists"), "only a binder can be opened", lambda w: w.k.choice(w.trivial(), name="F"))
sound(
    rules("choice", "bool(variables)"),
    "choosing once needs no index",
    lambda w: w.k.choice(w.k.witness(w.trivial(), formula=w.k.Exists("y", w.x.head.type, w.true), value=w.point(w.x)), name="F"),
)
again(
    rules("choice", "not f.type.params"),
    "an index map, or a field to be chosen, is applied to too few arguments",
    lambda w: w.k.choice(w.assume(w.all(w.symbol("g", w.I, w.I), w.some(w.y.head, w.true))), name="F"),
)
again(rules("choice", "not chosen.constant"), "closed refuses to bind a constant", lambda w: choose_constant(w))
sound(
    rules("choice", "f.type.result.kind in (FINITE, MAYBE_EMPTY)"),
    "over infinitely many values it is the axiom of choice",
    lambda w: w.k.choice(w.assume(w.all(w.n, w.some(w.y.head, w.k.Eq(w.y, w.at(w.k.EMBED, w.n))))), name="F"),
)
sound(
    rules("_uses", "type(number) is int"),
    "True counts as 1",
    lambda w: w.equal(w.x, w.x, w.trivial(), known(w), uses=((0, w.one, ()), (True, w.one, ()))),
)
sound(
    rules("_uses", "0 <= number < len(premises)"),
    "−1 is the last premise, and the hypotheses of all premises are kept",
    lambda w: w.equal(w.x, w.x, known(w), uses=((-1, w.one, ()),)),
)
sound(
    rules("_uses", "len(set(over)) == len(over)"),
    "the outer of two sums over one index only counts",
    lambda w: w.equal(
        w.k.Times(w.k.Card(w.I), w.total(w.i, w.a(w.i))),
        w.k.Times(w.k.Card(w.I), w.total(w.i, w.a(w.i))),
        w.equal(w.a(w.i), w.a(w.i)),
        uses=((0, w.one, (w.i, w.i)),),
    ),
)
again(
    rules("_uses", "all((not s.constant for s in over))"),
    "constants are of free types, over which there is no sum",
    lambda w: w.equal(w.zero, w.zero, w.trivial(), uses=((0, w.one, (w.k.ZERO_NAT,)),)),
)
sound(
    rules("linear", "len(premises) == len({n for n, _, _ in uses})"),
    "a premise that is not used only adds hypotheses",
    lambda w: w.equal(w.x, w.x, w.trivial()),
)
sound(
    rules("bound", "used | {n for n, _, _ in uses} == set(range(len(premises)))"),
    "a premise that is not used only adds hypotheses",
    lambda w: w.at_most(w.zero, w.one, ("number", 1), w.trivial()),
)
sound(
    rules("bound.value", "type(k) is int"),
    "True counts as 1",
    lambda w: w.at_most(w.zero, w.number(2), ("sum", ("premise", 0), ("premise", True)), *[w.at_most(w.zero, w.one, ("number", 1))] * 2),
)
again(
    rules("bound.value", "0 <= k < len(premises)"),
    "the premise counted from the end is not counted as used",
    lambda w: w.at_most(w.zero, w.one, ("premise", -1), w.at_most(w.zero, w.one, ("number", 1))),
)
sound(
    rules("bound.value", "positive"),
    "the obligation of 1/t says t ≠ 0, and 0 ≤ t is shown",
    lambda w: w.at_most(w.zero, w.k.Inverse(w.k.Times(w.x, w.x)), ("inverse", ("square", w.x)), strict=True),
)
again(
    rules("bound.value", "not i.constant"),
    "constants are of free types, over which there is no sum",
    lambda w: w.at_most(w.zero, w.zero, ("total", w.k.ZERO_NAT, ("number", 0))),
)
sound(
    rules("bound.value", "i not in over"),
    "the outer of two sums over one index only counts",
    lambda w: w.at_most(
        w.zero, w.k.Times(w.k.Card(w.I), w.total(w.i, w.k.Times(w.a(w.i), w.a(w.i)))), ("total", w.i, ("total", w.i, ("square", w.a(w.i))))
    ),
)
again(rules("bound.value", "bool(inner)"), "there is no empty product", lambda w: w.at_most(w.zero, w.one, ("product",)))
again(
    rules("bound.value", "raise ProofError(f'unknown witness {node!r}')"),
    "what is not a witness has no value",
    lambda w: w.at_most(w.zero, w.one, ("guess",)),
)
sound(
    rules("zero_sum", "len(set(over)) == len(over)"),
    "the outer of two sums over one index only counts",
    lambda w: w.k.zero_sum(not_negative(w), total_zero(w), over=(w.i, w.i)),
)
again(
    rules("zero_sum", "all((not s.constant for s in over))"),
    "constants are of free types, over which there is no sum",
    lambda w: w.k.zero_sum(
        w.at_most(w.zero, w.k.Times(nat_zero(w), nat_zero(w)), ("square", nat_zero(w))), w.trivial(), over=(w.k.ZERO_NAT,)
    ),
)
again(
    rules("absurd", "type(f) in (Eq, Ne, Le, Lt)"),
    "only numbers can be subtracted",
    lambda w: w.k.absurd(w.k.conjoin(w.trivial(), w.trivial()), formula=w.false),
)
again(
    rules("replace", "not symbol.type.params"),
    "substitute checks the type of the value",
    lambda w: w.k.replace(known(w), w.trivial(), symbol=w.symbol("a", w.I, w.k.REAL), formula=w.true),
)
again(
    rules("induct", "not variable.type.params"),
    "substitute checks the type of the value",
    lambda w: induction(w, w.symbol("f", w.I, w.k.NAT), ((), (w.m,))),
)
again(rules("induct", "not variable.constant"), "substitute refuses constants", lambda w: induction(w, w.k.ZERO_NAT, ((), (w.m,))))
again(
    rules("induct", "tuple((s.type for s in own)) == tuple((Type((), p) for p in types))"),
    "a constructor takes no other arguments",
    lambda w: induction(w, w.n, ((), (w.i,))),
)
again(
    rules("subset_induct", "field.type.result == REAL"),
    "an indicator is multiplied by itself, so it is a number",
    lambda w: subsets(w, w.symbol("h", w.I, w.I), w.j),
)
again(
    rules("subset_induct", "index.type == Type((), sort)"),
    "a delta compares indices of one type",
    lambda w: subsets(w, w.symbol("h", w.I, w.k.REAL), w.e),
)
again(
    rules("subset_induct", "not index.constant"),
    "no constant is of a finite type, which the field has",
    lambda w: subsets(w, w.symbol("h", w.k.NAT, w.k.REAL), w.k.ZERO_NAT),
)
