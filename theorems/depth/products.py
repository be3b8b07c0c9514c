"""A product of attention layers is a layer of rows, of higher interaction rank.

The product of two matrices with probability rows has probability rows.  But a product of two Gibbs kernels leaves the class of those with
interaction rank at most r, for every r ≥ 1, where there is room for it: with n queries, N keys and m values, n, m ≥ r + 2 and N ≥ r + 1.
Let p = r + 1 queries and p values correspond to p classes of keys; at least one query and one value are left.  Score a pair log (1 + 3p²)
if it corresponds, and 0 if not, and let the keys of a class share one weight.  Both layers have interaction rank at most r.  In their
product the corresponding queries and values have, against two that are left, the interaction b δ − a with 0 < b < 2a ≤ pa, which is a
matrix of full rank p.
Source: elementary; for the rank, Eckart and Young (1936), Psychometrika 1.
"""

from gaproof import Claim
from gaproof.lemmas.injection import injection, unused
from gaproof.lemmas.logarithm import log_of
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.rank import trace_at_most, trace_columns
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import (
    And,
    Eq,
    Exists,
    ForAll,
    Implies,
    Le,
    Lt,
    Sum,
    array,
    companion,
    delta,
    exp,
    field,
    index,
    index_map,
    log,
    number,
    scalar,
    sizes,
)
from gaproof.theory import rank_at_most, softmax

n, N, m, r, p = sizes("n N m r p")
(i, i0), (l, l2), (j, j0), (d, d2), (k, k2, k3) = (
    index("i i0", n),
    index("l l2", N),
    index("j j0", m),
    index("d d2", r),
    index("k k2 k3", p),
)
A, B, S, T = field("A", i, l), field("B", l, j), field("S", i, l), field("T", l, j)
Q, K, Q2, K2, Q3, K3 = field("Q", i, d), field("K", l, d), field("Q2", l, d), field("K2", j, d), field("Q3", i, d), field("K3", j, d)
query, key, value = index_map("query", k, i), index_map("key", l, k), index_map("value", k, j)
u, y, z = scalar("u y z")


def probabilities(A, i, j):
    """Rows of A are probabilities."""
    return And(ForAll((i, j), Le(0, A[i, j])), ForAll(i, Eq(Sum(A[i, j], j), 1)))


def interaction(entry, i, j, n, m):
    """What is left of a field without its effects of rows and columns."""
    i2, j2 = companion(i), companion(j)
    return entry(i, j) - Sum(entry(i, j2), j2) / m - Sum(entry(i2, j), i2) / n + Sum(entry(i2, j2), i2, j2) / (n * m)


def score(S):
    """An entry of a field."""
    return lambda i, j: S[i, j]


def log_product(i, j):
    """The logarithm of the product of the two Gibbs kernels."""
    return log(Sum(softmax(S[i, l], over=l) * softmax(T[l, j], over=j), l))


def within(S, i, j, n, m, Q, K):
    """Its interaction has rank at most |r|."""
    return rank_at_most(interaction(S, i, j, n, m), i, j, d, Q, K)


claim = Claim("depth.products", source="Eckart and Young (1936), for the rank; the rest is elementary")
rows = claim.part(
    "rows",
    given={"first": probabilities(A, i, l), "second": probabilities(B, l, j)},
    shows=probabilities(array((i, j), Sum(A[i, l] * B[l, j], l)), i, j),
    model={A: ((i, l), 1 / N), B: ((l, j), 1 / m)},
)
places = And(
    Eq(p, r + 1),
    ForAll((k, k2), And(Eq(delta(query(k), query(k2)), delta(k, k2)), Eq(delta(value(k), value(k2)), delta(k, k2)))),
    ForAll(k, And(Eq(delta(query(k), i0), 0), Eq(delta(value(k), j0), 0), Exists(l, Eq(delta(key(l), k), 1)))),
)
room = And(Eq(p, r + 1), Lt(p, n), Le(p, N), Lt(p, m))
low_rank = And(within(score(S), i, l, n, N, Q, K), within(score(T), l, j, N, m, Q2, K2))
high_rank = Implies(within(log_product, i, j, n, m, Q3, K3), Eq(0, 1))
leaves_the_class = Exists((S, T), And(low_rank, high_rank))
grows = claim.part("the rank grows", shows=Implies(room, leaves_the_class))


@rows.proof
def sums_of_products(proof):
    (sign, mass), (sign2, mass2) = ([f.part(proof[name], x) for x in range(2)] for name in ("first", "second"))
    entry = f.tot(l, f.mul(f.by(f.spec(sign, i, l)), f.by(f.spec(sign2, l, j))))
    signs = f.gen(f.le(0, Sum(A[i, l] * B[l, j], l), entry), i, j)
    unit = f.linear(Sum(Sum(A[i, l] * B[l, j], l), j), 1, (f.spec(mass2, l), A[i, l], l), (f.spec(mass, i), 1))
    return f.conj(signs, f.gen(unit, i))


width = 3 * p * p  # λ
corner, edge, top = p, p + width, p + 2 * width  # p, Y and X: sums over the classes
diagonal = top + width * width  # Z


def polynomial(*coefficients):
    """c₁ p + c₂ p² + …, which is positive."""
    return f.add(*(f.mul(f.num(c), *[f.size(p)] * power) for power, c in enumerate(coefficients, start=1) if c))


a, b = 2 * log(edge) - log(top) - log(corner), log(diagonal) - log(top)


def logarithms():
    """⊢ 0 < b, 0 ≤ a and b < 2a, by 1 + t ≤ eᵗ."""
    cases = (
        (-b, top / diagonal, f.mul(polynomial(0, 0, 0, 9), f.inv(polynomial(1, 6, 0, 9)))),
        (-a, top * corner / (edge * edge), f.mul(polynomial(0, 0, 0, 9), f.inv(f.mul(*[polynomial(1, 3)] * 2)))),
        (
            b - 2 * a,
            diagonal * top * corner * corner / (edge * edge * edge * edge),
            f.mul(polynomial(0, 0, 0, 0, 0, 18, 99, 27), f.inv(f.mul(*[polynomial(1, 3)] * 4))),
        ),
    )
    return [f.lt(t, 0, f.add(f.by(f.inst(exp_tangent(), {"t": t})), gap), (f.linear(exp(t), ratio), -1)) for t, ratio, gap in cases]


def raised(rate, truth):
    """e^(rate · truth) = 1 + (e^rate − 1) · truth, for a truth that is 0 or 1."""
    yes, no = f.assume(Eq(truth, 1)), f.assume(Eq(truth, 0))
    at_one = f.rewrite(f.linear(1, truth, (yes, -1)), f.linear(exp(rate * 1), exp(rate)), y, Eq(exp(rate * y), exp(rate)))
    at_none = f.rewrite(f.linear(0, truth, (no, -1)), f.linear(exp(rate * 0), 1), y, Eq(exp(rate * y), 1))
    goal = exp(rate * truth), 1 + (exp(rate) - 1) * truth
    yes, no = f.linear(*goal, (at_one, 1), (yes, 1 - exp(rate))), f.linear(*goal, (at_none, 1), (no, 1 - exp(rate)))
    return mask_cases(f.linear(truth * truth, truth), yes, no)


def turned_over():
    """y = z ⊢ 1/y = 1/z."""
    return f.quotient(f.linear(1, 1), f.assume(Eq(y, z)))


rate, (g, shift) = log(1 + width), field("g shift", l)
first_scores, second_scores = rate * delta(i, query(key(l))) + log(g[l]), rate * delta(j, value(key(l)))


weighted = And(ForAll(l, Lt(0, g[l])), ForAll(k, Eq(Sum(delta(key(l), k) * g[l], l), 1)))


def class_weights(proof, given):
    """⊢ ∃g: g is positive and adds up to 1 over every class of keys: one over the size of the class."""
    members = Sum(delta(key(l), k), l)
    nonempty = f.part(f.spec(f.part(given, 2), k), 2)
    (found,) = f.obtain(nonempty, l2)
    rest = f.tot(l, f.mul(f.sq(delta(key(l), k)), f.sq(1 - delta(l, l2))))
    some = f.release(f.lt(0, members, f.add(f.num(1), rest), (found, 1)), nonempty, l2)
    size = array((k,), members)
    share = f.linear(Sum(delta(key(l), k) * (1 / size[key(l)]), l), members * (1 / members))
    one = f.linear(share.conclusion.children[0], 1, (share, 1), (f.inst(f.linear(y * (1 / y), 1), {y: members}), 1))
    at_key = f.gen(some, k)
    sign = f.lt(0, 1 / size[key(l)], f.inv(f.by(f.spec(at_key, key(l)))))
    th = f.conj(f.gen(proof.clear(sign, given, at_key), l), f.gen(proof.clear(one, given, at_key), k))
    return f.exists(th, Exists(g, weighted), (l, 1 / size[key(l)]))


(U, V, X, Y), R, E = field("U V X Y", k, d), field("R", i, j), array((k, k2), delta(k, k2) - 1 / p)


def spared():
    """⊢ ∃U, V: δ_kk2 − 1/p = Σ_d U_kd V_k2d, which has the trace p − 1 = r."""
    square = f.gen(f.linear(Sum(E[k, k3] * E[k3, k2], k3), E[k, k2]), k, k2)
    few = f.le(Sum(E[k, k], k), r, f.num(0), (f.part(f.assume(places), 0), -1))
    return f.cut(f.inst(trace_columns(p, r), {"E": ((k, k2), E[k, k2])}), square, few)


def one_less(field_, left, right, i, j, sizes_, factors):
    """The interaction of a field has r columns, if it is Σ_k left_ik right_jk with Σ_k left = 0 or Σ_k right = 0."""
    columns = spared()
    *_, known = f.obtain(columns, U, V)
    entry, (Q, K) = f.spec(known, k, k2), factors
    query_, key_ = Sum(left * U[k, d], k), Sum(right * V[k, d], k)
    right2 = array((k,), right)[k2]
    equal = f.linear(interaction(field_, i, j, *sizes_), Sum(query_ * key_, d), (entry, left * right2, k, k2))
    found = f.exists(f.gen(equal, i, j), within(field_, i, j, *sizes_, Q, K), ((i, d), query_), ((j, d), key_))
    return f.release(found, columns, U, V)


def corresponding():
    """∀i,j R̃ = Σ_d Q₃ K₃ ⊢ what R has at two corresponding places against the two that are left is a product with r columns."""
    given = f.assume(ForAll((i, j), Eq(interaction(score(R), i, j, n, m), Sum(Q3[i, d] * K3[j, d], d))))
    cross = array((i, j), R[i, j] - R[i, j0] - R[i0, j] + R[i0, j0])[query(k), value(k2)]
    corners = ((query(k), value(k2), 1), (query(k), j0, -1), (i0, value(k2), -1), (i0, j0, 1))
    columns = Sum((Q3[query(k), d] - Q3[i0, d]) * (K3[value(k2), d] - K3[j0, d]), d)
    return f.linear(cross, columns, *((f.spec(given, row, column), sign) for row, column, sign in corners))


def full_rank():
    """∀k,k2 z δ − y = Σ_d X_kd Y_k2d, z ≠ 0, y p ≠ z ⊢ p ≤ r: the matrix has the inverse (δ − y/(y p − z))/z."""
    given = f.assume(ForAll((k, k2), Eq(z * delta(k, k2) - y, Sum(X[k, d] * Y[k2, d], d))))
    inverse = array((k, k2), (delta(k, k2) - y / (y * p - z)) / z)
    left = array((k, d), Sum(inverse[k, k2] * X[k2, d], k2))
    one = f.linear(delta(k, k2), Sum(left[k, d] * Y[k2, d], d), (f.spec(given, k3, k2), inverse[k, k3], k3))
    columns = rank_at_most(delta(k, k2), k, k2, d, U, V)
    columns = f.exists(f.gen(one, k, k2), columns, ((k, d), left[k, d]), Y)
    square = f.gen(f.linear(Sum(delta(k, k3) * delta(k3, k2), k3), delta(k, k2)), k, k2)
    return f.cut(f.inst(trace_at_most(p, r), {"E": ((k, k2), delta(k, k2))}), square, columns)


def bordered_identity(proof):
    """The witness, for given places."""
    given = f.assume(places)
    size, apart, borders = (f.part(given, x) for x in range(3))
    some = class_weights(proof, given)
    (weights,) = f.obtain(some, g)
    positive, unit = f.part(weights, 0), f.part(weights, 1)
    facts = given, weights, positive
    # the weights of the two layers, and their sums
    near, far = delta(i, query(k)), delta(j, value(k))
    up = f.linear(exp(first_scores), (1 + width * delta(i, query(key(l)))) * g[l], (raised(rate, delta(i, query(key(l)))), g[l]))
    down = f.linear(exp(second_scores), 1 + width * delta(j, value(key(l))), (raised(rate, delta(j, value(key(l)))), 1))
    up = proof.clear(up, given, weights, positive)
    mass_up, mass_down = p + width * Sum(near, k), m + width
    sum_up = f.linear(Sum(exp(first_scores), l), mass_up, (up, 1, l), (f.spec(unit, k), 1 + width * near, k))
    sum_down = f.linear(Sum(exp(second_scores), j), mass_down, (down, 1, j))
    together = (1 + width * near) * (1 + width * far)
    joint = Sum(together, k)
    over = Sum(exp(first_scores) * exp(second_scores), l)
    both = f.linear(
        over,
        joint,
        (up, exp(second_scores), l),
        (down, (1 + width * delta(i, query(key(l)))) * g[l], l),
        (f.spec(unit, k), (1 + width * near) * (1 + width * far), k),
    )
    # the product at the corresponding queries and values, and at the two that are left
    alive = f.lt(0, mass_up, f.add(f.size(p), f.mul(f.num(3), f.size(p), f.size(p), f.tot(k, f.sq(near)))))
    inverses = [f.cut(f.inst(turned_over(), dict(zip((y, z), th.conclusion.children, strict=True))), th) for th in (sum_up, sum_down)]
    inverses = [proof.clear(th, *facts, alive) for th in inverses]
    AB = array((i, j), Sum(softmax(first_scores, over=l) * softmax(second_scores, over=j), l))
    entry = exp(first_scores) / Sum(exp(first_scores), l) * exp(second_scores)
    product = f.linear(
        AB[i, j], joint / mass_up / mass_down, (inverses[1], entry, l), (inverses[0], over / mass_down), (both, 1 / mass_up / mass_down)
    )
    product = f.gen(proof.clear(product, *facts, alive), i, j)
    queries, values = (f.part(f.spec(apart, k2, k), x) for x in range(2))
    values = f.inst(values, {k2: k3})
    no_query, no_value = (f.part(f.spec(borders, k), x) for x in range(2))
    same = f.assume(Eq(delta(k2, k3), 1)), f.assume(Eq(delta(k2, k3), 0))

    def at(row, column, value, mass, to_joint, to_mass):
        """log (AB) there, from its sum over the classes and that of its row."""
        th = f.spec(product, row, column)
        entry, whole = AB[row, column], array((i,), mass_up)[row]
        sums, masses = f.linear(array((i, j), joint)[row, column], value, *to_joint), f.linear(whole, mass, *to_mass)
        turned = f.cut(f.inst(turned_over(), dict(zip((y, z), masses.conclusion.children, strict=True))), masses)
        known = f.lt(0, whole, f.by(proof.auto(Lt(0, mass))), (masses, 1))
        th = f.linear(entry, value / mass / mass_down, (th, 1), (sums, 1 / whole / mass_down), (turned, value / mass_down))
        return f.linear(log(entry), log(value) - log(mass) - log(mass_down), (log_of(proof.clear(th, *facts, known, *same)), 1))

    query_there, value_there = width * (1 + width * delta(value(k3), value(k))), width * (1 + width * delta(k2, k))
    of_query = (queries, width, k)
    to_both = (queries, query_there, k), (values, value_there, k)
    ends = [
        at(query(k2), value(k3), corner_, edge, (*to_both, (case, width * width)), [of_query])
        for case, corner_ in zip(same, (diagonal, top), strict=True)
    ]
    to_value = (queries, width, k), (no_value, width * (1 + width * delta(query(k2), query(k))), k)
    by_query = at(query(k2), j0, edge, edge, to_value, [of_query])
    by_value = at(
        i0,
        value(k3),
        edge,
        corner,
        ((values, width, k), (no_query, width * (1 + width * delta(value(k3), value(k))), k)),
        [(no_query, width, k)],
    )
    left_over = at(
        i0, j0, corner, corner, ((no_query, width * (1 + width * delta(j0, value(k))), k), (no_value, width, k)), [(no_query, width, k)]
    )
    corners = array((i, j), log(AB[i, j]))

    def log_entry(i, j):
        return corners[i, j]

    cross = corners[query(k2), value(k3)] - corners[query(k2), j0] - corners[i0, value(k3)] + corners[i0, j0]
    yes, no = (
        f.linear(b * delta(k2, k3) - a, cross, (end, -1), (by_query, 1), (by_value, 1), (left_over, -1), (case, b))
        for end, case in zip(ends, same, strict=True)
    )
    table = mask_cases(f.linear(delta(k2, k3) * delta(k2, k3), delta(k2, k3)), yes, no)
    # so its rank would be p
    low = f.assume(within(log_entry, i, j, n, m, Q3, K3))
    *_, known = f.obtain(low, Q3, K3)
    columns = f.inst(corresponding(), {R: ((i, j), log(AB[i, j]))})
    columns = f.cut(f.inst(columns, {k: k2, k2: k3}), known)
    whole = f.linear(y, z, (f.assume(Eq(y, u)), 1), (f.assume(Eq(u, z)), 1))
    whole = f.inst(whole, dict(zip((y, u, z), (*table.conclusion.children, columns.conclusion.children[1]), strict=True)))
    whole = f.gen(proof.clear(f.cut(whole, table, columns), *facts, known), k2, k3)
    values_ = {z: b, y: a, X: ((k, d), Q3[query(k), d] - Q3[i0, d]), Y: ((k, d), K3[value(k), d] - K3[j0, d])}
    few = f.cut(f.inst(full_rank(), values_), whole)
    b_positive, a_positive, b_small = logarithms()
    one = f.le(1, r, f.tot(d, f.sq(1 - delta(d, d2))))
    two = f.le(2, p, f.by(one), (size, 1))
    signs = f.lt(0, b, f.by(b_positive)), f.lt(0, a * p - b, f.add(f.by(b_small), f.mul(f.by(two), f.by(a_positive))))
    few = proof.clear(few, *facts, known, *signs)
    never = f.absurd(f.le(1, 0, f.by(few), (size, 1)), Eq(0, 1))
    high = f.imply(f.release(never, low, Q3, K3), low)
    # and both scores have one column less than there are classes
    in_class = delta(key(l), k) - Sum(delta(key(l2), k), l2) / N
    first, second = array((i, l), rate * delta(i, query(key(l))) + shift[l]), array((l, j), second_scores)
    ranks = f.conj(
        one_less(lambda i, l: first[i, l], rate * (near - 1 / n), in_class, i, l, (n, N), (Q, K)),
        one_less(lambda l, j: second[l, j], in_class, rate * (far - 1 / m), l, j, (N, m), (Q2, K2)),
    )
    ranks = f.inst(ranks, {shift: (l, log(g[l]))})
    th = f.exists(f.conj(ranks, high), leaves_the_class, ((i, l), first_scores), ((l, j), second_scores))
    return f.release(th, some, g)


@grows.proof
def there_is_room(proof):
    given, at_key = f.assume(room), index_map("to", k, l)
    size, wider, inner, taller = (f.part(given, x) for x in range(4))
    narrow, low_ = f.le(p, n, f.by(wider)), f.le(p, m, f.by(taller))
    sent = [f.cut(injection(p, over), th) for over, th in ((n, narrow), (N, inner), (m, low_))]
    maps = [f.obtain(th, to)[0] for th, to in zip(sent, (query, at_key, value), strict=True)]
    # one query and one value are left, and every key belongs to the class that is sent there, if any
    counts = [f.restate(th, Lt(Sum(number(1), k), over)) for th, over in ((wider, n), (taller, m))]
    left_over = [f.cut(unused(lambda k: number(1), to, k, at), th) for to, at, th in ((query, i0, counts[0]), (value, j0, counts[1]))]
    left_over = [f.cut(th, f.gen(f.linear(number(1) * 1, 1), k)) for th in left_over]
    borders = [f.obtain(th, at)[0] for th, at in zip(left_over, (i0, j0), strict=True)]
    there, met = f.assume(Eq(delta(at_key(k), l), 1)), Exists(k, Eq(delta(at_key(k), l), 1))
    class_of = ForAll(k, Implies(Eq(delta(at_key(k), l), 1), Eq(delta(k2, k), 1)))
    other, z = f.assume(Eq(delta(at_key(k2), l), 1)), index("z", l)
    alike = f.rewrite(f.linear(delta(l, at_key(k)), 1, (there, 1)), other, z, Eq(delta(at_key(k2), z), 1))
    alike = f.linear(delta(k2, k), 1, (alike, 1), (f.spec(maps[1], k2, k), -1))
    yes = f.exists(f.gen(f.imply(alike, there), k), Exists(k2, class_of), k2)
    yes = f.release(yes, f.assume(met), k2)
    never = f.absurd(f.mp(f.assume(f.otherwise(met)), f.exists(there, met, k)), Eq(delta(k2, k), 1))
    no = f.exists(f.gen(f.imply(never, there), k), Exists(k2, class_of), k2)
    classes = f.choice(f.gen(f.cases(met, yes, no), l), key)
    (own,) = f.obtain(classes, key)
    member = f.mp(f.spec(own, at_key(k), k), f.linear(delta(at_key(k), at_key(k)), 1))
    some = f.exists(member, Exists(l, Eq(delta(key(l), k), 1)), at_key(k))
    pairs = f.gen(f.conj(f.spec(maps[0], k, k2), f.spec(maps[2], k, k2)), k, k2)
    free = (f.linear(delta(to(k), at), 0, (f.spec(th, k), 1)) for to, at, th in ((query, i0, borders[0]), (value, j0, borders[1])))
    th = f.cut(bordered_identity(proof), f.restate(f.conj(size, pairs, f.gen(f.conj(*free, some), k)), places))
    for existence, name in ((classes, key), *zip(left_over, (i0, j0), strict=True), *zip(sent, (query, at_key, value), strict=True)):
        th = f.release(th, existence, name)
    return f.imply(th, given)


@rows.near_miss("columns of the product need not add up to 1", at={A: [[1, 0], [1, 0]], B: [[1, 0], [0, 1]]})
def columns_too():
    return ForAll(j, Eq(Sum(A[i, l] * B[l, j], i, l), 1))


rows.necessary("first", "a row of mass 2", at={A: [[2]], B: [[1]]})
rows.necessary("second", "a row of mass 2", at={A: [[1]], B: [[2]]})


def its_own_rank(miss):
    """It has the rank that it has."""
    somewhere = miss.at({})
    *_, known = f.obtain(somewhere, S, T)
    return f.release(f.mp(f.part(known, 1), f.part(f.part(known, 0), 0)), somewhere, S, T)


@grows.near_miss("a kernel alone does not leave the class that it is in", by=its_own_rank)
def one_kernel():
    return Exists((S, T), And(low_rank, Implies(within(score(S), i, l, n, N, Q, K), Eq(0, 1))))
