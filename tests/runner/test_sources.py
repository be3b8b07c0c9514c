"""Ids, globs, files and folders mean the right theorem files, and nothing is imported to find them."""

from pathlib import Path

import pytest

from gaproof.runner.sources import INSTALLED, LOCK, SelectionError, folder_of, select, theorem_files

FILES = [
    "link/luce.py",
    "link/power.py",
    "anchor/shift.py",
    "link/__init__.py",
    "link/_common.py",
    "conftest.py",
    "lib/venv/x.py",
    ".git/hook.py",
]


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / "mine" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "mine" / name).write_text("raise ValueError")
    (tmp_path / "mine/lib/venv/pyvenv.cfg").touch()
    return tmp_path / "mine"


def names(*selectors: str, folder: Path | None = None) -> list[str]:
    return [source.file.stem for source in select(selectors, folder)]


def test_the_default_is_every_installed_theorem() -> None:
    assert {path for path in theorem_files(INSTALLED)} == {source.file for source in select(())}
    assert all(source.folder.installed and source.folder.strict and source.id for source in select(()))


def test_a_folder_means_all_theorem_files_below_it(mine: Path) -> None:
    assert ["shift", "luce", "power"] == names(str(mine))


@pytest.mark.parametrize(
    ("selectors", "found"),
    [
        (["link.luce"], ["luce"]),
        (["link.*"], ["luce", "power"]),
        (["*.[ls]*"], ["shift", "luce"]),
        (["link.power", "link.*"], ["power", "luce"]),
        ([], ["shift", "luce", "power"]),
    ],
)
def test_ids_and_globs_go_by_the_paths_of_a_folder(mine: Path, selectors: list[str], found: list[str]) -> None:
    assert found == names(*selectors, folder=mine)


@pytest.mark.parametrize("selector", ["link.lucy", "nothing.*", "nowhere/", "nowhere/x.py", "link"])
def test_what_means_nothing_is_refused(mine: Path, selector: str) -> None:
    with pytest.raises(SelectionError):
        select([selector], mine)


def test_a_folder_is_strict_if_it_has_a_lock_or_the_name_of_the_installed_one(mine: Path) -> None:
    assert not folder_of(mine / "link/luce.py", mine).strict
    (mine / LOCK).touch()
    for selected in (mine, mine / "link", None):
        folder = folder_of(mine / "link/luce.py", selected)
        assert (mine, True) == (folder.root, folder.strict)
    assert folder_of(Path("/a/theorems/b/c.py")).strict


def test_a_path_into_the_installed_theorems_belongs_to_them() -> None:
    first = next(theorem_files(INSTALLED))
    assert all(source.folder.installed for source in (*select([str(first)]), *select([str(first.parent)])))
