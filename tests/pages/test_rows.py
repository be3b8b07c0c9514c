"""The rows of a formula on a page."""

import re

import pytest

from gaproof.pages.formulas import display
from gaproof.proof.syntax import Node
from theorems.depth.coarse_logsumexp import claim as coarse
from theorems.interaction.chart_gauge import claim as chart
from theorems.interaction.decomposition import claim as decomposition

CONCLUSIONS = [part.statement.conclusion for claim in (coarse, chart, decomposition) for part in claim.parts.values()]


def balance(row: str) -> tuple[int, int]:
    """Open minus closed: delimiters and braces."""
    opened, closed = (len(re.findall(pattern, row)) for pattern in (r"\\left(?!right)", r"\\right(?!arrow)"))
    return opened - closed, row.count("{") - row.count("}")


@pytest.mark.parametrize("formula", CONCLUSIONS)
def test_no_row_ends_within_parentheses_or_brackets(formula: Node) -> None:
    for row in display(formula).removeprefix("\\begin{aligned}\n").removesuffix("\n\\end{aligned}").split("\\\\\n"):
        assert (0, 0) == balance(row)


def test_a_row_that_ends_within_a_bracket_is_not_balanced() -> None:
    assert (1, 0) == balance(r"\sum_{j\in m} \left[\pi\left(j\right)")
