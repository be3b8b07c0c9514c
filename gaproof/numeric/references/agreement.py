"""Whether foreign code agrees with the statement's own term: two enclosures meet or they do not.

Ours is the term in ball arithmetic; theirs is a point, widened by the round-off that its algorithm may have.  Where they are disjoint one
side is wrong, and the term at 200 bits says which.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, prod
from typing import Any, Literal, final

import torch
from flint import arb

from ...errors import GaproofError
from ...terms import Term
from ..exact import ExactArithmetic
from ..model import Model
from ..realisation import node_of, program
from .inputs import Groups, Inputs, ReferenceError, Unavailable, enclosed, in_dtype, inputs
from .registry import Reference
from .roundoff import SLACK, Tensor
from .subjects import anatomy

BITS = 200
Fault = Literal["", "reference", "gaproof", "both", "unknown"]


@final
@dataclass(frozen=True)
class Agreement:
    """``instances``: how many were compared in some entry, 0 if the reference did not run, and then ``where`` says why;
    ``worst_ratio``: |difference| / (sum of radii), at most 1 where enclosures meet; ``where``: the worst place, if they disagree there;
    ``fault``: who is wrong there."""

    name: str
    instances: int
    worst_ratio: float
    disagrees: bool
    where: str = ""
    fault: Fault = ""

    def __bool__(self) -> bool:
        raise TypeError("an agreement is no truth value — ask whether it disagrees, and on how many instances it was tried")


def check(
    reference: Reference, subject: Term, model: Model, dtype: torch.dtype = torch.float64, device: torch.device | str | None = None
) -> Agreement:
    """A reference against an object of the theory on a model, whose numbers are first rounded to the dtype."""
    name = f"{reference.name}, {str(dtype).removeprefix('torch.')}"
    if not isinstance(subject, reference.subject):
        raise ReferenceError(f"{reference.name} computes a {reference.subject.__name__}, got a {type(subject).__name__}")
    if dtype not in reference.dtypes:
        return Agreement(name, 0, 0.0, False, f"it has no {dtype}")
    parts = anatomy(subject)
    try:
        model = in_dtype(model, dtype, device)
        given = inputs(parts.arguments, model, dtype)
        theirs = _result(reference, given, f"{subject} in {dtype}")
    except Unavailable as reason:
        return Agreement(name, 0, 0.0, False, str(reason))
    mid, rad = enclosed(subject, model, parts.axes)
    if theirs.shape != mid.shape:
        where = f"it returns the shape {tuple(theirs.shape)}, expected {tuple(mid.shape)}"
        return Agreement(name, model.batch, inf, True, where, "reference")
    error = reference.bound(given)
    error = torch.where(given.fit.view(-1, *[1] * (error.ndim - 1)), error, torch.inf)
    return _compared(name, subject, model, parts.axes, (mid, rad), (theirs.double(), error))


def _result(reference: Reference, given: Inputs, what: str) -> Tensor:
    if excuse := reference.refuses(given):
        raise Unavailable(excuse)
    try:
        with torch.no_grad():
            return reference.function(**given.numbers)
    except GaproofError:
        raise
    except Exception as failure:
        raise ReferenceError(f"{reference.name} fails on {what}: {type(failure).__name__}: {failure}") from failure


def _compared(
    name: str, subject: Term, model: Model, axes: Groups, ours: tuple[Tensor, Tensor], theirs: tuple[Tensor, Tensor]
) -> Agreement:
    (mid, rad), (point, error) = ours, theirs
    room = (rad + error) * SLACK
    told = room.isfinite()  # where both sides have a value
    gap = (mid - point).abs()
    gap = torch.where(gap.isnan(), torch.inf, gap)
    ratio = torch.where(told & (gap > 0), gap / room, 0.0)
    instances = int(told.flatten(1).any(1).sum())
    if not instances:
        return Agreement(name, 0, 0.0, False, "no entry has both a value and a bound")
    worst = float(ratio.max())
    if worst <= 1:
        return Agreement(name, instances, worst, False)
    flat = int(ratio.argmax())
    instance, *place = (int(k) for k in torch.unravel_index(ratio.argmax(), ratio.shape))
    balls = [(float(x.flatten()[flat]), float(r.flatten()[flat])) for x, r in ((mid, rad), (point, error))]
    fault = _fault(subject, model.instances(instance, 1), axes, flat % prod(mid.shape[1:]), balls)
    where = f"instance {instance}, entry {place}: {balls[1][0]!r} ± {balls[1][1]:.3g}, the term is {balls[0][0]!r} ± {balls[0][1]:.3g}"
    return Agreement(name, instances, worst, True, where, fault)


def _fault(subject: Term, one: Model, axes: Groups, entry: int, balls: list[tuple[float, float]]) -> Fault:
    """Which of two disjoint enclosures, ours and theirs, misses the term's value at high precision."""
    arithmetic = ExactArithmetic(BITS)
    value: Any = program(node_of(subject), one, stable=False).run(one, arithmetic)
    true = value.at(one, *(s for group in axes for s in group)).value.reshape(-1)[entry]
    if true is None:
        return "unknown"
    with arithmetic.working():
        ours, theirs = (_misses(arb(true), mid, rad) for mid, rad in balls)
    return {(False, True): "reference", (True, False): "gaproof", (True, True): "both"}.get((ours, theirs), "unknown")  # type: ignore[return-value]


def _misses(true: arb, mid: float, rad: float) -> bool:
    """Whether a value is provably outside a ball; a point that is not finite is no value."""
    return not (abs(mid) < inf) or bool(abs(true - arb(mid)) > arb(rad))
