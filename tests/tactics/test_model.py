"""Models of hypotheses are found or checked, and contradictory hypotheses have none."""

from typing import Any

import pytest

from gaproof.claim import statement
from gaproof.tactics import forward as f
from gaproof.tactics.model import find_model
from gaproof.terms import Eq, Exists, ForAll, Le, Lt, Ne, Sum, exp, field, function, index, index_map, scalar, sizes

n, m = sizes("n m")
i, j = index("i", n), index("j", m)
a, s, M, p, pi = field("a", i), field("s", i, j), field("M", i, j, domain="mask"), field("p", j, domain="simplex"), index_map("pi", i, j)
(x, y), g = scalar("x y"), function("g")
ANY = Eq(0, 0)


def model(given: dict[str, Any], values: dict[Any, Any] | None = None, shows: Any = ANY) -> Any:
    return find_model(statement(given, shows), values or {})


@pytest.mark.parametrize(
    "given",
    [
        {"live": ForAll(i, Exists(j, Eq(M[i, j], 1)))},
        {"mass": ForAll(i, Lt(0, p[j]))},
        {"unit": Eq(Sum(a[i], i), 1)},
        {"below": Lt(x, y), "sign": Lt(0, x)},
        {"negative": Lt(x, 0)},
        {"law": ForAll((x, y), Eq(g(x + y), g(x) * g(y))), "moves": Ne(g(1), 0)},
        {"additive": ForAll((x, y), Eq(g(x + y), g(x) + g(y))), "moves": Ne(g(1), 0)},
        {"at": Lt(0, s[i, pi(i)])},
    ],
)
def test_a_model_is_found_and_is_a_theorem(given: dict[str, Any]) -> None:
    found = model(given)
    assert found is not None
    assert not found.theorem.hypotheses and not found.theorem.axioms


@pytest.mark.parametrize(
    "given",
    [
        {"below": Lt(x, y), "above": Le(y, x)},
        {"both": Eq(x, 0), "neither": Ne(x, 0)},
        {"mask": Eq(M[i, j], 2), "domain": ForAll((i, j), Eq(M[i, j] * M[i, j], M[i, j]))},
        {"square": Lt(x * x, 0)},
        {"law": ForAll((x, y), Eq(g(x + y), g(x) * g(y))), "zero": Eq(g(0), 0), "one": Eq(g(1), 1)},
        {"none": Le(exp(x), 0)},
    ],
)
def test_contradictory_hypotheses_have_no_model(given: dict[str, Any]) -> None:
    assert model(given) is None


def test_without_hypotheses_there_is_nothing_to_model() -> None:
    assert model({}, shows=Le(0, x * x)) is None


def test_the_values_and_types_that_are_given_are_checked() -> None:
    identity = {"inverse": ForAll((i, j), Eq(s[i, j], a[i] - 3)), "far": ForAll(i, Lt(7, a[i]))}
    assert model(identity) is None, "no value that is tried is so large"
    assert model(identity, {a: (i, 8)}) is None, "5 is not tried for s"
    assert model(identity, {a: (i, 8), s: ((i, j), 5)}) is not None
    assert model(identity, {a: (i, 8), s: ((i, j), 6)}) is None, "a wrong model"
    square = {"square": ForAll((i, j), Eq(s[i, j] * s[i, j], s[i, j]))}
    assert m.sort == model(square, {n: m}).sorts[n.sort]


def test_a_model_may_rest_on_facts_that_the_search_does_not_find() -> None:
    half = {"squares": ForAll(a, Le(Sum(a[i], i) * Sum(a[i], i), n * Sum(a[i] * a[i], i)))}
    mean = Sum(a[i], i) / n
    spread = f.mul(f.size(n), f.tot(i, f.sq(a[i] - mean)))  # n Σ (a − mean)² = n Σ a² − (Σ a)²
    schwarz = f.gen(f.le(Sum(a[i], i) * Sum(a[i], i), n * Sum(a[i] * a[i], i), spread), a)
    assert model({**half, "sign": Lt(0, x)}) is None
    found = model({**half, "sign": Lt(0, x)}, {"facts": lambda: [schwarz]})
    assert found is not None and not found.theorem.hypotheses


def test_a_fact_that_rests_on_something_makes_no_model() -> None:
    assert model({"false": Lt(1, 0)}, {"facts": lambda: [f.assume(Lt(1, 0))]}) is None
