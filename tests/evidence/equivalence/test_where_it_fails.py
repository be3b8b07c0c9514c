"""Mutants without a hypothesis that are true: what fails with it takes what is said along; and what does not is not excused."""

from __future__ import annotations

from typing import Any

import pytest

from gaproof.claim import Claim
from gaproof.errors import ProofError
from gaproof.evidence.equivalence import equivalent, known_values
from gaproof.evidence.equivalence.known_values import shown
from gaproof.evidence.mutants import sample
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Ne, Sum, exp, field, index, kernel, log, scalar, sizes

n, m, q = sizes("n m q")
i, j, k, c = index("i", n), index("j", m), index("k", m), index("c", q)
M, e, N = field("M", i, j), field("e", i, j), field("N", i, c)
h, w, x, d = field("h", j), field("w", j), field("x", j), field("d", i)
y, tau = scalar("y"), scalar("tau")

MASK, POSITIVE = ForAll((i, j), Eq(M[i, j] * M[i, j], M[i, j])), ForAll((i, j), 0 < e[i, j])
LIVE = ForAll(i, Exists(j, Eq(M[i, j], 1)))
ROWS = {"live": LIVE, "mask": MASK, "positive": POSITIVE}
ONE_ROW = {"live": Exists(j, Eq(h[j], 1)), "mask": ForAll(j, Eq(h[j] * h[j], h[j])), "positive": ForAll(j, 0 < w[j])}
EITHER, FOLLOWS = "where the hypothesis fails, it holds as well", "the hypothesis follows from the others"
BY_ROWS = "in each row where the hypothesis fails, it holds as well"


def without(given: Any, shows: Any, dropped: str = "live", proof: Any = lambda p: p.identity()) -> str | None:
    """How a statement is proved without a hypothesis, if it is."""
    claim = Claim("mutant.without", given=given, shows=shows)
    claim.proof(proof)
    claim.theorem()
    (mutant,) = [mutant for mutant in sample(claim.only.statement, 1, 0) if mutant.where == dropped]
    return equivalent(claim.only, mutant)


def weight(at: Any, of: Any = e) -> Any:
    return M[i, at] * of[i, at] / Sum(M[i, k] * of[i, k], k)


def test_an_empty_row_has_no_weights() -> None:
    total, share = Sum(h[j] * w[j], j), h[j] * w[j] / Sum(h[k] * w[k], k)
    assert EITHER == without(ONE_ROW, Eq(Sum(share * total * x[j], j), Sum(h[j] * w[j] * x[j], j)))
    assert without(ONE_ROW, Eq(Sum(share, j), 1)) is None, "they sum to 0"
    assert without(ONE_ROW, Eq(total / total * y, y)) is None, "0/0·y is not y"


def test_what_is_said_of_every_row_is_shown_in_each() -> None:
    twice = M[i, j] * 2 * e[i, j] / Sum(2 * M[i, k] * e[i, k], k)
    assert BY_ROWS == without(ROWS, ForAll((i, j), Eq(twice, weight(j))))
    assert without(ROWS, ForAll(i, Eq(Sum(weight(j), j), 1))) is None, "the weights of an empty row sum to 0"
    assert without(ROWS, ForAll((i, j), Eq(twice + d[i] * Sum(weight(k), k), weight(j) + d[i]))) is None


def test_what_exists_for_every_row_is_chosen_in_each() -> None:
    scaled = Exists(d, And(ForAll(i, 0 < d[i]), ForAll((i, j), Eq(weight(j), d[i] * (M[i, j] * e[i, j])))))
    given = {"known": Implies(LIVE, scaled), **ROWS}

    def proof(p: Any) -> Any:
        return f.mp(p["known"], p["live"])

    assert without(given, scaled, proof=proof) is None, "what is known is not known of one row"

    def divided(p: Any) -> Any:
        sum_ = Sum(M[i, k] * e[i, k], k)
        by = f.exists(
            f.conj(p.everywhere(p.auto(0 < 1 / sum_), i), p.everywhere(f.linear(weight(j), M[i, j] * e[i, j] / sum_), i, j)),
            p.goal,
            (i, 1 / sum_),
        )
        return by

    assert BY_ROWS == without(ROWS, scaled, proof=divided)


def test_the_hypothesis_may_follow_from_the_others() -> None:
    assert FOLLOWS == without({"unit": ForAll(i, Eq(Sum(M[i, j] * e[i, j], j), 1)), **ROWS}, LIVE, proof=lambda p: p["live"])
    assert without({"unit": ForAll(i, Eq(Sum(e[i, j], j), 1)), **ROWS}, LIVE, proof=lambda p: p["live"]) is None


def test_other_masks_may_vanish_with_the_row() -> None:
    image = ForAll((i, c), Implies(Eq(N[i, c], 1), Exists(j, Eq(M[i, j], 1))))
    also = {"image": image, "N": ForAll((i, c), Eq(N[i, c] * N[i, c], N[i, c])), **ROWS}
    total = Sum(M[i, k] * e[i, k], k)
    shows = ForAll((i, c), Eq(N[i, c] * total / total, N[i, c]))
    assert BY_ROWS == without(also, shows)
    assert without(ROWS | {"N": also["N"]}, shows) is None


# ---- known values ---------------------------------------------------------------------------------------------------------------------


def known(*formulas: Any) -> list[Any]:
    return [f.assume(formula) for formula in formulas]


ZERO_ROW = ForAll(j, Eq(h[j], 0))


@pytest.mark.parametrize(
    ("goal", "true"),
    [
        (Eq(Sum(h[j] * w[j], j), 0), True),
        (Eq(Sum(h[j] * w[j] / y, j) + exp(h[k]), 1), True),
        (Eq(h[k] * log(y) + exp(Sum(h[j] / x[j], j)), 1), True),
        (ForAll(j, Implies(Eq(h[j], 1), Eq(y, 5))), True),
        (ForAll(j, Implies(And(Eq(w[j], 1), Eq(h[j], 1)), Eq(y, 5))), True),
        (Exists(j, Le(h[j], 0)), True),
        (Implies(Exists(j, Ne(h[j], 0)), Eq(y, 5)), True),
        (Eq(Sum(w[j], j), 0), False),
        (Eq((1 + h[k]) / y, 0), False),
        (Eq(h[k] / y + w[k], 0), False),
        (ForAll(j, Implies(Eq(h[j], 0), Eq(y, 5))), False),
        (Exists(j, Eq(h[j], 1)), False),
    ],
)
def test_numbers_are_put_where_they_are_known(goal: Any, true: bool) -> None:
    if true:
        th = shown(kernel(goal), known(ZERO_ROW))
        assert kernel(goal) == th.conclusion
        assert {kernel(ZERO_ROW)} >= th.hypotheses
    else:
        with pytest.raises(ProofError):
            shown(kernel(goal), known(ZERO_ROW))


def test_facts_that_contradict_each_other_show_anything() -> None:
    assert shown(kernel(Eq(y, 5)), known(ZERO_ROW, Eq(Sum(h[j] * w[j], j), 1))).conclusion == kernel(Eq(y, 5))
    with pytest.raises(ProofError):
        shown(kernel(Eq(y, 5)), known(ZERO_ROW, Eq(Sum(h[j] * w[j], j), 0)))


def test_what_is_said_of_every_field_is_said_of_a_constant() -> None:
    every = ForAll(x, Eq(Sum(w[j] * x[j], j), Sum(h[j] * x[j] / y, j)))
    assert shown(kernel(Eq(Sum(w[j], j), 0)), known(ZERO_ROW, every)).conclusion == kernel(Eq(Sum(w[j], j), 0))
    with pytest.raises(ProofError):
        shown(kernel(Eq(w[k], 0)), known(ZERO_ROW, every))
    with pytest.raises(ProofError):
        shown(kernel(Eq(Sum(w[j], j), 1)), known(ZERO_ROW, every))


@pytest.mark.parametrize("planted", [False, True])
def test_a_type_that_may_be_empty_has_no_element(planted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    few = sizes("few", maybe_empty=True)
    b = index("b", few)
    g = field("g", b)
    if planted:
        monkeypatch.setattr(known_values, "_some", lambda type: True)
    with pytest.raises(ProofError):
        shown(kernel(Exists(b, Eq(g[b], 0))), known(ForAll(b, Eq(g[b], 0))))
    with pytest.raises(ProofError):
        shown(kernel(Eq(y, 5)), known(ForAll(b, Eq(g[b], 0)), ForAll(b, Eq(g[b], 1))))
