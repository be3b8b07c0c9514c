"""Ids, globs, files and folders mean the right theorem files, and nothing is imported to find them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gaproof.library import named
from gaproof.runner.sources import INSTALLED, LOCK, SelectionError, folder_of, problems, select, selection, theorem_files
from tests.cli.command import write
from tests.cli.packages import installed

TEXT: dict[str, Any] = {"capture_output": True, "encoding": "utf-8"}

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


# ---- entry points ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The theorem folder of an installed package."""
    site = installed(tmp_path / "site", "pack", {"theorems/pack/one.py": "raise ValueError", "theorems/pack/two.py": "raise ValueError"})
    monkeypatch.syspath_prepend(str(site))
    named.cache_clear()
    yield site / "pack/theorems"
    named.cache_clear()


def test_the_default_is_then_also_every_theorem_of_the_packages(package: Path) -> None:
    sources = select(())
    assert {INSTALLED, package} == {source.folder.root for source in sources}
    assert ["one", "two"] == [source.file.stem for source in sources if source.folder.root == package]
    assert [] == problems(())


def test_what_is_looked_up_elsewhere_is_not_looked_up_in_packages(package: Path, mine: Path) -> None:
    assert ["one"] == names("pack.one")
    with pytest.raises(SelectionError, match=r"no claim has the id 'pack\.one'"):
        select(["pack.one"], mine)


def test_the_folder_of_a_package_is_strict_and_not_gaproofs_own(package: Path) -> None:
    folder = folder_of(package / "pack/one.py")
    assert (package, True, False) == (folder.root, folder.strict, folder.installed)


def test_of_two_files_with_the_same_id_gaproofs_own_counts(package: Path) -> None:
    write(package, {"link/positive.py": "raise ValueError"})
    assert all(source.folder.installed for source in select(["link.positive"]))
    (said,) = problems(["link.positive"])
    assert str(package / "link/positive.py") in said
    assert [] == problems([str(package)])


def test_metadata_that_cannot_be_read_hides_no_claim_of_gaproofs_own(package: Path) -> None:
    write(package.parents[1], {"pack-1.dist-info/entry_points.txt": "[gaproof.theorems]\nno entry point\n"})
    assert all(source.folder.installed for source in select(()))
    (said,) = problems(())
    assert "cannot be read" in said


def test_packages_are_found_without_importing_them_and_soon(package: Path) -> None:
    program = (
        "import sys, time; from gaproof.library import named; start = time.perf_counter(); found, wrong = named();"
        "seconds = time.perf_counter() - start; print(min(seconds, 9), *(l.root for l in found));"
        "sys.exit(bool({'pack', 'sympy', 'torch'} & set(sys.modules)) or bool(wrong))"
    )
    runs = [subprocess.run([sys.executable, "-c", program], env={"PYTHONPATH": os.pathsep.join(sys.path)}, **TEXT) for _ in range(3)]
    assert [0] * 3 == [run.returncode for run in runs], runs[0].stderr
    seconds, *roots = min(run.stdout.split() for run in runs)
    assert ([str(package)], True) == (roots, float(seconds) < 0.1), seconds


def test_a_file_that_others_share_stands_for_all_files_of_its_folder(mine: Path) -> None:
    assert ["luce", "power"] == names(str(mine / "link/_common.py"))
    (mine / LOCK).touch()
    assert ["shift", "luce", "power"] == names(str(mine / "link/_common.py"))


def test_a_bad_selector_hides_none_of_the_others(mine: Path) -> None:
    sources, wrong = selection(["link.lucy", "link.power", "anchor.*"], mine)
    assert ["power", "shift"] == [source.file.stem for source in sources]
    assert ["no claim has the id 'link.lucy': did you mean link.luce or link.power?"] == wrong
    with pytest.raises(SelectionError, match=r"'link.lucy'.*; no claim has the id 'x.y'"):
        selection(["link.lucy", "x.y"], mine)
