"""Whether a known matrix is a product of unknown fields: E_ij = Σ_c A_ic·B_jc for all i, j.

A product through r numbers has no minor of size r + 1 other than 0, and a matrix without such a minor is a product through r numbers.  The
equations are read as polynomials in unknown entries, so that it does not matter how they are written, or which fields the rows of A and B
are made of: Σ_c A_ic·B_jc + p_i·q_j is a product through one number more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import final

from flint import arb, fmpq

from ..proof.syntax import Symbol
from .affine import Entry
from .evaluate import NOUGHT, UNIT, Value, differ, same
from .polynomial import Polynomial

Row = frozenset[Entry]  # the entries A_ic for one i, or B_jc for one j
LARGEST = 4  # minors of at most this size are looked at


@final
@dataclass(frozen=True)
class Equation:
    """Σ coefficient·u·v = value over pairs {u, v} of unknown entries, no entry in two of them."""

    pairs: dict[Row, Value]
    value: Value

    @property
    def entries(self) -> Row:
        return frozenset[Entry]().union(*self.pairs)


@final
@dataclass(frozen=True)
class Factors:
    """matrix[a, b] = Σ_c scale[c]·a_c·b_c for rows a and b, each of which has one entry for every c, its ``slot``."""

    matrix: dict[tuple[Row, Row], Value]
    slot: dict[Entry, int]
    scale: tuple[Value, ...]

    @property
    def wanted(self) -> tuple[Entry, ...]:
        """What must be known of the matrix to tell whether it is a product, unless every matrix is."""
        asked = [x for m in self._minors(self.matrix) for line in m for x in line if isinstance(x, Polynomial)]
        return tuple(dict.fromkeys(e for x in asked for e in x.entries))

    @property
    def blurred(self) -> bool:
        """Whether it says that unknown numbers make a ball: that two balls are equal is never certain."""
        return any(type(x) is arb for x in self.matrix.values())

    @property
    def impossible(self) -> bool:
        """Whether a minor with one row more than there are c is provably not 0."""
        known = {place: x for place, x in self.matrix.items() if not isinstance(x, Polynomial)}
        return any(differ(determinant(m), NOUGHT) for m in self._minors(known))

    @property
    def minors(self) -> list[Value]:
        """What must be 0 of a matrix that is a product."""
        return [determinant(m) for m in self._minors(self.matrix)]

    def _minors(self, matrix: dict[tuple[Row, Row], Value]) -> Iterator[list[list[Value]]]:
        size = len(self.scale) + 1
        beside = {a: [b for x, b in matrix if x == a] for a, _ in matrix}
        for rows in combinations(beside, size) if size <= LARGEST else ():
            for columns in combinations([b for b in beside[rows[0]] if all((a, b) in matrix for a in rows)], size):
                yield [[matrix[a, b] for b in columns] for a in rows]

    @property
    def equations(self) -> int:
        return len(self.matrix) // 2

    @property
    def any(self) -> bool:
        """Whether every matrix is such a product: through as many numbers as there are rows, these may be units."""
        rows, columns = self._sides
        return self._complete and len(self.scale) >= min(len(rows), len(columns))

    @property
    def _sides(self) -> tuple[list[Row], list[Row]]:
        """The rows and the columns, if every row has an equation with every column."""
        first = next(iter(self.matrix))[0]
        columns = [b for a, b in self.matrix if a == first]
        return [a for a, b in self.matrix if b == columns[0]], columns

    @property
    def _complete(self) -> bool:
        """Whether there is an equation for every row and column, and no other."""
        rows, columns = self._sides
        return set(rows).isdisjoint(columns) and len(self.matrix) == 2 * len(rows) * len(columns)

    def solution(self) -> dict[Entry, Value] | None:
        """Entries whose products make up the matrix; None if there are none, or that cannot be told."""
        rows, columns = self._sides
        if not self._complete or any(isinstance(x, Polynomial) for x in self.matrix.values()):
            return None
        factors = factorised([[self.matrix[a, b] for b in columns] for a in rows], len(self.scale))
        if factors is None:
            return None
        of_rows = {e: x[self.slot[e]] * (1 / self.scale[self.slot[e]]) for row, x in zip(rows, factors[0], strict=True) for e in row}
        return of_rows | {e: x[self.slot[e]] for column, x in zip(columns, factors[1], strict=True) for e in column}


def products(polynomials: Sequence[Polynomial], unknown: Collection[Symbol]) -> list[Factors]:
    """The products of unknown entries that equations (polynomials that must be 0) say something about; other equations do not count."""
    left = [e for p in polynomials if (e := _equation(p, unknown))]
    found = []
    while left:
        block, left = _connected(left)
        found.append(_factors(block))
    return [x for x in found if x is not None]


def _equation(p: Polynomial, unknown: Collection[Symbol]) -> Equation | None:
    inside, rest = p.split(unknown)
    pairs = {frozenset(m): c for m, c in inside.items() if len(m) == 2 and m[0] != m[1] and all(e[0] in unknown for e in m)}
    found = Equation(pairs, rest * fmpq(-1))
    fits = pairs and len(pairs) == len(inside) and len(found.entries) == 2 * len(pairs)
    return found if fits and not any(type(c) is arb for c in pairs.values()) else None


def _connected(equations: list[Equation]) -> tuple[list[Equation], list[Equation]]:
    """The equations that share entries with the first, or with others that do; and those that are left."""
    block, left = equations[:1], equations[1:]
    while near := [e for e in left if any(not e.entries.isdisjoint(b.entries) for b in block)]:
        block, left = block + near, [e for e in left if e not in near]
    return block, left


def _factors(block: list[Equation]) -> Factors | None:
    """The equations as those of one product, if they are: entries of one row are those that occur in the same equations."""
    places = {e: frozenset(k for k, eq in enumerate(block) if e in eq.entries) for eq in block for e in eq.entries}
    row = {e: frozenset(x for x in places if places[x] == places[e]) for e in places}
    slot = _slots([pair for eq in block for pair in eq.pairs])
    width = len(block[0].pairs)
    if any(sorted(slot[e] for e in r) != list(range(width)) for r in row.values()):
        return None
    matrix: dict[tuple[Row, Row], Value] = {}
    scale: tuple[Value, ...] = ()
    for equation in block:
        sides = {frozenset(row[e] for e in pair) for pair in equation.pairs}
        if len(sides) != 1 or len(next(iter(sides))) != 2:
            return None
        of = {slot[next(iter(pair))]: c for pair, c in equation.pairs.items()}
        here = tuple(of[c] * (1 / of[0]) for c in range(width))
        scale = scale or here
        if not all(map(same, here, scale)):
            return None
        a, b = next(iter(sides))
        matrix[a, b] = matrix[b, a] = equation.value * (1 / of[0])
    return Factors(matrix, slot, scale)


def _slots(pairs: list[Row]) -> dict[Entry, int]:
    """The entries numbered so that those of a pair have the same number, and as many numbers are used as possible."""
    slot: dict[Entry, int] = {}
    groups: list[set[Entry]] = []
    for pair in pairs:
        meeting = [g for g in groups if not g.isdisjoint(pair)]
        groups = [g for g in groups if g not in meeting] + [set(pair).union(*meeting)]
    for k, group in enumerate(groups):
        slot |= dict.fromkeys(group, k)
    return slot


def determinant(m: list[list[Value]]) -> Value:
    if not m:
        return UNIT
    minors = [[row[:k] + row[k + 1 :] for row in m[1:]] for k in range(len(m))]
    return sum((m[0][k] * determinant(minor) * fmpq((-1) ** k) for k, minor in enumerate(minors)), NOUGHT)


def factorised(m: list[list[Value]], width: int) -> tuple[list[list[Value]], list[list[Value]]] | None:
    """A and B with so many columns such that m = A·Bᵀ exactly, if there are any and it can be told."""
    left: list[list[Value]] = [[] for _ in m]
    right: list[list[Value]] = [[] for _ in m[0]]
    for _ in range(width):
        pivot = next(((i, j) for i, line in enumerate(m) for j, x in enumerate(line) if differ(x, NOUGHT)), None)
        column = [line[pivot[1]] if pivot else NOUGHT for line in m]
        line = [x * (1 / m[pivot[0]][pivot[1]]) if pivot else NOUGHT for x in m[pivot[0] if pivot else 0]]
        for part, x in (*zip(left, column, strict=True), *zip(right, line, strict=True)):
            part.append(x)
        m = [[m[i][j] - x * y for j, y in enumerate(line)] for i, x in enumerate(column)]
    return (left, right) if all(same(x, NOUGHT) for line in m for x in line) else None
