"""``gaproof attack``: search long for models that refute the mutants of claims, and keep them beside the theorem files."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from .options import IN, LEVELS, RUNNING, running, with_options


@click.command()
@click.argument("selectors", nargs=-1, metavar="[SELECTOR]...")
@click.option("--level", type=click.Choice(LEVELS), default="standard", show_default=True, help="How long to search.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Where random draws start.")
@with_options(IN, *RUNNING)
def attack(selectors: tuple[str, ...], folder: Path | None, level: str, seed: int, **how: Any) -> None:
    """Search for what refutes the mutants of claims, and keep it beside the theorem files.

    A mutant is the statement with one thing wrong.  What refutes it is a model: small numbers at
    which its hypotheses hold and its conclusion fails.  Finding one can take long, and trying it
    again takes milliseconds: `gaproof check` tries those of anchor/row.py that anchor/row.mutants.json
    holds, and searches only for mutants of which that file says nothing.  A file that is there is
    added to: its models are tried first.  It is written as soon as all claims of its file are searched.
    """
    from ..report.terminal import print_attacked, print_errors
    from ..runner.attacking import Keeping, left_out, searched, write_records
    from ..runner.checking import check
    from ..runner.locking import Promises
    from ..runner.sources import selection

    missing = left_out()
    if missing:
        raise click.UsageError("gaproof attack needs the numeric extra: pip install 'gaproof[numeric]'")
    sources, wrong = selection(selectors, folder)
    evidence: dict[str, Any] = {"level": level, "seed": seed, "models": None, "dtype": "float64", "device": "cpu", "hunt": True}
    with running(proof_only=False, **how, **evidence) as settings:
        settings.trouble.extend(wrong)
        found = check(sources, replace(settings, progress=Keeping(settings.progress)), Promises())
    outcomes = list(found.outcomes.values())
    write_records(outcome.tested for outcome in outcomes if outcome.tested is not None)  # what was known already, too
    print_errors(found.errors)
    print_attacked([searched(outcome) for outcome in outcomes])
    sys.exit(2 if found.errors or found.trouble else 0)
