"""Regimes: a carrier rule, an evidence rule, a probe family with its gauge, an anchor and an update, taken together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, final

from ..terms import Element, Term
from .anchor import row_anchor
from .carrier import Carrier
from .evidence import EvidenceKernel, Table
from .gauge import Gauge, RowGauge
from .link import Exponential
from .probe import Probes, RowRatios
from .update import extensional


@final
@dataclass(frozen=True)
class Regime:
    """How evidence on a carrier becomes an update of the states."""

    name: str
    carrier: Callable[..., Carrier]
    evidence: Callable[..., EvidenceKernel]
    probes: type[Probes]
    gauge: type[Gauge]
    anchor: Callable[[Term, Element], Term]
    update: Callable[[Term, Term, Element], Term]

    def weight(self, kernel: EvidenceKernel) -> Term:
        """The anchored entry (i, j)."""
        carrier = kernel.carrier
        return self.anchor(kernel[carrier.rows, carrier.cols], carrier.cols)

    def output(self, kernel: EvidenceKernel, value: Any) -> Term:
        """The new state of row i, from the values v[j]."""
        j = kernel.carrier.cols
        return self.update(self.weight(kernel), value[j], j)


def exponential_evidence(carrier: Carrier, work: Table, baseline: Table | None = None, tau: object = None) -> EvidenceKernel:
    """M_ij κ_ij exp(-w_ij/τ)."""
    return EvidenceKernel(carrier, work, Exponential(tau=tau), baseline)


MAINLINE = Regime("standard Transformer attention", Carrier, exponential_evidence, RowRatios, RowGauge, row_anchor, extensional)
