"""The hard match, a link that is 1 for no work and 0 for any other."""

from functools import cache

from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, ForAll, Implies, Ne, Rational

from .generator import ell, t, x

LAWS = And(Eq(ell(0), 1), ForAll(x, Implies(Ne(x, 0), Eq(ell(x), 0))))  # of a link that is one


def hard_match(work):
    """1 - work/work: at 0 this is 1 - 0·(1/0) = 1, whatever 1/0 is."""
    return 1 - work * (1 / work)


@cache
def laws():
    """⊢ LAWS of the hard match."""
    at_0 = f.inst(f.inst(f.linear(1 - 0 * t, 1), {t: 1 / x}), {x: Rational(0)})
    elsewhere = f.gen(f.imply(f.linear(hard_match(x), 0), f.assume(Ne(x, 0))), x)
    return f.conj(at_0, elsewhere)
