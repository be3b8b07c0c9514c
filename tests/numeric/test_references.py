"""Independent references: found by the objects of a statement, given exactly its numbers, agreeing within round-off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sympy
import torch
from flint import arb

from gaproof.numeric import Model
from gaproof.numeric.references import (
    Agreement,
    Reference,
    ReferenceError,
    anatomy,
    check,
    check_all,
    references_for,
    references_of,
    register,
    registered,
    subjects,
    subjects_of,
)
from gaproof.numeric.references import registry as registry_module
from gaproof.numeric.references.attention import NO_KERNEL
from gaproof.numeric.references.inputs import Argument, Inputs, in_dtype, inputs
from gaproof.numeric.references.roundoff import Rounded, Rounding, exactly
from gaproof.numeric.references.softmax import softmax_bound
from gaproof.numeric.references.subjects import Anatomy, indices
from gaproof.terms import Definition, Element, Eq, ForAll, Sum, Term, exp, log, number, symbol
from gaproof.theory import EvidenceKernel, kl, log_partition, row_anchor, softmax
from gaproof.theory.carrier import Carrier
from gaproof.theory.multihead import MultiHead
from gaproof.theory.softmax import Softmax
from tests.numeric.attention_models import LAYERS, TERMS, K, M, Q, V, attention, c, f, i, j, kappa, masked, model, models, plain, s, tau
from tests.numeric.points import precision
from tests.theorems.corpus import SAMPLE

Tensor = torch.Tensor
EVERY = (torch.float64, torch.float32, torch.bfloat16, torch.float16)
EVERYTHING = {**TERMS, **LAYERS}
NOT_ON_A_CPU = ("torch sdpa efficient", "torch sdpa cudnn", "torch sdpa causal, efficient", "torch sdpa causal, cudnn")
NARROW = {MultiHead: 0.001}  # how much of a bound is used at least; a layer has five products in a row
NOT_EVERYWHERE = (*NOT_ON_A_CPU, "torch sdpa causal")


def assert_agreement(term: str, dtype: torch.dtype, some: list[Model]) -> None:
    found = references_for(EVERYTHING[term])
    assert found
    for reference, *results in zip(found, *(check_all(EVERYTHING[term], mod, dtype) for mod in some), strict=True):
        assert [] == [a for a in results if a.disagrees], reference.name
        wanted = dtype in reference.dtypes and not reference.name.startswith(NOT_EVERYWHERE)
        assert wanted <= (sum(a.instances for a in results) > 0), (reference.name, {a.where for a in results})
        assert all(a.where for a in results if not a.instances)


@pytest.fixture(scope="module")
def few() -> list[Model]:
    return [*models(seed=5)][1::4]


@pytest.mark.parametrize("dtype", EVERY, ids=str)
@pytest.mark.parametrize("term", EVERYTHING)
def test_every_reference_agrees_with_every_term_that_it_computes(term: str, dtype: torch.dtype, few: list[Model]) -> None:
    assert_agreement(term, dtype, few)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("dtype", EVERY, ids=str)
@pytest.mark.parametrize("term", EVERYTHING)
def test_every_reference_agrees_at_every_scale_and_shape(term: str, dtype: torch.dtype, seed: int) -> None:
    assert_agreement(term, dtype, [*models(seed=100 * seed)])


@pytest.mark.parametrize("dtype", EVERY, ids=str)
def test_bounds_are_not_so_wide_that_anything_would_pass(dtype: torch.dtype) -> None:
    mods = [model(5, 7, 1.0, seed=6), model(8, 8, 1.0, seed=6).instances(2, 1)]
    for reference in registered.values():
        terms = [t for t in EVERYTHING.values() if isinstance(t, reference.subject)]
        worst = max(check(reference, t, mod, dtype).worst_ratio for t in terms for mod in mods)
        ran = dtype in reference.dtypes and not reference.name.startswith(NOT_ON_A_CPU)
        used = NARROW.get(reference.subject, 0.005)
        assert (used < worst <= 1) if ran else worst == 0, (reference.name, worst)


def test_the_causal_attention_of_torch_agrees_where_the_mask_is_causal_and_else_does_not_apply() -> None:
    causal, other, reference = model(5, 7, 1.0, seed=7).instances(2, 1), model(5, 7, 1.0, seed=7), registered["torch sdpa causal"]
    assert (1, False) == ((found := check(reference, attention, causal)).instances, found.disagrees)
    assert (0, "the mask is not causal, j ≤ i") == ((found := check(reference, attention, other)).instances, found.where)


# ---- what is found -------------------------------------------------------------------------------------------------------


def test_statements_of_the_corpus_mention_their_objects() -> None:
    by_claim: dict[str, set[str]] = {}
    for part in SAMPLE:
        by_claim.setdefault(part.claim.id, set()).update(type(t).__name__ for t in subjects_of(part))
    expected = {
        "anchor.shift": {"Softmax"},
        "anchor.jacobian": {"Softmax"},
        "anchor.free_energy": {"Softmax", "LogPartition", "Divergence"},
        "anchor.row": {"Share"},
        "anchor.ratio_unique": {"Share"},
        "carrier.restriction": {"Share"},
        "depth.coarse_logsumexp": {"Softmax", "LogPartition", "Attention"},
    }
    assert expected == {claim: found for claim, found in by_claim.items() if found}


def test_every_object_of_the_corpus_has_a_reference() -> None:
    for part in SAMPLE:
        assert set(subjects_of(part)) == {subject for subject, _ in references_of(part)}


def test_objects_are_found_under_quantifiers_inside_definitions_and_each_once() -> None:
    kernel = EvidenceKernel(Carrier(i, j, M), baseline=kappa)
    inner = row_anchor(kernel[i, j], j)
    assert (inner,) == subjects(ForAll((i, j), Eq(inner, inner * 1)))
    assert (kl(inner, plain, j), inner, plain) == subjects(kl(inner, plain, j))


def test_shapes_without_a_definition_are_recognised() -> None:
    weight = M[i, j] * exp(s[i, j] / tau)
    assert log_partition(s[i, j] / tau, over=j, baseline=M[i, j]).args[0] == subjects(log(Sum(weight, j)))[0].args[0]
    assert (row_anchor(weight, j),) == subjects(weight / Sum(weight, j))
    assert ("Attention", "Softmax") == tuple(type(t).__name__ for t in subjects(Sum(V[j, f] * plain, j)))
    assert ("Softmax",) == tuple(type(t).__name__ for t in subjects(Sum(s[i, j] * plain, j)))  # the values belong to the row
    assert () == subjects(log(Sum(s[i, j], j)), exp(s[i, j]))


def test_projected_scores_are_handed_over_as_queries_keys_and_scale() -> None:
    for score in (Sum(Q[i, c] * K[j, c], c) / tau, Sum(K[j, c] * Q[i, c], c) / tau, (1 / tau) * Sum(Q[i, c] * K[j, c], c)):
        (found, *_) = subjects(Sum(softmax(score, over=j) * V[j, f], j))
        arguments = anatomy(found).arguments
        assert (Q[i, c], K[j, c]) == (arguments["query"].term, arguments["key"].term)
        given = inputs(arguments, model(5, 7, 1.0, seed=8), torch.float64)
        assert (1 / 8**0.5, (6, 1, 1)) == (given.numbers["scale"][0].item(), tuple(given.numbers["scale"].shape))
    (found, *_) = subjects(Sum(softmax(s[i, j] / tau, over=j) * V[j, f], j))
    assert anatomy(found).arguments["key"] is None


# ---- what is handed over -------------------------------------------------------------------------------------------------


def test_numbers_are_those_of_the_model_and_their_errors_are_known() -> None:
    mod = in_dtype(model(5, 7, 1.0, seed=9), torch.float16)
    given = inputs(anatomy(masked).arguments, mod, torch.float16)
    assert torch.equal(mod.table(symbol(s)).numbers.movedim(-1, 0), given.numbers["score"])
    assert 0 == float(given.errors["score"].abs().max())
    third = inputs({"x": Argument(s[i, j] / 3, (indices(s[i, j]),))}, mod, torch.float16)
    exact = mod.table(symbol(s)).numbers.double() / 3
    moved = (third.numbers["x"].double() - exact.movedim(-1, 0).flatten(1)).abs()
    assert 0 < float(moved.max()) and bool((moved <= third.errors["x"]).all())


def test_a_weight_that_is_exactly_zero_is_off_the_carrier() -> None:
    weights = torch.tensor([[0.0, 1.0, 2.0]], dtype=torch.float64)
    mod = Model({plain_rows: 1, plain_keys: 3}, {s: torch.zeros(1, 3, dtype=torch.float64), kappa: weights})
    found = softmax(s[i, j], over=j, baseline=kappa[i, j])
    given = inputs(anatomy(found).arguments, mod, torch.float64)
    assert [[[False, True, True]]] == given.live.tolist()
    assert all(not check(r, found, mod).disagrees for r in references_for(found))


plain_rows, plain_keys = (t.sort for t in (i, j))


def test_a_mask_of_other_numbers_is_refused() -> None:
    mod = model(2, 3, 1.0, seed=1)
    with pytest.raises(ReferenceError, match="write the weight as a baseline"):
        check(registered["torch.softmax"], softmax(s[i, j], over=j, mask=kappa[i, j]), mod)


def test_rows_without_an_admissible_key_are_not_compared() -> None:
    dead = torch.zeros(2, 3, dtype=torch.float64)
    mod = Model({plain_rows: 2, plain_keys: 3}, {s: dead, M: dead})
    for reference in references_for(masked):
        found = check(reference, masked, mod)
        assert (0, False) == (found.instances, found.disagrees)


def test_instances_that_overflow_the_dtype_are_left_out_and_counted() -> None:
    score = torch.tensor([[1.0, 1e6], [2.0, 0.0]], dtype=torch.float64)
    mod = Model({plain_rows: 1, plain_keys: 2}, {s: score[None]})
    assert 1 == check(registered["torch.softmax"], plain, mod, torch.float16).instances
    found = check(registered["torch.softmax"], plain, Model({plain_rows: 1, plain_keys: 2}, {s: score[None] + 1e6}), torch.float16)
    assert (0, True) == (found.instances, "overflows" in found.where)


@pytest.mark.parametrize("said", NO_KERNEL)
def test_where_torch_has_no_kernel_nothing_is_compared(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Tensor, **__: object) -> Tensor:
        raise RuntimeError(f"torch: {said}!")

    monkeypatch.setattr(torch.nn.functional, "scaled_dot_product_attention", fails)
    found = check(registered["torch sdpa math"], attention, model(5, 7, 1.0, seed=2))
    assert (0, False) == (found.instances, found.disagrees) and "has no MATH kernel" in found.where
    said = "out of memory"
    with pytest.raises(ReferenceError, match="out of memory"):
        check(registered["torch sdpa math"], attention, model(5, 7, 1.0, seed=2))


# ---- a stranger's --------------------------------------------------------------------------------------------------------


@pytest.fixture
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry_module, "registered", dict(registered))


def test_a_stranger_is_registered_and_judged(own_registry: None) -> None:
    def wrong(score: Tensor, mask: Any, baseline: Any, temperature: Any) -> Tensor:
        return torch.softmax(score, -2)

    stranger = register(Reference("a stranger", Softmax, wrong, softmax_bound))
    assert stranger in references_for(plain)
    found = check(stranger, plain, model(5, 7, 1.0, seed=2))
    assert (True, "reference", 6) == (found.disagrees, found.fault, found.instances)
    assert "instance" in found.where and "± " in found.where
    with pytest.raises(ReferenceError, match="choose another name"):
        register(stranger)


class Doubled(Definition):
    """2x, to be an object that nobody knows."""

    __slots__ = ()

    def __new__(cls, x: Term, over: Element) -> Doubled:
        obj: Doubled = sympy.Basic.__new__(cls, number(x), over)
        return obj

    def unfold(self) -> Term:
        return 2 * self.args[0]


def test_a_strangers_object_needs_an_anatomy_and_then_is_found(own_registry: None, monkeypatch: pytest.MonkeyPatch) -> None:
    twice = Reference("twice", Doubled, lambda x: x + x, lambda given: 2 * given.errors["x"])
    with pytest.raises(ReferenceError, match=r"anatomy\.register"):
        register(twice)
    axes = ((symbol(i),), (symbol(j),))
    anatomy.register(Doubled, lambda subject: Anatomy({"x": Argument(subject.args[0], axes)}, axes))
    register(twice)
    statement = Eq(Doubled(s[i, j], j), s[i, j] + s[i, j])
    assert [(Doubled(s[i, j], j), twice)] == [(t, r) for t in subjects(statement) for r in references_for(t)]
    assert (False, 6) == ((found := check(twice, Doubled(s[i, j], j), model(5, 7, 1.0, seed=3))).disagrees, found.instances)


def test_misuse_is_told() -> None:
    mod = model(5, 7, 1.0, seed=4)
    with pytest.raises(ReferenceError, match="computes a LogPartition, got a Softmax"):
        check(registered["torch.logsumexp"], plain, mod)
    with pytest.raises(ReferenceError, match=r"fails on .* ZeroDivisionError"):
        check(Reference("breaks", Softmax, lambda **parts: 1 / 0, softmax_bound), plain, mod)
    assert "it has no torch.float16" == check(registered["scipy.special.softmax"], plain, mod, torch.float16).where
    with pytest.raises(ReferenceError, match=r"bound of odd has the shape \(1,\), expected \(6, 5, 7\)"):
        check(Reference("odd", Softmax, registered["torch.softmax"].function, lambda given: torch.ones(1)), plain, mod)
    with pytest.raises(TypeError, match="no truth value"):
        bool(Agreement("x", 1, 0.0, False))
    with pytest.raises(ReferenceError, match="arguments of a Value"):
        anatomy(s[i, j])


# ---- round-off -----------------------------------------------------------------------------------------------------------


def chain(fl: Rounding, x: Rounded, y: Rounded) -> dict[str, Rounded]:
    return {
        "plus": fl.plus(x, y),
        "minus": fl.minus(x, y),
        "times": fl.times(x, y),
        "over": fl.over(x, y),
        "exp": fl.exp(x),
        "log": fl.log(y),
        "sum": fl.sum(x),
        "dot": fl.dot(x, Rounded(y.value.mT, y.error.mT)),
    }


def computed(x: Tensor, y: Tensor) -> dict[str, Tensor]:
    """By torch in the dtype of x."""
    return {"plus": x + y, "minus": x - y, "times": x * y, "over": x / y, "exp": x.exp(), "log": y.log(), "sum": x.sum(-1), "dot": x @ y.mT}


def exact(name: str, x: Tensor, y: Tensor) -> list[Any]:
    """At 200 bits."""
    of_two: dict[str, Callable[[Any, Any], Any]] = {
        "plus": lambda a, b: a + b,
        "minus": lambda a, b: a - b,
        "times": lambda a, b: a * b,
        "over": lambda a, b: a / b,
        "exp": lambda a, b: a.exp(),
        "log": lambda a, b: b.log(),
    }
    rows, others = ([[arb(v) for v in row] for row in t.double().tolist()] for t in (x, y))
    with precision():
        if name == "sum":
            return [sum(row, arb(0)) for row in rows]
        if name == "dot":
            return [sum((a * b for a, b in zip(row, other, strict=True)), arb(0)) for row in rows for other in others]
        return [of_two[name](a, b) for row, other in zip(rows, others, strict=True) for a, b in zip(row, other, strict=True)]


def violations(dtype: torch.dtype, fl: Rounding) -> dict[str, int]:
    """How often what torch computes is farther from exact than the bound says."""
    g = torch.Generator().manual_seed(3)
    scales = torch.tensor([0.01, 1.0, 4.0])[torch.randint(3, (30, 1), generator=g)]
    x = (torch.randn(30, 20, dtype=torch.float64, generator=g) * scales).to(dtype)
    y = (torch.randn(30, 20, dtype=torch.float64, generator=g).exp()).to(dtype)
    bounds, results = chain(fl, exactly(x), exactly(y)), computed(x, y)
    found = {}
    for name, bound in bounds.items():
        values, errors = results[name].double().flatten().tolist(), bound.error.flatten().tolist()
        with precision():
            far = [not abs(t - arb(v)) <= arb(e) for t, v, e in zip(exact(name, x, y), values, errors, strict=True)]
        found[name] = sum(far)
    return found


@pytest.mark.parametrize("dtype", EVERY, ids=str)
def test_what_torch_computes_is_within_the_bound_of_every_operation(dtype: torch.dtype) -> None:
    assert dict.fromkeys(chain(Rounding(dtype), *[exactly(torch.ones(1, 1))] * 2), 0) == violations(dtype, Rounding(dtype))


@pytest.mark.parametrize("dtype", EVERY, ids=str)
def test_a_bound_of_half_the_round_off_is_violated(dtype: torch.dtype) -> None:
    fl = Rounding(dtype)
    fl.unit, fl.elementary, fl.absolute = fl.unit / 4, fl.unit / 8, 0.0
    found = violations(dtype, fl)
    assert all(found[name] for name in ("plus", "minus", "times", "over", "exp", "log")), found


def split_product(x: Tensor, y: Tensor) -> Tensor:
    """The product of float32 numbers by tensor cores, apart from its sums: factors truncated to 11 bits, the rest rounded to 11."""

    def bits(v: Tensor, rounded: bool) -> Tensor:
        half = (1 << 12) if rounded else 0
        return (v.view(torch.int32) + half & ~((1 << 13) - 1)).view(torch.float32)

    (big, small), (large, rest) = ((b.double(), bits(v - b, True).double()) for v in (x, y) for b in [bits(v, False)])
    return big * large + big * rest + small * large


def test_what_tensor_cores_lose_is_within_the_bound_for_gpus_and_not_within_that_for_cpus() -> None:
    g = torch.Generator().manual_seed(5)
    x, y = (torch.randn(20_000, generator=g) for _ in "12")
    off = ((split_product(x, y) - x.double() * y.double()) / (x.double() * y.double())).abs().max()
    cpu, gpu = Rounding(torch.float32), Rounding(torch.float32, torch.device("cuda"))
    assert cpu.split + cpu.addend < off <= gpu.split
    for dtype in EVERY[2:]:  # products of halves are exact
        inside = Rounding(dtype, torch.device("cuda")).inside()
        assert (torch.float32, 0.0, 2 * cpu.addend) == (inside.dtype, inside.split, inside.addend)


def test_errors_of_arguments_are_carried_through_every_operation() -> None:
    g = torch.Generator().manual_seed(4)
    x, y = torch.randn(20, 10, dtype=torch.float64, generator=g), torch.randn(20, 10, dtype=torch.float64, generator=g).exp()
    radius = 1e-3
    for sign_x in (-1.0, 1.0):
        for sign_y in (-1.0, 1.0):
            moved = computed(x + sign_x * radius * (1 - 2.0**-30), y + sign_y * radius * y * (1 - 2.0**-30))
            bounds = chain(Rounding(torch.float64), Rounded(x, torch.full_like(x, radius)), Rounded(y, radius * y))
            for name, value in computed(x, y).items():
                assert bool(((moved[name] - value).abs() <= bounds[name].error).all()), name


def test_an_overflow_or_a_subnormal_argument_says_nothing() -> None:
    fl = Rounding(torch.float16)
    big, tiny = exactly(torch.tensor([6e4], dtype=torch.float64)), exactly(torch.tensor([1e-40], dtype=torch.float64))
    assert [torch.inf] == fl.plus(big, big).error.tolist()
    assert [torch.inf] == fl.log(tiny).error.tolist()
    assert [torch.inf] == fl.over(big, Rounded(tiny.value, 2 * tiny.value)).error.tolist()
    half = exactly(torch.zeros(1, 2**17, dtype=torch.float64))
    assert [torch.inf] == fl.sum(fl.exp(half)).error.tolist()  # torch.logsumexp of 2¹⁷ halves is ∞
    assert torch.inf == torch.logsumexp(torch.zeros(2**17, dtype=torch.float16), -1).item()


def test_inputs_without_a_part_say_so() -> None:
    with pytest.raises(ReferenceError, match="there is no temperature"):
        Inputs(torch.float64, {"temperature": None}, {}).exact("temperature")


def test_a_bound_that_is_too_small_makes_true_code_disagree() -> None:
    right, mod = registered["torch.softmax"], model(5, 7, 1.0, seed=2)
    narrow = replace(right, name="narrow", bound=lambda given: 0 * softmax_bound(given), dtypes=(torch.float32,))
    assert (False, True) == (check(right, plain, mod, torch.float32).disagrees, check(narrow, plain, mod, torch.float32).disagrees)
