"""Notes: where the author, the proofs and the derivation differ on what a claim uses."""

from hypothesis import given
from hypothesis import strategies as st

from gaproof.runner.verdict import Outcome, Verdict

IDS = st.lists(st.sampled_from(["a.a", "a.b", "a.c", "a.d"]), unique=True).map(sorted)


def notes(uses: list[str], asked: list[str], declared: list[str] | None, replayed: bool = True) -> list[str]:
    return Outcome("z.z", Verdict.PROVED, uses=uses, asked=asked, declared=declared, replayed=replayed).notes


@given(IDS, IDS, st.none() | IDS)
def test_each_difference_is_noted_once(uses: list[str], asked: list[str], declared: list[str] | None) -> None:
    said = {id: [note for note in notes(uses, asked, declared) if id in note] for id in ("a.a", "a.b", "a.c", "a.d")}
    for id, found in said.items():
        gone = declared is not None and id in declared and id not in uses
        hidden = declared is not None and id in uses and id not in declared
        idle = id in asked and id not in uses and not gone
        assert [gone, hidden, idle] == [any(word in note for note in found) for word in ("declares that", "rests on", "asks for")]
        assert len(found) == gone + hidden + idle
    assert sum(map(len, said.values())) == len(notes(uses, asked, declared))


def test_all_three_are_the_same_is_nothing_to_note() -> None:
    assert [] == notes(["a.a"], ["a.a"], ["a.a"]) == notes(["a.a"], ["a.a"], None)


def test_nothing_is_noted_of_a_proof_that_failed() -> None:
    assert [] == notes([], ["a.a"], ["a.b"], replayed=False)
