"""Random well-typed terms that reach every node of the kernel and every rewriting of its normal form."""

import random
from collections.abc import Callable
from fractions import Fraction

from gaproof.proof.substitution import closed
from gaproof.proof.syntax import (
    EMBED,
    MAYBE_EMPTY,
    MINUS,
    NAT,
    ONE,
    REAL,
    SUCC,
    ZERO_NAT,
    App,
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
    Type,
)

N, M, E = Sort("N"), Sort("M"), Sort("E", MAYBE_EMPTY)
FINITES = (N, N, M, E, E)


def symbol(name: str, *params: Sort, to: Sort = REAL) -> Symbol:
    return Symbol(name, Type(params, to))


SCALARS = tuple(map(symbol, "xyz"))
FIELDS = (
    *(symbol("a", N), symbol("b", N), symbol("c", M), symbol("g", N, M), symbol("h", N, N)),
    *(symbol("p", E), symbol("r", E), symbol("q", E, N), symbol("t", NAT)),
)
FUNCTIONS = (symbol("F", REAL), symbol("G", REAL, REAL), symbol("H", N, REAL))
MAPS = (
    *(symbol("s", N, to=N), symbol("u", N, to=N), symbol("f", M, to=N), symbol("v", E, to=N)),
    *(symbol("w", NAT, to=N), symbol("o", N, to=NAT), symbol("K", REAL, to=N)),
)
INDICES = {sort: tuple(symbol(n, to=sort) for n in names) for sort, names in ((N, "ijl"), (M, "m"), (E, "ed"), (NAT, "k"))}


def minus(a: Term, b: Term) -> Term:
    return Plus(a, Times(MINUS, b))


def total(index: Symbol, body: Term) -> Term:
    """Σ_index body."""
    return Sum(index.name, index.type, closed(body, index))


def cost(t: Node) -> tuple[int, int]:
    """About how many monomials the normal form of t has, and how many bound indices the largest of them."""
    parts = [cost(c) for c in t.children]
    many, deep = [n for n, _ in parts], [b for _, b in parts]
    match t:
        case Plus():
            return sum(many), max(deep)
        case Times():
            out = 1
            for n in many:
                out *= n
            return out, sum(deep)
        case Sum():
            return many[0], deep[0] + 1
        case Exp():
            powers = [cost(s.children[0]) for s in subterms(t) if type(s) is Log]  # exp(c log D) becomes a power of D
            return max((n**2 for n, _ in powers), default=1), max((2 * b for _, b in powers), default=0)
        case Inverse():
            return many[0], deep[0]
    return max([1, *many]), max([0, *deep]) if type(t) is Log else 0


def small(t: Node) -> bool:
    """Whether the normal form of t takes milliseconds."""
    return len(t.key) < 1500 and all(n <= 30 and b <= 4 for n, b in map(cost, subterms(t)))


def subterms(t: Node) -> list[Node]:
    return [t, *(s for c in t.children for s in subterms(c))]


class Generator:
    """Draws terms; ``inside`` holds the bound indices in scope."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.inside: list[Symbol] = []
        self.named = 0
        self.elements_of_e = rng.random() < 0.15
        few = rng.random() < 0.5  # few names meet more often
        self.scalars = SCALARS[:1] if few else SCALARS
        self.fields = (*FIELDS[:1], *rng.sample(FIELDS[1:], 2)) if few else FIELDS
        self.indices = {sort: names[:2] for sort, names in INDICES.items()} if few else INDICES

    def pick(self, *choices: Callable[[], Term]) -> Term:
        return self.rng.choice(choices)()

    def term(self, depth: int = 3) -> Term:
        """A number that is not too expensive to normalise."""
        while not small(t := self.number(depth)):
            depth = max(1, depth - self.rng.randrange(2))
        return t

    # ---- indices -----------------------------------------------------------------------------------------------------

    def _at_hand(self, sort: Sort) -> list[Symbol]:
        bound = [s for s in self.inside if s.type.result == sort]
        return bound * 3 + list(self.indices[sort] if sort != E or self.elements_of_e else ())

    def reachable(self, sort: Sort) -> bool:
        return bool(self._at_hand(sort))

    def index(self, sort: Sort, depth: int = 1) -> Term:
        """An index of the sort: bound, free, a constructor, or an index map applied to one."""
        if sort == NAT and self.rng.random() < 0.4:
            return App(ZERO_NAT) if depth <= 0 or self.rng.random() < 0.4 else App(SUCC, self.index(NAT, depth - 1))
        maps = [f for f in MAPS if f.type.result == sort and all(p == REAL or self.reachable(p) for p in f.type.params)]
        if maps and depth > 0 and self.rng.random() < 0.25:
            f = self.rng.choice(maps)
            return App(f, *(self.number(0) if p == REAL else self.index(p, depth - 1) for p in f.type.params))
        return App(self.rng.choice(self._at_hand(sort)))

    def field(self) -> Term:
        f = self.rng.choice([f for f in self.fields if all(map(self.reachable, f.type.params))])
        return App(f, *map(self.index, f.type.params))

    def delta(self) -> Term:
        sort = self.rng.choice([s for s in (N, N, N, M, E, E, NAT) if self.reachable(s)])
        return Delta(self.index(sort), self.index(sort))

    # ---- numbers -----------------------------------------------------------------------------------------------------

    def constant(self) -> Term:
        return Number(Fraction(self.rng.choice((-3, -2, -1, 1, 1, 2, 3)), self.rng.choice((1, 1, 1, 2, 3))))

    def scalar(self) -> Term:
        return App(self.rng.choice(self.scalars))

    def size(self) -> Term:
        return Card(self.rng.choice(FINITES))

    def leaf(self) -> Term:
        return self.pick(self.constant, self.scalar, self.field, self.field, self.delta, self.size, lambda: App(EMBED, self.index(NAT)))

    def summed(self, body: Callable[[], Term]) -> Term:
        """The sum of what ``body`` draws over a new bound index."""
        self.named += 1
        index = symbol(f"v{self.named}", to=self.rng.choice(FINITES))
        self.inside.append(index)
        drawn = body()
        self.inside.pop()
        return total(index, drawn)

    def number(self, depth: int) -> Term:
        """Any number."""
        if depth <= 0:
            return self.leaf()
        less = lambda: self.number(depth - 1)  # noqa: E731
        return self.pick(
            self.leaf,
            lambda: Plus(less(), less()),
            lambda: Plus(less(), self.leaf(), less()),
            lambda: Times(less(), less()),
            lambda: Times(self.leaf(), less(), self.leaf()),
            lambda: self.summed(less),
            lambda: self.summed(less),
            lambda: self.summed(lambda: Times(self.delta(), less())),
            lambda: Times(self.summed(less), self.summed(less)),
            lambda: Times(self.summed(self.field), self.summed(self.field_inside)),
            lambda: Times(self.delta(), less()),
            lambda: Exp(self.number(depth - 2)),
            lambda: Log(self.positive(depth - 1)),
            lambda: Inverse(self.nonzero(depth - 1)),
            lambda: self.guarded(depth - 1),
            lambda: self.function(depth - 1),
            lambda: self.power(depth - 1),
            lambda: self.share(depth - 1),
        )

    def function(self, depth: int) -> Term:
        """An uninterpreted function of numbers, at terms that may contain bound indices and functions again."""
        f = self.rng.choice(FUNCTIONS)
        return App(f, *(self.number(depth) if p == REAL else self.index(p) for p in f.type.params))

    def field_inside(self) -> Term:
        """A field under a function, perhaps."""
        return self.pick(self.field, lambda: Exp(self.field()), lambda: Log(self.field()), lambda: self.function(0))

    def positive(self, depth: int) -> Term:
        """A number that is positive by its form, or in many models."""
        if depth <= 0:
            rational = Number(self.rng.choice((2, 3, Fraction(1, 2), 6)))
            return self.pick(lambda: Exp(self.leaf()), self.size, lambda: rational, self.scalar, self.field)
        less = lambda: self.positive(depth - 1)  # noqa: E731
        return self.pick(
            lambda: Times(Number(self.rng.choice((2, 3, Fraction(3, 4)))), Exp(self.leaf()), less()),
            lambda: Times(less(), less()),
            lambda: Plus(less(), less()),
            lambda: Plus(self._square(), Exp(self.leaf())),
            lambda: self.summed(less),
            lambda: Inverse(less()),
            lambda: Exp(self.number(depth - 1)),
            self._square,
            lambda: Times(self.field(), self.field()),
            lambda: Times(self.constant(), less()),
            lambda: Times(self.delta(), less()),
        )

    def _square(self) -> Term:
        t = self.pick(self.field, self.scalar)
        return Times(t, t)

    def nonzero(self, depth: int) -> Term:
        """A number that is not zero by its form, or in many models."""
        return self.pick(
            lambda: self.positive(depth),
            lambda: self.positive(depth),
            lambda: self.number(depth),
            lambda: Plus(ONE, self.delta()),
            lambda: minus(ONE, self.delta()),
            lambda: minus(self.field(), self.field()),
            lambda: Times(self.field(), self.positive(depth)),
            lambda: Times(self.size(), Exp(self.leaf())),
            lambda: Times(self.delta(), self.leaf()),
        )

    def guard(self) -> Term:
        """A factor that is often zero."""
        return self.pick(self.delta, self.delta, self.field, lambda: Times(self.delta(), self.field()), lambda: minus(ONE, self.delta()))

    def guarded(self, depth: int) -> Term:
        """p·log u, p·log p, or the exponential of one."""
        p = self.guard()
        u = self.pick(lambda: p, lambda: self.positive(depth), lambda: self.nonzero(0))
        t = Times(p, Log(u)) if self.rng.random() < 0.7 else Times(self.constant(), p, Log(u))
        many = lambda: self.summed(lambda: Times(self.guard(), Log(u)))  # noqa: E731
        return self.pick(lambda: t, lambda: t, lambda: Exp(t), lambda: Times(p, Exp(t)), many)

    def power(self, depth: int) -> Term:
        """exp(c·log D + …) with an integer or fractional c."""
        D = self.positive(depth)
        c = Number(self.rng.choice((1, 2, -1, -2, Fraction(1, 2), Fraction(-1, 2), Fraction(1, 3))))
        t = Times(c, Log(D))
        more = lambda: Exp(Plus(t, self.number(depth - 1)))  # noqa: E731
        return self.pick(lambda: Exp(t), lambda: Times(Exp(t), Exp(t)), more, lambda: Times(D, Exp(t)))

    def share(self, depth: int) -> Term:
        """w_i / Σ w or a sum of such shares: what anchors and normalisers are made of."""
        self.named += 1
        index = symbol(f"v{self.named}", to=self.rng.choice(FINITES))
        self.inside.append(index)
        weight = self.pick(lambda: self.positive(depth), lambda: self.positive(0), lambda: Exp(self.leaf()))
        other = self.pick(self.leaf, lambda: Exp(self.leaf()))
        self.inside.pop()
        part = Times(weight, other, Inverse(Times(other, total(index, weight)) if self.rng.random() < 0.5 else total(index, weight)))
        return total(index, part)
