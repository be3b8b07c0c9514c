"""Probe families: what of a kernel is observed, and when two kernels agree on it."""

from abc import ABC, abstractmethod
from functools import reduce
from operator import mul
from typing import Any, final

import sympy

from ..terms import Element, Eq, ForAll, Formula, Term
from .carrier import Carrier
from .gauge import Kernel

Pairs = tuple[tuple[Element, Element], ...]


class Probes(sympy.Basic, ABC):
    """A family of observables of the kernels on a carrier."""

    __slots__ = ()

    def __new__(cls, carrier: Carrier) -> Any:
        return sympy.Basic.__new__(cls, carrier)

    @abstractmethod
    def probes(self, *avoid: sympy.Basic) -> tuple[tuple[Element, ...], Pairs]:
        """The indices of a probe, and the entries that it reads, numerators first."""

    def value(self, kernel: Kernel, pairs: Pairs) -> Term:
        """The probe that reads these entries: the product of the first half over that of the second."""
        half = (len(pairs) + 1) // 2
        above, below = [kernel[p] for p in pairs[:half]], [kernel[p] for p in pairs[half:]]
        return reduce(mul, above) / reduce(mul, below) if below else reduce(mul, above)

    def agree(self, kernel: Kernel, other: Kernel) -> Formula:
        """Every probe whose entries are on the carrier has one value for both kernels."""
        carrier: Carrier = self.args[0]
        over, pairs = self.probes(kernel, other)
        return ForAll(over, carrier.given(pairs, Eq(self.value(kernel, pairs), self.value(other, pairs))))


@final
class Entries(Probes):
    """K_ij."""

    __slots__ = ()

    def probes(self, *avoid: sympy.Basic) -> tuple[tuple[Element, ...], Pairs]:
        i, j = self.args[0].rows, self.args[0].cols
        return (i, j), ((i, j),)


@final
class RowRatios(Probes):
    """K_ij / K_ik."""

    __slots__ = ()

    def probes(self, *avoid: sympy.Basic) -> tuple[tuple[Element, ...], Pairs]:
        i, j, k = self.args[0].rows, self.args[0].cols, self.args[0].another_col(*avoid)
        return (i, j, k), ((i, j), (i, k))


@final
class ColumnRatios(Probes):
    """K_ij / K_kj."""

    __slots__ = ()

    def probes(self, *avoid: sympy.Basic) -> tuple[tuple[Element, ...], Pairs]:
        i, j, k = self.args[0].rows, self.args[0].cols, self.args[0].another_row(*avoid)
        return (i, k, j), ((i, j), (k, j))


@final
class TotalRatios(Probes):
    """K_ij / K_kl."""

    __slots__ = ()

    def probes(self, *avoid: sympy.Basic) -> tuple[tuple[Element, ...], Pairs]:
        i, j, k, l = self.args[0].rows, self.args[0].cols, self.args[0].another_row(*avoid), self.args[0].another_col(*avoid)
        return (i, k, j, l), ((i, j), (k, l))


@final
class CrossRatios(Probes):
    """K_ij K_kl / (K_il K_kj)."""

    __slots__ = ()

    def probes(self, *avoid: sympy.Basic) -> tuple[tuple[Element, ...], Pairs]:
        i, j, k, l = self.args[0].rows, self.args[0].cols, self.args[0].another_row(*avoid), self.args[0].another_col(*avoid)
        return (i, k, j, l), ((i, j), (k, l), (i, l), (k, j))
