"""Averaging logits is not coarse-graining.

Let blocks of keys be told apart by π, and give a block the mean of the logits of its admissible keys.  The softmax of the means is the row
summed over blocks exactly if |c| · mean_c(e^(s − mean_c s)) is the same for every block c with an admissible key.  That holds for logits
that are constant on blocks of equal size.  For blocks of other sizes they need the baseline |c|, that is the logit mean_c s + log |c|; and
two blocks of two keys with the logits (2 log 2, 0) and (0, 0) share 5/7 and 2/7, where the means say 2/3 and 1/3.
The right potential of a block is log Σ_c e^s (depth.coarse_logsumexp), of which the mean is a lower bound only.
Source: Geometric Attention (arXiv 2601.11618), section 5; Kadanoff (1966), Physics Physique Fizika 2, for block averages.
"""

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import (
    And,
    Eq,
    Exists,
    ForAll,
    Iff,
    Implies,
    Lt,
    Rational,
    Sum,
    array,
    companion,
    delta,
    exp,
    field,
    index,
    index_map,
    log,
    scalar,
    sizes,
)
from gaproof.theory import softmax

m, q = sizes("m q")
(j, k), (c, b, b0) = index("j k", m), index("c b b0", q)
u, v, w, y, z = scalar("u v w y z")
s, t, mu = field("s", j), field("t", c), field("mu", c)
M, N, pi = field("M", j, domain="mask"), field("N", c, domain="mask"), index_map("pi", j, c)


def total(value, c):
    """The sum over the admissible keys of a block."""
    return Sum(delta(pi(j), c) * M[j] * value, j)


def size(c):
    """|c|: how many admissible keys a block has."""
    return total(1, c)


def mean(value, c):
    """The mean over the admissible keys of a block."""
    return total(value, c) / size(c)


def block(c):
    """The row, summed over a block."""
    return Sum(delta(pi(j), c) * softmax(s[j], over=j, mask=M[j]), j)


def excess(c, potential=lambda c: mean(s[j], c)):
    """|c| · mean_c(e^(s − mean_c s))."""
    return size(c) * mean(exp(s[j] - potential(c)), c)


def on_blocks(left, right):
    """They agree on all blocks with an admissible key."""
    return ForAll((c, b), Implies(And(Eq(N[c], 1), Eq(N[b], 1)), Eq(left, right)))


meets = Exists(j, And(Eq(delta(pi(j), c), 1), Eq(M[j], 1)))
row = {"live": Exists(j, Eq(M[j], 1)), "image": ForAll(c, Iff(Eq(N[c], 1), meets))}
of_means = softmax(mean(s[j], c), over=c, mask=N[c])
claim = Claim("depth.coarse_mean_fails", source="Geometric Attention, section 5; Kadanoff (1966)")
claim.where(size=size(c), mean=mean(s[j], c), excess=excess(c))
every_block = ForAll(c, Eq(block(c), of_means))
exact = claim.part(
    "exact", given=row, shows=Iff(every_block, on_blocks(excess(c), excess(b))), model={q: m, M: (j, 1), N: (c, 1), pi: (j, j)}
)


on, off = f.assume(Eq(N[c], 1)), f.assume(Eq(N[c], 0))


def alive(p):
    """N_c = 1 ⊢ 0 < |c|: some key of the block is admissible."""
    some = f.mp(f.part(f.spec(p["image"], c), 0), on)
    (found,) = f.obtain(some, j)
    one = p.auto(Lt(0, delta(pi(j), c) * M[j] * 1), f.part(found, 0), f.part(found, 1))
    here = f.release(f.exists(one, Exists(j, Lt(0, delta(pi(j), c) * M[j] * 1)), j), some, j)
    return p.auto(Lt(0, size(c)), here)


def nothing(p):
    """N_c = 0 ⊢ δ(π(j), c) M_j = 0: with such a key N_c would be 1."""
    inside, open_key, key = f.assume(Eq(delta(pi(j), c), 1)), f.assume(Eq(M[j], 1)), delta(pi(j), c) * M[j]
    contrary = f.mp(f.part(f.spec(p["image"], c), 1), f.exists(f.conj(inside, open_key), meets, j))
    both = f.absurd(f.linear(1, 0, (contrary, -1), (off, 1)), Eq(key, 0))
    closed, outside = f.assume(Eq(M[j], 0)), f.assume(Eq(delta(pi(j), c), 0))
    no_key = mask_cases(f.spec(p["M mask"], j), both, f.linear(key, 0, (closed, delta(pi(j), c))))
    return mask_cases(f.linear(delta(pi(j), c) * delta(pi(j), c), delta(pi(j), c)), no_key, f.linear(key, 0, (outside, M[j])))


def some_block(p):
    """∃c N_c = 1: the block of an admissible key."""
    (key,) = f.obtain(p["live"], j)
    there = f.mp(
        f.part(f.spec(p["image"], pi(j)), 1),
        f.exists(f.conj(f.linear(delta(pi(j), pi(j)), 1), key), f.inst(f.assume(meets), {c: pi(j)}).conclusion, j),
    )
    return f.release(f.exists(there, Exists(c, Eq(N[c], 1)), pi(j)), p["live"], j)


def potentials(p):
    """The claim for any potentials mu of the blocks in place of the means."""
    weight, mass, masses = total(exp(s[j]), c), Sum(M[j] * exp(s[j]), j), Sum(N[c] * exp(mu[c]), c)
    positive, sized = p.auto(Lt(0, mass)), alive(p)
    some = some_block(p)
    whole = p.auto(Lt(0, masses), some)

    def potential(c):
        return mu[c]

    # W_c e^(−μ_c) is the excess of a block
    inside = total(exp(s[j] - mu[c]), c)
    level = f.inst(f.linear(u * (w / u), w), {u: size(c), w: inside})
    level = p.clear(f.linear(weight * exp(-mu[c]), excess(c, potential), (level, -1)), sized, on)
    # exact, so that all excesses are Z/Σ N e^μ
    every = ForAll(c, Eq(block(c), softmax(mu[c], over=c, mask=N[c])))
    same = on_blocks(excess(c, potential), excess(b, potential))
    equal = f.spec(f.assume(every), c)
    equal = f.linear(weight / mass, softmax(mu[c], over=c, mask=N[c]), (equal, 1))
    share = f.inst(f.linear(u, w * v, (f.assume(Eq(u / w, v)), w)), {u: weight, w: mass, v: equal.conclusion.children[1]})
    share = f.cut(share, equal)
    share = f.linear(weight * exp(-mu[c]), mass / masses, (share, exp(-mu[c])), (on, mass / masses))
    share = p.clear(f.linear(excess(c, potential), mass / masses, (level, -1), (share, 1)), positive, whole, on, equal)
    pair = f.assume(And(Eq(N[c], 1), Eq(N[b], 1)))
    one, other = f.cut(share, f.part(pair, 0)), f.cut(f.inst(share, {c: b}), f.part(pair, 1))
    sizes_ = f.cut(sized, f.part(pair, 0)), f.cut(f.inst(sized, {c: b}), f.part(pair, 1))
    there = f.linear(excess(c, potential), excess(b, potential), (one, 1), (other, -1))
    there = f.gen(f.imply(p.clear(there, pair, f.assume(every), positive, whole, *sizes_), pair), c, b)
    # all excesses are that of a block b with a key, so that W_c = N_c e^(μ_c) times it
    flat, ref = f.assume(same), f.assume(Eq(N[b], 1))
    level_b = excess(b, potential)
    common = f.mp(f.spec(flat, c, b), f.conj(on, ref))
    yes = f.linear(weight, N[c] * exp(mu[c]) * level_b, (level, exp(mu[c])), (common, exp(mu[c])), (on, -exp(mu[c]) * level_b))
    no = f.linear(weight, N[c] * exp(mu[c]) * level_b, (nothing(p), exp(s[j]), j), (off, -exp(mu[c]) * level_b))
    yes = p.clear(yes, flat, ref, on, sized, f.inst(sized, {c: b}))
    weights = p.clear(mask_cases(f.spec(p["N mask"], c), yes, no), flat, ref, f.inst(sized, {c: b}))
    all_ = f.linear(mass, level_b * masses, (weights, 1, c))
    # W = v u and Z = u w give W/Z = v/w for u > 0
    shares = f.linear(z / y, v / w, (f.quotient(f.assume(Eq(z, v * u)), f.assume(Eq(y, u * w))), 1))
    shares = p.clear(shares, *map(f.assume, (Eq(z, v * u), Eq(y, u * w), Lt(0, u), Lt(0, w), Lt(0, y))))
    sign = f.lt(0, u, f.mul(f.by(f.assume(Lt(0, y))), f.inv(f.by(f.assume(Lt(0, w))))), (f.assume(Eq(y, u * w)), -1 / w))
    shares = f.inst(f.cut(shares, sign), {u: level_b, v: N[c] * exp(mu[c]), w: masses, z: weight, y: mass})
    shares = f.cut(shares, weights, all_, positive, whole)
    back = f.linear(block(c), softmax(mu[c], over=c, mask=N[c]), (shares, 1))
    back = p.clear(back, positive, whole, flat, ref, f.cut(f.inst(sized, {c: b}), ref))
    back = f.release(f.gen(back, c), some, b)
    return f.conj(f.imply(there, every), f.imply(back, same))


@exact.proof
def shares_in_proportion(p):
    return p.clear(f.inst(potentials(p), {mu: (c, mean(s[j], c))}))


constant = {"constant on blocks": ForAll(j, Implies(Eq(M[j], 1), Eq(s[j], t[pi(j)])))}
with_size = ForAll(c, Eq(block(c), softmax(t[c], over=c, mask=N[c], baseline=size(c))))
one_each = {q: m, M: (j, 1), N: (c, 1), pi: (j, j), s: (j, 0), t: (c, 0)}
flat = claim.part("constant on blocks", given={**row, **constant}, shows=with_size, model=one_each)
equal = {"equal sizes": on_blocks(size(c), size(b))}
even = claim.part("equal sizes", given={**row, **constant, **equal}, shows=every_block, model=one_each)


def constant_there(p, value):
    """M_j value(s_j) = M_j value(t_π(j))."""
    score, no_key = f.mp(f.spec(p["constant on blocks"], j), f.assume(Eq(M[j], 1))), f.assume(Eq(M[j], 0))
    here, there = value(s[j]), value(t[pi(j)])
    same = f.rewrite(score, f.linear(here, here), u, Eq(here, value(u)))
    yes, no = (f.linear(M[j] * here, M[j] * there, use) for use in ((same, M[j]), (no_key, here - there)))
    return p.clear(mask_cases(f.spec(p["M mask"], j), yes, no))


def by_sizes(p, sizes_):
    """The shares, from |c| = N_c |c|."""
    there, mass = constant_there(p, exp), p.auto(Lt(0, Sum(M[j] * exp(s[j]), j)))
    weight = f.linear(total(exp(s[j]), c), N[c] * size(c) * exp(t[c]), (there, delta(pi(j), c), j), (p.clear(sizes_), exp(t[c])))
    weight = p.clear(weight)
    whole = f.linear(Sum(M[j] * exp(s[j]), j), Sum(N[c] * size(c) * exp(t[c]), c), (weight, 1, c))
    known = f.lt(0, Sum(N[c] * size(c) * exp(t[c]), c), f.by(mass), (whole, -1))
    return p.clear(f.linear(p.left, p.right, (f.quotient(weight, whole), 1)), mass, known)


@flat.proof
def all_keys_of_a_block_weigh_the_same(p):
    dead = f.linear(size(c), N[c] * size(c), (nothing(p), 1, j), (off, -size(c)))
    return by_sizes(p, mask_cases(f.spec(p["N mask"], c), f.linear(size(c), N[c] * size(c), (on, -size(c))), dead))


@even.proof
def the_excess_is_the_size(p):
    sized, score, there = alive(p), constant_there(p, lambda s: s), constant_there(p, lambda s: exp(s - t[c]))
    sums = f.linear(total(s[j], c), size(c) * t[c], (score, delta(pi(j), c), j))
    known = f.assume(Eq(v, u * w))
    mean_is = f.cut(f.inst(f.linear(v / u, w, (known, 1 / u)), {u: size(c), v: total(s[j], c), w: t[c]}), sums)
    inside = f.linear(total(exp(s[j] - t[c]), c), size(c), (there, delta(pi(j), c), j))
    level = f.inst(f.linear(u * (w / u), w), {u: size(c), w: total(exp(s[j] - t[c]), c)})
    level = f.linear(excess(c, lambda c: t[c]), size(c), (level, 1), (inside, 1))
    level = f.rewrite(f.flip(mean_is), level, u, Eq(excess(c, lambda c: u), size(c)))
    level = p.clear(level, sized, on)
    pair = f.assume(And(Eq(N[c], 1), Eq(N[b], 1)))
    one, other = f.cut(level, f.part(pair, 0)), f.cut(f.inst(level, {c: b}), f.part(pair, 1))
    same = f.mp(f.spec(p["equal sizes"], c, b), pair)
    both = f.linear(excess(c), excess(b), (one, 1), (same, 1), (other, -1))
    both = p.clear(both, pair, f.cut(sized, f.part(pair, 0)), f.cut(f.inst(sized, {c: b}), f.part(pair, 1)))
    return f.mp(f.part(p.use(claim, "exact"), 1), f.gen(f.imply(both, pair), c, b))


logit = 2 * log(2) * delta(j, k)  # (2 log 2, 0, 0, 0)
two_and_two = And(Eq(m, 4), Eq(q, 2), Eq(Sum(delta(pi(j), b0), j), 2), Eq(delta(pi(k), b0), 1))
first_block = Sum(delta(pi(j), b0) * softmax(logit, over=j), j)
plain_mean = Sum(delta(pi(j), c) * logit, j) / Sum(delta(pi(j), c), j)
by_means = array((c,), softmax(plain_mean, over=c))[b0]
error = And(Eq(first_block, Rational(5, 7)), Eq(by_means, Rational(2, 3)), Eq(first_block - by_means, Rational(1, 21)))
witness = claim.part("two blocks of two", shows=Implies(two_and_two, error))


@witness.proof
def five_sevenths_and_two_thirds(p):
    given = f.assume(two_and_two)
    keys, blocks, two, home = (f.part(given, n) for n in range(4))
    here, away, d = f.assume(Eq(delta(c, b0), 1)), f.assume(Eq(delta(c, b0), 0)), companion(c)

    def power(rate, truth):
        """e^(x δ) = 1 + (e^x − 1) δ for a truth δ."""
        yes = f.rewrite(
            f.linear(1, truth, (f.assume(Eq(truth, 1)), -1)), f.linear(exp(rate * 1), exp(rate)), u, Eq(exp(rate * u), exp(rate))
        )
        no = f.rewrite(f.linear(0, truth, (f.assume(Eq(truth, 0)), -1)), f.linear(exp(rate * 0), 1), u, Eq(exp(rate * u), 1))
        goal = exp(rate * truth), 1 + (exp(rate) - 1) * truth
        yes = f.linear(*goal, (yes, 1), (f.assume(Eq(truth, 1)), 1 - exp(rate)))
        no = f.linear(*goal, (no, 1), (f.assume(Eq(truth, 0)), 1 - exp(rate)))
        return mask_cases(f.linear(truth * truth, truth), yes, no)

    def share(top, bottom):
        """a/b = c/d, from a = c and b = d."""
        known = f.quotient(f.assume(Eq(u, v)), f.assume(Eq(w, z)))
        (a, c), (b, d) = (th.conclusion.children for th in (top, bottom))
        return f.cut(f.inst(known, {u: a, v: c, w: b, z: d}), top, bottom)

    four = power(2 * log(2), delta(j, k))
    mass = f.linear(Sum(exp(logit), j), 7, (four, 1, j), (keys, 1))
    inside = f.linear(Sum(delta(pi(j), b0) * exp(logit), j), 5, (four, delta(pi(j), b0), j), (two, 1), (home, 3))
    first = f.linear(first_block, Rational(5, 7), (share(inside, mass), 1))
    # another block c is the only other one: 0 ≤ 1 − δ(d, b0) − δ(d, c), which adds up to 0
    other = 1 - delta(d, b0) - delta(d, c)
    sign = f.le(0, other, f.sq(other), (away, -2 * delta(d, b0)))
    none = f.zero_sum(sign, f.linear(Sum(other, d), 0, (blocks, 1)), d)
    at_key = f.inst(none, {d: pi(j)})
    size_c, score_c = Sum(delta(pi(j), c), j), Sum(delta(pi(j), c) * logit, j)
    half = f.linear(size_c, 2, (at_key, -1, j), (keys, 1), (two, -1))
    flat = f.linear(score_c, 0, (f.inst(none, {d: pi(k)}), -2 * log(2)), (home, -2 * log(2)))

    def everywhere(at_b0, at_other, formula):
        """∀c formula(c), from what it says at b0 and at another block."""
        moved = f.rewrite(f.linear(delta(b0, c), 1, (here, 1)), f.restate(at_b0, formula(b0)), d, formula(d))
        return f.gen(mask_cases(f.linear(delta(c, b0) * delta(c, b0), delta(c, b0)), moved, f.restate(at_other, formula(c))), c)

    def sized(c):
        return Lt(0, Sum(delta(pi(j), c), j))

    def of_mean(c):
        return Eq(array((c2,), Sum(delta(pi(j), c2) * logit, j) / Sum(delta(pi(j), c2), j))[c], log(2) * delta(c, b0))

    c2 = companion(c, d)
    alive = everywhere(f.lt(0, two.conclusion.children[0], f.num(2), (two, 1)), f.lt(0, size_c, f.num(2), (half, 1)), sized)
    score = f.linear(Sum(delta(pi(j), b0) * logit, j), 2 * log(2), (home, 2 * log(2)))
    at_b0, at_other = share(score, two), share(flat, half)
    at_other = f.linear(at_other.conclusion.children[0], log(2) * delta(c, b0), (at_other, 1), (away, -log(2)))
    means = p.clear(everywhere(at_b0, p.clear(at_other, given, away, alive), of_mean), given, alive)
    mean_is = f.assume(ForAll(c, Eq(mu[c], log(2) * delta(c, b0))))
    raised = f.rewrite(f.spec(mean_is, c), f.linear(exp(mu[c]), exp(mu[c])), u, Eq(exp(mu[c]), exp(u)))
    raised = f.gen(f.linear(exp(mu[c]), 1 + delta(c, b0), (raised, 1), (power(log(2), delta(c, b0)), 1)), c)
    second = share(
        f.linear(exp(mu[b0]), 2, (f.spec(raised, b0), 1)), f.linear(Sum(exp(mu[c]), c), 3, (f.spec(raised, c), 1, c), (blocks, 1))
    )
    second = f.restate(f.cut(f.inst(second, {mu: (c, plain_mean)}), means), Eq(by_means, Rational(2, 3)))
    gap = f.linear(u - v, Rational(1, 21), (f.assume(Eq(u, Rational(5, 7))), 1), (f.assume(Eq(v, Rational(2, 3))), -1))
    gap = f.cut(f.inst(gap, {u: first_block, v: by_means}), first, second)
    return f.imply(p.clear(f.conj(first, second, gap), given, alive), given)


two_and_one = {M: [1, 1, 1], N: [1, 1], s: [0, 0, 0], pi: [0, 0, 1]}
one_key, open_block, heavy = {M: [1], s: [0], pi: [0]}, {N: [1, 2]}, {M: [1, 2], N: [1, 0], s: [0, 0], pi: [0, 1]}


@exact.near_miss("the size of a block counts: two blocks of logits 0, of two keys and of one", at=two_and_one)
def without_the_size():
    def average(c):
        return mean(exp(s[j] - mean(s[j], c)), c)

    return Iff(every_block, on_blocks(average(c), average(b)))


exact.necessary("image", "a block whose key is admissible, masked", at={**one_key, N: [0]}, undefined=0)
exact.necessary("N mask", "a block without a key that is not masked either", at={**one_key, **open_block}, undefined=0)
exact.necessary("M mask", "an entry 2 adds weight, but is no key of its block", at=heavy, undefined=0)
# "live": without an admissible key no block has one, and both sides say nothing.


@flat.near_miss("the mean alone: two blocks of logits 0, of two keys and of one", at={**two_and_one, t: [0, 0]})
def without_the_baseline():
    return ForAll(c, Eq(block(c), softmax(t[c], over=c, mask=N[c])))


flat.necessary("image", "a block whose key is admissible, masked", at={**one_key, t: [0], N: [0]}, undefined=0)
flat.necessary("constant on blocks", "any potentials", at={M: [1, 1], N: [1, 1], s: [0, 0], pi: [0, 1], t: [0, 1]})
flat.necessary("M mask", "an entry 2 adds weight, but is no key of its block", at={**heavy, t: [0, 0]})
# "live": an empty row is 0 · 1/0 on both sides.  "N mask": an empty block has the size 0, whatever N is there.


@even.near_miss("logits of equal sums are not enough: (1, −1) and (0, 0)", at={M: [1] * 4, N: [1, 1], s: [1, -1, 0, 0], pi: [0, 0, 1, 1]})
def any_logits():
    return {**row, **equal}, every_block


even.necessary("image", "a block whose key is admissible, masked", at={**one_key, t: [0], N: [0]}, undefined=0)
even.necessary("constant on blocks", "other logits", at={M: [1] * 4, N: [1, 1], s: [1, -1, 0, 0], pi: [0, 0, 1, 1], t: [0, 0]})
even.necessary("equal sizes", "two keys and one", at={**two_and_one, t: [0, 0]})
even.necessary("N mask", "a block without a key that is not masked either", at={**one_key, **open_block, t: [0, 0]}, undefined=0)
even.necessary("M mask", "an entry 2 adds weight, but is no key of its block", at={**heavy, t: [0, 0]}, undefined=0)


@witness.near_miss("blocks of equal size are not enough", at={m: 4, q: 2, pi: [0, 0, 1, 1], k: 0, b0: 0})
def no_error():
    return Implies(two_and_two, Eq(first_block, by_means))
