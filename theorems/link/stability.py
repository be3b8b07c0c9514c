"""A link that is nearly multiplicative is nearly exponential.

Let ℓ > 0 and φ = log ℓ.  If |φ(x+y) − φ(x) − φ(y)| ≤ η for all real x and y, and ℓ is bounded above on one interval, or continuous at
one point, then there is a rate c with |φ(x) − c·x| ≤ η for all x, with the same η.  Rounding, clipping or a learned table may break the
law of link.exponential a little everywhere; the log of the evidence is then off by no more than the law is, however large the work.
Any line that stays within some distance of φ, however large, stays within η; there no regularity is needed.
That c exists takes the completeness of ℝ: over a countable field of reals φ may follow the line of a slope outside of it.
Source: Hyers (1941), Proceedings of the National Academy of Sciences 27, 222-224.
"""

from functools import partial

from gaproof import Claim
from gaproof.lemmas.additive import log_tangent
from gaproof.lemmas.nearly_additive import near_a_line, sharpened, slopes
from gaproof.lemmas.regularity import bounded_by
from gaproof.tactics import forward as f
from gaproof.tactics.search import prove
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, exp, field, log, natural, number, scalar, zero
from gaproof.theory import bounded_somewhere, continuous_somewhere, decreasing
from theorems.link.positive import ell, x, y

a, K, c, s, t, eta, B = scalar("a K c s t eta B")
delta = scalar("delta", domain="positive")
n, m = natural("n m")
q = field("q", n)


def phi(work):
    return log(ell(work))


def within(difference, error):
    """|difference| ≤ error."""
    return And(Le(-error, difference), Le(difference, error))


nearly = ForAll((x, y), within(phi(x + y) - phi(x) - phi(y), eta))
line = Exists(c, ForAll(x, within(phi(x) - c * x, eta)))
positive = {"positive": ForAll(x, Lt(0, ell(x)))}
claim = Claim("link.stability", given={"nearly": nearly}, source="Hyers (1941)")

least_upper_bound = Exists(s, And(ForAll(n, Le(q(n), s)), ForAll(B, Implies(ForAll(n, Le(q(n), B)), Le(s, B)))))
completeness = Implies(Exists(B, ForAll(n, Le(q(n), B))), least_upper_bound)
RUDIN = "Rudin (1976), Principles of Mathematical Analysis, Theorem 1.19"
WHY = "the other rules hold in every Archimedean ordered field with an exponential, and in a countable one the claim is false"
from_bound = claim.part("bounded on an interval", given={**positive, "bounded": bounded_somewhere(ell)}, shows=line)


@from_bound.proof
def the_slope_of_multiples(p):
    here = f.obtain(p["bounded"], a, K, delta)[-1]
    wide, capped = f.part(here, 0), f.part(here, 1)
    start, end = f.assume(Le(a, y)), f.assume(Le(y, a + delta))
    tangent, above_0 = f.inst(log_tangent(), {"x": ell(y)}), f.spec(p["positive"], y)
    below = f.le(phi(y), K - 1, f.add(f.by(tangent), f.by(f.mp(f.spec(capped, y), start, end))))  # log ℓ ≤ ℓ − 1 ≤ K − 1
    below = f.gen(f.imply(f.cut(below, above_0), start, end), y)

    # the supremum s of (φ((n+1)·δ) − η)/(n+1), each of which is at most (φ((m+1)·δ) + η)/(m+1)
    values = {"f": (t, phi(t)), "epsilon": eta, "delta": delta}
    ordered = f.cut(f.inst(slopes(), values), p["nearly"])
    lower, upper = ordered.conclusion.children
    ordered = f.gen(ordered, n)
    supremum = f.inst(p.axiom("completeness", completeness, source=RUDIN, why=WHY), {q: (n, lower)})
    first = f.inst(ordered, {m: zero})
    some = f.exists(first, supremum.conclusion.children[0], f.spec(first, n).conclusion.children[1])
    supremum = f.mp(supremum, some)
    (least,) = f.obtain(supremum, s)
    above = f.mp(f.spec(f.part(least, 1), upper), ordered)
    squeezed = f.gen(f.conj(f.spec(f.part(least, 0), n), f.inst(above, {m: n})), n)
    near = f.cut(f.inst(near_a_line(), values | {"K": K - 1}), wide, below, p["nearly"], squeezed)
    shown = f.exists(near, line, s / delta)
    return f.release(f.release(shown, supremum, s), p["bounded"], a, K, delta)


from_continuity = claim.part("continuous at a point", given={**positive, "continuous": continuous_somewhere(ell)}, shows=line)


@from_continuity.proof
def bounded_near_the_point(p):
    bound = f.cut(f.inst(bounded_by("continuous at a point"), {"f": ell}), p["continuous"])
    return f.cut(p.use(claim, "bounded on an interval"), bound)


near = {"near": ForAll(x, within(phi(x) - c * x, B))}
sharp = claim.part("any line that stays near", given=near, shows=ForAll(x, within(phi(x) - c * x, eta)))


@sharp.proof
def divide_by_n(p):
    values = {"f": (t, phi(t)), "epsilon": eta, "c": c, "lowest": -B, "highest": B}
    return f.cut(f.inst(sharpened(), values), p["near"], p["nearly"])


@sharp.near_miss("half the error: ℓ = e, c = 0, η = 1", at={ell: (x, exp(1)), c: 0, B: 1, eta: 1, x: 0})
def half_again():
    return ForAll(x, within(phi(x) - c * x, eta / 2))


@sharp.near_miss("the line itself is not reached: ℓ = e, c = 0, η = 1", at={ell: (x, exp(1)), c: 0, B: 1, eta: 1, x: 0})
def exactly():
    return ForAll(x, Eq(phi(x), c * x))


@sharp.necessary("near", "a line of another slope: ℓ = e^x, c = 0, η = 1")
def another_slope(claim):
    difference = log(exp(x + y)) - log(exp(x)) - log(exp(y))
    exact = f.gen(f.conj(f.le(-number(1), difference, f.num(1)), f.le(difference, 1, f.num(1))), x, y)
    wrong = claim.at({"ell": (x, exp(x)), "c": 0, "B": 1, "eta": 1}, exact)
    return f.le(3, 1, f.by(f.part(f.spec(wrong, 3), 1)))


sharp.necessary("nearly", "ℓ = e with η = 0", at={ell: (x, exp(1)), c: 0, B: 1, eta: 0, x: 0})


def constant_link(claim, error):
    """What the claim says at work 0 of ℓ = e, for which φ = 1."""
    flat = {"ell": (x, exp(1))}
    falls = prove(f.node(decreasing(lambda w: exp(1))), [])
    some = claim.at(flat | {"eta": error}, f.cut(f.inst(bounded_by("decreasing"), {"f": flat["ell"]}), falls))
    at_0 = f.spec(f.obtain(some, c)[0], 0)
    th = at_0 if at_0.conclusion.tag == "eq" else f.part(at_0, 1)
    return f.release(f.absurd(th, Eq(0, 1)), some, c)


@from_bound.near_miss("half the error: the constant link ℓ = e, for which φ = 1 and η = 1", by=partial(constant_link, error=1))
def half_the_error():
    return Exists(c, ForAll(x, within(phi(x) - c * x, eta / 2)))


@from_bound.near_miss("the slope is that of large works, not of work 1: the same link, which is flat though φ(1) = 1")
def slope_of_work_one():
    return ForAll(x, within(phi(x) - phi(1) * x, eta))


@from_continuity.near_miss("nearly exponential is not exponential: ℓ = e with η = 1", by=partial(constant_link, error=1))
def exactly_exponential():
    return Exists(c, ForAll(x, Eq(phi(x), c * x)))


for part, regularity in ((from_bound, "bounded"), (from_continuity, "continuous")):
    part.necessary("nearly", "ℓ = e with η = 0")(partial(constant_link, error=0))
    part.necessary(regularity, cited="Hamel (1905), Mathematische Annalen 60, 459-462, with η = 0")
sharp.drawn({ell: (x, exp(c * x)), eta: K * K, B: t * t})
# "positive": where ℓ ≤ 0 nothing is known of log ℓ, neither that it breaks the claim.
