"""Runs of the fuzzer: draw, ask the kernel, and compare with the evaluator wherever the kernel commits itself."""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from gaproof.errors import ProofError
from gaproof.exact.evaluate import Undecided, Undefined, differ, narrow
from gaproof.exact.judge import judge
from gaproof.proof import rules
from gaproof.proof.normal import normal
from gaproof.proof.obligations import obligations
from gaproof.proof.syntax import Formula
from gaproof.proof.theorem import Theorem
from tests.fuzz.claims import NEAR_MISSES, TRUE, Claim, drawn
from tests.fuzz.derivations import bounded, combined, instantiated
from tests.fuzz.evaluate import Model
from tests.fuzz.formulas import formula, numbers_in, restated
from tests.fuzz.generate import Generator, small
from tests.fuzz.judge import holds, obey, symbols_of

MODELS = 4
Run = Callable[[int, "Tally"], None]


@dataclass
class Tally:
    """What a campaign saw: ``counts`` of outcomes, ``failures`` as text that names seed and terms."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    seeds: int = 0

    @property
    def comparisons(self) -> int:
        return self.counts["agree"] + self.counts["disagree"]

    def fail(self, text: str) -> None:
        self.counts["disagree"] += 1
        self.failures.append(text)

    def __str__(self) -> str:
        return ", ".join(f"{name} {n}" for name, n in sorted(self.counts.items()))


def campaign(run: Run, seeds: Iterable[int], *, until: int | None = None, stop_at_failure: bool = False) -> Tally:
    """``run`` on each seed, or until so many comparisons were made."""
    tally = Tally()
    for seed in seeds:
        run(seed, tally)
        tally.seeds += 1
        if (until is not None and tally.comparisons >= until) or (stop_at_failure and tally.failures):
            break
    return tally


def _where(seed: object, number: int, model: Model, owed: Iterable[Formula]) -> str:
    sizes = {sort.name: size for sort, size in model.sizes.items()}
    return "\n    ".join([f"seed {seed}, model {number}, sizes {sizes}, given", *sorted(o.key for o in owed)])


def of_normal_form(seed: int, tally: Tally) -> None:
    """A term has a value where its obligations hold, and its normal form has the same."""
    g = Generator(random.Random(f"normal {seed}"))
    t = g.term(g.rng.choice((2, 3, 3, 4)))
    try:
        canonical, owed = normal(t), obligations(t)
    except ProofError:
        tally.counts["refused"] += 1
        return
    if canonical.loose or not canonical.free <= t.free:
        tally.fail(f"seed {seed}: a name escapes\n  t      = {t.key}\n  normal = {canonical.key}")
        return
    for number in range(MODELS):
        model = Model((seed, number), t.free)
        if not holds(model, owed):
            tally.counts["obligation fails"] += 1
            continue
        where = f"{_where(seed, number, model, owed)}\n  t      = {t.key}\n  normal = {canonical.key}"
        try:
            before, after = model.strict().value(t), model.value(canonical)
        except Undefined as e:
            tally.fail(f"{where}\n  no value: {e}, though all that is owed holds")
        except Undecided:
            tally.counts["undecided"] += 1
        else:
            if differ(before, after):
                tally.fail(f"{where}\n  {before} against {after}")
            else:
                tally.counts["agree" if narrow(before) and narrow(after) else "wide"] += 1


def check_theorem(th: Theorem, seed: object, tally: Tally, models: int = MODELS) -> None:
    """A theorem holds in every model that satisfies its hypotheses, whatever 1/0 and log 0 are there."""
    formulas = (*th.hypotheses, th.conclusion)
    for number in range(models):
        model = Model((seed, number), symbols_of(formulas))
        obey(model, th.hypotheses)
        if not holds(model, th.hypotheses):
            tally.counts["hypothesis fails"] += 1
            continue
        verdict = judge(model, th.conclusion)
        if verdict.holds is False:
            tally.fail(f"{_where(seed, number, model, th.hypotheses)}\n  ⊢ {th.conclusion.key}")
        else:
            tally.counts["agree" if verdict.sharp else "wide"] += 1


def _claimed(claim: Claim, seed: int, tally: Tally, kind: str) -> None:
    left, right = claim
    if not (small(left) and small(right)):
        tally.counts["too large"] += 1
        return
    try:
        th = rules.linear(left=left, right=right, uses=())
    except ProofError:
        tally.counts[f"{kind} refused"] += 1
        return
    tally.counts[f"{kind} accepted"] += 1
    check_theorem(th, seed, tally)


def of_identities(seed: int, tally: Tally) -> None:
    """A term and its disguise: what the kernel accepts must hold (it may refuse: the normal form is incomplete)."""
    claim = drawn(Generator(random.Random(f"identity {seed}")), TRUE)
    if claim:
        _claimed(claim, seed, tally, "identity")


def of_near_identities(seed: int, tally: Tally) -> None:
    """A claim that is probably false: what the kernel accepts must hold all the same."""
    claim = drawn(Generator(random.Random(f"near {seed}")), NEAR_MISSES)
    if claim:
        _claimed(claim, seed, tally, "near miss")


def of_restatements(seed: int, tally: Tally) -> None:
    """A formula and the same with its numbers restated agree wherever the obligations hold."""
    g = Generator(random.Random(f"restate {seed}"))
    f = formula(g, 2)
    other = restated(g, f)
    if not all(map(small, (*numbers_in(f), *numbers_in(other)))):
        tally.counts["too large"] += 1
        return
    try:
        th = rules.restate(rules.assume(formula=f), formula=other)
    except ProofError:
        tally.counts["refused"] += 1
        return
    tally.counts["accepted, changed" if f != other else "accepted, the same"] += 1
    owed = th.hypotheses - {f}
    for number in range(MODELS):
        model = Model((seed, number), symbols_of((f, other, *owed)))
        if not holds(model, owed):
            tally.counts["obligation fails"] += 1
            continue
        before, after = judge(model, f, trusting=True), judge(model, other, trusting=True)
        if None not in (before.holds, after.holds) and before.holds != after.holds:
            tally.fail(f"{_where(seed, number, model, owed)}\n  {f.key}\n  {other.key}\n  {before} {after}")
        else:
            tally.counts["agree" if before.sharp and after.sharp else "wide"] += 1


def _of_derivations(name: str, derive: Callable[[Generator], Theorem]) -> Run:
    def run(seed: int, tally: Tally) -> None:
        """A theorem by the rule holds in every model of its hypotheses."""
        try:
            th = derive(Generator(random.Random(f"{name} {seed}")))
        except ProofError:
            tally.counts["refused"] += 1
            return
        tally.counts["accepted"] += 1
        check_theorem(th, seed, tally)

    run.__name__ = name
    return run


of_bounds = _of_derivations("of_bounds", bounded)
of_combinations = _of_derivations("of_combinations", combined)
of_instances = _of_derivations("of_instances", instantiated)
