"""Updates: what a state becomes."""

from ..terms import Element, Sum, Term, Variable, number


def extensional(weight: object, value: object, over: Element) -> Term:
    """y_i = Σ_j A_ij v_j."""
    return Sum(number(weight) * value, over)


def residual(state: object, change: object) -> Term:
    """x + y."""
    return number(state) + change


def unary(function: Variable, state: object) -> Term:
    """f(x_i), the same f at every place."""
    return function(number(state))  # type: ignore[no-any-return]
