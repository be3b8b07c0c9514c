"""Closed walks: what goes round, and the products around it."""

import pytest
from flint import arb, fmpq

from gaproof.errors import TermError
from gaproof.exact import Instance
from gaproof.terms import Sum, exp, field, index, index_map, kernel, log, sizes
from gaproof.theory import Carrier, ClosedWalk, Product

n, m, T = sizes("n m T")
i, j, t = index("i", n), index("j", m), index("t", T)
M, a = field("M", i, j, domain="mask"), field("a", i, j, domain="positive")
taken, onward, row, column = field("taken", t), index_map("onward", t, t), index_map("row", t, i), index_map("column", t, j)
walk = ClosedWalk(t, taken, onward, row, column)
around = {taken: [1, 1], onward: [1, 0], row: [0, 1], column: [0, 1]}


def test_a_product_is_the_exponential_of_a_sum_of_logarithms() -> None:
    assert kernel(exp(Sum(taken[t] * log(a[row(t), column(t)]), t))) == kernel(Product(a[row(t), column(t)], t, taken[t]))
    assert r"\prod_{t}" in Product(a[row(t), column(t)], t, taken[t])._latex(_Printer())
    with pytest.raises(TermError):
        Product(a[i, j], a)


class _Printer:
    def _print(self, x: object) -> str:
        return str(x)


def test_the_product_around_a_square_is_its_cross_ratio() -> None:
    model = Instance(values={a: [[2, 3], [5, 7]], **around})
    # out along (0, 0) and (1, 1), back along (1, 0) and (0, 1)
    assert arb(model.value_of(walk.product(a))).overlaps(arb(fmpq(2 * 7, 3 * 5)))


def test_a_walk_on_the_carrier_goes_along_edges() -> None:
    square, without = [[1, 1], [1, 1]], [[1, 0], [1, 1]]
    edges = walk.edges(Carrier(i, j, M))
    for mask, there in ((square, True), (without, False)):
        model = Instance(values={M: mask, t: 1, **around})
        assert model.holds(edges) is there
