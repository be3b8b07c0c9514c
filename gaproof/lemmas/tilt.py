"""How much a test gains when the weights of a row are multiplied by factors between c and c·r²: at most (r − 1)/(r + 1).

B is the share of the test before, a and b are the parts of the new total on it and off it.  With D = 1 + B(r² − 1)
(r − 1)/(r + 1) − (a/(a + b) − B) = (r − 1)(B(r + 1) − 1)²/((r + 1) D) + (B r² (b − c(1 − B)) + (1 − B)(c r² B − a))/((a + b) D).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from ..proof import rules
from ..proof.syntax import Sort
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.order import square_zero
from ..terms import And, Eq, ForAll, Le, Lt, Sum, field, index, scalar
from ..terms.variables import IndexType

B, a, b, c, r = scalar("B a b c r")
GAIN, MOST = a / (a + b) - B, (r - 1) / (r + 1)
SHARE, REST, ON, OFF, TOTAL = (f.assume(g) for g in (Le(0, B), Le(B, 1), Le(a, c * r * r * B), Le(c * (1 - B), b), Lt(0, a + b)))
GIVEN = (SHARE, REST, ON, OFF, TOTAL)


class Terms:
    """The three terms of the identity, from 1 ≤ r or 1 < r, and the denominators."""

    def __init__(self, apart: Theorem) -> None:
        self.excess, self.total = f.by(apart), f.by(TOTAL)
        root = f.lt(0, r + 1, f.add(f.num(2), self.excess))
        self.root = f.by(root)
        d = f.lt(0, 1 + B * (r * r - 1), f.add(f.num(1), f.mul(f.by(SHARE), self.excess, self.root)))
        self.d = f.by(d)
        self.nonzero = [rules.unequal(th) for th in (root, d, TOTAL)]
        over = f.inv(self.d)
        self.square = f.mul(self.excess, f.sq(B * (r + 1) - 1), f.inv(self.root), over)
        self.off = f.mul(f.by(SHARE), f.sq(r), f.by(OFF), f.inv(self.total), over)
        self.on = f.mul(f.by(REST), f.by(ON), f.inv(self.total), over)

    def settled(self, th: Theorem) -> Theorem:
        """Without the obligations of the denominators."""
        return f.cut(th, *self.nonzero)


@cache
def gain() -> Theorem:
    """0 ≤ B ≤ 1 ≤ r, a ≤ c r² B, c(1 − B) ≤ b, 0 < a + b ⊢ a/(a + b) − B ≤ (r − 1)/(r + 1)."""
    t = Terms(f.assume(Le(1, r)))
    return t.settled(f.le(GAIN, MOST, f.add(t.square, t.off, t.on)))


@cache
def full_gain() -> Theorem:
    """0 ≤ B ≤ 1 < r, a ≤ c r² B, c(1 − B) ≤ b, 0 < a + b, (r − 1)/(r + 1) ≤ a/(a + b) − B ⊢ B = 1/(r + 1) ∧ a = c r² B ∧ b = c(1 − B)."""
    t, most = Terms(f.assume(Lt(1, r))), f.assume(Le(MOST, GAIN))
    gap, square = B * (r + 1) - 1, f.mul(t.total, t.d)
    below = f.le(gap * gap, 0, f.mul(f.add(f.by(most), t.off, t.on), t.root, t.d, f.inv(t.excess)))
    none = f.cut(f.inst(square_zero(), {"x": gap}), rules.antisymmetry(below, f.le(0, gap * gap, f.sq(gap))))
    share = f.linear(B, 1 / (r + 1), (none, 1 / (r + 1)))
    positive = f.lt(0, r, f.add(f.num(1), t.excess))
    some = f.lt(0, B, f.inv(t.root), (share, 1))
    others = f.lt(0, 1 - B, f.mul(f.by(positive), f.inv(t.root)), (share, -1))
    least = f.le(c * r * r * B, a, f.mul(f.add(f.by(most), t.square, t.off), square, f.inv(f.by(others))))
    head = f.lt(0, B * r * r, f.mul(f.by(some), f.by(positive), f.by(positive)))
    above = f.le(b, c * (1 - B), f.mul(f.add(f.by(most), t.square, t.on), square, f.inv(f.by(head))))
    th = f.conj(share, rules.antisymmetry(ON, least), rules.antisymmetry(above, OFF))
    return t.settled(f.cut(th, *map(rules.unequal, (head, others, f.lt(0, r - 1, t.excess)))))


class Row:
    """Weights w, factors y and a test h on a row: what is assumed of them, and what ``gain`` assumes, of their sums."""

    def __init__(self, sort: Sort, excess: Any) -> None:
        self.j = j = index("j", IndexType(sort))
        w, y, h = field("w y h", j)
        self.w, self.y, self.h = w[j], y[j], h[j]
        self.on, self.off, self.share = (Sum(t, j) for t in (w[j] * y[j] * h[j], w[j] * y[j] * (1 - h[j]), w[j] * h[j]))
        self.gain, self.excess = Sum((w[j] * y[j] / Sum(w[j] * y[j], j) - w[j]) * h[j], j), f.assume(excess)
        weight, test = f.assume(ForAll(j, Le(0, w[j]))), f.assume(ForAll(j, And(Le(0, h[j]), Le(h[j], 1))))
        factor = f.assume(ForAll(j, And(Le(c * w[j], w[j] * y[j]), Le(w[j] * y[j], c * r * r * w[j]))))
        self.mass, positive = f.assume(Eq(Sum(w[j], j), 1)), f.assume(Lt(0, c))
        self.some, self.rest, self.low, self.high = (f.by(f.part(f.spec(th, j), k)) for th in (test, factor) for k in (0, 1))
        total = f.add(f.by(positive), f.tot(j, self.low))
        self.nonzero = rules.unequal(f.lt(0, Sum(w[j] * y[j], j), total, (self.mass, c)))
        self.sums = [
            f.le(0, self.share, f.tot(j, f.mul(f.by(f.spec(weight, j)), self.some))),
            f.le(self.share, 1, f.tot(j, f.mul(f.by(f.spec(weight, j)), self.rest)), (self.mass, -1)),
            f.le(self.on, c * r * r * self.share, f.tot(j, f.mul(self.some, self.high))),
            f.le(c * (1 - self.share), self.off, f.tot(j, f.mul(self.rest, self.low)), (self.mass, c)),
            f.lt(0, self.on + self.off, total, (self.mass, c)),
        ]

    def at_sums(self, th: Theorem, *more: Theorem) -> Theorem:
        """A theorem about the scalars, at the sums."""
        return f.cut(f.inst(th, {B: self.share, a: self.on, b: self.off}), *self.sums, *more)

    def settled(self, th: Theorem) -> Theorem:
        """Without the obligations of 1/Σ w y."""
        return f.cut(th, rules.unequal(self.sums[-1]), self.nonzero)


@cache
def row_gain(sort: Sort) -> Theorem:
    """0 ≤ w, Σ w = 1, 0 ≤ h ≤ 1, c w ≤ w y ≤ c r² w at every place, 0 < c, 1 ≤ r ⊢ Σ (w y/Σ w y − w) h ≤ (r − 1)/(r + 1)."""
    row = Row(sort, Le(1, r))
    return row.settled(f.restate(row.at_sums(gain()), Le(row.gain, MOST)))


@cache
def row_full_gain(sort: Sort) -> Theorem:
    """The same with 1 < r, and (r − 1)/(r + 1) ≤ Σ (w y/Σ w y − w) h ⊢
    Σ w h = 1/(r + 1) ∧ ∀j h (c r² w − w y) = 0 ∧ ∀j (1 − h)(w y − c w) = 0."""
    row = Row(sort, Lt(1, r))
    most = f.restate(f.assume(Le(MOST, row.gain)), Le(MOST, row.on / (row.on + row.off) - row.share))
    share, on, off = (f.part(row.at_sums(full_gain(), most), k) for k in range(3))
    above, below = row.h * (c * r * r * row.w - row.w * row.y), (1 - row.h) * (row.w * row.y - c * row.w)
    no_more = f.linear(Sum(above, row.j), 0, (on, -1))
    no_less = f.linear(Sum(below, row.j), 0, (off, 1), (row.mass, -c))
    high = rules.zero_sum(f.le(0, above, f.mul(row.some, row.high)), no_more, over=(f.symbol(row.j),))
    low = rules.zero_sum(f.le(0, below, f.mul(row.rest, row.low)), no_less, over=(f.symbol(row.j),))
    return f.conj(*map(row.settled, (share, f.gen(high, row.j), f.gen(low, row.j))))
