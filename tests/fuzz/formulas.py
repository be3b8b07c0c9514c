"""Random formulas, and the same formulas with the numbers inside restated."""

from gaproof.proof.substitution import Lambda, closed, opened, rebuild
from gaproof.proof.syntax import (
    BINDERS,
    NAT,
    ONE,
    ZERO,
    And,
    App,
    Eq,
    Exists,
    ForAll,
    Formula,
    Implies,
    Inverse,
    Le,
    Log,
    Lt,
    Ne,
    Symbol,
    Term,
    Times,
    Type,
)
from tests.fuzz.generate import FINITES, E, Generator
from tests.fuzz.transform import IDENTITIES, MUTATIONS, changed

COMPARISONS = (Eq, Ne, Le, Lt)


def quantified(g: Generator, depth: int) -> Formula:
    """∀ or ∃ over an index, also of a type that may be empty; an index that is not used is possible."""
    g.named += 1
    index = Symbol(f"v{g.named}", Type((), g.rng.choice((*FINITES, E, NAT))))
    g.inside.append(index)
    body = formula(g, depth)
    g.inside.pop()
    return g.rng.choice((ForAll, ForAll, Exists))(index.name, index.type, closed(body, index))


def guarded(g: Generator) -> Formula:
    """A condition and what needs it: u ≠ 0 → … 1/u …, 0 < u → … log u …"""
    u = g.rng.choice((g.nonzero, g.number))(1)
    use = g.rng.choice((Inverse(u), Times(u, Inverse(u)), Times(g.guard(), Inverse(u)))) if g.rng.random() < 0.5 else Log(u)
    condition = Ne(u, ZERO) if g.rng.random() < 0.5 else Lt(ZERO, u)
    return Implies(condition, g.rng.choice(COMPARISONS)(Times(use, g.leaf()), g.pick(g.leaf, lambda: use, lambda: ONE)))


def formula(g: Generator, depth: int) -> Formula:
    """A formula whose numbers are not too expensive to normalise."""
    kind = g.rng.randrange(8)
    if depth <= 0 or kind < 2:
        t = g.term(2)
        other = g.pick(g.leaf, lambda: changed(g, t, IDENTITIES, g.rng) or t, lambda: g.term(1))
        return g.rng.choice(COMPARISONS)(t, other)
    if kind < 4:
        return quantified(g, depth - 1)
    if kind < 6:
        return guarded(g)
    return (And if kind == 6 else Implies)(formula(g, depth - 1), formula(g, depth - 1))


def restated(g: Generator, f: Formula) -> Formula:
    """f with some of its numbers disguised, and now and then one of them changed."""
    if type(f) in BINDERS:
        g.named += 1
        index = Symbol(f"v{g.named}", f.type)
        g.inside.append(index)
        body = restated(g, opened(f, Lambda((), App(index))))
        g.inside.pop()
        return type(f)(f.hint, f.type, closed(body, index))
    return rebuild(f, tuple(restated(g, c) if isinstance(c, Formula) else _restated_number(g, c) for c in f.children))


def _restated_number(g: Generator, t: Term) -> Term:
    draw = g.rng.random()
    if draw < 0.4:
        return t
    return changed(g, t, IDENTITIES if draw < 0.97 else MUTATIONS, g.rng) or t


def numbers_in(f: Formula) -> list[Term]:
    """The two sides of every comparison in f."""
    if not isinstance(f.children[0], Formula):
        return list(f.children)
    return [t for c in f.children for t in numbers_in(c)]
