"""What holds of all numbers that are small enough, or large enough: ∃δ (0 < δ ∧ ∀x (|x − a| ≤ δ → f)).

If what is said of δ holds at all smaller δ where it holds at one, then it holds of some δ > 0 exactly if it holds of all that are small
enough: of δ = η, a number as small as one likes.  So it is with all larger δ and 1/η.  What is said of all x between a − η and a + η, and
does not speak of η, holds for some η exactly if it holds at a, a + η and a − η.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import Any

from flint import fmpq

from ..proof.syntax import ZERO, And, App, Exists, ForAll, Formula, Implies, Le, Lt, Number, Plus, Symbol, Times
from .affine import Affine
from .evaluate import EXACT, NOUGHT, Undecided, Value
from .inequalities import AT_MOST, BELOW, Comparison, comparison
from .judge import Verdict, judge
from .polynomial import made, terms
from .quantifiers import NUMBER, UNDECIDED, Atom, Quantifiers, Question
from .small import ETA, LARGE, Small, limit, sign


class Limits(Quantifiers):
    """A model that tells what small and large numbers do.  ``spoken_of``: the variables of the quantifiers that are being judged.
    ``standing``: those that were spoken of before such a number, and so stand for numbers that do not depend on it."""

    spoken_of = standing = frozenset[Symbol]()

    @contextmanager
    def _fresh(self, g: Any) -> Iterator[Symbol]:
        outside = self.spoken_of
        with super()._fresh(g) as symbol:
            self.spoken_of = outside | {symbol}
            try:
                yield symbol
            finally:
                self.spoken_of = outside

    def _decided(self, q: Question) -> Verdict:
        try:
            return self._in_the_limit(q) or super()._decided(q)
        except Undecided:  # a ball, and a number that depends on η
            return UNDECIDED

    def _in_the_limit(self, q: Question) -> Verdict | None:
        small, found = self._small(), None
        if q.goal is None and not small:
            found = self._far_enough(q)
        elif q.goal is not None and small:
            found = self._squeezed(q, small)
        asks = found and not self.assumed and any(e[0] not in q.unknown for e in found.wanted)  # first something is assumed of these
        return found if found and (asks or found.holds is not None) else None

    def _small(self) -> frozenset[Symbol]:
        """The symbols with an entry that depends on η."""
        return frozenset(entry[0] for entry, value in self.tables.items() if _depends(value))

    def _far_enough(self, q: Question) -> Verdict | None:
        """Whether there is an x such that 0 < x and more, if this is decided by a small or a large one."""
        x = q.unknown[0]
        end = decisive(q.body, x) if len(q.unknown) == 1 and not x.type.params else None
        if end is None:
            return None
        before, self.standing = self.standing, self.spoken_of - {x}
        try:
            return self._with({(x,): end}, lambda: judge(self, q.body, q.place))
        finally:
            self.standing = before

    def _squeezed(self, q: Question, small: frozenset[Symbol]) -> Verdict | None:
        """Whether something holds of all x between two bounds that depend on η: it fails if it does at one of them, and holds if it does
        not speak of η and holds at all that a number between them may be like."""
        bounded = ((x, *self._bounds(q, x)) for x in q.unknown if x.type == NUMBER)
        x, low, high = next((found for found in bounded if any(map(_depends, found[1:]))), (q.unknown[0], None, None))
        for value in dict.fromkeys(v for end in (low, high) if end is not None for v in (end, end * fmpq(1, 2))):
            if (found := self._with({(x,): value}, lambda: self._at_one(q))).holds is False:
                return found
        near = _nearest(low, high)
        if q.goal is None or not near or not small.isdisjoint(q.goal.free):
            return None
        parts = (part for g in q.must_hold for part in (g.children if type(g) is And else (g,)))
        free = replace(q, must_hold=tuple(part for part in parts if small.isdisjoint(part.free)))
        if all(self._with({(x,): value}, lambda: self._at_one(free)).holds for value in near):
            return Verdict(True, False)
        return None

    def _at_one(self, q: Question) -> Verdict:
        """The verdict where one of the unknown numbers is known."""
        return super()._decided(q) if len(q.unknown) > 1 else judge(self, q.body, q.place)

    def _bounds(self, q: Question, x: Symbol) -> tuple[Value, Value]:
        """Numbers that x is at least and at most, if what is said of it says so."""
        low = high = None
        for g, gap in self._gaps(a for h in q.must_hold for a in self._atoms(h, q.place)):
            found = terms(gap)
            if type(g) in (Le, Lt) and type(found.get(((x,),))) in EXACT and set(found) <= {(), ((x,),)}:
                c = found[((x,),)]
                end, way = found.get((), NOUGHT) * (-1 / c), sign(c)
                if way > 0 and (high is None or sign(high - end) > 0):
                    high = end
                if way < 0 and (low is None or sign(end - low) > 0):
                    low = end
        return low, high

    def _parts(self) -> Iterator[Value]:
        yield from super()._parts()
        for value in dict.fromkeys(v for v in self.tables.values() if type(v) is Small):
            yield from (value, value * fmpq(-1))

    def _comparisons(self, atoms: Iterable[Atom]) -> list[Comparison]:
        return [found for c in super()._comparisons(atoms) if (found := self._in_the_end(c))]

    def _in_the_end(self, c: Comparison) -> Comparison | None:
        """What a comparison comes to as η tends to 0, if it is one of numbers that do not depend on η.  If it holds for numbers η as small
        as one likes, then so does this, and if this fails, then so does the comparison for all that are small enough."""
        if not any(map(_depends, c.line.values())):
            return c
        if any(e[0] in self.bound and e[0] not in self.standing for m in c.line for e in m):
            return None
        try:
            limits = {m: limit(x) for m, x in c.line.items()}
        except Undecided:
            return None
        return None if None in limits.values() else comparison(made(limits), AT_MOST if c.relation == BELOW else c.relation)


def _depends(value: Value) -> bool:
    return type(value) is Small or (isinstance(value, Affine) and any(type(c) is Small for c in (value.constant, *value.slopes.values())))


def _nearest(low: Value, high: Value) -> tuple[Value, ...]:
    """What numbers between two bounds are like as η tends to 0: none if that is not known."""
    try:
        ends = [None if end is None else limit(end) for end in (low, high)]
    except Undecided:
        return ()
    if ends[0] is not None and ends[1] is not None:
        return (ends[0], ends[0] + ETA, ends[0] + ETA * fmpq(-1)) if _same(*ends) else ()
    if high is None and low is not None and sign(low) > 0:
        return (LARGE,)
    if low is None and high is not None and sign(high) < 0:
        return (LARGE * fmpq(-1),)
    return ()


def _same(x: Value, y: Value) -> bool:
    gap = x - y
    return type(gap) is fmpq and gap == 0


# ---- what a number decides ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def decisive(g: Formula, x: Symbol) -> Value | None:
    """A value of x at which 0 < x ∧ f holds exactly if it does at any x: a small or a large one; None if there is none."""
    parts = g.children if type(g) is And else ()
    if Lt(ZERO, App(x)) not in parts:
        return None
    way = together(direction(part, x) for part in parts if part != Lt(ZERO, App(x)))
    return ETA if way == -1 else LARGE if way == 1 else None


def direction(g: Any, x: Symbol) -> int | None:
    """1 if g holds at all larger x where it holds at one, -1 if at all smaller x, 0 if at all, None if that is not known."""
    if x not in g.free:
        return 0
    match g:
        case Le() | Lt():
            left, right = (slope(side, x) for side in g.children)
            return None if left is None or right is None else (right > left) - (right < left)
        case And():
            return together(direction(part, x) for part in g.children)
        case Implies():
            condition = direction(g.children[0], x)
            return None if condition is None else together((-condition, direction(g.children[1], x)))
        case ForAll() | Exists():
            return direction(g.children[0], x)
    return None


def together(ways: Iterator[int | None] | tuple[int | None, ...]) -> int | None:
    found = set(ways) - {0}
    return 0 if not found else found.pop() if len(found) == 1 else None


def slope(t: Any, x: Symbol) -> Any:
    """c, if t is c·x and what does not depend on x; None if it is not known to be."""
    if x not in t.free:
        return 0
    match t:
        case App() if t.head == x:
            return 1
        case Plus():
            found = [slope(part, x) for part in t.children]
            return None if None in found else sum(found)
        case Times():
            within = [part for part in t.children if x in part.free]
            rest = [part for part in t.children if x not in part.free]
            if len(within) == 1 and all(type(part) is Number for part in rest) and (found := slope(within[0], x)) is not None:
                for part in rest:
                    found = found * part.value
                return found
    return None
