"""What is printed: readable, without needless parentheses, and different for different formulas."""

from itertools import combinations

import pytest

from gaproof.notation import declaration, latex, plain
from gaproof.proof import syntax as k
from gaproof.terms import (
    And,
    Eq,
    Exists,
    ForAll,
    Iff,
    Implies,
    Ne,
    Rational,
    Sum,
    delta,
    exp,
    field,
    function,
    index,
    index_map,
    indices,
    kernel,
    log,
    nat,
    natural,
    number,
    scalar,
    sizes,
    succ,
    symbol,
)

n, m = sizes("n m")
i, (j, l) = index("i", n), indices("j l", m)
s, c, tau = field("s", i, j), field("c", i), scalar("tau", domain="positive")
x, y, z = scalar("x y z")
j_ = index("j_", m)
B, B_ = field("B", i, j), field("B_", i, j)
ell, pi, p, G = function("ell"), index_map("pi", j, i), natural("p"), field("G", l, l)

PRINTED = [
    (
        exp(s[i, j]) / Sum(exp(s[i, j]), j),
        "exp(s[i, j])/(Σ_{j′∈m} exp(s[i, j′]))",
        r"\frac{\exp\left(s_{ij}\right)}{\sum_{j'\in m} \exp\left(s_{ij'}\right)}",
    ),
    (x - (y - z), "x - (y - z)", r"x - \left(y - z\right)"),
    (x - y - z, "x - y - z", "x - y - z"),
    (-x * y, "(-x)·y", r"\left(-x\right) \, y"),
    (-(x * y), "-x·y", r"-x \, y"),
    (x / (y / z), "x/(y/z)", r"\frac{x}{\frac{y}{z}}"),
    (x / y / z, "x/y/z", r"\frac{\frac{x}{y}}{z}"),
    (1 / x, "1/x", r"\frac{1}{x}"),
    (x**-1, "x⁻¹", "{x}^{-1}"),
    ((x + y) ** 2, "(x + y)²", r"{\left(x + y\right)}^{2}"),
    (Rational(1, 2) * x, "(1/2)·x", r"\tfrac{1}{2} \, x"),
    (n * x, "|n|·x", r"\left|n\right| \, x"),
    (delta(i, pi(j)) * G[l, j], "δ(i, pi(j))·G[l, j]", r"\left[i = \pi\left(j\right)\right] \, G_{lj}"),
    (nat(succ(p)) * tau, "nat(succ(p))·tau", r"\operatorname{nat}\left(\operatorname{succ}\left(p\right)\right) \, \tau"),
    (Sum(s[i, j] * x, j) + log(x), "Σ_{j∈m} s[i, j]·x + log(x)", r"\sum_{j\in m} s_{ij} \, x + \log\left(x\right)"),
    (Sum(s[i, j] + x, i, j), "Σ_{i∈n} Σ_{j∈m} (s[i, j] + x)", r"\sum_{i\in n} \sum_{j\in m} \left(s_{ij} + x\right)"),
    (ForAll((i, x), Ne(c[i], x)), "∀ i ∈ n, ∀ x ∈ ℝ, c[i] ≠ x", r"\forall i\in n,\; \forall x\in \mathbb{R},\; c_{i} \ne x"),
    (
        Exists(c, Implies(x < y, And(x <= z, Eq(c[i], 1)))),
        "∃ c : n → ℝ, x < y → x ≤ z ∧ c[i] = 1",
        r"\exists c : n \to \mathbb{R},\; x < y \to x \le z \wedge c_{i} = 1",
    ),
    (Sum(B[i, j_], j_) * B_[i, j], "(Σ_{j′∈m} B[i, j′])·B_[i, j]", r"\left(\sum_{j'\in m} B_{ij'}\right) \, \bar{B}_{ij}"),
    (Iff(x < y, Eq(ell(x), 0)), "x < y ↔ ell(x) = 0", r"x < y \leftrightarrow \ell\left(x\right) = 0"),
]


@pytest.mark.parametrize(("e", "text", "tex"), PRINTED, ids=[t for _, t, _ in PRINTED])
def test_it_prints_so(e: object, text: str, tex: str) -> None:
    assert (text, tex) == (plain(kernel(e)), latex(kernel(e)))


def test_bound_names_avoid_free_and_enclosing_ones() -> None:
    assert "∀ j ∈ m, G[j, j] = Σ_{j′∈m} G[j′, j′]" == plain(kernel(ForAll(j, Eq(G[j, j], Sum(G[j, j], j)))))
    assert "Σ_{j∈m} Σ_{l∈m} G[j, l]" == plain(kernel(Sum(G[j, l], j, l)))
    twice = k.ForAll("j", k.Type((), m.sort), k.Eq(k.Sum("j", k.Type((), m.sort), _entry(1, 0)), k.ZERO))
    assert "∀ j ∈ m, Σ_{j′∈m} G[j, j′] = 0" == plain(twice)
    assert r"\forall j\in m,\; \sum_{j'\in m} G_{jj'} = 0" == latex(twice)


def _entry(*bound: int) -> k.Term:
    return k.App(symbol(G), *(k.App(k.Bound(b, k.Type((), m.sort))) for b in bound))


def test_a_function_called_like_one_of_the_grammar_is_marked() -> None:
    fake = k.App(k.Symbol("exp", k.Type((k.REAL,), k.REAL)), kernel(x))
    assert ("exp′(x)", "exp(x)") == (plain(fake), plain(kernel(exp(x))))
    assert latex(fake) != latex(kernel(exp(x)))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tau", r"\tau"),
        ("Q2", "Q_{2}"),
        ("j_2", "j_{2}"),
        ("lam", r"\lambda"),
        ("S_tilde", r"\tilde{S}"),
        ("j_", r"\bar{j}"),
        ("top", r"\mathrm{top}"),
    ],
)
def test_names_are_written_as_mathematics_writes_them(name: str, expected: str) -> None:
    assert expected == latex(kernel(scalar(name)))


def test_declarations_say_the_type() -> None:
    node = kernel(Eq(s[pi(j), j], tau))
    assert {"s : n × m → ℝ", "pi : m → n", "j ∈ m", "tau ∈ ℝ"} == {declaration(symbol, node) for symbol in node.free}


X, Y, A = kernel(x), kernel(y), kernel(x < y)
APART = [
    *(kernel(e) for e, _, _ in PRINTED),
    *map(k.Number, (2, -2, k.Fraction(1, 2), k.Fraction(-1, 2))),
    *map(kernel, (number(1) / 2, -(number(2) * 1), 1 / Rational(1, 2), x / 2, 1 / x**2, x**-2)),
    *map(kernel, (x + x, x * x, x**3, x**2 * x, exp(x) ** 2, exp(x * x), exp(x) * x)),
    *map(kernel, (x - 1, x + (-1), x - Rational(-1), -x + y, -(x + y), x * -y, -(-x * y))),
    *map(kernel, (x * (y * z), x * y * z, x + (y + z), x + y + z, x / y * z, x / (y * z), x * (y / z))),
    *map(kernel, (Sum(x, i), Sum(x, j), Sum(x + y, j), Sum(x, j) + y, Sum(x, j) * y, Sum(x * y, j), Sum(1, i) * x)),
    *(kernel(Sum(x, index("e", sizes("r", maybe_empty=empty)))) for empty in (True, False)),
    k.Times(k.MINUS, k.Number(2)),
    k.Times(k.MINUS, k.MINUS),
    k.Times(k.MINUS, X, Y),
    k.Times(k.Inverse(X), Y),
    k.Inverse(k.Inverse(X)),
    k.Times(X),
    k.Plus(X),
    k.And(A),
    k.And(A, A),
    k.And(k.And(A, A), A),
    k.And(A, k.And(A, A)),
    k.And(A, A, A),
    k.Implies(A, k.Implies(A, A)),
    k.Implies(k.Implies(A, A), A),
    k.Implies(k.And(A, A), A),
    k.And(A, k.Implies(A, A)),
    k.And(k.Implies(A, A), A),
    k.And(k.Implies(A, A), k.Implies(A, A)),
    k.Implies(A, k.And(k.Implies(A, A), k.Implies(A, A))),
    k.And(k.Implies(k.Implies(A, A), A), k.Implies(A, k.Implies(A, A))),
    kernel(ForAll(x, Implies(x < y, x < y))),
    kernel(Implies(ForAll(x, x < y), x < y)),
    kernel(Implies(x < y, ForAll(x, x < y))),
    kernel(And(ForAll(x, x < y), x < y)),
    kernel(ForAll(x, And(x < y, x < y))),
    kernel(ForAll(x, ForAll(y, x < y))),
    kernel(ForAll(x, ForAll(y, y < x))),
    kernel(ForAll(i, x < y)),
    kernel(ForAll(j, x < y)),
    kernel(ForAll(c, x < y)),
    kernel(ForAll(ell, x < y)),
    kernel(Exists(ell, x < y)),
    kernel(scalar("q2") - scalar("q_2")),
    kernel(scalar("q_2") - scalar("q2")),
]


@pytest.mark.parametrize("printer", [plain, latex])
def test_different_formulas_print_differently(printer: object) -> None:
    texts = [(printer(node), node) for node in APART]  # type: ignore[operator]
    assert [] == [(t, a, b) for (t, a), (u, b) in combinations(texts, 2) if t == u and a != b]
