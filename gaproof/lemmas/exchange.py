"""There is a map that exchanges two indices of a finite type and leaves the others alone."""

from __future__ import annotations

from functools import cache
from typing import Any

from ..proof.syntax import Sort
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..terms import And, Eq, Exists, ForAll, delta, index, index_map, scalar
from ..terms.variables import IndexType
from .mask import mask_cases


@cache
def exchange(sort: Sort) -> Theorem:
    """⊢ ∃π (π(i) = k ∧ ∀l π(π(l)) = l)."""
    i, k, l, b, j = index("i k l b j", IndexType(sort))
    pi = index_map("pi", i, i)

    def image(l: Any, b: Any, at_i: Any, at_k: Any) -> Any:
        """δ(π(l), b), if at_i is δ(l, i) and at_k is δ(l, k)."""
        return at_i * delta(k, b) + (1 - at_i) * at_k * delta(i, b) + (1 - at_i) * (1 - at_k) * delta(l, b)

    is_i, is_k = delta(l, i), delta(l, k)
    exchanged = image(l, b, is_i, is_k)
    some = Exists(j, ForAll(b, Eq(delta(j, b), exchanged)))

    def chosen(m: Any, *uses: Any) -> Theorem:
        return f.exists(f.gen(f.linear(delta(m, b), exchanged, *uses), b), some, m)

    by_i, by_k = delta(k, b) - is_k * delta(i, b) - (1 - is_k) * delta(l, b), delta(i, b) - delta(l, b)
    yes, no = f.assume(Eq(is_i, 1)), f.assume(Eq(is_i, 0))
    to_k = chosen(k, (yes, -by_i))
    to_i, to_l = (chosen(m, (no, -by_i), (f.assume(Eq(is_k, number)), -by_k)) for m, number in ((i, 1), (l, 0)))
    found = mask_cases(f.linear(is_i * is_i, is_i), to_k, mask_cases(f.linear(is_k * is_k, is_k), to_i, to_l))
    existence = f.choice(f.gen(found, l), pi)
    (told,) = f.obtain(existence, pi)

    # δ(π(π(l)), l) by what δ(π(l), i), δ(π(l), k) and δ(π(l), l) are
    twice, (p, q, s) = delta(pi(pi(l)), l), scalar("p q s")

    def value(p: Any, q: Any, s: Any) -> Any:
        return p * is_k + (1 - p) * q * is_i + (1 - p) * (1 - q) * s

    at, to = [delta(pi(l), b) for b in (i, k, l)], [image(l, b, is_i, is_k) for b in (i, k, l)]
    there = f.restate(f.spec(told, pi(l), l), Eq(twice, value(at[0], at[1], at[2])))
    there = f.rewrite(f.spec(told, l, i), there, p, Eq(twice, value(p, at[1], at[2])))
    there = f.rewrite(f.spec(told, l, k), there, q, Eq(twice, value(to[0], q, at[2])))
    there = f.rewrite(f.spec(told, l, l), there, s, Eq(twice, value(to[0], to[1], s)))
    there = f.restate(there, Eq(twice, 1))
    moved = f.linear(delta(pi(i), k), 1, (f.spec(told, i, k), 1))
    goal = Exists(pi, And(Eq(delta(pi(i), k), 1), ForAll(l, Eq(delta(pi(pi(l)), l), 1))))
    return f.release(f.exists(f.conj(moved, f.gen(there, l)), goal, pi), existence, pi)
