"""Each object of the theory unfolds to what its definition says, and its statements bind what they should."""

import pytest
import sympy

from gaproof.errors import TermError
from gaproof.proof.normal import equal
from gaproof.terms import (
    And,
    Eq,
    Exists,
    ForAll,
    Implies,
    Sum,
    array,
    domain_hypotheses,
    exp,
    field,
    function,
    index,
    indices,
    kernel,
    log,
    scalar,
    sizes,
    symbol,
)
from gaproof.theory import (
    MAINLINE,
    Carrier,
    ColumnGauge,
    ColumnRatios,
    CrossRatios,
    Entries,
    EvidenceKernel,
    Exponential,
    Gauge,
    Link,
    MassGauge,
    Probes,
    RowGauge,
    RowRatios,
    TotalRatios,
    TwoSidedGauge,
    Uninterpreted,
    column_anchor,
    entropy,
    extensional,
    free_energy,
    kl,
    live_rows,
    log_partition,
    mass_anchor,
    multiplicative,
    nonzero,
    row_anchor,
    softmax,
    strictly_decreasing,
)
from gaproof.theory.update import residual, unary

n, m = sizes("n m")
i, i2, (j, j2) = index("i", n), index("i_2", n), indices("j j_2", m)
s, w, kappa, other = field("s w kappa other", i, j)
M = field("M", i, j, domain="mask")
v, x, tau = field("v", j), scalar("x"), scalar("tau", domain="positive")
ell = function("ell")
masked, full = Carrier(i, j, M), Carrier(i, j)
K = EvidenceKernel(masked, w, Exponential(tau=tau), kappa)
d, e, c = field("d", i, domain="positive"), field("e", j, domain="positive"), scalar("c", domain="positive")

UNFOLDINGS = [
    (softmax(s[i, j], over=j), exp(s[i, j]) / Sum(exp(s[i, j]), j)),
    (softmax(s[i, j], over=i), exp(s[i, j]) / Sum(exp(s[i, j]), i)),
    (
        softmax(s[i, j], over=j, mask=M[i, j], baseline=kappa[i, j], temperature=tau),
        M[i, j] * kappa[i, j] * exp(s[i, j] / tau) / Sum(M[i, j] * kappa[i, j] * exp(s[i, j] / tau), j),
    ),
    (K[i, j], M[i, j] * kappa[i, j] * exp(-w[i, j] / tau)),
    (K[i2, j2], M[i2, j2] * kappa[i2, j2] * exp(-w[i2, j2] / tau)),
    (EvidenceKernel(full, w, Uninterpreted(ell))[i, j], ell(w[i, j])),
    (EvidenceKernel(full, w, Exponential(x))[i, j], exp(-(x * w[i, j]))),
    (EvidenceKernel(masked, baseline=kappa)[i, j], M[i, j] * kappa[i, j]),
    (EvidenceKernel(full)[i, j], 1 * (s[i, j] - s[i, j] + 1)),
    (row_anchor(K[i, j], over=j), K[i, j] / Sum(K[i, j], j)),
    (column_anchor(K[i, j], over=i), K[i, j] / Sum(K[i, j], i)),
    (mass_anchor(K[i, j], over=(i, j)), K[i, j] / Sum(K[i, j], i, j)),
    (kl(v[j], e[j], over=j), Sum(v[j] * log(v[j]) - v[j] * log(e[j]), j)),
    (entropy(v[j], over=j), -Sum(v[j] * log(v[j]), j)),
    (log_partition(s[i, j], over=j), log(Sum(exp(s[i, j]), j))),
    (free_energy(w[i, j], over=j, temperature=tau), -tau * log(Sum(exp(-w[i, j] / tau), j))),
    (extensional(s[i, j], v[j], over=j), Sum(s[i, j] * v[j], j)),
    (residual(v[j], x), v[j] + x),
    (unary(ell, v[j]), ell(v[j])),
]


@pytest.mark.parametrize(("object_", "meaning"), UNFOLDINGS, ids=[str(o) for o, _ in UNFOLDINGS])
def test_it_unfolds_to_its_definition(object_: sympy.Basic, meaning: sympy.Basic) -> None:
    assert kernel(object_).free <= kernel(meaning).free
    assert equal(kernel(object_), kernel(meaning))
    assert object_ == object_.func(*object_.args)
    assert str(object_) and sympy.latex(object_) and sympy.pretty(object_)


@pytest.mark.parametrize(
    "part",
    [masked, full, K, EvidenceKernel(full), Exponential(), Exponential(x), Exponential(tau=tau), Uninterpreted(ell), RowRatios(full)],
)
def test_objects_are_rebuilt_from_their_parts(part: sympy.Basic) -> None:
    assert part == part.func(*part.args)


def test_softmax_binds_its_index_below_the_line_only() -> None:
    assert {symbol(s), symbol(i), symbol(j)} == kernel(softmax(s[i, j], over=j)).free
    assert r"\operatorname{softmax}_{j}\left({s}_{i,j}\right)" == sympy.latex(softmax(s[i, j], over=j))
    assert "softmax(s[i, j], over=j)/2 + 1" == str(softmax(s[i, j], over=j) / 2 + 1)


def test_the_mainline_regime_is_softmax_attention() -> None:
    work = array((i, j), -s[i, j])
    out = MAINLINE.output(MAINLINE.evidence(MAINLINE.carrier(i, j, M), work, tau=tau), v)
    assert equal(kernel(out), kernel(Sum(softmax(s[i, j], over=j, mask=M[i, j], temperature=tau) * v[j], j)))


def test_live_rows_says_that_every_row_has_a_key() -> None:
    assert kernel(ForAll(i, Exists(j, Eq(M[i, j], 1)))) == kernel(live_rows(M, i, j))
    assert {"M mask"} == set(domain_hypotheses(masked.live_rows()))


on = Eq(M[i, j], 1)
AGREEMENTS = [
    (Entries, ForAll((i, j), Implies(on, Eq(s[i, j], other[i, j])))),
    (RowRatios, ForAll((i, j, j2), Implies(And(on, Eq(M[i, j2], 1)), Eq(s[i, j] / s[i, j2], other[i, j] / other[i, j2])))),
    (ColumnRatios, ForAll((i, i2, j), Implies(And(on, Eq(M[i2, j], 1)), Eq(s[i, j] / s[i2, j], other[i, j] / other[i2, j])))),
    (TotalRatios, ForAll((i, i2, j, j2), Implies(And(on, Eq(M[i2, j2], 1)), Eq(s[i, j] / s[i2, j2], other[i, j] / other[i2, j2])))),
    (
        CrossRatios,
        ForAll(
            (i, i2, j, j2),
            Implies(
                And(on, Eq(M[i2, j2], 1), Eq(M[i, j2], 1), Eq(M[i2, j], 1)),
                Eq(s[i, j] * s[i2, j2] / (s[i, j2] * s[i2, j]), other[i, j] * other[i2, j2] / (other[i, j2] * other[i2, j])),
            ),
        ),
    ),
]


@pytest.mark.parametrize(("family", "meaning"), AGREEMENTS)
def test_agreement_on_probes(family: type[Probes], meaning: sympy.Basic) -> None:
    assert kernel(meaning) == kernel(family(masked).agree(s, other))
    on_the_full_carrier = kernel(family(full).agree(s, other))
    assert {symbol(s), symbol(other)} == on_the_full_carrier.free


def test_a_probe_captures_no_index_of_the_kernel() -> None:
    shifted = array((i, j), s[i, j] * v[j2])
    assert symbol(j2) in kernel(RowRatios(full).agree(shifted, s)).free


GAUGES = [
    (RowGauge, (d,), d[i] * s[i, j]),
    (ColumnGauge, (e,), e[j] * s[i, j]),
    (TwoSidedGauge, (d, e), d[i] * e[j] * s[i, j]),
    (MassGauge, (c,), c * s[i, j]),
]


@pytest.mark.parametrize(("gauge", "parameters", "acted"), GAUGES)
def test_a_gauge_rescales(gauge: type[Gauge], parameters: tuple[sympy.Basic, ...], acted: sympy.Basic) -> None:
    assert kernel(acted) == kernel(gauge(masked).act(s, *parameters)[i, j])
    related = ForAll((i, j), Implies(on, Eq(other[i, j], acted)))
    assert kernel(related) == kernel(gauge(masked).related(s, other, *parameters))
    assert kernel(Exists(parameters, related)) == kernel(gauge(masked).equivalent(s, other))


def test_the_parameters_of_an_equivalence_are_new() -> None:
    kernel_called_d = field("d", i, j)
    assert {symbol(kernel_called_d), symbol(s)} == kernel(RowGauge(full).equivalent(kernel_called_d, s)).free


def test_the_laws_of_a_link_hold_of_it_as_a_function() -> None:
    y = scalar("y")
    for link in (ell, Uninterpreted(ell)):
        assert kernel(ForAll((x, y), Eq(ell(x + y), ell(x) * ell(y)))) == kernel(multiplicative(link))
        assert {symbol(ell)} == kernel(And(nonzero(link), strictly_decreasing(link))).free


def test_abstract_objects_are_not_built() -> None:
    for make in (Link, lambda: Probes(full), lambda: Gauge(full)):
        with pytest.raises(TypeError, match="abstract"):
            make()


def test_types_are_checked_when_an_object_is_built() -> None:
    for make in (
        lambda: Carrier(j, i, M),
        lambda: EvidenceKernel(masked, v),
        lambda: EvidenceKernel(masked, w, baseline=array((j, i), w[i, j])),
        lambda: K[j, i],
        lambda: softmax(s[i, j], over=x),
        lambda: row_anchor(s[i, j], over=(j, j)),
    ):
        with pytest.raises(TermError):
            make()
