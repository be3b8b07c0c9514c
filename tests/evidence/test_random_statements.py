"""Random statements of the fuzzer: what the kernel proves is not refuted, and what is refuted is false by another evaluator."""

from __future__ import annotations

import random
from collections import Counter
from functools import reduce

import pytest

from gaproof.errors import ProofError
from gaproof.evidence import trial
from gaproof.evidence.campaign import Found, campaign
from gaproof.exact import Instance
from gaproof.numeric.truth import Truth
from gaproof.proof import rules
from gaproof.proof.statement import Statement
from gaproof.proof.substitution import closed
from gaproof.proof.syntax import Eq, ForAll, Implies
from tests.evidence.toys import SMALL
from tests.fuzz.claims import disguised, mutated
from tests.fuzz.formulas import formula
from tests.fuzz.generate import Generator

COUNT = 150


def proved(seed: int) -> Statement | None:
    """An equation of a term and the term in disguise, with what the kernel asks for to prove it."""
    pair = disguised(Generator(random.Random(seed)))
    try:
        return None if pair is None else of_theorem(rules.linear(left=pair[0], right=pair[1], uses=()))
    except ProofError:  # 1/0 by its form
        return None


def of_theorem(th: rules.Theorem) -> Statement:
    return Statement({f"obligation {k}": h for k, h in enumerate(sorted(th.hypotheses))}, th.conclusion)


def perhaps_false(seed: int) -> Statement | None:
    """An equation with something changed, or any formula."""
    generator = Generator(random.Random(seed))
    try:
        if seed % 2:
            return Statement({}, formula(generator, 2))
        pair = mutated(generator)
    except ProofError:
        return None
    return None if pair is None else Statement({}, Eq(*pair))


def test_what_the_kernel_proves_is_not_refuted() -> None:
    fates = Counter[str]()
    for seed in range(COUNT):
        statement = proved(seed)
        if statement is not None:
            tally = campaign(statement, SMALL, seed)
            assert tally.refutation is None, f"seed {seed}: {statement.key}"
            assert 0 == tally.wrong and tally.ratio <= 1, f"seed {seed}: {statement.key}"
            fates["unreached" if tally.unreached else "tried" if tally.models else "nothing"] += 1
    assert COUNT / 4 < fates["tried"]


def circular(seed: int) -> Statement | None:
    """Random hypotheses, and one of them again as the conclusion."""
    rng = random.Random(seed)
    generator = Generator(rng)
    try:
        given = {f"h{k}": formula(generator, rng.randint(0, 2)) for k in range(rng.randint(1, 3))}
    except ProofError:
        return None
    return Statement(given, rng.choice(list(given.values())))


def test_a_hypothesis_is_not_refuted_however_it_is_imposed() -> None:
    tried = 0
    for seed in range(COUNT):
        statement = circular(seed)
        if statement is not None:
            tally = campaign(statement, SMALL, seed)
            assert tally.refutation is None and 0 == tally.wrong, f"seed {seed}: {statement.key}"
            tried += tally.models + tally.contrasts > 0
    assert COUNT / 8 < tried


def false_there(found: Found) -> bool:
    """Whether a sequent fails at a model, by the evaluator that shares nothing with the programs."""
    imposed, values = found.case.imposed, {s: t.numbers[..., 0].tolist() for s, t in found.model.tables.items()}
    sequent = reduce(lambda then, h: Implies(h, then), imposed.waiting.values(), imposed.conclusion)
    indices = sorted(s for s in sequent.free if s not in values and not s.constant)
    everywhere = reduce(lambda g, s: ForAll(s.name, s.type, closed(g, s)), indices, sequent)
    return Instance(found.model.sizes, values).holds(everywhere) is False


def test_what_is_refuted_is_false() -> None:
    refuted = 0
    for seed in range(COUNT):
        statement = perhaps_false(seed)
        found = None if statement is None else campaign(statement, SMALL, seed).refutation
        if statement is not None and found is not None and not found.case.imposed.built:
            assert false_there(found), f"seed {seed}: {statement.key}"
            refuted += 1
    assert COUNT / 8 < refuted


def test_a_trial_that_takes_unknown_for_false_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    real = trial.Trial._truths
    monkeypatch.setattr(trial.Trial, "_truths", lambda *args: [Truth(t.holds, ~t.holds, t.ratio) for t in real(*args)])
    with pytest.raises(AssertionError):
        test_what_the_kernel_proves_is_not_refuted()
