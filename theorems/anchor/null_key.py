"""With a null key every row has an anchor.

Add to the keys J of a row one more key ∅ that is always allowed and has score 0 and value 0.  The row anchor on J ⊔ {∅} exists for
every mask, empty rows and even an empty J included, and is the only one: with Z = Σ_j M_j κ_j e^{s_j/τ} the null key gets 1/(1 + Z) and
the key j gets M_j κ_j e^{s_j/τ}/(1 + Z).  The output is Σ_j M_j κ_j e^{s_j/τ} v_j/(1 + Z); an empty row gives all to the null key and
has the output 0.  A row with one key gives it the sigmoid of its score.
Source: Geometric Attention (arXiv 2601.11618), section 4; Miller (2023), Attention Is Off By One, for the 1 in the denominator.
"""

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, ForAll, Implies, Lt, Rational, Sum, delta, exp, field, index, index_map, log, scalar, sizes
from gaproof.theory import gibbs, softmax

m = sizes("m", maybe_empty=True)
n = sizes("n")
(j, k, a), (o, q) = index("j k a", m), index("o q", n)
s, v = field("s v", j)
M, kappa, tau = field("M", j, domain="mask"), field("kappa", j, domain="positive"), scalar("tau", domain="positive")
S, V, N, K = field("S V N K", q)
key, d = index_map("key", j, q), scalar("d")

w = gibbs(s[j], M[j], kappa[j], tau)
total = 1 + Sum(w, j)  # the null key weighs e^0
claim = Claim("anchor.null_key", source="Geometric Attention, section 4; Miller (2023), Attention Is Off By One")

unit = Eq(d + Sum(d * w, j), 1)
anchored_by = Eq(1 / total + Sum(1 / total * w, j), 1)
exists = claim.part("exists", shows=And(Lt(0, 1 / total), anchored_by, ForAll(d, Implies(unit, Eq(d, 1 / total)))))


@exists.proof
def one_is_in_the_sum(p):
    positive = p.auto(Lt(0, total))
    found = p.auto(Lt(0, 1 / total), positive), f.linear(*f.node(anchored_by).children)
    given = f.assume(unit)
    only = f.gen(f.imply(p.clear(f.linear(d, 1 / total, (given, 1 / total)), given, positive), given), d)
    return p.clear(f.conj(*found, only), positive)


@exists.near_miss("without the 1 an empty row has no anchor", at={M: [0], kappa: [1], tau: 1, s: [0]}, undefined=1)
def without_null_key():
    bare = ForAll(d, Implies(Eq(Sum(d * w, j), 1), Eq(d, 1 / Sum(w, j))))
    return And(Lt(0, 1 / Sum(w, j)), Eq(Sum(1 / Sum(w, j) * w, j), 1), bare)


b = index("b", n)
weight, u = gibbs(S[q], N[q], K[q], tau), scalar("u")
union = ForAll(q, Eq(delta(q, o) + Sum(delta(q, key(j)), j), 1))  # every element is the null key o or one key of J, and not both
null = And(Eq(S[o], 0), Eq(N[o], 1), Eq(K[o], 1), Eq(V[o], 0))
same = ForAll(j, And(Eq(S[key(j)], s[j]), Eq(N[key(j)], M[j]), Eq(K[key(j)], kappa[j]), Eq(V[key(j)], v[j])))
anchored = softmax(S[q], over=q, mask=N[q], baseline=K[q], temperature=tau)
shares = And(
    ForAll(q, Implies(Eq(delta(q, o), 1), Eq(anchored, 1 / total))),
    ForAll((q, j), Implies(Eq(delta(q, key(j)), 1), Eq(anchored, w / total))),
    Eq(Sum(anchored * V[q], q), Sum(w * v[j], j) / total),
)
disjoint = claim.part("disjoint union", shows=Implies(And(union, null, same), shares))


@disjoint.proof
def split_the_sum(p):
    given = f.assume(p.goal.children[0])
    split, at_null, at_key = f.spec(f.part(given, 0), q), f.part(given, 1), f.spec(f.part(given, 2), j)

    def evidence(at, told, score, mask, baseline):
        """The evidence of a key, from its score, mask and baseline."""
        here = gibbs(S[at], N[at], K[at], tau)
        moved = f.rewrite(f.part(told, 0), f.linear(here, here), u, Eq(here, gibbs(u, N[at], K[at], tau)))
        power = exp(score / tau)
        return f.linear(
            here, gibbs(score, mask, baseline, tau), (moved, 1), (f.part(told, 1), K[at] * power), (f.part(told, 2), mask * power)
        )

    first, others = evidence(o, at_null, 0, 1, 1), evidence(key(j), at_key, s[j], M[j], kappa[j])
    whole = f.linear(Sum(weight, q), total, (split, -weight, q), (first, 1), (others, 1, j))
    positive = p.auto(Lt(0, total))
    alive = f.lt(0, Sum(weight, q), f.by(positive), (whole, 1))

    def at(place, told, share):
        """The share of q, where q is the place."""
        here = f.assume(Eq(delta(q, place), 1))
        entry = Eq(gibbs(S[b], N[b], K[b], tau) / Sum(weight, q), share)
        moved = f.linear(gibbs(S[place], N[place], K[place], tau) / Sum(weight, q), share, (f.quotient(told, whole), 1))
        return f.imply(p.clear(f.rewrite(f.linear(delta(place, q), 1, (here, 1)), moved, b, entry), given, positive, alive, here), here)

    values = (
        (split, -weight * V[q], q),
        (f.part(at_null, 3), gibbs(S[o], N[o], K[o], tau)),
        (others, V[key(j)], j),
        (f.part(at_key, 3), w, j),
    )
    read = f.quotient(f.linear(Sum(weight * V[q], q), Sum(w * v[j], j), *values), whole)
    output = f.linear(Sum(anchored * V[q], q), Sum(w * v[j], j) / total, (read, 1))
    shown = f.conj(f.gen(at(o, first, 1 / total), q), f.gen(at(key(j), others, w / total), q, j), p.clear(output, given, positive, alive))
    return f.imply(shown, given)


@disjoint.near_miss("a null key of score 1 weighs more: J has one key, s = 0")
def scored_null():
    other = And(Eq(S[o], 1), Eq(N[o], 1), Eq(K[o], 1), Eq(V[o], 0))
    return Implies(And(union, other, same), shares)


@disjoint.near_miss("a null key with a value adds it: an empty row with V = 1 at the null key")
def null_with_a_value():
    other = And(Eq(S[o], 0), Eq(N[o], 1), Eq(K[o], 1), Eq(V[o], 1))
    return Implies(And(union, other, same), shares)


empty = claim.part("empty row", given={"empty": ForAll(j, Eq(M[j], 0))}, shows=And(Eq(1 / total, 1), Eq(Sum(w * v[j], j) / total, 0)))


@empty.proof
def all_to_the_null_key(p):
    gone, factor = f.spec(p["empty"], j), kappa[j] * exp(s[j] / tau)
    whole = f.linear(total, 1, (gone, factor, j))
    nothing = f.linear(Sum(w * v[j], j), 0, (gone, factor * v[j], j))
    one, none = (f.quotient(top, whole) for top in (f.linear(1, 1), nothing))
    return f.conj(f.linear(1 / total, 1, (one, 1)), f.linear(Sum(w * v[j], j) / total, 0, (none, 1)))


@empty.near_miss("not the mean of the values either: one masked key with v = 1")
def mean_value():
    return And(Eq(1 / total, 1), Eq(Sum(w * v[j], j) / total, Sum(v[j], j) / Sum(1, j)))


empty.necessary("empty", "an allowed key takes a share", at={M: [1], kappa: [1], tau: 1, s: [0], v: [1]})

sigmoid = 1 / (1 + exp(-(s[a] / tau + log(kappa[a]))))
only_a = {"only a": ForAll(j, Eq(M[j], delta(j, a)))}
single = claim.part("one key", given=only_a, shows=Eq(gibbs(s[a], M[a], kappa[a], tau) / total, sigmoid), model={M: (j, delta(j, a))})


@single.proof
def logistic(p):
    told, power = f.spec(p["only a"], j), kappa[j] * exp(s[j] / tau)
    here = kappa[a] * exp(s[a] / tau)
    top = f.linear(gibbs(s[a], M[a], kappa[a], tau), here, (f.spec(p["only a"], a), here))
    share = f.quotient(top, f.linear(total, 1 + here, (told, power, j)))
    return p.clear(p.identity((share, 1)))


@single.near_miss("two keys share the rest with the null key: M = (1, 1), s = 0")
def two_keys():
    return {}, Eq(gibbs(s[a], M[a], kappa[a], tau) / total, sigmoid)


exists.necessary("M mask", "an entry -2 makes the total negative", at={M: [-2], kappa: [1], tau: 1, s: [0]})
exists.necessary("kappa positive", "a weight of -2 makes the total negative", at={M: [1], kappa: [-2], tau: 1, s: [0]})
single.necessary("only a", "another key takes a share", at={M: [1, 1], kappa: [1, 1], tau: 1, s: [0, 0], a: 0})
single.necessary(
    "kappa positive", "a negative share is no sigmoid", at={M: [1], kappa: [-Rational(1, 2)], tau: 1, s: [0], a: 0}, undefined=0
)
# "tau positive": scores enter as s/τ, whatever 1/τ is.
# "M mask" and "kappa positive" elsewhere: both sides have one total, whatever its sign; an empty row has no weights, one key the mask δ.
