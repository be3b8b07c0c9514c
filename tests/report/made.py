"""Verdicts and reports made for a test, without a run."""

import json
from pathlib import Path
from typing import Any

from gaproof.report.json_report import document
from gaproof.report.reading import read
from gaproof.runner.checking import Checked
from gaproof.runner.tested import Tested
from gaproof.runner.verdict import Outcome, PartOutcome, Verdict

SETTINGS = {"level": "standard", "seed": 0, "models": None, "dtype": "float64", "device": "cpu", "folder": "counterexamples"}
NASTY = 'it\'s <b>"false"</b> & | `x` ``` $y$ \\ ]]> </details>\n\n# x ≠ 0 😀\n| a | b |\r\x00\x1b[31m\ud800\ufffe_z_ <!-- *'


def attacked() -> dict[str, Any]:
    """What the numeric evidence says of a part."""
    return {
        **{"models": 50, "contrasts": 6, "exact": 7, "unreached": 1, "worst_ratio": 0.25},
        "mutants": {"total": 10, "killed": 6, "equivalent": 1, "noticed": 1, "survivors": ["sign", "sign", "wrong axis"]},
        "bugs": {"total": 8, "killed": 7, "equivalent": 0, "noticed": 0, "survivors": ["off by one"]},
        "references": [{"name": f"torch.{f}", "instances": 9, "worst_ratio": 0.5, "agrees": True} for f in ("softmax", "log_softmax")],
        "necessity": {"live": "witnessed", "mask": "cited", "positive": "not known"},
        "near_misses": {"the sign": "witnessed", "no mask": "found"},
    }


def outcome(id: str = "anchor.shift", verdict: Verdict = Verdict.PROVED, message: str = "", **more: Any) -> Outcome:
    """A claim of two parts; the second rests on an axiom.  It took a quarter of a second to prove, and half a second to attack."""
    hypotheses = ["live", "mask", "positive"]
    parts = {"shift": PartOutcome("d1", hypotheses), "back": PartOutcome("d2", hypotheses, {"floor": "f1"})}
    tested = Tested(id, "theorems/shift.py", {**SETTINGS}, {name: attacked() for name in parts}, seconds=0.5)
    made = {
        "file": "theorems/shift.py",
        "parts": parts,
        "extra": ["mask"],
        "tested": tested,
        "steps": 40,
        "seconds": 0.25,
        "replayed": True,
    }
    return Outcome(id, verdict, message, **{**made, **more})


def checked(*outcomes: Outcome, errors: tuple[str, ...] = ()) -> Checked:
    """What a check of these claims gives."""
    return Checked({outcome.id: outcome for outcome in outcomes}, errors=[*errors], seconds=1.5)


def report(folder: Path, document: Any, name: str = "report.json") -> dict[str, Any]:
    """What counts in a document, once written and read."""
    (folder / name).write_text(json.dumps(document), encoding="utf-8")
    return read(folder / name)


def base() -> Any:
    """A document of two claims."""
    return json.loads(json.dumps(document(checked(outcome(), outcome("anchor.row", Verdict.UNPROVED, "open", promise=Verdict.UNPROVED)))))
