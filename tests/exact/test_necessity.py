"""A reason why a hypothesis is necessary is checked: wrong models and wrong derivations are refused, with the place and the values."""

import re
from typing import Any

import pytest

from gaproof import Claim
from gaproof.claim import Part
from gaproof.errors import GaproofError
from gaproof.exact import Instance, NecessityError, Refutation, check
from gaproof.exact.refutation import FALSE
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Exists, ForAll, Implies, Le, Lt, Ne, Sum, exp, field, function, index, log, scalar, sizes

n = sizes("n")
i = index("i", n)
a, p = field("a", i), field("p", i, domain="positive")
x, y, ell = *scalar("x y"), function("ell")


def mean() -> Part:
    """Weights p of mass 1 give a mean that is at most the bound x of a."""
    given = {"mass": Eq(Sum(p[i], i), 1), "bound": ForAll(i, Le(a[i], x))}
    return Claim("demo.mean", given=given, shows=Le(Sum(p[i] * a[i], i), x)).only


GOOD: dict[str, Any] = {
    "mass": {p: [2], a: [1], x: 1},
    "bound": {p: [1], a: [2], x: 1},
    "p positive": {p: [2, -1], a: [1, 0], x: 1},
}


def test_good_reasons_are_witnessed_and_the_rest_is_not_known() -> None:
    part = mean()
    assert {"mass": "not known", "bound": "not known", "p positive": "not known"} == check(part)
    for hypothesis, at in GOOD.items():
        part.necessary(hypothesis, "for a test", at=at)
        assert "witnessed" == part.necessity(hypothesis)
    assert dict.fromkeys(GOOD, "witnessed") == check(part)


def test_a_citation_is_only_cited() -> None:
    part = mean()
    part.necessary("mass", cited="Somebody (1900)")
    assert "cited" == check(part)["mass"] == part.necessity("mass")


@pytest.mark.parametrize(
    ("hypothesis", "at", "message"),
    [
        (
            "mass",
            GOOD["bound"],
            "the hypothesis 'bound' fails as well in the model |n| = 1; p[0] = 1, a[0] = 2, x = 1 — all others",
        ),
        ("mass", {p: [1], a: [1], x: 1}, "the conclusion holds in the model |n| = 1; p[0] = 1, a[0] = 1, x = 1 — it must fail there"),
        ("mass", {p: [exp(exp(1))], a: [1], x: exp(exp(1))}, "the conclusion cannot be decided in the model"),
        ("mass", {p: [2], a: [exp(exp(1))], x: exp(exp(1))}, "the hypothesis 'bound' cannot be decided in the model"),
        ("mass", {p: [2], a: [1]}, "x has no value — add it (there are a, p)"),
        ("mass", {x: 1}, "p has no value — add it (there are x)"),
        ("mass", {p: [2], a: [1, 1], x: 1}, "a has 2 entries along n, expected 1 — give nested lists of shape (|n|)"),
        ("mass", {n: 2, **GOOD["mass"]}, "p has 1 entries along n, expected 2"),
        ("mass", {p: [[2]], a: [1], x: 1}, "p is nested deeper than it has indices"),
        ("mass", {p: ["2?"], a: [1], x: 1}, "p[0] is '2?', expected an integer, a fraction, a finite float or a closed term"),
        ("mass", {**GOOD["mass"], y: 1}, "a value is given for y, which does not occur — there are a, i, p, x"),
        ("mass", {**GOOD["mass"], "x": 1}, "'x' is no variable — write the object that the statement is written with"),
    ],
)
def test_a_wrong_model_is_refused(hypothesis: str, at: Any, message: str) -> None:
    part = mean()
    part.necessary(hypothesis, "for a test", at=at)
    expected = re.escape(f"demo.mean: {hypothesis!r} is not shown to be necessary: ") + ".*" + re.escape(message)
    with pytest.raises(NecessityError, match=expected):
        part.necessity(hypothesis)
    with pytest.raises(NecessityError, match=expected):
        check(part)


def test_a_model_of_all_hypotheses_refutes_the_statement() -> None:
    part = Claim("demo.false", given={"sign": Lt(0, x)}, shows=Lt(1, x)).only
    part.necessary("sign", "for a test", at={x: 1})
    with pytest.raises(NecessityError, match="all hypotheses hold and the conclusion fails in the model x = 1: this refutes the statement"):
        part.necessity("sign")


def test_a_model_that_says_nothing_of_one_over_zero_cannot_use_it() -> None:
    part = Claim("demo.inverse", given={"nonzero": Ne(x, 0)}, shows=Eq(x / x, 1)).only
    part.necessary("nonzero", "0 · 1/0 is 0 whatever 1/0 is", at={x: 0})
    assert "witnessed" == part.necessity("nonzero")
    other = Claim("demo.inverses", given={"nonzero": Ne(x, 0)}, shows=Eq(1 / (2 * x), (1 / x) / 2)).only
    other.necessary("nonzero", "for a test", at={x: 0})
    with pytest.raises(NecessityError, match="the conclusion cannot be decided in the model x = 0"):
        other.necessity("nonzero")


def test_the_value_of_one_over_zero_may_be_part_of_the_model() -> None:
    for undefined, expected in ((1, "witnessed"), (0, None)):
        part = Claim("demo.halves", given={"nonzero": Ne(x, 0)}, shows=Eq(1 / (2 * x), (1 / x) / 2)).only
        part.necessary("nonzero", "the half of 1/0", at={x: 0}, undefined=undefined)
        if expected:
            assert expected == part.necessity("nonzero")
        else:
            with pytest.raises(NecessityError, match="the conclusion holds in the model x = 0; 1/0 = 0"):
                part.necessity("nonzero")


def test_a_term_may_mention_a_variable_of_its_own() -> None:
    part = Claim("demo.function", given={"steep": ForAll(x, Eq(ell(x), 2 * x))}, shows=Lt(0, ell(1))).only
    part.necessary("steep", "any slope", at={ell: (x, y * x), y: -1})
    assert "witnessed" == part.necessity("steep")
    turned = Claim("demo.turned", given={"even": ForAll(x, Eq(ell(x), ell(-x)))}, shows=Le(ell(1), ell(-1))).only
    turned.necessary("even", "a quarter turn", at={ell: (x, function("sine_of_quarters")(x))})
    assert "witnessed" == turned.necessity("even")
    part = Claim("demo.missing", given={"steep": ForAll(x, Eq(ell(x), 2 * x))}, shows=Lt(0, ell(1))).only
    part.necessary("steep", "a slope that is not given", at={ell: (x, y * x)})
    with pytest.raises(NecessityError, match="y has no value"):
        part.necessity("steep")


def test_a_bound_variable_gets_a_value_to_try() -> None:
    cube = Claim("demo.cube", given={"some": Exists(y, Eq(y * y * y, x))}, shows=ForAll(y, Implies(Eq(y * y, 36), Eq(x, 1)))).only
    cube.necessary("some", "for a test", at={x: 2, y: 6})
    assert "witnessed" == cube.necessity("some")


def test_functions_obey_their_laws_by_the_kernel() -> None:
    falls = ForAll((x, y), Implies(Le(x, y), Le(ell(y), ell(x))))
    part = Claim("demo.link", given={"unit": Eq(ell(0), 1), "falls": falls}, shows=ForAll(x, Implies(Le(0, x), Le(ell(x), 1)))).only
    part.necessary("unit", "2e⁻ˣ would do as well", at={ell: (x, 2)})
    part.necessary("falls", "a growing exponential", at={ell: (x, exp(x))})
    assert {"unit": "witnessed", "falls": "witnessed"} == check(part)
    wrong = Claim("demo.wrong", given={"unit": Eq(ell(0), 1), "falls": falls}, shows=ForAll(x, Lt(ell(x), 1))).only
    wrong.necessary("unit", "for a test", at={ell: (x, exp(x))})
    with pytest.raises(NecessityError, match="the hypothesis 'falls' fails as well"):
        wrong.necessity("unit")


# ---- derivations -----------------------------------------------------------------------------------------------------------------


def test_a_derivation_of_a_contradiction_is_a_witness() -> None:
    part = Claim("demo.sign", given={"sign": Lt(0, x)}, shows=Lt(0, x + x)).only
    part.necessary("sign", "at -1 it says 0 < -2")(lambda claim: claim.at({"x": f.node(-1)}))
    assert "witnessed" == part.necessity("sign")


@pytest.mark.parametrize(
    ("derivation", "message"),
    [
        (lambda claim: f.assume(FALSE), "the derivation does not end in 0 = 1 from the statement without the hypothesis alone"),
        (lambda claim: f.absurd(f.assume(Lt(1, 0)), FALSE), "the derivation does not end in 0 = 1"),
        (lambda claim: claim.at({"x": f.node(1)}), "the comparison is not false"),
        (lambda claim: 7, "the derivation returned 7 instead of a theorem"),
        (None, "no reason is given — give at=…, cited=…, or a derivation of 0 = 1"),
    ],
)
def test_a_wrong_derivation_is_refused(derivation: Any, message: str) -> None:
    part = Claim("demo.sign", given={"sign": Lt(0, x)}, shows=Lt(0, x + x)).only
    declare = part.necessary("sign", "for a test")
    if derivation:
        declare(derivation)
    with pytest.raises(NecessityError, match=f"demo.sign: 'sign' is not shown to be necessary: .*{message}"):
        part.necessity("sign")


def halves(undefined: Any, derivation: Any) -> Part:
    part = Claim("demo.halves", given={"nonzero": Ne(x, 0)}, shows=Eq(1 / (2 * x), (1 / x) / 2)).only
    part.necessary("nonzero", "the half of 1/0", undefined=undefined)(derivation)
    return part


def at_zero(claim: Refutation) -> Any:
    return claim.divided_by_zero(claim.at({"x": f.node(0)}))


def forged(claim: Refutation) -> Any:
    claim.granted = (FALSE,)
    return f.assume(FALSE)


def test_a_derivation_may_use_the_value_of_one_over_zero_that_is_given() -> None:
    assert "witnessed" == halves(1, at_zero).necessity("nonzero")


@pytest.mark.parametrize(
    ("undefined", "derivation", "message"),
    [
        (0, at_zero, "the comparison is not false"),
        (None, at_zero, "nothing is known of 1/0: declare the necessity with undefined=…"),
        (1, forged, "the derivation does not end in 0 = 1"),
        (
            None,
            lambda claim: Refutation(claim.statement, 1).divided_by_zero(claim.at({"x": f.node(0)})),
            "the derivation does not end in 0 = 1",
        ),
    ],
)
def test_a_derivation_assumes_nothing_else(undefined: Any, derivation: Any, message: str) -> None:
    with pytest.raises(NecessityError, match=message):
        halves(undefined, derivation).necessity("nonzero")


# ---- declarations ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"hypothesis": "live", "why": "so", "at": {}},
            "'live' cannot be necessary, it is no hypothesis (it has 'mass', 'bound', 'p",
        ),
        ({"hypothesis": "mass", "at": GOOD["mass"]}, "say in words why 'mass' is necessary"),
        ({"hypothesis": "mass", "why": "so", "at": GOOD["mass"], "cited": "X (1900)"}, "'mass' is declared necessary for two reasons"),
    ],
)
def test_a_declaration_that_makes_no_sense_is_refused(arguments: Any, message: str) -> None:
    with pytest.raises(GaproofError, match=re.escape(f"demo.mean: {message}")):
        mean().necessary(**arguments)


def test_a_hypothesis_is_declared_necessary_once() -> None:
    part = mean()
    part.necessary("mass", "so", at=GOOD["mass"])
    with pytest.raises(GaproofError, match="'mass' is declared necessary twice — keep one reason"):
        part.necessary("mass", "so", at=GOOD["mass"])


def test_a_model_is_not_decorated() -> None:
    part = mean()
    with pytest.raises(GaproofError, match="'mass' has a reason why it is necessary and needs no derivation"):
        part.necessary("mass", "so", at=GOOD["mass"])(lambda claim: claim)


def test_only_a_hypothesis_has_a_necessity() -> None:
    with pytest.raises(GaproofError, match=r"demo\.mean has no hypothesis 'live'"):
        mean().necessity("live")


def test_what_is_necessary_is_refused_like_a_near_miss() -> None:
    part = mean()
    part.near_miss("a smaller bound")(lambda: Le(Sum(p[i] * a[i], i), x - 1))
    part.necessary("mass", "another mass", at=GOOD["mass"])
    part.necessary("bound", cited="Somebody (1900)")
    assert ["a smaller bound", "without 'mass': another mass", "without 'bound': Somebody (1900)"] == [miss.why for miss in part.refused]
    assert [["bound", "p positive"], ["mass", "p positive"]] == [list(miss.statement.hypotheses) for miss in part.refused[1:]]


def test_a_checker_that_ignores_the_conclusion_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Instance, "holds", lambda model, formula: formula != mean().statement.conclusion)
    part = mean()
    part.necessary("mass", "for a test", at={p: [1], a: [1], x: 1})
    with pytest.raises(NecessityError, match="this refutes the statement itself"):
        part.necessity("mass")


def test_logarithms_of_negative_numbers_have_the_value_that_is_given() -> None:
    part = Claim("demo.log", given={"sign": Lt(0, x)}, shows=Eq(log(x * x), 2 * log(x))).only
    part.necessary("sign", "log 1 = 0 and log -1 = 1", at={x: -1}, undefined=1)
    assert "witnessed" == part.necessity("sign")
