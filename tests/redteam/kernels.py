"""The kernel, and copies of it in which single checks are deleted: ``REAL_KERNEL`` and ``mutant(check, …)``.

A check is named by its file, its function and its condition as Python writes it (``ast.unparse``), so that comments and
messages may change.  A copy is a whole second package, loaded in this process under a name of its own.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from itertools import count
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

SOURCE = Path(__file__).resolve().parents[2] / "gaproof"
FILES = {"errors": SOURCE / "errors.py"} | {f"proof.{f.stem}": f for f in sorted((SOURCE / "proof").glob("*.py")) if f.stem[0] != "_"}
CHECKERS = ("need", "unconstrained", "closed_formula", "_vanishes", "_numbers")  # calls that refuse by raising


@dataclass(frozen=True, order=True)
class Check:
    """A condition of the kernel and what it becomes when it is deleted (by default nothing at all).

    ``condition``: one conjunct of a ``need``, one disjunct of an ``if …: raise``, a call of another checker, a ``raise``, or
    any statement or expression of the function; only the last kind needs a ``replacement``.
    """

    file: str
    function: str
    condition: str
    replacement: str | None = None

    def __str__(self) -> str:
        return f"{self.file}, {self.function}: {self.condition}" + (f"  ⇝  {self.replacement}" if self.replacement else "")


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(FILES[module].read_text(encoding="utf-8"))


@cache
def code(module: str) -> CodeType:
    return compile(tree(module), str(FILES[module]), "exec")


def functions(node: ast.AST, name: str = "") -> Iterator[tuple[str, ast.AST]]:
    """The module itself (under the name ``""``) and every function and class in it, by qualified name."""
    yield name, node
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            yield from functions(child, f"{name}.{child.name}".lstrip("."))


def conjuncts(condition: ast.expr) -> list[ast.expr]:
    return condition.values if isinstance(condition, ast.BoolOp) and isinstance(condition.op, ast.And) else [condition]


def refusal(node: ast.AST) -> ast.Call | None:
    """The call of a checker that a statement is, if it is one."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name):
        return node.value if node.value.func.id in CHECKERS else None
    return None


def refusing(node: ast.AST) -> bool:
    """Whether a statement is ``if …: raise …`` and nothing else."""
    return isinstance(node, ast.If) and len(node.body) == 1 and isinstance(node.body[0], ast.Raise) and not node.orelse


def disjuncts(condition: ast.expr) -> list[ast.expr]:
    return condition.values if isinstance(condition, ast.BoolOp) and isinstance(condition.op, ast.Or) else [condition]


def is_need(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "need"


def all_checks() -> list[Check]:
    """Every conjunct of a ``need``, every other checker that is called, every ``raise``: what deletion could break."""
    found = []
    for module in FILES:
        for name, body in functions(tree(module)):
            nested = {id(n) for f, b in functions(body, name) if f != name for n in ast.walk(b)}
            nested |= {id(n.body[0]) for n in ast.walk(body) if refusing(n)}  # type: ignore[attr-defined]
            for node in (n for n in ast.walk(body) if id(n) not in nested and name):
                call = refusal(node)
                if call is not None:
                    parts = conjuncts(call.args[0]) if is_need(call) else [call]
                    found += [Check(FILES[module].name, name, ast.unparse(p)) for p in parts]
                elif refusing(node):
                    found += [Check(FILES[module].name, name, ast.unparse(p)) for p in disjuncts(node.test)]  # type: ignore[attr-defined]
                elif isinstance(node, ast.Raise):
                    found.append(Check(FILES[module].name, name, ast.unparse(node)))
    return found


class _Deleter(ast.NodeTransformer):
    """Deletes one check wherever it is found; ``hits`` counts how often."""

    def __init__(self, check: Check) -> None:
        (target,) = ast.parse(check.condition).body
        self.targets = [target, target.value] if isinstance(target, ast.Expr) else [target]
        self.replacement = check.replacement
        self.hits = 0

    def meant(self, node: ast.AST) -> bool:
        return any(type(node) is type(t) and ast.dump(node) == ast.dump(t) for t in self.targets)

    def generic_visit(self, node: ast.AST) -> Any:
        call = refusal(node)
        if self.replacement is None and call is not None and is_need(call):
            kept = [p for p in conjuncts(call.args[0]) if not self.meant(p)]
            self.hits += len(conjuncts(call.args[0])) - len(kept)
            call.args[0] = ast.BoolOp(ast.And(), kept) if len(kept) > 1 else kept[0] if kept else ast.Constant(True)
            return node
        if self.replacement is None and refusing(node):
            kept = [p for p in disjuncts(node.test) if not self.meant(p)]  # type: ignore[attr-defined]
            self.hits += len(disjuncts(node.test)) - len(kept)  # type: ignore[attr-defined]
            node.test = ast.BoolOp(ast.Or(), kept) if len(kept) > 1 else kept[0] if kept else ast.Constant(False)  # type: ignore[attr-defined]
            return node
        if self.meant(node) and (self.replacement is not None or call is not None or isinstance(node, ast.Raise)):
            self.hits += 1
            body = ast.parse(self.replacement if self.replacement is not None else "pass").body
            return body[0].value if isinstance(node, ast.expr) and isinstance(body[0], ast.Expr) else body
        return super().generic_visit(node)


def without(module: str, checks: tuple[Check, ...]) -> CodeType:
    """The code of a module after its checks are deleted; each must be there."""
    changed = ast.parse(FILES[module].read_text(encoding="utf-8"))
    for check in checks:
        (body,) = [b for name, b in functions(changed) if name == check.function] or [None]
        deleter = _Deleter(check)
        if body is not None:
            body.body = [kept for s in body.body for kept in _listed(deleter.visit(s))]  # type: ignore[attr-defined]
        if not deleter.hits:
            raise LookupError(f"there is no such check any more: {check}")
    return compile(ast.fix_missing_locations(changed), str(FILES[module]), "exec")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class _Copies(MetaPathFinder, Loader):
    """Finds the modules of the copies: ``mutant_7.proof.rules`` is gaproof/proof/rules.py without the checks of copy 7."""

    def __init__(self) -> None:
        self.codes: dict[str, dict[str, CodeType]] = {}

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        package, _, module = fullname.partition(".")
        if package not in self.codes:
            return None
        return ModuleSpec(fullname, self, is_package=module in ("", "proof"))

    def exec_module(self, module: ModuleType) -> None:
        package, _, name = module.__name__.partition(".")
        if name in FILES:
            exec(self.codes[package].get(name) or code(name), module.__dict__)


_copies = _Copies()
_numbers = count()
sys.meta_path.append(_copies)


class Kernel:
    """The modules of one copy of the kernel under one roof: rules first, then what they are made of."""

    def __init__(self, package: str) -> None:
        self.modules = {name: import_module(f"{package}.{name}") for name in FILES}
        order = ("proof.rules", "proof.replay", "proof.export", "proof.theorem", "proof.statement", *FILES)
        self._order = [self.modules[name] for name in order]

    def __getattr__(self, name: str) -> Any:
        for module in self._order:
            if hasattr(module, name):
                return getattr(module, name)
        raise AttributeError(f"the kernel has no {name}")

    @property
    def refusals(self) -> tuple[type[Exception], ...]:
        return self.ProofError, self.CertificateError


def mutant(*checks: Check) -> Kernel:
    """A copy of the kernel without these checks."""
    by_file: dict[str, list[Check]] = {}
    for check in checks:
        by_file.setdefault("errors" if check.file == "errors.py" else f"proof.{check.file.removesuffix('.py')}", []).append(check)
    package = f"mutant_{next(_numbers)}"
    _copies.codes[package] = {module: without(module, tuple(found)) for module, found in by_file.items()}
    try:
        return Kernel(package)
    finally:
        for name in [n for n in sys.modules if n.partition(".")[0] == package]:
            del sys.modules[name]
        del _copies.codes[package]


@cache
def real_kernel() -> Kernel:
    return Kernel("gaproof")
