"""A regime on tensors: its equations one after another, each by the program of its own term, in any arithmetic.

Every state on the way is computed once and handed on, with its error if it is a ball.
"""

from __future__ import annotations

from typing import Any

import torch

from ..errors import CarrierError
from ..terms import kernel, symbol
from ..theory.regime import Regime, States
from .arithmetic import Arithmetic
from .comparison import peeled
from .evaluate import Run, aligned
from .model import Model
from .plain import PlainArithmetic
from .realisation import Realised, program


def follow(regime: Regime, states: States, model: Model, arithmetic: Arithmetic | None = None) -> Any:
    """The new states, (target…, batch), in float64 unless an arithmetic is given.  Raises ``CarrierError`` for a row that reads nothing."""
    require_live(regime, model)
    chosen = PlainArithmetic(torch.float64, model.device) if arithmetic is None else arithmetic
    run = Run(chosen, model)
    with chosen.working():
        for step in regime.steps(states):
            made = program(step.term, model, stable=chosen.stable)
            value = Realised(made.axes, aligned(run.value(made.root), made.order, len(made.order))).at(model, *step.place)
            run.loaded[symbol(step.states)] = value
        return chosen.finish(value)


def require_live(regime: Regime, model: Model) -> None:
    """Raises for the first row, of the first instance, that addresses no column."""
    for condition in regime.requires:
        body, rows = peeled(kernel(condition))  # type: ignore[arg-type]  # a condition is a formula
        truth = program(body, model).run(model, PlainArithmetic(torch.float64, model.device)).at(model, *rows)
        dead = truth.fails.nonzero().tolist()
        if dead:
            raise CarrierError(
                f"row {dead[0][0]} of a carrier of {regime.name} has no admissible key; softmax has no value there — "
                "drop the row or give it a fallback key"
            )
