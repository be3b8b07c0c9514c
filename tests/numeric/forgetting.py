"""Calls of gaproof that say a device, found in the source; and their functions compiled anew without it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import gaproof

PACKAGES = ("numeric", "evidence")
ROOT = Path(gaproof.__file__).parent
MADE = {"zeros", "ones", "eye", "arange", "full", "empty", "tensor", "as_tensor", "Model", "Dice", "mask_tensor"}


# ---- where a device is said ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Site:
    """A call that says a device, in a function."""

    file: Path
    function: tuple[str, ...]
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"{self.file.relative_to(ROOT).with_suffix('')} {'.'.join(self.function)}: {self.text}"

    @property
    def module(self) -> ModuleType:
        return import_module(".".join(("gaproof", *self.file.relative_to(ROOT).with_suffix("").parts)))


@dataclass
class Finder(ast.NodeVisitor):
    """Collects the sites of a file."""

    file: Path
    found: list[Site] = field(default_factory=list)
    inside: tuple[str, ...] = ()

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.ClassDef) -> None:
        before, self.inside = self.inside, (*self.inside, node.name)
        self.generic_visit(node)
        self.inside = before

    visit_ClassDef = visit_FunctionDef

    def visit_Call(self, node: ast.Call) -> None:
        if _name(node.func) in MADE and _without_device(node) is not None:
            self.found.append(Site(self.file, self.inside, node.lineno, node.col_offset, ast.unparse(node)))
        self.generic_visit(node)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""


def _says_device(value: ast.expr) -> bool:
    return _name(value) == "device"


def _without_device(call: ast.Call) -> ast.Call | None:
    """The call without the device; None if it says none."""
    args = [a for a in call.args if not _says_device(a)]
    keywords = [k for k in call.keywords if k.arg != "device"]
    if len(args) + len(keywords) == len(call.args) + len(call.keywords):
        return None
    return ast.copy_location(ast.Call(call.func, args, keywords), call)


def sites() -> list[Site]:
    found = []
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            finder = Finder(file)
            finder.visit(ast.parse(file.read_text(encoding="utf-8")))
            found += finder.found
    return found


# ---- forgetting one ------------------------------------------------------------------------------------------------------


@dataclass
class Forgetful(ast.NodeTransformer):
    """Takes the device out of one call."""

    site: Site
    found: int = 0

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if (node.lineno, node.col_offset, ast.unparse(node)) != (self.site.line, self.site.column, self.site.text):
            return self.generic_visit(node)
        self.found += 1
        return _without_device(node) or node


@contextmanager
def forgotten(site: Site) -> Iterator[None]:
    """The function of a site without its device."""
    forgetful = Forgetful(site)
    tree = ast.fix_missing_locations(forgetful.visit(ast.parse(site.file.read_text(encoding="utf-8"))))
    assert 1 == forgetful.found
    function = _function(site)
    before, function.__code__ = function.__code__, _code(compile(tree, str(site.file), "exec"), ".".join(site.function))
    try:
        yield
    finally:
        function.__code__ = before


def _function(site: Site) -> FunctionType:
    """The live function, taken out of what decorates it."""
    x: Any = site.module
    for name in site.function:
        x = vars(x)[name]
    while not isinstance(x, FunctionType):
        x = x.func if isinstance(x, cached_property) else x.fget if isinstance(x, property) else x.__wrapped__
    return x


def _code(code: CodeType, name: str) -> CodeType:
    """The code of a function of a module."""
    found = [c for c in _codes(code) if c.co_qualname == name]
    assert len(found) == 1, name
    return found[0]


def _codes(code: CodeType) -> Iterator[CodeType]:
    for c in code.co_consts:
        if isinstance(c, CodeType):
            yield c
            yield from _codes(c)
