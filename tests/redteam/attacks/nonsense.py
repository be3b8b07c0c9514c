"""Attacks on the grammar: formulas that mean nothing must not be written, for a theorem about them could be read as anything."""

from collections.abc import Callable
from typing import Any

from tests.redteam.kernels import Check
from tests.redteam.registry import Words, attack, file

syntax = file("syntax.py")
sealing = file("theorem.py")


class Lie:
    """Any object with the attributes given, equal to whatever is written like it."""

    def __init__(self, key: str, **attributes: Any) -> None:
        self.key = key
        self.__dict__.update(attributes)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return self.key == getattr(other, "key", None)


def assumed(name: str, check: Check, because: str, *also: Check) -> Callable[[Callable[[Words], Any]], Any]:
    """Register the attack that assumes a formula without meaning."""

    def register(formula: Callable[[Words], Any]) -> Any:
        attack(name, check, *also, because=because)(lambda w: w.assume(formula(w)))
        return formula

    return register


@assumed("compare two indices as numbers", syntax("_numbers", "t.sort != REAL"), "an index is no number")
def _(w: Words) -> Any:
    return w.k.Le(w.at(w.i), w.at(w.j))


@assumed(
    "compare what was not checked to be numbers",
    syntax("_Comparison.__init__", "_numbers(f'a comparison ({self.tag})', left, right)"),
    "an index is no number",
)
def _(w: Words) -> Any:
    return w.k.Eq(w.at(w.i), w.zero)


@assumed("add an index to a number", syntax("_Arithmetic.__init__", "_numbers(self.tag, *terms)"), "an index is no number")
def _(w: Words) -> Any:
    return w.k.Eq(w.k.Plus(w.at(w.i), w.x), w.x)


@assumed("sum indices", syntax("Sum.__init__", "_numbers('sum', body)"), "an index is no number")
def _(w: Words) -> Any:
    return w.k.Eq(w.k.Sum("i", w.i.type, w.k.App(w.k.Bound(0, w.i.type))), w.zero)


@assumed("apply a field to a number", syntax("App.__init__", "a.sort != p"), "a field over I has no value at a number")
def _(w: Words) -> Any:
    return w.k.Eq(w.a(w.x), w.zero)


@assumed("put the columns of a matrix where its rows are", syntax("App.__init__", "a.sort != p"), "M has no entry there")
def _(w: Words) -> Any:
    column = w.index("c", w.J)
    return w.k.Eq(w.at(w.symbol("M", w.I, w.J, w.k.REAL), column, w.i), w.zero)


@assumed("take the size of the naturals", syntax("Card.__init__", "over.kind in (FINITE, MAYBE_EMPTY)"), "the size of ℕ is no number")
def _(w: Words) -> Any:
    return w.k.Lt(w.k.Card(w.k.NAT), w.zero)


@assumed("call the reals a finite type", syntax("Sort.__init__", "(kind == NUMBERS) == (name == 'Real')"), "the size of ℝ is no number")
def _(w: Words) -> Any:
    return w.k.Le(w.k.Card(w.k.Sort("Real")), w.zero)


@assumed(
    "compare indices of two types",
    syntax("Delta.__init__", "left.sort == right.sort != REAL"),
    "an index of I and one of E are neither equal nor different",
)
def _(w: Words) -> Any:
    return w.k.Eq(w.same(w.i, w.e), w.one)


@assumed("sum over the naturals", syntax("Sum.__init__", "type.result.kind in (FINITE, MAYBE_EMPTY)"), "a series need not converge")
def _(w: Words) -> Any:
    return w.k.Le(w.total(w.n, w.one), w.zero)


@assumed(
    "write an implication without a conclusion",
    syntax("_Connective.__init__", "len(parts) == 2 if self.tag == 'implies' else bool(parts)"),
    "nothing is implied",
)
def _(w: Words) -> Any:
    return w.k.Implies(w.true)


@assumed(
    "take a number for a part of a conjunction",
    syntax("_Connective.__init__", "all((isinstance(p, Formula) for p in parts))"),
    "a number is neither true nor false",
)
def _(w: Words) -> Any:
    return w.k.And(w.x)


@assumed("say of all x just x", syntax("_Quantifier.__init__", "isinstance(body, Formula)"), "a number is neither true nor false")
def _(w: Words) -> Any:
    return w.k.ForAll("x", w.x.head.type, w.x)


@assumed("take a number for a formula", syntax("closed_formula", "isinstance(f, Formula)"), "a number is neither true nor false")
def _(w: Words) -> Any:
    return w.x


@assumed(
    "assume what nobody checks to be a formula",
    sealing("_sealing.rule.apply", "closed_formula(formula)"),
    "a number is neither true nor false",
)
def _(w: Words) -> Any:
    return w.x


@assumed("use a variable outside its binder", syntax("closed_formula", "f.loose == 0"), "the variable is bound by nothing")
def _(w: Words) -> Any:
    return w.k.Eq(w.k.App(w.k.Bound(0, w.x.head.type)), w.zero)


@assumed("use a bound number as an index", syntax("_binding", "types_of(body, 0) <= {type}"), "one variable has two types")
def _(w: Words) -> Any:
    return w.k.ForAll("x", w.x.head.type, w.k.Eq(w.a(w.k.App(w.k.Bound(0, w.i.type))), w.zero))


@assumed("bind a variable of something that is no type", syntax("_binding", "isinstance(type, Type)"), "there are no such values")
def _(w: Words) -> Any:
    return w.k.ForAll("x", Lie(">Real", params=(), result=w.E), w.false)


@attack(
    "give 1/x a second argument",
    syntax("_Arithmetic.__init__", "len(terms) == 1 or self.tag in ('plus', 'times')"),
    because="1/(x, y) means nothing",
)
def _(w: Words) -> Any:
    return w.equal(w.k.Inverse(w.x, w.y), w.k.Inverse(w.x))


@assumed(
    "sum over all index maps as if they were indices",
    syntax("Sum.__init__", "not type.params"),
    "there are |I| to the power |I| maps, not |I|",
)
def _(w: Words) -> Any:
    return w.k.Eq(w.k.Sum("m", w.k.Type((w.I,), w.I), w.one), w.k.Card(w.I))


@attack("make a type of something that is no sort", syntax("Type.__init__", "all((type(s) is Sort for s in (*params, result)))"))
def _(w: Words) -> Any:
    element = w.k.App(w.k.Symbol("e", w.k.Type((), Lie("E?", kind=w.k.FINITE, name="E", constructors=()))))
    return w.k.witness(w.trivial(), formula=w.k.Exists("e", w.e.type, w.true), value=w.k.Lambda((), element))


@attack("take the size of something that is no sort", syntax("Card.__init__", "type(over) is Sort"))
def _(w: Words) -> Any:
    size, honest = w.k.Card(Lie("E?", kind=w.k.FINITE, name="E")), w.k.Card(w.E)
    th = w.at_most(w.zero, w.k.Times(size, size), ("square", size), strict=True)
    return w.k.restate(th, formula=w.k.Lt(w.zero, w.k.Times(honest, honest)))


@attack("subclass a type that is final", syntax("_Sealed.__init_subclass__", "not cls._final"))
def _(w: Words) -> Any:
    maybe, surely = w.E, w.I

    class Changing(w.k.Type):  # type: ignore[name-defined]
        __slots__ = ()
        says = maybe

        @property
        def result(self) -> Any:
            return Changing.says

        def __init__(self) -> None:
            object.__setattr__(self, "key", f">{maybe.key}")

        params = ()

    element = w.k.App(w.k.Symbol("e", Changing()))
    Changing.says = surely
    return w.k.witness(w.trivial(), formula=w.k.Exists("e", w.e.type, w.true), value=w.k.Lambda((), element))
