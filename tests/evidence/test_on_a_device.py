"""The evidence on another device: the same dice, models and tallies, nothing computed elsewhere, and waits that do not grow."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import torch

from gaproof.claim import Part, statement
from gaproof.evidence import settings as how
from gaproof.evidence.campaign import Case, Effort, campaign, cases
from gaproof.evidence.counterexample import described, read, shrunk, try_again, write
from gaproof.evidence.dice import Dice
from gaproof.evidence.gathering import evidence
from gaproof.evidence.imposing import determined
from gaproof.evidence.laws import columns
from gaproof.evidence.patterns import TABLES
from gaproof.evidence.program_bugs import caught, program_bugs
from gaproof.evidence.sampling import Structure
from gaproof.evidence.second_opinion import disagreement
from gaproof.evidence.sequents import Given, given_by, sequents
from gaproof.numeric import BallArithmetic, devices, program
from gaproof.numeric.realisation import reachable
from gaproof.numeric.rounding import DTYPES
from gaproof.proof.statement import Statement
from gaproof.proof.syntax import Term
from gaproof.runner.testing import prepare
from gaproof.terms import Eq, ForAll, Sum, field, index, sizes
from gaproof.theory import softmax
from tests.evidence.toys import contradicts
from tests.numeric.shadow import NAME, Shadow, ShadowTensor, device
from tests.numeric.two_devices import both, same
from tests.theorems.corpus import SAMPLE, part_name

SMALL = Effort(rounds=1, batch=8, examples=0, exact_rounds=1, exact_batch=2, largest=3)
LARGER = Effort(rounds=12, batch=64, examples=0, exact_rounds=3, exact_batch=3, largest=3)
SOME = [pytest.param(part, marks=[pytest.mark.slow] if k % 5 else []) for k, part in enumerate(SAMPLE)]
n, m = sizes("n m")
i, j = index("i", n), index("j", m)
s, c, p = field("s", i, j), field("c", j), field("p", j, domain="simplex")
FALSE = {
    "a column field is visible": statement({}, ForAll((i, j), Eq(softmax(s[i, j] + c[j], over=j), softmax(s[i, j], over=j)))),
    "weights are not all alike": statement({"unit": Eq(Sum(p[j], j), 1)}, ForAll(j, Eq(p[j] * m, 1))),
}


def given(part: Part) -> Given:
    return given_by(part.claim.theorem(part.name))


def on_both(statement: Statement, effort: Effort, given: Given | None = None, dtype: torch.dtype = torch.float64) -> tuple[Any, Any]:
    return both(lambda place: campaign(statement, effort, 3, BallArithmetic(place, dtype), given))


# ---- dice and models -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [0, 1, 2**40 + 3, -5])
def test_a_number_that_is_rolled_is_the_one_that_would_have_been_drawn(seed: int) -> None:
    rolled, drawn = Dice(seed), Dice(seed)
    for low, high in ((0, 3), (1, 2), (-9, 10), (0, 1 << 16)) * 5:
        assert drawn.integers(low, high, (1,)).tolist() == [rolled.roll(low, high)]


@pytest.mark.parametrize("kind", TABLES)
def test_patterns_are_the_same(kind: str) -> None:
    bound = (3,) if kind in ("index", "natural") else ()
    for shape in ((5,), (3, 5), (3, 4, 5), (1, 2, 3, 5), (0, 5), (2, 0, 5)):
        for name, pattern in TABLES[kind].items():
            assert same(*both(lambda place: pattern(Dice(7, place), shape, *bound))), name  # noqa: B023


@pytest.mark.parametrize("part", SOME, ids=part_name)
def test_models_are_drawn_and_held_on_the_device(part: Part) -> None:
    def tables(place: torch.device) -> list[Mapping[Any, torch.Tensor]]:
        case = next(cases(part.statement, given(part), BallArithmetic(place)), None)
        models = [case.sampler.model(structure, 6) for structure in case.sampler.sweep(3, 1)] if case else []
        return [{symbol: table.numbers for symbol, table in model.tables.items()} for model in models]

    here, there = both(tables)
    assert same(here, there)
    assert all(isinstance(x, ShadowTensor) for model in there for x in model.values())


# ---- campaigns -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", SAMPLE, ids=part_name)
def test_a_campaign_comes_to_the_same(part: Part) -> None:
    here, there = on_both(part.statement, SMALL, given(part))
    assert same(here, there), (here, there)


@pytest.mark.slow
@pytest.mark.parametrize("part", SAMPLE, ids=part_name)
def test_a_longer_campaign_comes_to_the_same(part: Part) -> None:
    here, there = on_both(part.statement, LARGER, given(part))
    assert same(here, there), (here, there)


@pytest.mark.parametrize("dtype", DTYPES[1:], ids=str)
def test_a_campaign_in_another_type_comes_to_the_same(dtype: torch.dtype) -> None:
    for part in SAMPLE[::7]:
        assert same(*on_both(part.statement, SMALL, given(part), dtype)), part_name(part)


@pytest.mark.parametrize("examples", [0, 4])
@pytest.mark.parametrize("name", FALSE)
def test_what_refutes_is_the_same_and_shrinks_alike(name: str, examples: int, tmp_path: Path) -> None:
    effort = Effort(0 if examples else 8, 16, examples, 0, 2, 3)  # either the sweep or Hypothesis finds it

    def found(place: torch.device) -> tuple[str, str, dict[str, Any]]:
        tally = campaign(FALSE[name], effort, 0, BallArithmetic(place))
        assert tally.refutation is not None
        smallest = shrunk(tally.refutation)
        file = write(smallest, FALSE[name], {"claim": place.type, "part": "", "file": ""}, tmp_path)
        return described(tally.refutation), described(smallest), {**read(file), "claim": ""}

    here, there = both(found)
    assert here == there
    assert try_again({**there[2], "file": ""}, FALSE[name], None) is not None


def test_values_that_a_conclusion_determines_contradict_alike() -> None:
    true = next(part for part in SAMPLE if part_name(part) == "interaction.decomposition[uniqueness]")
    at = determined(sequents(true.statement, None))
    wrong = Statement({}, true.statement.conclusion)
    here, there = both(lambda place: contradicts(wrong, at, SMALL, 0, BallArithmetic(place)))
    assert here == there


# ---- programs ------------------------------------------------------------------------------------------------------------


def principal(part: Part, place: torch.device) -> list[Case]:
    return [case for case in cases(part.statement, given(part), BallArithmetic(place)) if case.principal]


@pytest.mark.parametrize("part", SOME, ids=part_name)
def test_planted_bugs_and_second_opinions_are_the_same(part: Part) -> None:
    def looked_at(place: torch.device) -> list[Any]:
        found: list[Any] = []
        for case in principal(part, place):
            models = [case.sampler.model(structure, 4) for structure in case.sampler.sweep(2, 0)]
            for side in (t for t in case.imposed.conclusion.children if isinstance(t, Term)):
                right = program(side, models[0])
                found += [disagreement(side, model) for model in models]
                found += [caught(right, bug, model) for _, bug in program_bugs(right)[:6] for model in models]
        return found

    here, there = both(looked_at)
    assert here == there


# ---- everything ----------------------------------------------------------------------------------------------------------

WHOLE = ("anchor.shift[shift]", "interaction.chart_gauge[unique]")


@pytest.mark.parametrize("name", WHOLE)
def test_the_evidence_on_a_part_is_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    device()
    monkeypatch.setattr(devices, "available", lambda: [NAME, "cpu"])
    monkeypatch.setitem(how.EFFORTS, "quick", SMALL)
    monkeypatch.setitem(how.ATTACKS, "quick", how.Attack(1, Effort(3, 8, 0, 1, 2, 3), 1, 2, 1))
    part = next(part for part in SAMPLE if part_name(part) == name)
    here, there = both(lambda place: evidence(part, how.Settings("quick", device=place.type)))
    for what in ("tally", "mutants", "bugs", "necessity", "programs", "refuted"):
        assert same(getattr(here, what), getattr(there, what)), what
    # attention takes another way there, and more of its kernels say that they run
    assert {r.name for r in here.references} <= {r.name for r in there.references}
    assert not any(r.disagrees for r in there.references)


# ---- waiting -------------------------------------------------------------------------------------------------------------

# How often a node may wait: an exponential for its largest radius, a sum for whether something is 0 and then whether that is exactly so,
# a product of matrices also for whether it is finite, naturals for whether their type holds them, a table for all that is asked of it.
OF_A_NODE = {"exp": 1, "linear": 1, "sum": 2, "contract": 3, "embed": 1, "field": 4}
OF_A_RANK = 20  # a certified rank and, where it leaves something open, an exact one
OF_A_TRIAL = 1


def bound(case: Case, model: Any) -> int:
    """How often a trial may wait: this depends on its formulas only."""
    waits = OF_A_TRIAL
    for formula in (*case.trial.conclusions, *case.trial.waiting, *case.trial.built):
        matrix = columns(formula)
        nodes = reachable(program(formula if matrix is None else matrix[0], model).root)
        waits += sum(OF_A_NODE.get(op.kind, 0) for op in nodes) + (OF_A_RANK if matrix else 0)
    return waits


@pytest.mark.parametrize("part", SOME, ids=part_name)
def test_how_often_a_trial_waits_is_bounded_by_its_formulas(part: Part) -> None:
    made = principal(part, device())[:2]  # solving for symbols works on the host
    for batch in (4, 1024):
        with Shadow() as shadow:
            for case in made:
                for structure in case.sampler.sweep(2, 5):
                    model = case.sampler.model(structure, batch)
                    before = shadow.syncs.total()
                    case.trial.run(model, case.sampler.arithmetic)
                    assert shadow.syncs.total() - before <= bound(case, model)


def test_how_often_a_trial_waits_does_not_grow() -> None:
    part = next(part for part in SAMPLE if part_name(part) == "anchor.shift[shift]")
    counts = []
    for size, batch in ((3, 16), (3, 4096), (30, 16)):
        with Shadow() as shadow:
            case = principal(part, device())[0]
            patterns = {symbol: "causal" if "causal" in case.sampler.table(symbol) else "spread" for symbol in case.sampler.symbols}
            model = case.sampler.model(Structure(dict.fromkeys(case.sampler.sorts, size), patterns), batch)
            before = shadow.syncs.copy()
            case.trial.run(model, case.sampler.arithmetic)
            counts.append(shadow.syncs - before)
    assert counts[0] == counts[1] == counts[2]


# ---- forks ---------------------------------------------------------------------------------------------------------------


def test_nobody_asks_for_a_gpu_before_a_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    """CUDA is lost to a forked process if its parent as much as asked whether there is a GPU."""
    asked: list[str] = []
    monkeypatch.setattr(torch.cuda, "is_available", lambda: asked.append("cuda") or False)
    for place in ("cpu", "cuda", "cuda:0", "auto"):
        prepare({"level": "quick", "device": place})
    assert [] == asked and torch.device("cpu") == devices.device("cpu") and [] == asked
    assert ["cpu"] == devices.available()[-1:] and ["cuda"] == asked, "whoever wants to know asks"
