"""A model whose entries are found by search, and formulas with quantifiers over numbers, fields and functions judged in it.

Entries get values only when a formula asks for one, depth first; formulas are judged in Kleene's logic as soon as their entries are
known.  A quantifier over numbers or fields is decided by one instance where one is enough (∃ that holds, ∀ that fails), or because
equations force values: an ∃ fails if those contradict it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from gaproof.proof.obligations import eta
from gaproof.proof.substitution import opened
from gaproof.proof.syntax import NAT, REAL, And, App, Eq, Exists, ForAll, Formula, Implies, Le, Lt, Ne, Plus, Sort, Sum, Symbol, Term, Times
from tests.fuzz.evaluate import Model, Undecided, Undefined, Value
from tests.fuzz.judge import judge

Entry = tuple[Sort, tuple[Any, ...]]  # the sort of a value, and (symbol, *places)
Judgement = tuple[bool | None, list[Entry]]  # whether a formula is true, and if that is not known, entries that would help
NUMBERS = tuple(fmpq(*q) for q in ((0, 1), (1, 1), (2, 1), (-1, 1), (1, 2), (3, 1), (1, 4)))
JUNK = (fmpq(0), fmpq(1), fmpq(-5, 3), fmpq(7))  # values for 1/0 and log 0


class Unknown(Undecided):
    """An entry that has no value yet."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry


class Exhausted(Exception):
    """The search took too long."""


class Instance(Model):
    """A model of given sizes whose entries are found by search; ``hints`` says which values to try, by the name of the variable."""

    def __init__(self, sizes: Mapping[Sort, int], hints: Mapping[str, Any], budget: int, total: bool, seed: int) -> None:
        super().__init__(seed, total=total)
        self.sizes, self.hints, self.budget, self.junk = dict(sizes), hints, budget, JUNK[0]
        self.wanted: list[Entry] = []
        self.nested, self.shuffled = 0, seed > 0
        self.found: dict[Any, Any] = {}

    def entry(self, sort: Sort, *key: object) -> Any:
        if key not in self.tables:
            raise Unknown((sort, key))
        return self.tables[key]

    def give(self, entry: Entry, value: Any) -> None:
        """Give an entry a value."""
        self.tables[entry[1]] = value
        self._forget()
        self.budget -= 1
        if self.budget < 0:
            raise Exhausted

    @contextmanager
    def values(self) -> Iterator[None]:
        """Values given inside are taken back."""
        before = dict(self.tables)
        try:
            yield
        finally:
            self.tables = before
            self._forget()

    def _forget(self) -> None:
        self.known.clear()
        self.steps = 0

    def _junk(self, name: str) -> fmpq:
        if not self.total:
            raise Undefined(name)
        return self.junk

    def candidates(self, entry: Entry) -> Iterable[Any]:
        sort, (symbol, *places) = entry
        hint = self.hints.get(symbol.name.partition("__")[0])
        if hint is None:
            choices = NUMBERS if sort == REAL else self.elements(sort)
            return self.rng.sample(choices, len(choices)) if self.shuffled else choices
        for place in places:
            hint = hint[place]
        return [fmpq(Fraction(hint).numerator, Fraction(hint).denominator) if sort == REAL else hint]

    # ---- formulas ----------------------------------------------------------------------------------------------------

    def holds(self, g: Formula, env: tuple[int, ...] = ()) -> bool | None:
        """Whether a formula is true, false, or not known; if not known, ``wanted`` gets entries that would help."""
        match g:
            case Eq() | Ne() | Le() | Lt():
                for side in g.children:
                    try:
                        self.value(side, env)
                    except Unknown as missing:
                        self.wanted.append(missing.entry)
                    except (Undefined, Undecided):
                        return None
                return judge(self, g, env).holds
            case And():
                return _every(self.holds(part, env) for part in g.children)
            case Implies():
                condition, then = g.children
                return _not(_every(verdict(part, env) for verdict, part in ((self.holds, condition), (self._fails, then))))
            case ForAll() if _over_indices(g):
                everywhere = _every(self.holds(g.children[0], (*env, k)) for k in self.elements(g.type.result))
                return None if everywhere and g.type.result == NAT else everywhere
            case Exists() if _over_indices(g):
                nowhere = _every(self._fails(g.children[0], (*env, k)) for k in self.elements(g.type.result))
                return None if nowhere and g.type.result == NAT else _not(nowhere)
            case _:
                return self._quantified(g, env)

    def _fails(self, g: Formula, env: tuple[int, ...]) -> bool | None:
        return _not(self.holds(g, env))

    @contextmanager
    def fresh(self, g: Any) -> Iterator[Symbol]:
        """A new symbol for the variable of a quantifier, forgotten afterwards."""
        self.nested += 1
        symbol = Symbol(f"{g.hint}__{self.nested}", g.type)
        try:
            with self.values():
                yield symbol
        finally:
            self.nested -= 1

    def _quantified(self, g: Formula, env: tuple[int, ...], *outer: Symbol) -> bool | None:
        """By one instance: ∃ that holds, ∀ that fails.  Or because equations that must hold force values: in ∃x f those of f, in
        ∀x (f → g) those of f."""
        with self.fresh(g) as symbol:
            body, unknown = opened(g, eta(symbol)), (*outer, symbol)
            if type(body) is type(g) and not _over_indices(body):
                return self._quantified(body, env, *unknown)
            verdict, wanted = self._instances(body, env, unknown, type(g) is Exists)
        self.wanted.extend(wanted)
        return verdict

    def _instances(self, body: Formula, env: tuple[int, ...], unknown: Collection[Symbol], aim: bool) -> Judgement:
        """The aim if some values of the unknown symbols lead to it, the opposite if the values that equations force do."""
        must_hold = [body] if aim else [body.children[0]] if type(body) is Implies else []
        with self.solved(must_hold, env, unknown):
            verdict, wanted = self.judged(body, env)
            if verdict is not None:
                return verdict, []
            return self._chosen(wanted, unknown, lambda: self._instances(body, env, unknown, aim), aim)

    def _chosen(self, wanted: list[Entry], unknown: Collection[Symbol], judge: Callable[[], Judgement], aim: bool) -> Judgement:
        """The aim if some value of an unknown entry leads to it; nothing as long as other entries are wanted."""
        outside = [entry for entry in wanted if entry[1][0] not in unknown]
        if outside or not wanted:
            return None, outside
        for value in self.candidates(wanted[0]):
            with self.values():
                self.give(wanted[0], value)
                verdict, more = judge()
                if verdict is aim:
                    return aim, []
                outside.extend(more)
        return None, outside

    @contextmanager
    def solved(self, formulas: list[Formula], env: tuple[int, ...], unknown: Collection[Symbol]) -> Iterator[None]:
        """For a while, give unknown entries the only values with which the equations of the formulas can hold."""
        with self.values():
            while any(self._solve(equation, place, unknown) for g in formulas for equation, place in self._equations(g, env)):
                pass
            yield

    def _equations(self, g: Formula, env: tuple[int, ...]) -> Iterator[tuple[Eq, tuple[int, ...]]]:
        """The equations that hold if the formula does."""
        match g:
            case Eq():
                yield g, env
            case And():
                for part in g.children:
                    yield from self._equations(part, env)
            case Implies() if self.holds(g.children[0], env):
                yield from self._equations(g.children[1], env)
            case ForAll() if _over_indices(g):
                for k in self.elements(g.type.result):
                    yield from self._equations(g.children[0], (*env, k))

    def _solve(self, equation: Eq, env: tuple[int, ...], unknown: Collection[Symbol]) -> bool:
        """Give the one unknown entry of an equation the one value that it can have."""
        try:
            self._difference(equation, env)
        except Unknown as missing:
            entry = missing.entry
        except (Undefined, Undecided):
            return False
        else:
            return False
        symbol = entry[1][0]
        if symbol not in unknown or REAL in symbol.type.params or max(_degree(side, symbol) for side in equation.children) > 1:
            return False
        at: list[Value] = []
        for x in (0, 1):
            with self.values():
                self.give(entry, fmpq(x))
                try:
                    at.append(self._difference(equation, env))
                except (Undefined, Undecided):
                    return False
        slope = at[1] - at[0]
        if slope == 0 or (isinstance(slope, arb) and slope.contains(0)):
            return False
        self.give(entry, -at[0] / slope)
        return True

    def _difference(self, equation: Eq, env: tuple[int, ...]) -> Value:
        left, right = equation.children
        return self.value(left, env) - self.value(right, env)

    # ---- statements --------------------------------------------------------------------------------------------------

    def falsifies(self, hypotheses: list[Formula], conclusion: Formula) -> bool:
        """Find values with which the hypotheses hold and the conclusion fails, and keep them."""
        with self.solved(hypotheses, (), conclusion.free.union(*(h.free for h in hypotheses))):
            judged = [self.judged(h) for h in hypotheses]
            if all(holds for holds, _ in judged):
                fails, wanted = self.judged(conclusion)
                judged = [(_not(fails), wanted)]
            if all(verdict for verdict, _ in judged):
                self.found = dict(self.tables)
                return True
            entries = [entry for _, wanted in judged for entry in wanted]
            if not entries or any(verdict is False for verdict, _ in judged):
                return False
            for value in self.candidates(entries[0]):
                with self.values():
                    self.give(entries[0], value)
                    if self.falsifies(hypotheses, conclusion):
                        return True
            return False

    def judged(self, g: Formula, env: tuple[int, ...] = ()) -> Judgement:
        """What ``holds`` says, and the entries that are wanted if that is nothing."""
        before, self.wanted = self.wanted, []
        verdict, wanted = self.holds(g, env), self.wanted
        self.wanted = before
        return verdict, wanted if verdict is None else []

    def whatever(self, hypotheses: list[Formula], conclusion: Formula) -> bool:
        """Whether the values found do the same for every one of ``JUNK``."""
        self.tables = self.found
        for self.junk in JUNK:
            self._forget()
            if not (all(self.holds(h) for h in hypotheses) and self.holds(conclusion) is False):
                return False
        return True

    def __str__(self) -> str:
        sizes = ", ".join(f"|{sort.name}| = {size}" for sort, size in sorted(self.sizes.items()))
        tables: dict[Any, Any] = self.tables
        entries = ", ".join(f"{symbol.name}{list(places) or ''} = {value}" for (symbol, *places), value in tables.items())
        return "; ".join(filter(None, [sizes, entries]))


def _over_indices(g: Any) -> bool:
    return g.type.result != REAL and not g.type.params


def _not(verdict: bool | None) -> bool | None:
    return None if verdict is None else not verdict


def _every(verdicts: Iterable[bool | None]) -> bool | None:
    out: bool | None = True
    for verdict in verdicts:
        if verdict is False:
            return False
        out = out if verdict else None
    return out


def _degree(t: Term, symbol: Symbol) -> float:
    """A bound on the degree of a term as a polynomial in the entries of a symbol."""
    if symbol not in t.free:
        return 0
    match t:
        case App() if t.head == symbol:
            return 1 if all(symbol not in c.free for c in t.children) else float("inf")
        case Plus() | Sum():
            return max(_degree(c, symbol) for c in t.children)
        case Times():
            return sum(_degree(c, symbol) for c in t.children)
    return float("inf")
