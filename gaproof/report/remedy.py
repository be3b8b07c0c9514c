"""What to do about what is wrong in a run of ``gaproof check``."""

from __future__ import annotations

from ..runner.checking import Checked
from ..runner.verdict import Outcome
from .next_step import next_step, selector
from .why import decided_by


def remedy(outcome: Outcome, checked: Checked) -> str:
    """What to do about a claim that is not what its lock promises."""
    below = decided_by(outcome, {**checked.used, **checked.outcomes})
    return next_step(outcome) if below is None else f"see to {below.id} first: `gaproof why {selector(below)}`"


def besides(checked: Checked) -> list[tuple[str, str, str]]:
    """What is wrong besides the claims: what it is called, what is said about it, what to do."""
    files = [(f"cannot load {error.partition(': ')[0]}", error, "correct the file, then check it again") for error in checked.errors]
    return files + [
        ("the run", trouble, "put that right" + (", or check without the store (--no-store)" if "the store" in trouble else ""))
        for trouble in checked.trouble
    ]
