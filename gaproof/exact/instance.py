"""A model given by plain data: values of terms in it, and whether formulas hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from flint import fmpq

from ..proof.substitution import substitute
from ..proof.syntax import NAT, ONE, REAL, ZERO, Exists, Node, Number, Sort, Symbol
from ..tactics import forward as f
from .affine import Affine, Entry, Unknown, shown
from .evaluate import NOUGHT, UNIT, Place, Undecided, Undefined, Value, precision
from .exponentials import ball
from .functions import at_constants, at_functions, proved
from .judge import Verdict, judge
from .limits import Limits
from .quantifiers import BUDGET, Exhausted
from .sequences import FIRST, clamped, is_sequence, only_places
from .turns import TURNS, Turning, turn
from .values import InstanceError, at, checked_size, entries, leaf, measure, names, number, places, sort_of, sorts_of, symbol_of, term_of

NUMBERS = tuple(fmpq(*q) for q in ((0, 1), (1, 1), (2, 1), (-1, 1), (1, 2), (3, 1), (1, 4)))


class Instance(Limits):
    """A model: ``sizes`` of the index types (what the lengths of lists show may be left out), ``values`` of the other symbols, as numbers
    (int, Fraction, float, closed terms) in nested lists, and ``functions``, any symbols as terms ``(parameters, body)`` or ``Lambda``.
    A sequence is the list of its first entries, the last of which repeats for ever.

    ``undefined`` is the value of 1/0 and of log x for x ≤ 0; without it they have none, and what depends on them cannot be told.
    ``tried`` gives, by name, values that variables of quantifiers are tried at; those that are functions are tried at ``functions``.
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
        self.divided = False  # has a value of 1/0 or log 0 been asked for?
        self.sizes: dict[Sort, int] = {sort_of(key): checked_size(sort_of(key), n) for key, n in (sizes or {}).items()}
        self.functions = {symbol_of(key): term_of(symbol_of(key), value) for key, value in (functions or {}).items()}
        lists = {symbol_of(key): value for key, value in (values or {}).items()}
        for symbol, value in lists.items():
            measure(symbol, value, self.sizes)
        self.given = frozenset({*lists, *self.functions})
        self.changed: list[Symbol] = []  # of which entries were given values that may be taken back
        self.tried = dict(tried or {})
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
        missing = sorted(s for s in node.free - self.given - {*TURNS} if not s.constant)
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
        if key[0] in self.samples:
            return UNIT if key[1:] == self.samples[key[0]] else NOUGHT
        if self.is_table(key[0]):
            key = clamped(*key)
        if key in self.tables:
            return self.tables[key]
        if sort != REAL:
            raise Unknown(key)
        return Affine(NOUGHT, {key: UNIT})

    def function(self, head: Any, sort: Sort, args: list[Any]) -> Any:
        """A variable that stands for any function has an entry at each rational number."""
        if head in TURNS:
            return turn(head, args[0])
        numbers = [x for x, param in zip(args, head.type.params, strict=True) if param == REAL]
        if head in self.bound and self.bound[head] not in self.tried:
            if unknown := [e for x in numbers if isinstance(x, Affine | Turning) for e in x.entries]:
                raise Unknown(*unknown)
            if all(type(x) is fmpq for x in numbers):
                return self.entry(sort, head, *args)
        return super().function(head, sort, args)

    def is_table(self, symbol: Symbol) -> bool:
        """Whether it is a sequence of the model, which is constant from an index on: variables stand for any sequence."""
        return symbol not in self.bound and is_sequence(symbol)

    def suffice(self, quantifier: Any) -> bool:
        return super().suffice(quantifier) or only_places(quantifier.children[0], self.is_table)

    def places(self, quantifier: Any) -> range:
        return FIRST if quantifier.type.result == NAT and self.suffice(quantifier) else super().places(quantifier)

    def plain(self, x: Value) -> Value:
        if isinstance(x, Affine | Turning):
            raise Unknown(*x.entries)
        return x

    def undefined(self, what: str, x: Value) -> Value:
        self.divided = True
        if self.junk is None:
            raise Undefined(what)
        return self.junk

    def give(self, entry: Entry, value: Value) -> None:
        moved = {e: v.put(entry, value) for e, v in self.tables.items() if isinstance(v, Affine) and entry in v.slopes}
        self.tables = {**self.tables, **moved, entry: value}
        changed = {e[0] for e in (entry, *moved)}
        self.changed += changed
        self.forget(*changed)
        self.budget -= 1
        if self.budget < 0 or self.work > self.most:
            raise Exhausted

    @contextmanager
    def taken_back(self) -> Iterator[None]:
        before, count = self.tables, len(self.changed)
        try:
            yield
        finally:
            self.tables = before
            if len(self.changed) > count:
                self.forget(*set(self.changed[count:]))
                del self.changed[count:]

    def quantified(self, f: Any, at: Place) -> Verdict:
        """The verdict on a quantifier; or else what it comes to for functions that were told, or that are constant in numbers, if that
        says anything."""
        told = at_functions(f, self.functions) if self.functions else f
        if told is not f and (found := judge(self, told, at)).holds is (type(f) is Exists):
            return found
        verdict = super().quantified(f, at)
        if verdict.holds is None and self.functions and not f.loose and all(s.constant for s in f.free) and proved(f):
            return Verdict(True)  # a law of functions that were put in
        if verdict.holds is not None or (constant := at_constants(f)) is f:
            return verdict
        found = judge(self, constant, at)
        return found if found.holds is (type(f) is Exists) else Verdict(None, False, (*verdict.wanted, *found.wanted))

    def hinted(self, entry: Entry) -> bool:
        return self.bound.get(entry[0], entry[0].name) in self.tried

    def told(self, variable: Symbol) -> dict[Entry, Value]:
        if self.bound[variable] not in self.tried or REAL in variable.type.params or NAT in variable.type.params:
            return {}
        return {(variable, *k): value for k in places(variable, self.sizes) for value in self.candidates((variable, *k))}

    def numbers(self, variable: str) -> Iterable[Number]:
        told = self.tried.get(variable)
        return (ZERO, ONE, Number(Fraction(str(told)))) if isinstance(told, int | str | Fraction | fmpq) else (ZERO, ONE)

    def candidates(self, entry: Entry) -> Iterable[Any]:
        symbol, *place = entry
        if self.hinted(entry):
            name = self.bound.get(symbol, symbol.name)
            return [leaf(entry, at(symbol, self.tried[name], tuple(place)), self.sizes, self)]
        return self.choices(symbol.type.result)

    def choices(self, sort: Sort) -> Iterable[Any]:
        """Values to try for an entry about which nothing is known."""
        return NUMBERS if sort == REAL else self.elements(sort)
