"""Finding rational coefficients of cofactors: signs and factors are where people slip.  The kernel checks the answer."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ..errors import ProofError
from ..proof.normal import Monomial, Poly, poly
from ..proof.rules import minus, summed
from ..proof.syntax import Number, Term, Times
from ..proof.theorem import Theorem
from .forward import Use, linear, node, symbol


def cofactors(left: Term, right: Term, candidates: Sequence[Use]) -> list[Use]:
    """Uses c·candidate with rational c such that left − right = Σ c · cofactor · (a − b); raises ``ProofError`` if there are none."""
    aim = poly(minus(left, right))
    columns: list[Poly] = []
    for th, cofactor, *over in candidates:
        a, b = th.conclusion.children
        columns.append(poly(summed(Times(node(cofactor), minus(a, b)), tuple(map(symbol, over)))))
    rows: list[Monomial] = sorted(set(aim).union(*columns))
    table = [[c.get(r, Fraction(0)) for c in columns] + [aim.get(r, Fraction(0))] for r in rows]
    pivots: list[tuple[int, int]] = []
    line = 0
    for k in range(len(columns)):
        pivot = next((r for r in range(line, len(table)) if table[r][k]), None)
        if pivot is None:
            continue
        table[line], table[pivot] = table[pivot], table[line]
        table[line] = [x / table[line][k] for x in table[line]]
        for r in range(len(table)):
            if r != line and table[r][k]:
                table[r] = [x - table[r][k] * y for x, y in zip(table[r], table[line], strict=True)]
        pivots.append((line, k))
        line += 1
    if any(row[-1] for row in table[line:]):
        raise ProofError("no combination of the candidates gives the identity")
    found = {k: table[r][-1] for r, k in pivots}
    return [(th, Times(Number(found[k]), node(c)), *over) for k, (th, c, *over) in enumerate(candidates) if found.get(k)]


def solved(left: Any, right: Any, *candidates: Use) -> Theorem:
    """left = right, with the rational coefficients of the candidates found."""
    a, b = node(left), node(right)
    return linear(a, b, *cofactors(a, b, candidates))
