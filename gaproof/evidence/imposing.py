"""Hypotheses made true instead of waited for: equations give their symbols values that are terms in other, freely drawn symbols.

Σ_j p_j = 1 makes p the share w_j/Σ w, Σ_j T_ij = 0 makes T a centred field, GH = 1 makes G and H a rank-one update of the identity and
its inverse (Sherman and Morrison 1950), N = 1 ⇔ φ makes the mask N the truth of φ, and an equation that is affine in one entry of a
symbol gives that entry.  The values are substituted, so that they are exact in every arithmetic.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import final

from ..drawing import Drawing
from ..proof.substitution import Lambda, substitute
from ..proof.syntax import (
    ZERO,
    App,
    Eq,
    Formula,
    Symbol,
)
from .affine_entries import entry_value
from .sequents import Sequent, over_indices
from .shapes import Solution, bare, drawn, holds_by_form, kinds_of
from .solutions import axes_of, bounded_by, inverse_pair, margin, mask_of, pinned, places, projection, sum_of, supported

TRUE = Eq(ZERO, ZERO)


@final
@dataclass
class Imposed:
    """A sequent after substitution.  ``waiting``: the hypotheses that values must satisfy, by number; ``built``: those that hold by
    construction, wherever the values are defined; ``masks``: masks that are the truth of a formula; ``bounded``: the waiting ones
    that are made likely; ``kinds``: the domains of what is drawn."""

    conclusion: Formula
    waiting: dict[int, Formula]
    kinds: dict[Symbol, str]
    values: Solution = field(default_factory=dict)
    masks: dict[Symbol, Formula] = field(default_factory=dict)
    built: dict[int, Formula] = field(default_factory=dict)
    bounded: set[int] = field(default_factory=set)

    def take(self, number: int, solution: Solution) -> None:
        """A hypothesis holds by a solution, which is substituted everywhere."""
        self.done(number)
        self.substitute(solution)
        for head in solution:
            if head in self.kinds:
                self.kinds[drawn(head)] = self.kinds[head]

    def substitute(self, solution: Solution) -> None:
        """Put values in the place of symbols everywhere."""
        self.values = {s: Lambda(v.params, substitute(v.body, solution)) for s, v in self.values.items()} | solution
        self.waiting = {n: substitute(h, solution) for n, h in self.waiting.items()}
        self.built = {n: substitute(h, solution) for n, h in self.built.items()}
        self.masks = {s: substitute(f, solution) for s, f in self.masks.items()}
        self.conclusion = substitute(self.conclusion, solution)

    def adopt(self, drawing: Drawing, masks: Collection[Symbol]) -> None:
        """Put in what a theorem file says of variables, and of these masks."""
        self.substitute(dict(drawing.values))
        for mask, (params, formula) in drawing.masks.items():
            if mask in masks:
                self.masks[mask] = substitute(formula, {p: Lambda((), App(at)) for p, at in zip(params, places(mask), strict=True)})
        self.kinds |= kinds_of(drawing.domains)

    def bound(self, number: int, spared: Collection[Symbol]) -> None:
        """A symbol that a hypothesis bounds by a term becomes a fraction of it; the hypothesis goes on waiting, for the term's sign."""
        variables, body = bare(self.waiting[number])
        found = bounded_by(variables, body, self.kinds)
        if found is not None and found[0] not in spared:
            head, value, kind = found
            self.substitute({head: value})
            self.kinds[drawn(head)] = kind
            self.bounded.add(number)

    def done(self, number: int) -> None:
        """A hypothesis holds by construction."""
        self.built[number] = self.waiting.pop(number)

    def concluding(self, conclusion: Formula) -> Imposed:
        """The same of another conclusion."""
        there = substitute(conclusion, self.values)
        values, masks, built = dict(self.values), dict(self.masks), dict(self.built)
        return Imposed(there, dict(self.waiting), dict(self.kinds), values, masks, built, set(self.bounded))


def impose(sequent: Sequent, wanted: Sequence[int], drawing: Drawing | None = None) -> Imposed:
    """The sequent with those of its hypotheses (by number) made true, as far as they are of a shape that is known; first of all
    variables are drawn as a theorem file says, and the hypotheses go on waiting."""
    masks = frozenset(drawing.masks if drawing else ()) & sequent.free
    return _imposed(tuple(h for _, h in sequent.hypotheses), tuple(wanted), drawing, masks).concluding(sequent.conclusion)


@lru_cache(maxsize=256)
def _imposed(hypotheses: tuple[Formula, ...], wanted: tuple[int, ...], drawing: Drawing | None, masks: frozenset[Symbol]) -> Imposed:
    """What is the same for all conclusions."""
    made = Imposed(TRUE, dict(enumerate(hypotheses)), kinds_of(hypotheses))
    if drawing is not None:
        made.adopt(drawing, masks)
    margins = {k: m for k in wanted if k in made.waiting and (m := sum_of(*bare(made.waiting[k]))) is not None}
    vanishing = [head for head, _, total in margins.values() if total == ZERO]
    solvers = (margin({head for head in vanishing if vanishing.count(head) > 1}), inverse_pair, supported, pinned, entry_value, projection)
    for k in [k for k in wanted if k in made.waiting]:
        made.bound(k, {head for head, _, _ in margins.values()})
    for k in sorted(wanted, key=lambda k: k not in margins):
        variables, body = bare(made.waiting[k])
        mask = mask_of(variables, body, made.kinds)
        solution = next(filter(None, (solve(variables, body, made.kinds) for solve in solvers)), None)
        if mask is not None:
            made.masks[mask[0]] = mask[1]  # and still waiting: the formula may be undecided
        elif holds_by_form(body):
            made.done(k)
        elif solution is not None:
            made.take(k, solution)
    made.masks = {s: f for s, f in made.masks.items() if axes_of(f) <= set(places(s))}  # values may depend on other indices
    for k in [k for k in wanted if k in made.waiting and holds_by_form(bare(made.waiting[k])[1])]:
        made.done(k)
    return made


def determined(sequents: Sequence[Sequent]) -> Solution:
    """What the conclusions of sequents say that some symbols are, in terms of the others."""
    found: Solution = {}
    for sequent in sequents:
        indices = [s for s in sequent.opened if over_indices(s.type)]
        solution = entry_value(indices, sequent.conclusion, kinds_of([h for _, h in sequent.hypotheses]))
        if not any(s in found or not found.keys().isdisjoint(v.body.free) for s, v in solution.items()):
            found |= solution
    return found if all(found.keys().isdisjoint(v.body.free) for v in found.values()) else {}
