"""Matrices whose spectra are known: exactly, by integer reflections, or to hundreds of bits, by Arb."""

from __future__ import annotations

from dataclasses import dataclass

import numpy
import torch
from flint import arb, arb_mat

from gaproof.numeric.ball import Ball
from tests.numeric.points import outside, precision

BITS = 400


@dataclass(frozen=True)
class Known:
    """Matrices (n, m, B) and their spectra, (p, B) numbers of Arb: singular values in descending or eigenvalues in ascending order."""

    matrices: Ball
    true: list[list[arb]]

    def excluded(self, spectrum: Ball) -> int:
        """How many true values are outside of their balls."""
        assert (len(self.true), len(self.true[0])) == tuple(spectrum.shape)
        return len(outside(spectrum, [t for row in self.true for t in row]))

    @property
    def count(self) -> int:
        return len(self.true) * len(self.true[0])


def reflection(n: int, rng: numpy.random.Generator) -> tuple[numpy.ndarray, int]:
    """vᵀv·I − 2vvᵀ for an integer vector v, and vᵀv: an integer matrix with HᵀH = (vᵀv)²·I."""
    v = rng.choice([-2, -1, 1, 2], n)
    length = int(v @ v)
    return length * numpy.eye(n, dtype=numpy.int64) - 2 * numpy.outer(v, v), length


def of_reflections(n: int, m: int, batch: int, seed: int, exponent: int = 0) -> Known:
    """H₁ D H₂·2^exponent with integers d in D, many of them tied or 0, some smaller by 2⁻²⁰."""
    rng, p = numpy.random.default_rng(seed), min(n, m)
    instances, true = [], []
    for _ in range(batch):
        (left, a), (right, b) = reflection(n, rng), reflection(m, rng)
        d = rng.integers(-3, 4, p) * rng.choice([1, 2**20], p)
        middle = numpy.zeros((n, m), dtype=numpy.int64)
        middle[range(p), range(p)] = d
        instances.append(left @ middle @ right)
        true.append(sorted((a * b * abs(int(x)) for x in d), reverse=True))
    return _known(instances, true, exponent)


def of_symmetric_reflections(n: int, batch: int, seed: int, exponent: int = 0) -> Known:
    """H D H·2^exponent: symmetric, with known eigenvalues."""
    rng = numpy.random.default_rng(seed)
    instances, true = [], []
    for _ in range(batch):
        h, length = reflection(n, rng)
        d = rng.integers(-3, 4, n) * rng.choice([1, 2**20], n)
        instances.append(h @ numpy.diag(d) @ h)
        true.append(sorted(length**2 * int(x) for x in d))
    return _known(instances, true, exponent)


def _known(instances: list[numpy.ndarray], true: list[list[int]], exponent: int) -> Known:
    matrices = torch.from_numpy(numpy.ldexp(numpy.stack(instances, -1).astype(float), exponent))
    with precision(BITS):
        return Known(Ball(matrices), [[arb(t) * arb(2) ** exponent for t in row] for row in zip(*true, strict=True)])


def of_arb(mid: torch.Tensor, rad: torch.Tensor | None = None, *, symmetric: bool = False, exponent: int = 0) -> Known:
    """Any matrices (n, m, B) without ties, times 2^exponent; with radii (n, m, B) the truth is at a corner of the ball."""
    with precision(BITS):
        true = [_singular(a) if not symmetric else _eigen(a) for a in _corners(mid, rad)]
        scaled = [[t * arb(2) ** exponent for t in row] for row in zip(*true, strict=True)]
    return Known(Ball(mid, rad).map(lambda t: t * 2.0**exponent), scaled)


def _corners(mid: torch.Tensor, rad: torch.Tensor | None) -> list[arb_mat]:
    corner = [arb_mat(a.tolist()) for a in mid.unbind(-1)]
    return corner if rad is None else [a + arb_mat(r.tolist()) for a, r in zip(corner, rad.unbind(-1), strict=True)]


def _singular(a: arb_mat) -> list[arb]:
    gram = a.transpose() * a if a.ncols() <= a.nrows() else a * a.transpose()
    return [x.sqrt() for x in reversed(_eigen(gram))]


def _eigen(a: arb_mat) -> list[arb]:
    return sorted((x.real for x in a.eig()), key=lambda x: float(x.mid()))
