"""Reading a report that ``gaproof check --json`` wrote: what counts as evidence in it, and nothing else.

Left out are times, worst ratios, numbers of steps, messages, what a claim uses, and sums over parts: they can differ while the evidence
is the same.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .. import __version__
from ..errors import GaproofError
from ..runner.tested import ORDER
from ..runner.verdict import Verdict
from .one_line import one_line

Check = Callable[[Any, str], Any]  # a value and where it stands ↦ what counts of it


class ReportError(GaproofError):
    """Not a report of ``gaproof check --json``."""


def text(value: Any, at: str) -> Any:
    """A string."""
    return _expected(type(value) is str, value, at, "a text")


def count(value: Any, at: str) -> Any:
    """A number of things."""
    return _expected(type(value) is int and value >= 0, value, at, "a whole number, 0 or more")


def truth(value: Any, at: str) -> Any:
    """True or false."""
    return _expected(type(value) is bool, value, at, "true or false")


def one_of(*names: str) -> Check:
    """One of some words."""
    return lambda value, at: _expected(value in names, value, at, f"one of {', '.join(names)}")


def maybe(check: Check) -> Check:
    """Null, or something."""
    return lambda value, at: None if value is None else check(value, at)


def listed(check: Check) -> Check:
    """A list of things."""
    return lambda value, at: [check(x, f"{at}[{k}]") for k, x in enumerate(_expected(type(value) is list, value, at, "a list"))]


def texts(value: Any, at: str) -> list[str]:
    """A list of strings, whose order does not count."""
    return sorted(listed(text)(value, at))


def by_name(check: Check) -> Check:
    """A list of things with names, whose order does not count; each name once."""

    def check_all(value: Any, at: str) -> Any:
        found = sorted(listed(check)(value, at), key=lambda thing: thing["name"])
        _expected(len({thing["name"] for thing in found}) == len(found), [thing["name"] for thing in found], at, "a list of different names")
        return found

    return check_all


def named(check: Check) -> Check:
    """An object from names to things."""
    return lambda value, at: {name: check(x, f"{at}.{name}") for name, x in _expected(type(value) is dict, value, at, "an object").items()}


def record(**fields: Check) -> Check:
    """An object with these fields at least; others do not count."""

    def check(value: Any, at: str) -> Any:
        _expected(type(value) is dict, value, at, "an object")
        for name in fields:
            if name not in value:
                raise ReportError(f"{at or 'the report'} lacks {name!r}")
        return {name: field(value[name], f"{at}.{name}".lstrip(".")) for name, field in fields.items()}

    return check


def _expected(holds: bool, value: Any, at: str, what: str) -> Any:
    if not holds:
        raise ReportError(f"{at or 'the report'} is not {what}: {_short(value)}")
    return value


def _short(value: Any) -> str:
    shown = ascii(value)
    return shown if len(shown) <= 60 else f"{shown[:60]}…"


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
)
NUMERIC = record(level=text, seed=count, models_asked=maybe(count), dtype=text, device=text, parts=named(NUMERIC_PART))
CLAIM = record(
    verdict=one_of(*Verdict.__members__),
    promised=one_of(*Verdict.__members__),
    extra=texts,
    parts=named(record(digest=text, hypotheses=texts, axioms=named(text))),
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
    except ReportError as error:
        why = str(error)
    except (ValueError, RecursionError) as error:  # of the parser
        why = f"not JSON ({type(error).__name__}: {_short(str(error))})"
    raise ReportError(one_line(f"{path}: {why} — expected a report of this version; write one: gaproof check --json FILE"))


def written(report: dict[str, Any]) -> str:
    """A report that was read, as it is written to a file: the same text as long as the evidence is the same."""
    return json.dumps(report, indent=1, sort_keys=True, ensure_ascii=False).encode("utf-8", "backslashreplace").decode() + "\n"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        raise ReportError(f"it has {_short(twice)} twice in an object")
    return made
