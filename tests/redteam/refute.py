"""Is a sequent false?  A search for a small model in which the hypotheses hold and the conclusion does not.

Written against the meaning of the kernel's formulas, not against its code: it looks at tags and names only.  Arithmetic is
exact; where exp or log occur, numbers are floats and only clear differences count.  A quantifier over infinitely many
values is tried at a few of them, and ``None`` says that this did not settle it.
"""

import math
import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

NUMBERS = [Fraction(n) for n in (-2, -1, 0, 0, 1, 1, 2)] + [Fraction(1, 2)]
NATURALS = range(5)
TRIES = 1500


class Model:
    """Sizes of the index types and values of the free symbols, drawn when they are first asked for."""

    def __init__(self, seed: int, smallest: int) -> None:
        self.random = random.Random(seed)
        self.smallest = smallest  # of the types that may be empty
        self.sizes: dict[str, int] = {}
        self.values: dict[Any, Any] = {}
        self.outside = {kind: self.random.choice(NUMBERS) for kind in ("inverse", "log")}  # 1/0, and log off its domain

    def elements(self, sort: Any) -> list[Any] | None:
        """All elements of an index type, None if there are infinitely many."""
        if sort.kind not in ("finite", "maybe_empty"):
            return None
        if sort.key not in self.sizes:
            self.sizes[sort.key] = self.random.randint(1 if sort.kind == "finite" else self.smallest, 2)
        return list(range(self.sizes[sort.key]))

    def some(self, sort: Any) -> list[Any]:
        finite = self.elements(sort)
        return finite if finite is not None else list(NATURALS) if sort.name == "Nat" else NUMBERS

    def of(self, key: Any, sort: Any, args: tuple[Any, ...]) -> Any:
        """The value of a symbol at these arguments."""
        where = (key, args)
        if where not in self.values:
            choices = self.some(sort)
            if not choices:
                raise Inexpressible("an element of an empty type")
            self.values[where] = self.random.choice(choices)
        return self.values[where]


class Inexpressible(Exception):
    """The model has no value for this."""


class Function:
    """A value of a bound field, function or index map, drawn at random."""

    def __init__(self, model: Model, sort: Any) -> None:
        self.model, self.sort = model, sort

    def __call__(self, *args: Any) -> Any:
        return self.model.of(self, self.sort, args)


def value(t: Any, m: Model, bound: tuple[Any, ...] = ()) -> Any:
    args = (value(c, m, bound) for c in t.children) if t.tag != "sum" else ()
    match t.tag:
        case "number":
            return t.value
        case "app":
            return _applied(t, tuple(args), m, bound)
        case "card":
            return len(m.some(t.over))
        case "delta":
            left, right = args
            return int(left == right)
        case "plus":
            return sum(args)
        case "times":
            return math.prod(args)
        case "inverse":
            (x,) = args
            return m.outside["inverse"] if x == 0 else 1 / Fraction(x) if not isinstance(x, float) else 1 / x
        case "exp":
            (x,) = args
            return Fraction(1) if x == 0 else math.exp(x)
        case "log":
            (x,) = args
            return m.outside["log"] - x if x <= 0 else Fraction(0) if x == 1 else math.log(x)
        case "sum":
            return sum(value(t.children[0], m, (k, *bound)) for k in m.some(t.type.result))
    raise Inexpressible(t.tag)


def _applied(t: Any, args: tuple[Any, ...], m: Model, bound: tuple[Any, ...]) -> Any:
    if hasattr(t.head, "index"):
        head = bound[t.head.index]
        return head(*args) if args else head
    match (t.head.name, *(p.name for p in t.head.type.params), t.head.type.result.name):
        case ("nat", "Nat", "Real"):
            return Fraction(args[0])
        case ("zero", "Nat"):
            return 0
        case ("succ", "Nat", "Nat"):
            return args[0] + 1
    return m.of(t.head.key, t.head.type.result, args)


def holds(f: Any, m: Model, bound: tuple[Any, ...] = ()) -> bool | None:
    """Whether a formula holds in a model; None if that is not settled."""
    match f.tag:
        case "eq" | "ne" | "le" | "lt":
            left, right = (value(c, m, bound) for c in f.children)
            if (isinstance(left, float) or isinstance(right, float)) and abs(left - right) < 1e-6:
                return None
            return bool({"eq": left == right, "ne": left != right, "le": left <= right, "lt": left < right}[f.tag])
        case "and":
            return _all(holds(c, m, bound) for c in f.children)
        case "implies":
            first, then = (holds(c, m, bound) for c in f.children)
            return True if first is False or then is True else False if first is True and then is False else None
        case "forall" | "exists":
            finite = not f.type.params and m.elements(f.type.result) is not None
            domain = [Function(m, f.type.result) for _ in range(3)] if f.type.params else m.some(f.type.result)
            found = (holds(f.children[0], m, (x, *bound)) for x in domain)
            finite = finite or not _occurs(f.children[0], 0)
            verdict = _all(found) if f.tag == "forall" else _negated(_all(map(_negated, found)))
            return verdict if finite or verdict is (f.tag == "exists") else None
    raise Inexpressible(f.tag)


def _occurs(t: Any, depth: int) -> bool:
    """Whether the variable of the binder ``depth`` levels up occurs in t."""
    inner = depth + (t.tag in ("sum", "forall", "exists"))
    return (t.tag == "app" and getattr(t.head, "index", None) == depth) or any(_occurs(c, inner) for c in t.children)


def _negated(v: bool | None) -> bool | None:
    return None if v is None else not v


def _all(values: Iterator[bool | None]) -> bool | None:
    known = list(values)
    return False if False in known else None if None in known else True


def countermodel(theorem: Any) -> Model | None:
    """A model in which the hypotheses of the sequent hold and its conclusion does not; it has its free indices."""
    free = theorem.conclusion.free.union(*(h.free for h in theorem.hypotheses))
    smallest = {s.type.result.key for s in free if s.type.result.kind == "maybe_empty" and not s.type.params}
    for seed, empty in product(range(TRIES), (0, 1)):
        m = Model(seed, empty)
        m.sizes.update({key: 1 + seed % 2 for key in smallest})
        try:
            if all(holds(h, m) is True for h in theorem.hypotheses) and holds(theorem.conclusion, m) is False:
                return m
        except (Inexpressible, OverflowError, IndexError, AttributeError):
            continue
    return None
