"""The JUnit document obeys the rules that CI servers read it by, and no text breaks it."""

from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaproof.report.junit import text
from gaproof.runner.checking import Checked
from gaproof.runner.verdict import Verdict
from tests.report.made import NASTY, checked, outcome

COUNTED = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
ATTRIBUTES = {
    "testsuites": {"name", "time", *COUNTED},
    "testsuite": {"name", "time", *COUNTED},
    "testcase": {"classname", "name", "time"},
    "failure": {"message", "type"},
    "error": {"message", "type"},
    "system-out": set(),
}
INSIDE = {"testsuites": {"testsuite"}, "testsuite": {"testcase"}, "testcase": {"failure", "error", "system-out"}}


def parsed(checked: Checked) -> Element:
    """The document, once it has been seen to obey the rules."""
    root = fromstring(text(checked).encode("utf-8"))
    assert "testsuites" == root.tag
    for element in root.iter():
        assert ATTRIBUTES[element.tag] == set(element.attrib)
        assert {child.tag for child in element} <= INSIDE.get(element.tag, set())
    for suite in (root, *root):
        assert [suite.get(name) for name in COUNTED] == [str(len(list(suite.iter(tag)))) for tag in COUNTED.values()]
        seconds = sum(float(str(case.get("time"))) for case in suite.iter("testcase"))
        assert f"{seconds:.3f}" == suite.get("time")
    for case in root.iter("testcase"):
        assert len(case) <= 1
    return root


def test_a_suite_is_a_chapter_and_a_case_is_a_claim_with_its_time() -> None:
    root = parsed(checked(outcome("link.luce"), outcome("anchor.shift"), outcome("anchor.row")))
    assert ["anchor", "link"] == [suite.get("name") for suite in root]
    cases = [tuple(case.get(name) for name in ("classname", "name", "time")) for case in root.iter("testcase")]
    assert [("anchor", "anchor.row", "0.750"), ("anchor", "anchor.shift", "0.750"), ("link", "link.luce", "0.750")] == cases


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict is not Verdict.PROVED])
def test_a_broken_promise_says_what_where_and_what_to_do(verdict: Verdict) -> None:
    (case,) = parsed(checked(outcome(verdict=verdict, message="it fails\nat x = 0", where="shift.py:7"))).iter("testcase")
    (wrong,) = case
    assert ("error" if verdict is Verdict.ERROR else "failure") == wrong.tag
    assert (verdict.name, f"{verdict}, promised PROVED: it fails") == (wrong.get("type"), wrong.get("message"))
    assert str(wrong.text).startswith("it fails\nat x = 0\nWhere: shift.py:7\nWhat to do: ")
    assert str(wrong.text).endswith(", then `gaproof check theorems/shift.py`")


def test_a_kept_promise_passes_and_says_if_it_is_less_than_proved() -> None:
    proved, tested = parsed(checked(outcome("a.b"), outcome("a.c", Verdict.TESTED, "no proof is given", promise=Verdict.TESTED))).iter(
        "testcase"
    )
    assert [] == list(proved)
    assert [("system-out", "TESTED, as the lock promises: no proof is given")] == [(e.tag, e.text) for e in tested]


def test_what_is_wrong_besides_the_claims_has_a_suite_of_its_own() -> None:
    made = checked(outcome(), errors=("my/bad.py: SyntaxError: line 3",))
    made.trouble = ["store.db: it is read-only"]
    root = parsed(made)
    assert ["anchor", "run"] == [suite.get("name") for suite in root]
    assert ["anchor.shift", "cannot load my/bad.py", "the run"] == [case.get("name") for case in root.iter("testcase")]
    assert ["my/bad.py: SyntaxError: line 3", "store.db: it is read-only"] == [wrong.get("message") for wrong in root.iter("error")]
    assert all("What to do: " in str(wrong.text) for wrong in root.iter("error"))


def test_a_claim_that_fails_by_another_points_to_that_one() -> None:
    below = outcome("a.b", Verdict.UNPROVED, "open obligation: x ≠ 0")
    above = outcome("a.c", Verdict.UNPROVED, "it uses a.b, which is UNPROVED", uses=["a.b"])
    first, second = parsed(checked(below, above)).iter("failure")
    assert "What to do: add a hypothesis that gives the obligation" in str(first.text)
    assert "What to do: see to a.b first: `gaproof why theorems/shift.py`" in str(second.text)


def test_a_report_of_nothing_is_a_document() -> None:
    assert "0" == parsed(checked()).get("tests")


def test_markup_control_characters_and_half_characters_survive() -> None:
    (wrong,) = parsed(checked(outcome(verdict=Verdict.UNPROVED, message=NASTY))).iter("failure")
    readable = NASTY.translate({ord("\r"): "\\r", 0: "\\x00", 0x1B: "\\x1b", 0xD800: "\\ud800", 0xFFFE: "\\ufffe"})
    assert str(wrong.text).startswith(readable)


@settings(deadline=None)
@given(st.text(st.characters()), st.text(st.characters()))
def test_any_text_is_a_document(id: str, message: str) -> None:
    parsed(checked(outcome(id, Verdict.REFUTED, message), errors=(message,)))


def test_a_message_of_megabytes_is_kept() -> None:
    (wrong,) = parsed(checked(outcome(verdict=Verdict.ERROR, message="<" * 3_000_000))).iter("error")
    assert str(wrong.text).startswith("<" * 3_000_000)
    assert len(str(wrong.get("message"))) < 400
