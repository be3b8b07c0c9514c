"""Laws of the exponentials that are tried as functions: the true ones are proved for every rate, false ones for none."""

from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from flint import fmpq

from gaproof.claim import statement
from gaproof.exact import Instance, counterexample, functions, instance
from gaproof.exact.functions import CANDIDATES, RATES, interpretations, law, proved
from gaproof.lemmas.convex import CONVEX, phi
from gaproof.lemmas.exponential import bounded, continuous, monotone
from gaproof.proof.substitution import substitute
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
    Rational,
    Sum,
    exp,
    field,
    index,
    log,
    scalar,
    sizes,
    symbol,
)
from theorems.link.exponential import bounded as some_bound
from theorems.link.exponential import continuous as somewhere_continuous
from theorems.link.exponential import decreasing, increasing, mult, nz
from theorems.link.positive import ell, w, x


def of(formula: Any, body: Any) -> Any:
    return substitute(f.node(formula), {symbol(ell): f.value((x, body))})


@pytest.mark.parametrize("rate", [*RATES, Fraction(3), Fraction(-7, 5)])
@pytest.mark.parametrize("lemma", [monotone, partial(monotone, strict=True), bounded, continuous])
def test_the_laws_of_an_exponential_rest_on_the_tangent_only(lemma: Any, rate: Fraction) -> None:
    th: Theorem = lemma(rate)
    assert frozenset() == th.hypotheses
    assert {"exp_tangent"} == {name for name, _ in th.axioms}


@pytest.mark.parametrize("rate", RATES)
def test_an_exponential_has_the_laws_of_links(rate: Fraction) -> None:
    body = exp(rate * x)
    for formula in (mult, nz, some_bound, somewhere_continuous, increasing if rate > 0 else decreasing):
        assert proved(of(formula, body)), formula
    assert not proved(of(decreasing if rate > 0 else increasing, body))


@pytest.mark.parametrize("rate", RATES)
def test_an_exponential_rises_or_falls_strictly(rate: Fraction) -> None:
    y = scalar("y")
    rises, falls = (ForAll((x, y), Implies(Lt(x, y), Lt(*sides))) for sides in ((ell(x), ell(y)), (ell(y), ell(x))))
    flat = ForAll((x, y), Implies(Le(x, y), Lt(ell(x), ell(y))))
    for body in (exp(rate * x), 1 + exp(rate * x)):
        assert (rate > 0, rate < 0, False) == tuple(proved(of(formula, body)) for formula in (rises, falls, flat))


@pytest.mark.parametrize("rate", RATES)
def test_one_added_to_an_exponential_is_as_regular_and_no_product(rate: Fraction) -> None:
    body = 1 + exp(rate * x)
    for formula in (nz, some_bound, somewhere_continuous, increasing if rate > 0 else decreasing):
        assert proved(of(formula, body)), formula
    assert not proved(of(mult, body))
    assert not proved(of(decreasing if rate > 0 else increasing, body))


def test_the_square_is_convex_and_its_opposite_is_not() -> None:
    assert proved(substitute(f.node(CONVEX), {symbol(phi): f.value((x, x * x))}))
    assert not proved(substitute(f.node(CONVEX), {symbol(phi): f.value((x, -x * x))}))
    assert not proved(substitute(f.node(CONVEX), {symbol(phi): f.value((x, x * x * x))}))


HARD = {ell: (x, 1 - x * (1 / x))}  # 1 at 0, and 0 elsewhere, whatever 1/0 is
VANISHES = ForAll(x, Implies(Lt(0, x), Eq(ell(x), 0)))


@pytest.mark.parametrize("undefined", [None, 0, 1, -3])
def test_a_law_inside_a_formula_is_proved_where_no_values_tell(undefined: Any) -> None:
    model = Instance(functions=HARD, undefined=undefined)
    assert model.holds(Implies(VANISHES, Eq(ell(0), 2))) is False
    assert model.holds(And(VANISHES, Eq(ell(0), 1))) is True


def test_what_is_no_law_is_not_taken_for_one_inside_a_formula() -> None:
    by_cases, everywhere = (ForAll(x, Eq(at, ell(x))) for at in (ell(x) * ell(x), ell(exp(x) - 1 - x)))
    assert Instance(functions=HARD).holds(Implies(by_cases, Eq(ell(0), 2))) is False
    assert Instance(functions=HARD).holds(Implies(everywhere, Eq(ell(0), 2))) is None  # true, but that eˣ = 1 + x at 0 only is not seen
    assert Instance(functions={ell: (x, exp(x))}).holds(Implies(VANISHES, Eq(ell(0), 2))) is True
    assert Instance({}, {t: 1}, {ell: (x, x)}).holds(Implies(ForAll(x, Implies(Lt(0, x), Lt(0, ell(x) * t))), Eq(t, 2))) is not True


def test_a_law_that_is_wrong_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gaproof.exact.instance.proved", lambda formula: True)
    with pytest.raises(AssertionError):
        test_what_is_no_law_is_not_taken_for_one_inside_a_formula()


def test_other_functions_lack_what_they_lack() -> None:
    assert not proved(of(mult, x))
    assert not proved(of(nz, 0 * x))
    assert not proved(of(mult, 0 * x + 2))
    assert proved(of(mult, 0 * x))


@pytest.mark.parametrize("body", [exp(x), exp((1 + Rational(1)) * x) / 2 * 2, exp(2 * x / (1 + Rational(1)))])
def test_a_law_assumes_nothing(body: Any) -> None:
    th = law(of(increasing, body))
    assert th is not None
    assert frozenset() == th.hypotheses


def test_the_logarithm_turns_products_into_sums_where_it_has_values() -> None:
    product = Eq(log(x * w), log(x) + log(w))
    assert proved(f.node(ForAll((x, w), Implies(Lt(0, x), Implies(Lt(0, w), product)))))
    assert not proved(f.node(ForAll((x, w), Implies(Lt(0, x), product))))


def test_the_candidates_are_different_functions() -> None:
    assert len(CANDIDATES) == len(set(CANDIDATES)) == 6 + len(RATES) - 1


# ---- functions with indices, or of several numbers -------------------------------------------------------------------------------

n = sizes("n")
i, j, k = index("i j k", n)
t, u = scalar("t u")
F, s, R = field("F", t, i), field("s", t, u), field("R", t, i, j)
a = field("a", i)


def test_templates_are_different_and_their_fields_are_new() -> None:
    taken = {"F", "F_0", "s", "s_1", "R"}
    tried = [values for values, _ in interpretations([symbol(x) for x in (F, s, R)], taken)]
    assert 1 < len(tried) == len({tuple(sorted((x.name, v.key) for x, v in values.items())) for values in tried})
    new = {x.name for values in tried for v in values.values() for x in v.body.free}
    assert new.isdisjoint(taken)
    for values in tried:
        assert all(v.type == x.type for x, v in values.items())
        fields = [x for v in values.values() for x in v.body.free]
        assert len(fields) == len(set(fields)), "no two functions share a field"


GROUP = ForAll((t, u, i, j), Eq(R[t + u, i, j], Sum(R[t, i, k] * R[u, k, j], k)))


@pytest.mark.parametrize(
    ("given", "shows"),
    [
        ({}, ForAll((t, i), Eq(F[t, i], 0))),
        ({"positive": ForAll((t, i), Lt(0, F[t, i]))}, ForAll((t, i), Le(1, F[t, i]))),
        ({}, ForAll((t, u), Eq(s[t, u], s[u, t]))),
        ({}, ForAll((t, u, i), Eq(F[t, i], F[u, i]))),
        ({"moves": Exists((t, u, i), Ne(F[t, i], F[u, i]))}, Exists(t, ForAll(i, Eq(F[t, i], 1 + Sum(a[i], i))))),
        ({"group": GROUP}, ForAll((t, i), Eq(R[t, i, i], 0))),
        ({"group": GROUP, "one": ForAll(i, Eq(R[0, i, i], 1))}, ForAll((t, i, j), Eq(R[t, i, j], 1))),
    ],
)
def test_a_false_statement_about_functions_is_refuted(given: dict[str, Any], shows: Any) -> None:
    assert counterexample(statement(given, shows), attempts=20) is not None


@pytest.mark.parametrize(
    ("given", "shows"),
    [
        ({"constant": ForAll((t, u, i), Eq(F[t, i], F[u, i]))}, Eq(F[1, i], F[2, i])),
        ({"additive": ForAll((t, u, i), Eq(F[t + u, i], F[t, i] + F[u, i]))}, ForAll(i, Eq(F[0, i], 0))),
        ({"square": ForAll((t, i), Eq(F[t, i], t * t))}, Eq(F[2, i], 4)),
        ({"group": GROUP}, ForAll((i, j), Eq(R[0, i, j], Sum(R[0, i, k] * R[0, k, j], k)))),
        ({}, Exists(F, ForAll((t, i), Eq(F[t, i], t * a[i])))),  # a function that is not constant
        ({}, Exists(F, Ne(F[1, i], F[2, i]))),
        ({}, Exists(s, ForAll((t, u), Eq(s[t, u], exp(t * u))))),
    ],
)
def test_a_true_statement_about_functions_is_not_refuted(given: dict[str, Any], shows: Any) -> None:
    assert counterexample(statement(given, shows), attempts=4) is None


@pytest.mark.parametrize(
    ("expected", "formula"),
    [
        (True, Exists(F, ForAll((t, i), Eq(F[t, i], a[i])))),
        (False, ForAll(F, ForAll((t, i), Eq(F[t, i], a[i])))),
        (False, Exists(F, And(ForAll((t, i), Eq(F[t, i], a[i])), Eq(a[i], a[i] + 1)))),
        (True, Exists((F, s), ForAll((t, i), Eq(F[t, i] + s[t, t], a[i] + 1)))),
        (None, Exists(F, ForAll((t, i), Eq(F[t, i], t)))),  # no constant is one, another function is
        (False, Exists(F, ForAll((t, i), Eq(F[t, i], F[0, i] + 1)))),  # wrong at 0
        (False, Exists((F, s), ForAll((t, u), Eq(F[t, i] * s[u, u], t + u + 1)))),  # a product has rank 1
        (None, Exists((F, s), ForAll((t, u), Eq(F[t, i] * s[u, u], (t + 1) * (u + 1))))),  # true
        (None, Exists(F, ForAll((t, u), Eq(F[t, i] + F[u, i], t + u)))),  # true
        (False, ForAll(F, Eq(F[1, i], F[2, i]))),
        (None, ForAll(F, Implies(ForAll((t, u), Eq(F[t, i], F[u, i])), Eq(F[1, i], F[2, i])))),  # true
        (False, Exists(F, And(Eq(F[1, i], 3), Eq(F[Rational(2, 2), i], 4)))),
        (False, ForAll(F, ForAll((t, u, i), Eq(F[t, i], F[u, i])))),  # all constants are, others are not
        (False, ForAll(F, Exists((t, u), Eq(F[t, i], F[u, i] + 1)))),
    ],
)
def test_of_all_functions_constants_tell_what_exists_and_what_fails(expected: bool | None, formula: Any) -> None:
    assert expected is Instance(values={a: [3, 4], i: 0}).holds(formula)


def test_if_constants_were_all_functions_a_true_statement_would_be_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    varies = statement({}, Exists(F, Ne(F[1, i], F[2, i])))
    assert counterexample(varies, attempts=1) is None
    quantified = Instance.quantified
    monkeypatch.setattr(Instance, "quantified", lambda self, g, at: quantified(self, functions.at_constants(g), at))
    assert counterexample(varies, attempts=1) is not None


def test_if_a_function_had_one_entry_for_all_numbers_a_true_statement_would_be_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    function = Instance.function
    varies = Exists(F, Ne(F[1, i], F[2, i]))
    assert Instance(values={a: [3, 4], i: 0}).holds(varies) is True
    monkeypatch.setattr(Instance, "function", lambda self, head, sort, args: function(self, head, sort, [fmpq(0), *args[1:]]))
    assert Instance(values={a: [3, 4], i: 0}).holds(varies) is False


P, Q, u, v = field("P", x), field("Q", x), scalar("u"), scalar("v")
TOLD = [
    (True, Exists(P, ForAll(u, Eq(P[u], u)))),
    (True, Exists((v, P), ForAll(u, Eq(P[u], u + v)))),  # a number beside it is found as ever
    (False, ForAll(P, Ne(P[2], 2))),
    (None, Exists(P, ForAll(u, Eq(P[u], u * u)))),  # that it does not hold there does not refute it
    (False, ForAll(P, Eq(P[2], 2))),  # nor is what holds there true of all
    (None, Exists(P, ForAll(Q, Eq(P[2], Q[2])))),
]


@pytest.mark.parametrize(("expected", "formula"), TOLD, ids=str)
def test_a_quantifier_over_functions_is_tried_at_one_that_is_told(expected: bool | None, formula: Any) -> None:
    assert Instance(functions={P: (x, x)}).holds(formula) is expected


def test_a_function_that_is_put_in_for_another_quantifier_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    right = instance.at_functions

    def everywhere(g: Any, known: Any) -> Any:
        put = right(g, known)
        return right(put, known) if type(put) is not type(g) and put.tag in ("forall", "exists") else put

    monkeypatch.setattr(instance, "at_functions", everywhere)
    assert Instance(functions={P: (x, x), Q: (x, x)}).holds(TOLD[-1][1]) is True  # P = Q, if both are told
