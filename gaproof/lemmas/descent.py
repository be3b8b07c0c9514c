"""Induction along a finite order: of the places where something fails, one comes first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..terms import Eq, Exists, ForAll, Formula, Implies, Lt, companion, field
from .extremes import minimum
from .subsets import FALSE, indicator, truth_is_mask, where_true


def earlier(rank: Any, n: Any, holds: Callable[[Any], Formula]) -> Formula:
    """It holds at all places that come before n."""
    k = companion(n)
    return ForAll(k, Implies(Lt(rank[k], rank[n]), holds(k)))


def everywhere(step: Theorem, rank: Any, n: Any, holds: Callable[[Any], Formula]) -> Theorem:
    """∀n P(n), from ``step``: P at all places that come before n ⊢ P(n), for an index n of a finite type."""
    k, first, fails = companion(n), companion(n, companion(n)), Implies(holds(n), FALSE)
    h, here, missing = field("fails", n), f.assume(holds(n)), f.assume(Exists(n, fails))
    failing = indicator(fails, h, n)
    (told,) = f.obtain(failing, h)
    told = f.spec(told, n)
    counted = f.mp(f.part(told, 0), f.conj(f.assume(fails)))  # where it fails h is 1
    some = f.release(f.exists(counted, Exists(n, Eq(h[n], 1)), n), missing, n)
    mask = f.gen(f.cut(truth_is_mask(fails, h[n]), told), n)
    least = f.cut(f.inst(minimum(n.sort), {"h": h, "x": rank}), mask, some)
    (found,) = f.obtain(least, first)
    # before the first place where it fails it holds
    before, late = f.assume(Lt(rank[k], rank[first])), f.inst(counted, {n: k})
    clash = f.lt(0, 0, f.add(f.by(before), f.by(f.mp(f.spec(f.part(found, 1), k), late))))
    holds_k = f.inst(here, {n: k}).conclusion
    before_it = f.cases(holds_k, f.assume(holds_k), f.absurd(clash, holds_k))
    at_first = f.cut(f.inst(step, {n: first}), f.gen(f.imply(before_it, before), k))
    clash = f.mp(f.cut(f.inst(where_true(fails, h[n]), {n: first}), f.inst(told, {n: first}), f.part(found, 0)), at_first)
    clash = f.release(f.release(clash, least, first), failing, h)
    # if it failed at n there would be such a place
    there = f.exists(f.assume(fails), Exists(n, fails), n)
    return f.gen(f.cases(here.conclusion, here, f.absurd(f.cut(clash, there), here.conclusion)), n)
