"""What a page says of a claim is what is known of the claim."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest

from gaproof.claim import Claim
from gaproof.naming import folds
from gaproof.notation import latex, legend
from gaproof.pages import claims
from gaproof.pages.formulas import display, inline
from gaproof.pages.ledger import Ledger
from gaproof.report.rechecked import said_of
from gaproof.runner.proving import stated
from gaproof.runner.rechecked import Rechecked
from gaproof.runner.verdict import Outcome, PartOutcome, Verdict
from gaproof.tactics.forward import linear
from gaproof.terms import Eq, Exists, ForAll, kernel
from tests.pages.made import ROWS, ROWS_AND_MORE, M, claimed, i, j, live, s, text, with_evidence


@pytest.fixture(scope="module")
def made() -> Outcome:
    return claimed()


@pytest.fixture(scope="module")
def tested(made: Outcome) -> Outcome:
    return with_evidence(made)


FOLDS = folds({}, [ROWS])


def ledger(*outcomes: Outcome) -> Ledger:
    known = Ledger()
    known.outcomes = {outcome.id: outcome for outcome in outcomes}
    return known


def test_a_statement_has_its_hypotheses_and_its_conclusion(made: Outcome) -> None:
    said = text(claims.statement(made))
    assert f"- **live**: {inline(kernel(live()))}" in said
    assert f"$$\n{display(kernel(ROWS), FOLDS)}\n$$" in said


def test_a_statement_says_what_its_names_stand_for_and_what_it_is_without_them(made: Outcome) -> None:
    said = text(claims.statement(made))
    named, unfolded = said.split("where\n")[1].split(":::{dropdown} Everything unfolded")
    assert all(f"{left} &= {right}" in named for left, right in legend([kernel(ROWS)], FOLDS))
    assert f"$$\n{display(kernel(ROWS))}\n$$" in unfolded


def test_a_statement_without_definitions_has_nothing_to_unfold() -> None:
    assert "unfolded" not in text(claims.statement(claimed(shows=ForAll(i, Exists(j, Eq(M[i, j], 1))))))


def test_a_changed_statement_changes_the_page(made: Outcome) -> None:
    changed = claimed(ROWS_AND_MORE)
    assert text(claims.statement(made)) != text(claims.statement(changed))
    assert display(kernel(ROWS_AND_MORE), FOLDS) in text(claims.statement(changed))


def test_a_hypothesis_is_needed_by_what_was_checked(made: Outcome, tested: Outcome) -> None:
    assert "*Needed, says its author*: an empty row" in text(claims.statement(made))
    assert "*Needed*: an empty row" in text(claims.statement(tested))
    assert tested.tested is not None
    known = tested.tested.parts[""]["necessity"]
    known["M mask"] = "not needed"
    assert "*Not needed*: the kernel proves this part without it." in text(claims.statement(tested))
    known["M mask"] = "not known"
    assert "**M mask**" in text(claims.statement(tested)) and "*Not known to be necessary.*" in text(claims.statement(tested))


def test_a_hypothesis_that_the_source_does_not_list_is_marked(made: Outcome) -> None:
    assert "- **live** (not in the source): " in text(claims.statement(replace(made, extra=["live"])))


def test_a_near_miss_is_text_and_no_markup(made: Outcome) -> None:
    assert r"unit \<columns\> & \*stars\*" in text(claims.statement(made))


def test_the_variables_in_the_text_of_a_near_miss_are_printed_as_in_formulas() -> None:
    assert r"two columns, $s$ = \(0, log 3\), $\tau$ = 1, $\alpha_{j}$ of a row" == claims.in_words(
        "two columns, s = (0, log 3), tau = 1, alpha_j of a row."
    )


def test_what_a_near_miss_says_is_folded_away(made: Outcome) -> None:
    (miss,) = made.parts[""].near_misses
    assert miss["shows"] in text(claims.statement(made)).split(":::{dropdown} What they say")[1]


def test_a_verdict_is_a_word_and_what_it_rests_on(made: Outcome) -> None:
    assert "**✓ PROVED**, from no axiom; 12 steps, replayed by the kernel." == claims.verdict(made)
    part = replace(made.parts[""], axioms={"floor": "f1"})
    assert "**✓ PROVED**, modulo the axiom floor; 12 steps, replayed by the kernel." == claims.verdict(replace(made, parts={"": part}))
    refuted = replace(made, verdict=Verdict.REFUTED, message="at s = 0", replayed=False)
    assert "**✗ REFUTED**: at s = 0." == claims.verdict(refuted)


def test_a_claim_without_a_certificate_shows_nothing_and_says_why(made: Outcome) -> None:
    assert "**There is nothing to show:** it crashed" in text(claims.statement(replace(made, certificate=None, message="it crashed")))


def test_a_proof_ends_with_the_statement(made: Outcome) -> None:
    conclusion = latex(kernel(ROWS), FOLDS).removeprefix(r"\forall i\in n,\; ")
    assert rf"$\displaystyle {conclusion}$" in text(claims.proof(made))


def test_a_proof_that_was_not_replayed_is_not_shown(made: Outcome) -> None:
    assert "There is no proof: refused." == text(claims.proof(replace(made, replayed=False, message="refused"))).strip()


def test_every_step_is_more_than_the_calculation(made: Outcome) -> None:
    assert len(text(claims.proof(made))) < len(text(claims.proof(made, every_step=True)))


def test_the_evidence_is_that_of_the_attack(tested: Outcome) -> None:
    said = text(claims.evidence(tested))
    assert "| – | 50 | 7 | 0.25 | 6 of 9 | 7 of 8 | 2 of 2 |" in said
    assert r"References: torch.log\_softmax; torch.softmax." in said
    assert "Level standard, seed 0, float64 on cpu." in said


def test_evidence_that_was_left_out_is_said_to_be(made: Outcome) -> None:
    assert "The numeric evidence was left out of this build." == text(claims.evidence(made)).strip()


def test_links_go_both_ways_and_name_source_and_axioms(made: Outcome) -> None:
    part = replace(made.parts[""], axioms={"floor": "f1"})
    user = replace(made, id="made.user", uses=["made.rows"], parts={"": part})
    known = ledger(made, user)
    assert "- is used by {claim}`made.user`" in text(claims.links(made, known))
    assert "- uses no other claim" in text(claims.links(made, known))
    assert "- uses {claim}`made.rows`" in text(claims.links(user, known))
    assert "- rests on the axiom floor: Rudin" in text(claims.links(user, known))
    assert "- source: `theorems/made/rows.py`" in text(claims.links(made, known))


def test_a_table_has_a_row_for_each_claim(made: Outcome, tested: Outcome) -> None:
    assert "| {claim}`made.rows` | PROVED | – | – | – | – | – | – |" in text(claims.table([made]))
    assert "| {claim}`made.rows` | PROVED | – | – | 50 | 0.25 | 6 of 9 | 1 of 2 |" in text(claims.table([tested]))


def test_the_certificate_that_is_shown_is_the_one_that_was_replayed(made: Outcome) -> None:
    other = json.loads(made.certificate or "")
    other["parts"][""]["conclusion"] = other["parts"][""]["hypotheses"]["live"]
    assert display(kernel(ROWS)) not in text(claims.statement(replace(made, certificate=json.dumps(other))))


def test_formulas_within_reasons_are_printed_as_formulas() -> None:
    claim = Claim("made.product", given={"zero": Eq(s[i, j], 0)}, shows=Eq(s[i, j] * M[i, j], 0))
    claim.proof(lambda p: linear(s[i, j] * M[i, j], 0, (p["zero"], M[i, j])))
    parts = {name: PartOutcome(**stated(part)) for name, part in claim.parts.items()}
    outcome = replace(claimed(), parts=parts, certificate=json.dumps(claim.certificate()))
    assert "*normal form, using ‘zero’ times $M_{ij}$*" in text(claims.proof(outcome))


ASSUMED = ["ClassicalDedekindReals.sig_forall_dec"]


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (None, "Coq was not asked about this statement."),
        (Rechecked("rejected"), "Coq has not accepted it: the certificate is rejected."),
        (Rechecked("not exported"), "Coq has not accepted it: the certificate is not exported."),
        (Rechecked("accepted"), "Coq accepts a proof of this, made of the certificate. It prints no assumptions."),
        (Rechecked("accepted", ASSUMED), f"It prints the assumptions `{ASSUMED[0]}`."),
    ],
)
def test_what_coq_reads_and_says_is_folded_away(made: Outcome, found: Rechecked | None, says: str) -> None:
    said = text(claims.in_coq(replace(made, rechecked=found)))
    assert said.startswith(":::{dropdown} In Coq")
    assert says in said
    assert "(* live *)" in said and "forall i : n, exists j : m, M i j = 1" in said
    accepted = found is not None and found.coq == "accepted"
    assert accepted == ("accepted by Coq" in claims.verdict(replace(made, rechecked=found)))
    assert accepted == ("| PROVED | accepts it |" in text(claims.table([replace(made, rechecked=found)])))


def test_what_is_not_proved_has_no_text_for_coq(made: Outcome) -> None:
    assert "" == text(claims.in_coq(replace(made, replayed=False)))


def test_what_coq_said_of_another_statement_is_not_said_of_this_one(made: Outcome) -> None:
    certificate = sha256(str(made.certificate).encode()).hexdigest()
    entry = {"statement": made.digest, "certificate": certificate, "coq": "accepted", "assumptions": ASSUMED}
    assert Rechecked("accepted", ASSUMED) == said_of(made, {made.id: entry})
    assert said_of(made, {made.id: {**entry, "statement": "0" * 64}}) is None
    assert said_of(replace(made, certificate="{}"), {made.id: entry}) is None, "another proof of it"
    assert said_of(made, {}) is None
    assert said_of(replace(made, replayed=False), {made.id: entry}) is None
