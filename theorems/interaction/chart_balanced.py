"""A chart is balanced exactly if it is as short as possible, and balanced charts are unique up to rotation.

Let A = Σ_k u_k s_k² v_kᵀ be a singular value decomposition, with singular values s_k².  The chart Q = (s_k u_k), K = (s_k v_k) has
QKᵀ = A, is balanced, QᵀQ = KᵀK, and has ½(‖Q‖² + ‖K‖²) = Σ s_k², the nuclear norm of A.  No chart of A is shorter, with however many
columns, and a chart is that short exactly if it is balanced.  Two balanced charts of A with the same number of columns differ by an
orthogonal matrix, whatever their rank.  If QᵀQ is diagonal and decreasing as well, what is left of the rotation mixes only columns with
equal singular values.  Weight decay on queries and keys makes charts short: it costs the nuclear norm of the scores, and it leaves
nothing of the freedom of a chart but a rotation.
Source: Srebro, Rennie and Jaakkola (2004), NIPS 17; Horn and Johnson (2013), Matrix Analysis, 7.3.11.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas.orthogonal import gram_root, moved, orthogonal, same_products
from gaproof.lemmas.spectrum import not_raised
from gaproof.tactics import forward as f
from gaproof.tactics.order import square_zero
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Rational, Sum, delta, field, index, index_map, sizes

n, m, p, r, D = sizes("n m p r D")
(i, a, o), (j, b, q), (k, l), (c, d, e, e2), (g, h) = (
    index("i a o", n),
    index("j b q", m),
    index("k l", p),
    index("c d e e2", r),
    index("g h", D),
)
A, U, V, s = field("A", i, j), field("U", i, k), field("V", j, k), field("s", k)
X, Y = field("X", i, g), field("Y", j, g)
Q, Q2, K, K2, O = *field("Q Q2", i, c), *field("K K2", j, c), field("O", c, d)
lam, mu, pos = field("lambda mu pos", c)

svd = {
    "decomposed": ForAll((i, j), Eq(A[i, j], Sum(U[i, k] * s[k] ** 2 * V[j, k], k))),
    "U orthonormal": ForAll((k, l), Eq(Sum(U[i, k] * U[i, l], i), delta(k, l))),
    "V orthonormal": ForAll((k, l), Eq(Sum(V[j, k] * V[j, l], j), delta(k, l))),
}


def chart(Q, K, c):
    """A = QKᵀ."""
    return ForAll((i, j), Eq(A[i, j], Sum(Q(i, c) * K(j, c), c)))


def balanced(Q, K, c, d):
    """QᵀQ = KᵀK."""
    return ForAll((c, d), Eq(Sum(Q(i, c) * Q(i, d), i), Sum(K(j, c) * K(j, d), j)))


def length(Q, K, c):
    """½(‖Q‖² + ‖K‖²)."""
    return (Sum(Q(i, c) ** 2, i, c) + Sum(K(j, c) ** 2, j, c)) / 2


def rooted(U):
    """The columns of U times s."""
    return lambda i, k: U[i, k] * s[k]


nuclear = Sum(s[k] ** 2, k)
rotation = orthogonal(O, c, d, e)
to_q, to_k = moved(Q, O, Q2, i, c, d), moved(K, O, K2, j, c, d)


def diagonal(Q, lam):
    """QᵀQ is the diagonal matrix of λ, which decreases."""
    falls = ForAll((c, d), Implies(Le(pos[c], pos[d]), Le(lam[d], lam[c])))
    return And(ForAll((c, d), Eq(Sum(Q[i, c] * Q[i, d], i), lam[c] * delta(c, d))), falls)


one = {x: ((k, l), delta(k, l)) for x in (A, U, V, X, Y)}
model = {n: p, m: p, D: p, s: (k, 1), **one}  # A = 1
claim = Claim("interaction.chart_balanced", source="Srebro, Rennie and Jaakkola (2004); Horn and Johnson (2013), 7.3.11")
shows = And(chart(rooted(U), rooted(V), k), balanced(rooted(U), rooted(V), k, l), Eq(length(rooted(U), rooted(V), k), nuclear))
exists = claim.part("exists", given=svd, shows=shows, model=model)
least = claim.part("least", given={**svd, "chart": chart(X, Y, g)}, shows=Le(nuclear, length(X, Y, g)), model=model)
short = claim.part(
    "least exactly if balanced",
    given={**svd, "chart": chart(X, Y, g)},
    shows=Iff(Eq(length(X, Y, g), nuclear), balanced(X, Y, g, h)),
    model=model,
)
unique = claim.part(
    "unique up to rotation",
    given={"chart": chart(Q, K, c), "balanced": balanced(Q, K, c, d)},
    shows=Iff(And(chart(Q2, K2, c), balanced(Q2, K2, c, d)), Exists(O, And(rotation, to_q, to_k))),
)
ties = claim.part(
    "ties",
    given={"turned": to_q, "orthogonal": rotation, "diagonal": diagonal(Q, lam)},
    shows=Iff(Exists(mu, diagonal(Q2, mu)), ForAll((c, d), Eq((lam[c] - lam[d]) * O[c, d], 0))),
)


# Models for numbers: u, v and the columns of charts are along unit vectors, and rotations are reflections 1 − 2xxᵀ/‖x‖².
row_of, column_of, place = index_map("to_i", p, n), index_map("to_j", p, m), index_map("to_g", p, D)
to_row, to_column, stretch = index_map("to_i", r, n), index_map("to_j", r, m), field("w", k, domain="positive")
left, right = delta(i, row_of(k)), delta(j, column_of(k))
drawn = {U: ((i, k), left), V: ((j, k), right), A: ((i, j), Sum(left * s[k] ** 2 * right, k))}
exists.drawn(drawn)
for part, factor in ((least, stretch[k]), (least, 1), (short, stretch[k]), (short, 1)):
    charts = {
        X: ((i, g), Sum(left * s[k] * factor * delta(place(k), g), k)),
        Y: ((j, g), Sum(right * s[k] / factor * delta(place(k), g), k)),
    }
    part.drawn({**drawn, **charts})
root, axis = field("w z", c)
turn = delta(d, c) - 2 * axis[c] * axis[d] / Sum(axis[e] ** 2, e)


def turned(to, i):
    """An entry of the unit vectors times their lengths, and of the same turned."""
    return delta(i, to(c)) * root[c], Sum(delta(i, to(d)) * root[d] * turn, d)


(query, turned_query), (key, turned_key) = turned(to_row, i), turned(to_column, j)
queries = {Q: ((i, c), query), Q2: ((i, c), turned_query)}
ties.drawn({**queries, lam: (c, root[c] ** 2), pos: (c, -(root[c] ** 2)), O: ((d, c), turn)})


@exists.proof
def by_orthonormality(proof):
    cost = f.linear(length(rooted(U), rooted(V), k), nuclear, *((f.spec(proof[f"{W} orthonormal"], k, k), s[k] ** 2 / 2, k) for W in "UV"))
    left, right = (f.spec(proof[f"{W} orthonormal"], k, l) for W in "UV")
    equal = f.linear(
        Sum(U[i, k] * s[k] * (U[i, l] * s[l]), i), Sum(V[j, k] * s[k] * (V[j, l] * s[l]), j), (left, s[k] * s[l]), (right, -s[k] * s[l])
    )
    return f.conj(
        f.gen(f.linear(A[i, j], Sum(U[i, k] * s[k] * (V[j, k] * s[k]), k), (f.spec(proof["decomposed"], i, j), 1)), i, j),
        f.gen(equal, k, l),
        cost,
    )


def seen(U, X, i, g):
    """⟨u_k, X_g⟩."""
    return Sum(U[i, k] * X[i, g], i)


def off(U, X, i, over):
    """X − UUᵀX."""
    return X[i, g] - Sum(U[i, k] * seen(U, X, over, g), k)


off_x, off_y, apart = off(U, X, i, a), off(V, Y, j, b), seen(U, X, i, g) - seen(V, Y, j, g)
wasted = {"X": (off_x, i, g), "Y": (off_y, j, g), "differ": (apart, k, g)}


def costs(proof):
    """½(‖X‖² + ‖Y‖²) − Σ s² = ½(‖X − UUᵀX‖² + ‖Y − VVᵀY‖² + ‖UᵀX − VᵀY‖²)."""
    of_u, of_v = f.spec(proof["U orthonormal"], k, l), f.spec(proof["V orthonormal"], k, l)
    parts = sum((Sum(term**2, *over) for term, *over in wasted.values()), start=Rational(0))
    return solved(
        length(X, Y, g) - nuclear,
        parts / 2,
        (of_u, seen(U, X, i, g) * Sum(U[i, l] * X[i, g], i), k, l, g),
        (of_v, seen(V, Y, j, g) * Sum(V[j, l] * Y[j, g], j), k, l, g),
        (f.spec(proof["chart"], i, j), U[i, k] * V[j, k], i, j, k),
        (f.spec(proof["decomposed"], i, j), U[i, k] * V[j, k], i, j, k),
        (of_u, s[l] ** 2 * Sum(V[j, k] * V[j, l], j), k, l),
        (f.spec(proof["V orthonormal"], k, k), s[k] ** 2, k),
    )


def squared(*names):
    """The sum of these squares is not negative."""
    return [f.tot(over[0], f.tot(over[1], f.sq(term))) for term, *over in map(wasted.get, names)]


@least.proof
def what_is_not_seen_is_wasted(proof):
    return proof.bound(f.mul(f.num(Fraction(1, 2)), f.add(*squared("X", "Y", "differ"))), (costs(proof), 1))


def vanishing(term, total, *over):
    """term = 0, from Σ term² ≤ 0."""
    none = f.zero_sum(f.le(0, term * term, f.sq(term)), total, *over)
    return f.cut(f.inst(square_zero(), {"x": term}), none)


class Balanced:
    """A balanced chart Q, K of A: (QQᵀ)² = Q(KᵀK)Qᵀ = AAᵀ and (KKᵀ)² = AᵀA."""

    def __init__(self, Q, K, c, d, chart, balanced):
        self.Q, self.K, self.c = Q, K, c
        equal, row, row_a, row_b = f.spec(balanced, c, d), f.spec(chart, i, j), f.spec(chart, a, j), f.spec(chart, i, b)
        self.queries = solved(
            Sum(Q(i, c) * Q(o, c) * Q(o, d) * Q(a, d), o, c, d),
            Sum(A[i, j] * A[a, j], j),
            (equal, Q(i, c) * Q(a, d), c, d),
            (row, Sum(Q(a, d) * K(j, d), d), j),
            (row_a, A[i, j], j),
        )
        self.keys = solved(
            Sum(K(j, c) * K(q, c) * K(q, d) * K(b, d), q, c, d),
            Sum(A[i, j] * A[i, b], i),
            (equal, K(j, c) * K(b, d), c, d),
            (row, Sum(Q(i, d) * K(b, d), d), i),
            (row_b, A[i, j], i),
        )


def same_gram(one, two):
    """QQᵀ = Q₂Q₂ᵀ and KKᵀ = K₂K₂ᵀ for two balanced charts of A: both sides are roots of AAᵀ, or of AᵀA."""

    def same(size, at, to, first, second, F, G):
        roots = f.inst(gram_root(size, one.c, two.c), {"F": ((at, one.c), F(at, one.c)), "G": ((at, two.c), G(at, two.c))})
        (wanted,) = roots.hypotheses
        squares = f.linear(first.conclusion.children[0], second.conclusion.children[0], (first, 1), (second, -1))
        return f.cut(roots, f.restate(f.gen(squares, at, to), wanted))

    return same(n, i, a, one.queries, two.queries, one.Q, two.Q), same(m, j, b, one.keys, two.keys, one.K, two.K)


def canonical(proof):
    """The chart of the decomposition."""
    found = proof.use(claim, "exists")
    return Balanced(rooted(U), rooted(V), k, l, f.part(found, 0), f.part(found, 1))


@short.proof
def the_gram_matrices_decide(proof):
    minimal, level = (f.assume(side) for side in proof.goal.children[0].children)
    # as short as possible: nothing is wasted, so X = U(UᵀX), Y = V(VᵀY) and UᵀX = VᵀY
    half = costs(proof)

    def none(name):
        term, *over = wasted[name]
        others = [other for other in wasted if other != name]
        return vanishing(term, f.le(Sum(term * term, *over), 0, f.add(*squared(*others)), (half, 2), (minimal, -2)), *over)

    in_u, in_v, same = map(none, wasted)
    to_h = {g: h}
    equal = solved(
        Sum(X[i, g] * X[i, h], i),
        Sum(Y[j, g] * Y[j, h], j),
        (in_u, X[i, h], i),
        (in_v, Y[j, h], j),
        (same, seen(U, X, i, h), k),
        (f.inst(same, to_h), seen(V, Y, j, g), k),
    )
    # balanced: tr XXᵀ = tr QQᵀ and tr YYᵀ = tr KKᵀ
    queries, keys = same_gram(Balanced(X, Y, g, h, proof["chart"], level), canonical(proof))
    long = solved(
        length(X, Y, g),
        nuclear,
        (f.spec(queries, i, i), 1, i),
        (f.spec(keys, j, j), 1, j),
        *((f.spec(proof[f"{W} orthonormal"], k, k), s[k] ** 2, k) for W in "UV"),
    )
    return f.conj(f.imply(f.gen(equal, g, h), minimal), f.imply(long, level))


@unique.proof
def vectors_with_the_same_products(proof):
    second, related = (f.assume(side) for side in proof.goal.children[0].children)
    one = Balanced(Q, K, c, d, proof["chart"], proof["balanced"])
    two = Balanced(Q2, K2, c, d, f.part(second, 0), f.part(second, 1))
    queries, keys = same_gram(one, two)
    cross = f.linear(
        Sum(Q[i, c] * K[j, c], c), Sum(Q2[i, c] * K2[j, c], c), (f.spec(proof["chart"], i, j), -1), (f.spec(f.part(second, 0), i, j), 1)
    )
    found = f.cut(f.inst(same_products(n, m, r), {"X": Q, "X2": Q2, "Y": K, "Y2": K2}), queries, keys, f.gen(cross, i, j))
    # a rotation changes neither the scores nor the balance
    turn = f.obtain(related, O)[0]
    unit, query, key = f.part(f.part(turn, 0), 0), f.part(turn, 1), f.part(turn, 2)
    scores = solved(
        A[i, j],
        Sum(Q2[i, c] * K2[j, c], c),
        (f.spec(proof["chart"], i, j), 1),
        (f.spec(query, i, c), K2[j, c], c),
        (f.spec(key, j, c), Sum(Q[i, d] * O[d, c], d), c),
        (f.spec(unit, d, e), Q[i, d] * K[j, e], d, e),
    )
    equal = solved(
        Sum(Q2[i, c] * Q2[i, d], i),
        Sum(K2[j, c] * K2[j, d], j),
        (f.spec(query, i, c), Q2[i, d], i),
        (f.spec(query, i, d), Sum(Q[i, e] * O[e, c], e), i),
        (f.spec(key, j, c), K2[j, d], j),
        (f.spec(key, j, d), Sum(K[j, e] * O[e, c], e), j),
        (f.spec(proof["balanced"], e, e2), O[e, c] * O[e2, d], e, e2),
    )
    back = f.release(f.conj(f.gen(scores, i, j), f.gen(equal, c, d)), related, O)
    return f.conj(f.imply(found, second), f.imply(back, related))


@ties.proof
def equal_spectra(proof):
    one, flat = (f.assume(side) for side in proof.goal.children[0].children)
    other = f.obtain(one, mu)[0]
    rows, columns = (f.part(proof["orthogonal"], side) for side in (0, 1))
    first, second = f.part(proof["diagonal"], 0), f.part(other, 0)
    # QᵀQ₂ = ΛO = OM, since Q₂ = QO and Q = Q₂Oᵀ
    between = solved(
        lam[c] * O[c, d],
        O[c, d] * mu[d],
        (f.spec(first, c, e), O[e, d], e),
        (f.spec(proof["turned"], i, d), Q[i, c], i),
        (f.spec(proof["turned"], i, e), O[c, e] * Q2[i, d], i, e),
        (f.spec(rows, c, e), Sum(Q[i, e] * Q2[i, d], i), e),
        (f.spec(second, e, d), O[c, e], e),
    )
    falls = f.part(proof["diagonal"], 1), f.part(other, 1)
    back = f.linear(mu[c] * O[d, c], O[d, c] * lam[d], (f.inst(between, {c: d, d: c}), -1))
    raised = f.inst(not_raised(r), {"lambda": lam, "mu": mu, "O": O, "pos": pos})
    raised = f.cut(raised, rows, columns, f.gen(between, c, d), *falls)
    lowered = f.inst(not_raised(r), {"lambda": mu, "mu": lam, "O": ((c, d), O[d, c]), "pos": pos})
    lowered = f.cut(lowered, rows, columns, f.gen(back, c, d), *falls)
    equal = f.antisymmetry(f.spec(raised, d), f.spec(lowered, d))
    still = f.linear((lam[c] - lam[d]) * O[c, d], 0, (between, 1), (equal, -O[c, d]))
    blocks = f.release(f.gen(still, c, d), one, mu)
    # OᵀΛO = Λ
    products = solved(
        Sum(Q2[i, c] * Q2[i, d], i),
        lam[c] * delta(c, d),
        (f.spec(proof["turned"], i, c), Q2[i, d], i),
        (f.spec(proof["turned"], i, d), Sum(Q[i, e] * O[e, c], e), i),
        (f.spec(first, e, e2), O[e, c] * O[e2, d], e, e2),
        (f.spec(flat, e, d), O[e, c], e),
        (f.spec(columns, c, d), lam[d]),
    )
    same = f.exists(f.conj(f.gen(products, c, d), falls[0]), proof.goal.children[0].children[0], lam)
    return f.conj(f.imply(blocks, one), f.imply(same, flat))


number = {A: [[1]], U: [[1]], V: [[1]], s: [1]}
four = {**number, A: [[4]], s: [2]}


@exists.near_miss("the values are halved between the two, not given to one: A = 4", at=four)
def one_sided():
    return balanced(lambda i, k: U[i, k] * s[k] ** 2, lambda j, k: V[j, k], k, l)


exists.necessary("decomposed", "another matrix", at={**number, A: [[0]]})
exists.necessary("U orthonormal", "left vectors of another length", at={**number, A: [[2]], U: [[2]]})
exists.necessary("V orthonormal", "right vectors of another length", at={**number, A: [[2]], V: [[2]]})


@least.near_miss("not strict: a balanced chart is as short", at={**number, X: [[1]], Y: [[1]]})
def strict():
    return Lt(nuclear, length(X, Y, g))


@least.near_miss("the values count, not their squares: A = 4 = 2 · 2", at={**four, X: [[2]], Y: [[2]]})
def energy():
    return Le(Sum(s[k] ** 4, k), length(X, Y, g))


half = Rational(1, 2)
least.necessary("decomposed", "the values of another matrix", at={**number, A: [[0]], X: [[0]], Y: [[0]]})
least.necessary("U orthonormal", "a left vector that is too short", at={**number, A: [[half]], U: [[half]], X: [[half]], Y: [[1]]})
least.necessary("V orthonormal", "a right vector that is too short", at={**number, A: [[half]], V: [[half]], X: [[half]], Y: [[1]]})
least.necessary("chart", "a chart of 0", at={**number, X: [[0]], Y: [[0]]})


@short.near_miss("the same norms are not enough: 4 = 2 · 1 + 1 · 2 with length 5", at={**four, X: [[2, 1]], Y: [[1, 2]]})
def balanced_norms():
    return Iff(Eq(length(X, Y, g), nuclear), Eq(Sum(X[i, g] ** 2, i, g), Sum(Y[j, g] ** 2, j, g)))


quarter = {**number, A: [[Rational(1, 4)]], X: [[half]], Y: [[half]]}
short.necessary("decomposed", "the values of another matrix", at={**four, A: [[1]], X: [[1]], Y: [[1]]})
short.necessary("U orthonormal", "a left vector that is too short", at={**quarter, U: [[Rational(1, 4)]]})
short.necessary("V orthonormal", "a right vector that is too short", at={**quarter, V: [[Rational(1, 4)]]})
short.necessary("chart", "a balanced chart of something else", at={**number, X: [[2]], Y: [[2]]})


@unique.near_miss("a chart that is not balanced is not turned: 1 · 1 = 2 · 1/2", at={A: [[1]], Q: [[1]], K: [[1]], Q2: [[2]], K2: [[half]]})
def every_chart():
    return Iff(chart(Q2, K2, c), Exists(O, And(rotation, to_q, to_k)))


unique.necessary("chart", "a chart of something else", at={A: [[1]], Q: [[0]], K: [[0]], Q2: [[1]], K2: [[1]]})
unique.necessary("balanced", "1 · 1 = 2 · 1/2", at={A: [[1]], Q: [[2]], K: [[half]], Q2: [[1]], K2: [[1]]})

swap, long = [[0, 1], [1, 0]], {Q: [[2, 0], [0, 1]], lam: [4, 1], pos: [0, 1]}


@ties.near_miss("columns may be exchanged if their order does not count", at={**long, O: swap, Q2: [[0, 2], [1, 0]]})
def any_order():
    only_diagonal = Exists(mu, ForAll((c, d), Eq(Sum(Q2[i, c] * Q2[i, d], i), mu[c] * delta(c, d))))
    return Iff(only_diagonal, ForAll((c, d), Eq((lam[c] - lam[d]) * O[c, d], 0)))


ties.necessary("turned", "columns that are not the turned ones", at={**long, O: swap, Q2: [[2, 0], [0, 1]]})
ties.necessary("orthogonal", "one column is made longer", at={**long, O: [[0, 1], [2, 0]], Q2: [[0, 2], [2, 0]]})
ties.necessary("diagonal", "λ that are not the lengths", at={Q: [[1, 0], [0, 1]], lam: [2, 1], pos: [0, 1], O: swap, Q2: swap})
