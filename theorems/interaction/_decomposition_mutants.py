"""Mutants of interaction.decomposition that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import Sum

from .decomposition import S, c, c2, claim, coordinates, i, interaction, j, kernel, m, n, no_interaction, other_coordinates, r, r2


def likewise(p, condition, zero):
    """The kernel, from a condition that says S̃ = 0 as well."""
    there, back = (f.part(p.use(claim, "kernel"), number) for number in range(2))
    return f.conj(f.imply(f.mp(there, f.gen(zero, i, j)), condition), back)


@kernel.mutant("dropped factor: the 2nd factor of |n|·|m|")
@kernel.mutant("swapped index: i for i_ in S[i_, j_] (place 2)")
@kernel.mutant("wrong axis: |m| for |n| (place 2)")
def centred_again(p):
    # another unary field is taken off S, of which S̃ is the interaction still
    condition = f.assume(p.goal.children[0].children[0])
    at = f.spec(condition, i, j)
    return likewise(p, condition, solved(interaction(S, i, j), 0, (at, 1), (at, 1 / m, j), (at, 1 / n, i), (at, 1 / (n * m), i, j)))


@kernel.mutant("strictness: S[i, j] - (Σ_{i′∈n} Σ_{j′∈m} S … ′∈m} S[i′, j′])/(|n|·|m|)) = 0")
def numbers_of_total_0(p):
    condition, rest = f.assume(p.goal.children[0].children[0]), -interaction(S, i, j)
    zero = f.zero_sum(f.le(0, rest, f.by(f.spec(condition, i, j))), f.linear(Sum(rest, i, j), 0), i, j)
    return likewise(p, condition, f.linear(interaction(S, i, j), 0, (zero, -1)))


@kernel.mutant("constant factor: 2 times the 2nd term of r[i] + c[j]")
def half_a_column_field(p):
    there, back = (f.part(p.use(claim, "kernel"), number) for number in range(2))
    split = f.mp(there, f.assume(no_interaction))
    *_, known = f.obtain(split, r, c)
    found = f.exists(known, p.goal.children[0].children[1], r, (j, c[j] / 2))
    return f.conj(f.imply(f.release(found, split, r, c), f.assume(no_interaction)), back)


@coordinates.mutant("swapped symbol: r2 for r in r[i]")
def columns_say_enough(p):
    found, others = p.use(claim, "coordinates"), f.assume(other_coordinates)
    *_, known = f.obtain(found, r, c)
    same = f.part(f.mp(f.spec(f.part(known, 2), r2, c2), others), 1)
    weaker = f.gen(f.imply(f.conj(f.gen(f.linear(r2[i], r2[i]), i), same), others), r2, c2)
    return f.release(f.exists(f.conj(f.part(known, 0), f.part(known, 1), weaker), p.goal, r, c), found, r, c)
