"""Laws of the hyperbolic tangent, of variations and distances of rows: what they unfold to, and what they are on numbers."""

from fractions import Fraction
from itertools import product

from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, ForAll, Implies, Le, Sum, exp, field, index, kernel, scalar, sizes
from gaproof.theory import between, distance_at_most, extremes, tanh, total_variation_at_most

m = sizes("m")
j, a, b = index("j a b", m)
p, q, h, x = field("p q h x", j)
M, t = field("M", j, domain="mask"), scalar("t")


def test_tanh_is_sinh_over_cosh_and_prints_by_its_name() -> None:
    assert "tanh(t)" == str(tanh(t))
    assert kernel((exp(2 * t) - 1) / (exp(2 * t) + 1)) == kernel(tanh(t))
    quotient = (exp(t) - exp(-t)) / (exp(t) + exp(-t))
    assert kernel(Eq(tanh(t), quotient)) == f.linear(tanh(t), quotient).conclusion


def test_between_is_asked_on_the_support_only() -> None:
    inside = And(Le(0, x[j]), Le(x[j], t))
    assert kernel(ForAll(j, inside)) == kernel(between(x[j], 0, t, j))
    assert kernel(ForAll(j, Implies(Eq(M[j], 1), inside))) == kernel(between(x[j], 0, t, j, M))


def test_extremes_are_attained_on_the_support() -> None:
    attained = And(Eq(M[a], 1), Eq(M[b], 1), between(x[j], x[b], x[a], j, M))
    assert kernel(attained) == kernel(extremes(x, j, a, b, M))
    assert kernel(between(x[j], x[b], x[a], j)) == kernel(extremes(x, j, a, b))


def test_a_variation_is_half_a_distance() -> None:
    """The largest Σ (p − q) h over h in {0, 1}ᵐ is ½ Σ |p − q|, over h in {−1, 1}ᵐ it is Σ |p − q|."""
    first, second = [Fraction(n, 10) for n in (1, 2, 3, 4)], [Fraction(n, 10) for n in (4, 1, 5, 0)]
    norm = sum(abs(u - v) for u, v in zip(first, second, strict=True))
    for formula, values, largest in ((total_variation_at_most, (0, 1), norm / 2), (distance_at_most, (-1, 1), norm)):
        gains = {sum((u - v) * w for u, v, w in zip(first, second, tests, strict=True)) for tests in product(values, repeat=4)}
        assert largest == max(gains)
        body = Implies(between(h[j], *values, j), Le(Sum((p[j] - q[j]) * h[j], j), t))
        assert kernel(ForAll(h, body)) == kernel(formula(p[j], q[j], j, t))
