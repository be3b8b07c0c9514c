"""The README does not drift: its commands, options, make targets and paths all exist."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def command_lines(text: str) -> Iterator[list[str]]:
    """The words of every ``$ …`` line in a console block, without comments."""
    for block in re.findall(r"^```console\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                yield shlex.split(line[2:], comments=True)


def section(text: str, title: str) -> str:
    (body,) = re.findall(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    return body


def table_paths(text: str) -> list[str]:
    """The first cells of the table "Where things live", which are paths in backticks, and every other path it quotes."""
    rows = [line for line in section(text, "Where things live").splitlines() if line.startswith("| `")]
    return [path for row in rows for path in re.findall(r"`([\w./]+)`", row) if "/" in path]


def unknown_words(line: list[str], main: click.Group, targets: set[str]) -> list[str]:
    """What a command line names that does not exist: a program, a make target, a sub-command or one of its options."""
    match line:
        case ["make", *named]:
            return [word for word in named if word not in targets]
        case ["gaproof", name, *words]:
            command = main.commands.get(name)
            if command is None:
                return [name]
            context = click.Context(command)
            options = {option for param in command.get_params(context) for option in [*param.opts, *param.secondary_opts]}
            return [word for word in words if word.startswith("-") and word.split("=")[0] not in options]
        case _:
            return line


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))


@pytest.fixture(scope="module")
def main() -> click.Group:
    from gaproof.cli import main

    return main


def test_every_command_of_the_readme_exists(main: click.Group) -> None:
    lines = list(command_lines(README))
    assert ["gaproof", "check", "--json", "FILE"] in lines, "found too few commands"
    assert [] == [word for line in lines for word in unknown_words(line, main, make_targets())]


def test_every_sub_command_is_in_the_readme(main: click.Group) -> None:
    assert set(main.commands) == {line[1] for line in command_lines(README) if line[0] == "gaproof"}


@pytest.mark.parametrize(
    ("line", "unknown"),
    [
        ("$ gaproof frobnicate", "frobnicate"),
        ("$ gaproof check --frobnicate", "--frobnicate"),
        ("$ make frobnicate", "frobnicate"),
        ("$ frobnicate  # all of it", "frobnicate"),
    ],
)
def test_a_planted_command_is_caught(main: click.Group, line: str, unknown: str) -> None:
    (words,) = command_lines(f"text\n\n```console\n{line}\n```\n")
    assert [unknown] == unknown_words(words, main, make_targets())


def test_every_place_of_the_readme_exists() -> None:
    paths = table_paths(README)
    assert "gaproof/cli/" in paths, "found too few places"
    assert [] == [path for path in paths if not (ROOT / path).exists()]


def test_a_place_is_read_from_its_table() -> None:
    table = "## Where things live\n\n| place | what |\n| --- | --- |\n| `gone/` | x, `gone/too.py` |\n\n## Next\n\n| `elsewhere/` | y |\n"
    assert ["gone/", "gone/too.py"] == table_paths(table)
