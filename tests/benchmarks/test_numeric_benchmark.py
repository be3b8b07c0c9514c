"""The benchmark of the numeric layer compares programs that compute the same, and says which aims are met."""

import pytest

pytest.importorskip("torch", reason="the numeric layer needs torch")
pytest.importorskip("flint", reason="the numeric layer needs python-flint")

import torch

from benchmarks.numeric import (
    EXPRESSIONS,
    balls_against_floats,
    batch_against_loop,
    by_hand,
    large_model,
    met,
    realised_against_torch,
    report,
)
from gaproof.numeric import BallArithmetic, realise


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_the_hand_written_expression_is_the_realised_one(name: str) -> None:
    model = large_model(24, torch.float64)
    by_torch = by_hand(name, model)()
    mid, rad = realise(EXPRESSIONS[name], model, BallArithmetic()).enclosure()
    value = by_torch.squeeze(0)[..., None]
    # torch's own round-off: each of at most 64 + 24 operations on numbers below 64 loses half an ulp of them
    room = rad + 88 * 64 * 2.0**-53
    assert mid.shape == value.shape and bool(((value - mid).abs() <= room).all())


def test_every_expression_is_measured_in_every_comparison() -> None:
    in_two_types = {f"{name}, {dtype}" for name in EXPRESSIONS for dtype in ("float32", "float64")}
    assert in_two_types == set(realised_against_torch(32, budget=0.0))
    assert in_two_types == set(balls_against_floats(32, budget=0.0))
    assert set(EXPRESSIONS) == set(batch_against_loop(4, 8, 3, budget=0.0))


def test_an_aim_that_is_missed_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    report("title", {"slow one": {"ball / plain": 9.0}, "fast one": {"ball / plain": 2.0}})
    assert capsys.readouterr().out.endswith("aim ball / plain ≤ 8: missed by slow one\n")
    report("title", {"fast one": {"loop / batch": 20.0}})
    assert capsys.readouterr().out.endswith("aim loop / batch ≥ 20: met by all\n")
    assert [True, False] == [met("realised / torch", ratio) for ratio in (2.0, 2.1)]
