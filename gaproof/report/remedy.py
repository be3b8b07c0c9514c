"""What to do about a claim that is not what its lock promises."""

from __future__ import annotations

from ..runner.verdict import Outcome, Verdict

REMEDIES = {
    Verdict.ERROR: "put right what the message names",
    Verdict.REFUTED: "correct the statement, or add the hypothesis that excludes the model",
    Verdict.VACUOUS: "give values at which all its hypotheses hold, by model={variable: value, …}, or drop one that excludes them",
    Verdict.UNPROVED: "prove what is open, or state less",
    Verdict.TESTED: "give a proof",
    Verdict.CERTIFIED: "give a proof for all sizes",
    Verdict.PROVED: "nothing",
}


def remedy(outcome: Outcome) -> str:
    """What to do, and how to see whether it helped."""
    return f"{REMEDIES[outcome.verdict]}; then `gaproof check {outcome.file or outcome.id}`"
