"""Terms and formulas of a certificate, read from its JSON: shared trees with de Bruijn indices, and their text in Coq.

Equal trees are one object, so equality is identity.  A node is a tag and its parts: ``("app", head, *arguments)`` with a head
``("symbol", name, type)`` or ``("bound", index, type)``; binders are ``("sum" | "forall" | "exists", type, body)``.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import count
from typing import Any

from . import NotExported

Json = Any
Type = tuple[tuple[str, ...], str]  # parameter sorts, result sort
BINDERS = ("sum", "forall", "exists")
NAT = {"zero": [], "succ": [None]}


class Node:
    """A tree; ``loose``: the bound variables that point out of it; ``free``: the symbols in it."""

    __slots__ = ("a", "free", "id", "loose", "tag")
    tag: str
    a: tuple[Any, ...]
    id: int
    loose: frozenset[int]
    free: frozenset["Node"]

    def __repr__(self) -> str:
        return f"({self.tag} {' '.join(map(repr, self.a))})"

    def __lt__(self, other: "Node") -> bool:
        return self.id < other.id


_table: dict[tuple[Any, ...], Node] = {}
_ids = count()
_none: frozenset[Any] = frozenset()


def node(tag: str, *a: Any) -> Node:
    """The node with this tag and these parts."""
    key = (tag, *a)
    found = _table.get(key)
    if found is None:
        found = Node()
        found.tag, found.a, found.id = tag, a, next(_ids)
        children = [x for x in flat(a) if type(x) is Node]
        loose: frozenset[int] = _none.union(*(c.loose for c in children))
        free: frozenset[Node] = _none.union(*(c.free for c in children))
        if tag in BINDERS:
            loose = frozenset(k - 1 for k in loose if k)
        elif tag == "bound":
            loose = frozenset((a[0],))
        elif tag == "symbol":
            free = frozenset((found,))
        elif tag == "S":  # a canonical sum: (bound, monomial)
            free = free - frozenset(a[0])
        found.loose, found.free = loose, free
        _table[key] = found
    return found


def flat(a: Iterable[Any]) -> Iterable[Any]:
    """The leaves of nested tuples."""
    for x in a:
        if type(x) is tuple:
            yield from flat(x)
        else:
            yield x


def clear() -> None:
    """Forget all nodes (between certificates)."""
    _table.clear()


def number(value: Fraction | int) -> Node:
    return node("number", Fraction(value))


ZERO_F, ONE_F = Fraction(0), Fraction(1)


def app(head: Node, *arguments: Node) -> Node:
    return node("app", head, *arguments)


def plus(*terms: Node) -> Node:
    return terms[0] if len(terms) == 1 else node("plus", *terms)


def times(*terms: Node) -> Node:
    return terms[0] if len(terms) == 1 else node("times", *terms)


def minus(a: Node, b: Node) -> Node:
    return node("plus", a, node("times", number(-1), b))


def rebuilt(t: Node, children: Sequence[Any]) -> Node:
    return node(t.tag, *children)


def walk(t: Node, depth: int, touched: Callable[[Node, int], bool], leaf: Callable[[Node, tuple[Node, ...], int], Node]) -> Node:
    """Rebuild t, passing every application (its head and new arguments) to ``leaf``."""
    if not touched(t, depth):
        return t
    if t.tag == "app":
        return leaf(t.a[0], tuple(walk(x, depth, touched, leaf) for x in t.a[1:]), depth)
    if t.tag in BINDERS:
        return node(t.tag, t.a[0], walk(t.a[1], depth + 1, touched, leaf))
    return node(t.tag, *(walk(x, depth, touched, leaf) if type(x) is Node else x for x in t.a))


def shift(t: Node, by: int, cutoff: int = 0) -> Node:
    def leaf(head: Node, arguments: tuple[Node, ...], depth: int) -> Node:
        if head.tag == "bound" and head.a[0] >= depth:
            head = node("bound", head.a[0] + by, head.a[1])
        return app(head, *arguments)

    return t if not by else walk(t, cutoff, lambda u, d: any(k >= d for k in u.loose), leaf)


Value = tuple[tuple[str, ...], Node]  # parameters, body with parameter p of n as bound n-1-p


def fill(body: Node, values: Sequence[Value], depth: int = 0) -> Node:
    """Replace bound variable depth + k by values[k]."""

    def leaf(head: Node, arguments: tuple[Node, ...], d: int) -> Node:
        if head.tag != "bound" or head.a[0] < d:
            return app(head, *arguments)
        if head.a[0] >= d + len(values):
            return app(node("bound", head.a[0] - len(values), head.a[1]), *arguments)
        return applied(values[head.a[0] - d], arguments, d)

    return walk(body, depth, lambda u, d: any(k >= d for k in u.loose), leaf)


def applied(value: Value, arguments: tuple[Node, ...], depth: int = 0) -> Node:
    params, body = value
    if not params:
        return shift(body, depth)
    return fill(body, [((), a) for a in reversed(arguments)])


def opened(binder: Node, value: Value) -> Node:
    """The body of a binder at a value."""
    return fill(binder.a[1], (value,))


def eta(symbol: Node) -> Value:
    """A symbol as a value."""
    params: tuple[str, ...] = symbol.a[1][0]
    return params, app(symbol, *(app(node("bound", len(params) - 1 - k, ((), s))) for k, s in enumerate(params)))


def closed(body: Node, symbol: Node) -> Node:
    """The body of a binder over a symbol."""
    body = shift(body, 1)

    def leaf(head: Node, arguments: tuple[Node, ...], depth: int) -> Node:
        return app(node("bound", depth, symbol.a[1]), *arguments) if head is symbol else app(head, *arguments)

    return walk(body, 0, lambda u, _: symbol in u.free, leaf)


def substitute(t: Node, values: dict[Node, Value]) -> Node:
    """Replace symbols by values, all at once."""

    def leaf(head: Node, arguments: tuple[Node, ...], depth: int) -> Node:
        return applied(values[head], arguments) if head in values else app(head, *arguments)

    names = frozenset(values)
    return walk(t, 0, lambda u, _: not names.isdisjoint(u.free), leaf)


def rename(t: Node, where: dict[Node, Node]) -> Node:
    """Replace index and number symbols by terms."""
    return substitute(t, {s: ((), x) for s, x in where.items()})


def summed(body: Node, over: Sequence[Node]) -> Node:
    """The sum of a body over symbols."""
    for symbol in reversed(over):
        body = node("sum", symbol.a[1], closed(body, symbol))
    return body


def exchanged(t: Node, where: dict[Node, Node]) -> Node:
    """Replace closed sub-terms."""
    if t in where:
        return where[t]
    children = tuple(exchanged(x, where) if type(x) is Node and x.tag not in ("symbol", "bound") else x for x in t.a)
    return t if all(a is b for a, b in zip(children, t.a, strict=True)) else node(t.tag, *children)


class Tables:
    """The tables of a certificate: sorts, symbols, nodes."""

    def __init__(self, document: Json) -> None:
        self.sorts: Json = document["sorts"]
        self.symbols = {name: node("symbol", name, self.type(t)) for name, t in document["symbols"].items()}
        self.formulas: list[Node] = []
        for t in document["nodes"]:
            self.formulas.append(self.node(t, ()))

    def type(self, t: Json) -> Type:
        return tuple(t[0]), t[1]

    def node(self, t: Json, bound: tuple[tuple[str, Type], ...]) -> Node:
        if type(t) is int:
            return self.formulas[t]
        tag, *rest = t
        match tag:
            case "number":
                return number(Fraction(rest[0]))
            case "card":
                return node("card", rest[0])
            case "app":
                return app(self.symbols[rest[0]], *(self.node(a, bound) for a in rest[1:]))
            case "bound":
                depth = next(d for d, (name, _) in enumerate(reversed(bound)) if name == rest[0])
                return app(node("bound", depth, bound[-1 - depth][1]), *(self.node(a, bound) for a in rest[1:]))
            case "sum" | "forall" | "exists":
                type_ = self.type(rest[1])
                return node(tag, type_, self.node(rest[2], (*bound, (rest[0], type_))))
            case _:
                return node(tag, *(self.node(c, bound) for c in rest))

    def value(self, v: Json) -> Any:
        """A parameter of a rule; the value of a symbol becomes a ``Value``."""
        match v:
            case {"fraction": text}:
                return Fraction(text)
            case {"formula": n}:
                return self.formulas[n]
            case {"term": t}:
                return self.node(t, ())
            case {"symbol": name}:
                return self.symbols[name]
            case {"sort": name}:
                return name
            case {"lambda": params, "body": body}:
                names = tuple((n, ((), s)) for n, s in params)
                return tuple(s for _, s in params), self.node(body, names)
            case {"map": items}:
                return {self.value(k): self.value(x) for k, x in items}
            case list():
                return tuple(self.value(x) for x in v)
            case bool() | str() | int():
                return v
            case _:
                raise NotExported(f"unknown kind of parameter: {v!r}")

    def constant(self, symbol: Node) -> bool:
        """Constructors and the embedding of the naturals."""
        params, result = symbol.a[1]
        name = symbol.a[0].partition("~")[0]
        if name == "nat" and result == "Real" and len(params) == 1 and self.sorts[params[0]].get("constructors") == NAT:
            return True
        own = [None if p == result else p for p in params]
        constructors: Json = self.sorts[result].get("constructors", {})
        return bool(constructors.get(name, 0) == own)

    def finite(self, sort: str) -> bool:
        """A finite type with an element."""
        return bool(self.sorts[sort]["kind"] == "finite")

    def parameters(self, sort: str) -> list[str]:
        """The finite types that a sort is or is made of."""
        entry = self.sorts[sort]
        if entry["kind"] != "free":
            return [] if entry["kind"] == "numbers" else [sort]
        found: list[str] = []
        for arguments in entry["constructors"].values():
            for argument in arguments:
                if argument is not None:
                    found += [s for s in self.parameters(argument) if s not in found]
        return found


def nested(terms: Iterable[Node]) -> Node:
    """x1 * (x2 * (… * 1)), as prodl unfolds."""
    out: Node = number(1)
    for x in reversed(list(terms)):
        out = node("times", x, out)
    return out


def match(pattern: Node, t: Node, n: int, depth: int, found: dict[int, Node]) -> bool:
    """Whether t is the pattern with its outer bound variables (n of them, under depth binders) replaced by terms."""
    if pattern.tag == "app" and pattern.a[0].tag == "bound" and depth <= pattern.a[0].a[0] < depth + n and len(pattern.a) == 1:
        k = pattern.a[0].a[0] - depth
        if k in found:
            return found[k] is t
        if t.loose or t.tag != "app" or t.a[0].a[1][1] != pattern.a[0].a[1][1]:
            return False
        found[k] = t
        return True
    if not any(k >= depth for k in pattern.loose):
        return pattern is t
    if pattern.tag != t.tag or len(pattern.a) != len(t.a):
        return False
    inner = depth + 1 if pattern.tag in ("sum", "forall", "exists") else depth
    for x, y in zip(pattern.a, t.a, strict=True):
        if type(x) is Node and type(y) is Node and x.tag not in ("symbol", "bound"):
            if not match(x, y, n, inner, found):
                return False
        elif x is not y and x != y:
            return False
    return True


def trees(nodes: Json) -> list[Json]:
    """The formulas and terms of a certificate as trees: a number stands for one before."""
    found: list[Json] = []

    def tree(t: Json) -> Json:
        return found[t] if type(t) is int else [tree(x) if isinstance(x, int | list) else x for x in t]

    for t in nodes:
        found.append(tree(t))
    return found
