"""Counterexamples: a small model in which the hypotheses of a statement hold and its conclusion fails.

Entries of fields get values only when a formula asks for one, depth first; formulas are judged in Kleene's logic as soon as their
entries are known.  A quantifier over numbers or fields is decided by one instance where one is enough (∃ that holds, ∀ that fails);
an ∃ fails if its equations force values that contradict it.  Functions are tried from a short list, and their laws are proved by
the kernel.  What is found is certain: numbers are exact, or balls that do not meet, and 1/0 is never used.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

from flint import fmpq

from gaproof.errors import ProofError
from gaproof.proof.obligations import eta
from gaproof.proof.statement import Statement
from gaproof.proof.substitution import Lambda, opened, substitute
from gaproof.proof.syntax import (
    FINITE, MAYBE_EMPTY, MINUS, ONE, REAL, ZERO, And, App, Bound, Card, Eq, Exists, Exp, ForAll, Formula, Implies, Le, Lt, Ne, Number, Plus, Sort, Sum, Symbol,
    Term, Times, Type,
)  # fmt: skip
from gaproof.proof.theorem import Theorem
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.tactics.search import prove
from tests.fuzz.evaluate import Model, Undecided, Undefined, Value, symbols_of

Entry = tuple[Sort, tuple[Any, ...]]  # the sort of a value, and (symbol, *places)
NUMBERS = tuple(fmpq(*q) for q in ((0, 1), (1, 1), (2, 1), (-1, 1), (1, 2), (3, 1)))
BUDGET = 150  # values given in one attempt
JUNK = (fmpq(0), fmpq(1), fmpq(-5, 3))  # values for 1/0 and log 0


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
        self.wanted: Entry | None = None
        self.nested = 0
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
            return self.rng.sample(choices, len(choices))
        for place in places:
            hint = hint[place]
        return [fmpq(Fraction(hint).numerator, Fraction(hint).denominator) if sort == REAL else hint]

    # ---- formulas ----------------------------------------------------------------------------------------------------

    def holds(self, g: Formula, env: tuple[int, ...] = ()) -> bool | None:
        """Whether a formula is true, false, or not known; if not known, ``wanted`` may be an entry that would help."""
        match g:
            case Eq() | Ne() | Le() | Lt():
                try:
                    return self._compared(g, *(self.value(c, env) for c in g.children)).holds
                except Unknown as missing:
                    self.wanted = self.wanted or missing.entry
                except (Undefined, Undecided):
                    pass
                return None
            case And():
                return _every(self.holds(part, env) for part in g.children)
            case Implies():
                condition, then = g.children
                return _not(_every(judge(part, env) for judge, part in ((self.holds, condition), (self._fails, then))))
            case ForAll() if _over_indices(g):
                return _every(self.holds(g.children[0], (*env, k)) for k in self.elements(g.type.result))
            case Exists() if _over_indices(g):
                return _not(_every(self._fails(g.children[0], (*env, k)) for k in self.elements(g.type.result)))
            case _:
                return self._quantified(g, env)

    def _fails(self, g: Formula, env: tuple[int, ...]) -> bool | None:
        return _not(self.holds(g, env))

    @contextmanager
    def fresh(self, g: Formula) -> Iterator[Symbol]:
        """A new symbol for the variable of a quantifier, forgotten afterwards."""
        self.nested += 1
        symbol = Symbol(f"{g.hint}__{self.nested}", g.type)
        try:
            with self.values():
                yield symbol
        finally:
            self.nested -= 1

    def _quantified(self, g: Formula, env: tuple[int, ...]) -> bool | None:
        wanted = self.wanted
        with self.fresh(g) as symbol:
            body = opened(g, eta(symbol))
            verdict = self._exists(body, env, symbol) if type(g) is Exists else self._forall(body, env, symbol)
        self.wanted = wanted or (self.wanted if verdict is None else None)
        return verdict

    def _forall(self, body: Formula, env: tuple[int, ...], symbol: Symbol) -> bool | None:
        """False if some values of the symbol make the body false; it is never known to be true."""
        verdict, entry = self._asked(body, env)
        if verdict is not None or entry is None or entry[1][0] != symbol:
            return False if verdict is False else None
        return False if self._try(entry, lambda: self._forall(body, env, symbol) is False) else None

    def _exists(self, body: Formula, env: tuple[int, ...], *unknown: Symbol) -> bool | None:
        """True if some values of the symbols make the body true, false if its equations force values that make it false."""
        if type(body) is Exists and not _over_indices(body):
            with self.fresh(body) as other:
                return self._exists(opened(body, eta(other)), env, other, *unknown)
        with self.solved([body], env, unknown):
            verdict, entry = self._asked(body, env)
            if verdict is not None or entry is None or entry[1][0] not in unknown:
                return verdict
            return True if self._try(entry, lambda: self._exists(body, env, *unknown) is True) else None

    def _try(self, entry: Entry, succeeds: Callable[[], bool]) -> bool:
        """Whether something succeeds with some value of an entry; if it only fails for want of another entry, that is wanted."""
        outside = None
        for value in self.candidates(entry):
            with self.values():
                self.give(entry, value)
                if succeeds():
                    return True
            outside = outside or self.wanted
        self.wanted = outside
        return False

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
        if entry[1][0] not in unknown or max(_degree(side, entry[1][0]) for side in equation.children) > 1:
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
        if slope == 0 or (type(slope) is not fmpq and slope.contains(0)):
            return False
        self.give(entry, -at[0] / slope)
        return True

    def _difference(self, equation: Eq, env: tuple[int, ...]) -> Value:
        left, right = equation.children
        return self.value(left, env) - self.value(right, env)

    # ---- statements --------------------------------------------------------------------------------------------------

    def falsifies(self, hypotheses: list[Formula], conclusion: Formula) -> bool:
        """Find values with which the hypotheses hold and the conclusion fails, and keep them."""
        with self.solved(hypotheses, (), symbols_of([*hypotheses, conclusion])):
            judged = [self._asked(h) for h in hypotheses]
            if all(holds for holds, _ in judged):
                judged = [(_not(holds), entry) for holds, entry in [self._asked(conclusion)]]
            entry = next((wanted for _, wanted in judged if wanted), None)
            if all(holds for holds, _ in judged):
                self.found = dict(self.tables)
                return True
            if entry is None or any(holds is False for holds, _ in judged):
                return False
            return self._try(entry, lambda: self.falsifies(hypotheses, conclusion))

    def _asked(self, g: Formula, env: tuple[int, ...] = ()) -> tuple[bool | None, Entry | None]:
        """What ``holds`` says, and which entry is wanted if that is nothing."""
        self.wanted = None
        verdict = self.holds(g, env)
        return verdict, self.wanted if verdict is None else None

    def whatever(self, hypotheses: list[Formula], conclusion: Formula) -> bool:
        """Whether the values found do not depend on what 1/0 and log 0 are."""
        self.tables = self.found
        for self.junk in JUNK:
            self._forget()
            if not (all(self.holds(h) for h in hypotheses) and self.holds(conclusion) is False):
                return False
        return True

    def __str__(self) -> str:
        sizes = ", ".join(f"|{sort.name}| = {size}" for sort, size in sorted(self.sizes.items()))
        entries = ", ".join(f"{symbol.name}{list(places) or ''} = {value}" for (symbol, *places), value in self.tables.items())
        return "; ".join(filter(None, [sizes, entries]))


def _over_indices(g: Formula) -> bool:
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


# ---- functions -----------------------------------------------------------------------------------------------------------

X, Y = (Symbol(name, Type((), REAL)) for name in "xy")
FUNCTIONS = [
    Lambda((REAL,), body)
    for x in [App(Bound(0, Type((), REAL)))]
    for body in (Exp(x), ZERO, ONE, Number(2), MINUS, x, Exp(Times(MINUS, x)))
]


@cache
def monotone() -> list[Theorem]:
    """⊢ ∀x ∀y (x ≤ y → eˣ ≤ eʸ), and what it gives for e⁻ˣ: 1 + (y − x) ≤ e^(y−x)."""
    order = f.assume(Le(App(X), App(Y)))
    steeper = f.inst(exp_tangent(), {"t": Plus(App(Y), Times(MINUS, App(X)))})
    up = f.le(Exp(App(X)), Exp(App(Y)), f.mul(f.ex(App(X)), f.add(f.by(order), f.by(steeper))))
    rises = f.gen(f.imply(up, order), X, Y)
    down = f.le(Times(MINUS, App(Y)), Times(MINUS, App(X)), f.by(order))
    falls = f.imply(f.mp(f.spec(rises, *down.conclusion.children), down), order)
    below_one = f.inst(falls, {X: ZERO})
    return [rises, f.gen(falls, X, Y), f.gen(f.restate(below_one, Implies(Le(ZERO, App(Y)), Le(Exp(Times(MINUS, App(Y))), ONE))), Y)]


def interpretations(statement: Statement) -> Iterator[dict[Symbol, Lambda]]:
    """Values for the functions of one number in a statement."""
    functions = sorted(s for g in (*statement.hypotheses.values(), statement.conclusion) for s in g.free if REAL in s.type.params)
    for values in product(FUNCTIONS, repeat=len(set(functions))):
        yield dict(zip(sorted(set(functions)), values, strict=True))


@cache
def proved(hypothesis: Formula) -> bool:
    try:
        return not prove(hypothesis, monotone()).hypotheses
    except ProofError:
        return False


# ---- search --------------------------------------------------------------------------------------------------------------


def sorts_of(nodes: Iterable[Any]) -> set[Sort]:
    """The index types of symbolic size that occur in nodes."""
    found: set[Sort] = set()
    stack = list(nodes)
    while stack:
        t = stack.pop()
        stack.extend(t.children)
        found |= {t.over} if type(t) is Card else {*t.type.params, t.type.result} if hasattr(t, "type") else set()
        found |= {sort for s in t.free for sort in (*s.type.params, s.type.result)}
    return {sort for sort in found if sort.kind in (FINITE, MAYBE_EMPTY)}


def counterexample(statement: Statement, hints: Mapping[str, Any] | None = None, largest: int = 2, attempts: int = 30) -> str | None:
    """A model in which the statement is false, in words; None if none was found.  ``hints`` may also give the sizes."""
    hints = hints or {}
    sorts = sorted(sorts_of([*statement.hypotheses.values(), statement.conclusion]))
    ranges = [[hints[s.name]] if s.name in hints else range(1, largest + 1) for s in sorts]
    sizes = [dict(zip(sorts, size, strict=True)) for size in sorted(product(*ranges), key=sum)]
    for seed, total, size, functions in product(range(attempts), (False, True), sizes, interpretations(statement)):
        hypotheses = [substitute(h, functions) for h in statement.hypotheses.values()]
        conclusion = substitute(statement.conclusion, functions)
        open_ones = [h for h in hypotheses if not (functions and proved(h))]
        model = Instance(size, hints, BUDGET, total, seed)
        try:
            if model.falsifies(open_ones, conclusion) and model.whatever(open_ones, conclusion):
                return "; ".join([*filter(None, [str(model)]), *(f"{s.name} = {value.body.key}" for s, value in functions.items())])
        except Exhausted:
            continue
    return None
