"""Whether numbers exist at which polynomials are 0, at most 0, or negative.

Every monomial counts as a number of its own, positive where its factors are known to be: then the comparisons are linear, and eliminating
one number after the other (Gauss for equations, Fourier and Motzkin for the others) ends in a false comparison of constants, or in a
solution.  Without a solution of the linear system, there is none of the polynomials; with one there is, if all monomials are entries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import final

from flint import fmpq

from .affine import Entry
from .evaluate import NOUGHT, Value
from .polynomial import Monomial, terms

EQUAL, AT_MOST, BELOW = "= 0", "≤ 0", "< 0"
MOST = 400  # comparisons; with more the elimination is given up
Line = dict[Monomial, fmpq]  # a linear form in monomials; () stands for 1


class Impossible(Exception):
    """No numbers satisfy the comparisons."""


class TooLong(Exception):
    """There are too many comparisons."""


@final
@dataclass(frozen=True)
class Comparison:
    """line = 0, ≤ 0 or < 0."""

    line: Line
    relation: str

    def false(self) -> bool:
        """Whether only a constant is left, and it compares otherwise."""
        c = self.line.get((), NOUGHT)
        holds = c == 0 if self.relation == EQUAL else c <= 0 if self.relation == AT_MOST else c < 0
        return not any(self.line) and not holds


def comparison(value: Value, relation: str) -> Comparison | None:
    """The comparison of a number or polynomial with 0, if its coefficients are rational."""
    found = terms(value)
    return Comparison(found, relation) if all(type(c) is fmpq for c in found.values()) else None


def solution(comparisons: Iterable[Comparison]) -> dict[Monomial, fmpq] | None:
    """Values of the monomials at which the comparisons hold; raises ``Impossible`` if there are none, None if that takes too long."""
    left = list(comparisons)
    try:
        return _solution([*left, *_signs(left)])
    except TooLong:
        return None


def _signs(comparisons: list[Comparison]) -> list[Comparison]:
    """What is known of products: of numbers that are positive or not negative, and squares."""
    sign: dict[Entry, str] = {}
    for c in comparisons:
        monomials = [m for m in c.line if m]
        if len(monomials) == 1 and len(monomials[0]) == 1 and c.relation != EQUAL and c.line[monomials[0]] < 0:
            least = -c.line.get((), NOUGHT) / c.line[monomials[0]]
            if least > 0 or (least == 0 and c.relation == BELOW):
                sign[monomials[0][0]] = BELOW
            elif least == 0:
                sign.setdefault(monomials[0][0], AT_MOST)
    found = []
    for m in dict.fromkeys(m for c in comparisons for m in c.line if len(m) > 1):
        factors = {sign.get(e, AT_MOST if m.count(e) % 2 == 0 else EQUAL) for e in m}
        if EQUAL not in factors:
            found.append(Comparison({m: fmpq(-1)}, AT_MOST if AT_MOST in factors else BELOW))
    return found


def _solution(comparisons: list[Comparison]) -> dict[Monomial, fmpq]:
    if any(c.false() for c in comparisons):
        raise Impossible
    left = [c for c in comparisons if any(c.line)]
    if not left:
        return {}
    if len(left) > MOST:
        raise TooLong
    equation = next((c for c in left if c.relation == EQUAL), None)
    if equation:
        pivot = next(m for m in equation.line if m)
        found = _solution([_without(c, pivot, equation) for c in left if c is not equation])
        return found | {pivot: _root(equation.line, pivot, found)}
    pivot = min(dict.fromkeys(m for c in left for m in c.line if m), key=lambda m: _pairs(left, m))
    above = [c for c in left if c.line.get(pivot, NOUGHT) < 0]
    below = [c for c in left if c.line.get(pivot, NOUGHT) > 0]
    found = _solution([c for c in left if pivot not in c.line] + [_without(c, pivot, d) for c in below for d in above])
    low, high = ([_root(c.line, pivot, found) for c in side] for side in (above, below))
    return found | {pivot: _between(max(low, default=None), min(high, default=None))}


def _pairs(left: list[Comparison], m: Monomial) -> int:
    signs = [c.line[m] > 0 for c in left if m in c.line]
    return sum(signs) * (len(signs) - sum(signs))


def _without(c: Comparison, pivot: Monomial, d: Comparison) -> Comparison:
    """c and a multiple of d, in which the pivot drops out."""
    if pivot not in c.line:
        return c
    factor = -c.line[pivot] / d.line[pivot]
    sums = {m: c.line.get(m, NOUGHT) + factor * d.line.get(m, NOUGHT) for m in {**c.line, **d.line}}
    return Comparison({m: x for m, x in sums.items() if x != 0}, max(c.relation, d.relation, key=(EQUAL, AT_MOST, BELOW).index))


def _root(line: Line, pivot: Monomial, values: dict[Monomial, fmpq]) -> fmpq:
    """Where the line is 0, the other monomials having these values; what has none is 0."""
    rest = sum((c * (values.get(m, NOUGHT) if m else 1) for m, c in line.items() if m != pivot), NOUGHT)
    return -rest / line[pivot]


def _between(low: fmpq | None, high: fmpq | None) -> fmpq:
    if low is None:
        return NOUGHT if high is None or high > 0 else high - 1
    return (low + high) / 2 if high is not None else NOUGHT if low < 0 else low + 1
