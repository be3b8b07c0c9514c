"""Samplers: which symbols are drawn and how, that every case has its turn, and that a structure makes the same models again."""

from __future__ import annotations

from typing import Any

import hypothesis
import torch

from gaproof.evidence.campaign import EFFORTS
from gaproof.evidence.imposing import impose
from gaproof.evidence.patterns import TABLES
from gaproof.evidence.sampling import NATURALS, Sampler, Structure
from gaproof.evidence.trial import Trial
from gaproof.exact import Instance
from gaproof.proof.syntax import MAYBE_EMPTY, Sort
from gaproof.terms import Eq, Exists, ForAll, Iff, Le, Lt, Sum, exp, field, function, index, index_map, kernel, nat, natural, scalar, sizes
from tests.evidence.toys import sequent_of

n, m, e = *sizes("n m"), sizes("e", maybe_empty=True)
i, j, z = index("i", n), index("j", m), index("z", e)
a, b, A, v = field("a", i), field("b", i), field("A", i, j), field("v", j)
p, q = field("p", j, domain="positive"), field("q", i, domain="nonnegative")
M, N = field("M", i, j, domain="mask"), field("N", i, domain="mask")
top, l, none = index_map("top", i, m), natural("l"), field("none", z)
x, g = scalar("x"), function("g")
ROWS, COLUMNS = Sort("n"), Sort("m")


def sampler(shows: Any, given: dict[str, Any] | None = None) -> Sampler:
    sequent = sequent_of(given or {}, shows)
    return Sampler(impose(sequent, range(len(sequent.hypotheses))))


WIDE = sampler(Eq(Sum(A[i, j] * p[j] * q[i] * M[i, j], i, j) + nat(l), Sum(v[top(i)] * N[i], i) + x))


def test_what_is_drawn_are_the_symbols_that_get_no_value_otherwise() -> None:
    assert ["A", "M", "N", "l", "p", "q", "top", "v", "x"] == [s.name for s in WIDE.symbols]
    unit = sampler(Eq(p[j], v[j]), {"mass": Eq(Sum(p[j], j), 1), "mask": ForAll(i, Iff(Eq(N[i], 1), Lt(0, a[i]))), "law": Lt(0, g(x))})
    assert ["a", "p_drawn", "v", "x"] == [s.name for s in unit.symbols], "indices are axes, functions are replaced by known ones"


def test_a_symbol_is_drawn_from_the_table_of_its_domain() -> None:
    expected = {
        "A": "real",
        "M": "mask",
        "N": "mask",
        "l": "natural",
        "p": "positive",
        "q": "nonnegative",
        "top": "index",
        "v": "real",
        "x": "real",
    }
    assert {name: TABLES[table] for name, table in expected.items()} == {s.name: WIDE.table(s) for s in WIDE.symbols}


def test_every_pattern_of_every_symbol_has_its_turn_in_a_sweep() -> None:
    for seed in (0, 1, 7):
        seen = {
            (s.name, pattern) for structure in WIDE.sweep(EFFORTS["exhaustive"].rounds, seed) for s, pattern in structure.patterns.items()
        }
        assert {(s.name, pattern) for s in WIDE.symbols for pattern in WIDE.table(s)} == seen


def test_a_sweep_begins_with_what_a_random_draw_would_be_and_meets_all_shapes() -> None:
    structures = list(WIDE.sweep(8, 3))
    assert {next(iter(WIDE.table(s))) for s in WIDE.symbols} == set(structures[0].patterns.values())
    shapes = {(s.sizes[ROWS], s.sizes[COLUMNS]) for s in structures}
    assert {"equal", "wide", "high"} == {"equal" if r == c else "wide" if r < c else "high" for r, c in shapes}
    assert (1, 1) in shapes
    assert structures == list(WIDE.sweep(8, 3)) and structures != list(WIDE.sweep(8, 4))


def test_a_structure_makes_the_same_models_again() -> None:
    for structure in WIDE.sweep(30, 0):
        one, other = WIDE.model(structure, 5), WIDE.model(structure, 5)
        assert 5 == one.batch
        assert all(torch.equal(one.tables[s].numbers, other.tables[s].numbers) for s in WIDE.symbols)


@hypothesis.seed(0)
@hypothesis.settings(max_examples=60, database=None, deadline=None)
@hypothesis.given(WIDE.structures(4))
def test_a_structure_that_is_drawn_makes_a_model(structure: Structure) -> None:
    assert all(1 <= size <= 4 for size in structure.sizes.values())
    model = WIDE.model(structure, 3)
    numbers = {s.name: t.numbers for s, t in model.tables.items()}
    assert bool((numbers["p"] > 0).all()) and bool((numbers["q"] >= 0).all())
    assert {0.0, 1.0} >= set(numbers["M"].flatten().tolist())
    assert bool((numbers["l"] < NATURALS).all())


def test_a_type_that_may_be_empty_may_be_drawn_empty() -> None:
    empty = sampler(Eq(Sum(none[z], z), 0))
    strategy = empty.structures(2)
    found = hypothesis.find(strategy, lambda s: s.sizes[Sort("e", MAYBE_EMPTY)] == 0, settings=hypothesis.settings(database=None))
    assert (0, 3) == tuple(empty.model(found, 3).tables[empty.symbols[0]].numbers.shape)


def test_a_structure_is_told_in_a_line() -> None:
    structure = Structure({COLUMNS: 2, ROWS: 1}, {s: "spread" for s in sampler(Eq(x, 0)).symbols}, 7)
    assert "|m| = 2, |n| = 1; x: spread; seed 7" == str(structure)
    assert "seed 0" == str(Structure({}, {}))


# ---- masks that are the truth of a formula ----------------------------------------------------------------------------------------


def test_a_mask_that_is_defined_by_a_formula_is_its_truth() -> None:
    rule = ForAll((i, j), Iff(Eq(M[i, j], 1), Exists(i, Lt(a[i], v[j]))))
    defined = sampler(Eq(Sum(M[i, j], i, j), 0), {"rule": rule, "rest": ForAll(i, Iff(Eq(N[i], 1), Le(0, a[i])))})
    assert ["a", "v"] == [s.name for s in defined.symbols]
    seen = set()
    for structure in defined.sweep(20, 1):
        model = defined.model(structure, 2)
        values = {s: t.numbers[..., 0].tolist() for s, t in model.tables.items()}
        exact = Instance(model.sizes, values)
        assert exact.holds(rule) is True
        assert exact.holds(ForAll(i, Iff(Eq(N[i], 1), Le(0, a[i])))) is True
        seen |= set(model.tables[next(s for s in model.tables if s.name == "M")].numbers.flatten().tolist())
    assert {0.0, 1.0} == seen


def test_a_mask_that_follows_an_undecided_formula_does_not_count() -> None:
    rule = ForAll(i, Iff(Eq(N[i], 1), Le(exp(a[i]) * exp(-a[i]), 1)))  # true, and never decided
    defined = sampler(Eq(Sum(N[i], i), 0), {"rule": rule})
    model = defined.model(next(iter(defined.sweep(1, 0))), 8)
    assert not bool(Trial(defined.imposed).run(model, defined.arithmetic).models.any()), "N = 0 there is no model"
    assert kernel(rule) in defined.imposed.waiting.values()
