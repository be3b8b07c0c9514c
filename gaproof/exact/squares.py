"""Quadratic polynomials that must be at most 0, though no value of them is negative: where they are 0, every square in them is.

A polynomial is written as Σ a·(linear form)² + constant, one entry after the other.  What must be 0 may be added to it, times any number:
for Σ (A − B)² ≤ σ² and det B = 0, the multiple of the determinant is what a Lagrange multiplier is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from flint import fmpq

from .affine import Affine
from .evaluate import NOUGHT, UNIT, Value
from .inequalities import BELOW, EQUAL, Comparison, Impossible
from .polynomial import Monomial, Polynomial, made, terms

MULTIPLES = tuple(fmpq(*q) for q in ((1, 1), (-1, 1), (2, 1), (-2, 1), (1, 2), (-1, 2)))
MOST = 4  # equations of which multiples are added


def vanishing(comparisons: Iterable[Comparison]) -> list[Affine]:
    """Linear forms that are 0 wherever the comparisons hold, as far as squares tell; raises ``Impossible`` if there is no such place."""
    quadratic = [c for c in comparisons if any(len(m) == 2 for m in c.line) and all(_fits(m, x) for m, x in c.line.items())]
    equations = [made(c.line) for c in quadratic if c.relation == EQUAL][:MOST]
    for value, strict in _bounded([c for c in quadratic if c.relation != EQUAL]):
        for more in (NOUGHT, *(e * factor for e, factor in product(equations, MULTIPLES))):
            squares = completed(value + more)
            if squares and squares[1] >= 0:
                if strict or squares[1] > 0:
                    raise Impossible
                return squares[0]
    return []


def _fits(m: Monomial, coefficient: Value) -> bool:
    return len(m) <= 2 and type(coefficient) is fmpq


def _bounded(comparisons: list[Comparison]) -> Iterator[tuple[Value, bool]]:
    """What is at most 0, each and all together; and whether it is less."""
    found = [(made(c.line), c.relation == BELOW) for c in comparisons]
    yield from found
    if len(found) > 1:
        yield sum((value for value, _ in found), NOUGHT), any(strict for _, strict in found)


def completed(value: Value) -> tuple[list[Affine], fmpq] | None:
    """The linear forms and the constant of Σ a·(linear form)² + constant, with every a > 0; None if the polynomial is no such sum."""
    forms = []
    while any(line := terms(value)):
        e = next((m[0] for m in line if len(m) == 2 and m[0] == m[1]), None)
        if e is None or line[e, e] < 0:
            return None
        beside = {tuple(x for x in m if x != e): c / (2 * line[e, e]) for m, c in line.items() if m.count(e) == 1}
        value = value - Polynomial({(e,): UNIT, **beside}) * Polynomial({(e,): UNIT, **beside}) * line[e, e]
        forms.append(Affine(beside.pop((), NOUGHT), {e: UNIT, **{m[0]: c for m, c in beside.items()}}))
    return forms, line.get((), NOUGHT)
