"""The verdicts as JUnit XML, which GitHub, GitLab and Jenkins show: a suite for each chapter, a case for each claim.

A verdict below the promised one is a failure, or an error if it is ERROR; what is wrong besides the claims, such as a file that cannot
be loaded, is an error in a suite of its own.  A claim that keeps the promise of its lock passes, and its output says so if that is less
than PROVED.
"""

from __future__ import annotations

import re
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ..runner.checking import Checked
from ..runner.verdict import Outcome, Verdict
from .printable import one_line
from .remedy import besides, remedy

FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0, and \r, which parsers turn into \n
SHORT = 300  # characters of a message that a list of failures shows
RUN = "run"  # the suite of what is wrong besides the claims


def text(checked: Checked) -> str:
    """The document as it is written to a file."""
    suites = Element("testsuites", name="gaproof")
    outcomes = sorted(checked.outcomes.values(), key=lambda outcome: outcome.id)
    for chapter, claims in groupby(outcomes, key=lambda outcome: outcome.id.partition(".")[0]):
        suite = SubElement(suites, "testsuite", name=_valid(chapter))
        for outcome in claims:
            _claim(suite, chapter, outcome, checked)
    wrong = besides(checked)
    if wrong:
        suite = SubElement(suites, "testsuite", name=RUN)
        for called, said, to_do in wrong:
            _wrong(_case(suite, RUN, called, 0.0), "error", RUN, said, [said, f"What to do: {to_do}"])
    for counted in (*suites, suites):
        _count(counted)
    indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _claim(suite: Element, chapter: str, outcome: Outcome, checked: Checked) -> None:
    seconds = outcome.seconds + (outcome.tested.seconds if outcome.tested is not None else 0.0)
    case = _case(suite, chapter, outcome.id, seconds)
    verdict = outcome.verdict
    if not outcome.kept:
        body = [outcome.message, f"Where: {outcome.where or outcome.file or 'unknown'}", f"What to do: {remedy(outcome, checked)}"]
        message = f"{verdict}, promised {outcome.promise}: {outcome.message}"
        _wrong(case, "error" if verdict is Verdict.ERROR else "failure", verdict.name, message, body)
    elif verdict is not Verdict.PROVED:
        SubElement(case, "system-out").text = _valid(f"{verdict}, as the lock promises: {outcome.message}")


def _case(suite: Element, classname: str, name: str, seconds: float) -> Element:
    return SubElement(suite, "testcase", classname=_valid(classname), name=_valid(name), time=f"{seconds:.3f}")


def _wrong(case: Element, kind: str, type: str, message: str, body: list[str]) -> None:
    made = SubElement(case, kind, type=type, message=one_line(message.partition("\n")[0], SHORT))
    made.text = _valid("\n".join(body))


def _count(suite: Element) -> None:
    """Write what a suite counts: its cases, what is wrong with them, their time."""
    cases = list(suite.iter("testcase"))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(len(list(suite.iter(tag)))))
    suite.set("tests", str(len(cases)))
    suite.set("time", f"{sum(float(case.get('time', 0)) for case in cases):.3f}")


def _valid(text: str) -> str:
    """The text with escapes for the characters that XML does not allow."""
    return FORBIDDEN.sub(lambda found: ascii(found[0])[1:-1], text)
