"""`gaproof recheck`, `gaproof export --to coq`: what Coq says is reported, remembered as long as it holds, shown wherever verdicts are.

Most of this is tried with a program in the place of coqc that says what the test wants and writes down what it was asked.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gaproof.coq import LIBRARY
from gaproof.runner.store import VARIABLE
from tests.cli.command import GAPROOF, Run, check, gaproof, theorem, write

COQC = """#!/bin/sh
case "$*" in *--print-version*) echo "$FAKE_VERSION 4.13.1"; exit;; esac
[ -e certificate.json ] && echo "$(sed 's/.*"claim":"\\([^"]*\\)".*/\\1/' certificate.json) $*" >> "$FAKE_LOG"
case "$*" in
*Proof.v*)
    sleep "$FAKE_SLEEP"
    if grep -q "$FAKE_REJECTS" certificate.json; then
        printf 'File "./Proof.v", line 9999, characters 0-1:\\nError: it does not follow\\n' >&2; exit 1
    fi;;
*Check.v*) grep -c '^Print Assumptions' Check.v | xargs seq | while read k; do printf "$FAKE_SAYS"; done;;
esac
"""
CLOSED = "Closed under the global context\\n"
AXIOMS = "Axioms:\\nClassicalDedekindReals.sig_forall_dec\\n  : forall P : nat -> Prop, P 0\\n"
FILES = {f"sums/t{k}.py": theorem(f"sums.t{k}", f"Eq({k} * x + x, {k + 1} * x)") for k in range(3)}


@dataclass
class Fake:
    """The program in the place of coqc, and a folder of three claims."""

    root: Path
    monkeypatch: pytest.MonkeyPatch

    def set(self, **values: str) -> None:
        for name, value in values.items():
            self.monkeypatch.setenv(f"FAKE_{name.upper()}", value)

    def recheck(self, *arguments: object) -> Run:
        return gaproof("recheck", "mine", *arguments, cwd=self.root)

    def report(self, *arguments: object) -> dict[str, Any]:
        """What it says in JSON."""
        self.recheck(*arguments, "--json", "coq.json")
        theorems: dict[str, Any] = json.loads((self.root / "coq.json").read_text())["theorems"]
        return theorems

    def asked(self, keep: bool = False) -> list[str]:
        """The claims whose proofs it was asked about since the last time."""
        log = self.root / "log"
        lines = log.read_text().splitlines() if log.exists() else []
        if not keep:
            log.write_text("")
        return sorted(line.split()[0] for line in lines if "Proof.v" in line)


@pytest.fixture
def coq(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    (tmp_path / "bin").mkdir()
    for name in ("coqc", "coqchk"):
        (tmp_path / "bin" / name).write_text(COQC)
        (tmp_path / "bin" / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "store.sqlite"))
    write(tmp_path / "mine", FILES)
    fake = Fake(tmp_path, monkeypatch)
    fake.set(log=str(tmp_path / "log"), version="8.16.1", sleep="0", rejects="no claim", says=CLOSED)
    return fake


def test_without_coq_it_says_how_to_get_it_and_everything_else_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "mine", FILES)
    monkeypatch.setenv("PATH", str(tmp_path))
    run = gaproof("recheck", "mine", cwd=tmp_path)
    assert (2, "") == (run.status, run.out)
    assert "coqc is not on the path" in run.err and "apt-get install coq libcoq-coquelicot" in run.err
    assert 0 == check("mine", cwd=tmp_path)[0].status
    assert 0 == gaproof("export", "mine/sums/t1.py", "--to", "coq", cwd=tmp_path).status


def test_a_coq_that_does_not_work_is_no_coq(coq: Fake) -> None:
    (coq.root / "bin" / "coqc").write_text("#!/bin/sh\necho 'no such library' >&2\nexit 7\n")
    run = coq.recheck()
    assert 2 == run.status
    assert "coqc does not work: no such library" in run.err


def test_what_coq_says_is_reported(coq: Fake) -> None:
    coq.set(says=AXIOMS)
    run = coq.recheck("--json", "coq.json", "--record", "record.json")
    assert 0 == run.status, run.err
    assert ["sums.t0", "accepted"] in [line.split()[:2] for line in run.out.splitlines()]
    assert "3 accepted by Coq 8.16.1" in run.out
    theorems = json.loads((coq.root / "coq.json").read_text())["theorems"]
    assert {"sums.t0", "sums.t1", "sums.t2"} == set(theorems)
    assert {"coq", "assumptions", "seconds"} == set(theorems["sums.t1"])
    assert ("accepted", ["ClassicalDedekindReals.sig_forall_dec"]) == (theorems["sums.t1"]["coq"], theorems["sums.t1"]["assumptions"])
    digests = {id: claim["statement_digest"] for id, claim in check("mine", cwd=coq.root)[1]["theorems"].items()}
    record = json.loads((coq.root / "record.json").read_text())["theorems"]
    certificate = record["sums.t1"].pop("certificate")
    assert f"certificate  sha256 {certificate}" in gaproof("show", "mine/sums/t1.py", cwd=coq.root).out
    assert {"statement": digests["sums.t1"], "coq": "accepted", "assumptions": ["ClassicalDedekindReals.sig_forall_dec"]} == record[
        "sums.t1"
    ]


def test_two_kernels_are_shown_wherever_verdicts_are(coq: Fake) -> None:
    assert "two kernels" not in gaproof("check", "mine", "--proof-only", cwd=coq.root).out
    coq.recheck("--quiet")
    run, report = check("mine", "--markdown", "page.md", cwd=coq.root)
    said = "PROVED (two kernels)"
    assert 3 == run.out.count(said)
    assert "3 PROVED (all by two kernels)" in run.out
    assert {"coq": "accepted", "assumptions": []} == report["theorems"]["sums.t0"]["coq"]
    assert 3 == (coq.root / "page.md").read_text().count(said)
    for command in ("list", "show", "why"):
        assert said in gaproof(command, "mine/sums/t0.py", *(["--proof-only"] if command == "why" else []), cwd=coq.root).out, command
    assert "Coq 8.16.1 accepts it" in gaproof("why", "mine/sums/t0.py", "--proof-only", cwd=coq.root).out


def test_what_was_accepted_is_remembered_until_the_certificate_or_coq_changes(coq: Fake) -> None:
    everything = ["sums.t0", "sums.t1", "sums.t2"]
    before = coq.report()
    assert everything == coq.asked()
    assert (before, []) == (coq.report(), coq.asked())

    write(coq.root / "mine", {"sums/t1.py": theorem("sums.t1", "Eq(5 * x + x, 6 * x)")})
    assert ["PROVED", "PROVED (two kernels)"] == sorted(
        {line.split("  ")[1].strip() for line in gaproof("check", "mine", "--proof-only", cwd=coq.root).out.splitlines() if "sums." in line}
    )
    coq.recheck()
    assert ["sums.t1"] == coq.asked()

    coq.set(version="8.20.0")
    coq.recheck()
    assert everything == coq.asked()
    coq.recheck("--fresh")
    assert everything == coq.asked()
    coq.recheck("--no-store")
    assert everything == coq.asked()


def test_a_rejected_certificate_is_a_failure_and_never_remembered_as_accepted(coq: Fake) -> None:
    coq.set(rejects='"claim":"sums.t1"')
    for _ in range(2):
        run = coq.recheck()
        assert 1 == run.status
        assert 'sums.t1: rejected: its proof is wrong at part 0: File "./Proof.v", line 9999' in run.out
        assert "2 accepted, 1 rejected by Coq" in run.out
        assert "sums.t1" in coq.asked()
    assert 2 == gaproof("check", "mine", "--proof-only", cwd=coq.root).out.count("PROVED (two kernels)")
    coq.set(rejects="no claim")
    assert (0, ["sums.t1"]) == (coq.recheck().status, coq.asked())


@pytest.mark.parametrize(
    ("says", "why"),
    [
        ("Axioms:\\nProof.cheat : False\\n", "it rests on Proof.cheat, which is neither of Coq's library nor an axiom of the claim"),
        ("Axioms:\\nProof.Classical_Prop.classic : False\\n", "it rests on Proof.Classical_Prop.classic"),
        ("checked_0 relies on an unsafe hierarchy.\\n", "Coq says of what it rests on"),
        ("", "Coq says 0 times what the claim rests on, and was asked once"),
    ],
)
def test_what_it_rests_on_must_be_known(coq: Fake, says: str, why: str) -> None:
    coq.set(says=says)
    run = coq.recheck()
    assert 1 == run.status
    assert why in run.out
    assert {"rejected"} == {entry["coq"] for entry in coq.report().values()}


def test_what_is_not_proved_is_not_exported(coq: Fake) -> None:
    write(coq.root / "mine", {"sums/open.py": theorem("sums.open", "Eq(x / x, 1)")})
    run = coq.recheck("--json", "coq.json")
    assert 1 == run.status
    assert "sums.open: not exported: it is UNPROVED: " in run.out
    assert "not exported" == json.loads((coq.root / "coq.json").read_text())["theorems"]["sums.open"]["coq"]


def test_what_takes_too_long_is_stopped(coq: Fake) -> None:
    coq.set(sleep="100")
    start = time.monotonic()
    run = coq.recheck("--timeout", "4")
    assert "it took longer than 4 s (--timeout)" in run.out
    assert 1 == run.status
    assert 60 > time.monotonic() - start


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_loses_nothing_that_was_finished(coq: Fake, stop: signal.Signals) -> None:
    gaproof("check", "mine", "--proof-only", cwd=coq.root)
    coq.set(sleep="2")
    command = [GAPROOF, "recheck", "mine", "-j1"]
    with subprocess.Popen(command, cwd=coq.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as run:
        assert run.stderr is not None
        assert any(" accepted, " in line for line in run.stderr), "none was finished"
        while len(coq.asked(keep=True)) < 2:
            time.sleep(0.1)
        run.send_signal(stop)
        run.stderr.read()
    assert {signal.SIGKILL: -9}.get(stop, 130) == run.returncode
    begun = coq.asked()
    assert 2 == len(begun), begun
    coq.set(sleep="0")
    assert 0 == coq.recheck().status
    assert 2 == len(coq.asked()), "one was finished, and one of the others was begun"


def test_a_second_store_holds_what_was_accepted_for_another_machine(coq: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    coq.recheck("--accepted", "cache/accepted.sqlite")
    assert 3 == len(coq.asked())
    monkeypatch.setenv(VARIABLE, str(coq.root / "elsewhere.sqlite"))
    assert 0 == coq.recheck("--accepted", "cache/accepted.sqlite").status
    assert [] == coq.asked()
    assert 3 == gaproof("check", "mine", "--proof-only", cwd=coq.root).out.count("PROVED (two kernels)")


def test_coqchk_is_asked_on_request_and_what_it_refuses_is_rejected(coq: Fake) -> None:
    coq.recheck()
    coq.asked()
    coq.recheck("--coqchk")
    assert 3 == len(coq.asked()), "what coqchk has not read is done again"
    coq.recheck("--coqchk")
    assert [] == coq.asked()
    checker = coq.root / "bin" / "coqchk"
    checker.write_text('#!/bin/sh\ncase "$*" in *Claim.Check*) echo "Fatal Error: no" >&2; exit 1;; esac\n')
    run = coq.recheck("--coqchk", "--fresh")
    assert (1, 3) == (run.status, run.out.count("rejected: coqchk: Fatal Error: no"))


def test_a_certificate_is_written_for_coq_with_what_it_needs(tmp_path: Path) -> None:
    write(tmp_path / "mine", FILES)
    run = gaproof("export", "mine", "--to", "coq", "--out", "out", cwd=tmp_path)
    assert 0 == run.status, run.err
    written = {"sums_t0.v", "sums_t1.v", "sums_t2.v", "_CoqProject", *(path.name for path in LIBRARY.glob("*.v"))}
    assert written == {path.name for path in (tmp_path / "out").iterdir()}
    text = (tmp_path / "out/sums_t1.v").read_text()
    assert re.search(r"Theorem part_0 :\s+forall \(?x : R\)?,\s+1 \* x \+ x = 2 \* x\.", text), text

    assert 0 == gaproof("export", "mine/sums/t1.py", "--to", "coq", "-o", "one/mine.v", cwd=tmp_path).status
    assert text == (tmp_path / "one/mine.v").read_text()
    assert 0 == gaproof("export", "mine/sums/t1.py", "-o", "one/mine.json", cwd=tmp_path).status
    assert 0 == gaproof("replay", "one/mine.json", cwd=tmp_path).status
    run = gaproof("export", "mine", "--to", "coq", "-o", "one/mine.v", cwd=tmp_path)
    assert 2 == run.status
    assert "holds one claim, and 3 are asked for" in run.err


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("coqc") is None, reason="coqc is not here: apt-get install coq libcoq-coquelicot")
def test_coq_itself_accepts_what_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "store.sqlite"))
    write(tmp_path / "mine", FILES)
    run = gaproof("recheck", "mine", cwd=tmp_path)
    assert 0 == run.status, run.out
    gaproof("export", "mine", "--to", "coq", "--out", "out", cwd=tmp_path)
    for name in (tmp_path / "out/_CoqProject").read_text().split()[3:]:
        done = subprocess.run(["coqc", "-q", "-Q", ".", "Gaproof", name], cwd=tmp_path / "out", capture_output=True, text=True)
        assert 0 == done.returncode, done.stderr
