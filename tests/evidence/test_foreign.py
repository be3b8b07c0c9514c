"""Foreign code is asked about the objects that arrays can hold."""

from gaproof.claim import Claim
from gaproof.evidence.foreign import references_compared
from gaproof.evidence.settings import Settings
from gaproof.terms import Eq, Sum, field, index, scalar, sizes
from gaproof.theory import softmax

n, m = sizes("n m")
i, j = index("i", n), index("j", m)
u, s = scalar("u"), field("s", i, j)
of_states = field("of", u, i, j)  # a function of numbers: no array


def test_an_object_that_a_field_holds_is_compared() -> None:
    claim = Claim("demo.rows", shows=Eq(Sum(softmax(s[i, j], over=j), j), 1))
    assert any(found.name.startswith("torch") and found.instances for found in references_compared(claim.only, Settings("quick")))


def test_an_object_that_is_made_by_a_function_of_numbers_is_passed_over() -> None:
    claim = Claim("demo.states", shows=Eq(Sum(softmax(of_states[u, i, j], over=j), j), 1))
    assert [] == references_compared(claim.only, Settings("quick"))
