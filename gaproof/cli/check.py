"""``gaproof check``: check claims and print the table of verdicts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from .options import FOLDER, OUTPUT, checked, checking, keep


@click.command()
@click.argument("selectors", nargs=-1, metavar="[SELECTOR]...")
@click.option("--json", "json_file", type=OUTPUT, metavar="FILE", help="Also write the verdicts and all evidence to this file.")
@click.option("--junit", "junit_file", type=OUTPUT, metavar="FILE", help="Also write a JUnit report, for CI services.")
@click.option("--markdown", "markdown_file", type=OUTPUT, metavar="FILE", help="Also write a summary in Markdown, for CI services.")
@click.option("--certificates", type=FOLDER, metavar="DIR", help="Keep the certificates in this folder.")
@checking
def check(
    selectors: tuple[str, ...],
    json_file: Path | None,
    junit_file: Path | None,
    markdown_file: Path | None,
    certificates: Path | None,
    folder: Path | None,
    **how: Any,
) -> None:
    """Prove claims, replay their certificates, attack them with numbers, print the table of verdicts.

    A SELECTOR is an id (anchor.shift), a glob on ids ('anchor.*'), a file or a folder; without any,
    all installed theorems are checked.  PROVED is the verdict of the replay: a fresh process, which
    reads nothing but the certificate, derives the locked statement from the locked axioms.

    The numeric evidence tries each statement on models of its hypotheses, counts which mutants of it
    would be noticed, compares with foreign code, and checks which hypotheses are necessary.  What it
    refutes is REFUTED, and written to a file; a SELECTOR that is such a file tries it again.
    """
    from ..report import json_report, junit, markdown
    from ..report.verdicts import print_checked

    files = [json_file, junit_file, markdown_file]
    named = [file.resolve() for file in files if file and not file.is_char_device()]
    if len({*named}) < len(named):
        raise click.UsageError("--json, --junit and --markdown need a file each")
    again = [Path(s) for s in selectors if s.endswith(".json")]
    if again:
        if len(again) < len(selectors):
            raise click.UsageError("counterexamples are tried again by themselves, without other selectors")
        sys.exit(try_again(again, how["timeout"]))
    found = checked(selectors, folder, **how)
    print_checked(found, how["quiet"])
    if certificates is not None:
        keep(found, certificates)
    reports = zip(files, (json_report, junit, markdown), strict=True)
    sys.exit(max([found.status, *(written(file, report.text(found)) for file, report in reports if file)]))


def written(file: Path, text: str) -> int:
    """Write a report; returns 2 if that fails, and the others are written all the same."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        click.echo(f"gaproof: {file} cannot be written: {error.strerror or error}", err=True)
        return 2
    return 0


def try_again(counterexamples: list[Path], timeout: float) -> int:
    """Try what refuted a claim again; returns the exit status."""
    from ..report.terminal import print_retried
    from ..runner.attacking import left_out, retried

    missing = left_out()
    if missing:
        raise click.UsageError("counterexamples need the numeric extra: pip install 'gaproof[numeric]'")
    results = [retried(path, timeout) for path in counterexamples]
    print_retried(results)
    return 2 if any(r.error for r in results) else int(any(r.fails for r in results))
