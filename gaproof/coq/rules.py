"""The rules: each method of ``Lemma`` writes the Coq proof of a step by its rule, from the lemmas of its premises."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING, Any

from . import NotExported
from .identities import Prover
from .nodes import NAT, Node, Type, Value, app, closed, eta, exchanged, minus, node, number, opened, substitute, summed, times
from .text import plain, projection

if TYPE_CHECKING:
    from .proofs import Exporter

# axioms that are theorems of the library, by the digest of their formula: the theorem, and the symbols it takes
LIBRARY_AXIOMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "ba10e2eb49e29643ceceba1454dd5839aac4b58826118a19304b993810c0c571": ("exp_tangent", ("t",)),
    "b246cec9939183051a1865f8003e70ce6068b34d7da64fd62bc427bdfdbce4e1": ("archimedes", ("K", "t")),
    "17bc3acaf397687c3da226b1106bc490059c8cb31e1b0e20758f0d900f1b36cb": ("floor", ("x",)),
    "e97e5c7435c069b6c8ed5699541aba5a8f51dca84208145fa4a64f427e6ad6e4": ("completeness", ("q",)),
    "109d5931ff2d3f7a20a788a73461b4e7011f5c3dbaac8a4699785a2dcb76cf02": ("zero_derivative", ("F",)),
}
ZERO = Fraction(0)


class Step:
    """A step that was written: what its lemma quantifies over, its hypotheses in order, its conclusion."""

    def __init__(self, number: int, rule: str, sorts: list[str], symbols: list[Node], hypotheses: list[Node], conclusion: Node) -> None:
        self.number, self.rule, self.sorts, self.symbols = number, rule, sorts, symbols
        self.hypotheses, self.conclusion = hypotheses, conclusion


class Lemma:
    """The proof of one step."""

    def __init__(self, exporter: "Exporter", step: Step) -> None:
        self.x, self.step = exporter, step
        self.tables, self.text, self.normal = exporter.tables, exporter.text, exporter.normal
        self.env = {h: f"h{k}" for k, h in enumerate(step.hypotheses)}
        self.names = count()
        self.ref = exporter.formulas.ref
        self.bound: set[Node] = set()

    def opening(self, premises: Sequence[Step]) -> str:
        names = [self.text.names.sort(s) for s in self.step.sorts] + [self.text.names.symbol(s) for s in self.step.symbols]
        names += [f"h{k}" for k in range(len(self.step.hypotheses))]
        return (f"intros {' '.join(names)}. " if names else "") + self.lost(premises)

    def lost(self, premises: Sequence[Step]) -> str:
        """Something for the sorts and symbols of the premises that the conclusion has forgotten."""
        sorts, symbols = list(self.step.sorts), {*self.step.symbols, *self.bound}
        need_symbols = [s for p in premises for s in p.symbols if self.step.rule not in ("instantiate", "retype") or s in self.kept]
        needed_sorts = [] if self.step.rule == "retype" else [s for p in premises for s in p.sorts if s not in sorts]
        out = [f"pose proof one_point as {self.text.names.sort(sort)}. " for sort in dict.fromkeys(needed_sorts)]
        forgotten = [s for s in need_symbols if s not in symbols] + [s for s in self.more if s not in self.step.symbols]
        for s in dict.fromkeys(forgotten):
            out.append(f"pose proof ({self.default(s.a[1])} : {self.text.type(s.a[1])}) as {self.text.names.symbol(s)}. ")
        return "".join(out)

    kept: frozenset[Node] = frozenset()
    more: tuple[Node, ...] = ()

    def default(self, t: Type) -> str:
        params, result = t
        value = self.element(result)
        return f"(fun {' '.join('_' for _ in params)} => {value})" if params else value

    def element(self, sort: str) -> str:
        entry = self.tables.sorts[sort]
        match entry["kind"]:
            case "numbers":
                return "0"
            case "finite":
                return f"(point {self.text.names.sort(sort)})"
            case "free":
                if entry["constructors"] == NAT:
                    return "O"
                for name, arguments in entry["constructors"].items():
                    if None not in arguments:
                        parts = [f"{sort.partition('~')[0]}_{name}", *map(self.element, arguments)]
                        return f"({' '.join(parts)})" if arguments else parts[0]
        raise NotExported(f"an index of the type {sort}, which may be empty, is forgotten")

    def use(
        self,
        premise: Step,
        values: Mapping[Node, Value] | None = None,
        extra: Mapping[Node, str] | None = None,
        formula: Callable[[Node], Node] | None = None,
        sorts: Mapping[str, str] | None = None,
        symbol: Callable[[Node], Node] | None = None,
    ) -> str:
        """The premise's lemma, at values of its symbols, with its hypotheses from this lemma's."""
        env = {**self.env, **(extra or {})}
        values = values or {}

        def moved(h: Node) -> Node:
            return formula(h) if formula else substitute(h, dict(values)) if values else h

        def proof(h: Node) -> str:
            target = moved(h)
            if target not in env:
                raise NotExported("a hypothesis of a premise is not a hypothesis here")
            return env[target]

        if premise.rule == "assume":
            return proof(premise.conclusion)
        parts = [f"s{premise.number}"]
        parts += [self.text.names.sort((sorts or {}).get(s, s)) for s in premise.sorts]
        for s in premise.symbols:
            parts.append(self.text.value(values[s]) if s in values else self.text.names.symbol(symbol(s) if symbol else s))
        parts += [proof(h) for h in premise.hypotheses]
        return f"({' '.join(parts)})" if len(parts) > 1 else parts[0]

    def prover(self, hypotheses: Sequence[tuple[Node, str]] = ()) -> Prover:
        return Prover(self.tables, self.normal, self.text, self.names, [*self.env.items(), *hypotheses])

    # ---- zero -----------------------------------------------------------------------------------------------------------------

    def zero(self, t: Node, hypotheses: Sequence[tuple[Node, str]]) -> str:
        """A tactic that proves t = 0."""
        self.normal.denominator = 1
        p = self.normal.poly(t)
        for _ in range(4):
            before = self.normal.denominator
            prover = Prover(self.tables, self.normal, self.text, self.names, hypotheses)
            free = sorted({x for m in p for x, _ in m if x.tag == "delta"}, key=lambda x: (max(len(y.a) for y in x.a), x.id))
            try:
                script = prover.zero(t, not free)
            except NotExported:
                free = closed_deltas(self.normal.term(p))  # those inside exponentials and the like
                if not free:
                    raise
                script = prover.zero(t, False)
            contradiction = next((h for f, h in hypotheses if f.tag == "eq" and f.a[0].tag == "delta" and f.a[0].a[0] is f.a[0].a[1]), None)
            if p and contradiction:
                return f"exfalso. exact (R1_neq_R0 (eq_trans (eq_sym (delta_refl _)) {contradiction}))."
            known = self.absent(free, hypotheses)
            if known:
                names = [f"e{next(self.names)}" for _ in known]
                told = [
                    f"assert ({e} : {self.text.term(x)} = 0). {{ exact {h}. }} rewrite ?{e}. "
                    for e, (x, h) in zip(names, known.items(), strict=True)
                ]
                script += "".join(told) + self.zero(exchanged(self.normal.term(p), dict.fromkeys(known, number(0))), hypotheses)
            elif free:
                script += self.split(self.normal.term(p), free[0], hypotheses)
            if self.normal.denominator == before:
                return " ".join([*prover.scopes[0].out, script])
        raise NotExported("the exponents do not settle")

    def absent(self, deltas: Sequence[Node], hypotheses: Sequence[tuple[Node, str]]) -> dict[Node, str]:
        """The deltas that hypotheses say are 0, with proofs."""
        said = {f.a[0]: h for f, h in hypotheses if f.tag == "eq" and f.a[0].tag == "delta" and f.a[1] is number(0)}
        found = {}
        for x in deltas:
            turned = node("delta", *x.a[::-1])
            if x in said:
                found[x] = said[x]
            elif turned in said:
                a, b = (self.text.term(y) for y in x.a)
                found[x] = f"(eq_trans (delta_sym {a} {b}) {said[turned]})"
        return found

    def split(self, t: Node, delta: Node, hypotheses: Sequence[tuple[Node, str]]) -> str:
        """t = 0 whether two indices are equal or not."""
        a, b = delta.a
        s, value = next(
            ((plain(x), y) for x, y in ((a, b), (b, a)) if plain(x) and not self.tables.constant(x.a[0]) and x.a[0] not in y.free),
            (None, b),
        )
        e = f"e{next(self.names)}"
        if s is not None:
            values: dict[Node, Value] = {s: ((), value)}
            same = substitute(t, values)
            turn = "" if self.text.names.symbol(s) == self.text.term(a) else f"symmetry in {e}. "
            yes = f"intro {e}. {turn}subst {self.text.names.symbol(s)}. " + self.zero(
                same, [(substitute(f, values), h) for f, h in hypotheses]
            )
        else:
            where = {b: a} if len(self.text.term(a)) <= len(self.text.term(b)) else {a: b}
            arrow = "<- " if b in where else ""
            yes = f"intro {e}. rewrite {arrow}?{e} in *. " + self.zero(
                exchanged(t, where), [(exchanged(f, where), h) for f, h in hypotheses]
            )
        none = number(0)
        other = exchanged(t, {delta: none, node("delta", b, a): none})
        sort = a.a[0].a[1][1]
        d, dec = self.text.sort(sort), self.text.dec(sort)
        left, right = self.text.term(a), self.text.term(b)
        no = f"intro {e}. assert ({e}' := {e}). rewrite (@delta_sym {d} {dec} {left} {right}) in {e}'. rewrite ?{e}, ?{e}'. " + self.zero(
            other, [*hypotheses, (node("eq", delta, none), e), (node("eq", node("delta", b, a), none), f"{e}'")]
        )
        return f"refine (@delta_split {d} {dec} {left} {right} _ _ _). {{ {yes} }} {{ {no} }}"

    def difference(self, t: Node, hypotheses: Sequence[tuple[Node, str]] = ()) -> str:
        """Assert t = 0; the name of the proof."""
        return self.zero(t, [*self.env.items(), *hypotheses])

    def conv(self, f: Node, g: Node, proof: str, hypotheses: Sequence[tuple[Node, str]]) -> str:
        """A tactic that proves g from a proof of f, where they differ by the normal form of terms in them."""
        if f is g:
            return f"exact {proof}."
        if f.tag != g.tag:
            raise NotExported("two formulas have different shapes")
        if f.tag in ("eq", "ne", "le", "lt"):
            script, names = [], []
            for a, b in zip(f.a, g.a, strict=True):
                if a is b:
                    names.append(f"(eq_refl {self.text.term(a)})")
                else:
                    name = f"Q{next(self.names)}"
                    zero = self.zero(minus(a, b), hypotheses)
                    said = f"{self.text.term(a)} = {self.text.term(b)}"
                    script.append(f"assert ({name} : {said}). {{ apply by_zero. {zero} }}")
                    names.append(name)
            return " ".join([*script, f"exact (conv_{f.tag} _ _ _ _ {names[0]} {names[1]} {proof})."])
        if f.tag == "and":
            if len(f.a) != len(g.a):
                raise NotExported("two conjunctions of different lengths")
            parts = [self.conv(a, b, projection(proof, n, len(f.a)), hypotheses) for n, (a, b) in enumerate(zip(f.a, g.a, strict=True))]
            return nested_split(parts)
        if f.tag == "implies":
            h, k = f"k{next(self.names)}", f"k{next(self.names)}"
            first = self.conv(g.a[0], f.a[0], h, hypotheses)
            second = self.conv(f.a[1], g.a[1], f"({proof} {k})", [*hypotheses, (g.a[0], h)])
            return f"intro {h}. assert ({k} : {self.ref(f.a[0])}). {{ {first} }} {second}"
        if f.a[0] != g.a[0]:
            raise NotExported("two binders with different types")
        s = node("symbol", f"%{next(self.normal._fresh)}", f.a[0])
        name = self.text.names.symbol(s)
        a, b = opened(f, eta(s)), opened(g, eta(s))
        if f.tag == "forall":
            return f"intro {name}. {self.conv(a, b, f'({proof} {name})', hypotheses)}"
        h = f"k{next(self.names)}"
        return f"pose proof {proof} as {h}. destruct {h} as [{name} {h}]. exists {name}. {self.conv(a, b, h, hypotheses)}"

    # ---- logic ------------------------------------------------------------------------------------------------------------------

    def axiom(self, *, name: str, formula: Node) -> str:
        known = LIBRARY_AXIOMS.get(str(self.x.digests.get(formula)))
        if known:
            given = [self.text.names.symbol(self.tables.symbols[s]) for s in known[1]]
            return f"exact ({' '.join([known[0], *given])})."
        stated = self.x.axiom(name, formula, self.step.sorts, self.step.symbols)
        names = [self.text.names.sort(s) for s in self.step.sorts] + [self.text.names.symbol(s) for s in self.step.symbols]
        return f"exact ({' '.join([stated, *names])})."

    def instantiate(self, th: Step, *, values: dict[Node, Value]) -> str:
        self.kept = frozenset(s for s in th.symbols if s not in values)
        self.more = tuple(s for v in (values[s] for s in th.symbols if s in values) for s in v[1].free if not self.tables.constant(s))
        return f"exact {self.use(th, values)}."

    def retype(self, th: Step, *, sorts: dict[str, str]) -> str:
        def sort_of(s: str) -> str:
            entry = self.tables.sorts[s]
            if entry["kind"] != "free" or entry["constructors"] == NAT:
                return sorts.get(s, s)
            moved = {c: [a and sort_of(a) for a in arguments] for c, arguments in entry["constructors"].items()}
            base = s.partition("~")[0]
            for t, other in self.tables.sorts.items():
                if t.partition("~")[0] == base and other.get("constructors") == moved:
                    return str(t)
            raise NotExported(f"the type {s} has no moved copy")

        def type_of(t: Type) -> Type:
            return tuple(map(sort_of, t[0])), sort_of(t[1])

        def symbol(s: Node) -> Node:
            if s.a[0].startswith("%"):
                return s
            moved = self.x.by_type.get((s.a[0].partition("~")[0], type_of(s.a[1])))
            if moved is None:
                raise NotExported(f"the symbol {s.a[0]} has no moved copy")
            return moved

        def move(x: Node) -> Node:
            match x.tag:
                case "symbol":
                    return symbol(x)
                case "bound":
                    return node("bound", x.a[0], type_of(x.a[1]))
                case "card":
                    return node("card", sort_of(x.a[0]))
                case "sum" | "forall" | "exists":
                    return node(x.tag, type_of(x.a[0]), move(x.a[1]))
                case _:
                    return node(x.tag, *(move(y) if type(y) is Node else y for y in x.a))

        return f"exact {self.use(th, formula=move, sorts={s: sort_of(s) for s in th.sorts}, symbol=symbol)}."

    def generalise(self, th: Step, *, symbol: Node) -> str:
        self.bound = {symbol}
        return f"exact (fun {self.text.names.symbol(symbol)} : {self.text.type(symbol.a[1])} => {self.use(th)})."

    def specialise(self, th: Step, *, value: Value) -> str:
        self.more = tuple(sorted(s for s in value[1].free if not self.tables.constant(s)))
        return f"exact ({self.use(th)} {self.text.value(value)})."

    def imply(self, th: Step, *, formula: Node) -> str:
        return f"exact (fun hf : {self.ref(formula)} => {self.use(th, extra={formula: 'hf'})})."

    def modus_ponens(self, implication: Step, th: Step) -> str:
        return f"exact ({self.use(implication)} {self.use(th)})."

    def conjoin(self, *ths: Step) -> str:
        out = self.use(ths[-1])
        for th in reversed(ths[:-1]):
            out = f"(conj {self.use(th)} {out})"
        return f"exact {out}."

    def part(self, th: Step, *, number: int) -> str:
        return f"exact {projection(self.use(th), number, len(th.conclusion.a))}."

    def cases(self, yes: Step, no: Step, *, formula: Node) -> str:
        f = formula
        a, b = (self.text.term(x) for x in f.a[:2]) if f.tag in ("eq", "ne", "le", "lt") else ("", "")
        match f.tag:
            case "eq":
                split, other = f"(Req_dec {a} {b})", node("ne", *f.a)
            case "ne":
                split, other = f"(or_comm (Req_dec {a} {b}))", node("eq", *f.a)
                split = f"(proj1 (or_comm _ _) (Req_dec {a} {b}))"
            case "le":
                split, other = f"(Rle_or_lt {a} {b})", node("lt", f.a[1], f.a[0])
            case "lt":
                split, other = f"(Rlt_or_le {a} {b})", node("le", f.a[1], f.a[0])
            case _:
                split, other = f"(either {self.ref(f)})", node("implies", f, node("eq", number(0), number(1)))
        one = self.use(yes, extra={f: "hc"})
        two = self.use(no, extra={other: "hc"})
        return f"destruct {split} as [hc|hc]. {{ exact {one}. }} {{ exact {two}. }}"

    def witness(self, th: Step, *, formula: Node, value: Value) -> str:
        self.more = tuple(sorted(s for s in value[1].free if not self.tables.constant(s)))
        return f"exists {self.text.value(value)}. exact {self.use(th)}."

    def obtain(self, existence: Step, th: Step, *, symbol: Node) -> str:
        self.bound = {symbol}
        instance = opened(existence.conclusion, eta(symbol))
        name = self.text.names.symbol(symbol)
        return f"pose proof {self.use(existence)} as he. destruct he as [{name} hw]. exact {self.use(th, extra={instance: 'hw'})}."

    def choice(self, th: Step, *, name: str) -> str:
        f = th.conclusion
        indices: list[Node] = []
        while f.tag == "forall":
            indices.append(node("symbol", f"%{next(self.normal._fresh)}", f.a[0]))
            f = opened(f, eta(indices[-1]))
        y = node("symbol", f"%{next(self.normal._fresh)}", f.a[0])
        names = self.text.names
        said = self.ref(opened(f, eta(y)))
        target = self.text.type(f.a[0])
        proof = f"({' '.join([self.use(th), *map(names.symbol, indices)])})"
        predicate, outer = said, names.symbol(y)
        for k, i in enumerate(reversed(indices)):
            s, v = self.text.sort(i.a[1][1]), names.symbol(i)
            proof = f"(finite_choice {s} ({target}) (fun {v} {outer} => {predicate}) (fun {v} => {proof}))"
            fun = f"F{k}"
            predicate = f"(forall {v} : {s}, (fun ({outer} : {target}) => {predicate}) ({fun} {v}))"
            outer = fun
            target = f"{s} -> {target}"
        return f"exact {proof}."

    # ---- equality and order ----------------------------------------------------------------------------------------------------

    def restate(self, th: Step, *, formula: Node) -> str:
        return self.conv(th.conclusion, formula, self.use(th), list(self.env.items()))

    def uses(self, premises: Sequence[Step], uses: Any) -> tuple[list[Node], list[str]]:
        """The terms Σ cofactor·(a − b), and proofs that they are zero."""
        terms, proofs = [], []
        for n, cofactor, over in uses:
            a, b = premises[n].conclusion.a
            zero = b is number(0)
            terms.append(summed(times(cofactor, a if zero else minus(a, b)), over))
            c = self.text.term(cofactor)
            proof = f"(use_eq0 _ {c} {self.use(premises[n])})" if zero else f"(use_eq _ _ {c} {self.use(premises[n])})"
            self.bound |= set(over)
            for i in reversed(over):
                s = self.text.sort(i.a[1][1])
                proof = f"(sum_zero {s} _ (fun {self.text.names.symbol(i)} : {s} => {proof}))"
            proofs.append(proof)
        free = frozenset().union(*(t.free for t in terms)) if terms else frozenset()
        self.more += tuple(sorted(s for s in free if not self.tables.constant(s)))
        return terms, proofs

    def vanishing(self, start: Node, terms: Sequence[Node], proofs: Sequence[str]) -> tuple[str, str]:
        """Tactics that assert what is needed, and a proof of start = 0 given that the terms are zero."""
        total, partial, script, names = start, [], [], []
        for t, p in zip(terms, proofs, strict=True):
            name = f"U{next(self.names)}"
            script.append(f"assert ({name} : {self.text.term(t)} = 0). {{ exact {p}. }}")
            names.append(name)
            partial.append(total)
            total = minus(total, t)
        script.append(f"assert (Z : {self.text.term(total)} = 0). {{ {self.difference(total)} }}")
        proof = "Z"
        for _, t, name in reversed(list(zip(partial, terms, names, strict=True))):
            proof = f"(use_zero _ {self.text.term(t)} {proof} {name})"
        return " ".join(script), proof

    def linear(self, *premises: Step, left: Node, right: Node, uses: Any) -> str:
        if left is right and not uses:
            return "reflexivity."
        terms, proofs = self.uses(premises, uses)
        script, proof = self.vanishing(minus(left, right), terms, proofs)
        return f"{script} exact (by_zero _ _ {proof})."

    def bound_(self, *premises: Step, left: Node, right: Node, witness: Any, uses: Any, strict: bool) -> str:
        terms, proofs = self.uses(premises, uses)
        tree = self.tree(premises, witness)
        self.more += tuple(sorted(s for s in tree.term.free if not self.tables.constant(s)))
        script, proof = self.vanishing(minus(minus(right, left), tree.term), terms, proofs)
        sign = "<" if strict else "<="
        script += f" assert (W : 0 {sign} {self.text.term(tree.term)}). {{ exact {self.sign(tree, strict)}. }}"
        return f"{script} exact (bound_{'lt' if strict else 'le'} _ _ _ {proof} W)."

    def tree(self, premises: Sequence[Step], witness: Any) -> "Tree":
        match witness:
            case ("square", Node() as t):
                return Tree(witness, node("times", t, t), self.prover().fact("ne", t) is not None)
            case ("exp", Node() as t):
                return Tree(witness, node("exp", t), True)
            case ("number", q):
                return Tree(witness, number(q), q > 0)
            case ("card", str() as sort):
                return Tree(witness, node("card", sort), self.tables.finite(sort))
            case ("premise", int() as k):
                f = premises[k].conclusion
                a, b = f.a
                term = b if a is number(0) else minus(b, a)
                return Tree(("premise", premises[k]), term, f.tag == "lt")
            case ("inverse", inner):
                part = self.tree(premises, inner)
                return Tree(witness, node("inverse", part.term), True, [part])
            case ("total", Node() as i, inner):
                self.bound.add(i)
                part = self.tree(premises, inner)
                return Tree(witness, summed(part.term, (i,)), part.positive and self.tables.finite(i.a[1][1]), [part])
            case ("product" | "sum" as tag, *inner):
                parts = [self.tree(premises, n) for n in inner]
                kind = "times" if tag == "product" else "plus"
                positive = (all if tag == "product" else any)(t.positive for t in parts)
                return Tree(witness, node(kind, *(t.term for t in parts)), positive, parts)
            case _:
                raise NotExported(f"an unknown witness {witness!r}")

    def sign(self, tree: "Tree", strict: bool) -> str:
        """A proof of 0 < t or 0 <= t."""

        def weak(proof: str) -> str:
            return proof if strict else f"(Rlt_le _ _ {proof})"

        match tree.witness:
            case ("square", Node() as t):
                if not strict:
                    return f"(square_nn {self.text.term(t)})"
                return f"(square_pos {self.text.term(t)} {self.prover().fact('ne', t)})"
            case ("exp", Node() as t):
                return weak(f"(exp_pos {self.text.term(t)})")
            case ("number", _):
                return f"(ltac:(lra) : 0 {'<' if strict else '<='} {self.text.term(tree.term)})"
            case ("card", str() as sort):
                return f"(card_pos {self.text.sort(sort)})" if strict else f"(card_nn {self.text.sort(sort)})"
            case ("premise", Step() as p):
                proof = self.use(p)
                if p.conclusion.a[0] is not number(0):
                    proof = f"({'lt' if tree.positive else 'le'}_diff _ _ {proof})"
                return weak(proof) if tree.positive else proof
            case ("inverse", _):
                return weak(f"(Rinv_0_lt_compat _ {self.sign(tree.parts[0], True)})")
            case ("total", Node() as i, _):
                s, v = self.text.sort(i.a[1][1]), self.text.names.symbol(i)
                inner = self.sign(tree.parts[0], strict)
                body = self.text.term(tree.parts[0].term)
                return f"({'sum_pos' if strict else 'sum_nn'} {s} (fun {v} : {s} => {body}) (fun {v} : {s} => {inner}))"
            case ("product", *_):
                proof = self.sign(tree.parts[0], strict)
                for part in tree.parts[1:]:
                    proof = f"({'Rmult_lt_0_compat' if strict else 'Rmult_le_pos'} _ _ {proof} {self.sign(part, strict)})"
                return proof
        done = strict and tree.parts[0].positive
        proof = self.sign(tree.parts[0], done)
        for part in tree.parts[1:]:
            if done:
                proof = f"(lt_le_add _ _ {proof} {self.sign(part, False)})"
            elif strict and part.positive:
                proof, done = f"(le_lt_add _ _ {proof} {self.sign(part, True)})", True
            else:
                proof = f"(Rplus_le_le_0_compat _ _ {proof} {self.sign(part, False)})"
        return proof

    def antisymmetry(self, below: Step, above: Step) -> str:
        return f"exact (Rle_antisym _ _ {self.use(below)} {self.use(above)})."

    def zero_sum(self, sign: Step, total: Step, *, over: Sequence[Node]) -> str:
        self.more = tuple(over)
        t = sign.conclusion.a[1]
        proof = self.use(total) if total.conclusion.tag == "le" else f"(Req_le _ _ {self.use(total)})"
        names = self.text.names
        for n, i in enumerate(over):
            inner = over[n + 1 :]
            nonnegative = self.use(sign)
            for j in reversed(inner):
                s = self.text.sort(j.a[1][1])
                nonnegative = f"(sum_nn {s} _ (fun {names.symbol(j)} : {s} => {nonnegative}))"
            s, v = self.text.sort(i.a[1][1]), names.symbol(i)
            body = self.text.term(summed(t, inner))
            proof = f"(sum_terms {s} (fun {v} : {s} => {body}) (fun {v} : {s} => {nonnegative}) {proof} {v})"
            if n < len(over) - 1:
                proof = f"(Req_le _ _ {proof})"
        return f"exact {proof}."

    def unequal(self, th: Step) -> str:
        return f"exact (Rgt_not_eq _ _ {self.use(th)})."

    def absurd(self, th: Step, *, formula: Node) -> str:
        a, b = th.conclusion.a
        p = self.normal.poly(minus(b, a))
        if set(p) - {()}:
            # a constant only after clearing denominators or splitting: try each side's own value
            raise NotExported("the sides of a false comparison do not differ by a constant")
        c = p.get((), ZERO)
        t = minus(minus(b, a), number(c))
        script = f"assert (Z : {self.text.term(t)} = 0). {{ {self.difference(t)} }}"
        rest = self.text.term(number(c))
        return f"{script} exfalso. exact (absurd_{th.conclusion.tag} _ _ {rest} Z ltac:(lra) {self.use(th)})."

    def replace(self, equation: Step, th: Step, *, symbol: Node, formula: Node) -> str:
        a, b = equation.conclusion.a
        proof = self.use(equation)
        if a.tag == "delta" and b is number(1) and symbol.a[1][1] != "Real":
            sort = symbol.a[1][1]
            proof = f"(@delta_eq {self.text.sort(sort)} {self.text.dec(sort)} _ _ {proof})"
            a, b = a.a
        name = self.text.names.symbol(symbol)
        kind = self.text.type(symbol.a[1])
        predicate = f"(fun {name} : {kind} => {self.ref(formula)})"
        return f"exact (eq_ind {self.text.term(a)} {predicate} {self.use(th)} {self.text.term(b)} {proof})."

    # ---- induction ---------------------------------------------------------------------------------------------------------------

    def naturals(self) -> str:
        return "split; [reflexivity | intro; apply S_INR]."

    def induct(self, *premises: Step, variable: Node, formula: Node, arguments: Any) -> str:
        sort = variable.a[1][1]
        entry = self.tables.sorts[sort]
        names = self.text.names
        kind = self.text.sort(sort)
        base = "nat" if entry["constructors"] == NAT else sort.partition("~")[0]
        parts = [f"{base}_ind", *map(names.sort, self.tables.parameters(sort) if base != "nat" else [])]
        parts.append(f"(fun {names.symbol(variable)} : {kind} => {self.ref(formula)})")
        for th, own in zip(premises, arguments, strict=True):
            heads, extra = [], {}
            for k, s in enumerate(own):
                heads.append(names.symbol(s))
                if s.a[1][1] == sort:
                    heads.append(f"ih{k}")
                    extra[substitute(formula, {variable: ((), app(s))})] = f"ih{k}"
            self.bound |= set(own)
            proof = self.use(th, extra=extra)
            parts.append(f"(fun {' '.join(heads)} => {proof})" if heads else proof)
        parts.append(names.symbol(variable))
        return f"exact ({' '.join(parts)})."

    def subset_induct(self, base: Step, step: Step, *, field: Node, index: Node, formula: Node) -> str:
        names = self.text.names
        sort = field.a[1][0][0]
        k = node("symbol", "%k", ((), sort))
        here = app(field, app(k))
        indicator = node("forall", k.a[1], closed(node("eq", times(here, here), here), k))
        zero = node("eq", app(field, app(index)), number(0))
        self.bound = {field, index}
        s, h, i = self.text.sort(sort), names.symbol(field), names.symbol(index)
        inside = self.use(step, extra={formula: "hF", indicator: "hI", zero: "hz"})
        start = self.use(base)
        predicate = f"(fun {h} : {self.text.type(field.a[1])} => {self.ref(formula)})"
        steps = f"(fun {h} {i} hF hI hz => {inside})"
        return f"exact (subset_induction {s} {predicate} {start} {steps} {h} {self.env[indicator]})."


class Tree:
    """A witness: the term it stands for, and whether it is positive."""

    def __init__(self, witness: Any, term: Node, positive: bool, parts: "Sequence[Tree]" = ()) -> None:
        self.witness, self.term, self.positive, self.parts = witness, term, positive, list(parts)


def closed_deltas(t: Node) -> list[Node]:
    """The deltas anywhere in a term whose indices are not bound in it."""
    found: dict[Node, None] = {}

    def visit(x: Node) -> None:
        if x.tag == "delta" and not x.loose:
            found[x] = None
        for y in x.a:
            if type(y) is Node and y.tag not in ("symbol", "bound"):
                visit(y)

    visit(t)
    return list(found)


def nested_split(parts: Sequence[str]) -> str:
    out = parts[-1]
    for p in reversed(parts[:-1]):
        out = f"split. {{ {p} }} {{ {out} }}"
    return out
