"""Dependencies flow one way: every import in gaproof/ and theorems/ against one table, and planted violations."""

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

import gaproof

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Row:
    """What the modules of one layer may import besides their own layer and the standard library."""

    layers: frozenset[str]
    packages: frozenset[str] = frozenset()
    by_computed_name: bool = False  # may it import what its source does not name?


def row(layers: str, packages: str = "", by_computed_name: bool = False) -> Row:
    return Row(frozenset(layers.split()), frozenset(packages.split()), by_computed_name)


STATEMENT_LAYERS = "errors proof notation terms theory tactics lemmas exact library drawing naming claim"
LAYERS = {
    "errors": row(""),
    "proof": row("errors"),
    "coq": row("errors"),
    "notation": row("errors proof"),
    "terms": row("errors proof", "sympy"),
    "theory": row("errors proof terms", "sympy"),
    "numeric": row("errors proof terms theory", "sympy numpy torch flint scipy networkx", by_computed_name=True),
    "tactics": row("errors proof terms"),
    "lemmas": row("errors proof terms theory tactics"),
    "exact": row("errors proof terms tactics lemmas", "flint"),
    "library": row("errors", by_computed_name=True),
    "records": row(""),
    "drawing": row("errors proof terms tactics"),
    "naming": row("errors proof notation terms", "sympy"),
    "claim": row("errors proof notation terms tactics exact library drawing naming"),
    "evidence": row("errors proof notation terms tactics exact drawing claim numeric records", "torch numpy flint hypothesis"),
    "gaproof": row(STATEMENT_LAYERS, by_computed_name=True),  # the public API, gaproof/__init__.py
    "theorems": row("errors terms theory tactics lemmas gaproof", "sympy"),
    "runner": row(
        f"{STATEMENT_LAYERS} numeric evidence gaproof theorems coq records", "platformdirs distributed networkx", by_computed_name=True
    ),
    "report": row(f"{STATEMENT_LAYERS} numeric evidence gaproof theorems runner", "sympy networkx rich"),
    "pytest_plugin": row(f"{STATEMENT_LAYERS} runner", "pytest"),
    "pages": row(
        "proof notation runner report gaproof coq records",
        "sphinx docutils myst_nb jupyter_cache nbformat IPython traitlets networkx matplotlib matplotlib_inline cycler",
    ),
    "cli": row(
        f"{STATEMENT_LAYERS} numeric evidence gaproof theorems coq runner report", "sympy networkx rich click", by_computed_name=True
    ),
}


def layer_of(module: str) -> str | None:
    """The layer of a dotted name: gaproof.proof.rules is in proof, a name of gaproof that is no layer is public API."""
    match module.split("."):
        case ["gaproof", name, *_] if name in LAYERS:
            return name
        case ["gaproof" | "theorems" as package, *_]:
            return package
        case _:
            return None


def resolve(name: str, level: int, package: str) -> str:
    """The absolute name behind ``level`` leading dots, seen from ``package``."""
    parents = package.split(".")
    if not level or level > len(parents):  # above the top there is no module: the dots stay, and no row allows them
        return "." * level + name
    return ".".join([*parents[: len(parents) - level + 1], *filter(None, [name])])


def called_name(called: ast.expr, imported: dict[str, str]) -> str:
    """The last name of what is called, undoing ``from importlib import import_module as load``."""
    match called:
        case ast.Name(id=name):
            return imported.get(name, name)
        case ast.Attribute(attr=name):
            return name
        case _:
            return ""


def imported_by_call(call: ast.Call, imported: dict[str, str], package: str) -> Iterator[str | None]:
    """What ``import_module(…)`` and its kin import; None if the source does not show it."""
    match called_name(call.func, imported), call.args:
        case "import_module" | "__import__", [ast.Constant(value=str(name)), *rest]:
            anchor = rest[0].value if rest and isinstance(rest[0], ast.Constant) else package
            bare = name.lstrip(".")
            yield resolve(bare, len(name) - len(bare), str(anchor))
        case "import_module" | "__import__" | "exec" | "eval", _:
            yield None


def imports(tree: ast.Module, package: str) -> Iterator[tuple[int, str | None]]:
    """Every import of a module, wherever it stands, as (line, absolute name); None is a name the source does not show."""
    imported = {a.asname or a.name: a.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for a in node.names}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                origin = resolve(module or "", level, package)
                yield from ((node.lineno, f"{origin}.{alias.name}") for alias in names)
            case ast.Call():
                yield from ((node.lineno, name) for name in imported_by_call(node, imported, package))


def sources(root: Path, *folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            yield path.relative_to(root), ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def forbidden(path: Path, tree: ast.Module) -> Iterator[str]:
    """The imports of one file that its layer's row does not allow."""
    module = path.with_suffix("").parts
    home = "gaproof" if module == ("gaproof", "__init__") else "theorems" if module[0] == "theorems" else module[1]
    if home not in LAYERS:
        yield f"{path}: belongs to no layer; give {home} a row in LAYERS"
        return
    for line, name in imports(tree, package=".".join(module[:-1])):
        if name is None:
            if not LAYERS[home].by_computed_name:
                yield f"{path}:{line}: {home} imports by a computed name"
        elif (layer := layer_of(name)) is not None:
            if layer != home and layer not in LAYERS[home].layers:
                yield f"{path}:{line}: {home} imports {name} of {layer}"
        elif (package := name.split(".")[0]) not in sys.stdlib_module_names | LAYERS[home].packages:
            yield f"{path}:{line}: {home} imports {name} of the package {package!r}"


def violations(root: Path) -> list[str]:
    return [line for path, tree in sources(root, "gaproof", "theorems") for line in forbidden(path, tree)]


def assertions(root: Path) -> list[str]:
    """The assert statements of kernel, tactics and exact checks: ``python -O`` deletes them, so no check may be one."""
    return [
        f"{path}:{node.lineno}"
        for path, tree in sources(root, "gaproof/proof", "gaproof/tactics", "gaproof/exact")
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert)
    ]


def foreign_modules_loaded_by(statement: str, *flags: str) -> set[str]:
    """The top-level modules outside gaproof and the standard library that a fresh interpreter loads for ``statement``."""
    listing = f"import sys; before = set(sys.modules); exec({statement!r}); print(*(set(sys.modules) - before))"
    loaded = subprocess.run([sys.executable, *flags, "-c", listing], cwd=ROOT, capture_output=True, text=True)
    if loaded.returncode:
        pytest.fail(f"{statement!r} failed:\n{loaded.stderr}")
    return {name.split(".")[0] for name in loaded.stdout.split()} - sys.stdlib_module_names - {"gaproof"}


def plant(root: Path, files: Iterable[tuple[str, str]]) -> Path:
    for path, source in files:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(source, encoding="utf-8")
    return root


def test_the_table_has_no_cycle() -> None:
    order = list(TopologicalSorter({layer: allowed.layers for layer, allowed in LAYERS.items()}).static_order())
    assert set(LAYERS) == set(order)
    assert "errors" == order[0]


def test_every_import_is_allowed_by_the_table() -> None:
    assert len(list(sources(ROOT, "gaproof", "theorems"))) > 1, "found no files to check"
    assert [] == violations(ROOT)


def test_the_public_api_exports_only_what_its_row_allows() -> None:
    for name, module in gaproof._PUBLIC.items():
        assert layer_of(module) in LAYERS["gaproof"].layers, f"gaproof.{name} is of {module}"
        assert getattr(gaproof, name) is getattr(import_module(module), name)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("gaproof/proof/bad.py", "import sympy"),
        ("gaproof/proof/bad.py", "from sympy.core import Add as plus"),
        ("gaproof/proof/bad.py", "def late():\n    import gaproof.theory.anchor"),
        ("gaproof/proof/bad.py", "def late():\n    from gaproof.theory import anchor"),
        ("gaproof/proof/bad.py", "from .. import theory"),
        ("gaproof/proof/bad.py", "from ..theory.anchor import softmax"),
        ("gaproof/proof/__init__.py", "from .. import terms"),
        ("gaproof/proof/deep/bad.py", "from ... import terms"),
        ("gaproof/proof/bad.py", "from ... import terms"),
        ("gaproof/proof/bad.py", "from ...json import loads"),
        ("gaproof/proof/bad.py", "import gaproof"),
        ("gaproof/proof/bad.py", "from gaproof import softmax"),
        ("gaproof/proof/bad.py", "from gaproof import *"),
        ("gaproof/proof/bad.py", "import theorems.anchor.shift"),
        ("gaproof/proof/bad.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import sympy"),
        ("gaproof/proof/bad.py", "try:\n    import numpy\nexcept ImportError:\n    numpy = None"),
        ("gaproof/proof/bad.py", 'import importlib\nimportlib.import_module("torch")'),
        ("gaproof/proof/bad.py", 'from importlib import import_module as load\nload("torch")'),
        ("gaproof/proof/bad.py", 'from importlib import import_module\nimport_module("..theory", __package__)'),
        ("gaproof/proof/bad.py", 'from importlib import import_module\nimport_module(".theory", "gaproof")'),
        ("gaproof/proof/bad.py", '__import__("torch")'),
        ("gaproof/proof/bad.py", 'import importlib\nimportlib.import_module("tor" + "ch")'),
        ("gaproof/proof/bad.py", 'exec("import torch")'),
        ("gaproof/errors.py", "from gaproof.proof import syntax"),
        ("gaproof/terms/bad.py", "from gaproof.theory import anchor"),
        ("gaproof/theory/bad.py", "from ..tactics import calc"),
        ("gaproof/tactics/bad.py", "from gaproof.theory import anchor"),
        ("gaproof/lemmas/bad.py", "from gaproof import softmax"),
        ("gaproof/exact/bad.py", "from gaproof.numeric import Model"),
        ("gaproof/exact/bad.py", "from ..claim import Part"),
        ("gaproof/tactics/bad.py", "from flint import fmpq"),
        ("gaproof/runner/bad.py", "from gaproof.report import table"),
        ("gaproof/report/bad.py", "from .. import cli"),
        ("gaproof/__init__.py", "from .runner import discovery"),
        ("theorems/anchor/shift.py", "from gaproof.runner import discovery"),
        ("theorems/anchor/shift.py", "from gaproof.proof.theorem import Theorem"),
        ("gaproof/helpers.py", "import math"),
        *((f"gaproof/proof/bad_{package}.py", f"import {package}") for package in ("numpy", "click", "rich", "networkx", "hypothesis")),
        *((f"gaproof/{layer}/bad.py", "import torch") for layer in sorted(set(LAYERS) - {"gaproof", "theorems", "numeric", "evidence"})),
    ],
)
def test_a_planted_import_is_caught(tmp_path: Path, path: str, source: str) -> None:
    (caught,) = violations(plant(tmp_path, [(path, source)]))
    assert caught.startswith(path)


def test_allowed_imports_pass(tmp_path: Path) -> None:
    allowed = [
        ("gaproof/proof/rules.py", "import json\nfrom . import syntax\nfrom .syntax import Term\nfrom ..errors import ProofError"),
        ("gaproof/terms/translate.py", "import sympy\nfrom gaproof.proof import syntax"),
        ("gaproof/numeric/realise.py", "import torch"),
        ("gaproof/runner/discovery.py", 'import gaproof\nfrom importlib import import_module\nimport_module("theorems." + input())'),
        ("theorems/anchor/shift.py", "from gaproof import Claim, theory\nfrom theorems.anchor.scale import scale"),
    ]
    assert [] == violations(plant(tmp_path, allowed))


@pytest.mark.parametrize("flags", [(), ("-O",)])
def test_the_kernel_replays_without_any_other_package(flags: tuple[str, ...]) -> None:
    assert set() == foreign_modules_loaded_by("import gaproof, gaproof.proof.replay", *flags)


def test_a_module_loaded_on_the_way_is_caught() -> None:
    assert foreign_modules_loaded_by("import gaproof, sympy") >= {"sympy", "mpmath"}


def test_no_check_of_kernel_tactics_or_exact_models_is_an_assert() -> None:
    assert [] == assertions(ROOT)


@pytest.mark.parametrize("folder", ["gaproof/proof", "gaproof/tactics", "gaproof/exact"])
def test_a_planted_assert_is_caught(tmp_path: Path, folder: str) -> None:
    plant(tmp_path, [(f"{folder}/bad.py", "def rule(premise):\n    if premise:\n        assert premise.closed\n")])
    assert [f"{folder}/bad.py:3"] == assertions(tmp_path)
