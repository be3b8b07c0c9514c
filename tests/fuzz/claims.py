"""Equations that tempt the normal form: true ones in disguise, near misses, and lures for its cancellations."""

from collections.abc import Callable
from fractions import Fraction

from gaproof.errors import ProofError
from gaproof.proof.normal import multiply, normal, poly
from gaproof.proof.substitution import Lambda, substitute
from gaproof.proof.syntax import MINUS, ONE, ZERO, App, Card, Delta, Exp, Inverse, Log, Number, Plus, Symbol, Term, Times, Type
from tests.fuzz.generate import FIELDS, FINITES, INDICES, Generator, N, minus, total
from tests.fuzz.transform import IDENTITIES, MUTATIONS, changed

Claim = tuple[Term, Term]


def disguised(g: Generator) -> Claim | None:
    """A term and the same term after up to four identities."""
    t = g.term(g.rng.choice((2, 3, 3)))
    out: Term | None = t
    for _ in range(g.rng.randint(1, 4)):
        out = out and changed(g, out, IDENTITIES, g.rng)
    return (t, out) if out else None


def contracted(g: Generator) -> Claim:
    """Σ_n δ(n, t) f(n) = f(t)."""
    sort = g.rng.choice([sort for sort in FINITES if g.reachable(sort)])
    index, t = Symbol("n", Type((), sort)), g.index(sort)
    g.inside.extend([index] * 2)
    f = g.pick(g.field, lambda: g.number(1), lambda: g.number(2))
    del g.inside[-2:]
    return total(index, Times(Delta(App(index), t), f)), substitute(f, {index: Lambda((), t)})


def mutated(g: Generator) -> Claim | None:
    """A term and the same term with one place changed, perhaps in disguise."""
    t = g.term(g.rng.choice((2, 3)))
    out = changed(g, t, MUTATIONS, g.rng)
    if out and g.rng.random() < 0.5:
        out = changed(g, out, IDENTITIES, g.rng)
    return (t, out) if out else None


def mutated_normal(g: Generator) -> Claim | None:
    """A term and its normal form with one place changed."""
    t = g.term(3)
    out = changed(g, normal(t), MUTATIONS, g.rng)
    return (t, out) if out else None


def along(g: Generator, index: Symbol) -> Term:
    """A field at the index."""
    sort = index.type.result
    f = g.rng.choice([f for f in FIELDS if sort in f.type.params and all(p == sort or g.reachable(p) for p in f.type.params)])
    return App(f, *(App(index) if p == sort else g.index(p) for p in f.type.params))


def shares(g: Generator) -> Claim:
    """Σ_i w_i u_i/(u_i Σ_j w_j) = 1, also over a type that may be empty."""
    index = Symbol("n", Type((), g.rng.choice(FINITES)))
    g.inside.append(index)
    w = g.pick(lambda: along(g, index), lambda: Exp(along(g, index)), lambda: g.positive(1), g.leaf)
    u = g.pick(lambda: along(g, index), lambda: Exp(along(g, index)), lambda: g.nonzero(0), lambda: Plus(ONE, g.leaf()))
    g.inside.pop()
    whole = g.pick(lambda: total(index, w), lambda: total(index, Times(w, ONE)))
    by_log = Exp(Times(MINUS, Log(Times(u, whole))))
    bottom = g.pick(lambda: Inverse(Times(u, whole)), lambda: Times(Inverse(u), Inverse(whole)), lambda: by_log)
    return total(index, Times(w, u, bottom)), ONE


def roots(g: Generator) -> Claim:
    """(Σ_i D_i^−h)(Σ_i D_i^(h−1)) = 1 for D_i = |type|², written so that it seems to depend on i: roots become denominators only
    when they are multiplied."""
    index = Symbol("n", Type((), g.rng.choice(FINITES)))
    g.inside.append(index)
    x = g.pick(lambda: along(g, index), g.leaf)
    g.inside.pop()
    size = Times(Card(index.type.result), Card(index.type.result))
    h = g.pick(lambda: Number(Fraction(1, 2)), lambda: Number(Fraction(1, 2)), lambda: Number(Fraction(1, 3)), g.scalar)
    if g.rng.random() < 0.5:
        D, fix = Plus(size, Times(ZERO, x)), ZERO
    else:
        D, fix = Times(size, Exp(x)), x
    powers = (Exp(Times(c, minus(fix, Log(D)))) for c in (h, minus(ONE, h)))
    return Times(*(total(index, p) for p in powers)), ONE


def alike(g: Generator) -> Claim:
    """exp(Σ c_k log D) against products of powers of D, where the c_k add up to an integer."""
    D, p = g.positive(1), g.guard()
    left = g.pick(
        lambda: Times(Exp(Times(p, Log(D))), Exp(Times(minus(ONE, p), Log(D)))),
        lambda: Exp(Times(minus(ONE, p), Log(D))),
        lambda: Times(p, Exp(Times(MINUS, p, Log(D)))),
        lambda: Exp(Times(p, minus(Log(D), Log(Times(Number(2), D))))),
    )
    right = g.pick(
        lambda: D,
        lambda: Times(D, Exp(Times(MINUS, p, Log(D)))),
        lambda: Times(p, Inverse(D)),
        lambda: Exp(Times(MINUS, p, Log(Number(2)))),
    )
    return left, right


def vanishing(g: Generator) -> Term:
    """A term that is zero, but only after its denominator has been cleared."""
    u = g.pick(
        lambda: Plus(ONE, Exp(g.scalar())),
        lambda: Plus(g.scalar(), g.field()),
        lambda: Plus(ONE, g.delta()),
        lambda: Plus(g.size(), g.size(), g.scalar()),
    )
    return Plus(Times(u, Inverse(u)), MINUS)


def lured(g: Generator) -> Claim | None:
    """G·D/D − G + W·x = 0 or G/D·(u/u − 1) + W·x = 0 where D times W is zero by its form: clearing D would lose W·x.
    G, which may be zero, is what makes 1/D harmless."""
    near, far, third = g.rng.sample([App(s) for s in INDICES[N]] + [g.index(N)], 3)
    guard = g.pick(lambda: Delta(near, third), lambda: Delta(near, third), lambda: Delta(near, far), g.guard)
    D = _separating(g, near, far)
    ratio = g.pick(lambda: Inverse(D), lambda: Inverse(D), lambda: Exp(Times(MINUS, guard, Log(D))), lambda: Exp(Times(MINUS, Log(D))))
    bait = g.pick(lambda: Times(guard, minus(Times(D, ratio), ONE)), lambda: Times(guard, ratio, vanishing(g)))
    W = _annihilator(g, bait, [near, far, third])
    return (Plus(bait, Times(W, g.leaf())), ZERO) if W else None


def _separating(g: Generator, i: Term, j: Term) -> Term:
    """A number that is zero, or not, by whether the indices are equal."""
    f, h = g.rng.choice([s for s in FIELDS if s.type.params == (N,)]), next(s for s in FIELDS if s.type.params == (N, N))
    return g.pick(
        lambda: minus(App(f, i), App(f, j)),
        lambda: minus(App(h, i, j), App(h, j, i)),
        lambda: minus(ONE, Delta(i, j)),
        lambda: Times(Delta(i, j), g.leaf()),
        lambda: Times(Delta(i, j), Plus(g.scalar(), g.field())),
        lambda: g.nonzero(0),
    )


def _annihilator(g: Generator, bait: Term, indices: list[Term]) -> Term | None:
    """A term that is not zero by its form, but is after multiplication with a denominator in the normal form of the bait."""
    bottoms = sorted({a.children[0] for _, factors in poly(bait) for a, _ in factors if type(a) is Inverse})
    if not bottoms:
        return None
    bottom = g.rng.choice(bottoms)
    deltas = [Delta(a, b) for n, a in enumerate(indices) for b in indices[:n] if a != b]
    candidates = [*deltas, *(minus(ONE, d) for d in deltas), ONE]
    fitting = [W for W in candidates if not multiply(poly(W), poly(bottom))]
    return g.rng.choice(fitting) if fitting else None


TRUE = (disguised, disguised, disguised, contracted)
NEAR_MISSES = (mutated, mutated, mutated, mutated_normal, mutated_normal, shares, roots, alike, lured, lured)


def drawn(g: Generator, kinds: tuple[Callable[[Generator], Claim | None], ...]) -> Claim | None:
    """One claim of a random kind; None if none came of it."""
    try:
        return g.rng.choice(kinds)(g)
    except ProofError:  # 1/0 by its form
        return None
