"""Mutants of interaction.chart_rope that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import Sum, delta

from .chart_rope import (
    G,
    P,
    Q,
    R,
    U,
    V,
    both,
    c,
    claim,
    commutes,
    cosine,
    d,
    e,
    equal,
    flat,
    gauge,
    generated,
    h,
    h2,
    i,
    i2,
    j,
    j2,
    planes,
    s,
    sine,
    t,
    u,
    v,
    x,
    y,
)


# The mutants of "one angle" with one equation wrong are true: two of the four say P = V, and the other two U = −Q.
@equal.mutant("dropped condition: the 1st part of co[u]·P[u, v] - si[u]·U[u, v]  …  V[u, v]·co[v] - U[u, v]·si[v]")
def without_the_first(p):
    return two_equations(p, 1, 2)


@equal.mutant("dropped term: the 2nd term of co[u]·P[u, v] - si[u]·U[u, v]")
@equal.mutant("dropped factor: the 2nd factor of si[u]·V[u, v]")
@equal.mutant("swapped symbol: co for si in si[v] (place 2)")
def one_of_the_first_two_is_wrong(p):
    return two_equations(p, 2, 3)


@equal.mutant("swapped index: u for v in U[u, v] (place 3)")
def the_third_is_wrong(p):
    return two_equations(p, 1, 3, second=True)


def two_equations(p, number, last, second=False):
    """Planes of one angle, from the equation of the second or third row and that of the fourth."""
    given, there = f.assume(p.goal.children[0].children[0]), f.spec(p["one cosine"], u, v)
    at, sines, inverse = f.spec(given, u, v), f.spec(p["one sine"], u, v), 1 / sine[v]
    parts = (-Q, V) if second else (-U, -P)
    P_V = f.linear(P, V, (f.part(at, number), inverse), (there, parts[0] * inverse), (sines, parts[1] * inverse))
    U_Q = f.linear(U, -Q, (f.part(at, last), inverse), (there, -V * inverse), (sines, -Q * inverse))
    found = f.cut(f.conj(P_V, U_Q), f.spec(p["no half turn"], v))
    return f.conj(f.imply(f.gen(found, u, v), given), f.part(p.use(claim, "one angle"), 1))


# At half turns sin u = 0, whatever it is multiplied by.
@flat.mutant("swapped symbol: P for U in U[u, v]")
def a_sine_times_P(p):
    return half_turns(p, 0, cosine[u] * P - sine[u] * P)


@flat.mutant("constant factor: 2 times the 1st term of si[u]·P[u, v] + co[u]·U[u, v]")
def twice_a_sine(p):
    return half_turns(p, 2, 2 * (sine[u] * P) + cosine[u] * U)


def half_turns(p, number, left):
    every = f.spec(p.use(claim, "half turns"), u, v)
    right = planes.body.args[number].args[1]
    wrong = solved(left, right, (f.part(every, number), 1), *((f.spec(p["half turns"], u), w) for w in (P, U)))
    return f.gen(f.conj(*(wrong if k == number else f.part(every, k) for k in range(4))), u, v)


# Of one edge, taken twice, the condition says G = R(−2y_j)G, so that R(−y_j − x_i − δ)G = R(y_j − x_i − δ)R(−2y_j)G = R(y_j − x_i − δ)G.
@gauge.mutant("sign: the 1st term of y[j] - x[i] (place 4)")
def twice_a_position_is_not_seen(p):
    there, back = (f.part(p.use(claim, "gauge"), side) for side in (0, 1))
    given, edges, gap = f.assume(p.goal.children[1].children[0]), f.assume(both), y[j] - x[i] - (y[j2] - x[i2])
    other, once = f.part(edges, 0), f.part(given, 1)
    same, wrong = f.mp(f.spec(once, i, j, i, j), f.conj(other, other)), f.mp(f.spec(once, i, j, i2, j2), edges)
    split, zero, unit = f.spec(p["group"], gap, -2 * y[j]), f.spec(p["group"], 0, 0), f.spec(p["orthogonal"], 0)
    one = solved(R(0, c, d), delta(c, d), (f.spec(zero, h, d), R(0, h, c), h), (f.spec(unit, c, e), R(0, e, d), e), (f.spec(unit, c, d), 1))
    right = solved(
        *commutes(gap).body.args,
        (f.spec(wrong, c, d), 1),
        (f.spec(split, c, e), G[e, d], e),
        (f.spec(same, h, d), R(gap, c, h), h),
        (f.inst(one, {c: e, d: d}), Sum(R(gap, c, h) * G[h, e], h), e),
    )
    right = f.gen(f.imply(f.gen(right, c, d), edges), i, j, i2, j2)
    return f.conj(there, f.imply(f.mp(back, f.conj(f.part(given, 0), right)), given))


# R(0) need not be 1: it is a projection E, and R(−s) = B the inverse of R(s) = A there.  GE = GAB = AGB = EGE = BGA = BAG = EG, and
# GB = EGB = BAGB = BGAB = BGE = BEG = BG.
@generated.mutant("dropped hypothesis: orthogonal")
def inverse_on_its_range(p):
    first, second, back = p["first"], p["second"], -s

    def product(a, b):
        """R(a)R(b), as R of their sum."""
        return f.spec(p["group"], a, b)

    added = solved(
        *commutes(s + t).body.args,
        (f.spec(product(s, t), e, d), G[c, e], e),
        (f.spec(product(s, t), c, e), G[e, d], e),
        (f.spec(first, c, h), R(t, h, d), h),
        (f.spec(second, h, d), R(s, c, h), h),
    )
    AB, BA, EA, AE, EB, BE = (product(*pair) for pair in ((s, back), (back, s), (0, s), (s, 0), (0, back), (back, 0)))
    between = Sum(R(0, c, e) * G[e, h] * R(0, h, d), e, h)
    right = solved(
        between,
        Sum(G[c, e] * R(0, e, d), e),
        (f.spec(AB, h, d), Sum(R(0, c, e) * G[e, h], e), h),
        (f.spec(first, e, h), R(0, c, e) * R(back, h, d), e, h),
        (f.spec(EA, c, h), Sum(G[h, h2] * R(back, h2, d), h2), h),
        (f.spec(first, c, h), R(back, h, d), h),
        (f.spec(AB, h, d), G[c, h], h),
    )
    left = solved(
        between,
        Sum(R(0, c, e) * G[e, d], e),
        (f.spec(BA, c, e), Sum(G[e, h] * R(0, h, d), h), e),
        (f.spec(first, e, h), R(back, c, e) * R(0, h, d), e, h),
        (f.spec(AE, h, d), Sum(R(back, c, e) * G[e, h], e), h),
        (f.spec(first, h, d), R(back, c, h), h),
        (f.spec(BA, c, h), G[h, d], h),
    )
    kept = f.gen(solved(*commutes(0).body.args, (left, 1), (right, 1)), c, d)
    undone = solved(
        *commutes(back).body.args,
        (f.spec(EB, h, d), G[c, h], h),
        (f.spec(kept, c, h), R(back, h, d), h),
        (f.spec(BA, c, h), Sum(G[h, h2] * R(back, h2, d), h2), h),
        (f.spec(first, h, h2), R(back, c, h) * R(back, h2, d), h, h2),
        (f.spec(AB, h2, d), Sum(R(back, c, h) * G[h, h2], h), h2),
        (f.spec(kept, h, d), R(back, c, h), h),
        (f.spec(BE, c, h), G[h, d], h),
    )
    return f.conj(f.gen(added, c, d), f.gen(undone, c, d))
