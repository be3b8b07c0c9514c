"""What is on record about mutants agrees with the kernel: it proves none of those that models refute."""

from __future__ import annotations

import random

import pytest

from gaproof.claim import Part
from gaproof.evidence.equivalence import equivalent
from gaproof.evidence.mutants import sample
from gaproof.evidence.record import on_record
from gaproof.runner.loading import load_beside
from tests.theorems.corpus import CLAIMS

SEED, MANY = 11, 120


def refuted() -> list[tuple[Part, str]]:
    """Each mutant that a model on record refutes."""
    return [(part, name) for claim in CLAIMS for part in claim.parts.values() for _, names in on_record(part).models for name in names]


@pytest.mark.slow
def test_the_kernel_proves_no_mutant_that_a_model_refutes() -> None:
    print(f"seed {SEED}, {MANY} mutants")
    for part, name in random.Random(SEED).sample(refuted(), MANY):
        load_beside(part.claim)
        known = {q.name: q for q in sample(part.statement, 1, 0)}
        assert name not in known or equivalent(part, known[name]) is None, f"{part.called}: {name}"
