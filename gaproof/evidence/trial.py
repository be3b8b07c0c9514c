"""A sequent tried on a batch of models: at which of them it says something, and whether it holds there.

A model counts if all hypotheses certainly hold and the sides of the conclusion have values: then the conclusion was put to the test.  It
also counts, as a *contrast*, if the conclusion certainly fails and exactly one hypothesis does too: then the sequent was about to be
refuted, and that hypothesis made the difference (uniqueness can be tested in no other way).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, final

import torch

from ..numeric.arithmetic import Arithmetic
from ..numeric.model import Model
from ..numeric.realisation import occurring, programs
from ..numeric.truth import Truth
from ..proof.syntax import And, Formula
from .imposing import Imposed
from .laws import columns, independent
from .sequents import over_indices
from .shapes import trivial


@final
@dataclass(frozen=True)
class Tried:
    """Over the instances of a batch (B,): which are models, which contrasts, at which the sequent fails, at which its conclusion does
    whatever the hypotheses; the worst ratio of the models."""

    models: torch.Tensor
    contrasts: torch.Tensor
    failing: torch.Tensor
    wrong: torch.Tensor
    ratio: float


@final
class Trial:
    """A sequent, ready to be run; or several conclusions of the same hypotheses, such as the parts of a conjunction."""

    def __init__(self, imposed: Imposed, conclusions: Sequence[Formula] = ()) -> None:
        goal = imposed.conclusion
        self.conclusions: list[Any] = list(conclusions or (goal.children if type(goal) is And else [goal]))
        self.waiting, self.built = list(imposed.waiting.values()), list(imposed.built.values())
        self.saying = [not trivial(conclusion) for conclusion in self.conclusions]
        formulas = [*self.conclusions, *self.waiting, *self.built]
        self.axes = tuple(dict.fromkeys(s for f in formulas for s in occurring(f) if over_indices(s.type)))

    @property
    def says_something(self) -> bool:
        return any(self.saying)

    def run(self, model: Model, arithmetic: Arithmetic, lenient: bool = False) -> Tried:
        """Try it on every instance of a model; ``lenient``: a hypothesis counts as one that holds unless it certainly fails."""
        return self.each(model, arithmetic, lenient)[0]

    def each(self, model: Model, arithmetic: Arithmetic, lenient: bool = False) -> list[Tried]:
        """The same of every conclusion."""
        found = self._truths([*self.conclusions, *self.waiting, *self.built], model, arithmetic)
        conclusions, truths = found[: len(self.conclusions)], found[len(self.conclusions) :]
        everywhere = (*(model.size(s.type.result) for s in self.axes), 1)
        start = everywhere if 0 in everywhere else (1,) * len(everywhere)  # along what it does not depend on a truth has length 1
        decided = torch.ones(start, dtype=torch.bool, device=model.device)
        failures = torch.zeros(start, dtype=torch.int64, device=model.device)
        for truth in truths[len(self.waiting) :]:
            decided = decided & _valued(truth) & ~truth.fails  # the values may be undefined, as in 0/0
        for truth in truths[: len(self.waiting)]:
            known = _valued(truth) if lenient else truth.holds | truth.fails
            decided, failures = decided & known, failures + truth.fails
        models, contrasts = decided & (failures == 0), decided & (failures == 1)
        return [_tried(truth, says, models, contrasts, model) for truth, says in zip(conclusions, self.saying, strict=True)]

    def admits(self, model: Model, arithmetic: Arithmetic) -> torch.Tensor:
        """(B,): whether the hypotheses certainly hold at every index."""
        every = torch.ones(model.batch, dtype=torch.bool, device=model.device)
        for truth in self._truths(self.waiting, model, arithmetic):
            every = every & truth.holds.reshape(-1, truth.holds.shape[-1]).all(0)
        return every

    def _truths(self, formulas: Sequence[Formula], model: Model, arithmetic: Arithmetic) -> list[Truth]:
        """Of each formula, over the axes of the sequent (axes…, B); an axis that it does not depend on has length 1."""
        matrices = [columns(formula) for formula in formulas]
        valued = [formula for formula, matrix in zip(formulas, matrices, strict=True) if matrix is None]
        found = iter(programs(valued, self.axes, model, stable=arithmetic.stable).run(model, arithmetic) if valued else ())
        alone = (1,) * len(self.axes)
        return [next(found).map(partial(_tensor, model)) if m is None else independent(m, model).map(partial(_at, alone)) for m in matrices]


def _tried(conclusion: Truth, says_something: bool, models: torch.Tensor, contrasts: torch.Tensor, model: Model) -> Tried:
    """What came of a conclusion, from where the hypotheses hold, and where exactly one does not."""
    counted = models & _valued(conclusion) & says_something
    ratio = conclusion.ratio.expand(counted.shape).masked_fill(~counted, 0.0)
    return Tried(
        _somewhere(counted, model),
        _somewhere(contrasts & conclusion.fails, model),
        _somewhere(models & conclusion.fails, model),
        _somewhere(conclusion.fails, model),
        float(ratio.max()) if ratio.numel() else 0.0,
    )


def _tensor(model: Model, x: Any) -> torch.Tensor:
    return x if isinstance(x, torch.Tensor) else torch.tensor(x, device=model.device)


def _at(axes: tuple[int, ...], x: torch.Tensor) -> torch.Tensor:
    return x.reshape(*axes, -1)


def _valued(truth: Truth) -> torch.Tensor:
    """Where the sides had values, or the truth is known all the same."""
    found: torch.Tensor = ~truth.ratio.isnan() | truth.holds | truth.fails
    return found


def _somewhere(x: torch.Tensor, model: Model) -> torch.Tensor:
    """For which instances something is so at some index."""
    return x.flatten(0, -2).any(0).expand(model.batch) if x.ndim > 1 else x.expand(model.batch)
