"""How far two rows are apart, and how much a field varies along a row.

The fragment has no absolute value and no maximum.  ½ Σ |p − q| is the largest Σ (p − q) h over the fields h with values in [0, 1], and
Σ |p − q| the largest over those with values in [−1, 1]; that a field varies by at most b − a on a support is that it lies in [a, b] there.
"""

from ..terms import And, Array, Element, Eq, ForAll, Formula, Implies, Le, Sum, Variable, field, number


def between(value: object, low: object, high: object, over: Element, mask: Variable | None = None) -> Formula:
    """low ≤ value ≤ high at every place, or at every place of a mask."""
    body: Formula = And(Le(low, value), Le(value, high))
    return ForAll(over, body if mask is None else Implies(Eq(mask[over], 1), body))


def total_variation_at_most(p: object, q: object, over: Element, bound: object) -> Formula:
    """½ Σ |p − q| ≤ bound, for rows of the same mass: no field with values in [0, 1] tells them apart by more."""
    h = field("h", over)
    return ForAll(h, Implies(between(h[over], 0, 1, over), Le(Sum((number(p) - number(q)) * h[over], over), bound)))


def distance_at_most(p: object, q: object, over: Element, bound: object) -> Formula:
    """Σ |p − q| ≤ bound: no field with values in [−1, 1] tells them apart by more."""
    h = field("h", over)
    return ForAll(h, Implies(between(h[over], -1, 1, over), Le(Sum((number(p) - number(q)) * h[over], over), bound)))


def extremes(x: Variable | Array, over: Element, top: Element, bottom: Element, mask: Variable | None = None) -> Formula:
    """On the support of a mask x is greatest at top and least at bottom: x[top] − x[bottom] is its oscillation, max − min."""
    inside = between(x[over], x[bottom], x[top], over, mask)
    return inside if mask is None else And(Eq(mask[top], 1), Eq(mask[bottom], 1), inside)
