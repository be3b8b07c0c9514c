"""What is not a report is refused in a line that says what is there, what was expected, and what to do."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from gaproof.report.reading import ReportError, read
from tests.report.made import NASTY, base, report


def refused(path: Path) -> str:
    """The message, which is one line."""
    with pytest.raises(ReportError) as caught:
        read(path)
    message = str(caught.value)
    assert message.isprintable() and len(message) < 2_500
    assert message.endswith(" — expected a report of this version; write one: gaproof check --json FILE")
    return message


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"\x00\xff", b"\xef\xbb\xbf{}", b"[" * 200_000, b"1" * 5_000, b'{"a": 1e999999', b'"\\ud800'),
        *(b"[]", b"null", b"0", b'"x"', b"{}", b'{"gaproof": "1"}', b'{"gaproof": 1, "theorems": {}}', b'{"gaproof": "1", "theorems": []}'),
        b'{"gaproof": "1", "theorems": {"a.b": {}, "a.b": {}}}',
        b'{"gaproof": "1", "theorems": {}, "errors": "bad.py"}',
        b'{"gaproof": "1", "theorems": {"\\ud800\\n": 1}}',
        json.dumps({"gaproof": "1", "theorems": {"x" * 1_000_000: 1}}).encode(),
        json.dumps({"anchor.shift": {"verdict": "PROVED", "extra": [], "parts": {}}}).encode(),  # a lock
    ],
)
def test_what_is_no_report_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(content)
    assert refused(tmp_path / "x.json").startswith(f"{tmp_path / 'x.json'}: ")


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert "No such file" in refused(tmp_path / "none.json")
    assert "directory" in refused(tmp_path)


def test_the_message_names_the_place_and_what_is_there(tmp_path: Path) -> None:
    document = base()
    document["theorems"]["anchor.row"]["verdict"] = "SURE"
    (tmp_path / "x.json").write_text(json.dumps(document), encoding="utf-8")
    assert "theorems.anchor.row.verdict is not one of ERROR, REFUTED, " in refused(tmp_path / "x.json")
    assert ": 'SURE' — " in refused(tmp_path / "x.json")


def test_an_older_report_is_refused_by_what_it_lacks(tmp_path: Path) -> None:
    document = base()
    del document["theorems"]["anchor.row"]["extra"]
    (tmp_path / "x.json").write_text(json.dumps(document), encoding="utf-8")
    assert "x.json: theorems.anchor.row lacks 'extra' — " in refused(tmp_path / "x.json")


def test_two_references_of_one_name_are_refused(tmp_path: Path) -> None:
    document = base()
    references = document["theorems"]["anchor.row"]["numeric"]["parts"]["back"]["references"]
    references.append(references[0])
    (tmp_path / "x.json").write_text(json.dumps(document), encoding="utf-8")
    assert "references is not a list of different names" in refused(tmp_path / "x.json")


def places(value: Any, *path: str | int) -> Iterator[tuple[str | int, ...]]:
    """The paths to every value in what counts, lists and objects too."""
    if path:
        yield path
    for name, x in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(x, *path, name)


def test_a_wrong_type_is_refused_anywhere(tmp_path: Path) -> None:
    document, path = base(), tmp_path / "x.json"
    del document["theorems"]["anchor.row"], document["theorems"]["anchor.shift"]["parts"]["shift"]
    counts = report(tmp_path, document)
    assert len(list(places(counts))) > 50
    for *above, last in places(counts):
        holder = document = deepcopy(counts)
        for step in above:
            holder = holder[step]
        right = holder[last]
        for wrong in (1.5, -1, True, None, "?", [], {}, [[]], {"a": {}}):
            if type(wrong) is not type(right) and not (wrong is None and last in ("numeric", "models_asked")):
                holder[last] = wrong
                path.write_text(json.dumps(document), encoding="utf-8")
                refused(path)


def test_names_of_any_kind_are_read(tmp_path: Path) -> None:
    document = base()
    document["theorems"][NASTY] = document["theorems"]["anchor.row"]
    assert NASTY in report(tmp_path, document)["theorems"]
