"""Whether a plan with given margins can live on a given mask: decided exactly, in integers.

Menon and Schneider 1969 ("The spectrum of a nonlinear operator associated with a matrix", Linear Algebra Appl. 2): a kernel that is
positive on the mask M has a plan with margins (r, c) exactly if some P ≥ 0 with these margins is positive on all of M.  Floats are
rationals, so a maximum flow in integers decides it: rows send r along the mask to columns that take c.

- The flow does not fill the margins: there is no P at all (Hall's condition fails, and a set of rows shows it).
- It does, but an edge lies on no cycle of the residual graph: no P uses this edge.  Sinkhorn's iteration drives it to 0 and never arrives.
- Otherwise each edge is used by some P, and the mean of these P uses all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum, isfinite, lcm
from sys import float_info
from typing import Any, Literal, final

import networkx

from ...errors import GaproofError

Outcome = Literal["plan exists", "only a limit", "infeasible"]
Number = float | int | Fraction
LARGEST = float_info.max
TOO_LARGE = f"the margins have a total above {LARGEST:.3g}, the largest float — use smaller units"
SOURCE, SINK = ("source", 0), ("sink", 0)


class PlanError(GaproofError):
    """There is no plan, or what was asked for makes no sense."""


@final
@dataclass(frozen=True)
class Support:
    """What a mask and margins allow, and why.  ``rows`` and ``columns``: if infeasible, rows and the columns they reach, or columns and
    the rows that reach them, whichever ask for more than the other side holds.  ``edges``: those that must vanish in the limit."""

    outcome: Outcome
    reason: str
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    edges: tuple[tuple[int, int], ...] = ()


def support_condition(mask: Sequence[Sequence[object]], rows: Sequence[Number], columns: Sequence[Number]) -> Support:
    """Whether a plan exists, for a mask (n, m) and margins (n,), (m,) ≥ 0, taken as exact numbers.

    Raises PlanError if a margin is negative or not finite, or the shapes disagree.
    """
    edges = [(i, j) for i, row in enumerate(mask) for j, live in enumerate(row) if live]
    if len(mask) != len(rows) or any(len(row) != len(columns) for row in mask):
        raise PlanError(
            f"{len(rows)} and {len(columns)} margins do not fit the mask's rows and columns — give each row and each column one margin"
        )
    r, c, unit = _integers(_checked("row", rows), _checked("column", columns))
    flow = _largest_flow(edges, r, c)
    residual = networkx.DiGraph()
    residual.add_nodes_from([*(("row", i) for i in range(len(r))), *(("column", j) for j in range(len(c)))])
    for (i, j), amount in flow.items():
        residual.add_edge(("row", i), ("column", j))
        if amount:
            residual.add_edge(("column", j), ("row", i))
    filled = sum(flow.values())
    if filled < sum(r):
        return _overfull("rows", residual, r, c, _left_over(r, flow, 0), unit)
    if filled < sum(c):
        return _overfull("columns", residual.reverse(), c, r, _left_over(c, flow, 1), unit)
    group = {node: k for k, part in enumerate(networkx.strongly_connected_components(residual)) for node in part}
    idle = tuple((i, j) for (i, j), amount in flow.items() if not amount and group["row", i] != group["column", j])
    if idle:
        reason = f"every matrix with these margins is 0 at {_named(idle)}, where the kernel is positive: no scaling reaches this limit"
        return Support("only a limit", f"{reason} — drop {'this entry' if len(idle) == 1 else 'these entries'} from the mask", edges=idle)
    return Support("plan exists", "some matrix with these margins is positive on the whole mask")


def surplus(rows: Sequence[float], columns: Sequence[float]) -> float:
    """Σ rows − Σ columns, rounded once: 0 exactly if the totals agree, since a sum of floats that is not 0 is at least 2⁻¹⁰⁷⁴."""
    try:
        return fsum([*rows, *(-c for c in columns)])
    except OverflowError:
        raise PlanError(TOO_LARGE) from None


def unequal_totals(difference: float) -> str:
    """What is wrong with margins whose totals differ, and what to do."""
    more, less = ("rows", "columns") if difference > 0 else ("columns", "rows")
    return (
        f"the margins of the {more} exceed those of the {less} by {abs(difference):.17g} in total; a plan has one total — use rescale=True"
    )


def _checked(side: str, margins: Sequence[Number]) -> list[Fraction]:
    for k, margin in enumerate(margins):
        if not isfinite(margin) or margin < 0:
            raise PlanError(f"{side} {k} has the margin {margin}; a margin is a finite number ≥ 0")
    exact = [Fraction(margin) for margin in margins]
    if sum(exact) > Fraction(LARGEST):
        raise PlanError(TOO_LARGE)
    return exact


def _integers(r: Sequence[Fraction], c: Sequence[Fraction]) -> tuple[list[int], list[int], int]:
    """Margins as multiples of 1/unit."""
    unit = lcm(*(x.denominator for x in (*r, *c)))
    return [int(x * unit) for x in r], [int(x * unit) for x in c], unit


def _largest_flow(edges: Sequence[tuple[int, int]], r: Sequence[int], c: Sequence[int]) -> dict[tuple[int, int], int]:
    """A maximum flow from rows to columns, edge by edge."""
    network = networkx.DiGraph()
    network.add_nodes_from([SOURCE, SINK])
    for i, margin in enumerate(r):
        network.add_edge(SOURCE, ("row", i), capacity=margin)
    for j, margin in enumerate(c):
        network.add_edge(("column", j), SINK, capacity=margin)
    for i, j in edges:
        network.add_edge(("row", i), ("column", j), capacity=min(r[i], c[j]))
    sent: dict[Any, dict[Any, int]] = networkx.maximum_flow(network, SOURCE, SINK)[1]
    return {(i, j): sent["row", i]["column", j] for i, j in edges}


def _left_over(margins: Sequence[int], flow: dict[tuple[int, int], int], side: int) -> int:
    """A row or column whose margin the flow does not fill."""
    used = [0] * len(margins)
    for edge, amount in flow.items():
        used[edge[side]] += amount
    return next(k for k, margin in enumerate(margins) if used[k] < margin)


def _overfull(side: Literal["rows", "columns"], residual: Any, mine: Sequence[int], other: Sequence[int], start: int, unit: int) -> Support:
    # what an unfilled row reaches in the residual graph: its columns are full, and all that fills them comes from its rows
    kind, far = ("row", "column") if side == "rows" else ("column", "row")
    reached = {(kind, start), *networkx.descendants(residual, (kind, start))}
    A = tuple(sorted(k for what, k in reached if what == kind))
    N = tuple(sorted(k for what, k in reached if what == far))
    need, room = (float(Fraction(sum(x), unit)) for x in ([mine[k] for k in A], [other[k] for k in N]))
    excess = float(Fraction(sum(mine[k] for k in A) - sum(other[k] for k in N), unit))
    if not N:
        reason = f"{kind} {start} has the margin {need} and no live entry — drop it, or open an entry of it in the mask"
    else:
        reach = f"{side} {_set(A)} have {need} in total, and all {far}s they meet, {_set(N)}, have {room}, less by {excess}"
        reason = f"{reach} — change the margins or open another entry in the mask"
    return Support("infeasible", reason, *((A, N) if side == "rows" else (N, A)))


def _set(places: Sequence[int]) -> str:
    return "{" + ", ".join(map(str, places)) + "}"


def _named(edges: Sequence[tuple[int, int]]) -> str:
    shown = ", ".join(f"({i}, {j})" for i, j in edges[:3])
    return shown if len(edges) <= 3 else f"{shown} and {len(edges) - 3} more entries"
