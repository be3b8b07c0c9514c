"""The page of a claim: what it says, exactly as the kernel reads it, and its proof."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from textwrap import indent

from ..notation import latex, plain
from ..proof.certificate import Json, Reader
from ..runner.verdict import Outcome
from .calculation import Calculation
from .grounds import Grounds
from .reasons import values


def page(outcome: Outcome, every_step: bool = False) -> Iterator[str]:
    """The lines of the page of a claim."""
    yield f"{outcome.id}  {outcome.standing}{f': {outcome.message}' if outcome.message else ''}"
    yield ""
    yield outcome.doc or "(its file has no docstring)"
    if outcome.source and "Source:" not in outcome.doc:
        yield f"Source: {outcome.source}"
    if outcome.certificate is None:
        return
    document = json.loads(outcome.certificate)
    reader = Reader(document)
    for name in document["parts"]:
        yield from ("", *_part(outcome, document, reader, name, every_step))
    if outcome.axioms:
        yield from ("", "Axioms", *(f"  {line}" for axiom in Grounds(outcome).axioms.values() for line in axiom.lines()))
    if outcome.uses:
        yield from ("", f"Uses {', '.join(outcome.uses)}")
    yield from ("", f"statement    sha256 {outcome.digest}")
    if outcome.replayed:
        yield f"certificate  sha256 {sha256(outcome.certificate.encode()).hexdigest()}, {outcome.steps} steps, replayed"
    if outcome.rechecked is not None:
        yield f"Coq {outcome.rechecked.version}     accepts it, assuming {', '.join(outcome.rechecked.assumptions) or 'nothing'}"


def _part(outcome: Outcome, document: Json, reader: Reader, name: str, every_step: bool) -> Iterator[str]:
    entry = document["parts"][name]
    if name:
        yield from (f"Part {name}", "")
    if entry["hypotheses"]:
        yield "Given"
        for hypothesis, number in entry["hypotheses"].items():
            yield f"  {hypothesis}{' (extra)' if hypothesis in outcome.extra else ''}:  {plain(reader.formula(number))}"
    if entry.get("written"):
        yield from ("Written (a note of the theorem file; what follows is what is proved)", f"  {entry['written']}")
    conclusion, part = reader.formula(entry["conclusion"]), outcome.parts[name]
    yield from ("Shows", f"  {plain(conclusion)}", "LaTeX", f"  {latex(conclusion)}")
    if entry["model"]:
        found = reader.value(entry["model"]["values"])
        yield from ("A model of the hypotheses", f"  {values(found) or 'any values'}")
    if part.certified:
        yield from ("Checked by exact code of the theorem file, outside the kernel", f"  {part.certified}")
    if entry["step"] is None:
        yield from (f"{part.verdict}", f"  {part.message}")
    elif outcome.replayed:
        yield "Proof"
        for line in Calculation(document, reader, name, every_step).lines():
            assumed = f"   if {', '.join(line.given)}" if line.given else ""
            yield f"  ({line.number})  {line.conclusion}{assumed}"
            yield indent(line.reason, "         ")
