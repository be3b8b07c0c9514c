"""Kernel nodes in plain text with the usual mathematical signs."""

from typing import final

from ..proof.syntax import Node, Number, Symbol
from .printer import Notation

_RELATIONS = {"eq": "=", "ne": "≠", "le": "≤", "lt": "<"}
_BINDERS = {"forall": "∀", "exists": "∃"}
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@final
class Plain(Notation):
    """exp(s[i, j])/Σ_{k∈m} exp(s[i, k])."""

    inline = True

    def parentheses(self, text: str) -> str:
        return f"({text})"

    def name(self, name: str) -> str:
        return name

    def numbers(self, letter: str) -> str:
        return {"R": "ℝ", "N": "ℕ"}[letter]

    def number(self, node: Number) -> str:
        return str(node.value)

    def entry(self, name: str, args: list[str]) -> str:
        return f"{name}[{', '.join(args)}]"

    def call(self, name: str, args: list[str]) -> str:
        return f"{name}({', '.join(args)})"

    def size(self, sort: str) -> str:
        return f"|{sort}|"

    def delta(self, left: str, right: str) -> str:
        return f"δ({left}, {right})"

    def raised(self, base: str, exponent: int) -> str:
        return base + str(exponent).translate(_SUPERSCRIPTS)

    def product(self, left: str, right: str) -> str:
        return f"{left}·{right}"

    def quotient(self, above: str, below: str) -> str:
        return f"{above}/{below}"

    def typed(self, name: str, params: list[str], result: str) -> str:
        return f"{name} : {' × '.join(params)} → {result}" if params else f"{name} ∈ {result}"

    def binder(self, tag: str, over: str, body: str) -> str:
        return f"Σ_{{{over.replace(' ∈ ', '∈')}}} {body}" if tag == "sum" else f"{_BINDERS[tag]} {over}, {body}"

    def comparison(self, tag: str, left: str, right: str) -> str:
        return f"{left} {_RELATIONS[tag]} {right}"

    def conjunction(self, parts: list[str]) -> str:
        return " ∧ ".join(parts)

    def equivalence(self, left: str, right: str) -> str:
        return f"{left} ↔ {right}"

    def implication(self, left: str, right: str) -> str:
        return f"{left} → {right}"


def plain(node: Node) -> str:
    """A term or formula of the kernel as text."""
    return Plain(node).text(node)


def declaration(symbol: Symbol, node: Node) -> str:
    """A free symbol of the node with its type: ``s : n × m → ℝ``."""
    return Plain(node).declaration(symbol)
