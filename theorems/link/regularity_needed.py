"""Without regularity a link need not be exponential: 2^m·3^n on the works m + n√2.

On the group ℤ + ℤ√2, which is dense in ℝ, the map m + n√2 ↦ 2^m·3^n is a link in all but regularity.  It is a map, since m + n√2 = 0 only
for m = n = 0; it is positive and turns sums into products; and it is no exponential, since e^(−β) = 2 gives e^(−β√2) < 3.  Nor is it
continuous at 0: within every ε of 0 there is a work −p + q√2, with naturals p and q, whose evidence is above any bound.  No axiom of
choice is used.  On all of ℝ such links need it (Hamel), which is why link.exponential cites that its regularity is needed.
Source: Hamel (1905), Mathematische Annalen 60, 459-462; the witness is elementary.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas.integers import integer, irrational, pell
from gaproof.lemmas.logarithm import log_of
from gaproof.lemmas.reals import floor, naturals_nonnegative
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import And, Eq, Exists, ForAll, Le, Lt, Rational, exp, log, nat, natural, number, scalar
from gaproof.theory import root

(a, b, c, d), (beta, B, t, s) = scalar("a b c d"), scalar("beta B t s")
epsilon = scalar("epsilon", domain="positive")
p_, q_, k, l, m, n = natural("p q k l m n")
two = root(2)  # √2


def work(m, n):
    """m + n√2."""
    return m + n * two


def evidence(m, n):
    """2^m·3^n."""
    return exp(m * log(2)) * exp(n * log(3))


M, N = nat(k) - nat(l), nat(m) - nat(n)  # any two integers
claim = Claim("link.regularity_needed", source="Hamel (1905), Mathematische Annalen 60, 459-462")
one_way = claim.part("one way to write a work", given={"zero": Eq(work(M, N), 0)}, shows=And(Eq(M, 0), Eq(N, 0)), model={l: k, n: m})


@one_way.proof
def the_root_of_2_is_irrational(p):
    square = f.linear(M * M, 2 * N * N, (p["zero"], M - N * two))  # M = −N√2
    whole = (f.exists(f.linear(x, x), integer(x), *at) for x, at in ((M, (k, l)), (N, (m, n))))
    return f.cut(f.inst(irrational(), {"x": M, "y": N}), *whole, square)


@one_way.near_miss("the integers are 0, not the naturals whose differences they are: k = l = 1, m = n = 0")
def naturals():
    return And(Eq(nat(k), 0), Eq(nat(m), 0))


one_way.necessary("zero", "the work 1", at={k: 1, l: 0, m: 0, n: 0})


law = claim.part("multiplicative", shows=Eq(evidence(a + c, b + d), evidence(a, b) * evidence(c, d)))


@law.proof
def exponents_add(p):
    return p.identity()


@law.near_miss("evidence does not add: at work 0 it would be 1 = 1 + 1")
def evidence_adds():
    return Eq(evidence(a + c, b + d), evidence(a, b) + evidence(c, d))


right_at_1 = {"right at 1": Eq(exp(-(beta * work(number(1), number(0)))), evidence(number(1), number(0)))}
no_exponential = claim.part(
    "no exponential",
    given=right_at_1,
    shows=Lt(exp(-(beta * work(number(0), number(1)))), evidence(number(0), number(1))),
    model={beta: -log(number(2))},
)


def logarithms():
    """⊢ 0 < log 2 and 1/18 ≤ log 3 − 3/2·log 2: e^(−log 2) is 1/2, and e^(3·log 2 − 2·log 3) is 8/9."""
    half, ratio = (f.inst(exp_tangent(), {"t": v}) for v in (-log(number(2)), 3 * log(number(2)) - 2 * log(number(3))))
    positive = f.lt(0, log(number(2)), f.add(f.by(half), f.num(Fraction(1, 2))))
    return positive, f.le(Rational(1, 18), log(number(3)) - Rational(3, 2) * log(number(2)), f.mul(f.num(Fraction(1, 2)), f.by(ratio)))


def below_three(p, at, small):
    """e^(−β·t) < 3 at a work t < 3/2: 3 = e^(−β·t)·e^(log 3 + β·t), and log 3 + β·t = log 3 − t·log 2 is positive."""
    positive, gap = logarithms()
    excess = f.add(f.by(gap), f.mul(f.by(positive), f.by(small)), f.num(Fraction(1, 18)))
    rise = f.add(f.by(f.inst(exp_tangent(), {"t": log(3) + beta * at})), excess)
    return p.bound(f.mul(f.ex(-(beta * at)), rise), (log_of(p["right at 1"]), -exp(-(beta * at)) * at))


@no_exponential.proof
def the_rates_of_2_and_3_differ(p):
    root_small = f.lt(two, Rational(3, 2), f.mul(f.num(Fraction(1, 4)), f.inv(f.add(f.num(Fraction(3, 2)), f.ex(log(2) / 2)))))
    return below_three(p, two, root_small)


near_0 = And(Le(-epsilon, work(-nat(p_), nat(q_))), Le(work(-nat(p_), nat(q_)), epsilon), Le(B, evidence(-nat(p_), nat(q_))))
unbounded = claim.part("unbounded near 0", shows=ForAll((epsilon, B), Exists((p_, q_), near_0)))


def small(t):
    """0 < ε, t²s² = 1, 1 ≤ ε·s, 0 < s ⊢ t ≤ ε: otherwise 1 ≤ ε·s < t·s."""
    above, one, wide, positive = f.assume(Lt(epsilon, t)), f.assume(Eq(t * t * s * s, 1)), f.assume(Le(1, epsilon * s)), f.assume(Lt(0, s))
    more = f.lt(1, t * s, f.add(f.by(wide), f.mul(f.by(above), f.by(positive))))
    never = f.lt(0, 0, f.mul(f.by(more), f.add(f.by(more), f.num(2))), (one, -1))
    return f.cases(Lt(epsilon, t), f.absurd(never, Le(t, epsilon)), f.assume(Le(t, epsilon)))


@unbounded.proof
def pell_numbers(p):
    narrow = f.assume(Lt(0, epsilon))
    reach = 1 / epsilon + 9 * (B * B + 1)
    steps = f.assume(And(Le(nat(k) - nat(m), reach), Le(reach, nat(k) - nat(m) + 1)))
    found = f.inst(pell(), {"m": k})
    here = f.obtain(found, p_, q_)[-1]
    norm, low, many = (f.part(here, n) for n in (0, 2, 3))
    P, Q = nat(p_), nat(q_)
    far = f.le(reach, Q, f.add(f.by(f.part(steps, 1)), f.by(many), f.by(f.spec(naturals_nonnegative(), m))))
    at_least_0 = f.by(f.spec(naturals_nonnegative(), q_))
    w, total = work(-P, Q), work(P, Q)  # their product is 2q² − p², which is 1 or −1
    root_large = f.lt(1, two, f.inv(f.add(f.num(1), f.ex(log(2) / 2))))  # √2 − 1 = 1/(√2 + 1)
    longer = f.add(f.by(f.spec(naturals_nonnegative(), p_)), f.mul(at_least_0, f.by(root_large)))
    positive = f.lt(0, total, f.add(longer, f.by(many), f.by(f.spec(naturals_nonnegative(), k)), f.num(1)))
    rest = f.mul(f.num(9), f.by(narrow), f.add(f.sq(B), f.num(1)))
    wide = f.le(1, epsilon * total, f.add(f.mul(f.by(narrow), f.by(far)), f.mul(f.by(narrow), longer), rest))
    sides = []
    for t_ in (-w, w):
        square = f.linear(t_ * t_ * total * total, 1, (norm, 1))
        sides.append(f.cut(f.inst(small(t), {t: t_, s: total}), square, wide, positive))
    close = f.conj(f.le(-epsilon, w, f.by(sides[0])), sides[1])

    # 2^(−p)·3^q ≥ 1 + q·log 3 − p·log 2 ≥ 1 + q/18
    above, gap = logarithms()
    tangent = f.by(f.inst(exp_tangent(), {"t": Q * log(3) - P * log(2)}))
    slopes = f.mul(at_least_0, f.by(gap)), f.mul(f.num(Fraction(1, 2)), f.by(low), f.by(above))
    room = f.mul(f.num(Fraction(1, 18)), f.add(f.by(far), f.inv(f.by(narrow)))), f.mul(f.num(Fraction(1, 2)), f.sq(B - 1)), f.num(1)
    large = f.le(B, evidence(-P, Q), f.add(tangent, *slopes, *room))

    shown = f.conj(f.part(close, 0), f.part(close, 1), large)
    shown = f.exists(f.cut(shown, f.unequal(narrow)), unbounded.shows.args[-1], p_, q_)
    shown = f.release(f.release(shown, found, p_, q_), f.inst(floor(), {"x": reach}), k, m)
    return f.gen(f.imply(f.gen(f.cut(shown, f.unequal(narrow)), B), narrow), epsilon)


@unbounded.near_miss("not everywhere near 0: at work 0 the evidence is 1")
def everywhere():
    return ForAll((epsilon, B), Le(B, evidence(number(0), number(0))))


def above_two(miss):
    """2^√2 = 2·2^(√2 − 1) ≥ 2·(1 + (√2 − 1)·log 2)."""
    rate = -log(number(2))
    wrong = miss.at({"beta": rate}, f.linear(exp(-(rate * work(number(1), number(0)))), evidence(number(1), number(0))))
    tangent = f.by(f.inst(exp_tangent(), {"t": (two - 1) * log(2)}))
    positive, root_large = f.by(logarithms()[0]), f.inv(f.add(f.num(1), f.ex(log(2) / 2)))
    never = f.lt(0, 0, f.add(f.by(wrong), f.mul(f.num(2), f.add(tangent, f.mul(positive, root_large)))))
    return f.absurd(never, Eq(0, 1))


@no_exponential.near_miss("it is below 3 but not below 2: 2^√2 = 2.66…", by=above_two)
def far_below():
    return Lt(exp(-(beta * work(number(0), number(1)))), 2)


no_exponential.necessary("right at 1", "the rate −2 is wrong at work 1", at={beta: -2})
no_exponential.drawn({beta: -log(number(2))})
