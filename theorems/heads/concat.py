"""To concatenate heads and multiply by a matrix is to add them.

Each column of the concatenation belongs to one head.  Multi-head attention puts the outputs of the heads side by side and multiplies by
W_O; the result is the sum over heads of A_h X (W_V^h W_O^h), where W_V^h and W_O^h are the columns and rows of the two matrices that belong
to head h.  So heads interact only by addition, and a head writes through one matrix.  This holds for heads of any widths, and in the
layout of implementations, where a column is a coordinate of a head.
Source: Vaswani et al. (2017), Attention Is All You Need, section 3.2.2; Elhage et al. (2021), A Mathematical Framework for
Transformer Circuits.
"""

from gaproof import Claim
from gaproof.terms import Eq, ForAll, Sum, delta, field, index, index_map, sizes
from gaproof.theory import extensional

n, m, H, width, D, F, O = sizes("n m H d D F O")
i, j, h, c, e, p, o = (
    index("i", n),
    index("j", m),
    index("h", H),
    index("c", width),
    index("e", D),
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

# column e is the coordinate of e in the head of e: e // d and e % d in implementations
coordinate, V = index_map("coordinate", e, c), field("W_V", h, p, c)
own = extensional(A[head(e), i, j], Sum(X[j, p] * V[head(e), p, coordinate(e)], p), j)
W_O_of = Sum(delta(head(e), h) * delta(coordinate(e), c) * W_O[e, o], e)  # row c of the piece of W_O that head h has
one_width = claim.part(
    "heads of one width",
    shows=ForAll((i, o), Eq(Sum(own * W_O[e, o], e), Sum(extensional(A[h, i, j], Sum(X[j, p] * Sum(V[h, p, c] * W_O_of, c), p), j), h))),
)


@any_widths.proof
def sum_by_heads(proof):
    return proof.identity()


@one_width.proof
def sum_by_places(proof):
    return proof.identity()


def added(piece):
    return Sum(extensional(A[h, i, j], Sum(X[j, p] * piece, p), j), h)


@any_widths.near_miss("a head writes through its own rows of W_O only: two heads of one column")
def all_of_the_output_matrix():
    return ForAll((i, o), Eq(Sum(column * W_O[e, o], e), added(Sum(W[p, e] * W_O[e, o], e))))


@any_widths.near_miss("heads are added, not averaged: two heads")
def averaged():
    return ForAll((i, o), Eq(Sum(column * W_O[e, o], e), added(piece) / H))


@one_width.near_miss("the output matrix has to be read in the order of the coordinates, too: one head of two coordinates")
def coordinates_ignored():
    any_row = Sum(delta(head(e), h) * W_O[e, o], e)
    return ForAll((i, o), Eq(Sum(own * W_O[e, o], e), added(Sum(V[h, p, c] * any_row, c))))


@one_width.near_miss("and in that of the heads: two heads of one coordinate")
def heads_ignored():
    any_head = Sum(delta(coordinate(e), c) * W_O[e, o], e)
    return ForAll((i, o), Eq(Sum(own * W_O[e, o], e), added(Sum(V[h, p, c] * any_head, c))))
