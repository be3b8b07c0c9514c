"""With a null key every row has an anchor.

Add to the keys J of a row one more key ∅ that is always allowed and has score 0 and value 0.  The row anchor on J ⊔ {∅} exists for
every mask, empty rows and even an empty J included, and is the only one: with Z = Σ_j M_j κ_j e^{s_j} the null key gets 1/(1 + Z) and
the key j gets M_j κ_j e^{s_j}/(1 + Z).  The output is Σ_j M_j κ_j e^{s_j} v_j/(1 + Z); an empty row gives all to the null key and
has the output 0.  A row with one key gives it the sigmoid of its score.
Source: Geometric Attention (arXiv 2601.11618), section 4; Miller (2023), Attention Is Off By One, for the 1 in the denominator.
"""

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, ForAll, Iff, Implies, Le, Lt, Rational, Sum, delta, exp, field, index, index_map, log, scalar, sizes
from gaproof.theory import gibbs, row_anchor

m = sizes("m", maybe_empty=True)
n = sizes("n")
(j, k, a), (o, q) = index("j k a", m), index("o q", n)
s, v = field("s v", j)
M, kappa = field("M", j, domain="mask"), field("kappa", j, domain="positive")
V = field("V", q)
key, d = index_map("key", j, q), scalar("d")


def weighted(j):
    """The evidence of a key."""
    return gibbs(s[j], M[j], kappa[j])


w = weighted(j)
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


@exists.near_miss("without the 1 an empty row has no anchor", at={M: [0], kappa: [1], s: [0]}, undefined=1)
def without_null_key():
    bare = ForAll(d, Implies(Eq(Sum(d * w, j), 1), Eq(d, 1 / Sum(w, j))))
    return And(Lt(0, 1 / Sum(w, j)), Eq(Sum(1 / Sum(w, j) * w, j), 1), bare)


evidence = delta(q, o) + Sum(delta(q, key(j)) * w, j)  # of the element q: 1 of the null key, that of the keys, and 0 elsewhere
anchored = row_anchor(evidence, q)
apart = And(ForAll(j, Eq(delta(key(j), o), 0)), ForAll((j, k), Eq(delta(key(j), key(k)), delta(j, k))))
shares = And(
    ForAll(q, Implies(Eq(delta(q, o), 1), Eq(anchored, 1 / total))),
    ForAll((q, j), Implies(Eq(delta(q, key(j)), 1), Eq(anchored, w / total))),
    Eq(Sum(anchored * (1 - delta(q, o)) * V[q], q), Sum(w * V[key(j)], j) / total),  # the null key has the value 0
)
disjoint = claim.part("disjoint union", shows=Implies(apart, shares))


@disjoint.proof
def split_the_sum(p):
    given = f.assume(apart)
    other, injective, positive = f.spec(f.part(given, 0), j), f.spec(f.part(given, 1), j, k), p.auto(Lt(0, total))
    whole = f.linear(Sum(evidence, q), total)
    alive = f.lt(0, Sum(evidence, q), f.by(positive))

    def share(place, told, value):
        """The share of q, where q is the place."""
        here, b = f.assume(Eq(delta(q, place), 1)), index("b", n)
        own = delta(b, o) + Sum(delta(b, key(k)) * weighted(k), k)
        moved = f.linear(own_at(place) / Sum(evidence, q), value / total, (f.quotient(told, whole), 1))
        moved = f.rewrite(f.linear(delta(place, q), 1, (here, 1)), moved, b, Eq(own / Sum(evidence, q), value / total))
        return f.imply(p.clear(moved, given, positive, alive, here), here)

    def own_at(place):
        return delta(place, o) + Sum(delta(place, key(k)) * weighted(k), k)

    first = f.linear(own_at(o), 1, (other, w, j))
    second = f.linear(own_at(key(j)), w, (other, 1), (injective, weighted(k), k))
    read = f.quotient(f.linear(Sum(evidence * (1 - delta(q, o)) * V[q], q), Sum(w * V[key(j)], j), (other, -w * V[key(j)], j)), whole)
    output = f.linear(Sum(anchored * (1 - delta(q, o)) * V[q], q), Sum(w * V[key(j)], j) / total, (read, 1))
    shown = f.conj(f.gen(share(o, first, 1), q), f.gen(share(key(j), second, w), q, j), p.clear(output, given, positive, alive))
    return f.imply(shown, given)


@disjoint.near_miss(
    "the null key is no key of J: with one key at the null key", at={m: 1, n: 1, M: [1], kappa: [1], s: [0], key: [0], o: 0, V: [1]}
)
def not_apart():
    injective = ForAll((j, k), Eq(delta(key(j), key(k)), delta(j, k)))
    return Implies(injective, shares)


none = ForAll(j, Eq(M[j], 0))
empty = claim.part("empty row", shows=And(Iff(none, Eq(1 / total, 1)), Implies(none, Eq(Sum(w * v[j], j) / total, 0))))


@empty.proof
def all_to_the_null_key(p):
    given, all_ = f.assume(none), f.assume(Eq(1 / total, 1))
    gone, factor, positive = f.spec(given, j), kappa[j] * exp(s[j]), p.auto(Lt(0, total))
    whole = f.linear(total, 1, (gone, factor, j))
    nothing = f.linear(Sum(w * v[j], j), 0, (gone, factor * v[j], j))
    one, output = (f.quotient(top, whole) for top in (f.linear(1, 1), nothing))
    there = f.imply(p.clear(f.linear(1 / total, 1, (one, 1)), given, positive), given)
    value = f.imply(p.clear(f.linear(Sum(w * v[j], j) / total, 0, (output, 1)), given, positive), given)
    # 1/total = 1 leaves no weight, and so no mask
    rest = p.clear(f.linear(Sum(w, j), 0, (all_, -total)), all_, positive)
    weightless = f.zero_sum(p.auto(Le(0, w)), rest, j)
    back = f.imply(f.gen(p.clear(f.linear(M[j], 0, (weightless, 1 / factor)), all_, positive), j), all_)
    return f.conj(f.conj(there, back), value)


@empty.near_miss("the null key has everything if the evidence vanishes, not if the scores do", at={M: [1], kappa: [1], s: [0], v: [0]})
def vanishing_scores():
    return And(Iff(ForAll(j, Eq(s[j], 0)), Eq(1 / total, 1)), Implies(none, Eq(Sum(w * v[j], j) / total, 0)))


empty.necessary("M mask", "weights that cancel", at={M: [1, -1], kappa: [1, 1], s: [0, 0], v: [0, 0]})
empty.necessary("kappa positive", "a key without weight", at={M: [1], kappa: [0], s: [0], v: [0]})

sigmoid = 1 / (1 + exp(-(s[a] + log(kappa[a]))))
only_a = {"only a": ForAll(j, Eq(M[j], delta(j, a)))}
single = claim.part("one key", given=only_a, shows=Eq(gibbs(s[a], M[a], kappa[a]) / total, sigmoid), model={M: (j, delta(j, a))})


@single.proof
def logistic(p):
    told, power = f.spec(p["only a"], j), kappa[j] * exp(s[j])
    here = kappa[a] * exp(s[a])
    top = f.linear(gibbs(s[a], M[a], kappa[a]), here, (f.spec(p["only a"], a), here))
    share = f.quotient(top, f.linear(total, 1 + here, (told, power, j)))
    return p.clear(p.identity((share, 1)))


@single.near_miss("two keys share the rest with the null key: M = (1, 1), s = 0")
def two_keys():
    return {}, Eq(gibbs(s[a], M[a], kappa[a]) / total, sigmoid)


exists.necessary("M mask", "an entry -2 makes the total negative", at={M: [-2], kappa: [1], s: [0]})
exists.necessary("kappa positive", "a weight of -2 makes the total negative", at={M: [1], kappa: [-2], s: [0]})
single.necessary("only a", "another key takes a share", at={M: [1, 1], kappa: [1, 1], s: [0, 0], a: 0})
single.necessary("kappa positive", "a negative share is no sigmoid", at={M: [1], kappa: [-Rational(1, 2)], s: [0], a: 0}, undefined=0)
# "M mask" and "kappa positive" elsewhere: both sides have one total, whatever its sign; an empty row has no weights, one key the mask δ.
