"""Of every hypothesis of every part: whether it is necessary.  A witness that is lost, or one that is found, changes a table here."""

from time import perf_counter

import pytest

from gaproof.claim import Part
from gaproof.exact import check
from tests.theorems.corpus import PARTS, hypotheses, part_name

# Hypotheses of which no witness is known; the theorem files say why, part by part.  All others are witnessed or cited.
NOT_KNOWN = {
    "anchor.free_energy[attained]": {"temperature"},
    "anchor.free_energy[feasible]": {"temperature"},
    "anchor.free_energy[identity]": {"live", "p simplex: nonnegative", "temperature"},
    "anchor.free_energy[maximiser]": {"live", "temperature"},
    "anchor.free_energy[unique]": {"live", "temperature"},
    "anchor.jacobian[derivative]": {"live", "temperature"},
    "anchor.jacobian[kernel]": {"live"},
    "anchor.jacobian[remainder]": {"live", "temperature"},
    "anchor.jacobian[semidefinite]": {"live"},
    "anchor.jacobian[symmetric]": {"M mask", "kappa positive", "live", "temperature"},
    "anchor.jacobian[variance]": {"live"},
    "anchor.ratio_unique[normalisation]": {"p positive", "v positive"},
    "anchor.ratio_unique[unique]": {"p positive", "v positive"},
    "anchor.row[constant on orbits]": {"live"},
    "anchor.shift[log ratios]": {"tau positive"},
    "anchor.shift[recovery]": {"live"},
    "anchor.shift[shift]": {"live", "tau positive"},
    "carrier.restriction": {"live"},
    "depth.coarse_logsumexp[blocks]": {"live"},
    "depth.coarse_logsumexp[tower of masks]": {"M mask", "N mask"},
    "depth.coarse_logsumexp[tower]": {"tau positive"},
    "probe.row_ratio[complete]": {"live"},
    "probe.row_ratio[sound]": {"M mask", "a positive", "b positive"},
    "probe.row_ratio[unique]": {"M mask", "a positive", "b positive"},
}
CITED = {
    "link.exponential[bounded on an interval]": {"bounded"},
    "link.exponential[continuous at a point]": {"continuous"},
    "link.exponential[decreasing]": {"decreasing"},
    "link.exponential[increasing]": {"increasing"},
}
SECONDS = 5.0


def expected(part: Part) -> dict[str, str]:
    name = part_name(part)
    exceptions = {**dict.fromkeys(NOT_KNOWN.get(name, ()), "not known"), **dict.fromkeys(CITED.get(name, ()), "cited")}
    return {**dict.fromkeys(part.statement.hypotheses, "witnessed"), **exceptions}


@pytest.mark.parametrize("part", PARTS, ids=part_name)
def test_the_necessity_of_every_hypothesis_is_as_recorded(part: Part) -> None:
    assert expected(part) == check(part)


@pytest.mark.parametrize(("part", "hypothesis"), [pytest.param(*pair, id=f"{part_name(pair[0])} {pair[1]}") for pair in hypotheses()])
def test_one_hypothesis_at_a_time_gives_the_same(part: Part, hypothesis: str) -> None:
    assert expected(part)[hypothesis] == part.necessity(hypothesis)


def test_all_theorems_are_checked_in_a_few_seconds() -> None:
    start = perf_counter()
    for part in PARTS:
        check(part)
    assert perf_counter() - start < SECONDS


@pytest.mark.parametrize("name", [*NOT_KNOWN, *CITED])
def test_the_tables_name_parts_and_hypotheses_that_exist(name: str) -> None:
    (part,) = [part for part in PARTS if part_name(part) == name]
    assert {*NOT_KNOWN.get(name, ()), *CITED.get(name, ())} <= set(part.statement.hypotheses)
