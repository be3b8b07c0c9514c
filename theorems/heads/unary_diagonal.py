"""Maps of single tokens are the operators on the diagonal carrier.

On the carrier where a row addresses only itself, every evidence kernel has the same row anchor, the identity, so attention there gives
f(x_i) for the values f(x_j), whatever scores it has.  Done one after the other such maps compose, g(f(x_i)).  A map f_i of the state
of token i commutes with every relabelling of the tokens exactly if it is the same map for all of them.  For states of any number
of features a map of single tokens is one whose image depends on the state alone, not on the token nor on the others: that is closed under
composition, and commutes with relabelling.
Source: Geometric Attention (arXiv 2601.11618); Zaheer et al. (2017), Deep Sets, arXiv 1703.06114, for equivariant layers.
"""

from gaproof import Claim
from gaproof.lemmas.exchange import exchange
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, ForAll, Iff, Implies, Sum, array, delta, field, function, index, index_map, scalar, sizes
from gaproof.theory import Carrier, EvidenceKernel, extensional, row_anchor

n, T, d = sizes("n T d")
(i, j, k, l), (a, b), c = index("i j k l", n), index("a b", T), index("c", d)  # tokens, runs, features
e, e2 = field("e e2", i, j, domain="positive")
x, y, z, u = *field("x y z", a, i, c), field("u", i)
phi, psi, t = *function("f g"), scalar("t")
q, pi, sigma = field("f", i, t), index_map("pi", i, i), index_map("sigma", i, i)


def diagonal(e, i, j):
    """The row anchor of an evidence kernel on the diagonal carrier."""
    return row_anchor(EvidenceKernel(Carrier(i, j, array((i, j), delta(i, j))), baseline=e)[i, j], j)


claim = Claim("heads.unary_diagonal", source="Geometric Attention; Zaheer et al. (2017), Deep Sets")
identity = claim.part(
    "diagonal carrier",
    shows=And(ForAll((i, j), Eq(diagonal(e, i, j), delta(i, j))), ForAll(i, Eq(extensional(diagonal(e, i, j), phi(u[j]), j), phi(u[i])))),
)
after = extensional(diagonal(e2, i, j), psi(extensional(diagonal(e, j, k), phi(u[k]), k)), j)
composed = claim.part("composition", shows=ForAll(i, Eq(after, psi(phi(u[i])))))

inverse = And(ForAll(i, Eq(delta(sigma(pi(i)), i), 1)), ForAll(i, Eq(delta(pi(sigma(i)), i), 1)))
commutes = ForAll((pi, sigma), Implies(inverse, ForAll((u, i), Eq(q[i, u[pi(i)]], q[pi(i), u[pi(i)]]))))
same = ForAll((i, k, t), Eq(q[i, t], q[k, t]))
relabelled = claim.part("relabelling", shows=Iff(commutes, same))


def of_state_alone(x, y):
    """Equal states have equal images, in all runs and at all tokens."""
    return ForAll((a, i, b, k), Implies(ForAll(c, Eq(x[a, i, c], x[b, k, c])), ForAll(c, Eq(y[a, i, c], y[b, k, c]))))


vectors = claim.part(
    "composition of vector maps",
    given={"first": of_state_alone(x, y), "second": of_state_alone(y, z)},
    shows=of_state_alone(x, z),
)
vectors_relabelled = claim.part(
    "relabelling of vector maps",
    given={"map": of_state_alone(x, y), "relabelled": ForAll((i, c), Eq(x[b, i, c], x[a, pi(i), c]))},
    shows=ForAll((i, c), Eq(y[b, i, c], y[a, pi(i), c])),
)


def total(p, e):
    """0 < Σ_j δ_ij e_ij for every row."""
    return f.gen(f.lt(0, Sum(delta(i, j) * e[i, j], j), f.by(f.spec(p[f"{e} positive"], i, i))), i)


@identity.proof
def the_row_has_one_key(p):
    alive = total(p, e)
    entry = f.linear(diagonal(e, i, j), delta(i, j))
    value = f.linear(extensional(diagonal(e, i, j), phi(u[j]), j), phi(u[i]))
    return f.conj(p.everywhere(entry, i, j, facts=[alive]), p.everywhere(value, i, facts=[alive]))


@composed.proof
def one_after_the_other(p):
    first = f.spec(f.part(p.use(claim, "diagonal carrier"), 1), i)
    second = f.inst(f.part(p.use(claim, "diagonal carrier"), 1), {e: e2, phi: psi, u: (i, extensional(diagonal(e, i, k), phi(u[k]), k))})
    image = f.rewrite(first, f.linear(psi(inner_of(i)), psi(inner_of(i))), t, Eq(psi(inner_of(i)), psi(t)))
    return p.clear(f.linear(after, psi(phi(u[i])), (f.spec(second, i), 1), (image, 1)), total(p, e), total(p, e2))


def inner_of(i):
    return extensional(diagonal(e, i, k), phi(u[k]), k)


def exchanged(fixed, relation=Eq):
    """f_i = f_k, as functions that are the same for all tokens do not notice an exchange."""
    swap = exchange(n.sort)
    *_, known = f.obtain(swap, pi)
    moved, twice = f.part(known, 0), f.part(known, 1)
    at_i = f.spec(f.mp(f.spec(fixed, pi, pi), f.conj(twice, twice)), (j, t), i)  # f_i(t) = f_π(i)(t)
    one = f.gen(f.rewrite(moved, at_i, j, relation(q[i, t], q[j, t])), t)
    return f.gen(f.release(one, swap, pi), i, k)


@relabelled.proof
def exchange_two_tokens(p):
    fixed = f.assume(commutes)
    one = f.spec(exchanged(fixed), i, k)
    there = f.imply(f.gen(one, i, k), fixed)
    given = f.assume(same)
    back = f.gen(f.imply(f.gen(f.spec(given, i, pi(i), u[pi(i)]), u, i), inverse), pi, sigma)
    return f.conj(there, f.imply(back, given))


@vectors.proof
def equal_states_stay_equal(p):
    given = f.assume(ForAll(c, Eq(x[a, i, c], x[b, k, c])))
    between = f.mp(f.spec(p["first"], a, i, b, k), given)
    return f.gen(f.imply(f.mp(f.spec(p["second"], a, i, b, k), between), given), a, i, b, k)


@vectors_relabelled.proof
def one_state_in_two_runs(p):
    return f.gen(f.mp(f.spec(p["map"], b, i, a, pi(i)), f.spec(p["relabelled"], i)), i)


@identity.near_miss("on the full carrier a row is shared: two tokens")
def full_carrier():
    return ForAll((i, j), Eq(row_anchor(e[i, j], j), delta(i, j)))


@composed.near_miss("in the other order: f(x) = x + 1, g(x) = 2x", at={phi: (t, t + 1), psi: (t, 2 * t), e: [[1]], e2: [[1]], u: [0]})
def other_order():
    return ForAll(i, Eq(after, phi(psi(u[i]))))


def one_token_is_special(miss):
    """f_i(t) = δ_ia is changed by the exchange of a and b."""
    a_, b_, apart = miss.different(n)
    swap = f.inst(exchange(n.sort), {i: a_, k: b_})
    *_, known = f.obtain(swap, pi)
    moved, twice = f.part(known, 0), f.part(known, 1)
    special = f.spec(miss.at({"f": ((i, t), delta(i, a_))}), pi, pi)
    special = f.spec(f.mp(special, f.conj(twice, twice)), (j, 0), a_)  # δ_aa = δ_π(a)a
    special = f.rewrite(moved, special, j, Eq(delta(a_, a_), delta(j, a_)))
    turned = f.linear(0, 1, (f.linear(delta(b_, a_), 0, (apart, 1)), -1), (special, -1))
    return f.release(f.absurd(turned, Eq(0, 1)), swap, pi)


@relabelled.near_miss(
    "maps that differ from token to token do not commute: f_i(t) = 1 at one token and 0 at another", by=one_token_is_special
)
def any_maps():
    return commutes


@vectors.near_miss("a first map that knows the token is not made good by the second: one feature, two tokens")
def knows_the_token():
    own = ForAll((a, i, b), Implies(ForAll(c, Eq(x[a, i, c], x[b, i, c])), ForAll(c, Eq(y[a, i, c], y[b, i, c]))))
    return {"first": own, "second": of_state_alone(y, z)}, of_state_alone(x, z)


@vectors_relabelled.near_miss("the image of a token is not that of the token in its place: two tokens exchanged")
def not_moved():
    return vectors_relabelled.given, ForAll((i, c), Eq(y[b, i, c], y[a, i, c]))


identity.necessary("e positive", "a row without evidence has no anchor", at={e: [[0]], u: [0], phi: (t, 1)}, undefined=0)
composed.necessary(
    "e positive", "a row without evidence has no anchor", at={e: [[0]], e2: [[1]], u: [1], phi: (t, t), psi: (t, t)}, undefined=0
)
composed.necessary(
    "e2 positive", "a row without evidence has no anchor", at={e: [[1]], e2: [[0]], u: [1], phi: (t, t), psi: (t, t)}, undefined=0
)
vectors.necessary("first", "an image that the state does not tell", at={x: [[[0], [0]]], y: [[[0], [1]]], z: [[[0], [1]]]})
vectors.necessary("second", "an image that the state does not tell", at={x: [[[0], [0]]], y: [[[0], [0]]], z: [[[0], [1]]]})
one_token = {x: [[[0]], [[0]]], y: [[[0]], [[1]]], a: 0, b: 1, pi: [0]}
vectors_relabelled.necessary("map", "an image that the state does not tell", at=one_token)
vectors_relabelled.necessary("relabelled", "another run", at={**one_token, x: [[[0]], [[1]]]})
bit = field("bit", a, i, c, domain="mask")
vectors.drawn({x: ((a, i, c), bit[a, i, c]), y: ((a, i, c), 2 * bit[a, i, c]), z: ((a, i, c), 1 - bit[a, i, c])})
state, r = field("state", i, c), index("r", T)
moved = state[i, c] * delta(r, a) + state[pi(i), c] * (1 - delta(r, a))  # run a, and all others relabelled
vectors_relabelled.drawn({x: ((r, i, c), moved), y: ((r, i, c), 2 * moved)})
