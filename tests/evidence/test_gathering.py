"""All the evidence on a part: mutants counted on toys, references with a bug, witnesses that break, refutations kept in files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from gaproof.claim import Claim, Part
from gaproof.evidence import gathering, settings
from gaproof.evidence.campaign import Effort, Tally
from gaproof.evidence.counterexample import read, try_again
from gaproof.evidence.equivalence import equivalent
from gaproof.evidence.gathering import evidence
from gaproof.evidence.killing import ANOTHER_WITNESS, CITED_AS_NECESSARY, NO_MODEL, mutants_killed, noticed, searched, survived
from gaproof.evidence.mutants import Mutant, sample
from gaproof.evidence.sequents import given_by
from gaproof.evidence.settings import ALL, Attack, Settings
from gaproof.numeric import PlainArithmetic
from gaproof.numeric.references import Reference, register, registered
from gaproof.numeric.references.softmax import softmax_bound
from gaproof.runner import testing
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Lt, Sum, field, index, scalar, sizes
from gaproof.theory import softmax
from gaproof.theory.softmax import Softmax
from tests.evidence.test_mutants import IDENTITIES

n, m = sizes("n m")
i, j = index("i", n), index("j", m)
s, c, w = field("s", i, j), field("c", i), field("w", j)
x, y = scalar("x y")
NOTHING = Effort(rounds=0, batch=1, examples=0, exact_rounds=0, exact_batch=1, largest=1)


def claimed(id: str, shows: Any, given: Any = None, proof: Any = lambda p: p.identity()) -> Part:
    claim = Claim(id, given=given or {}, shows=shows)
    if proof is not None:
        claim.proof(proof)
    return claim.only


SHIFT = claimed("gathered.shift", ForAll((i, j), Eq(softmax(s[i, j] + c[i], over=j), softmax(s[i, j], over=j))))
IDLE = claimed(
    "gathered.idle",
    Eq(Sum(2 * w[j], j), 2),
    {"total": Eq(Sum(w[j], j), 1), "idle": ForAll(j, Lt(-1, w[j] * w[j]))},
    lambda p: p.identity((p["total"], 2)),
)
IDLE.necessary("total", "any other mass", at={w: [3]})


def quick(tmp_path: Path, **more: Any) -> Settings:
    return Settings(level="quick", folder=str(tmp_path), **more)


# ---- how hard it is tried ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "half"), [("quick", True), ("standard", True), ("exhaustive", False)])
def test_what_is_proved_is_tried_on_half_as_many_models(level: str, half: bool) -> None:
    how = Settings(level=level)
    fewer = [effort.rounds + effort.exact_rounds for effort in (how.effort, how.effort_if_proved(drawn=False))]
    assert half == (2 * fewer[1] == fewer[0]) and (half or how.effort == how.effort_if_proved(drawn=False))
    as_drawn = how.effort_if_proved(drawn=True)
    assert as_drawn == (replace(how.effort, examples=0, variants=1) if half else how.effort)


def test_so_many_models_as_are_asked_for_are_drawn_of_what_is_proved_too() -> None:
    effort = Settings(level="standard", models=5000).effort_if_proved(drawn=False)
    assert effort.rounds * effort.batch >= 5000


# ---- what is found out about a true statement ---------------------------------------------------------------------------------------


def test_the_evidence_on_a_true_statement_has_nothing_against_it(tmp_path: Path) -> None:
    found = evidence(SHIFT, quick(tmp_path))
    assert ("", "", "") == (found.refuted, found.file, found.programs)
    assert 0 < found.tally.models and 0 == found.tally.wrong and found.tally.ratio <= 1
    assert (9, 9, 0, []) == (found.mutants.total, found.mutants.killed, found.mutants.equivalent, found.mutants.survivors)
    assert 0 < found.bugs.total == found.bugs.killed
    assert found.references and not any(r.disagrees for r in found.references)
    assert {} == found.necessity
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "float16"])
def test_the_evidence_is_the_same_in_every_type(dtype: str, tmp_path: Path) -> None:
    found = evidence(SHIFT, quick(tmp_path, dtype=dtype))
    assert ("", "", 0) == (found.refuted, found.programs, found.tally.wrong)
    assert 0 < found.tally.models and found.tally.ratio <= 1
    assert 6 <= found.mutants.killed


# ---- mutants -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (SHIFT, (33, 33, 0)),
        (IDENTITIES["variance"], (50, 49, 1)),
        (IDLE, (7, 6, 1)),
    ],
    ids=lambda p: p.called if isinstance(p, Part) else "",
)
def test_every_mutant_of_a_toy_is_killed_or_equivalent(part: Part, expected: tuple[int, int, int]) -> None:
    how = Settings(level="exhaustive")
    found = mutants_killed(part, given_by(part.claim.theorem()), part_necessity(part), how)
    assert [] == found.survivors
    assert expected == (found.total, found.killed, found.equivalent)


def gone(mutant: Mutant, how: Settings) -> bool:
    tallies = survived([mutant], {}, how)
    return tallies[0].refutation is not None or searched([mutant], tallies, how)[0]


def part_necessity(part: Part) -> dict[str, str]:
    return {h: part.necessity(h) for h in part.statement.hypotheses}


@pytest.fixture
def lazy(monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An attack that tries nothing."""
    monkeypatch.setitem(settings.ATTACKS, "exhaustive", Attack(ALL, NOTHING, 0, 0, 0))
    return Settings(level="exhaustive")


def test_what_survives_is_listed_by_name(lazy: Settings) -> None:
    found = mutants_killed(IDLE, None, {}, lazy)
    assert (0, 1) == (found.killed, found.equivalent)
    assert found.total - 1 == len(found.survivors)
    assert f"dropped hypothesis: total — {NO_MODEL}" in found.survivors
    assert not any(name.startswith("dropped hypothesis: idle") for name in found.survivors)


def test_each_survivor_comes_with_a_reason(lazy: Settings) -> None:
    part, how = claimed("gathered.beyond", ForAll(x, Exists(y, Lt(x, y))), None, by_one_more), Settings(level="quick")
    found = mutants_killed(part, given_by(part.claim.theorem()), {}, how)
    assert {ANOTHER_WITNESS} == {name.split(" — ")[1] for name in found.survivors} and found.noticed == len(found.survivors)
    cited = mutants_killed(IDLE, None, {"total": "cited"}, lazy)
    assert f"dropped hypothesis: total — {CITED_AS_NECESSARY}" in cited.survivors and 1 == cited.noticed


def test_a_witness_kills_the_mutant_without_the_hypothesis(lazy: Settings) -> None:
    found = mutants_killed(IDLE, None, part_necessity(IDLE), lazy)
    assert (1, 1) == (found.killed, found.equivalent)
    assert "dropped hypothesis: total" not in found.survivors


def test_mutants_of_every_kind_and_every_dropped_hypothesis_are_picked() -> None:
    mutants = sample(IDLE.statement, 1, 0)
    of_conclusion = [q.kind for q in mutants if not q.where]
    assert len(of_conclusion) == len(set(of_conclusion))
    assert ["dropped hypothesis: total", "dropped hypothesis: idle"] == [q.name for q in mutants if q.where]


def test_what_the_kernel_proves_without_a_hypothesis_does_not_need_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {"total": "witnessed", "idle": "not needed"} == evidence(IDLE, quick(tmp_path)).necessity
    monkeypatch.setattr("gaproof.evidence.killing.equivalent", lambda *_: None)
    assert {"total": "witnessed", "idle": "not known"} == evidence(IDLE, quick(tmp_path)).necessity


@pytest.mark.parametrize("part", [SHIFT, IDLE, *IDENTITIES.values()], ids=lambda p: p.called)
def test_nothing_that_the_kernel_proves_is_killed(part: Part) -> None:
    how = Settings(level="exhaustive")
    true = [q for q in sample(part.statement, 1, 0) if equivalent(part, q)]
    assert [] == [q.name for q in true if gone(q, how)]


def by_one_more(p: Any) -> Any:
    return f.gen(f.exists(f.lt(x, x + 1, f.num(1)), Exists(y, Lt(x, y)), x + 1), x)


def test_a_mutant_of_what_exists_is_noticed_at_the_known_witness_even_if_another_would_do() -> None:
    part, how = claimed("gathered.above", ForAll(x, Exists(y, Lt(x, y))), None, by_one_more), Settings(level="exhaustive")
    given = given_by(part.claim.theorem())
    fates = {q.name: (gone(q, how), noticed([q], given, how)[0]) for q in sample(part.statement, how.attack.per_kind, 0)}
    assert (True, True) == fates["swapped symbol: x for y in y"], "x < x"
    for other in ("direction: x < y", "sign: the right side of x < y", "constant factor: 2 times the left side of x < y"):
        assert (False, True) == fates[other], "it fails at x + 1; no other witness is known"


def test_it_is_known_whether_a_proof_looks_at_its_goal() -> None:
    def unseen(p: Any) -> Any:
        return f.linear(x + y, y + x)

    def broken(p: Any) -> Any:
        raise ValueError

    aims = [
        claimed(f"gathered.aim{k}", Eq(x + y, y + x), None, prove).aimed for k, prove in enumerate((lambda p: p.identity(), unseen, broken))
    ]
    assert [True, False, True] == aims


# ---- references, necessity, programs -------------------------------------------------------------------------------------------------


@pytest.fixture
def wrong_reference() -> Iterator[Reference]:
    """A softmax over the wrong axis."""

    def function(score: torch.Tensor, mask: Any = None, baseline: Any = None, temperature: Any = None) -> torch.Tensor:
        return torch.softmax(score, -2)

    made = register(Reference("wrong axis", Softmax, function, softmax_bound))
    yield made
    del registered[made.name]


def test_a_reference_with_a_bug_disagrees(wrong_reference: Reference, tmp_path: Path) -> None:
    found = evidence(SHIFT, quick(tmp_path))
    assert ["wrong axis, float64"] == [r.name for r in found.references if r.disagrees]
    (wrong,) = [r for r in found.references if r.disagrees]
    assert "reference" == wrong.fault and 1 < wrong.worst_ratio
    told = testing.test(SHIFT.claim, {"level": "quick", "folder": str(tmp_path)})
    assert told.broken.startswith("wrong axis, float64 disagrees (the term at high precision agrees with gaproof): instance")
    assert [False] == [r["agrees"] for r in told.parts[""]["references"] if r["name"].startswith("wrong axis")]


def test_a_witness_that_breaks_is_an_error(tmp_path: Path) -> None:
    broken = claimed("gathered.broken", Eq(Sum(2 * w[j], j), 2), {"total": Eq(Sum(w[j], j), 1)}, lambda p: p.identity((p["total"], 2)))
    broken.necessary("total", "no other mass", at={w: [1]})
    found = evidence(broken, quick(tmp_path))
    assert "'total' is not shown to be necessary: the conclusion holds in the model" in found.unshown
    told = testing.test(broken.claim, {"level": "quick", "folder": str(tmp_path)})
    assert "'total' is not shown to be necessary" in told.broken


def test_a_program_with_a_bug_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = PlainArithmetic.exp
    monkeypatch.setattr(PlainArithmetic, "exp", lambda self, value: real(self, self.linear([(-1, value)])))
    assert "the plain program finds" in evidence(SHIFT, quick(tmp_path)).programs


# ---- what is false ---------------------------------------------------------------------------------------------------------------------


def test_a_refutation_is_kept_in_a_file_that_can_be_tried_again(tmp_path: Path) -> None:
    part = claimed("gathered.wrong", ForAll((i, j), Eq(s[i, j], c[i])), None, None)
    found = evidence(part, quick(tmp_path))
    assert "|m| = 1; |n| = 1; c = [0]; s = [[1]]" == found.refuted
    assert str(tmp_path / "gathered.wrong.json") == found.file
    document = read(Path(found.file))
    assert ("gathered.wrong", "", part.claim.file) == (document["claim"], document["part"], document["file"])
    assert try_again(document, part.statement, None) is not None
    told = testing.test(part.claim, {"level": "quick", "folder": str(tmp_path)})
    assert (f"it fails at {found.refuted}", found.file) == (told.refuted, told.counterexample)


def test_what_no_values_refute_the_exact_search_may(tmp_path: Path) -> None:
    part = claimed("gathered.nowhere", Exists(x, And(Lt(x, 0), Lt(0, x))), None, None)
    found = evidence(part, quick(tmp_path))
    assert 1 == found.tally.unreached and "" == found.file
    constant = claimed("gathered.constant", Exists(x, ForAll(j, Eq(w[j], x))), None, None)
    found = evidence(constant, quick(tmp_path))
    assert "" == found.file and found.refuted.endswith(", whatever 1/0 and log 0 are")


# ---- the runner ------------------------------------------------------------------------------------------------------------------------


def test_a_part_that_breaks_costs_no_other_part_its_evidence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    claim = Claim("gathered.parts")
    for name in ("good", "bad"):
        claim.part(name, shows=Eq(x + y, y + x)).proof(lambda p: p.identity())
    real = gathering.campaign
    bad = claim.parts["bad"].statement

    def campaign(stated: Any, *args: Any) -> Any:
        if args[0].rounds and stated is bad:
            raise RuntimeError("no more memory")
        return real(stated, *args)

    monkeypatch.setattr(gathering, "campaign", campaign)
    told = testing.test(claim, {"level": "quick", "folder": str(tmp_path)})
    assert ["good"] == list(told.parts)
    assert told.broken.startswith("part 'bad': its numeric evidence: ") and "no more memory" in told.broken
    assert told.summary["models"] == told.parts["good"]["models"]


def test_conclusions_that_fail_in_balls_only_are_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(gathering, "campaign", lambda *_: Tally(models=3, wrong=2))
    told = testing.test(SHIFT.claim, {"level": "quick", "folder": str(tmp_path)})
    assert told.broken.startswith("2 conclusions fail in ball arithmetic and not at high precision: a bug in gaproof.numeric")


def test_so_many_models_are_tried_at_least() -> None:
    for models in (1, 100, 1000):
        effort = Settings(level="quick", models=models).effort
        assert models <= effort.rounds * effort.batch < models + effort.rounds
    assert settings.EFFORTS["quick"] == Settings(level="quick").effort


def test_a_vacuous_conclusion_has_no_models(tmp_path: Path) -> None:
    part = claimed("gathered.vacuous", Implies(Lt(x, x), Eq(0, 1)), None, None)
    assert 0 == evidence(part, quick(tmp_path)).tally.models
