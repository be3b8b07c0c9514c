"""One claim, in the process that proves: its statements, proofs, models, near misses and certificate."""

from __future__ import annotations

import json
import traceback
from pathlib import Path
from time import perf_counter
from typing import Any

from ..claim import CaseFails, CircularUse, Claim, Necessity, Part
from ..errors import GaproofError
from ..notation import latex
from .events import Report
from .loading import said
from .verdict import Verdict


def describe(claim: Claim, doc: str) -> Report:
    """What can be said without proving anything."""
    doc = doc.strip()
    title = doc.partition("\n")[0]
    parts: dict[str, dict[str, Any]] = {name: {} for name in claim.parts}
    return Report(claim.id, claim.file, title, doc, claim.source, parts=parts, declared=claim.declared_uses)


def prove(claim: Claim, doc: str) -> Report:
    """Prove every part of a claim and write its certificate; one of the bare statements if it has no proof."""
    report = describe(claim, doc)
    start = perf_counter()
    if not claim.parts:
        report.worsen(Verdict.ERROR, "it states nothing: give shows=…, or parts by .part(name, shows=…)")
    for part in claim.parts.values():
        _attempt(report, part)
    worse = [name for name, part in report.parts.items() if not part or Verdict[part["verdict"]] < Verdict.CERTIFIED]
    report.open = worse if not any(claim.parts[name].has_proof for name in worse) else []
    report.asked = [(asked.id, asked.file) for _, asked in sorted(claim.asked.items())]
    report.seconds = perf_counter() - start
    if all(report.parts.values()):
        _finish(report, claim)
    return report


def _attempt(report: Report, part: Part) -> None:
    """State a part, prove it or check its cases, and try its near misses; note what went wrong, for the part and for the claim."""
    prefix = f"part {part.name!r}: " if part.name else ""
    file = Path(part.claim.file)
    found: dict[str, Any] = {"verdict": Verdict.PROVED.name, "message": ""}

    def worsen(verdict: Verdict, message: str, where: str = "") -> None:
        if verdict < Verdict[found["verdict"]]:
            found.update(verdict=verdict.name, message=message)
        report.worsen(verdict, f"{prefix}{message}", where)

    try:
        report.parts[part.name] = found | stated(part)
        report.extra = sorted({*report.extra, *part.extra})
    except (Exception, SystemExit) as error:
        worsen(Verdict.ERROR, f"its statement: {said(error, file)}", place(error, file))
        return
    try:
        scope = part.certification and f"{part.certification.scope}: {part.certification.count()} cases"
    except (Exception, SystemExit) as error:
        verdict = Verdict.REFUTED if isinstance(error, CaseFails) else Verdict.ERROR
        worsen(verdict, said(error, None if isinstance(error, GaproofError) else file), place(error, file))
        scope = None
    try:
        if part.has_proof or not scope:
            part.claim.theorem(part.name)
        else:
            worsen(Verdict.CERTIFIED, f"no proof for all sizes is given; it is checked at {scope}")
    except (Exception, SystemExit) as error:
        known = isinstance(error, GaproofError) and not isinstance(error, CircularUse)
        verdict = Verdict.UNPROVED if known else Verdict.ERROR
        worsen(verdict, said(error, None if isinstance(error, GaproofError) else file), place(error, file))
    for miss in part.refused:
        try:
            part.attempt(miss.statement)
        except (Exception, SystemExit):
            continue
        worsen(Verdict.ERROR, f"the near miss “{miss.why}” came out proved")
    report.parts[part.name] |= found | {"certified": scope or ""}


def stated(part: Part) -> dict[str, Any]:
    """What a part says, why its hypotheses are necessary, and its near misses."""
    reasons = {hypothesis: _reason(necessity) for hypothesis, necessity in part.necessities.items()}
    misses = [{"why": miss.why, "shows": latex(miss.statement.conclusion, part.claim.folds)} for miss in part.near_misses]
    statement = part.statement
    return {"digest": statement.digest, "hypotheses": list(statement.hypotheses), "reasons": reasons, "near_misses": misses}


def _reason(necessity: Necessity) -> str:
    """Why a hypothesis is necessary: in words, with the values at which the others hold and the conclusion fails."""
    values = ", ".join(f"{variable} = {value}" for variable, value in (necessity.at or {}).items())
    undefined = "" if necessity.undefined is None or not values else f", where 1/0 and log 0 are {necessity.undefined}"
    return "; ".join(filter(None, [necessity.why, necessity.cited, f"at {values}{undefined}" if values else ""]))


def _finish(report: Report, claim: Claim) -> None:
    """Write the certificate: of the parts that are proved, with the others stated only."""
    try:
        report.uses = [(used.id, used.file, part) for used, part in claim.uses(report.proved)]
        report.certificate = _written(claim.certificate(report.proved))
    except (Exception, SystemExit) as error:
        report.worsen(Verdict.ERROR, f"its certificate: {said(error, Path(claim.file))}")


def place(error: BaseException, file: Path) -> str:
    """file:line of the innermost step of a theorem file that an error went through, or nothing."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename) == file]
    return f"{file}:{lines[-1]}" if lines else ""


def _written(certificate: Any) -> str:
    """One line of JSON without blanks, in the order of the export: the same bytes in every run.  Halves of surrogate pairs, which no
    file holds, become the escapes of JSON."""
    return json.dumps(certificate, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace").decode() + "\n"
