"""Claims that use each other, drawn by Hypothesis."""

from hypothesis import strategies as st

from gaproof.runner.verdict import Outcome, PartOutcome, Verdict

TEXTS = st.text(max_size=12) | st.sampled_from(
    ['<b>"&amp;"</b>', "a\nb\r\x00\x1b]]>", "\ud800 \\N \\", "😀 `x` | #35; <br/>", "--> n0", "}"]
)
VERDICTS = st.sampled_from(list(Verdict))


@st.composite
def claims(draw: st.DrawFn, cyclic: bool = False, size: int = 9) -> list[Outcome]:
    """Some claims; without cycles, each uses only earlier ones.  Ids that are only declared may be unknown."""
    number = draw(st.integers(1, size))
    ids = [f"{draw(st.sampled_from(['anchor', 'end', 'größe']))}.n{k}" for k in range(number)]
    found = []
    for k, id in enumerate(ids):
        others = st.lists(st.sampled_from(ids if cyclic else ids[:k]), unique=True, max_size=4) if cyclic or k else st.just([])
        outcome = Outcome(id, draw(VERDICTS), message=draw(TEXTS), doc=draw(TEXTS), replayed=draw(st.booleans()))
        outcome.parts = {"": PartOutcome("d", [], {name: "1" for name in draw(st.lists(TEXTS, max_size=2))})}
        outcome.uses, outcome.asked = sorted(draw(others)), sorted(draw(others))
        outcome.declared = draw(st.none() | others.map(lambda ids: [*ids, "gone.away"]))
        found.append(outcome)
    return found
