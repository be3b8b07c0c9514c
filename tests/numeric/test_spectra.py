"""No certified spectrum excludes the truth, whatever the proposal; a certificate with a planted bug does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import pytest
import torch
from flint import arb

from gaproof.numeric import spectra
from gaproof.numeric.ball import Ball, BallArithmetic
from gaproof.numeric.spectra import (
    SpectrumError,
    eigenvalues,
    frobenius_norm,
    gap,
    nuclear_norm,
    perturbed,
    singular_values,
    spectral_norm,
)
from tests.numeric.known_spectra import Known, of_arb, of_reflections, of_symmetric_reflections
from tests.numeric.points import outside, precision

SHAPES = list(product(range(1, 9), repeat=2))
EXPONENTS = (0, -500, 500, -980)
INF = float("inf")


@pytest.fixture(autouse=True)
def _two_hundred_bits() -> Iterator[None]:
    with precision():
        yield


def normal(*shape: int, seed: int) -> torch.Tensor:
    return torch.randn(shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def certain(sigma: Ball) -> list[bool]:
    """Where a number is certainly positive."""
    mid, rad = sigma.enclosure()
    return (mid > rad).flatten().tolist()


def numbers(*rows: list[float]) -> torch.Tensor:
    return torch.tensor(rows, dtype=torch.float64)


def random_cases() -> list[Known]:
    """All shapes up to 8 × 8: random, graded by a factor 100 a column, ties and zeros; large and small."""
    known = []
    for k, (n, m) in enumerate(SHAPES):
        graded = normal(n, m, 20, seed=k) * 0.01 ** torch.arange(m, dtype=torch.float64)[:, None]
        known += [of_arb(normal(n, m, 30, seed=k + 100), exponent=EXPONENTS[k % 4]), of_arb(graded)]
        known += [of_reflections(n, m, 20, seed=k, exponent=e) for e in EXPONENTS]
    return known


def test_no_singular_value_of_twenty_thousand_is_excluded() -> None:
    known = random_cases()
    assert sum(x.count for x in known) >= 20_000
    for x in known:
        sigma = singular_values(x.matrices)
        assert bool(sigma.enclosure()[1].isfinite().all())
        assert 0 == x.excluded(sigma)


def test_no_eigenvalue_of_symmetric_matrices_is_excluded() -> None:
    values = 0
    for n in range(1, 11):
        a = normal(n, n, 40, seed=n)
        known = [of_arb(a + a.transpose(0, 1), symmetric=True)]
        known += [of_symmetric_reflections(n, 40, seed=n, exponent=e) for e in EXPONENTS]
        assert [0] * 5 == [x.excluded(eigenvalues(x.matrices)) for x in known]
        values += sum(x.count for x in known)
    assert values >= 10_000


@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (6, 2), (2, 5)])
@pytest.mark.parametrize("size", [1e-14, 1e-6, 0.3])
def test_no_matrix_of_a_ball_has_a_singular_value_outside(shape: tuple[int, int], size: float) -> None:
    mid = normal(*shape, 60, seed=3)
    sign = normal(*shape, 60, seed=4).sign()
    rad = size * normal(*shape, 60, seed=5).abs()
    corner = of_arb(mid, rad * sign)
    assert 0 == Known(Ball(mid, rad), corner.true).excluded(singular_values(Ball(mid, rad)))
    square = mid[: min(shape), : min(shape)]
    symmetric, spread = square + square.transpose(0, 1), (rad * sign)[: min(shape), : min(shape)]
    spread = spread + spread.transpose(0, 1)
    corner = of_arb(symmetric, spread, symmetric=True)
    assert 0 == corner.excluded(eigenvalues(Ball(symmetric, spread.abs())))


Decomposition = tuple[torch.Tensor, torch.Tensor, torch.Tensor]


def perturbation(t: torch.Tensor) -> torch.Tensor:
    return 1e-6 * normal(*t.shape, seed=8)


def swapped(t: torch.Tensor) -> torch.Tensor:
    return t.roll(1, 1)


def with_one_flipped(t: torch.Tensor) -> torch.Tensor:
    return torch.cat([-t[:, :1], t[:, 1:]], 1)


PROPOSALS: dict[str, Callable[[torch.Tensor, torch.Tensor, torch.Tensor], Decomposition]] = {
    "two vectors swapped": lambda u, s, v: (swapped(u), s, v),
    "the sign of a vector flipped": lambda u, s, v: (u, s, with_one_flipped(v)),
    "vectors perturbed": lambda u, s, v: (u + perturbation(u), s, v),
    "the last singular value dropped": lambda u, s, v: (u, torch.cat([s[:-1], 0 * s[-1:]]), v),
    "squares of the singular values": lambda u, s, v: (u, s**2, v),
    "square roots of the singular values": lambda u, s, v: (u, s.sqrt(), v),
    "in ascending order": lambda u, s, v: (u.flip(1), s.flip(0), v.flip(1)),
    "negative singular values": lambda u, s, v: (-u, -s, v),
    "the scale in the vectors": lambda u, s, v: (2 * u, s / 2, v),
    "the scale in the vectors on the right": lambda u, s, v: (u, s / 2, 2 * v),
    "a little of the scale in the vectors": lambda u, s, v: (u * (1 + 1e-9), s, v / (1 + 1e-9)),
    "each scale in its vector": lambda u, s, v: (u * s, torch.ones_like(s), v),
    "no vectors": lambda u, s, v: (0 * u, s, v),
    "one vector for all": lambda u, s, v: (u[:, :1].expand(u.shape), s, v),
    "noise": lambda u, s, v: (normal(*u.shape, seed=1), s, normal(*v.shape, seed=2)),
    "no numbers": lambda u, s, v: (u * torch.nan, s, v),
    "infinite singular values": lambda u, s, v: (u, s + torch.inf, v),
}
CASES = {(n, m): [of_arb(normal(n, m, 50, seed=n)), of_reflections(n, m, 50, seed=m)] for n, m in ((1, 1), (4, 4), (6, 3), (2, 5))}


def propose(monkeypatch: pytest.MonkeyPatch, plant: Callable[[torch.Tensor, torch.Tensor, torch.Tensor], Decomposition]) -> None:
    true = spectra.proposed_svd
    monkeypatch.setattr(spectra, "proposed_svd", lambda a: plant(*true(a)))


def excluded() -> int:
    return sum(x.excluded(singular_values(x.matrices)) for known in CASES.values() for x in known)


@pytest.mark.parametrize("proposal", PROPOSALS)
def test_a_wrong_proposal_widens_the_balls_and_the_truth_stays_inside(monkeypatch: pytest.MonkeyPatch, proposal: str) -> None:
    propose(monkeypatch, PROPOSALS[proposal])
    assert 0 == excluded()


@pytest.mark.parametrize("proposal", ["values dropped", "vectors scaled", "vectors perturbed", "no vectors", "in descending order"])
def test_wrong_eigenvectors_widen_the_balls_and_the_truth_stays_inside(monkeypatch: pytest.MonkeyPatch, proposal: str) -> None:
    plant = {
        "values dropped": lambda q, s: (q, torch.cat([s[:-1], 0 * s[-1:]])),
        "vectors scaled": lambda q, s: (2 * q, s / 4),
        "vectors perturbed": lambda q, s: (q + perturbation(q), s),
        "no vectors": lambda q, s: (0 * q, s),
        "in descending order": lambda q, s: (q.flip(1), s.flip(0)),
    }[proposal]
    true = spectra.proposed_eigh
    monkeypatch.setattr(spectra, "proposed_eigh", lambda a: plant(*true(a)))
    for known in (of_symmetric_reflections(4, 50, seed=1), of_symmetric_reflections(1, 5, seed=2)):
        assert 0 == known.excluded(eigenvalues(known.matrices))


def test_without_a_proposal_there_is_still_a_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise torch.linalg.LinAlgError("the algorithm failed to converge")

    monkeypatch.setattr(torch.linalg, "svd", fails)
    monkeypatch.setattr(torch.linalg, "eigh", fails)
    assert 0 == excluded()
    known = of_symmetric_reflections(3, 20, seed=1)
    assert 0 == known.excluded(eigenvalues(known.matrices))


def test_a_certificate_that_forgets_the_defect_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    propose(monkeypatch, PROPOSALS["the scale in the vectors"])
    assert 0 == excluded()
    monkeypatch.setattr(spectra, "_defect", lambda arithmetic, u: torch.zeros_like(u[0, 0]))
    assert excluded() > 100


@pytest.mark.parametrize("forgotten", [0, 1])
def test_a_certificate_that_forgets_the_defect_on_one_side_is_seen(monkeypatch: pytest.MonkeyPatch, forgotten: int) -> None:
    propose(monkeypatch, PROPOSALS[("the scale in the vectors", "the scale in the vectors on the right")[forgotten]])
    true, calls = spectra._defect, iter(range(1000))
    monkeypatch.setattr(spectra, "_defect", lambda arithmetic, u: true(arithmetic, u) * (next(calls) % 2 != forgotten))
    assert excluded() > 100


def test_a_certificate_that_forgets_the_residual_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    propose(monkeypatch, PROPOSALS["the last singular value dropped"])
    assert 0 == excluded()
    monkeypatch.setattr(spectra, "_residual", lambda arithmetic, a, proposal: torch.zeros_like(a.mid[0, 0]))
    assert excluded() > 100


def test_a_certificate_that_forgets_the_radii_of_the_matrix_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    mid, rad = normal(4, 4, 50, seed=1), 1e-6 * normal(4, 4, 50, seed=2).abs()
    known = of_arb(mid, rad)
    assert 0 == known.excluded(singular_values(known.matrices))
    true = spectra.matrices
    monkeypatch.setattr(spectra, "matrices", lambda a: Ball(true(a).mid))
    assert known.excluded(singular_values(known.matrices)) > 100


def test_a_certificate_that_takes_a_contraction_for_exact_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    # one column (1, t, …, t) with t² < u: summed from the left its length is 1, in truth √(1 + 15 t²) ≈ 1 + 7u
    t = (0.95 * 2.0**-53) ** 0.5
    column = torch.full((16, 1, 2), t, dtype=torch.float64)
    column[0] = 1.0
    known = of_arb(column)
    monkeypatch.setattr(spectra, "proposed_svd", lambda a: (a / a[0], a[0], torch.ones_like(a[:1])))
    assert 0 == known.excluded(singular_values(known.matrices))
    true = BallArithmetic.contract
    monkeypatch.setattr(BallArithmetic, "contract", lambda self, *args: Ball(true(self, *args).mid))
    assert 2 == known.excluded(singular_values(known.matrices))


def test_the_balls_of_random_matrices_are_narrow() -> None:
    for n, batch, reach in ((8, 500, 2.0**-45), (64, 10, 2.0**-40)):
        sigma = singular_values(normal(n, n, batch, seed=n))
        assert bool((sigma.rad < reach * sigma.mid[0]).all())


def test_a_tie_has_no_certain_gap_and_a_gap_has() -> None:
    tied = of_reflections(5, 4, 300, seed=9)
    sigma = singular_values(tied.matrices)
    for r in range(1, 5):
        lower = tied.true[r] if r < 4 else [arb(0)] * 300
        gaps = [a - b for a, b in zip(tied.true[r - 1], lower, strict=True)]
        between = gap(sigma, r)
        assert [] == outside(between, gaps)
        assert not any(c for c, g in zip(certain(between), gaps, strict=True) if g == 0)
        assert any(certain(between)) and any(g == 0 for g in gaps)
    assert [False] == certain(gap(singular_values(numbers([1.0, 0.0], [0.0, 1 + 2.0**-52])), 1)), "too narrow a gap to tell"
    assert [[True], [True]] == [certain(gap(singular_values(numbers([3.0, 0.0], [0.0, 2.0])), r)) for r in (1, 2)]


@pytest.mark.parametrize("r", [0, 3, -1])
def test_a_gap_that_there_is_not_is_an_error(r: int) -> None:
    with pytest.raises(SpectrumError, match=f"singular value {r} .* there are 2"):
        gap(singular_values(torch.eye(2)), r)


def test_weyl_bounds_the_spectrum_of_a_perturbed_matrix() -> None:
    size = torch.logspace(-9, 1, 200, dtype=torch.float64)
    a, e = ((x * 2**40).round() / 2**40 for x in (normal(5, 3, 200, seed=1), size * normal(5, 3, 200, seed=2)))  # a + e has no round-off
    mid, rad = spectral_norm(e).enclosure()
    known = of_arb(a + e)
    assert 0 == known.excluded(perturbed(singular_values(a), (mid + rad) * (1 + 2.0**-50)))
    assert known.excluded(perturbed(singular_values(a), mid / 4)) > 100, "a bound that is no bound is seen"
    assert bool(perturbed(singular_values(a), INF).rad.isinf().all())


@pytest.mark.parametrize("bound", [-1.0, float("nan")])
def test_a_norm_is_bounded_by_no_negative_number(bound: float) -> None:
    with pytest.raises(SpectrumError, match="expected a number ≥ 0"):
        perturbed(singular_values(torch.eye(2)), bound)


def test_norms_enclose_what_they_are() -> None:
    for known in (of_reflections(4, 6, 100, seed=1), of_reflections(3, 2, 100, seed=2, exponent=500), of_arb(normal(3, 3, 50, seed=3))):
        columns = list(zip(*known.true, strict=True))
        assert [] == outside(spectral_norm(known.matrices), [c[0] for c in columns])
        assert [] == outside(nuclear_norm(known.matrices), [sum(c, arb(0)) for c in columns])
        assert [] == outside(frobenius_norm(known.matrices), [sum((x * x for x in c), arb(0)).sqrt() for c in columns])
    whole = Ball(numbers([3.0, -4.0]), numbers([1.0, 1.0]))
    assert [] == outside(frobenius_norm(whole), [arb(41).sqrt()]) == outside(frobenius_norm(whole), [arb(13).sqrt()])


@pytest.mark.parametrize("size", [1e150, 1e-150, 1e300, 1e-300, 1e-320, 2.0**-1074])
@pytest.mark.parametrize("shape", [(1, 1), (4, 4), (1, 5), (5, 1)])
def test_matrices_of_any_size_have_spectra(size: float, shape: tuple[int, int]) -> None:
    n, m = shape
    sigma = singular_values(torch.full(shape, size, dtype=torch.float64))
    true = [arb(size) * arb(n * m).sqrt()] + [arb(0)] * (min(shape) - 1)
    assert [] == outside(sigma, true)
    assert [False] * (min(shape) - 1) == certain(sigma)[1:]
    assert size < 1e-322 or certain(sigma)[0], "all but the smallest subnormals are seen"


def test_the_zero_matrix_has_no_certainly_positive_singular_value() -> None:
    for shape in ((1, 1), (3, 2), (2, 7)):
        sigma = singular_values(torch.zeros(*shape, 4))
        assert [] == outside(sigma, [arb(0)] * 4 * min(shape))
        assert not any(certain(sigma))


def test_a_singular_value_beyond_the_floats_has_an_infinite_radius() -> None:
    sigma = singular_values(torch.full((2, 2), 1.7e308, dtype=torch.float64))
    assert INF == float(sigma.rad[0]) and 0.0 == float(sigma.mid[0])
    assert [True] == certain(singular_values(numbers([1.7e308])))
    for norm in (spectral_norm, nuclear_norm, frobenius_norm):
        assert [INF] == norm(torch.full((2, 2), 1.7e308, dtype=torch.float64)).rad.tolist()


def test_a_graded_matrix_keeps_its_large_singular_values_and_says_nothing_of_the_small() -> None:
    sizes = [1.0, 1e-10, 1e-100, 1e-300, 5e-324]
    sigma = singular_values(torch.diag(torch.tensor(sizes, dtype=torch.float64)))
    assert [] == outside(sigma, [arb(s) for s in sizes])
    assert [True, True, False, False, False] == certain(sigma)


def test_a_small_ball_around_zero_has_a_small_spectrum() -> None:
    sigma = singular_values(Ball(torch.zeros(3, 3, 1), torch.full((3, 3, 1), 1e-200, dtype=torch.float64)))
    assert [] == outside(sigma, [arb(3e-200), arb(0), arb(0)]) and bool((sigma.rad < 1e-199).all())


def test_an_instance_without_a_value_leaves_the_others_alone() -> None:
    mid, rad = torch.eye(2, dtype=torch.float64)[..., None].repeat(1, 1, 3), torch.zeros(2, 2, 3, dtype=torch.float64)
    mid[0, 1, 1], rad[1, 1, 2] = torch.nan, torch.inf
    for ball in (singular_values(Ball(mid, rad)), eigenvalues(Ball(mid, rad))):
        assert [[False, True, True]] * 2 == ball.rad.isinf().tolist()
        assert not bool(ball.mid.isnan().any())


def test_a_large_batch_is_the_same_as_its_instances() -> None:
    d = normal(8, 10_000, seed=1)
    sigma = singular_values(torch.diag_embed(d.T).permute(1, 2, 0))
    assert (8, 10_000) == tuple(sigma.shape)
    true = d.abs().sort(0, descending=True).values
    mid, rad = sigma.enclosure()
    assert bool(((mid - true).abs() <= rad).all()) and bool((rad < 2.0**-46 * mid[0]).all())


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_a_narrow_float_stands_for_itself(dtype: torch.dtype) -> None:
    a = normal(4, 3, 20, seed=6).to(dtype).requires_grad_()
    sigma = singular_values(a)
    assert 0 == of_arb(a.detach().double()).excluded(sigma)
    assert torch.float64 == sigma.mid.dtype and not sigma.mid.requires_grad


@pytest.mark.parametrize("spectrum", [singular_values, eigenvalues, spectral_norm, nuclear_norm, frobenius_norm])
@pytest.mark.parametrize(
    ("got", "message"),
    [
        (numbers([1.0, float("nan")], [0.0, 1.0]), r"entry \[0, 1\] of the matrices is nan"),
        (torch.tensor([[[1.0, INF]]]), r"entry \[0, 0, 1\] of the matrices is inf"),
        (torch.zeros(0, 0), "an axis is empty"),
        (torch.zeros(3, 3, 0), "an axis is empty"),
        (torch.zeros(3), r"got the shape \(3,\)"),
        (torch.zeros(1, 1, 1, 1), "expected matrices"),
        (torch.ones(2, 2, dtype=torch.int64), "convert them"),
        (torch.ones(2, 2, dtype=torch.complex128), "expected floats"),
        ([[1.0]], "got list"),
    ],
)
def test_what_is_no_batch_of_matrices_is_an_error_that_says_so(spectrum: Callable[..., Ball], got: object, message: str) -> None:
    with pytest.raises(SpectrumError, match=message):
        spectrum(got)


def test_eigenvalues_of_what_is_not_symmetric_are_refused() -> None:
    with pytest.raises(SpectrumError, match="2 × 3, expected square"):
        eigenvalues(torch.zeros(2, 3))
    a = torch.eye(3)[..., None].repeat(1, 1, 2)
    a[0, 2, 1] = 1e-30
    with pytest.raises(SpectrumError, match=r"matrix 1 is not symmetric: .* at \[0, 2\] and 0.0 at \[2, 0\]"):
        eigenvalues(a)
    assert bool(eigenvalues(Ball(a, torch.full_like(a, 1e-30))).rad.isfinite().all()), "some matrix of the ball is symmetric"
