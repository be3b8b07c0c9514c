"""Every check of the kernel earns its place: an attack is refused because of it, and gets through once it is deleted."""

import ast
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

import tests.redteam.attacks
import tests.redteam.harmless  # noqa: F401  (fills the list of harmless checks)
from tests.redteam.harmless.listed import AGAIN, HARMLESS, Harmless
from tests.redteam.kernels import Check, all_checks, mutant, real_kernel
from tests.redteam.refute import countermodel
from tests.redteam.registry import ATTACKS, Planned, Words

ROOT = Path(__file__).resolve().parents[2]
attacks = pytest.mark.parametrize("attack", ATTACKS, ids=lambda a: a.name)
harmless = pytest.mark.parametrize("entry", HARMLESS, ids=lambda h: str(h.check))


def place(check: Check) -> tuple[str, str, str]:
    return check.file, check.function, ast.unparse(ast.parse(check.condition))


@attacks
def test_the_attack_is_refused(attack: Planned) -> None:
    kernel = real_kernel()
    if attack.deletes_a_refusal:
        with pytest.raises(kernel.refusals):
            attack.succeeds(kernel)
    else:  # the check keeps the result true without refusing anything
        with suppress(*kernel.refusals):
            assert not attack.succeeds(kernel)


@attacks
def test_the_attack_succeeds_once_its_check_is_deleted(attack: Planned) -> None:
    assert attack.succeeds(mutant(*attack.checks))


layered = [a for a in ATTACKS if len(a.checks) > 1]


@pytest.mark.parametrize("attack", layered, ids=lambda a: a.name)
def test_where_two_checks_stop_an_attack_one_is_not_enough_to_delete(attack: Planned) -> None:
    for check in attack.checks:
        rest = mutant(*(c for c in attack.checks if c != check))
        with pytest.raises(Exception):  # noqa: B017  (refused, or Python cannot go on)
            assert attack.succeeds(rest)


@harmless
def test_a_harmless_check_refuses_something(entry: Harmless) -> None:
    kernel = real_kernel()
    with pytest.raises(kernel.refusals):
        entry.probe(Words(kernel))


@harmless
def test_nothing_false_gets_through_once_a_harmless_check_is_deleted(entry: Harmless) -> None:
    kernel = mutant(entry.check)
    if entry.how == AGAIN:
        with pytest.raises(Exception):  # noqa: B017  (by another check, or because Python cannot go on)
            entry.probe(Words(kernel))
    else:
        theorem = entry.probe(Words(kernel))
        assert kernel.genuine(theorem)
        assert countermodel(theorem) is None


def test_every_check_has_an_attack_or_is_harmless() -> None:
    attacked, listed = {place(a.checks[0]) for a in ATTACKS}, {place(h.check) for h in HARMLESS}
    unattacked = [str(c) for c in all_checks() if place(c) not in attacked | listed]
    assert [] == unattacked
    assert set() == attacked & listed


def test_no_attack_is_there_twice() -> None:
    names = Counter((a.name, a.checks) for a in ATTACKS)
    assert [] == [name for name, times in names.items() if times > 1]


def test_a_check_that_is_gone_is_noticed() -> None:
    with pytest.raises(LookupError, match="no such check"):
        mutant(Check("rules.py", "linear", "left is right"))


def test_a_copy_of_the_kernel_that_lacks_nothing_refuses_as_the_kernel_does() -> None:
    kernel = mutant()
    with pytest.raises(kernel.refusals):
        Words(kernel).equal(kernel.ZERO, kernel.ONE)


def test_no_countermodel_is_found_for_what_is_true() -> None:
    w = Words(real_kernel())
    square = w.k.Times(w.x, w.x)
    true = [
        w.trivial(),
        w.at_most(w.zero, square, ("square", w.x)),
        w.equal(w.total(w.i, w.x), w.k.Times(w.k.Card(w.I), w.x)),
        w.assume(w.false),
    ]
    assert [None] * len(true) == [countermodel(th) for th in true]


def test_without_assertions_the_attacks_are_refused_as_well() -> None:
    """``python -O`` deletes every ``assert``; no check of the kernel may be one."""
    script = """
from tests.redteam import attacks
from tests.redteam.kernels import real_kernel
from tests.redteam.registry import ATTACKS
kernel, through = real_kernel(), []
for attack in ATTACKS:
    try:
        if attack.succeeds(kernel) or attack.deletes_a_refusal:
            through.append(attack.name)
    except kernel.refusals:
        pass
print(__debug__, len(ATTACKS), through)
"""
    run = subprocess.run([sys.executable, "-O", "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert f"False {len(ATTACKS)} []\n" == run.stdout, run.stderr
