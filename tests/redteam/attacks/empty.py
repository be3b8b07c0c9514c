"""Attacks with index types that may be empty: nothing may be learnt from an index that then disappears."""

from typing import Any

from tests.redteam.registry import Words, attack, file, rules

apply = file("theorem.py")
binding = file("substitution.py")
syntax = file("syntax.py")
form = file("normal.py")


def size_one(w: Words) -> Any:
    return ("total", w.d, ("square", w.minus(w.one, w.same(w.e, w.d))))


def delta_is_zero(w: Words, index: Any) -> Any:
    """|E| = 0 ⊢ δ(e, e) = 0: true, for there is no e."""
    delta, other = w.same(index, index), w.index("c", w.E)
    bare = w.at_most(
        w.k.Plus(delta, w.zero),
        w.zero,
        ("total", other, ("square", w.minus(w.one, w.same(index, other)))),
        w.assume(w.k.Eq(w.k.Card(w.E), w.zero)),
        uses=((0, w.k.MINUS, ()),),
    )
    return w.k.absurd(w.k.restate(bare, formula=w.k.Le(delta, w.zero)), formula=w.k.Eq(delta, w.zero))


LOST = apply("_sealing.rule.apply", "not lost")


@attack("forget the index that shows that a type has elements", LOST)
def _(w: Words) -> Any:
    least = w.at_most(w.same(w.e, w.e), w.k.Card(w.E), size_one(w))
    return w.k.restate(least, formula=w.k.Le(w.one, w.k.Card(w.E)))


@attack(
    "use an index only inside a witness tree", rules("bound", "left.free.union(right.free, t.free, *(u.free for u in terms))", "left.free")
)
def _(w: Words) -> Any:
    return w.at_most(w.one, w.k.Card(w.E), size_one(w))


@attack("use an index only as the witness of an existence", rules("witness", "free_symbols(th) | value.body.free", "free_symbols(th)"))
def _(w: Words) -> Any:
    return w.k.witness(w.trivial(), formula=w.k.Exists("e", w.e.type, w.true), value=w.point(w.e))


@attack("use an index only as the value that is put in", rules("specialise", "free_symbols(th) | value.body.free", "free_symbols(th)"))
def _(w: Words) -> Any:
    return w.k.specialise(w.assume(w.k.ForAll("e", w.e.type, w.false)), value=w.point(w.e))


@attack("use an index only in a cofactor", rules("linear", "left.free.union(right.free, *(t.free for t in terms))", "left.free"))
def _(w: Words) -> Any:
    return w.equal(w.one, w.zero, delta_is_zero(w, w.d), uses=((0, w.same(w.e, w.d), (w.d,)),))


@attack(
    "sum an index away in one premise and drop it in another",
    rules(
        "linear",
        "left.free.union(right.free, *(t.free for t in terms))",
        "left.free.union(right.free, *(t.free for t in terms)).difference(*(over for _, _, over in uses))",
    ),
)
def _(w: Words) -> Any:
    x = w.at(w.symbol("x", w.E, w.k.REAL), w.e)
    return w.equal(w.one, w.zero, delta_is_zero(w, w.e), w.equal(x, x), uses=((0, w.one, ()), (1, w.one, (w.e,))))


@attack("forget an index by putting a constant field for the field it stands in", rules("instantiate", "{s}", "set()"))
def _(w: Words) -> Any:
    c = w.symbol("c", w.E, w.k.REAL)
    th = w.k.part(
        w.k.conjoin(
            w.at_most(w.k.Plus(w.same(w.e, w.e), w.minus(w.at(c, w.e), w.at(c, w.e))), w.k.Plus(w.k.Card(w.E), w.zero), size_one(w))
        ),
        number=0,
    )
    least = w.k.restate(th, formula=w.k.Le(w.k.Plus(w.one, w.k.Times(w.zero, w.at(c, w.e))), w.k.Card(w.E)))
    return w.k.instantiate(least, values={c: w.k.lambda_of((w.d,), w.zero)})


@attack(
    "forget the index that an existence needs", rules("obtain", "free_symbols(existence) | (free_symbols(th) - {symbol})", "frozenset()")
)
def _(w: Words) -> Any:
    here = w.same(w.e, w.e)
    property_ = w.k.And(w.k.Eq(w.y, here), w.k.Le(w.y, w.k.Card(w.E)))
    proved = w.k.conjoin(w.equal(here, here), w.at_most(here, w.k.Card(w.E), size_one(w)))
    exists = w.k.witness(proved, formula=w.some(w.y.head, property_), value=w.point(here))
    one, most = (w.k.part(w.assume(property_), number=n) for n in (0, 1))
    return w.k.obtain(exists, w.at_most(w.one, w.k.Card(w.E), ("premise", 1), one, most, uses=((0, w.one, ()),)), symbol=w.y.head)


@attack(
    "call a sum over an empty type zero and its terms too",
    rules("zero_sum", "all((i in t.free or i.type.result.kind == FINITE for i in over))"),
)
def _(w: Words) -> Any:
    total = w.assume(w.k.Le(w.total(w.e, w.one), w.zero))
    return w.k.zero_sum(w.at_most(w.zero, w.one, ("number", 1)), total, over=(w.e,))


@attack("claim that a total over an empty type is positive", rules("bound.value", "i.type.result.kind == FINITE", "True"))
def _(w: Words) -> Any:
    return w.at_most(w.zero, w.total(w.e, w.one), ("total", w.e, ("number", 1)), strict=True)


@attack("claim that the size of an empty type is positive", rules("bound.value", "sort.kind == FINITE", "True"))
def _(w: Words) -> Any:
    return w.at_most(w.zero, w.k.Card(w.E), ("card", w.E), strict=True)


@attack("divide by the size of an empty type", form("positive", "t.over.kind == FINITE", "True"))
def _(w: Words) -> Any:
    return w.equal(w.k.Times(w.k.Card(w.E), w.k.Inverse(w.k.Card(w.E))), w.one)


@attack("divide by a sum of exponentials over an empty type", form("positive", "t.type.result.kind == FINITE", "True"))
def _(w: Words) -> Any:
    total = w.total(w.e, w.k.Exp(w.at(w.symbol("x", w.E, w.k.REAL), w.e)))
    return w.at_most(w.zero, w.k.Times(total, total), ("square", total), strict=True)


@attack(
    "clear a denominator that only a sum over an empty type speaks of", form("_conditions", "b.type.result.kind == MAYBE_EMPTY", "False")
)
def _(w: Words) -> Any:
    """δ + Σ_e (s/s − 1)/(1 − δ + 0·r_e) = 0: over an empty type nothing is asked of 1 − δ, which is 0 if δ is 1."""
    delta, s, r = w.same(w.i, w.j), w.k.Plus(w.x, w.y), w.at(w.symbol("r", w.E, w.k.REAL), w.e)
    denominator = w.k.Plus(w.minus(w.one, delta), w.k.Times(w.zero, r))
    rest = w.minus(w.k.Times(s, w.k.Inverse(s)), w.one)
    return w.equal(w.k.Plus(delta, w.total(w.e, w.k.Times(w.k.Inverse(denominator), rest))), w.zero)


@attack(
    "start a free type from a type that may be empty",
    syntax("Sort.__init__", "kind != FREE or any(starts)"),
)
def _(w: Words) -> Any:
    walk = w.k.Sort("Walk", w.k.FREE, (("nil", (w.E,)), ("cons", (None,))))
    u, v = w.index("u", walk), w.index("v", walk)
    start, more = w.at(w.symbol("nil", w.E, walk), w.e), w.at(w.symbol("cons", walk, walk), v)
    formula = w.k.And(w.k.Le(w.k.Delta(w.at(u), w.at(u)), w.k.Card(w.E)), w.k.Eq(w.k.Delta(w.at(u), w.at(u)), w.one))

    def itself(t: Any) -> Any:
        return w.k.Delta(t, t)

    base = w.k.conjoin(w.at_most(itself(start), w.k.Card(w.E), size_one(w)), w.equal(itself(start), w.one))
    before = w.assume(w.k.substitute(formula, {u: w.point(v)}))
    step = w.k.conjoin(w.at_most(itself(more), w.k.Card(w.E), ("premise", 0), w.k.part(before, number=0)), w.equal(itself(more), w.one))
    th = w.k.part(w.k.induct(base, step, variable=u, formula=formula, arguments=((w.e,), (v,))), number=0)
    return w.k.restate(th, formula=w.k.Le(w.one, w.k.Card(w.E)))


@attack("let a type that has elements become one that may be empty", binding("resort", "new.kind in (FINITE, old.kind)"))
def _(w: Words) -> Any:
    least = w.at_most(w.one, w.k.Card(w.I), ("total", w.j, ("square", w.minus(w.one, w.same(w.i, w.j)))))
    return w.k.retype(least, sorts={w.I: w.E})


@attack("let a finite type become the naturals", binding("resort", "new.kind in (FINITE, old.kind)"), because="nat has no largest value")
def _(w: Words) -> Any:
    total = w.total(w.j, w.k.Times(w.a(w.j), w.a(w.j)))
    top, rest = w.k.Plus(total, w.one), w.minus(w.one, w.same(w.i, w.j))
    half = w.number(1, 2)
    tree = (
        "sum",
        ("square", w.minus(w.a(w.i), half)),
        ("number", w.k.Fraction(3, 4)),
        ("total", w.j, ("product", ("square", w.a(w.j)), ("square", rest))),
    )
    largest = w.scalar("K")
    exists = w.k.witness(
        w.k.generalise(w.at_most(w.a(w.i), top, tree), symbol=w.i),
        formula=w.some(largest.head, w.all(w.i, w.k.Le(w.a(w.i), largest))),
        value=w.point(top),
    )
    everywhere = w.k.retype(exists, sorts={w.I: w.k.NAT})
    return w.k.instantiate(everywhere, values={w.symbol("a", w.k.NAT, w.k.REAL): w.k.lambda_of((w.n,), w.at(w.k.EMBED, w.n))})


@attack("put a number where an element of an empty type belongs", binding("opened", "value.type == binder.type"))
def _(w: Words) -> Any:
    return w.k.specialise(w.assume(w.k.ForAll("e", w.e.type, w.false)), value=w.point(w.zero))


@attack("show an element of an empty type by a variable that nothing binds", binding("Lambda.__init__", "body.loose <= len(params)"))
def _(w: Words) -> Any:
    nowhere = w.k.App(w.k.Bound(0, w.e.type))
    return w.k.witness(w.trivial(), formula=w.k.Exists("e", w.e.type, w.true), value=w.k.Lambda((), nowhere))


@attack("show an element of an empty type by a variable bound by no binder, counting from −1", syntax("Bound.__init__", "index >= 0"))
def _(w: Words) -> Any:
    nowhere = w.k.App(w.k.Bound(-1, w.e.type))
    return w.k.witness(w.trivial(), formula=w.k.Exists("e", w.e.type, w.true), value=w.k.Lambda((), nowhere))
