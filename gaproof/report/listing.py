"""The claims of a folder, a line each."""

from __future__ import annotations

from collections.abc import Iterable, Set

from ..runner.events import Report
from ..runner.locking import Promises
from ..runner.sources import Folder
from .terminal import print_table, table


def print_list(claims: Iterable[tuple[Report, Folder]], promises: Promises, twice: Set[str]) -> None:
    """Id, number of parts, promised verdict, and the first line of the file's docstring; ``twice``: those which two kernels accepted."""
    made = table("*claim", ">parts", "*promised", "what it says")
    for report, folder in sorted(claims, key=lambda claim: claim[0].id):
        entry = promises.entry(report.id, folder)
        promised = entry["verdict"] if entry else "not locked" if promises.required(folder) else "PROVED"
        promised += " (two kernels)" if promised == "PROVED" and report.id in twice else ""
        made.add_row(report.id, str(len(report.parts)), promised, report.title)
    print_table(made)
