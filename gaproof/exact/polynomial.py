"""Terms as polynomials in the entries that a model does not know."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, final

from flint import arb, fmpq, fmpq_poly

from ..proof.syntax import Sort, Symbol
from .affine import Affine, Entry
from .evaluate import NOUGHT, Evaluator, Undecided, Value

Monomial = tuple[Entry, ...]  # in the order of ``_order``
MOST = 200  # monomials of a polynomial; with more it counts as too long


@final
class Polynomial:
    """Σ coefficient·monomial with at least one entry; coefficients are numbers that are not known to be 0."""

    __slots__ = ("terms",)

    def __init__(self, terms: dict[Monomial, Value]) -> None:
        self.terms = terms

    def __add__(self, other: Value) -> Value:
        sums = dict(self.terms)
        for m, c in terms(other).items():
            sums[m] = sums[m] + c if m in sums else c
        return made(sums)

    def __mul__(self, other: Value) -> Value:
        out: dict[Monomial, Value] = {}
        for m, c in self.terms.items():
            for n, d in terms(other).items():
                product = tuple(sorted((*m, *n), key=_order))
                out[product] = out[product] + c * d if product in out else c * d
        return made(out)

    def __sub__(self, other: Value) -> Value:
        return self + other * fmpq(-1)

    def __rsub__(self, other: Value) -> Value:
        return self * fmpq(-1) + other

    __radd__, __rmul__ = __add__, __mul__

    @property
    def entries(self) -> dict[Entry, None]:
        return dict.fromkeys(e for m in self.terms for e in m)

    def split(self, unknown: Collection[Symbol]) -> tuple[dict[Monomial, Value], Value]:
        """The terms that mention an entry of the unknown symbols, and the sum of the others."""
        inside = {m: c for m, c in self.terms.items() if any(e[0] in unknown for e in m)}
        return inside, made({m: c for m, c in self.terms.items() if m not in inside})

    def roots(self) -> list[fmpq] | None:
        """All real numbers at which a polynomial in one entry is 0, if these are rational; None if that is not known."""
        if len(self.entries) != 1 or any(type(c) is not fmpq for c in self.terms.values()):
            return None
        degree = max(map(len, self.terms))
        coefficients = {len(m): c for m, c in self.terms.items()}
        found: list[fmpq] = []
        for factor, _ in fmpq_poly([coefficients.get(k, 0) for k in range(degree + 1)]).factor()[1]:
            c = factor.coeffs()
            if len(c) == 2:
                found.append(-fmpq(c[0]) / c[1])
            elif len(c) != 3 or c[1] * c[1] >= 4 * c[0] * c[2]:  # a quadratic without real zeros adds none
                return None
        return found


def terms(x: Value) -> dict[Monomial, Value]:
    return x.terms if isinstance(x, Polynomial) else {(): x}


def made(found: dict[Monomial, Value]) -> Value:
    """The polynomial without the terms that vanish; a plain number if no entry is left."""
    kept = {m: c for m, c in found.items() if type(c) is arb or c != 0}
    if len(kept) > MOST:
        raise Undecided("a polynomial with too many terms")
    return Polynomial(kept) if any(kept) else kept.get((), NOUGHT)


def _expanded(x: Value) -> Value:
    return made({(): x.constant, **{(e,): c for e, c in x.slopes.items()}}) if isinstance(x, Affine) else x


def _order(entry: Entry) -> tuple[Any, ...]:
    symbol, *place = entry
    return (symbol.name, symbol.type.key, *place)


class Expanded(Evaluator):
    """The terms of a model; unlike the model, it multiplies what is not known."""

    def __init__(self, model: Evaluator) -> None:
        super().__init__()
        self.model = model

    def size(self, sort: Sort) -> int:
        return self.model.size(sort)

    def suffice(self, quantifier: Any) -> bool:
        return self.model.suffice(quantifier)

    def places(self, quantifier: Any) -> range:
        return self.model.places(quantifier)

    def entry(self, sort: Sort, *key: Any) -> Any:
        return _expanded(self.model.entry(sort, *key))

    def undefined(self, what: str, x: Value) -> Value:
        return self.model.undefined(what, x)

    def function(self, head: Any, sort: Sort, args: list[Any]) -> Any:
        if any(isinstance(x, Polynomial) for x in args):
            raise Undecided(f"{head.name} of a number that is not known")
        return _expanded(self.model.function(head, sort, args))

    def plain(self, x: Value) -> Value:
        if isinstance(x, Polynomial):
            raise Undecided("a number that is not known")
        return x
