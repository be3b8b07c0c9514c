"""Log-partitions, free energies, entropy and relative entropy."""

from ..terms import Element, Sum, Term, log, number
from .anchor import Over, indices_of
from .softmax import gibbs


def log_partition(score: object, over: Over, mask: object = None, baseline: object = None, temperature: object = None) -> Term:
    """log Σ mask · baseline · exp(score/temperature)."""
    return log(Sum(gibbs(score, mask, baseline, temperature), *indices_of(over)))


def free_energy(potential: object, over: Over, mask: object = None, baseline: object = None, temperature: object = None) -> Term:
    """-τ log Σ mask · baseline · exp(-U/τ)."""
    total = log_partition(-number(potential), over, mask, baseline, temperature)
    return -total if temperature is None else -number(temperature) * total


def entropy(p: object, over: Element) -> Term:
    """-Σ p log p."""
    p = number(p)
    return -Sum(p * log(p), over)


def kl(p: object, q: object, over: Element) -> Term:
    """KL(p‖q) = Σ p log p − p log q: where p = 0 both terms are 0, whatever q is."""
    p = number(p)
    return Sum(p * log(p) - p * log(q), over)
