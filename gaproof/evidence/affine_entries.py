"""The entry of a symbol from an equation that is affine in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..proof.substitution import Lambda, lambda_of, substitute
from ..proof.syntax import (
    MINUS,
    ONE,
    REAL,
    ZERO,
    Eq,
    Inverse,
    Plus,
    Symbol,
    Term,
    Times,
)
from .shapes import Kinds, Solution, degree, entries, factors_of, plainly_at


def entry_value(variables: Sequence[Symbol], body: Any, kinds: Kinds) -> Solution:
    """The entry of a symbol from an equation in which it stands at all the variables, and nowhere else."""
    if type(body) is not Eq:
        return {}
    left, right = _without_common_factors(*body.children)
    variables = [v for v in variables if v in left.free | right.free]
    found = {e for side in (left, right) for e in entries(side) if plainly_at(e, variables) and e.sort == REAL}
    for entry in sorted(found, key=lambda e: _cost(e, left, right)):
        head = entry.head
        if _is_zero(entry, left, right) or kinds.get(head) == "mask" or max(degree(side, entry) for side in (left, right)) > 1:
            continue
        value = _solved(entry, left, right)
        if value is not None:
            params = tuple(c.head for c in entry.children)
            return {head: lambda_of(params, value)}
    return {}


def _solved(entry: Any, left: Term, right: Term) -> Term | None:
    for side, other in ((left, right), (right, left)):
        if side == entry and entry.head not in other.free:
            return other
    # E = E₀ + (E₁ − E₀)·x, so that E = 0 at x = E₀/(E₀ − E₁)
    numbers = ({entry.head: Lambda(entry.head.type.params, n)} for n in (ZERO, ONE))
    at_0, at_1 = (Plus(substitute(left, n), Times(MINUS, substitute(right, n))) for n in numbers)
    return Times(at_0, Inverse(Plus(at_0, Times(MINUS, at_1))))


def _is_zero(entry: Any, left: Term, right: Term) -> bool:
    """Whether the equation is a product that vanishes: then 0 is a solution, and a poor one."""
    return right == ZERO and type(left) is Times and entry in factors_of(left)


def _cost(entry: Any, left: Term, right: Term) -> tuple[bool, bool, str]:
    """Entries that stand alone on a side first, then those on the left; in an order that is always the same."""
    return entry not in (left, right), entry.head not in left.free, entry.key


def _without_common_factors(left: Term, right: Term) -> tuple[Term, Term]:
    """ab = ac holds if b = c."""
    if type(left) is not Times or type(right) is not Times:
        return left, right
    mine, theirs = factors_of(left), factors_of(right)
    for factor in factors_of(left):
        if factor in theirs:
            mine.remove(factor)
            theirs.remove(factor)
    return _product(mine), _product(theirs)


def _product(factors: Sequence[Term]) -> Term:
    return ONE if not factors else factors[0] if len(factors) == 1 else Times(*factors)
