"""Mutants of depth.products that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.support import put
from gaproof.tactics import forward as f
from gaproof.terms import Sum, companion, field

from .products import K3, Q3, S, T, claim, d, grows, i, interaction, j, log_product, m, n, p, room


@grows.mutant("wrong axis: |n| for |p| (place 4)")
def with_more_room(proof):
    """|p| < |n| < |m|."""
    given = f.assume(proof.goal.children[0])
    one, less, middle, more = (f.part(given, k) for k in range(4))
    less_ = f.lt(p, m, f.add(f.by(less), f.by(more)))
    return f.imply(f.mp(proof.use(claim, "the rank grows"), f.conj(one, less, middle, less_)), given)


def centred(place, over, other):
    """The interaction with another mean in its place, one that does not depend on ``over``, or that is the same for all entries: what is
    left of its r columns without their mean over that index is the interaction."""

    def proof(proof):
        given = f.assume(room)
        told = f.mp(proof.use(claim, "the rank grows"), given)
        *_, known = f.obtain(told, S, T)
        *_, said = f.obtain(f.assume(proof.goal.children[1]), S, T)
        low, high = f.part(known, 0), f.part(known, 1)
        few, goal = f.assume(f.part(said, 1).conclusion.children[0]), high.conclusion.children[0]
        *_, columns = f.obtain(few, Q3, K3)
        entry, mean = f.spec(columns, i, j).conclusion, field("mean", other)
        terms = entry.children[0]
        changed = terms
        for step in place:
            changed = changed.children[step]
        template = f.assume(f.forall((i, j), put(entry, changed, f.node(mean[other]))))
        at, again = f.spec(template, i, j), companion(over)
        other_entry = f.inst(at, {over: again})
        size_ = n if over is i else m
        left, right = Q3[i, d], K3[j, d]
        if over is i:
            left = left - Sum(Q3[again, d], again) / size_
        else:
            right = right - Sum(K3[again, d], again) / size_
        th = f.linear(interaction(log_product, i, j, n, m), Sum(left * right, d), (at, 1), (other_entry, -1 / size_, again))
        th = f.gen(proof.clear(th, template), i, j)
        th = f.cut(f.inst(th, {mean: (other, changed)}), columns)
        th = f.release(f.exists(th, goal, ((i, d), left), ((j, d), right)), few, Q3, K3)
        high = f.imply(f.mp(high, th), few)
        th = f.release(f.exists(f.conj(low, high), proof.goal.children[1], S, T), told, S, T)
        return f.imply(th, given)

    return proof


ALL, COLUMNS, ROWS = (1,), (0, 1), (0, 0, 1)
for what, *changed in (
    ("constant factor: 2 times the 2nd term of log(Σ_{l∈N} exp(S[i, l])/(Σ_{l …  exp(T[l, j_2′])))))/(|n|·|m|)", ALL, i, j),
    ("exp dropped: exp(T[l, j_2_])", ROWS, j, i),
    ("missing normaliser: (Σ_{j∈m} exp(T[l, j]))⁻¹ (place 2)", COLUMNS, i, j),
    ("log dropped: log(Σ_{l∈N} exp(S[i_2, l])/(Σ_ … (Σ_{j_2′∈m} exp(T[l, j_2′]))))", ALL, i, j),
    ("swapped index: i for i_2 in S[i_2, l_] (place 2)", ALL, j, i),
):
    grows.mutant(what)(centred(*changed))
