"""Links lead nobody past the lock, and into no endless loop."""

from pathlib import Path

import pytest

from gaproof.runner.sources import select, theorem_files
from tests.cli.command import check, gaproof, theorem, write
from tests.pytest_plugin.test_items import pytest_run


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a lock, of whose two files one becomes a link and the other lies in a folder that becomes one, to weaker statements."""
    root = tmp_path_factory.mktemp("links")
    weaker = {f"outside/{name}.py": theorem(f"sums.{name}", "Eq(x, x)") for name in ("a", "b")}
    write(root, {**weaker, "theorems/sums/a.py": theorem("sums.a"), "theorems/more/b.py": theorem("more.b")})
    assert 0 == gaproof("lock", "theorems", cwd=root).status
    (root / "theorems/sums/a.py").unlink()
    (root / "theorems/sums/a.py").symlink_to(root / "outside/a.py")
    write(root, {"elsewhere/b.py": theorem("more.b", "Eq(x, x)")})
    (root / "theorems/more/b.py").unlink()
    (root / "theorems/more").rmdir()
    (root / "theorems/more").symlink_to(root / "elsewhere")
    (root / "link").symlink_to(root / "theorems")
    return root


@pytest.mark.parametrize(
    "selectors", [["theorems"], ["theorems/sums/a.py", "theorems/more/b.py"], ["theorems/more", "link/sums"], ["link"]]
)
def test_what_a_link_brings_into_a_locked_folder_is_held_to_its_lock(place: Path, selectors: list[str]) -> None:
    run, report = check(*selectors, "--no-store", cwd=place)
    assert {"sums.a": "ERROR", "more.b": "ERROR"} == {id: claim["verdict"] for id, claim in report["theorems"].items()}
    assert 2 == run.out.count("its statement is not the one in the lock")


def test_pytest_holds_it_to_its_lock(place: Path) -> None:
    run = pytest_run("theorems", cwd=place)
    assert "2 failed, 1 passed" in run.stdout, run.stdout


def test_links_that_lead_back_are_not_followed(tmp_path: Path) -> None:
    root = write(tmp_path / "mine", {"sums/a.py": "", "more/b.py": ""})
    for name, target in {"sums/here": ".", "sums/up": "..", "more/round": "../sums", "sums/there.py": "../more"}.items():
        (root / name).symlink_to(target)
    found = [str(path.relative_to(root)) for path in theorem_files(root)]
    assert ["more/b.py", "more/round/a.py", "sums/a.py", "sums/there.py/b.py"] == found


def test_a_path_through_links_means_the_folder_that_it_leads_to(tmp_path: Path) -> None:
    root = write(tmp_path / "theorems", {"sums/a.py": ""})
    (tmp_path / "link").symlink_to(root)
    (direct,), (linked,) = select([str(root)]), select([str(tmp_path / "link/sums/a.py")])
    assert (direct, True) == (linked, linked.folder.strict)
