"""Whether foreign code agrees with the statement's own term: two enclosures meet or they do not.

Ours is the term in ball arithmetic; theirs is a point, widened by the round-off that its algorithm may have.  Where they are disjoint one
side is wrong, and the term at 200 bits says which.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
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
from .registry import Reference, references_for
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
    return Comparison(subject, model, dtype, device).judge(reference)


def check_all(subject: Term, model: Model, dtype: torch.dtype = torch.float64, device: torch.device | str | None = None) -> list[Agreement]:
    """Every reference for an object; the term, the arguments and each bound are evaluated once."""
    comparison = Comparison(subject, model, dtype, device)
    return [comparison.judge(reference) for reference in references_for(subject)]


@final
class Comparison:
    """An object on a model in a dtype: what references are given, and the enclosure they are held against."""

    def __init__(self, subject: Term, model: Model, dtype: torch.dtype, device: torch.device | str | None = None) -> None:
        self.subject, self.dtype, self.device, self.drawn, self.parts = subject, dtype, device, model, anatomy(subject)
        self.bounds: dict[Any, Tensor] = {}

    @cached_property
    def model(self) -> Model:
        return in_dtype(self.drawn, self.dtype, self.device)

    @cached_property
    def given(self) -> Inputs:
        return inputs(self.parts.arguments, self.model, self.dtype)

    @cached_property
    def ours(self) -> tuple[Tensor, Tensor]:
        return enclosed(self.subject, self.model, self.parts.axes)

    def judge(self, reference: Reference) -> Agreement:
        name = f"{reference.name}, {str(self.dtype).removeprefix('torch.')}"
        if not isinstance(self.subject, reference.subject):
            raise ReferenceError(f"{reference.name} computes a {reference.subject.__name__}, got a {type(self.subject).__name__}")
        if self.dtype not in reference.dtypes:
            return Agreement(name, 0, 0.0, False, f"it has no {self.dtype}")
        try:
            theirs = self._result(reference)
        except Unavailable as reason:
            return Agreement(name, 0, 0.0, False, str(reason))
        expected = tuple(self.ours[0].shape)
        if tuple(theirs.shape) != expected:
            where = f"it returns the shape {tuple(theirs.shape)}, expected {expected}"
            return Agreement(name, self.model.batch, inf, True, where, "reference")
        return self._compared(name, theirs.double(), self._error(reference))

    def _result(self, reference: Reference) -> Tensor:
        if excuse := reference.refuses(self.given):
            raise Unavailable(excuse)
        try:
            with torch.no_grad():
                result = reference.function(**self.given.numbers)
            if not isinstance(result, Tensor):
                raise ReferenceError(f"{reference.name} returns a {type(result).__name__}, expected a tensor")
            return result
        except GaproofError:
            raise
        except Exception as failure:
            what = f"{reference.name} fails on {self.subject} in {self.dtype}"
            raise ReferenceError(f"{what}: {type(failure).__name__}: {failure}") from failure

    def _error(self, reference: Reference) -> Tensor:
        """How far round-off may take it: ∞ in an instance with a number that overflows."""
        if reference.bound not in self.bounds:
            error, expected = reference.bound(self.given), self.ours[0].shape
            if error.shape != expected:
                raise ReferenceError(f"the bound of {reference.name} has the shape {tuple(error.shape)}, expected {tuple(expected)}")
            fit = self.given.fit.view(-1, *[1] * (error.ndim - 1))
            self.bounds[reference.bound] = torch.where(fit, error, torch.inf)
        return self.bounds[reference.bound]

    def _compared(self, name: str, point: Tensor, error: Tensor) -> Agreement:
        mid, rad = self.ours
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
        balls = [(float(x.flatten()[flat]), float(r.flatten()[flat])) for x, r in ((mid, rad), (point, error))]
        instance, entry = divmod(flat, prod(mid.shape[1:]))
        place = [int(k) for k in torch.unravel_index(ratio.argmax(), ratio.shape)[1:]]
        fault = _fault(self.subject, self.model.instances(instance, 1), self.parts.axes, entry, balls)
        (ours, radius), (theirs, wide) = balls
        where = f"instance {instance}, entry {place}: {theirs!r} ± {wide:.3g}, the term is {ours!r} ± {radius:.3g}"
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
