"""What became of the evidence from one report to the next: what is weaker, changed, gone, new, stronger.

What makes a claim weaker is in ``weakening``.  Besides, it is weaker not to load a file, and a claim that disappeared is.

A statement that says something else is *changed*, which counts like weaker: the evidence for the old statement is gone, just as if the
claim had got another name.  The lock guards that a statement changes only on purpose; here it is asked whether the evidence that was
accepted before is still there, and whoever changes a statement accepts the evidence for it anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ..runner.tested import prefix
from .weakening import SETTINGS, changed, comparable, losses


class Group(StrEnum):
    """What became of something."""

    WEAKER = "weaker"
    CHANGED = "changed"
    DISAPPEARED = "disappeared"
    APPEARED = "appeared"
    STRONGER = "stronger"

    @property
    def bad(self) -> bool:
        """Whether evidence that there was is there no more."""
        return self in (Group.WEAKER, Group.CHANGED, Group.DISAPPEARED)


@dataclass(frozen=True)
class Change:
    """One thing that became of a claim or, with an empty id, of a file."""

    group: Group
    id: str
    what: str


@dataclass(frozen=True)
class Diff:
    """The changes, sorted, and what is to be said about the comparison."""

    changes: list[Change]
    notes: list[str]

    @property
    def status(self) -> int:
        """The exit status."""
        return int(any(change.group.bad for change in self.changes))

    @property
    def summary(self) -> str:
        """``2 weaker, 1 stronger``."""
        counts = Counter(change.group for change in self.changes)
        return ", ".join(f"{counts[group]} {group}" for group in Group if counts[group]) or "the evidence is the same"


def diff(old: dict[str, Any], new: dict[str, Any]) -> Diff:
    """Compare two reports, as ``reading.read`` gives them."""
    changes = sorted({*_changes(old, new)}, key=lambda c: (list(Group).index(c.group), c.id, c.what))
    return Diff(changes, [*dict.fromkeys(_notes(old, new))])


def _changes(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    was, now = old["theorems"], new["theorems"]
    for id in was.keys() | now.keys():
        if id not in now:
            yield Change(Group.DISAPPEARED, id, f"it was {was[id]['verdict']}")
        elif id not in was:
            yield Change(Group.APPEARED, id, f"it is {now[id]['verdict']}")
        else:
            yield from _of_claim(id, was[id], now[id])
    for group, files in ((Group.WEAKER, _more(old, new)), (Group.STRONGER, _more(new, old))):
        yield from (Change(group, "", f"{'cannot' if group.bad else 'could not'} load {error}") for error in files)


def _more(old: dict[str, Any], new: dict[str, Any]) -> Counter[str]:
    """The load errors that only ``new`` has."""
    return Counter(new["errors"]) - Counter(old["errors"])


def _of_claim(id: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    yield from (Change(Group.CHANGED, id, f"{prefix(name)}its statement says something else") for name in changed(old, new))
    yield from (Change(Group.WEAKER, id, f"{x.what}: {x.better} → {x.worse}") for x in losses(old, new))
    yield from (Change(Group.STRONGER, id, f"{x.what}: {x.worse} → {x.better}") for x in losses(new, old))


def _notes(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    was, now = old["theorems"], new["theorems"]
    if old["gaproof"] != new["gaproof"]:
        yield f"OLD was written by gaproof {old['gaproof']}, NEW by {new['gaproof']}."
    for a, b in ((was[id]["numeric"], now[id]["numeric"]) for id in sorted(was.keys() & now.keys())):
        if a and b and not comparable(a, b):
            yield f"Numbers are not compared: the numeric evidence of OLD has {_settings(a, b)}, that of NEW {_settings(b, a)}."
    if was.keys() - now.keys():
        yield "If NEW is about some claims only, compare it with a report on the same ones: gaproof check SELECTOR... --json FILE"


def _settings(numeric: dict[str, Any], other: dict[str, Any]) -> str:
    """The settings that differ from those of another numeric evidence."""
    named = {"models_asked": "models"}
    differ = [name for name in SETTINGS if numeric[name] != other[name]]
    return ", ".join(f"{named.get(name, name)} {'by level' if numeric[name] is None else numeric[name]}" for name in differ)
