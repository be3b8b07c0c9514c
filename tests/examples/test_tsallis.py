"""The worked example: its README is followed literally, from an empty folder to five claims that are proved."""

import os
import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest

from gaproof.claim import Claim
from gaproof.drawing import drawing
from gaproof.evidence.campaign import EFFORTS, campaign
from gaproof.exact import counterexample
from gaproof.terms import field, function, scalar
from tests.cli.command import GAPROOF, write

EXAMPLE = Path(__file__).resolve().parents[2] / "examples/tsallis"
README = (EXAMPLE / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?:^\*\*`([^`]+)`\*\*\n\n)?^```(\w+)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
WRITTEN = {path.relative_to(EXAMPLE) for path in EXAMPLE.rglob("*") if path.suffix in (".py", ".toml", ".lock")}


@dataclass(frozen=True)
class Shown:
    """A block of the README: what is shown of a file, or a session."""

    file: str
    language: str
    text: str

    def commands(self) -> Iterator[tuple[list[str], list[str]]]:
        """The commands of a session, each with the lines that it should print."""
        for one in re.split(r"^\$ ", self.text, flags=re.MULTILINE)[1:]:
            command, *lines = one.splitlines()
            yield shlex.split(command), lines


SHOWN = [Shown(*found) for found in BLOCK.findall(README)]


def pip_install(project: Path, site: Path) -> None:
    """What ``pip install -e .`` leaves, without pip and the network: metadata with the entry points, and the project on the path."""
    described = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = (f"[{group}]\n" + "".join(f"{k} = {v}\n" for k, v in named.items()) for group, named in described["entry-points"].items())
    metadata = f"Metadata-Version: 2.1\nName: {described['name']}\nVersion: {described['version']}\n"
    write(site / f"{described['name']}-{described['version']}.dist-info", {"METADATA": metadata, "entry_points.txt": "\n".join(groups)})


def wrong(expected: list[str], out: str) -> list[str]:
    """The lines that were not printed, in their order; … stands for anything."""
    lines = iter(out.splitlines())
    patterns = [".*".join(map(re.escape, line.split("…"))) for line in expected if line != "…"]
    return [p for p in patterns if not any(re.fullmatch(p, line.rstrip()) for line in lines)]


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of somebody who has done what the README says; a command that does not do what it should is an error."""
    place = tmp_path_factory.mktemp("tsallis")
    project, site = place / "project", place / "site"
    project.mkdir()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(site), str(project)])}
    for shown in SHOWN:
        if shown.file:
            (project / shown.file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(EXAMPLE / shown.file, project / shown.file)
        for command, lines in shown.commands() if shown.language == "console" else ():
            if command == ["pip", "install", "-e", "."]:
                pip_install(project, site)
                continue
            assert "gaproof" == command[0]
            done = subprocess.run([GAPROOF, *command[1:]], cwd=project, env=environment, capture_output=True, encoding="utf-8", timeout=300)
            assert (0, []) == (done.returncode, wrong(lines, done.stdout)), f"{command}\n{done.stdout}\n{done.stderr}"
    return project


@pytest.mark.slow
def test_whoever_follows_the_readme_has_what_is_in_the_folder(followed: Path) -> None:
    made = {path.relative_to(followed) for path in followed.rglob("*") if path.suffix in (".py", ".toml", ".lock")}
    assert WRITTEN == made
    assert {file: (EXAMPLE / file).read_text() for file in WRITTEN} == {file: (followed / file).read_text() for file in made}


def test_its_near_misses_are_false(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(EXAMPLE))
    x, y = scalar("x y")
    d, g, h, compose = function("d"), function("g"), function("h"), field("compose", x, y)
    found = {
        "cancellative": {d: (x, 1), g: (x, x), h: (x, x), compose: ((x, y), x + y)},
        "no generator": {g: (x, 0), compose: ((x, y), x)},
    }
    for file in sorted((EXAMPLE / "tsallis/theorems/tsallis").glob("*.py")):
        claim: Claim = import_module(f"tsallis.theorems.tsallis.{file.stem}").claim
        for part in claim.parts.values():
            for miss in part.near_misses:
                more = [drawing(miss.statement, found[part.name])] if part.name in found else []
                tried = campaign(miss.statement, EFFORTS["quick"], 0, drawings=[*part.drawings, *more])
                assert tried.refutation or counterexample(miss.statement, attempts=1) is not None, f"{part.called}: {miss.why}"


def test_what_the_readme_shows_is_in_the_files() -> None:
    named = [shown for shown in SHOWN if shown.language != "console"]
    assert [] == [shown.file for shown in named if shown.text not in (EXAMPLE / shown.file).read_text(encoding="utf-8")]


def test_the_readme_names_every_file() -> None:
    files = {Path(shown.file) for shown in SHOWN if shown.file}
    assert {file for file in WRITTEN if file.suffix != ".lock"} == files


def test_a_line_that_is_not_printed_is_noticed() -> None:
    assert [] == wrong(["a", "…", "2 PROVED in …"], "a\nb\n2 PROVED in 3 s\n")
    assert ["3\\ PROVED\\ in\\ .*"] == wrong(["3 PROVED in …"], "a\n2 PROVED in 3 s\n")
    assert ["a"] == wrong(["b", "a"], "a\nb\n"), "in this order"
