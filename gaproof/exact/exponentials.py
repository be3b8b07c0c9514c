"""Numbers made of rationals, exponentials and logarithms, exactly: (Σ q·eʳ·Π(log a)ᵏ)/(Σ q·eʳ·Π(log a)ᵏ).

Numbers whose forms are the same are equal, whatever e and the logarithms are.  Others may be equal all the same, unless a theorem or a ball
tells them from each other.  For different rationals r the numbers eʳ are linearly independent over the rationals, and e to an algebraic
number other than 0 is not algebraic (Lindemann 1882, Weierstrass 1885): no sum of such powers is 0, and no sum of logarithms of primes
either, nor is it rational, since prime factors are unique.
"""

from __future__ import annotations

from functools import reduce
from math import gcd, lcm
from typing import Any, TypeVar, final

from flint import arb, fmpq, fmpz, fmpz_poly

Logarithms = frozenset[tuple[Any, int]]  # pairs (a, k): the k-th power of log a; a is a prime, or a positive sum as the set of its terms
M = TypeVar("M")
Sum = dict[tuple[int | fmpq, Logarithms], fmpq]  # (r, logarithms) ↦ q; an integer r is an int, which is the same and a key found at once
MOST = 48  # terms above or below; with more it is a ball
LONGEST = 64  # bits of the integers that are factored
HIGHEST = 64  # degree of the sums that are factored
NONE: Logarithms = frozenset()
ONE: Sum = {(0, NONE): fmpq(1)}


class Undecided(Exception):
    """A ball is too wide to tell, or the computation too long."""


@final
class Exponential:
    """above/below, not a rational number by its form; neither is 0."""

    __slots__ = ("above", "ball", "below")

    def __init__(self, above: Sum, below: Sum, ball: arb) -> None:
        self.above, self.below, self.ball = above, below, ball

    def __add__(self, other: Any) -> Any:
        a = _read(other)
        if a is None:
            return NotImplemented if not isinstance(other, arb) else self.ball + other
        if self.below == a.below:
            return made(plus(self.above, a.above), self.below, self.ball + a.ball)
        above = plus(_times(self.above, a.below), _times(a.above, self.below))
        return made(above, _times(self.below, a.below), self.ball + a.ball)

    def __mul__(self, other: Any) -> Any:
        a = _read(other)
        if a is None:
            return NotImplemented if not isinstance(other, arb) else self.ball * other
        return made(_times(self.above, a.above), _times(self.below, a.below), self.ball * a.ball)

    def __rtruediv__(self, other: Any) -> Any:
        return made(self.below, self.above, 1 / self.ball) * other

    def __sub__(self, other: Any) -> Any:
        return self + other * fmpq(-1)

    def __rsub__(self, other: Any) -> Any:
        return self * fmpq(-1) + other

    def __neg__(self) -> Any:
        return self * fmpq(-1)

    __radd__, __rmul__ = __add__, __mul__

    def __str__(self) -> str:
        return str(self.ball)


def ball(x: Any) -> arb:
    """An enclosure of a number."""
    return arb(x) if isinstance(x, int | fmpq | arb) else x.ball


def made(above: Sum, below: Sum, enclosure: arb | None = None) -> Any:
    """The number in the simplest of its kinds: rational, with exponentials and logarithms, or a ball if it is too long, or may be 0."""
    if not above:
        return fmpq(0)
    if len(above) > MOST or len(below) > MOST:
        return enclosed(above) / enclosed(below) if enclosure is None else enclosure
    if len(below) == 1:
        (((r, logs), q),) = below.items()
        if all(logs <= ours for _, ours in above):
            above, below = {(_power(s - r), ours - logs): c / q for (s, ours), c in above.items()}, ONE
    if above.keys() == below.keys() and len({above[m] / below[m] for m in above}) == 1:
        m = next(iter(above))
        return above[m] / below[m]
    if enclosure is None or enclosure.contains(0) or not enclosure.is_finite():
        enclosure = enclosed(above) / enclosed(below)
    return Exponential(above, below, enclosure) if independent(above) or not enclosure.contains(0) else enclosure


def independent(total: Sum) -> bool:
    """Whether a theorem says that a sum is not 0: it is one of powers of e, or one of logarithms of primes, times a power of e."""
    logs = _logarithms(total)
    linear = all(len(one) <= 1 and all(k == 1 and type(a) is int for a, k in one) for one in logs)
    return not any(logs) or (linear and len({r for r, _ in total}) == 1)


def enclosed(total: Sum) -> arb:
    """An enclosure of a sum."""
    return sum((arb(q) * arb(r).exp() * _product(logs) for (r, logs), q in total.items()), arb(0))


def _product(logs: Logarithms) -> arb:
    return reduce(lambda x, y: x * y, ((arb(a) if type(a) is int else enclosed(dict(a))).log() ** k for a, k in logs), arb(1))


def _logarithms(total: Sum) -> set[Logarithms]:
    return {logs for _, logs in total}


# ---- the functions ------------------------------------------------------------------------------------------------------------------


def exponential(x: Any) -> Any:
    """eˣ: exact for x = r + Σ k·log a with a rational r and integers k, else a ball."""
    if type(x) is Exponential:
        powers = _powers(x)
        return x.ball.exp() if powers is None else reduce(lambda y, z: y * z, powers)
    return fmpq(1) if x == 0 else Exponential({(_power(x), NONE): fmpq(1)}, ONE, arb(x).exp()) if type(x) is fmpq else arb(x).exp()


def _powers(x: Exponential) -> list[Any] | None:
    """Numbers whose product is eˣ; None if they are not known."""
    found: list[Any] = []
    for (r, logs), q in x.above.items():
        if r != 0 or x.below != ONE:
            return None
        if not logs:
            found.append(exponential(q))
            continue
        ((a, k), *more) = logs
        if more or k != 1 or q.q != 1 or abs(q) > MOST:
            return None
        power = fmpq(a) if type(a) is int else made(dict(a), ONE)
        found += [power if q > 0 else 1 / power] * abs(int(q.p))
    return found


def logarithm(x: Any) -> Any:
    """log x for a number that is certainly positive: the sum of the logarithms of its factors, or a ball if these are not found."""
    if type(x) is not Exponential:
        logs = _of_rational(x) if type(x) is fmpq else None
        return arb(x).log() if logs is None else made(logs, ONE)
    above, below = _of_sum(x.above), _of_sum(x.below)
    if above is None or below is None:
        return x.ball.log()
    return made(plus(above, _times(below, {(0, NONE): fmpq(-1)})), ONE)


def _log(a: Any) -> Sum:
    return {(0, frozenset({(a, 1)})): fmpq(1)}


def _of_rational(q: fmpq) -> Sum | None:
    """log |q| by the primes of q; None if it is too long to be factored."""
    if max(fmpz(q.p).bit_length(), fmpz(q.q).bit_length()) > LONGEST:
        return None
    powers = [(int(p), k) for p, k in fmpz(abs(q.p)).factor()] + [(int(p), -k) for p, k in fmpz(q.q).factor()]
    return reduce(plus, (_times(_log(p), {(0, NONE): fmpq(k)}) for p, k in powers), Sum())


def _of_sum(total: Sum) -> Sum | None:
    """log |total| by factors: a rational number, a power of e, and sums of which at least one term has no power of e."""
    content, least = _content(list(total.values())), min(r for r, _ in total)
    out = _of_rational(content)
    for part, k in _factors({(_power(r - least), logs): q / content for (r, logs), q in total.items()}) if out is not None else ():
        sign = 1 if (size := enclosed(part)) > 0 else -1 if size < 0 else 0
        if sign == 0:
            return None
        a = frozenset((m, q * sign) for m, q in part.items())
        out = plus(out or {}, _times(_log(a), {(0, NONE): fmpq(k)})) if a != frozenset(ONE.items()) else out
    return None if out is None else plus(out, {(0, NONE): fmpq(least)} if least != 0 else {})


def _content(numbers: list[fmpq]) -> fmpq:
    """The largest rational number of which all of these are integer multiples."""
    below = lcm(*(int(q.q) for q in numbers))
    return fmpq(gcd(*(int((q * below).p) for q in numbers)), below)


def _factors(total: Sum) -> list[tuple[Sum, int]]:
    """A sum with integer coefficients as a product of powers: of polynomials in a root of e, or of itself alone."""
    roots = lcm(*(int(fmpq(r).q) for r, _ in total))
    degrees = {int(r * roots): q for (r, _), q in total.items()}
    if any(_logarithms(total)) or max(degrees) > HIGHEST:
        return [(total, 1)]
    constant, found = fmpz_poly([int(degrees.get(k, fmpq(0)).p) for k in range(max(degrees) + 1)]).factor()
    split = [({(_power(fmpq(d, roots)), NONE): fmpq(c) for d, c in enumerate(p.coeffs()) if c != 0}, k) for p, k in found]
    return split if abs(constant) == 1 else [(total, 1)]


# ---- sums ---------------------------------------------------------------------------------------------------------------------------


def _read(x: Any) -> Exponential | None:
    if type(x) is int:
        x = fmpq(x)
    return x if type(x) is Exponential else Exponential({(0, NONE): x} if x != 0 else {}, ONE, arb(x)) if type(x) is fmpq else None


def _power(r: int | fmpq) -> int | fmpq:
    return int(r.p) if type(r) is fmpq and r.q == 1 else r


def plus(x: dict[M, fmpq], y: dict[M, fmpq]) -> dict[M, fmpq]:
    """The sum of two sums of terms, by their coefficients; those that vanish are left out."""
    out = dict(x)
    for m, q in y.items():
        total = out.get(m, fmpq(0)) + q
        if total == 0:
            out.pop(m, None)
        else:
            out[m] = total
    return out


def _times(x: Sum, y: Sum) -> Sum:
    out: Sum = {}
    for (r, logs), q in x.items():
        out = plus(out, {(_power(r + s), _joined(logs, more)): q * c for (s, more), c in y.items()})
    return out


def _joined(x: Logarithms, y: Logarithms) -> Logarithms:
    if not x or not y:
        return x or y
    powers = dict(x)
    for a, k in y:
        powers[a] = powers.get(a, 0) + k
    return frozenset(powers.items())
