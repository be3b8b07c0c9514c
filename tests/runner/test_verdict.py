"""Verdicts are ordered, and a claim is never greener than what it uses."""

from hypothesis import given
from hypothesis import strategies as st

from gaproof.runner.judging import claim_digest
from gaproof.runner.verdict import Outcome, Verdict, fold

NAMES = "abcdef"
GRAPHS = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES)))
VERDICTS = st.lists(st.sampled_from(list(Verdict)), min_size=len(NAMES), max_size=len(NAMES))


def test_verdicts_are_ordered_from_worst_to_best() -> None:
    worst_first = ["ERROR", "REFUTED", "VACUOUS", "UNPROVED", "TESTED", "CERTIFIED", "PROVED"]
    assert worst_first == [str(verdict) for verdict in sorted(Verdict)]


@given(VERDICTS, GRAPHS)
def test_folding_gives_the_worst_verdict_of_all_that_is_used(verdicts: list[Verdict], uses: dict[str, list[str]]) -> None:
    outcomes = {name: Outcome(name, verdict) for name, verdict in zip(NAMES, verdicts, strict=True)}
    own = dict(zip(NAMES, verdicts, strict=True))
    fold(outcomes, uses)
    for name in NAMES:
        reached, stack = set(), [name]
        while stack:
            here = stack.pop()
            if here not in reached:
                reached.add(here)
                stack.extend(uses.get(here, ()))
        assert min(own[here] for here in reached) == outcomes[name].verdict


def test_a_folded_verdict_says_which_claim_it_comes_from() -> None:
    outcomes = {"a": Outcome("a", Verdict.PROVED), "b": Outcome("b", Verdict.VACUOUS, "no model")}
    fold(outcomes, {"a": ["b"]})
    assert "it uses b, which is VACUOUS" == outcomes["a"].message
    assert "no model" == outcomes["b"].message


def test_the_digest_of_a_claim_is_that_of_its_part_or_depends_on_every_part() -> None:
    assert "d" == claim_digest({"": "d"})
    assert claim_digest({"a": "1", "b": "2"}) == claim_digest({"b": "2", "a": "1"})
    several = [{"a": "1", "b": "2"}, {"a": "2", "b": "1"}, {"a": "1", "c": "2"}, {"a": "1", "b": "2", "c": "3"}]
    assert len(several) == len({claim_digest(parts) for parts in several})
    assert claim_digest({}) is None
