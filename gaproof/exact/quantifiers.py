"""Quantifiers over numbers and fields in a model.

One instance is enough where ∃ holds or ∀ fails.  No instance is left where equations and inequalities contradict each other, where what
must be a product is none, or where no possible value of an entry leads anywhere.  ∃x f is judged at the general solution of the equations
in f, and so is ∀x (f → g), since there is nothing to show where f fails.  Entries that are left open are tried if that does not decide.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, reduce
from itertools import product
from math import inf
from typing import Any, final

from flint import fmpq

from ..proof.obligations import eta
from ..proof.substitution import Lambda, opened
from ..proof.syntax import FINITE, MAYBE_EMPTY, REAL, And, Eq, Exists, ForAll, Formula, Implies, Le, Lt, Ne, Number, Symbol, Times, Type
from .affine import Affine, Entry, Unknown
from .evaluate import NOUGHT, UNIT, Evaluator, Place, Undecided, Undefined, Value, differ, over_indices, same, speaks_of_numbers
from .factors import products
from .formal import Formal
from .inequalities import AT_MOST, BELOW, EQUAL, Comparison, Impossible, comparison, solution
from .judge import Verdict, judge
from .polynomial import Expanded, Monomial, Polynomial
from .squares import vanishing
from .undoing import Answer, undone

BUDGET = 2_000  # values given to entries while one formula is judged
NUMBER = Type((), REAL)
PARTS = (UNIT, fmpq(1, 2), fmpq(1, 4))
WAYS = 64  # ways in which a formula may fail that are looked at
PICKS = 3  # of how many ∃ at once it is said which element they are about
UNITS = 4  # the most entries of a field of which each unit is looked at

Atom = tuple[Any, Place]  # a comparison or another formula, and the values of its bound variables
UNDECIDED = Verdict(None, False)


class Exhausted(Exception):
    """The search took too long."""


@lru_cache(maxsize=4096)
def _opened(g: Any, symbol: Symbol) -> Any:
    """The body of a quantifier with a symbol for its variable: one quantifier is judged at many places of many models."""
    return opened(g, eta(symbol))


@lru_cache(maxsize=4096)
def _at_number(g: Any, number: Number) -> Any:
    return opened(g, Lambda((), number))


@final
@dataclass(frozen=True)
class Question:
    """Whether some values of the unknown symbols make ``body`` what is aimed at: true, if a quantifier says that they exist, or false.

    ``must_hold``: what holds wherever they do.  ``goal``: what fails there, if false is the aim."""

    unknown: tuple[Symbol, ...]
    must_hold: tuple[Formula, ...]
    goal: Formula | None
    place: Place
    inner: tuple[tuple[tuple[Symbol, ...], Formula], ...] = ()  # numbers and fields that exist if what must hold does, and how they are

    @property
    def facts(self) -> tuple[Formula, ...]:
        return (*self.must_hold, *(h for _, h in self.inner))

    @property
    def aim(self) -> bool:
        return self.goal is None

    @cached_property
    def body(self) -> Formula:
        return self.must_hold[0] if self.goal is None else reduce(lambda g, h: Implies(h, g), reversed(self.must_hold), self.goal)


class Quantifiers(Evaluator):
    """A model in which the entries of symbols may be numbers that are not known (yet)."""

    allowance = BUDGET  # values given to entries while one quantifier is judged
    thorough = True  # is it asked whether a number cannot exist because what it is for fails whatever it is?
    most: float = inf  # terms evaluated in all

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[Entry, Value] = {}
        self.bound, self.nested, self.budget = dict[Symbol, str](), 0, BUDGET
        self.assumed: tuple[Comparison, ...] = ()  # which numbers that are not known are spoken of
        self.picked: dict[Atom, int] = {}  # the element that an ∃ is about
        self.multiplied: dict[Monomial, Value] = {}  # products of numbers that are not known, where what is assumed says what they are
        self.samples: dict[Symbol, Place | None] = {}  # fields that are 0, but at one place

    @abstractmethod
    def give(self, entry: Entry, value: Value) -> None:
        """Give an entry a value, also inside the forms that other entries are known as."""

    @abstractmethod
    def taken_back(self) -> AbstractContextManager[None]:
        """Values given inside are taken back."""

    @abstractmethod
    def hinted(self, entry: Entry) -> bool:
        """Whether it was said which value to try for an entry."""

    @abstractmethod
    def told(self, variable: Symbol) -> dict[Entry, Value]:
        """The values to try for the entries of a variable, if it was said which."""

    @abstractmethod
    def numbers(self, variable: str) -> Iterable[Number]:
        """Numbers for which what holds for all numbers is looked at, by the name of the variable."""

    @abstractmethod
    def candidates(self, entry: Entry) -> Iterable[Any]:
        """Values to try for an entry."""

    def value(self, t: Any, at: Place = ()) -> Value:
        try:
            return super().value(t, at)
        except Unknown:
            if type(t) is not Times or not self.multiplied:
                raise
            product = Expanded(self).value(t, at)
            if not isinstance(product, Polynomial) or any(m not in self.multiplied for m in product.terms if m):
                raise
            return sum((c * self.multiplied.get(m, UNIT) for m, c in product.terms.items()), NOUGHT)

    def quantified(self, f: Any, at: Place) -> Verdict:
        """The verdict on a quantifier; none if it takes too long, which is no reason to give up what is judged around it."""
        if self.nested:
            return self._asked(f, at, (), ())
        left, self.budget = self.budget, self.allowance
        try:
            return self._asked(f, at, (), ())
        except Exhausted:
            return UNDECIDED
        finally:
            self.budget = left

    def _asked(self, g: Any, place: Place, unknown: tuple[Symbol, ...], given: tuple[Formula, ...]) -> Verdict:
        """∀x (f → ∀y (g → h)) is asked as ∀x∀y (f → (g → h))."""
        with self._fresh(g) as symbol:
            body, unknown = _opened(g, symbol), (*unknown, symbol)
            while type(g) is ForAll and type(body) is Implies:
                given, body = (*given, body.children[0]), body.children[1]
            if type(body) is type(g) and not over_indices(body):
                return self._asked(body, place, unknown, given)
            exists = type(g) is not ForAll
            return self._decided(Question(unknown, (body,) if exists else given, None if exists else body, place))

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

    def _decided(self, q: Question) -> Verdict:
        with ExitStack() as stack:
            inner = [x for g in q.must_hold for x in self._existing(g, stack)]
            return self._answered(replace(q, unknown=(*q.unknown, *(s for symbols, _ in inner for s in symbols)), inner=tuple(inner)))

    def _existing(self, g: Formula, stack: ExitStack) -> Iterator[tuple[tuple[Symbol, ...], Formula]]:
        """The fields that exist if a formula holds, as symbols, and what holds of them."""
        symbols: tuple[Symbol, ...] = ()
        while type(g) is Exists and REAL not in g.type.params and not over_indices(g):
            symbols = (*symbols, stack.enter_context(self._fresh(g)))
            g = _opened(g, symbols[-1])
        if symbols:
            yield symbols, g
        for part in g.children if type(g) is And else ():
            yield from self._existing(part, stack)

    def _whatever_the_matrix(self, q: Question) -> bool:
        """Whether factors of a matrix are asked for that every matrix has; where there is an element, it may be any one."""
        for choice in range(PICKS if q.aim else 0):
            equations = self._nothing_but_equations(q.body, q.place, choice)
            if not equations:
                return False
            formal, gaps = Formal(self), list[Value]()
            with suppress(Undefined, Undecided):
                gaps = [formal.value(g.children[0], at) - formal.value(g.children[1], at) for g, at in equations]
            self.work += formal.work
            found = products([gap for gap in gaps if isinstance(gap, Polynomial)], q.unknown)
            if found and sum(x.equations for x in found) == len(equations) and all(x.any for x in found):
                return True
        return False

    def _nothing_but_equations(self, g: Any, place: Place, choice: int) -> list[Atom] | None:
        """The equations that a formula comes to; None if it says something else."""
        match g:
            case Eq():
                return [(g, place)]
            case And():
                parts = [self._nothing_but_equations(part, place, choice) for part in g.children]
            case ForAll() | Exists() if over_indices(g) and self.suffice(g):
                every = self.places(g) if type(g) is ForAll else self.places(g)[choice : choice + 1]
                if type(g) is Exists and not every:
                    return None
                parts = [self._nothing_but_equations(g.children[0], (*place, k), choice) for k in every]
            case _:
                return None
        found = [atom for part in parts for atom in part or ()]
        return found if all(part is not None for part in parts) else None

    def _answered(self, q: Question) -> Verdict:
        if self._whatever_the_matrix(q):
            return Verdict(True)
        found: Verdict | None
        told = {entry: value for symbol in q.unknown for entry, value in self.told(symbol).items()}
        if told and (found := self._with(told, lambda: self._instances(q))).holds is q.aim:
            return found
        if (answer := self._undone(q)) and (found := self._among(*answer, q)).holds is not None:
            return found
        if self._products_tell(q):
            return Verdict(not q.aim)
        for factors in products(self.polynomials(q.must_hold, q.place), q.unknown):
            if factors.impossible:
                return Verdict(not q.aim)
            if factors.wanted:
                return Verdict(None, False, factors.wanted)
            if factors.blurred:
                return self._instances(q, trying=False)
            values = factors.solution()
            if values and (found := self._with(values, lambda: self._instances(q))).holds is q.aim:
                return found
        return self._instances(q)

    def _with(self, values: dict[Entry, Value], judged: Callable[[], Verdict]) -> Verdict:
        with self.taken_back():
            for entry, value in values.items():
                self.give(entry, value)
            return judged()

    def _instances(self, q: Question, trying: bool = True) -> Verdict:
        """What the general solution of the equations shows, or one of the inequalities, or values that are tried."""
        with self.solved(q.facts, q.place, q.unknown):
            verdict = judge(self, q.body, q.place)
            if verdict.holds is not None or not verdict.wanted:
                return verdict
            outside = tuple(e for e in verdict.wanted if e[0] not in q.unknown)
            known = self._known(q)
            found = self._compared(q, known, outside) or self._where_squares_vanish(q, known)
            if found is None:
                inside = tuple(e for e in verdict.wanted if e[0] in q.unknown)
                if self._follows(q) or (not outside and self._whichever(q)):
                    found = Verdict(not q.aim)
                elif trying and inside and (not outside or (self.assumed and (q.aim or self.thorough))):
                    found = self._chosen(inside, q, few=bool(outside) and not q.aim)
            return found or Verdict(None, False, outside)

    def _whichever(self, q: Question) -> bool:
        """Whether nothing leads to the aim, whichever element one ∃ that must hold is about."""
        some = next((x for g in q.must_hold for x in self._some(g, q.place)), None)
        if some is None or len(self.picked) == PICKS:
            return False
        return all(self._picking(some, k, lambda: self._instances(q)).holds is (not q.aim) for k in self._elements(*some) or ())

    def _some(self, g: Any, place: Place) -> Iterator[Atom]:
        """What says that there is an element, and leaves open which."""
        match g:
            case Exists() if over_indices(g):
                if len(self._elements(g, place) or ()) > 1:
                    yield g, place
            case _:
                for h, there in self._inside(g, place):
                    yield from self._some(h, there)

    def _elements(self, g: Any, place: Place) -> list[int] | None:
        """The elements that an ∃ may be about; None if not all are known."""
        if (g, place) in self.picked:
            return [self.picked[g, place]]
        with suppress(Undecided):
            if self.suffice(g):
                return [k for k in self.places(g) if judge(self, g.children[0], (*place, k)).holds is not False]
        return None

    def _picking(self, some: Atom, element: int, judged: Callable[[], Verdict]) -> Verdict:
        """The verdict where an ∃ is about this element; nothing that was found on the way is known outside."""
        outside = self.picked, self.known, self.about
        self.picked, self.known, self.about = {**self.picked, some: element}, {}, {}
        try:
            return judged()
        finally:
            self.picked, self.known, self.about = outside

    # ---- inequalities --------------------------------------------------------------------------------------------------------

    def _compared(self, q: Question, given: list[Comparison], outside: tuple[Entry, ...]) -> Verdict | None:
        """The verdict that the comparisons lead to by linear algebra, if they do."""
        ways = [()] if q.goal is None else self._failures(q.goal, q.place)
        possible = len(ways) > WAYS
        for way in ways[:WAYS]:
            comparisons = [*given, *self._comparisons(a for g, there in way for a in self._atoms(g, there))]
            try:
                values = solution(comparisons)
                vanishing(comparisons)
            except Impossible:
                continue
            possible = True
            if values and not outside and all(len(m) == 1 and m[0][0] in q.unknown for m in values):
                there = {m[0]: x for m, x in values.items()}
                if (found := self._with(there, lambda: judge(self, q.body, q.place))).holds is q.aim:
                    return found
        return None if possible else Verdict(not q.aim)

    def _known(self, q: Question) -> list[Comparison]:
        """The comparisons that hold where what must hold does: also that a product through r numbers has no minor of size r + 1."""
        found = self._comparisons(a for g in q.facts for a in self._atoms(g, q.place))
        blocks = [x for symbols, h in q.inner for x in products(self.polynomials([h], q.place), symbols)]
        return [*self.assumed, *(comparison(minor, EQUAL) for x in blocks for minor in x.minors), *found]

    def _where_squares_vanish(self, q: Question, given: list[Comparison]) -> Verdict | None:
        """The verdict where linear forms are 0 that must be, because of their squares."""
        try:
            forms = vanishing(given)
        except Impossible:
            return Verdict(not q.aim)
        with self.taken_back():
            solved = False
            while forms:
                form, *forms = forms
                pivot = form.pivot(q.unknown) if isinstance(form, Affine) else None
                if pivot is not None:
                    self.give(pivot, form.root(pivot))
                    solved, forms = True, [x.put(pivot, form.root(pivot)) if isinstance(x, Affine) else x for x in forms]
            return self._instances(q) if solved else None

    def _follows(self, q: Question) -> bool:
        """Whether what speaks of further numbers holds, or fails, against the aim wherever the comparisons that must hold do."""
        goal = q.goal or q.body
        if not speaks_of_numbers(goal) or (q.aim and not self.thorough):
            return False
        comparisons = self._comparisons(a for g in q.must_hold for a in self._atoms(g, q.place))
        if not comparisons:
            return False
        with self._assuming(comparisons):
            return judge(self, goal, q.place).holds is (not q.aim)

    @contextmanager
    def _assuming(self, comparisons: Iterable[Comparison]) -> Iterator[None]:
        """Inside, only numbers for which these hold are spoken of; nothing that was found inside is known outside."""
        outside = self.assumed, self.known, self.about
        self.assumed, self.known, self.about = (*self.assumed, *comparisons), {}, {}
        try:
            yield
        finally:
            self.assumed, self.known, self.about = outside

    def _undone(self, q: Question) -> Answer | None:
        """An unknown number of which an equation says that it is one of a few."""
        answers = (undone(self, *x) for g in q.must_hold for x in self._equations(g, q.place))
        return next((x for x in answers if x and x[0][0] in q.unknown and not self.hinted(x[0])), None)

    def _among(self, entry: Entry, values: Sequence[Value], q: Question) -> Verdict:
        """The verdict if an entry has one of these values."""
        found = [self._with({entry: value}, lambda: self._decided(q)).holds for value in values]
        return Verdict(q.aim) if q.aim in found else Verdict(None if None in found else not q.aim)

    def _products_tell(self, q: Question) -> bool:
        """Whether the aim is out of reach by what the equations say of products, whatever their factors are, as in x·y = 1."""
        with self.solved(q.must_hold, q.place, q.unknown):
            found = dict(self._products(self.polynomials(q.must_hold, q.place)))
            if not found:
                return False
            outside = self.multiplied, self.known, self.about
            self.multiplied, self.known, self.about = {**self.multiplied, **found}, {}, {}
            try:
                return judge(self, q.body, q.place).holds is (not q.aim)
            finally:
                self.multiplied, self.known, self.about = outside

    def _products(self, polynomials: Iterable[Polynomial]) -> Iterator[tuple[Monomial, Value]]:
        """The products that polynomials say the values of, where they are 0."""
        for p in polynomials:
            product, *more = (m for m in p.terms if m)
            if not more and len(product) > 1 and product not in self.multiplied and differ(p.terms[product], NOUGHT):
                yield product, p.terms.get((), NOUGHT) * (-1 / p.terms[product])

    def implied(self, comparison: Formula, at: Place) -> bool | None:
        """Whether a comparison holds, or fails, wherever those that are assumed hold."""
        if self.assumed:
            for holds, ways in ((True, self._failures(comparison, at)), (False, [((comparison, at),)])):
                if all(map(self._impossible, ways)):
                    return holds
        return None

    def _impossible(self, way: tuple[Atom, ...]) -> bool:
        try:
            solution([*self.assumed, *self._comparisons(way)])
        except Impossible:
            return True
        return False

    def _comparisons(self, atoms: Iterable[Atom]) -> list[Comparison]:
        relations = {Eq.tag: EQUAL, Le.tag: AT_MOST, Lt.tag: BELOW, Ne.tag: BELOW}  # 0 ≠ 0 is as false as 0 < 0
        gaps = self._gaps(a for a in atoms if a[0].tag in relations)
        found = [comparison(gap, relations[g.tag]) for g, gap in gaps if type(g) is not Ne or same(gap, NOUGHT)]
        return [c for c in found if c is not None]

    def _gaps(self, atoms: Iterable[Atom]) -> Iterator[tuple[Formula, Value]]:
        """Left side minus right side of comparisons, as a polynomial in what is not known, where it is one."""
        expanded, formal = Expanded(self), Formal(self)
        for g, place in atoms:
            with suppress(Undefined, Undecided):
                try:
                    left, right = (expanded.value(side, place) for side in g.children)
                except Unknown:  # an index is not known
                    continue
                except Undecided:
                    left, right = (formal.value(side, place) for side in g.children)
                    if isinstance(left - right, Polynomial):  # it says something of exponentials
                        continue
                yield g, left - right
        self.work += expanded.work + formal.work

    def polynomials(self, formulas: Iterable[Formula], place: Place) -> list[Polynomial]:
        """What must be 0 for formulas to hold, as far as that is not known."""
        equations = (x for g in formulas for x in self._equations(g, place))
        return [gap for _, gap in self._gaps(equations) if isinstance(gap, Polynomial)]

    def _failures(self, g: Any, place: Place) -> list[tuple[Atom, ...]]:
        """The ways in which a formula can fail: if it does, all of one of them hold.  A way of which nothing is known is empty."""
        match g:
            case Eq() | Ne() | Le() | Lt():
                left, right = g.children
                turned = {Eq: (Lt(left, right), Lt(right, left)), Ne: (Eq(left, right),), Le: (Lt(right, left),), Lt: (Le(right, left),)}
                return [((h, place),) for h in turned[type(g)]]
            case And():
                return [way for part in g.children for way in self._failures(part, place)]
            case Implies():
                return [((g.children[0], place), *way) for way in self._failures(g.children[1], place)]
            case ForAll() if over_indices(g):
                with suppress(Undecided):  # the elements of a type may not be known
                    ways = [way for k in self.places(g) for way in self._failures(g.children[0], (*place, k))]
                    return ways if self.suffice(g) else [*ways, ()]
            case Exists() if over_indices(g):
                with suppress(Undecided):
                    each = [self._failures(g.children[0], (*place, k)) for k in self.places(g)]
                    if reduce(lambda n, ways: n * len(ways), each, 1) <= WAYS:
                        return [tuple(a for way in chosen for a in way) for chosen in product(*each)]
        return [()]

    # ---- values that are tried -----------------------------------------------------------------------------------------------

    def _chosen(self, wanted: tuple[Entry, ...], q: Question, few: bool = False) -> Verdict:
        """The aim if some value of an unknown entry leads to it, its opposite if no possible value does.  ``few``: only values that were
        told, and parts of the numbers that are spoken of."""
        entry, possible = self._cases(wanted, q)
        certain, outside = possible is not None, list[Entry]()
        some = () if few and not self.hinted(entry) else self.candidates(entry)
        for value in (*some, *self._parts()) if possible is None else possible:
            verdict = self._with({entry: value}, lambda: self._instances(q))
            if verdict.holds is q.aim:
                return verdict
            certain = certain and verdict.holds is not None
            outside.extend(verdict.wanted)
        return Verdict(not q.aim) if certain else Verdict(None, False, tuple(outside))

    def _parts(self) -> Iterator[Value]:
        """Parts of the numbers that are spoken of: δ for ε is one."""
        for entry in dict.fromkeys(e for c in self.assumed for m in c.line for e in m):
            if entry[0].type.result == REAL:
                yield from (Affine(NOUGHT, {entry: part}) for part in PARTS)

    def _cases(self, wanted: tuple[Entry, ...], q: Question) -> tuple[Entry, Iterable[Any] | None]:
        """An unknown entry and all its possible values: those of an index, or what an equation in it alone says; else one, and None."""
        for polynomial in self.polynomials(q.must_hold, q.place):
            entry, values = next(iter(polynomial.entries)), polynomial.roots()
            if values is not None and entry[0] in q.unknown and not self.hinted(entry):
                return entry, values
        for entry in wanted:
            sort = entry[0].type.result
            if sort.kind in (FINITE, MAYBE_EMPTY) and not self.hinted(entry):
                return entry, self.elements(sort)
        return wanted[0], None

    # ---- equations -----------------------------------------------------------------------------------------------------------

    @contextmanager
    def solved(self, formulas: Sequence[Formula], place: Place, unknown: Collection[Symbol]) -> Iterator[None]:
        """For a while, make unknown entries the general solution of the linear equations among what must hold."""
        with self.taken_back():
            while any([self._solve(eq, there, unknown) for g in formulas for eq, there in self._equations(g, place)]):
                pass
            yield

    def _equations(self, g: Formula, place: Place) -> Iterator[Atom]:
        return (atom for atom in self._atoms(g, place) if type(atom[0]) is Eq)

    def _atoms(self, g: Any, place: Place) -> Iterator[Atom]:
        """The comparisons that hold if the formula does."""
        match g:
            case Eq() | Ne() | Le() | Lt():
                yield g, place
            case _:
                for h, there in self._inside(g, place):
                    yield from self._atoms(h, there)

    def _inside(self, g: Any, place: Place) -> Iterator[Atom]:
        """What holds if a formula does that is no comparison: its parts, its instances."""
        match g:
            case And():
                yield from ((part, place) for part in g.children)
            case Implies() if judge(self, g.children[0], place).holds:
                yield g.children[1], place
            case ForAll() if over_indices(g):
                with suppress(Undecided):
                    yield from ((g.children[0], (*place, k)) for k in self.places(g))
            case ForAll() if g.type == NUMBER:
                yield from ((_at_number(g, number), place) for number in self.numbers(g.hint))
            case ForAll() if g.type.result == REAL and all(p.kind in (FINITE, MAYBE_EMPTY) for p in g.type.params):
                yield from ((_opened(g, sample), place) for sample in self._samples(g.type))
            case Exists() if over_indices(g) and len(found := self._elements(g, place) or []) == 1:
                yield g.children[0], (*place, found[0])

    def _samples(self, type: Type) -> list[Symbol]:
        """The field 0, and those that are 1 at one place, unless there are many."""
        units = list(product(*(range(self.size(p)) for p in type.params)))
        found = {Symbol.internal(f"unit{place or ''}", type): place for place in (None, *(units if len(units) <= UNITS else ()))}
        self.samples |= found
        return list(found)

    def _solve(self, equation: Any, place: Place, unknown: Collection[Symbol]) -> bool:
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
