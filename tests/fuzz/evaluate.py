"""An independent evaluator: terms of the kernel on a finite model, exact where possible, else in ball arithmetic.

A model gives every sort a size, every symbol a table and every function of numbers a fixed polynomial or sine.  Values are
``fmpq`` while they are rational and ``arb`` once exp, log or a sine made them real.
1/0 and the logarithm of a number that is not positive have no value (``Undefined``) unless an exactly zero factor
multiplies them; in a *total* model they have some value that depends on nothing but the argument.  ``judge`` is for formulas.
"""

import random
from collections.abc import Iterable

from flint import arb, ctx, fmpq

from gaproof.proof.syntax import (
    EMBED,
    FINITE,
    FREE,
    NAT,
    REAL,
    SUCC,
    ZERO_NAT,
    App,
    Bound,
    Card,
    Delta,
    Exp,
    Inverse,
    Log,
    Node,
    Number,
    Plus,
    Sort,
    Sum,
    Symbol,
    Term,
    Times,
)

ctx.prec = 256
Value = fmpq | arb
NOUGHT, UNIT = fmpq(0), fmpq(1)
NATURALS = range(5)
LIMIT = 20_000
MOODS = ("mixed", "mixed", "positive", "ties", "sparse")


class Undefined(Exception):
    """1/0 or the logarithm of a number that is not positive."""


class Undecided(Exception):
    """A ball is too wide to tell, or the computation too long."""


def narrow(x: Value) -> bool:
    """Whether the ball is so small that a meeting of two such balls says that the numbers are equal."""
    return type(x) is fmpq or (x.is_finite() and (x.rad() < arb(2) ** -80 or x.rel_accuracy_bits() > 80))


def differ(x: Value, y: Value) -> bool:
    """Whether two numbers are provably different."""
    if type(x) is fmpq and type(y) is fmpq:
        return bool(x != y)
    return not arb(x).overlaps(arb(y))


class Model:
    """Sizes, tables and functions drawn from a seed; an index type is inhabited if one of ``inhabitants`` is an element of it."""

    def __init__(self, seed: object, inhabitants: Iterable[Symbol] = (), *, total: bool = True) -> None:
        self.rng = random.Random(str(seed))
        self.mood = self.rng.choice(MOODS)
        self.total = total
        self.needed = {s.type.result for s in inhabitants if not s.type.params}
        self.sizes: dict[Sort, int] = {}
        self.tables: dict[tuple[object, ...], fmpq | int] = {}
        self.kinds: dict[Symbol, str] = {}
        self.known: dict[tuple[Node, tuple[int, ...]], Value | int] = {}
        self.steps = 0

    def strict(self) -> "Model":
        """The same model without values for 1/0 and log 0."""
        twin = object.__new__(Model)
        twin.__dict__.update(self.__dict__, total=False, known={}, steps=0)
        return twin

    def size(self, sort: Sort) -> int:
        if sort not in self.sizes:
            low = 1 if sort.kind == FINITE or sort in self.needed else 0
            self.sizes[sort] = self.rng.randint(low, 3 if sort.kind == FINITE else 2)
        return self.sizes[sort]

    def elements(self, sort: Sort) -> range:
        if sort.kind == FREE and sort != NAT:
            raise Undecided(f"no elements of {sort.name} are known")
        return NATURALS if sort == NAT else range(self.size(sort))

    def entry(self, sort: Sort, *key: object) -> fmpq | int:
        """The entry of a table: a number or an element of a sort."""
        if key not in self.tables:
            self.tables[key] = self._number() if sort == REAL else self.rng.choice(self.elements(sort))
        return self.tables[key]

    def _number(self) -> fmpq:
        match self.mood:
            case "positive":
                return fmpq(self.rng.randint(1, 5), self.rng.randint(1, 3))
            case "ties":
                return fmpq(self.rng.choice((-1, 1, 1, 2)))
            case "sparse":
                return fmpq(self.rng.choice((0, 0, 0, 1, 1, -2)))
            case _:
                return fmpq(self.rng.randint(-4, 4), self.rng.randint(1, 3))

    # ---- terms -------------------------------------------------------------------------------------------------------

    def value(self, t: Term, env: tuple[int, ...] = ()) -> Value:
        """The value of a number whose bound variables, from the outside in, have the values ``env``."""
        out = self._value(t, env)
        return out if type(out) is not int else fmpq(out)

    def _value(self, t: Term, env: tuple[int, ...]) -> Value | int:
        if not t.children:
            return self._leaf(t, env)
        key = (t, env[len(env) - t.loose :] if t.loose else ())
        if key not in self.known:
            self.steps += 1
            if self.steps > LIMIT:
                raise Undecided("too long")
            self.known[key] = self._compound(t, env)
        return self.known[key]

    def _leaf(self, t: Term, env: tuple[int, ...]) -> Value | int:
        match t:
            case Number():
                return fmpq(t.value.numerator, t.value.denominator)
            case Card():
                return fmpq(self.size(t.over))
            case App() if type(t.head) is Bound:
                return env[-1 - t.head.index]
            case App() if t.head == ZERO_NAT:
                return 0
            case App():
                return self.entry(t.sort, t.head)
        raise TypeError(t)

    def _compound(self, t: Term, env: tuple[int, ...]) -> Value | int:
        match t:
            case App():
                return self._applied(t, [self._value(c, env) for c in t.children])
            case Delta():
                left, right = (self._value(c, env) for c in t.children)
                return UNIT if left == right else NOUGHT
            case Plus():
                return sum((self.value(c, env) for c in t.children), NOUGHT)
            case Times():
                return self._product(t, env)
            case Sum():
                return sum((self.value(t.children[0], (*env, k)) for k in self.elements(t.type.result)), NOUGHT)
        x = self.value(t.children[0], env)
        return {Inverse: self.inverse, Exp: self.exp, Log: self.log}[type(t)](x)

    def _product(self, t: Times, env: tuple[int, ...]) -> Value:
        out, trouble = UNIT, None
        for child in t.children:
            try:
                out = out * self.value(child, env)
            except (Undefined, Undecided) as e:
                trouble = trouble or e
            if type(out) is fmpq and out == 0:
                return NOUGHT
        if trouble:
            raise trouble
        return out

    def inverse(self, x: Value) -> Value:
        if type(x) is fmpq:
            if x == 0:
                return self._junk("1/0")
            return 1 / x
        if x.contains(0):
            raise Undecided("1/x for a ball around 0")
        return 1 / x

    def exp(self, x: Value) -> Value:
        return UNIT if type(x) is fmpq and x == 0 else arb(x).exp()

    def log(self, x: Value) -> Value:
        if type(x) is fmpq and x == 1:
            return NOUGHT
        ball = arb(x)
        if ball > 0:
            return ball.log()
        if ball <= 0:
            return self._junk("log") + self._junk("slope of log") * x
        raise Undecided("log x for a ball around 0")

    def _junk(self, name: str) -> fmpq:
        if not self.total:
            raise Undefined(name)
        return self.entry(REAL, name)

    def _applied(self, t: App, args: list[Value | int]) -> Value | int:
        head = t.head
        if head == EMBED:
            return fmpq(args[0])
        if head == SUCC:
            return args[0] + 1
        reals = [x for x in args if type(x) is not int]
        place = (head, *(x for x in args if type(x) is int))
        if not reals:
            return self.entry(t.sort, *place)
        kind = self.kinds.setdefault(head, self.rng.choice(("polynomial", "polynomial", "sine")))
        if t.sort != REAL:
            return self._rounded(t.sort, self._function("polynomial", place, reals))
        return self._function(kind, place, reals)

    def _function(self, kind: str, place: tuple[object, ...], reals: list[Value]) -> Value:
        line = sum((self.entry(REAL, *place, "slope", n) * x for n, x in enumerate(reals)), self.entry(REAL, *place, "start"))
        if kind == "sine":
            return arb(line).sin() + self.entry(REAL, *place, "level")
        return line + self.entry(REAL, *place, "bend") * reals[0] * reals[-1]

    def _rounded(self, sort: Sort, x: Value) -> int:
        floor = arb(x).floor().unique_fmpz() if type(x) is arb else x.floor()
        if floor is None:
            raise Undecided("the floor of a ball")
        return int(floor) % len(self.elements(sort))
