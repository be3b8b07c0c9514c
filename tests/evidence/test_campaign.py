"""Campaigns: what is true is never refuted, what is false is, the same seed does the same, and broken machinery is noticed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
import torch

from gaproof.claim import statement
from gaproof.evidence import campaign as campaigning
from gaproof.evidence.campaign import LESS, Effort, Tally, campaign, cases, confirmed
from gaproof.evidence.imposing import determined
from gaproof.evidence.patterns import TABLES
from gaproof.evidence.sequents import sequents
from gaproof.evidence.trial import Trial
from gaproof.numeric import BallArithmetic, ExactArithmetic
from gaproof.numeric.rounding import DTYPES
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Ne, Sum, exp, field, function, index, index_map, log, scalar, sizes
from gaproof.theory import softmax
from tests.evidence.toys import SMALL, contradicts, tried
from tests.numeric.test_planted_bugs import EXACTLY

n, m = sizes("n m")
(i, k), j = index("i k", n), index("j", m)
a, b, c = field("a b c", i)
s, M = field("s", i, j), field("M", i, j, domain="mask")
p, q = field("p q", j, domain="positive")
v, pick = field("v", j), index_map("pick", i, m)
(x, y, z), g = scalar("x y z"), function("g")
UNIT, LIVE = Eq(Sum(p[j], j), 1), ForAll(i, Exists(j, Eq(M[i, j], 1)))
WEIGHT = softmax(s[i, j], over=j, mask=M[i, j])
SUM_TO_PRODUCT = ForAll((x, y), Eq(g(x + y), g(x) * g(y)))

THOROUGH = replace(SMALL, exact_rounds=20)
Stated = tuple[dict[str, Any], Any]
TRUE: dict[str, Stated] = {
    "shift": ({}, ForAll((i, j), Eq(softmax(s[i, j] + c[i], over=j), softmax(s[i, j], over=j)))),
    "rows": ({"live": LIVE}, ForAll(i, Eq(Sum(WEIGHT, j), 1))),
    "share": ({"unit": UNIT}, ForAll(j, Le(p[j], 1))),
    "unique": ({"unit": UNIT, "twice": Eq(Sum(q[j], j), 2), "same": ForAll(j, Eq(q[j], x * p[j]))}, Eq(x, 2)),
    "log": ({"above": Lt(0, x)}, Eq(exp(log(x)), x)),
    "gather": ({}, ForAll(i, Le(v[pick(i)] - Sum(v[j], j), Sum(v[j] * v[j], j) + m - Sum(v[j], j)))),
    "law": ({"law": SUM_TO_PRODUCT, "live": Ne(g(0), 0)}, ForAll((y, z), Eq(g(y) * g(z - y), g(z)))),
    "order": ({}, ForAll((x, y), Implies(Lt(x, y), Lt(exp(x), exp(y))))),
    "nothing is empty": ({}, Exists(i, Le(a[i] * n, Sum(a[i], i)))),
}
FALSE: dict[str, Stated] = {
    "shift of a column": ({}, ForAll((i, j), Eq(softmax(s[i, j] + v[j], over=j), softmax(s[i, j], over=j)))),
    "masked rows": ({}, ForAll((i, j), Implies(Eq(M[i, j], 0), Lt(0, WEIGHT)))),
    "share": ({"unit": UNIT}, ForAll(j, Lt(p[j], 1))),
    "log": ({}, Eq(log(exp(x) + 1), x)),
    "law": ({"law": SUM_TO_PRODUCT}, Eq(g(0), 1)),
    "order": ({}, ForAll((x, y), Implies(Le(x, y), Lt(2 * x, 2 * y)))),
    "a condition never met in balls": ({"same": ForAll((i, k), Eq(a[i], a[k]))}, Eq(Sum(a[i] * a[i], i), Sum(a[i], i))),
    "rational equations": ({"both": Eq(x * x, y), "more": Eq(y * y, y)}, Eq(x, y)),
    "gather": ({}, ForAll(i, Eq(v[pick(i)], Sum(v[j], j) / m))),
    "a difference of one part in 10¹⁰": ({}, ForAll(i, Eq(a[i] * 10**10, a[i] * (10**10 + 1)))),
}


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_is_tried_and_not_refuted(name: str, dtype: torch.dtype) -> None:
    given, shows = TRUE[name]
    for seed in range(3):
        tally = campaign(statement(given, shows), SMALL, seed, BallArithmetic(dtype=dtype))
        assert tally.refutation is None
        assert (0, 0) == (tally.wrong, tally.unreached) and tally.ratio <= 1
        assert 0 < tally.models + tally.contrasts


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_refuted_at_a_model_that_is_one(name: str) -> None:
    tally = tried(*FALSE[name], effort=THOROUGH)
    assert tally.refutation is not None and 0 == tally.wrong
    assert 1 == tally.refutation.model.batch
    assert all(confirmed(tally.refutation.case, tally.refutation.model, bits) for bits in (80, 200, 500))


def test_exact_models_decide_equations_that_are_conditions() -> None:
    given, shows = FALSE["rational equations"]
    assert tried(given, shows, effort=replace(THOROUGH, exact_rounds=0)).refutation is None
    assert tried(given, shows, effort=THOROUGH).refutation is not None


def test_hypothesis_finds_what_no_sweep_meets_and_shrinks_it() -> None:
    shows = Implies(Lt(n + n + n + n, n * n), Le(m * m, m))  # 4 < n, but no number says so, and the sizes of a sweep are smaller
    assert tried({}, shows).refutation is None
    found = tried({}, shows, effort=replace(SMALL, examples=200, largest=7)).refutation
    assert found is not None
    assert {"n": 5, "m": 2} == {sort.name: size for sort, size in found.model.sizes.items()}


def test_a_statement_about_functions_without_candidates_is_unreached() -> None:
    assert (1, 0) == (lambda t: (t.unreached, t.models))(tried({"law": ForAll(x, Eq(g(x), 5))}, Eq(g(0), 5)))
    assert (1, 0) == (lambda t: (t.unreached, t.models))(tried({}, Exists(y, Eq(y * y * y, 2))))


def test_what_says_nothing_counts_for_nothing() -> None:
    assert asdict(Tally()) == asdict(tried({}, Le(x, x)))


# ---- cases ------------------------------------------------------------------------------------------------------------------------


def test_every_hypothesis_that_is_made_true_is_left_waiting_in_turn() -> None:
    stated = statement({"unit": UNIT, "mean": Eq(x, Sum(p[j] * v[j], j)), "sign": Lt(0, x)}, Lt(0, Sum(p[j] * v[j], j)))
    found = list(cases(stated, None, BallArithmetic()))
    assert [0, 1, 2] == [case.number for case in found]
    assert [True, False, False] == [case.principal for case in found]
    assert [{0, 1}, {1}, {0}] == [set(case.imposed.built) for case in found]


def test_conclusions_of_the_same_hypotheses_are_tried_together() -> None:
    first, second = Le(p[j], 1), Le(p[j], 2)
    alone = tried({"unit": UNIT}, ForAll(j, first))
    both = tried({"unit": UNIT}, ForAll(j, And(first, second)))
    assert (2 * alone.models, 2 * alone.exact, 0) == (both.models, both.exact, both.unreached)


@pytest.mark.parametrize("wrong", [0, 1, 2])
def test_what_fails_among_others_is_told_alone(wrong: int) -> None:
    said = [Le(p[j], 1), Lt(p[j], v[j] * v[j] + p[j] + 1), Le(0, exp(s[i, j]))]
    said[wrong] = [Lt(p[j], 1), Lt(p[j], v[j] * v[j] + p[j]), Le(1, exp(s[i, j]))][wrong]
    stated = statement({"unit": UNIT}, ForAll((i, j), And(*said)))
    found = campaign(stated, THOROUGH, 0).refutation
    assert found is not None and confirmed(found.case, found.model)
    case = next(case for case in cases(stated, None, BallArithmetic()) if case.number == found.case.number)
    assert wrong == case.sequent and case.imposed.conclusion == found.case.imposed.conclusion
    assert case.sampler.symbols == sorted(found.model.tables)


def test_readings_and_cases_share_rounds_and_try_different_structures() -> None:
    h = function("h")
    laws = {"g": SUM_TO_PRODUCT, "g lives": Ne(g(0), 0), "h": ForAll((x, y), Eq(h(x + y), h(x) * h(y))), "h lives": Ne(h(0), 0)}
    right, wrong = Eq(g(y) * h(y) * g(-y) * h(-y), 1), Eq(g(y) * h(y), 1)
    found = list(cases(statement(laws, ForAll(y, right)), None, BallArithmetic()))
    readings = [case for case in found if case.principal]
    assert 20 < len(readings) and {len(readings) // LESS} == {case.share for case in readings}
    assert len({case.place for case in found}) == len({case.number for case in found})
    tally = tried(laws, ForAll(y, right))
    assert 0 < tally.models and tally.refutation is None
    assert tried(laws, ForAll(y, wrong)).refutation is not None


def test_uniqueness_is_tried_by_what_almost_satisfies_it() -> None:
    tally = tried(*TRUE["unique"])
    assert 0 < tally.contrasts
    bare = {name: h for name, h in TRUE["unique"][0].items() if name != "same"}
    assert tried(bare, TRUE["unique"][1]).refutation is not None


def test_a_mutant_is_contradicted_at_the_values_that_the_truth_determines() -> None:
    given = {"unit": UNIT, "ratios": ForAll((j, index("l", m)), Eq(p[j] * exp(v[index("l", m)]), p[index("l", m)] * exp(v[j])))}
    true = statement(given, ForAll(j, Eq(p[j], softmax(v[j], over=j))))
    wrong = statement(given, ForAll(j, Eq(p[j], softmax(2 * v[j], over=j))))
    at = determined(sequents(true))
    assert ["p"] == [symbol.name for symbol in at]
    assert contradicts(wrong, at, SMALL, 0, BallArithmetic())
    assert not contradicts(true, at, SMALL, 0, BallArithmetic())


# ---- the same again ---------------------------------------------------------------------------------------------------------------


def figures(tally: Tally) -> tuple[Any, ...]:
    return tally.models, tally.contrasts, tally.exact, tally.ratio, tally.wrong, tally.unreached


def test_the_same_seed_gives_the_same_tally() -> None:
    effort = replace(SMALL, examples=5)
    for name, stated in TRUE.items():
        once, again = (figures(tried(*stated, seed=4, effort=effort)) for _ in range(2))
        assert once == again, name
    assert 1 < len({figures(tried(*TRUE["rows"], seed=seed)) for seed in range(4)})


SCRIPT = """
from gaproof.evidence.counterexample import described
from tests.evidence.test_campaign import FALSE, THOROUGH, TRUE, figures
from tests.evidence.toys import tried
for stated in TRUE.values():
    print(figures(tried(*stated)))
for stated in FALSE.values():
    print(described(tried(*stated, effort=THOROUGH).refutation))
"""


@pytest.mark.slow
def test_another_process_does_the_same() -> None:
    command, root = [sys.executable, "-c", SCRIPT], Path(__file__).resolve().parents[2]
    runs = [subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, cwd=root, text=True, capture_output=True) for seed in "12"]
    assert ["", ""] == [run.stderr for run in runs]
    assert runs[0].stdout == runs[1].stdout
    assert len(TRUE) + len(FALSE) == len(runs[0].stdout.splitlines())


# ---- broken machinery --------------------------------------------------------------------------------------------------------------


def without_hypotheses(patch: pytest.MonkeyPatch) -> None:
    real = Trial.__init__

    def init(self: Trial, imposed: Any) -> None:
        real(self, imposed)
        self.waiting, self.built = [], []

    patch.setattr(Trial, "__init__", init)


def without_round_off(patch: pytest.MonkeyPatch) -> None:
    real = BallArithmetic.__init__

    def init(self: BallArithmetic, *args: Any, **kwargs: Any) -> None:
        real(self, *args, **kwargs)
        self.__dict__.update(EXACTLY)

    patch.setattr(BallArithmetic, "__init__", init)


def zeros_only(patch: pytest.MonkeyPatch) -> None:
    zero = TABLES["real"]["zero"]
    patch.setitem(TABLES, "real", dict.fromkeys(TABLES["real"], zero))  # type: ignore[misc]


def never_confirmed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(campaigning, "CONFIRMED", 0)


def test_a_trial_that_ignores_hypotheses_refutes_what_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    without_hypotheses(monkeypatch)
    assert [] != [name for name, stated in TRUE.items() if tried(*stated).refutation is not None]


def test_balls_without_round_off_are_wrong_and_refute_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    without_round_off(monkeypatch)
    tallies = {name: tried(*stated) for name, stated in TRUE.items()}
    assert "log" in [name for name, tally in tallies.items() if tally.wrong]
    assert all(tally.refutation is None for tally in tallies.values()), "only what fails at high precision is refuted"


@pytest.mark.parametrize("bug", [zeros_only, never_confirmed])
def test_a_campaign_that_cannot_refute_is_seen(monkeypatch: pytest.MonkeyPatch, bug: Callable[[pytest.MonkeyPatch], None]) -> None:
    bug(monkeypatch)
    overlooked = [name for name, stated in FALSE.items() if tried(*stated).refutation is None]
    assert "shift of a column" in overlooked and "gather" in overlooked


def test_a_high_precision_that_is_wrong_refutes_what_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    real = ExactArithmetic.exp
    monkeypatch.setattr(ExactArithmetic, "exp", lambda self, x: real(self, self.linear([(-1, x)])))
    assert tried(*TRUE["order"]).refutation is not None


def test_the_effort_bounds_the_number_of_models() -> None:
    effort = Effort(rounds=5, batch=7, examples=0, exact_rounds=2, exact_batch=3, largest=3)
    assert (5 * 7 + 2 * 3, 2 * 3) == (lambda t: (t.models, t.exact))(tried({}, Eq(x - x, 0), effort=effort))
