"""The verdicts as Markdown, for the summary of a CI run: a headline, what failed and what to do about it, the table.

Whatever comes from elsewhere is escaped, or stands in a block of its own, so that no message can break the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..runner.checking import Checked
from ..runner.verdict import Outcome
from .printable import one_line
from .remedy import besides, remedy
from .verdicts import COLUMNS, EVIDENCE, REST, how, row, summary

SPECIAL = re.compile(r"[\\`*\[\]<>|~&$#@]|(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])")  # an underscore within a word is one
FOLDED = 20  # a table that is longer is folded away
# GitHub shows no summary of more than a megabyte:
FAILURES, ROWS, LETTERS = 50, 2_000, 2_000


def text(checked: Checked) -> str:
    """The page as it is written to a file."""
    return "\n\n".join(_blocks(checked)) + "\n"


def _blocks(checked: Checked) -> Iterator[str]:
    outcomes = list(checked.outcomes.values())
    failed = sorted((outcome for outcome in outcomes if not outcome.kept), key=lambda outcome: (outcome.verdict, outcome.id))
    wrong = besides(checked)
    yield f"## gaproof {'failed' if checked.status else 'passed'}: {summary(outcomes)}{_wrong(len(failed), len(wrong))}"
    for called, said, to_do in wrong[:FAILURES]:
        yield from (f"### {escaped(called)}", fenced(said), f"What to do: {escaped(to_do)}")
    for outcome in failed[:FAILURES]:
        yield from _failure(outcome, checked)
    yield from _more(max(len(failed), len(wrong)) - FAILURES, "the table and `--json` have them all")
    if outcomes:
        made = _table(outcomes)
        fold = len(outcomes) > FOLDED
        yield f"<details><summary>All {len(outcomes)} claims</summary>\n\n{made}\n\n</details>" if fold else made
        yield from _more(len(outcomes) - ROWS, "`--json` has them all")
    yield f"{checked.seconds:.1f} s{escaped(how(outcomes))}"


def _wrong(failed: int, besides: int) -> str:
    told = [f"{failed} below what the lock promises"] if failed else []
    told += [f"{besides} wrong besides"] if besides else []
    return f" ({', '.join(told)})" if told else ""


def _failure(outcome: Outcome, checked: Checked) -> Iterator[str]:
    yield f"### {escaped(outcome.id)}: {outcome.verdict}, promised {outcome.promise}"
    yield fenced(outcome.message)
    yield f"Where: {escaped(outcome.where or outcome.file or 'unknown')}  \nWhat to do: {escaped(remedy(outcome, checked))}"


def _table(outcomes: list[Outcome]) -> str:
    evidence = any(outcome.tested is not None for outcome in outcomes)
    columns = [*COLUMNS, *(EVIDENCE if evidence else ()), *REST]
    rows = [[str(cell) for cell in row(outcome, evidence)] for outcome in outcomes[:ROWS]]
    return table(columns, rows)


def _more(number: int, where: str) -> Iterator[str]:
    if number > 0:
        yield f"… and {number} more; {where}."


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with these columns; ``>name`` is a number."""
    head = [column.lstrip(">*") for column in columns]
    rule = ["---:" if column.startswith(">") else "---" for column in columns]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *([escaped(cell) for cell in row] for row in rows)))


def escaped(text: str) -> str:
    """The text on a line, where nothing in it means anything to Markdown or HTML."""
    return SPECIAL.sub(lambda found: f"&#{ord(found[0])};", one_line(text, LETTERS))


def fenced(text: str) -> str:
    """The text as it is, line by line, in a block that it cannot end."""
    shown = text if len(text) <= LETTERS else f"{text[:LETTERS]}… ({len(text) - LETTERS} more)"
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", shown)), default=0))
    return "\n".join([f"{fence}text", *(one_line(line) for line in shown.split("\n")), fence])
