"""A stack of matrices, rows (h, i), has a left inverse if its columns are independent."""

from __future__ import annotations

from functools import cache
from typing import Any

from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.solve import solved
from ..terms import Eq, Exists, ForAll, Implies, Sum, delta, field, index
from .linear_algebra import projection


@cache
def left_inverse_of_stack(H: Any, n: Any, r: Any) -> Theorem:
    """∀x (Gx = 0 → x = 0) ⊢ ∃W: WG = 1, for G with rows (h, i): with the projection P = GW on its columns G(WG − 1) = PG − G = 0."""
    (h, h2), (i, i2), (c, d) = index("h h2", H), index("i i2", n), index("c d", r)
    G, P, W, x = field("G", h, i, c), field("P", h, i, h2, i2), field("W", c, h, i), field("x", c)
    zero = ForAll((h, i), Eq(Sum(G[h, i, c] * x[c], c), 0))
    independent = f.assume(ForAll(x, Implies(zero, ForAll(c, Eq(x[c], 0)))))
    existence = projection((H.sort, n.sort), (r.sort,))
    *_, known = f.obtain(existence, P, W)
    spans, fixed = f.part(known, 0), f.part(known, 3)
    defect = Sum(W[c, h, i] * G[h, i, d], h, i) - delta(c, d)
    uses = (f.spec(spans, h, i, h2, i2), G[h2, i2, d], h2, i2), (f.spec(fixed, h, i, d), 1)
    killed = f.gen(solved(Sum(G[h, i, c] * defect, c), 0, *uses), h, i)
    vanishes = f.spec(f.mp(f.spec(independent, (c, defect)), killed), c)
    unit = f.gen(solved(Sum(W[c, h, i] * G[h, i, d], h, i), delta(c, d), (vanishes, 1)), c, d)
    found = f.exists(unit, Exists(W, ForAll((c, d), Eq(Sum(W[c, h, i] * G[h, i, d], h, i), delta(c, d)))), W)
    return f.release(found, existence, P, W)
