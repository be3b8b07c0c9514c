"""Running the command line on theorem files written for a test."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from typing import Any

GAPROOF = Path(sys.executable).with_name("gaproof")


@dataclass(frozen=True)
class Run:
    status: int
    out: str
    err: str


def gaproof(*arguments: object, cwd: Path | None = None) -> Run:
    wide = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    done = subprocess.run([GAPROOF, *map(str, arguments)], cwd=cwd, env=wide, capture_output=True, encoding="utf-8", timeout=120)
    assert "Traceback" not in done.stdout, done.stdout
    return Run(done.returncode, done.stdout, done.stderr)


def check(*arguments: object, cwd: Path, evidence: bool = False) -> tuple[Run, dict[str, Any]]:
    """Run ``gaproof check`` and read what it wrote as JSON; without numeric evidence, which takes seconds, unless it is asked for."""
    report = cwd / "report.json"
    run = gaproof("check", *arguments, "--json", report, *(() if evidence else ("--proof-only",)), cwd=cwd)
    return run, json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}


def theorem(id: str, shows: str = "Eq(x + x, 2 * x)", proof: str = "return p.identity()", given: str = "{}", more: str = "") -> str:
    """The text of a theorem file about the numbers x and y."""
    return f'''"""About {id}.

More words.
"""

from gaproof import Claim
from gaproof.terms import Eq, Le, Lt, Ne, exp, scalar

x, y = scalar("x y")
claim = Claim("{id}", shows={shows}, given={given})


@claim.proof
def proof(p):
{indent(proof, "    ")}

{more}
'''


def write(root: Path, files: dict[str, str]) -> Path:
    """Write files (path → text) below a folder."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def near_miss(shows: str) -> str:
    return f'@claim.near_miss("planted")\ndef near_miss():\n    return {shows}\n'
