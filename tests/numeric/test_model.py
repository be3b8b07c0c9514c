"""What a model refuses, and how it says so: what was got, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import torch

from gaproof.errors import GaproofError
from gaproof.numeric import BallArithmetic, ExactArithmetic, Model, ModelError, RealiseError, compare, judge, realise
from gaproof.terms import Eq, Exists, ForAll, Sum, exp, field, function, generated, index, index_map, nat, natural, scalar, sizes, symbol

n, m = sizes("n m")
(maybe,) = (sizes("maybe", maybe_empty=True),)
i, j, e = index("i", n), index("j", m), index("e", maybe)
s, p, t, pi, ell, x = field("s", i, j), field("p", e), scalar("t"), index_map("pi", j, i), function("ell"), scalar("x")
ok = torch.zeros(2, 3, 4)


def infinite(value: float) -> torch.Tensor:
    out = torch.zeros(2, 3, 4)
    out[1, 2, 3] = value
    return out


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Model({n: 0}), r"the size of n is 0, expected an integer ≥ 1 — declare .*maybe_empty"),
        (lambda: Model({n: True}), "the size of n is True"),
        (lambda: Model({n: 2.0}), "expected an integer"),
        (lambda: Model({maybe: -1}), "expected an integer ≥ 0"),
        (lambda: Model({"n": 2}), "'n' is no index type"),
        (
            lambda: Model({n: 2, m: 3}, {s: torch.zeros(3, 2, 4)}),
            r"s has the shape \(3, 2, 4\), expected \(\|n\| = 2, \|m\| = 3\) and then the batch",
        ),
        (lambda: Model({n: 2, m: 3}, {s: torch.zeros(2, 3, 4, 5)}), "the batch is the last axis"),
        (lambda: Model({n: 2, m: 3}, {s: torch.zeros(2, 3, 0)}), "has the shape"),
        (lambda: Model({n: 2, m: 3}, {s: infinite(float("nan"))}), r"s\[1, 2, 3\] is nan, expected a real number — mask the entry"),
        (lambda: Model({n: 2, m: 3}, {s: infinite(float("-inf"))}), "is -inf, expected a real number"),
        (lambda: Model({n: 2, m: 3}, {s: ok, t: torch.zeros(5)}), "disagree on the batch size: s has 4, t has 5"),
        (lambda: Model({n: 2}, {s: ok}), "the index type m has no size — add it to sizes"),
        (lambda: Model({n: 2, m: 3}, {s: ok.to(torch.complex64)}), "complex"),
        (lambda: Model({n: 2, m: 3}, {pi: torch.tensor([0, 1, 2])}), "takes the values 0 … 2, expected from 0 to 1, the size of n being 2"),
        (lambda: Model({n: 2, m: 3}, {pi: torch.zeros(3)}), "hand in integers"),
        (lambda: Model({}, {t: torch.tensor(2**53 + 1)}), "beyond 2⁵³"),
        (lambda: Model({}, {t: ["one"]}), "t holds"),
        (lambda: Model({}, {t: [Fraction(1, 3), None]}), "no number"),
        (lambda: Model({}, {ell: torch.zeros(3)}), "ell is a function of numbers or naturals — give it in functions"),
        (lambda: Model({n: 2, m: 3}, {s: ok.to("meta")}), "s lies on meta, the model on cpu — move it"),
    ],
)
def test_a_model_that_does_not_fit_is_refused(make: Callable[[], object], said: str) -> None:
    with pytest.raises(ModelError, match=said):
        make()


@pytest.mark.parametrize(
    ("expr", "said"),
    [
        (s[i, j] + t, "t has no value — add it to values"),
        (ell(t), "t has no value"),
        (ell(s[i, j]), "ell is a function without a meaning"),
        (Sum(p[e], e), "maybe has no size|p has no value"),
    ],
)
def test_what_a_model_lacks_is_named(expr: Any, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        realise(expr, Model({n: 2, m: 3}, {s: ok}))


def test_what_has_no_reading_is_named() -> None:
    model = Model({n: 2, m: 3}, {s: ok})
    with pytest.raises(RealiseError, match="only a finite index type is an axis — take the variable out first"):
        judge(Exists(x, Eq(x, s[i, j])), model)
    with pytest.raises(RealiseError, match="judge takes a formula"):
        compare(Eq(t, t), t, model)
    with pytest.raises(RealiseError, match="is no formula"):
        judge(t, model)
    walk, start, _ = generated("Walk", start=(), step=("self", n))
    with pytest.raises(GaproofError, match="Walk"):
        realise(field("f", walk)[start], model)


def test_a_verdict_is_no_truth_value() -> None:
    with pytest.raises(TypeError, match="compare its outcome"):
        bool(judge(ForAll((i, j), Eq(s[i, j], 0)), Model({n: 2, m: 3}, {s: ok})))


@pytest.mark.parametrize("arithmetic", [None, BallArithmetic(), ExactArithmetic()])
def test_a_sum_over_nothing_is_zero(arithmetic: Any) -> None:
    model = Model({maybe: 0}, {p: torch.zeros(0, 3, dtype=torch.float64), t: torch.tensor([0.0, 1.0, 2.0], dtype=torch.float64)})
    zero = realise(Sum(exp(p[e]) / t, e), model, arithmetic)
    arrays = [zero.mid, zero.rad] if isinstance(arithmetic, BallArithmetic) else [zero.value]
    assert all(v == 0 for array in arrays for v in array.tolist())
    assert "AGREES" == judge(ForAll(e, Eq(p[e], 1)), model).outcome
    assert "REFUTED" == judge(Exists(e, Eq(p[e], 0)), model).outcome


def test_fractions_stay_exact() -> None:
    model = Model({}, {t: [Fraction(1, 3), Fraction(1, 7)]})
    assert "AGREES" == judge(Eq(3 * t, 1), model.instances(0, 1), exact=True).outcome
    assert "REFUTED" == judge(Eq(3 * t, 1), model).outcome
    ball = realise(t, model, BallArithmetic())
    assert bool((ball.rad > 0).all()) and bool((ball.rad < 1e-16).all())


def test_naturals_are_integers() -> None:
    k = natural("k")
    model = Model({}, {k: torch.tensor([0, 3, 5])})
    assert [1.0, 4.0, 6.0] == realise(nat(k) + 1, model).value.tolist()
    with pytest.raises(ModelError, match="expected ≥ 0"):
        Model({}, {k: torch.tensor([-1])})


def test_importing_gaproof_does_not_import_torch() -> None:
    import subprocess
    import sys

    code = "import sys, gaproof, gaproof.numeric; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "False" == done.stdout.strip(), done.stderr


def test_the_names_of_the_package_are_its_functions() -> None:
    import gaproof.numeric as numeric

    assert all(callable(getattr(numeric, name)) for name in numeric.__all__)
    assert symbol(t) in Model({}, {t: 1.0}).tables
    with pytest.raises(AttributeError, match="has no 'nothing'"):
        numeric.nothing  # noqa: B018
