"""Programs against the evaluator point by point: they agree on the theorems in every type, and a bug planted in either side is told."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy
import pytest
import torch
from flint import fmpq

from gaproof.claim import Part
from gaproof.evidence.campaign import cases
from gaproof.evidence.second_opinion import disagreement, disagreements
from gaproof.evidence.sequents import given_by
from gaproof.exact.evaluate import COMPOUNDS, Evaluator
from gaproof.exact.instance import Instance
from gaproof.numeric import BallArithmetic, ExactArithmetic, Model, PlainArithmetic, products
from gaproof.numeric.plain import Plain
from gaproof.numeric.realisation import _program
from gaproof.numeric.rounding import DTYPES
from gaproof.proof.syntax import Exp, Inverse, Term
from gaproof.proof.syntax import Sum as KernelSum
from gaproof.tactics import forward as f
from gaproof.terms import Le, Sum, exp, field, index, log, scalar, sizes
from tests.evidence.test_program_bugs import TERMS as PROGRAMS
from tests.evidence.test_program_bugs import model
from tests.numeric.test_planted_bugs import EXACTLY
from tests.theorems.corpus import SAMPLE, part_name

n = sizes("n")
i, k, l = index("i k l", n)
A, c = field("A", i, k), field("c", i)
x = scalar("x")
TERMS = {name: f.node(term) for name, term in {**PROGRAMS, "square": Sum(A[i, k] * A[k, l], k), "inverse": 1 / c[i]}.items()}
ROUNDS, BATCH = 4, 4


def opinions(part: Part, dtype: torch.dtype) -> list[str]:
    """What is said of the programs of a part's conclusion."""
    found = []
    for case in cases(part.statement, given_by(part.claim.theorem(part.name)), BallArithmetic(dtype=dtype)):
        for side in case.imposed.conclusion.children if case.principal else ():
            if isinstance(side, Term):
                models = [case.sampler.model(structure, BATCH) for structure in case.sampler.sweep(ROUNDS, 1)]
                found += [disagreement(side, drawn, dtype) for drawn in models]
    return [said for said in found if said is not None]


@pytest.mark.parametrize("dtype", [torch.float64, *(pytest.param(d, marks=pytest.mark.slow) for d in DTYPES[1:])], ids=str)
@pytest.mark.parametrize("part", SAMPLE, ids=part_name)
def test_programs_of_the_theorems_agree(part: Part, dtype: torch.dtype) -> None:
    assert [] == opinions(part, dtype)


def told(dtype: torch.dtype = torch.float64) -> set[str]:
    """The terms of which something is said on some model."""
    instances = [model(batch=3).instances(b, 1) for b in range(3)]
    return {name for name, term in TERMS.items() if any(disagreement(term, one, dtype) for one in instances)}


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_what_is_right_is_left_in_peace(dtype: torch.dtype) -> None:
    assert set() == told(dtype)


def test_entries_without_a_value_are_passed_over() -> None:
    column = Model({n: 3}, {c: torch.tensor([1.0, 0.0, -1.0], dtype=torch.float64)})
    for term in (1 / c[i], log(c[i]), c[i] * (1 / c[i]), Sum(log(c[i]), i)):
        assert disagreement(f.node(term), column) is None


def test_only_the_first_instance_is_looked_at_and_an_axis_may_be_missing() -> None:
    assert disagreement(f.node(x * x), Model({}, {x: torch.tensor([2.0, 3.0], dtype=torch.float64)})) is None


# ---- bugs in the programs ----------------------------------------------------------------------------------------------------------


def moved(value: Any, shift: int = 1) -> Any:
    """Rolled along the first axis."""
    return value.map(lambda t: t.roll(shift, 0) if isinstance(t, torch.Tensor) else numpy.roll(t, shift, 0))


def without_last(value: Any, axes: tuple[int, ...]) -> Any:
    """The last element of the axes left out, where there are several."""

    def change(t: Any) -> Any:
        for axis in axes:
            t = t[(*(slice(None),) * axis, slice(0, max(1, t.shape[axis] - 1)))]
        return t

    return value.map(change)


def wrong_axis(real: Any, self: Any, value: Any, axes: tuple[int, ...]) -> Any:
    """Summed over the axis before, if both are as long."""
    other = tuple(a - 1 if a and value.shape[a] == value.shape[a - 1] else a for a in axes)
    return real(self, value, other)


def dropped(real: Any, self: Any, value: Any, axes: tuple[int, ...]) -> Any:
    return real(self, without_last(value, axes), axes)


def wrong_sign(real: Any, self: Any, value: Any) -> Any:
    return real(self, self.linear([(-1, value)]))


def transposed(real: Any, self: Any, left: Any, right: Any, *axes: Any) -> Any:
    """Factors with their first two axes exchanged, if they are square."""

    def change(t: Any) -> Any:
        return t.swapaxes(0, 1) if t.ndim > 2 and t.shape[0] == t.shape[1] else t

    return real(self, left.map(change), right.map(change), *axes)


def rolled_result(real: Any, self: Any, *args: Any) -> Any:
    return moved(real(self, *args))


def one_term_less(real: Any, self: Any, terms: Any) -> Any:
    *rest, (_, last) = terms
    return real(self, [*rest, (Fraction(0), last)] if rest else terms)


def one_factor_less(real: Any, self: Any, factors: Any) -> Any:
    *rest, last = factors
    return real(self, rest) if len(rest) > 1 else (rest or [last])[0].map(lambda t: t + 0)


def upside_down(real: Any, self: Any, above: Any, below: Any) -> Any:
    return real(self, below, above)


BUGS: dict[str, tuple[str, Callable[..., Any]]] = {
    "the last term of a sum is dropped": ("sum", dropped),
    "a contraction is transposed": ("contract", transposed),
    "exp has the wrong sign": ("exp", wrong_sign),
    "a term is dropped": ("linear", one_term_less),
    "a factor is dropped": ("times", one_factor_less),
    "a quotient is upside down": ("over", upside_down),
    "log is rolled": ("log", rolled_result),
    "an inverse is rolled": ("inverse", rolled_result),
    "a field is loaded rolled": ("load", rolled_result),
}
KINDS = {"ball": BallArithmetic, "plain": PlainArithmetic, "exact": ExactArithmetic}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_in_an_operation_is_told(monkeypatch: pytest.MonkeyPatch, bug: str, kind: str) -> None:
    operation, wrong = BUGS[bug]
    real = getattr(KINDS[kind], operation)
    monkeypatch.setattr(KINDS[kind], operation, lambda self, *args: wrong(real, self, *args))
    assert set() != told()


def test_a_sum_over_the_wrong_axis_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TERMS, "rows", f.node(Sum(exp(A[i, k]), k)))
    for arithmetic in KINDS.values():
        real = arithmetic.sum
        with monkeypatch.context() as patch:
            patch.setattr(arithmetic, "sum", lambda self, value, axes, real=real: wrong_axis(real, self, value, axes))
            assert "rows" in told()


def test_a_shift_that_is_applied_twice_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    right = products.shifted_sum

    def shifted_sum(b: Any, *args: Any) -> Any:
        found = right(b, *args)
        if found is None:
            return None
        top, total = found
        return top, b.make("times", [total, b.make("exp", [b.linear([(-products.ONE, top)])])])

    monkeypatch.setattr(products, "shifted_sum", shifted_sum)
    _program.cache_clear()  # programs are built once
    try:
        assert "log-sum-exp" in told()
    finally:
        _program.cache_clear()


def test_balls_without_round_off_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    real = BallArithmetic.__init__

    def init(self: BallArithmetic, *args: Any) -> None:
        real(self, *args)
        self.__dict__.update(EXACTLY)

    monkeypatch.setattr(BallArithmetic, "__init__", init)
    assert set() != told()


def test_a_plain_program_that_returns_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PlainArithmetic, "finish", lambda self, value: Plain(value.value * torch.nan))
    assert set(TERMS) == told()


# ---- bugs in the other evaluator -----------------------------------------------------------------------------------------------------


def last_left_out(self: Evaluator, t: Any, at: Any) -> Any:
    """A sum without its last element."""
    return sum((self.value(t.children[0], (*at, k)) for k in list(self.elements(t.type.result))[:-1]), fmpq(0))


def exchanged(self: Instance, sort: Any, *key: Any, real: Any = Instance.entry) -> Any:
    """A_ki for A_ik."""
    symbol, *place = key
    return real(self, sort, symbol, *(reversed(place) if symbol.name == "A" else place))


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (KernelSum, last_left_out),
        (Exp, lambda self, t, at, real=COMPOUNDS[Exp]: 1 / real(self, t, at)),
        (Inverse, lambda self, t, at, real=COMPOUNDS[Inverse]: real(self, t, at) + 1),
    ],
)
def test_a_bug_in_the_other_evaluator_is_told(monkeypatch: pytest.MonkeyPatch, kind: Any, wrong: Any) -> None:
    monkeypatch.setitem(COMPOUNDS, kind, wrong)
    assert set() != told()


def test_entries_at_exchanged_places_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Instance, "entry", exchanged)
    assert set() != told()


def test_what_is_told_names_the_term_the_place_and_both_values(monkeypatch: pytest.MonkeyPatch) -> None:
    real = PlainArithmetic.exp
    monkeypatch.setattr(PlainArithmetic, "exp", lambda self, value: real(self, self.linear([(-1, value)])))
    said = disagreement(f.node(exp(c[i])), Model({n: 2}, {c: [0.0, 1.0]}))
    assert said is not None
    told_of_plain, told_of_value = said.split(", the value is ")
    assert told_of_plain.startswith("the realised program of exp(c[i]) is wrong at 1: the plain program finds 0.3678794411714")
    assert told_of_value.startswith("[2.718281828459")


def test_terms_without_the_axes_of_the_formulas_beside_them_are_looked_up_where_they_are() -> None:
    drawn = Model({n: 3}, {c: [0.0, 1.0, 2.0], x: 1.0})
    looked_at: set[Any] = set()
    for node in (c[i], Le(c[i], 3 * x * x)):
        assert disagreements([f.node(node)], drawn, torch.float64, looked_at) is None
