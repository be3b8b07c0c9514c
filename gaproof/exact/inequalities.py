"""Whether numbers exist at which polynomials are 0, at most 0, or negative.

Every monomial counts as a number of its own, positive where its factors are known to be: then the comparisons are linear, and eliminating
one number after the other (Gauss for equations, Fourier and Motzkin for the others) ends in a false comparison of constants, or in a
solution.  Without a solution of the linear system, there is none of the polynomials; with one there is, if all monomials are entries.
Coefficients are numbers of any kind, whose signs must be certain; that of a ball around 0 is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import final

from flint import fmpq

from .affine import Entry
from .evaluate import NOUGHT, UNIT, Value
from .exponentials import ball
from .polynomial import Monomial, terms

EQUAL, AT_MOST, BELOW = RELATIONS = "= 0", "≤ 0", "< 0"
MOST = 400  # comparisons; with more the elimination is given up
Line = dict[Monomial, Value]  # a linear form in monomials; () stands for 1


class Impossible(Exception):
    """No numbers satisfy the comparisons."""


class Unclear(Exception):
    """There are too many comparisons, or a ball does not tell a sign."""


@final
@dataclass(frozen=True)
class Comparison:
    """line = 0, ≤ 0 or < 0."""

    line: Line
    relation: str

    def false(self) -> bool:
        """Whether only a constant is left, and it compares otherwise."""
        if any(self.line):
            return False
        c = sign(self.line.get((), NOUGHT))
        return not (c == 0 if self.relation == EQUAL else c <= 0 if self.relation == AT_MOST else c < 0)


def sign(c: Value) -> int:
    """1, 0 or -1."""
    if type(c) is fmpq:
        return (c > 0) - (c < 0)
    enclosure = ball(c)
    if enclosure > 0 or enclosure < 0:
        return 1 if enclosure > 0 else -1
    raise Unclear


def comparison(value: Value, relation: str) -> Comparison:
    """The comparison of a number or polynomial with 0."""
    return Comparison(terms(value), relation)


def solution(comparisons: Iterable[Comparison]) -> dict[Monomial, Value] | None:
    """Values of the monomials at which the comparisons hold; raises ``Impossible`` if there are none, None if that is not found out."""
    every = list(comparisons)
    rational = [c for c in every if all(type(x) is fmpq for x in c.line.values())]
    for left in (every, rational) if len(rational) < len(every) else (every,):
        try:
            return _solution([*left, *_signs(left)])
        except Unclear:
            continue
    return None


def _signs(comparisons: list[Comparison]) -> list[Comparison]:
    """What is known of products: of numbers whose signs are known, and squares."""
    known: dict[Entry, tuple[int, str]] = {}
    for c in comparisons:
        monomials = [m for m in c.line if m]
        if len(monomials) == 1 and len(monomials[0]) == 1 and c.relation != EQUAL:
            side, most = -sign(c.line[monomials[0]]), sign(c.line.get((), NOUGHT))  # side·x is at least a number of the sign ``most``
            if most > 0 or (most == 0 and c.relation == BELOW):
                known[monomials[0][0]] = side, BELOW
            elif most == 0:
                known.setdefault(monomials[0][0], (side, AT_MOST))
    found = []
    for m in dict.fromkeys(m for c in comparisons for m in c.line if len(m) > 1):
        factors = [known.get(e, (1, AT_MOST) if m.count(e) % 2 == 0 else (0, EQUAL)) for e in m]
        if side := reduce(lambda x, factor: x * factor[0], factors, 1):
            found.append(Comparison({m: fmpq(-side)}, AT_MOST if any(r == AT_MOST for _, r in factors) else BELOW))
    return found


def _solution(comparisons: list[Comparison]) -> dict[Monomial, Value]:
    if any(c.false() for c in comparisons):
        raise Impossible
    left = [c for c in comparisons if any(c.line)]
    if not left:
        return {}
    if len(left) > MOST:
        raise Unclear
    equation = next((c for c in left if c.relation == EQUAL), None)
    if equation:
        pivot = next(m for m in equation.line if m)
        sign(equation.line[pivot])  # it must not be 0
        found = _solution([_without(c, pivot, equation) for c in left if c is not equation])
        return found | {pivot: _root(equation.line, pivot, found)}
    pivot = min(dict.fromkeys(m for c in left for m in c.line if m), key=lambda m: _pairs(left, m))
    above = [c for c in left if pivot in c.line and sign(c.line[pivot]) < 0]
    below = [c for c in left if pivot in c.line and sign(c.line[pivot]) > 0]
    found = _solution([c for c in left if pivot not in c.line] + [_without(c, pivot, d) for c in below for d in above])
    low, high = ([_root(c.line, pivot, found) for c in side] for side in (above, below))
    return found | {pivot: _between(_largest(low, 1), _largest(high, -1))}


def _pairs(left: list[Comparison], m: Monomial) -> int:
    signs = [sign(c.line[m]) > 0 for c in left if m in c.line]
    return sum(signs) * (len(signs) - sum(signs))


def _without(c: Comparison, pivot: Monomial, d: Comparison) -> Comparison:
    """c and a multiple of d, in which the pivot drops out."""
    if pivot not in c.line:
        return c
    factor = c.line[pivot] * (-1 / d.line[pivot])
    sums = {m: c.line.get(m, NOUGHT) + factor * d.line.get(m, NOUGHT) for m in {**c.line, **d.line} if m != pivot}
    return Comparison({m: x for m, x in sums.items() if type(x) is not fmpq or x != 0}, max(c.relation, d.relation, key=RELATIONS.index))


def _root(line: Line, pivot: Monomial, values: dict[Monomial, Value]) -> Value:
    """Where the line is 0, the other monomials having these values; what has none is 0."""
    rest = sum((c * (values.get(m, NOUGHT) if m else UNIT) for m, c in line.items() if m != pivot), NOUGHT)
    return rest * (-1 / line[pivot])


def _largest(values: list[Value], side: int) -> Value | None:
    """The largest number, or for side = -1 the smallest."""
    return reduce(lambda x, y: x if sign(x - y) == side else y, values) if values else None


def _between(low: Value | None, high: Value | None) -> Value:
    if low is None:
        return NOUGHT if high is None or sign(high) > 0 else high - 1
    return (low + high) * fmpq(1, 2) if high is not None else NOUGHT if sign(low) < 0 else low + 1
