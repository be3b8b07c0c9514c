"""The verdict on a claim, from the replay of its certificate and the lock."""

from __future__ import annotations

import json
from hashlib import sha256

from .events import Report
from .locking import REMEDY, Entry, differences
from .replaying import Replay
from .tested import Tested, prefix
from .verdict import Outcome, PartOutcome, Verdict


def judge(report: Report, replayed: Replay | None, locked: Entry | None, required: bool, tested: Tested | None = None) -> Outcome:
    """PROVED only if the certificate was accepted and proves the locked statements (those of the file, if there is no lock)
    from the locked axioms; whatever the other processes say can only lower the verdict, but a claim without a proof may be TESTED.
    ``required``: it must have a lock."""
    outcome = Outcome(report.id, Verdict[report.verdict], report.message, report.file, report.doc, report.source)
    outcome.uses, outcome.extra = sorted({id for id, _, _ in report.uses}), report.extra
    outcome.used_parts = {id: [part for used, _, part in report.uses if used == id] for id in outcome.uses}
    outcome.asked, outcome.declared, outcome.where = sorted({id for id, _ in report.asked}), report.declared, report.where
    outcome.seconds, outcome.certificate = report.seconds, report.certificate
    stated = {name: part for name, part in report.parts.items() if part}
    outcome.parts = {name: PartOutcome(**part) for name, part in stated.items()}
    for name, entry in outcome.parts.items():
        outcome.worsen(Verdict[entry.verdict], f"{prefix(name)}{entry.message}")
    if outcome.verdict is Verdict.PROVED or report.proved:
        _believe(outcome, replayed)
    if tested is not None:
        _attacked(outcome, report, tested)
    outcome.digest = claim_digest({name: part.digest for name, part in outcome.parts.items()})
    if locked is not None:
        outcome.promise = Verdict[locked["verdict"]]
        if outcome.parts:
            for difference in differences(locked, outcome):
                outcome.worsen(Verdict.ERROR, f"{difference}: {REMEDY}")
    elif required:
        outcome.worsen(Verdict.ERROR, "it is not in the lock: run `gaproof lock` in the same commit")
    return outcome


def _believe(outcome: Outcome, replayed: Replay | None) -> None:
    """Take over what the replay found out."""
    if replayed is None or not replayed.accepted:
        reason = replayed.error if replayed else "there is none"
        return outcome.worsen(Verdict.ERROR, f"replay refused its certificate: {reason}")
    stated = {name: part.digest for name, part in outcome.parts.items() if part.verdict == Verdict.PROVED.name}
    proved = {name: part["digest"] for name, part in replayed.parts.items()}
    if replayed.claim != outcome.id or stated != proved:
        return outcome.worsen(Verdict.ERROR, "its certificate proves something else than the file states")
    outcome.replayed, outcome.steps = True, replayed.steps
    for name, part in replayed.parts.items():
        outcome.parts[name].axioms, outcome.parts[name].consistent = part["axioms"], part["consistent"]
        for axiom in part["axioms"]:
            if not axiom.isprintable() or axiom != axiom.strip():
                outcome.worsen(Verdict.ERROR, f"its axiom {axiom!r} has a name that readers would not see as it is: rename it")
        if not part["consistent"]:
            which = f"part {name!r}: " if name else ""
            outcome.worsen(Verdict.VACUOUS, f"{which}no model of its hypotheses is known: give one by model={{variable: value, …}}")
    return None


def _attacked(outcome: Outcome, report: Report, tested: Tested) -> None:
    """Take over what the numeric evidence found out."""
    outcome.tested = tested
    tried = report.open and all(tested.parts.get(p, {}).get("models") for p in report.open)
    if outcome.verdict is Verdict.UNPROVED and tried and not tested.refuted:
        for name in report.open:
            said = f"no proof is given; it holds at {tested.parts[name]['models']} models"
            outcome.parts[name].verdict, outcome.parts[name].message = Verdict.TESTED.name, said
        outcome.verdict, outcome.message = Verdict.TESTED, f"{prefix(report.open[0])}{outcome.parts[report.open[0]].message}"
    if tested.refuted:
        again = f"; `gaproof check {tested.counterexample}` tries it again" if tested.counterexample else ""
        proof = f"; its proof: {outcome.message}" if outcome.message else ""
        outcome.worsen(Verdict.REFUTED, f"{tested.refuted}{again}{proof}")
    if tested.broken:
        refuted = f"; besides, {tested.refuted}" if tested.refuted else ""
        outcome.worsen(Verdict.ERROR, f"{tested.broken}{refuted}")


def claim_digest(parts: dict[str, str]) -> str | None:
    """The digest of a claim: that of its part, or of the sorted (name, digest) pairs if it has several."""
    if len(parts) == 1:
        return next(iter(parts.values()))
    return sha256(json.dumps(sorted(parts.items())).encode()).hexdigest() if parts else None
