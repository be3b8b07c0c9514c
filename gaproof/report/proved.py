"""What a proved claim stands on: certificate, axioms, hypotheses, numeric evidence, other claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256

from ..runner.verdict import Outcome
from .axioms import origins
from .grounds import grounds
from .next_step import selector


def supports(outcome: Outcome, known: Mapping[str, Outcome]) -> Iterator[str]:
    """Lines that say why the claim may be believed."""
    yield f"certificate sha256 {sha256(str(outcome.certificate).encode()).hexdigest()}: {outcome.steps} steps, replayed in another process"
    yield from _second_kernel(outcome)
    yield from _axioms(outcome, known)
    yield from _hypotheses(outcome)
    yield from _evidence(outcome)
    if outcome.uses:
        yield "it uses"
        yield from (f"  {line}" for line in _uses(outcome, known, {outcome.id}))
    yield from (f"note: it {note}" for note in outcome.notes)


def _second_kernel(outcome: Outcome) -> Iterator[str]:
    found = outcome.rechecked
    if found is None:
        yield f"Coq has not re-checked this certificate: `gaproof recheck {selector(outcome)}` lets it"
    else:
        yield f"Coq {found.version} accepts it; it prints the assumptions {', '.join(found.assumptions) or '(none)'}"


def _axioms(outcome: Outcome, known: Mapping[str, Outcome]) -> Iterator[str]:
    if not outcome.axioms:
        yield "it rests on no axiom"
        return
    found = grounds({**known, outcome.id: outcome})
    ground = found[outcome.id]
    yield "it rests on"
    for axiom in ground.axioms.values():
        yield f"  {axiom.name} ({' and '.join(origins(axiom.name, ground, outcome.parts, found))}):  {axiom.formula}"
        yield f"    {'' if axiom.standard else 'an axiom of the theorem file; '}{axiom.source or 'no source is given'}"


NECESSITY = {
    "witnessed": "necessary, since a model without it refutes the claim",
    "cited": "necessary by the literature",
    "not needed": "not needed, as the kernel proves",
    "not known": "not known to be necessary",
    "": "necessary or not, which was not asked in this run",
}


def _hypotheses(outcome: Outcome) -> Iterator[str]:
    """The hypotheses, by what is known of their necessity."""
    necessity = outcome.tested.necessity if outcome.tested is not None else {}
    names = sorted({name for part in outcome.parts.values() for name in part.hypotheses})
    if not names:
        yield "it has no hypothesis"
    for status, said in NECESSITY.items():
        here = [f"{name} (extra)" if name in outcome.extra else name for name in names if necessity.get(name, "") == status]
        if here:
            yield f"hypotheses {said}: {', '.join(here)}"


def _evidence(outcome: Outcome) -> Iterator[str]:
    tested = outcome.tested
    if tested is None or not tested.parts:
        yield "numeric evidence: none in this run"
        return
    found, (killed, total) = tested.summary, tested.killed
    yield (
        f"numeric evidence: it holds at {found['models']} models, worst ratio {found['worst_ratio']:.2g}; "
        f"{killed} of {total} mutants of it are noticed"
    )
    false, misses = tested.false
    if misses:
        yield f"near misses, which its proof refuses: {false} of {misses} are known to be false"


def _uses(outcome: Outcome, known: Mapping[str, Outcome], above: set[str]) -> Iterator[str]:
    """The claims it uses, each with what it uses itself; one that stands above already is not opened again."""
    for id in outcome.uses:
        used = known.get(id)
        yield f"{id}  {used.verdict if used is not None else 'not checked'}"
        if used is not None and id not in above:
            above.add(id)
            yield from (f"  {line}" for line in _uses(used, known, above))
