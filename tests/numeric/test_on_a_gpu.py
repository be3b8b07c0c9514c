"""The numeric layer on a real GPU: no ball excludes the true value, verdicts are those of the host, and torch's kernels are within their
bounds and do with empty rows and NaN what is written down."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import torch
from flint import arb

from gaproof.numeric import BallArithmetic, ExactArithmetic, Model, PlainArithmetic, devices, judge, realise
from gaproof.numeric.adversarial import CASES, Case, Trial
from gaproof.numeric.adversarial.kernels import KERNELS, backward, forward
from gaproof.numeric.ball import Ball
from gaproof.numeric.plans.foreign import judge_plan
from gaproof.numeric.plans.problem import plan_problem
from gaproof.numeric.plans.sinkhorn import plan_anchor, scalings
from gaproof.numeric.ranks import Rank
from gaproof.numeric.references import Reference, anatomy, check, check_all, references_for, registered
from gaproof.numeric.references.attention import ANYWHERE, ON_GPUS
from gaproof.numeric.references.inputs import Unavailable, in_dtype
from gaproof.numeric.references.layers import by_flex
from gaproof.numeric.rounding import DTYPES
from gaproof.numeric.torch_arrays import PrecisionError
from gaproof.terms import Term
from tests.numeric.attention_models import LAYERS, TERMS, model, models
from tests.numeric.plans.true_plans import CASES as PLANS
from tests.numeric.plans.true_plans import true_plan
from tests.numeric.points import each, outside
from tests.numeric.test_ball import UNARY, enclosing, enclosing_contraction, enclosing_sum
from tests.numeric.test_devices import FORMULAS, MATRICES, MODELS, SPECTRA
from tests.numeric.two_devices import moved

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU that torch can use")
GPU = torch.device("cuda")
HALVES = (torch.bfloat16, torch.float16)
EVERYTHING = {**TERMS, **LAYERS}
every = pytest.mark.parametrize("dtype", DTYPES, ids=str)
Tensor = torch.Tensor


# ---- balls ---------------------------------------------------------------------------------------------------------------


@every
def test_no_operation_excludes_the_true_value(dtype: torch.dtype) -> None:
    evaluations, finite = enclosing(BallArithmetic(GPU, dtype), 6000)
    assert evaluations >= 100_000
    assert finite > evaluations / 2, "most balls must say something"


@pytest.mark.parametrize("dtype", HALVES, ids=str)
@pytest.mark.parametrize("operation", ["exp", "log", "inverse", "a third of"])
def test_no_ball_of_a_half_precision_number_excludes_the_true_value(dtype: torch.dtype, operation: str) -> None:
    every_number = torch.arange(-(2**15), 2**15, dtype=torch.int32).to(torch.int16).view(dtype)
    x = every_number[every_number.isfinite()]
    ours, true = UNARY[operation]
    assert [] == outside(ours(BallArithmetic(GPU, dtype), Ball(x.to(GPU))), each(true, [arb(v) for v in x.tolist()]))


@every
def test_sums_and_contractions_enclose_their_values(dtype: torch.dtype) -> None:
    for size, exact, positive in product((1, 3, 40, 700), (False, True), (False, True)):
        enclosing_sum(BallArithmetic(GPU, dtype), size, exact, positive, 6000 // size)
    for inner, batch, exact in product((1, 5, 33), (1, 6), product((False, True), repeat=2)):
        enclosing_contraction(BallArithmetic(GPU, dtype), inner, exact, batch)


@every
@pytest.mark.parametrize("term", TERMS)
def test_a_term_lies_inside_its_ball(term: str, dtype: torch.dtype) -> None:
    for on_host in MODELS:
        there = in_dtype(on_host, dtype, GPU) if dtype != torch.float16 else in_dtype(MODELS[0], dtype, GPU)
        true = realise(TERMS[term], there, ExactArithmetic()).value
        ball = realise(TERMS[term], there, BallArithmetic(GPU, dtype))
        assert GPU.type == ball.mid.device.type == realise(TERMS[term], there, PlainArithmetic(dtype, GPU)).value.device.type
        assert [] == outside(ball, [None if v is None else arb(v) for v in true.flatten()], provably=True)


def test_a_float32_product_is_refused_where_torch_would_round_its_factors() -> None:
    there = moved(model(5, 33, 1.0, 0), GPU)
    before = torch.get_float32_matmul_precision()
    try:
        torch.set_float32_matmul_precision("high")
        with pytest.raises(PrecisionError, match="expected ieee"):
            realise(TERMS["attention"], there, BallArithmetic(GPU, torch.float32))
    finally:
        torch.set_float32_matmul_precision(before)


# ---- verdicts, spectra, plans --------------------------------------------------------------------------------------------


def meet(x: Any, y: Any) -> bool:
    """Whether what was found here and there may be the same: balls and ranks meet, and all else is equal."""
    if isinstance(x, Rank):
        return bool(((x.low <= y.high.cpu()) & (y.low.cpu() <= x.high)).all())
    if isinstance(x, Ball):
        (a, r), (b, t) = ((v.cpu().double() for v in ball.enclosure()) for ball in (x, y))
        return bool((((a - b).abs() <= (r + t) * (1 + 2.0**-40)) | r.isinf() | t.isinf()).all())
    if isinstance(x, Tensor):
        return torch.equal(x, y.cpu())
    if isinstance(x, tuple | list):
        return len(x) == len(y) and all(map(meet, x, y))
    return bool(x == y)


@pytest.mark.parametrize("formula", FORMULAS)
def test_verdicts_are_the_same(formula: str) -> None:
    for on_host in MODELS[:3]:
        here, there = (judge(FORMULAS[formula], moved(on_host, place)) for place in (torch.device("cpu"), GPU))
        assert (here.outcome, here.instances, here.failing) == (there.outcome, there.instances, there.failing)


@pytest.mark.parametrize("spectrum", SPECTRA)
def test_spectra_and_ranks_are_the_same(spectrum: str) -> None:
    assert meet(SPECTRA[spectrum](MATRICES), SPECTRA[spectrum](MATRICES.to(GPU)))


@pytest.mark.parametrize("name", PLANS)
def test_true_plans_lie_in_their_balls_and_are_judged_alike(name: str) -> None:
    case = PLANS[name]
    anchor = plan_anchor(*moved(case.arguments(), GPU), sweeps=20, rescale=case.rescale)
    assert [] == outside(anchor.plan, true_plan(case), provably=True)
    judged = judge_plan(anchor.plan.mid, *moved(case.arguments(), GPU), claimed=0.5, rescale=case.rescale)
    here = judge_plan(anchor.plan.mid.cpu(), *case.arguments(), claimed=0.5, rescale=case.rescale)
    assert [fault.split(" by ")[0] for fault in here.faults()] == [fault.split(" by ")[0] for fault in judged.faults()]


# ---- waiting -------------------------------------------------------------------------------------------------------------


@contextmanager
def waits() -> Iterator[list[str]]:
    """How often the host waits, as CUDA counts it."""
    found: list[str] = []
    before = torch.cuda.get_sync_debug_mode()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        torch.cuda.set_sync_debug_mode("warn")
        try:
            yield found
        finally:
            torch.cuda.set_sync_debug_mode(before)
            found += [str(w.message) for w in caught if "called a synchronizing" in str(w.message)]


def test_sweeps_wait_once_for_each_block() -> None:
    def waited(batch: int, sweeps: int) -> int:
        x, r, c = torch.zeros(3, 4, batch), torch.full((3, batch), 4.0), torch.full((4, batch), 3.0)
        problem = plan_problem(*(t.double().to(GPU) for t in (x, r, c)))
        scalings(problem, sweeps)  # the first time torch loads what it needs
        with waits() as found:
            scalings(problem, sweeps)
        return len(found)

    assert waited(1, 34) == waited(256, 34)
    assert 2 == waited(1, 2 + 4 * 16) - waited(1, 2 + 2 * 16)


@pytest.mark.parametrize("term", TERMS)
def test_how_often_a_program_waits_does_not_grow(term: str) -> None:
    counts = []
    for rows, keys, batch in ((3, 3, 16), (3, 3, 4096), (30, 30, 16)):
        there = moved(model(rows, keys, 1.0, 0, batch=batch), GPU)
        realise(TERMS[term], there, BallArithmetic(GPU))  # the first time torch loads what it needs
        with waits() as found:
            realise(TERMS[term], there, BallArithmetic(GPU))
        counts.append(len(found))
    assert counts[0] == counts[1] == counts[2]


# ---- foreign code --------------------------------------------------------------------------------------------------------

KINDS = {**ANYWHERE, **ON_GPUS}


def runs(reference: Reference, term: Term, dtype: torch.dtype) -> bool:
    """Whether there is such a kernel for GPUs."""
    kernel, causal = next((k for k in KERNELS if k in reference.name), ""), "causal" in reference.name
    masked = anatomy(term).arguments.get("mask") is not None
    return dtype in KERNELS.get(kernel, reference.dtypes) and (causal == masked if causal or kernel == "flash" else True)


def some_models(term: str) -> list[Model]:
    """With causal masks, one of them square."""
    causal = [model(rows, keys, 1.0, seed=7).instances(2, 1) for rows, keys in ((5, 7), (4, 2), (8, 8))]
    return [moved(mod, GPU) for mod in [*[*models(seed=5)][:: 1 if term in TERMS else 4], *causal]]


@every
@pytest.mark.parametrize("term", EVERYTHING)
def test_every_reference_agrees_with_every_term_that_it_computes(term: str, dtype: torch.dtype) -> None:
    found, some = references_for(EVERYTHING[term]), some_models(term)
    for reference, *results in zip(found, *(check_all(EVERYTHING[term], mod, dtype) for mod in some), strict=True):
        assert [] == [a for a in results if a.disagrees], reference.name
        expected = dtype in reference.dtypes and runs(reference, EVERYTHING[term], dtype)
        assert expected == (sum(a.instances for a in results) > 0), (reference.name, {a.where for a in results})


@pytest.mark.skipif("GAPROOF_COMPILE" not in os.environ, reason="it takes minutes and a C++ compiler: set GAPROOF_COMPILE")
@pytest.mark.parametrize("dtype", DTYPES[1:], ids=str)
def test_flex_attention_agrees_when_it_is_compiled(dtype: torch.dtype) -> None:
    compiled = replace(registered["torch flex_attention"], function=partial(by_flex, True))
    found = check(compiled, LAYERS["attention layer"], moved(model(8, 8, 1.0, seed=7), GPU), dtype)
    assert (False, 6) == (found.disagrees, found.instances), found


ALIKE = ("NaN", "infinities", "causal", "a fully masked row as −∞")  # in every dtype
LOWEST = "a fully masked row as the lowest number, float32"


def cases_of(kernel: str) -> Iterator[Case]:
    """The cases in the dtypes of a kernel."""
    dtypes = KERNELS.get(kernel, DTYPES)
    for case in CASES:
        if case.name.startswith(ALIKE):
            yield from (replace(case, dtype=dtype) for dtype in dtypes)
        elif case.dtype in dtypes:
            yield case
        if case.name == LOWEST:
            yield replace(case, dtype=torch.bfloat16)


ON_KERNELS = [(kernel, case) for kernel in KINDS for case in cases_of(kernel)]
ON_KERNELS = list({f"{kernel}, {case.name}, {str(case.dtype)[6:]}": (kernel, case) for kernel, case in ON_KERNELS}.items())
told = pytest.mark.parametrize("what", [what for what, _ in ON_KERNELS])
Found = dict[str, dict[str, Any]]


def found(what: str, judge: Callable[[Trial, str], Any], functions: Iterable[str]) -> dict[str, Any]:
    """What comes of each function, if there is a kernel for it."""
    kernel, case = dict(ON_KERNELS)[what]
    trial, outcomes = Trial(case, GPU, KINDS[kernel]), {}
    for function in functions:
        try:
            outcomes[function] = judge(trial, function)
        except Unavailable:
            assert "flash" == kernel or ("cudnn" == kernel and 1 in (len(case.scores), len(case.scores[0]))), function
    return outcomes


@told
def test_torch_does_what_is_written_down(what: str) -> None:
    kernel, case = dict(ON_KERNELS)[what]
    outcomes = found(what, Trial.outcomes, case.forward)
    assert {function: forward(case, function, kernel) for function in outcomes} == outcomes


def tell_gradients() -> None:
    """Print what torch sends back, of each kernel and case."""
    print(json.dumps({what: found(what, Trial.gradient_outcomes, case.backward or {}) for what, (_, case) in ON_KERNELS}))


@pytest.fixture(scope="module")
def gradients() -> Found:
    """From a process of its own: torch takes no gradients on a GPU once the shadow device is known."""
    code = f"from {__name__} import tell_gradients; tell_gradients()"
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, env=environment)
    assert not told.returncode, told.stderr
    outcomes: Found = json.loads(told.stdout.splitlines()[-1])
    return outcomes


@told
def test_torch_sends_back_what_is_written_down(what: str, gradients: Found) -> None:
    kernel, case = dict(ON_KERNELS)[what]
    expected = {function: backward(case, function, kernel) for function in gradients[what]}
    assert expected == {function: tuple(map(tuple, outcomes)) for function, outcomes in gradients[what].items()}


# ---- which device --------------------------------------------------------------------------------------------------------


def test_auto_is_the_gpu_in_every_dtype() -> None:
    assert {GPU} == {devices.device("auto", dtype) for dtype in DTYPES}
    with pytest.raises(devices.DeviceError, match="choose one that is"):
        devices.device(f"cuda:{torch.cuda.device_count()}")
