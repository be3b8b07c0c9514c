"""Realised programs against an evaluator that shares no code with them: ``gaproof.exact``, point by point.

At one instance of a model the value that it finds must lie in the ball of every realised program, and what a plain program returns
within twice the radius of the ball in the same floating-point type, which bounds how far either may be from the true value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce
from itertools import product
from typing import Any

import torch
from flint import arb, fmpq

from ..exact.evaluate import Place, Undecided, Undefined, precision
from ..exact.instance import Instance
from ..exact.judge import judge
from ..notation import plain
from ..numeric.ball import Ball, BallArithmetic
from ..numeric.exact import Exact, ExactArithmetic
from ..numeric.model import Model
from ..numeric.plain import Plain, PlainArithmetic
from ..numeric.realisation import program
from ..numeric.truth import Truth
from ..proof.obligations import eta
from ..proof.substitution import closed, opened
from ..proof.syntax import BINDERS, REAL, Formula, Node, Symbol, Term

LIMIT = 16  # entries looked at


def pieces(node: Node, depth: int = 0) -> Iterator[Node]:
    """A term or formula and all that it is made of, the larger first, with symbols for the variables of its binders."""
    if isinstance(node, Formula) or (isinstance(node, Term) and node.sort == REAL and node.children):
        yield node
    inside = (opened(node, eta(Symbol.internal(f"at{depth}", node.type))),) if isinstance(node, BINDERS) else node.children
    for child in inside:
        yield from pieces(child, depth + 1)


def disagreement(node: Node, model: Model, dtype: torch.dtype = torch.float64) -> str | None:
    """Where the programs of a term or formula and the other evaluator disagree on the last instance of a model, in words; None if
    nowhere.  The last eight instances are run, at once, in tiles of one, and in tiles of three, so that two remain."""
    batch = min(8, model.batch)
    some, last = model.instances(model.batch - batch, batch), model.instances(model.batch - 1, 1)
    axes, ours = program(node, last).axes[::-1], program(node, some)
    found = list(_looked_up(node, last, axes, judge if isinstance(node, Formula) else Instance.value))
    exact = program(node, last, stable=False).run(last, ExactArithmetic()).at(last, *axes)
    for tile in (0, 1, 3 * ours.largest(some))[: 1 if batch == 1 else None]:
        balls = ours.run(some, BallArithmetic(some.device, dtype), tile=tile).at(some, *axes)
        if isinstance(node, Formula):
            said = _untrue(node, found, {"ball": balls, "exact": exact})
        else:
            floats = ours.run(some, PlainArithmetic(dtype, some.device), tile=tile).at(some, *axes)
            said = _missed(node, found, exact, balls, floats)
        if said is not None:
            return said
    return None


def _missed(node: Node, found: list[tuple[Place, Any]], exact: Exact, balls: Ball, floats: Plain) -> str | None:
    """Where a program of a term misses the value."""
    mid, rad, value = (t[..., -1].double().cpu() for t in (*balls.enclosure(), floats.value))
    for place, true in found:
        m, r, v, entry = float(mid[place]), float(rad[place]), float(value[place]), exact.value[(*place, 0)]
        if true is None:
            continue
        with precision():
            if type(true) is fmpq if entry is None else not arb(entry).overlaps(arb(true)):
                return _said(node, place, f"exact arithmetic finds {entry}", true)
            if r < torch.inf and abs(arb(true) - arb(m)) > arb(r):
                return _said(node, place, f"ball arithmetic finds {m!r} ± {r:.3g}", true)
        if r < torch.inf and not abs(v - m) <= 2 * r:
            return _said(node, place, f"the plain program finds {v!r}, the ball is {m!r} ± {r:.3g}", true)
    return None


def _untrue(formula: Node, found: list[tuple[Place, Any]], said: dict[str, Truth]) -> str | None:
    """Where a program says that a formula certainly holds, or fails, and it does not."""
    for place, verdict in found:
        for name, truth in said.items() if verdict is not None and verdict.holds is not None else ():
            wrong = truth.fails if verdict.holds else truth.holds
            if bool(wrong[(*place, -1)]):
                return _said(formula, place, f"{name} arithmetic says {not verdict.holds}", verdict.holds)
    return None


def _looked_up(node: Any, last: Model, axes: tuple[Symbol, ...], look: Callable[..., Any]) -> Iterator[tuple[Place, Any]]:
    """What the other evaluator finds at some places of the axes, None where there is no value."""
    numbers = {s: t.numbers[..., 0].cpu().tolist() for s, t in last.tables.items()}
    instance, body = Instance(last.sizes, numbers), reduce(closed, axes, node)
    places = list(product(*(range(last.size(a.type.result)) for a in axes)))
    for place in places[:: max(1, len(places) // LIMIT)]:
        with precision():
            try:
                found = look(instance, body, place)
            except (Undefined, Undecided):
                found = None
        yield place, found


def _said(node: Node, place: Place, what: str, true: Any) -> str:
    where = f" at {', '.join(map(str, place))}" if place else ""
    return f"the realised program of {plain(node)} is wrong{where}: {what}, the value is {true}"
