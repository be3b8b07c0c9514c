"""Numbers made of rationals and exponentials of rationals, exactly: (Σ q·eʳ)/(Σ q·eʳ).

For different rationals r the numbers eʳ are linearly independent over the rationals (Lindemann 1882, Weierstrass 1885), so that such a
number is 0 only if all coefficients above are: whether two are equal is decided, which balls never do.
"""

from __future__ import annotations

from typing import Any, final

from flint import arb, fmpq

Powers = dict[fmpq, fmpq]  # r ↦ q
MOST = 48  # terms above or below; with more it is a ball
ONE: Powers = {fmpq(0): fmpq(1)}


@final
class Exponential:
    """above/below, not a rational number by its form; below is not 0."""

    __slots__ = ("above", "ball", "below")

    def __init__(self, above: Powers, below: Powers, ball: arb) -> None:
        self.above, self.below, self.ball = above, below, ball

    @property
    def power(self) -> fmpq | None:
        """r, if the number is eʳ."""
        return next(iter(self.above)) if self.below == ONE and list(self.above.values()) == [1] else None

    def __add__(self, other: Any) -> Any:
        a = _read(other)
        if a is None:
            return NotImplemented if not isinstance(other, arb) else self.ball + other
        if self.below == a.below:
            return made(_plus(self.above, a.above), self.below, self.ball + a.ball)
        above = _plus(_times(self.above, a.below), _times(a.above, self.below))
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


def exponential(x: fmpq) -> Exponential:
    """eˣ, for a rational that is not 0."""
    return Exponential({x: fmpq(1)}, ONE, arb(x).exp())


def ball(x: Any) -> arb:
    """An enclosure of a number."""
    return x.ball if type(x) is Exponential else arb(x)


def made(above: Powers, below: Powers, enclosure: arb) -> Any:
    """The number in the simplest of its kinds: rational, with exponentials, or a ball if it is too long."""
    if not above:
        return fmpq(0)
    if len(above) > MOST or len(below) > MOST:
        return enclosure
    if len(below) == 1:
        ((r, q),) = below.items()
        above, below = {s - r: c / q for s, c in above.items()}, ONE
    if above.keys() == below.keys() and len({above[r] / below[r] for r in above}) == 1:
        r = next(iter(above))
        return above[r] / below[r]
    return Exponential(above, below, enclosure)


def _read(x: Any) -> Exponential | None:
    if type(x) is int:
        x = fmpq(x)
    return x if type(x) is Exponential else Exponential({fmpq(0): x} if x != 0 else {}, ONE, arb(x)) if type(x) is fmpq else None


def _plus(x: Powers, y: Powers) -> Powers:
    out = dict(x)
    for r, q in y.items():
        total = out.get(r, 0) + q
        if total == 0:
            out.pop(r, None)
        else:
            out[r] = total
    return out


def _times(x: Powers, y: Powers) -> Powers:
    out: Powers = {}
    for r, q in x.items():
        out = _plus(out, {r + s: q * c for s, c in y.items()})
    return out
