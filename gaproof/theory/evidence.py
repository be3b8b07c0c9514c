"""The evidence kernel K_ij = M_ij κ_ij ℓ(w_ij)."""

from functools import reduce
from operator import mul
from typing import Any, final

import sympy

from ..terms import Array, Definition, Element, Rational, Term, Variable
from .carrier import NONE, Carrier, optional
from .link import Exponential, Link

Table = Variable | Array  # a number for every row and column


@final
class EvidenceKernel(sympy.Basic):
    """Evidence on a carrier, printed by its name.  Without work the link plays no part; without a baseline it is 1."""

    __slots__ = ()
    __iter__ = None

    def __new__(
        cls, carrier: Carrier, work: Table | None = None, link: Link | None = None, baseline: Table | None = None, name: str = "K"
    ) -> "EvidenceKernel":
        parts = (optional(work), Exponential() if link is None else link, optional(baseline), sympy.Symbol(str(name)))
        obj: EvidenceKernel = sympy.Basic.__new__(cls, carrier, *parts)
        obj.entry(carrier.rows, carrier.cols)  # checks the types
        return obj

    @property
    def carrier(self) -> Carrier:
        return self.args[0]  # type: ignore[no-any-return]

    def entry(self, i: Element, j: Element) -> Term:
        """M_ij κ_ij ℓ(w_ij), of what is there."""
        carrier, work, link, baseline, _ = self.args
        factors = list(carrier.factors(i, j))
        if baseline != NONE:
            factors.append(baseline[i, j])
        if work != NONE:
            factors.append(link(work[i, j]))
        return reduce(mul, factors) if factors else Rational(1)

    def __getitem__(self, at: Any) -> "Entry":
        return Entry(self, *at)


@final
class Entry(Definition):
    """K_ij."""

    __slots__ = ()

    def __new__(cls, kernel: EvidenceKernel, i: Element, j: Element) -> "Entry":
        kernel.entry(i, j)  # checks the types
        obj: Entry = sympy.Basic.__new__(cls, kernel, i, j)
        return obj

    def unfold(self) -> Term:
        kernel, i, j = self.args
        return kernel.entry(i, j)  # type: ignore[no-any-return]

    def _sympystr(self, printer: Any) -> str:
        kernel, i, j = map(printer._print, (self.args[0].args[-1], *self.args[1:]))
        return f"{kernel}[{i}, {j}]"

    def _latex(self, printer: Any) -> str:
        kernel, i, j = map(printer._print, (self.args[0].args[-1], *self.args[1:]))
        return f"{kernel}_{{{i} {j}}}"
