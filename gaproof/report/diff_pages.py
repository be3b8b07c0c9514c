"""A diff of evidence for a terminal, a pipe or a log, and as Markdown for the summary of a CI run."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.text import Text

from .diff import Change, Diff, Group
from .markdown import escaped
from .printable import one_line
from .terminal import console

COLOURS = {
    Group.WEAKER: "bold red",
    Group.CHANGED: "yellow",
    Group.DISAPPEARED: "red",
    Group.APPEARED: "cyan",
    Group.STRONGER: "green",
}
MOST = 500  # changes of a kind on a page of Markdown, which GitHub does not show if it is longer than a megabyte


def print_diff(found: Diff) -> None:
    """The changes by kind, a line each, what is to be said about the comparison, and the counts."""
    out = console()
    for group, changes in grouped(found):
        out.print(Text(group.upper(), style=COLOURS[group]))
        for change in changes:
            out.print(Text(f"  {one_line(': '.join(filter(None, (change.id, change.what))))}"), soft_wrap=True)
    for note in found.notes:
        out.print(one_line(note), soft_wrap=True)
    out.print(found.summary)


def markdown(found: Diff) -> str:
    """The page as it is written to a file."""
    return "\n\n".join(_blocks(found)) + "\n"


def _blocks(found: Diff) -> Iterator[str]:
    yield f"## gaproof diff: {found.summary}"
    for group, changes in grouped(found):
        yield f"### {group.capitalize()}"
        lines = [f"- {f'**{escaped(c.id)}**: ' if c.id else ''}{escaped(c.what)}" for c in changes]
        yield "\n".join(lines[:MOST] + ([f"- … and {len(lines) - MOST} more"] if len(lines) > MOST else []))
    yield from map(escaped, found.notes)


def grouped(found: Diff) -> Iterator[tuple[Group, list[Change]]]:
    """The kinds of changes that there are, with their changes."""
    for group, changes in groupby(found.changes, key=lambda change: change.group):
        yield group, list(changes)
