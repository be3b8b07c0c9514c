"""Hypotheses made true: exactly true wherever they have a value, and nothing is asked for that some hypothesis does not say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import torch

from gaproof.claim import statement
from gaproof.evidence import affine_entries, imposing, solutions
from gaproof.evidence.imposing import Imposed, determined, impose
from gaproof.evidence.sampling import Sampler
from gaproof.evidence.sequents import over_indices, sequents
from gaproof.evidence.shapes import bare, drawn, kinds_of, trivial
from gaproof.exact import Instance
from gaproof.notation import plain
from gaproof.numeric import ExactArithmetic, Model, program
from gaproof.proof.obligations import eta
from gaproof.proof.substitution import Lambda, apply
from gaproof.proof.syntax import App, Number, Symbol, Type
from gaproof.proof.syntax import Eq as Equation
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Ne, Sum, delta, exp, field, index, kernel, scalar, sizes, symbol
from tests.evidence.toys import sequent_of, tried

n, m = sizes("n m")
(i, k, e), j = index("i k e", n), index("j", m)
a, b, c = field("a b c", i)
A, B, T, v = field("A", i, j), field("B", i, j), field("T", i, j), field("v", j)
G, H = field("G", i, k), field("H", i, k)
G3, H3 = field("G3", j, i, k), field("H3", j, i, k)
p, q = field("p", j, domain="positive"), field("q", j, domain="nonnegative")
M, N, L = field("M", i, j, domain="mask"), field("N", i, domain="mask"), field("L", i, domain="mask")
x, y, z = scalar("x y z")


def imposed(given: Mapping[str, Any], shows: Any = None) -> Imposed:
    """Everything imposed that can be."""
    sequent = sequent_of(given, Eq(z, 0) if shows is None else shows)
    return impose(sequent, range(len(sequent.hypotheses)))


def places(value: Lambda) -> list[Symbol]:
    return [Symbol(f"a{k}", Type((), sort)) for k, sort in enumerate(value.params)]


def values(made: Imposed) -> dict[str, str]:
    """The values that symbols got, as text; their places are a0, a1, …"""
    return {s.name: plain(apply(w, tuple(map(App, places(w))))) for s, w in made.values.items()}


SHAPES: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "share": ({"mass": Eq(Sum(p[j], j), 1)}, {"p": "p_drawn[a0]/(Σ_{at0∈m} p_drawn[at0])"}),
    "share of what is not negative": (
        {"mass": Eq(Sum(q[j], j), 1), "live": Lt(0, Sum(q[j], j))},
        {"q": "q_drawn[a0]/(Σ_{at0∈m} q_drawn[at0])"},
    ),
    "share of each row": (
        {"rows": ForAll(i, Eq(Sum(A[i, j], j), 1)), "A": ForAll((i, j), Lt(0, A[i, j]))},
        {"A": "A_drawn[a0, a1]/(Σ_{at1∈m} A_drawn[a0, at1])"},
    ),
    "sum 1 of any sign": ({"mass": Eq(Sum(v[j], j), 1)}, {"v": "v_drawn[a0] + (1 - Σ_{at0∈m} v_drawn[at0])/|m|"}),
    "centred": ({"rows": ForAll(i, Eq(Sum(T[i, j], j), 0))}, {"T": "T_drawn[a0, a1] + (0 - Σ_{at1∈m} T_drawn[a0, at1])/|m|"}),
    "centred on both places": (
        {"rows": ForAll(i, Eq(Sum(T[i, j], j), 0)), "columns": ForAll(j, Eq(Sum(T[i, j], i), 0))},
        {"T": "…"},
    ),
    "inverse pair": (
        {"inverse": ForAll((i, k), Eq(Sum(G[i, index("e", n)] * H[index("e", n), k], index("e", n)), delta(i, k)))},
        {"G": "…", "H": "…"},
    ),
    "supported": ({"support": ForAll((i, j), Eq(A[i, j] * (1 - M[i, j]), 0))}, {"A": "M[a0, a1]·A_drawn[a0, a1]"}),
    "pinned": ({"origin": Eq(a[i], 3)}, {"a": "a_drawn[a0] + (3 - a_drawn[i])"}),
    "entry alone": ({"sum": ForAll((i, j), Eq(A[i, j], a[i] + v[j]))}, {"A": "a[a0] + v[a1]"}),
    "entry on the right": ({"sum": ForAll((i, j), Eq(a[i] + v[j], A[i, j]))}, {"A": "a[a0] + v[a1]"}),
    "entry with a factor": ({"affine": ForAll(i, Eq(x * a[i] + b[i], 2 * a[i]))}, {"a": "…"}),
    "common factors": ({"ratio": ForAll((i, j), Eq(M[i, j] * A[i, j], M[i, j] * (a[i] + B[i, j])))}, {"A": "a[a0] + B[a0, a1]"}),
    "under a condition": ({"on": ForAll((i, j), Implies(Eq(M[i, j], 1), Eq(A[i, j], a[i])))}, {"A": "a[a0]"}),
    "one after the other": ({"one": Eq(x, y + 1), "two": Eq(y, 2 * z)}, {"x": "2·z + 1", "y": "2·z"}),
    "share and what is made of it": ({"mass": Eq(Sum(p[j], j), 1), "mean": Eq(x, Sum(p[j] * v[j], j))}, {"p": "…", "x": "…"}),
    "projection": ({"only a mean": ForAll(i, Eq(a[i] - Sum(a[k], k) / n, 0))}, {"a": "…"}),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_hypothesis_of_a_known_shape_gives_a_value(name: str) -> None:
    given, expected = SHAPES[name]
    made, found = imposed(given), values(imposed(given))
    assert expected == {symbol: "…" if expected.get(symbol) == "…" else text for symbol, text in found.items()}
    equations = [name for name, h in given.items() if type(bare(kernel(h))[1]) is Equation]
    assert len(equations) == len(made.built), f"waiting: {made.waiting}"


def models(made: Imposed, rounds: int = 10) -> list[Model]:
    """One instance each, every free index at its first value, at which all hypotheses hold that are not made true."""
    sampler, found = Sampler(made), []
    indices = {s for h in (*made.built.values(), *made.waiting.values()) for s in h.free if over_indices(s.type) and not s.constant}
    for structure in sampler.sweep(rounds, 0):
        one = sampler.model(structure, 1)
        numbers = {s: t.numbers for s, t in one.tables.items()} | {s: torch.zeros(1, dtype=torch.int64) for s in indices}
        model = Model(one.sizes, numbers)
        if all(program(h, model, stable=False).run(model, ExactArithmetic()).value.holds.all() for h in made.waiting.values()):
            found.append(model)
    return found


def exact_table(value: Lambda, model: Model) -> Any:
    """The values of a symbol at the first instance as nested lists of rationals; None where there is none."""
    axes = places(value)
    numbers = program(apply(value, tuple(map(App, axes))), model, stable=False).run(model, ExactArithmetic()).at(model, *axes)
    return numbers.value[..., 0].tolist()


def defined(table: Any) -> bool:
    return all(map(defined, table)) if isinstance(table, list) else table is not None


def verdicts(given: Mapping[str, Any], made: Imposed) -> list[dict[str, bool | None]]:
    """Whether the hypotheses as they were written hold at drawn models, by exact arithmetic that shares nothing with the drawing."""
    original, found = statement(given, Eq(z, 0)), []
    names = original.conclusion.free.union(*(h.free for h in original.hypotheses.values()))
    for one in models(made):
        tables = {s: exact_table(w, one) for s, w in made.values.items()}
        if all(map(defined, tables.values())):
            known = {s: t.numbers[..., 0].tolist() for s, t in one.tables.items()} | tables
            judge = Instance(one.sizes, {s: known.get(s, 0) for s in names if not s.constant})
            found.append({name: judge.holds(h) for name, h in original.hypotheses.items()})
    return found


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_imposed_is_exactly_true_wherever_it_has_a_value(name: str) -> None:
    given, _ = SHAPES[name]
    found = verdicts(given, imposed(given))
    assert 3 <= len(found), "hardly a model has a value"
    assert {True} == {verdict[h] for verdict in found for h in given}


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_built_never_fails_in_exact_arithmetic(name: str) -> None:
    made = imposed(SHAPES[name][0])
    truths = [program(h, one, stable=False).run(one, ExactArithmetic()).value for one in models(made) for h in made.built.values()]
    assert not any(truth.fails.any() for truth in truths)
    assert 3 <= sum(truth.holds.all() for truth in truths)


BOUNDED = ForAll(i, And(Le(-y, a[i]), Le(a[i], y)))


@pytest.mark.parametrize(
    ("bound", "expected", "kind"),
    [
        (BOUNDED, "a", "fraction"),
        (ForAll(i, Le(a[i], b[i])), "a", "part"),
        (Le(x, y * y), "x", "part"),
    ],
)
def test_what_is_bounded_by_a_term_becomes_a_fraction_of_it(bound: Any, expected: str, kind: str) -> None:
    made = imposed({"bound": bound})
    (head,) = made.values
    assert (expected, kind) == (head.name, made.kinds[drawn(head)])
    assert {0} == made.bounded == set(made.waiting), "the hypothesis goes on waiting: the term may be negative"
    assert 3 <= len(models(made))


@pytest.mark.parametrize(
    "bound", [Le(x, 3), Le(x, x * y), Lt(x, y), ForAll(i, Le(a[i], a[i] + 1)), ForAll((i, k), Le(G[i, i], y)), Le(N[i], y)]
)
def test_other_bounds_are_waited_for(bound: Any) -> None:
    assert {} == imposed({"bound": bound}).values


@pytest.mark.parametrize(
    ("given", "shows"),
    [
        ({"bound": BOUNDED}, ForAll(i, Le(0, a[i]))),
        ({"bound": BOUNDED}, ForAll(i, Le(a[i], 0))),
        ({"low": Le(-y, x), "high": Le(x, y)}, Le(0, x)),
        ({"high": ForAll(i, Le(a[i], b[i]))}, ForAll(i, Le(-2 * b[i] - 1, a[i]))),
    ],
)
def test_a_bound_hides_no_value(given: dict[str, Any], shows: Any) -> None:
    assert tried(given, shows).refutation is not None


def test_a_bound_does_not_keep_a_share_from_being_one() -> None:
    given = {"below": ForAll(j, Le(p[j], v[j])), "unit": Eq(Sum(p[j], j), 1)}
    assert ["p"] == list(values(imposed(given)))
    assert 0 < tried(given, Le(1, Sum(v[j], j))).models
    assert tried(given, Lt(2, Sum(v[j], j))).refutation is not None


def test_a_mask_becomes_the_truth_of_a_formula() -> None:
    made = imposed({"rule": ForAll(i, Iff(Eq(N[i], 1), Exists(j, Lt(A[i, j], 0))))})
    assert {"N": "∃ j ∈ m, A[place0, j] < 0"} == {s.name: plain(formula) for s, formula in made.masks.items()}
    assert 0 in made.waiting, "it goes on waiting: the formula may be undecided"


def test_masks_that_are_made_of_masks_are_worked_out_in_any_order() -> None:
    one, two = ForAll(i, Iff(Eq(N[i], 1), Eq(L[i], 1))), ForAll(i, Iff(Eq(L[i], 1), Lt(0, a[i])))
    for given in ({"one": one, "two": two}, {"two": two, "one": one}):
        assert 0 < tried(given, ForAll(i, Eq(N[i] * L[i], L[i]))).models
        assert tried(given, ForAll(i, Eq(N[i] * L[i], 0))).refutation is not None


def test_masks_that_are_made_of_each_other_still_have_models() -> None:
    given = {"one": ForAll(i, Iff(Eq(N[i], 1), Eq(L[i], 1))), "two": ForAll(i, Iff(Eq(L[i], 1), Eq(N[i], 1)))}
    assert 0 < tried(given, ForAll(i, Eq(N[i], L[i]))).models


# ---- what must not be imposed -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        {"at other places": ForAll((i, k), Eq(a[i] + a[k], 0))},
        {"square": ForAll(i, Eq(a[i] * a[i], 2))},
        {"product with itself elsewhere": ForAll((i, k), Eq(a[i] * a[k], 1))},
        {"mask": ForAll(i, Eq(N[i], 1))},
        {"product": ForAll(i, Eq(a[i] * b[i], 0))},
        {"inside exp": ForAll(i, Eq(exp(a[i]), 1))},
        {"inequality": ForAll(i, Le(Sum(a[k], k), 0))},
        {"not equal": ForAll(i, Ne(a[i], 0))},
        {"there is one": Exists(i, Eq(a[i], 0))},
        {"sum of squares": Eq(Sum(a[i] * a[i], i), 1)},
        {"inverse pairs, one for each column": ForAll((j, i, e), Eq(Sum(G3[j, i, k] * H3[j, k, e], k), delta(i, e)))},
    ],
    ids=lambda given: next(iter(given)),
)
def test_a_hypothesis_of_another_shape_waits(given: dict[str, Any]) -> None:
    made = imposed(given)
    assert {} == made.values == made.masks
    assert kernel(next(iter(given.values()))) in made.waiting.values()


def test_a_condition_that_is_left_out_only_asks_for_more() -> None:
    given = {"on": ForAll(i, Implies(Eq(N[i], 1), Eq(a[i], b[i])))}
    assert {"a": "b[a0]"} == values(imposed(given))
    assert tried(given, ForAll(i, Eq(a[i], b[i]))).refutation is not None, "with the hypothesis left waiting, N = 0 is tried too"


def test_a_hypothesis_that_was_not_wanted_waits() -> None:
    sequent = sequent_of({"mass": Eq(Sum(v[j], j), 1), "mean": Eq(x, 0)}, Eq(z, 0))
    made = impose(sequent, [1])
    assert ({"x": "0"}, [0], [1]) == (values(made), list(made.waiting), list(made.built))


@pytest.mark.parametrize("name", ["p_drawn", "at0", "place0"])
def test_a_symbol_that_is_called_like_one_of_ours_does_no_harm(name: str) -> None:
    taken = index(name, m) if name != "p_drawn" else None
    entry = v[taken] if taken is not None else field(name, j)[j]
    given = {"mass": Eq(Sum(p[j], j), 1), "equal": ForAll(j, Eq(q[j], p[j] + entry)), "pinned": Le(0, entry)}
    found = tried(given, ForAll(j, Le(p[j], 1)))
    assert found.refutation is None and 0 == found.wrong
    assert tried(given, ForAll(j, Eq(2 * p[j], 1))).refutation is not None


# ---- kinds and what a conclusion determines ---------------------------------------------------------------------------------------


def test_kinds_are_read_off_hypotheses() -> None:
    given = {
        "below": Lt(0, x),
        "rows": ForAll((i, j), Le(0, A[i, j])),
        "exchanged": ForAll((i, k), Lt(0, G[k, i])),
        "not everywhere": Lt(0, b[i]),
        "on the diagonal": ForAll(i, Lt(0, H[i, i])),
        "under a condition": ForAll(i, Implies(Eq(N[i], 1), Lt(0, c[i]))),
        "both": ForAll(j, Le(0, p[j])),
    }
    found = kinds_of(list(statement(given, Eq(Sum(M[i, j], i, j) * Sum(q[j], j), 0)).hypotheses.values()))
    expected = {"x": "positive", "A": "nonnegative", "G": "positive", "N": "mask", "M": "mask", "p": "positive", "q": "nonnegative"}
    assert expected == {s.name: kind for s, kind in found.items()}


def test_what_is_drawn_instead_has_the_same_kind() -> None:
    made = imposed({"mass": Eq(Sum(p[j], j), 1)})
    (head,) = made.values
    assert "positive" == made.kinds[head] == made.kinds[drawn(head)]


@pytest.mark.parametrize(
    ("shows", "expected"),
    [
        (ForAll(j, Eq(p[j], q[j] / Sum(q[j], j))), {"p": "q[a0]/(Σ_{j∈m} q[j])"}),
        (And(Eq(x, y), Eq(z, y)), {"x": "y", "z": "y"}),
        (And(Eq(x, y), Eq(y, x)), {"x": "y"}),
        (Lt(x, y), {}),
        (Eq(x * x, y), {"y": "x·x"}),
        (ForAll((i, k), Eq(a[i], a[k])), {}),
    ],
)
def test_a_conclusion_determines_these_symbols(shows: Any, expected: dict[str, str]) -> None:
    found = determined(sequents(statement({}, shows)))
    assert expected == {s.name: plain(apply(w, tuple(map(App, places(w))))).replace("x²", "x·x") for s, w in found.items()}


def test_what_compares_something_with_itself_is_trivial() -> None:
    one, other = f.node(x), f.node(y)
    assert [True, False, False] == [trivial(Equation(*sides)) for sides in ((one, one), (one, other), (one, Number(1)))]
    assert [True, True, False] == [trivial(f.node(kind(x, x))) for kind in (Le, Ne, Lt)]


# ---- wrong solvers ----------------------------------------------------------------------------------------------------------------


def itself(head: Symbol) -> dict[Symbol, Lambda]:
    """What is drawn for a symbol, not made to fit."""
    return {head: eta(drawn(head))}


def undivided(variables: Any, body: Any, kinds: Any) -> dict[Symbol, Lambda]:
    found = solutions.sum_of(variables, body)
    return itself(found[0]) if found else {}


def unsupported(variables: Any, body: Any, kinds: Any) -> dict[Symbol, Lambda]:
    return itself(symbol(A))


def twice(g: Symbol, h: Symbol, sort: Any, right: Any = solutions._update) -> dict[Symbol, Lambda]:
    """Both of a pair the same, neither the inverse."""
    first = right(g, h, sort)[g]
    return {g: first, h: first}


@pytest.mark.parametrize(
    ("shape", "place", "solver", "wrong"),
    [
        ("share", imposing, "margin", lambda several: undivided),
        ("centred", imposing, "margin", lambda several: undivided),
        ("supported", imposing, "supported", unsupported),
        ("inverse pair", solutions, "_update", twice),
        ("entry with a factor", affine_entries, "_solved", lambda entry, left, right: Number(1)),
    ],
)
def test_a_wrong_solver_is_seen_by_what_it_built_and_refutes_nothing(
    monkeypatch: pytest.MonkeyPatch, shape: str, place: Any, solver: str, wrong: Any
) -> None:
    monkeypatch.setattr(place, solver, wrong)
    monkeypatch.setattr(imposing, "_imposed", imposing._imposed.__wrapped__)  # it remembers nothing
    given, _ = SHAPES[shape]
    made = imposed(given)
    truths = [program(h, one, stable=False).run(one, ExactArithmetic()).value for one in models(made) for h in made.built.values()]
    assert any(truth.fails.any() for truth in truths)
    assert tried(given, next(iter(given.values()))).refutation is None, "a hypothesis implies itself, however badly it is imposed"
