"""Attacks on binding, substitution and types: capture, constants, names and terms that look like others."""

from typing import Any

from tests.redteam.attacks.nonsense import Lie
from tests.redteam.registry import Words, attack, file

binding = file("substitution.py")
syntax = file("syntax.py")
sealing = file("theorem.py")


def shown(w: Words, sort: Any, value: Any) -> Any:
    """⊢ there is an element of this type, shown by a value."""
    return w.k.witness(w.trivial(), formula=w.k.Exists("e", w.k.Type((), sort), w.true), value=w.k.Lambda((), value))


# ---- substitution ------------------------------------------------------------------------------------------------------


@attack("put the identity for succ", binding("substitute", "not symbol.constant"))
def _(w: Words) -> Any:
    law = w.k.specialise(w.k.part(w.k.naturals(), number=1), value=w.point(w.n))
    return w.k.instantiate(law, values={w.k.SUCC: w.k.lambda_of((w.m,), w.at(w.m))})


@attack("put zero for nat", binding("substitute", "not symbol.constant"))
def _(w: Words) -> Any:
    law = w.k.specialise(w.k.part(w.k.naturals(), number=1), value=w.point(w.n))
    return w.k.instantiate(law, values={w.k.EMBED: w.k.lambda_of((w.m,), w.zero)})


@attack(
    "put a field for a scalar, so that a binder captures its index",
    binding("substitute", "value.type == symbol.type"),
    because="no y equals every a_i unless a is constant",
)
def _(w: Words) -> Any:
    every = w.k.generalise(w.equal(w.x, w.x), symbol=w.i)
    exists = w.k.witness(every, formula=w.some(w.y.head, w.all(w.i, w.k.Eq(w.y, w.x))), value=w.point(w.x))
    return w.k.instantiate(exists, values={w.x.head: w.k.lambda_of((w.i,), w.a(w.i))})


@attack("put a term into a sum that binds its index", binding("apply", "shift(value.body, depth)", "value.body"))
def _(w: Words) -> Any:
    """⊢ ∀i Σ_j b_i = |I|·b_i at b_i = Σ_j r_i a_j: under the sum inside, the index i is one binder further away."""
    known = w.k.generalise(w.equal(w.total(w.j, w.b(w.i)), w.k.Times(w.k.Card(w.I), w.b(w.i))), symbol=w.i)
    rows = w.symbol("r", w.I, w.k.REAL)
    return w.k.instantiate(
        known, values={w.symbol("b", w.I, w.k.REAL): w.k.lambda_of((w.i,), w.total(w.j, w.k.Times(w.at(rows, w.i), w.a(w.j))))}
    )


# ---- names ---------------------------------------------------------------------------------------------------------------


INVENTED = sealing("frozen", "not (type(body) in KINDS and any((s.name.startswith('#') for s in body.free)))")


def guessed(w: Words, th: Any) -> Any:
    """What comes of th(N) for the first N such that #fN is a name that the normal form then invents."""
    for ahead in range(60):
        try:
            return th(f"f{int(w.k.fresh(w.i.type).name[2:]) + ahead}")
        except w.k.ProofError as error:
            if "do not cancel" not in str(error):
                raise
    raise w.k.ProofError("no guess was right")


def captured(w: Words, hidden: Any) -> Any:
    """Σ b = 0 ⊢ Σ c·Σ a·b = 0: the cofactor a_#·Σ c names the bound index that the normal form is about to invent."""
    total, c = w.assume(w.k.Eq(w.total(w.i, w.b(w.i)), w.zero)), w.total(w.i, w.at(w.symbol("c", w.I, w.k.REAL), w.i))
    left = w.k.Times(c, w.total(w.i, w.k.Times(w.a(w.i), w.b(w.i))))
    return w.equal(left, w.zero, total, uses=((0, w.k.Times(w.a(hidden), c), ()),))


@attack("write a name that the normal form will invent", syntax("Symbol.__init__", "named(name)"), INVENTED)
def _(w: Words) -> Any:
    return guessed(w, lambda name: captured(w, w.index(f"#{name}", w.I)))


@attack("borrow a name that the normal form will invent", INVENTED)
def _(w: Words) -> Any:
    return guessed(w, lambda name: captured(w, w.k.Symbol.internal(name, w.i.type)))


@attack(
    "state something about an index that the normal form will invent",
    syntax("closed_formula", "not any((s.name.startswith('#') for s in f.free))"),
    INVENTED,
)
def _(w: Words) -> Any:
    def about(name: str) -> Any:
        hidden = w.k.Symbol.internal(name, w.i.type)
        c = w.total(w.i, w.at(w.symbol("c", w.I, w.k.REAL), w.i))
        left = w.k.Times(w.a(hidden), c, w.total(w.i, w.b(w.i)))
        th = w.equal(left, w.k.Times(c, w.total(w.i, w.k.Times(w.a(w.i), w.b(w.i)))))
        return w.k.instantiate(th, values={hidden: w.point(w.j)})

    return guessed(w, about)


@attack("call a finite type 'E?', as the type E that may be empty is written", syntax("Sort.__init__", "named(name)"))
def _(w: Words) -> Any:
    double = w.k.Sort("E?")
    i, j = w.index("i", double), w.index("j", double)
    least = w.at_most(w.one, w.k.Card(double), ("total", j, ("square", w.minus(w.one, w.same(i, j)))))
    return w.k.restate(least, formula=w.k.Le(w.one, w.k.Card(w.E)))


@attack(
    "hide a constructor in the name of another",
    syntax("Sort.__init__", "all((named(c) for c, _ in constructors))"),
    syntax("Symbol.__init__", "named(name)"),
    because="the constructor b is left out: f(b(t)) need not be zero",
)
def _(w: Words) -> Any:
    whole = w.k.Sort("W", w.k.FREE, (("a", ()), ("b", (None,)), ("c", (None,))))
    short = w.k.Sort("W", w.k.FREE, (("a", ()), ("b(.);c", (None,))))
    f, v = w.symbol("f", whole, w.k.REAL), w.index("v", short)
    base = w.assume(w.k.Eq(w.at(f, w.at(w.symbol("a", whole))), w.zero))
    more = w.at(w.symbol("b(.);c", short, short), v)
    step = w.k.specialise(w.assume(w.all(v, w.k.Eq(w.at(f, more), w.zero))), value=w.point(v))
    return w.k.induct(base, step, variable=w.index("u", short), formula=w.k.Eq(w.at(f, w.index("u", short)), w.zero), arguments=((), (v,)))


# ---- nodes that lie --------------------------------------------------------------------------------------------------------


@attack("apply something that is neither a symbol nor bound", syntax("App.__init__", "type(head) in (Symbol, Bound)"))
def _(w: Words) -> Any:
    return shown(w, w.E, w.k.App(Lie("e:>E?", type=w.e.type, index=-1)))


@attack("count binders by a number whose successor is zero", syntax("Bound.__init__", "_is_int(index)"))
def _(w: Words) -> Any:
    class Zero(int):
        def __add__(self, other: int) -> int:
            return 0

        __radd__ = __add__

    return shown(w, w.E, w.k.App(w.k.Bound(Zero(0), w.e.type)))


@attack("give a symbol a type that changes", syntax("Symbol.__init__", "isinstance(type, Type)"))
def _(w: Words) -> Any:
    kind = Lie(">E?", params=(), result=w.E)
    element = w.k.App(w.k.Symbol("e", kind))
    kind.result = w.I
    return shown(w, w.E, element)


@attack("give a number two values", syntax("Number.__init__", "type(value) in (int, Fraction)"))
def _(w: Words) -> Any:
    class Two(w.k.Fraction):  # type: ignore[name-defined]
        reads = 0

        @property
        def numerator(self) -> int:
            Two.reads += 1
            return 1 if Two.reads <= 1 else 2

    number = w.k.Number(Two(1))
    return w.k.restate(w.equal(number, w.number(2)), formula=w.k.Eq(w.one, w.number(2)))


def liar(w: Words, honest: Any, **lies: Any) -> Any:
    """A term that is written like another one and hides its free symbols."""

    class Liar(w.k.Term):  # type: ignore[name-defined]
        __slots__ = ()
        tag = "app"

    t = object.__new__(Liar)
    nothing = {"children": (), "free": frozenset(), "outer": frozenset(), "loose": 0, "height": 0, "partial": False}
    t._set(**nothing | {"key": honest.key, "sort": honest.sort} | lies)
    return t


@attack("put a term of one's own class into a formula", syntax("Node._build", "type(child) not in KINDS"))
def _(w: Words) -> Any:
    honest = w.k.Eq(w.a(w.i), w.zero)
    hidden = w.k.Eq(liar(w, w.a(w.i)), w.zero)
    return w.k.imply(w.k.generalise(w.k.restate(w.assume(hidden), formula=honest), symbol=w.i), formula=honest)


@attack("use a term of one's own class as a value", binding("Lambda.__init__", "type(body) in KINDS"))
def _(w: Words) -> Any:
    return shown(w, w.E, liar(w, w.at(w.e)))


@attack("build a formula that was proved once again, as another one", syntax("_Sealed._set", "not hasattr(self, 'key')"))
def _(w: Words) -> Any:
    th = w.trivial()
    th.conclusion.__init__(w.zero, w.one)
    return th


@attack(
    "write into a formula that was proved",
    syntax("_Sealed.__setattr__", "raise ProofError(f'{type(self).__name__} is immutable')", "object.__setattr__(self, name, value)"),
)
def _(w: Words) -> Any:
    th = w.trivial()
    th.conclusion.children = (w.zero, w.one)
    return th


@attack("call a type 'maybe_empty' by a word that differs from itself", syntax("Sort.__init__", "type(kind) is str"))
def _(w: Words) -> Any:
    class Word(str):
        __hash__ = str.__hash__
        asked = 0

        def __eq__(self, other: object) -> bool:
            return str.__eq__(self, other) and not Word.asked

        def __ne__(self, other: object) -> bool:
            return not self == other

    sort = w.k.Sort("E", Word(w.k.MAYBE_EMPTY))
    Word.asked = 1
    return shown(w, w.E, w.at(w.index("e", sort)))
