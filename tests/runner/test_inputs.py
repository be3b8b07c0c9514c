"""A verdict depends on every module of gaproof that its file reaches, and every file that it reads; on others it does not."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gaproof.runner.executing import InProcess
from gaproof.runner.inputs import PACKAGE, Digests, changed_since, code, digest, environment, imports, reached
from gaproof.runner.sources import INSTALLED, Source, folder_of, theorem_files
from gaproof.runner.supervising import close_all, perform
from gaproof.runner.task import Result, Task
from tests.cli.command import theorem, write

LOADED = """
import json, sys
from pathlib import Path
from gaproof.runner import loading, proving, testing
from gaproof.runner.sources import INSTALLED
sys.setrecursionlimit(10_000)
(claim,) = loading.load(Path(sys.argv[1]), INSTALLED, loading.open_folder(INSTALLED))
proving.prove(claim, "")
if sys.argv[2] == "tests":
    testing.test(claim, {"level": "quick", "folder": sys.argv[3]})
print(json.dumps([m.__file__ for name, m in sys.modules.items() if name.split(".")[0] == "gaproof"]))
"""


def names(files: list[str]) -> set[str]:
    return {str(Path(file).relative_to(PACKAGE)) for file in files}


@pytest.mark.parametrize("tests", [False, True])
@pytest.mark.parametrize("id", ["link/exponential", "interaction/ky_fan"])
def test_every_module_that_is_loaded_is_reached(tmp_path: Path, id: str, tests: bool) -> None:
    file = str(INSTALLED / f"{id}.py")
    command = [sys.executable, "-c", LOADED, file, "tests" if tests else "", str(tmp_path)]
    loaded = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    machinery = {"runner/testing.py", "library.py", "runner/tested.py"}  # the script above imports it
    assert names(loaded) - machinery <= names(reached([file, str(INSTALLED / "link/positive.py")], tests))


def test_a_proof_does_not_depend_on_the_numbers_nor_on_lemmas_that_it_does_not_import() -> None:
    shift, ky_fan = (names(reached([str(INSTALLED / f"{id}.py")], tests=False)) for id in ("anchor/shift", "interaction/ky_fan"))
    for found in (shift, ky_fan):
        assert {"proof/rules.py", "claim.py", "terms/__init__.py", "proof/__main__.py"} <= found
        assert not any(name.startswith(("numeric/", "evidence/", "report/", "cli/")) for name in found)
        assert not {"runner/checking.py", "runner/store.py"} & found
    assert shift != ky_fan
    assert any(name.startswith("numeric/plans") or name.startswith("numeric/ball") for name in names(reached([], tests=True)))


def test_imports_are_read_wherever_and_however_they_are_written(tmp_path: Path) -> None:
    file = tmp_path / "t.py"
    file.write_text("from gaproof import Claim\nimport gaproof.terms as t\n\ndef late():\n    from gaproof.theory import softmax\n")
    assert {"__init__.py", "claim.py", "terms/__init__.py", "theory/__init__.py"} <= names(list(imports(str(file))))
    assert {"errors.py"} <= names(list(imports(str(PACKAGE / "proof/__main__.py"))))
    file.with_name("bad.py").write_text("(")
    assert [] == imports(str(file.with_name("bad.py")))


@pytest.mark.parametrize("text", ["from gaproof import theory as t", "from gaproof.theory import *", "import_module('gaproof.theory')"])
def test_a_package_that_is_imported_whole_is_reached_whole(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.py").write_text(text)
    every = names([str(path) for path in (PACKAGE / "theory").glob("*.py")])
    assert every <= names(imports(str(tmp_path / "t.py")))
    assert not every <= names(reached([], tests=False)), "or the test tests nothing"


def test_all_of_gaproof_is_reached_through_its_name(tmp_path: Path) -> None:
    for text in ("import gaproof", "import gaproof.terms"):
        (tmp_path / "t.py").write_text(text)
        assert names([str(path) for path in PACKAGE.rglob("*.py")]) == names(imports(str(tmp_path / "t.py")))


def test_digests_are_those_of_the_content(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    digests = Digests()
    one = digests.of(str(tmp_path / "a"))
    assert (64, "") == (len(one), digests.of(str(tmp_path / "gone")))
    (tmp_path / "a").write_text("2")
    assert one == digests.of(str(tmp_path / "a")), "a run sees a file as it was when it first looked"
    assert one != Digests().of(str(tmp_path / "a"))
    folder = Digests().of(str(tmp_path))
    (tmp_path / "b").touch()
    assert folder != Digests().of(str(tmp_path)), "that of a folder is that of its names"
    os.mkfifo(tmp_path / "pipe")
    assert "" == Digests().of(str(tmp_path / "pipe")), "a pipe may never end"
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1}) != digest({"a": 1, "b": 3})


def test_the_environment_has_the_versions_of_what_is_used() -> None:
    assert {"python", "variables", "machine", "theorems", "sympy", "mpmath"} == set(environment(tests=False))
    assert set(environment(tests=False)) < set(environment(tests=True))
    assert environment(tests=True)["sympy"].startswith("1.")


def test_a_file_written_after_a_time_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    when = (tmp_path / "a").stat().st_mtime
    assert changed_since([str(tmp_path / "a")], when) and not changed_since([str(tmp_path / "a"), "/gone"], when + 1)


READS = """
from importlib import import_module
from pathlib import Path
from .. import _shared
other = import_module(__package__.rpartition(".")[0] + "._late")
number = int((Path(__file__).parent / "number.txt").read_text())
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shared = "x = 1\n"
    uses = theorem("sums.uses", "Eq(y + y, 2 * y)", 'return p.use("sums.twice", values={x: y})', more=READS)
    files = {"sums/uses.py": uses, "sums/twice.py": theorem("sums.twice"), "sums/number.txt": "7", "_shared.py": shared, "_late.py": shared}
    files["sums/looks.py"] = theorem("sums.looks", proof='return p.use("sums.later")')
    return write(tmp_path / "mine", files)


def result(root: Path, name: str) -> Result:
    try:
        return InProcess().submit(perform, Task(str(root), str(root / name), code=code())).result()
    finally:
        close_all()


def test_a_file_reads_what_it_imports_opens_and_uses(root: Path) -> None:
    done = result(root, "sums/uses.py")
    assert ["PROVED"] == [report.verdict for report in done.reports], done
    expected = {root / "sums/uses.py", root / "sums/twice.py", root / "sums/number.txt", root / "_shared.py", root / "_late.py"}
    assert expected <= {Path(path) for path in done.reads}
    assert [] == [path for path in done.reads if path.startswith((str(PACKAGE), sys.base_prefix))]


def test_a_file_depends_on_a_claim_that_is_not_there(root: Path) -> None:
    done = result(root, "sums/looks.py")
    assert ["UNPROVED"] == [report.verdict for report in done.reports]
    assert str(root / "sums/later.py") in done.absent


def test_no_installed_theorem_reads_anything_but_theorems() -> None:
    file = next(theorem_files(INSTALLED))
    source = Source(file, folder_of(file))
    done = result(source.folder.root, str(file.relative_to(INSTALLED)))
    assert done.reads and all(INSTALLED in Path(path).parents for path in done.reads)
