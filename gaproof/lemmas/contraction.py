"""Positive weights b and b·ρ on a row, where no two of the factors ρ differ by more than r²: how far apart two averages can be.

The averages of one test g differ by at most (r − 1)/(r + 1) times its range (Dobrushin); hence the logarithms of Σ b ρ eʷ and Σ b eʷ move
apart by at most (r − 1)/(r + 1) times the range of w (Birkhoff).  From w to (1 + 1/N) w the first gives that to first order in 1/N; N such
steps and Archimedes give the second.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from ..proof import rules
from ..proof.syntax import Sort
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.order import exp_tangent
from ..tactics.search import discharge
from ..terms import And, Eq, ForAll, Le, Lt, Rational, Sum, exp, field, index, log, nat, natural, number, scalar, sizes, succ
from ..terms.variables import IndexType
from ..theory.hilbert import cross_ratios_at_most, hilbert_at_most
from .additive import log_tangent
from .extremes import minimum
from .logarithm import log_monotone
from .reals import archimedes, naturals_nonnegative, successor, zero_is_zero
from .taylor import exp_below
from .tilt import row_gain

r, R, D, s, eta, y = scalar("r R D s eta y")
MOST = (r - 1) / (r + 1)
ROWS, COLS = sizes("rows cols")


class Row:
    """Weights b, factors rho, a test g and exponents w on a row, and what is assumed of them."""

    def __init__(self, sort: Sort) -> None:
        self.j, self.l = j, l = index("j l", IndexType(sort))
        b, rho, g, w = field("b rho g w", j)
        self.b, self.rho, self.g, self.w = b, rho, g, w
        self.weight, self.factor = f.assume(ForAll(j, Lt(0, b[j]))), f.assume(ForAll(j, Lt(0, rho[j])))
        self.near, self.apart = f.assume(ForAll((j, l), Le(rho[j], r * r * rho[l]))), f.assume(Le(1, r))

        total, other = Sum(b[j], j), Sum(b[j] * rho[j], j)
        both = f.mul(f.by(f.spec(self.weight, j)), f.by(f.spec(self.factor, j)))
        some, root = f.by(f.spec(self.weight, j)), f.lt(0, r + 1, f.add(f.by(self.apart), f.num(2)))
        self.positive = f.lt(0, total, f.tot(j, some)), f.lt(0, other, f.tot(j, both)), root
        self.total, self.other = total, other

    def settled(self, th: Theorem, *more: Theorem) -> Theorem:
        """Without obligations."""
        facts = [self.weight, self.factor, self.near, self.apart, *more]
        return discharge(th, [*facts, *self.positive], frozenset(x.conclusion for x in facts))


@cache
def gain(sort: Sort) -> Theorem:
    """0 < b, 0 < ρ, ρ_j ≤ r² ρ_l, 1 ≤ r, 0 ≤ g_j ≤ R ⊢ Σ b ρ g/Σ b ρ − Σ b g/Σ b ≤ (r − 1)/(r + 1)·R."""
    row = Row(sort)
    j, l, b, rho, g = row.j, row.l, row.b, row.rho, row.g
    test = f.assume(ForAll(j, And(Le(0, g[j]), Le(g[j], R))))
    smallest = f.inst(minimum(sort), {"h": (j, 1), "x": rho})
    one, wide, narrow = f.linear(1, 1), f.assume(Lt(0, R)), f.assume(Le(R, 0))
    (found,) = f.obtain(smallest, l)
    share, mass = b[j] / row.total, f.mul(f.by(f.spec(row.weight, j)), f.inv(f.by(row.positive[0])))
    low = f.le(rho[l] * share, share * rho[j], f.mul(mass, f.by(f.mp(f.spec(f.part(found, 1), j), one))))
    high = f.le(share * rho[j], rho[l] * r * r * share, f.mul(mass, f.by(f.spec(row.near, j, l))))
    part = [f.mul(f.by(f.part(f.spec(test, j), k)), f.inv(f.by(wide))) for k in range(2)]
    inside = f.conj(f.le(0, g[j] / R, part[0]), f.le(g[j] / R, 1, part[1]))
    th = f.inst(row_gain(sort), {"w": (j, share), "y": rho, "h": (j, g[j] / R), "c": rho[l]})
    th = f.cut(
        th, f.gen(f.le(0, share, mass), j), f.gen(f.conj(low, high), j), f.gen(inside, j), f.linear(Sum(share, j), 1), f.spec(row.factor, l)
    )
    apart, most = Sum(b[j] * rho[j] * g[j], j) / row.other - Sum(b[j] * g[j], j) / row.total, MOST * R
    some = row.settled(f.le(apart, most, f.mul(f.by(th), f.by(wide))), test, wide, found)
    some = f.release(some, smallest, l)
    # a test without range is 0
    nothing = f.antisymmetry(f.le(g[j], 0, f.add(f.by(f.part(f.spec(test, j), 1)), f.by(narrow))), f.part(f.spec(test, j), 0))
    nought = f.antisymmetry(f.assume(Le(R, 0)), f.le(0, R, f.add(*(f.by(f.part(f.spec(test, j), k)) for k in range(2)))))
    none = f.le(apart, most, f.num(0), (nought, MOST), (nothing, -(b[j] * rho[j] / row.other - b[j] / row.total), j))
    return row.settled(f.cases(narrow.conclusion, none, some), test)


def monotone(low: Any, high: Any, rise: f.Witness) -> f.Witness:
    """0 ≤ e^high − e^low = e^low ((e^(high − low) − 1 − (high − low)) + (high − low)), from 0 ≤ high − low."""
    return f.mul(f.ex(low), f.add(f.by(f.inst(exp_tangent(), {"t": high - low})), rise))


@cache
def growth(sort: Sort) -> Theorem:
    """0 < b, 0 < ρ, ρ_j ≤ r² ρ_l, 1 ≤ r, 0 ≤ w_j ≤ D ⊢ log Σ b ρ eʷ − log Σ b eʷ − (log Σ b ρ − log Σ b) ≤ (r − 1)/(r + 1)·D."""
    row = Row(sort)
    j, b, rho, w = row.j, row.b, row.rho, row.w
    given, k = f.assume(ForAll(j, And(Le(0, w[j]), Le(w[j], D)))), natural("k")
    low, high = (f.by(f.part(f.spec(given, j), x)) for x in (0, 1))
    weight, factor, wide = f.by(f.spec(row.weight, j)), f.by(f.spec(row.factor, j)), f.add(low, high)  # 0 ≤ D
    most = f.mul(f.by(row.apart), f.inv(f.by(row.positive[2])))
    forward = f.assume(Le(0, eta))
    small = f.by(forward)

    def sums(s: Any) -> tuple[Any, Any]:
        return Sum(b[j] * rho[j] * exp(s * w[j]), j), Sum(b[j] * exp(s * w[j]), j)

    def value(s: Any) -> Any:
        return log(sums(s)[0]) - log(sums(s)[1]) - (log(row.other) - log(row.total))

    def positive(s: Any) -> list[Theorem]:
        F, G = sums(s)
        return [f.lt(0, F, f.tot(j, f.mul(weight, factor, f.ex(s * w[j])))), f.lt(0, G, f.tot(j, f.mul(weight, f.ex(s * w[j]))))]

    # a step from s to s + η: with F and G the two sums, t = log F₁ − log G₁ − log F₀ + log G₀ is at most F₁G₀/(F₀G₁) − 1, and
    # F₁/F₀ − G₁/G₀ ≤ MOST·(e^(ηD) − 1), by ``gain`` with the test e^(ηw) − 1
    (F0, G0), (F1, G1), reach = sums(s), sums(s + eta), exp(eta * D) - 1
    rises = monotone(0 * w[j], eta * w[j], f.mul(small, low))
    test = f.conj(f.le(0, exp(eta * w[j]) - 1, rises), f.le(exp(eta * w[j]) - 1, reach, monotone(eta * w[j], eta * D, f.mul(small, high))))
    averages = f.inst(gain(sort), {"b": (j, b[j] * exp(s * w[j])), "g": (j, exp(eta * w[j]) - 1), R: reach})
    averages = f.cut(averages, f.gen(f.lt(0, b[j] * exp(s * w[j]), f.mul(weight, f.ex(s * w[j]))), j), f.gen(test, j))
    t = log(F1) - log(G1) - log(F0) + log(G0)
    inverse, more = f.inv(f.by(positive(s + eta)[1])), f.tot(j, f.mul(weight, f.ex(s * w[j]), rises))  # 1/G₁ and G₁ − G₀
    tangent = f.by(f.inst(exp_tangent(), {"t": t}))
    ratio = f.mul(f.by(averages), f.by(positive(s)[1]), inverse)
    step = f.le(t, MOST * reach, f.add(tangent, ratio, f.mul(most, monotone(0 * D, eta * D, f.mul(small, wide)), more, inverse)))
    step = row.settled(step, given, forward)

    # k steps
    def reached(k: Any) -> Any:
        return f.node(Le(value(k * eta), k * (MOST * reach)))

    start = row.settled(f.le(*reached(number(0)).children, f.num(0)))
    start = f.rewrite(f.flip(zero_is_zero()), start, y, reached(y))
    here = f.assume(reached(nat(k)))
    added = f.le(*reached(nat(k) + 1).children, f.add(f.by(here), f.by(f.inst(step, {s: nat(k) * eta}))))
    added = row.settled(added, here, given, forward)
    next = f.rewrite(f.flip(f.spec(successor(), k)), added, y, reached(y))
    steps = rules.induct(start, next, variable=f.symbol(k), formula=reached(nat(k)), arguments=((), (f.symbol(k),)))

    # N = k + 1 steps of 1/N, with z = D/N: eᶻ − 1 ≤ z + z²eᴰ
    N, z = nat(k) + 1, D / (nat(k) + 1)
    natural_sign = f.by(f.spec(naturals_nonnegative(), k))
    size = f.add(natural_sign, f.num(1))
    fine = f.cut(f.inst(steps, {k: succ(k), eta: 1 / N}), f.le(0, 1 / N, f.inv(size)))
    fine = f.rewrite(f.spec(successor(), k), fine, y, Le(value(y / N), y * (MOST * (exp(1 / N * D) - 1))))
    fine = f.rewrite(f.linear(N / N, 1), fine, y, Le(value(y), N * (MOST * (exp(1 / N * D) - 1))))
    part = f.mul(wide, f.inv(size))
    slope = f.mul(f.ex(z), f.by(f.inst(exp_tangent(), {"t": -z})))  # 1 − eᶻ + z eᶻ
    end = monotone(z, D, f.mul(wide, natural_sign, f.inv(size)))
    second = f.le(exp(z) - 1 - z, z * z * exp(D), f.add(f.mul(f.sq(z), end), f.mul(f.add(f.num(1), part), slope)))
    excess = value(number(1)) - MOST * D
    bound = f.le(nat(k) * excess, MOST * D * D * exp(D) - excess, f.add(f.mul(size, f.by(fine)), f.mul(most, size, size, f.by(second))))
    bound = row.settled(bound, given, f.lt(0, N, size))
    over = f.mp(f.inst(archimedes(), {"t": excess, "K": MOST * D * D * exp(D) - excess}), f.gen(bound, k))
    result = log(Sum(b[j] * rho[j] * exp(w[j]), j)) - log(Sum(b[j] * exp(w[j]), j)) - (log(row.other) - log(row.total))
    return row.settled(f.le(result, MOST * D, f.by(over)), given)


class Rows:
    """Two rows i and k of a positive kernel as weights b = K_k y and factors ρ = K_i/K_k."""

    def __init__(self, rows: Sort, cols: Sort) -> None:
        self.i, self.k = i, k = index("i k", IndexType(rows))
        self.j, self.l = j, l = index("j l", IndexType(cols))
        self.K, (self.x, self.y) = K, _ = field("K", i, j), field("x y", j)
        self.entry = f.assume(ForAll((i, j), Lt(0, K[i, j])))
        self.above, self.below = (f.by(f.spec(self.entry, i, j)) for i in (i, k))
        self.cross, self.apart = f.assume(cross_ratios_at_most(K, i, j, r * r)), f.assume(Le(1, r))
        self.factor = K[i, j] / K[k, j]
        tree = f.mul(f.by(f.spec(self.cross, i, k, j, l)), f.inv(self.below), f.inv(f.by(f.spec(self.entry, k, l))))
        near = self.settled(f.le(self.factor, r * r * (K[i, l] / K[k, l]), tree))
        sign = self.settled(f.lt(0, self.factor, f.mul(self.above, f.inv(self.below))))
        self.facts = f.gen(sign, j), f.gen(near, j, l)

    def settled(self, th: Theorem, *more: Theorem) -> Theorem:
        """Without obligations."""
        facts, root = [self.entry, self.cross, self.apart, *more], f.lt(0, r + 1, f.add(f.by(self.apart), f.num(2)))
        return discharge(th, [*facts, root], frozenset(x.conclusion for x in facts))


def image(rows: Sort, cols: Sort) -> Theorem:
    """0 < K, 0 < x, 0 < y, cross-ratios of K at most r², 1 ≤ r, d(x, y) ≤ D ⊢ d(Kx, Ky) ≤ (r − 1)/(r + 1)·D in Hilbert's metric."""
    return rules.retype(_image(), sorts={ROWS.sort: rows, COLS.sort: cols})


@cache
def _image() -> Theorem:
    at, cols = Rows(ROWS.sort, COLS.sort), COLS.sort
    i, k, j, l, K, x, y = at.i, at.k, at.j, at.l, at.K, at.x, at.y
    positive = [f.assume(ForAll(j, Lt(0, z[j]))) for z in (x, y)]
    near = f.assume(hilbert_at_most(x, y, j, D))
    ratio, mu = log(x[j]) - log(y[j]), scalar("mu")
    smallest = f.inst(minimum(cols), {"h": (j, 1), "x": (j, ratio)})
    (found,) = f.obtain(smallest, l)
    least = log(x[l]) - log(y[l])
    low = at.settled(f.le(0, ratio - least, f.by(f.mp(f.spec(f.part(found, 1), j), f.linear(1, 1)))), found, *positive)

    def moved(i: Any) -> Any:
        return log(Sum(K[i, j] * x[j], j)) - log(Sum(K[i, j] * y[j], j))

    th = f.inst(growth(cols), {"b": (j, K[k, j] * y[j]), "rho": (j, at.factor), "w": (j, ratio - mu)})
    th = at.settled(
        f.restate(f.cut(th, *at.facts), Le(moved(i) - moved(k), MOST * D)),
        *positive,
        f.assume(ForAll(j, And(Le(0, ratio - mu), Le(ratio - mu, D)))),
    )
    th = f.cut(f.inst(th, {mu: least}), f.gen(f.conj(low, f.spec(near, j, l)), j))
    return f.gen(at.settled(f.release(th, smallest, l), near, *positive), i, k)


@cache
def averages(rows: Sort, cols: Sort) -> Theorem:
    """0 < K, cross-ratios of K at most r², 1 ≤ r, low ≤ g_j ≤ high ⊢ the averages of g by two rows of K differ by at most
    (r − 1)/(r + 1)·(high − low)."""
    at = Rows(rows, cols)
    i, k, j, K = at.i, at.k, at.j, at.K
    g, (low, high) = field("g", j), scalar("low high")
    test = f.assume(ForAll(j, And(Le(low, g[j]), Le(g[j], high))))
    bounds = [f.by(f.part(f.spec(test, j), n)) for n in range(2)]
    moved = f.gen(f.conj(f.le(0, g[j] - low, bounds[0]), f.le(g[j] - low, high - low, bounds[1])), j)
    th = f.inst(gain(cols), {"b": (j, K[k, j]), "rho": (j, at.factor), "g": (j, g[j] - low), R: high - low})
    th = f.cut(th, *at.facts, moved)

    def mean(i: Any) -> Any:
        return Sum(K[i, j] * g[j], j) / Sum(K[i, j], j)

    return f.gen(at.settled(f.le(mean(i) - mean(k), MOST * (high - low), f.by(th)), test), i, k)


@cache
def log_mean(sort: Sort) -> Theorem:
    """0 < p, Σ p = 1, |z| ≤ H ≤ 1/2 ⊢ Σ p z ≤ log Σ p eᶻ ≤ Σ p z + 2H² and |log Σ p eᶻ| ≤ H."""
    j, H = index("j", IndexType(sort)), scalar("H")
    p, z = field("p z", j)
    weight, mass, small = f.assume(ForAll(j, Lt(0, p[j]))), f.assume(Eq(Sum(p[j], j), 1)), f.assume(Le(H, Rational(1, 2)))
    near = f.assume(ForAll(j, And(Le(-H, z[j]), Le(z[j], H))))
    sign, (low, high) = f.by(f.spec(weight, j)), (f.by(f.part(f.spec(near, j), n)) for n in range(2))
    total, mean = Sum(p[j] * exp(z[j]), j), Sum(p[j] * z[j], j)
    positive = f.lt(0, total, f.tot(j, f.mul(sign, f.ex(z[j]))))
    # eᵐ = eᵐ Σ p (1 + z − m) ≤ Σ p eᶻ for the mean m
    tangent = f.by(f.inst(exp_tangent(), {"t": z[j] - mean}))
    jensen = f.le(exp(mean), total, f.tot(j, f.mul(sign, f.ex(mean), tangent)), (mass, exp(mean) * (1 - mean)))
    # eᶻ ≤ 1 + z + 2z², and z² ≤ H²
    parabola = f.cut(f.inst(exp_below(), {"z": z[j]}), f.le(z[j], Rational(1, 2), f.add(high, f.by(small))))
    curve = f.le(exp(z[j]), 1 + z[j] + 2 * H * H, f.add(f.by(parabola), f.mul(f.num(2), low, high)))
    above = f.le(total, 1 + mean + 2 * H * H, f.tot(j, f.mul(sign, f.by(curve))), (mass, -(1 + 2 * H * H)))
    capped = f.le(total, exp(H), f.tot(j, f.mul(sign, monotone(z[j], H, high))), (mass, -exp(H)))
    least = f.le(-H, mean, f.tot(j, f.mul(sign, low)), (mass, -H))
    logs = [
        f.cut(f.inst(log_monotone(), {"x": x, "y": y}), th, positive) for x, y, th in ((exp(mean), total, jensen), (total, exp(H), capped))
    ]
    lower = f.le(mean, log(total), f.by(logs[0]))
    upper = f.le(log(total), mean + 2 * H * H, f.add(f.by(f.inst(log_tangent(), {"x": total})), f.by(above)))
    within = f.le(-H, log(total), f.add(f.by(least), f.by(lower))), f.le(log(total), H, f.by(logs[1]))
    facts = [weight, mass, near, small]
    return discharge(f.conj(lower, upper, *within), [*facts, positive], frozenset(x.conclusion for x in facts))
