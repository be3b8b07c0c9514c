"""Numeric evidence on one claim, in a process of its own."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Any

from ..claim import Claim
from ..records import proofs_of
from .loading import load_beside, said
from .tested import Tested, prefix

FAULTS = {
    "gaproof": "gaproof is wrong there",
    "reference": "the term at high precision agrees with gaproof",
    "both": "both are wrong there",
}


def prepare(settings: dict[str, Any]) -> None:
    """Do once what the evidence on every claim begins with, so that the processes forked from this one need not.  A GPU must be left alone
    before a fork: after CUDA is even asked whether there is one, forked processes cannot use it.  What fails here fails there as well,
    where it is reported."""
    from ..evidence.machinery import broken
    from ..evidence.settings import Settings
    from ..exact.functions import facts_by_form

    wanted = Settings(**settings)
    if wanted.device != "cpu":
        return
    try:
        facts_by_form()
        broken(wanted.balls.dtype, wanted.balls.device)
    except Exception:
        return


def test(claim: Claim, settings: dict[str, Any]) -> Tested:
    """Attack every part of a claim."""
    from ..evidence.gathering import evidence, searched_long
    from ..evidence.settings import Settings

    tested, start, file = Tested(claim.id, claim.file, settings), perf_counter(), Path(claim.file)
    try:
        load_beside(claim)
    except (Exception, SystemExit) as error:
        beside = proofs_of(claim.file)
        tested.broken = f"{beside.name}, which proves mutants: {said(error, beside)}"
    for name, part in claim.parts.items():
        try:
            if settings.get("hunt"):
                tested.parts[name] = searched_long(part, Settings(**settings)).as_json(part.statement.digest)
                continue
            found = evidence(part, Settings(**settings))
        except (Exception, SystemExit) as error:
            tested.broken = tested.broken or f"{prefix(name)}its numeric evidence: {said(error, file)}"
            continue
        tally = found.tally
        tested.parts[name] = {
            "models": tally.models,
            "contrasts": tally.contrasts,
            "exact": tally.exact,
            "unreached": tally.unreached,
            "worst_ratio": tally.ratio,
            "mutants": _killed(found.mutants),
            "bugs": _killed(found.bugs),
            "references": [_reference(r) for r in found.references],
            "necessity": found.necessity,
            "near_misses": found.near_misses,
        }
        _judge(tested, name, found)
    tested.seconds = perf_counter() - start
    return tested


def _killed(found: Any) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("total", "killed", "equivalent", "noticed", "survivors")}


def _reference(agreement: Any) -> dict[str, Any]:
    told = {"name": agreement.name, "instances": agreement.instances, "worst_ratio": agreement.worst_ratio}
    return told | {"agrees": not agreement.disagrees, **({"where": agreement.where} if agreement.where else {})}


def _judge(tested: Tested, name: str, found: Any) -> None:
    """What must not be: a refutation, balls that are wrong, a reference that disagrees."""
    if found.refuted and not tested.refuted:
        tested.refuted, tested.counterexample = f"{prefix(name)}it fails at {found.refuted}", found.file
    for message in filter(None, (found.programs, found.unshown)):
        tested.broken = tested.broken or f"{prefix(name)}{message}"
    if found.tally.wrong:
        message = f"{found.tally.wrong} conclusions fail in ball arithmetic and not at high precision: a bug in gaproof.numeric, report it"
        tested.broken = tested.broken or f"{prefix(name)}{message}"
    for agreement in found.references:
        if agreement.disagrees:
            fault = FAULTS.get(agreement.fault, "it cannot be told who is right")
            tested.broken = tested.broken or f"{prefix(name)}{agreement.name} disagrees ({fault}): {agreement.where}"
