"""Attacks on the rules of logic: each check of a rule is what keeps one falsehood out."""

from typing import Any

from tests.redteam.registry import Words, attack, file, rules

binding = file("substitution.py")
kernel = file("theorem.py")
equivalence = file("obligations.py")


@attack("generalise over an index that a hypothesis constrains", rules("unconstrained", "not caught"))
def _(w: Words) -> Any:
    return w.k.generalise(w.assume(w.k.Le(w.zero, w.a(w.i))), symbol=w.i)


@attack("generalise over a scalar that a hypothesis constrains", rules("generalise", "unconstrained(th, (symbol,))"))
def _(w: Words) -> Any:
    return w.k.generalise(w.assume(w.k.Eq(w.x, w.zero)), symbol=w.x.head)


@attack("keep another hypothesis on the index after discharging one", rules("generalise", "unconstrained(th, (symbol,))"))
def _(w: Words) -> Any:
    constrained, known = w.k.Eq(w.x, w.zero), w.k.Eq(w.at(w.symbol("f", w.k.REAL, w.k.REAL), w.x), w.zero)
    implication = w.assume(w.k.Implies(constrained, w.k.Implies(known, w.k.Eq(w.x, w.one))))
    th = w.k.modus_ponens(w.k.modus_ponens(implication, w.assume(constrained)), w.assume(known))
    return w.k.generalise(w.k.imply(th, formula=known), symbol=w.x.head)


@attack("generalise over the constant zero", binding("closed", "not symbol.constant"))
def _(w: Words) -> Any:
    return w.k.generalise(w.k.part(w.k.naturals(), number=0), symbol=w.k.ZERO_NAT)


@attack("specialise what only exists", rules("specialise", "type(th.conclusion) is ForAll"))
def _(w: Words) -> Any:
    some = w.some(w.x.head, w.k.Eq(w.x, w.one))
    return w.k.specialise(w.k.witness(w.equal(w.one, w.one), formula=some, value=w.point(w.one)), value=w.point(w.zero))


@attack("apply an implication whose condition was not proved", rules("modus_ponens", "f.children[0] == th.conclusion"))
def _(w: Words) -> Any:
    return w.k.modus_ponens(w.k.imply(w.assume(w.false), formula=w.false), w.trivial())


@attack("take the conclusion of an implication as a part of it", rules("part", "type(th.conclusion) is And"))
def _(w: Words) -> Any:
    return w.k.part(w.k.imply(w.assume(w.false), formula=w.false), number=1)


@attack("reach different conclusions in the two cases", rules("cases", "yes.conclusion == no.conclusion"))
def _(w: Words) -> Any:
    return w.k.cases(w.assume(w.false), w.trivial(), formula=w.false)


@attack("call the same formula both cases", rules("cases", "no.hypotheses - {negation(formula)}", "no.hypotheses - {formula}"))
def _(w: Words) -> Any:
    f = w.k.Eq(w.x, w.one)
    return w.k.cases(w.assume(f), w.assume(f), formula=f)


@attack("split into a ≤ b and b ≤ a, and drop a < b", equivalence("negation", "Lt(f.children[1], f.children[0])", "f"))
def _(w: Words) -> Any:
    f = w.k.Le(w.x, w.zero)
    return w.k.cases(w.assume(f), w.assume(f), formula=f)


@attack(
    "split into a < b and b < a, and drop a = b",
    equivalence("negation", "Le(f.children[1], f.children[0])", "Lt(f.children[1], f.children[0])"),
)
def _(w: Words) -> Any:
    below, above = w.k.Lt(w.x, w.zero), w.k.Lt(w.zero, w.x)
    yes, no = (
        w.at_most(w.zero, w.k.Times(w.x, w.x), ("product", ("premise", 0), ("premise", 0)), w.assume(f), strict=True)
        for f in (below, above)
    )
    return w.k.cases(yes, no, formula=below)


@attack("prove a 'for all' by one witness", rules("witness", "type(formula) is Exists"))
def _(w: Words) -> Any:
    return w.k.witness(w.equal(w.one, w.one), formula=w.all(w.x.head, w.k.Eq(w.x, w.one)), value=w.point(w.one))


@attack("prove that something exists by something else", rules("witness", "opened(formula, value) == th.conclusion"))
def _(w: Words) -> Any:
    return w.k.witness(w.trivial(), formula=w.some(w.x.head, w.false), value=w.point(w.one))


@attack("choose an element of an empty type because all its elements are special", rules("obtain", "type(f) is Exists"))
def _(w: Words) -> Any:
    return w.k.obtain(w.assume(w.all(w.e, w.false)), w.assume(w.false), symbol=w.d)


def some_one(w: Words) -> Any:
    """⊢ ∃x x = 1."""
    return w.k.witness(w.equal(w.one, w.one), formula=w.some(w.x.head, w.k.Eq(w.x, w.one)), value=w.point(w.one))


@attack("choose the constant zero to be the natural that is 1", rules("obtain", "not symbol.constant"))
def _(w: Words) -> Any:
    nat, zero = w.k.EMBED, w.k.App(w.k.ZERO_NAT)
    start, step = (w.k.part(w.k.naturals(), number=n) for n in (0, 1))
    first = w.equal(
        w.at(nat, w.at(w.k.SUCC, zero)), w.one, w.k.specialise(step, value=w.point(zero)), start, uses=((0, w.one, ()), (1, w.one, ()))
    )
    exists = w.k.witness(first, formula=w.some(w.n, w.k.Eq(w.at(nat, w.n), w.one)), value=w.point(w.at(w.k.SUCC, zero)))
    chosen = w.assume(w.k.Eq(w.at(nat, zero), w.one))
    return w.k.obtain(exists, w.equal(w.zero, w.one, chosen, start, uses=((0, w.one, ()), (1, w.k.MINUS, ()))), symbol=w.k.ZERO_NAT)


@attack("choose a number under a name that the existence statement uses", rules("obtain", "symbol not in taken"))
def _(w: Words) -> Any:
    after = w.k.Plus(w.x, w.one)
    exists = w.k.witness(w.equal(after, after), formula=w.some(w.y.head, w.k.Eq(w.y, after)), value=w.point(after))
    return w.k.obtain(exists, w.equal(w.zero, w.one, w.assume(w.k.Eq(w.x, after)), uses=((0, w.one, ()),)), symbol=w.x.head)


@attack(
    "choose a number under a name that the existence statement uses, and check only the rest", rules("obtain", "taken", "(taken - f.free)")
)
def _(w: Words) -> Any:
    after = w.k.Plus(w.x, w.one)
    exists = w.k.witness(w.equal(after, after), formula=w.some(w.y.head, w.k.Eq(w.y, after)), value=w.point(after))
    return w.k.obtain(exists, w.equal(w.zero, w.one, w.assume(w.k.Eq(w.x, after)), uses=((0, w.one, ()),)), symbol=w.x.head)


@attack("let the chosen number escape into the conclusion", rules("obtain", "th.conclusion.free", "frozenset()"))
def _(w: Words) -> Any:
    return w.k.obtain(some_one(w), w.assume(w.k.Eq(w.y, w.one)), symbol=w.y.head)


@attack("choose a number on which another hypothesis depends", rules("obtain", "free_in(th, instance)", "frozenset()"))
def _(w: Words) -> Any:
    th = w.equal(w.zero, w.one, w.assume(w.k.Eq(w.y, w.one)), w.assume(w.k.Eq(w.y, w.zero)), uses=((0, w.one, ()), (1, w.k.MINUS, ())))
    return w.k.obtain(some_one(w), th, symbol=w.y.head)


@attack(
    "forget what the choice has assumed besides",
    rules("obtain", "existence.hypotheses | (th.hypotheses - {instance})", "th.hypotheses - {instance}"),
)
def _(w: Words) -> Any:
    exists = w.k.witness(w.assume(w.false), formula=w.some(w.x.head, w.false), value=w.point(w.one))
    return w.k.obtain(exists, w.assume(w.false), symbol=w.y.head)


def chosen_for_all(w: Words, body: Any, name: str, use: Any) -> Any:
    """From ∀i ∃y body: choose y by the function ``name``, call it G, and use its property."""
    chosen = w.k.choice(w.assume(w.all(w.i, w.some(w.y.head, body))), name=name)
    g = w.symbol("G", w.I, w.k.REAL)
    property_ = w.k.opened(chosen.conclusion, w.k.eta(g))
    return w.k.obtain(chosen, use(w.k.specialise(w.assume(property_), value=w.point(w.j))), symbol=g)


@attack("choose with an index named like one in the statement", rules("choice", "variables[-1] not in th.conclusion.free"))
def _(w: Words) -> Any:
    body = w.k.And(w.k.Eq(w.y, w.zero), w.k.Eq(w.k.Plus(w.a(w.i), w.b(w.index("c_0", w.I))), w.zero))
    return chosen_for_all(w, body, "c", lambda th: w.k.part(th, number=1))


@attack("choose by a function that the statement is about", rules("choice", "chosen not in th.conclusion.free"))
def _(w: Words) -> Any:
    body = w.k.Eq(w.y, w.k.Plus(w.a(w.i), w.one))
    return chosen_for_all(w, body, "a", lambda th: w.equal(w.zero, w.one, th, uses=((0, w.one, ()),)))


@attack("call an inequality an equation", equivalence("same", "type(f) is type(g)"))
def _(w: Words) -> Any:
    return w.k.restate(w.at_most(w.zero, w.one, ("number", 1)), formula=w.false)


@attack("restate an equation as another", equivalence("same_term", "equal(a, b)"))
def _(w: Words) -> Any:
    return w.k.restate(w.trivial(), formula=w.false)


@attack(
    "restate a conjunction as one with more parts",
    equivalence("same", "len(f.children) == len(g.children)"),
    equivalence("same", "zip(f.children, g.children, strict=True)", "zip(f.children, g.children)"),
)
def _(w: Words) -> Any:
    return w.k.restate(w.k.conjoin(w.trivial()), formula=w.k.And(w.true, w.false))


@attack(
    "restate an existence in one type as one in another",
    equivalence("same", "f.type == g.type"),
    binding("opened", "value.type == binder.type"),
)
def _(w: Words) -> Any:
    exists = w.k.witness(w.trivial(), formula=w.k.Exists("i", w.i.type, w.true), value=w.point(w.i))
    return w.k.restate(exists, formula=w.k.Exists("e", w.e.type, w.true))


@attack("drop the premises' hypotheses", rules("conjoin", "NONE.union(*(t.hypotheses for t in ths))", "NONE"))
def _(w: Words) -> Any:
    return w.k.conjoin(w.assume(w.false))


@attack("discharge more than the condition", rules("imply", "th.hypotheses - {formula}", "set()"))
def _(w: Words) -> Any:
    return w.k.imply(w.assume(w.false), formula=w.true)
