"""Foreign code for the objects of a statement, on models that are drawn for them."""

from __future__ import annotations

from dataclasses import replace

from ..claim import Part
from ..numeric.realisation import node_of
from ..numeric.references import Agreement, check_all, subjects_of
from ..proof.obligations import obligations
from ..terms import Eq
from .imposing import Imposed, kinds_of
from .sampling import Sampler
from .settings import Settings
from .trial import Trial

INSTANCES = 64


def references_compared(part: Part, settings: Settings) -> list[Agreement]:
    """Foreign code for the objects of the statement, on models drawn for them: of each reference the worst comparison."""
    kinds, dtype = kinds_of(list(part.statement.hypotheses.values())), settings.balls.dtype
    found: list[Agreement] = []
    for subject in subjects_of(part):
        defined = obligations(node_of(subject))  # foreign code is asked for no value that is not there
        drawn = Imposed(node_of(Eq(subject, subject)), dict(enumerate(sorted(defined))), dict(kinds))  # type: ignore[arg-type]
        sampler, trial = Sampler(drawn, settings.balls), Trial(drawn)
        for structure in sampler.sweep(settings.attack.batches, settings.seed):
            model = sampler.model(structure, INSTANCES)
            admitted = trial.admits(model, settings.balls).nonzero().flatten().tolist()
            found += check_all(subject, model.chosen(admitted), dtype) if admitted else []
    return worst_of(found)


def worst_of(agreements: list[Agreement]) -> list[Agreement]:
    """Of each reference the worst comparison, and the instances of all; those that never ran are left out."""
    named: dict[str, list[Agreement]] = {}
    for agreement in agreements:
        named.setdefault(agreement.name, []).append(agreement)
    worst = [replace(_worst(those), instances=sum(a.instances for a in those)) for those in named.values()]
    return [agreement for agreement in worst if agreement.instances or agreement.disagrees]


def _worst(agreements: list[Agreement]) -> Agreement:
    return max(agreements, key=lambda a: (a.disagrees, a.worst_ratio))
