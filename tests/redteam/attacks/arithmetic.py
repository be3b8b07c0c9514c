"""Attacks on identities: sums of equations, replacing equals, axioms."""

from typing import Any

from tests.redteam.registry import Words, attack, file, rules

axioms = file("axioms.py")
obligations = file("obligations.py")


@attack("sum an equation over an index that a hypothesis constrains", rules("_uses", "unconstrained(th, over)"))
def _(w: Words) -> Any:
    return w.equal(w.total(w.i, w.a(w.i)), w.zero, w.assume(w.k.Eq(w.a(w.i), w.zero)), uses=((0, w.one, (w.i,)),))


@attack("add an inequality as if it were an equation", rules("_uses", "type(th.conclusion) is Eq"))
def _(w: Words) -> Any:
    return w.equal(w.zero, w.one, w.at_most(w.zero, w.one, ("number", 1)), uses=((0, w.one, ()),))


@attack("equate two numbers that differ", rules("_vanishes", "not left"))
def _(w: Words) -> Any:
    return w.equal(w.zero, w.one)


@attack(
    "equate two numbers that nobody compares",
    rules("linear", "_vanishes(Plus(left, Times(MINUS, right), *(Times(MINUS, t) for t in terms)))"),
)
def _(w: Words) -> Any:
    return w.equal(w.x, w.y)


@attack("sum x where the index should be inside an application", rules("_vanishes", "not left"))
def _(w: Words) -> Any:
    f = w.symbol("f", w.k.REAL, w.k.REAL)
    return w.equal(w.total(w.i, w.at(f, w.a(w.i))), w.at(f, w.total(w.i, w.a(w.i))))


@attack("forget that x/x needs x ≠ 0", rules("linear", "owed |= obligations(left) | obligations(right)", "pass"))
def _(w: Words) -> Any:
    return w.equal(w.k.Times(w.x, w.k.Inverse(w.x)), w.one)


@attack("divide an equation by zero in a cofactor", rules("_uses", "owed |= obligations(term)", "pass"))
def _(w: Words) -> Any:
    z = w.scalar("z")
    known = w.assume(w.k.Eq(w.k.Times(z, w.x), w.k.Times(z, w.y)))
    return w.equal(w.x, w.y, known, uses=((0, w.k.Inverse(z), ()),))


@attack("forget the hypotheses of the equations used", rules("linear", "owed.union(*(p.hypotheses for p in premises))", "owed"))
def _(w: Words) -> Any:
    return w.equal(w.x, w.y, w.assume(w.k.Eq(w.x, w.y)), uses=((0, w.one, ()),))


@attack("restate z/z = 1 as 1 = 1 the other way round", obligations("same_term", "obligations(a) | obligations(b)", "NONE"))
def _(w: Words) -> Any:
    return w.k.restate(w.equal(w.one, w.one), formula=w.k.Eq(w.k.Times(w.x, w.k.Inverse(w.x)), w.one))


@attack("drop the obligation of 1/x", obligations("obligations", "found | {Ne(t.children[0], ZERO)}", "found"))
def _(w: Words) -> Any:
    return w.equal(w.k.Times(w.x, w.k.Inverse(w.x)), w.one)


@attack("drop the obligation of log x", obligations("obligations", "found | {Lt(ZERO, t.children[0])}", "found"))
def _(w: Words) -> Any:
    return w.equal(w.k.Exp(w.k.Log(w.x)), w.x)


@attack(
    "drop the obligation of p·log x",
    obligations("_of_product", "found |= {law if nonzero(weight) else Implies(Ne(weight, ZERO), law)}", "pass"),
)
def _(w: Words) -> Any:
    left = w.k.Times(w.y, w.k.Log(w.k.Times(w.x, w.x, w.x)))
    return w.equal(left, w.k.Times(w.number(3), w.y, w.k.Log(w.x)))


@attack(
    "let only one of two logarithms in a product be defined",
    obligations("_of_product", "[c for c in t.children if type(c) is Log]", "[c for c in t.children if type(c) is Log][1:]"),
)
def _(w: Words) -> Any:
    cube = w.k.Times(w.x, w.x, w.x)
    return w.equal(w.k.Times(w.y, w.k.Log(cube), w.k.Log(w.number(2))), w.k.Times(w.number(3), w.y, w.k.Log(w.x), w.k.Log(w.number(2))))


@attack("use the condition of p·log x inside an exponential", obligations("obligations", "strict or type(t) is Exp", "strict"))
def _(w: Words) -> Any:
    """exp((y − 1)·log(1 − δ))·(s/s − 1) + δ = 0 at y = 1, δ = 1: the exponent vanishes and asks for nothing."""
    delta, s = w.same(w.i, w.j), w.k.Plus(w.x, w.scalar("z"))
    power = w.k.Exp(w.k.Times(w.minus(w.y, w.one), w.k.Log(w.minus(w.one, delta))))
    return w.equal(w.k.Plus(delta, w.k.Times(power, w.minus(w.k.Times(s, w.k.Inverse(s)), w.one))), w.zero)


@attack(
    "discharge an obligation under a sum at one index",
    obligations(
        "_closed",
        "ForAll(binder.hint, binder.type, o) if types_of(o, 0) else shift(o, -1)",
        "shift(opened(ForAll(binder.hint, binder.type, o), eta(Symbol('i', binder.type))), 0) if types_of(o, 0) else shift(o, -1)",
    ),
)
def _(w: Words) -> Any:
    return w.equal(w.total(w.i, w.k.Times(w.a(w.i), w.k.Inverse(w.a(w.i)))), w.k.Card(w.I))


@attack("forget an obligation under a sum", obligations("obligations", "_closed(found, t)", "NONE"))
def _(w: Words) -> Any:
    return w.equal(w.total(w.i, w.k.Times(w.a(w.i), w.k.Inverse(w.a(w.i)))), w.k.Card(w.I))


@attack(
    "let the obligation of a conclusion be its own condition",
    obligations("same", "frozenset(Implies(g.children[0], o) for o in parts[1] if o != g.children[0])", "NONE"),
)
def _(w: Words) -> Any:
    condition, true = w.k.Eq(w.y, w.zero), w.equal(w.one, w.one)
    known = w.k.imply(true, formula=condition)
    ratio = w.k.Times(w.x, w.k.Inverse(w.x))
    return w.k.restate(known, formula=w.k.Implies(condition, w.k.Eq(ratio, w.one)))


@attack("replace by an inequality", rules("replace", "type(f) is Eq"))
def _(w: Words) -> Any:
    known = w.at_most(w.zero, w.one, ("number", 1))
    return w.k.replace(known, w.trivial(), symbol=w.x.head, formula=w.k.Eq(w.x, w.zero))


@attack("replace in a formula that was not proved", rules("replace", "substitute(formula, {symbol: Lambda((), a)}) == th.conclusion"))
def _(w: Words) -> Any:
    return w.k.replace(w.trivial(), w.trivial(), symbol=w.y.head, formula=w.false)


@attack("replace an index by another one because their delta is zero", rules("replace", "b == ONE", "True"))
def _(w: Words) -> Any:
    apart = w.assume(w.k.Eq(w.same(w.i, w.j), w.zero))
    return w.k.replace(apart, w.equal(w.a(w.i), w.a(w.i)), symbol=w.index("k", w.I), formula=w.k.Eq(w.a(w.i), w.a(w.index("k", w.I))))


@attack("forget the hypothesis of the equation that is put in", rules("replace", "equation.hypotheses | th.hypotheses", "th.hypotheses"))
def _(w: Words) -> Any:
    known = w.assume(w.k.Eq(w.x, w.y))
    return w.k.replace(known, w.equal(w.x, w.x), symbol=w.scalar("z").head, formula=w.k.Eq(w.x, w.scalar("z")))


@attack("give a standard axiom another formula", axioms("check", "known is None or digest(known.formula) == digest(formula)"))
def _(w: Words) -> Any:
    return w.k.axiom(name="exp_tangent", formula=w.false)


@attack("use an axiom without a mark", rules("axiom", "frozenset({(name, formula)})", "frozenset()"), because="0 = 1 rests on nothing")
def _(w: Words) -> Any:
    th = w.k.axiom(name="zero is one", formula=w.false)
    return th if not th.axioms else None


@attack(
    "lose the mark of an axiom at the next step",
    file("theorem.py")("_sealing.rule.apply", "axioms.union(*(p.axioms for p in premises))", "axioms"),
    because="0 = 1 rests on nothing",
)
def _(w: Words) -> Any:
    th = w.k.part(w.k.conjoin(w.k.axiom(name="zero is one", formula=w.false)), number=0)
    return th if not th.axioms else None
