"""Mutants of statements: every kind occurs, each is another statement, the false ones are refuted, the true ones proved."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import torch

from gaproof.claim import Claim, Part, statement
from gaproof.evidence import mutants, mutations
from gaproof.evidence.equivalence import equivalent
from gaproof.evidence.mutants import Mutant, MutationError, chosen
from gaproof.numeric import Model, judge
from gaproof.proof.statement import Statement
from gaproof.tactics import forward as f
from gaproof.tactics.search import prove
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Ne, Sum, delta, exp, field, index, log, scalar, sizes
from gaproof.theory import softmax
from tests.theorems.corpus import SAMPLE, part_name

n, m = sizes("n m")
i, j, k = index("i", n), index("j", m), index("k", n)
s, A, c = field("s", i, j), field("A", i, k), field("c", i)
v, w, x = field("v", j), field("w", j), field("x", i)
y = scalar("y")

LOGIC = statement(
    {"between": ForAll(j, And(0 <= w[j], w[j] < 1)), "total": Eq(Sum(w[j], j), 1)},
    And(Exists(j, 0 < w[j]), Implies(Eq(w[j], 1), Eq(v[j], 0))),
)
LOGIC_MUTANTS = [
    "quantifier: ∀ for ∃ in ∃ j ∈ m, 0 < w[j]",
    "constant factor: 1 for 0 in 0 < w[j_]",
    "direction: 0 < w[j_]",
    "swapped index: j for j_ in w[j_]",
    "swapped symbol: v for w in w[j_]",
    "dropped condition: that of w[j] = 1 → v[j] = 0",
    "constant factor: 2 for 1 in w[j] = 1",
    "constant factor: 2 times the left side of w[j] = 1",
    "sign: the right side of w[j] = 1",
    "strictness: w[j] = 1",
    "swapped symbol: v for w in w[j]",
    "constant factor: 1 for 0 in v[j] = 0",
    "swapped symbol: w for v in v[j]",
    "quantifier: ∃ for ∀ in ∀ j ∈ m, 0 ≤ w[j] ∧ w[j] < 1, in ‘between’",
    "dropped condition: the 1st part of 0 ≤ w[j_] ∧ w[j_] < 1, in ‘between’",
    "dropped condition: the 2nd part of 0 ≤ w[j_] ∧ w[j_] < 1, in ‘between’",
    "constant factor: 1 for 0 in 0 ≤ w[j_], in ‘between’",
    "direction: 0 ≤ w[j_], in ‘between’",
    "swapped index: j for j_ in w[j_], in ‘between’",
    "swapped symbol: v for w in w[j_], in ‘between’",
    "constant factor: 2 for 1 in w[j_] < 1, in ‘between’",
    "constant factor: 2 times the left side of w[j_] < 1, in ‘between’",
    "sign: the right side of w[j_] < 1, in ‘between’",
    "direction: w[j_] < 1, in ‘between’",
    "strictness: w[j_] < 1, in ‘between’",
    "swapped index: j for j_ in w[j_], in ‘between’ (place 2)",
    "swapped symbol: v for w in w[j_], in ‘between’ (place 2)",
    "constant factor: 2 for 1 in Σ_{j∈m} w[j] = 1, in ‘total’",
    "constant factor: 2 times the left side of Σ_{j∈m} w[j] = 1, in ‘total’",
    "sign: the right side of Σ_{j∈m} w[j] = 1, in ‘total’",
    "strictness: Σ_{j∈m} w[j] = 1, in ‘total’",
    "off-by-one range: all but one of Σ_{j∈m} w[j], in ‘total’",
    "swapped index: j for j_ in w[j_], in ‘total’",
    "swapped symbol: v for w in w[j_], in ‘total’",
    "dropped hypothesis: between",
    "dropped hypothesis: total",
]
CYCLE = statement({}, Eq(Sum(A[i, k] * A[k, i], k) / n, log(exp(c[i]) + 1)))
CYCLE_MUTANTS = [
    "constant factor: 2 times the left side of (Σ_{k∈n} A[i, k]·A[k, i])/|n| = log(exp(c[i]) + 1)",
    "constant factor: 2 times the right side of (Σ_{k∈n} A[i, k]·A[k, i])/|n| = log(exp(c[i]) + 1)",
    "sign: the right side of (Σ_{k∈n} A[i, k]·A[k, i])/|n| = log(exp(c[i]) + 1)",
    "dropped factor: the 1st factor of (Σ_{k∈n} A[i, k]·A[k, i])/|n|",
    "off-by-one range: all but one of Σ_{k∈n} A[i, k]·A[k, i]",
    "wrong axis: over i for k in Σ_{k∈n} A[i, k]·A[k, i]",
    "dropped factor: the 1st factor of A[i, k]·A[k, i]",
    "dropped factor: the 2nd factor of A[i, k]·A[k, i]",
    "swapped index: k for i in A[i, k]",
    "swapped index: i and k exchanged in A[i, k]",
    "swapped index: i for k in A[i, k]",
    "swapped index: i for k in A[k, i]",
    "swapped index: k and i exchanged in A[k, i]",
    "swapped index: k for i in A[k, i]",
    "missing normaliser: |n|⁻¹",
    "off-by-one range: the size |n|",
    "log dropped: log(exp(c[i]) + 1)",
    "constant factor: 2 for 1 in exp(c[i]) + 1",
    "dropped term: the 1st term of exp(c[i]) + 1",
    "sign: the 1st term of exp(c[i]) + 1",
    "constant factor: 2 times the 1st term of exp(c[i]) + 1",
    "dropped term: the 2nd term of exp(c[i]) + 1",
    "sign: the 2nd term of exp(c[i]) + 1",
    "exp dropped: exp(c[i])",
    "sign: the exponent of exp(c[i])",
]
KINDS = {
    "dropped term",
    "sign",
    "swapped index",
    "swapped symbol",
    "wrong axis",
    "missing normaliser",
    "off-by-one range",
    "dropped hypothesis",
    "constant factor",
    "dropped factor",
    "direction",
    "strictness",
    "dropped condition",
    "exp dropped",
    "log dropped",
    "quantifier",
}


def part(id: str, shows: Any, given: Any = None) -> Part:
    """A part that its normal form proves."""
    claim = Claim(id, given=given or {}, shows=shows)
    claim.proof(lambda p: p.identity())
    return claim.only


def centred(i: Any, j: Any) -> Any:
    a, b = index("a", n), index("b", m)
    return s[i, j] - Sum(s[i, b], b) / m - Sum(s[a, j], a) / n + Sum(s[a, b], a, b) / (n * m)


IDENTITIES = {
    "shift": part("mutant.shift", ForAll((i, j), Eq(softmax(s[i, j] + c[i], over=j), softmax(s[i, j], over=j)))),
    "centring": part("mutant.centring", ForAll(i, Eq(Sum(centred(i, j), j), 0))),
    "variance": part(
        "mutant.variance",
        Eq(Sum(x[i] * x[i], i) / n - Sum(x[i], i) / n * (Sum(x[i], i) / n), Sum((x[i] - x[k]) * (x[i] - x[k]), i, k) / (2 * n * n)),
    ),
}


def kinds(*statements: Statement) -> set[str]:
    return {mutant.kind for each in statements for mutant in mutants.mutants(each)}


def fate(mutant: Mutant, part: Part) -> str:
    g = torch.Generator().manual_seed(0)
    values = {symbol: torch.randn(*shape, 6, dtype=torch.float64, generator=g) for symbol, shape in ((s, (3, 4)), (c, (3,)), (x, (3,)))}
    refuted = judge(mutant.statement.conclusion, Model({n: 3, m: 4}, values)).outcome == "REFUTED"
    return {(True, False): "killed", (False, True): "true", (False, False): "alive", (True, True): "killed and proved"}[
        refuted, equivalent(part, mutant) is not None
    ]


# ---- which mutants there are ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("original", "expected"), [(LOGIC, LOGIC_MUTANTS), (CYCLE, CYCLE_MUTANTS)], ids=["logic", "cycle"])
def test_a_statement_has_these_mutants_in_this_order(original: Statement, expected: list[str]) -> None:
    assert expected == [mutant.name for mutant in mutants.mutants(original)]


def test_every_kind_occurs() -> None:
    assert KINDS == kinds(LOGIC, CYCLE)


LONG = 1000  # characters of a key: with more, thousands of mutants take seconds
STATEMENTS = [pytest.param(p.statement, id=part_name(p), marks=[pytest.mark.slow] * (len(p.statement.key) > LONG)) for p in SAMPLE]


@pytest.mark.parametrize("original", STATEMENTS)
def test_a_mutant_is_another_statement_with_a_name_of_its_own(original: Statement) -> None:
    found = mutants.mutants(original)
    assert len(found) == len({q.name for q in found}) == len({q.statement.key for q in found} - {original.key})
    assert [q.name for q in found] == [q.name for q in mutants.mutants(original)]
    for q in found:
        changed = {name for name, h in original.hypotheses.items() if q.statement.hypotheses.get(name) != h}
        assert {q.where} - {""} == changed and (q.where == "") == (q.statement.conclusion != original.conclusion)


def test_what_changes_the_strength_of_a_formula_makes_the_claim_stronger() -> None:
    strong = [q for q in mutants.mutants(LOGIC) if q.kind in ("quantifier", "dropped condition")]
    for q in strong:
        if q.where:
            weaker = prove(q.statement.hypotheses[q.where], [f.assume(LOGIC.hypotheses[q.where])])
        else:
            weaker = prove(LOGIC.conclusion, [f.assume(q.statement.conclusion)])
        assert len(weaker.hypotheses) == 1, q.name
    assert 5 == len(strong)


def test_a_statement_that_holds_whatever_its_inverses_are_is_proved_without_what_makes_them_ones() -> None:
    t = scalar("t")
    claim = Claim("mutant.scaled", given={"some": Ne(t, 0)}, shows=ForAll((i, k), Eq(c[i] / t + x[k] / t, (x[k] + c[i]) / t)))
    claim.proof(lambda p: p.identity())
    (dropped,) = [q for q in mutants.mutants(claim.only.statement) if q.kind == "dropped hypothesis"]
    assert "it holds whatever its 1/x are" == equivalent(claim.only, dropped)
    needed = Claim("mutant.divided", given={"some": Ne(t, 0)}, shows=ForAll(i, Eq(c[i] / t * t, c[i])))
    needed.proof(lambda p: p.identity())
    (dropped,) = [q for q in mutants.mutants(needed.only.statement) if q.kind == "dropped hypothesis"]
    assert equivalent(needed.only, dropped) is None, "0/0·0 is not 1"


def test_a_statement_that_holds_whatever_its_logarithms_are_is_proved_without_what_gives_them_a_meaning() -> None:
    def without_sign(shows: Any) -> str | None:
        claim = Claim("mutant.entropy", given={"sign": ForAll(j, 0 <= w[j])}, shows=shows)
        claim.proof(lambda p: p.identity())
        claim.theorem()
        (dropped,) = [q for q in mutants.mutants(claim.only.statement) if q.kind == "dropped hypothesis"]
        return equivalent(claim.only, dropped)

    entropy = Sum(w[j] * log(w[j]) - w[j] * log(w[j] * exp(v[j])), j)
    assert "it holds whatever its log x are" == without_sign(Eq(Sum(w[j] * log(w[j]) * y, j), y * Sum(log(w[j]) * w[j], j)))
    assert without_sign(Eq(entropy, -Sum(w[j] * v[j], j))) is None, "log(w·e^v) is log w + v only where 0 < w"


def test_what_is_no_statement_has_no_mutants() -> None:
    with pytest.raises(MutationError, match="expected a statement"):
        mutants.mutants(LOGIC.conclusion)  # type: ignore[arg-type]


# ---- samples ------------------------------------------------------------------------------------------------------------------------


def test_a_sample_has_some_of_every_kind_from_different_parts_and_is_the_same_again() -> None:
    found = mutants.mutants(LOGIC)
    for per_kind in (1, 2, 3):
        sample = chosen(found, per_kind, seed=5)
        assert {kind: min(per_kind, count) for kind, count in Counter(q.kind for q in found).items()} == Counter(q.kind for q in sample)
        assert sample == chosen(found, per_kind, seed=5) == sorted(sample, key=found.index)
    of_signs = [found.index(q) for q in chosen(found, 2, seed=1) if q.kind == "constant factor"]
    places = [number for number, q in enumerate(found) if q.kind == "constant factor"]
    assert of_signs[0] in places[: len(places) // 2] and of_signs[1] in places[len(places) // 2 :]
    assert 1 < len({tuple(q.name for q in chosen(found, 1, seed)) for seed in range(8)})


@pytest.mark.parametrize("original", [LOGIC, CYCLE, *(p.statement for p in IDENTITIES.values())], ids=lambda original: original.digest[:8])
def test_a_sample_is_of_the_conclusion_and_of_all_dropped_hypotheses(original: Statement) -> None:
    every = {q.statement.key: q.kind for q in mutants.mutants(original)}
    wanted = {kind for q in mutants.mutants(original) for kind in [q.kind] if not q.where}
    for seed in range(3):
        found = mutants.sample(original, 1, seed)
        assert all(every[q.statement.key] == q.kind for q in found if q.where) and {q.statement.key for q in found} <= set(every)
        assert sorted(wanted) == sorted(q.kind for q in found if not q.where)
        assert list(original.hypotheses) == [q.where for q in found if q.where]
        assert [q.name for q in found] == [q.name for q in mutants.sample(original, 1, seed)]
    assert {q.statement.key for q in mutants.sample(original, 1000, 0) if not q.where} == {
        q.statement.key for q in mutants.mutants(original) if not q.where
    }


@pytest.mark.parametrize("per_kind", [0, -1, 1.5, True])
def test_a_sample_of_no_size_is_refused(per_kind: Any) -> None:
    with pytest.raises(MutationError, match="expected an integer ≥ 1"):
        chosen(mutants.mutants(LOGIC), per_kind, seed=0)


# ---- the false are refuted, the true are proved ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected", "true"),
    [
        ("shift", {"killed": 33}, []),
        (
            "centring",  # the rows of the other terms sum to 0 already
            {"killed": 42, "true": 6},
            [
                "wrong axis: over i for j in Σ_{j∈m} (s[i, j] - (Σ_{b∈m} s[ … n} Σ_{b∈m} s[a, b])/(|n|·|m|))",
                "dropped term: the 1st term of s[i, j] - (Σ_{b∈m} s[i, b])/|m| - (Σ_{a∈n} s[a, j])/|n|",
                "sign: the 1st term of s[i, j] - (Σ_{b∈m} s[i, b])/|m| - (Σ_{a∈n} s[a, j])/|n|",
                "constant factor: 2 times the 1st term of s[i, j] - (Σ_{b∈m} s[i, b])/|m| - (Σ_{a∈n} s[a, j])/|n|",
                "swapped index: j for b in s[i, b]",
                "swapped index: j for b in s[a, b]",
            ],
        ),
        ("variance", {"killed": 49, "true": 1}, ["wrong axis: over i for k in Σ_{k∈n} (x[i] - x[k])²"]),
    ],
)
def test_every_mutant_of_an_identity_is_refuted_or_proved(name: str, expected: dict[str, int], true: list[str]) -> None:
    fates = {mutant.name: fate(mutant, IDENTITIES[name]) for mutant in mutants.mutants(IDENTITIES[name].statement)}
    assert expected == Counter(fates.values())
    assert true == [mutant for mutant, what in fates.items() if what == "true"]


def planted(conclusion: Any, given: Any = None) -> Mutant:
    return Mutant("planted", "planted", statement({} if given is None else given, conclusion))


def test_both_signs_of_a_square_may_change() -> None:
    square = part("mutant.square", Eq((x[i] - x[k]) * (x[i] - x[k]), x[i] * x[i] - 2 * x[i] * x[k] + x[k] * x[k]))
    both = planted(Eq((x[k] - x[i]) * (x[k] - x[i]), x[i] * x[i] - 2 * x[i] * x[k] + x[k] * x[k]))
    one = planted(Eq((x[k] - x[i]) * (x[i] - x[k]), x[i] * x[i] - 2 * x[i] * x[k] + x[k] * x[k]))
    assert "it is the theorem, written in another way" == equivalent(square, both)
    assert equivalent(square, one) is None


def test_a_hypothesis_that_the_proof_does_not_need_may_be_dropped() -> None:
    needed, idle = Eq(Sum(w[j], j), 1), ForAll(j, 0 <= w[j])
    claim = Claim("mutant.idle", given={"total": needed, "idle": idle}, shows=Eq(Sum(2 * w[j], j), 2))
    claim.proof(lambda p: p.identity((p["total"], 2)))
    fates = {q.name: equivalent(claim.only, q) for q in mutants.mutants(claim.only.statement) if q.kind == "dropped hypothesis"}
    assert {"dropped hypothesis: total": None, "dropped hypothesis: idle": "it is the theorem, written in another way"} == fates


def test_a_consequence_of_the_theorem_is_true() -> None:
    claim = Claim("mutant.consequence", given={"w": ForAll(j, 0 < w[j])}, shows=ForAll(j, 0 < w[j] * exp(y)))
    claim.proof(lambda p: p.auto())
    weaker = planted(ForAll(j, 0 <= w[j] * exp(y)), {"w": ForAll(j, 0 < w[j])})
    false = planted(ForAll(j, 0 < w[j] - exp(y)), {"w": ForAll(j, 0 < w[j])})
    assert equivalent(claim.only, weaker) is not None
    assert equivalent(claim.only, false) is None


def test_what_a_mutant_says_beside_the_theorem_is_proved_alone() -> None:
    mask, weight = ForAll((i, j), Eq(s[i, j] * s[i, j], s[i, j])), exp(y) / (1 + exp(y))
    some = Implies(Eq(s[i, j], 0), Eq(s[i, j], 0))
    claim = Claim("mutant.beside", given={"mask": mask}, shows=ForAll((i, j), And(Eq(exp(y) / exp(y), 1), some)))
    claim.proof(lambda p: p.auto())

    def beside(instead: Any, given: Any = mask) -> str | None:
        return equivalent(claim.only, planted(ForAll((i, j), And(Eq(exp(y) / exp(y), 1), instead)), {"mask": given}))

    reason = "what was changed follows by itself"
    assert reason == beside(Implies(Eq(s[i, j], 0), Eq(s[i, j] * weight / Sum(s[k, j], k), 0))), "0 · 1/0 is 0"
    assert reason == beside(Implies(And(Eq(s[i, j], -1), 0 < y), Eq(y, 5))), "no entry of a mask is −1"
    assert beside(Implies(Eq(s[i, j], 0), Eq((s[i, j] + 1) / Sum(s[k, j], k), 0))) is None, "1 · 1/0 is anything"
    assert beside(Implies(Eq(s[i, j], 0), Eq(s[k, j] / exp(y), 0))) is None, "another entry"
    assert beside(Implies(Eq(s[i, j], 1), Eq(y, 5))) is None, "an entry of a mask may be 1"
    assert beside(Implies(Eq(s[i, j], -1), Eq(y, 5)), ForAll((i, j), Eq(s[i, j] * s[i, j], 1))) is None, "of signs as well"


def test_a_weaker_claim_follows_from_the_theorem() -> None:
    mask = ForAll((i, j), Eq(s[i, j] * s[i, j], s[i, j]))

    def says(condition: Any, also: Any) -> Any:
        return And(Implies(ForAll((i, j), Implies(condition, 1 < y)), ForAll(i, 0 < x[i])), also)

    both, some = And(Eq(s[i, j], 1), 0 < y), Exists(w, ForAll(j, Eq(w[j] * w[j], Sum(s[i, j], i))))
    true = {"mask": mask, "known": says(both, some)}
    claim = Claim("mutant.weaker", given=true, shows=says(both, some))
    claim.proof(lambda p: p["known"])

    def follows(condition: Any, also: Any = some) -> bool:
        return equivalent(claim.only, planted(says(condition, also), true)) is not None

    assert follows(Eq(s[i, j], 1)), "more is given: 1 < y under fewer conditions"
    assert follows(And(0 < y, Eq(s[i, j], 1)))
    assert not follows(And(Eq(s[i, j], 1), 1 < y)), "less is given"
    assert not follows(And(Eq(s[i, j], 0), 0 < y))
    assert follows(both, Exists(w, ForAll(j, Le(w[j] * w[j], Sum(s[i, j], i)))))
    assert not follows(both, Exists(w, ForAll(j, Eq(w[j] * w[j], Sum(s[i, j], i) + 1))))
    assert not follows(both, ForAll(w, ForAll(j, Eq(w[j] * w[j], Sum(s[i, j], i)))))


def test_numbers_that_are_known_are_put_into_what_the_theorem_says() -> None:
    sums = ForAll(j, Eq(v[j], w[j] + y * exp(w[j])))

    def known(number: int, summed: Any) -> bool:
        given = {"known": And(Eq(y, number), ForAll(j, 0 < w[j])), "sums": sums}
        claim = Claim("mutant.numbers", given=given, shows=sums)
        claim.proof(lambda p: p["sums"])
        return equivalent(claim.only, planted(ForAll(j, Eq(v[j], summed)), given)) is not None

    assert known(0, w[j] + y * w[j])
    assert known(0, w[j] + y / w[j])
    assert not known(0, 2 * w[j] + y * w[j])
    assert not known(0, w[j] + (y + 1) * w[j])
    assert not known(1, w[j] + y * w[j]), "e^w is not w"


def test_what_is_asked_of_nothing_is_true() -> None:
    mask = ForAll((i, j), Eq(s[i, j] * s[i, j], s[i, j]))
    claim = Claim("mutant.nothing", given={"mask": mask}, shows=ForAll((i, j, k), Implies(Eq(s[i, j], 1), Eq(s[i, j], 1))))
    claim.proof(lambda p: p.auto())

    def nothing(condition: Any) -> bool:
        wrong = planted(ForAll((i, j, k), Implies(condition, Eq(y, 5))), {"mask": mask})
        return equivalent(claim.only, wrong) is not None

    assert nothing(Eq(2 * s[i, j], 1)), "no entry of a mask is 1/2"
    assert nothing(Eq(delta(i, i), 0))
    assert nothing(Eq(2 * delta(i, k), 1))
    assert nothing(ForAll(i, Eq(delta(i, k), -1)))
    assert nothing(Exists(i, And(0 < y, Eq(s[i, j], 2))))
    assert not nothing(Eq(2 * delta(i, k), 2))
    assert not nothing(ForAll(i, Eq(delta(i, k), 1))), "there may be one element"
    assert not nothing(Exists(i, Eq(s[i, j], 1)))
    assert not nothing(Implies(0 < y, Eq(s[i, j], 2))), "y may be negative"
    assert not nothing(Eq(2 * s[i, j], 2))
    assert not nothing(Eq(0 * s[i, j], 0))
    assert not nothing(Eq(delta(i, k), 0))
    assert not nothing(Eq(s[i, j] + s[k, j], 1))


def test_what_is_at_its_bound_is_equal_to_it() -> None:
    claim = Claim("mutant.bound", shows=Implies(Eq(delta(i, k), 0), Eq(delta(k, i), 0)))
    claim.proof(lambda p: f.imply(f.linear(delta(k, i), 0, (f.assume(Eq(delta(i, k), 0)), 1)), Eq(delta(i, k), 0)))
    for condition, true in ((Le(delta(i, k), 0), True), (Le(0, delta(i, k)), False), (Le(delta(i, k), 1), False)):
        assert (equivalent(claim.only, planted(Implies(condition, Eq(delta(k, i), 0)))) is not None) is true


def test_different_numbers_are_different() -> None:
    claim = Claim("mutant.apart", shows=And(Eq(exp(y) / exp(y), 1), Ne(4 + 0 * y, 1)))
    claim.proof(lambda p: f.conj(f.linear(exp(y) / exp(y), 1), f.unequal(f.lt(1, 4 + 0 * y, f.num(3)))))
    for numbers, true in (((4, -1), True), ((1, 4), True), ((4, 4), False), ((4, y), False)):
        wrong = planted(And(Eq(exp(y) / exp(y), 1), Ne(numbers[0] + 0 * y, numbers[1])))
        assert (equivalent(claim.only, wrong) is not None) is true


def test_a_stronger_hypothesis_makes_the_mutant_true() -> None:
    claim = Claim("mutant.stronger", given={"w": ForAll(j, 0 < w[j]), "y": 0 < y}, shows=ForAll(j, Eq(w[j] * y / (w[j] * y), 1)))
    claim.proof(lambda p: p.identity())
    fates = {q.name: equivalent(claim.only, q) for q in mutants.mutants(claim.only.statement) if q.where}
    assert {
        "constant factor: 1 for 0 in 0 < w[j], in ‘w’",
        "constant factor: 1 for 0 in 0 < y, in ‘y’",
        "direction: 0 < w[j], in ‘w’",
        "direction: 0 < y, in ‘y’",
    } == {name for name, reason in fates.items() if reason is not None}


def test_inconsistent_hypotheses_excuse_no_mutant() -> None:
    claim = Claim("mutant.vacuous", given={"w": ForAll(j, 0 < w[j])}, shows=Exists(j, 0 < w[j] * w[j]))
    claim.proof(lambda p: p.auto())
    never = {"w": ForAll(j, 0 < w[j]), "never": Eq(Sum(0 * w[j], j), 1)}
    sometimes = {"w": ForAll(j, 0 < w[j]), "sometimes": Eq(Sum(w[j], j), m)}
    assert equivalent(claim.only, planted(claim.only.shows, never)) is None
    assert equivalent(claim.only, planted(claim.only.shows, sometimes)) is not None


# ---- bugs planted in the mutator ----------------------------------------------------------------------------------------------------


def test_a_mutator_that_returns_the_original_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutations, "_negated", lambda t: t)
    assert "sign" not in kinds(CYCLE)
    assert CYCLE_MUTANTS != [mutant.name for mutant in mutants.mutants(CYCLE)]


def test_a_mutator_whose_mutants_are_true_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutations, "_without", lambda node, k: type(node)(*reversed(node.children)))
    of_kind = [q for q in mutants.mutants(IDENTITIES["shift"].statement) if q.kind == "dropped term"]
    assert {"true"} == {fate(q, IDENTITIES["shift"]) for q in of_kind}
