"""Mutants of depth.coarse_mean_fails that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, ForAll, Le, Lt, Ne, Rational, Sum, array, delta, exp, log
from gaproof.theory import softmax

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
    excess,
    first_block,
    flat,
    j,
    k,
    logit,
    mean,
    meets,
    mu,
    off,
    on,
    pi,
    plain_mean,
    s,
    size,
    some_block,
    t,
    total,
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


@exact.mutant("exp dropped: exp((Σ_{j∈m} δ(pi(j), c_)·M[j] … (Σ_{j∈m} δ(pi(j), c_)·M[j]·1))")
def whatever_stands_for_the_total(p):
    """If W_c/Z = N_c e^(μ_c) z for any number z, the excess W_c e^(−μ_c) of each block with a key is Z z."""
    weight, mass, inside = total(exp(s[j]), c), Sum(M[j] * exp(s[j]), j), total(exp(s[j] - mu[c]), c)
    given, told = f.assume(p.goal.children[0].children[0]), f.assume(ForAll(c, Eq(block(c), N[c] * exp(mu[c]) * z)))
    positive, sized = p.auto(Lt(0, mass)), alive(p)
    level = f.inst(f.linear(u * (w / u), w), {u: size(c), w: inside})
    share = f.linear(weight / mass, N[c] * exp(mu[c]) * z, (f.spec(told, c), 1))
    share = f.cut(f.inst(f.linear(u, w * v, (f.assume(Eq(u / w, v)), w)), {u: weight, w: mass, v: share.conclusion.children[1]}), share)
    level = f.linear(excess(c, lambda c: mu[c]), mass * z, (level, 1), (share, exp(-mu[c])), (on, mass * z))
    level = p.clear(level, on, told, positive, sized)
    pair = f.assume(And(Eq(N[c], 1), Eq(N[b], 1)))
    both, sizes = ([f.cut(th, f.part(pair, 0)), f.cut(f.inst(th, {c: b}), f.part(pair, 1))] for th in (level, sized))
    equal = f.linear(*(th.conclusion.children[0] for th in both), (both[0], 1), (both[1], -1))
    equal = f.gen(f.imply(p.clear(equal, pair, told, *sizes), pair), c, b)
    inverse = f.spec(given, c).conclusion.children[1].children[-1]
    equal = f.cut(f.inst(equal, {mu: (c, mean(s[j], c)), z: inverse}), given)
    return f.conj(f.imply(equal, given), f.part(p.use(claim, "exact"), 1))


@exact.mutant("strictness: Σ_{j∈m} δ(pi(j), c)·(M[j]·exp( … Σ_{j∈m} δ(pi(j), c′)·M[j]·1)))")
def no_block_has_less(p):
    """Both rows have mass 1."""
    given, share = f.assume(p.goal.children[0].children[0]), softmax(mu[c], over=c, mask=N[c])
    told = f.assume(ForAll(c, Le(block(c), share)))
    positive = p.auto(Lt(0, Sum(M[j] * exp(s[j]), j))), p.auto(Lt(0, Sum(N[c] * exp(mu[c]), c)), some_block(p))
    masses = p.clear(f.linear(Sum(share - block(c), c), 0), *positive)
    none = f.zero_sum(f.le(0, share - block(c), f.by(f.spec(told, c))), masses, c)
    same = f.gen(p.clear(f.linear(block(c), share, (none, -1)), told, *positive), c)
    same = f.cut(f.inst(same, {mu: (c, mean(s[j], c))}), given)
    there, back = (f.part(p.use(claim, "exact"), side) for side in (0, 1))
    return f.conj(f.imply(f.mp(there, same), given), back)


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
