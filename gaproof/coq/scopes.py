"""Where assertions are made, and what hypotheses say of the signs of terms."""

from .nodes import Node, Type

Hypothesis = tuple[Node, str]  # a formula and its proof
Condition = tuple[Node, int]  # a formula, and how many of the indices of its pattern are bound in it


class Scope:
    """Assertions in order, what they say of terms, and the index or condition that the scope is under."""

    def __init__(self, variable: Node | None = None, conditional: bool = False) -> None:
        self.variable, self.conditional = variable, conditional
        self.out: list[str] = []
        self.equal: dict[Node, str] = {}
        self.facts: dict[tuple[str, Node], str] = {}


class Pattern:
    """A hypothesis ∀ indices, conditions → comparison with zero."""

    def __init__(self, proof: str, types: list[Type], conditions: list[Condition], tag: str, term: Node) -> None:
        self.proof, self.types, self.conditions, self.tag, self.term = proof, types, conditions, tag, term
