"""Mutants of depth.coarse_mean_fails that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Ne, Rational, Sum, array, delta, exp, log

from .coarse_mean_fails import (
    M,
    N,
    alive,
    b,
    b0,
    block,
    by_means,
    by_sizes,
    c,
    claim,
    exact,
    first_block,
    flat,
    j,
    k,
    logit,
    meets,
    off,
    on,
    pi,
    plain_mean,
    size,
    t,
    two_and_two,
    u,
    v,
    w,
    witness,
    z,
)


def changed_on(block_):
    """What all excesses are equal to, it being changed on one side: at two blocks, and at one of them twice, it is the same number."""

    def proof(p):
        given, pair = f.assume(p.goal.children[1].children[0]), f.assume(And(Eq(N[c], 1), Eq(N[b], 1)))
        on_block = f.part(pair, 0 if block_ is c else 1)
        both = f.mp(f.spec(given, c, b), pair), f.mp(f.spec(given, block_, block_), f.conj(on_block, on_block))
        if block_ is b:
            both = tuple(map(f.flip, both))
        (x, one), (_, two) = (th.conclusion.children for th in both)
        equal = f.linear(v, w, (f.assume(Eq(u, v)), -1), (f.assume(Eq(u, w)), 1))
        equal = f.cut(f.inst(equal, {u: x, v: one, w: two}), *both)
        equal = equal if block_ is b else f.flip(equal)
        sized = alive(p)
        equal = p.clear(equal, pair, given, f.cut(sized, f.part(pair, 0)), f.cut(f.inst(sized, {c: b}), f.part(pair, 1)))
        told = p.use(claim, "exact")
        return f.conj(f.part(told, 0), f.imply(f.mp(f.part(told, 1), f.gen(f.imply(equal, pair), c, b)), given))

    return proof


for what in (
    "sign: the 2nd term of s[j] - (Σ_{j′∈m} δ(pi(j′), c)· … Σ_{j′∈m} δ(pi(j′), c)·M[j′]·1) (place 2)",
    "constant factor: 2 for 1 in δ(pi(j_), c)·M[j_]·1 (place 2)",
):
    exact.mutant(what)(changed_on(c))
exact.mutant("dropped factor: the 1st factor of δ(pi(j_), b)·M[j_] (place 3)")(changed_on(b))


@witness.mutant("wrong axis: over b0 for j in Σ_{j∈m} δ(pi(j), b0)·(2·log(2)·δ(j, k))")
def one_logit_is_all_that_its_block_has(p):
    """Σ_j δ(π(j), b₀) 2 log 2 δ(j, k) = 2 log 2 = Σ_b δ(π(k), b) 2 log 2."""
    given, logits = f.assume(two_and_two), Sum(delta(pi(j), b0) * logit, j)
    here = f.linear(logits, Sum(delta(pi(k), b) * array((j,), logit)[k], b), (f.part(given, 3), 2 * log(2)))
    share = exp(u / Sum(delta(pi(j), b0), j)) / Sum(exp(plain_mean), c)
    says = And(Eq(first_block, Rational(5, 7)), Eq(share, Rational(2, 3)), Eq(first_block - by_means, Rational(1, 21)))
    told = f.mp(p.use(claim, "two blocks of two"), given)
    return f.imply(f.rewrite(here, told, u, says), given)


def in_its_block_alone(p):
    """|c| = N_c |c|, where N_c = 1 for a block with a key, and may be any other number for one without."""
    other, inside, open_key, key = f.assume(Ne(N[c], 1)), f.assume(Eq(delta(pi(j), c), 1)), f.assume(Eq(M[j], 1)), delta(pi(j), c) * M[j]
    met = f.mp(f.part(f.spec(p["image"], c), 1), f.exists(f.conj(inside, open_key), meets, j))
    no_key = mask_cases(
        f.spec(p["M mask"], j),
        f.absurd(f.rewrite(met, other, u, Ne(u, 1)), Eq(key, 0)),
        f.linear(key, 0, (f.assume(Eq(M[j], 0)), delta(pi(j), c))),
    )
    outside = f.linear(key, 0, (f.assume(Eq(delta(pi(j), c), 0)), M[j]))
    none = mask_cases(f.linear(delta(pi(j), c) * delta(pi(j), c), delta(pi(j), c)), no_key, outside)
    return f.cases(Eq(N[c], 1), f.linear(size(c), N[c] * size(c), (on, -size(c))), f.linear(size(c), N[c] * size(c), (none, 1 - N[c], j)))


@flat.mutant("dropped hypothesis: N mask")
def whatever_an_empty_block_says(p):
    return by_sizes(p, in_its_block_alone(p))


@flat.mutant("swapped index: c for c_ in N[c_]")
def a_block_that_is_masked_has_nothing(p):
    """N_c Σ_b |b| e^(t_b) is Σ_b N_b |b| e^(t_b) where N_c = 1, and 0 · 1/0 is 0 elsewhere."""
    told, sized, weight = f.spec(p.use(claim, "constant on blocks"), c), f.inst(in_its_block_alone(p), {c: b}), N[c] * size(c) * exp(t[c])
    right, wrong, all_ = (Sum(x * size(b) * exp(t[b]), b) for x in (N[b], N[c], 1))
    same = f.linear(right, wrong, (on, -all_), (sized, -exp(t[b]), b))
    yes = f.rewrite(same, told, u, Eq(block(c), weight / u))
    no = f.linear(z, weight * v, (f.assume(Eq(z, weight * w)), 1), (off, size(c) * exp(t[c]) * (w - v)))
    inverses = {at: f.node(1 / x).children[1] for at, x in ((w, right), (v, wrong))}
    no = f.cut(f.inst(no, {z: block(c), **inverses}), told)
    return f.gen(mask_cases(f.spec(p["N mask"], c), yes, no), c)
