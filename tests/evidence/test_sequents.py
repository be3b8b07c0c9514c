"""Statements taken apart: the sequents of small statements written out, and that together they say what the statement says."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from gaproof.claim import Claim, statement
from gaproof.evidence import sequents as taking_apart
from gaproof.evidence.campaign import campaign
from gaproof.evidence.sequents import Given, given_by, needs_values, sequents
from gaproof.exact import Instance
from gaproof.exact.values import sorts_of
from gaproof.proof.statement import Statement
from gaproof.proof.substitution import Lambda
from gaproof.proof.syntax import FINITE, Sort
from gaproof.tactics import forward as f
from gaproof.terms import (
    And,
    Eq,
    Exists,
    ForAll,
    Implies,
    Le,
    Lt,
    Ne,
    Sum,
    field,
    function,
    index,
    index_map,
    kernel,
    scalar,
    sizes,
    symbol,
)
from tests.evidence.toys import SMALL, closed_off, told

n, m = sizes("n m")
i, k, j = index("i", n), index("k", n), index("j", m)
a, b, A, v = field("a", i), field("b", i), field("A", i, j), field("v", j)
(x, y, z), g = scalar("x y z"), function("g")
POSITIVE, VANISHES = ForAll(i, Lt(0, a[i])), ForAll(v, Implies(ForAll(i, Eq(Sum(A[i, j] * v[j], j), 0)), ForAll(j, Eq(v[j], 0))))


# ---- what is taken apart, and how ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "shows", "expected"),
    [
        ({}, Eq(x, y), [" ⊢ x = y"]),
        ({"h": POSITIVE}, ForAll(i, Lt(0, a[i])), ["∀ i ∈ n, 0 < a[i] ⊢ 0 < a[i]"]),
        ({}, And(Eq(x, 0), ForAll(i, Eq(a[i], x))), [" ⊢ x = 0", " ⊢ a[i] = x"]),
        ({}, Implies(Eq(x, 0), Implies(And(Eq(y, 0), Eq(z, 0)), Eq(x, y))), ["x = 0, y = 0, z = 0 ⊢ x = y"]),
        ({"both": And(Eq(x, 0), Eq(y, 0))}, Eq(x, y), ["x = 0, y = 0 ⊢ x = y"]),
        ({}, ForAll((x, i), Implies(Lt(0, x), Lt(0, x * x))), ["0 < x ⊢ 0 < x²"]),
        ({}, ForAll(a, Eq(Sum(a[i], i), 0)), [" ⊢ Σ_{i∈n} a[i] = 0"]),
        ({}, Exists(i, Lt(0, a[i])), [" ⊢ ∃ i ∈ n, 0 < a[i]"]),
        ({"some": Exists(x, ForAll(i, Eq(a[i], x)))}, ForAll((i, k), Eq(a[i], a[k])), ["∀ i ∈ n, a[i] = x ⊢ a[i] = a[k]"]),
        ({}, Implies(Exists(v, ForAll(i, Eq(a[i], Sum(A[i, j] * v[j], j)))), Eq(x, 0)), ["∀ i ∈ n, a[i] = Σ_{j∈m} A[i, j]·v[j] ⊢ x = 0"]),
    ],
)
def test_the_sequents_of_a_statement_are_these(given: dict[str, Any], shows: Any, expected: list[str]) -> None:
    assert expected == [told(s) for s in sequents(statement(given, shows))]


@pytest.mark.parametrize(
    ("given", "shows", "expected"),
    [
        ({"h": Lt(0, a[i])}, ForAll(i, Lt(0, a[i])), ["0 < a[i] ⊢ 0 < a[i_]"]),
        ({"h": Eq(x, 0)}, ForAll(x, Eq(x, 0)), ["x = 0 ⊢ x_ = 0"]),
        ({}, ForAll(x, Implies(Lt(0, x), ForAll(x, Lt(0, x)))), ["0 < x ⊢ 0 < x_"]),
        ({}, And(ForAll(x, Eq(x, 0)), ForAll(x, Eq(x, 1))), [" ⊢ x = 0", " ⊢ x = 1"]),
        ({"one": Exists(x, Lt(x, y)), "two": Exists(x, Lt(y, x))}, Eq(y, 0), ["x < y, y < x_ ⊢ y = 0"]),
        ({"h": Exists(x, Eq(x, y))}, ForAll(x, Eq(x, y)), ["x = y ⊢ x_ = y"]),
        ({"h": Eq(y, 0)}, ForAll(x, Implies(Exists(x, Lt(x, y)), Lt(x, y))), ["y = 0, x_ < y ⊢ x < y"]),
        ({"h": Eq(scalar("x_"), 0)}, And(Eq(x, 0), ForAll(x, Eq(x, 1))), ["x_ = 0 ⊢ x = 0", "x_ = 0 ⊢ x__ = 1"]),
    ],
)
def test_names_never_clash(given: dict[str, Any], shows: Any, expected: list[str]) -> None:
    assert expected == [told(s) for s in sequents(statement(given, shows))]


def test_a_law_stays_whole() -> None:
    law = ForAll((x, y), Implies(Le(x, y), Le(g(x), g(y))))
    inside = Exists(a, And(ForAll(x, Le(a[i], g(x))), Eq(y, 0)))
    for whole in (law, VANISHES, inside):
        ((_, kept),) = sequents(statement({"law": whole}, Eq(y, 0)))[0].hypotheses
        assert kernel(whole) == kept
        assert needs_values(kept)


def test_where_a_type_is_empty_nothing_is_said_about_its_elements() -> None:
    e = sizes("e", maybe_empty=True)
    o = index("o", e)
    every = ForAll(o, And(Eq(field("c", o)[o], 0), Lt(0, e)))
    assert ["0 < |e?| ⊢ c[o] = 0", "0 < |e?| ⊢ 0 < |e?|"] == [told(s) for s in sequents(statement({}, every))]
    assert ["0 < |e?|, c[o] = 0 ⊢ 0 < |e?|"] == [told(s) for s in sequents(statement({"free": Eq(field("c", o)[o], 0)}, Lt(0, e)))]
    thorough = replace(SMALL, examples=30)  # only then a size may be 0
    assert campaign(statement({}, ForAll(o, Lt(0, e))), thorough, 0).refutation is None
    assert campaign(statement({}, Lt(0, e)), thorough, 0).refutation is not None


def test_what_quantifies_over_indices_only_needs_no_values() -> None:
    assert [False, False, True, True] == [
        needs_values(f.node(q)) for q in (Exists(i, Lt(0, a[i])), POSITIVE, ForAll(x, Eq(x, x)), And(Eq(x, 0), VANISHES))
    ]


def test_the_index_types_of_formulas_are_found_wherever_they_stand() -> None:
    top = index_map("top", i, m)
    expected = {Sort("m", FINITE), Sort("n", FINITE)}
    for formula in (Eq(n, m), Eq(Sum(x, i) * m, 1), ForAll(i, Eq(v[top(i)], 0)), Exists(j, Eq(a[i] * v[j], 0))):
        assert expected == sorts_of([f.node(formula)])


def test_at_values_symbols_are_replaced_everywhere() -> None:
    (sequent,) = sequents(statement({"h": Eq(x, y)}, Lt(x, z)))
    assert "y + 1 = y ⊢ y + 1 < z" == told(sequent.at({symbol(x): f.value(y + 1)}))


# ---- witnesses --------------------------------------------------------------------------------------------------------------------


def claimed(id: str, shows: Any, proof: Any, given: Any = None) -> Claim:
    claim = Claim(id, given=given or {}, shows=shows)
    claim.proof(proof)
    return claim


def apart(claim: Claim) -> list[str]:
    return [told(s) for s in sequents(claim.only.statement, given_by(claim.theorem()))]


def test_a_witness_is_taken_from_the_proof() -> None:
    goal = ForAll(x, Exists(y, And(Lt(x, y), Lt(y, x + 2))))
    less = f.conj(f.lt(x, x + 1, f.num(1)), f.lt(x + 1, x + 2, f.num(1)))
    claim = claimed("sequents.between", goal, lambda p: f.gen(f.exists(less, Exists(y, And(Lt(x, y), Lt(y, x + 2))), x + 1), x))
    assert [" ⊢ x < x + 1", " ⊢ x + 1 < x + 2"] == apart(claim)
    (whole,) = sequents(claim.only.statement)
    assert needs_values(whole.conclusion), "without the proof there is no witness"


def test_what_was_chosen_for_a_witness_becomes_a_hypothesis() -> None:
    given, goal = {"some": ForAll(i, Exists(x, Lt(x, a[i])))}, Exists(b, ForAll(i, Lt(b[i], a[i] + 1)))

    def shifted(p: Any) -> Any:
        there = f.choice(p["some"], b)
        (below,) = f.obtain(there, b)
        less = f.gen(f.lt(b[i], a[i] + 1, f.add(f.by(f.spec(below, i)), f.num(1))), i)
        return f.release(f.exists(less, goal, b), there, b)

    claim = claimed("sequents.moved", goal, shifted, given)
    assert ["∀ i ∈ n, ∃ x ∈ ℝ, x < a[i], ∀ b_0 ∈ n, b[b_0] < a[b_0] ⊢ b[i] < a[i] + 1"] == apart(claim)


def by_cases(p: Any) -> Any:
    """max(x, 0) is x or 0."""
    below, above = f.assume(Lt(x, 0)), f.assume(f.otherwise(Lt(x, 0)))
    zero = f.conj(f.le(x, 0, f.by(below)), f.le(0, 0, f.num(0)))
    itself = f.conj(f.le(x, x, f.num(0)), f.le(0, x, f.by(above)))
    return f.cases(Lt(x, 0), f.exists(zero, p.goal, 0), f.exists(itself, p.goal, x))


def test_a_witness_is_tried_in_its_case_only() -> None:
    claim = claimed("sequents.cases", Exists(y, And(Le(x, y), Le(0, y))), by_cases)
    assert ["x < 0 ⊢ x ≤ 0", "x < 0 ⊢ 0 ≤ 0", "0 ≤ x ⊢ x ≤ x", "0 ≤ x ⊢ 0 ≤ x"] == apart(claim)
    tally = campaign(claim.only.statement, SMALL, 0, given=given_by(claim.theorem()))
    assert tally.refutation is None and 0 < tally.models


def test_a_witness_that_forgets_its_case_refutes_what_is_proved() -> None:
    claim = claimed("sequents.forgetful", Exists(y, And(Le(x, y), Le(0, y))), by_cases)
    forgetful = {goal: [(value, ()) for value, _ in found] for goal, found in given_by(claim.theorem()).witnesses.items()}
    assert campaign(claim.only.statement, SMALL, 0, given=Given(forgetful)).refutation is not None


def test_a_witness_under_one_condition_is_not_tried_under_another() -> None:
    some = Exists(y, Lt(y * x, 0))

    def each(p: Any) -> Any:
        above, below = f.assume(Lt(0, x)), f.assume(Lt(x, 0))
        first = f.imply(f.exists(f.lt(-1 * x, 0, f.by(above)), some, -1), Lt(0, x))
        second = f.imply(f.exists(f.lt(1 * x, 0, f.by(below)), some, 1), Lt(x, 0))
        return f.conj(first, second)

    claim = claimed("sequents.conditions", And(Implies(Lt(0, x), some), Implies(Lt(x, 0), some)), each)
    assert {"0 < x ⊢ -x < 0", "x < 0, 0 < x ⊢ -x < 0", "x < 0 ⊢ 1·x < 0", "0 < x, x < 0 ⊢ 1·x < 0"} == set(apart(claim))


def test_the_symbols_of_a_witness_are_not_taken_for_variables() -> None:
    goal = Exists(y, ForAll(x, Implies(Lt(x, z), Lt(x, y))))
    ill = Lambda((), f.node(x))  # no proof gives it; a mutant may meet it
    (sequent,) = sequents(statement({}, goal), Given({f.node(goal): [(ill, (f.node(Lt(x, 0)),))]}))
    assert "x < 0, x_ < z ⊢ x_ < x" == told(sequent)


# ---- what they say -----------------------------------------------------------------------------------------------------------------

TERMS = (a[i], a[k], b[i], x, Sum(a[i], i), Sum(A[i, j], j), v[j], a[i] * b[k] + x, 0, 1)
COMPARISONS = (Eq, Ne, Le, Lt)


def drawn(rng: random.Random, depth: int) -> Any:
    """A random formula; indices that it leaves free, and x, stand for any value."""
    if depth == 0:
        return rng.choice(COMPARISONS)(rng.choice(TERMS[:-2]), rng.choice(TERMS))
    less = lambda: drawn(rng, depth - 1)  # noqa: E731
    return rng.choice(
        [
            lambda: And(less(), less()),
            lambda: Implies(less(), less()),
            lambda: ForAll(rng.choice((i, j, k)), less()),
            lambda: Exists(rng.choice((i, j, k)), less()),
            lambda: ForAll(x, Implies(Eq(x, rng.choice(TERMS[:3])), less())),
        ]
    )()


def table(rng: random.Random, *shape: int) -> Any:
    return [table(rng, *shape[1:]) for _ in range(shape[0])] if shape else rng.choice((-1, 0, 0, 1, 2))


def instance(rng: random.Random) -> Instance:
    rows, columns = rng.randint(1, 2), rng.randint(1, 2)
    places = {i: rng.randrange(rows), k: rng.randrange(rows), j: rng.randrange(columns)}
    values = {a: table(rng, rows), b: table(rng, rows), A: table(rng, rows, columns), v: table(rng, columns), x: table(rng)}
    return Instance({n: rows, m: columns}, {**places, **values})


def agreements(seed: int) -> tuple[int, int]:
    """At how many models a random statement and its sequents are decided and say the same, at how many the opposite."""
    rng = random.Random(seed)
    original = statement({f"h{k}": drawn(rng, 1) for k in range(rng.randint(0, 2))}, drawn(rng, rng.randint(1, 3)))
    same = different = 0
    for _ in range(6):
        model = instance(rng)
        whole = verdict(model, original)
        pieces = [model.holds(closed_off(s, original)) for s in sequents(original)]
        together = False if False in pieces else None if None in pieces else True
        if whole is not None and together is not None:
            same, different = same + (whole == together), different + (whole != together)
    return same, different


def verdict(model: Instance, original: Statement) -> bool | None:
    hypotheses = [model.holds(h) for h in original.hypotheses.values()]
    return True if False in hypotheses else None if None in hypotheses else model.holds(original.conclusion)


def test_the_sequents_of_a_statement_say_together_what_it_says() -> None:
    same, different = map(sum, zip(*(agreements(seed) for seed in range(150)), strict=True))
    assert 0 == different
    assert 500 < same


@pytest.mark.parametrize("bug", ["a conjunct is lost", "a condition is lost", "names clash"])
def test_sequents_that_say_something_else_are_seen(monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    goals, granted = taking_apart._goals, taking_apart._granted
    if bug == "a conjunct is lost":
        monkeypatch.setattr(taking_apart, "_goals", lambda *args: iter(list(goals(*args))[:1]))
    elif bug == "a condition is lost":
        monkeypatch.setattr(taking_apart, "_granted", lambda name, h, taken: [] if name == "condition" else granted(name, h, taken))
    else:
        monkeypatch.setattr(taking_apart, "fresh", lambda hint, type, taken: taking_apart.Symbol(hint, type))
    assert 0 < sum(different for _, different in map(agreements, range(150)))
