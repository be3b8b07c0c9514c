"""A device that is forgotten anywhere in the numeric layer or the evidence is noticed under the shadow device.

Every call there that says where a tensor, a model or dice are made is left without that in turn: what runs its function on the shadow
device must then fail.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy
import pytest
import torch

from gaproof.errors import GaproofError
from gaproof.evidence import machinery
from gaproof.evidence.campaign import Effort, campaign
from gaproof.evidence.dice import Dice, hashed
from gaproof.evidence.foreign import references_compared
from gaproof.evidence.patterns import TABLES, among
from gaproof.evidence.second_opinion import disagreement
from gaproof.evidence.sequents import given_by
from gaproof.evidence.settings import Settings
from gaproof.numeric import (
    BallArithmetic,
    Model,
    PlainArithmetic,
    certified_rank,
    devices,
    eigenvalues,
    exact_rank,
    realise,
    singular_values,
)
from gaproof.numeric.adversarial import CASES, Trial, attend
from gaproof.numeric.adversarial.boundary import shares
from gaproof.numeric.plans.foreign import judge_plan
from gaproof.numeric.plans.sinkhorn import plan_anchor
from gaproof.numeric.realisation import node_of
from gaproof.numeric.references import check, references_for
from gaproof.numeric.spectra import perturbed
from gaproof.terms import field as field_of
from gaproof.terms import index, log, sizes, symbol
from gaproof.theory import causal
from tests.numeric.attention_models import TERMS, M, model
from tests.numeric.forgetting import Site, forgotten, sites
from tests.numeric.shadow import NAME, DeviceBug, Shadow, device
from tests.numeric.two_devices import moved
from tests.theorems.corpus import SAMPLE, part_name

n = sizes("n")
i, k = index("i k", n)
A = field_of("A", i, k)
ATTENTION = model(3, 4, 1.0, 0)
MATRICES = torch.randn(4, 3, 6, dtype=torch.float64, generator=torch.Generator().manual_seed(0))


# ---- what runs the functions ---------------------------------------------------------------------------------------------


def programs() -> None:
    """With a masked row, a diagonal, an array of numpy, and fractions."""
    there, mask = moved(ATTENTION, device()), numpy.ones((3, 4), dtype=bool)
    mask[1] = False
    values = {symbol: table.numbers for symbol, table in there.tables.items()}
    masked = Model(there.sizes, {**values, symbol(M): mask}, device=NAME)
    square = Model({n: 2}, {A: [[1, Fraction(1, 3)], [2, 3]]}, device=NAME)
    for arithmetic in (PlainArithmetic(torch.float64, NAME), BallArithmetic(NAME)):
        for name in ("softmax with baseline and temperature", "attention", "attention of given scores", "relative entropy to an anchor"):
            realise(TERMS[name], masked, arithmetic)
        realise(log(1 + A[i, i] * A[i, i]) / 3, square, arithmetic)


def adversarial() -> None:
    chosen = {case.name: case for case in CASES if case.dtype == torch.float64}
    trial = Trial(chosen["a fully masked row as −∞ or bool, float64"], device())
    for name in trial.case.forward:
        trial.outcomes(name), trial.gradient_outcomes(name)
    leaky = Trial(chosen["NaN in a masked value"], device())
    leaky.outcomes("softmax, filled")
    attend(causal(3), leaky.scores.new_zeros(3, 3), leaky.scores.new_zeros(3, 2))


def boundary() -> None:
    shares(torch.linspace(0.0, 1.0, 5, dtype=torch.float64, device=NAME), 0.1)


def plans() -> None:
    x, r, c = (torch.full((*shape, 5), float(size), dtype=torch.float64, device=NAME) for size, *shape in ((0, 2, 3), (3, 2), (2, 3)))
    judged = judge_plan(plan_anchor(x, r, c, sweeps=3).plan.mid, x, r, c, claimed=0.5)
    if judged.claimed.device != device():
        raise DeviceBug("what is claimed lies on the host")


def spectra() -> None:
    there = MATRICES.to(NAME)
    perturbed(singular_values(there), 0.5)
    eigenvalues(there[:3] + there[:3].transpose(0, 1))
    certified_rank(there), exact_rank(there)


def spectra_that_torch_does_not_find() -> None:
    def fails(*_: object, **__: object) -> None:
        raise torch.linalg.LinAlgError("it does not converge")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch.linalg, "svd", fails)
        patch.setattr(torch.linalg, "eigh", fails)
        spectra()


def references() -> None:
    there = moved(ATTENTION, device())
    for name in ("softmax", "attention"):
        for reference in references_for(TERMS[name]):
            check(reference, TERMS[name], there)


def patterns() -> None:
    for kind, table in TABLES.items():
        for shape in ((2,), (3, 2), (3, 4, 2), (0, 2)):
            for pattern in (*table.values(), among([1.0])) if kind == "real" else table.values():
                x = pattern(Dice(1, device()), shape, *((3,) if kind in ("index", "natural") else ()))
                if x.device != device():
                    raise DeviceBug("a pattern lies on the host")


def campaigns() -> None:
    for name in ("interaction.chart_gauge[unique]", "depth.coarse_logsumexp[tower of masks]"):
        part = next(part for part in SAMPLE if part_name(part) == name)
        campaign(part.statement, Effort(1, 4, 0, 1, 2, 3), 0, BallArithmetic(NAME), given_by(part.claim.theorem(part.name)))


def foreign_code() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(devices, "available", lambda: [NAME])
        references_compared(next(part for part in SAMPLE if part_name(part) == "anchor.shift[shift]"), Settings("quick", device=NAME))


def terms_of_every_shape() -> None:
    model = machinery.model(device())
    if model.device != device():
        raise DeviceBug("the model lies on the host")
    disagreement(node_of(machinery.SHAPES["a square and its transpose"]), model)


USES: dict[str, tuple[Callable[[], None], ...]] = {  # by the beginning of a file's name, the longest one counts
    "numeric/": (programs,),
    "numeric/adversarial/": (adversarial,),
    "numeric/adversarial/boundary": (boundary,),
    "numeric/plans/": (plans,),
    "numeric/ranks": (spectra,),
    "numeric/spectra": (spectra, spectra_that_torch_does_not_find),
    "numeric/references/": (references,),
    "evidence/": (campaigns, foreign_code),
    "evidence/dice": (patterns,),
    "evidence/machinery": (terms_of_every_shape,),
    "evidence/patterns": (patterns,),
}


def run(uses: tuple[Callable[[], None], ...]) -> None:
    with Shadow():
        for use in uses:
            use()


@pytest.mark.parametrize("place", USES)
def test_the_functions_run_if_nothing_is_forgotten(place: str) -> None:
    run(USES[place])


@pytest.mark.parametrize("site", sites(), ids=str)
def test_a_forgotten_device_is_noticed(site: Site) -> None:
    place = max((p for p in USES if str(site).startswith(p)), key=len)
    hashed.cache_clear()  # what was drawn before would be drawn on the right device
    try:
        with forgotten(site), pytest.raises((DeviceBug, GaproofError)):
            run(USES[place])
    finally:
        hashed.cache_clear()


def test_there_are_many_sites() -> None:
    assert len(sites()) > 40
