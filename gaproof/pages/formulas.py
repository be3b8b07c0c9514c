r"""Formulas of the kernel on a page: quantifiers in words of their own line, long formulas broken at their relations.

What is broken is the LaTeX that ``gaproof.notation`` prints; nothing is left out and nothing is reordered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..notation import Fold, latex
from ..proof.syntax import Node

LONG = 44  # characters, as they show, of a line that need not be broken
PREFIX = re.compile(r"(?:\\(?:forall|exists) (?:[^,\\]|\\[a-zA-Z]+|\\,|\{|\})*?,\\; )+")
ONCE = (r" \leftrightarrow ", r" \to ")  # what follows may begin with a quantifier, whose type may have an arrow
OPEN, CLOSE = r"\left(", r"\right)"
SPACE, FRACTION = r"\quad ", r"\frac"
RELATIONS = (*ONCE, r" \wedge ", " = ", r" \le ", " < ", r" \ne ", " + ", " - ")


def inline(node: Node, folds: Sequence[Fold] = ()) -> str:
    """A formula within a line."""
    return f"${latex(node, folds)}$"


def beside(node: Node, folds: Sequence[Fold] = ()) -> str:
    """A formula behind the name in a list: in the line if it is short, else on lines of its own."""
    text = latex(node, folds)
    return f"${text}$" if shown(text) <= LONG else "\n\n  $$\n  " + lines(text).replace("\n", "\n  ") + "\n  $$\n"


def display(node: Node, folds: Sequence[Fold] = ()) -> str:
    r"""A formula on lines of its own, in an ``aligned`` environment if it is long."""
    return lines(latex(node, folds))


def lines(text: str) -> str:
    r"""LaTeX on lines of its own, in an ``aligned`` environment if it is long."""
    rows = list(broken(text)) if shown(text) > LONG else [text]
    return text if len(rows) == 1 else _environment([f"& {row}" for row in rows])


def in_line(text: str) -> str:
    """LaTeX behind the number of its line, as on lines of its own."""
    return "$\\displaystyle " + lines(text).replace("{aligned}", "{aligned}[t]", 1).replace("\n", " ") + "$"


def equations(sides: Iterable[tuple[str, str]]) -> str:
    r"""Equations below each other in an ``aligned`` environment, long right sides broken."""
    rows = []
    for left, right in sides:
        first, *rest = broken(right) if shown(right) > LONG else [right]
        rows += [f"{left} &= {first}", *(f"&{SPACE}{row}" for row in rest)]
    return _environment(rows)


def _environment(rows: list[str]) -> str:
    return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"


def shown(text: str) -> int:
    """About how many characters of LaTeX can be seen: the longer part of a fraction counts, commands count as one."""
    while FRACTION in text:
        before, _, rest = text.rpartition(FRACTION)
        above, below, after = _groups(rest)
        text = f"{before}{max(above, below, key=shown)}{after}"
    text = re.sub(r"\\(?:left|right|mathrm|operatorname|[,;])", "", text)
    return len(re.sub(r"[{}_^&\s]", "", re.sub(r"\\[a-zA-Z]+", "x", text)))


def _groups(text: str) -> tuple[str, str, str]:
    """What stands in the two braces at the beginning, and what follows."""
    depth, ends = 0, list[int]()
    for place, letter in enumerate(text):
        depth += (letter == "{") - (letter == "}")
        if letter == "}" and not depth:
            ends.append(place)
        if len(ends) == 2:
            return text[1 : ends[0]], text[ends[0] + 2 : place], text[place + 1 :]
    return text, "", ""


def broken(text: str, depth: int = 0) -> Iterator[str]:
    """The rows of a formula: what is quantified first, then the sides of its loosest relation."""
    quantified = PREFIX.match(text)
    if quantified and quantified.end() < len(text):
        yield _indented(quantified[0].strip(), depth)
        yield from broken(text[quantified.end() :], depth + 1)
        return
    if shown(text) > LONG:
        for relation in RELATIONS:
            sides = list(split(text, relation))
            if relation in ONCE and len(sides) > 2:
                sides = [sides[0], relation.join(sides[1:])]
            if len(sides) > 1:
                yield from broken(sides[0], depth)
                for side in sides[1:]:
                    first, *rest = broken(side, depth + 1)
                    yield _indented(f"{relation.strip()}\\; {first.removeprefix(_space(depth + 1))}", depth)
                    yield from rest
                return
        if (inner := _within(text)) is not None:
            first, *rest = broken(inner, depth)
            if rest:  # what stands in several rows can have no delimiters that grow
                yield _indented(rf"\bigl({first.removeprefix(_space(depth))}", depth)
                yield from rest[:-1]
                yield rf"{rest[-1]}\bigr)"
                return
    yield _indented(text, depth)


def _within(text: str) -> str | None:
    """What stands in the parentheses around the whole text; None if there are none."""
    if not (text.startswith(OPEN) and text.endswith(CLOSE)):
        return None
    inner = text[len(OPEN) : -len(CLOSE)]
    depth = 0
    for delimiter in re.findall(r"\\left(?!right)|\\right(?!arrow)", inner):
        depth += 1 if delimiter == r"\left" else -1
        if depth < 0:
            return None
    return inner


def split(text: str, operator: str) -> Iterator[str]:
    """The pieces of a LaTeX text between an operator that stands outside all braces and parentheses."""
    depth = start = place = 0
    while place < len(text):
        if text.startswith((r"\left", "{"), place) and not text.startswith(r"\leftrightarrow", place):
            depth += 1
        elif text.startswith((r"\right", "}"), place) and not text.startswith(r"\rightarrow", place):
            depth -= 1
        if not depth and text.startswith(operator, place):
            yield text[start:place]
            place = start = place + len(operator)
            continue
        place += 1
    yield text[start:]


def _space(depth: int) -> str:
    return SPACE * depth


def _indented(text: str, depth: int) -> str:
    return _space(depth) + text
