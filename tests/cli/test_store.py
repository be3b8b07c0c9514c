"""What is found out is remembered: nothing unchanged is checked again, a kill loses nothing finished, runs do not disturb each other."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from gaproof.runner.store import VARIABLE
from tests.cli.command import GAPROOF, check, gaproof, theorem, write

N = 12
SHARED = "from gaproof.terms import scalar\n\nx, y = scalar('x y')\n"


def files() -> dict[str, str]:
    made = {f"sums/t{k}.py": theorem(f"sums.t{k}", f"Eq({k} * x + x, {k + 1} * x)") for k in range(N)}
    made["sums/uses.py"] = theorem("sums.uses", "Eq(y + y, 2 * y)", 'return p.use("sums.t1", values={x: y})')
    made["sums/uses_uses.py"] = theorem("sums.uses_uses", "Eq(x + x, 2 * x)", 'return p.use("sums.uses", values={y: x})')
    made["sums/shares.py"] = theorem("sums.shares", more="from .. import _shared")
    made["sums/looks.py"] = theorem("sums.looks", proof='return p.use("sums.later")')
    return made | {"_shared.py": SHARED}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "store.sqlite"))
    return write(tmp_path / "mine", files())


def finished(run: Any) -> set[str]:
    """The files that were worked on, by the lines about them."""
    return {line.split()[1] for line in run.err.splitlines() if line.startswith("[")}


def test_only_what_depends_on_a_change_is_checked_again(root: Path) -> None:
    everything = {f"sums.{name}" for name in ("uses", "uses_uses", "shares", "looks", *(f"t{k}" for k in range(N)))}
    first, before = check("mine", cwd=root.parent)
    assert everything == finished(first)

    again, same = check("mine", cwd=root.parent)
    assert set() == finished(again)
    assert "unchanged since they were checked: all of them" in again.out
    assert before["theorems"] == same["theorems"]

    changes = {
        "sums/t3.py": {"sums.t3"},
        "sums/t1.py": {"sums.t1", "sums.uses", "sums.uses_uses"},
        "_shared.py": {"sums.shares"},
    }
    for name, expected in changes.items():
        (root / name).write_text((root / name).read_text() + "\n# edited\n")
        assert expected == finished(check("mine", cwd=root.parent)[0]), name

    write(root, {"sums/later.py": theorem("sums.later")})
    run, report = check("mine", cwd=root.parent)
    assert {"sums.later", "sums.looks"} == finished(run)
    assert "PROVED" == report["theorems"]["sums.looks"]["verdict"]

    (root / "sums/t1.py").write_text(theorem("sums.t1", "Eq(x + x, 3 * x)"))
    run, report = check("mine", cwd=root.parent)
    assert {"sums.t1", "sums.uses", "sums.uses_uses"} == finished(run)
    assert {"UNPROVED"} == {report["theorems"][id]["verdict"] for id in ("sums.t1", "sums.uses", "sums.uses_uses")}


def test_evidence_is_remembered_under_its_settings(root: Path) -> None:
    arguments = ("mine/sums/t0.py", "--models", 7)
    run, before = check(*arguments, cwd=root.parent, evidence=True)
    assert {"sums.t0"} == finished(run)
    run, same = check(*arguments, cwd=root.parent, evidence=True)
    assert (set(), before["theorems"]) == (finished(run), same["theorems"])
    assert set() == finished(check(*arguments, cwd=root.parent)[0]), "the proof is remembered by itself"
    for more in (("--seed", 1), ("--dtype", "float32"), ("--level", "standard"), ("--fresh",), ("--no-store",)):
        assert {"sums.t0"} == finished(check(*arguments, *more, cwd=root.parent, evidence=True)[0]), more


def test_a_counterexample_is_written_again_if_it_is_gone(root: Path) -> None:
    write(root, {"sums/false.py": theorem("sums.false", "Eq(x + x, 3 * x)")})
    for _ in range(2):
        run, report = check("mine/sums/false.py", "--counterexamples", "found", cwd=root.parent, evidence=True)
        assert "REFUTED" == report["theorems"]["sums.false"]["verdict"]
        assert "`gaproof check found/sums.false.json` tries it again" in report["theorems"]["sums.false"]["message"]
        (root.parent / "found/sums.false.json").unlink()
    assert set() == finished(run)


def test_what_a_limit_decided_is_not_remembered(root: Path) -> None:
    write(root, {"sums/hangs.py": theorem("sums.hangs", proof="import time\ntime.sleep(4)\nreturn p.identity()")})
    _, report = check("mine/sums/hangs.py", "--timeout", 1, cwd=root.parent)
    assert "it took longer than 1 s (--timeout)" == report["theorems"]["sums.hangs"]["message"]
    _, report = check("mine/sums/hangs.py", cwd=root.parent)
    assert "PROVED" == report["theorems"]["sums.hangs"]["verdict"]


@pytest.mark.parametrize("spoil", ["garbage", "version", "folder"])
def test_a_store_that_is_of_no_use_is_said_so_and_hides_no_verdict(root: Path, spoil: str) -> None:
    store = root.parent / "store.sqlite"
    check("mine", cwd=root.parent)
    if spoil == "garbage":
        store.write_bytes(b"garbage" * 5000)
    elif spoil == "version":
        with sqlite3.connect(store) as db:
            db.execute("PRAGMA user_version = 99")
        db.close()
    else:
        for path in root.parent.glob("store.sqlite*"):
            path.unlink()
        store.mkdir()
    run, report = check("mine/sums/t0.py", cwd=root.parent)
    assert "PROVED" == report["theorems"]["sums.t0"]["verdict"]
    assert {"sums.t0"} == finished(run), "a spoiled store was believed"
    (said,) = (line for line in run.err.splitlines() if line.startswith("gaproof: "))
    assert str(store) in said
    assert (2 if spoil == "folder" else 0) == run.status
    if spoil != "folder":
        assert (root.parent / "store.sqlite.aside-1").exists()
        assert set() == finished(check("mine/sums/t0.py", cwd=root.parent)[0])


def test_the_command_shows_where_the_store_is_and_empties_it(root: Path) -> None:
    store = root.parent / "store.sqlite"
    assert f"{store}: nothing is remembered yet\n" == gaproof("store").out
    check("mine/sums/t0.py", cwd=root.parent)
    assert gaproof("store").out.startswith(f"{store}: 1 record")
    assert gaproof("store", "--prune", 0).out.startswith("1 record removed")
    assert {"sums.t0"} == finished(check("mine/sums/t0.py", cwd=root.parent)[0])


def start(root: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [GAPROOF, "check", "mine", "--proof-only", *arguments]
    return subprocess.Popen(command, cwd=root.parent, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)


def done_before(process: subprocess.Popen[bytes]) -> set[str]:
    """The files whose lines a process had written."""
    assert process.stderr is not None
    lines = process.stderr.read().decode().splitlines(keepends=True)
    process.stderr.close()
    return {line.split()[1] for line in lines if line.startswith("[") and line.endswith("s\n")}


@pytest.mark.slow
def test_a_kill_at_50_random_moments_loses_nothing_that_was_finished(root: Path) -> None:
    began = time.monotonic()
    process = start(root)
    done_before(process)
    process.wait()
    whole = time.monotonic() - began  # a run from nothing, on this machine as it is now
    dice, known, over, kills = random.Random(0), set[str](), True, 0
    for k in range(400):
        if over:  # nothing is left to do: begin again
            for path in root.parent.glob("store.sqlite*"):
                path.unlink()
            known = set()
        process = start(root, "-j", str(1 + k % 2))
        time.sleep(dice.uniform(0, whole))
        process.kill()
        over = process.wait() != -signal.SIGKILL
        finished_now = done_before(process)
        assert not finished_now & known, "what was finished has been done again"
        known |= finished_now
        kills += not over
        if kills == 50:
            break
    assert 50 == kills, "most runs were over before they were killed"
    run, report = check("mine", cwd=root.parent)
    assert not finished(run) & known
    assert N + 3 == sum(theorem["verdict"] == "PROVED" for theorem in report["theorems"].values())


def test_after_a_kill_no_process_of_ours_is_left(root: Path) -> None:
    write(root, {"sums/hangs.py": theorem("sums.hangs", proof="while True: pass")})
    process = start(root)
    time.sleep(2)
    process.kill()
    process.wait()
    time.sleep(1)
    left = [
        name
        for name in filter(str.isdigit, os.listdir("/proc"))
        if b"gaproof" in (commands := _read(f"/proc/{name}/environ")) and str(root.parent).encode() in commands
    ]
    assert [] == left
    if process.stderr is not None:
        process.stderr.close()


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""


def test_an_interrupt_leaves_the_store_whole_and_says_so(root: Path) -> None:
    write(root, {"sums/hangs.py": theorem("sums.hangs", proof="while True: pass")})
    process = start(root)
    assert process.stderr is not None
    first = next(line for line in process.stderr if line.startswith(b"[")).decode()
    process.send_signal(signal.SIGINT)
    said = first + process.stderr.read().decode()
    process.stderr.close()
    assert 130 == process.wait(), said
    assert "interrupted; what was finished is remembered" in said and "Traceback" not in said
    known = {line.split()[1] for line in said.splitlines() if line.startswith("[")}
    write(root, {"sums/hangs.py": theorem("sums.hangs")})
    assert known and not known & finished(check("mine", cwd=root.parent)[0])


def test_two_runs_at_once_find_the_same_and_spoil_nothing(root: Path) -> None:
    runs = [start(root, "--json", f"{k}.json") for k in range(2)]
    for run in runs:
        done_before(run)
        assert 1 == run.wait()
    one, two = (json.loads((root.parent / f"{k}.json").read_text())["theorems"] for k in range(2))
    verdicts = [{id: claim["verdict"] for id, claim in found.items()} for found in (one, two)]
    assert verdicts[0] == verdicts[1]
    run, third = check("mine", cwd=root.parent)
    assert (set(), verdicts[0]) == (finished(run), {id: claim["verdict"] for id, claim in third["theorems"].items()})
    with sqlite3.connect(root.parent / "store.sqlite") as db:
        assert [("ok",)] == db.execute("PRAGMA integrity_check").fetchall()
    db.close()


def test_what_hypothesis_notes_down_is_no_input(root: Path) -> None:
    away = write(root.parent / "away", {"note": ""})
    for expected in ({"sums.t0"}, set()):
        run, _ = check("../mine/sums/t0.py", cwd=away, evidence=True)
        assert expected == finished(run)
