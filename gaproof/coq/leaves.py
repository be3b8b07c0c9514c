"""Leaves of proofs of equalities: identities of polynomials over values that are not taken apart, decided by computation in Coq."""

import re
from typing import TYPE_CHECKING

from .nodes import Node, node
from .text import coefficient

if TYPE_CHECKING:
    from .identities import Prover

PLACE = re.compile("@([0-9]+)")  # the number of a value, until their order is known


class Leaf:
    """One identity of polynomials: the values, the rules, the two sides."""

    def __init__(self, prover: "Prover", opaque: dict[Node, None] | None = None) -> None:
        self.p = prover
        self.opaque = opaque or {}
        self.values: dict[Node, int] = {}
        self.rules: list[tuple[str, str, str]] = []

    def proof(self, left: Node, right: Node, whole: Node | None = None, rewrite: bool = True) -> str:
        self.whole = whole
        one, two = self.expression(left, rewrite), self.expression(right, rewrite)
        self._cancel()
        values = self._ordered()
        if not self.rules:
            return self._numbered(f"(rg0 {values} {one} {two} eq_refl)")
        rules = "; ".join(f"({a}, {b})" for a, b, _ in self.rules)
        proofs = [h for _, _, h in self.rules]
        together = proofs[-1]
        for h in reversed(proofs[:-1]):
            together = f"(conj {h} {together})"
        return self._numbered(f"(rg {values} [{rules}] {one} {two} {together} eq_refl)")

    def _ordered(self) -> str:
        """The values, each followed by its inverse if that is there: rules about products need neighbours."""
        order: list[Node] = []
        for t in self.values:
            if not (t.tag == "inverse" and t.a[0] in self.values):
                order.append(t)
                while (t := node("inverse", t)) in self.values:
                    order.append(t)
        self.order = {self.values[t]: n for n, t in enumerate(order, 1)}
        return self.p.listed(order)

    def _numbered(self, text: str) -> str:
        return PLACE.sub(lambda m: str(self.order[int(m[1])]), text)

    def variable(self, t: Node) -> int:
        """The number of a value; a root exp (log D / d) comes with the rule that its power is D."""
        if t not in self.values:
            self.values[t] = len(self.values) + 1
            e = t.a[0] if t.tag == "inverse" else t
            if e.tag == "exp" and e.a[0].tag == "times" and len(e.a[0].a) == 2 and e.a[0].a[0].tag == "log" and t not in self.opaque:
                log, part = e.a[0].a
                if part.tag == "number" and part.a[0].numerator == 1 and part.a[0].denominator > 1:
                    positive = self.p.fact("lt", log.a[0])
                    if positive:
                        d = part.a[0].denominator
                        inverted = t.tag == "inverse"
                        target = self.p.canonical(node("inverse", log.a[0])) if inverted else self.p.canonical(log.a[0])
                        proof = f"(exp_root{'_inv' if inverted else ''} {self.p.text.term(log.a[0])} {d} {positive})"
                        if inverted:
                            proof = f"(eq_trans {proof} {self.p.eq(node('inverse', log.a[0]))})"
                        self.rules.append((f"(pw (pv @{self.values[t]}) {d}%N)", self.expression(target), proof))
        return self.values[t]

    def expression(self, t: Node, rewrite: bool = True) -> str:
        tag, a = t.tag, t.a
        if t not in self.opaque or t is getattr(self, "whole", None):
            if tag == "number":
                return coefficient(a[0])
            if tag in ("plus", "times") and (
                tag == "plus" or t is getattr(self, "whole", None) or not rewrite or self.p.conditional(t) is None
            ):
                out = self.expression(a[0], rewrite)
                for x in a[1:]:
                    out = f"({'pa' if tag == 'plus' else 'pm'} {out} {self.expression(x, rewrite)})"
                return out
            if tag == "pow":
                return f"(pw {self.expression(a[0], rewrite)} {a[1]}%N)"
        if t in self.values:
            return f"(pv @{self.values[t]})"
        if rewrite and t not in self.opaque and (tag != "delta" or a[0] is a[1]):
            to = self.p.canonical(t)
            if to is not t:
                h = self.p.eq(t)
                n = self.variable(t)
                self.rules.append((f"(pv @{n})", self.expression(to), h))
                return f"(pv @{n})"
        n = self.variable(t)
        if tag == "delta":
            x, y = (self.p.text.term(s) for s in a)
            swapped = node("delta", a[1], a[0])
            if swapped in self.values:
                self.rules.append((f"(pv @{n})", f"(pv @{self.values[swapped]})", f"(delta_sym {x} {y})"))
                return f"(pv @{n})"
            self.rules.append((f"(pm (pv @{n}) (pv @{n}))", f"(pv @{n})", f"(delta_sq {x} {y})"))
        return f"(pv @{n})"

    def _cancel(self) -> None:
        for t in list(self.values):
            if t.tag == "inverse" and t.a[0] in self.values:
                fact = self.p.fact("ne", t.a[0])
                if fact:
                    n, k = self.values[t.a[0]], self.values[t]
                    self.rules.append((f"(pm (pv @{n}) (pv @{k}))", "(pc 1 1)", f"(Rinv_r {self.p.text.term(t.a[0])} {fact})"))
