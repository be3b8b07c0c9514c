"""The statement lock: a claim cannot be weakened without a change of the lock."""

import json
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from tests.cli.command import check, gaproof, theorem, write

BY_AXIOM = """
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
return f.inst(exp_tangent(), {scalar("t"): x})
"""
TANGENT = theorem("sums.tangent", "Le(1 + x, exp(x))", BY_AXIOM)
FILES = {
    "mine/sums/twice.py": theorem("sums.twice", given='{"nonzero": Ne(x, 0)}'),
    "mine/sums/tangent.py": TANGENT,
    "mine/sums/open.py": theorem("sums.open", "Lt(x, exp(x))", "return p.auto()"),
}


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp("locked"), FILES)
    run = gaproof("lock", "mine", cwd=root)
    assert 0 == run.status, run.err
    return root


@pytest.fixture
def locked(once: Path, tmp_path: Path) -> Path:
    """A folder with a lock."""
    copytree(once / "mine", tmp_path / "mine")
    return tmp_path


def lock(root: Path) -> dict[str, Any]:
    return json.loads((root / "mine/STATEMENTS.lock").read_text(encoding="utf-8"))


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def test_a_lock_says_what_is_proved_from_what(locked: Path) -> None:
    assert ["sums.open", "sums.tangent", "sums.twice"] == list(lock(locked))
    assert {"verdict", "parts", "extra"} == set(lock(locked)["sums.twice"])
    assert {"digest", "axioms", "hypotheses", "verdict"} == set(lock(locked)["sums.twice"]["parts"][""])
    assert ["nonzero"] == lock(locked)["sums.twice"]["parts"][""]["hypotheses"]
    assert ["exp_tangent"] == list(lock(locked)["sums.tangent"]["parts"][""]["axioms"])
    assert ["PROVED", "PROVED", "UNPROVED"] == sorted(entry["verdict"] for entry in lock(locked).values())


def test_every_claim_reaches_what_its_lock_promises_be_it_unproved(locked: Path) -> None:
    assert 0 == gaproof("check", "--proof-only", "mine", cwd=locked).status


def test_a_lock_written_again_is_the_same(locked: Path) -> None:
    before = (locked / "mine/STATEMENTS.lock").read_bytes()
    assert "nothing changed" in gaproof("lock", "mine", cwd=locked).out
    assert before == (locked / "mine/STATEMENTS.lock").read_bytes()


@pytest.mark.parametrize(
    ("path", "old", "new", "id", "said"),
    [
        ("mine/sums/twice.py", "2 * x", "x * 2", "sums.twice", "its statement is not the one in the lock"),
        ("mine/sums/twice.py", "Ne(x, 0)", "Lt(0, x)", "sums.twice", "its statement is not the one in the lock"),
        ("mine/sums/twice.py", '"nonzero"', '"other"', "sums.twice", "its statement is not the one in the lock"),
        (
            "mine/sums/open.py",
            "exp(x)), given={}",
            'exp(x)), given={"nonzero": Ne(x, 0)}',
            "sums.open",
            "its statement is not the one in the lock",
        ),
        (
            "mine/sums/twice.py",
            "(x, 0)}",
            '(x, 0)}, extra=("nonzero",)',
            "sums.twice",
            "its extra hypotheses are nonzero, in the lock none",
        ),
        (
            "mine/STATEMENTS.lock",
            '"exp_tangent": "',
            '"exp_tangent": "0',
            "sums.tangent",
            "rests on exp_tangent, which the lock does not allow",
        ),
        ("mine/STATEMENTS.lock", '"sums.twice"', '"sums.gone"', "sums.twice", "it is not in the lock"),
        ("mine/STATEMENTS.lock", '"sums.twice"', '"sums.gone"', "sums.gone", "no file declares it, but"),
    ],
)
def test_a_change_without_its_lock_is_an_error(locked: Path, path: str, old: str, new: str, id: str, said: str) -> None:
    edit(locked, path, old, new)
    run, report = check("mine", cwd=locked)
    assert (1, "ERROR") == (run.status, report["theorems"][id]["verdict"])
    assert said in report["theorems"][id]["message"]
    assert "gaproof lock" in report["theorems"][id]["message"]


def test_a_proof_that_is_lost_breaks_the_promise(locked: Path) -> None:
    edit(locked, "mine/sums/twice.py", "p.identity()", "p.facts[0]")
    run, report = check("mine", cwd=locked)
    assert (1, "UNPROVED", "PROVED") == (run.status, *(report["theorems"]["sums.twice"][key] for key in ("verdict", "promised")))


def test_a_locked_file_that_no_longer_loads_is_an_error_of_its_claim(locked: Path) -> None:
    edit(locked, "mine/sums/twice.py", "from gaproof import Claim", "from gaproof import Klaim as Claim")
    run, report = check("mine", cwd=locked)
    assert (1, "ERROR") == (run.status, report["theorems"]["sums.twice"]["verdict"])
    assert "twice.py:6: ImportError" in report["theorems"]["sums.twice"]["message"]


def test_lock_prints_what_it_changes(locked: Path) -> None:
    edit(locked, "mine/sums/twice.py", "2 * x", "x * 2")
    (locked / "mine/sums/tangent.py").unlink()
    write(locked, {"mine/sums/new.py": theorem("sums.new")})
    run = gaproof("lock", "mine", cwd=locked)
    assert ["added sums.new (PROVED)", "changed sums.twice: digest", "removed sums.tangent"] == sorted(
        map(str.strip, run.out.splitlines()[1:])
    )
    assert 0 == gaproof("check", "--proof-only", "mine", cwd=locked).status


def test_lock_leaves_a_claim_in_error_as_it_was(locked: Path) -> None:
    before = lock(locked)
    edit(locked, "mine/sums/twice.py", "p.identity()", "1 / 0")
    run = gaproof("lock", "mine", cwd=locked)
    assert 1 == run.status
    assert "not locked: sums.twice" in run.err
    assert before == lock(locked)


@pytest.mark.parametrize("text", ["", "[]", '{"sums.twice": {}}', '{"sums.twice": {"verdict": "GOOD", "parts": {}, "extra": []}}'])
def test_a_lock_that_cannot_be_read_is_a_load_error_until_it_is_written_anew(locked: Path, text: str) -> None:
    (locked / "mine/STATEMENTS.lock").write_text(text)
    run = gaproof("check", "--proof-only", "mine", cwd=locked)
    assert 2 == run.status
    assert "mine/STATEMENTS.lock: not a lock" in run.err
    assert 0 == gaproof("lock", "mine", cwd=locked).status


def test_a_chapter_has_no_lock_of_its_own(locked: Path) -> None:
    run = gaproof("lock", "mine/sums", cwd=locked)
    assert 2 == run.status
    assert "is a chapter of" in run.err
    assert not (locked / "mine/sums/STATEMENTS.lock").exists()
