"""One claim, in the process that proves: its statements, proofs, models, near misses and certificate."""

from __future__ import annotations

import json
import traceback
from pathlib import Path
from time import perf_counter
from typing import Any

from ..claim import CircularUse, Claim, Necessity, Part
from ..errors import GaproofError
from ..notation import latex
from ..proof import rules
from ..proof.export import export
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
    failed = [part for part in claim.parts.values() if not _attempt(report, part)]
    report.open = [part.name for part in failed] if not any(part.has_proof for part in failed) else []
    report.asked = [(asked.id, asked.file) for _, asked in sorted(claim.asked.items())]
    report.seconds = perf_counter() - start
    if Verdict[report.verdict] is Verdict.PROVED:
        _finish(report, claim)
    elif all(report.parts.values()):
        _draft(report, claim)
    return report


def _attempt(report: Report, part: Part) -> bool:
    """State and prove a part, and try its near misses; whether all went as it should."""
    prefix = f"part {part.name!r}: " if part.name else ""
    file = Path(part.claim.file)
    try:
        report.parts[part.name] = stated(part)
        report.extra = sorted({*report.extra, *part.extra})
    except (Exception, SystemExit) as error:
        report.worsen(Verdict.ERROR, f"{prefix}its statement: {said(error, file)}", place(error, file))
        return False
    proved = True
    try:
        part.claim.theorem(part.name)
    except (Exception, SystemExit) as error:
        proved = False
        if isinstance(error, GaproofError):
            verdict = Verdict.ERROR if isinstance(error, CircularUse) else Verdict.UNPROVED
            report.worsen(verdict, f"{prefix}{said(error)}", place(error, file))
        else:
            report.worsen(Verdict.ERROR, f"{prefix}{said(error, file)}", place(error, file))
    for miss in part.refused:
        try:
            part.attempt(miss.statement)
        except (Exception, SystemExit):
            continue
        proved = False
        report.worsen(Verdict.ERROR, f"{prefix}the near miss “{miss.why}” came out proved")
    return proved


def stated(part: Part) -> dict[str, Any]:
    """What a part says, why its hypotheses are necessary, and its near misses."""
    reasons = {hypothesis: _reason(necessity) for hypothesis, necessity in part.necessities.items()}
    misses = [{"why": miss.why, "shows": latex(miss.statement.conclusion)} for miss in part.near_misses]
    statement = part.statement
    return {"digest": statement.digest, "hypotheses": list(statement.hypotheses), "reasons": reasons, "near_misses": misses}


def _reason(necessity: Necessity) -> str:
    """Why a hypothesis is necessary: in words, with the values at which the others hold and the conclusion fails."""
    values = ", ".join(f"{variable} = {value}" for variable, value in (necessity.at or {}).items())
    undefined = "" if necessity.undefined is None or not values else f", where 1/0 and log 0 are {necessity.undefined}"
    return "; ".join(filter(None, [necessity.why, necessity.cited, f"at {values}{undefined}" if values else ""]))


def _finish(report: Report, claim: Claim) -> None:
    try:
        certificate = claim.certificate()
        report.uses = [(used.id, used.file) for used in claim.uses()]
        report.certificate = _written(certificate)
    except (Exception, SystemExit) as error:
        report.worsen(Verdict.ERROR, f"its certificate: {said(error, Path(claim.file))}")


def place(error: BaseException, file: Path) -> str:
    """file:line of the innermost step of a theorem file that an error went through, or nothing."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename) == file]
    return f"{file}:{lines[-1]}" if lines else ""


def _draft(report: Report, claim: Claim) -> None:
    """A certificate that shows the statements; it proves each from itself, so replay refuses it."""
    parts = {name: (part.statement, rules.assume(formula=part.statement.conclusion), None) for name, part in claim.parts.items()}
    report.certificate = _written(export(claim.id, parts))


def _written(certificate: Any) -> str:
    """One line of JSON without blanks, in the order of the export: the same bytes in every run.  Halves of surrogate pairs, which no
    file holds, become the escapes of JSON."""
    return json.dumps(certificate, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace").decode() + "\n"
