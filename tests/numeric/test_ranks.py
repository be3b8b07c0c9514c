"""A rank is decided exactly or bounded by a certificate; round-off is never taken for rank, nor rank for round-off."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy
import pytest
import torch

from gaproof.numeric import ranks
from gaproof.numeric.ball import Ball, BallArithmetic
from gaproof.numeric.ranks import certified_rank, exact_rank, independent_columns, rank_at_least, rank_of_product
from gaproof.numeric.spectra import SpectrumError, Tensor, singular_values

ONE = Fraction(1)


def integers(*shape: int, seed: int) -> Tensor:
    return torch.randint(-9, 10, shape, generator=torch.Generator().manual_seed(seed)).double()


def normal(*shape: int, seed: int) -> Tensor:
    return torch.randn(shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def of_rank(r: int, n: int, m: int, batch: int, seed: int) -> Tensor:
    """Integer matrices through r columns: exact, and of rank r but for bad luck."""
    if r == 0:
        return torch.zeros(n, m, batch, dtype=torch.float64)
    return torch.einsum("ikb,kjb->ijb", integers(n, r, batch, seed=seed), integers(r, m, batch, seed=seed + 1))


def hilbert(n: int, number: Callable[[int], Any]) -> list[list[Any]]:
    return [[1 / number(i + j + 1) for j in range(n)] for i in range(n)]


def centred(s: Ball, number: Callable[[int, int], Any] = Fraction) -> Ball:
    """(I − 11ᵀ/n) S (I − 11ᵀ/m)."""
    A = BallArithmetic()

    def projector(n: int) -> Ball:
        return A.linear([(ONE, Ball(torch.eye(n).double()[..., None])), (-number(1, n), Ball(torch.ones(n, n, 1).double()))])

    rows = A.contract(projector(s.shape[0]), s, (0, 1), (1, 2), (0, 2))
    return A.contract(rows, projector(s.shape[1]), (0, 1), (1, 2), (0, 2))


def unary(n: int, m: int, batch: int) -> Ball:
    """r_i + c_j, enclosed: the sum is rounded."""
    A = BallArithmetic()
    return A.linear([(ONE, Ball(30 * normal(n, 1, batch, seed=n))), (ONE, Ball(normal(1, m, batch, seed=m)))])


@pytest.mark.parametrize("shape", [(5, 5), (3, 8), (7, 2), (1, 4), (4, 1)])
def test_no_bound_excludes_the_rank(shape: tuple[int, int]) -> None:
    for r in range(min(shape) + 1):
        a = of_rank(r, *shape, 60, seed=r)
        true = exact_rank(a)
        low = rank_at_least(singular_values(a))
        assert bool((low <= true).all()) and bool((true <= r).all())
        assert bool((low == true).all()), "small integers leave a gap that balls can see"
        known = certified_rank(a)
        assert bool(known.decided.all()) and bool((known.low == true).all())
        blurred = certified_rank(Ball(a, 1e-9 * a.abs()))
        assert bool((blurred.low <= true).all()) and bool((blurred.high == min(shape)).all())


def test_a_purely_unary_score_matrix_has_rank_zero_exactly_and_no_certified_rank_at_all() -> None:
    r, c, n = [Fraction(1, 3), Fraction(2, 7), Fraction(-5), Fraction(10**9)], [Fraction(1, 10), Fraction(4), Fraction(1, 9)], 4
    s = [[a + b for b in c] for a in r]
    total = sum(map(sum, s)) / (n * 3)
    exact = [[s[i][j] - sum(s[i]) / 3 - sum(s[k][j] for k in range(n)) / n + total for j in range(3)] for i in range(n)]
    assert [2] == exact_rank(s).tolist() and [0] == exact_rank(exact).tolist()
    for shape in ((4, 3), (6, 6), (1, 3), (24, 24)):
        known = certified_rank(centred(unary(*shape, 50)))
        assert not bool(known.low.any()), "round-off is no rank"
        assert bool((known.high == min(shape)).all()) and not bool(known.decided.any())


def test_the_rank_that_torch_computes_takes_that_round_off_for_rank() -> None:
    round_off = centred(unary(6, 6, 50)).mid
    assert bool((torch.linalg.matrix_rank(round_off.movedim(-1, 0)) >= 1).all())
    assert bool((exact_rank(round_off) >= 1).all()), "without its radii it is a matrix like any other"


def test_a_product_has_at_most_the_rank_of_its_inner_dimension() -> None:
    left, right = normal(6, 2, 40, seed=1), normal(2, 5, 40, seed=2)
    rounded = torch.einsum("ikb,kjb->ijb", left, right)
    assert bool((exact_rank(rounded) > 2).all()), "round-off has full rank"
    known = rank_of_product(left, right)
    assert [2] * 40 == known.low.tolist() == known.high.tolist()
    shared = rank_of_product(left, normal(2, 5, seed=3))
    assert [2] * 40 == shared.low.tolist() == shared.high.tolist()


def test_factors_that_do_not_fit_are_refused() -> None:
    for left, right in ((torch.ones(3, 2), torch.ones(3, 2)), (torch.ones(3, 2, 4), torch.ones(2, 3, 5))):
        with pytest.raises(SpectrumError, match=r"expected \(n, r, B\) and \(r, m, B\)"):
            rank_of_product(left, right)


def test_a_false_bound_on_the_rank_is_an_error() -> None:
    a = torch.cat([of_rank(1, 4, 4, 3, seed=5), of_rank(3, 4, 4, 1, seed=6)], -1)
    assert [1, 1, 1, 3] == certified_rank(a, at_most=3).low.tolist()
    with pytest.raises(SpectrumError, match="matrix 3 has rank at least 3, expected at most 2"):
        certified_rank(a, at_most=2)
    with pytest.raises(SpectrumError, match="matrix 3 has rank at least 3, expected at most 1"):
        certified_rank(Ball(a, torch.full_like(a, 1e-12)), at_most=1)
    with pytest.raises(SpectrumError, match="matrix 0 has rank at least 3, expected at most 2"):
        certified_rank(torch.diag(torch.tensor([1.0, 1e-100, 1e-300], dtype=torch.float64)), at_most=2)


def test_the_hilbert_matrix_has_full_rank_though_its_singular_values_vanish() -> None:
    for n in (3, 8, 14, 20):
        assert [n] == exact_rank(hilbert(n, Fraction)).tolist() == exact_rank(hilbert(n, float)).tolist()
        a = torch.tensor(hilbert(n, float), dtype=torch.float64)
        low = rank_at_least(singular_values(a))
        assert (low == n) == (n < 12), "from 12 on the smallest singular value is below round-off"
        assert [n] == certified_rank(a).low.tolist() == certified_rank(a).high.tolist()


def test_graded_and_subnormal_matrices_have_the_rank_they_have() -> None:
    a = torch.diag(torch.tensor([1.0, 1e-100, 1e-300, 5e-324, 0.0], dtype=torch.float64))
    assert [1] == rank_at_least(singular_values(a)).tolist()
    assert [4] == certified_rank(a).low.tolist() == certified_rank(a).high.tolist()
    assert 1 == int(torch.linalg.matrix_rank(a)), "a default tolerance takes the small ones for nothing"
    tiny = torch.full((3, 3), 5e-324, dtype=torch.float64)
    assert [1] == certified_rank(tiny).low.tolist() == certified_rank(tiny).high.tolist()
    nearly = torch.ones(3, 3, dtype=torch.float64)
    nearly[1, 1] += 2.0**-52
    assert [2] == certified_rank(nearly).low.tolist() == certified_rank(nearly).high.tolist()


@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (1, 5), (5, 1)])
def test_the_zero_matrix_has_rank_zero(shape: tuple[int, int]) -> None:
    known = certified_rank(torch.zeros(*shape, 3))
    assert [0] * 3 == known.low.tolist() == known.high.tolist()
    assert [0] * 3 == certified_rank(Ball(torch.zeros(*shape, 3), torch.ones(*shape, 3))).low.tolist()


def test_a_singular_value_whose_ball_touches_zero_decides_nothing() -> None:
    touching = torch.tensor([[1.0, 2.0, 0.0], [0.5, 1.0, 0.0]], dtype=torch.float64)
    assert [0, 2, 0] == rank_at_least(Ball(touching, torch.tensor([[1.0, 0.5, 0.0], [0.5, 0.5, 0.0]], dtype=torch.float64))).tolist()


def test_what_has_no_value_has_no_rank() -> None:
    a = torch.eye(2, dtype=torch.float64)[..., None].repeat(1, 1, 2)
    a[0, 0, 1] = torch.nan
    known = certified_rank(Ball(a))
    assert [2, 0] == known.low.tolist() and [2, 2] == known.high.tolist()


def test_columns_are_independent_where_the_rank_is_their_number() -> None:
    a = normal(6, 4, 2000, seed=3)
    a[:, 3, ::2] = a[:, 0, ::2] * 0.5
    assert [False, True] * 1000 == independent_columns(a).tolist()
    assert [False, True] * 1000 == independent_columns(Ball(a, torch.full_like(a, 1e-9))).tolist()
    assert not bool(independent_columns(normal(3, 4, 5, seed=1)).any()), "there are more columns than rows"
    assert not bool(independent_columns(Ball(a, torch.full_like(a, 10.0))).any())


def test_rationals_integers_and_floats_are_taken_exactly() -> None:
    third = Fraction(1, 3)
    assert [1] == exact_rank([[third, 2 * third], [1, 2]]).tolist()
    assert [2] == exact_rank([[1 / 3, 2 * third], [1, 2]]).tolist(), "the float 1/3 is another number"
    assert [2] == exact_rank([[10**40, 1], [10**40 + 1, 1]]).tolist()
    assert [1, 2] == exact_rank(numpy.array([[[1, 1], [2, 2]], [[2, 2], [4, 5]]])).tolist()
    assert [2] == exact_rank(torch.eye(2, dtype=torch.float16)).tolist() == exact_rank(numpy.eye(2, dtype=numpy.float32)).tolist()
    assert [2] == exact_rank(torch.tensor([[2**62, 2**62 + 1], [2**62 - 1, 2**62]])).tolist()


@pytest.mark.parametrize(
    ("got", "message"),
    [
        ([[1.0, float("nan")]], r"entry \[0, 1\] of the matrices is nan"),
        ([[1.0], [float("inf")]], r"entry \[1, 0\] of the matrices is inf"),
        ([["x"]], r"entry \[0, 0\] of the matrices is 'x'"),
        ([[1j]], r"entry \[0, 0\] of the matrices is 1j"),
        ([[None]], "is None"),
        ([1, 2], r"got the shape \(2,\)"),
        ([[1, 2], [3]], r"got the shape \(2,\)"),
        ([[]], r"got the shape \(1, 0\)"),
        (torch.zeros(2, 2, 0), r"got the shape \(2, 2, 0\)"),
    ],
)
def test_what_is_no_exact_matrix_is_an_error_that_says_so(got: object, message: str) -> None:
    with pytest.raises(SpectrumError, match=message):
        exact_rank(got)


@pytest.mark.parametrize("got", [[[1.0]], torch.zeros(0, 2), torch.full((2, 2), torch.nan), torch.ones(2, 2, dtype=torch.int64)])
def test_what_is_no_batch_of_matrices_has_no_certified_rank(got: Any) -> None:
    for rank in (certified_rank, independent_columns, lambda a: rank_of_product(a, torch.eye(2))):
        with pytest.raises(SpectrumError):
            rank(got)


PLANTED: dict[str, Callable[[Ball], Tensor]] = {
    "midpoints taken for the truth": lambda sigma: (sigma.mid > 0).sum(0),
    "a tolerance of 1e-17": lambda sigma: (sigma.mid > 1e-17 * sigma.mid[0]).sum(0),
    "a radius forgotten": lambda sigma: (sigma.mid > 1e-3 * sigma.rad).sum(0),
    "the number of singular values": lambda sigma: torch.full((sigma.shape[1],), sigma.shape[0]),
}


@pytest.mark.parametrize("bug", PLANTED)
def test_a_planted_bug_in_the_lower_bound_is_seen(monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    monkeypatch.setattr(ranks, "rank_at_least", PLANTED[bug])
    assert bool(certified_rank(centred(unary(6, 6, 50))).low.any())
    with pytest.raises(SpectrumError, match="expected at most 2"):
        rank_of_product(normal(6, 2, 40, seed=1), normal(2, 5, 40, seed=2))
    a = of_rank(3, 6, 6, 200, seed=8)
    assert bool((certified_rank(a).low > exact_rank(a)).any())


def test_a_projector_with_its_round_off_forgotten_is_seen() -> None:
    planted = centred(unary(6, 6, 50)).mid
    assert bool(certified_rank(Ball(planted)).low.any())
