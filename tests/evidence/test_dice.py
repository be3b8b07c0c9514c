"""Dice: the same numbers everywhere, as often as they should come, from streams that never overlap."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import log, sqrt
from typing import Any

import pytest
import torch

from gaproof.evidence import dice
from gaproof.evidence.dice import APART, DIGITS, Dice
from gaproof.numeric.rounding import DTYPES

COUNT = 40_000
DOUBT = 1e-12  # the chance that fair dice fail a test of frequencies


def bound(count: int) -> float:
    """How far a frequency may be off: Hoeffding (1963), Theorem 2: P(|k/n − p| ≥ t) ≤ 2 exp(−2nt²), at the doubt."""
    return sqrt(log(2 / DOUBT) / (2 * count))


def splitmix(seed: int, count: int) -> list[int]:
    """The generator as it is published (Steele, Lea and Flood 2014, figure 16), in Python's integers."""
    mask, state, found = 2**64 - 1, seed & (2**64 - 1), []
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & mask
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        found.append(z ^ (z >> 31))
    return found


# ---- the generator -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [0, 1, 12345, 2**40])
def test_the_bits_are_the_upper_halves_of_those_of_splitmix(seed: int) -> None:
    start = seed * APART * 0x9E3779B97F4A7C15
    assert [x >> 32 for x in splitmix(start, 50)] == Dice(seed)._bits((50,)).tolist()


def test_two_dice_of_a_seed_draw_the_same_and_go_on() -> None:
    one, other = Dice(5), Dice(5, torch.device("cpu"))
    first = one.integers(0, 1000, (3, 4))
    assert torch.equal(first, other.integers(0, 1000, (3, 4)))
    assert not torch.equal(first, one.integers(0, 1000, (3, 4)))
    pieces = Dice(7)
    again = [*pieces.integers(0, 99, (4,)).tolist(), *pieces.integers(0, 99, (2, 3)).flatten().tolist()]
    assert Dice(7).integers(0, 99, (10,)).tolist() == again


@pytest.mark.parametrize(("low", "high"), [(0, 2), (-5, 6), (0, 1 << 16), (3, 4)])
def test_a_roll_on_the_host_is_what_a_tensor_would_hold(low: int, high: int) -> None:
    host, tensors = Dice(11), Dice(11)
    assert tensors.integers(low, high, (100,)).tolist() == [host.roll(low, high) for _ in range(100)]


def test_streams_do_not_overlap() -> None:
    # stream s holds hash(k + s·APART) for k = 1, 2, …: two of them meet only if their starts are that close, as integers mod 2⁶⁴
    seeds = [*range(5000), *(s * 1_000_003 + k for s in range(20) for k in range(300)), *range(2**20 - 2000, 2**20)]
    starts = sorted({seed: seed * APART % 2**64 for seed in seeds}.values())
    assert 2**40 < min(b - a for a, b in pairwise([*starts, starts[0] + 2**64]))


# ---- how often -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("low", "high"), [(0, 2), (-3, 4), (0, 10), (5, 6)])
def test_integers_come_equally_often(low: int, high: int, seed: int) -> None:
    drawn = Dice(seed).integers(low, high, (COUNT,))
    assert torch.int64 == drawn.dtype
    counts = torch.bincount(drawn - low, minlength=high - low)
    assert high - low == len(counts), "out of range"
    assert max(abs(int(c) / COUNT - 1 / (high - low)) for c in counts) <= bound(COUNT)


@pytest.mark.parametrize("probability", [0.0, 0.3, 0.7, 1.0])
def test_a_chance_is_as_high_as_said(probability: float) -> None:
    drawn = Dice(1).chance(probability, (COUNT,))
    granted = int(probability * 2**16) / 2**16  # in 65536ths
    assert abs(int(drawn.sum()) / COUNT - granted) <= (bound(COUNT) if 0 < probability < 1 else 0)


def test_neighbours_do_not_depend_on_each_other() -> None:
    for first, second in ((Dice(0), Dice(1)), (Dice(3), Dice(4))):
        pair = 4 * first.integers(0, 4, (COUNT,)) + second.integers(0, 4, (COUNT,))
        assert max(abs(int(c) / COUNT - 1 / 16) for c in torch.bincount(pair, minlength=16)) <= bound(COUNT)
    row = Dice(2).integers(0, 4, (COUNT, 2))
    counts = torch.bincount(4 * row[:, 0] + row[:, 1], minlength=16)
    assert max(abs(int(c) / COUNT - 1 / 16) for c in counts) <= bound(COUNT)


def test_signs_are_plus_and_minus_one() -> None:
    drawn = Dice(9).signs((COUNT,))
    assert {1.0, -1.0} == set(drawn.tolist())
    assert abs(float(drawn.mean())) <= 2 * bound(COUNT)


# ---- which numbers -------------------------------------------------------------------------------------------------------------


def significant(x: float) -> int:
    """How many bits the numerator of a float has, without its factors of 2."""
    top = abs(Fraction(x).numerator)
    return (top // (top & -top)).bit_length()


@pytest.mark.parametrize(("low", "high"), [(-4, 4), (0, 1), (-30, 31), (480, 500)])
def test_magnitudes_lie_in_their_range_with_eight_bits(low: int, high: int) -> None:
    drawn = Dice(4).magnitudes(low, high, (2000,)).tolist()
    assert all(Fraction(2) ** low <= Fraction(x) < Fraction(2) ** high for x in drawn)
    assert DIGITS == max(map(significant, drawn))
    assert set(range(low, high)) == {Fraction(x).numerator.bit_length() - Fraction(x).denominator.bit_length() for x in drawn}


def test_every_type_holds_a_magnitude_exactly() -> None:
    drawn = Dice(6).magnitudes(-4, 4, (2000,))
    for dtype in DTYPES:
        assert torch.equal(drawn, drawn.to(dtype).double())


def test_subnormal_magnitudes_are_positive_and_exact_as_far_as_they_can_be() -> None:
    drawn = Dice(8).magnitudes(-1074, -1060, (2000,))
    assert bool(((0 < drawn) & (drawn < 2.0**-1060)).all())


# ---- loaded dice ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def forgotten() -> Iterator[None]:
    """Numbers made before are not those of loaded dice, nor the other way round."""
    dice.hashed.cache_clear()
    yield
    dice.hashed.cache_clear()


@pytest.mark.usefixtures("forgotten")
@pytest.mark.parametrize(
    ("name", "loaded"),
    [("_unsigned_shift", lambda x, by: x >> by), ("MIXED", ((30, 1), (27, 1))), ("GAMMA", 2), ("APART", 1)],
)
def test_loaded_dice_are_seen(monkeypatch: pytest.MonkeyPatch, name: str, loaded: Any) -> None:
    monkeypatch.setattr(dice, name, loaded)
    with pytest.raises(AssertionError):
        if name == "APART":
            monkeypatch.setitem(globals(), "APART", loaded)
            test_streams_do_not_overlap()
        test_integers_come_equally_often(-3, 4, 0)
        test_the_bits_are_the_upper_halves_of_those_of_splitmix(1)
