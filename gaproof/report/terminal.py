"""Tables of claims for a terminal, a pipe or a log."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..runner.attacking import Retried
from ..runner.checking import Checked
from ..runner.tested import Tested
from ..runner.verdict import Outcome, Verdict

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


def verdict(value: Verdict) -> Text:
    """A verdict in its colour."""
    return Text(value.name, style=COLOURS[value])


COLUMNS = ("*claim", "*verdict", ">parts", ">steps", "*replayed")
EVIDENCE = (">models", ">ratio", ">mutants", ">necessary")
REST = ("rests on", "uses")


def row(outcome: Outcome, evidence: bool) -> list[str | Text]:
    """The cells of a claim in the table of ``check``."""
    proved = outcome.replayed
    return [
        outcome.id,
        verdict(outcome.verdict),
        str(len(outcome.parts) or "–"),
        str(outcome.steps) if proved else "–",
        "✓" if proved else "–",
        *(_evidence(outcome.tested) if evidence else ()),
        ", ".join(outcome.axioms),
        ", ".join(outcome.uses),
    ]


def _evidence(tested: Tested | None) -> list[str]:
    """Models, the worst ratio, mutants killed of those not proved true, hypotheses known to be necessary."""
    if tested is None or not tested.parts:
        return ["–"] * len(EVIDENCE)
    found = tested.summary
    mutants, known = found["mutants"], list(tested.necessity.values())
    return [
        f"{found['models']}",
        f"{found['worst_ratio']:.2g}",
        f"{mutants['killed']}/{mutants['total'] - mutants['equivalent']}",
        f"{sum(status != 'not known' for status in known)}/{len(known)}" if known else "–",
    ]


def print_checked(checked: Checked, quiet: bool = False) -> None:
    """The table of verdicts, what failed and why, and the counts; only what failed, if it is to be quiet."""
    outcomes = checked.outcomes.values()
    if outcomes and not quiet:
        evidence = any(outcome.tested is not None for outcome in outcomes)
        made = table(*COLUMNS, *(EVIDENCE if evidence else ()), *REST)
        for outcome in outcomes:
            made.add_row(*row(outcome, evidence))
        print_table(made)
    out = console()
    failed = [outcome for outcome in outcomes if outcome.message and not (quiet and outcome.kept)]
    for outcome in failed:
        promised = "" if outcome.kept else f", promised {outcome.promise}"
        out.print(Text.assemble("\n", outcome.id, ": ", verdict(outcome.verdict), promised, ": ", outcome.message), soft_wrap=True)
    for outcome in outcomes:
        for note in () if quiet else outcome.notes:
            out.print(f"\nnote: {outcome.id} {note}", soft_wrap=True)
    if not (quiet and all(outcome.kept for outcome in outcomes)):
        out.print(f"\n{summary(outcomes)} in {checked.seconds:.1f} s{how(outcomes)}{remembered(checked)}", soft_wrap=True)
    print_errors(checked.errors)


def remembered(checked: Checked) -> str:
    """For how many claims nothing has changed since they were checked, so that nothing was done again."""
    if not checked.known:
        return ""
    which = "all of them" if len(checked.known) == len(checked.outcomes) else f"{len(checked.known)} of {len(checked.outcomes)}"
    return f"; unchanged since they were checked: {which} (--fresh checks anew)"


def how(outcomes: Iterable[Outcome]) -> str:
    """How hard the numeric evidence tried, so that it can be done again."""
    tested = [outcome.tested.settings for outcome in outcomes if outcome.tested is not None and outcome.tested.settings]
    return "; numeric evidence: level {level}, seed {seed}, {dtype} on {device}".format(**tested[0]) if tested else ""


def summary(outcomes: Iterable[Outcome]) -> str:
    """``14 PROVED, 1 UNPROVED``: how many claims have which verdict."""
    counts = Counter(outcome.verdict for outcome in outcomes)
    return ", ".join(f"{counts[v]} {v}" for v in sorted(counts, reverse=True)) or "no claims"


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
