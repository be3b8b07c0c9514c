"""Without regularity a link need not be exponential: 2^m·3^n on the works m + n√2.

On the group ℤ + ℤ√2, which is dense in ℝ, the map m + n√2 ↦ 2^m·3^n is a link in all but regularity: a work is written in one way only, so
it is a map; it is positive and turns sums into products; and it is no exponential.  It is not continuous at 0 either: for every ε and
every bound there is a work within ε of 0 whose evidence is above the bound.  No axiom of choice is used.  On all of ℝ such links need it
(Hamel), which is why link.exponential cites that its regularity is needed.  Integers are differences of naturals here.
Source: Hamel (1905), Mathematische Annalen 60, 459-462; the witness is elementary.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas.integers import integer, integer_difference, integer_sum, irrational, pell
from gaproof.lemmas.logarithm import log_of
from gaproof.lemmas.reals import floor, naturals_nonnegative, successor, zero_is_zero
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Ne, Rational, exp, log, nat, natural, number, scalar, succ, zero
from gaproof.theory import root

(a, b, c, d, e, g), (beta, B, t, s, x, y) = scalar("a b c d e g"), scalar("beta B t s x y")
epsilon = scalar("epsilon", domain="positive")
p_, q_, k, m = natural("p q k m")
two = root(2)  # √2


def work(m, n):
    """m + n√2."""
    return m + n * two


def evidence(m, n):
    """2^m·3^n."""
    return exp(m * log(2)) * exp(n * log(3))


def integers(*variables):
    return {str(v): integer(v) for v in variables}


claim = Claim("link.regularity_needed", source="Hamel (1905), Mathematische Annalen 60, 459-462")
written = claim.part(
    "one way to write a work",
    given=integers(a, b, c, d),
    shows=Implies(Eq(work(a, b), work(c, d)), And(Eq(a, c), Eq(b, d))),
)


@written.proof
def the_root_of_2_is_irrational(p):
    # a − c = (d − b)√2, so (a − c)² = 2(d − b)²
    same = f.assume(Eq(work(a, b), work(c, d)))
    square = f.linear((a - c) * (a - c), 2 * (d - b) * (d - b), (same, (a - c) + (d - b) * two))
    whole = (f.cut(f.inst(integer_difference(), {"x": v, "y": w}), p[str(v)], p[str(w)]) for v, w in ((a, c), (d, b)))
    zero = f.cut(f.inst(irrational(), {"x": a - c, "y": d - b}), *whole, square)
    both = f.conj(f.linear(a, c, (f.part(zero, 0), 1)), f.linear(b, d, (f.part(zero, 1), -1)))
    return f.imply(both, same)


law = claim.part(
    "multiplicative",
    given=integers(a, b, c, d, e, g),
    shows=Implies(Eq(work(e, g), work(a, b) + work(c, d)), Eq(evidence(e, g), evidence(a, b) * evidence(c, d))),
)


@law.proof
def exponents_add(p):
    same = f.assume(Eq(work(e, g), work(a, b) + work(c, d)))
    whole = [f.cut(f.inst(integer_sum(), {"x": v, "y": w}), p[str(v)], p[str(w)]) for v, w in ((a, c), (b, d))]
    alike = f.restate(same, Eq(work(e, g), work(a + c, b + d)))
    parts = f.mp(f.cut(p.use(claim, "one way to write a work", values={a: e, b: g, c: a + c, d: b + d}), *whole), alike)
    sums = f.linear(evidence(a + c, b + d), evidence(a, b) * evidence(c, d))
    half = f.rewrite(f.flip(f.part(parts, 0)), sums, t, Eq(evidence(t, b + d), evidence(a, b) * evidence(c, d)))
    return f.imply(f.rewrite(f.flip(f.part(parts, 1)), half, t, Eq(evidence(e, t), evidence(a, b) * evidence(c, d))), same)


differs = And(integer(a), integer(b), Ne(exp(-(beta * work(a, b))), evidence(a, b)))
no_exponential = claim.part("no exponential", shows=ForAll(beta, Exists((a, b), differs)))


def logarithms():
    """⊢ 0 < log 2 and 1/18 ≤ log 3 − 3/2·log 2: e^(−log 2) is 1/2, and e^(3·log 2 − 2·log 3) is 8/9."""
    half, ratio = (f.inst(exp_tangent(), {"t": v}) for v in (-log(number(2)), 3 * log(number(2)) - 2 * log(number(3))))
    positive = f.lt(0, log(number(2)), f.add(f.by(half), f.num(Fraction(1, 2))))
    return positive, f.le(Rational(1, 18), log(number(3)) - Rational(3, 2) * log(number(2)), f.mul(f.num(Fraction(1, 2)), f.by(ratio)))


def excess():
    """0 < log 3 − √2·log 2, because √2 < 3/2."""
    positive, gap = logarithms()
    root_small = f.lt(two, Rational(3, 2), f.mul(f.num(Fraction(1, 4)), f.inv(f.add(f.num(Fraction(3, 2)), f.ex(log(2) / 2)))))
    return f.add(f.by(gap), f.mul(f.by(positive), f.by(root_small)), f.num(Fraction(1, 18)))


@no_exponential.proof
def the_rates_of_2_and_3_differ(p):
    # at rate β the works 1 and √2 would give log 2 = −β and log 3 = −β√2
    at_1, at_root = (f.assume(Eq(exp(-(beta * work(*w))), evidence(*w))) for w in ((number(1), number(0)), (number(0), number(1))))
    never = f.lt(0, 0, excess(), (log_of(at_1), -two), (log_of(at_root), 1))

    zero_, one_ = (whole(n) for n in (0, 1))
    goal = no_exponential.shows.args[-1]
    shown = f.absurd(never, goal)
    for same, at, parts in ((at_root, (0, 1), (zero_, one_)), (at_1, (1, 0), (one_, zero_))):
        other = f.exists(f.conj(*parts, f.assume(f.otherwise(same.conclusion))), goal, *at)
        shown = f.cases(same.conclusion, shown, other)
    return f.gen(shown, beta)


def whole(n):
    """⊢ 0, 1 and 2 are integers."""
    k, value = zero, zero_is_zero()
    for step in range(n):
        value = f.linear(nat(succ(k)), step + 1, (f.spec(successor(), k), 1), (value, 1))
        k = succ(k)
    return f.exists(f.linear(n, nat(k) - nat(zero), (value, -1), (zero_is_zero(), 1)), integer(number(n)), k, zero)


near_0 = And(integer(a), integer(b), Le(-epsilon, work(a, b)), Le(work(a, b), epsilon), Le(B, evidence(a, b)))
unbounded = claim.part("unbounded near 0", shows=ForAll((epsilon, B), Exists((a, b), near_0)))


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

    none = zero_is_zero()
    negative = f.exists(f.linear(-P, nat(zero) - P, (none, -1)), integer(-P), zero, p_)
    natural_q = f.exists(f.linear(Q, Q - nat(zero), (none, 1)), integer(Q), q_, zero)
    shown = f.conj(negative, natural_q, f.part(close, 0), f.part(close, 1), large)
    shown = f.exists(f.cut(shown, f.unequal(narrow)), unbounded.shows.args[-1], -P, Q)
    shown = f.release(f.release(shown, found, p_, q_), f.inst(floor(), {"x": reach}), k, m)
    return f.gen(f.imply(f.gen(f.cut(shown, f.unequal(narrow)), B), narrow), epsilon)


@written.near_miss("the two coordinates may not be exchanged: 1 + 0·√2 is itself")
def exchanged():
    return Implies(Eq(work(a, b), work(c, d)), And(Eq(a, d), Eq(b, c)))


@law.near_miss("evidence does not add: at work 0 = 0 + 0 it would be 1 = 1 + 1")
def evidence_adds():
    return Implies(Eq(work(e, g), work(a, b) + work(c, d)), Eq(evidence(e, g), evidence(a, b) + evidence(c, d)))


def rate_of_two(miss):
    """β = −log 2."""
    wrong = f.spec(miss.at({}), -log(number(2)))
    same = f.linear(*wrong.conclusion.children)
    return f.absurd(f.rewrite(same, wrong, t, Ne(t, evidence(number(1), number(0)))), Eq(0, 1))


@no_exponential.near_miss("some rate fits any one work: β = −log 2 at work 1", by=rate_of_two)
def at_work_one():
    return ForAll(beta, Ne(exp(-beta), evidence(number(1), number(0))))


@unbounded.near_miss("not everywhere near 0: at work 0 the evidence is 1")
def everywhere():
    return ForAll((epsilon, B), Le(B, evidence(number(0), number(0))))


def two_ways(claim, *works, side, sign):
    """√2 = 0, from a work that reals write in two ways."""
    wrong = claim.at(dict(zip("abcd", map(number, works), strict=True)), *map(whole, range(3)))
    both = f.mp(wrong, f.linear(*wrong.conclusion.children[0].children))
    return f.absurd(f.lt(0, 0, f.ex(log(2) / 2), (f.part(both, side), -sign)), Eq(0, 1))


def two_values(claim, *works, factor):
    """√2·log 2 = log 3, from evidence of a work that reals write in two ways."""
    wrong = claim.at(dict(zip("abcdeg", map(number, works), strict=True)), *map(whole, range(3)))
    same = f.mp(wrong, f.linear(*wrong.conclusion.children[0].children))
    return f.absurd(f.lt(0, 0, excess(), (log_of(same), factor)), Eq(0, 1))


why = "a real coordinate writes some work in two ways: √2 + 0·√2 = 0 + 1·√2, or 0 + √2·√2 = 2 + 0·√2"
ONE_WAY = ("a", (two, 0, 0, 1), 1), ("b", (0, two, 2, 0), 1), ("c", (0, 1, two, 0), -1), ("d", (2, 0, 0, two), -1)
for name, works, sign in ONE_WAY:
    written.necessary(name, why)(
        lambda claim, works=works, sign=sign, side=int(name in "bd"): two_ways(claim, *works, side=side, sign=sign)
    )
ONE_VALUE = {
    "a": ((two, 0, 0, 0, 0, 1), -1),
    "b": ((0, two, 0, 0, 2, 0), two / 2),
    "c": ((0, 0, two, 0, 0, 1), -1),
    "d": ((0, 0, 0, two, 2, 0), two / 2),
    "e": ((0, 1, 0, 0, two, 0), 1),
    "g": ((2, 0, 0, 0, 0, two), -two / 2),
}
for name, (works, factor) in ONE_VALUE.items():
    law.necessary(name, why)(lambda claim, works=works, factor=factor: two_values(claim, *works, factor=factor))
