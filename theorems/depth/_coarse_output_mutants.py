"""Mutants of depth.coarse_output that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import Eq, delta
from theorems.depth.coarse_lumpable import A, i, j, k, pi

from .coarse_output import always, claim, equal_rows, l


def always_if(p, equal):
    """The theorem on all values with another condition on them: ``equal`` at an entry of two rows, from that condition at units."""
    given, here = f.assume(p.goal.children[0].children[0]), f.assume(Eq(delta(pi(i), pi(k)), 1))
    own = f.linear(delta(pi(k), pi(k)), 1)

    def at(first, second, place, together):
        """The condition at the values that are 1 at one place."""
        return f.mp(f.spec(given, (j, delta(j, place)), first, second), together)

    rows = f.gen(f.imply(equal(at, here, own), here), i, k, l)
    return f.conj(f.imply(f.restate(rows, equal_rows), given), f.part(p.use(claim, "all values"), 1))


def there_and_back(here):
    return f.linear(delta(pi(k), pi(i)), 1, (here, 1))


@always.mutant("strictness: Σ_{j∈n} A[i, j]·v[j] = Σ_{j∈n} A[k, j]·v[j]")
def in_both_directions(p):
    def equal(at, here, own):
        low, high = at(i, k, l, here), at(k, i, l, there_and_back(here))
        return f.antisymmetry(f.le(A[i, l], A[k, l], f.by(low)), f.le(A[k, l], A[i, l], f.by(high)))

    return always_if(p, equal)


@always.mutant("dropped factor: the 2nd factor of A[i, j]·v[j]")
def row_sums_are_entries(p):
    # Σ A_ij = A_kl, and the same of row i itself
    def equal(at, here, own):
        return f.linear(A[i, l], A[k, l], (at(i, k, l, here), 1), (at(i, i, l, f.linear(delta(pi(i), pi(i)), 1)), -1))

    return always_if(p, equal)


@always.mutant("wrong axis: over k for j in Σ_{j∈n} A[k, j]·v[j]")
def column_sums_are_entries(p):
    # both rows are what row k is said to be
    return always_if(p, lambda at, here, own: f.linear(A[i, l], A[k, l], (at(i, k, l, here), 1), (at(k, k, l, own), -1)))


@always.mutant("swapped index: i for j in A[k, j]")
def all_entries_are_one_number(p):
    # A_il = A_ki for all l, k among them
    def equal(at, here, own):
        back = at(k, i, l, there_and_back(here))
        return f.linear(A[i, l], A[k, l], (at(i, k, l, here), 1), (at(i, k, k, here), -1), (back, -1))

    return always_if(p, equal)


@always.mutant("sign: the right side of A[i, j] = A[k, j] (place 2)")
def all_rows_are_zero(p):
    # as a row is in its own block
    given, here = f.assume(p.goal.children[1].children[0]), f.assume(Eq(delta(pi(i), pi(k)), 1))
    own = f.mp(f.spec(given, k, k, j), f.linear(delta(pi(k), pi(k)), 1))
    rows = f.gen(f.imply(f.linear(A[i, j], A[k, j], (f.mp(f.spec(given, i, k, j), here), 1), (own, -1)), here), i, k, j)
    told = p.use(claim, "all values")
    return f.conj(f.part(told, 0), f.imply(f.mp(f.part(told, 1), rows), given))
