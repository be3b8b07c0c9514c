"""What the terms of a statement are called where it is shown: by the names that its file gives, and definitions by their own LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sympy
from sympy.printing.latex import LatexPrinter

from .errors import GaproofError
from .notation import Fold
from .proof.syntax import NAME
from .terms import Definition, Formula, Index, IndexType, Term, Variable, index, kernel

_MARK = re.compile("\0([0-9]+)\0")


Named = tuple[tuple[Index, ...], Term]  # indices, in the order in which they are written, and a term in them


def folds(named: Mapping[str, Named], statements: Iterable[Any]) -> tuple[Fold, ...]:
    """The terms with names, then the definitions in them and in the statements, each once."""
    expressions = [*(term for _, term in named.values()), *statements]
    taken = {part.symbol.name for e in expressions for part in sympy.preorder_traversal(e) if isinstance(part, Variable)}
    for name in taken & named.keys():
        raise GaproofError(f"{name} is a variable of the statement already — choose another name for {named[name][1]}")
    found = [Fold(kernel(term), name, shown=tuple(map(kernel, indices))) for name, (indices, term) in named.items()]
    for definition in _definitions(expressions):
        fold = _written(definition)
        if fold is not None and not any(known.pieces and known.at(fold.term, ()) is not None for known in found):
            found.append(fold)
    return tuple(found)


def checked(name: str, value: object) -> Named:
    """A term that may have the name, with its indices; they are taken in order of appearance if they are not given."""
    if not NAME.match(name):
        raise GaproofError(f"{name!r} is not a name — a name is a letter followed by letters, digits and _")
    given, term = value if isinstance(value, tuple) and len(value) == 2 else (None, value)
    if not isinstance(term, Term):
        raise GaproofError(f"{name} is the name of a number, got {term} ({type(term).__name__})")
    free = [index(symbol.name, IndexType(symbol.type.result)) for symbol in Fold(kernel(term)).indices]
    indices = free if given is None else list(given) if isinstance(given, (tuple, sympy.Tuple)) else [given]
    if len(indices) != len(free) or {*indices} != {*free}:
        raise GaproofError(f"{name}: the indices of {term} are {', '.join(map(str, free)) or 'none'}, got {', '.join(map(str, indices))}")
    return tuple(indices), term


def _definitions(expressions: list[Any]) -> Iterator[Definition]:
    """The definitions in expressions, and those in what they unfold to, each once."""
    seen = set[Definition]()
    for expression in expressions:  # grows
        for part in sympy.preorder_traversal(expression):
            if isinstance(part, Definition) and part not in seen:
                seen.add(part)
                expressions.append(part.unfold())
                yield part


def _written(definition: Definition) -> Fold | None:
    """A definition as it writes itself; None if it writes what it unfolds to, or leaves out one of its indices."""
    printer = _Recorder()
    text = printer.doprint(definition)
    pieces, places = tuple(_MARK.split(text)[::2]), map(int, _MARK.findall(text))
    fold = Fold(kernel(definition), pieces=pieces, shown=tuple(kernel(printer.shown[k]) for k in places))
    complete = all(any(index in node.free for node in fold.shown) for index in fold.indices)
    return fold if any(pieces) and complete else None


class _Recorder(LatexPrinter):  # type: ignore[misc]
    """Notes the terms that a definition prints, and leaves a mark for each."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Any] = []
        self._begun = False

    def _print(self, expr: Any, **options: Any) -> Any:
        if self._begun and isinstance(expr, (Term, Index, Formula)):
            self.shown.append(expr)
            return f"\0{len(self.shown) - 1}\0"
        self._begun = True
        return super()._print(expr, **options)

    def parenthesize(self, item: Any, level: int, is_neg: bool = False, strict: bool = False) -> str:
        return rf"\left({self._print(item)}\right)"
