"""Mutants of interaction.rank_invariant that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import Sum
from theorems.interaction.decomposition import S, i, j, k, l

from .rank_invariant import A, B, a, b, c, centred, claim, factors_centred, gauge, of_rank, shifted, u, u2, v, v2


@gauge.mutant("dropped term: the 2nd term of S[i, j] - Σ_{k∈n} u[k]·S[k, j] … k∈n} Σ_{l∈m} u[k]·S[k, l]·v[l]")
@gauge.mutant("dropped factor: the 2nd factor of u[k]·S[k, l]·v[l]")
@gauge.mutant("swapped index: j for l in v[l] (place 2)")
def another_unary_field_is_left(p):
    # it goes when the field is centred again
    given = f.assume(p.goal.children[0].children[0])
    *_, known = f.obtain(given, A, B)
    whole, mean = Sum(u[k] * S[k, l], k, l), Sum(u[k] * S[k, l] * v[l], k, l)
    by_rows, by_columns = Sum(u[k] * S[k, j], k), Sum(S[i, l] * v[l], l)
    left, right = factors_centred(u2, v2)
    of_columns = by_rows, Sum(u[k] * S[k, l] * v2[l], k, l), mean, mean * Sum(v2[l], l), whole, whole * Sum(v2[l], l)
    of_columns = *of_columns, whole * v[j], whole * Sum(v[l] * v2[l], l), b[j], Sum(b[l] * v2[l], l)
    of_rows = by_columns, Sum(u2[k] * S[k, l] * v[l], k, l), mean, whole, a[i], Sum(u2[k] * a[k], k)
    equal = solved(
        centred(shifted, u2, v2)(i, j),
        Sum(left * right, c),
        (f.spec(known, i, j), 1),
        (f.spec(known, k, j), u2[k], k),
        (f.spec(known, i, l), v2[l], l),
        (f.spec(known, k, l), u2[k] * v2[l], k, l),
        *((p["other rows"], w) for w in of_columns),
        *((p["other columns"], w) for w in of_rows),
    )
    found = f.exists(f.gen(equal, i, j), of_rank(centred(shifted, u2, v2)), ((i, c), left), ((j, c), right))
    return f.conj(f.imply(f.release(found, given, A, B), given), f.part(p.use(claim, "gauge"), 1))


@gauge.mutant("sign: the 1st term of S[i, j] + a[i] (place 2)")
def of_the_opposite_interaction(p):
    given = f.assume(p.goal.children[1].children[0])
    *_, known = f.obtain(given, A, B)
    by_rows, by_columns = Sum(u2[k] * shifted(k, j), k), Sum(shifted(i, l) * v2[l], l)
    mean = Sum(u2[k] * shifted(k, l) * v2[l], k, l)
    left, right = factors_centred(u, v)
    of_columns = by_rows, Sum(u2[k] * shifted(k, l) * v[l], k, l), mean, mean * Sum(v[l], l), b[j], Sum(b[l] * v[l], l)
    of_rows = by_columns, Sum(u[k] * shifted(k, l) * v2[l], k, l), mean, a[i], Sum(u[k] * a[k], k)
    equal = solved(
        centred(S, u, v)(i, j),
        Sum(-left * right, c),
        (f.spec(known, i, j), 1),
        (f.spec(known, k, j), u[k], k),
        (f.spec(known, i, l), v[l], l),
        (f.spec(known, k, l), u[k] * v[l], k, l),
        *((p["rows"], w) for w in of_columns),
        *((p["columns"], w) for w in of_rows),
    )
    found = f.exists(f.gen(equal, i, j), of_rank(centred(S, u, v)), ((i, c), -left), ((j, c), right))
    return f.conj(f.part(p.use(claim, "gauge"), 0), f.imply(f.release(found, given, A, B), given))
