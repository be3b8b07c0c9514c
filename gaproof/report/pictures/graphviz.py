"""The layout that Graphviz gives, where its program ``dot`` is installed."""

from __future__ import annotations

import shlex
import shutil
import subprocess

import networkx as nx

from ...errors import GaproofError
from .dot import quoted
from .layout import Box, Layout, Point

SECONDS = 20.0
INCH = 72.0  # pixels


class LayoutError(GaproofError):
    """Graphviz gave no layout."""


def installed() -> bool:
    """Whether there is a program ``dot``."""
    return shutil.which("dot") is not None


def by_graphviz(made: nx.DiGraph, sizes: dict[str, tuple[float, float]], seconds: float = SECONDS) -> Layout:
    """The layout of a graph whose boxes have these sizes; raises ``LayoutError`` if ``dot`` fails or takes too long."""
    names = {id: f"n{number}" for number, id in enumerate(sorted(made))}
    try:
        command = ["dot", "-Tplain"]
        done = subprocess.run(command, input=_source(made, sizes, names), capture_output=True, encoding="utf-8", timeout=seconds)
        if done.returncode:
            raise LayoutError(": ".join(filter(None, [f"dot ended with status {done.returncode}", " ".join(done.stderr.split())])))
        return _read(done.stdout, {name: id for id, name in names.items()})
    except subprocess.TimeoutExpired:
        raise LayoutError(f"dot took longer than {seconds:g} s") from None
    except (OSError, ValueError, LookupError) as error:
        raise LayoutError(f"dot gave no layout ({type(error).__name__}: {error})") from error


def _source(made: nx.DiGraph, sizes: dict[str, tuple[float, float]], names: dict[str, str]) -> str:
    nodes = (
        f'{names[id]} [label="", width={w / INCH:.4f}, height={h / INCH:.4f}]' for id, (w, h) in ((id, sizes[id]) for id in sorted(made))
    )
    edges = (f"{names[tail]} -> {names[head]}" for tail, head in sorted(made.edges))
    head = f"digraph {quoted('g')} {{ rankdir=LR; ranksep=1.0; node [shape=box, fixedsize=true]; edge [arrowhead=none];"
    return "\n".join([head, *nodes, *edges, "}"])


def _read(plain: str, ids: dict[str, str]) -> Layout:
    """Its plain format: inches, from the lower left corner, boxes by their middle."""
    width = height = 0.0
    boxes: dict[str, Box] = {}
    curves: dict[tuple[str, str], list[Point]] = {}
    for line in plain.splitlines():
        match shlex.split(line):
            case ["graph", _, w, h]:
                width, height = INCH * float(w), INCH * float(h)
            case ["node", name, x, y, w, h, *_]:
                wide, high = INCH * float(w), INCH * float(h)
                boxes[ids[name]] = Box(INCH * float(x) - wide / 2, height - INCH * float(y) - high / 2, wide, high)
            case ["edge", tail, head, count, *rest]:
                numbers = [INCH * float(number) for number in rest[: 2 * int(count)]]
                curves[ids[tail], ids[head]] = [(x, height - y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
    if set(boxes) != set(ids.values()):
        raise LookupError("boxes are missing")
    return Layout(width, height, boxes, curves)
