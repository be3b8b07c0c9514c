"""The circle of files that import each other is read off their text."""

from pathlib import Path

import pytest

from gaproof.runner.import_cycles import ImportCycle, cycle, cycles_shown, imported
from tests.cli.command import check, theorem, write

FILES = {
    "sums/a.py": "from .b import claim",
    "sums/b.py": "import mine.other.c as c",
    "other/c.py": "from mine.sums import a, _shared",
    "sums/d.py": "if True:\n    from . import a, nothing",
    "sums/_shared.py": "import json\nfrom gaproof import Claim",
    "sums/late.py": "def proof(p):\n    from .late import claim\n",
    "sums/broken.py": "from . import (",
    "sums/diamond.py": "from . import left, right",
    "sums/left.py": "from . import _shared",
    "sums/right.py": "from . import left, _shared",
    "sums/twisted.py": "from . import p, q",  # q is seen from here before it is seen from p
    "sums/p.py": "from . import q",
    "sums/q.py": "from . import p",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


@pytest.mark.parametrize(
    ("file", "circle"),
    [
        ("sums/a.py", ["sums/a.py", "sums/b.py", "other/c.py", "sums/a.py"]),
        ("sums/d.py", ["sums/a.py", "sums/b.py", "other/c.py", "sums/a.py"]),
        ("sums/twisted.py", ["sums/p.py", "sums/q.py", "sums/p.py"]),
        ("sums/late.py", []),
        ("sums/broken.py", []),
        ("sums/diamond.py", []),
    ],
)
def test_a_circle_is_found_if_there_is_one(root: Path, file: str, circle: list[str]) -> None:
    assert circle == [str(each.relative_to(root)) for each in cycle(root / file, root, "mine")]


def test_imports_inside_functions_come_later(root: Path) -> None:
    assert [] == imported(root / "sums/late.py", root, "mine")
    assert [root / "sums/a.py", root / "sums/_shared.py"] == imported(root / "other/c.py", root, "mine")


@pytest.mark.parametrize("error", [ImportError, AttributeError])
def test_only_the_message_of_a_circle_becomes_one_that_shows_it(root: Path, error: type[Exception]) -> None:
    shown = r"sums/a.py → sums/b.py → other/c.py → sums/a.py; move what they share"
    with pytest.raises(ImportCycle, match=shown), cycles_shown(root / "sums/a.py", root, "mine"):
        raise error("cannot import name 'claim' from partially initialized module 'x' (most likely due to a circular import)")
    for file, message in (("sums/a.py", "no such name"), ("sums/diamond.py", "most likely due to a circular import")):
        with pytest.raises(error, match=message), cycles_shown(root / file, root, "mine"):
            raise error(message)


def test_check_says_of_each_file_which_circle_it_is_on_and_checks_the_others(tmp_path: Path) -> None:
    files = {
        "mine/sums/a.py": "from .b import claim as b\n" + theorem("sums.a"),
        "mine/sums/b.py": "from . import a\nused = a.claim\n" + theorem("sums.b"),
        "mine/sums/beside.py": "from .a import x as z\n" + theorem("sums.beside"),
        "mine/sums/twice.py": theorem("sums.twice"),
    }
    run, report = check(write(tmp_path, files) / "mine", "--no-store", cwd=tmp_path)
    assert (2, "PROVED") == (run.status, report["theorems"]["sums.twice"]["verdict"])
    circles = {line.partition("/sums/")[2].partition(":")[0]: line for line in report["errors"]}
    assert "theorem files import each other: sums/a.py → sums/b.py → sums/a.py" in circles["a.py"]
    assert "theorem files import each other: sums/b.py → sums/a.py → sums/b.py" in circles["b.py"]
    assert "theorem files import each other: sums/a.py → sums/b.py → sums/a.py" in circles["beside.py"]
