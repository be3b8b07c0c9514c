"""If work composes by x ⊕ y = x + y + (1-q)·x·y, the links are the powers of the q-exponential.

Let q ≠ 1.  On D, where 1 + (1-q)·x > 0, the link e_q(x)^(-β) turns ⊕ into a product; and it is the only one that is not 0 everywhere
on D and for which ℓ∘g⁻¹ is bounded above on one interval, g = log e_q; which it is if it is monotone, or continuous at one point.  (For
q = 1 see theorems/link/exponential.py.)
Source: Tsallis (1988), Journal of Statistical Physics 52; Nivanen, Le Méhauté and Wang (2003), Reports on Mathematical Physics 52.
"""

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Lt, Ne, exp, log, scalar

from tsallis import generator as general
from tsallis.generator import bounded, ell, t, x, y
from tsallis.lemmas import additive, c, one_to_one, onto
from tsallis.link import QExponential, compose, generator, inside, inverse

q, beta, rate = scalar("q beta rate")
k = 1 - q
both = compose(k, x, y)
claim = Claim("tsallis.q_exponential", given={"q": Ne(k, 0)}, source="Tsallis (1988); Nivanen, Le Méhauté, Wang (2003)")


# The powers of e_q are links for this work, ...
link = QExponential(q, beta)
in_domain = {"x in D": Lt(0, inside(k, x)), "y in D": Lt(0, inside(k, y))}
powers = claim.part("powers", given=in_domain, shows=And(Lt(0, inside(k, both)), Eq(link(both), link(x) * link(y))))


@powers.proof
def exponential_of_a_sum(p):
    added = f.mp(f.spec(f.inst(additive(), {c: k}), x, y), p["x in D"], p["y in D"])
    product = f.linear(exp(-(beta * (rate + t))), exp(-(beta * rate)) * exp(-(beta * t)))
    product = f.inst(product, {rate: generator(k, x), t: generator(k, y)})
    product = f.rewrite(f.flip(f.part(added, 1)), product, rate, Eq(exp(-(beta * rate)), link(x) * link(y)))
    return f.conj(f.part(added, 0), p.clear(product, f.part(added, 0)))


@powers.near_miss("the sign of the last term: q = 0, x = y = 1")
def other_sign():
    other = compose(-k, x, y)
    return And(Lt(0, inside(k, other)), Eq(link(other), link(x) * link(y)))


@powers.near_miss("the ordinary sum: q = 0, x = y = 1")
def ordinary_sum():
    return Eq(link(x + y), link(x) * link(y))


powers.necessary("x in D", "-1 is on the border of D for q = 0", at={q: 0, x: -1, y: 0, beta: 1}, undefined=0)
powers.necessary("y in D", "-1 is on the border of D for q = 0", at={q: 0, x: 0, y: -1, beta: 1}, undefined=0)


# ... and there are no others.
def everywhere(variables, formula):
    """The formula, for all variables in D."""
    for v in reversed(variables):
        formula = Implies(Lt(0, inside(k, v)), formula)
    return ForAll(variables, formula)


def carried(w):
    """ℓ∘g⁻¹."""
    return ell(inverse(k, w))


mult = everywhere((x, y), Eq(ell(both), ell(x) * ell(y)))
nz = Exists(x, And(Lt(0, inside(k, x)), Ne(ell(x), 0)))
only = claim.part(
    "the only links",
    given={"mult": mult, "nz": nz, "bounded": bounded(carried)},
    shows=everywhere((x,), Eq(ell(x), QExponential(q, -log(carried(1)))(x))),
    model={q: -1, ell: (x, 1)},
)


@only.proof
def an_instance(p):
    here = {
        general.d: (x, inside(k, x)),
        general.g: (x, generator(k, x)),
        general.h: (t, inverse(k, t)),
        general.compose: ((x, y), both),
    }
    generated = (f.inst(lemma(), {c: k}) for lemma in (onto, one_to_one, additive))
    return f.cut(p.use("tsallis.generator", "bounded on an interval", values=here), *generated)


@only.near_miss("an exponential of the work itself: ℓ(x) = 1 + x for q = 0")
def exponential_of_the_work():
    return everywhere((x,), Eq(ell(x), exp(log(carried(1)) * x)))


# That q ≠ 1 is needed is not shown: it only gives the formula for g a meaning.
only.necessary("mult", "the constant -1 is no power of e_q", at={q: 0, ell: (x, -1)}, undefined=0)
only.necessary("nz", "ℓ = 0 is no power of e_q", at={q: 0, ell: (x, 0)}, undefined=0)
only.necessary("bounded", cited="Hamel (1905), Mathematische Annalen 60, 459-462, carried over by g")
only.drawn({q: -1, ell: (x, 1 + 2 * x)})
