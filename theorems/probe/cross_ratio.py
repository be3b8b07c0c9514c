"""Cross-ratios are complete exactly where 4-cycles generate all cycles.

The 2×2 cross-ratios K_ij K_kl/(K_il K_kj) tell any two kernels on a carrier apart that no row and column factors relate, if and only
if every flow on the carrier, a field whose rows and columns sum to 0, is a combination of 4-cycles.  On full and on causal carriers
they do, with factors that can be read off.  Where no two rows share two keys there are no 4-cycles, and a cycle is enough for two
kernels that the cross-ratios cannot tell apart: so it is on the hexagon, three tokens that address one another but not themselves.
Source: Geometric Attention (arXiv 2601.11618), section 2; Diestel (2017), Graph Theory, section 1.9.
"""

from functools import reduce
from operator import mul

from gaproof import Claim
from gaproof.lemmas.flows import is_flow, unary_and_flow
from gaproof.lemmas.linear_algebra import projection
from gaproof.lemmas.logarithm import log_of
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.tactics.context import peel
from gaproof.tactics.order import square_zero
from gaproof.tactics.search import discharge
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Sum, array, delta, exp, field, index, log, number, scalar
from gaproof.theory import Carrier, CrossRatios, EvidenceKernel
from theorems.probe import forest
from theorems.probe.cycle import F, K, L, M, a, b, carrier, d, e, factors, gauge, i, j, m, n, u, v, x
from theorems.probe.forest import D, E, H, doubled, seen, through
from theorems.probe.forest import l as r

(p, k), (q, l) = index("p i_2", n), index("q j_2", m)
W = field("c", i, j, k, l)


def square(i, j, k, l):
    """1 if the four entries of the rows i, k and the columns j, l are on the carrier."""
    return M[i, j] * M[k, l] * M[i, l] * M[k, j]


def around(p, q):
    """The 4-cycle i, j, k, l as a field: 1 at (i, j) and (k, l), −1 at (i, l) and (k, j)."""
    return square(i, j, k, l) * (delta(p, i) - delta(p, k)) * (delta(q, j) - delta(q, l))


agree = CrossRatios(carrier).agree(K, L)
complete = ForAll((a, b), Implies(agree, gauge))
generated = Exists(W, ForAll((p, q), Eq(F[p, q], Sum(W[i, j, k, l] * around(p, q), i, j, k, l))))
generate = ForAll(F, Implies(is_flow(F, M, i, j), generated))
claim = Claim("probe.cross_ratio", source="Geometric Attention, section 2; Diestel (2017), section 1.9")
criterion = claim.part("criterion", shows=Iff(complete, generate))

# full carriers, compared at the row p and the column q
whole = Carrier(i, j)
A, B = (EvidenceKernel(whole, baseline=kernel, name=name) for kernel, name in ((a, "K"), (b, "L")))
at_row, at_column = b[i, q] / a[i, q], b[p, j] * a[p, q] / (a[p, j] * b[p, q])
full = claim.part("full", given={"agree": CrossRatios(whole).agree(A, B)}, shows=ForAll((i, j), Eq(B[i, j], at_row * A[i, j] * at_column)))

# causal carriers of tokens at times t, the first of which is o
t, o, s = field("t", i), index("o", n), index("s", n)
N, a2, b2 = field("M", i, s, domain="mask"), *field("a b", i, s, domain="positive")
tokens = Carrier(i, s, N)
A2, B2 = (EvidenceKernel(tokens, baseline=kernel, name=name) for kernel, name in ((a2, "K"), (b2, "L")))
at_first, at_itself = b2[i, o] / a2[i, o], b2[s, s] * a2[s, o] / (a2[s, s] * b2[s, o])
causal = claim.part(
    "causal",
    given={
        "causal": ForAll((i, s), Iff(Eq(N[i, s], 1), Le(t[s], t[i]))),
        "first": ForAll(i, Le(t[o], t[i])),
        "agree": CrossRatios(tokens).agree(A2, B2),
    },
    shows=ForAll((i, s), Eq(B2[i, s], at_first * A2[i, s] * at_itself)),
)

# no two rows share two columns
apart = ForAll((i, j, k, l), Implies(Eq(square(i, j, k, l), 1), Implies(Eq(delta(i, k), 0), Eq(delta(j, l), 1))))
no_squares = claim.part("no squares", given={"apart": apart}, shows=agree)
alike = CrossRatios(carrier).agree(*(EvidenceKernel(carrier, baseline=array((i, j), entry)) for entry in (number(1), doubled)))
blind = claim.part("a cycle without squares", given={"apart": apart, **through}, shows=Implies(Eq(H[r], 1), And(alike, seen)))


def squares_vanish(D):
    """D_ij + D_kl − D_il − D_kj on a square."""
    return D[i, j] + D[k, l] - D[i, l] - D[k, j]


def zero(F, total):
    """F_pq = 0, from Σ F² = 0."""
    entry = F[p, q]
    return f.cut(f.inst(square_zero(), {"x": entry}), f.zero_sum(f.le(0, entry * entry, f.sq(entry)), total, p, q))


corners = (i, j), (k, l), (i, l), (k, j)


def on_carrier(proof):
    """M = 1 at the four corners of a square, from square = 1."""
    whole, masks = f.assume(Eq(square(i, j, k, l), 1)), [f.spec(proof["M mask"], *at) for at in corners]
    out = []
    for at, mask in zip(corners, masks, strict=True):
        others = reduce(mul, (M[other] for other in corners if other != at))
        out.append(f.linear(M[at], 1, (whole, 1 - M[at]), (mask, others)))
    return out


def by_squares(proof, yes, left, right):
    """left = right times the square, from the case that it is 1."""
    s = square(i, j, k, l)
    at = [f.spec(proof["M mask"], *corner) for corner in corners]
    M1, M2, M3, M4 = (M[corner] for corner in corners)
    uses = (at[0], M2 * M2 * M3 * M3 * M4 * M4), (at[1], M1 * M3 * M3 * M4 * M4), (at[2], M1 * M2 * M4 * M4), (at[3], M1 * M2 * M3)
    is_mask = f.linear(s * s, s, *uses)
    no = f.linear(s * left, s * right, (f.assume(Eq(s, 0)), left - right))
    return mask_cases(is_mask, f.linear(s * left, s * right, (yes, s)), no)


R = field("R", p, q)
left_over = (
    ForAll((i, j, k, l), Eq(square(i, j, k, l) * squares_vanish(R), 0)),
    ForAll((p, q), Eq(R[p, q], M[p, q] * R[p, q])),
    ForAll(p, Eq(Sum(R[p, q], q), 0)),
    ForAll(q, Eq(Sum(R[p, q], p), 0)),
)


def nothing_left(proof, told):
    """R = 0, if it is a flow and vanishes around squares, and the cross-ratios are complete: they cannot tell 1 from e^R."""
    flat, lives, no_rows, no_columns = facts = tuple(map(f.assume, left_over))
    given = f.assume(And(*(Eq(M[at], 1) for at in corners)))
    ones = [f.part(given, t) for t in range(4)]
    s1 = f.linear(square(i, j, k, l), 1, *((one, reduce(mul, [M[at] for at in corners[t + 1 :]], number(1))) for t, one in enumerate(ones)))
    sides = R[i, j] + R[k, l], R[i, l] + R[k, j]
    even = f.linear(*sides, (f.spec(flat, i, j, k, l), 1), (s1, sides[1] - sides[0]))
    powers = f.rewrite(even, f.linear(exp(sides[0]), exp(sides[0])), x, Eq(exp(sides[0]), exp(x)))
    one, power = EvidenceKernel(carrier, baseline=array((i, j), 1)), EvidenceKernel(carrier, baseline=array((i, j), exp(R[i, j])))
    top, bottom = M[i, j] * M[k, l], M[i, l] * M[k, j]
    goal = CrossRatios(carrier).agree(one, power)
    equation = goal.body.args[1]
    same = proof.clear(f.linear(*equation.args, (powers, -top / bottom * exp(-sides[1]))), given, flat, *ones)
    positive = f.gen(f.lt(0, 1, f.num(1)), i, j), f.gen(f.lt(0, exp(R[i, j]), f.ex(R[i, j])), i, j)
    related = f.mp(
        f.spec(f.mp(f.spec(told, ((i, j), 1)), positive[0]), ((i, j), exp(R[i, j]))), positive[1], f.gen(f.imply(same, given), i, k, j, l)
    )
    *_, known = f.obtain(related, d, e)
    # so R is a row field and a column field, to which a flow is orthogonal
    live, sum_ = f.assume(Eq(M[p, q], 1)), log(d[p]) + log(e[q])
    power = f.linear(exp(R[p, q]), exp(sum_), (f.spec(f.part(known, 2), p, q), 1), (live, d[p] * e[q] - exp(R[p, q])))
    equal = f.rewrite(f.inst(f.linear(log(exp(x)), x), {x: sum_}), log_of(power), x, Eq(log(exp(R[p, q])), x))
    yes = f.linear(R[p, q] * R[p, q], R[p, q] * sum_, (equal, R[p, q]))
    masked = f.linear(R[p, q], 0, (f.spec(lives, p, q), 1), (f.assume(Eq(M[p, q], 0)), R[p, q]))
    no = f.linear(R[p, q] * R[p, q], R[p, q] * sum_, (masked, R[p, q] - sum_))
    split = proof.clear(mask_cases(f.spec(proof["M mask"], p, q), yes, no), known, lives)
    total = f.linear(
        Sum(R[p, q] * R[p, q], p, q), 0, (split, 1, p, q), (f.spec(no_rows, p), log(d[p]), p), (f.spec(no_columns, q), log(e[q]), q)
    )
    return f.gen(f.release(proof.clear(zero(R, total), known, told, *facts), related, d, e), p, q)


@criterion.proof
def flows_are_what_is_left(proof):
    # if 4-cycles generate, the flow that log b − log a leaves is orthogonal to itself
    every, same = f.assume(generate), f.assume(agree)
    signs = [f.assume(ForAll((i, j), Lt(0, kernel[i, j]))) for kernel in (a, b)]
    split = f.inst(unary_and_flow(n.sort, m.sort), {"D": ((i, j), log(b[i, j]) - log(a[i, j])), "M": M})
    split = f.cut(split, proof["M mask"])
    *_, known = f.obtain(split, u, v, F)
    combined = f.mp(f.spec(every, F), f.part(known, 1))
    (by_cycles,) = f.obtain(combined, W)

    ones = on_carrier(proof)
    ratio = f.mp(f.spec(same, i, k, j, l), f.conj(*ones))
    whole = f.assume(Eq(square(i, j, k, l), 1))
    left, right = a[i, j] * a[k, l] * b[i, l] * b[k, j], b[i, j] * b[k, l] * a[i, l] * a[k, j]
    bottoms = K[i, l] * K[k, j] * L[i, l] * L[k, j]
    products = f.linear(left, right, (ratio, bottoms), (whole, right - left))
    products = proof.clear(products, same, *signs, *ones, whole)
    logs = [log(a[i, j]) + log(a[k, l]) + log(b[i, l]) + log(b[k, j]), log(b[i, j]) + log(b[k, l]) + log(a[i, l]) + log(a[k, j])]
    powers = log_of(f.linear(exp(logs[0]), exp(logs[1]), (products, 1)))
    undone = [f.inst(f.linear(log(exp(x)), x), {x: t}) for t in logs]
    flat = f.rewrite(undone[0], powers, x, Eq(x, log(exp(logs[1]))))
    flat = f.rewrite(undone[1], flat, x, Eq(logs[0], x))
    at = [
        f.linear(
            F[c],
            log(b[c]) - log(a[c]) - u[c[0]] - v[c[1]],
            (f.spec(f.part(known, 0), *c), -1),
            (one, log(b[c]) - log(a[c]) - u[c[0]] - v[c[1]]),
        )
        for c, one in zip(corners, ones, strict=True)
    ]
    yes = f.linear(squares_vanish(F), 0, *((th, sign) for th, sign in zip(at, (1, 1, -1, -1), strict=True)), (flat, -1))
    none = proof.clear(by_squares(proof, yes, squares_vanish(F), 0), same, *signs, known)
    total = f.linear(Sum(F[p, q] * F[p, q], p, q), 0, (f.spec(by_cycles, p, q), F[p, q], p, q), (none, W[i, j, k, l], i, j, k, l))
    gone = f.inst(zero(F, total), {p: i, q: j})
    gone = f.release(gone, combined, W)
    related = f.release(factors(proof, f.part(known, 0), gone, known, same, every, *signs), split, u, v, F)
    backward = f.gen(f.imply(f.gen(f.imply(related, signs[1], same), b), signs[0]), a)

    # if the cross-ratios are complete, what of a flow F is orthogonal to all 4-cycles is 0
    told, flow = f.assume(complete), f.assume(is_flow(F, M, i, j))
    lives, no_rows, no_columns = (f.part(flow, t) for t in range(3))
    spans = f.inst(projection((n.sort, m.sort), (n.sort, m.sort, n.sort, m.sort)), {"G": ((p, q, i, j, k, l), around(p, q))})
    P, C = field("P", p, q, p, q), field("C", i, j, k, l, p, q)
    *_, ortho = f.obtain(spans, P, C)
    product, symmetric, _, fixed = (f.part(ortho, t) for t in range(4))
    p2, q2 = index("p2", n), index("q2", m)

    def c(i, j, k, l):
        return Sum(C[i, j, k, l, p2, q2] * F[p2, q2], p2, q2)

    def R_(p, q):
        return F[p, q] - Sum(P[p, q, p2, q2] * F[p2, q2], p2, q2)

    expanded = f.spec(product, p, q, p2, q2)
    flat = f.linear(
        square(i, j, k, l) * (R_(i, j) + R_(k, l) - R_(i, l) - R_(k, j)),
        0,
        (f.spec(fixed, p2, q2, i, j, k, l), -F[p2, q2], p2, q2),
        (f.spec(symmetric, p, q, p2, q2), -around(p, q) * F[p2, q2], p, q, p2, q2),
    )
    signs4 = (1, 1, -1, -1)
    uses = []
    for at, sign in zip(corners, signs4, strict=True):
        others = reduce(mul, (M[other] for other in corners if other != at))
        uses.append((f.spec(proof["M mask"], *at), -sign * delta(p, at[0]) * delta(q, at[1]) * others))
    kept = f.linear(around(p, q), M[p, q] * around(p, q), *uses)
    F2 = F[p2, q2]
    inside = f.linear(
        R_(p, q),
        M[p, q] * R_(p, q),
        (f.spec(lives, p, q), 1),
        (expanded, -F2, p2, q2),
        (expanded, M[p, q] * F2, p2, q2),
        (kept, -c(i, j, k, l), i, j, k, l),
    )
    row = f.linear(Sum(R_(p, q), q), 0, (f.spec(no_rows, p), 1), (expanded, -F2, q, p2, q2))
    column = f.linear(Sum(R_(p, q), p), 0, (f.spec(no_columns, q), 1), (expanded, -F2, p, p2, q2))

    found = f.conj(f.gen(flat, i, j, k, l), f.gen(inside, p, q), f.gen(row, p), f.gen(column, q))
    none = f.inst(nothing_left(proof, told), {R: ((p, q), R_(p, q))})
    none = f.cut(none, *(f.part(found, t) for t in range(4)))
    combined = f.linear(F[p, q], Sum(c(i, j, k, l) * around(p, q), i, j, k, l), (f.spec(none, p, q), 1), (expanded, F2, p2, q2))
    some = f.exists(f.gen(combined, p, q), generated, ((i, j, k, l), c(i, j, k, l)))
    forward = f.gen(f.imply(f.release(some, spans, P, C), flow), F)
    return f.conj(f.imply(forward, told), f.imply(backward, every))


@full.proof
def one_row_and_one_column(proof):
    ratio = f.spec(proof["agree"], i, p, j, q)
    entry = f.linear(B[i, j], at_row * A[i, j] * at_column, (ratio, -b[i, q] * b[p, j] / b[p, q]))
    return proof.everywhere(entry, i, j)


@causal.proof
def the_first_token_and_the_token_itself(proof):
    live, masked = f.assume(Eq(N[i, s], 1)), f.assume(Eq(N[i, s], 0))

    def first(i):
        return f.mp(f.part(f.spec(proof["causal"], i, o), 1), f.spec(proof["first"], i))

    own = f.mp(f.part(f.spec(proof["causal"], s, s), 1), f.le(t[s], t[s], f.num(0)))
    ones = live, first(s), first(i), own
    ratio = f.mp(f.spec(proof["agree"], i, s, s, o), f.conj(*ones))
    left, right = a2[i, s] * a2[s, o] * b2[i, o] * b2[s, s], b2[i, s] * b2[s, o] * a2[i, o] * a2[s, s]
    entries = [N[i, s], N[s, o], N[i, o], N[s, s]]
    all_ones = f.linear(reduce(mul, entries), 1, *((one, reduce(mul, entries[t + 1 :], number(1))) for t, one in enumerate(ones)))
    bottoms = A2[i, o] * A2[s, s] * B2[i, o] * B2[s, s]
    products = proof.clear(f.linear(left, right, (ratio, bottoms), (all_ones, right - left)), *ones)
    goal = B2[i, s], at_first * A2[i, s] * at_itself
    yes = f.linear(*goal, (products, -N[i, s] / (a2[i, o] * a2[s, s] * b2[s, o])))
    no = f.linear(*goal, (masked, b2[i, s] - at_first * a2[i, s] * at_itself))
    return proof.everywhere(mask_cases(f.spec(proof["M mask"], i, s), yes, no), i, s)


@no_squares.proof
def nothing_is_compared(proof):
    given = f.assume(And(*(Eq(M[at], 1) for at in corners)))
    ones = [f.part(given, t) for t in range(4)]
    s1 = f.linear(square(i, j, k, l), 1, *((one, reduce(mul, [M[at] for at in corners[t + 1 :]], number(1))) for t, one in enumerate(ones)))
    y, z = index("y", n), index("z", m)

    def ratios(k, l):
        """The two ratios at the rows i, k and the columns j, l are one."""
        return Eq(*(kernel[i, j] * kernel[k, l] / (kernel[i, l] * kernel[k, j]) for kernel in (K, L)))

    def trivial(k, l):
        return proof.clear(f.linear(*ratios(k, l).args), *ones)

    one_row = f.rewrite(f.assume(Eq(delta(i, k), 1)), trivial(i, l), y, ratios(y, l))
    column = f.mp(f.spec(proof["apart"], i, j, k, l), s1, f.assume(Eq(delta(i, k), 0)))
    one_column = f.rewrite(column, trivial(k, j), z, ratios(k, z))
    same = mask_cases(f.linear(delta(i, k) * delta(i, k), delta(i, k)), one_row, one_column)
    return f.gen(f.imply(proof.clear(same, given), given), i, k, j, l)


@blind.proof
def one_entry_of_the_cycle_doubled(proof):
    signs = f.gen(f.lt(0, 1, f.num(1)), i, j), proof.auto(ForAll((i, j), Lt(0, doubled)))
    same = f.cut(f.inst(proof.use(claim, "no squares"), {a: ((i, j), 1), b: ((i, j), doubled)}), proof["apart"], *signs)
    on_cycle = f.assume(Eq(H[r], 1))
    return f.imply(f.conj(same, f.mp(proof.use(forest.claim, "a cycle interacts"), on_cycle)), on_cycle)


def one_row_of_keys(miss):
    """0 = 1: only row r has keys, so there are no flows and no cross-ratios; K = 1 there, and L = 1 but for one 2."""
    first, second, apart_ = miss.different(m)
    only = index("r", n)
    star, doubled = delta(i, only), 1 + delta(j, first)
    th = f.part(miss.at({"M": ((i, j), star)}), 1)
    # a flow has one entry in each column
    _, (is_a_flow,), combined = peel(th.conclusion.children[0])
    flow = f.assume(is_a_flow)
    lives, _, no_columns = (f.part(flow, t) for t in range(3))
    entry = f.linear(
        F[p, q], 0, (f.spec(lives, p, q), 1), (f.spec(no_columns, q), delta(p, only)), (f.spec(lives, i, q), -delta(p, only), i)
    )
    some = f.exists(f.gen(entry, p, q), combined, ((i, j, k, l), 0))
    rows_only_ = f.mp(th, f.gen(f.imply(some, flow), F))
    # two rows with keys are one row, so every cross-ratio is 1
    positive = f.gen(f.lt(0, 1, f.num(1)), i, j), f.gen(f.lt(0, doubled, f.add(f.num(1), f.sq(delta(j, first)))), i, j)
    at_one = f.mp(f.spec(f.mp(f.spec(rows_only_, ((i, j), 1)), positive[0]), ((i, j), doubled)), positive[1])
    _, (corners_,), _ = peel(at_one.conclusion.children[0])
    given = f.assume(corners_)
    in_i, in_k = f.part(given, 0), f.part(given, 1)

    y = scalar("y y_2")

    def ratio(here, there, y):
        """The two cross-ratios, where the mask is ``here`` in row i and ``there`` in row k, and L is y in the columns j and l."""
        pairs = (number(1), number(1)), y
        return Eq(*((here * t[0]) * (there * t[1]) / ((here * t[1]) * (there * t[0])) for t in pairs))

    at = 1 + delta(j, first), 1 + delta(l, first)
    ones = f.inst(f.linear(*ratio(number(1), number(1), y).args), dict(zip(y, at, strict=True)))
    ones = f.rewrite(f.flip(in_i), ones, x, ratio(x, number(1), at))
    ones = f.rewrite(f.flip(in_k), ones, x, ratio(star, x, at))
    ones = discharge(ones, [f.gen(f.lt(0, doubled, f.add(f.num(1), f.sq(delta(j, first)))), j)], given.hypotheses)
    related = f.mp(at_one, f.gen(f.imply(ones, given), i, k, j, l))
    (rows,) = f.obtain(related, d)
    at_first, at_second = (f.spec(f.part(rows, 1), only, column) for column in (first, second))
    return f.release(f.linear(0, 1, (at_first, -1), (at_second, 1), (apart_, -1)), related, d)


@criterion.near_miss("rows and columns are scaled: one row of keys has no cycles, K = (1, 1), L = (1, 2)", by=one_row_of_keys)
def by_rows_alone():
    by_rows = Exists(d, And(ForAll(i, Lt(0, d[i])), ForAll((i, j), Eq(L[i, j], d[i] * K[i, j]))))
    return Iff(ForAll((a, b), Implies(agree, by_rows)), generate)


@full.near_miss("columns are scaled as well: one row, K = (1, 1), L = (1, 2)")
def rows_only():
    return ForAll((i, j), Eq(B[i, j], at_row * A[i, j]))


@causal.near_miss("columns are scaled as well: two tokens, L has a 2 at the second")
def first_token_only():
    return ForAll((i, s), Eq(B2[i, s], at_first * A2[i, s]))


@no_squares.near_miss("rows that share two columns are compared: two by two, one entry doubled")
def with_squares():
    return {}, agree


alone = {M: [[1]], H: [1], forest.c: [0], forest.back: [0], r: 0, D: [2], E: [1]}
two_by_two = {M: [[1, 1], [1, 1]], H: [1, 1], forest.c: [0, 1], forest.back: [1, 0], r: 0, D: [1, 1], E: [1, 1]}
hexagon = {M: [[0, 1, 1], [1, 0, 1], [1, 1, 0]], H: [1, 1, 1], forest.c: [2, 0, 1], forest.back: [2, 0, 1], r: 0}


@blind.near_miss("one entry of two is not enough without a cycle: one edge, there and back", at=alone)
def without_a_cycle():
    return {"apart": apart, "edges": through["edges"]}, Implies(Eq(H[r], 1), And(alike, seen))


blind.necessary("apart", "two by two, where squares tell", at=two_by_two)
blind.necessary("proper", "one edge, there and back", at=alone)
blind.necessary("edges", "no edges at all", at={**hexagon, M: [[0] * 3] * 3, D: [1] * 3, E: [1] * 3})
square_of_ones = {M: [[1, 1], [1, 1]], a: [[1, 1], [1, 1]], b: [[2, 1], [1, 1]]}
no_squares.necessary("apart", "two by two, one entry doubled", at=square_of_ones)
full.necessary("agree", "two by two, one entry doubled", at={a: [[1, 1], [1, 1]], b: [[2, 1], [1, 1]], p: 1, q: 1})
