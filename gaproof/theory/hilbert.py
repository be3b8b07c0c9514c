"""Hilbert's metric on positive fields, and the cross-ratios of a kernel, by bounds: the fragment has no maximum."""

from ..terms import Array, Element, ForAll, Formula, Le, Term, Variable, companion, log, number

Field = Variable | Array


def hilbert_at_most(x: Field, y: Field, over: Element, bound: object) -> Formula:
    """max log(x/y) − min log(x/y) ≤ bound: no two ratios x_j/y_j differ by more, in logarithms."""
    other = companion(over, x, y, number(bound))

    def ratio(j: Element) -> Term:
        return log(x[j]) - log(y[j])

    return ForAll((over, other), Le(ratio(over) - ratio(other), bound))


def cross_ratios_at_most(kernel: Field, i: Element, j: Element, bound: object) -> Formula:
    """K_ij K_kl ≤ bound · K_il K_kj for all rows i, k and columns j, l."""
    k, l = companion(i, kernel, j, number(bound)), companion(j, kernel, i, number(bound))
    return ForAll((i, k, j, l), Le(kernel[i, j] * kernel[k, l], number(bound) * kernel[i, l] * kernel[k, j]))
