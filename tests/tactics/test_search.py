"""The search proves what is obvious, from what is given, and names what is missing."""

from typing import Any

import pytest

from gaproof.notation import plain
from gaproof.proof.axioms import STANDARD
from gaproof.tactics import forward as f
from gaproof.tactics import search
from gaproof.tactics.facts import NotFound
from gaproof.tactics.search import discharge, prove
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Ne, Sum, delta, exp, field, index, log, nat, natural, scalar, sizes

(n, m), e = sizes("n m"), sizes("e", maybe_empty=True)
i, j, k, t = index("i", n), index("j", m), index("k", m), natural("t")
l = index("l", e)
M, a, b, w = field("M", i, j), field("a", i, j), field("b", j), field("w", l)
same = field("same", j)
x, y, tau = scalar("x y tau")
mask = ForAll((i, j), Eq(M[i, j] * M[i, j], M[i, j]))
live = ForAll(i, Exists(j, Eq(M[i, j], 1)))
positive = ForAll((i, j), Lt(0, a[i, j]))


@pytest.mark.parametrize(
    ("goal", "facts"),
    [
        (Lt(0, exp(x) + 1), []),
        (Le(0, x * x), []),
        (Le(0, x * y * x * y), []),
        (Lt(0, 2 * exp(x) / n), []),
        (Le(0, delta(j, k)), []),
        (Lt(x, x + 1), []),
        (Ne(exp(x) * (-2), 0), []),
        (Ne(x * y, 0), [Ne(x, 0), Ne(y, 0)]),
        (Ne(Sum(delta(j, k) * (1 + exp(b[j])), j), 0), []),
        (Lt(0, x), [Le(0, x), Ne(x, 0)]),
        (Le(0, x), [Eq(x * x, x)]),
        (Lt(0, x), [Eq(x, 3)]),
        (Lt(0, 1 / x), [Lt(0, x)]),
        (Lt(0, a[i, k]), [positive]),
        (Lt(0, Sum(a[i, j], j)), [positive]),
        (Lt(0, Sum(M[i, j] * a[i, j] * exp(b[j]), j)), [mask, live, positive]),
        (ForAll(i, Ne(Sum(M[i, j] * a[i, j], j), 0)), [mask, live, positive]),
        (Lt(0, Sum(M[i, j] * exp(b[j] / tau), j)), [mask, live, Ne(tau, 0)]),
        (Eq(Sum(b[j] + 1, j), Sum(b[j], j) + m), []),
        (Eq(x / x, 1), [Lt(0, x)]),
        (Eq(exp(log(x)), x), [Lt(0, x)]),
        (Implies(Lt(0, x), Lt(0, x * exp(y))), []),
        (Implies(Ne(x * y, 0), Ne(y, 0)), []),
        (Implies(Lt(1, 0), Eq(x, y)), []),
        (And(Le(0, x * x), Lt(0, exp(x))), []),
        (Exists(x, Lt(0, x)), []),
        (Exists(same, ForAll(j, Eq(b[j], same[j]))), []),
        (Exists(k, Le(b[j], b[k])), []),
        (Lt(0, x), [And(Lt(y, 0), Lt(0, x))]),
        (Lt(0, b[j]), [ForAll(k, Implies(Ne(b[k], 0), Lt(0, b[k]))), Ne(b[j], 0)]),
        (Le(0, Sum(w[l] * w[l], l)), []),
    ],
)
def test_what_is_obvious_is_proved_from_its_facts(goal: Any, facts: list[Any]) -> None:
    th = prove(f.node(goal), [f.assume(fact) for fact in facts])
    assert th.conclusion == f.node(goal)
    assert th.hypotheses <= {f.node(fact) for fact in facts}
    assert {name for name, _ in th.axioms} <= set(STANDARD)


@pytest.mark.parametrize(
    ("goal", "facts", "missing"),
    [
        (Lt(0, x), [], "0 < x"),
        (Lt(0, x), [Le(0, x)], "0 < x"),
        (Lt(0, x * x), [], "0 < x"),
        (Ne(x, 0), [], "x ≠ 0"),
        (Le(x, 1), [], "x ≤ 1"),
        (Lt(0, exp(x) * y), [], "0 < y"),
        (Lt(0, 1 / x), [Ne(x, 0)], "0 < x"),
        (Lt(0, exp(x / tau)), [], "tau ≠ 0"),
        (Eq(x, y), [], "x = y"),
        (Eq(x / x, 1), [], "x ≠ 0"),
        (Lt(0, a[i, j]), [Lt(0, a[i, k])], "0 < a[i, j]"),
        (Lt(0, Sum(M[i, j], j)), [mask], "0 < Σ_{j∈m} M[i, j]"),
        (Lt(0, Sum(M[i, j], j)), [live], "0 ≤ M[i, j]"),
        (Lt(0, Sum(M[i, j] * a[i, j], j)), [mask, live], "0 ≤ a[i, j]"),
        (Lt(0, Sum(exp(w[l]), l)), [], "0 < Σ_{l∈e?} exp(w[l])"),
        (Exists(x, Lt(x, 0)), [], "∃ x ∈ ℝ, x < 0"),
        (Lt(0, b[j]), [ForAll(k, Implies(Ne(b[k], 0), Lt(0, b[k])))], "0 < b[j]"),
        (Le(0, nat(t)), [], "0 ≤ nat(t)"),
    ],
)
def test_what_is_not_given_is_named(goal: Any, facts: list[Any], missing: str) -> None:
    with pytest.raises(NotFound) as error:
        prove(f.node(goal), [f.assume(fact) for fact in facts])
    assert missing == plain(error.value.goal)


def test_obligations_are_discharged_from_facts_and_granted_hypotheses_stay() -> None:
    th = f.linear(x / x + y / y, 2)
    nonzero = f.assume(Lt(0, x))
    granted = frozenset({f.node(Ne(y, 0)), f.node(Lt(0, x))})
    assert {f.node(Lt(0, x)), f.node(Ne(y, 0))} == discharge(th, [nonzero], granted).hypotheses
    with pytest.raises(NotFound, match="nothing known gives"):
        discharge(th, [nonzero], frozenset({f.node(Lt(0, x))}))


def test_what_is_missing_is_searched_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts that lead from each of four signs to the others: there are 3¹² ways to walk about among them, and none ends."""
    asked = 0
    found = search._found

    def counted(goal: Any, known: Any) -> Any:
        nonlocal asked
        asked += 1
        return found(goal, known)

    monkeypatch.setattr(search, "_found", counted)
    signs = [Lt(0, b[j]), Lt(0, x), Lt(0, y), Lt(0, tau)]
    facts = [f.assume(Implies(p, q)) for p in signs for q in signs if p is not q]
    with pytest.raises(NotFound):
        prove(f.node(signs[0]), facts)
    assert asked <= 4 * search.DEPTH
    asked = 0
    prove(f.node(signs[3]), [*facts, f.assume(signs[0])])
    assert asked <= 4 * search.DEPTH


def test_what_is_missing_may_be_given_by_a_condition() -> None:
    goal = Implies(Ne(x, 0), Lt(0, x))
    below = f.assume(Le(0, x))
    with pytest.raises(NotFound):
        prove(f.node(And(Lt(0, x), goal)), [below])
    prove(f.node(goal), [below])
