"""What is proved of cycles for all sizes, seen at carriers that can be counted: exact ranks of all small masks, and the witnesses."""

from itertools import combinations, combinations_with_replacement

import pytest
from flint import fmpz_mat

from gaproof.exact import Instance
from gaproof.theory import ConcreteCarrier, causal, full, offsets, relation
from theorems.probe import forest
from theorems.probe.cross_ratio import D, E, H, M, blind, r

HEXAGON = relation(3, 3, lambda i, j: i != j)
DILATED = offsets(7, (0, 1, 3))


def gauge(carrier: ConcreteCarrier) -> int:
    """The dimension of the unary fields."""
    rows, columns = carrier.shape
    fields = [[int(k == i) for i, _ in carrier.edges] for k in range(rows)] + [
        [int(k == j) for _, j in carrier.edges] for k in range(columns)
    ]
    return int(fmpz_mat(fields).rank()) if carrier.edges else 0


def squares(carrier: ConcreteCarrier) -> int:
    """The dimension of what 4-cycles generate."""
    rows, columns = carrier.shape
    edges, found = set(carrier.edges), []
    for k, i in combinations(range(rows), 2):
        for l, j in combinations(range(columns), 2):
            if {(i, j), (k, l), (i, l), (k, j)} <= edges:
                found.append([((i, j) == e) + ((k, l) == e) - ((i, l) == e) - ((k, j) == e) for e in carrier.edges])
    return int(fmpz_mat(found).rank()) if found else 0


def cycles(carrier: ConcreteCarrier) -> int:
    return len(carrier.edges) - sum(carrier.shape) + len(carrier.components())


@pytest.mark.parametrize("columns", range(1, 5))
def test_all_masks_up_to_four_rows_have_the_dimension_of_the_gauge(columns: int) -> None:
    every_row = [tuple(bool(bits >> j & 1) for j in range(columns)) for bits in range(2**columns)]
    for rows in range(1, 5):
        for mask in combinations_with_replacement(every_row, rows):  # the order of the rows does not matter
            carrier = ConcreteCarrier(mask)
            assert rows + columns - len(carrier.components()) == gauge(carrier)


def test_squares_generate_all_cycles_of_full_and_causal_carriers() -> None:
    for carrier in (full(2), full(4), causal(2), causal(5), relation(2, 5, lambda i, j: True)):
        assert cycles(carrier) == squares(carrier)


def test_the_witnesses_have_cycles_and_no_squares() -> None:
    assert (1, 0) == (cycles(HEXAGON), squares(HEXAGON))
    assert (4, 0) == (cycles(DILATED), squares(DILATED))


@pytest.mark.parametrize(
    ("carrier", "rows", "columns", "back"),
    [(HEXAGON, [0, 1, 2], [2, 0, 1], [2, 0, 1]), (DILATED, [3, 1, 4], [0, 1, 3], [1, 4, None, 3])],
)
def test_the_witnesses_satisfy_what_the_theorem_asks_for(
    carrier: ConcreteCarrier, rows: list[int], columns: list[int], back: list[int | None]
) -> None:
    n, m = carrier.shape
    out = dict(zip(rows, columns, strict=True))
    there = [out.get(i, 0) for i in range(n)]
    home = [back[j] if j < len(back) and back[j] is not None else 0 for j in range(m)]
    values = {M: [[int(x) for x in row] for row in carrier.mask], H: [int(i in out) for i in range(n)]}
    model = Instance(values={**values, forest.c: there, forest.back: home, r: rows[0], D: [1] * n, E: [1] * m})
    assert all(model.holds(h) is True for h in blind.statement.hypotheses.values())
    assert model.holds(blind.statement.conclusion) is True
