"""Theorems of installed packages: found by their ids like gaproof's own, with what they import from their package."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import check, gaproof, theorem, write
from tests.cli.packages import installed, on_path

OWN_MODULES = "from pack.numbers import x as absolute\n\nfrom ...numbers import x as relative\n\nx = {absolute: relative}[relative]\n"
FILES = {
    "numbers.py": "from gaproof.terms import scalar\n\nx = scalar('x')\n",
    "theorems/pack/twice.py": theorem("pack.twice") + OWN_MODULES,
}
USES = theorem("mine.uses", "Eq(y + y, 2 * y)", 'return p.use("pack.twice", values={x: y})')


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder, in whose subfolder ``site`` the package is installed."""
    place = tmp_path_factory.mktemp("entry points")
    installed(place / "site", "pack", FILES)
    write(place, {"mine/uses.py": USES})
    with pytest.MonkeyPatch.context() as patched:
        for name, value in on_path(place / "site").items():
            patched.setenv(name, value)
        yield place


@pytest.mark.parametrize("selector", ["pack.twice", "pack.*", "site/pack/theorems", "site/pack/theorems/pack/twice.py"])
def test_a_claim_of_a_package_is_found_by_id_glob_and_path(place: Path, selector: str) -> None:
    run, report = check(selector, cwd=place)
    assert (0, ["pack.twice"]) == (run.status, list(report["theorems"])), run.err


def test_it_is_used_by_its_id_from_any_file(place: Path) -> None:
    run, report = check("mine", cwd=place)
    assert (0, ["pack.twice"]) == (run.status, report["theorems"]["mine.uses"]["uses"]), run.err


def test_it_is_listed_with_gaproofs_own(place: Path) -> None:
    listed = gaproof("list", cwd=place).out
    assert "pack.twice" in listed and "anchor.shift" in listed


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another folder like that, with the same package, to be changed."""
    installed(tmp_path / "site", "pack", FILES)
    monkeypatch.setenv("PYTHONPATH", on_path(tmp_path / "site")["PYTHONPATH"])
    return tmp_path


def test_its_lock_is_its_own(fresh: Path) -> None:
    folder = fresh / "site/pack/theorems"
    assert 0 == gaproof("lock", folder, cwd=fresh).status
    assert (folder / "STATEMENTS.lock").is_file()
    write(folder, {"pack/twice.py": FILES["theorems/pack/twice.py"].replace("x + x, 2 * x", "x + x + x, 3 * x")})
    run, report = check("pack.twice", cwd=fresh)
    assert (1, "ERROR") == (run.status, report["theorems"]["pack.twice"]["verdict"])


def test_a_module_of_the_package_that_changes_is_imported_again(fresh: Path) -> None:
    assert 0 == check("pack.twice", cwd=fresh)[0].status
    write(fresh, {"site/pack/numbers.py": "raise ValueError('changed')\n"})
    run, report = check("pack.twice", cwd=fresh)
    assert (1, True) == (run.status, "changed" in report["theorems"]["pack.twice"]["message"])


@pytest.mark.parametrize(
    ("entry", "files", "said"),
    [
        ("zero = nowhere.theorems", {}, "there is no package 'nowhere.theorems'"),
        ("zero = zero.theorems", {}, "there is no package 'zero.theorems'"),
        ("zero = zero:claims", {}, "there is no package 'zero:claims'"),
        ("zero = zero.theorems", {"theorems.py": ""}, "there is no package 'zero.theorems'"),
        ("zero = zero.theorems", {"theorems/README": ""}, "no theorems"),
        ("zero = zero.theorems", {"theorems/pack/twice.py": "raise ValueError"}, "has the id pack.twice, as has"),
    ],
)
def test_a_broken_entry_point_is_named_and_hides_nothing(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str, files: dict[str, str], said: str
) -> None:
    installed(tmp_path, "zero", files, entry)
    monkeypatch.setenv("PYTHONPATH", on_path(tmp_path)["PYTHONPATH"])
    run, report = check("pack.twice", cwd=place)
    assert (2, "PROVED") == (run.status, report["theorems"]["pack.twice"]["verdict"])
    (line,) = (line for line in run.err.splitlines() if line.startswith("gaproof: "))
    assert said in line and [line.removeprefix("gaproof: ")] == report["trouble"]
    assert 0 == check("mine", cwd=place)[0].status, "files and folders are checked without entry points"


def test_a_claim_that_is_looked_for_in_vain_may_be_in_a_package_that_is_broken(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(place / "broken", "lost", {})
    monkeypatch.setenv("PYTHONPATH", on_path(place / "broken")["PYTHONPATH"])
    run = gaproof("check", "lost.claim", cwd=place)
    assert (2, 1) == (run.status, run.err.count("\n"))
    assert "no claim has the id 'lost.claim'" in run.err and "lost = 'lost.theorems'" in run.err


def test_a_package_that_is_installed_later_is_found_then(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"mine/uses.py": USES.replace("pack.twice", "later.twice")})
    assert "later.twice" in check("mine", cwd=tmp_path)[1]["theorems"]["mine.uses"]["message"]
    installed(tmp_path / "site", "later", {"theorems/later/twice.py": theorem("later.twice")})
    monkeypatch.setenv("PYTHONPATH", on_path(tmp_path / "site")["PYTHONPATH"])
    run, _ = check("mine", cwd=tmp_path)
    assert 0 == run.status, run.out
