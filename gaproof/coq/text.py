"""The text of terms, types and formulas in the proofs.  Formulas are definitions, shared up to the names of their free symbols."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from . import NotExported
from .nodes import BINDERS, NAT, Node, Tables, Type, app, eta, fill, node

RELATIONS = {"eq": "=", "ne": "<>", "le": "<=", "lt": "<"}
VARIABLE = "%"  # begins the names of variables of the exporter's own


def number_text(q: Fraction) -> str:
    top = str(q.numerator) if q >= 0 else f"(-{-q.numerator})"
    return top if q.denominator == 1 else f"({top} / {q.denominator})"


class Names:
    """How symbols and sorts are called; ``x_`` and ``s_`` keep them apart from everything in Coq."""

    def symbol(self, s: Node) -> str:
        name: str = s.a[0]
        return f"v{name[1:]}" if name[0] == VARIABLE else f"x_{name.replace('~', '_t')}"

    def sort(self, s: str) -> str:
        return f"s_{s.replace('~', '_t')}"


class Local(Names):
    """Names by order of appearance, which it records."""

    def __init__(self) -> None:
        self.sorts: dict[str, str] = {}
        self.symbols: dict[Node, str] = {}

    def symbol(self, s: Node) -> str:
        return self.symbols.setdefault(s, f"x{len(self.symbols)}")

    def sort(self, s: str) -> str:
        return self.sorts.setdefault(s, f"s{len(self.sorts)}")


class Text:
    """Writes nodes under some names."""

    def __init__(self, tables: Tables, names: Names) -> None:
        self.tables, self.names = tables, names
        self._cache: dict[Node, str] = {}

    def sort(self, s: str) -> str:
        entry = self.tables.sorts[s]
        if entry["kind"] == "numbers":
            return "R"
        if entry["kind"] != "free":
            return self.names.sort(s)
        if entry["constructors"] == NAT:
            return "nat"
        return f"({' '.join([s.partition('~')[0], *map(self.names.sort, self.tables.parameters(s))])})"

    def type(self, t: Type) -> str:
        return " -> ".join(map(self.sort, (*t[0], t[1])))

    def head(self, head: Node, depth: int) -> str:
        if head.tag == "bound":
            return f"b{depth - 1 - head.a[0]}"
        if not self.tables.constant(head):
            return self.names.symbol(head)
        result = head.a[1][1]
        if result == "Real":
            return "INR"
        name = head.a[0].partition("~")[0]
        if self.tables.sorts[result]["constructors"] == NAT:
            return "O" if name == "zero" else "S"
        return f"{result.partition('~')[0]}_{name}"

    def dec(self, sort: str) -> str:
        """The decision of equality of a sort."""
        entry = self.tables.sorts[sort]
        if entry["kind"] != "free":
            return f"(fin_dec {self.names.sort(sort)})"
        return "nat_dec" if entry["constructors"] == NAT else "_"

    def term(self, t: Node, depth: int = 0) -> str:
        if t.loose:
            return self._term(t, depth)
        known = self._cache.get(t)
        if known is None:
            known = self._cache[t] = self._term(t, 0)
        return known

    def _term(self, t: Node, depth: int) -> str:
        tag, a = t.tag, t.a
        if tag == "app":
            head = self.head(a[0], depth)
            return head if len(a) == 1 else f"({' '.join([head, *(self.term(x, depth) for x in a[1:])])})"
        if tag == "plus" or tag == "times":
            return f"({(' + ' if tag == 'plus' else ' * ').join(self.term(x, depth) for x in a)})"
        if tag == "number":
            return number_text(a[0])
        if tag == "inverse":
            return f"(/ {self.term(a[0], depth)})"
        if tag == "exp" or tag == "log":
            return f"({'exp' if tag == 'exp' else 'ln'} {self.term(a[0], depth)})"
        if tag == "sum":
            sort = self.sort(a[0][1])
            return f"(@sum {sort} (fun b{depth} : {sort} => {self.term(a[1], depth + 1)}))"
        if tag == "delta":
            sort = a[0].a[0].a[1][1]
            return f"(@delta {self.sort(sort)} {self.dec(sort)} {self.term(a[0], depth)} {self.term(a[1], depth)})"
        if tag == "card":
            return f"(card {self.sort(a[0])})"
        if tag == "pow":
            return f"({self.term(a[0], depth)} ^ {a[1]})"
        raise NotExported(f"a term {tag!r}")

    def value(self, v: Any) -> str:
        """A value of a symbol, as a function if it has parameters."""
        params, body = v
        if not params:
            return self.term(body)
        heads = [f"(b{k} : {self.sort(s)})" for k, s in enumerate(params)]
        return f"(fun {' '.join(heads)} => {self.term(body, len(params))})"


class Formulas:
    """Formulas as Coq definitions: ``ref`` writes a reference, making the definition when it is the first of its shape."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.text = Text(tables, Names())
        self.lines: list[str] = []
        self._shapes: dict[str, str] = {}
        self._known: dict[Node, tuple[str, list[str], list[Node]]] = {}

    def ref(self, f: Node) -> str:
        """A formula, by its definition."""
        return self._reference(f, self.text)

    def arguments(self, f: Node) -> tuple[list[str], list[Node]]:
        """The sorts and symbols that the definition of a formula takes."""
        _, sorts, symbols = self._definition(f, 0)
        return sorts, symbols

    def _reference(self, f: Node, text: Text, depth: int = 0) -> str:
        name, sorts, symbols = self._definition(f, depth)
        parts = [name, *map(text.names.sort, sorts), *map(text.names.symbol, symbols)]
        return f"({' '.join(parts)})" if len(parts) > 1 else name

    def _definition(self, f: Node, depth: int) -> tuple[str, list[str], list[Node]]:
        known = self._known.get(f)
        if known is None:
            local = Local()
            text = Text(self.tables, local)
            body = self._body(f, text, depth)
            heads = []
            for symbol, name in local.symbols.items():
                heads.append(f"({name} : {text.type(symbol.a[1])})")
            sorts = [f"({name} : {'fintype' if self.tables.finite(s) else 'fin'})" for s, name in local.sorts.items()]
            shape = f"{' '.join([*sorts, *heads])} : Prop := {body}"
            if shape not in self._shapes:
                self._shapes[shape] = f"f{len(self._shapes)}"
                self.lines.append(f"Definition {self._shapes[shape]} {shape}.")
            known = self._known[f] = (self._shapes[shape], list(local.sorts), list(local.symbols))
        return known

    def _body(self, f: Node, text: Text, depth: int) -> str:
        if f.tag in RELATIONS:
            left, right = (text.term(x) for x in f.a)
            return f"{left} {RELATIONS[f.tag]} {right}"
        if f.tag == "and":
            return " /\\ ".join(self._reference(x, text, depth) for x in f.a)
        if f.tag == "implies":
            return " -> ".join(self._reference(x, text, depth) for x in f.a)
        if f.tag in BINDERS:
            type_: Type = f.a[0]
            variable = node("symbol", f"{VARIABLE}q{depth}", type_)
            body = fill(f.a[1], (eta(variable),))
            type_text = text.type(type_)
            child = self._definition(body, depth + 1)
            names = text.names
            inner = [names.sort(s) for s in child[1]] + ["b" if s is variable else names.symbol(s) for s in child[2]]
            quantifier = "forall" if f.tag == "forall" else "exists"
            return f"{quantifier} b : {type_text}, {' '.join([child[0], *inner])}"
        raise NotExported(f"a formula {f.tag!r}")


def variables(tables: Tables, nodes: Iterable[Node]) -> list[Node]:
    """The free symbols that are not constants, in a fixed order."""
    found: dict[Node, None] = {}
    for n in nodes:
        for s in n.free:
            found[s] = None
    return sorted((s for s in found if not tables.constant(s)), key=lambda s: s.id)


def plain(t: Node) -> Node | None:
    """The symbol that a term is, if it is one."""
    return t.a[0] if t.tag == "app" and len(t.a) == 1 and t.a[0].tag == "symbol" else None


def applied_symbol(symbol: Node) -> Node:
    return app(symbol)


def projection(proof: str, n: int, of: int) -> str:
    """Part n of a conjunction of ``of`` parts, which nests to the right."""
    for _ in range(n):
        proof = f"(proj2 {proof})"
    return f"(proj1 {proof})" if n < of - 1 else proof


def conj(proofs: Iterable[str | None]) -> str:
    """A proof of allpos."""
    out = "I"
    for p in reversed(list(proofs)):
        out = f"(conj {p} {out})"
    return out


def coefficient(c: Fraction | int) -> str:
    c = Fraction(c)
    top = str(c.numerator) if c >= 0 else f"({c.numerator})"
    return f"(pc {top} {c.denominator})"
