"""The step of the GitHub action, run as GitHub would run it, and the pre-commit hook on changed files."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.command import GAPROOF, check, theorem, write

ROOT = Path(__file__).resolve().parents[2]
GOOD, BAD = theorem("sums.good"), theorem("sums.bad", "Eq(x / x, 1)")


def action() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text())
    return found


def run(folder: Path, **inputs: str) -> tuple[int, str, str]:
    """The status of the step of the action with these inputs, what it printed, and the summary of the job."""
    (step,) = action()["runs"]["steps"]
    values = {name: given["default"] for name, given in action()["inputs"].items()} | {"options": "--proof-only"} | inputs
    named = {name: re.sub(r"\${{ inputs\.(\w+) }}", lambda m: values[m[1]], text) for name, text in step["env"].items()}
    summary = folder / "summary.md"
    summary.unlink(missing_ok=True)
    github = {"GITHUB_ACTION_PATH": str(ROOT), "GITHUB_STEP_SUMMARY": str(summary), "RUNNER_TEMP": str(folder / "temp")}
    environment = {**os.environ, **named, **github, "PATH": f"{GAPROOF.parent}:{os.environ['PATH']}"}
    done = subprocess.run([step["shell"], "-c", step["run"]], cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr, summary.read_text() if summary.exists() else ""


def test_good_theorems_pass_and_the_verdicts_are_in_the_summary(tmp_path: Path) -> None:
    write(tmp_path, {"theorems/sums/good.py": GOOD})
    status, said, summary = run(tmp_path)
    assert 0 == status, said
    assert "sums.good" in summary and "PROVED" in summary
    assert {"evidence.json", "junit.xml"} <= {path.name for path in (tmp_path / "temp/gaproof").iterdir()}


@pytest.mark.parametrize(("text", "expected"), [(BAD, 1), ("import nothing_of_this_name", 2)])
def test_a_failure_is_the_status_of_the_step_and_is_in_the_summary(tmp_path: Path, text: str, expected: int) -> None:
    write(tmp_path, {"theorems/sums/good.py": GOOD, "theorems/sums/bad.py": text})
    status, said, summary = run(tmp_path)
    assert expected == status, said
    assert "bad" in summary and "sums.good" in summary


def test_other_folders_are_checked_on_request(tmp_path: Path) -> None:
    write(tmp_path, {"mine/good.py": GOOD, "yours/bad.py": BAD})
    assert 0 == run(tmp_path, theorems="mine")[0]
    assert 1 == run(tmp_path, theorems="mine yours")[0]
    assert 2 == run(tmp_path, theorems="nowhere/")[0]


def test_the_step_fails_if_the_evidence_got_weaker(tmp_path: Path) -> None:
    write(tmp_path, {"theorems/sums/good.py": GOOD, "theorems/sums/gone.py": theorem("sums.gone")})
    check("theorems", cwd=tmp_path)
    (tmp_path / "report.json").rename(tmp_path / "evidence.json")
    assert 0 == run(tmp_path)[0]
    (tmp_path / "theorems/sums/gone.py").unlink()
    status, said, summary = run(tmp_path)
    assert 1 == status, said
    assert "sums.gone" in summary
    assert 0 == run(tmp_path, evidence="no.json")[0]


def test_quotes_keep_blanks_together_and_no_name_is_expanded(tmp_path: Path) -> None:
    write(tmp_path, {"my sums/good.py": GOOD, "mine/good.py": GOOD, "mine.py": BAD})
    assert 0 == run(tmp_path, theorems="'my sums'", options='--proof-only --certificates "my certificates"')[0]
    assert (tmp_path / "my certificates/sums.good.json").is_file()
    assert 2 == run(tmp_path, theorems="min*")[0]


@pytest.mark.parametrize("inputs", [{"theorems": "'mine"}, {"options": '--proof-only "'}])
def test_a_quote_that_is_not_closed_is_a_failure(tmp_path: Path, inputs: dict[str, str]) -> None:
    status, said, _ = run(write(tmp_path, {"theorems/sums/good.py": GOOD}), **inputs)
    assert status and "unmatched" in said, said


def test_evidence_that_is_no_report_is_a_failure_and_hides_no_verdict(tmp_path: Path) -> None:
    status, said, summary = run(write(tmp_path, {"theorems/sums/good.py": GOOD, "evidence.json": "{}"}))
    assert (1, True, True) == (status, "expected a report" in said, "sums.good" in summary), said


def hook() -> dict[str, Any]:
    (found,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    return dict(found)


def commit(folder: Path, *changed: str) -> int:
    """The status of the hook on changed files, which are chosen as pre-commit does."""
    files = [name for name in changed if re.search(hook()["files"], name) and not re.search(hook()["exclude"], name)]
    command = [GAPROOF.parent / hook()["entry"].split()[0], *hook()["entry"].split()[1:], *files]
    return subprocess.run(command, cwd=folder, capture_output=True).returncode if files else 0


def test_the_hook_checks_the_theorem_files_that_changed_and_no_others(tmp_path: Path) -> None:
    shares = theorem("sums.shares", "Eq(a * x, x)", more="").replace("x, y = scalar", "from .._shared import a\nx, y = scalar")
    files = {"sums/good.py": GOOD, "sums/bad.py": BAD, "sums/shares.py": shares, "_shared.py": "a = 1\n", "sums/__init__.py": ""}
    write(tmp_path / "theorems", files)
    write(tmp_path, {"setup.py": "raise ValueError", "tests/theorems/test_them.py": "raise ValueError"})
    assert 0 == commit(
        tmp_path, "theorems/sums/good.py", "theorems/sums/__init__.py", "setup.py", "tests/theorems/test_them.py", "README.md"
    )
    assert 1 == commit(tmp_path, "theorems/sums/good.py", "theorems/sums/bad.py")
    (tmp_path / "theorems/sums/bad.py").unlink()
    assert 0 == commit(tmp_path, "theorems/_shared.py")
    (tmp_path / "theorems/_shared.py").write_text("a = 2\n")
    assert 1 == commit(tmp_path, "theorems/_shared.py"), "a file that theorem files share has changed"


def test_the_entries_are_words_of_the_command_line() -> None:
    told = json.dumps(hook())
    assert "gaproof check" in told and (ROOT / ".github/action.sh").stat().st_mode & 0o111


def blocks(mark: str) -> dict[str, Any]:
    """The YAML block of the README after a mark."""
    (text,) = re.findall(rf"<!-- {mark} -->\n```yaml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def test_the_workflow_of_the_readme_gives_the_action_what_it_takes() -> None:
    (job,) = blocks("workflow")["jobs"].values()
    (step,) = (step for step in job["steps"] if "gaproof" in step["uses"])
    assert set(step["with"]) <= set(action()["inputs"])
    assert "GAPROOF_STORE" in job["env"] and job["env"]["GAPROOF_STORE"].startswith(job["steps"][2]["with"]["path"])


def test_the_hook_of_the_readme_is_there() -> None:
    assert [hook()["id"]] == [used["id"] for repo in blocks("pre-commit")["repos"] for used in repo["hooks"]]
