"""Mutants of probe.gauge_dimension that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f

from .gauge_dimension import M, P, X, claim, k, l


@claim.mutant("swapped symbol: M for X in X[k, l]")
def the_mask_itself(p):
    found = p.use(claim, "")
    (known,) = f.obtain(found, P)
    projection, *ranks = (f.part(known, t) for t in range(3))
    *laws, projects, fixes = (f.part(projection, t) for t in range(4))
    projects = f.gen(f.spec(projects, ((k, l), M[k, l])), X)
    return f.release(f.exists(f.conj(f.conj(*laws, projects, fixes), *ranks), p.goal, P), found, P)
