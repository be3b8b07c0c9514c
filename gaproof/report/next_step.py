"""What to do about a claim that is not proved."""

from __future__ import annotations

from pathlib import Path

from ..runner.locking import REMEDY
from ..runner.sources import INSTALLED
from ..runner.verdict import Outcome, Verdict


def next_step(outcome: Outcome) -> str:
    """One sentence; the claim decides its verdict itself."""
    again = f"then `gaproof check {selector(outcome)}`"
    match outcome.verdict:
        case Verdict.PROVED:
            return "nothing"
        case Verdict.CERTIFIED:
            return f"write a proof for all sizes (@claim.proof), {again}"
        case Verdict.TESTED:
            return f"write a proof (@claim.proof), {again}"
        case Verdict.UNPROVED if "no proof is given" in outcome.message:
            return f"write a proof (@claim.proof), {again}"
        case Verdict.UNPROVED if "open obligation" in outcome.message:
            return f"add a hypothesis that gives the obligation (given=…), or prove it before that step, {again}"
        case Verdict.UNPROVED:
            return f"mend the proof at the step above, {again}"
        case Verdict.VACUOUS:
            return (
                f"give values at which the hypotheses hold (model={{variable: value, …}}), or drop those that exclude each other, {again}"
            )
        case Verdict.REFUTED:
            return f"add a hypothesis that excludes the model, or correct the statement, {again}"
        case Verdict.ERROR:
            return _after_error(outcome.message, again)


def selector(outcome: Outcome) -> str:
    """What to call a claim on the command line: its id if it is installed, else its file."""
    file = Path(outcome.file)
    if not outcome.file or file.is_relative_to(INSTALLED):
        return outcome.id
    return str(file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file)


def _after_error(message: str, again: str) -> str:
    if message.endswith(REMEDY) or "not in the lock" in message:
        return "restore what the lock has, or run `gaproof lock` in the same commit and say why there"
    if "circular use" in message:
        return f"prove one of the claims on the circle without the others, {again}"
    if "came out proved" in message:
        return f"find the mistake in the proof that lets a false statement through, or correct the near miss if it is true, {again}"
    if "--timeout" in message:
        return "make the proof faster, or allow it more time (--timeout)"
    if "--memory" in message:
        return "make the proof smaller, or allow it more memory (--memory)"
    return f"mend what the message says, {again}"
