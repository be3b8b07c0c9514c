"""Terms in which the exponentials of numbers that are not known count as further such numbers: what is equal then is always equal.

e^(x + 2y + q) is e^q · e^x · (e^y)², so that e^(x + y) and e^x · e^y are the same polynomial; e^(x·y) is a number of its own.
"""

from __future__ import annotations

from functools import reduce
from operator import mul
from typing import final

from flint import fmpq

from ..proof.syntax import REAL, Symbol, Type
from .affine import shown
from .evaluate import NOUGHT, UNIT, Undecided, Value
from .polynomial import Expanded, Monomial, Polynomial

MOST = 4  # the largest power of an exponential


@final
class Formal(Expanded):
    def exp(self, x: Value) -> Value:
        if not isinstance(x, Polynomial):
            return super().exp(x)
        powers = [_power(m, c) for m, c in x.terms.items() if m]
        return reduce(mul, powers, super().exp(x.terms.get((), NOUGHT)))


def _power(m: Monomial, c: Value) -> Polynomial:
    """e^(c·m): a power of the exponential of ±m/q for c = ±p/q."""
    if type(c) is not fmpq or abs(c.p) > MOST:
        raise Undecided("an exponential that is no power of another")
    exponent = f"{c / abs(c.p)}·{'·'.join(f'{shown(e)}:{e[0].type.key}' for e in m)}"
    return Polynomial({((Symbol.internal(f"exp {exponent}", Type((), REAL)),),) * abs(int(c.p)): UNIT})
