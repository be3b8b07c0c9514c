"""Mutants of depth.products that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f

from .products import claim, grows, m, p


@grows.mutant("wrong axis: |n| for |p| (place 4)")
def with_more_room(proof):
    """|p| < |n| < |m|."""
    given = f.assume(proof.goal.children[0])
    one, less, middle, more = (f.part(given, k) for k in range(4))
    less_ = f.lt(p, m, f.add(f.by(less), f.by(more)))
    return f.imply(f.mp(proof.use(claim, "the rank grows"), f.conj(one, less, middle, less_)), given)
