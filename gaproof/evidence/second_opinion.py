"""Realised programs against an evaluator that shares no code with them: ``gaproof.exact``, point by point.

At one instance of a model the value that it finds must lie in the ball of every realised program, and what a plain program returns
within twice the radius of the ball in the same floating-point type, which bounds how far either may be from the true value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial, reduce
from itertools import product
from typing import Any

import torch
from flint import arb, fmpq

from ..exact.evaluate import Place, Undecided, Undefined, precision
from ..exact.exponentials import ball
from ..exact.instance import Instance
from ..exact.judge import judge
from ..notation import plain
from ..numeric.ball import BallArithmetic
from ..numeric.exact import ExactArithmetic
from ..numeric.model import Model
from ..numeric.plain import PlainArithmetic
from ..numeric.realisation import Inside, occurring, program, programs_inside
from ..proof.substitution import closed
from ..proof.syntax import BINDERS, REAL, Exp, Formula, Log, Node, Sort, Symbol, Term
from .sequents import over_indices

LIMIT = 16  # entries looked at


def pieces(node: Node, around: tuple[Sort, ...] = ()) -> Iterator[Inside]:
    """A term or formula and all that it is made of, the larger first, each with the types of the bound variables that it needs."""
    if isinstance(node, Formula) or (isinstance(node, Term) and node.sort == REAL and node.children):
        yield node, around[len(around) - node.loose :]
    inner = (*around, node.type.result) if isinstance(node, BINDERS) else around
    for child in node.children:
        yield from pieces(child, inner)


def disagreement(node: Node, model: Model, dtype: torch.dtype = torch.float64, tiled: bool = True) -> str | None:
    """Where the programs of a term or formula and the other evaluator disagree on the last instance of a model, in words; None if
    nowhere.  The last eight instances are run, at once, and if ``tiled`` in tiles of one, and in tiles of three, so that two remain:
    with fewer than seven nothing is cut into threes."""
    batch = min(8, model.batch)
    some, last = model.instances(model.batch - batch, batch), model.instances(model.batch - 1, 1)
    axes, ours = program(node, last).axes[::-1], program(node, some)
    found = list(_looked_up(_instance(last), (reduce(closed, axes, node), tuple(a.type.result for a in axes))))
    exact = program(node, last, stable=False).run(last, ExactArithmetic()).at(last, *axes)
    for tile in (0, 1, 3 * ours.largest(some))[: 3 if tiled and batch > 1 else 1]:
        balls = ours.run(some, BallArithmetic(some.device, dtype), tile=tile).at(some, *axes)
        floats = balls if isinstance(node, Formula) else ours.run(some, PlainArithmetic(dtype, some.device), tile=tile).at(some, *axes)
        said = _differing(node, found, exact, balls, floats, partial(_entry, len(axes), range(len(axes))))
        if said is not None:
            return said
    return None


def disagreements(nodes: Sequence[Node], model: Model, dtype: torch.dtype, looked_at: set[Inside]) -> str | None:
    """The same for all that terms and formulas are made of and that is not looked at yet, on the last instance of the model alone."""
    last = model.instances(model.batch - 1, 1)
    closed_off = [(reduce(closed, axes, node), tuple(a.type.result for a in axes)) for node in nodes for axes in [_axes(node, last)]]
    new = list(dict.fromkeys(piece for node, around in closed_off for piece in pieces(node, around) if piece not in looked_at))
    looked_at.update(new)
    if not new:
        return None
    (stable, at), (as_written, _), instance = programs_inside(new), programs_inside(new, stable=False), _instance(last)
    balls = stable.run(last, BallArithmetic(last.device, dtype))
    terms = [k for k, (node, _) in enumerate(new) if isinstance(node, Term)]
    floats = dict(zip(terms, stable.some(terms).run(last, PlainArithmetic(dtype, last.device)) if terms else (), strict=True))
    exact = as_written.run(last, ExactArithmetic())
    for k, (piece, places, one, other) in enumerate(zip(new, at, exact, balls, strict=True)):
        look = partial(_entry, len(stable.root.sorts), places)
        said = _differing(piece[0], list(_looked_up(instance, piece)), one, other, floats.get(k, other), look)
        if said is not None:
            return said
    return None


def _axes(node: Node, model: Model) -> list[Symbol]:
    return [s for s in occurring(node) if over_indices(s.type) and s not in model.tables]


def _differing(node: Node, found: list[tuple[Place, Any]], exact: Any, balls: Any, floats: Any, entry: Callable[..., Any]) -> str | None:
    """Where a program of a node misses what the other evaluator found; ``entry`` looks up values."""
    if isinstance(node, Formula):
        said: dict[str, Any] = {"ball": balls, "exact": exact}
        truths = {name: [_array(t.holds), _array(t.fails)] for name, t in said.items()}
        return _untrue(node, found, truths, entry)
    mid, rad = map(_array, balls.enclosure())
    return _missed(node, found, exact.value, mid, rad, partial(entry, _array(floats.value)), entry)


def _array(t: Any) -> Any:
    """As numpy holds it, which is quick to look up."""
    return (t.double() if t.is_floating_point() else t).cpu().numpy() if isinstance(t, torch.Tensor) else t


def _entry(rank: int, axes: Sequence[int], array: Any, place: Place) -> Any:
    """The entry of the last instance at a place of some axes; where a value does not depend on an axis its array has length 1."""
    where = [0] * rank
    for axis, k in zip(axes, place, strict=True):
        where[axis] = min(k, array.shape[axis] - 1)
    return array[(*where, -1)]


def _missed(
    node: Node, found: list[tuple[Place, Any]], exact: Any, mid: Any, rad: Any, value: Callable[..., Any], entry: Callable[..., Any]
) -> str | None:
    """Where a program of a term misses the value."""
    for place, true in found:
        if true is None:
            continue
        m, r, v, q = float(entry(mid, place)), float(entry(rad, place)), float(value(place)), entry(exact, place)
        with precision():
            if (type(true) is fmpq and _rational(node)) if q is None else not arb(q).overlaps(ball(true)):
                return _said(node, place, f"exact arithmetic finds {q}", true)
            if r < torch.inf and abs(ball(true) - arb(m)) > arb(r):
                return _said(node, place, f"ball arithmetic finds {m!r} ± {r:.3g}", true)
        if r < torch.inf and not abs(v - m) <= 2 * r:
            return _said(node, place, f"the plain program finds {v!r}, the ball is {m!r} ± {r:.3g}", true)
    return None


def _rational(node: Node) -> bool:
    """Whether a value is found by rational arithmetic alone: of exponentials the other evaluator knows more, such as e·e⁻¹ = 1."""
    return type(node) not in (Exp, Log) and all(map(_rational, node.children))


def _untrue(formula: Node, found: list[tuple[Place, Any]], said: Mapping[str, Any], entry: Callable[..., Any]) -> str | None:
    """Where a program says that a formula certainly holds, or fails, and it does not."""
    for place, verdict in found:
        for name, (holds, fails) in said.items() if verdict is not None and verdict.holds is not None else ():
            if bool(entry(fails if verdict.holds else holds, place)):
                return _said(formula, place, f"{name} arithmetic says {not verdict.holds}", verdict.holds)
    return None


def _instance(last: Model) -> Instance:
    return Instance(last.sizes, {s: t.numbers[..., 0].cpu().tolist() for s, t in last.tables.items()})


def _looked_up(instance: Instance, piece: Inside) -> Iterator[tuple[Place, Any]]:
    """What the other evaluator finds at some places, None where there is no value."""
    node, around = piece
    look: Callable[..., Any] = judge if isinstance(node, Formula) else Instance.value
    places = list(product(*(range(instance.size(sort)) for sort in around)))
    for place in places[:: max(1, len(places) // LIMIT)]:
        instance.steps = 0  # of this piece; what is known of others is used
        with precision():
            try:
                found = look(instance, node, place)
            except (Undefined, Undecided):
                found = None
        yield place, found


def _said(node: Node, place: Place, what: str, true: Any) -> str:
    where = f" at {', '.join(map(str, place))}" if place else ""
    return f"the realised program of {plain(node)} is wrong{where}: {what}, the value is {true}"
