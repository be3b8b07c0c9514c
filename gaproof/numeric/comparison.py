"""Verdicts by enclosure: two sides are balls that meet or not, a disjointness is confirmed at 200 bits.  No tolerances."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any, Literal, final

from ..proof.obligations import eta
from ..proof.substitution import opened
from ..proof.syntax import Eq, ForAll, Formula, Symbol, Term
from .ball import BallArithmetic
from .exact import ExactArithmetic
from .model import Model
from .nodes import RealiseError
from .realisation import Realised, node_of, program

CONFIRMED = 8  # so many offending instances are looked at more closely
Outcome = Literal["AGREES", "REFUTED", "UNDECIDED"]


@final
@dataclass(frozen=True)
class Verdict:
    """AGREES: nothing fails; REFUTED: it fails at ``instance`` of the batch, also at high precision; UNDECIDED: the balls say so, the high
    precision does not.  ``ratio``: the worst |difference| / (sum of radii), at most 1 where balls meet."""

    outcome: Outcome
    ratio: float
    instances: int
    instance: int | None = None
    failing: int = 0

    def __bool__(self) -> bool:
        raise TypeError("a verdict is no truth value — compare its outcome")


def peeled(formula: Formula) -> tuple[Formula, tuple[Symbol, ...]]:
    """A formula without its leading ∀: their variables become free symbols of the same name."""
    symbols: list[Symbol] = []
    while isinstance(formula, ForAll):
        taken = {s.name for s in formula.free} | {s.name for s in symbols}
        name = formula.hint
        while name in taken:
            name += "_"
        symbols.append(Symbol(name, formula.type))
        formula = opened(formula, eta(symbols[-1]))
    return formula, tuple(symbols)


def judge(statement: object, model: Model, *, bits: int = 200, exact: bool = False, arithmetic: BallArithmetic | None = None) -> Verdict:
    """Whether a formula holds on every instance of a model, as far as balls can tell.  With ``exact`` every instance is also examined
    exactly, which decides equations between rationals that are conditions (a ball never says that two sums are equal)."""
    node = node_of(statement)
    if not isinstance(node, Formula):
        raise RealiseError(f"{statement} is no formula — write Eq(left, right), or compare(left, right, model)")
    truth = _everywhere(program(node, model).run(model, arithmetic or BallArithmetic(model.device)))
    suspects = truth.fails.expand(model.batch).nonzero().flatten().tolist()
    ratio = float(truth.ratio.nan_to_num(nan=0.0, posinf=inf).max()) if truth.ratio.numel() else 0.0
    failing = [k for k in (range(model.batch) if exact else suspects[:CONFIRMED]) if confirmed(node, model, k, bits)]
    if failing:
        return Verdict("REFUTED", ratio, model.batch, failing[0], max(len(failing), len(suspects)))
    if suspects:
        return Verdict("UNDECIDED", ratio, model.batch, suspects[0], len(suspects))
    return Verdict("AGREES", ratio, model.batch)


def confirmed(node: Formula, model: Model, instance: int, bits: int) -> bool:
    """Whether a formula fails at one instance in exact arithmetic."""
    one, arithmetic = model.instances(instance, 1), ExactArithmetic(bits)
    truth = _everywhere(program(node, one, stable=False).run(one, arithmetic))
    return bool(truth.fails.any())


def _everywhere(result: Realised) -> Any:
    truth = result.value
    for _ in result.axes:
        truth = truth.every(0)
    return truth


def compare(left: object, right: object, model: Model, *, bits: int = 200, arithmetic: BallArithmetic | None = None) -> Verdict:
    """Whether two terms have the same value on every instance and at every index."""
    a, b = map(node_of, (left, right))
    if not (isinstance(a, Term) and isinstance(b, Term)):
        raise RealiseError("compare takes two terms — judge takes a formula")
    return judge(Eq(a, b), model, bits=bits, arithmetic=arithmetic)
