"""Rank as a factorisation."""

import pytest

from gaproof.errors import TermError
from gaproof.terms import Eq, Exists, ForAll, Sum, field, index, kernel, sizes
from gaproof.theory import rank_at_most

n, m = sizes("n m")
r = sizes("r", maybe_empty=True)
i, j, c = index("i", n), index("j", m), index("c", r)
S, A, B = field("S", i, j), field("A", i, c), field("B", j, c)
p, q = field("p", i), field("q", j)


def test_it_unfolds_to_a_factorisation() -> None:
    product = Sum(A[i, c] * B[j, c], c)
    assert kernel(Exists((A, B), ForAll((i, j), Eq(S[i, j], product)))) == kernel(rank_at_most(S[i, j], i, j, c, A, B))
    one_more = Exists((A, B, p, q), ForAll((i, j), Eq(S[i, j], product + p[i] * q[j])))
    assert kernel(one_more) == kernel(rank_at_most(S[i, j], i, j, c, A, B, (p, q)))


def test_a_factor_does_not_capture_what_the_matrix_is_made_of() -> None:
    with pytest.raises(TermError, match="call the factors something else"):
        rank_at_most(S[i, j] + A[i, c], i, j, c, A, B)
