"""Index types and variables: sizes, indices, scalars, fields, functions, index maps.

A variable has a name, a type and a domain, all part of what it is.  A scalar or index is a variable applied to nothing.
"""

from collections.abc import Callable
from typing import Any, cast, final

import sympy

from ..errors import TermError
from ..proof.syntax import EMBED, FINITE, FREE, MAYBE_EMPTY, NAME, NAT, REAL, SUCC, ZERO_NAT, Sort, Symbol, Type
from .arithmetic import Term, number
from .base import Index, no_arithmetic

DOMAINS = ("real", "positive", "nonnegative", "mask", "simplex")
_RESERVED = ("exp", "log", "nat", "zero", "succ", "Nat", "Real")


def _names(names: str) -> tuple[str, ...]:
    parts = tuple(names.split()) if isinstance(names, str) else ()
    for name in parts or (names,):
        if not isinstance(name, str) or not NAME.match(name):
            raise TermError(f"{name!r} is not a name — a name is a letter followed by letters, digits and _")
        if name in _RESERVED:
            raise TermError(f"{name} has a meaning of its own — choose another name")
    return parts


def _each(names: str, make: Callable[[str], Any]) -> Any:
    """One object for one name, a tuple for several separated by blanks."""
    made = tuple(make(name) for name in _names(names))
    return made[0] if len(made) == 1 else made


@final
class IndexType(Term, sympy.Atom):
    """A type of indices; used as a number it is how many elements it has."""

    __slots__ = ("sort",)
    sort: Sort

    def __new__(cls, sort: Sort) -> "IndexType":
        obj: IndexType = sympy.Basic.__new__(cls)
        obj.sort = sort
        return obj

    def _hashable_content(self) -> tuple[str, ...]:
        return (self.sort.key,)

    def shown(self) -> sympy.Expr:
        return sympy.Symbol(self.sort.name)


@final
class Variable(sympy.Atom):
    """A named scalar, index, field, function, index map or constant.  ``hints`` name its parameters when they are bound."""

    __slots__ = ("domain", "hints", "symbol")
    __iter__ = None  # s[0], s[1], … is no sequence
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = no_arithmetic
    __lt__ = __le__ = __gt__ = __ge__ = no_arithmetic
    symbol: Symbol
    domain: str
    hints: tuple[str, ...]

    def __new__(cls, symbol: Symbol, domain: str = "real", hints: tuple[str, ...] = ()) -> "Variable":
        if domain not in DOMAINS:
            raise TermError(f"unknown domain {domain!r} of {symbol.name} — one of {', '.join(DOMAINS)}")
        if domain != "real" and symbol.type.result != REAL:
            raise TermError(f"{symbol.name} is an index: only numbers have a domain such as {domain}")
        if domain == "simplex" and (not symbol.type.params or symbol.type.params[-1].kind not in (FINITE, MAYBE_EMPTY)):
            raise TermError(f"{symbol.name} is summed over its last index to be a simplex field — give it a finite one")
        obj: Variable = sympy.Basic.__new__(cls)
        obj.symbol, obj.domain, obj.hints = symbol, domain, hints
        return obj

    def _hashable_content(self) -> tuple[str, ...]:
        return (self.symbol.key, self.domain)

    def _sympystr(self, printer: Any) -> str:
        return self.symbol.name

    def _latex(self, printer: Any) -> Any:
        return printer._print(sympy.Symbol(self.symbol.name))

    @property
    def instead(self) -> str:
        return f"apply it: {self.symbol.name}{list(self.hints)}".replace("'", "") if self.hints else f"apply it: {self.symbol.name}(…)"

    def __call__(self, *args: object) -> Any:
        """The variable at its arguments: a number (``Value``) or an index (``Element``)."""
        name, params = self.symbol.name, self.symbol.type.params
        if len(args) != len(params):
            raise TermError(f"{name} takes {len(params)} arguments ({_types(params)}), got {len(args)}")
        checked = tuple(_argument(name, place, sort, arg) for place, (sort, arg) in enumerate(zip(params, args, strict=True), 1))
        kind = Value if self.symbol.type.result == REAL else Element
        return sympy.Basic.__new__(kind, self, *checked)

    def __getitem__(self, args: object) -> Any:
        return self(*args) if isinstance(args, (tuple, sympy.Tuple)) else self(args)


def _types(sorts: tuple[Sort, ...]) -> str:
    return ", ".join("a number" if s == REAL else f"an index of {s.name}" for s in sorts)


def _argument(name: str, place: int, sort: Sort, arg: object) -> sympy.Basic:
    if sort == REAL:
        return number(arg)
    if not isinstance(arg, Index):
        raise TermError(f"argument {place} of {name} is an index of {sort.name}, got {arg} ({type(arg).__name__})")
    if arg.sort != sort:
        raise TermError(f"argument {place} of {name} is an index of {sort.name}, got {arg}, an index of {arg.sort.name}")
    return arg


def _shown(variable: Variable, args: tuple[sympy.Basic, ...]) -> sympy.Expr:
    """The ordinary SymPy expression that prints like the application."""
    name, params = variable.symbol.name, variable.symbol.type.params
    shown = [a.shown() for a in args]
    if not shown:
        return sympy.Symbol(name)
    entry = variable.symbol.type.result == REAL and REAL not in params and not variable.symbol.constant
    return sympy.IndexedBase(name)[tuple(shown)] if entry else sympy.Function(name)(*shown)


@final
class Value(Term):
    """A scalar, or a field or function at its arguments.  Made by applying the variable."""

    __slots__ = ()

    def __new__(cls, variable: Variable, *args: object) -> Any:
        return variable(*args)

    def shown(self) -> sympy.Expr:
        variable, *args = self.args
        return _shown(variable, tuple(args))


@final
class Element(Index):
    """An index variable, or an index map at its arguments.  Made by applying the variable."""

    __slots__ = ()

    def __new__(cls, variable: Variable, *args: object) -> Any:
        return variable(*args)

    @property
    def sort(self) -> Sort:
        return self.args[0].symbol.type.result  # type: ignore[no-any-return]

    def shown(self) -> sympy.Expr:
        variable, *args = self.args
        return _shown(variable, tuple(args))

    def _sympystr(self, printer: Any) -> Any:
        return printer._print(self.shown())

    _latex = _pretty = _sympystr


def variable(x: object) -> Variable:
    """The variable that a binder over x binds: a whole variable, or a scalar or index, which has no arguments."""
    if isinstance(x, (Value, Element)) and len(x.args) == 1:
        x = x.args[0]
    if not isinstance(x, Variable) or x.symbol.constant:
        raise TermError(f"{x} ({type(x).__name__}) is not a variable — bind a scalar, an index, or a whole field, function or index map")
    return x


def companion(i: Element, *avoid: sympy.Basic) -> Element:
    """An index of i's type with a name like i's that occurs in none of the expressions."""
    taken = {part.symbol.name for e in (i, *avoid) for part in sympy.preorder_traversal(e) if isinstance(part, Variable)}
    stem, count = variable(i).symbol.name, 2
    while f"{stem}_{count}" in taken:
        count += 1
    return cast(Element, index(f"{stem}_{count}", i))


def sort_of(n: object) -> Sort:
    """The kernel's sort of an index type, or of an index that stands for its type."""
    if isinstance(n, (IndexType, Index)):
        return n.sort
    raise TermError(f'{n} ({type(n).__name__}) is neither an index type nor an index — write n = sizes("n")')


def sizes(names: str, maybe_empty: bool = False) -> Any:
    """Finite index types of symbolic size, non-empty unless said otherwise."""
    return _each(names, lambda name: IndexType(Sort(name, MAYBE_EMPTY if maybe_empty else FINITE)))


def index(names: str, of: object) -> Any:
    """Index variables of a type."""
    sort = sort_of(of)
    return _each(names, lambda name: Variable(Symbol(name, Type((), sort)))())


def indices(names: str, of: object) -> tuple[Element, ...]:
    """Index variables of a type, always as a tuple."""
    return tuple(index(name, of) for name in _names(names))


def natural(names: str) -> Any:
    """Variables for naturals: indices of a freely generated type; as a number, k is ``nat(k)``."""
    return index(names, IndexType(NAT))


def scalar(names: str, domain: str = "real") -> Any:
    """Real variables."""
    return _each(names, lambda name: Variable(Symbol(name, Type((), REAL)), domain)())


def field(names: str, *over: object, domain: str = "real") -> Any:
    """Fields s[i, j] over the types of the given indices; a scalar among them stands for a real parameter."""
    if not over:
        raise TermError(f'a field has indices — write scalar("{names}") for a number')
    sorts = tuple(REAL if isinstance(o, Value) else sort_of(o) for o in over)
    hints: list[str] = []
    for o in over:
        hint = str(o) if isinstance(o, (Value, Element)) and len(o.args) == 1 else "i"
        while hint in hints:
            hint += "_"
        hints.append(hint)
    return _each(names, lambda name: Variable(Symbol(name, Type(sorts, REAL)), domain, tuple(hints)))


def function(names: str, domain: str = "real") -> Any:
    """Uninterpreted functions of one real, ell(x)."""
    return _each(names, lambda name: Variable(Symbol(name, Type((REAL,), REAL)), domain, ("x",)))


def index_map(names: str, source: object, target: object) -> Any:
    """Index maps pi(j): an index of the source type, or one of each of several, becomes one of the target type."""
    sources = source if isinstance(source, tuple) else (source,)
    type = Type(tuple(map(sort_of, sources)), sort_of(target))
    hints = ("i",) if len(sources) == 1 else tuple(f"i{k}" for k in range(len(sources)))
    return _each(names, lambda name: Variable(Symbol(name, type), hints=hints))


def generated(name: str, **constructors: tuple[object, ...]) -> tuple[Any, ...]:
    """A type freely generated by constructors: the type, then each constructor.  An argument is an index type or ``"self"``:
    ``Walk, nil, cons = generated("Walk", nil=(n,), cons=("self", m, n))``."""
    _names(name)
    shape = tuple((c, tuple(None if a == "self" else sort_of(a) for a in args)) for c, args in constructors.items())
    sort = Sort(name, FREE, shape)
    made = (Variable(Symbol(c, Type(tuple(a or sort for a in args), sort))) for c, args in shape)
    return (IndexType(sort), *(v if v.symbol.type.params else v() for v in made))


nat, succ = Variable(Symbol("nat", EMBED.type)), Variable(SUCC)
zero: Element = cast(Element, Variable(ZERO_NAT)())
