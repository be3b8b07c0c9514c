"""Each forward step gives the theorem that it is named for, and refuses what it is not for."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from gaproof.errors import ProofError
from gaproof.proof.substitution import Lambda
from gaproof.proof.syntax import Number
from gaproof.proof.theorem import Theorem
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
    delta,
    exp,
    field,
    function,
    index,
    index_map,
    nat,
    natural,
    scalar,
    sizes,
    succ,
    zero,
)

n, m = sizes("n m")
i, j, k = index("i", n), index("j", n), index("k", m)
a, b, s = field("a", i), field("b", i), field("s", i, k)
x, y, z = scalar("x y z")
g, pi = function("g"), index_map("pi", i, k)
positive = f.assume(Lt(0, x))


def says(th: Theorem, conclusion: Any, *hypotheses: Any) -> bool:
    """Whether a theorem is exactly this sequent."""
    return th.conclusion == f.node(conclusion) and th.hypotheses == frozenset(map(f.node, hypotheses))


def test_nodes_come_from_numbers_expressions_and_nodes() -> None:
    assert f.node(2) == Number(2) and f.node(Fraction(1, 2)) == Number(Fraction(1, 2))
    assert f.node(f.node(x)) == f.node(x)
    assert f.symbol(x) == f.symbol(f.node(x)) and f.symbol(a).name == "a"
    with pytest.raises(ProofError, match="a variable was expected"):
        f.symbol(x + y)


def test_values_are_terms_variables_and_functions_of_parameters() -> None:
    assert Lambda((), f.node(x + 1)) == f.value(x + 1)
    assert f.value(a) == f.value((i, a[i]))
    assert f.value(s) == f.value(((i, k), s[i, k]))
    assert f.value(f.symbol(a)) == f.value(a)


def test_instances_of_free_and_of_bound_variables() -> None:
    assert says(f.spec(f.assume(ForAll((i, j), Le(a[i], a[j]))), i, i), Le(a[i], a[i]), ForAll((i, j), Le(a[i], a[j])))
    assert says(f.inst(positive, {x: y}), Lt(0, y), Lt(0, y))
    assert says(f.inst(positive, {"x": y + 1}), Lt(0, y + 1), Lt(0, y + 1))
    assert says(f.inst(f.linear(x + y, y + x), {x: y, y: x}), Eq(y + x, x + y))
    with pytest.raises(ProofError, match="0 symbols named w"):
        f.inst(positive, {"w": y})


def test_generalising_and_discharging_conditions() -> None:
    assert says(f.gen(f.imply(positive, positive), x), ForAll(x, Implies(Lt(0, x), Lt(0, x))))
    assert says(f.imply(f.linear(1, 1), Lt(0, x), positive), Implies(Lt(0, x), Implies(Lt(0, x), Eq(1, 1))))
    with pytest.raises(ProofError, match="a hypothesis constrains it"):
        f.gen(positive, x)


def test_implications_are_used_up_to_the_normal_form() -> None:
    rule = f.assume(Implies(Lt(0, x + x), Implies(Ne(y, 0), Eq(x, y))))
    twice = f.assume(Lt(0, 2 * x))
    assert says(f.mp(rule, twice), Implies(Ne(y, 0), Eq(x, y)), rule.conclusion, Lt(0, 2 * x))
    assert f.mp(rule, twice, f.assume(Ne(y, 0))).conclusion == f.node(Eq(x, y))
    with pytest.raises(ProofError, match="not an implication"):
        f.mp(twice, rule)
    with pytest.raises(ProofError, match="different normal forms"):
        f.mp(rule, positive)


def test_a_cut_discharges_what_the_facts_prove_and_nothing_else() -> None:
    th = f.conj(positive, f.assume(Lt(0, y)))
    assert f.cut(th, f.lt(0, exp(x), f.ex(x))).hypotheses == th.hypotheses
    unit = f.inst(th, {x: exp(z)})
    assert f.cut(unit, f.lt(0, exp(z), f.ex(z))).hypotheses == {f.node(Lt(0, y))}
    assert f.cut(positive, positive).hypotheses == positive.hypotheses, "a fact that assumes itself proves nothing"


def test_conjunctions() -> None:
    both = f.conj(positive, f.assume(Lt(0, y)))
    assert says(f.part(both, 1), Lt(0, y), Lt(0, x), Lt(0, y))
    with pytest.raises(ProofError):
        f.part(both, 2)


def test_linear_adds_cofactors_times_equations_under_sums() -> None:
    rows = f.spec(f.assume(ForAll((i, k), Eq(s[i, k], a[i]))), i, k)
    assert f.linear(Sum(s[i, k], k), m * a[i], (rows, 1, k)).conclusion == f.node(Eq(Sum(s[i, k], k), m * a[i]))
    with pytest.raises(ProofError, match="do not cancel"):
        f.linear(Sum(s[i, k], k), m * a[i], (rows, -1, k))
    with pytest.raises(ProofError, match="constrains it"):
        f.linear(Sum(a[i], i), 0, (f.assume(Eq(a[i], 0)), 1, i))


def test_linear_leaves_obligations() -> None:
    assert says(f.linear(x / x, 1), Eq(x / x, 1), Ne(x, 0))


@pytest.mark.parametrize(
    ("right", "witness", "strict"),
    [
        (lambda: x * x, lambda: f.sq(x), False),
        (lambda: exp(x), lambda: f.ex(x), True),
        (lambda: 3, lambda: f.num(3), True),
        (lambda: 0, lambda: f.num(0), False),
        (lambda: n, lambda: f.size(n), True),
        (lambda: x * exp(y), lambda: f.mul(f.by(positive), f.ex(y)), True),
        (lambda: y * y + exp(x), lambda: f.add(f.sq(y), f.ex(x)), True),
        (lambda: 1 / x, lambda: f.inv(f.by(positive)), True),
        (lambda: Sum(a[i] * a[i], i), lambda: f.tot(i, f.sq(a[i])), False),
        (lambda: Sum(exp(a[i]), i), lambda: f.tot(i, f.ex(a[i])), True),
    ],
)
def test_witnesses_show_signs(right: Callable[[], Any], witness: Callable[[], f.Witness], strict: bool) -> None:
    assert f.le(0, right(), witness()).conclusion == f.node(Le(0, right()))
    if strict:
        assert f.lt(0, right(), witness()).conclusion == f.node(Lt(0, right()))
    else:
        with pytest.raises(ProofError, match="shows ≤ but not <"):
            f.lt(0, right(), witness())
    with pytest.raises(ProofError, match="do not cancel"):
        f.le(1, right(), witness())


def test_inequalities_add_up() -> None:
    th = f.le(x, z, f.add(f.by(f.assume(Le(x, y))), f.by(f.assume(Lt(y, z)))), strict=True)
    assert says(th, Lt(x, z), Le(x, y), Lt(y, z))
    assert says(f.le(x, y + 1, f.num(1), (f.assume(Eq(x, y)), -1)), Le(x, y + 1), Eq(x, y))


def test_equations_turn_around_and_become_inequalities() -> None:
    same = f.assume(Eq(x, y))
    assert says(f.flip(same), Eq(y, x), Eq(x, y))
    assert says(f.eq_le(same), Le(x, y), Eq(x, y))
    ratio = f.restate(f.quotient(same, f.assume(Eq(exp(x), exp(z)))), Eq(x / exp(x), y / exp(z)))
    assert says(ratio, Eq(x / exp(x), y / exp(z)), Eq(x, y), Eq(exp(x), exp(z)))
    assert {f.node(Ne(x, 0)), f.node(Ne(y, 0))} <= f.quotient(f.assume(Eq(z, 1)), same).hypotheses


def test_rewriting_puts_equals_for_equals() -> None:
    same = f.assume(Eq(x, y))
    assert says(f.rewrite(same, f.assume(Lt(g(x), 0)), z, Lt(g(z), 0)), Lt(g(y), 0), Eq(x, y), Lt(g(x), 0))
    here = f.assume(Eq(delta(i, j), 1))
    moved = f.rewrite(here, f.assume(Lt(0, a[i])), index("l", n), Lt(0, a[index("l", n)]))
    assert says(moved, Lt(0, a[j]), Eq(delta(i, j), 1), Lt(0, a[i]))
    with pytest.raises(ProofError):
        f.rewrite(same, f.assume(Lt(g(y), 0)), z, Lt(g(z), 0))


def test_restating_keeps_the_meaning() -> None:
    assert f.restate(positive, Lt(0, x)) is positive
    assert says(f.restate(positive, Lt(0, 2 * x - x)), Lt(0, 2 * x - x), Lt(0, x))
    with pytest.raises(ProofError, match="different"):
        f.restate(positive, Lt(0, 2 * x))


def test_cases_need_the_formula_and_its_negation() -> None:
    low, high = f.assume(Le(x, y)), f.assume(f.otherwise(Le(x, y)))
    assert high.conclusion == f.node(Lt(y, x))
    square = f.le(0, x * x, f.sq(x))
    th = f.cases(Le(x, y), f.part(f.conj(square, low), 0), f.part(f.conj(square, high), 0))
    assert says(th, Le(0, x * x))
    wrong_way_round = f.cases(Le(x, y), f.part(f.conj(square, high), 0), f.part(f.conj(square, low), 0))
    assert says(wrong_way_round, Le(0, x * x), Le(x, y), Lt(y, x))
    with pytest.raises(ProofError, match="same conclusion"):
        f.cases(Le(x, y), low, high)


def test_existence_by_a_witness_and_its_use() -> None:
    some = Exists((x, y), And(Lt(0, x), Eq(y, x + x)))
    th = f.exists(f.conj(f.lt(0, exp(z), f.ex(z)), f.linear(2 * exp(z), 2 * exp(z))), some, exp(z), 2 * exp(z))
    assert says(th, some)
    with pytest.raises(ProofError, match="3 values for 2 quantifiers"):
        f.exists(positive, some, x, y, z)
    *_, given = f.obtain(f.assume(some), x, y)
    twice = f.lt(0, y, f.mul(f.num(2), f.by(f.part(given, 0))), (f.part(given, 1), 1))
    found = f.exists(twice, Exists(z, Lt(0, z)), y)
    assert says(f.release(found, f.assume(some), x, y), Exists(z, Lt(0, z)), some)
    with pytest.raises(ProofError, match="not fresh"):
        f.release(twice, f.assume(some), x, y)


def test_quantifiers_over_everything() -> None:
    assert f.node(ForAll((x, i, a), Lt(x, a[i]))) == f.forall((x, i, a), Lt(x, a[i]))
    assert f.forall((), Lt(0, x)) == f.node(Lt(0, x))


def test_a_false_comparison_gives_anything() -> None:
    assert says(f.absurd(f.assume(Lt(x, x - 1)), Eq(x, y)), Eq(x, y), Lt(x, x - 1))
    with pytest.raises(ProofError, match="not false"):
        f.absurd(f.assume(Lt(x - 1, x)), Eq(x, y))


def test_choices_over_finite_types() -> None:
    alive = f.assume(ForAll(i, Exists(k, Lt(0, s[i, k]))))
    assert f.choice(alive, pi).conclusion == f.node(Exists(pi, ForAll(i, Lt(0, s[i, pi(i)]))))
    t = natural("t")
    with pytest.raises(ProofError, match="finite"):
        f.choice(f.assume(ForAll(t, Exists(k, Lt(0, s[i, k])))), index_map("chosen", t, k))


def test_a_theorem_holds_for_other_index_types() -> None:
    other = sizes("other")
    j = index("j", other)
    there = f.retype(f.assume(ForAll(i, Lt(0, a[i]))), {n: other})
    assert there.conclusion == f.node(ForAll(j, Lt(0, field("a", j)[j])))
    with pytest.raises(ProofError, match="cannot stand for"):
        f.retype(f.assume(ForAll(i, Lt(0, a[i]))), {n: sizes("other", maybe_empty=True)})


def test_order_decides_equality() -> None:
    below, above = f.assume(Le(x, y)), f.assume(Le(y, x))
    assert f.node(Eq(x, y)) == f.antisymmetry(below, above).conclusion
    assert f.node(Ne(y, x)) == f.unequal(f.assume(Lt(x, y))).conclusion


def test_what_holds_at_zero_and_for_the_next_holds_for_every_natural() -> None:
    t, law = natural("t"), ForAll(x, Eq(g(x), x))
    everywhere = f.spec(f.assume(law), nat(t))
    claim = Eq(g(nat(t)), nat(t))
    base, step = f.inst(everywhere, {t: zero}), f.inst(everywhere, {t: succ(t)})
    assert says(f.induction(base, step, t, claim), claim, law)
    with pytest.raises(ProofError, match="not the statement there"):
        f.induction(step, step, t, claim)
