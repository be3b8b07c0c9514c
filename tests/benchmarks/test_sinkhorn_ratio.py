"""The benchmark of plan anchors compares like with like."""

from benchmarks.sinkhorn import batch_against_pot


def test_pot_has_the_margin_error_of_a_batch_after_the_same_sweeps() -> None:
    before, same, after = (batch_against_pot(8, 64, 3, sweeps=sweeps, budget=0.05) for sweeps in (20, 21, 22))
    assert 0 < after.our_error < same.pot_error < before.our_error
    assert 1 < same.ratio
