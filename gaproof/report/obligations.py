"""Which hypotheses of a step are side conditions: obligations of 1/x and log that a rule added and a known fact discharges.

The others are assumptions that the proof made, or that a later step by cases, by induction or about something chosen takes up.
"""

from __future__ import annotations

from ..proof.certificate import Json, Reader
from ..proof.substitution import resort, substitute

TAKEN_UP = ("cases", "obtain", "induct", "subset_induct")


class Obligations:
    """The side conditions in the steps of a certificate; formulas and steps go by their numbers."""

    def __init__(self, steps: list[Json], reader: Reader) -> None:
        self.steps = steps
        self.reader = reader
        self._known: dict[tuple[int, int], bool] = {}
        self._taken_up = {
            h for s in steps if s["rule"] in TAKEN_UP for p in s["premises"] for h in set(steps[p]["hypotheses"]) - set(s["hypotheses"])
        }

    def is_one(self, n: int, hypothesis: int) -> bool:
        """Whether a hypothesis of a step is a side condition."""
        if hypothesis in self._taken_up:
            return False
        key = (n, hypothesis)
        if key not in self._known:
            step = self.steps[n]
            before = [(p, h) for p in step["premises"] for h in self._sources(step, p, hypothesis)]
            self._known[key] = all(self.is_one(p, h) for p, h in before) if before else step["rule"] != "assume"
        return self._known[key]

    def _sources(self, step: Json, premise: int, hypothesis: int) -> list[int]:
        """The hypotheses of a premise that become this one."""
        hypotheses: list[int] = self.steps[premise]["hypotheses"]
        if step["rule"] not in ("instantiate", "retype"):
            return [h for h in hypotheses if h == hypothesis]
        change = substitute if step["rule"] == "instantiate" else resort
        (by,) = (self.reader.value(value) for value in step["params"].values())
        return [h for h in hypotheses if change(self.reader.formula(h), by) == self.reader.formula(hypothesis)]

    def discharged_by(self, n: int) -> int | None:
        """The premise that only discharges a side condition: the fact in  (condition → f), condition ⊢ f."""
        step = self.steps[n]
        if step["rule"] != "modus_ponens":
            return None
        implication, fact = step["premises"]
        made = self.steps[implication]
        if made["rule"] != "imply" or self.steps[fact]["conclusion"] not in self.steps[made["premises"][0]]["hypotheses"]:
            return None
        return int(fact) if self.is_one(made["premises"][0], self.steps[fact]["conclusion"]) else None
