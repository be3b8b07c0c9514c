"""Models of attention of many sizes, scales and masks, and the terms that references are held against."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from gaproof.numeric import Model
from gaproof.numeric.references import subjects
from gaproof.terms import Sum, Term, field, index, scalar, sizes
from gaproof.theory import causal, cross, entropy, kl, log_partition, mass_anchor, padding, prefix_lm, row_anchor, softmax, window
from gaproof.theory.families import ConcreteCarrier, relation
from gaproof.theory.multihead import MultiHead, affine

n, m, d, e, heads, features = sizes("n m d e H F")
i, j, c, f = index("i", n), index("j", m), index("c", d), index("f", e)
s, M, kappa, tau = (
    field("s", i, j),
    field("M", i, j, domain="mask"),
    field("kappa", i, j, domain="positive"),
    scalar("tau", domain="positive"),
)
Q, K, V = field("Q", i, c), field("K", j, c), field("V", j, f)
p, q = field("p q", i, j, domain="simplex")

plain = softmax(s[i, j], over=j)
masked = softmax(s[i, j], over=j, mask=M[i, j])
everything = softmax(s[i, j], over=j, mask=M[i, j], baseline=kappa[i, j], temperature=tau)
partition = log_partition(s[i, j], over=j, mask=M[i, j], baseline=kappa[i, j], temperature=tau)
projected = softmax(Sum(Q[i, c] * K[j, c], c), over=j, mask=M[i, j], temperature=tau)
(attention, *_) = subjects(Sum(projected * V[j, f], j))
(reading, *_) = subjects(Sum(masked * V[j, f], j))
(unmasked, *_) = subjects(Sum(softmax(Sum(Q[i, c] * K[j, c], c), over=j, temperature=tau) * V[j, f], j))
h, a, g, o = index("h", heads), index("a", d), *index("g o", features)
X, Y, WQ, WK, WV, WO = field("X", i, g), field("Y", j, g), *field("WQ WK WV", h, c, g), field("WO", h, a, o)
bQ, bK, bV, bO = *field("bQ bK bV", h, c), field("bO", o)
projections = (
    affine(W[h, at, g], state, g, b[h, at]) for W, state, b, at in ((WQ, X[i, g], bQ, c), (WK, Y[j, g], bK, c), (WV, Y[j, g], bV, a))
)
layer = MultiHead(*projections, WO[h, a, o], bO[o], over=(h, j, c, a), mask=M[i, j])
share, joint = row_anchor(kappa[i, j], j), mass_anchor(M[i, j] * kappa[i, j], (i, j))
divergence, surprise = kl(p[i, j], q[i, j], j), entropy(p[i, j], j)
TERMS: dict[str, Term] = {
    "softmax": plain,
    "masked softmax": masked,
    "softmax with baseline and temperature": everything,
    "softmax of projected scores": projected,
    "log-partition": partition,
    "plain log-partition": log_partition(s[i, j], over=j),
    "attention": attention,
    "attention of given scores": reading,
    "attention without a mask": unmasked,
    "row share": share,
    "mass share": joint,
    "relative entropy": divergence,
    "relative entropy to an anchor": kl(p[i, j], plain, j),
    "entropy": surprise,
}
LAYERS: dict[str, Term] = {"attention layer": layer}
SCALES = (0.1, 1.0, 30.0, 88.0, 1e4)
DIM = 8  # of queries and keys; tau is its root
HEADS = 2
WIDTH = 3


def carriers(rows: int, keys: int) -> list[ConcreteCarrier]:
    """The families that have this shape, all rows live."""
    found = [cross(rows, keys), padding([1 + k % keys for k in range(rows)], keys), relation(rows, keys, lambda i, j: j <= i)]
    return found if rows != keys else [*found, causal(rows), window(rows, 1), prefix_lm(rows, 2)]


def model(
    rows: int, keys: int, scale: float, seed: int, *, batch: int = 6, about: float = 0.0, masks: list[torch.Tensor] | None = None
) -> Model:
    """Scores of a scale about a number; the masks of the instances go through the families, or those that are given."""
    g = torch.Generator().manual_seed(seed)

    def normal(*shape: int) -> torch.Tensor:
        return torch.randn(*shape, batch, dtype=torch.float64, generator=g)

    masks = [torch.tensor(carrier.mask) for carrier in carriers(rows, keys)] if masks is None else masks
    values = {
        s: about + normal(rows, keys) * scale,
        M: torch.stack([masks[k % len(masks)] for k in range(batch)], -1),
        kappa: (normal(rows, keys) / 2).exp(),
        tau: torch.full((batch,), DIM**0.5, dtype=torch.float64),
        Q: normal(rows, DIM) * scale**0.5,
        K: normal(keys, DIM) * scale**0.5,
        V: normal(keys, WIDTH),
        p: normal(rows, keys).softmax(1),
        q: normal(rows, keys).softmax(1),
    }
    wide, root = HEADS * DIM, (HEADS * DIM) ** -0.5
    values |= {X: normal(rows, wide) * scale**0.25, Y: normal(keys, wide) * scale**0.25, WO: normal(HEADS, DIM, wide) * root}
    values |= {W: normal(HEADS, DIM, wide) * root * scale**0.25 for W in (WQ, WK, WV)}
    values |= {b: normal(HEADS, DIM) for b in (bQ, bK, bV)} | {bO: normal(wide)}
    return Model({n: rows, m: keys, d: DIM, e: WIDTH, heads: HEADS, features: wide}, values)


def models(seed: int = 0) -> Iterator[Model]:
    """A few of every shape and scale; square ones with as many coordinates, so that a transposed matrix fits; scores that are
    all far below 0; long rows, one of them flat."""
    for k, scale in enumerate(SCALES):
        for rows, keys in ((5, 7), (DIM, DIM), (1, 1), (1, 33), (4, 2)):
            yield model(rows, keys, scale, seed + k)
    for about in (-3e4, -4e9):
        yield model(5, 7, 1.0, seed, about=about)
    yield model(1, 4096, 0.0, seed, batch=1)
    yield model(2, 4096, 1.0, seed, batch=1)
