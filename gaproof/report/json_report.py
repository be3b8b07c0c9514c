"""The verdicts as JSON, for other programs."""

from __future__ import annotations

import json
from collections import Counter
from math import isfinite
from typing import Any

from .. import __version__
from ..runner.checking import Checked
from ..runner.verdict import Outcome


def document(checked: Checked) -> dict[str, Any]:
    """The verdicts of a check, as plain JSON; ``errors`` is there only if files could not be loaded, ``trouble`` only if
    something went wrong besides."""
    outcomes = checked.outcomes.values()
    counts = Counter(outcome.verdict for outcome in outcomes)
    made: dict[str, Any] = {
        "gaproof": __version__,
        "theorems": {outcome.id: theorem(outcome) for outcome in outcomes},
        "summary": {verdict.name: counts[verdict] for verdict in sorted(counts, reverse=True)},
    }
    return made | {name: texts for name, texts in (("errors", checked.errors), ("trouble", checked.trouble)) if texts}


def theorem(outcome: Outcome) -> dict[str, Any]:
    """What became of one claim."""
    return {
        "verdict": outcome.verdict.name,
        "promised": outcome.promise.name,
        "message": outcome.message,
        "extra": outcome.extra,
        "modulo": outcome.axioms,
        "uses": outcome.uses,
        "notes": outcome.notes,
        "statement_digest": outcome.digest,
        "parts": {
            name: {
                "verdict": part.verdict,
                "digest": part.digest,
                "hypotheses": part.hypotheses,
                "axioms": part.axioms,
                "certified": part.certified,
            }
            for name, part in outcome.parts.items()
        },
        "proof": {"steps": outcome.steps, "seconds": round(outcome.seconds, 4), "replayed": outcome.replayed},
        "coq": outcome.rechecked and {"coq": outcome.rechecked.coq, "assumptions": outcome.rechecked.assumptions},
        **evidence(outcome),
    }


def evidence(outcome: Outcome) -> dict[str, Any]:
    """What the numeric evidence says, over all parts and of each; None if it was left out."""
    tested = outcome.tested
    if tested is None:
        return {"numeric": None, "necessity": None}
    asked = {"models_asked": tested.settings.get("models")}  # those found have the name "models"
    numeric = {**tested.settings, **asked, **tested.summary, "seconds": round(tested.seconds, 2), "parts": tested.parts}
    return {"numeric": numeric, "necessity": tested.necessity}


def text(checked: Checked) -> str:
    """The document as it is written to a file: lone surrogates, which no file holds, as escapes, and an infinite ratio, which JSON has
    no number for, as null."""
    written = json.dumps(_finite(document(checked)), indent=2, ensure_ascii=False, allow_nan=False)
    return written.encode("utf-8", "backslashreplace").decode() + "\n"


def _finite(value: Any) -> Any:
    match value:
        case dict():
            return {name: _finite(x) for name, x in value.items()}
        case list() | tuple():
            return [_finite(x) for x in value]
        case float() if not isfinite(value):
            return None
    return value
