"""Foreign code for the objects of a statement, on models that are drawn for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from typing import Any

from ..claim import Part
from ..numeric.exact import ExactArithmetic
from ..numeric.realisation import node_of
from ..numeric.references import Agreement, check_all, subjects_of
from ..proof.obligations import obligations
from ..terms import Eq, Term
from .campaign import BITS
from .imposing import Imposed, impose
from .laws import drawable
from .sampling import Sampler, Structure
from .sequents import Sequent, needs_values
from .settings import Settings
from .trial import Trial

INSTANCES = 64
HARD = ("logits ±1e4", "ties", "logits ±88")


def references_compared(part: Part, settings: Settings) -> list[Agreement]:
    """Foreign code for the objects of the statement, on models drawn for them: of each reference the worst comparison."""
    found: list[Agreement] = []
    for subject in subjects_of(part):
        made = where_defined(subject, part)
        sampler, trial = Sampler(made, settings.balls), Trial(made)
        free = set().union(*(h.free for h in made.waiting.values()), node_of(subject).free) - set(made.values)
        if not all(drawable(symbol.type) for symbol in free if not symbol.constant):
            continue  # no array holds its values
        for structure in structures(sampler, settings.attack.batches, settings.seed):
            model = sampler.model(structure, INSTANCES)
            model.functions = dict(made.values)
            admitted = trial.admits(model, ExactArithmetic(BITS)).nonzero().flatten().tolist()
            found += check_all(subject, model.chosen(admitted), settings.balls.dtype) if admitted else []
    return worst_of(found)


def where_defined(subject: Term, part: Part) -> Imposed:
    """The models on which foreign code is asked for an object: it has a value there, and those hypotheses hold that can be imposed."""
    given = [(name, h) for name, h in part.statement.hypotheses.items() if not needs_values(h)]
    defined = [("defined", h) for h in sorted(obligations(node_of(subject)))]
    conclusion: Any = node_of(Eq(subject, subject))
    made = impose(Sequent((*given, *defined), conclusion), range(len(given)))
    made.waiting = {k: h for k, h in made.waiting.items() if k >= len(given)}
    made.masks, made.built = {}, {}
    return made


def structures(sampler: Sampler, batches: int, seed: int) -> Iterator[Structure]:
    """The first ones of a sweep; each again with fields that make foreign code overflow, underflow or tie, if it is not careful, and
    with masks that some code makes itself."""
    for drawn, name in zip(sampler.sweep(batches, seed), cycle(HARD), strict=False):
        fields = ((s, wanted) for s in sampler.symbols if s.type.params for wanted in (name, "causal") if wanted in sampler.table(s))
        yield from (drawn, replace(drawn, patterns={**drawn.patterns, **dict(fields)}))


def worst_of(agreements: list[Agreement]) -> list[Agreement]:
    """Of each reference the worst comparison, and the instances of all; those that never ran are left out."""
    named: dict[str, list[Agreement]] = {}
    for agreement in agreements:
        named.setdefault(agreement.name, []).append(agreement)
    worst = [replace(_worst(those), instances=sum(a.instances for a in those)) for those in named.values()]
    return [agreement for agreement in worst if agreement.instances or agreement.disagrees]


def _worst(agreements: list[Agreement]) -> Agreement:
    return max(agreements, key=lambda a: (a.disagrees, a.worst_ratio))
