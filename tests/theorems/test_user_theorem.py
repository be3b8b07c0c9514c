"""The theorem that README.md shows how to write: proved outside the package, in fewer than 40 lines, by the command line."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from gaproof.claim import Claim
from gaproof.exact import counterexample

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def example() -> str:
    """The Python text of the section about one's own theorem."""
    _, _, section = README.partition("<!-- own-theorem -->")
    (code,) = re.findall(r"^```python\n(.*?)^```", section.partition("\n## ")[0], flags=re.MULTILINE | re.DOTALL)
    return str(code)


def checked(folder: Path, text: str) -> tuple[int, dict[str, Any]]:
    """The exit status and the verdict of the command line on a file ``mine/translation.py``."""
    file = folder / "mine" / "translation.py"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, "-c", "from gaproof.cli import main; main()", "check", str(file), "--json", str(folder / "report.json")]
    status = subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return status, report["theorems"]["mine.translation"]


def test_it_is_proved_from_outside_the_package(tmp_path: Path) -> None:
    assert len(example().splitlines()) < 40
    status, theorem = checked(tmp_path, example())
    assert (0, "PROVED") == (status, theorem["verdict"])


def test_without_its_hypothesis_it_fails_with_the_message_that_the_readme_quotes(tmp_path: Path) -> None:
    given = re.search(r"    given=.*\n", example())
    assert given
    status, theorem = checked(tmp_path, example().replace(given[0], ""))
    assert (1, "REFUTED") == (status, theorem["verdict"])
    quoted = re.search(r"`(Σ_.* ≠ 0)`", README)
    assert quoted and f"open obligation: {quoted[1]}" in theorem["message"]


def test_its_near_misses_are_false() -> None:
    namespace: dict[str, Any] = {"__name__": "mine"}
    exec(compile(example(), "mine/translation.py", "exec"), namespace)
    claim: Claim = namespace["claim"]
    assert claim.only.near_misses
    for miss in claim.only.near_misses:
        assert counterexample(miss.statement) is not None


def test_the_reason_for_its_hypothesis_that_the_readme_gives_is_a_witness() -> None:
    quoted = re.search(r"`(claim\.only\.necessary\(.*\))`", README)
    assert quoted
    namespace: dict[str, Any] = {"__name__": "mine"}
    exec(compile(f"{example()}\n{quoted[1]}\n", "mine/translation.py", "exec"), namespace)
    claim: Claim = namespace["claim"]
    assert "witnessed" == claim.only.necessity("live")
