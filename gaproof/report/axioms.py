"""What rests on which axiom: for each axiom the claims, for each claim the axioms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..runner.verdict import Outcome
from .grounds import STANDARD_AXIOMS, Axiom, Grounds, grounds, way


def index(selected: Mapping[str, Outcome], others: Mapping[str, Outcome]) -> Iterator[str]:
    """Every axiom, with the claims that make use of it themselves and those that use such a claim; lines of plain text."""
    known = grounds({**others, **selected})
    asked = {id: known[id] for id in sorted(selected) if id in known}
    stated = {(axiom.name, axiom.digest): axiom for ground in asked.values() for axiom in ground.axioms.values() if not axiom.standard}
    for axiom in [*STANDARD_AXIOMS.values(), *(stated[key] for key in sorted(stated))]:
        yield from axiom.lines()
        yield from _resting(axiom, asked, known)
        yield ""
    none = [id for id, ground in asked.items() if not ground.outcome.axioms]
    if none:
        yield f"on no axiom:  {', '.join(none)}"
    for outcome in (outcome for id, outcome in sorted(selected.items()) if id not in known):
        yield f"not known:  {outcome.id}, which is {outcome.verdict}"


def _resting(axiom: Axiom, asked: Mapping[str, Grounds], known: Mapping[str, Grounds]) -> Iterator[str]:
    """The parts of claims that rest on an axiom, a line for each way in which they do."""
    found: dict[str, dict[str, list[str]]] = {}
    for id, ground in asked.items():
        for name, part in ground.outcome.parts.items():
            if part.axioms.get(axiom.name) == axiom.digest:
                for origin in origins(axiom.name, ground, [name], known):
                    found.setdefault(origin, {}).setdefault(id, []).append(name)
    for origin in sorted(found, key=lambda origin: (origin != DIRECTLY, origin)):
        claims = (id if parts == [""] else f"{id}[{', '.join(parts)}]" for id, parts in found[origin].items())
        yield f"  {origin}:  {', '.join(claims)}"
    if not found:
        yield "  nothing here rests on it"


DIRECTLY = "directly"


def origins(axiom: str, ground: Grounds, parts: Iterable[str], known: Mapping[str, Grounds]) -> list[str]:
    """How an axiom comes into parts of a claim: "directly", or "through" theorems of other claims, each with the way down."""
    parts = list(parts)
    ways = {" → ".join(down) for part in parts for label in ground.theorems(part) if (down := way(axiom, label, known))}
    own = any(axiom in ground.direct(part) for part in parts) or not ways
    return [*([DIRECTLY] if own else []), *(f"through {down}" for down in sorted(ways))]


def page(outcome: Outcome, others: Mapping[str, Outcome]) -> Iterator[str]:
    """The axioms of one claim, part by part, and where each comes from."""
    known = grounds({**others, outcome.id: outcome})
    yield f"{outcome.id}  {outcome.verdict}"
    if outcome.id not in known:
        yield f"  what it rests on is not known, since it is not proved: `gaproof why {outcome.id}` says more"
        return
    if not outcome.axioms:
        yield "  rests on no axiom"
        return
    ground = known[outcome.id]
    for name, part in outcome.parts.items():
        found = [f"{axiom} ({' and '.join(origins(axiom, ground, [name], known))})" for axiom in sorted(part.axioms)]
        yield f"  {f'{name} ' if name else ''}rests on {', '.join(found) or 'no axiom'}"
    yield ""
    for stated in ground.axioms.values():
        yield from (f"  {line}" for line in stated.lines())
