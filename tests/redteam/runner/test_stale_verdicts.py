"""However a theorem file comes by what it states, a verdict is not remembered beyond it."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from gaproof.runner import inputs
from gaproof.runner.checking import check
from gaproof.runner.locking import Promises
from gaproof.runner.settings import Settings
from gaproof.runner.sources import select
from gaproof.runner.store import Store
from gaproof.runner.supervising import close_all
from tests.cli.command import theorem, write


@pytest.fixture(scope="module", autouse=True)
def processes() -> Iterator[None]:
    yield
    close_all()


def verdict(root: Path) -> tuple[str, bool]:
    """The verdict on sums.a, and whether it was remembered."""
    store = Store(root.parent / "store.sqlite")
    checked = check(select([str(root / "sums/a.py")]), Settings(store=store), Promises())
    store.close()
    return checked.outcomes["sums.a"].verdict.name, "sums.a" in checked.known


def stating(comes_by: str) -> str:
    """A theorem file that shows x + x = k·x, where k comes from somewhere."""
    return theorem("sums.a", "Eq(x + x, k * x)").replace("x, y = scalar", f"{comes_by}\nx, y = scalar")


def database(path: Path, k: int) -> None:
    with sqlite3.connect(path) as db:
        db.executescript(f"DROP TABLE IF EXISTS t; CREATE TABLE t(k); INSERT INTO t VALUES ({k})")
    db.close()


def says(root: Path, k: int) -> None:
    """Let everything that a file may ask say k."""
    for name in ("k.txt", "below/k.txt", "package/_number.py", *(["looked_for.txt"] if k != 2 else [])):
        write(root, {name: f"k = {k}" if name.endswith(".py") else str(k)})
    write(root, {f"listed/{n}": "" for n in range(k)})
    write(root, {f"links/{k}/k.txt": str(k)})
    (root / "link").unlink(missing_ok=True)
    (root / "link").symlink_to(root / "links" / str(k))
    database(root / "k.db", k)
    os.environ["PYTHONK"] = str(k)
    inputs.environment.cache_clear()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("PYTHONK", "2")
    says(tmp_path / "mine", 2)
    time.sleep(0.02)  # what changes while a file is checked is not remembered
    yield tmp_path / "mine"
    monkeypatch.undo()
    inputs.environment.cache_clear()


FILES = {
    "a relative path": 'k = int(open("k.txt").read())',
    "a path of bytes": 'k = int(open(b"k.txt").read())',
    "pathlib": 'from pathlib import Path\nk = int(Path("k.txt").read_text())',
    "a descriptor": 'import os\nk = int(os.read(os.open("k.txt", os.O_RDONLY), 9))',
    "a file that may be written": 'k = int(open("k.txt", "r+").read())',
    "mapped memory": 'import numpy\nk = int(bytes(numpy.memmap("k.txt", mode="r+")))',
    "numpy": 'import numpy\nk = int(numpy.loadtxt("k.txt"))',
    "another current folder": 'import os\nos.chdir("below")\nk = int(open("k.txt").read())',
    "a file that is not there": 'try:\n    k = int(open("looked_for.txt").read())\nexcept OSError:\n    k = 2',
    "a listing": 'import os\nk = len(os.listdir("listed"))',
    "a glob": 'from pathlib import Path\nk = len(list(Path("listed").glob("*")))',
    "a link to a folder": 'k = int(open("link/k.txt").read())',
    "a module on a path": 'import sys\nsys.path.insert(0, "package")\nfrom _number import k',
}
NO_FILES = {
    "a program": 'import subprocess\nk = int(subprocess.run(["cat", "k.txt"], capture_output=True).stdout)',
    "a database": 'import sqlite3\nk = int(sqlite3.connect("k.db").execute("SELECT k FROM t").fetchone()[0])',
    "a library in C": "import ctypes\nc, b = ctypes.CDLL(None), ctypes.create_string_buffer(9)\n"
    'c.read(c.open(b"k.txt", 0), b, 8)\nk = int(b.value)',
    "another process": 'import os\nread, write = os.pipe()\nif not os.fork():\n    os.write(write, open("k.txt", "rb").read())\n'
    "    os._exit(0)\nk = int(os.read(read, 9))",
}


@pytest.mark.parametrize("how", FILES)
def test_what_is_read_from_files_is_part_of_what_is_remembered(root: Path, how: str) -> None:
    write(root, {"sums/a.py": stating(FILES[how])})
    assert [("PROVED", False), ("PROVED", True)] == [verdict(root), verdict(root)]
    says(root, 3)
    assert ("UNPROVED", False) == verdict(root)


@pytest.mark.parametrize("how", NO_FILES)
def test_what_is_asked_of_something_else_is_not_remembered(root: Path, how: str) -> None:
    write(root, {"sums/a.py": stating(NO_FILES[how])})
    assert [("PROVED", False), ("PROVED", False)] == [verdict(root), verdict(root)]
    says(root, 3)
    assert ("UNPROVED", False) == verdict(root)


def test_variables_that_python_itself_heeds_are_part_of_what_is_remembered(root: Path) -> None:
    write(root, {"sums/a.py": stating("k = 2")})
    assert [("PROVED", False), ("PROVED", True)] == [verdict(root), verdict(root)]
    says(root, 3)
    assert ("PROVED", False) == verdict(root)


def relinked(root: Path) -> None:
    (root / "_shared.py").unlink()
    (root / "_shared.py").symlink_to(write(root.parent, {"three.py": "k = 3"}) / "three.py")


@pytest.mark.parametrize(
    "shadow",
    [
        lambda root: write(root, {"_shared/__init__.py": "k = 3"}),
        lambda root: write(root, {"sums/__init__.py": "from .. import _shared\n_shared.k = 3"}),
        lambda root: write(root, {"sums/a/__init__.py": stating("k = 3")}),
        relinked,
    ],
    ids=["a package before a module", "a package around the file", "a package before the file", "a link to elsewhere"],
)
def test_what_would_be_imported_instead_is_noticed(root: Path, shadow: Callable[[Path], object]) -> None:
    write(root.parent, {"two.py": "k = 2"})
    (root / "_shared.py").symlink_to(root.parent / "two.py")
    write(root, {"sums/a.py": stating("from .. import _shared\nk = _shared.k")})
    time.sleep(0.02)
    assert [("PROVED", False), ("PROVED", True)] == [verdict(root), verdict(root)]
    shadow(root)
    with suppress(KeyError):  # a package may declare no claim of the file
        assert ("PROVED", True) != verdict(root)


def test_what_is_replaced_while_it_is_read_is_not_remembered_however_old_it_looks(root: Path) -> None:
    write(root, {"_k.py": "k = 2", "_new.py": "k = 3"})
    os.utime(root / "_new.py", (1, 1))
    swap = "import os\nif os.path.exists('_new.py'):\n    os.rename('_new.py', '_k.py')\n"
    write(root, {"sums/a.py": stating("from .._k import k\n" + swap)})
    time.sleep(0.02)
    assert ("PROVED", False) == verdict(root)
    assert ("UNPROVED", False) == verdict(root)
