"""A model given by plain data: values of terms in it, and whether formulas hold.

A quantifier over numbers or fields is decided by one instance where one is enough (∃ that holds, ∀ that fails), or because linear
equations force values: ∃x f is judged at the general solution of the equations in f, and so is ∀x (f → g), since there is nothing to
show where f fails.  Entries that are left open are numbers not known yet (``affine``), and tried if that does not decide.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from flint import fmpq

from ..proof.obligations import eta
from ..proof.substitution import opened, substitute
from ..proof.syntax import NAT, REAL, And, Eq, ForAll, Formula, Implies, Node, Sort, Symbol
from ..tactics import forward as f
from .affine import Affine, Entry, Unknown, shown
from .evaluate import NOUGHT, UNIT, Evaluator, Place, Undecided, Undefined, Value, over_indices, precision
from .exponentials import ball
from .functions import proved
from .judge import Verdict, judge
from .sequences import FIRST, clamped, is_sequence, only_places
from .values import InstanceError, at, checked_size, entries, leaf, measure, names, number, sort_of, sorts_of, symbol_of, term_of

NUMBERS = tuple(fmpq(*q) for q in ((0, 1), (1, 1), (2, 1), (-1, 1), (1, 2), (3, 1), (1, 4)))
BUDGET = 2_000  # values given to entries while one formula is judged


class Exhausted(Exception):
    """The search took too long."""


@lru_cache(maxsize=4096)
def _opened(g: Any, symbol: Symbol) -> Any:
    """The body of a quantifier with a symbol for its variable: one quantifier is judged at many places of many models."""
    return opened(g, eta(symbol))


class Instance(Evaluator):
    """A model: ``sizes`` of the index types (what the lengths of lists show may be left out), ``values`` of the other symbols, as numbers
    (int, Fraction, float, closed terms) in nested lists, and ``functions``, any symbols as terms ``(parameters, body)`` or ``Lambda``.

    ``undefined`` is the value of 1/0 and of log x for x ≤ 0; without it they have none, and what depends on them cannot be told.
    ``tried`` gives, by name, values that variables of quantifiers are tried at.
    """

    def __init__(
        self,
        sizes: Mapping[Any, int] | None = None,
        values: Mapping[Any, Any] | None = None,
        functions: Mapping[Any, Any] | None = None,
        *,
        undefined: Any = None,
        tried: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__()
        self.sizes: dict[Sort, int] = {sort_of(key): checked_size(sort_of(key), n) for key, n in (sizes or {}).items()}
        self.functions = {symbol_of(key): term_of(symbol_of(key), value) for key, value in (functions or {}).items()}
        lists = {symbol_of(key): value for key, value in (values or {}).items()}
        for symbol, value in lists.items():
            measure(symbol, value, self.sizes)
        self.given = frozenset({*lists, *self.functions})
        self.tables: dict[Entry, Value] = {}
        self.changed: list[Symbol] = []  # of which entries were given values that may be taken back
        self.tried, self.bound, self.nested, self.budget = dict(tried or {}), dict[Symbol, str](), 0, BUDGET
        self.junk: Value = None
        with precision():
            self.junk = None if undefined is None else number("the value of 1/0", undefined, self)
            for symbol, value in lists.items():
                self.tables.update(entries(symbol, value, self.sizes, self))

    # ---- what is asked of a model --------------------------------------------------------------------------------------------

    def value_of(self, term: Any) -> Value:
        """The value of a number: ``fmpq``, or an ``arb`` that it lies in."""
        node = self._ready(term)
        try:
            with precision():
                value = self.value(node)
                return value if type(value) is fmpq else ball(value)
        except Undefined as error:
            raise InstanceError(f"the term has no value: it depends on {error} — say which with undefined=…") from error
        except Undecided as error:
            raise InstanceError(f"the value of the term cannot be told: {error}") from error

    def holds(self, formula: Any) -> bool | None:
        """Whether a formula holds; None if that cannot be told."""
        node = self._ready(formula)
        self.budget = BUDGET
        try:
            with precision():
                verdict = judge(self, node).holds
        except Exhausted:
            verdict = None
        return True if verdict is None and self.functions and proved(node) else verdict

    def _ready(self, x: Any) -> Any:
        """The kernel node with functions put in; refuses what this model does not speak about."""
        node: Node = substitute(f.node(x), self.functions)
        missing = sorted(s for s in node.free - self.given if not s.constant)
        if missing:
            raise InstanceError(f"{missing[0].name} has no value — add it (there are {names(self.given)})")
        unsized = sorted(sorts_of([node]) - set(self.sizes))
        if unsized:
            raise InstanceError(f"the index type {unsized[0].name} has no size — add it (there are {names(self.sizes)})")
        return node

    def __str__(self) -> str:
        sizes = ", ".join(f"|{sort.name}| = {n}" for sort, n in sorted(self.sizes.items()))
        tables = ", ".join(f"{shown(entry)} = {value}" for entry, value in self.tables.items())
        functions = ", ".join(f"{symbol.name} = {value.body.key}" for symbol, value in self.functions.items())
        undefined = "" if self.junk is None else f"1/0 = {self.junk}"
        return "; ".join(filter(None, [sizes, tables, functions, undefined]))

    # ---- entries -------------------------------------------------------------------------------------------------------------

    def size(self, sort: Sort) -> int:
        return self.sizes[sort]

    def entry(self, sort: Sort, *key: Any) -> Any:
        """A number that is not known is an affine form; an index that is not known is asked for."""
        if self.is_table(key[0]):
            key = clamped(*key)
        if key in self.tables:
            return self.tables[key]
        if sort != REAL:
            raise Unknown(key)
        return Affine(NOUGHT, {key: UNIT})

    def is_table(self, symbol: Symbol) -> bool:
        """Whether it is a sequence of the model, which is constant from an index on: variables stand for any sequence."""
        return symbol not in self.bound and is_sequence(symbol)

    def suffice(self, quantifier: Any) -> bool:
        return super().suffice(quantifier) or only_places(quantifier.children[0], self.is_table)

    def places(self, quantifier: Any) -> range:
        return FIRST if quantifier.type.result == NAT and self.suffice(quantifier) else super().places(quantifier)

    def plain(self, x: Value) -> Value:
        if isinstance(x, Affine):
            raise Unknown(*x.slopes)
        return x

    def undefined(self, what: str, x: Value) -> Value:
        if self.junk is None:
            raise Undefined(what)
        return self.junk

    def give(self, entry: Entry, value: Value) -> None:
        """Give an entry a value, also inside the forms that other entries are known as."""
        moved = {e: v.put(entry, value) for e, v in self.tables.items() if isinstance(v, Affine) and entry in v.slopes}
        self.tables = {**self.tables, **moved, entry: value}
        changed = {e[0] for e in (entry, *moved)}
        self.changed += changed
        self.forget(*changed)
        self.budget -= 1
        if self.budget < 0:
            raise Exhausted

    @contextmanager
    def taken_back(self) -> Iterator[None]:
        """Values given inside are taken back."""
        before, count = self.tables, len(self.changed)
        try:
            yield
        finally:
            self.tables = before
            if len(self.changed) > count:
                self.forget(*set(self.changed[count:]))
                del self.changed[count:]

    def candidates(self, entry: Entry) -> Iterable[Any]:
        """Values to try for an entry."""
        symbol, *place = entry
        name = self.bound.get(symbol, symbol.name)
        if name in self.tried:
            return [leaf(entry, at(symbol, self.tried[name], tuple(place)), self.sizes, self)]
        return self.choices(symbol.type.result)

    def choices(self, sort: Sort) -> Iterable[Any]:
        """Values to try for an entry about which nothing is known."""
        return NUMBERS if sort == REAL else self.elements(sort)

    # ---- quantifiers over numbers and fields ---------------------------------------------------------------------------------

    def quantified(self, g: Any, place: Place, *outer: Symbol) -> Verdict:
        with self._fresh(g) as symbol:
            body, unknown = _opened(g, symbol), (*outer, symbol)
            if type(body) is type(g) and not over_indices(body):
                return self.quantified(body, place, *unknown)
            verdict = self._instances(body, place, unknown, type(g) is not ForAll)
        return verdict

    @contextmanager
    def _fresh(self, g: Any) -> Iterator[Symbol]:
        """A new symbol for the variable of a quantifier, forgotten afterwards."""
        self.nested += 1
        symbol = Symbol.internal(f"{g.hint}{self.nested}", g.type)  # no statement has a variable of that name
        self.bound[symbol] = g.hint
        try:
            with self.taken_back():
                yield symbol
        finally:
            self.nested -= 1

    def _instances(self, body: Formula, place: Place, unknown: Collection[Symbol], aim: bool) -> Verdict:
        """What the general solution of the equations gives; if that is nothing, the aim if some values of the unknown symbols reach it."""
        must_hold = [body] if aim else [body.children[0]] if type(body) is Implies else []
        with self.solved(must_hold, place, unknown):
            verdict = judge(self, body, place)
            if verdict.holds is not None:
                return verdict
            return self._chosen(verdict.wanted, unknown, lambda: self._instances(body, place, unknown, aim), aim)

    def _chosen(self, wanted: tuple[Entry, ...], unknown: Collection[Symbol], judged: Callable[[], Verdict], aim: bool) -> Verdict:
        """The aim if some value of an unknown entry leads to it; nothing as long as entries outside are wanted."""
        outside = [e for e in wanted if e[0] not in unknown]
        if outside or not wanted:
            return Verdict(None, False, tuple(outside))
        for value in self.candidates(wanted[0]):
            with self.taken_back():
                self.give(wanted[0], value)
                verdict = judged()
            if verdict.holds is aim:
                return Verdict(aim)
            outside.extend(verdict.wanted)
        return Verdict(None, False, tuple(outside))

    @contextmanager
    def solved(self, formulas: Sequence[Formula], place: Place, unknown: Collection[Symbol]) -> Iterator[None]:
        """For a while, make unknown entries the general solution of the linear equations among what must hold."""
        with self.taken_back():
            while any([self._solve(eq, there, unknown) for g in formulas for eq, there in self._equations(g, place)]):
                pass
            yield

    def _equations(self, g: Formula, place: Place) -> Iterator[tuple[Formula, Place]]:
        """The equations that hold if the formula does."""
        match g:
            case Eq():
                yield g, place
            case And():
                for part in g.children:
                    yield from self._equations(part, place)
            case Implies() if judge(self, g.children[0], place).holds:
                yield from self._equations(g.children[1], place)
            case ForAll() if over_indices(g):
                for k in self.places(g):
                    yield from self._equations(g.children[0], (*place, k))

    def _solve(self, equation: Formula, place: Place, unknown: Collection[Symbol]) -> bool:
        """Solve an equation for one unknown entry, in terms of the others; whether that was possible."""
        left, right = equation.children
        try:
            gap = self.value(left, place) - self.value(right, place)
        except (Undefined, Undecided):
            return False
        pivot = gap.pivot(unknown) if isinstance(gap, Affine) else None
        if pivot is None or pivot in self.tables:
            return False
        self.give(pivot, gap.root(pivot))
        return True
