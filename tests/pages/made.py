"""A claim made for a test, checked without a run, and a book of one page that is built from it."""

import io
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from gaproof.claim import Claim
from gaproof.pages import directives
from gaproof.pages.ledger import Ledger
from gaproof.runner.proving import stated
from gaproof.runner.tested import Tested
from gaproof.runner.verdict import Outcome, PartOutcome
from gaproof.terms import And, Eq, Exists, ForAll, Formula, Ge, Sum, field, index, sizes
from gaproof.theory import softmax
from tests.report.made import SETTINGS, attacked, outcome

n, m = sizes("n m")
i, j = index("i", n), index("j", m)
s, M = field("s", i, j), field("M", i, j, domain="mask")
ROWS = ForAll(i, Eq(Sum(softmax(s[i, j], over=j, mask=M[i, j]), j), 1))
ROWS_AND_MORE = And(ROWS, Ge(2, 1))


def live() -> Formula:
    return ForAll(i, Exists(j, Eq(M[i, j], 1)))


def claimed(shows: Formula = ROWS, **more: Any) -> Outcome:
    """The outcome of a claim with a proof, a hypothesis that is needed, another of which that is not known, and a near miss."""
    claim = Claim("made.rows", given={"live": live()}, shows=shows)
    claim.proof(lambda p: p.auto(shows))
    claim.near_miss("unit <columns> & *stars*")(lambda: ForAll(j, Eq(Sum(softmax(s[i, j], over=j, mask=M[i, j]), i), 1)))
    claim.necessary("live", "an empty row", at={M: [[0]], s: [[0]]})
    parts = {name: PartOutcome(**stated(part)) for name, part in claim.parts.items()}
    known = {
        "doc": "Rows sum to 1.\n\nSaid at length.",
        "parts": parts,
        "extra": [],
        "tested": None,
        "steps": 12,
        "certificate": json.dumps(claim.certificate()),
    }
    return outcome("made.rows", **{**known, **more})


def with_evidence(made: Outcome) -> Outcome:
    """The same, attacked: one hypothesis is witnessed to be needed, of the other that is not known."""
    part = {**attacked(), "necessity": {"live": "witnessed", "M mask": "not known"}}
    return replace(made, tested=Tested(made.id, made.file, SETTINGS, {"": part}))


def text(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def build(
    folder: Path, page: str, outcomes: Iterable[Outcome], monkeypatch: pytest.MonkeyPatch, strict: bool = False, thebe: bool = False
) -> tuple[int, str, str]:
    """Status, warnings and HTML of a book of one page."""
    ledger = Ledger()
    ledger.outcomes = {outcome.id: outcome for outcome in outcomes}
    monkeypatch.setattr(directives, "Ledger", lambda **_: ledger)
    source = folder / "source"
    source.mkdir(exist_ok=True)
    (source / "made").mkdir(exist_ok=True)
    (source / "made" / "rows.md").write_text("---\norphan: true\n---\n# Rows\n", encoding="utf-8")
    (source / "index.md").write_text(f"# Made\n\n{page}\n", encoding="utf-8")
    warnings = io.StringIO()
    how = {
        "extensions": ["myst_parser", "sphinx_design", "gaproof.pages", *(["sphinx_thebe"] if thebe else [])],
        "myst_enable_extensions": ["dollarmath", "colon_fence"],
    }
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            *(str(source), None, str(folder / "html"), str(folder / "doctrees"), "html"),
            **{"confoverrides": how, "status": None, "warning": warnings, "freshenv": True, "warningiserror": strict},
        )
        app.build()
    return app.statuscode, warnings.getvalue(), (folder / "html" / "index.html").read_text(encoding="utf-8")
