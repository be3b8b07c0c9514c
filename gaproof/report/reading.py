"""Reading a report that ``gaproof check --json`` wrote: what counts as evidence in it, and nothing else.

Left out are times, worst ratios, numbers of steps, messages, what a claim uses, and sums over parts: they can differ while the evidence
is the same.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from .. import __version__
from ..errors import GaproofError
from ..runner.tested import FALSE, ORDER
from ..runner.verdict import Verdict
from .printable import one_line
from .shape import ShapeError, by_name, count, maybe, named, one_of, record, short, text, texts, truth


class ReportError(GaproofError):
    """Not a report of ``gaproof check --json``."""


KILLED = record(total=count, killed=count, equivalent=count, noticed=count, survivors=texts)
NUMERIC_PART = record(
    models=count,
    contrasts=count,
    exact=count,
    unreached=count,
    mutants=KILLED,
    bugs=KILLED,
    references=by_name(record(name=text, instances=count, agrees=truth)),
    necessity=named(one_of(*ORDER)),
    near_misses=named(one_of(*FALSE)),
)
NUMERIC = record(level=text, seed=count, models_asked=maybe(count), dtype=text, device=text, parts=named(NUMERIC_PART))
CLAIM = record(
    verdict=one_of(*Verdict.__members__),
    promised=one_of(*Verdict.__members__),
    extra=texts,
    parts=named(record(verdict=one_of(*Verdict.__members__), certified=text, digest=text, hypotheses=texts, axioms=named(text))),
    proof=record(replayed=truth),
    numeric=maybe(NUMERIC),
)
REPORT = record(gaproof=text, theorems=named(CLAIM))
NOTHING: dict[str, Any] = {"gaproof": __version__, "theorems": {}, "errors": []}


def read(path: Path) -> dict[str, Any]:
    """What counts in a report.  Raises ``ReportError``, in a line."""
    try:
        document = json.loads(path.read_bytes(), object_pairs_hook=_object)
        found: dict[str, Any] = REPORT(document, "")
        return found | {"errors": texts(document.get("errors", []), "errors")}
    except OSError as error:
        why = error.strerror or type(error).__name__
    except ShapeError as error:
        why = str(error)
    except (ValueError, RecursionError) as error:  # of the parser
        why = f"not JSON ({type(error).__name__}: {short(str(error))})"
    what = f"{one_line(str(path))}: {one_line(why, 300)}"
    raise ReportError(f"{what} — expected a report of this version; write one: gaproof check --json FILE")


def written(report: dict[str, Any]) -> str:
    """A report that was read, as it is written to a file: the same text as long as the evidence is the same."""
    return json.dumps(report, indent=1, sort_keys=True, ensure_ascii=False).encode("utf-8", "backslashreplace").decode() + "\n"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        raise ShapeError(f"it has {short(twice)} twice in an object")
    return made
