"""Functions s(x, y) of two numbers that are sums of products q_c(x) k_c(y), one for each c of a finite type.

Such a function is spanned by as many of its own sections s(u_c, ·).  The exponential e^(κxy) is none, on any rectangle: exponentials
with different rates are independent on every interval.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

from ..proof import rules
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.search import discharge, prove
from ..tactics.solve import solved
from ..terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Ne, Rational, Sum, delta, exp, field, function, index, scalar
from .logarithm import log_of
from .mask import mask_cases
from .rank import factorisation, nowhere, trace_at_most, trace_columns

x, y, x0, y0, a, b, t, z = scalar("x y x0 y0 a b t z")
lo, hi, low, high = scalar("lo hi low high")  # the rectangle lo ≤ x ≤ hi, low ≤ y ≤ high
s = field("s", x, y)
FALSE = Eq(0, 1)


def between(lower: Any, t: Any, upper: Any) -> Any:
    """lower ≤ t ≤ upper."""
    return And(Le(lower, t), Le(t, upper))


def everywhere(body: Any) -> Any:
    """For all x and y."""
    return ForAll((x, y), body)


def on_rectangle(body: Any) -> Any:
    """For all x and y of the rectangle."""
    return ForAll((x, y), Implies(between(lo, x, hi), Implies(between(low, y, high), body)))


def separation(s: Any, c: Any, over: Any = everywhere) -> Any:
    """∃q, k: s(x, y) = Σ_c q_c(x) k_c(y) for all x and y, or those of the rectangle."""
    q, k = field("q", c, x), field("k", c, y)
    return Exists((q, k), over(Eq(s(x, y), Sum(q[c, x] * k[c, y], c))))


@cache
def switch() -> Theorem:
    """t² = t ⊢ phi(a + t(b − a)) = (1 − t) phi(a) + t phi(b): a function where t is 0 or 1."""
    phi, mask = function("phi"), f.linear(t * t, t, (f.assume(Eq(t * t, t)), 1))
    on, off = f.assume(Eq(t, 1)), f.assume(Eq(t, 0))
    goal = Eq(phi(a + t * (b - a)), (1 - t) * phi(a) + t * phi(b))
    at_1 = f.rewrite(f.flip(on), f.linear(phi(a + (b - a)), (1 - 1) * phi(a) + 1 * phi(b)), t, goal)
    at_0 = f.rewrite(f.flip(off), f.linear(phi(a + 0 * (b - a)), (1 - 0) * phi(a) + 0 * phi(b)), t, goal)
    return mask_cases(mask, at_1, at_0)


def switched(phi: Any, i: Any, i0: Any, start: Any, end: Any) -> Theorem:
    """phi(a + δ(b − a)) = (1 − δ) phi(a) + δ phi(b) for δ = δ_ii0."""
    mask = f.linear(delta(i, i0) * delta(i, i0), delta(i, i0))
    return f.cut(f.inst(switch(), {"phi": (z, phi(z)), "t": delta(i, i0), "a": start, "b": end}), mask)


@cache
def sections_span(r: Any, over: Any = everywhere) -> Theorem:
    """s = Σ_c q_c k_c ⊢ ∃u, ρ: s(x, y) = Σ_c ρ_c(x) s(u_c, y), everywhere or on the rectangle.

    Induction over the set h of factors k_c that are sections already.  If ρ_d is not 0 at x0, then s(x0, ·) takes the place of k_d,
    because k_d = (s(x0, ·) − Σ_(c≠d) ρ_c(x0) k_c)/ρ_d(x0).
    """
    c, d = index("c d", r)
    q, k, u, rho, h = field("q", c, x), field("k", c, y), field("u", c), field("rho", c, x), field("h", c)
    given = f.assume(separation(s, c, over))
    bounds = {t: f.assume(between(*ends)) for t, ends in ((x, (lo, x, hi)), (x0, (lo, x0, hi)), (y, (low, y, high)))}

    def at(th: Theorem, x: Any) -> Theorem:
        """What holds at x and y."""
        th = f.spec(th, x, y)
        return th if over is everywhere else f.mp(th, bounds[x], bounds[y])

    def closed(th: Theorem) -> Theorem:
        """It holds at all x and y."""
        return f.gen(th if over is everywhere else f.imply(th, bounds[x], bounds[y]), x, y)

    def factor(h: Any, c: Any, y: Any) -> Any:
        return h(c) * s[u[c], y] + (1 - h(c)) * k[c, y]

    def claim(h: Any) -> Any:
        return Exists((u, rho, k), over(Eq(s[x, y], Sum(rho[c, x] * factor(h, c, y), c))))

    def none(c: Any) -> Any:
        return Rational(0)

    def more(c: Any) -> Any:
        return h[c] + delta(c, d)

    *_, known = f.obtain(given, q, k)
    start = f.linear(s[x, y], Sum(q[c, x] * (0 * s[0, y] + (1 - 0) * k[c, y]), c), (at(known, x), 1))
    base = f.release(f.exists(closed(start), claim(none), (c, 0), q, k), given, q, k)

    here, new = f.assume(claim(lambda c: h[c])), f.assume(Eq(h[d], 0))
    *_, known = f.obtain(here, u, rho, k)
    some = Exists(x0, And(between(lo, x0, hi), Ne(rho[d, x0], 0)) if over is on_rectangle else Ne(rho[d, x0], 0))
    pivot, zero = f.assume(Ne(rho[d, x], 0)), f.assume(Eq(rho[d, x], 0))
    found = f.exists(f.conj(bounds[x], pivot) if over is on_rectangle else pivot, some, x)
    zero = f.cases(zero.conclusion, zero, f.absurd(f.mp(f.assume(f.otherwise(some)), found), zero.conclusion))
    kept = f.linear(s[x, y], Sum(rho[c, x] * factor(more, c, y), c), (at(known, x), 1), (zero, k[d, y] - s[u[d], y]))
    kept = f.exists(closed(kept), claim(more), u, rho, k)

    (chosen,) = f.obtain(f.assume(some), x0)
    facts = (f.part(chosen, 0), f.part(chosen, 1)) if over is on_rectangle else (chosen,)
    point, share = u[c] + delta(c, d) * (x0 - u[c]), rho[d, x] / rho[d, x0]
    weight = rho[c, x] - share * rho[c, x0] + delta(c, d) * share
    traded = f.linear(
        s[x, y],
        Sum(weight * (more(c) * s[point, y] + (1 - more(c)) * k[c, y]), c),
        (at(known, x), 1),
        (at(known, x0), -share),
        (switched(lambda t: s[t, y], c, d, u[c], x0), -weight * more(c), c),
        (new, -share * (s[x0, y] - k[d, y])),
    )
    traded = f.exists(closed(f.cut(traded, *facts)), claim(more), (c, point), ((c, x), weight), k)
    either = f.cases(some, f.release(traded, f.assume(some), x0), kept)
    step = f.release(either, here, u, rho, k)
    th = rules.subset_induct(base, step, field=f.symbol(h), index=f.symbol(d), formula=f.node(claim(lambda c: h[c])))
    every = f.cut(f.inst(th, {h: (c, 1)}), f.gen(f.linear(Rational(1) * Rational(1), 1), c))
    *_, known = f.obtain(every, u, rho, k)
    spanned = f.linear(s[x, y], Sum(rho[c, x] * s[u[c], y], c), (at(known, x), 1))
    goal = Exists((u, rho), over(Eq(s[x, y], Sum(rho[c, x] * s[u[c], y], c))))
    return f.release(f.exists(closed(spanned), goal, u, rho), every, u, rho, k)


@cache
def exponentials_independent(r: Any) -> Theorem:
    """0 < η, v ≠ v_c, α e^(vy) = Σ_c a_c e^(v_c y) for low ≤ y ≤ low + |r|η ⊢ α = 0.

    Induction over the set h of rates on the right.  The difference of the equation at y + η and e^(v_d η) times that at y has the factor
    e^(vη) − e^(v_d η) instead of α, and no term with e^(v_d y).
    """
    c, d = index("c d", r)
    alpha, v, eta = scalar("alpha v eta")
    w, u, h = field("w", c), field("u", c), field("h", c)
    step_size, other = f.assume(Lt(0, eta)), f.assume(ForAll(c, Ne(v, u[c])))

    def equation(alpha: Any, w: Any, h: Any) -> Any:
        body = Eq(alpha * exp(v * y), Sum(h(c) * w(c) * exp(u[c] * y), c))
        return ForAll(y, Implies(Le(low, y), Implies(Le(y, low + eta * Sum(h(c), c)), body)))

    def claim(h: Any) -> Any:
        return ForAll((alpha, w), Implies(equation(alpha, lambda c: w[c], h), Eq(alpha, 0)))

    def none(c: Any) -> Any:
        return Rational(0)

    def more(c: Any) -> Any:
        return h[c] + delta(c, d)

    alone = f.assume(equation(alpha, lambda c: w[c], none))
    first = f.mp(f.spec(alone, low), f.le(low, low, f.num(0)), f.le(low, low + eta * Sum(none(c), c), f.num(0)))
    base = f.gen(f.imply(f.linear(alpha, 0, (first, exp(-v * low))), alone), alpha, w)

    here, given = f.assume(claim(lambda c: h[c])), f.assume(equation(alpha, lambda c: w[c], more))
    start, end = f.assume(Le(low, y)), f.assume(Le(y, low + eta * Sum(h[c], c)))
    at_y = f.mp(f.spec(given, y), start, f.le(y, low + eta * Sum(more(c), c), f.add(f.by(end), f.by(step_size))))
    later = f.le(low, y + eta, f.add(f.by(start), f.by(step_size)))
    at_later = f.mp(f.spec(given, y + eta), later, f.le(y + eta, low + eta * Sum(more(c), c), f.by(end)))

    def gap(v: Any) -> Any:
        return exp(v * eta) - exp(u[d] * eta)

    fewer = f.linear(
        alpha * gap(v) * exp(v * y), Sum(h[c] * (w[c] * gap(u[c])) * exp(u[c] * y), c), (at_later, 1), (at_y, -exp(u[d] * eta))
    )
    vanishes = f.mp(f.spec(here, alpha * gap(v), (c, w[c] * gap(u[c]))), f.gen(f.imply(fewer, start, end), y))
    same = f.assume(Eq(gap(v), 0))
    equal = log_of(f.linear(exp(v * eta), exp(u[d] * eta), (same, 1)))
    equal = f.linear(v, u[d], (equal, 1 / eta))
    never = f.rewrite(equal, f.spec(other, d), z, Ne(z, u[d]))
    apart = f.cases(same.conclusion, f.absurd(never, Ne(gap(v), 0)), f.assume(Ne(gap(v), 0)))
    gone = f.cut(f.linear(alpha, 0, (vanishes, 1 / gap(v))), apart)
    step = f.gen(f.imply(f.cut(gone, rules.unequal(step_size)), given), alpha, w)
    th = rules.subset_induct(base, step, field=f.symbol(h), index=f.symbol(d), formula=f.node(claim(lambda c: h[c])))
    every = f.cut(f.inst(th, {h: (c, 1)}), f.gen(f.linear(Rational(1) * Rational(1), 1), c))
    return f.spec(every, alpha, w)


@cache
def avoided(r: Any) -> Theorem:
    """lo < hi ⊢ ∃x (lo ≤ x ≤ hi ∧ ∀c x ≠ u_c): a finite set leaves an interval, at one end of an interval, for every new number."""
    c, d = index("c d", r)
    u, h = field("u", c), field("h", c)
    wide = f.assume(Lt(lo, hi))

    def free(a: Any, b: Any, h: Any) -> Any:
        """a < b in the interval, and no number of the set lies between a and b."""
        outside = ForAll((c, t), Implies(Eq(h(c), 1), Implies(between(a, t, b), Ne(t, u[c]))))
        return And(Le(lo, a), Lt(a, b), Le(b, hi), outside)

    def claim(h: Any) -> Any:
        return Exists((a, b), free(a, b, h))

    def none(c: Any) -> Any:
        return Rational(0)

    def more(c: Any) -> Any:
        return h[c] + delta(c, d)

    no = f.assume(Eq(none(c), 1))
    empty = f.gen(f.imply(f.absurd(no, Implies(between(lo, t, hi), Ne(t, u[c]))), no), c, t)
    base = f.exists(f.conj(f.le(lo, lo, f.num(0)), wide, f.le(hi, hi, f.num(0)), empty), claim(none), lo, hi)

    here = f.assume(claim(lambda c: h[c]))
    *_, found = f.obtain(here, a, b)
    left, order, right, outside = (f.part(found, k) for k in range(4))
    middle = (a + b) / 2
    member = f.assume(Eq(more(c), 1))
    is_new, is_old = f.assume(Eq(delta(c, d), 1)), f.assume(Eq(delta(c, d), 0))
    mask = f.linear(delta(c, d) * delta(c, d), delta(c, d))
    before = f.linear(h[c], 1, (member, 1), (is_old, -1))

    def half(start: Any, end: Any, low_end: Theorem, high_end: Theorem, side: Theorem) -> Theorem:
        """The statement for one more number, u_d, which lies on the ``side`` of the middle where the interval from start to end is not."""
        inside = f.assume(between(start, t, end))
        at_d = f.assume(Eq(t, u[d]))
        below = f.symbol(u) in side.conclusion.children[0].free
        clash = f.part(inside, 0 if below else 1)
        gap = f.mul(f.num(Fraction(1, 4)), f.by(order))
        never = f.lt(0, 0, f.add(f.by(side), f.by(clash), gap), (at_d, -1 if below else 1))
        apart = f.cases(at_d.conclusion, f.absurd(never, Ne(t, u[d])), f.assume(Ne(t, u[d])))
        k = index("k", r)
        fresh = f.rewrite(f.linear(delta(d, c), 1, (is_new, 1)), apart, k, Ne(t, u[k]))
        there = f.le(a, t, f.add(f.by(low_end), f.by(f.part(inside, 0)))), f.le(t, b, f.add(f.by(f.part(inside, 1)), f.by(high_end)))
        old = f.mp(f.spec(outside, c, t), before, f.conj(*there))
        every = f.gen(f.imply(mask_cases(mask, fresh, old), member, inside), c, t)
        room = f.lt(start, end, gap)
        inner = f.le(lo, start, f.add(f.by(left), f.by(low_end))), room, f.le(end, hi, f.add(f.by(high_end), f.by(right)))
        return f.exists(f.conj(*inner, every), claim(more), start, end)

    quarter = f.mul(f.num(Fraction(1, 4)), f.by(order))
    beyond, ahead = f.assume(Le(u[d], middle)), f.assume(Lt(middle, u[d]))
    upper, lower = (a + 3 * b) / 4, (3 * a + b) / 4
    on_the_right = half(upper, b, f.le(a, upper, f.add(quarter, quarter, quarter)), f.le(b, b, f.num(0)), beyond)
    on_the_left = half(a, lower, f.le(a, a, f.num(0)), f.le(lower, b, f.add(quarter, quarter, quarter)), ahead)
    step = f.release(f.cases(beyond.conclusion, on_the_right, on_the_left), here, a, b)
    th = rules.subset_induct(base, step, field=f.symbol(h), index=f.symbol(d), formula=f.node(claim(lambda c: h[c])))
    every = f.cut(f.inst(th, {h: (c, 1)}), f.gen(f.linear(Rational(1) * Rational(1), 1), c))
    *_, found = f.obtain(every, a, b)
    left, order, right, outside = (f.part(found, k) for k in range(4))
    start = f.conj(f.le(a, a, f.num(0)), f.le(a, b, f.by(order)))
    away = f.gen(f.mp(f.spec(outside, c, a), f.linear(1, 1), start), c)
    inside = f.conj(left, f.le(a, hi, f.add(f.by(order), f.by(right))))
    return f.release(f.exists(f.conj(inside, away), Exists(x, And(between(lo, x, hi), ForAll(c, Ne(x, u[c])))), a), every, a, b)


@cache
def exponential_not_separable(r: Any) -> Theorem:
    """κ ≠ 0, lo < hi, low < high, e^(κxy) = Σ_c q_c(x) k_c(y) on the rectangle ⊢ 0 = 1: sections are exponentials in y with rates κu_c."""
    c = index("c", r)
    kappa, u, rho = scalar("kappa"), field("u", c), field("rho", c, x)
    rate, wide, tall = f.assume(Ne(kappa, 0)), f.assume(Lt(lo, hi)), f.assume(Lt(low, high))
    given = f.assume(separation(lambda x, y: exp(kappa * x * y), c, on_rectangle))
    spanned = f.cut(f.inst(sections_span(r, on_rectangle), {"s": ((x, y), exp(kappa * x * y))}), given)
    *_, known = f.obtain(spanned, u, rho)
    free = avoided(r)
    (found,) = f.obtain(free, x)
    inside, away = f.part(found, 0), f.spec(f.part(found, 1), c)
    same = f.assume(Eq(kappa * x, kappa * u[c]))
    clash = f.rewrite(f.linear(x, u[c], (same, 1 / kappa)), away, z, Ne(z, u[c]))
    apart = f.cases(same.conclusion, f.absurd(clash, Ne(kappa * x, kappa * u[c])), f.assume(Ne(kappa * x, kappa * u[c])))
    eta = (high - low) / (1 + r)
    step = f.lt(0, eta, f.mul(f.by(tall), f.inv(f.add(f.num(1), f.size(r)))))
    values = {"alpha": 1, "v": kappa * x, "u": (c, kappa * u[c]), "w": (c, rho[c, x]), "eta": eta}
    last = f.inst(exponentials_independent(r), values)
    start, end = f.assume(Le(low, y)), f.assume(Le(y, low + eta * Sum(Rational(1), c)))
    room = f.mul(f.by(tall), f.inv(f.add(f.num(1), f.size(r))))
    below = f.le(y, high, f.add(f.by(end), room))
    at = f.mp(f.spec(known, x, y), inside, f.conj(start, below))
    at = f.linear(1 * exp(kappa * x * y), Sum(1 * rho[c, x] * exp(kappa * u[c] * y), c), (at, 1))
    th = f.mp(f.cut(last, step, f.gen(f.cut(apart, rate), c)), f.gen(f.imply(at, start, end), y))
    th = discharge(f.absurd(th, FALSE), [known, found, rate, wide, tall], frozenset(t.conclusion for t in (known, found, rate, wide, tall)))
    return f.release(f.release(th, free, x), spanned, u, rho)


@cache
def all_matrices(n: Any, m: Any, r: Any) -> Theorem:
    """|r| < n, |r| < m, every matrix s(x_i, y_j) has r columns ⊢ s = Σ_c q_c k_c.

    Induction over the set h of rows: either s is separable, or there are points x_i for the rows of h and y_j for as many columns g whose
    matrix T has an inverse G.  The idempotent GT has trace Σ h, so that Σ h ≤ |r|: not all rows are reached.  If the remainder
    s(x, y) − Σ_jk s(x, y_j) G_jk s(x_k, y) vanishes, s is separable; otherwise a point where it does not is added to the matrix.
    """
    (i, i2, i0), (j, j2, j0), c = index("i i2 i0", n), index("j j2 j0", m), index("c", r)
    h, g, p, o, G = field("h", i), field("g", j), field("p", i), field("o", j), field("G", j, i)
    few_rows, few_columns = f.assume(Lt(r, n)), f.assume(Lt(r, m))
    A, B = field("A", i, c), field("B", j, c)
    low_rank = f.assume(ForAll((p, o), factorisation(s[p[i], o[j]], i, j, c, A, B)))
    separable = separation(s, c)
    i3, (U, V) = index("i3", n), field("U V", i, c)

    def T(i: Any, j: Any) -> Any:
        return s[p[i], o[j]]

    def pivots(h: Any, g: Any, T: Any, G: Any) -> tuple[Any, ...]:
        """g is a set of columns as large as h, and G lives on both and is a right inverse of T there."""
        return (
            ForAll(j, Eq(g(j) * g(j), g(j))),
            Eq(Sum(g(j), j), Sum(h(i), i)),
            ForAll((j, i), Eq(g(j) * G(j, i), G(j, i))),
            ForAll((j, i), Eq(G(j, i) * h(i), G(j, i))),
            ForAll((i, i2), Eq(h(i) * Sum(T(i, j) * G(j, i2), j), h(i2) * delta(i, i2))),
        )

    def inverse(h: Any) -> Any:
        return Exists((g, p, o, G), And(*pivots(h, lambda j: g[j], lambda i, j: s[p[i], o[j]], lambda j, i: G[j, i])))

    def claim(h: Any) -> Any:
        return Implies(Implies(separable, FALSE), inverse(h))

    def none(i: Any) -> Any:
        return Rational(0)

    def more(i: Any) -> Any:
        return h[i] + delta(i, i0)

    not_separable = f.assume(Implies(separable, FALSE))
    nothing = pivots(none, lambda j: Rational(0), lambda i, j: s[0, 0], lambda j, i: Rational(0))
    base = f.exists(prove(f.node(And(*nothing)), []), inverse(none), (j, 0), (i, 0), (j, 0), ((j, i), 0))
    base = f.imply(base, not_separable)

    here, new = f.assume(claim(lambda i: h[i])), f.assume(Eq(h[i0], 0))
    existence = f.mp(here, not_separable)
    *_, known = f.obtain(existence, g, p, o, G)
    mask, size, on_columns, on_rows, left = (f.part(known, number) for number in range(5))

    # GT is idempotent of trace Σ h and has r columns
    def product(j: Any, j2: Any) -> Any:
        return Sum(G[j, i] * T(i, j2), i)

    j3 = index("j3", m)
    inner = Sum(T(i, j3) * G[j3, i2], j3)
    again = solved(
        Sum(product(j, j3) * product(j3, j2), j3),
        product(j, j2),
        (f.spec(on_rows, j, i), inner * T(i2, j2), i, i2),
        (f.spec(left, i, i2), G[j, i] * T(i2, j2), i, i2),
        (f.spec(on_rows, j, i), T(i, j2), i),
    )
    trace = solved(Sum(product(j, j), j), Sum(h[i], i), (f.spec(on_rows, j, i), T(i, j), j, i), (f.spec(left, i, i), 1, i))
    matrix = f.spec(low_rank, p, o)
    *_, factors = f.obtain(matrix, A, B)
    over_j, over_j2 = field("A2", j, c), field("B2", j2, c)
    whole = f.linear(product(j, j2), Sum(Sum(G[j, i] * A[i, c], i) * B[j2, c], c), (f.spec(factors, i, j2), G[j, i], i))
    columns = factorisation(product(j, j2), j, j2, c, over_j, over_j2)
    columns = f.exists(f.gen(whole, j, j2), columns, ((j, c), Sum(G[j, i] * A[i, c], i)), B)
    columns = f.release(columns, matrix, A, B)
    few = f.cut(f.inst(trace_at_most(m, r), {"E": ((j, j2), product(j, j2))}), f.gen(again, j, j2), columns)
    few = f.le(Sum(h[i], i), r, f.by(few), (trace, 1))

    # if nothing remains, s is separable with the columns of h, which r holds
    remains = s[x, y] - Sum(s[x, o[j]] * G[j, i] * s[p[i], y], j, i)
    some = Exists((x, y), Ne(remains, 0))
    vanishes = f.spec(nowhere(some), x, y)
    rows = f.assume(ForAll(i, Eq(h[i] * h[i], h[i])))
    square = f.linear(Sum(delta(i, i3) * h[i] * (delta(i3, i2) * h[i3]), i3), delta(i, i2) * h[i], (f.spec(rows, i), delta(i, i2)))
    fits = f.cut(
        f.inst(trace_columns(n, r), {"E": ((i, i2), delta(i, i2) * h[i])}),
        f.gen(square, i, i2),
        f.le(Sum(delta(i, i) * h[i], i), r, f.by(few)),
    )
    *_, unit = f.obtain(fits, U, V)
    q, k = Sum(s[x, o[j]] * G[j, i] * U[i, c], j, i), Sum(V[i, c] * s[p[i], y], i)
    whole = solved(
        s[x, y],
        Sum(q * k, c),
        (vanishes, 1),
        (f.spec(unit, i, i2), Sum(s[x, o[j]] * G[j, i], j) * s[p[i2], y], i, i2),
        (f.spec(on_rows, j, i), s[x, o[j]] * s[p[i], y], j, i),
    )
    whole = f.exists(f.gen(whole, x, y), separable, ((c, x), q), ((c, y), k))
    stopped = f.absurd(f.mp(not_separable, f.release(whole, fits, U, V)), inverse(more))

    # otherwise a point x0, y0 where something remains, and a column j0 that is not used yet
    *_, rest = f.obtain(f.assume(some), x0, y0)
    unused = Exists(j0, Eq(g[j0], 0))
    clash = f.absurd(f.mp(f.assume(f.otherwise(unused)), f.exists(f.assume(Eq(g[j], 0)), unused, j)), Eq(g[j], 1))
    full = mask_cases(f.spec(mask, j), f.assume(Eq(g[j], 1)), clash)
    crowded = f.lt(0, 0, f.add(f.by(few), f.by(few_columns)), (size, -1), (full, 1, j))
    column = f.cases(unused, f.assume(unused), f.absurd(crowded, unused))
    (empty,) = f.obtain(column, j0)
    rho = s[x0, y0] - Sum(s[x0, o[j]] * G[j, i] * s[p[i], y0], j, i)

    def w(j: Any) -> Any:
        return delta(j, j0) - Sum(G[j, i] * s[p[i], y0], i)

    def z(i: Any) -> Any:
        return delta(i, i0) - Sum(s[x0, o[j]] * G[j, i], j)

    def grown(j: Any, i: Any) -> Any:
        return G[j, i] + w(j) * z(i) / rho

    no_row = f.linear(G[j0, i], 0, (f.spec(on_columns, j0, i), -1), (empty, G[j0, i]))
    no_column = f.linear(G[j, i0], 0, (f.spec(on_rows, j, i0), -1), (new, G[j, i0]))
    new_p, new_o = p[i] + delta(i, i0) * (x0 - p[i]), o[j] + delta(j, j0) * (y0 - o[j])
    goal = pivots(more, lambda j: g[j] + delta(j, j0), lambda i, j: s[new_p, new_o], grown)
    tail = z(i) / rho
    mask_ = solved(*goal[0].body.args, (f.spec(mask, j), 1), (empty, delta(j, j0)))
    size_ = solved(*goal[1].args, (size, 1))
    on_columns_ = solved(
        *goal[2].body.args,
        (f.spec(on_columns, j, i), 1),
        (no_row, delta(j, j0)),
        (f.spec(on_columns, j, i2), s[p[i2], y0] * tail, i2),
        (f.inst(no_row, {i: i2}), delta(j, j0) * s[p[i2], y0] * tail, i2),
        (empty, delta(j, j0) * tail),
    )
    on_rows_ = solved(
        *goal[3].body.args,
        (f.spec(on_rows, j, i), 1),
        (no_column, delta(i, i0)),
        (f.spec(on_rows, j2, i), s[x0, o[j2]] * w(j) / rho, j2),
        (f.inst(no_column, {j: j2}), delta(i, i0) * s[x0, o[j2]] * w(j) / rho, j2),
        (new, delta(i, i0) * w(j) / rho),
    )
    # the enlarged matrix, entry by entry: rows of h, the new row, and its corner
    di, dj = delta(i, i0), delta(j, j0)
    entry = solved(
        s[new_p, new_o],
        (1 - di) * ((1 - dj) * T(i, j) + dj * s[p[i], y0]) + di * ((1 - dj) * s[x0, o[j]] + dj * s[x0, y0]),
        (switched(lambda t: s[t, new_o], i, i0, p[i], x0), 1),
        (switched(lambda t: s[p[i], t], j, j0, o[j], y0), 1 - di),
        (switched(lambda t: s[x0, t], j, j0, o[j], y0), di),
    )
    one = f.linear(rho / rho, 1)
    end = z(i2) / rho
    corner = (1 - di) * (s[p[i], y0] - T(i, j0)) + di * (s[x0, y0] - s[x0, o[j0]])
    in_rows = Sum(T(i0, j) * G[j, i2], j) + (s[p[i0], y0] - Sum(T(i0, j) * G[j, i] * s[p[i], y0], j, i)) * end
    in_new_row = Sum(s[x0, o[j]] * G[j, i2], j) + rho * end
    left_ = solved(
        *goal[4].body.args,
        (entry, more(i) * (G[j, i2] + w(j) * end), j),
        (f.inst(no_row, {i: i2}), more(i) * corner),
        (f.inst(no_row, {i: i3}), more(i) * corner * s[p[i3], y0] * end, i3),
        (new, di * in_new_row),
        (new, di * in_rows),
        (f.spec(left, i, i2), 1),
        (f.spec(left, i, i3), s[p[i3], y0] * end, i3),
        (one, di * z(i2)),
    )
    enlarged = f.conj(f.gen(mask_, j), size_, f.gen(on_columns_, j, i), f.gen(on_rows_, j, i), f.gen(f.cut(left_, rest), i, i2))
    found = f.exists(enlarged, inverse(more), (j, g[j] + delta(j, j0)), (i, new_p), (j, new_o), ((j, i), grown(j, i)))
    found = f.release(f.release(found, column, j0), f.assume(some), x0, y0)
    either = f.release(f.cases(some, found, stopped), existence, g, p, o, G)
    step = f.imply(either, not_separable)
    th = rules.subset_induct(base, step, field=f.symbol(h), index=f.symbol(i0), formula=f.node(claim(lambda i: h[i])))
    every = f.cut(f.inst(th, {h: (i, 1)}), f.gen(f.linear(Rational(1) * Rational(1), 1), i))
    # not all rows can be reached
    existence = f.mp(every, not_separable)
    most = f.inst(few, {h: (i, 1)})
    clash = f.absurd(f.lt(0, 0, f.add(f.by(most), f.by(few_rows))), FALSE)
    clash = f.release(clash, existence, g, p, o, G)
    return f.cases(separable, f.assume(separable), f.absurd(clash, separable))
