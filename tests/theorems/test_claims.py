"""The laws that every claim of the project obeys."""

import re
from ast import get_docstring, parse
from pathlib import Path
from time import perf_counter

import pytest

from gaproof.claim import Claim, Part
from gaproof.errors import GaproofError
from gaproof.proof.axioms import STANDARD, digest
from gaproof.proof.replay import replay
from gaproof.runner import locking
from tests.theorems.corpus import CLAIMS, LIBRARY, PARTS, hypotheses, part_name

# The axioms that the corpus may rest on; the lock pins which part rests on which.
AXIOMS = {*STANDARD, "brualdi", "menon", "completeness", "zero_derivative"}  # the last are cited where they are used: plans; Hyers; flows
SECONDS = 5.0

LOCK = locking.read(LIBRARY.root / "STATEMENTS.lock") or {}

each_claim = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
PROVED = [part for part in PARTS if part.has_proof]
each_part = pytest.mark.parametrize("part", PROVED, ids=part_name)


def test_these_are_the_claims_of_the_lock() -> None:
    assert {*LOCK} == {claim.id for claim in CLAIMS}


@each_claim
def test_the_file_the_chapter_and_the_id_agree(claim: Claim) -> None:
    chapter, name = claim.id.split(".")
    assert LIBRARY.root / chapter / f"{name}.py" == Path(claim.file)
    assert 1 == Path(claim.file).read_text(encoding="utf-8").count(" = Claim(")


@each_claim
def test_the_docstring_has_a_title_words_and_a_source(claim: Claim) -> None:
    text = get_docstring(parse(Path(claim.file).read_text(encoding="utf-8"))) or ""
    title, _, rest = text.partition("\n\n")
    words, _, source = rest.partition("Source:")
    assert title.endswith(".") and "\n" not in title
    assert len(words.split()) >= 20
    assert re.search(r"\b(arXiv|(18|19|20)\d\d)\b", source), "no citation"
    assert claim.source and len(claim.source) > 10


@each_claim
def test_it_has_near_misses(claim: Claim) -> None:
    whys = [miss.why for part in claim.parts.values() for miss in part.near_misses]
    assert sum(len(part.refused) for part in claim.parts.values()) >= 2
    assert all(len(why.split()) >= 3 for why in whys) and len(set(whys)) == len(whys)


@each_claim
def test_its_certificate_replays_and_its_hypotheses_have_a_model(claim: Claim) -> None:
    proved = [name for name, part in claim.parts.items() if part.has_proof]
    replayed = replay(claim.certificate(proved))
    assert claim.id == replayed.claim
    assert {name: claim.parts[name].statement.digest for name in proved} == {k: part.digest for k, part in replayed.parts.items()}
    assert [] == [name for name, part in replayed.parts.items() if not part.consistent]


@each_part
def test_it_is_proved_soon(part: Part) -> None:
    start = perf_counter()
    part.attempt(part.statement)
    assert perf_counter() - start < SECONDS


@each_part
def test_it_rests_on_the_axioms_of_the_lock(part: Part) -> None:
    axioms = {name: digest(formula) for name, formula in part.claim.theorem(part.name).axioms}
    assert LOCK[part.claim.id]["parts"][part.name]["axioms"] == axioms
    assert AXIOMS >= axioms.keys()


def unused(part: Part) -> set[str]:
    """The hypotheses of a part that its proof does not use."""
    return {name for name, h in part.statement.hypotheses.items() if h not in part.claim.theorem(part.name).hypotheses}


@each_part
def test_every_hypothesis_is_used(part: Part) -> None:
    assert unused(part).isdisjoint(part.given), "only the domain of a variable may be unused: the part holds without it as well"


@pytest.mark.parametrize(("part", "name"), [pytest.param(*pair, id=f"{part_name(pair[0])} without {pair[1]}") for pair in hypotheses()])
def test_no_hypothesis_can_be_dropped_that_is_used(part: Part, name: str) -> None:
    weaker = part.without(name)
    if name in unused(part):
        weaker.attempt(weaker.statement)
        return
    with pytest.raises(GaproofError) as refused:
        weaker.attempt(weaker.statement)
    variables = {s.name for s in part.statement.hypotheses[name].free}
    assert names_what_is_missing(str(refused.value), name, variables)


def names_what_is_missing(message: str, name: str, variables: set[str]) -> bool:
    """Whether an error names the hypothesis, or an obligation about its variables."""
    if f"the hypothesis {name!r}, which the claim does not grant" in message:
        return True
    missing = re.search(r"nothing known gives (.*)|open obligation: (.*); no hypothesis gives it", message)
    return missing is not None and not variables.isdisjoint(re.findall("[A-Za-z_0-9]+", missing[1] or missing[2]))


def test_an_error_must_name_what_is_missing() -> None:
    assert names_what_is_missing("the proof uses the hypothesis 'live', which the claim does not grant (…)", "live", {"M"})
    assert names_what_is_missing("open obligation: tau ≠ 0; no hypothesis gives it", "temperature", {"tau"})
    assert names_what_is_missing("not obvious: x/tau² = x; nothing known gives tau² ≠ 0", "temperature", {"tau"})
    assert not names_what_is_missing("not obvious: w ≤ 1; nothing known gives 0 ≤ -1", "to 1", {"w"})
    assert not names_what_is_missing("open obligation: 0 ≤ -1; no hypothesis gives it", "to 1", {"w"})
    assert not names_what_is_missing("the two sides differ: 2 terms do not cancel", "live", {"M"})
    assert not names_what_is_missing("the hypothesis 'other', which the claim does not grant (it grants 'live')", "live", {"M"})
