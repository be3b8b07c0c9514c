"""A baseline and a score field are one kernel in many ways.

K_ij = M_ij·κ_ij·e^(s_ij/τ).  A finite bias b added to the logits after the temperature is the baseline e^b; added to the score before the
temperature it is the baseline e^(b/τ).  Two pairs (κ, s) and (κ', s') give the same kernel exactly if there is a field g with
κ' = κ·e^(−g/τ) and s' = s + g on the carrier: what one gains the other loses, entry by entry.  So a baseline is not seen in the kernel
apart from the score; it is a convention which part of log K is called prior and which is called work.
Source: Geometric Attention (arXiv 2601.11618); Press, Smith and Lewis (2022), arXiv 2108.12409, for biases of this kind.
"""

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Ne, array, exp, field, index, scalar, sizes
from gaproof.theory import Carrier, EvidenceKernel, Exponential

n, m = sizes("n m")
i, j = index("i", n), index("j", m)
M = field("M", i, j, domain="mask")
kappa, kappa2 = field("kappa kappa2", i, j)
s, s2, b, g = field("s s2 b g", i, j)
tau, u = scalar("tau u")
carrier = Carrier(i, j, M)
source = "Geometric Attention (arXiv 2601.11618); Press, Smith, Lewis (2022)"
claim = Claim("link.baseline", given={"temperature": Ne(tau, 0)}, source=source)


def kernel(score, baseline):
    """K_ij = M_ij·κ_ij·e^(s_ij/τ), where work is −s."""
    return EvidenceKernel(carrier, array((i, j), -score), Exponential(tau=tau), array((i, j), baseline))[i, j]


after = claim.part("bias after", shows=Eq(M[i, j] * exp(s[i, j] / tau + b[i, j]), kernel(s[i, j], exp(b[i, j]))))
before = claim.part("bias before", shows=Eq(M[i, j] * exp((s[i, j] + b[i, j]) / tau), kernel(s[i, j], exp(b[i, j] / tau))))


@after.proof
def a_factor(p):
    return p.identity()


@after.near_miss("after the temperature τ does not divide the bias: s = 0, b = 1, τ = 2")
def divided_bias():
    return Eq(M[i, j] * exp(s[i, j] / tau + b[i, j]), kernel(s[i, j], exp(b[i, j] / tau)))


@before.proof
def a_cooled_factor(p):
    return p.identity()


@before.near_miss("before the temperature τ divides the bias: s = 0, b = 1, τ = 2")
def undivided_bias():
    return Eq(M[i, j] * exp((s[i, j] + b[i, j]) / tau), kernel(s[i, j], exp(b[i, j])))


same_kernel = ForAll((i, j), Eq(kernel(s[i, j], kappa[i, j]), kernel(s2[i, j], kappa2[i, j])))
moved = And(Eq(kappa2[i, j], kappa[i, j] * exp(-g[i, j] / tau)), Eq(s2[i, j], s[i, j] + g[i, j]))
traded = Exists(g, ForAll((i, j), Implies(Eq(M[i, j], 1), moved)))
same = claim.part("same kernel", shows=Iff(same_kernel, traded))


@same.proof
def what_one_gains_the_other_loses(p):
    here, gone = f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0))
    shift, old, new = s2[i, j] - s[i, j], kappa[i, j] * exp(s[i, j] / tau), kappa2[i, j] * exp(s2[i, j] / tau)
    back = exp(-s2[i, j] / tau)
    baseline = f.linear(
        kappa2[i, j],
        kappa[i, j] * exp(-shift / tau),
        (f.spec(f.assume(same_kernel), i, j), -back),
        (here, back * (old - new)),
    )
    both = f.conj(baseline, f.linear(s2[i, j], s[i, j] + shift))
    there = f.exists(f.gen(f.imply(p.clear(both, f.assume(same_kernel), here), here), i, j), traded, ((i, j), shift))

    (found,) = f.obtain(f.assume(traded), g)
    factor, score = (f.part(f.mp(f.spec(found, i, j), here), k) for k in range(2))
    lost, gained = exp(-g[i, j] / tau), exp(s[i, j] / tau)  # e^(−g/τ)·e^(s'/τ) = e^(s/τ)
    power = f.rewrite(f.flip(score), f.linear(lost * exp((s[i, j] + g[i, j]) / tau), gained), u, Eq(lost * exp(u / tau), gained))
    uses = (factor, -M[i, j] * exp(s2[i, j] / tau)), (power, -M[i, j] * kappa[i, j])
    equal = f.linear(kernel(s[i, j], kappa[i, j]), kernel(s2[i, j], kappa2[i, j]), *uses)
    none = f.linear(kernel(s[i, j], kappa[i, j]), kernel(s2[i, j], kappa2[i, j]), (gone, old - new))
    entry = p.clear(mask_cases(f.spec(p["M mask"], i, j), equal, none), found)
    back = f.release(f.gen(entry, i, j), f.assume(traded), g)
    return f.conj(f.imply(there, same_kernel), f.imply(back, traded))


@same.near_miss("the baseline alone is not seen: s = 0, s' = log 2, κ = 1, κ' = 1/2 give the same kernel")
def same_baseline():
    return Iff(same_kernel, ForAll((i, j), Implies(Eq(M[i, j], 1), And(Eq(kappa2[i, j], kappa[i, j]), Eq(s2[i, j], s[i, j])))))


@same.near_miss("nothing is said of entries off the carrier")
def off_the_carrier():
    return Iff(same_kernel, Exists(g, ForAll((i, j), moved)))


@same.near_miss("the field may differ from entry to entry: one constant is too few")
def one_constant():
    const = And(Eq(kappa2[i, j], kappa[i, j] * exp(-u / tau)), Eq(s2[i, j], s[i, j] + u))
    return Iff(same_kernel, Exists(u, ForAll((i, j), Implies(Eq(M[i, j], 1), const))))


empty = {tau: 1, s: [[0]], s2: [[0]], kappa: [[1]], kappa2: [[2]]}
same.necessary("M mask", "an entry 2 counts in the kernel, but no condition is put on it", at={**empty, M: [[2]]})
same.drawn({kappa2: ((i, j), kappa[i, j] * exp(-b[i, j] / tau)), s2: ((i, j), s[i, j] + b[i, j])})
# Neither κ > 0 nor the sign of τ is used; τ ≠ 0 is needed for a meaning only, since scores enter divided by it.
