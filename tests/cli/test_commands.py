"""The commands beside ``check``: list, show, export, replay; and how fast help is."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest

from gaproof.cli import main
from tests.cli.command import check, gaproof, theorem, write

PARTS = '''"""Two sides.

In words."""
from gaproof import Claim
from gaproof.terms import Eq, Ne, scalar
x = scalar("x")
claim = Claim("sums.parts", given={"nonzero": Ne(x, 0)})
a, b = claim.part("a", shows=Eq(x / x, 1)), claim.part("b", shows=Eq(x + x, 2 * x))
a.proof(lambda p: p.identity())
b.proof(lambda p: p.use("sums.twice"))
'''


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two claims, one of which uses the other, and one that is not proved."""
    files = {"sums/twice.py": theorem("sums.twice"), "sums/parts.py": PARTS, "sums/open.py": theorem("sums.open", "Eq(x / x, 1)")}
    return write(tmp_path_factory.mktemp("commands") / "mine", files)


def seconds(*arguments: str) -> float:
    """Processor time of a run, which depends less on what else the machine does."""
    before = getrusage(RUSAGE_CHILDREN)
    assert 0 == gaproof(*arguments).status
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_help_is_fast_and_loads_nothing_heavy() -> None:
    assert 0.25 >= min(seconds("--help") for _ in range(5))
    assert 0.25 >= min(seconds("check", "--help") for _ in range(5))
    listing = "import sys, gaproof.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True).stdout.split()
    assert "gaproof.cli" in loaded
    assert set() == set(loaded) & {"sympy", "rich", "torch", "networkx", "gaproof.claim"}


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_documents_itself(command: str) -> None:
    run = gaproof(command, "--help")
    assert 0 == run.status
    assert 5 < len(run.out.splitlines())


@pytest.mark.parametrize(
    "arguments", [["frobnicate"], ["check", "--frobnicate"], ["show"], ["export"], ["replay"], ["replay", "nowhere.json"]]
)
def test_misuse_is_status_2(arguments: list[str]) -> None:
    assert 2 == gaproof(*arguments).status


def test_list_gives_a_line_for_each_claim_without_proving_it(mine: Path) -> None:
    run = gaproof("list", mine)
    assert 0 == run.status
    assert ["sums.open", "sums.parts", "sums.twice"] == [line.split()[0] for line in run.out.splitlines()[2:]]
    (line,) = (line for line in run.out.splitlines() if line.startswith("sums.parts"))
    assert ["sums.parts", "2", "PROVED", "Two", "sides."] == line.split()


def test_show_says_what_is_proved_from_what_and_how(mine: Path) -> None:
    run = gaproof("show", "sums.parts", "--in", mine)
    _, report = check(mine / "sums/parts.py", cwd=mine)
    assert 0 == run.status, run.err
    for said in (
        "sums.parts  PROVED",
        "In words.",
        "Part a",
        "nonzero:  x ≠ 0",
        "x/x = 1",
        r"\frac{x}{x} = 1",
        "A model of the hypotheses",
        "normal form",
        "theorem sums.twice",
        "Uses sums.twice",
        f"statement    sha256 {report['theorems']['sums.parts']['statement_digest']}",
    ):
        assert said in run.out


def test_show_all_has_a_line_for_every_step(mine: Path) -> None:
    short, long = (gaproof("show", "link.positive", *more).out for more in ((), ("--all",)))
    assert "hypothesis ‘nz’" not in short
    assert "hypothesis ‘nz’" in long
    assert len(short.splitlines()) < len(long.splitlines())


def test_show_says_what_an_unproved_claim_states(mine: Path) -> None:
    run = gaproof("show", "sums.open", "--in", mine)
    assert 1 == run.status
    assert "UNPROVED: open obligation: x ≠ 0" in run.out
    assert "x/x = 1" in run.out
    assert "Proof" not in run.out and "certificate" not in run.out


def test_certificates_are_the_same_bytes_whatever_else_is_checked(mine: Path, tmp_path: Path) -> None:
    assert 1 == gaproof("check", "--proof-only", mine, "--certificates", "all", cwd=tmp_path).status
    assert 0 == gaproof("export", "sums.parts", "--in", mine, "--out", "one", cwd=tmp_path).status
    assert ["sums.parts.json", "sums.twice.json"] == sorted(path.name for path in (tmp_path / "all").iterdir())
    assert (tmp_path / "all/sums.parts.json").read_bytes() == (tmp_path / "one/sums.parts.json").read_bytes()


def test_show_gives_the_digest_of_the_certificate_that_export_writes(mine: Path, tmp_path: Path) -> None:
    gaproof("export", "sums.parts", "--in", mine, "--out", tmp_path)
    digest = sha256((tmp_path / "sums.parts.json").read_bytes()).hexdigest()
    assert f"certificate  sha256 {digest}" in gaproof("show", "sums.parts", "--in", mine).out


def test_no_certificate_is_written_without_a_proof(mine: Path, tmp_path: Path) -> None:
    run = gaproof("export", "sums.open", "sums.twice", "--in", mine, "--out", "out", cwd=tmp_path)
    assert 1 == run.status
    assert "no certificate of sums.open, which is UNPROVED: open obligation: x ≠ 0" in run.err
    assert ["sums.twice.json"] == [path.name for path in (tmp_path / "out").iterdir()]


def test_replay_accepts_what_was_exported_and_refuses_what_was_changed(mine: Path, tmp_path: Path) -> None:
    gaproof("export", "sums.parts", "sums.twice", "--in", mine, "--out", tmp_path)
    assert 0 == gaproof("replay", tmp_path / "sums.parts.json", tmp_path / "sums.twice.json").status
    document = json.loads((tmp_path / "sums.twice.json").read_text())
    document["parts"][""]["digest"] = "0" * 64
    (tmp_path / "changed.json").write_text(json.dumps(document))
    run = gaproof("replay", tmp_path / "changed.json", tmp_path / "sums.twice.json")
    assert 1 == run.status
    assert ["REFUSED", "accepted"] == [word for word in run.out.split() if word in ("REFUSED", "accepted")]


def test_a_certificate_that_is_no_json_is_refused_without_stopping_the_rest(mine: Path, tmp_path: Path) -> None:
    gaproof("export", "sums.twice", "--in", mine, "--out", tmp_path)
    (tmp_path / "bad.json").write_text("[" * 100_000)
    run = gaproof("replay", tmp_path / "bad.json", tmp_path / "sums.twice.json")
    assert 1 == run.status
    assert ["REFUSED", "accepted"] == [word for word in run.out.split() if word in ("REFUSED", "accepted")]
