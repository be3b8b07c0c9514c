"""The context of a proof: what it grants, what it refuses, and that its errors say what to do."""

from collections.abc import Callable
from typing import Any

import pytest

from gaproof.claim import statement
from gaproof.errors import ProofError
from gaproof.notation import plain
from gaproof.proof.theorem import Theorem
from gaproof.tactics import forward as f
from gaproof.tactics.context import Proof
from gaproof.terms import Eq, Exists, ForAll, Implies, Le, Lt, Ne, Sum, exp, field, index, scalar, sizes

n = sizes("n")
i, j = index("i j", n)
a, b = field("a b", i)
x, y, z = scalar("x y z")
ONE_OVER = f.lt(0, 1 / a[i], f.inv(f.by(f.assume(Lt(0, a[i])))))
MASS = Eq(Sum(a[i], i), 1)


def no_theorem(claim: Any, part: str) -> Theorem:
    return f.linear(claim, claim)


def proof(shows: Any, **given: Any) -> Proof:
    return Proof(statement(given, shows), no_theorem, plain)


def finished(shows: Any, prove: Callable[[Proof], Any], **given: Any) -> Theorem:
    p = proof(shows, **given)
    return p.finish(prove(p))


def test_it_names_hypotheses_goal_and_sides() -> None:
    p = proof(ForAll(i, Implies(Lt(0, x), Le(a[i], b[i] + x))), mass=MASS)
    assert p["mass"].conclusion == f.node(MASS) and [p["mass"].conclusion] == [fact.conclusion for fact in p.facts]
    assert (p.left, p.right) == (f.node(a[i]), f.node(b[i] + x))
    variables, conditions, body = p.peeled()
    assert ([f.symbol(i)], [f.node(Lt(0, x))], f.node(Le(a[i], b[i] + x))) == (variables, conditions, body)


def test_a_hypothesis_that_is_not_granted_is_refused_by_name() -> None:
    with pytest.raises(ProofError, match=r"the hypothesis 'mass', which the claim does not grant \(it grants 'sign', 'order'\)"):
        proof(Eq(x, y), sign=Lt(0, x), order=Lt(x, y))["mass"]
    with pytest.raises(ProofError, match="it grants none"):
        proof(Eq(x, x))["mass"]


@pytest.mark.parametrize(
    ("shows", "prove", "given"),
    [
        (Eq(x + y, y + x), lambda p: p.identity(), {}),
        (ForAll(i, Eq(a[i] * exp(x) / exp(x), a[i])), lambda p: p.identity(), {}),
        (Eq(Sum(a[i] * x, i), x), lambda p: p.identity((p["mass"], x)), {"mass": MASS}),
        (Eq(Sum(2 * a[i], i), 2), lambda p: p.solve((p["mass"], 1)), {"mass": MASS}),
        (Le(0, x * x), lambda p: p.bound(f.sq(x)), {}),
        (ForAll(i, Lt(x, x + exp(a[i]))), lambda p: p.bound(f.ex(a[i])), {}),
        (ForAll(x, Implies(Ne(x, 0), Eq(x / x, 1))), lambda p: p.identity(), {}),
        (Lt(0, Sum(exp(a[i]), i)), lambda p: p.auto(), {}),
        (Eq(x / x, 1), lambda p: p.identity(), {"sign": Lt(0, x)}),
        (
            ForAll(i, Lt(0, 1 / a[i])),
            lambda p: p.everywhere(f.lt(0, 1 / a[i], f.inv(f.by(f.assume(Lt(0, a[i]))))), i),
            {"a": ForAll(i, Lt(0, a[i]))},
        ),
        (Eq(x, x), lambda p: p.use(x), {}),
        (Eq(y, y), lambda p: p.use(x, "", {x: y}), {}),
        (ForAll(j, Lt(0, exp(a[j]))), lambda p: f.gen(f.lt(0, exp(a[i]), f.ex(a[i])), i), {}),
    ],
)
def test_a_proof_is_finished_to_the_statement_itself(shows: Any, prove: Callable[[Proof], Any], given: dict[str, Any]) -> None:
    th = finished(shows, prove, **given)
    assert th.conclusion == f.node(shows)
    assert th.hypotheses <= set(map(f.node, given.values()))


@pytest.mark.parametrize(
    ("shows", "prove", "message"),
    [
        (Le(0, x), lambda p: p.identity(), r"the goal is of another form \(le\): 0 ≤ x"),
        (Eq(x, y), lambda p: p.bound(f.num(0)), r"the goal is of another form \(eq\): x = y"),
        (Eq(x, y), lambda p: p.identity(), "the two sides differ: 2 terms do not cancel"),
        (Eq(x, y), lambda p: p.solve(), "no combination of the candidates"),
        (Lt(0, x * exp(y)), lambda p: p.auto(), r"not obvious: 0 < x·exp\(y\); nothing known gives 0 < x"),
        (Eq(x / x, 1), lambda p: p.identity(), "open obligation: x ≠ 0; no hypothesis gives it: add one, or prove it first"),
        (ForAll(i, Eq(a[i] / a[i], 1)), lambda p: p.identity(), r"open obligation: a\[i\] ≠ 0"),
        (Lt(0, x), lambda p: f.assume(Lt(0, x)), "open obligation: 0 < x"),
        (Eq(x, x), lambda p: p.clear(f.assume(Eq(y, z))), "open obligation: y = z"),
        (Eq(x, x), lambda p: f.lt(0, 1, f.num(1)), "the proof shows 0 < 1; the goal is x = x"),
        (Eq(x, x), lambda p: f.linear(y, y), "different normal forms"),
        (Eq(x, x), lambda p: None, "the proof returned None instead of a theorem"),
        (Exists(x, Lt(1, x)), lambda p: f.lt(1, 2, f.num(1)), "the goal is ∃ x"),
    ],
)
def test_a_proof_that_falls_short_is_refused_with_what_is_missing(shows: Any, prove: Callable[[Proof], Any], message: str) -> None:
    with pytest.raises(ProofError, match=message):
        finished(shows, prove)


def test_what_a_fact_still_assumes_of_a_variable_is_named() -> None:
    p = proof(ForAll(x, Eq(x / exp(x) * exp(x), x)))
    assumed = f.assume(Lt(0, x))
    loose = f.lt(0, x * x, f.mul(f.by(assumed), f.by(assumed)))
    with pytest.raises(ProofError, match=r"a fact still assumes 0 < x, .* p\.clear the fact first"):
        p.everywhere(f.linear(1 / (x * x) * (x * x), 1), x, facts=[loose])
