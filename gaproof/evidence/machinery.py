"""Terms and formulas of every shape that programs have: what is wrong with a kernel shows here, whatever the claims at hand mention.

A second evaluator looks at each of them once in a process, on sizes that are cut into tiles and on a type without elements.
"""

from __future__ import annotations

from functools import cache

import torch

from ..numeric.model import Model
from ..numeric.realisation import node_of
from ..terms import (
    And,
    Eq,
    Exists,
    ForAll,
    Implies,
    Le,
    Lt,
    Ne,
    Rational,
    Sum,
    delta,
    exp,
    field,
    index,
    index_map,
    log,
    nat,
    natural,
    scalar,
    sizes,
    succ,
)
from .dice import Dice
from .patterns import spread, whole
from .second_opinion import disagreement, disagreements

BATCH, NATURALS = 8, 4
n, m, r = sizes("n m r")
none = sizes("none", maybe_empty=True)
SIZES = {n: 40, m: 3, r: 2, none: 0}  # more rows than a tile has
(i, i2), (j, j2, j3), c, z = index("i i2", n), index("j j2 j3", m), index("c", r), index("z", none)
(S, S2, P), M = field("S S2 P", i, j), field("M", i, j, domain="mask")
Q, R, W, H, A, B = field("Q", j, c), field("R", j2, c), field("W", j, j2), field("H", j, j, j), field("A", i, j, c), field("B", j, c, j)
x, y, d, e = field("x", j), field("y", i), field("d", c), field("e", z)
a, b = scalar("a b")
to, own = index_map("to", j, n), index_map("own", j, m)
k = natural("k")
weight = M[i, j] * exp(S[i, j])

SHAPES = {
    "a square and its transpose": W[j, j2] * W[j2, j] + 2 * W[j, j],
    "three indices in a circle": H[j, j2, j3] - H[j2, j3, j] * H[j3, j2, j],
    "indices out of order": W[j2, j] * x[j3] * H[j3, j, j2],
    "a field at a map": S[i, own(j)] - S[to(j), j] + y[to(own(j))],
    "naturals": nat(succ(succ(k))) * a - 3 * 2 * b * Rational(1, 3) - Rational(1, 10**30) / 7,
    "numbers without a binary expansion": (a / 3 - 2 * b / 7) * Rational(22, 7) + 10**20,
    "a value that is used again": (x[j] + y[i]) * (x[j] + y[i]) - exp(x[j] + y[i]) / (x[j] + y[i]),
    "a sum over what is not mentioned": Sum(x[j] + Sum(a, i), j, c) + n * m,
    "a sum over nothing": Sum(exp(e[z]) / e[z], z) + none * a,
    "sums over one and the other axis": Sum(W[j, j2], j) - Sum(W[j2, j], j),
    "one, two and three sums": Sum(W[j, j2] * Q[j, c] * R[j2, c], j, j2, c) - 2 * Sum(Q[j, c] * x[j], j),
    "a contraction of two indices": Sum(A[i, j, c] * B[j, c, j2], j, c),
    "products of matrices": Sum(-3 * S[i, j] * W[j, j2], j) + Sum(Q[j2, c] * d[c], c),
    "a denominator inside, and one of its own": Sum(x[j] / (y[i] * (1 + x[j] * x[j])), j) + Sum(1 / (S[i, j] * S[i, j] + 1), j),
    "a denominator that no factor has": Sum(x[j] * y[i] / (S[i, j] * S[i, j] + 1), i, j),
    "a share": weight / Sum(M[i, j2] * exp(S[i, j2]), j2) - P[i, j] * Sum(P[i, j2], j2) * S2[i, j],
    "a share of shares": Sum(Q[j, c] * weight / Sum(M[i, j2] * exp(S[i, j2]), j2), j) / (1 + exp(-d[c])),
    "log-sum-exp": log(3 * Sum(exp(S[i, j] + S2[i, j]) * exp(-x[j]), j)) - log(Sum(exp(2 * S[i, j] / 3), j) / 5),
    "the logarithm of an exponential": log(2 * exp(x[j]) / exp(a)) + log(x[j] * x[j]),
    "large exponents": log(Sum(exp(10_000 * S[i, j]), j)) + exp(10_000 * S2[i, j]) / Sum(exp(10_000 * S2[i, j2]), j2),
    "0·undefined": (1 - M[i, j]) * M[i, j] * log(0 * S[i, j]) + S2[i, j] * Sum((1 - M[i, j]) * M[i, j] / (S[i, j] - S[i, j]), j),
    "deltas": Sum(delta(i, i2) * y[i2], i2) - delta(own(j), j2) * x[j],
    "there is, and for all": And(Exists(j, Le(S[i, j], 0)), ForAll(i, Lt(y[i], 100)), ForAll(z, Eq(0, 1))),
    "one thing or its opposite": And(Lt(x[j], 0), Lt(0, x[j]), Ne(S2[i, j], 0)),
    "if": Implies(Exists(j, Lt(0, x[j])), ForAll((j, j2), Implies(Ne(delta(j, j2), 1), Le(x[j], 3 + x[j2])))),
    "there is none": Implies(Exists(z, Eq(0, 0)), Eq(0, 1)),
}


def model(device: torch.device) -> Model:
    """A batch of values, some of which all instances share."""
    dice = Dice(0, device)
    each = {S: (40, 3), Q: (3, 2), H: (3, 3, 3), A: (40, 3, 2), B: (3, 2, 3), x: (3,), y: (40,), a: (), b: ()}
    shared = {R: (3, 2), W: (3, 3), d: (2,), e: (0,)}
    values = {v: spread(dice, (*shape, BATCH)) / 3 for v, shape in each.items()}  # of as many digits as there are
    values |= {v: spread(dice, (*shape, 1)) / 3 for v, shape in shared.items()}
    values |= {M: whole(dice, (40, 3, BATCH), 0, 2), P: whole(dice, (40, 3, BATCH), 0, 4) / 3, S2: whole(dice, (40, 3, BATCH), -2, 3)}
    values |= {to: dice.integers(0, 40, (3, BATCH)), own: dice.integers(0, 3, (3, BATCH)), k: dice.integers(0, NATURALS, (BATCH,))}
    return Model(SIZES, values, device=device)


@cache
def broken(dtype: torch.dtype, device: torch.device) -> str:
    """What is wrong with the programs of these shapes, in words; nothing if nothing is.  What they are made of is looked at in the last
    instance only."""
    drawn, shapes = model(device), [node_of(shape) for shape in SHAPES.values()]
    alone = (disagreement(shape, drawn, dtype) for shape in shapes)
    return next(filter(None, alone), "") or disagreements(shapes, drawn, dtype, set()) or ""
