"""Tables and messages for a terminal, a pipe or a log."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..runner.attacking import Retried, Searched
from ..runner.verdict import Verdict

COLOURS = {
    Verdict.ERROR: "bold red",
    Verdict.REFUTED: "bold red",
    Verdict.VACUOUS: "red",
    Verdict.UNPROVED: "yellow",
    Verdict.TESTED: "cyan",
    Verdict.CERTIFIED: "cyan",
    Verdict.PROVED: "green",
}


def console(error: bool = False) -> Console:
    """Where to print.  Without a terminal nothing is cut or wrapped, unless COLUMNS says how wide it is."""
    made = Console(stderr=error, highlight=False, markup=False, emoji=False)
    if not made.is_terminal and "COLUMNS" not in made._environ:
        made.width = 10_000
    return made


def table(*columns: str) -> Table:
    """A table with these columns: ``>name`` is a number; only a column without a mark may be wrapped."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        made.add_column(
            column.lstrip(">*"), justify="right" if column.startswith(">") else "left", no_wrap=column[0] in ">*", overflow="fold"
        )
    return made


def print_table(made: Table) -> None:
    """Print a table; however narrow the terminal, no word is cut."""
    for column in made.columns:
        cells = [str(cell) for cell in column.cells]
        pieces = cells if column.no_wrap else [word for cell in cells for word in cell.split()]
        column.min_width = max(map(len, [str(column.header), *pieces]))
    out = console()
    out.width = max(out.width, sum(column.min_width or 0 for column in made.columns) + 4 * len(made.columns))
    out.print(made, crop=False)


def print_attacked(found: list[Searched]) -> None:
    """What a long search found about the mutants of each claim."""
    made = table("*claim", ">mutants refuted", ">by models", ">proved true", ">left", "trouble")
    for one in found:
        made.add_row(one.id, *map(str, (one.refuted, one.models, one.true, one.left)), one.error)
    print_table(made)


def verdict(value: Verdict, said: str = "") -> Text:
    """A verdict in its colour, said in other words if there are some."""
    return Text(said or value.name, style=COLOURS[value])


def print_errors(errors: Iterable[str]) -> None:
    """Load errors, on stderr."""
    for error in errors:
        print(f"gaproof: cannot load {error}", file=sys.stderr)


def print_trouble(trouble: Iterable[str]) -> None:
    """What went wrong besides the claims, on stderr."""
    for text in trouble:
        print(f"gaproof: {text}", file=sys.stderr)


def print_left_out(missing: list[str]) -> None:
    """What is not installed, and that there is no numeric evidence without it."""
    if missing:
        what = f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not installed"
        print(f"gaproof: no numeric evidence: {what}; pip install 'gaproof[numeric]' (--proof-only silences this)", file=sys.stderr)


def print_retried(results: Iterable[Retried]) -> None:
    """What became of counterexamples that were tried again, a line each."""
    for r in results:
        if r.error:
            print(f"gaproof: {r.path}: {r.error}", file=sys.stderr)
            continue
        name = f"{r.claim} part {r.part!r}" if r.part else r.claim
        console().print(f"{name}: {'REFUTED: it fails at ' + r.says if r.fails else 'it holds there now'}", soft_wrap=True)
