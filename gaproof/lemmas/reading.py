"""What a row reads depends on its evidence and on what evidence meets, not on how they are written."""

from __future__ import annotations

from functools import cache

from ..proof.syntax import Inverse, Sort
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..terms import Eq, ForAll, Sum, field, index, scalar
from ..terms.variables import IndexType

x, y = scalar("x y")


@cache
def same_reading(over: Sort) -> Theorem:
    """∀j A_j = B_j, ∀j A_j V_j = B_j W_j ⊢ Σ_j A_j/ΣA · V_j = Σ_j B_j/ΣB · W_j.  An empty row is 0 · 1/0 on both sides."""
    j = index("j", IndexType(over))
    A, B, V, W = (a[j] for a in field("A B V W", j))
    evidence, met = (f.spec(f.assume(ForAll(j, Eq(a, b))), j) for a, b in ((A, B), (A * V, B * W)))
    read = f.linear(Sum(A * y * V, j), Sum(B * y * W, j), (met, y, j))
    read = f.inst(read, {y: Inverse(f.node(Sum(A, j)))})  # whichever number 1/ΣA is
    totals = f.linear(Sum(A, j), Sum(B, j), (evidence, 1, j))
    return f.rewrite(totals, read, x, Eq(Sum(A / Sum(A, j) * V, j), Sum(B / x * W, j)))
