"""A sequent tried: which instances are models, contrasts, failures, and what never counts; every row of the table is worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import torch

from gaproof.evidence import trial
from gaproof.evidence.imposing import impose
from gaproof.evidence.trial import Trial, Tried
from gaproof.numeric import BallArithmetic, ExactArithmetic, Model
from gaproof.terms import Eq, Exists, ForAll, Implies, Le, Lt, Sum, exp, field, index, log, scalar, sizes
from tests.evidence.toys import sequent_of

n, e = sizes("n"), sizes("e", maybe_empty=True)
i, k, z = index("i", n), index("k", n), index("z", e)
a, b, none = field("a", i), field("b", i), field("none", z)
x, y = scalar("x y")
ARITHMETICS = (BallArithmetic(), ExactArithmetic())
both = pytest.mark.parametrize("arithmetic", ARITHMETICS, ids=["balls", "exact"])


def trial_of(given: Mapping[str, Any], shows: Any, wanted: bool = False) -> Trial:
    """Nothing imposed, unless it is wanted."""
    sequent = sequent_of(given, shows)
    return Trial(impose(sequent, range(len(sequent.hypotheses)) if wanted else []))


def scalars(**values: list[float]) -> Model:
    return Model({}, {scalar(name): torch.tensor(v, dtype=torch.float64) for name, v in values.items()})


def fates(tried: Tried) -> list[str]:
    """Each instance in letters: Model, Contrast, Failing, Wrong conclusion."""
    flags = zip(*(t.tolist() for t in (tried.models, tried.contrasts, tried.failing, tried.wrong)), strict=True)
    return ["".join(letter for letter, on in zip("MCFW", row, strict=True) if on) for row in flags]


@both
@pytest.mark.parametrize(
    ("given", "shows", "expected"),
    [
        # x = 0, 1, 2, 3 and y = 1
        ({}, Lt(x, y), ["M", "MFW", "MFW", "MFW"]),
        ({"small": Lt(x, 1)}, Lt(x, y), ["M", "CW", "CW", "CW"]),
        ({"small": Lt(x, 1), "positive": Lt(0, x)}, Lt(x, y), ["", "CW", "CW", "CW"]),
        ({"small": Lt(x, 1), "tiny": Lt(x, y)}, Lt(x, y), ["M", "W", "W", "W"]),  # two hypotheses fail: neither made the difference
        ({"never": Lt(x, x)}, Lt(x, y), ["", "CW", "CW", "CW"]),
        ({}, Lt(1 / x, y * 3 / 4), ["", "MFW", "M", "M"]),  # at 0 there is no value
        ({"defined": Lt(log(x), 1)}, Lt(x, y), ["", "MFW", "MFW", "CW"]),  # log 0 has no value
        ({"defined": Lt(log(x), 1)}, Lt(y, x), ["W", "MFW", "M", ""]),  # log 3 > 1, and the conclusion holds all the same
        ({}, Le(x, x), ["", "", "", ""]),  # says nothing
        ({}, Implies(Lt(x, 0), Lt(x, y)), ["", "CW", "CW", "CW"]),
    ],
)
def test_the_fates_of_instances_are_these(arithmetic: Any, given: dict[str, Any], shows: Any, expected: list[str]) -> None:
    tried = trial_of(given, shows).run(scalars(x=[0, 1, 2, 3], y=[1, 1, 1, 1]), arithmetic)
    assert expected == fates(tried)


def test_balls_that_meet_are_models_and_never_fail() -> None:
    third = trial_of({}, Eq(x + y - x, y))
    model = scalars(x=[1 / 3, 1e16, -1e-300], y=[0.1, 1, 1e300])
    assert ["M", "M", "M"] == fates(third.run(model, BallArithmetic()))
    assert 0 < third.run(model, BallArithmetic()).ratio <= 1
    assert 0 == third.run(model, ExactArithmetic()).ratio


def test_an_undecided_hypothesis_makes_neither_a_model_nor_a_contrast() -> None:
    undecided = {"meet": Le(exp(x) * exp(-x), 1)}  # true, and no ball tells
    assert ["W", "W"] == fates(trial_of(undecided, Lt(x, y)).run(scalars(x=[1, 2], y=[0, 0]), BallArithmetic()))
    assert ["MFW", "MFW"] == fates(trial_of(undecided, Lt(x, y)).run(scalars(x=[1, 2], y=[0, 0]), BallArithmetic(), lenient=True))


def test_what_certainly_fails_is_not_overlooked_leniently() -> None:
    model = scalars(x=[0, 2], y=[1, 1])
    assert ["M", "CW"] == fates(trial_of({"small": Lt(x, 1)}, Lt(x, y)).run(model, BallArithmetic(), lenient=True))


def test_a_hypothesis_without_values_counts_for_nothing_leniently() -> None:
    assert ["W"] == fates(trial_of({"defined": Lt(log(x), 1)}, Lt(0, x)).run(scalars(x=[0]), ExactArithmetic(), lenient=True))


@both
def test_axes_are_tried_one_by_one(arithmetic: Any) -> None:
    model = Model({n: 2}, {a: [[1.0, 0.0, 1.0], [2.0, 5.0, 3.0]], b: [[1.0, 5.0, 2.0], [2.0, 5.0, 3.0]]})
    for shows, expected in (
        (ForAll(i, Lt(a[i], 4)), ["M", "MFW", "M"]),
        (ForAll(i, Implies(Lt(a[i], b[i]), Lt(a[i], 1))), ["CW", "MCW", "MCFW"]),
        (ForAll(i, Implies(Le(b[i], a[i]), Lt(a[i], 2))), ["MFW", "MFW", "MFW"]),
        (Exists(i, Lt(4, a[i])), ["MFW", "M", "MFW"]),
    ):
        assert expected == fates(trial_of({}, shows).run(model, arithmetic)), shows


@both
def test_a_model_of_no_element_holds_for_nothing(arithmetic: Any) -> None:
    model = Model({e: 0}, {none: torch.zeros(0, 2, dtype=torch.float64)})
    assert ["", ""] == fates(trial_of({}, ForAll(z, Lt(none[z], 0))).run(model, arithmetic)), "there is no axis to try it at"
    assert ["M", "M"] == fates(trial_of({}, Eq(Sum(none[z], z), 0)).run(model, arithmetic))


@both
def test_one_value_for_the_whole_batch_will_do(arithmetic: Any) -> None:
    model = Model({}, {x: torch.tensor([1.0, 2.0], dtype=torch.float64), y: torch.tensor(0.0, dtype=torch.float64)})
    assert ["MFW", "MFW"] == fates(trial_of({"h": Le(y, 0)}, Lt(x, y)).run(model, arithmetic))
    assert ["M", "M"] == fates(trial_of({"h": Lt(0, x)}, Le(y, 0)).run(model, arithmetic))


def test_what_is_built_must_have_a_value_and_may_not_fail() -> None:
    mass = trial_of({"mass": Eq(Sum(b[i], i), 1), "b": ForAll(i, Le(0, b[i]))}, ForAll(i, Le(b[i], 1)), wanted=True)
    assert 1 == len(mass.built)
    (drawn,) = [s for s in mass.built[0].free if s.name == "b_drawn"]
    model = Model({n: 2}, {drawn: torch.tensor([[1.0, 0.0], [3.0, 0.0]], dtype=torch.float64)})
    for arithmetic in ARITHMETICS:
        assert ["M", ""] == fates(mass.run(model, arithmetic))  # 0/0 is no share


def test_admitted_are_the_instances_at_which_every_hypothesis_holds_everywhere() -> None:
    model = Model({n: 2}, {a: torch.tensor([[1.0, 1.0, -1.0], [1.0, 0.0, 1.0]], dtype=torch.float64)})
    assert [True, False, False] == trial_of({"a": ForAll(i, Lt(0, a[i]))}, Eq(Sum(a[i], i), 0)).admits(model, BallArithmetic()).tolist()
    assert [True, True, True] == trial_of({}, Eq(Sum(a[i], i), 0)).admits(model, BallArithmetic()).tolist()


# ---- planted bugs ----------------------------------------------------------------------------------------------------------------


def without_hypotheses(self: Trial, imposed: Any, real: Any = Trial.__init__) -> None:
    real(self, imposed)
    self.waiting = []


@pytest.mark.parametrize(
    ("name", "bug"),
    [
        ("__init__", without_hypotheses),
        ("_truths", lambda self, *args, real=Trial._truths: [truth.map(torch.ones_like) for truth in real(self, *args)]),
    ],
)
def test_a_trial_that_overlooks_something_is_seen(monkeypatch: pytest.MonkeyPatch, name: str, bug: Any) -> None:
    monkeypatch.setattr(Trial, name, bug)
    with pytest.raises(AssertionError):
        test_the_fates_of_instances_are_these(BallArithmetic(), {"small": Lt(x, 1)}, Lt(x, y), ["M", "CW", "CW", "CW"])


def test_counting_what_has_no_value_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "_valued", lambda truth: truth.holds | ~truth.holds)
    with pytest.raises(AssertionError):
        test_the_fates_of_instances_are_these(BallArithmetic(), {}, Lt(1 / x, y * 3 / 4), ["", "MFW", "M", "M"])
