"""Rank as a factorisation: a matrix has rank at most r if it is a product with r columns in between."""

from functools import reduce
from itertools import chain
from operator import add

import sympy

from ..errors import TermError
from ..terms import Element, Eq, Exists, ForAll, Formula, Sum, Variable, number


def rank_at_most(entry: object, i: Element, j: Element, c: Element, A: Variable, B: Variable, *more: tuple[Variable, Variable]) -> Formula:
    """There are fields with entry_ij = Σ_c A_ic B_jc: the matrix has rank at most the number of values of c, none if their type is empty.

    Every pair (p, q) of ``more`` adds a product p_i q_j, and so 1 to the bound.
    """
    bound = (A, B, *chain.from_iterable(more))
    taken = {part for part in sympy.preorder_traversal(number(entry)) if isinstance(part, Variable)}
    if caught := taken.intersection(bound):
        names = ", ".join(sorted(v.symbol.name for v in caught))
        raise TermError(f"the matrix mentions its own factors {names} — call the factors something else")
    products = [Sum(A[i, c] * B[j, c], c), *(p[i] * q[j] for p, q in more)]
    return Exists(bound, ForAll((i, j), Eq(number(entry), reduce(add, products))))
