"""Every near miss is refused by the proof that it is close to, and it is really false: a counterexample or a refutation is found."""

from collections.abc import Mapping
from typing import Any

import pytest

from gaproof.claim import NearMiss, Part
from gaproof.errors import GaproofError
from gaproof.exact import Refutation, counterexample
from gaproof.exact.refutation import FALSE
from gaproof.tactics import forward as f
from tests.theorems import refutations
from tests.theorems.corpus import NEAR_MISSES, PARTS, miss_name, part_name
from tests.theorems.refutations import Derivation, refutes

# The numbers of a counterexample that is too far away, or needs too many numbers, to be met by chance.  Keys: the beginning of the name.
ONES, UNIT = [1, 1], [[1, 0], [0, 1]]
HINTS: dict[str, Mapping[str, Any]] = {
    "depth.coarse_logsumexp[blocks]: averaging": {
        **{"n": 1, "m": 3, "q": 2, "M": [[1, 1, 1]], "N": [ONES], "tau": 1, "pi": [0, 0, 1], "U": [[0, 0, 0]]},
    },
    "interaction.chart_gauge[gauge acts]: the key moves": {
        **{"n": 2, "m": 2, "r": 2, "Q": UNIT, "K": UNIT, "G": [[1, 1], [0, 1]], "H": [[1, -1], [0, 1]]},
        **{"Q2": [[1, 1], [0, 1]], "K2": [[1, -1], [0, 1]]},
    },
}
REFUTATIONS: dict[str, Derivation] = {
    "anchor.free_energy[unique]: the maximiser is": refutations.maximiser_with_another_reference,
    "anchor.jacobian[derivative]: the normaliser moves": refutations.derivative_without_normaliser,
    "anchor.jacobian[derivative]: the temperature counts": refutations.derivative_times_temperature,
    "anchor.shift[recovery]: the constant is the row's own": refutations.one_constant_for_two_rows,
    "link.exponential[bounded on an interval]: bounded on one": refutations.no_bound_for_an_exponential,
    "link.exponential[decreasing]: on the half-line": refutations.step_is_no_exponential,
    "link.positive[positive]: on the half-line": refutations.step_is_not_positive,
}
each_near_miss = pytest.mark.parametrize(("part", "miss"), [pytest.param(*pair, id=miss_name(*pair)) for pair in NEAR_MISSES])


def listed(table: Mapping[str, Any], name: str) -> Any:
    """The entry of a table whose key begins a name, or None."""
    return next((entry for key, entry in table.items() if name.startswith(key)), None)


@each_near_miss
def test_it_is_refused_by_the_proof(part: Part, miss: NearMiss) -> None:
    with pytest.raises(GaproofError):
        part.attempt(miss.statement)


@each_near_miss
def test_it_is_false(part: Part, miss: NearMiss) -> None:
    name = miss_name(part, miss)
    refutation = listed(REFUTATIONS, name)
    if refutation is not None:
        assert refutes(miss.statement, refutation(Refutation(miss.statement)))
    else:
        assert counterexample(miss.statement, listed(HINTS, name)) is not None, "no counterexample found: is it perhaps true?"


@pytest.mark.parametrize("key", [*HINTS, *REFUTATIONS])
def test_every_key_of_the_tables_begins_one_name(key: str) -> None:
    assert 1 == sum(miss_name(*pair).startswith(key) for pair in NEAR_MISSES)


@pytest.mark.parametrize("part", PARTS, ids=part_name)
def test_what_is_proved_has_no_counterexample(part: Part) -> None:
    assert counterexample(part.statement, attempts=5) is None


@pytest.mark.parametrize("name", REFUTATIONS)
def test_a_refutation_counts_only_for_its_near_miss(name: str) -> None:
    (own,) = [miss.statement for part, miss in NEAR_MISSES if miss_name(part, miss).startswith(name)]
    (true,) = [part.statement for part in PARTS if part_name(part) == name.partition(":")[0]]
    derived = REFUTATIONS[name](Refutation(own))
    assert refutes(own, derived)
    assert not refutes(true, derived)
    assert not refutes(own, f.assume(FALSE)), "0 = 1 may not be assumed"
    with pytest.raises(GaproofError):
        REFUTATIONS[name](Refutation(true))
