"""The normal form against the evaluator: terms, identities, near misses, formulas, bounds, cofactors, instances.

``pytest tests/fuzz --fuzz 100000`` makes at least so many comparisons in each test; ``-s`` shows the counts of every test.
"""

from itertools import count

import pytest

from tests.fuzz.campaign import (
    Run,
    Tally,
    campaign,
    of_bounds,
    of_combinations,
    of_identities,
    of_instances,
    of_near_identities,
    of_normal_form,
    of_restatements,
)

FIRST_SEED = 0
ENOUGH = {
    of_normal_form: 20_000,
    of_near_identities: 6_000,
    of_identities: 6_000,
    of_restatements: 6_000,
    of_bounds: 4_000,
    of_combinations: 4_000,
    of_instances: 4_000,
}


@pytest.fixture
def fuzz(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--fuzz"))


def run(kind: Run, fuzz: int) -> Tally:
    wanted = max(ENOUGH[kind], fuzz)
    tally = campaign(kind, count(FIRST_SEED), until=wanted)
    print(f"\n{kind.__name__}: seeds {FIRST_SEED} to {FIRST_SEED + tally.seeds - 1}, {tally.comparisons} comparisons ({tally})")
    assert not tally.failures, "\n".join(tally.failures[:3])
    assert tally.comparisons >= wanted
    return tally


def test_a_term_has_the_value_of_its_normal_form_and_is_defined_where_its_obligations_hold(fuzz: int) -> None:
    run(of_normal_form, fuzz)


def test_most_identities_are_accepted_and_all_that_are_accepted_hold(fuzz: int) -> None:
    tally = run(of_identities, fuzz)
    rate = tally.counts["identity accepted"] / (tally.counts["identity accepted"] + tally.counts["identity refused"])
    print(f"identities accepted: {rate:.1%}")
    assert rate > 0.7


def test_what_is_accepted_of_near_identities_holds(fuzz: int) -> None:
    tally = run(of_near_identities, fuzz)
    assert tally.counts["near miss refused"] > tally.counts["near miss accepted"]


def test_a_restated_formula_is_equivalent(fuzz: int) -> None:
    tally = run(of_restatements, fuzz)
    assert tally.counts["accepted, changed"] > tally.counts["accepted, the same"]


def test_a_bound_holds_in_every_model(fuzz: int) -> None:
    run(of_bounds, fuzz)


def test_a_combination_of_equations_holds_in_every_model(fuzz: int) -> None:
    run(of_combinations, fuzz)


def test_an_instance_of_an_identity_holds_in_every_model(fuzz: int) -> None:
    run(of_instances, fuzz)
