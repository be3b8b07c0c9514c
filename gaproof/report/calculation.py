"""A proof as a calculation: numbered lines, each a conclusion with its reason; bookkeeping and side conditions are folded away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..notation import plain
from ..proof.certificate import Json, Reader
from ..proof.syntax import Node
from .obligations import Obligations
from .reasons import BOOKKEEPING, PLAIN, Words, joined, reason

SHORT = 60  # characters of an assumption that is worth repeating in a reason


@dataclass(frozen=True)
class Line:
    """A line of a proof.  ``given`` are assumptions that the statement does not grant; later steps discharge them."""

    number: int
    conclusion: str
    reason: str
    given: list[str]


class Calculation:
    """The proof of one part of a certificate.  With ``every_step`` nothing is folded; ``write`` writes the conclusions, ``words`` what
    stands in reasons."""

    def __init__(
        self,
        document: Json,
        reader: Reader,
        part: str,
        every_step: bool = False,
        write: Callable[[Node], str] = plain,
        words: Words = PLAIN,
    ) -> None:
        self.steps: list[Json] = document["steps"]
        self.reader = reader
        self.every_step = every_step
        self.write = write
        self.words = words
        entry = document["parts"][part]
        self.hypotheses = {number: name for name, number in entry["hypotheses"].items()}
        self.claim: str = document["claim"]
        self.last: int = entry["step"]
        while self._repeats(self.last) and not every_step:
            (self.last,) = self.steps[self.last]["premises"]
        self.obligations = Obligations(self.steps, reader)
        self.numbers = self._numbered()

    def _repeats(self, n: int) -> bool:
        """Whether a step restates its premise as it is."""
        step = self.steps[n]
        return not self._label(n) and bool(
            step["rule"] == "restate" and self.steps[step["premises"][0]]["conclusion"] == step["conclusion"]
        )

    def _label(self, n: int) -> str:
        """The other claim whose theorem the step is, or nothing."""
        label: str = self.steps[n].get("label", "")
        return "" if label.partition("[")[0] == self.claim else label

    def _premises(self, n: int) -> list[int]:
        """The premises that the calculation follows: none behind the theorem of another claim, and no proofs of side conditions."""
        if self.every_step:
            return list(self.steps[n]["premises"])
        if self._label(n):
            return []
        return [p for p in self.steps[n]["premises"] if p != self.obligations.discharged_by(n)]

    def _numbered(self) -> dict[int, int]:
        """The numbers of the lines; steps that say the same share one."""
        needed, stack = set[int](), [self.last]
        while stack:
            n = stack.pop()
            if n not in needed:
                needed.add(n)
                stack.extend(self._premises(n))
        numbers: dict[int, int] = {}
        said: dict[object, int] = {}
        for n in sorted(needed):
            if self.every_step:
                numbers[n] = len(numbers) + 1
            elif n == self.last or self._label(n) or self.steps[n]["rule"] not in BOOKKEEPING:
                what = n if n == self.last else (self.steps[n]["conclusion"], *self._given(n))
                numbers[n] = said.setdefault(what, len(said) + 1)
        return numbers

    def _given(self, n: int) -> list[int]:
        """The assumptions of a step that the statement does not grant, without the side conditions still open."""
        more = [h for h in self.steps[n]["hypotheses"] if h not in self.hypotheses]
        return more if self.every_step else [h for h in more if not self.obligations.is_one(n, h)]

    def refer(self, n: int) -> str:
        """What to call an earlier step: its line, the hypothesis it assumes, or the lines it comes from."""
        return joined(self._origins(n)) or "logic"

    def _origins(self, n: int) -> list[str]:
        if n in self.numbers:
            return [f"({self.numbers[n]})"]
        step = self.steps[n]
        if step["rule"] == "assume":
            name = self.hypotheses.get(step["conclusion"])
            said = self.reader.formula(step["conclusion"])
            assumed = f"the assumption {self.words.node(said)}" if len(plain(said)) <= SHORT else "the assumption"
            return [f"‘{name}’" if name else assumed]
        return list(dict.fromkeys(origin for premise in self._premises(n) for origin in self._origins(premise)))

    def _conditions(self, n: int) -> set[str]:
        """The hypotheses by which the side conditions hold that are discharged on the way to a step from the lines before it."""
        fact = None if self.every_step else self.obligations.discharged_by(n)
        found = set() if fact is None else {self.hypotheses[h] for h in self.steps[fact]["hypotheses"] if h in self.hypotheses}
        return found.union(*(self._conditions(p) for p in self._premises(n) if p not in self.numbers))

    def lines(self) -> Iterator[Line]:
        """The lines in order."""
        done = set[int]()
        for n, number in self.numbers.items():
            if number not in done:
                done.add(number)
                said, *given = [self.write(self.reader.formula(f)) for f in (self.steps[n]["conclusion"], *self._given(n))]
                yield Line(number, said, self._reason(n), given)

    def _reason(self, n: int) -> str:
        step = self.steps[n]
        if self._label(n):
            return f"theorem {self._label(n)}"
        if step["rule"] == "assume" and step["conclusion"] in self.hypotheses:
            return f"hypothesis ‘{self.hypotheses[step['conclusion']]}’"
        if not self.every_step and step["rule"] in BOOKKEEPING:
            origins = joined([origin for premise in self._premises(n) for origin in self._origins(premise)])
            because = f"from {origins}" if origins else "logic"
        else:
            because = reason(step, self.reader, self.refer, self.words)
        conditions = joined([f"‘{name}’" for name in sorted(self._conditions(n))])
        return f"{because}; side conditions by {conditions}" if conditions else because
