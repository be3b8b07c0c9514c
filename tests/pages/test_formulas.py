"""Long formulas are broken into rows that say the same."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaproof.notation import Fold, latex
from gaproof.pages.formulas import LONG, RELATIONS, display, inline, shown, split
from gaproof.proof.syntax import Formula
from tests.theorems.corpus import PARTS, part_name

STATED = {
    f"{part_name(part)} {name}": (f, part.claim.folds)
    for part in PARTS
    for name, f in {**part.statement.hypotheses, "": part.statement.conclusion}.items()
}


def joined(text: str) -> str:
    r"""What rows say together: without the environment, the breaks, the indentation, the thin spaces."""
    text = re.sub(r"\\(?:begin|end)\{aligned\}|\\\\\n|^& |\n& |\\quad|\\[;,]", " ", text)
    text = text.replace(r"\bigl(", r"\left(").replace(r"\bigr)", r"\right)")
    return "".join(text.replace("&", "").split())


@pytest.mark.parametrize(("formula", "folds"), STATED.values(), ids=STATED)
def test_what_is_broken_says_the_same_after_joining(formula: Formula, folds: tuple[Fold, ...]) -> None:
    assert joined(latex(formula)) == joined(display(formula))
    assert joined(latex(formula, folds)) == joined(display(formula, folds))


@pytest.mark.parametrize(("formula", "folds"), STATED.values(), ids=STATED)
def test_a_short_formula_is_not_broken_and_a_line_is_never(formula: Formula, folds: tuple[Fold, ...]) -> None:
    if shown(latex(formula, folds)) <= LONG:
        assert latex(formula, folds) == display(formula, folds)
    assert f"${latex(formula, folds)}$" == inline(formula, folds)


def test_some_formula_is_broken() -> None:
    assert any(r"\begin{aligned}" in display(formula) for formula, _ in STATED.values())


def test_of_a_fraction_the_longer_part_is_seen() -> None:
    assert 5 == shown(r"\frac{a}{b + c} = d") == shown(r"\frac{\frac{a}{b}}{b_{\frac{c}{ef}}} + d")


@given(st.lists(st.sampled_from([*RELATIONS, "a", r"\left(", r"\right)", "{", "}", r"\frac{a}{b}"])), st.sampled_from(RELATIONS))
def test_pieces_and_the_operator_between_them_are_the_whole(tokens: list[str], operator: str) -> None:
    text = "".join(tokens)
    assert text == operator.join(split(text, operator))


def test_nothing_is_split_within_parentheses_or_braces() -> None:
    assert [r"\left(a = b\right)", r"{c = d}", "e"] == list(split(r"\left(a = b\right) = {c = d} = e", " = "))
