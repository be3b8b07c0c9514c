"""Gauges: the rescalings of a kernel that a probe family cannot see."""

from abc import ABC, abstractmethod
from typing import Any, final

import sympy

from ..terms import Array, Eq, Exists, ForAll, Formula, Term, Variable, array, field, scalar
from .carrier import Carrier
from .evidence import EvidenceKernel

Kernel = Variable | Array | EvidenceKernel


def _variables(*expressions: sympy.Basic) -> list[Variable]:
    return [v for e in expressions for v in sympy.preorder_traversal(e) if isinstance(v, Variable)]


class Gauge(sympy.Basic, ABC):
    """A group of rescalings of the kernels on a carrier, with positive parameters."""

    __slots__ = ()

    def __new__(cls, carrier: Carrier) -> Any:
        return sympy.Basic.__new__(cls, carrier)

    @abstractmethod
    def parameters(self, suffix: str = "") -> tuple[Any, ...]:
        """Positive parameters with the usual names: d for rows, e for columns, c for all."""

    @abstractmethod
    def factor(self, *parameters: Any) -> Term:
        """What the entry (i, j) is multiplied by."""

    def act(self, kernel: Kernel, *parameters: Any) -> Array:
        """The rescaled kernel."""
        i, j = self.args[0].rows, self.args[0].cols
        return array((i, j), self.factor(*parameters) * kernel[i, j])

    def related(self, kernel: Kernel, other: Kernel, *parameters: Any) -> Formula:
        """On the carrier, the other kernel is the rescaled one."""
        carrier: Carrier = self.args[0]
        i, j = carrier.rows, carrier.cols
        return ForAll((i, j), carrier.given(((i, j),), Eq(other[i, j], self.act(kernel, *parameters)[i, j])))

    def equivalent(self, kernel: Kernel, other: Kernel) -> Formula:
        """Some positive parameters relate them."""
        names = {v.symbol.name for v in _variables(kernel, other)}
        candidates = (self.parameters(suffix) for suffix in ("", *(f"_{count}" for count in range(2, len(names) + 3))))
        chosen = next(c for c in candidates if names.isdisjoint(v.symbol.name for v in _variables(*c)))
        return Exists(chosen, self.related(kernel, other, *chosen))


@final
class RowGauge(Gauge):
    """K ↦ diag(d) K."""

    __slots__ = ()

    def parameters(self, suffix: str = "") -> tuple[Any, ...]:
        return (field(f"d{suffix}", self.args[0].rows, domain="positive"),)

    def factor(self, *parameters: Any) -> Term:
        (d,) = parameters
        return d[self.args[0].rows]  # type: ignore[no-any-return]


@final
class ColumnGauge(Gauge):
    """K ↦ K diag(e)."""

    __slots__ = ()

    def parameters(self, suffix: str = "") -> tuple[Any, ...]:
        return (field(f"e{suffix}", self.args[0].cols, domain="positive"),)

    def factor(self, *parameters: Any) -> Term:
        (e,) = parameters
        return e[self.args[0].cols]  # type: ignore[no-any-return]


@final
class TwoSidedGauge(Gauge):
    """K ↦ diag(d) K diag(e)."""

    __slots__ = ()

    def parameters(self, suffix: str = "") -> tuple[Any, ...]:
        carrier = self.args[0]
        return field(f"d{suffix}", carrier.rows, domain="positive"), field(f"e{suffix}", carrier.cols, domain="positive")

    def factor(self, *parameters: Any) -> Term:
        d, e = parameters
        return d[self.args[0].rows] * e[self.args[0].cols]  # type: ignore[no-any-return]


@final
class MassGauge(Gauge):
    """K ↦ cK."""

    __slots__ = ()

    def parameters(self, suffix: str = "") -> tuple[Any, ...]:
        return (scalar(f"c{suffix}", domain="positive"),)

    def factor(self, *parameters: Any) -> Term:
        (c,) = parameters
        return c  # type: ignore[no-any-return]
