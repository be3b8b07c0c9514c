"""Attacks on induction: over ℕ, trees and subsets."""

from typing import Any

from tests.redteam.registry import Words, attack, rules

AN_INFINITE_SET = "a set of naturals without a bound is not reached by adding elements one at a time: 0 = 1 from Archimedes' axiom"


def nat(w: Words, k: Any) -> Any:
    return w.at(w.k.EMBED, k)


def laws(w: Words) -> tuple[Any, Any]:
    """⊢ nat(zero) = 0 and ⊢ ∀k nat(succ k) = nat(k) + 1."""
    return w.k.part(w.k.naturals(), number=0), w.k.part(w.k.naturals(), number=1)


def successor(w: Words, k: Any) -> Any:
    return w.at(w.k.SUCC, k)


def c(w: Words, k: Any) -> Any:
    """A field over ℕ."""
    return w.at(w.symbol("c", w.k.NAT, w.k.REAL), k)


def induct(w: Words, *premises: Any, formula: Any, arguments: Any = None, variable: Any = None) -> Any:
    return w.k.induct(*premises, variable=variable or w.n, formula=formula, arguments=((), (w.m,)) if arguments is None else arguments)


@attack("prove something of every element of a finite type by no premise at all", rules("induct", "sort.kind == FREE"))
def _(w: Words) -> Any:
    return induct(w, variable=w.i, formula=w.k.Eq(w.a(w.i), w.zero), arguments=())


@attack(
    "leave a constructor out",
    rules("induct", "len(premises) == len(arguments) == len(sort.constructors)"),
    rules("induct", "zip(premises, arguments, sort.constructors, strict=True)", "zip(premises, arguments, sort.constructors)"),
)
def _(w: Words) -> Any:
    return induct(w, w.k.part(w.k.naturals(), number=0), formula=w.k.Eq(nat(w, w.n), w.zero), arguments=((),))


@attack(
    "prove the step only for a tree whose two branches are the same",
    rules("induct", "len(set(own)) == len(own)"),
    because="a node of two different branches has f(left) − f(right) ≠ 0 if f counts leaves",
)
def _(w: Words) -> Any:
    tree = w.k.Sort("Tree", w.k.FREE, (("leaf", ()), ("node", (None, None))))
    t, u, v = (w.index(name, tree) for name in "tuv")
    f, g, node = w.symbol("f", tree, w.k.REAL), w.symbol("g", tree, w.k.REAL), w.symbol("node", tree, tree, tree)
    law = w.assume(w.all(u, w.all(v, w.k.Eq(w.at(g, w.at(node, u, v)), w.minus(w.at(f, u), w.at(f, v))))))
    leaf = w.assume(w.k.Eq(w.at(g, w.at(w.symbol("leaf", tree))), w.zero))
    both = w.k.specialise(w.k.specialise(law, value=w.point(t)), value=w.point(t))
    return induct(
        w,
        leaf,
        w.equal(w.at(g, w.at(node, t, t)), w.zero, both, uses=((0, w.one, ()),)),
        variable=u,
        formula=w.k.Eq(w.at(g, u), w.zero),
        arguments=((), (t, t)),
    )


@attack("prove the step only from zero", rules("induct", "not any((s.constant for s in own))"))
def _(w: Words) -> Any:
    formula = w.k.Eq(w.k.Times(nat(w, w.n), w.minus(nat(w, w.n), w.one)), w.zero)
    start, law = laws(w)
    base = w.k.substitute(formula, {w.n: w.point(w.k.ZERO_NAT)}).children[0]
    step = w.k.substitute(formula, {w.n: w.point(successor(w, w.k.ZERO_NAT))}).children[0]
    first = w.equal(
        nat(w, successor(w, w.k.ZERO_NAT)),
        w.one,
        w.k.specialise(law, value=w.point(w.k.ZERO_NAT)),
        start,
        uses=((0, w.one, ()), (1, w.one, ())),
    )
    return induct(
        w,
        w.equal(base, w.zero, start, uses=((0, w.minus(nat(w, w.k.ZERO_NAT), w.one), ()),)),
        w.equal(step, w.zero, first, uses=((0, nat(w, successor(w, w.k.ZERO_NAT)), ()),)),
        formula=formula,
        arguments=((), (w.k.ZERO_NAT,)),
    )


@attack("prove the step only for a natural that the statement is about", rules("induct", "not set(own) - {variable} & formula.free"))
def _(w: Words) -> Any:
    after = w.k.Plus(nat(w, w.m), w.one)
    formula = w.k.Eq(w.k.Times(nat(w, w.n), w.minus(nat(w, w.n), after)), w.zero)
    start, law = laws(w)
    base, step = (w.k.substitute(formula, {w.n: w.point(t)}).children[0] for t in (w.k.ZERO_NAT, successor(w, w.m)))
    return induct(
        w,
        w.equal(base, w.zero, start, uses=((0, w.minus(nat(w, w.k.ZERO_NAT), after), ()),)),
        w.equal(step, w.zero, w.k.specialise(law, value=w.point(w.m)), uses=((0, nat(w, successor(w, w.m)), ()),)),
        formula=formula,
    )


@attack("prove something else instead of the step", rules("induct", "th.conclusion == there"))
def _(w: Words) -> Any:
    return induct(w, laws(w)[0], w.trivial(), formula=w.k.Eq(nat(w, w.n), w.zero))


@attack("assume about the argument of the step what is not known of it", rules("induct", "not caught"))
def _(w: Words) -> Any:
    base, step = (w.assume(w.k.Eq(c(w, t), w.zero)) for t in (w.k.ZERO_NAT, successor(w, w.m)))
    return induct(w, base, step, formula=w.k.Eq(c(w, w.n), w.zero))


@attack("forget what the steps of an induction assumed", rules("induct", "hypotheses |= rest", "pass"))
def _(w: Words) -> Any:
    zero = w.assume(w.all(w.n, w.k.Eq(c(w, w.n), w.zero)))
    base, step = (w.k.specialise(zero, value=w.point(t)) for t in (w.k.ZERO_NAT, successor(w, w.m)))
    return induct(w, base, step, formula=w.k.Eq(c(w, w.n), w.zero))


@attack("count the next natural as the same", rules("naturals", "Plus(App(EMBED, App(k)), ONE)", "App(EMBED, App(k))"))
def _(w: Words) -> Any:
    return w.k.specialise(w.k.part(w.k.naturals(), number=1), value=w.point(w.n))


@attack("put one natural for all successors", rules("instantiate", "substitute(th.conclusion, values)", "th.conclusion"))
def _(w: Words) -> Any:
    return w.k.instantiate(w.assume(w.k.Eq(c(w, w.n), w.zero)), values={w.n: w.point(w.m)})


# ---- subsets ---------------------------------------------------------------------------------------------------------


def h(w: Words) -> Any:
    return w.symbol("h", w.I, w.k.REAL)


def size(w: Words) -> Any:
    """The number of elements of the subset h."""
    return w.total(w.i, w.at(h(w), w.i))


def at_empty(w: Words, formula: Any) -> Any:
    return w.k.substitute(formula, {h(w): w.k.lambda_of((w.i,), w.zero)})


def grown(w: Words, formula: Any) -> Any:
    return w.k.substitute(formula, {h(w): w.k.lambda_of((w.i,), w.k.Plus(w.at(h(w), w.i), w.same(w.i, w.j)))})


def add_one(w: Words, base: Any, step: Any, formula: Any) -> Any:
    return w.k.subset_induct(base, step, field=h(w), index=w.j, formula=formula)


def by_form(w: Words, equation: Any, *premises: Any, uses: Any = ()) -> Any:
    return w.equal(*equation.children, *premises, uses=uses)


@attack(
    "add the elements of an infinite set one at a time",
    rules("subset_induct", "sort.kind in (FINITE, MAYBE_EMPTY)"),
    because=AN_INFINITE_SET,
)
def _(w: Words) -> Any:
    k, s, one = w.k, w.symbol("s", w.k.NAT, w.k.REAL), w.one
    top = w.scalar("K")
    bounded = w.all(w.m, k.Le(k.Times(nat(w, w.m), w.at(s, w.m)), top))
    formula = w.some(top.head, bounded)

    def put(value: Any) -> Any:
        return k.substitute(formula, {s: k.lambda_of((w.m,), value)})

    nothing = k.generalise(w.at_most(k.Times(nat(w, w.m), w.zero), w.zero, ("number", 0)), symbol=w.m)
    base = k.witness(nothing, formula=put(w.zero), value=w.point(w.zero))
    start, law = laws(w)
    positive = induct(
        w,
        w.at_most(w.zero, nat(w, k.ZERO_NAT), ("number", 0), start, uses=((0, one, ()),)),
        w.at_most(
            w.zero,
            nat(w, successor(w, w.m)),
            ("sum", ("premise", 0), ("number", 1)),
            w.assume(k.Le(w.zero, nat(w, w.m))),
            k.specialise(law, value=w.point(w.m)),
            uses=((1, one, ()),),
        ),
        formula=k.Le(w.zero, nat(w, w.n)),
    )
    new = w.index("p", k.NAT)
    there = k.instantiate(positive, values={w.n: w.point(new)})
    more = k.Plus(w.at(s, w.m), w.same(w.m, new))
    step = w.at_most(
        k.Times(nat(w, w.m), more),
        k.Plus(top, nat(w, new)),
        ("sum", ("premise", 0), ("product", ("premise", 1), ("square", w.minus(one, w.same(w.m, new))))),
        k.specialise(w.assume(bounded), value=w.point(w.m)),
        there,
    )
    step = k.witness(k.generalise(step, symbol=w.m), formula=put(more), value=w.point(k.Plus(top, nat(w, new))))
    step = k.obtain(w.assume(formula), step, symbol=top.head)
    th = k.instantiate(k.subset_induct(base, step, field=s, index=new, formula=formula), values={s: k.lambda_of((w.m,), one)})
    (indicator,) = th.hypotheses
    th = w.discharged(th, k.generalise(by_form(w, k.opened(indicator, w.point(w.m))), symbol=w.m))
    archimedes = k.instantiate(
        k.axiom(name="archimedes", formula=k.STANDARD["archimedes"].formula), values={w.scalar("t").head: w.point(one)}
    )
    contradiction = k.absurd(
        k.modus_ponens(
            archimedes, k.restate(w.assume(w.all(w.m, k.Le(k.Times(nat(w, w.m), one), top))), formula=archimedes.conclusion.children[0])
        ),
        formula=w.false,
    )
    return k.obtain(th, contradiction, symbol=top.head)


@attack("add an element that the statement is about", rules("subset_induct", "index not in formula.free"))
def _(w: Words) -> Any:
    formula = w.k.Eq(size(w), w.at(h(w), w.j))
    base, step = by_form(w, at_empty(w, formula)), by_form(w, grown(w, formula), w.assume(formula), uses=((0, w.one, ()),))
    return add_one(w, base, step, formula)


@attack(
    "start from something else than the empty set",
    rules("subset_induct", "base.conclusion == substitute(formula, {field: lambda_of((k,), ZERO)})"),
)
def _(w: Words) -> Any:
    formula = w.k.Le(w.one, size(w))
    step = w.at_most(*grown(w, formula).children, ("sum", ("premise", 0), ("number", 1)), w.assume(formula))
    return add_one(w, w.trivial(), step, formula)


@attack("prove something else than the step", rules("subset_induct", "step.conclusion == substitute(formula, {field: grown})"))
def _(w: Words) -> Any:
    formula = w.k.Eq(size(w), w.zero)
    return add_one(w, by_form(w, at_empty(w, formula)), w.trivial(), formula)


@attack("prove the step only for sets of one size", rules("subset_induct", "name not in frozenset().union(*(f.free for f in rest))"))
def _(w: Words) -> Any:
    formula = w.k.Eq(w.k.Times(size(w), w.minus(size(w), w.number(2))), w.zero)
    known = w.assume(w.k.Eq(size(w), w.one))
    step = by_form(w, grown(w, formula), known, uses=((0, w.k.Plus(size(w), w.one), ()),))
    return add_one(w, by_form(w, at_empty(w, formula)), step, formula)


@attack("prove the step only for one element", rules("subset_induct", "(field, index)", "(field,)"))
def _(w: Words) -> Any:
    formula = w.k.Eq(w.total(w.i, w.k.Times(w.at(h(w), w.i), w.a(w.i))), w.zero)
    harmless = w.assume(w.k.Eq(w.a(w.j), w.zero))
    step = by_form(w, grown(w, formula), w.assume(formula), harmless, uses=((0, w.one, ()), (1, w.one, ())))
    return add_one(w, by_form(w, at_empty(w, formula)), step, formula)


@attack("forget that h is an indicator", rules("subset_induct", "base.hypotheses | rest | {indicator}", "base.hypotheses | rest"))
def _(w: Words) -> Any:
    formula = w.k.Le(w.zero, size(w))
    base = w.at_most(*at_empty(w, formula).children, ("number", 0))
    return add_one(w, base, w.at_most(*grown(w, formula).children, ("sum", ("premise", 0), ("number", 1)), w.assume(formula)), formula)
