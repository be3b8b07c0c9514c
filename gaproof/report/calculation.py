"""A proof as a calculation: numbered lines, each a conclusion with its reason; bookkeeping is folded away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..proof.certificate import Json, Reader
from . import printing
from .reasons import BOOKKEEPING, joined, reason


@dataclass(frozen=True)
class Line:
    """A line of a proof.  ``given`` are assumptions that the statement does not grant; later steps discharge them."""

    number: int
    conclusion: str
    reason: str
    given: list[str]


class Calculation:
    """The proof of one part of a certificate."""

    def __init__(self, document: Json, reader: Reader, part: str, every_step: bool = False) -> None:
        self.steps: list[Json] = document["steps"]
        self.reader = reader
        entry = document["parts"][part]
        self.last: int = entry["step"]
        self.hypotheses = {number: name for name, number in entry["hypotheses"].items()}
        self.every_step = every_step
        self.claim: str = document["claim"]
        needed = self._needed()
        self.shown = {n: k for k, n in enumerate((n for n in sorted(needed) if self._is_line(n)), 1)}

    def _label(self, n: int) -> str:
        """The other claim whose theorem the step is, or nothing."""
        label: str = self.steps[n].get("label", "")
        return "" if n == self.last or label.partition("[")[0] == self.claim else label

    def _needed(self) -> set[int]:
        """The steps that the part is derived from; those behind the theorem of another claim are left to its own page."""
        needed, stack = set[int](), [self.last]
        while stack:
            n = stack.pop()
            if n not in needed:
                needed.add(n)
                stack.extend([] if self._label(n) and not self.every_step else self.steps[n]["premises"])
        return needed

    def _is_line(self, n: int) -> bool:
        step = self.steps[n]
        if self.every_step or n == self._final() or self._label(n):
            return True
        return step["rule"] not in BOOKKEEPING

    def _final(self) -> int:
        """The step that first reaches the statement: the last ones may only restate it."""
        n = self.last
        while self.steps[n]["rule"] == "restate" and self.steps[self.steps[n]["premises"][0]]["conclusion"] == self.steps[n]["conclusion"]:
            n = self.steps[n]["premises"][0]
        return n

    def refer(self, n: int) -> str:
        """What to call an earlier step: its line, the hypothesis it assumes, or the lines it comes from."""
        return joined(self._origins(n)) or "logic"

    def _origins(self, n: int) -> list[str]:
        if n in self.shown:
            return [f"({self.shown[n]})"]
        step = self.steps[n]
        if step["rule"] == "assume":
            name = self.hypotheses.get(step["conclusion"])
            return [f"‘{name}’"] if name else ["the assumption"]
        return list(dict.fromkeys(origin for premise in step["premises"] for origin in self._origins(premise)))

    def lines(self) -> Iterator[Line]:
        """The lines in order."""
        for n, number in self.shown.items():
            step = self.steps[n]
            given = [h for h in step["hypotheses"] if h not in self.hypotheses]
            yield Line(number, self._text(step["conclusion"]), self._reason(n), [self._text(h) for h in given])

    def _text(self, formula: int) -> str:
        return printing.plain(self.reader.formula(formula))

    def _reason(self, n: int) -> str:
        step = self.steps[n]
        if self._label(n):
            return f"theorem {self._label(n)}"
        if not self.every_step and step["rule"] in BOOKKEEPING:
            origins = joined([origin for premise in step["premises"] for origin in self._origins(premise)])
            return f"from {origins}" if origins else "logic"
        if step["rule"] == "assume" and step["conclusion"] in self.hypotheses:
            return f"hypothesis ‘{self.hypotheses[step['conclusion']]}’"
        return reason(step, self.reader, self.refer)
