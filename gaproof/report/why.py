"""Why a claim has the verdict it has, down to the step, obligation, model or axiom that decides it: a tree of plain lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from linecache import getline

from ..notation import plain
from ..proof.certificate import Reader
from ..runner.locking import REMEDY, Entry
from ..runner.verdict import Outcome, Verdict
from .lock_differences import differing
from .next_step import next_step
from .proved import supports

INDENT = "  "


def why(outcome: Outcome, known: Mapping[str, Outcome], locked: Mapping[str, Entry | None]) -> Iterator[str]:
    """The lines for one claim.  ``known`` has every claim that it leads to, ``locked`` what the locks say of them."""
    depth, chain = 0, [outcome]
    yield f"{outcome.id}  {outcome.standing}{'' if outcome.kept else f', promised {outcome.promise}'}"
    while (below := decided_by(chain[-1], known)) is not None and below not in chain:
        chain.append(below)
        depth += 1
        yield f"{INDENT * depth}it uses {below.id}, which is {below.verdict}"
    deepest = chain[-1]
    lines = supports(deepest, known) if deepest.verdict is Verdict.PROVED else _failure(deepest, locked.get(deepest.id))
    yield from (f"{INDENT * (depth + 1)}{line}" for line in lines)
    if deepest.verdict is not Verdict.PROVED:
        yield f"what to do: {next_step(deepest)}"


def decided_by(outcome: Outcome, known: Mapping[str, Outcome]) -> Outcome | None:
    """The claim that a verdict is taken over from; None if the claim decides it itself."""
    for id in [*outcome.uses, *outcome.asked]:
        used = known.get(id)
        folded = used is not None and outcome.message.startswith(f"it uses {id}, which is ")
        unproved = f"it uses {id}, which is not proved: " in outcome.message and outcome.verdict is not Verdict.REFUTED
        if used is not None and used.verdict is not Verdict.PROVED and (folded or unproved):
            return used
    return None


def _failure(outcome: Outcome, locked: Entry | None) -> Iterator[str]:
    """What is wrong with a claim itself."""
    tested = outcome.tested
    refuted = tested.refuted if tested is not None else ""
    if refuted and outcome.verdict is Verdict.REFUTED:
        yield refuted
        _, _, proof = outcome.message.partition("; its proof: ")
        yield from [f"its proof fails as well: {proof}"] if proof else []
    else:
        yield outcome.message
    if outcome.where:
        yield from _place(outcome.where)
    elif outcome.file and outcome.file not in outcome.message:
        yield f"in {outcome.file}"
    if tested is not None and refuted and tested.counterexample:
        yield f"the model is in {tested.counterexample}; `gaproof check {tested.counterexample}` tries it again"
    if outcome.verdict is Verdict.VACUOUS:
        yield from _hypotheses(outcome)
    if outcome.verdict is Verdict.ERROR and locked is not None and outcome.message.endswith(REMEDY):
        yield from differing(locked, outcome)


def _place(where: str) -> Iterator[str]:
    """The line of the theorem file that was running."""
    file, _, line = where.rpartition(":")
    text = getline(file, int(line)).strip() if line.isdecimal() else ""
    yield f"at {where}{f':  {text}' if text else ''}"


def _hypotheses(outcome: Outcome) -> Iterator[str]:
    """The hypotheses of the parts of which no model is known."""
    document = json.loads(str(outcome.certificate)) if outcome.certificate else {"parts": {}}
    for name, part in outcome.parts.items():
        if not part.consistent and name in document["parts"]:
            yield f"the hypotheses{f' of {name}' if name else ''}, at which no values are known:"
            reader = Reader(document)
            for hypothesis, number in document["parts"][name]["hypotheses"].items():
                yield f"{INDENT}{hypothesis}:  {plain(reader.formula(number))}"
