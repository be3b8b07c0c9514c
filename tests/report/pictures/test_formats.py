"""What is written in every format: each claim once, each edge once, and texts that cannot break out of their place."""

import json
import re
from html import unescape
from xml.etree import ElementTree

import pytest
from hypothesis import given

from gaproof.report.pictures.formats import FORMATS
from gaproof.report.pictures.labels import COLOURS
from gaproof.report.pictures.style import DARK
from gaproof.report.printable import printable
from gaproof.runner.graph import graph
from gaproof.runner.verdict import Outcome, PartOutcome, Verdict
from tests.report.made import NASTY
from tests.runner.claims_drawn import claims

SVG = "{http://www.w3.org/2000/svg}"
QUOTED = r'"((?:[^"\\]|\\.)*)"'


@pytest.fixture(autouse=True, scope="module")
def _our_own_layout() -> object:
    """The layout does not depend on what is installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gaproof.report.pictures.svg.installed", lambda: False)
        yield


def nasty() -> list[Outcome]:
    """A claim all of whose texts are NASTY, and one that it uses."""
    part = PartOutcome("d", [], {NASTY: "1"})
    return [
        Outcome("a.b", Verdict.ERROR, NASTY, doc=NASTY, parts={"": part}, uses=["a.c"], declared=[], replayed=True),
        Outcome("a.c", Verdict.PROVED),
    ]


def titled(element: ElementTree.Element) -> str:
    return element.findtext(f"{SVG}title") or ""


@given(claims(cyclic=True))
def test_svg_has_a_box_for_each_claim_with_its_verdict_in_words_and_a_curve_for_each_edge(found: list[Outcome]) -> None:
    made = graph(found)
    picture = ElementTree.fromstring(FORMATS["svg"](made))
    boxes = [g for g in picture.iter(f"{SVG}g") if "legend" not in g.get("class", "")]
    texts = {lines[0]: lines[1] for lines in ([text.text for text in g.iter(f"{SVG}text")] for g in boxes)}
    verdicts = {id: node["outcome"].verdict.name if node["outcome"] else "not checked" for id, node in made.nodes.items()}
    assert (len(made), set(made)) == (len(boxes), set(texts))
    assert all(str(texts[id]).endswith(verdict) for id, verdict in verdicts.items())
    edges = [titled(path) for path in picture.iter(f"{SVG}path") if "edge" in path.get("class", "")]
    assert sorted(f"{tail} → {head} ({kind})" for tail, head, kind in made.edges(data="kind")) == sorted(edges)


@given(claims(cyclic=True))
def test_dot_names_each_claim_and_each_edge_once(found: list[Outcome]) -> None:
    made, text = graph(found), FORMATS["dot"](graph(found))
    assert sorted(made) == sorted(re.findall(rf"^  {QUOTED} \[", text, flags=re.MULTILINE))
    assert sorted(made.edges) == sorted(re.findall(rf"^  {QUOTED} -> {QUOTED} \[", text, flags=re.MULTILINE))
    assert len(text.splitlines()) == 5 + len(made) + len(made.edges), "a text has broken its line"


@given(claims(cyclic=True))
def test_mermaid_names_each_claim_and_each_edge_once(found: list[Outcome]) -> None:
    made, text = graph(found), FORMATS["mermaid"](graph(found))
    named = re.findall(r'^  (n\d+)\["([\w.]+)<br/>.*"\]:::\w+$', text, flags=re.MULTILINE)
    ids = dict(named)
    assert (len(made), set(made)) == (len(named), set(ids.values()))
    edges = re.findall(r"^  (n\d+) -(?:-|\. \w+ \.-)> (n\d+)$", text, flags=re.MULTILINE)
    assert sorted(made.edges) == sorted((ids[tail], ids[head]) for tail, head in edges)
    rest = [line for line in text.splitlines() if not re.match(r"  n\d+", line)]
    assert all(re.match(r"flowchart LR$|  classDef \w+ [\w:,#\- ]+$|  class [n\d,]+ unselected$", line) for line in rest)


@given(claims(cyclic=True))
def test_json_says_all_of_it(found: list[Outcome]) -> None:
    made, document = graph(found), json.loads(FORMATS["json"](graph(found)))
    assert sorted(made) == [node["id"] for node in document["nodes"]]
    assert sorted(made.edges(data="kind")) == [(edge["from"], edge["to"], edge["kind"]) for edge in document["edges"]]
    outcomes = {outcome.id: outcome for outcome in found}
    for node in (node for node in document["nodes"] if node["id"] in outcomes):
        outcome = outcomes[node["id"]]
        assert (outcome.verdict.name, outcome.message, outcome.axioms) == (node["verdict"], node["message"], node["axioms"])


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_text_that_a_file_can_hold(name: str) -> None:
    text = FORMATS[name](graph(nasty()))
    assert text == text.encode("utf-8").decode()
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text)


def test_a_tooltip_of_svg_reads_as_it_was_written() -> None:
    picture = ElementTree.fromstring(FORMATS["svg"](graph(nasty())))
    (hint,) = [titled(g) for g in picture.iter(f"{SVG}g") if titled(g).startswith("a.b")]
    assert printable(NASTY).replace("\r", "�") in hint
    assert "It rests on a.c, which it does not declare." in hint


def test_a_tooltip_of_dot_reads_as_it_was_written() -> None:
    (hint,) = re.findall(rf'"a\.b" \[.*?tooltip={QUOTED}', FORMATS["dot"](graph(nasty())))
    read = unescape(re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], hint))
    assert printable(NASTY) in read


def test_a_label_of_mermaid_holds_no_sign_of_its_language() -> None:
    (label,) = re.findall(r'n0\["(.*?)"\]', FORMATS["mermaid"](graph(nasty())))
    for piece in label.split("<br/>"):
        assert not re.search(r"[^\w .,:…#;]", piece)
        assert all(code.isdecimal() for code in re.findall(r"#([^;]*);", piece))


def test_a_verdict_is_never_only_a_colour() -> None:
    assert {*Verdict.__members__, "unknown"} == set(COLOURS) == set(DARK)
    text = FORMATS["svg"](graph([Outcome(f"a.{verdict.name.lower()}", verdict) for verdict in Verdict]))
    shown = re.sub(r"<style>.*?</style>|class=\"[^\"]*\"|<title>.*?</title>", "", text, flags=re.DOTALL)
    assert all(2 == shown.count(f" {verdict.name}<") for verdict in Verdict), "once in the box, once in the legend"


def test_what_was_not_asked_for_is_marked_in_every_picture() -> None:
    made = graph([Outcome("a.b", Verdict.PROVED, uses=["a.c"])], [Outcome("a.c", Verdict.PROVED)])
    assert 'class="box PROVED unselected"><title>a.c' in FORMATS["svg"](made)
    assert re.search(r'"a\.c" \[.*style="rounded,filled,dashed"', FORMATS["dot"](made))
    assert "class n1 unselected" in FORMATS["mermaid"](made)
    assert [True, False] == [node["selected"] for node in json.loads(FORMATS["json"](made))["nodes"]]


def test_the_legend_explains_what_occurs_and_nothing_else() -> None:
    plain = FORMATS["svg"](graph([Outcome("a.b", Verdict.PROVED)]))
    assert "1 PROVED" in plain and "from a claim" not in plain and "not asked for" not in plain
    more = FORMATS["svg"](graph([Outcome("a.b", Verdict.UNPROVED, asked=["a.c"], declared=["a.d"])], [Outcome("a.c", Verdict.ERROR)]))
    assert all(said in more for said in ("1 UNPROVED", "1 ERROR", "1 not checked", "2 not asked for", "asked for by a proof", "only said"))
