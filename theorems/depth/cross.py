"""Cross-attention is the same regime with two carriers.

Rows I ask a memory on J: queries come from the states on I, keys and values from the memory, the mask is a relation on I × J, and row i
gets Σ_j softmax_j(⟨q_i, k_j⟩/τ) v_j.  Self-attention is the case in which the memory is the states themselves.  Nothing else changes,
and row i depends on its own state and on the memory where the mask allows it.  A residual x + y, however, needs x and y on one carrier:
an identification of I with J exists only if they have equally many places.  The code refuses the rest with a typed error.
Source: Vaswani et al. (2017), Attention Is All You Need, section 3.2.3; Geometric Attention (arXiv 2601.11618), section 5.
"""

from gaproof import Claim
from gaproof.lemmas.support import same_on_mask, same_shares
from gaproof.tactics import forward as f
from gaproof.terms import Eq, ForAll, Implies, Sum, delta, exp, field, index, scalar, sizes
from gaproof.theory import Carrier, attention, cross_attention, linear, softmax

n, m, A, B, C, D = sizes("n m A B C D")
i, j = index("i", n), index("j", m)
a, b, c, d = index("a", A), index("b", B), index("c", C), index("d", D)  # features: of the products, the values, the states, the memory
x, z, M, tau = field("x", i, c), field("z", j, d), field("M", i, j, domain="mask"), scalar("tau")
u, y = scalar("u y")
WQ, WK, WV = field("WQ", a, c), field("WK", a, d), field("WV", b, d)
maps = linear(WQ, (i, c), (i, a)), linear(WK, (j, d), (j, a)), linear(WV, (j, d), (j, b))
cross = cross_attention(Carrier(i, j, M), *maps, z, tau=tau)


def score(z):
    """⟨q_i, k_j⟩."""
    return Sum(Sum(WQ[a, c] * x[i, c], c) * Sum(WK[a, d] * z[j, d], d), a)


def value(z):
    """v_j."""
    return Sum(WV[b, d] * z[j, d], d)


claim = Claim("depth.cross", source="Vaswani et al. (2017), section 3.2.3; Geometric Attention, section 5")
formula = claim.part("formula", shows=Eq(cross(x)[i, b], Sum(softmax(score(z), over=j, mask=M[i, j], temperature=tau) * value(z), j)))

# the states themselves as memory
k, N = index("k", n), field("M", i, index("k", n), domain="mask")
UK, UV, w = field("WK", a, c), field("WV", b, c), field("w", k, c)
own = linear(WQ, (i, c), (i, a)), linear(UK, (k, c), (k, a)), linear(UV, (k, c), (k, b))
carrier = Carrier(i, k, N)
same = claim.part(
    "self-attention", shows=Eq(cross_attention(carrier, *own, x, tau=tau)(x)[i, b], attention(carrier, *own, tau=tau)(x)[i, b])
)

z2 = field("z2", j, d)
other = cross_attention(Carrier(i, j, M), *maps, z2, tau=tau)
reads = claim.part(
    "what a row reads",
    given={
        "memory": ForAll(j, Implies(Eq(M[i, j], 1), ForAll(d, Eq(z[j, d], z2[j, d])))),
    },
    shows=Eq(cross(x)[i, b], other(x)[i, b]),
)

to, back = field("S", i, j), field("T", j, i)
i2, j2 = index("i_2", n), index("j_2", m)
size = claim.part(
    "residual",
    given={
        "there and back": ForAll((i, i2), Eq(Sum(to[i, j] * back[j, i2], j), delta(i, i2))),
        "back and there": ForAll((j, j2), Eq(Sum(back[j, i] * to[i, j2], i), delta(j, j2))),
    },
    shows=Eq(n, m),
    model={m: n, to: ((i, i2), delta(i, i2)), back: ((i, i2), delta(i, i2))},
)


@formula.proof
def by_definition(p):
    return same_shares(p.left, p.right, inverses={tau: u})  # u is 1/τ, or any number


@same.proof
def keys_of_the_same_states(p):
    return p.identity()


@reads.proof
def equal_where_the_mask_is_one(p):
    on, mask = f.assume(Eq(M[i, j], 1)), f.spec(p["M mask"], i, j)
    equal = f.spec(f.mp(f.spec(p["memory"], j), on), d)
    product = f.linear(score(z), score(z2), (equal, Sum(WQ[a, c] * x[i, c], c) * WK[a, d], a, d))
    one, other = (exp(score(memory) * u) for memory in (z, z2))
    weight = f.rewrite(product, f.linear(one, one), y, Eq(one, exp(y * u)))
    term = f.linear(one * value(z), other * value(z2), (weight, value(z)), (equal, other * WV[b, d], d))
    totals = [(same_on_mask(mask, weight), 1, j)]
    return same_shares(p.left, p.right, totals, lambda w: [(same_on_mask(mask, term), w, j)], {tau: u})


@size.proof
def one_trace(p):
    rows = f.linear(Sum(to[i, j] * back[j, i], i, j), n, (f.spec(p["there and back"], i, i), 1, i))
    return f.linear(n, m, (rows, -1), (f.spec(p["back and there"], j, j), 1, j))


small = {x: [[1], [1]], z: [[0], [1]], M: [[1, 1], [1, 1]], tau: 1, WQ: [[0]], WK: [[0]], WV: [[1]], i: 0, b: 0}


@formula.near_miss("a share of the column, not of the row: three rows ask for two columns", at={**small, x: [[1]] * 3, M: [[1, 1]] * 3})
def columns_sum_to_one():
    return Eq(cross(x)[i, b], Sum(softmax(score(z), over=i, mask=M[i, j], temperature=tau) * value(z), j))


@same.near_miss(
    "another memory gives another output: v = 0, and v = 1",
    at={n: 1, x: [[0]], w: [[1]], N: [[1]], tau: 1, WQ: [[0]], UK: [[0]], UV: [[1]], i: 0, b: 0},
)
def any_memory():
    return Eq(cross_attention(carrier, *own, w, tau=tau)(x)[i, b], attention(carrier, *own, tau=tau)(x)[i, b])


@reads.near_miss("the mask of another row does not protect: row 0 reads column 1", at={**small, M: [[0, 1], [1, 0]], z2: [[0], [2]], i2: 1})
def another_row():
    given = {"memory": ForAll(j, Implies(Eq(M[i2, j], 1), ForAll(d, Eq(z[j, d], z2[j, d]))))}
    return given, reads.shows


# "M mask" in the formula and in self-attention: they hold for any weights in place of a mask.
reads.necessary("memory", "another memory where the mask allows it", at={**small, z2: [[0], [2]]})
reads.necessary("M mask", "an entry 2 counts as well", at={**small, M: [[2, 2], [2, 2]], z2: [[0], [2]]})


@size.near_miss("one place embeds in two, which do not embed in one")
def one_way():
    return {"there and back": size.given["there and back"]}, size.shows


size.necessary("there and back", "two places go to one", at={to: [[1], [0]], back: [[1, 0]]})
size.necessary("back and there", "one place goes to two", at={to: [[1, 0]], back: [[1], [0]]})
