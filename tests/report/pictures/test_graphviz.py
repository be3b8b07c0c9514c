"""Graphviz's layout, by a program ``dot`` that stands in for it; without one, and when it fails, the layout is our own."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from gaproof.report.pictures.formats import FORMATS
from gaproof.report.pictures.graphviz import LayoutError, by_graphviz, installed
from gaproof.report.pictures.layout import Box
from gaproof.runner.graph import graph
from gaproof.runner.verdict import Outcome, Verdict

PLAIN = """graph 1 3 2
node n0 0.5 1.5 1 0.5 "" solid box black lightgrey
node n1 2.5 0.5 1 0.5 "" solid box black lightgrey
edge n0 n1 4 1 1.5 1.3 1.5 1.7 0.5 2 0.5 solid black
stop
"""
MADE = graph([Outcome("a.b", Verdict.PROVED, uses=["a.c"]), Outcome("a.c", Verdict.PROVED)])
SIZES = {"a.b": (72.0, 36.0), "a.c": (72.0, 36.0)}
Fake = Callable[[str], None]


@pytest.fixture
def dot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Put a program ``dot`` that runs some Python on an otherwise empty path."""

    def fake(code: str) -> None:
        program = tmp_path / "dot"
        program.write_text(f"#!{sys.executable}\nimport sys, time\n{code}\n", encoding="utf-8")
        program.chmod(0o755)

    monkeypatch.setenv("PATH", str(tmp_path))
    return fake


def test_boxes_and_curves_are_read_from_inches_above_the_lower_left_corner(dot: Fake) -> None:
    dot(f"sys.stdin.read(); print({PLAIN!r})")
    layout = by_graphviz(MADE, SIZES)
    assert (216.0, 144.0) == (layout.width, layout.height)
    assert {"a.b": Box(0, 18, 72, 36), "a.c": Box(144, 90, 72, 36)} == layout.boxes
    assert {("a.b", "a.c")} == set(layout.curves)
    assert [(72, 36), (93.6, 36), (122.4, 108), (144, 108)] == [(round(x, 6), round(y, 6)) for x, y in layout.curves["a.b", "a.c"]]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("print('no memory', file=sys.stderr); sys.exit(3)", "dot ended with status 3: no memory"),
        ("time.sleep(60)", "dot took longer than 0.5 s"),
        ("print('graph 1 three 2')", "dot gave no layout"),
        ("print('graph 1 3 2')", "boxes are missing"),
        ("print('node n7 1 1 1 1')", "dot gave no layout"),
        ("print('node \"')", "dot gave no layout"),
        ("sys.stdout.buffer.write(bytes([255]))", "dot gave no layout"),
    ],
)
def test_what_goes_wrong_is_an_error_that_says_so(dot: Fake, code: str, said: str) -> None:
    dot(code)
    with pytest.raises(LayoutError, match=said):
        by_graphviz(MADE, SIZES, seconds=0.5 if "sleep" in code else 20)


def test_the_layout_is_our_own_without_dot_or_when_it_fails(dot: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    assert not installed()
    ours = FORMATS["svg"](MADE)
    assert "" == capsys.readouterr().err
    dot("sys.exit(1)")
    assert installed()
    assert ours == FORMATS["svg"](MADE)
    assert "gaproof: dot ended with status 1; the layout is gaproof's own\n" == capsys.readouterr().err
    dot(f"sys.stdin.read(); print({PLAIN!r})")
    assert ours != FORMATS["svg"](MADE)


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_the_real_program_gives_a_picture_of_every_claim() -> None:
    names = [f"a.n{k}" for k in range(20)]
    made = graph(Outcome(id, Verdict.PROVED, uses=names[: k // 2]) for k, id in enumerate(names))
    layout = by_graphviz(made, dict.fromkeys(names, (80.0, 40.0)))
    assert (set(made.nodes), set(made.edges)) == (set(layout.boxes), set(layout.curves))
    ElementTree.fromstring(FORMATS["svg"](made))
