"""How tame a function of one real is: monotone, bounded somewhere, continuous somewhere, differentiable."""

from collections.abc import Callable
from typing import Any

from ..terms import And, Exists, ForAll, Formula, Implies, Le, Ne, Term, Variable, number, scalar

Function = Variable | Callable[[Any], Term]

_x, _y, _a, _K, _h = scalar("x y a K h")
_delta, _epsilon = scalar("delta epsilon", domain="positive")


def _within(lower: object, upper: object, formula: Formula) -> Formula:
    """For all y between the two."""
    return ForAll(_y, Implies(Le(lower, _y), Implies(Le(_y, upper), formula)))


def bounded_somewhere(f: Function) -> Formula:
    """Bounded above on one interval of positive length."""
    return Exists((_a, _K, _delta), _within(_a, _a + _delta, Le(f(_y), _K)))


def decreasing(f: Function) -> Formula:
    """x ≤ y gives f(y) ≤ f(x)."""
    return ForAll((_x, _y), Implies(Le(_x, _y), Le(f(_y), f(_x))))


def increasing(f: Function) -> Formula:
    """x ≤ y gives f(x) ≤ f(y)."""
    return ForAll((_x, _y), Implies(Le(_x, _y), Le(f(_x), f(_y))))


def continuous_at(f: Function, a: object) -> Formula:
    """For every ε > 0 there is a δ > 0 such that f(y) is within ε of f(a) for all y within δ of a."""
    a = number(a)
    near = And(Le(f(a) - _epsilon, f(_y)), Le(f(_y), f(a) + _epsilon))
    return ForAll(_epsilon, Exists(_delta, _within(a - _delta, a + _delta, near)))


def continuous_somewhere(f: Function) -> Formula:
    """Continuous at one point."""
    return Exists(_a, continuous_at(f, _a))


def derivative(f: Function, at: object, slope: object) -> Formula:
    """f has this derivative at a point: its difference quotients for steps h ≠ 0 within δ are within ε of the slope."""
    at, slope = number(at), number(slope)
    quotient = (f(at + _h) - f(at)) / _h
    near = And(Le(slope - _epsilon, quotient), Le(quotient, slope + _epsilon))
    steps = ForAll(_h, Implies(Ne(_h, 0), Implies(Le(-_delta, _h), Implies(Le(_h, _delta), near))))
    return ForAll(_epsilon, Exists(_delta, steps))


REGULARITIES: dict[str, Callable[[Function], Formula]] = {
    "bounded on an interval": bounded_somewhere,
    "decreasing": decreasing,
    "increasing": increasing,
    "continuous at a point": continuous_somewhere,
}
