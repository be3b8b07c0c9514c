"""``gaproof diff``: compare the evidence of two reports."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .options import OUTPUT


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--accept", is_flag=True, help="Then let OLD say what NEW says, without what changes from run to run.")
@click.option("--markdown", "markdown_file", type=OUTPUT, metavar="FILE", help="Also write this to FILE, for the summary of a CI run.")
def diff(old: Path, new: Path, accept: bool, markdown_file: Path | None) -> None:
    """Say what got stronger, weaker, appeared and disappeared from OLD to NEW, reports of `gaproof check --json`.

    Weaker is a lower verdict or promise, one more axiom or extra hypothesis, a part, a necessity or numeric
    evidence that is gone; and, with the same settings, fewer models, mutants killed or references that
    agree.  A statement that changed and a claim that disappeared count like that.  Times and messages do not.

    Exit status: 0 if nothing got weaker, or with --accept; 1 if something did; 2 if a file is not such a report.
    """
    from ..report.diff import diff
    from ..report.diff_pages import markdown, print_diff
    from ..report.reading import NOTHING, read, written

    now = read(new)
    found = diff(NOTHING if accept and not old.exists() else read(old), now)
    print_diff(found)
    if markdown_file is not None:
        markdown_file.write_text(markdown(found), encoding="utf-8")
    if accept:
        old.write_text(written(now), encoding="utf-8")
    sys.exit(0 if accept else found.status)
