"""A near miss counts as false only if it is: at values, by a derivation that assumes nothing else, or as a search finds."""

import re
from typing import Any

import pytest

from gaproof import Claim
from gaproof.claim import NearMiss
from gaproof.errors import GaproofError
from gaproof.exact import FalsityError, Refutation, falsity
from gaproof.exact.refutation import FALSE, refutes
from gaproof.lemmas.step import STEP
from gaproof.proof.statement import Statement
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, exp, function, scalar

(x, y, w), ell = scalar("x y w"), function("ell")


def miss(shows: Any, given: Any = None, **reason: Any) -> NearMiss:
    """A near miss of 0 ≤ x → 0 ≤ x."""
    part = Claim("demo.sign", given={"low": Le(0, x)}, shows=Le(0, x)).only
    part.near_miss("close by", **reason)(lambda: shows if given is None else (given, shows))
    return part.near_misses[0]


def double(refutation: Refutation) -> Any:
    """2x ≤ x at x = 1."""
    return refutation.at({"x": 1})


def test_it_is_known_how_it_is_false() -> None:
    assert "witnessed" == falsity(miss(Le(2 * x, x), at={x: 1}))
    assert "derived" == falsity(miss(Le(2 * x, x), by=double))
    assert "found" == falsity(miss(Le(2 * x, x)))
    assert "not known" == falsity(miss(Le(x, 2 * x))), "it is true"


@pytest.mark.parametrize(
    ("shows", "reason", "message"),
    [
        (Le(2 * x, x), {"at": {x: 0}}, "its conclusion holds in the model x = 0"),
        (Le(2 * x, x), {"at": {x: -1}}, "its hypothesis 'low' does not hold, or cannot be decided, in the model x = -1"),
        (Le(exp(exp(x)), exp(exp(1))), {"at": {x: 1}}, "its conclusion cannot be decided"),
        (Le(2 * x, x), {"at": {y: 1}}, "a value is given for y, which does not occur"),
        (Le(2 * x, x), {"by": lambda _: f.assume(FALSE)}, "does not end in 0 = 1 from the near miss alone"),
        (Le(2 * x, x), {"by": lambda r: f.linear(0, 0)}, ""),
        (Le(2 * x, x), {"by": lambda r: None}, "the derivation returned None instead of a theorem"),
        (Le(x, 2 * x), {"by": lambda r: r.at({"x": -1})}, ""),
    ],
)
def test_a_reason_that_does_not_show_it_is_refused(shows: Any, reason: Any, message: str) -> None:
    with pytest.raises(FalsityError, match=f"the near miss “close by” is not shown to be false: .*{re.escape(message)}"):
        falsity(miss(shows, **reason))


def test_one_reason_is_enough() -> None:
    with pytest.raises(GaproofError, match="in two ways"):
        miss(Le(2 * x, x), at={x: 1}, by=double)


def by_cases(low: Any, high: Any, below: Any, above: Any) -> Any:
    return And(ForAll(w, Implies(Le(w, low), Eq(ell(w), below))), ForAll(w, Implies(Lt(high, w), Eq(ell(w), above))))


@pytest.mark.parametrize("harmless", [STEP, by_cases(0, 0, w, x), by_cases(x, x, exp(w), 1)])
def test_a_derivation_may_say_what_a_function_is_on_either_side_of_a_number(harmless: Any) -> None:
    assert refutes(*claimed(harmless))


@pytest.mark.parametrize(
    "harmful",
    [
        by_cases(0, -1, 1, 0),  # between -1 and 0 it is both
        by_cases(0, 0, ell(0) + 1, 0),  # at 0 it is more than it is
        by_cases(0, 0, 1, ell(1) + 1),
        by_cases(ell(1), ell(1), 2, 0),  # there is no such number
        by_cases(w, w, 1, 0),
        And(by_cases(0, 0, 1, 0), Eq(ell(0), 0)),
        ForAll(w, Implies(Le(w, 0), Eq(ell(w), w))),
        Exists(w, Eq(ell(w), 1)),
    ],
)
def test_a_derivation_may_assume_nothing_else(harmful: Any) -> None:
    assert not refutes(*claimed(harmful))


def claimed(assumed: Any) -> tuple[Statement, Any]:
    """A false statement, and 0 = 1 derived from it and a formula."""
    false = miss(Eq(0, 1), {}).statement
    th = f.mp(f.imply(Refutation(false).at({}), f.node(assumed)), f.assume(assumed))
    return false, th
