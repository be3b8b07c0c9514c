"""Random uses of ``bound`` and ``linear`` with premises: witness trees, cofactors, summed indices."""

from typing import Any

from gaproof.errors import ProofError
from gaproof.proof import rules
from gaproof.proof.normal import normal
from gaproof.proof.substitution import Lambda, closed, lambda_of, substitute
from gaproof.proof.syntax import (
    MINUS,
    ONE,
    REAL,
    ZERO,
    App,
    Card,
    Delta,
    Eq,
    Exp,
    ForAll,
    Formula,
    Inverse,
    Le,
    Lt,
    Number,
    Plus,
    Symbol,
    Term,
    Times,
    Type,
)
from gaproof.proof.theorem import Theorem, free_symbols
from tests.fuzz.claims import contracted, disguised, drawn, mutated, roots
from tests.fuzz.generate import FIELDS, FINITES, INDICES, SCALARS, E, Generator, M, N, minus, total
from tests.fuzz.transform import IDENTITIES, MUTATIONS, changed

Tree = tuple[Any, ...]
Use = tuple[int, Term, tuple[Symbol, ...]]


def everywhere(index: Symbol, f: Formula) -> Formula:
    return ForAll(index.name, index.type, closed(f, index))


def law(g: Generator, shape: type[Formula]) -> Theorem:
    """∀i f_i = t_i (or 0 ≤ f_i, 0 < f_i) as a hypothesis, at an index; or the same about a scalar."""
    fields = [f for f in FIELDS if f.type.params in ((N,), (E,))]
    f = g.rng.choice((*fields, *SCALARS))
    if not f.type.params:
        value = g.number(1)
        return rules.assume(formula=Eq(App(f), value) if shape is Eq else shape(ZERO, App(f)))
    index = Symbol("n", Type((), f.type.params[0]))
    g.inside.append(index)
    value = g.number(1)
    formula = Eq(App(f, App(index)), value) if shape is Eq else shape(ZERO, App(f, App(index)))
    th = rules.assume(formula=everywhere(index, formula))
    at = g.index(f.type.params[0])
    g.inside.pop()
    return rules.specialise(th, value=Lambda((), at))


class Derivation:
    """The premises drawn so far, and trees with the numbers that they show to be ≥ 0."""

    def __init__(self, g: Generator) -> None:
        self.g = g
        self.premises: list[Theorem] = []

    def premise(self) -> tuple[Tree, Term]:
        th = law(self.g, self.g.rng.choice((Le, Lt)))
        self.premises.append(th)
        return ("premise", len(self.premises) - 1), minus(th.conclusion.children[1], th.conclusion.children[0])

    def tree(self, depth: int) -> tuple[Tree, Term]:
        """A witness tree and the number it stands for."""
        g = self.g
        kind = g.rng.randrange(11) if depth > 0 else g.rng.randrange(5)
        match kind:
            case 0:
                t = g.rng.choice((g.number(1), minus(ONE, g.delta()), minus(g.field(), g.field())))
                return ("square", t), Times(t, t)
            case 1:
                t = g.number(1)
                return ("exp", t), Exp(t)
            case 2:
                q = abs(g.constant().value) if g.rng.random() < 0.9 else -1
                return ("number", q), Number(q)
            case 3:
                sort = g.rng.choice(FINITES)
                return ("card", sort), Card(sort)
            case 4:
                return self.premise()
            case 5 | 6:
                parts = [self.tree(depth - 1) for _ in range(2)]
                join, name = (Plus, "sum") if g.rng.random() < 0.5 else (Times, "product")
                return (name, *(p for p, _ in parts)), join(*(v for _, v in parts))
            case 7 | 8:
                g.named += 1
                index = Symbol(f"v{g.named}", Type((), g.rng.choice(FINITES)))
                g.inside.append(index)
                inner, value = self.tree(depth - 1)
                g.inside.pop()
                return ("total", index, inner), total(index, value)
            case 9:  # Σ_d (1 − δ_de)² = |E| − 1, where only e says that E is not empty
                d, e = INDICES[E]
                return ("total", d, ("square", minus(ONE, Delta(App(d), App(e))))), minus(Card(E), ONE)
            case _:
                inner, value = self.tree(depth - 1)
                return ("inverse", inner), Inverse(value)

    def use(self) -> tuple[Use, Term]:
        """A cofactor times a premise that is an equation, summed over some of the indices in it."""
        g = self.g
        index = Symbol("n", Type((), g.rng.choice(FINITES)))
        g.inside.append(index)
        th = law(g, Eq)
        cofactor = g.rng.choice((ONE, g.leaf(), g.number(1)))
        g.inside.pop()
        self.premises.append(th)
        value = Times(cofactor, minus(*th.conclusion.children))
        over = (index,) if index in value.free or g.rng.random() < 0.3 else ()
        return (len(self.premises) - 1, cofactor, over), total(index, value) if over else value


def _disturbed(g: Generator, t: Term) -> Term:
    draw = g.rng.random()
    if draw < 0.4:
        return t
    if draw < 0.6:
        return normal(t)
    return changed(g, t, IDENTITIES if draw < 0.85 else MUTATIONS, g.rng) or t


def bounded(g: Generator) -> Theorem:
    """``bound`` for a random witness tree; the claim may be wrong."""
    d = Derivation(g)
    tree, value = d.tree(g.rng.choice((1, 2, 2, 3)))
    left, uses = g.pick(lambda: ZERO, g.leaf, lambda: g.number(1)), ()
    right = Plus(left, value) if left != ZERO else value
    if g.rng.random() < 0.3:
        use, owed = d.use()
        uses, right = (use,), Plus(right, owed)
    return rules.bound(*d.premises, left=left, right=_disturbed(g, right), witness=tree, uses=uses, strict=g.rng.random() < 0.4)


def combined(g: Generator) -> Theorem:
    """``linear`` with cofactors; the claim may be wrong."""
    d = Derivation(g)
    uses, owed = zip(*(d.use() for _ in range(g.rng.choice((1, 1, 2)))), strict=True)
    left = g.term(2)
    right = _disturbed(g, Plus(left, *(Times(MINUS, t) for t in owed)))
    return rules.linear(*d.premises, left=left, right=right, uses=tuple(uses))


def value_for(g: Generator, x: Symbol) -> Lambda:
    """A value of the type of x: a term over new names for its parameters."""
    params = []
    for sort in x.type.params:
        g.named += 1
        params.append(Symbol(f"v{g.named}", Type((), sort)))
    indices = [p for p in params if p.type.result != REAL]
    g.inside.extend(indices)
    sums = lambda: g.summed(lambda: Times(g.field(), g.field()))  # noqa: E731
    body = g.pick(sums, lambda: g.number(0), lambda: g.number(1), lambda: g.number(2)) if x.type.result == REAL else g.index(x.type.result)
    numbers = [Lambda((), App(p)) for p in params if p.type.result == REAL]
    if x.type.result == REAL and numbers:
        body = substitute(Plus(body, g.scalar()), {s: g.rng.choice(numbers) for s in SCALARS if g.rng.random() < 0.7})
    del g.inside[len(g.inside) - len(indices) :]
    return lambda_of(tuple(params), body)


def instantiated(g: Generator) -> Theorem:
    """An identity with values for some of its symbols, perhaps after ``generalise``, perhaps for other index types."""
    claim = drawn(g, (disguised, disguised, contracted, contracted, mutated, roots))
    if claim is None:
        raise ProofError("no claim")
    th = rules.linear(left=claim[0], right=claim[1], uses=())
    free = sorted(s for s in free_symbols(th) if not s.constant)
    chosen = g.rng.sample(free, min(len(free), g.rng.choice((1, 2, 3)))) if free else []
    draw = g.rng.random()
    if draw < 0.3 and chosen:
        th = rules.specialise(rules.generalise(th, symbol=chosen[0]), value=value_for(g, chosen[0]))
    elif draw < 0.8:
        th = rules.instantiate(th, values={x: value_for(g, x) for x in chosen})
    if draw > 0.6:
        th = rules.retype(th, sorts=g.rng.choice(({E: N}, {M: N}, {N: M}, {N: M, M: N}, {E: M, N: M})))
    return th
