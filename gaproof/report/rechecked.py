"""What Coq says of certificates: lines while it runs, a table, JSON, and the record that the book shows."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..errors import GaproofError
from ..runner.rechecked import ACCEPTED, NOT_EXPORTED, REJECTED, Rechecked
from ..runner.verdict import Outcome
from .printable import one_line
from .terminal import console, print_table, table
from .verdicts import MOST

RECORD = "formal.json"  # beside the folder of theorems


class Lines:
    """A line for each claim as soon as Coq has answered, on stderr."""

    def __init__(self, claims: int, quiet: bool) -> None:
        self._claims, self._done, self._quiet = claims, 0, quiet

    def __call__(self, id: str, result: Rechecked) -> None:
        self._done += 1
        if not self._quiet and result.coq != NOT_EXPORTED:
            print(f"[{self._done}/{self._claims}] {id} {result.coq}, {result.seconds:.1f} s", file=sys.stderr, flush=True)


def print_rechecked(results: Mapping[str, Rechecked], version: str, quiet: bool = False) -> None:
    """The table; of many claims only those which are not accepted; why they are not; the counts."""
    accepted = [id for id, result in sorted(results.items()) if result.coq == ACCEPTED]
    others = [id for id in sorted(results) if id not in accepted]
    shown = others if quiet or len(results) > MOST else sorted(results)
    if shown and not quiet:
        made = table("*claim", "*Coq", ">s", "assumptions")
        for id in shown:
            result = results[id]
            made.add_row(id, result.coq, f"{result.seconds:.1f}", ", ".join(map(short, result.assumptions)))
        print_table(made)
    out = console()
    for id in others:
        if results[id].why:
            out.print(f"\n{id}: {results[id].coq}: {one_line(results[id].why)}", soft_wrap=True)
    if not quiet or others:
        counts = Counter(result.coq for result in results.values())
        said = ", ".join(f"{counts[coq]} {coq}" for coq in (ACCEPTED, REJECTED, NOT_EXPORTED) if counts[coq]) or "no claims"
        seconds = sum(result.seconds for result in results.values())
        out.print(f"\n{said} by Coq {version}; it took {seconds:.0f} s, now or when it was remembered", soft_wrap=True)


def short(assumption: str) -> str:
    """The last part of a name."""
    return assumption.rpartition(".")[2]


def document(results: Mapping[str, Rechecked]) -> dict[str, Any]:
    """What Coq says of each claim, as plain JSON."""
    told = {id: {"coq": r.coq, "assumptions": r.assumptions, "seconds": r.seconds} for id, r in sorted(results.items())}
    return {"theorems": told}


def recorded(results: Mapping[str, Rechecked], outcomes: Mapping[str, Outcome]) -> dict[str, Any]:
    """The same without what changes from run to run, and with the digests of the statement and the certificate that it is about."""
    told = {
        id: {**_about(outcomes[id]), "coq": r.coq, "assumptions": r.assumptions}
        for id, r in sorted(results.items())
        if outcomes[id].replayed
    }
    return {"theorems": told}


def _about(outcome: Outcome) -> dict[str, Any]:
    return {"statement": outcome.digest, "certificate": sha256(str(outcome.certificate).encode()).hexdigest()}


def write(file: Path, made: dict[str, Any]) -> None:
    """Write a document."""
    file.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_record(file: Path) -> dict[str, Any]:
    """The theorems of a record; none if there is no such file."""
    if not file.is_file():
        return {}
    try:
        theorems: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["theorems"]
        _ = [(entry["statement"], entry["certificate"], entry["coq"], entry["assumptions"] + []) for entry in theorems.values()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GaproofError(
            f"{file}: not a record of `gaproof recheck` ({type(error).__name__}: {error}); write it anew: make formal"
        ) from error
    return theorems


def said_of(outcome: Outcome, record: Mapping[str, Any]) -> Rechecked | None:
    """What the record has on a claim; None if it has nothing, or something on another statement or proof."""
    entry = record.get(outcome.id)
    if entry is None or not outcome.replayed or any(entry[what] != digest for what, digest in _about(outcome).items()):
        return None
    return Rechecked(entry["coq"], list(entry["assumptions"]))
