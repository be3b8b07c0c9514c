"""Books of one page: what is wrong with a claim is a warning, and a strict build fails."""

from dataclasses import replace
from pathlib import Path

import pytest
from sphinx.errors import SphinxError

from gaproof.pages.lightening import ICONS
from gaproof.runner.verdict import Outcome, Verdict
from tests.pages.made import ROWS_AND_MORE, build, claimed

CLAIM = "```{claim} made.rows\n```"
EVERYTHING = "\n\n".join(f"```{{{name}}} made.rows\n```" for name in ("claim", "proof", "evidence", "links"))


@pytest.fixture(scope="module")
def made() -> Outcome:
    return claimed()


def test_a_claim_that_is_proved_builds_without_a_warning(made: Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status, warnings, html = build(
        tmp_path, f"{EVERYTHING}\n\n{{claim}}`made.rows`\n\n```{{claims}}\n```\n\n```{{map}}\n```", [made], monkeypatch
    )
    assert (0, "") == (status, warnings)
    assert 'href="made/rows.html"' in html and "✓ PROVED" in html and "<svg" in html


def test_a_changed_statement_changes_the_built_page(made: Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, before = build(tmp_path, CLAIM, [made], monkeypatch)
    _, _, after = build(tmp_path, CLAIM, [claimed(ROWS_AND_MORE)], monkeypatch)
    assert before != after


@pytest.mark.parametrize("page", [CLAIM.replace("rows", "dreamt"), "{claim}`made.dreamt`"], ids=["directive", "role"])
def test_a_claim_that_is_not_known_is_a_warning(made: Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    _, warnings, _ = build(tmp_path, page, [made], monkeypatch)
    assert "no claim has the id 'made.dreamt'" in warnings


def test_a_claim_below_its_promise_is_a_warning(made: Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = replace(made, verdict=Verdict.REFUTED, message="at s = 0")
    _, warnings, html = build(tmp_path, CLAIM, [broken], monkeypatch)
    assert "made.rows is REFUTED, promised PROVED: at s = 0" in warnings
    assert "✗ REFUTED" in html


def test_a_strict_build_fails_by_a_claim_below_its_promise(made: Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = replace(made, verdict=Verdict.UNPROVED, message="open")
    try:
        status, *_ = build(tmp_path, CLAIM, [broken], monkeypatch, strict=True)
    except SphinxError:
        status = 1
    assert 0 != status


def test_pages_load_no_script_of_thebe(made: Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, html = build(tmp_path, CLAIM, [made], monkeypatch, thebe=True)
    assert "thebe.js" not in html and "THEBE_JS_URL" not in html


def test_icons_come_from_fonts(made: Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = '<script defer src="_static/scripts/fontawesome.js?digest=1"></script>'
    assert "fontawesome" not in ICONS.sub("", f"<head>\n  {script}\n  <link></head>")
    build(tmp_path, CLAIM, [made], monkeypatch)  # another theme, where nothing is to be left out
