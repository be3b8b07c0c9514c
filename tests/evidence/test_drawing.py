"""Models that are drawn as a theorem file says: they reach what chance does not, and count only where all hypotheses hold."""

from pathlib import Path
from typing import Any

import pytest

from gaproof.claim import Claim, Part
from gaproof.drawing import DrawingError
from gaproof.evidence.campaign import Tally, campaign
from gaproof.evidence.counterexample import read, shrunk, try_again, write
from gaproof.evidence.gathering import evidence
from gaproof.evidence.settings import Settings
from gaproof.terms import Eq, ForAll, Implies, Le, Rational, Sum, exp, field, function, index, scalar, sizes
from tests.evidence.toys import SMALL

(x, y), u, z = scalar("x y", domain="positive"), scalar("u", domain="positive"), scalar("z")
n = sizes("n")
i, j, k = index("i j k", n)
M, t = field("M", i, j, domain="mask"), field("t", i)
ell = function("ell")

CIRCLE = {"circle": Eq(x * x + y * y, 1)}
SINE = u / (1 + u)  # between 0 and 1
ON_THE_CIRCLE = {x: (1 - SINE * SINE) / (1 + SINE * SINE), y: 2 * SINE / (1 + SINE * SINE)}
TRUE, FALSE = Le(2 * x * y, 1), Le(2 * x * y, Rational(1, 2))


def part_of(given: dict[str, Any], shows: Any, *drawn: dict[Any, Any]) -> Part:
    part = Claim("toys.drawn", given=given, shows=shows).only
    for values in drawn:
        part.drawn(values)
    return part


def tried(part: Part) -> Tally:
    return campaign(part.statement, SMALL, 0, drawings=part.drawings)


def test_a_claim_that_chance_does_not_reach_is_reached() -> None:
    assert 0 == tried(part_of(CIRCLE, TRUE)).models
    found = tried(part_of(CIRCLE, TRUE, ON_THE_CIRCLE))
    assert ({0}, None, True) == (found.drawings, found.refutation, found.models > 100)
    assert 0 < found.exact


@pytest.mark.parametrize("lie", [{x: u, y: u}, {x: u}, {x: 2, y: u}])
def test_models_at_which_a_hypothesis_fails_do_not_count(lie: dict[Any, Any]) -> None:
    found = tried(part_of(CIRCLE, FALSE, lie))
    assert (0, set(), None) == (found.models, found.drawings, found.refutation)


def test_a_way_is_no_lie_if_the_conclusion_then_says_nothing() -> None:
    assert {0} == tried(part_of({"same": Eq(x, y)}, Eq(x * 2, y * 2), {x: u, y: u})).drawings
    assert set() == tried(part_of({"same": Eq(x, y), "not 1": Le(x + 1, 1)}, Eq(x * 2, y * 2), {x: u, y: u})).drawings


def test_of_several_ways_each_counts_for_itself() -> None:
    assert {1} == tried(part_of(CIRCLE, TRUE, {x: u, y: u}, ON_THE_CIRCLE)).drawings


def test_a_false_claim_is_refuted_there_and_the_file_says_so_again(tmp_path: Path) -> None:
    part = part_of(CIRCLE, FALSE, ON_THE_CIRCLE)
    found = tried(part).refutation
    assert found is not None
    document = read(write(shrunk(found), part.statement, {"claim": part.claim.id, "part": "", "file": __file__}, tmp_path))
    assert try_again(document, part.statement, None, part.drawings) is not None


def test_a_way_that_gives_no_model_is_reported() -> None:
    settings = Settings(level="quick")
    assert "" == evidence(part_of(CIRCLE, TRUE, ON_THE_CIRCLE), settings).unshown
    said = evidence(part_of(CIRCLE, TRUE, {x: u, y: u}), settings).unshown
    assert said.startswith("its terms for x, y give no models, none satisfies all hypotheses")
    odd = {"odd": ForAll(z, Eq(ell(-z), -ell(z)))}
    said = evidence(part_of(odd, Eq(ell(1 - 1), 0), {ell: (z, z * z)}), settings).unshown
    assert said.startswith("its terms for ell give no models, the kernel does not find 'odd' obvious there")


def test_a_mask_is_the_truth_of_a_formula() -> None:
    order = {"total": ForAll((i, j), Le(1, M[i, j] + M[j, i])), "transitive": ForAll((i, j, k), Le(M[i, j] * M[j, k], M[i, k]))}
    found = tried(part_of(order, ForAll(i, Le(1, Sum(M[i, j], j))), {M: ((i, j), Le(t[i], t[j]))}))
    assert ({0}, None) == (found.drawings, found.refutation)


def test_a_function_is_given_and_the_kernel_proves_its_laws() -> None:
    halves = {"halves": ForAll((x, z), Eq(ell(z + x), ell(z) * ell(x)))}
    rate = scalar("rate")
    for value, reached in ((exp(rate * z), {0}), (exp(rate * z) + 1, set())):
        assert reached == tried(part_of(halves, Eq(ell(z + 1), ell(z) * ell(1)), {ell: (z, value)})).drawings


def test_what_is_bound_in_the_conclusion_is_drawn_by_its_name() -> None:
    shows = ForAll((x, y), Implies(CIRCLE["circle"], TRUE))
    assert {0} == tried(part_of({}, shows, ON_THE_CIRCLE)).drawings


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "nothing is said to be drawn"),
        ({z: u}, "z does not occur in the statement, which has x, y"),
        ({x: x / (x + y)}, "made of itself"),
        ({x: y, y: u}, "made of itself"),
        ({x: (u, u)}, "of another type"),
        ({ell: (z, u)}, "ell does not occur"),
    ],
)
def test_a_way_that_does_not_fit_the_statement_is_refused(values: dict[Any, Any], said: str) -> None:
    with pytest.raises(DrawingError, match=said):
        part_of(CIRCLE, TRUE, values)
