"""Bugs planted in realised programs: which there are, that balls tell them apart, and that nothing is seen where nothing is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from gaproof.evidence import spoils
from gaproof.evidence.program_bugs import caught, planted, program_bugs
from gaproof.numeric import ExactArithmetic, Model, PlainArithmetic, Program, RealiseError, program
from gaproof.terms import Eq, Sum, exp, field, index, index_map, log, sizes
from gaproof.theory import softmax

n, m, d = sizes("n m d")
i, j, k, e = index("i", n), index("j", m), index("k", n), index("e", d)
s, M, A = field("s", i, j), field("M", i, j, domain="mask"), field("A", i, k)
c, v, w = field("c", i), field("v", j, e), field("w", j)
pick = index_map("pick", i, m)

TERMS: dict[str, Any] = {
    "softmax": softmax(s[i, j], over=j),
    "masked softmax": softmax(s[i, j], over=j, mask=M[i, j]),
    "attention": Sum(softmax(s[i, j], over=j, mask=M[i, j]) * v[j, e], j),
    "log-sum-exp": log(Sum(M[i, j] * exp(s[i, j]), j)),
    "matrix times vector": Sum(A[i, k] * c[k], k),
    "quadratic form": Sum(c[i] * A[i, k] * c[k], i, k),
    "double centring": s[i, j] - Sum(s[i, j], j) / m - Sum(s[i, j], i) / n + Sum(s[i, j], i, j) / (n * m),
    "gather": c[i] * w[pick(i)],
    "decay": M[i, j] * exp(-c[i]),
}
FIGURES = {  # caught, planted
    "softmax": (14, 14),
    "masked softmax": (24, 24),
    "attention": (28, 28),
    "log-sum-exp": (22, 22),
    "matrix times vector": (14, 14),
    "quadratic form": (21, 22),
    "double centring": (34, 34),
    "gather": (5, 5),
    "decay": (10, 10),
}
# not bugs: cᵀAᵀc is cᵀAc
HARMLESS = {"quadratic form": ["transposed: A in c·A"]}


def model(batch: int = 8) -> Model:
    g = torch.Generator().manual_seed(0)

    def drawn(*shape: int) -> torch.Tensor:
        return torch.randn(*shape, batch, dtype=torch.float64, generator=g)

    mask = (torch.rand(4, 5, batch, generator=g) < 0.6).double()
    mask[:, 0] = 1
    values = {s: drawn(4, 5), M: mask, A: drawn(4, 4), c: drawn(4), v: drawn(5, 3), w: drawn(5), pick: torch.tensor([3, 0, 4, 1])}
    return Model({n: 4, m: 5, d: 3}, values)


def bugs_of(name: str) -> tuple[Program, list[tuple[str, Program]]]:
    right = program(TERMS[name], model())
    return right, program_bugs(right)


def test_a_softmax_has_these_bugs() -> None:
    shifted, quotient = "(s - max_{m} s)", "exp((s - max_{m} s))/(Σ_{m} exp((s - max_{m} s)))"
    expected = [
        "wrong axis: Σ_{m} exp((s - max_{m} s)) over n",
        f"missing normaliser: {quotient}",
        f"normaliser of the one before: {quotient} along n",
        f"shift only below the line: {quotient}",
        f"shift only above the line: {quotient}",
        f"misses the last: Σ_{{m}} exp({shifted})",
        f"counts the last twice: Σ_{{m}} exp({shifted})",
        f"rounded to bfloat16: Σ_{{m}} exp({shifted})",
        f"sign: s in {shifted}",
        f"dropped term: s in {shifted}",
        "off by one: s along n",
        "last one copied: s along n",
        "off by one: s along m",
        "last one copied: s along m",
    ]
    assert expected == [name for name, _ in bugs_of("softmax")[1]]


@pytest.mark.parametrize(
    ("term", "bug"),
    [
        ("masked softmax", "left out here: M in Σ_{m} M·exp((s - max_{m} s))"),  # the mask comes after the normaliser
        ("masked softmax", "dropped factor: M of M·exp((s - max_{m} s))"),
        ("log-sum-exp", "shift only outside: (max_{m} s + log(Σ_{m} M·exp((s - max_{m} s))))"),
        ("matrix times vector", "transposed: A in c·A"),
        ("attention", "last one copied: v along m"),
        ("gather", "off by one: the 1st index of w(pick)"),
    ],
)
def test_a_bug_of_the_field_is_among_them(term: str, bug: str) -> None:
    assert bug in [name for name, _ in bugs_of(term)[1]]


@pytest.mark.parametrize("name", TERMS)
def test_names_are_different_and_the_order_is_fixed(name: str) -> None:
    names = [bug for bug, _ in bugs_of(name)[1]]
    assert len(names) == len(set(names))
    assert names == [bug for bug, _ in bugs_of(name)[1]]


@pytest.mark.parametrize("name", TERMS)
def test_every_bug_is_caught_unless_it_is_none(name: str) -> None:
    right, bugs = bugs_of(name)
    fates = {bug: caught(right, wrong, model()) for bug, wrong in bugs}
    assert HARMLESS.get(name, []) == [bug for bug, seen in fates.items() if not seen]
    assert FIGURES[name] == (sum(fates.values()), len(fates))


@pytest.mark.parametrize("name", TERMS)
def test_the_right_program_is_not_caught(name: str) -> None:
    right, _ = bugs_of(name)
    assert not caught(right, right, model())
    assert not caught(right, program(TERMS[name], model(), stable=False), model())


@pytest.mark.parametrize("name", ["masked softmax", "quadratic form", "gather"])
def test_bugs_run_in_exact_and_in_plain_arithmetic(name: str) -> None:
    right, bugs = bugs_of(name)
    few = model(batch=1)
    for bug, wrong in bugs:
        harmless = bug in HARMLESS.get(name, [])
        assert harmless or caught(right, wrong, few, PlainArithmetic()), bug
        harmless = harmless or bug.startswith("shift only")  # exactly computed, a shift is 0 anyway
        if bug.startswith("rounded to bfloat16"):
            with pytest.raises(RealiseError, match="plant this bug in plain or ball arithmetic"):
                caught(right, wrong, few, ExactArithmetic())
        else:
            assert harmless != caught(right, wrong, few, ExactArithmetic()), bug


def test_a_planted_program_keeps_its_axes_and_the_model_its_functions() -> None:
    right, bugs = bugs_of("attention")
    original = model()
    assert {right.axes} == {wrong.axes for _, wrong in bugs}
    assert {} == original.functions and set(spoils.SPOILS) == set(planted(original).functions)


def test_a_formula_is_refused() -> None:
    with pytest.raises(RealiseError, match="expected that of a term"):
        program_bugs(program(Eq(c[i], w[pick(i)]), model()))


@pytest.mark.parametrize(
    ("spoil", "harmless", "bug"),
    [
        (spoils.ROLLED, lambda a, x: x, "normaliser of the one before"),
        (spoils.MISSES_LAST, lambda a, x: x, "misses the last"),
        (spoils.IN_BFLOAT16, lambda a, x: x, "rounded to bfloat16"),
    ],
)
def test_a_bug_that_changes_nothing_is_not_caught(
    monkeypatch: pytest.MonkeyPatch, spoil: Any, harmless: Callable[..., Any], bug: str
) -> None:
    monkeypatch.setitem(spoils.SPOILS, spoil, harmless)
    right, bugs = bugs_of("softmax")
    assert [False] == [caught(right, wrong, model()) for name, wrong in bugs if name.startswith(bug)]
