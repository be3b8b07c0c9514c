"""Coarse-graining by log-sum-exp is exact.

Sum the columns of an anchored row over the blocks of a map π: J → C.  The result is the anchored row of the block potentials
U_c = −τ log Σ_{π(j)=c} e^{−U_j/τ} on the blocks that have an admissible key (the image of the mask; an empty block is excluded, it
gets no infinite potential).  Coarsening by ρ∘π is coarsening twice.  Source: Geometric Attention (arXiv 2601.11618), section 5.
"""

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Lt, Sum, delta, exp, field, index, index_map, log, scalar, sizes
from gaproof.theory import gibbs, live_rows, softmax

n, m, q, r = sizes("n m q r")
i, j, c, b = index("i", n), index("j", m), index("c", q), index("b", r)
M, N = field("M", i, j, domain="mask"), field("N", i, c, domain="mask")
U, tau = field("U", i, j), scalar("tau", domain="positive")
pi, rho = index_map("pi", j, c), index_map("rho", c, b)


def weight(block, of=pi):
    """Σ_{π(j)=block} M_ij e^{−U_ij/τ}."""
    return Sum(delta(of(j), block) * M[i, j] * exp(-U[i, j] / tau), j)


def coarse(block):
    """The block potential of row i."""
    return -tau * log(weight(block))


def coarse_weight(block):
    """N_ic e^{−U_c/τ}, as softmax writes it."""
    return gibbs(-coarse(block), mask=N[i, block], temperature=tau)


def meets(block, of=pi):
    """A key of the block is admissible."""
    return Exists(j, And(Eq(delta(of(j), block), 1), Eq(M[i, j], 1)))


image = {"image": ForAll((i, c), Iff(Eq(N[i, c], 1), meets(c)))}
claim = Claim("depth.coarse_logsumexp", given=image, source="Geometric Attention, section 5")
claim.where(V=((i, c), coarse(c)))


def weights_agree(p):
    """∀c weight(c) = N_ic e^{−U_c/τ}: where N is 0 no key of the block is admissible, and both sides are 0."""
    to_key, from_key = (f.part(f.spec(p["image"], i, c), side) for side in (0, 1))
    x, entry = scalar("x"), delta(pi(j), c) * M[i, j] * exp(-U[i, j] / tau)
    # N = 1: an admissible key makes the weight positive, so that it is exp(log weight)
    on = f.assume(Eq(N[i, c], 1))
    found = f.obtain(f.mp(to_key, on), j)[0]
    one = p.auto(Lt(0, entry), f.part(found, 0), f.part(found, 1))
    alive = f.release(f.exists(one, Exists(j, Lt(0, entry)), j), f.mp(to_key, on), j)
    present = p.clear(f.linear(weight(c), coarse_weight(c), (on, -weight(c))), p.auto(Lt(0, weight(c)), alive))
    # N = 0: were δ(π(j), c) and M_ij both 1, N would be 1
    off, in_block, open_key = (f.assume(g) for g in (Eq(N[i, c], 0), Eq(delta(pi(j), c), 1), Eq(M[i, j], 1)))
    contrary = f.mp(from_key, f.exists(f.conj(in_block, open_key), meets(c), j))
    product = delta(pi(j), c) * M[i, j]
    both = f.absurd(f.linear(1, 0, (contrary, -1), (off, 1)), Eq(product, 0))
    no_key = f.linear(product, 0, (f.assume(Eq(M[i, j], 0)), delta(pi(j), c)))
    elsewhere = f.linear(product, 0, (f.assume(Eq(delta(pi(j), c), 0)), M[i, j]))
    idempotent = f.linear(delta(pi(j), c) * delta(pi(j), c), delta(pi(j), c))
    nothing = mask_cases(idempotent, mask_cases(f.spec(p["M mask"], i, j), both, no_key), elsewhere)
    absent = f.linear(weight(c), N[i, c] * x, (nothing, exp(-U[i, j] / tau), j), (off, -x))
    absent = p.clear(f.inst(absent, {x: exp(-coarse(c) / tau)}), off)
    return f.gen(mask_cases(f.spec(p["N mask"], i, c), present, absent), c)


fine = softmax(-U[i, j], over=j, mask=M[i, j], temperature=tau)
T = field("T", i, c)
blocks = claim.part(
    "blocks",
    given={"live": live_rows(M, i, j)},
    model={q: m},
    shows=ForAll((i, c), Eq(Sum(delta(pi(j), c) * fine, j), softmax(-coarse(c), over=c, mask=N[i, c], temperature=tau))),
)


@blocks.proof
def sum_over_a_block(p):
    # for any T with weight(c) = T_c: the block sums are T over its total
    opaque = f.assume(ForAll(c, Eq(weight(c), T[i, c])))
    here, total = f.spec(opaque, c), Sum(M[i, j] * exp(-U[i, j] / tau), j)
    share = f.quotient(here, f.linear(total, Sum(T[i, c], c), (here, 1, c)))
    known = p.clear(f.linear(Sum(delta(pi(j), c) * fine, j), T[i, c] / Sum(T[i, c], c), (share, 1)), opaque, positive_total(p, opaque))
    return f.cut(f.inst(known, {T: ((i, c), coarse_weight(c))}), weights_agree(p))


def positive_total(p, opaque):
    """0 < Σ_c T_c, which is the total of the row."""
    total = Sum(M[i, j] * exp(-U[i, j] / tau), j)
    return f.lt(0, Sum(T[i, c], c), f.by(p.auto(Lt(0, total))), (f.spec(opaque, c), -1, c))


@blocks.near_miss(
    "averaging the potentials of a block is something else: one block of two keys, one block of one",
    at={M: [[1, 1, 1]], N: [[1, 1]], U: [[0, 0, 0]], tau: 1, pi: [0, 0, 1]},
)
def mean_potential():
    mean = Sum(delta(pi(j), c) * U[i, j], j) / Sum(delta(pi(j), c), j)
    return ForAll((i, c), Eq(Sum(delta(pi(j), c) * fine, j), softmax(-mean, over=c, mask=N[i, c], temperature=tau)))


@blocks.near_miss("a block without admissible keys must be masked: log 0 is no potential")
def unmasked():
    return ForAll((i, c), Eq(Sum(delta(pi(j), c) * fine, j), softmax(-coarse(c), over=c, temperature=tau)))


one_key = {M: [[1]], U: [[0]], pi: [0]}
two_keys = {tau: 1, M: [[1, 1]], U: [[0, 0]], pi: [0, 1]}
blocks.necessary("image", "a block whose key is admissible, masked", at={**one_key, tau: 1, N: [[0]]})
blocks.necessary("N mask", "a block without a key that is not masked either", at={**one_key, tau: 1, N: [[1, 2]]}, undefined=0)
blocks.necessary("M mask", "an entry 2 adds weight, but is no key of its block", at={**two_keys, M: [[1, 2]], N: [[1, 0]]})
three_keys = {tau: 0, M: [[1, 1, 1]], N: [[1, 1]], U: [[0, 0, 0]], pi: [0, 0, 1]}
blocks.necessary("tau positive", "potentials of blocks that are 0 whatever their weights", at=three_keys, undefined=0)
# "live": an empty row is 0 · 1/0 on both sides.


twice = -tau * log(Sum(delta(rho(c), b) * coarse_weight(c), c))
once = Sum(delta(rho(pi(j)), b) * M[i, j] * exp(-U[i, j] / tau), j)
tower = claim.part("tower", shows=ForAll((i, b), Eq(-tau * log(once), twice)), model={q: m})


@tower.proof
def sum_over_blocks_of_blocks(p):
    x, opaque = scalar("x"), f.assume(ForAll(c, Eq(weight(c), T[i, c])))
    sums = f.linear(once, Sum(delta(rho(c), b) * T[i, c], c), (f.spec(opaque, c), delta(rho(c), b), c))
    potentials = f.rewrite(sums, f.linear(-tau * log(once), -tau * log(once)), x, Eq(-tau * log(once), -tau * log(x)))
    return f.cut(f.inst(potentials, {T: ((i, c), coarse_weight(c))}), weights_agree(p))


@tower.near_miss(
    "adding up the block potentials is not coarsening: two blocks of one key each in one block",
    at={M: [[1, 1]], N: [[1, 1]], U: [[0, 0]], tau: 1, pi: [0, 1], rho: [0, 0], r: 1},
)
def sum_of_potentials():
    return ForAll((i, b), Eq(-tau * log(once), Sum(delta(rho(c), b) * coarse(c), c)))


tower.necessary("image", "a block without keys that is not masked", at={**one_key, r: 1, tau: 1, N: [[1, 1]], rho: [0, 0]}, undefined=0)
tower.necessary("N mask", "a block without keys that is not masked", at={**one_key, r: 1, tau: 1, N: [[1, 2]], rho: [0, 0]}, undefined=0)
tower.necessary(
    "M mask", "an entry 2 adds weight, but is no key of its block", at={**two_keys, r: 1, M: [[1, 2]], N: [[1, 0]], rho: [0, 0]}
)
# "tau positive": at τ = 0 both sides are 0.


coarser_key = And(Eq(delta(rho(pi(j)), b), 1), Eq(M[i, j], 1))
coarser_block = And(Eq(delta(rho(c), b), 1), Eq(N[i, c], 1))
masks = claim.part("tower of masks", shows=ForAll((i, b), Iff(Exists(c, coarser_block), Exists(j, coarser_key))), model={q: m})


@masks.proof
def image_of_the_image(p):
    down, up = (g.children[0] for g in p.peeled()[2].children)
    # an open block of blocks: its open block has an open key
    block = f.obtain(f.assume(down), c)[0]
    to_key = f.mp(f.part(f.spec(p["image"], i, c), 0), f.part(block, 1))
    key, d = f.obtain(to_key, j)[0], index("d", q)
    same = f.restate(f.part(key, 0), Eq(delta(c, pi(j)), 1))
    moved = f.rewrite(same, f.part(block, 0), d, Eq(delta(rho(d), b), 1))
    there = f.exists(f.conj(moved, f.part(key, 1)), up, j)
    there = f.release(f.release(there, to_key, j), f.assume(down), c)
    # an open key: its block π(j) is open
    open_key = f.obtain(f.assume(up), j)[0]
    itself = f.conj(f.linear(delta(pi(j), pi(j)), 1), f.part(open_key, 1))
    from_key = f.part(f.spec(p["image"], i, pi(j)), 1)
    open_block = f.mp(from_key, f.exists(itself, from_key.conclusion.children[0], j))
    back = f.release(f.exists(f.conj(f.part(open_key, 0), open_block), down, pi(j)), f.assume(up), j)
    return f.conj(f.imply(there, down), f.imply(back, up))


@masks.near_miss("an open block of blocks need not consist of open blocks")
def all_blocks():
    every = ForAll(c, Implies(Eq(delta(rho(c), b), 1), Eq(N[i, c], 1)))
    return ForAll((i, b), Iff(every, Exists(j, coarser_key)))


masks.necessary("image", "a block whose key is admissible, masked", at={r: 1, M: [[1]], N: [[0]], pi: [0], rho: [0]})
# "M mask", "N mask": it asks only where they are 1.
