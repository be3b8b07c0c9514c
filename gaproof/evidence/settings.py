"""How hard a statement and its evidence are attacked, from which seed, in which arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import final

import torch

from ..numeric.ball import BallArithmetic
from ..numeric.devices import device
from .campaign import EFFORTS, Effort

ALL = 10_000


@final
@dataclass(frozen=True)
class Attack:
    """How hard the evidence itself is tested: mutants of each kind, the effort on each, attempts of the exact search, planted bugs,
    batches for the references."""

    per_kind: int
    effort: Effort
    attempts: int
    bugs: int
    batches: int


ATTACKS = {
    "quick": Attack(1, Effort(6, 24, 0, 3, 3, 3, 2), 1, 4, 1),
    "standard": Attack(1, Effort(8, 48, 0, 3, 4, 3, 2), 2, 6, 2),
    "exhaustive": Attack(ALL, Effort(24, 64, 0, 12, 6, 4), 30, ALL, 12),
}


@final
@dataclass(frozen=True)
class Settings:
    """What the command line says: how hard, from which seed, how many models of each sequent are tried at least, on what, and where
    counterexamples go.  ``hunt``: only search, for as long as the level says, for models that refute mutants, and keep them on record."""

    level: str = "standard"
    seed: int = 0
    models: int | None = None
    dtype: str = "float64"
    device: str = "cpu"
    folder: str = "counterexamples"
    hunt: bool = False

    @property
    def balls(self) -> BallArithmetic:
        """The arithmetic that it runs in."""
        dtype = getattr(torch, self.dtype)
        return BallArithmetic(device(self.device, dtype), dtype)

    @property
    def effort(self) -> Effort:
        """On what may be false."""
        return self._at_least(EFFORTS[self.level])

    def effort_if_proved(self, drawn: bool) -> Effort:
        """On what the kernel proves: models can only show that gaproof computes something else, which few do as well as many, unless they
        are ``drawn`` as a theorem file says, and chance would not find them.  What holds without a hypothesis is asked of the mutants,
        and there is nothing for Hypothesis to make small."""
        effort = EFFORTS[self.level]
        if self.level != "exhaustive":
            few = 1 if drawn else 2
            rounds, exact_rounds = -(-effort.rounds // few), -(-effort.exact_rounds // few)
            effort = replace(effort, rounds=rounds, exact_rounds=exact_rounds, examples=0, variants=1)
        return self._at_least(effort)

    def _at_least(self, effort: Effort) -> Effort:
        return effort if self.models is None else replace(effort, batch=max(1, -(-self.models // effort.rounds)))

    @property
    def attack(self) -> Attack:
        return ATTACKS[self.level]
