"""Coq proofs of equalities: why a term is equal to its canonical term, and why a term is zero.

What is proved on the way is asserted as soon as it is needed, in the outermost scope where it makes sense: ``Scope`` is the inside
of a sum (an index is in context) or of a condition.  A leaf is an identity of polynomials over whatever cannot be taken apart, with
the equalities of those parts as rules, decided by computation (``rg`` of the library).
"""

from collections.abc import Iterable
from fractions import Fraction
from itertools import count

from . import NotExported, factors, sums
from .leaves import Leaf
from .nodes import Node, Tables, Type, app, fill, match, node, number, opened, plus, times
from .polynomials import Normal, Poly, add, scaled
from .scopes import Condition, Hypothesis, Pattern, Scope
from .text import Text, projection


class Prover:
    """Proves equalities under hypotheses, in the context of one lemma."""

    def __init__(self, tables: Tables, normal: Normal, text: Text, names: "count[int]", hypotheses: Iterable[Hypothesis]) -> None:
        self.tables, self.normal, self.text, self._names = tables, normal, text, names
        self.hypotheses = list(hypotheses)
        self.scopes = [Scope()]
        self._patterns: list[Pattern] = []
        self._known: dict[Node, str] = {}
        self._busy: set[tuple[str, Node]] = set()
        for formula, proof in self.hypotheses:
            self._known.setdefault(formula, proof)
            self._learn(formula, proof, [], [])

    # ---- what the hypotheses say --------------------------------------------------------------------------------------------

    def _learn(self, f: Node, proof: str, types: list[Type], conditions: list[Condition]) -> None:
        """Patterns of a hypothesis; its indices are bound variables that count from the outermost."""
        if f.tag == "and":
            for n, part in enumerate(f.a):
                self._learn(part, projection(proof, n, len(f.a)), types, conditions) if not types and not conditions else None
        elif f.tag == "forall" and not f.a[0][0]:
            self._learn(f.a[1], proof, [*types, f.a[0]], conditions)
        elif f.tag == "implies" and len(conditions) < 2:
            self._learn(f.a[1], proof, types, [*conditions, (f.a[0], len(types))])
        elif f.tag == "ne" and f.a[1] is number(0):
            self._patterns.append(Pattern(proof, types, conditions, "ne", f.a[0]))
        elif f.tag == "lt" and f.a[0] is number(0):
            self._patterns.append(Pattern(proof, types, conditions, "lt", f.a[1]))

    def name(self, prefix: str = "H") -> str:
        return f"{prefix}{next(self._names)}"

    # ---- facts: t ≠ 0, 0 < t --------------------------------------------------------------------------------------------------

    def fact(self, tag: str, t: Node) -> str | None:
        """A proof of t ≠ 0 ("ne") or 0 < t ("lt")."""
        for scope in reversed(self.scopes):
            known = scope.facts.get((tag, t))
            if known:
                return known
            if tag == "ne" and ("lt", t) in scope.facts:
                return f"(pos_ne _ {scope.facts['lt', t]})"
        if (tag, t) in self._busy:
            return None
        self._busy.add((tag, t))
        try:
            return self._fact(tag, t)
        finally:
            self._busy.discard((tag, t))

    def _fact(self, tag: str, t: Node) -> str | None:
        if tag == "ne":
            found = self._nonzero(t)
            if found:
                return found
        else:
            found = self.positive(t)
            if found:
                return found
        return self._matched(tag, t) or self._derived(tag, t)

    def _nonzero(self, t: Node) -> str | None:
        positive = self.positive(t)
        if positive:
            return f"(pos_ne _ {positive})"
        if t.tag == "number" and t.a[0]:
            return f"(ltac:(lra) : {self.text.term(t)} <> 0)"
        if t.tag == "inverse":
            inside = self.fact("ne", t.a[0])
            return inside and f"(Rinv_neq_0_compat _ {inside})"
        if t.tag == "pow":
            inside = self.fact("ne", t.a[0])
            return inside and f"(pow_ne _ {t.a[1]} {inside})"
        if t.tag == "times":
            parts = [self.fact("ne", x) for x in t.a]
            if all(parts):
                proof = str(parts[0])
                for p in parts[1:]:
                    proof = f"(Rmult_integral_contrapositive_currified _ _ {proof} {p})"
                return proof
        return None

    def positive(self, t: Node) -> str | None:
        """A proof of 0 < t by its form, and by the facts about what is in it."""
        match t.tag:
            case "number":
                return f"(ltac:(lra) : 0 < {self.text.term(t)})" if t.a[0] > 0 else None
            case "exp":
                return f"(exp_pos {self.text.term(t.a[0])})"
            case "card":
                return f"(card_pos {self.text.sort(t.a[0])})" if self.tables.finite(t.a[0]) else None
            case "inverse":
                inside = self.fact("lt", t.a[0])
                return inside and f"(Rinv_0_lt_compat _ {inside})"
            case "pow":
                inside = self.fact("lt", t.a[0])
                return inside and f"(pow_lt _ {t.a[1]} {inside})"
            case "plus" | "times":
                proof = ""
                for x in t.a:
                    inside = self.fact("lt", x)
                    if not inside:
                        return None
                    lemma = "Rplus_lt_0_compat" if t.tag == "plus" else "Rmult_lt_0_compat"
                    proof = f"({lemma} _ _ {proof} {inside})" if proof else inside
                return proof
            case "sum":
                sort = t.a[0][1]
                if not self.tables.finite(sort):
                    return None
                i = self.normal.variable(sort)
                self.scopes.append(Scope(i))
                inside = self.fact("lt", opened(t, ((), app(i))))
                out = self.scopes.pop().out
                if inside and not out:
                    s = self.text.sort(sort)
                    return f"(sum_pos {s} _ (fun {self.text.names.symbol(i)} : {s} => {inside}))"
                return None
            case _:
                return None

    def _matched(self, tag: str, t: Node) -> str | None:
        for p in self._patterns:
            if p.tag != tag and not (tag == "ne" and p.tag == "lt"):
                continue
            found: dict[int, Node] = {}
            n = len(p.types)
            if not match(p.term, t, n, 0, found) or len(found) != n:
                continue
            values = [found[k] for k in range(n)]  # bound k counts from the inside
            proof = p.proof + "".join(f" {self.text.term(v)}" for v in reversed(values))
            conditions = [self._condition(c, depth, values, n) for c, depth in p.conditions]
            if not all(conditions):
                continue
            proof = f"({' '.join([proof, *map(str, conditions)])})" if values or conditions else proof
            return f"(pos_ne _ {proof})" if p.tag != tag else proof
        return None

    def _condition(self, c: Node, depth: int, values: list[Node], n: int) -> str | None:
        formula = fill(c, [((), v) for v in values[n - depth :]])
        return self.prove(formula)

    def prove(self, formula: Node) -> str | None:
        """A proof of a formula by a hypothesis, or of a comparison with zero."""
        known = self._known.get(formula)
        if known:
            return known
        if formula.tag == "ne" and formula.a[1] is number(0):
            return self.fact("ne", formula.a[0])
        if formula.tag == "lt" and formula.a[0] is number(0):
            return self.fact("lt", formula.a[1])
        return None

    def _derived(self, tag: str, t: Node) -> str | None:
        """A factor of something that a hypothesis without variables says is not zero."""
        if tag == "lt":
            for p in self._patterns:
                if p.tag == "lt" and not p.types and not p.conditions and p.term is not t and self.canonical(p.term) is t:
                    return f"(lt_eq _ _ {self.eq(p.term)} {p.proof})"
        if tag != "ne" or len(self._busy) > 6:
            return None
        for p in self._patterns:
            if not p.types and not p.conditions and not p.term.loose and p.term is not t:
                poly = self.normal.poly(p.term)
                if not poly:
                    continue
                found = self.normal.content(poly)
                if any(self.normal.atom_term(x) is t for x, _ in found.atoms) or self.normal.term(found.core) is t:
                    if (("learned", p.term)) in self._busy:
                        continue
                    self._busy.add(("learned", p.term))
                    try:
                        proof = p.proof if p.tag == "ne" else f"(pos_ne _ {p.proof})"
                        factors.note_factors(self, p.term, proof)
                    finally:
                        self._busy.discard(("learned", p.term))
                    for scope in reversed(self.scopes):
                        if ("ne", t) in scope.facts:
                            return scope.facts["ne", t]
        return None

    # ---- equalities -------------------------------------------------------------------------------------------------------

    def scope_of(self, t: Node) -> Scope:
        """The outermost scope in which a term makes sense."""
        for scope in reversed(self.scopes):
            if scope.conditional or (scope.variable is not None and scope.variable in t.free):
                return scope
        return self.scopes[0]

    def canonical(self, t: Node) -> Node:
        return self.normal.term(self.normal.poly(t))

    def eq(self, t: Node) -> str:
        """The name of a proof of  t = its canonical term."""
        to = self.canonical(t)
        if to is t:
            return f"(eq_refl {self.text.term(t)})"
        for scope in reversed(self.scopes):
            if t in scope.equal:
                return scope.equal[t]
        target = self.scope_of(t)
        at = self.scopes.index(target)
        inner, self.scopes[at + 1 :] = self.scopes[at + 1 :], []
        try:
            proof = self.explain(t, to)
            name = self.name()
            target.out.append(f"assert ({name} : {self.text.term(t)} = {self.text.term(to)}). {{ {proof} }}")
            target.equal[t] = name
        finally:
            self.scopes.extend(inner)
        return name

    def leaf(self, left: Node, right: Node) -> str:
        """A proof of left = right, an identity of polynomials after rewriting what is in them."""
        return Leaf(self).proof(left, right)

    def conditional(self, t: Node) -> Node | None:
        """The logarithm in a product that exists only if the rest of the product is not zero."""
        return factors.conditional_log(self, t)

    def explain(self, t: Node, to: Node) -> str:
        """A tactic that proves t = to, its canonical term."""
        match t.tag:
            case "inverse":
                return factors.inverse_is(self, t, to)
            case "exp":
                return factors.exp_is(self, t, to)
            case "log":
                return factors.log_is(self, t, to)
            case "sum":
                return sums.sum_is(self, t, to)
            case "app":
                return factors.function_is(self, t, to)
            case "delta":
                if t.a[0] is t.a[1]:
                    return "apply delta_refl."
                return "apply delta_sym."
            case "times" if self.conditional(t) is not None:
                return factors.product_is(self, t, to)
            case _:
                return f"exact {self.leaf(t, to)}."

    # ---- inverses -----------------------------------------------------------------------------------------------------------

    def listed(self, terms: Iterable[Node]) -> str:
        return f"[{'; '.join(self.text.term(x) for x in terms)}]"

    # ---- exponentials and logarithms ------------------------------------------------------------------------------------------

    # ---- functions ------------------------------------------------------------------------------------------------------------

    # ---- sums -------------------------------------------------------------------------------------------------------------------

    # ---- zero ------------------------------------------------------------------------------------------------------------------

    def zero(self, t: Node, finish: bool = True) -> str:
        """A tactic that proves t = 0, or leaves it to prove that its canonical term is 0; the assertions are in the scope's out."""
        p = self.normal.poly(t)
        to = self.normal.term(p)
        first = "eq_refl" if to is t else self.leaf_or_eq(t, to)
        if not p:
            return f"exact {first}."
        return f"refine (eq_trans {first} _). {self.vanishes(p) if finish else ''}"

    def leaf_or_eq(self, t: Node, to: Node) -> str:
        return self.leaf(t, to) if t.tag in ("plus", "times", "number") and self.conditional_free(t) else self.eq(t)

    def conditional_free(self, t: Node) -> bool:
        return t.tag != "times" or self.conditional(t) is None

    def vanishes(self, p: Poly) -> str:
        """A tactic that proves the canonical term of p is 0, by clearing denominators."""
        inverses = sorted({x for m in p for x, _ in m if x.tag == "I" and x.a[0]})
        for x in inverses:
            core = dict(x.a[0])
            power = max(int(dict(m).get(x, 0)) for m in p)
            numerator: Poly = {}
            cleared: list[Node] = []

            d = self.normal.term(core)
            for m, c in sorted(p.items()):
                k = power - int(dict(m).get(x, 0))
                others = tuple(f for f in m if f[0] is not x)
                numerator = add(numerator, scaled(self.normal.multiply({others: Fraction(1)}, *[core] * k), c))
                factors = [self.normal.scaled_term(c, others)] + ([node("pow", d, k)] if k else [])
                cleared.append(times(*factors))
            fact = self.fact("ne", d)
            if not fact:
                continue
            middle = plus(*cleared)
            t = self.normal.term(p)
            result = self.normal.term(numerator)
            one = Leaf(self, opaque={d: None}).proof(times(node("pow", d, power), t), middle)
            two = self.leaf(middle, result)
            end = "reflexivity." if not numerator else self.vanishes(numerator)
            return (
                f"apply (clear_power {self.text.term(d)} {power}%nat); [exact {fact}|]. refine (eq_trans {one} (eq_trans {two} _)). {end}"
            )
        raise NotExported(f"an equation is not regenerated: {self.text.term(self.normal.term(p))} is not seen to be 0")
