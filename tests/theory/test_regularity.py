"""Laws of the regularities of a function: what they say of exp and of the identity, and that the lemmas speak of the same."""

import pytest

from gaproof.exact.functions import law
from gaproof.lemmas.regularity import F, bounded_by
from gaproof.tactics import forward as f
from gaproof.terms import ForAll, Le, Lt, Ne, exp, kernel, scalar
from gaproof.theory import REGULARITIES, continuous_at, continuous_somewhere, derivative

x, y, h = scalar("x y h")
delta, epsilon = scalar("delta epsilon", domain="positive")


@pytest.mark.parametrize("name", REGULARITIES)
def test_every_regularity_gives_a_bound_on_an_interval(name: str) -> None:
    th = bounded_by(name)
    assert {kernel(REGULARITIES[name](F))} == th.hypotheses
    assert kernel(REGULARITIES["bounded on an interval"](F)) == th.conclusion


@pytest.mark.parametrize(("name", "holds"), [(name, name != "decreasing") for name in REGULARITIES])
def test_exp_is_bounded_somewhere_and_increases_and_is_continuous(name: str, holds: bool) -> None:
    assert holds == (law(kernel(REGULARITIES[name](exp))) is not None)


def test_continuous_somewhere_is_continuous_at_some_point() -> None:
    assert kernel(continuous_somewhere(F)).children[0] == kernel(ForAll(x, continuous_at(F, x))).children[0]


def test_the_derivative_of_the_identity_is_1() -> None:
    """The quotient is 1 at every step, so any width will do."""
    goal = derivative(lambda t: t, x, 1)
    stepped, small = f.assume(Ne(h, 0)), f.assume(Lt(0, epsilon))
    quotient = f.linear((x + h - x) / h, 1)
    low, high = (
        f.le(1 - epsilon, (x + h - x) / h, f.by(small), (quotient, 1)),
        f.le((x + h - x) / h, 1 + epsilon, f.by(small), (quotient, -1)),
    )
    near = f.gen(f.imply(f.conj(low, high), stepped, Le(-delta, h), Le(h, delta)), h)
    wide = f.exists(f.conj(f.lt(0, 1, f.num(1)), f.inst(near, {delta: 1})), f.spec(f.assume(goal), epsilon).conclusion.children[1], 1)
    th = f.gen(f.imply(wide, small), epsilon)
    assert kernel(goal) == th.conclusion and not th.hypotheses
