"""Laws of functions that are given in pieces: what the kernel proves case by case, and what it refuses."""

from typing import Any

import pytest

from gaproof.errors import ProofError
from gaproof.exact import Instance, functions
from gaproof.exact.pieces import by_pieces
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, ForAll, Implies, Le, Lt, exp, function, log, number, scalar

x, y = scalar("x y")
ell = function("ell")


def size(u: Any) -> Any:
    """|u|."""
    return u * u * exp(-log(u * u) / 2)


def root(u: Any) -> Any:
    return u * exp(-log(u) / 2)


def larger(u: Any, v: Any) -> Any:
    return (u + v + size(u - v)) / 2


def hard(u: Any) -> Any:
    """1 at 0, and 0 elsewhere."""
    return 1 - u / u


def step(u: Any) -> Any:
    """1 up to 0, and 0 from there on."""
    return 1 - (u * u / (u * u) + u * exp(-log(u * u) / 2)) / 2


def from_0(formula: Any) -> Any:
    return ForAll((x, y), Implies(Le(0, x), Implies(Le(0, y), formula)))


LAWS = [
    ForAll(x, Implies(Lt(0, x), Eq(exp(log(x * x) / 2), x))),
    ForAll((x, y), Implies(Lt(0, x), Implies(Lt(0, y), Eq(log(x * y * (x * y)) / 2, log(x * x) / 2 + log(y * y) / 2)))),
    ForAll(x, And(Implies(Le(0, x), Eq(size(x), x)), Implies(Le(x, 0), Eq(size(x), -x)))),
    ForAll((x, y), And(Implies(Le(x, y), Eq(larger(x, y), y)), Implies(Le(y, x), Eq(larger(x, y), x)))),
    from_0(And(Le(0, root(x * x + y * y)), Eq(root(x * x + y * y) * root(x * x + y * y), x * x + y * y))),
    And(Eq(hard(number(0)), 1), ForAll(x, Implies(Lt(0, x), Eq(hard(x), 0)))),
    from_0(Eq(hard(x + y), hard(x) * hard(y))),
    ForAll(x, And(Implies(Le(x, 0), Eq(step(x), 1)), Implies(Lt(0, x), Eq(step(x), 0)))),
]
FALSE = [
    ForAll(x, Eq(size(x), x)),
    ForAll(x, Eq(exp(log(x * x) / 2), x)),
    ForAll(x, Implies(Le(0, x), Eq(exp(log(x * x) / 2), x))),  # what log 0 is is not known
    ForAll((x, y), Implies(Le(x, y), Eq(larger(x, y), x))),
    ForAll((x, y), Eq(root(x * x) * root(y * y), x * y)),
    ForAll((x, y), Eq(hard(x + y), hard(x) * hard(y))),
    ForAll(x, Implies(Le(0, x), Eq(step(x), 0))),
    ForAll(x, Eq(x / x, 1)),
]


@pytest.mark.parametrize("law", LAWS)
def test_the_kernel_proves_it_case_by_case(law: Any) -> None:
    th = by_pieces(f.node(law))
    assert (f.node(law), frozenset()) == (th.conclusion, th.hypotheses)


@pytest.mark.parametrize("law", FALSE)
def test_a_law_that_fails_in_one_case_is_refused(law: Any) -> None:
    with pytest.raises(ProofError):
        by_pieces(f.node(law))


def test_a_model_has_functions_in_pieces() -> None:
    multiplicative = from_0(Eq(ell(x + y), ell(x) * ell(y)))
    assert Instance(functions={ell: (x, hard(x))}).holds(multiplicative) is True
    assert Instance(functions={ell: (x, 2 * hard(x))}).holds(multiplicative) is False  # 2 is not 2·2


def test_what_is_proved_under_a_hypothesis_is_no_law(monkeypatch: pytest.MonkeyPatch) -> None:
    false = f.node(FALSE[0])
    monkeypatch.setattr(functions, "by_pieces", f.assume)
    assert functions.law.__wrapped__(false) is None
