"""Scalings of a masked matrix: fields that are positive wherever they count."""

from __future__ import annotations

from typing import Any

from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.context import Proof
from ..terms import And, Eq, Exists, ForAll, Le, Lt, Sum, scalar


def revived(p: Proof, mask: Any, x: Any, z: Any, at: Any, over: Any, weight: Any, positive: Any, equal: Theorem) -> Theorem:
    """⊢ ∃z ∀at (0 < z, and x M = z M for all others), from Σ x M weight = Σ M positive: where x is not positive nothing is admissible."""
    alive, other, y = f.assume(Lt(0, x[at])), mask * positive, scalar("y")
    dead, wanted = f.assume(f.otherwise(alive.conclusion)), Exists(y, And(Lt(0, y), ForAll(over, Eq(x[at] * mask, y * mask))))
    nothing = f.mul(f.by(dead), f.by(p.auto(Le(0, Sum(mask * weight, over)))))
    none = f.zero_sum(p.auto(Le(0, other)), f.le(Sum(other, over), 0, nothing, (equal, 1)), over)
    empty = p.clear(f.linear(mask, 0, (none, 1 / positive)), dead, equal)
    no = f.conj(f.lt(0, 1, f.num(1)), f.gen(f.linear(x[at] * mask, mask, (empty, x[at] - 1)), over))
    yes = f.conj(alive, f.gen(f.linear(x[at] * mask, x[at] * mask), over))
    return f.choice(f.gen(f.cases(alive.conclusion, f.exists(yes, wanted, x[at]), f.exists(no, wanted, 1)), at), z)
