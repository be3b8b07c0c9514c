"""The verdicts of a check, for a person: a table that can be read at a glance, then what failed, where, why, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from rich.text import Text

from ..runner.checking import Checked
from ..runner.tested import Tested
from ..runner.verdict import Outcome, Verdict
from .printable import one_line, printable
from .terminal import console, print_errors, print_table, table, verdict

MOST = 40  # rows of claims; of more claims there is a row for each chapter, and one for each claim that fails
COLUMNS = ("*claim", "*verdict", ">parts", ">steps", "*replayed")
EVIDENCE = (">models", ">ratio", ">mutants", ">necessary")
REST = ("rests on", "uses")


def row(outcome: Outcome, evidence: bool) -> list[str | Text]:
    """The cells of a claim in the table of ``check``."""
    proved = outcome.replayed
    return [
        outcome.id,
        verdict(outcome.verdict, outcome.standing),
        str(len(outcome.parts) or "–"),
        str(outcome.steps) if proved else "–",
        "✓" if proved else "–",
        *(_evidence(outcome.tested, outcome.tested.needed if outcome.tested else (0, 0)) if evidence else ()),
        printable(", ".join(outcome.axioms)),
        ", ".join(outcome.uses),
    ]


def _evidence(tested: Tested | None, needed: tuple[int, int]) -> list[str]:
    """Models, the worst ratio, mutants killed of those not proved true, hypotheses known to be necessary."""
    if tested is None or not tested.parts:
        return ["–"] * len(EVIDENCE)
    found, (killed, mutants), (known, hypotheses) = tested.summary, tested.killed, needed
    counts = [f"{killed}/{mutants}", f"{known}/{hypotheses}" if hypotheses else "–"]
    return [f"{found['models']}", f"{found['worst_ratio']:.2g}", *counts]


def print_checked(checked: Checked, quiet: bool = False) -> None:
    """The table of verdicts, what failed and why, and the counts; only what failed, if it is to be quiet."""
    outcomes = list(checked.outcomes.values())
    if not quiet:
        _print_table(outcomes)
    failed = [outcome for outcome in outcomes if outcome.message and not (quiet and outcome.kept)]
    out = console()
    for outcome in failed:
        out.print(Text("\n").join([Text(), *_failure(outcome, checked)]), soft_wrap=True)
    for outcome in () if quiet else outcomes:
        for note in outcome.notes:
            out.print(f"\nnote: {outcome.id} {note}", soft_wrap=True)
    if not quiet or failed:
        out.print(f"\n{summary(outcomes)} in {checked.seconds:.1f} s{how(outcomes)}{remembered(checked)}", soft_wrap=True)
    print_errors(checked.errors)


def _print_table(outcomes: list[Outcome]) -> None:
    """A row for each claim; if that is too many, one for each chapter, and one for each claim that is not PROVED."""
    evidence = any(outcome.tested is not None for outcome in outcomes)
    if len(outcomes) > MOST:
        made = table("*chapter", ">claims", "*verdicts", *(EVIDENCE if evidence else ()), "rests on")
        for name in sorted({chapter(outcome) for outcome in outcomes}):
            made.add_row(*_chapter(name, [outcome for outcome in outcomes if chapter(outcome) == name], evidence))
        print_table(made)
        outcomes = [outcome for outcome in outcomes if outcome.verdict is not Verdict.PROVED]
        if outcomes:
            console().print()
    if outcomes:
        made = table(*COLUMNS, *(EVIDENCE if evidence else ()), *REST)
        for outcome in outcomes:
            made.add_row(*row(outcome, evidence))
        print_table(made)


def chapter(outcome: Outcome) -> str:
    """The first part of an id."""
    return outcome.id.partition(".")[0]


def _chapter(name: str, outcomes: list[Outcome], evidence: bool) -> list[str]:
    """The cells of a chapter."""
    axioms = sorted({axiom for outcome in outcomes for axiom in outcome.axioms})
    tested = [outcome.tested for outcome in outcomes if outcome.tested is not None and outcome.tested.parts]
    together = Tested("", "", parts={f"{one.id} {part}": found for one in tested for part, found in one.parts.items()})
    needed = sum(one.needed[0] for one in tested), sum(one.needed[1] for one in tested)
    return [name, str(len(outcomes)), summary(outcomes), *(_evidence(together, needed) if evidence else ()), printable(", ".join(axioms))]


def _failure(outcome: Outcome, checked: Checked) -> Iterator[Text]:
    """What failed, where, why, what to do."""
    from .remedy import remedy

    promised = "" if outcome.kept else f", promised {outcome.promise}"
    yield Text.assemble(outcome.id, ": ", verdict(outcome.verdict), promised, ": ", one_line(outcome.message))
    if outcome.where or outcome.file:
        yield Text(f"    where: {outcome.where or outcome.file}")
    if not outcome.kept:
        yield Text(f"    what to do: {remedy(outcome, checked)}")


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
    """``14 PROVED (12 by two kernels), 1 UNPROVED``: how many claims have which verdict."""
    outcomes = list(outcomes)
    counts = Counter(outcome.verdict for outcome in outcomes)
    twice = sum(outcome.two_kernels for outcome in outcomes)
    by_two = f" ({'all' if twice == counts[Verdict.PROVED] else twice} by two kernels)" if twice else ""
    return ", ".join(f"{counts[v]} {v}{by_two if v is Verdict.PROVED else ''}" for v in sorted(counts, reverse=True)) or "no claims"
