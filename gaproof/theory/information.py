"""Log-partitions, free energies, entropy and relative entropy."""

from typing import Any, final

import sympy

from ..terms import Definition, Element, Sum, Term, log, number
from .anchor import Over, indices_of
from .carrier import NONE, optional
from .softmax import gibbs


@final
class LogPartition(Definition):
    """log Σ mask · baseline · exp(score/temperature), over an index."""

    __slots__ = ()

    def __new__(cls, score: object, over: Over, mask: object = None, baseline: object = None, temperature: object = None) -> "LogPartition":
        parts = [optional(t, number) for t in (mask, baseline, temperature)]
        obj: LogPartition = sympy.Basic.__new__(cls, number(score), indices_of(over), *parts)
        Sum(score, *obj.args[1])  # checks the indices
        return obj

    def unfold(self) -> Term:
        score, over, *parts = self.args
        return log(Sum(gibbs(score, *(None if t == NONE else t for t in parts)), *over))

    def _sympystr(self, printer: Any) -> str:
        return str(printer._print(self.unfold()))

    def _latex(self, printer: Any) -> str:
        return str(printer._print(self.unfold()))


@final
class Divergence(Definition):
    """Σ p log p − p log q over an index: where p = 0 both terms are 0, whatever q is."""

    __slots__ = ()

    def __new__(cls, p: object, q: object, over: Element) -> "Divergence":
        obj: Divergence = sympy.Basic.__new__(cls, number(p), number(q), over)
        Sum(p, over)  # checks the index
        return obj

    def unfold(self) -> Term:
        p, q, over = self.args
        return Sum(p * log(p) - p * log(q), over)

    def _sympystr(self, printer: Any) -> str:
        p, q, over = map(printer._print, self.args)
        return f"kl({p}, {q}, over={over})"

    def _latex(self, printer: Any) -> str:
        p, q, over = map(printer._print, self.args)
        return rf"\operatorname{{KL}}_{{{over}}}\left({p} \,\middle\|\, {q}\right)"


@final
class Entropy(Definition):
    """−Σ p log p over an index."""

    __slots__ = ()

    def __new__(cls, p: object, over: Element) -> "Entropy":
        obj: Entropy = sympy.Basic.__new__(cls, number(p), over)
        Sum(p, over)  # checks the index
        return obj

    def unfold(self) -> Term:
        p, over = self.args
        return -Sum(p * log(p), over)

    def _sympystr(self, printer: Any) -> str:
        p, over = map(printer._print, self.args)
        return f"entropy({p}, over={over})"

    def _latex(self, printer: Any) -> str:
        p, over = map(printer._print, self.args)
        return rf"\operatorname{{H}}_{{{over}}}\left({p}\right)"


def log_partition(score: object, over: Over, mask: object = None, baseline: object = None, temperature: object = None) -> LogPartition:
    """log Σ mask · baseline · exp(score/temperature)."""
    return LogPartition(score, over, mask, baseline, temperature)


def free_energy(potential: object, over: Over, mask: object = None, baseline: object = None, temperature: object = None) -> Term:
    """-τ log Σ mask · baseline · exp(-U/τ)."""
    total = log_partition(-number(potential), over, mask, baseline, temperature)
    return -total if temperature is None else -number(temperature) * total


def entropy(p: object, over: Element) -> Entropy:
    """-Σ p log p."""
    return Entropy(p, over)


def kl(p: object, q: object, over: Element) -> Divergence:
    """KL(p‖q) = Σ p log p − p log q."""
    return Divergence(p, q, over)
