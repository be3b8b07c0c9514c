"""Mutants of anchor.torsor that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import Eq, ForAll, Le, Lt, Sum

from .torsor import A, K, claim, e, every, factors, i, j, orbits, x, y


def contradicted(here, excess):
    """Both rows have mass 1."""
    return f.absurd(f.lt(0, 0, f.num(excess), (here, -1, j)), Eq(A(x), A(y)))


def at_most(here):
    sign = f.le(0, A(y) - A(x), f.by(here))
    return f.linear(A(x), A(y), (f.zero_sum(sign, f.linear(Sum(A(y) - A(x), j), 0), j), -1))


def undivided_row(here):
    return f.linear(A(x), A(y), (f.quotient(here, f.linear(Sum(K(x), j), 1, (here, 1, j))), 1))


A_is_A = "M[i, j]·kappa[x, i, j]/(Σ_{j′∈ … ′∈m} M[i, j′]·kappa[y, i, j′])"
for part, place in ((factors, 2), (every, 4)):
    for name, condition, equal in (
        (f"constant factor: 2 times the left side of {A_is_A}", Eq(2 * A(x), A(y)), lambda here: contradicted(here, 1)),
        (f"sign: the right side of {A_is_A}", Eq(A(x), -A(y)), lambda here: contradicted(here, 2)),
        (f"strictness: {A_is_A}", Le(A(x), A(y)), at_most),
        (f"missing normaliser: (Σ_{{j∈m}} M[i, j]·kappa[x, i, j])⁻¹ (place {place})", Eq(K(x), A(y)), undivided_row),
    ):

        @part.mutant(name)
        def another_condition(p, part=part, condition=condition, equal=equal):
            th, told = p.use(claim, part.name), f.assume(ForAll((i, j), condition))
            same = p.everywhere(equal(f.spec(told, i, j)), i, j, facts=[told])
            last = f.gen(f.imply(f.mp(f.spec(f.part(th, 2), x, y), same), told), x, y)
            return f.restate(f.conj(f.part(th, 0), f.part(th, 1), last), p.goal)


K_is_eK = "the right side of M[i, j]·kappa[x, i, j] = e[i]·(M[i, j]·kappa[y, i, j]) (place 2)"


def from_a_factor(p, shown):
    """The second half, where something else is told of a factor."""
    there, other = f.spec(p.use(claim, "orbits"), x, y), p.peeled()[2].children
    given = f.assume(other[1].children[0])
    (found,) = f.obtain(given, e)
    back = f.release(shown(f.part(there, 1), other[0].children[1], *(f.part(found, side) for side in (0, 1))), given, e)
    return f.gen(f.conj(f.part(there, 0), f.imply(back, given)), x, y)


@orbits.mutant(f"constant factor: 2 times {K_is_eK}")
def twice_a_factor(p):
    def shown(back, exists, positive, equal):
        double = f.gen(f.lt(0, 2 * e[i], f.mul(f.num(2), f.by(f.spec(positive, i)))), i)
        return f.mp(back, f.exists(f.conj(double, equal), exists, (i, 2 * e[i])))

    return from_a_factor(p, shown)


@orbits.mutant(f"sign: {K_is_eK}")
def no_factor(p):
    def shown(back, exists, positive, equal):
        masses = f.add(f.by(p.auto(Lt(0, Sum(K(x), j)))), f.mul(f.by(f.spec(positive, i)), f.by(p.auto(Lt(0, Sum(K(y), j))))))
        never = f.lt(0, 0, masses, (f.spec(equal, i, j), -1, j))
        return f.gen(f.absurd(never, Eq(A(x), A(y))), i, j)

    return from_a_factor(p, shown)
