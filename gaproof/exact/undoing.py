"""An equation in which one number that is not known occurs once, undone step by step: e^(-1/τ) = 1/e says that τ = 1, or that τ = 0."""

from __future__ import annotations

from functools import reduce
from operator import mul
from typing import Any

from ..proof.syntax import Exp, Inverse, Plus, Times
from .affine import Affine, Entry
from .evaluate import NOUGHT, Evaluator, Place, Undecided, Undefined, Value, differ, same
from .exponentials import ball, logarithm

Answer = tuple[Entry, list[Value]]  # an entry, and all that it may be


def undone(model: Evaluator, equation: Any, place: Place) -> Answer | None:
    """The entry that an equation is about, and numbers that it is one of if the equation holds; None if it is linear, or too difficult."""
    sides = [_value(model, side, place) for side in equation.children]
    for side, x, value in zip(equation.children, sides, sides[::-1], strict=True):
        if x is None and value is not None and not isinstance(value, Affine):
            return _where(model, side, place, value)
    return None


def _where(model: Evaluator, t: Any, place: Place, value: Value) -> Answer | None:
    """Where the term t has a value."""
    form = _value(model, t, place)
    if isinstance(form, Affine):
        (entry, slope), *more = form.slopes.items()
        return None if more or not differ(slope, NOUGHT) else (entry, [(form - value).root(entry)])
    match t:
        case Plus() | Times():
            values = [_value(model, c, place) for c in t.children]
            known = [x for x in values if x is not None and not isinstance(x, Affine)]
            if len(known) + 1 != len(values):
                return None
            inside = next(c for c, x in zip(t.children, values, strict=True) if x is None or isinstance(x, Affine))
            if type(t) is Plus:
                return _where(model, inside, place, value - sum(known, NOUGHT))
            factor = reduce(mul, known)
            return _where(model, inside, place, value * (1 / factor)) if differ(factor, NOUGHT) else None
        case Inverse(children=(x,)):  # 1/0 may be any number
            zero = _where(model, x, place, NOUGHT)
            if zero is None or same(value, NOUGHT):
                return zero
            other = _where(model, x, place, 1 / value) if differ(value, NOUGHT) else None
            return other and (other[0], [*other[1], *zero[1]])
        case Exp(children=(x,)) if ball(value) > 0:
            return _where(model, x, place, logarithm(value))
        case Exp(children=(x,)) if ball(value) <= 0:
            answer = _where(model, x, place, NOUGHT)
            return answer and (answer[0], [])
    return None


def _value(model: Evaluator, t: Any, place: Place) -> Value:
    try:
        return model.value(t, place)
    except (Undefined, Undecided):  # also what is not known
        return None
