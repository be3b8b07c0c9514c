"""Kernel terms and formulas as graphs of array operations."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, final

from ..proof.syntax import (
    EMBED,
    FINITE,
    FREE,
    MAYBE_EMPTY,
    NAT,
    REAL,
    SUCC,
    ZERO_NAT,
    And,
    App,
    Bound,
    Card,
    Delta,
    Eq,
    Exists,
    Exp,
    ForAll,
    Implies,
    Inverse,
    Le,
    Log,
    Lt,
    Ne,
    Node,
    Number,
    Plus,
    Sum,
    Times,
)  # fmt: skip
from .nodes import Axis, Graph, RealiseError, Use
from .products import exponential, fraction, logarithm, total


@final
class Builder(Graph):
    """Reads terms; every rule of the fragment is a case."""

    def term(self, t: Node, env: tuple[Axis, ...] = ()) -> Use:
        asked = t, env[len(env) - t.loose :]  # its bound variables, and no others, say what it is
        found = self.read.get(asked)
        if found is None:
            found = self.read[asked] = self._term(t, env)
        return found

    def _term(self, t: Node, env: tuple[Axis, ...]) -> Use:
        match t:
            case Number():
                return self.make("number", (), t.value)
            case Card():
                return self.make("card", (), t.over)
            case App():
                return self.applied(t, env)
            case Delta():
                return self.make("delta", [self.term(c, env) for c in t.children])
            case Plus():
                return self.linear([self.signed(c, env) for c in t.children])
            case Times() | Inverse():
                return fraction(self, t, env)
            case Exp():
                return exponential(self, t, env)
            case Log():
                return logarithm(self, t, env)
            case Sum():
                return total(self, t, env)
            case Eq() | Ne() | Le() | Lt() | And() | Implies():
                return self.make(t.tag, [self.term(c, env) for c in t.children])
            case ForAll() | Exists():
                return self.quantified(t, env)
        raise RealiseError(f"{t!r} has no reading as arrays")

    def signed(self, t: Node, env: tuple[Axis, ...]) -> tuple[Fraction, Use]:
        if isinstance(t, Times):
            c, rest = Fraction(1), []
            for factor in t.children:
                if isinstance(factor, Number):
                    c *= factor.value
                else:
                    rest.append(factor)
            if rest and len(rest) < len(t.children):
                return c, self.term(rest[0] if len(rest) == 1 else Times(*rest), env)
        return Fraction(1), self.term(t, env)

    def applied(self, t: App, env: tuple[Axis, ...]) -> Use:
        head, sort = t.head, t.sort
        if isinstance(head, Bound):
            if head.type.params or sort == REAL:
                raise RealiseError("a quantifier over numbers, fields or functions has no reading as arrays — take the variable out first")
            return self.index(env[-1 - head.index])
        if head == ZERO_NAT:
            return self.make("natural", (), 0)
        if head in (SUCC, EMBED):
            return self.make("succ" if head == SUCC else "embed", [self.term(c, env) for c in t.children])
        if sort.kind == FREE and sort != NAT:
            raise RealiseError(f"{head.name} is an element of {sort.name}, which has no numbers for its elements — only Nat has arrays")
        if head in self.open:
            return self.index(self.open[head])
        args = [self.term(c, env) for c in t.children]
        if any(p.kind not in (FINITE, MAYBE_EMPTY) for p in head.type.params):
            return self.make("call", args, head)
        if all(a.op.kind == "iota" for a in args):
            return self.entry(head, [a.axes[0] for a in args])
        return self.make("gather", args, head)

    def quantified(self, t: Any, env: tuple[Axis, ...]) -> Use:
        axis = self.bound(t.type)
        body = self.term(t.children[0], (*env, axis))
        if axis in body.axes:
            return self.make(t.tag, [body], reduced=(axis,))
        return self.make("vacuous", [body], (t.tag, self.sorts[axis]))
