"""The adversarial library: every pattern has the shape and the domain of its table, is drawn again alike, and the named cases are there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from gaproof.evidence.dice import Dice
from gaproof.evidence.patterns import FRACTIONS, INDICES, MASKS, NONNEGATIVES, PARTS, POSITIVES, REALS, TABLES
from gaproof.evidence.sampling import NATURALS

SHAPES = ((5,), (1, 4), (3, 1), (3, 4), (1, 1, 4), (3, 3, 5), (4, 2, 5), (2, 4, 1), (2, 3, 2, 5))
BOUNDED = ("index", "natural")  # tables whose patterns also take a bound
Numbers = torch.Tensor
IN: dict[str, Callable[[Numbers], Numbers]] = {
    "real": lambda x: x.isfinite(),
    "positive": lambda x: (x > 0) & x.isfinite(),
    "nonnegative": lambda x: (x >= 0) & x.isfinite(),
    "fraction": lambda x: x.abs() <= 1,
    "part": lambda x: (0 <= x) & (x <= 1),
    "mask": lambda x: (x == 0) | (x == 1),
    "index": lambda x: (0 <= x) & (x < 3),
    "natural": lambda x: (0 <= x) & (x < NATURALS),
}
EVERY = [pytest.param(table, name, id=f"{table}: {name}") for table, patterns in TABLES.items() for name in patterns]


def drawn(table: str, name: str, shape: tuple[int, ...], seed: int = 0) -> Numbers:
    bound = {"index": (3,), "natural": (NATURALS,)}.get(table, ())
    return TABLES[table][name](Dice(seed), shape, *bound)  # type: ignore[no-any-return]


@pytest.mark.parametrize(("table", "name"), EVERY)
def test_a_pattern_has_the_shape_and_the_domain_of_its_table(table: str, name: str) -> None:
    for seed, shape in enumerate(SHAPES):
        x = drawn(table, name, shape, seed)
        assert shape == tuple(x.shape)
        assert (torch.int64 if table in BOUNDED else torch.float64) == x.dtype
        assert bool(IN[table](x).all()), x
        assert torch.equal(x, drawn(table, name, shape, seed)), "another draw of the same seed"


def test_the_domain_of_every_table_is_tested() -> None:
    assert set(TABLES) == set(IN)


@pytest.mark.parametrize(("table", "name"), EVERY)
def test_numbers_have_eight_significant_bits(table: str, name: str) -> None:
    exempt = {"logits ±1e4", "logits ±88", "rising", "falling", "row field plus column field"}  # sums and products of such numbers
    if table not in BOUNDED and name not in exempt:
        x = drawn(table, name, (3, 3, 50))
        digits = torch.frexp(x).mantissa * 2**8
        assert torch.equal(digits, digits.round())


def test_the_first_pattern_of_a_table_varies_from_place_to_place() -> None:
    for table, patterns in TABLES.items():
        x = drawn(table, next(iter(patterns)), (4, 3, 50))
        assert 1 < len({tuple(row.flatten().tolist()) for row in x}), table


# ---- the cases by name ---------------------------------------------------------------------------------------------------------


def mask(name: str, shape: tuple[int, ...]) -> Any:
    return MASKS[name](Dice(0), (*shape, 1))[..., 0].int().tolist()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("causal", [[1, 0, 0], [1, 1, 0], [1, 1, 1]]),
        ("window", [[1, 1, 0], [1, 1, 1], [0, 1, 1]]),
        ("blocks", [[1, 1, 0], [1, 1, 0], [0, 0, 1]]),
        ("all but the diagonal", [[0, 1, 1], [1, 0, 1], [1, 1, 0]]),  # the hexagon
        ("diagonal", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
        ("one live column", [[1, 0, 0], [1, 0, 0], [1, 0, 0]]),
        ("a masked row", [[0, 0, 0], [1, 1, 1], [1, 1, 1]]),
        ("full", [[1, 1, 1], [1, 1, 1], [1, 1, 1]]),
    ],
)
def test_a_carrier_is_this_mask(name: str, expected: list[list[int]]) -> None:
    assert expected == mask(name, (3, 3))


def test_rectangular_masks_are_aligned_at_the_top_left() -> None:
    assert [[1, 0, 0, 0], [1, 1, 0, 0]] == mask("causal", (2, 4))
    assert [[1, 0], [1, 1], [1, 1], [1, 1]] == mask("causal", (4, 2))


def test_one_live_key_a_row_is_one() -> None:
    assert bool((MASKS["one live key a row"](Dice(3), (4, 3, 20)).sum(1) == 1).all())


def test_random_masks_have_masked_rows_and_live_ones() -> None:
    rows = MASKS["sparse"](Dice(0), (4, 3, 50)).sum(1)
    assert bool((rows == 0).any()) and bool((rows > 0).any())


def instance(name: str, shape: tuple[int, ...] = (3, 4, 40), seed: int = 0) -> Numbers:
    return REALS[name](Dice(seed), shape)


def test_logits_are_as_large_as_their_names_say() -> None:
    assert {-1e4, 0.0, 1e4} == set(instance("logits ±1e4").flatten().tolist())
    assert {-1.0, 0.0, 1.0} == set((instance("logits ±88") / 88).round().flatten().tolist())
    assert bool(((instance("logits ±88") % 88) != 0).all()), "none is a round number"


def test_there_are_subnormal_and_huge_numbers() -> None:
    tiny = torch.finfo(torch.float64).tiny
    for table in (REALS, POSITIVES, NONNEGATIVES):
        x = table["subnormal"](Dice(0), (3, 40)).abs()
        assert bool(((0 < x) & (x < tiny)).all())
    assert bool((instance("huge").abs() > 1e140).all())
    extreme = POSITIVES["extreme"](Dice(0), (3, 400))
    assert float(extreme.min()) < 1e-140 and 1e140 < float(extreme.max())


def test_ties_are_ties() -> None:
    x = instance("ties")
    assert all(len(set(x[..., k].flatten().tolist())) <= 2 for k in range(x.shape[-1]))
    assert bool((x.flatten(0, 1).amax(0) > x.flatten(0, 1).amin(0)).any())


def test_a_constant_field_is_constant_and_differs_between_instances() -> None:
    for table in (REALS, POSITIVES):
        x = table["constant"](Dice(0), (3, 4, 40)).flatten(0, 1)
        assert torch.equal(x.amax(0), x.amin(0))
        assert 1 < len(set(x[0].tolist()))


def test_a_unary_field_has_no_interaction() -> None:
    x = instance("row field plus column field")
    mixed = x[1:, 1:] - x[:1, 1:] - x[1:, :1] + x[:1, :1]  # in quarters: exact
    assert bool((mixed == 0).all())
    assert bool((x[1:] != x[:1]).any()) and bool((x[:, 1:] != x[:, :1]).any())


@pytest.mark.parametrize(("name", "axis"), [("along the first axis", 1), ("along the last axis", 0)])
def test_a_field_along_one_axis_varies_along_no_other(name: str, axis: int) -> None:
    for table in (REALS, POSITIVES):
        x = table[name](Dice(1), (3, 4, 40))
        assert torch.equal(x, x.narrow(axis, 0, 1).expand_as(x))
        assert bool((x != x.narrow(1 - axis, 0, 1)).any())


def test_what_rises_rises_and_what_falls_falls() -> None:
    assert bool((instance("rising").diff(dim=1) > 0).all()) and bool((instance("falling").diff(dim=1) < 0).all())


def test_one_entry_of_a_row_is_not_zero() -> None:
    assert bool(((instance("one entry") != 0).sum(1) == 1).all())
    assert bool((instance("zero") == 0).all())


def test_index_maps_may_be_onto_constant_and_in_order() -> None:
    assert [0, 1, 2, 2] == INDICES["in order"](Dice(0), (4, 1), 3).flatten().tolist()
    assert [0, 1, 2, 0] == INDICES["in turn"](Dice(0), (4, 1), 3).flatten().tolist()
    constant = INDICES["constant"](Dice(0), (4, 30), 3)
    assert torch.equal(constant, constant[:1].expand_as(constant)) and {0, 1, 2} == set(constant[0].tolist())


def test_fractions_reach_their_ends() -> None:
    for table, ends in ((FRACTIONS, {-1.0, 0.0, 1.0}), (PARTS, {0.0, 1.0})):
        assert ends == set(table["ends"](Dice(0), (3, 40)).flatten().tolist())


def test_a_pattern_out_of_its_domain_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(POSITIVES, "spread", REALS["spread"])  # type: ignore[arg-type]
    with pytest.raises(AssertionError):
        test_a_pattern_has_the_shape_and_the_domain_of_its_table("positive", "spread")
