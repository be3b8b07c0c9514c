"""Numbers that depend on an η > 0 as small as one likes: (Σ q·ηᵏ·eʳ)/(Σ q·ηᵏ·eʳ), where r are sums of multiples of powers of η.

What two of them compare as they do for all η that are small enough.  The terms ηᵏ·eʳ are linearly independent over the rationals, so that
a sum of them is 0 only if all coefficients are: eʳ and eˢ are so over the rational functions of η unless s − r is constant, and powers of e
are so over the rationals (Lindemann 1882, Weierstrass 1885).  The sign is that of the part that outgrows the others.
"""

from __future__ import annotations

from functools import reduce
from typing import Any, final

from flint import arb, fmpq

from .exponentials import NONE, Exponential, Undecided, ball, exponential, plus

Exponent = tuple[tuple[int, fmpq], ...]  # Σ c·ηᵖ as pairs (p, c) in the order of p, no c being 0
Sum = dict[tuple[int, Exponent], fmpq]  # (k, r) ↦ q
ONE: Sum = {(0, ()): fmpq(1)}
MOST = 100  # terms above or below; with more it counts as too long
FURTHEST = 12  # powers of η that are looked at for one that does not vanish


@final
class Small:
    """above/below, not the same number for all η by its form; neither is 0."""

    __slots__ = ("above", "below")

    def __init__(self, above: Sum, below: Sum = ONE) -> None:
        self.above, self.below = above, below

    def __add__(self, other: Any) -> Any:
        a = _read(other)
        if a is None:
            return NotImplemented
        if self.below == a.below:
            return _made(plus(self.above, a.above), self.below)
        return _made(plus(_times(self.above, a.below), _times(a.above, self.below)), _times(self.below, a.below))

    def __mul__(self, other: Any) -> Any:
        a = _read(other)
        return NotImplemented if a is None else _made(_times(self.above, a.above), _times(self.below, a.below))

    def __rtruediv__(self, other: Any) -> Any:
        return _made(self.below, self.above) * other

    def __sub__(self, other: Any) -> Any:
        return self + other * fmpq(-1)

    def __rsub__(self, other: Any) -> Any:
        return self * fmpq(-1) + other

    def __neg__(self) -> Any:
        return self * fmpq(-1)

    __radd__, __rmul__ = __add__, __mul__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Small) and self.above == other.above and self.below == other.below

    def __hash__(self) -> int:
        return hash((frozenset(self.above.items()), frozenset(self.below.items())))

    def limit(self) -> Any:
        """The number that it tends to, as η tends to 0; None if it is larger than every number."""
        (s, k, c), (t, l, d) = _leading(self.above), _leading(self.below)
        growth = _growth(s, t) or l - k
        return None if growth > 0 else fmpq(0) if growth < 0 else c * (1 / d)

    def exp(self) -> Any:
        """eˣ for a sum of powers of η."""
        if self.below != ONE or any(r for _, r in self.above):
            raise Undecided("e to the power of a number that depends on η")
        return Small({(0, tuple(sorted((k, q) for (k, _), q in self.above.items()))): fmpq(1)})

    @property
    def ball(self) -> arb:
        raise Undecided("a number that depends on η")

    def __str__(self) -> str:
        above, below = map(_shown, (self.above, self.below))
        return above if self.below == ONE else f"({above})/({below})"


ETA = Small({(1, ()): fmpq(1)})
LARGE = Small({(-1, ()): fmpq(1)})


def small(total: Sum) -> Any:
    """Σ q·ηᵏ·eʳ."""
    return _made({(k, _sum((), r)): q for (k, r), q in total.items() if q != 0}, ONE)


def sign(x: Any) -> int:
    """1 or -1 if a number is positive or negative, for all small η if it depends on it; 0 if it is 0, or that cannot be told."""
    if type(x) is not Small:
        return int(ball(x) > 0) - int(ball(x) < 0)
    try:
        return sign(_leading(x.above)[2]) * sign(_leading(x.below)[2])
    except Undecided:
        return 0


def limit(x: Any) -> Any:
    """The number that a number tends to, as η tends to 0; None if it is larger than every number."""
    return x.limit() if type(x) is Small else x


def _read(x: Any) -> Small | None:
    if type(x) is Small:
        return x
    if isinstance(x, int | fmpq):
        return Small({(0, ()): fmpq(x)} if x != 0 else {})
    if type(x) is Exponential and all(logs == NONE for _, logs in (*x.above, *x.below)):
        return Small(*({(0, _sum((), ((0, fmpq(r)),))): q for (r, _), q in side.items()} for side in (x.above, x.below)))
    if type(x) in (Exponential, arb):
        raise Undecided("a ball, or a logarithm, and a number that depends on η")
    return None


def _made(above: Sum, below: Sum) -> Any:
    """The number in the simplest of its kinds: one that is the same for all η, or one that depends on it."""
    if max(len(above), len(below)) > MOST:
        raise Undecided("a number with too many terms")
    if not above:
        return fmpq(0)
    if len(below) == 1:
        (((k, r), q),) = below.items()
        above, below = {(l - k, _sum(s, r, -1)): c / q for (l, s), c in above.items()}, ONE
    if above.keys() == below.keys() and len({above[m] / below[m] for m in above}) == 1:
        m = next(iter(above))
        return above[m] / below[m]
    if all(k == 0 and all(p == 0 for p, _ in r) for k, r in (*above, *below)):
        return _constant(above) * (1 / _constant(below))
    return Small(above, below)


def _constant(total: Sum) -> Any:
    return sum((exponential(_at(r, 0)) * q for (_, r), q in total.items()), fmpq(0))


def _leading(total: Sum) -> tuple[Exponent, int, Any]:
    """(s, k, c), if the sum is c·ηᵏ·eˢ and what vanishes against it: s is a sum of negative powers of η, c a number that is not 0."""
    largest = reduce(lambda s, t: t if _growth(t, s) > 0 else s, (_unbounded(r) for _, r in total))
    group = [(k, r, q) for (k, r), q in total.items() if _unbounded(r) == largest]
    first = min(k for k, _, _ in group)
    for k in range(first, first + FURTHEST):
        found: dict[fmpq, fmpq] = {}
        for l, r, q in group:
            found[_at(r, 0)] = found.get(_at(r, 0), 0) + q * _taylor(r, k - l)
        if any(q != 0 for q in found.values()):
            return largest, k, sum((exponential(c) * q for c, q in found.items() if q != 0), fmpq(0))
    raise Undecided("the first powers of η vanish")


def _unbounded(r: Exponent) -> Exponent:
    return tuple((p, c) for p, c in r if p < 0)


def _growth(s: Exponent, t: Exponent) -> int:
    """Whether e^(s − t) tends to ∞ (1), to 0 (-1) or to neither (0), for sums of negative powers."""
    rest = _sum(s, t, -1)
    return 0 if not rest else 1 if rest[0][1] > 0 else -1


def _taylor(r: Exponent, k: int) -> fmpq:
    """The coefficient of ηᵏ in eʳ without what r has of powers up to 0: (eʳ)′ = r′·eʳ."""
    found = [fmpq(1)]
    for n in range(1, k + 1):
        found.append(sum((c * p * found[n - p] for p, c in r if 0 < p <= n), fmpq(0)) / n)
    return found[k] if k >= 0 else fmpq(0)


def _at(r: Exponent, power: int) -> fmpq:
    return dict(r).get(power, fmpq(0))


def _sum(r: Exponent, s: Exponent, factor: int = 1) -> Exponent:
    total = dict(r)
    for p, c in s:
        total[p] = total.get(p, fmpq(0)) + c * factor
    return tuple(sorted((p, c) for p, c in total.items() if c != 0))


def _times(x: Sum, y: Sum) -> Sum:
    out: Sum = {}
    for (k, r), q in x.items():
        out = plus(out, {(k + l, _sum(r, s)): q * c for (l, s), c in y.items()})
    return out


def _shown(total: Sum) -> str:
    def factors(k: int, r: Exponent, q: fmpq) -> str:
        power = [f"exp({' + '.join(f'{c}·η^{p}' for p, c in r)})"] if r else []
        return "·".join([str(q), *([f"η^{k}"] if k else []), *power])

    return " + ".join(factors(k, r, q) for (k, r), q in total.items())
