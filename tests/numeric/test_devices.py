"""The numeric layer on another device: nothing is computed elsewhere, the same comes out, and how often the host waits does not grow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import torch

from gaproof.numeric import (
    BallArithmetic,
    Model,
    ModelError,
    PlainArithmetic,
    certified_rank,
    compare,
    devices,
    eigenvalues,
    exact_rank,
    independent_columns,
    judge,
    program,
    realise,
    singular_values,
)
from gaproof.numeric.adversarial import CASES, Case, Trial
from gaproof.numeric.adversarial.boundary import shares
from gaproof.numeric.adversarial.cases import ADDED, FILLED
from gaproof.numeric.devices import DeviceError, available
from gaproof.numeric.plans.foreign import judge_plan
from gaproof.numeric.plans.sinkhorn import plan_anchor
from gaproof.numeric.ranks import rank_of_product
from gaproof.numeric.realisation import reachable
from gaproof.numeric.references import Reference, check, references_for
from gaproof.numeric.references.inputs import in_dtype
from gaproof.numeric.rounding import DTYPES
from gaproof.numeric.spectra import frobenius_norm, gap, nuclear_norm, perturbed
from gaproof.proof.syntax import Term
from gaproof.terms import Eq, Exists, ForAll, Sum
from gaproof.theory import softmax
from tests.numeric.attention_models import LAYERS, TERMS, M, i, j, kappa, m, masked, model, n, plain, s, tau
from tests.numeric.drawn import drawn, model_of
from tests.numeric.plans.true_plans import CASES as PLANS
from tests.numeric.shadow import Shadow, device
from tests.numeric.two_devices import HOST, both, moved, same

Tensor = torch.Tensor
ARITHMETICS: dict[str, Callable[[torch.dtype, torch.device], Any]] = {
    "plain": PlainArithmetic,
    "ball": lambda dtype, place: BallArithmetic(place, dtype),
}
MODELS = [model(5, 7, 1.0, 0), model(1, 33, 1e4, 1), model(4, 2, 88.0, 2), model(1, 1, 0.1, 3)]
g = torch.Generator().manual_seed(0)
MATRICES = torch.randn(4, 3, 6, dtype=torch.float64, generator=g)
MATRICES[..., 3:] = MATRICES[:, :1, 3:] * MATRICES[:1, :, 3:]  # of rank 1, up to round-off
MATRICES[..., 5] = 0.0


# ---- the same numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("kind", ARITHMETICS)
def test_terms_have_the_same_values(kind: str, dtype: torch.dtype) -> None:
    for on_host in MODELS:
        on_host = in_dtype(on_host, dtype) if dtype != torch.float16 else in_dtype(MODELS[0], dtype)
        for name, term in TERMS.items():
            here, there = both(lambda place: realise(term, moved(on_host, place), ARITHMETICS[kind](dtype, place)))  # noqa: B023
            assert same(here, there), name


@pytest.mark.parametrize("kind", ARITHMETICS)
def test_random_terms_have_the_same_values(kind: str) -> None:
    """With fractions, diagonals, gathers, naturals and empty sums."""
    for seed in range(60):
        term, references = drawn(seed)
        on_host = model_of(term, references)
        numbers = {symbol: table.numbers if table.exact is None else table.exact for symbol, table in on_host.tables.items()}

        def value(place: torch.device, term: Term = term, sizes: Any = on_host.sizes, numbers: Any = numbers) -> Any:
            there = Model(sizes, {symbol: moved(x, place) for symbol, x in numbers.items()}, device=place)
            return realise(term, there, ARITHMETICS[kind](torch.float64, place))

        assert same(*both(value)), f"seed {seed}"


FORMULAS = {
    "true": Eq(softmax(s[i, j] + tau, over=j), plain),
    "false": ForAll((i, j), Eq(softmax(s[i, j] * tau, over=j), plain)),
    "a mask": ForAll(i, Exists(j, Eq(M[i, j], 1))),
    "an order": ForAll((i, j), Sum(masked, j) * kappa[i, j] <= kappa[i, j] + 1),
}


@pytest.mark.parametrize("formula", FORMULAS)
def test_verdicts_are_the_same(formula: str) -> None:
    for on_host in MODELS[:3]:
        assert same(*both(lambda place: judge(FORMULAS[formula], moved(on_host, place))))  # noqa: B023
    assert same(*both(lambda place: compare(plain, masked, moved(MODELS[0], place))))


SPECTRA: dict[str, Callable[[Tensor], Any]] = {
    "singular values": singular_values,
    "eigenvalues": lambda a: eigenvalues(a[:3] + a[:3].transpose(0, 1)),
    "nuclear norm": nuclear_norm,
    "Frobenius norm": frobenius_norm,
    "gap": lambda a: gap(singular_values(a), 1),
    "perturbed": lambda a: perturbed(singular_values(a), 0.5),
    "certified rank": certified_rank,
    "exact rank": exact_rank,
    "rank of a product": lambda a: rank_of_product(a, a.transpose(0, 1)),
    "independent columns": independent_columns,
}


@pytest.mark.parametrize("spectrum", SPECTRA)
def test_spectra_and_ranks_are_the_same(spectrum: str) -> None:
    assert same(*both(lambda place: SPECTRA[spectrum](MATRICES.to(place))))


def test_spectra_are_the_same_where_torch_finds_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise torch.linalg.LinAlgError("it does not converge")

    monkeypatch.setattr(torch.linalg, "svd", fails)
    monkeypatch.setattr(torch.linalg, "eigh", fails)
    for name in ("singular values", "eigenvalues"):
        assert same(*both(lambda place: SPECTRA[name](MATRICES.to(place)))), name  # noqa: B023


@pytest.mark.parametrize("name", PLANS)
def test_plans_are_the_same_and_judged_alike(name: str) -> None:
    case = PLANS[name]

    def found(place: torch.device) -> Any:
        arguments = moved(case.arguments(), place)
        anchor = plan_anchor(*arguments, sweeps=20, rescale=case.rescale)
        judged = judge_plan(anchor.plan.mid, *arguments, claimed=0.5, rescale=case.rescale)
        return anchor, judged, judged.faults()

    assert same(*both(found))


def test_shares_at_the_boundary_are_the_same() -> None:
    assert same(*both(lambda place: shares(MATRICES[0, :, 0].to(place), 0.1)))


# ---- foreign code --------------------------------------------------------------------------------------------------------

COMPARED = [(name, reference) for name, term in TERMS.items() for reference in references_for(term)]


@pytest.mark.parametrize(("name", "reference"), COMPARED, ids=[f"{name}, {r.name}" for name, r in COMPARED])
def test_references_run_on_the_device(name: str, reference: Reference) -> None:
    """Attention takes another way there than on the host: the results need not be the same."""
    for dtype in {reference.dtypes[0], reference.dtypes[-1]}:
        here, there = both(lambda place: check(reference, TERMS[name], moved(MODELS[0], place), dtype))  # noqa: B023
        assert not there.disagrees, there
        assert here.instances == there.instances or (here.instances == 0 and "sdpa" in reference.name)
        assert here == there or "sdpa" in reference.name


@pytest.mark.parametrize("reference", references_for(LAYERS["attention layer"]), ids=lambda r: r.name)
def test_attention_layers_run_on_the_device(reference: Reference) -> None:
    """Products of matrices are summed in another order there, so that only the bound says how far results may be apart."""
    for dtype in (reference.dtypes[0], reference.dtypes[-1]):
        here, there = both(lambda place: check(reference, LAYERS["attention layer"], moved(MODELS[0], place), dtype))  # noqa: B023
        assert not here.disagrees and not there.disagrees, there
        assert there.instances in (here.instances, 0) or here.instances == 0


@pytest.mark.parametrize("case", [case for case in CASES if case.dtype == torch.float64], ids=lambda case: case.name)
def test_adversarial_cases_run_on_the_device(case: Case) -> None:
    with Shadow():
        trial = Trial(case, device())
        outcomes = {name: trial.outcomes(name) for name in case.forward}
        gradients = {name: trial.gradient_outcomes(name) for name in case.backward or {}}
    own = {FILLED, ADDED}  # torch's attention takes another way
    assert {name: case.forward[name] for name in case.forward if name in own} == {k: v for k, v in outcomes.items() if k in own}
    assert {k: v for k, v in (case.backward or {}).items() if k in own} == {k: v for k, v in gradients.items() if k in own}


# ---- waiting -------------------------------------------------------------------------------------------------------------

WAITS = 4  # at most, for a program of attention: one for each exponential, one for each sum with a mask, two for each product with one
OF_A_TABLE = 3  # whether it has zeros, is a mask, is negative somewhere: found out once


def waits(work: Callable[[Any], Any], given: Any) -> Counter[str]:
    """How often the host waits in work on what is given, which is made on the host and moved."""
    with Shadow() as shadow:
        there = moved(given, device())
        before = shadow.syncs.copy()
        work(there)
    return shadow.syncs - before


@pytest.mark.parametrize("kind", ARITHMETICS)
@pytest.mark.parametrize("name", TERMS)
def test_how_often_a_program_waits_is_bounded_and_does_not_grow(name: str, kind: str) -> None:
    term, arithmetic = TERMS[name], ARITHMETICS[kind](torch.float64, device())
    shapes = [(3, 3, 16), (3, 3, 4096), (30, 30, 16), (3, 30, 16)]
    models = [model(rows, keys, 1.0, 0, batch=batch) for rows, keys, batch in shapes]
    once = [waits(lambda x: realise(term, x, arithmetic), on_host) for on_host in models]
    twice = [waits(lambda x: [realise(term, x, arithmetic) for _ in "12"], on_host) for on_host in models]
    tables = {op.data[0] for op in reachable(program(term, models[0]).root) if op.kind == "field"}
    assert once[0].total() <= WAITS + OF_A_TABLE * len(tables)
    assert (twice[0] - once[0]).total() <= WAITS
    assert all(once[0] == count for count in once) and all(twice[0] == count for count in twice)


@pytest.mark.parametrize("spectrum", ["singular values", "eigenvalues", "nuclear norm", "perturbed"])
def test_how_often_a_spectrum_waits_does_not_grow_with_the_batch(spectrum: str) -> None:
    counts = [waits(SPECTRA[spectrum], MATRICES[..., :1].repeat(1, 1, batch)) for batch in (1, 16, 4096)]
    assert counts[0].total() <= 4
    assert all(counts[0] == count for count in counts)


def test_how_often_a_plan_waits_grows_with_the_sweeps_only() -> None:
    def waited(batch: int, sweeps: int) -> Counter[str]:
        arguments = (torch.zeros(3, 4, batch), torch.full((3, batch), 4.0), torch.full((4, batch), 3.0))
        return waits(lambda x: plan_anchor(*x, sweeps=sweeps), [x.double() for x in arguments])

    assert waited(1, 34) == waited(256, 34)
    assert {"bool": 2} == waited(1, 2 + 4 * 16) - waited(1, 2 + 2 * 16)  # one for each block of sweeps


# ---- which device --------------------------------------------------------------------------------------------------------


def test_auto_is_the_first_device_that_has_the_dtype(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "available", lambda: ["mps", "cpu"])
    assert torch.device("cpu") == devices.device("auto")
    assert torch.device("mps") == devices.device("auto", torch.float32)
    with pytest.raises(DeviceError, match="mps has no float64 — choose float32"):
        devices.device("mps")


@pytest.mark.parametrize("name", [name for name in ("cuda", "mps", "cuda:1", "meta", "gpu", "", "cpu:x") if name not in available()])
def test_a_device_that_is_not_here_is_an_error_of_ours(name: str) -> None:
    with pytest.raises(DeviceError, match="choose"):
        devices.device(name)


def test_the_cpu_is_always_here() -> None:
    assert HOST == devices.device("cpu")
    assert "cpu" == available()[-1]


def test_a_model_refuses_values_of_another_device() -> None:
    with Shadow(), pytest.raises(ModelError, match="lies on cpu, the model on shadow"):
        Model({n: 5, m: 7}, {s: MODELS[0].tables[next(iter(MODELS[0].tables))].numbers}, device=device())
