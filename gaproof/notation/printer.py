"""How a kernel node becomes text: which parentheses it needs and what its bound variables are called.

Formulas that differ print differently, except that (a + b) + c and a + b + c look alike, and so for products.
A bound variable is called by its hint, with primes where a free symbol or an enclosing variable has that name.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, final

from ..proof.syntax import (
    MAYBE_EMPTY,
    MINUS,
    NAT,
    REAL,
    And,
    App,
    Bound,
    Card,
    Delta,
    Exists,
    ForAll,
    Formula,
    Implies,
    Inverse,
    Node,
    Number,
    Plus,
    Sort,
    Sum,
    Symbol,
    Times,
    Type,
)  # fmt: skip
from .folding import Fold, Place

_FIXED = frozenset({"exp", "log", "and", "plus", "times", "nat", "zero", "succ"})
# How tightly a piece of text holds together; a piece in a tighter place gets parentheses.
LOGIC, CONJUNCTION, COMPARISON, PLUS, SUM, TIMES, POWER, ATOM = range(8)


class Notation(ABC):
    """A way to write formulas; one object writes one of them."""

    inline: ClassVar[bool]  # a/b on one line, where a bar would show what is above and what below

    def __init__(self, node: Node, folds: Sequence[Fold] = ()) -> None:
        self._taken = _FIXED | {_called(s) for s in node.free}
        self._bound: list[str] = []
        self._folds = folds
        self.used: list[Fold] = []  # what was printed by what it is called, in order

    @final
    def text(self, node: Node, level: int = LOGIC) -> str:
        """The text of a node, in parentheses if its place is tighter than what holds it together."""
        text, own = self._piece(node)
        return text if own >= level else self.parentheses(text)

    def _piece(self, node: Node, folds: Sequence[Fold] | None = None) -> tuple[str, int]:
        for fold in self._folds if folds is None else folds:
            if (place := fold.at(node, self._bound)) is not None:
                return self._folded(fold, place), SUM if "".join(fold.pieces).startswith((r"\prod", r"\sum")) else ATOM
        match node:
            case Number():
                return self.number(node), self._number_level(node)
            case App():
                return self._application(node), ATOM
            case Card():
                return self.size(self.sort(node.over)), ATOM
            case Delta():
                return self.delta(*map(self.text, node.children)), ATOM
            case Plus():
                return self._sum_of_terms(node), PLUS if len(node.children) > 1 else ATOM
            case Times():
                return self._product(node)
            case Inverse():
                return self.raised(self.text(node.children[0], ATOM), -1), POWER
            case Sum() | ForAll() | Exists():
                return self._binder(node)
            case And(children=(Implies(children=(a, b)), Implies(children=(c, d)))) if a == d and b == c:
                return self.equivalence(self.text(a, CONJUNCTION), self.text(b, CONJUNCTION)), LOGIC
            case And() if len(node.children) > 1:
                return self.conjunction([self.text(c, COMPARISON) for c in node.children]), CONJUNCTION
            case Implies():
                return self.implication(self.text(node.children[0], CONJUNCTION), self.text(node.children[1], LOGIC)), LOGIC
            case Formula() if len(node.children) == 2:
                return self.comparison(node.tag, *(self.text(c, PLUS) for c in node.children)), COMPARISON
            case _:  # exp, log, and conjunctions of one formula
                return self.call(node.tag, [self.text(c) for c in node.children]), ATOM

    def _number_level(self, node: Number) -> int:
        if node.value < 0:
            return PLUS
        return ATOM if node.value.denominator == 1 else SUM if self.inline else TIMES

    def _application(self, node: App) -> str:
        head = node.head
        if isinstance(head, Bound):
            name = self._bound[-1 - head.index] if head.index < len(self._bound) else f"^{head.index}"
        else:
            name = _called(head)
        args = [self.text(c) for c in node.children]
        if not args:
            return self.name(name)
        constant = isinstance(head, Symbol) and head.constant
        entry = head.type.result == REAL and REAL not in head.type.params and not constant
        return self.entry(self.name(name), args) if entry else self.call(name, args)

    def _sum_of_terms(self, node: Plus) -> str:
        first, *rest = node.children
        if not rest:
            return self.call("plus", [self.text(first)])
        text = self.text(first, PLUS)
        for child in rest:
            subtracted = _negated(child)
            text += f" + {self.text(child, SUM)}" if subtracted is None else f" - {self.text(subtracted, SUM)}"
        return text

    def _product(self, node: Times) -> tuple[str, int]:
        children = node.children
        if len(children) == 1:
            return self.call("times", [self.text(children[0])]), ATOM
        if len(set(children)) == 1:
            return self.raised(self.text(children[0], ATOM), len(children)), POWER
        negated = _negated(node)
        if negated is not None:  # -2 is the number, -(2) the product
            return f"-{self.text(negated, ATOM + 1 if isinstance(negated, Number) else SUM)}", PLUS
        text = self.text(children[0], PLUS if isinstance(children[1], Inverse) and not self.inline else TIMES)
        for child in children[1:]:
            if isinstance(child, Inverse):  # 1/2 is the number, 1/(2) the quotient
                below = child.children[0]
                literal = isinstance(children[0], Number) and isinstance(below, Number)
                text = self.quotient(text, self.text(below, (ATOM + 1 if literal else POWER) if self.inline else PLUS))
            else:
                text = self.product(text, self.text(child, POWER))
        return text, TIMES

    def _binder(self, node: Sum | ForAll | Exists) -> tuple[str, int]:
        name = self._fresh(node.hint)
        over = self._range(name, node.type)
        self._bound.append(name)
        body = self.text(node.children[0], SUM if isinstance(node, Sum) else LOGIC)
        self._bound.pop()
        return self.binder(node.tag, over, body), SUM if isinstance(node, Sum) else LOGIC

    def _fresh(self, hint: str) -> str:
        name = hint.rstrip("_") or hint  # j_ is what a certificate calls the second j
        while name in self._taken or name in self._bound:
            name += "′"
        return name

    @final
    def definition(self, fold: Fold) -> tuple[str, str]:
        """What a definition is called, and what it says: there, definitions in it are called by their names, but not what comes before it
        among them."""
        called = self._folded(fold, {index: App(index) for index in fold.indices})
        return called, self._piece(fold.term, self._folds[self._folds.index(fold) + 1 :])[0]

    def _folded(self, fold: Fold, place: Place) -> str:
        self.used.append(fold)
        names = [self._fresh(dummy.name) for dummy in fold.dummies]
        self._bound += names
        shown = list(map(self.text, fold.placed(place)))
        del self._bound[len(self._bound) - len(names) :]
        if fold.pieces:
            return "".join(piece + part for piece, part in zip(fold.pieces, [*shown, ""], strict=True))
        return self.entry(self.name(fold.name), shown) if shown else self.name(fold.name)

    def _range(self, name: str, type: Type) -> str:
        result = self.sort(type.result)
        return self.typed(self.name(name), [self.sort(p) for p in type.params], result)

    @final
    def declaration(self, symbol: Symbol) -> str:
        """A symbol with its type."""
        return self._range(_called(symbol), symbol.type)

    @final
    def sort(self, sort: Sort) -> str:
        """An index type; one that may be empty is marked."""
        if sort in (REAL, NAT):
            return self.numbers("R" if sort == REAL else "N")
        return self.name(sort.name) + ("?" if sort.kind == MAYBE_EMPTY else "")

    @abstractmethod
    def parentheses(self, text: str) -> str: ...

    @abstractmethod
    def name(self, name: str) -> str: ...

    @abstractmethod
    def numbers(self, letter: str) -> str: ...

    @abstractmethod
    def number(self, node: Number) -> str: ...

    @abstractmethod
    def entry(self, name: str, args: list[str]) -> str: ...

    @abstractmethod
    def call(self, name: str, args: list[str]) -> str: ...

    @abstractmethod
    def size(self, sort: str) -> str: ...

    @abstractmethod
    def delta(self, left: str, right: str) -> str: ...

    @abstractmethod
    def raised(self, base: str, exponent: int) -> str: ...

    @abstractmethod
    def product(self, left: str, right: str) -> str: ...

    @abstractmethod
    def quotient(self, above: str, below: str) -> str: ...

    @abstractmethod
    def typed(self, name: str, params: list[str], result: str) -> str: ...

    @abstractmethod
    def binder(self, tag: str, over: str, body: str) -> str: ...

    @abstractmethod
    def comparison(self, tag: str, left: str, right: str) -> str: ...

    @abstractmethod
    def conjunction(self, parts: list[str]) -> str: ...

    @abstractmethod
    def equivalence(self, left: str, right: str) -> str: ...

    @abstractmethod
    def implication(self, left: str, right: str) -> str: ...


def _called(symbol: Symbol) -> str:
    """The name of a free symbol; one that is called like something of the grammar gets a prime."""
    return symbol.name + "′" if symbol.name in _FIXED and not symbol.constant else symbol.name


def _negated(node: Any) -> Any:
    """t if the node is -1·t."""
    if isinstance(node, Times) and len(node.children) == 2 and node.children[0] == MINUS and node.children[1] != MINUS:
        return node.children[1]
    return None
