"""Whatever is wrong with a certificate, replay refuses it and says where; a fresh process does so without a traceback."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import tests.redteam.tampering_tables  # noqa: F401  (more ways)
from gaproof.errors import CertificateError
from gaproof.proof.replay import replay, replay_file
from tests.redteam.tampering import WAYS, Way, good

ROOT = Path(__file__).resolve().parents[2]


def write(path: Path, spoil: Way) -> Path:
    document = good()
    content = spoil(document)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(
            content if isinstance(content, str) else json.dumps(content if isinstance(content, list | dict) and content else document)
        )
    return path


def fresh(*paths: Path) -> tuple[int, list[Any], str]:
    """Exit status, one decoded line per certificate, and what went to standard error."""
    run = subprocess.run([sys.executable, "-m", "gaproof.proof", *map(str, paths)], cwd=ROOT, capture_output=True, text=True, timeout=300)
    return run.returncode, [json.loads(line) for line in run.stdout.splitlines()], run.stderr


def test_the_certificate_that_is_spoilt_below_is_good() -> None:
    replayed = replay(good())
    assert 1 == len(replayed.parts)
    assert replayed.parts["all"].consistent
    assert ["exp_tangent"] == list(replayed.parts["all"].axioms)


@pytest.mark.parametrize(("spoil", "says"), WAYS.values(), ids=WAYS)
def test_a_spoilt_certificate_is_refused(spoil: Way, says: str, tmp_path: Path) -> None:
    with pytest.raises(CertificateError, match=says):
        replay_file(write(tmp_path / "spoilt.json", spoil))


def test_a_fresh_process_refuses_every_spoilt_certificate_and_accepts_the_good_one(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{n}.json", spoil) for n, (spoil, _) in enumerate(WAYS.values())]
    (tmp_path / "good.json").write_text(json.dumps(good()))
    status, lines, errors = fresh(*paths, tmp_path / "missing.json", tmp_path, tmp_path / "good.json")
    assert ("", 1) == (errors, status)
    assert [*paths, tmp_path / "missing.json", tmp_path, tmp_path / "good.json"] == [Path(line["certificate"]) for line in lines]
    assert [False] * (len(paths) + 2) + [True] == [line["accepted"] for line in lines]
    for line, (name, (_, says)) in zip(lines, WAYS.items(), strict=False):
        assert re.search(says, line["error"]), name
        assert "Traceback" not in line["error"]


def test_a_fresh_process_that_is_given_nothing_says_so() -> None:
    status, lines, errors = fresh()
    assert (2, []) == (status, lines)
    assert "usage" in errors


def test_a_replay_loads_nothing_but_the_kernel(tmp_path: Path) -> None:
    (tmp_path / "good.json").write_text(json.dumps(good()))
    script = """
import sys
from gaproof.proof.__main__ import main
main(sys.argv[1:])
print(*(m for m in sys.modules if m.split(".")[0] in ("gaproof", "sympy", "torch", "numpy", "flint")))
"""
    run = subprocess.run([sys.executable, "-c", script, str(tmp_path / "good.json")], cwd=ROOT, capture_output=True, text=True)
    kernel = (
        {"gaproof", "gaproof.errors"} | {f"gaproof.proof.{f.stem}" for f in (ROOT / "gaproof" / "proof").glob("*.py")} | {"gaproof.proof"}
    )
    assert set(run.stdout.splitlines()[1].split()) <= kernel
