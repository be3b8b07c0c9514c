"""Turns of a plane by t quarters: cos(πt/2) and sin(πt/2), of which models make rotations; no term of the kernel is one.

At integers they are 0, 1 or -1.  Of numbers that are not known they are trigonometric polynomials Σ c·e^(iπℓ/2) with linear forms ℓ:
different forms give different characters of ℝⁿ, which are linearly independent (Artin), so that a law of turns is decided.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, final

from flint import fmpq

from ..proof.syntax import REAL, Symbol, Type
from .affine import Affine, Entry, Unknown
from .evaluate import Undecided, Value
from .exponentials import ball

TURNS = COSINE, SINE = tuple(Symbol(f"{name}_of_quarters", Type((REAL,), REAL)) for name in ("cosine", "sine"))
MOST = 200  # terms of a trigonometric polynomial; with more it counts as too long
QUARTERS = tuple((fmpq(a), fmpq(b)) for a, b in ((1, 0), (0, 1), (-1, 0), (0, -1)))  # iᵏ

Form = frozenset[tuple[Entry, fmpq]]  # Σ slope·entry, no slope being 0
Complex = tuple[fmpq, fmpq]
NONE = Form()


@final
class Turning:
    """Σ coefficient·e^(iπ·form/2), a real number; at least one form has an entry."""

    __slots__ = ("terms",)

    def __init__(self, terms: dict[Form, Complex]) -> None:
        self.terms = terms

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(dict.fromkeys(entry for form in self.terms for entry, _ in form))

    def __add__(self, other: Any) -> Value:
        return _made([*self.terms.items(), *self._read(other).items()])

    def __mul__(self, other: Any) -> Value:
        more = self._read(other).items()
        return _made([(_sum(k, m), _times(c, d)) for k, c in self.terms.items() for m, d in more])

    def __sub__(self, other: Any) -> Value:
        return self + other * fmpq(-1)

    def __rsub__(self, other: Any) -> Value:
        return self * fmpq(-1) + other

    __radd__, __rmul__ = __add__, __mul__

    def _read(self, other: Any) -> dict[Form, Complex]:
        if isinstance(other, Turning):
            return other.terms
        if isinstance(other, int | fmpq):
            return {NONE: (fmpq(other), fmpq(0))}
        raise Unknown(*self.entries, *getattr(other, "entries", ()))  # other numbers are no coefficients

    def __str__(self) -> str:
        return f"a turn by {', '.join(entry[0].name for entry in self.entries)}"


def turn(function: Symbol, x: Value) -> Value:
    """cos(πx/2) or sin(πx/2)."""
    if isinstance(x, Turning):
        raise Unknown(*x.entries)
    if isinstance(x, Affine):
        return _turning(function, x)
    if type(x) is fmpq and x.q == 1:
        return QUARTERS[int(x.p) % 4][function == SINE]
    half = ball(x) / 2
    return half.cos_pi() if function == COSINE else half.sin_pi()


def _turning(function: Symbol, x: Affine) -> Value:
    """(z + z̄)/2 or (z - z̄)/2i for z = e^(iπx/2), of which the constant is an integer."""
    if any(type(c) is not fmpq for c in (x.constant, *x.slopes.values())) or x.constant.q != 1:
        raise Unknown(*x.slopes)
    a, b = QUARTERS[int(x.constant.p) % 4]
    forward, back = (Form((e, c * sign) for e, c in x.slopes.items()) for sign in (1, -1))
    half = fmpq(1, 2)
    if function == COSINE:
        return Turning({forward: (a * half, b * half), back: (a * half, -b * half)})
    return Turning({forward: (b * half, -a * half), back: (b * half, a * half)})


def _made(found: Collection[tuple[Form, Complex]]) -> Value:
    """The sum without the terms that vanish; a plain number if no entry is left: it is real."""
    sums: dict[Form, Complex] = {}
    for form, (a, b) in found:
        c, d = sums.get(form, (fmpq(0), fmpq(0)))
        sums[form] = a + c, b + d
    kept = {form: c for form, c in sums.items() if any(part != 0 for part in c)}
    if len(kept) > MOST:
        raise Undecided("a trigonometric polynomial with too many terms")
    return Turning(kept) if any(kept) else kept.get(NONE, (fmpq(0), fmpq(0)))[0]


def _sum(left: Form, right: Form) -> Form:
    slopes = dict(left)
    for entry, c in right:
        slopes[entry] = slopes.get(entry, fmpq(0)) + c
    return Form((entry, c) for entry, c in slopes.items() if c != 0)


def _times(x: Complex, y: Complex) -> Complex:
    return x[0] * y[0] - x[1] * y[1], x[0] * y[1] + x[1] * y[0]
