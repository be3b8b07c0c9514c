"""A convex mixture of anchored kernels is anchored, and its interaction rank may exceed the sum.

Average row-anchored kernels with weights that may depend on the row: the rows are probabilities again, positive exactly where some
kernel of positive weight is, and anchoring them changes nothing.  The interaction rank of the log is another matter.  Rows that are all
alike stay alike, so kernels without interaction have a mixture without.  But mix any share of the uniform kernel, of interaction rank 0,
into the kernel with the scores log 2 · x_i y_j, of interaction rank 1, where x is 1 on one row, -1 on another and 0 else, and y likewise
on the columns: as soon as there are three rows and three columns the rank is 2 or more.  Products of kernels do not do that.
Source: Geometric Attention (arXiv 2601.11618); Yang et al. (2018), Breaking the Softmax Bottleneck, ICLR, for mixtures of softmaxes.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas.logarithm import log_increasing, log_of, log_product
from gaproof.lemmas.rank_sum import minor_of_two
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Ne, Sum, delta, exp, field, index, log, number, scalar, sizes
from gaproof.theory import rank_at_most, row_anchor
from theorems.interaction.decomposition import i, interaction, j, k, l, m, n

H = sizes("H")
h = index("h", H)
w, A = field("w", i, h, domain="simplex"), field("A", h, i, j, domain="simplex")
mixture = Sum(w[i, h] * A[h, i, j], h)

claim = Claim("heads.mixture", source="Geometric Attention; Yang et al. (2018), Breaking the Softmax Bottleneck")
anchored = claim.part(
    "anchored",
    shows=And(ForAll((i, j), Le(0, mixture)), ForAll(i, Eq(Sum(mixture, j), 1)), ForAll((i, j), Eq(row_anchor(mixture, j), mixture))),
)
support = claim.part("union of the carriers", shows=ForAll((i, j), Iff(Lt(0, mixture), Exists(h, And(Lt(0, w[i, h]), Lt(0, A[h, i, j]))))))

# two kernels without interaction
E, F = field("E F", i, j)
t = scalar("t")


def of_log(K):
    """The interaction of log K."""
    return lambda i, j: interaction(lambda i, j: log(K(i, j)), i, j)


def unit_rows(K):
    return ForAll(i, Eq(Sum(K[i, j], j), 1))


def mixed(K, L):
    return lambda i, j: t * K(i, j) + (1 - t) * L(i, j)


def crossed(K):
    """All 2×2 cross-ratios of K are 1."""
    return ForAll((i, j, k, l), Eq(K(i, j) * K(k, l), K(i, l) * K(k, j)))


def flat(K):
    return ForAll((i, j), Eq(of_log(K)(i, j), 0))


none = claim.part(
    "no interaction",
    given={"E anchored": unit_rows(E), "F anchored": unit_rows(F), "E crossed": crossed(E), "F crossed": crossed(F)},
    shows=crossed(mixed(E, F)),
)

# the uniform kernel mixed into one with the scores λ x_i y_j
r = sizes("r", maybe_empty=True)
c, (p, q, o), (u, v, z) = index("c", r), index("p q o", n), index("u v z", m)
P, Q, x, y = field("P", i, c), field("Q", j, c), field("x", i), field("y", j)
rate, w_ = scalar("lambda_", domain="positive"), scalar("w_")
mean_x, mean_y = Sum(x[k], k) / n, Sum(y[l], l) / m


def K(i, j):
    return row_anchor(exp(rate * x[i] * y[j]), j)


def uniform(i, j):
    return row_anchor(number(1), j)


mix = mixed(K, uniform)


def corner(i, j):
    """The log of the mixture with row o and column z taken off."""
    return log(mix(i, j)) - log(mix(o, j)) - log(mix(i, z)) + log(mix(o, z))


minor = corner(p, u) * corner(q, v) - corner(p, v) * corner(q, u)
one_column = claim.part("rank one", shows=ForAll((i, j), Eq(of_log(K)(i, j), rate * (x[i] - mean_x) * (y[j] - mean_y))))
no_column = claim.part("rank zero", shows=flat(uniform))
share = {"share": And(Lt(0, t), Lt(t, 1))}
rows, columns = (x, (p, q, o)), (y, (u, v, z))


def spread(field, places):
    """The field is 1, -1 and 0 at the places."""
    return And(*(Eq(field[place], value) for place, value in zip(places, (1, -1, 0), strict=True)))


three = And(spread(*rows), spread(*columns))
half = Fraction(1, 2)
apart = claim.part("minor", given=share, shows=Implies(three, Lt(0, minor)), model={t: half})
few_columns = rank_at_most(of_log(mix)(i, j), i, j, c, P, Q)
exceeds = claim.part("rank two or more", given=share, shows=Implies(three, Implies(few_columns, Le(2, r))), model={t: half})


@anchored.proof
def averages_of_rows(proof):
    rows = f.linear(
        Sum(mixture, j), 1, (f.spec(proof["A simplex: unit rows"], h, i), w[i, h], h), (f.spec(proof["w simplex: unit rows"], i), 1)
    )
    itself = f.linear(row_anchor(mixture, j), mixture, (rows, -mixture / Sum(mixture, j)))
    total = f.lt(0, Sum(mixture, j), f.num(1), (rows, 1))
    return f.conj(proof.auto(ForAll((i, j), Le(0, mixture))), f.gen(rows, i), proof.everywhere(itself, i, j, facts=[f.gen(total, i)]))


@support.proof
def a_sum_with_a_positive_term(proof):
    weight, entry = w[i, h], A[h, i, j]
    some = Exists(h, And(Lt(0, weight), Lt(0, entry)))
    here = [f.assume(Lt(0, x)) for x in (weight, entry)]
    zero = f.absurd(f.mp(f.assume(f.otherwise(some)), f.exists(f.conj(*here), some, h)), Eq(weight * entry, 0))
    for x, name, other in ((entry, "A simplex: nonnegative", weight), (weight, "w simplex: nonnegative", entry)):
        sign = f.spec(proof[name], *((h, i, j) if x is entry else (i, h)))
        gone = f.linear(weight * entry, 0, (f.antisymmetry(f.assume(Le(x, 0)), sign), other))
        zero = f.cases(Lt(0, x), zero, gone)
    positive = f.assume(Lt(0, mixture))
    clash = f.absurd(f.lt(0, 0, f.by(positive), (zero, -1, h)), some)
    there = f.imply(f.cases(some, f.assume(some), clash), positive)
    back = f.imply(proof.auto(Lt(0, mixture), f.assume(some)), some)
    return f.gen(f.conj(there, back), i, j)


def same_rows(proof, K, name):
    """K_ij = Σ_l K_ij K_kl = Σ_l K_il K_kj = K_kj."""
    minor, rows = f.spec(proof[f"{name} crossed"], i, j, k, l), proof[f"{name} anchored"]
    return solved(K[i, j], K[k, j], (minor, 1, l), (f.spec(rows, k), K[i, j]), (f.spec(rows, i), K[k, j]))


@none.proof
def rows_that_are_alike(proof):
    mix, E_same, F_same = mixed(E, F), same_rows(proof, E, "E"), same_rows(proof, F, "F")
    same = f.gen(solved(mix(i, j), mix(k, j), (E_same, t), (F_same, 1 - t)), i, k, j)
    uses = (f.spec(same, i, k, j), mix(k, l)), (f.spec(same, i, k, l), -mix(k, j))
    return f.gen(f.linear(mix(i, j) * mix(k, l), mix(i, l) * mix(k, j), *uses), i, j, k, l)


@one_column.proof
def logs_of_exponentials(proof):
    return proof.identity()


@no_column.proof
def a_constant(proof):
    return proof.auto()


def bends(a, b):
    """0 < a, 0 < b, 0 < λ ⊢ log is less at e^−λ a + b than at a + b, and there less than at e^λ a + b, by more."""
    grows = f.add(f.by(f.inst(exp_tangent(), {"t": rate})), f.by(f.assume(Lt(0, rate))))  # 0 < e^λ − 1
    one, other = f.by(f.assume(Lt(0, a))), f.by(f.assume(Lt(0, b)))
    low, middle, high = (exp(c) * a + b for c in (-rate, number(0), rate))

    def less(x, y, witness):
        return f.cut(f.inst(log_increasing(), {"x": x, "y": y}), f.lt(x, y, witness))

    rise, fall = less(middle, high, f.mul(one, grows)), less(low, middle, f.mul(one, f.ex(-rate), grows))
    # (a + b)² < (e^λ a + b)(e^−λ a + b), because e^λ + e^−λ − 2 = e^−λ (e^λ − 1)²
    bent = less(middle * middle, high * low, f.mul(one, other, f.ex(-rate), grows, grows))
    parts = [f.inst(log_product(), {"x": x, "y": y}) for x, y in ((middle, middle), (high, low))]
    return rise, fall, f.lt(2 * log(middle), log(high) + log(low), f.by(bent), (parts[0], 1), (parts[1], -1))


@apart.proof
def logs_bend(proof):
    value, given = {p: 1, q: -1, o: 0, u: 1, v: -1, z: 0}, f.assume(three)
    at = {place: f.part(f.part(given, side), k) for side, (_, places) in enumerate((rows, columns)) for k, place in enumerate(places)}
    low, high = f.part(proof["share"], 0), f.part(proof["share"], 1)
    rest = (1 - t) / m
    shares = {row: t / Sum(exp(rate * x[row] * y[j]), j) for row in (p, q, o)}
    totals = [f.by(proof.auto(Lt(0, Sum(exp(rate * x[row] * y[j]), j)))) for row in shares]
    signs = [f.lt(0, a, f.mul(f.by(low), f.inv(total))) for a, total in zip(shares.values(), totals, strict=True)]
    signs.append(f.lt(0, rest, f.mul(f.by(high), f.inv(f.size(m)))))

    def log_mix(row, column):
        """log mix = log(e^(λ x_row y_column) a + b), the product x_row y_column a number."""
        number = value[row] * value[column]
        product = f.linear(x[row] * y[column], number, (at[row], y[column]), (at[column], value[row]))
        power = exp(rate * x[row] * y[column])
        power = f.rewrite(product, f.linear(power, power), w_, Eq(power, exp(rate * w_)))
        return log_of(f.linear(mix(row, column), exp(rate * number) * shares[row] + rest, (power, shares[row])))

    def log_at(row, number):
        return log(exp(rate * number) * shares[row] + rest)

    def found(row, column):
        """A corner as a difference of two logs."""
        number = value[row] * value[column]
        uses = (log_mix(row, column), 1), (log_mix(o, column), -1), (log_mix(row, z), -1), (log_mix(o, z), 1)
        return f.linear(corner(row, column), log_at(row, number) - log_at(row, 0), *uses)

    (_, fall, bent), (rise, _, bent2) = (bends(shares[row], rest) for row in (p, q))
    entry = {(row, column): found(row, column) for row in (p, q) for column in (u, v)}
    low_v = log_at(p, -1) - log_at(p, 0)
    uses = (entry[p, u], corner(q, v)), (entry[q, v], log_at(p, 1) - log_at(p, 0)), (entry[p, v], -corner(q, u)), (entry[q, u], -low_v)
    bound = f.lt(0, minor, f.add(f.mul(f.by(bent), f.by(rise)), f.mul(f.by(fall), f.by(bent2))), *uses)
    return f.imply(proof.clear(bound, *signs, *both_shares(proof), given), given)


def both_shares(proof):
    """0 < t and 0 < 1 − t."""
    low, high = f.part(proof["share"], 0), f.part(proof["share"], 1)
    return low, f.lt(0, 1 - t, f.by(high))


@exceeds.proof
def a_minor_that_does_not_vanish(proof):
    given = f.assume(proof.goal.children[1].children[0])
    *_, known = f.obtain(given, P, Q)
    uses = [(f.spec(known, *place), sign) for place, sign in (((i, j), 1), ((o, j), -1), ((i, z), -1), ((o, z), 1))]
    left, right = P[i, c] - P[o, c], Q[j, c] - Q[z, c]
    equal = f.linear(corner(i, j), Sum(left * right, c), *uses)
    equal = proof.everywhere(equal, i, j, facts=[known, *both_shares(proof)])
    columns = f.exists(equal, rank_at_most(corner(i, j), i, j, c, P, Q), ((i, c), left), ((j, c), right))
    few = f.cut(f.inst(minor_of_two(n, m, r), {"X": ((i, j), corner(i, j))}), columns)
    few = f.cut(few, f.restate(f.unequal(f.mp(proof.use(claim, "minor"), f.assume(three))), f.node(Ne(minor, 0))))
    return f.imply(f.release(few, given, P, Q), three, given)


other = field("other", j, h, domain="simplex")


@anchored.near_miss("weights that depend on the column: the rows need not sum to 1")
def weights_of_columns():
    mix = Sum(other[j, h] * A[h, i, j], h)
    return And(ForAll((i, j), Le(0, mix)), ForAll(i, Eq(Sum(mix, j), 1)), ForAll((i, j), Eq(row_anchor(mix, j), mix)))


@support.near_miss("an entry needs one kernel of positive weight, not all")
def intersection_of_the_carriers():
    return ForAll((i, j), Iff(Lt(0, mixture), ForAll(h, And(Lt(0, w[i, h]), Lt(0, A[h, i, j])))))


shares = field("t", i)


@none.near_miss("weights that depend on the row make an interaction: two rows, two columns")
def weights_of_rows():
    return none.given, crossed(lambda i, j: shares[i] * E[i, j] + (1 - shares[i]) * F[i, j])


@one_column.near_miss("the interaction is centred")
def not_centred():
    return ForAll((i, j), Eq(of_log(K)(i, j), rate * x[i] * y[j]))


@no_column.near_miss("the other kernel has an interaction: x = y = (0, 1)")
def other_kernel():
    return flat(K)


turned = {x: [1, -1, 0], y: [-1, 1, 0], rate: 1, t: half, p: 0, q: 1, o: 2, u: 0, v: 1, z: 2}


@apart.near_miss("the sign of the minor turns with the order of the columns", at=turned)
def columns_exchanged():
    return share, Implies(And(spread(*rows), spread(y, (v, u, z))), Lt(0, minor))


@exceeds.near_miss("one column has no interaction", at={r: 0, x: [1, -1, 0], y: [0], p: 0, q: 1, o: 2, rate: 1, t: half})
def any_columns():
    return share, Implies(spread(*rows), Implies(few_columns, Le(2, r)))


third = Fraction(1, 3)
one_key = {w: [[1]], A: [[[1]]]}
anchored.necessary("w simplex: nonnegative", "weights of both signs", at={w: [[2, -1]], A: [[[0, 1]], [[1, 0]]]})
anchored.necessary("A simplex: nonnegative", "a row of both signs", at={w: [[1]], A: [[[2, -1]]]})
anchored.necessary("w simplex: unit rows", "weights of total 2", at={**one_key, w: [[2]]})
anchored.necessary("A simplex: unit rows", "a row of total 2", at={**one_key, A: [[[2]]]})
support.necessary("w simplex: nonnegative", "a negative weight", at={w: [[2, -1]], A: [[[half, half]], [[1, 0]]]})
support.necessary("A simplex: nonnegative", "a negative entry", at={w: [[half, half]], A: [[[half, half]], [[-1, 2]]]})
# "unit rows" for "union of the carriers": totals play no part.
alike = {E: [[half, half]] * 2, F: [[third, 1 - third]] * 2, t: half}
none.necessary("E anchored", "a kernel with one row twice the other", at={**alike, E: [[1, 1], [2, 2]]})
none.necessary("F anchored", "a kernel with one row twice the other", at={**alike, E: alike[F], F: [[1, 1], [2, 2]]})
none.necessary("E crossed", "rows that differ", at={**alike, E: [[half, half], [third, 1 - third]]})
none.necessary("F crossed", "rows that differ", at={**alike, F: [[half, half], [third, 1 - third]]})
# "lambda_ positive" for "rank one": the log is linear in λ.
plain = {**turned, y: [1, -1, 0]}
apart.necessary("lambda_ positive", "the sign of the minor turns with that of λ", at={**plain, rate: -1})
apart.necessary("share", "logs of negative numbers, which may be 10", at={**plain, t: 2}, undefined=10)
exceeds.necessary("share", "the kernel alone has rank 1", at={**plain, t: 1, r: 1})
exceeds.necessary("lambda_ positive", "the kernel is uniform", at={**plain, rate: 0, r: 0})
apart.drawn({x: (i, delta(i, p) - delta(i, q)), y: (j, delta(j, u) - delta(j, v))})
