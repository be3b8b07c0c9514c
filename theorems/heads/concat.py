"""To concatenate heads and multiply by a matrix is to add them.

Each column of the concatenation belongs to one head.  Multi-head attention puts the outputs of the heads side by side and multiplies by
W_O; the result is the sum over heads of A_h X (W_V^h W_O^h), where W_V^h and W_O^h are the columns and rows of the two matrices that belong
to head h.  So heads interact only by addition, and a head writes through one matrix.  This holds for heads of any widths, and in the
layout of implementations, where H heads of width d are reshaped to H·d columns.
Source: Vaswani et al. (2017), Attention Is All You Need, section 3.2.2; Elhage et al. (2021), A Mathematical Framework for
Transformer Circuits.
"""

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Exists, ForAll, Sum, delta, field, index, index_map, sizes
from gaproof.theory import extensional

n, m, H, width, D, F, O = sizes("n m H d D F O")
i, j, (h, h2), (c, c2), (e, e2), p, o = (
    index("i", n),
    index("j", m),
    index("h h2", H),
    index("c c2", width),
    index("e e2", D),
    index("p", F),
    index("o", O),
)
A, X, W_O = field("A", h, i, j), field("X", j, p), field("W_O", e, o)

claim = Claim("heads.concat", source="Vaswani et al. (2017), section 3.2.2; Elhage et al. (2021)")

# column e of the concatenation belongs to the head of e
head, W = index_map("head", e, h), field("W_V", p, e)
column = extensional(A[head(e), i, j], Sum(X[j, p] * W[p, e], p), j)
piece = Sum(delta(head(e), h) * W[p, e] * W_O[e, o], e)
any_widths = claim.part(
    "heads of any widths",
    shows=ForAll((i, o), Eq(Sum(column * W_O[e, o], e), Sum(extensional(A[h, i, j], Sum(X[j, p] * piece, p), j), h))),
)

# coordinate c of head h is the column at(h, c)
at, Z, V = index_map("at", (h, c), e), field("Z", i, e), field("W_V", h, p, c)
layout = {
    "every column": ForAll(e, Exists((h, c), Eq(delta(at(h, c), e), 1))),
    "different columns": ForAll((h, c, h2, c2), Eq(delta(at(h, c), at(h2, c2)), delta(h, h2) * delta(c, c2))),
    "concatenated": ForAll((i, h, c), Eq(Z[i, at(h, c)], extensional(A[h, i, j], Sum(X[j, p] * V[h, p, c], p), j))),
}
own_piece = Sum(V[h, p, c] * W_O[at(h, c), o], c)
reshaped = claim.part(
    "heads of one width",
    given=layout,
    shows=ForAll((i, o), Eq(Sum(Z[i, e] * W_O[e, o], e), Sum(extensional(A[h, i, j], Sum(X[j, p] * own_piece, p), j), h))),
)


@any_widths.proof
def sum_by_heads(proof):
    return proof.identity()


@reshaped.proof
def every_column_once(proof):
    covered = f.spec(proof["every column"], e)
    here = f.obtain(covered, h, c)[-1]
    # Σ_h2,c2 δ(at(h2, c2), e) = 1, by what e is
    once = f.linear(Sum(delta(at(h2, c2), at(h, c)), h2, c2), 1, (f.spec(proof["different columns"], h2, c2, h, c), 1, h2, c2))
    once = f.rewrite(here, once, e2, Eq(Sum(delta(at(h2, c2), e2), h2, c2), 1))
    once = f.release(once, covered, h, c)
    goal = Sum(Z[i, e] * W_O[e, o], e)
    moved = f.linear(goal, Sum(Z[i, at(h, c)] * W_O[at(h, c), o], h, c), (once, -Z[i, e] * W_O[e, o], e))
    told = f.spec(proof["concatenated"], i, h, c)
    return proof.identity((moved, 1), (told, W_O[at(h, c), o], h, c))


def added(piece):
    return Sum(extensional(A[h, i, j], Sum(X[j, p] * piece, p), j), h)


@any_widths.near_miss("a head writes through its own rows of W_O only: two heads of one column")
def all_of_the_output_matrix():
    return ForAll((i, o), Eq(Sum(column * W_O[e, o], e), added(Sum(W[p, e] * W_O[e, o], e))))


@any_widths.near_miss("heads are added, not averaged: two heads")
def averaged():
    return ForAll((i, o), Eq(Sum(column * W_O[e, o], e), added(piece) / H))


sizes_one = {F: 1, O: 1, width: 1, n: 1, m: 1}
plain = {**sizes_one, A: [[[1]], [[1]]], X: [[1]], V: [[[1]], [[1]]], W_O: [[1], [2]]}


@reshaped.near_miss(
    "the output matrix has to be read in the order of the heads", at={**plain, H: 2, at: [[0], [1]], V: [[[1]], [[0]]], Z: [[1, 0]]}
)
def heads_exchanged():
    wrong = Sum(V[h, p, c] * W_O[e, o] * (1 - delta(e, at(h, c))), c, e)
    return layout, ForAll((i, o), Eq(Sum(Z[i, e] * W_O[e, o], e), added(wrong)))


reshaped.necessary("every column", "a column of no head", at={**plain, H: 1, A: [[[1]]], V: [[[1]]], at: [[0]], Z: [[1, 1]]})
reshaped.necessary("different columns", "two heads in one column", at={**plain, H: 2, at: [[0], [0]], Z: [[1]], W_O: [[1]]})
reshaped.necessary("concatenated", "anything in the columns", at={**plain, H: 1, A: [[[1]]], V: [[[1]]], at: [[0]], Z: [[2]], W_O: [[1]]})
