"""Coq proofs of equalities: why a term is equal to its canonical term, and why a term is zero.

What is proved on the way is asserted as soon as it is needed, in the outermost scope where it makes sense: ``Scope`` is the inside
of a sum (an index is in context) or of a condition.  A leaf is an identity of polynomials over whatever cannot be taken apart, with
the equalities of those parts as rules, decided by computation (``rg`` of the library).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import count

from . import NotExported
from .nodes import Node, Tables, app, eta, exchanged, fill, node, number, opened, plus, rename, substitute, summed, times
from .polynomials import ONE, Normal, Poly
from .text import Text, plain

PLACE = re.compile("@([0-9]+)")  # the number of a value, until their order is known
Hypothesis = tuple[Node, str]  # a formula and its proof


class Scope:
    """Assertions in order, what they say of terms, and the index or condition that the scope is under."""

    def __init__(self, variable: Node | None = None, conditional: bool = False) -> None:
        self.variable, self.conditional = variable, conditional
        self.out: list[str] = []
        self.equal: dict[Node, str] = {}
        self.facts: dict[tuple[str, Node], str] = {}


class Pattern:
    """A hypothesis ∀ indices, conditions → comparison with zero."""

    def __init__(self, proof: str, types: list[object], conditions: list[Node], tag: str, term: Node) -> None:
        self.proof, self.types, self.conditions, self.tag, self.term = proof, types, conditions, tag, term


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

    def _learn(self, f: Node, proof: str, types: list[object], conditions: list[Node]) -> None:
        """Patterns of a hypothesis; its indices are bound variables that count from the outermost."""
        if f.tag == "and":
            for n, part in enumerate(f.a):
                self._learn(part, projection(proof, n, len(f.a)), types, conditions) if not types and not conditions else None
        elif f.tag == "forall" and not f.a[0][0]:
            self._learn(f.a[1], proof, [*types, f.a[0]], conditions)
        elif f.tag == "implies" and len(conditions) < 2:
            self._learn(f.a[1], proof, types, [*conditions, (f.a[0], len(types))])  # type: ignore[list-item]
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
            conditions = [self._condition(c, depth, values, n) for c, depth in p.conditions]  # type: ignore[misc]
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
                        self.note_factors(p.term, proof)
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
        return _Leaf(self).proof(left, right)

    def explain(self, t: Node, to: Node) -> str:
        """A tactic that proves t = to, its canonical term."""
        match t.tag:
            case "inverse":
                return self._inverse(t, to)
            case "exp":
                return self._exp(t, to)
            case "log":
                return self._log(t, to)
            case "sum":
                return self._sum(t, to)
            case "app":
                return self._function(t, to)
            case "delta":
                if t.a[0] is t.a[1]:
                    return "apply delta_refl."
                return "apply delta_sym."
            case "times" if self.conditional_log(t) is not None:
                return self._conditional(t, to)
            case _:
                return f"exact {self.leaf(t, to)}."

    # ---- inverses -----------------------------------------------------------------------------------------------------------

    def factor_terms(self, t: Node) -> tuple[Fraction, list[Node]]:
        """c and the factors of the content of a term, with repetition."""
        found = self.normal.content(self.normal.poly(t))
        out = self.atoms_as_terms(found.atoms)
        if found.core != ONE:
            out.append(self.normal.term(found.core))
        return found.c, out

    def atoms_as_terms(self, atoms: Iterable[tuple[Node, Fraction]]) -> list[Node]:
        out = []
        for x, e in atoms:
            n = self.normal.integer(x, e)
            base = self.normal.atom_term(x)
            out += [base if n > 0 else node("inverse", base)] * abs(n)
        return out

    def listed(self, terms: Iterable[Node]) -> str:
        return f"[{'; '.join(self.text.term(x) for x in terms)}]"

    def _inverse(self, t: Node, to: Node) -> str:
        a = t.a[0]
        if a.tag == "inverse" and self.canonical(a.a[0]) is a.a[0] and self.canonical(t) is a.a[0]:
            return f"exact (Rinv_inv {self.text.term(a.a[0])})."
        if not self.normal.poly(a):
            return f"exact (f_equal Rinv {self.eq(a)})."
        if node("inverse", self.canonical(a)) is to:
            self.note_nonzero(a)
            return f"exact (f_equal Rinv {self.eq(a)})."
        c, factors = self.factor_terms(a)
        product = self.factored(a, c, factors)
        self.note_nonzero(a, product, c, factors)
        unit = f"(rg0 [] (pm {coefficient(c)} {coefficient(1 / c)}) (pc 1 1) eq_refl)"
        whole = times(number(1 / c), nested([node("inverse", x) for x in factors]))
        step = f"(inv_factors _ {self.text.term(number(c))} {self.text.term(number(1 / c))} {self.listed(factors)} {product} {unit})"
        return f"exact (eq_trans {step} {self.leaf(whole, to)})."

    def factored(self, a: Node, c: Fraction, factors: list[Node]) -> str:
        """A name for the proof of a = c * prodl factors."""
        name = self.name()
        proof = self.leaf(a, times(number(c), nested(factors)))
        target = self.scope_of(a)
        said = f"{self.text.term(a)} = {self.text.term(number(c))} * prodl {self.listed(factors)}"
        target.out.append(f"assert ({name} : {said}). {{ exact {proof}. }}")
        return name

    def note_nonzero(self, a: Node, product: str = "", c: Fraction = Fraction(1), factors: Sequence[Node] = ()) -> None:
        """Remember that the factors of a are not zero, if a is known not to be."""
        proof = self.fact("ne", a)
        if proof:
            self.note_factors(a, proof, product, c, factors)

    def note_factors(self, a: Node, proof: str, product: str = "", c: Fraction = Fraction(1), factors: Sequence[Node] = ()) -> None:
        target = self.scope_of(a)
        if ("factors", a) in target.facts:
            return
        target.facts["factors", a] = proof
        if not product:
            c, factors = self.factor_terms(a)
            if len(factors) == 1 and factors[0] is a:
                return
            product = self.factored(a, c, list(factors))
        name = self.name("N")
        target.out.append(
            f"assert ({name} : forall n, nth n {self.listed(factors)} 1 <> 0). "
            f"{{ exact (factors_ne _ {self.text.term(number(c))} _ {product} {proof}). }}"
        )
        for n, x in enumerate(factors):
            target.facts["ne", x] = f"({name} {n}%nat : {self.text.term(x)} <> 0)"
            if x.tag == "inverse":
                target.facts["ne", x.a[0]] = f"(inv_ne _ ({name} {n}%nat))"

    # ---- exponentials and logarithms ------------------------------------------------------------------------------------------

    def _exp(self, t: Node, to: Node) -> str:
        a = t.a[0]
        if a.tag == "log" and self.canonical(a) is a:
            positive = self.fact("lt", a.a[0])
            if not positive:
                raise NotExported("exp (log x) without a proof of 0 < x")
            return f"exact (exp_ln {self.text.term(a.a[0])} {positive})."
        p = self.normal.poly(a)
        pairs: list[tuple[int, Node]] = []
        for m, c in sorted(p.items()):
            if self.normal.logarithm_in(m, c) is not None:
                pairs.append((int(c), self.normal.atom_term(m[0][0])))
            else:
                k = c * self.normal.denominator
                if k.denominator != 1:
                    raise NotExported("a rational exponent")
                pairs.append((int(k), self.normal.exponent(m)))
        if len(pairs) == 1 and pairs[0][0] == 1 and node("exp", pairs[0][1]) is to:
            return f"exact (f_equal exp {self.leaf(a, pairs[0][1])})."
        linear: Node = number(0)
        whole: Node = number(1)
        for k, x in reversed(pairs):
            linear = node("plus", node("times", number(k), x), linear)
            e = node("exp", x)
            whole = node("times", node("pow", e if k > 0 else node("inverse", e), abs(k)), whole)
        listed = "; ".join(f"(({k})%Z, {self.text.term(x)})" for k, x in pairs)
        step = f"(exp_lin {self.text.term(a)} [{listed}] {self.leaf(a, linear)})"
        return f"exact (eq_trans {step} {self.leaf(whole, to)})."

    def _log(self, t: Node, to: Node) -> str:
        a = t.a[0]
        if a.tag == "exp":
            return f"exact (eq_trans (ln_exp {self.text.term(a.a[0])}) {self.eq(a.a[0])})."
        if a.tag == "number" and a.a[0] == 1:
            return "exact ln_1."
        p = self.normal.poly(a)
        if not p or node("log", self.normal.term(p)) is to:
            positive = self.fact("lt", a)
            equal = self.eq(a)
            if positive:
                self.scope_of(a).facts["lt", self.normal.term(p)] = f"(lt_eq _ _ {equal} {positive})"
            return f"exact (f_equal ln {equal})."
        if a.tag == "inverse" and self.canonical(a.a[0]) is a.a[0] and (a.a[0].tag == "number" or self.canonical(a) is a):
            positive = self.fact("lt", a.a[0])
            if positive:
                return f"exact (eq_trans (ln_inverse {self.text.term(a.a[0])} {positive}) {self.leaf(minus_log(a.a[0]), to)})."
        primes, good, rest = self.normal.log_factors(p)
        factors = [number(q) if e > 0 else node("inverse", number(q)) for q, e in primes]
        factors += self.atoms_as_terms(good)
        facts = [self.positive(x) for x in factors]
        if not all(facts):
            raise NotExported("a factor of a logarithm is not positive by its form")
        pairs = list(zip(factors, map(str, facts), strict=True))
        if rest != ONE:
            r = self.normal.term(rest)
            whole = self.fact("lt", a)
            if not whole:
                raise NotExported(f"a logarithm is taken apart without a proof that it exists: {self.text.term(a)}")
            name = self.name("P")
            target = self.scope_of(a)
            others = self.listed(factors)
            product = self.leaf(a, times(r, nested(factors)))
            target.out.append(
                f"assert ({name} : 0 < {self.text.term(r)}). {{ exact (first_pos _ _ {others} {product} {whole} {conj(facts)}). }}"
            )
            target.facts["lt", r] = name
            if r.tag == "inverse":
                target.facts["lt", r.a[0]] = f"(inv_pos _ {name})"
            pairs.insert(0, (r, name))
        if len(pairs) == 1 and pairs[0][0] is not a:
            x = pairs[0][0]
            return f"exact (eq_trans (f_equal ln {self.leaf(a, x)}) {self.leaf(node('log', x), to)})."
        if len(pairs) == 1:
            raise NotExported(f"a logarithm that stays what it is: {self.text.term(t)} = {self.text.term(to)}")
        terms = [x for x, _ in pairs]
        split = f"(ln_factors _ {self.listed(terms)} {self.leaf(a, nested(terms))} {conj(p for _, p in pairs)})"
        total: Node = number(0)
        for x in reversed(terms):
            total = node("plus", node("log", x), total)
        return f"exact (eq_trans {split} {self.leaf(total, to)})."

    def conditional_log(self, t: Node) -> Node | None:
        """The logarithm in a product that needs the condition that the rest is not zero."""
        logs = [x for x in t.a if x.tag == "log"]
        if len(logs) != 1:
            return None
        (log,) = logs
        a = log.a[0]
        if a.tag == "exp" or not self.normal.poly(a) or node("log", self.canonical(a)) is self.canonical(log):
            return None
        if self.positive_canonical(a) or self.fact("lt", a):
            return None
        return log if self._given(t, log) is not None else None

    def positive_canonical(self, a: Node) -> bool:
        _, _, rest = self.normal.log_factors(self.normal.poly(a))
        return rest == ONE

    def weight(self, t: Node, log: Node) -> Node:
        return times(*(x for x in t.a if x is not log))

    def _given(self, t: Node, log: Node) -> Callable[[str], str] | None:
        """weight ≠ 0 → 0 < argument, from the hypotheses."""
        weight, target = self.weight(t, log), log.a[0]
        for p in self._patterns:
            if p.tag != "lt" or len(p.conditions) != 1:
                continue
            found: dict[int, Node] = {}
            n = len(p.types)
            if match(p.term, target, n, 0, found):
                c, depth = p.conditions[0]  # type: ignore[misc]
                if match(c, node("ne", weight, number(0)), n, 0, found) and len(found) == n:
                    values = "".join(f" {self.text.term(found[k])}" for k in reversed(range(n)))
                    return lambda h, p=p, values=values: f"({p.proof}{values} {h})"  # type: ignore[misc]
        return None

    def _conditional(self, t: Node, to: Node) -> str:
        log = self.conditional_log(t)
        if log is None:
            raise NotExported("a product with a logarithm")
        given = self._given(t, log)
        if given is None:
            raise NotExported("a product with a logarithm whose condition is not given")
        weight, value = self.weight(t, log), self.canonical(log)
        name = self.name("W")
        scope = Scope(conditional=True)
        scope.facts["lt", log.a[0]] = given(name)
        scope.facts["ne", weight] = name
        self.scopes.append(scope)
        try:
            inside = self.eq(log)
        finally:
            self.scopes.pop()
        body = " ".join(scope.out)
        w, l, v = (self.text.term(x) for x in (weight, log, value))
        equal = self.name()
        order = _Leaf(self, opaque={t: None, log: None})
        front = order.proof(t, node("times", weight, log), whole=t)
        back = self.leaf(node("times", weight, value), to)
        return (
            f"assert ({equal} : {w} * {l} = {w} * {v}). {{ apply conditional. intro {name}. {body} exact {inside}. }} "
            f"exact (eq_trans {front} (eq_trans {equal} {back}))."
        )

    # ---- functions ------------------------------------------------------------------------------------------------------------

    def _function(self, t: Node, to: Node) -> str:
        head = self.text.head(t.a[0], 0)
        before = list(t.a[1:])
        proofs = []
        for n, (x, y) in enumerate(zip(t.a[1:], to.a[1:], strict=True)):
            if x is not y:
                heads = [self.text.term(b) for b in before]
                heads[n] = "z"
                proofs.append(f"(f_equal (fun z => {head} {' '.join(heads)}) {self.eq(x)})")
                before[n] = y
        proof = proofs[0]
        for p in proofs[1:]:
            proof = f"(eq_trans {proof} {p})"
        return f"exact {proof}."

    # ---- sums -------------------------------------------------------------------------------------------------------------------

    def _sum(self, t: Node, to: Node) -> str:
        sort = t.a[0][1]
        if t.a[1] is number(1):
            return f"exact (sum_one {self.text.sort(sort)})."
        i = self.normal.variable(sort)
        body = opened(t, ((), app(i)))
        p = self.normal.poly(body)
        s, v = self.text.sort(sort), self.text.names.symbol(i)
        if len(p) == 1:
            ((m, c),) = p.items()
            apart, inside = self.normal.split(m, i)
            found = self.normal.transfer(m, i) if c == 1 and self.normal.monomial_term(m) is body else None
            if found:
                return self._transfer(t, to, i, body, *found)
            if c == 1 and not apart and inside and self.normal.monomial_term(inside) is body:
                return self._component(t, to, i, inside)
        parts = []
        for m, c in sorted(p.items()):
            apart, inside = self.normal.split(m, i)
            if self.normal.transfer(m, i):
                apart, inside = (), m
            parts.append((self.normal.scaled_term(c, apart), self.normal.monomial_term(inside)))
        combination: Node = number(0)
        for w, f in reversed(parts):
            combination = node("plus", node("times", w, f), combination)
        scope = Scope(i)
        self.scopes.append(scope)
        try:
            inner = self.leaf(body, combination)
        finally:
            self.scopes.pop()
        pointwise = self.name()
        target = self.scope_of(t)
        target.out.append(
            f"assert ({pointwise} : forall {v} : {s}, {self.text.term(body)} = {self.text.term(combination)}). "
            f"{{ intro {v}. {' '.join(scope.out)} exact {inner}. }}"
        )
        listed = "; ".join(f"({self.text.term(w)}, fun {v} : {s} => {self.text.term(f)})" for w, f in parts)
        total: Node = number(0)
        for w, f in reversed(parts):
            total = node("plus", node("times", w, summed(f, (i,))), total)
        return f"exact (sum_split {s} _ [{listed}] _ {pointwise} {self.leaf(total, to)})."

    def _transfer(self, t: Node, to: Node, i: Node, body: Node, delta: Node, u: Node, value: Node, before: Node, after: Node) -> str:
        """Σ_i δ(u, v) f(u) = Σ_i δ(u, v) f(v)."""
        names, text = self.text.names, self.text
        sort = u.a[0].a[1][1]
        z = self.normal.variable(sort)
        kind, dec = text.sort(sort), text.dec(sort)
        turned = node("delta", u, value)
        target = summed(times(turned, after), (i,))
        function = f"(fun {names.symbol(z)} : {kind} => {text.term(exchanged(before, {u: app(z)}))})"
        first = f"exact {_Leaf(self).proof(body, node('times', turned, before), rewrite=False)}."
        move = f"(@delta_move {kind} {dec} {function} {text.term(u)} {text.term(value)})"
        step = (
            f"refine (sum_ext _ _ _ _). intro {names.symbol(i)}. cbv beta. "
            f"transitivity ({text.term(turned)} * {text.term(before)}). {{ {first} }} exact {move}."
        )
        return f"transitivity {text.term(target)}. {{ {step} }} exact {self.eq(target)}."

    def _component(self, t: Node, to: Node, i: Node, m: tuple[tuple[Node, Fraction], ...]) -> str:
        """Σ_i m = to for a monomial whose factors all have i."""
        if m == ():
            raise NotExported("an empty component")
        order, whole, sums, rest = self.normal.flattened(i, m)
        lines: list[str] = []
        term = self.normal.monomial_term(whole)
        if sums:
            lines.append(self._flatten(i, m, sums, rest, order, term))
        return " ".join([*lines, self._settle(order, whole, term, to)])

    def _flatten(self, i: Node, m: object, sums: list[tuple[Node, list[Node], object]], rest: object, order: list[Node], term: Node) -> str:
        """t = Σ_order term: sums inside the product are pulled to the front."""
        names = self.text.names
        atoms = [self.normal.atom_term(x) for x, _, _ in sums]
        insides = []
        for a, (_, new, _) in zip(atoms, sums, strict=True):
            for b in new:
                a = opened(a, ((), app(b)))
            insides.append(a)
        last = self.normal.monomial_term(rest)  # type: ignore[arg-type]
        body = self.normal.monomial_term(m)  # type: ignore[arg-type]
        script = [f"refine (sum_ext _ _ _ _). intro {names.symbol(i)}. cbv beta."]
        pulled: list[Node] = []
        for n, (_, new, _) in enumerate(sums):
            tail: Node = last
            for a in reversed(atoms[n + 1 :]):
                tail = node("times", a, tail)
            front: Node = number(1)
            for x in insides[:n]:
                front = node("times", front, x)
            current = node("times", node("times", front, atoms[n]), tail)
            before = body if n == 0 else node("times", node("times", pulled[-1], insides[n - 1]), previous_tail)
            proof = _Leaf(self, dict.fromkeys(atoms)).proof(before, current, rewrite=False)
            script.append(f"transitivity {self.text.term(current)}. {{ exact {proof}. }}")
            for b in new:
                script.append(f"refine (eq_trans (sum_in _ _ _ _) (sum_ext _ _ _ _)). intro {names.symbol(b)}. cbv beta.")
            pulled.append(front)
            previous_tail = tail
        final = node("times", node("times", pulled[-1], insides[-1]), last)
        scopes = [Scope(b) for b in order]
        self.scopes.extend(scopes)
        last_step = self.leaf(final, term)
        for x in scopes:
            script += x.out
        script.append(f"exact {last_step}.")
        del self.scopes[-len(scopes) :]
        flat = summed(term, order)
        return f"transitivity {self.text.term(flat)}. {{ {' '.join(script)} }}"

    def _settle(self, order: list[Node], whole: tuple[tuple[Node, Fraction], ...], term: Node, to: Node) -> str:
        """Σ_order term = to: a delta is contracted, or the indices are put in order."""
        found = self.normal.contraction(order, whole)
        if found:
            delta, b, value = found
            rest, at = self.normal.contracted(order, whole, delta, b, value)
            script = [self._reorder(order, [*rest, b], term)]
            sort = self.text.sort(b.a[1][1])
            names = self.text.names
            last = tuple(f for f in whole if f[0] is not delta)
            body = self.normal.monomial_term(last)
            v = names.symbol(b)
            target = summed(at, rest)
            inner = []
            for x in rest:
                inner.append(f"refine (sum_ext _ _ _ _). intro {names.symbol(x)}. cbv beta.")
            turned = node("delta", app(b), value)
            under = f"exact {_Leaf(self).proof(term, node('times', turned, body), rewrite=False)}."
            dec = self.text.dec(b.a[1][1])
            inner.append(
                f"transitivity (@sum {sort} (fun {v} : {sort} => @delta {sort} {dec} {v} {self.text.term(value)} * {self.text.term(body)})). "
                f"{{ refine (sum_ext _ _ _ _). intro {v}. cbv beta. {under} }} "
                f"exact (sum_delta {sort} (fun {v} : {sort} => {self.text.term(body)}) {self.text.term(value)})."
            )
            script.append(f"transitivity {self.text.term(target)}. {{ {' '.join(inner)} }}")
            script.append(f"exact {self.eq(target)}.")
            return " ".join(x for x in script if x)
        atom, choice = self.normal.canonical(order, whole)
        script = [self._reorder(order, choice, term)]
        canonical = self.normal.atom_term(atom)
        inside = canonical
        names = self.text.names
        scopes = [Scope(b) for b in choice]
        self.scopes.extend(scopes)
        for b in choice:
            script.append(f"refine (sum_ext _ _ _ _). intro {names.symbol(b)}. cbv beta.")
            inside = opened(inside, ((), app(b)))
        last = f"exact {self.leaf(term, inside)}." if inside is not term else "reflexivity."
        for scope in scopes:
            script += scope.out
        del self.scopes[-len(scopes) :]
        return " ".join(x for x in [*script, last] if x)

    def _reorder(self, order: list[Node], goal: list[Node], term: Node) -> str:
        """Exchange sums until they are in the order wanted."""
        out = []
        current = list(order)
        for place, b in enumerate(goal):
            at = current.index(b)
            while at > place:
                current[at - 1], current[at] = current[at], current[at - 1]
                under = "".join(f"refine (sum_ext _ _ _ _). intro {self.text.names.symbol(x)}. cbv beta. " for x in current[: at - 1])
                out.append(f"transitivity {self.text.term(summed(term, current))}. {{ {under}apply sum_swap. }}")
                at -= 1
        return " ".join(out)

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
        return t.tag != "times" or self.conditional_log(t) is None

    def vanishes(self, p: Poly) -> str:
        """A tactic that proves the canonical term of p is 0, by clearing denominators."""
        inverses = sorted({x for m in p for x, _ in m if x.tag == "I" and x.a[0]})
        for x in inverses:
            core = dict(x.a[0])
            power = max(int(dict(m).get(x, 0)) for m in p)
            numerator: Poly = {}
            cleared: list[Node] = []
            from .polynomials import add, scaled  # local: names would hide those of nodes

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
            one = _Leaf(self, opaque={d: None}).proof(times(node("pow", d, power), t), middle)
            two = self.leaf(middle, result)
            end = "reflexivity." if not numerator else self.vanishes(numerator)
            return (
                f"apply (clear_power {self.text.term(d)} {power}%nat); [exact {fact}|]. refine (eq_trans {one} (eq_trans {two} _)). {end}"
            )
        raise NotExported(f"an equation is not regenerated: {self.text.term(self.normal.term(p))} is not seen to be 0")


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


def nested(terms: Iterable[Node]) -> Node:
    """x1 * (x2 * (… * 1)), as prodl unfolds."""
    out: Node = number(1)
    for x in reversed(list(terms)):
        out = node("times", x, out)
    return out


def minus_log(x: Node) -> Node:
    return node("times", number(-1), node("log", x))


def coefficient(c: Fraction | int) -> str:
    c = Fraction(c)
    top = str(c.numerator) if c >= 0 else f"({c.numerator})"
    return f"(pc {top} {c.denominator})"


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


class _Leaf:
    """One identity of polynomials: the values, the rules, the two sides."""

    def __init__(self, prover: Prover, opaque: dict[Node, None] | None = None) -> None:
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
                tag == "plus" or t is getattr(self, "whole", None) or not rewrite or self.p.conditional_log(t) is None
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


__all__ = ["Prover", "eta", "plain", "projection", "rename", "substitute"]
