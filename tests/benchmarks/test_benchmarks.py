"""The benchmarks run, and what SymPy is given to simplify is the statement that the kernel proves."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

import pytest
import sympy
from click.testing import CliRunner

from benchmarks.__main__ import main
from benchmarks.identities import IDENTITIES, QUICK, Identity
from benchmarks.instances import Instance
from gaproof.proof.statement import Statement

ROOT = Path(__file__).resolve().parents[2]


def at_random(differences: Iterator[sympy.Expr]) -> Iterator[float]:
    """Values of expressions where their symbols are positive rationals."""
    random = Random(0)
    for difference in differences:
        values = {symbol: sympy.Rational(random.randint(1, 9), random.randint(1, 9)) for symbol in difference.free_symbols}
        yield abs(complex(sympy.N(difference.subs(values), 30)))


@pytest.mark.parametrize("identity", IDENTITIES, ids=lambda identity: identity.name)
def test_an_instance_of_a_theorem_is_true(identity: Identity) -> None:
    values = list(at_random(islice(Instance(identity.prover().statement, identity.given).differences(), 6)))
    assert values and max(values) < 1e-20


@pytest.mark.parametrize(
    ("identity", "near_miss"),
    [
        (Identity("anchor.shift", "shift", {}), 0),
        (Identity("interaction.ky_fan", "identity", {}), 0),
        (Identity("carrier.restriction", "", {}), 0),
    ],
    ids=lambda x: x.name if isinstance(x, Identity) else "",
)
def test_an_instance_of_a_near_miss_is_false(identity: Identity, near_miss: int) -> None:
    statement: Statement = identity.prover().near_misses[near_miss].statement
    assert max(at_random(islice(Instance(statement, identity.given).differences(), 6))) > 1e-3


def test_the_quick_run_compares_two_identities() -> None:
    run = subprocess.run([sys.executable, "-m", "benchmarks", "--quick"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert 0 == run.returncode, run.stdout + run.stderr
    lines = {line.split("]")[0] + "]": line for line in run.stdout.splitlines() if "[" in line}
    assert set(QUICK) == set(lines)
    assert all(" ms " in line and " s " in line for line in lines.values())


def test_an_unknown_identity_is_misuse() -> None:
    run = CliRunner().invoke(main, ["--only", "nonsense"])
    assert 2 == run.exit_code and "anchor.shift[shift]" in run.output


def test_help_says_what_is_compared() -> None:
    run = CliRunner().invoke(main, ["--help"])
    assert 0 == run.exit_code and all(option in run.output for option in ("--timeout", "--only", "--quick", "sympy.simplify"))
