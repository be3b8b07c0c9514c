"""Statements run on tensors: kernel terms as batched programs, in plain, ball and exact arithmetic.

The only place that imports torch, numpy and python-flint, and only when a name below is first used.
"""

from importlib import import_module
from typing import Any

_PUBLIC = {
    "Ball": "ball",
    "BallArithmetic": "ball",
    "ExactArithmetic": "exact",
    "Model": "model",
    "ModelError": "model",
    "PlainArithmetic": "plain",
    "Program": "realisation",
    "RealiseError": "nodes",
    "Realised": "realisation",
    "Rank": "ranks",
    "SpectrumError": "spectra",
    "Verdict": "comparison",
    "certified_rank": "ranks",
    "compare": "comparison",
    "device": "devices",
    "eigenvalues": "spectra",
    "exact_rank": "ranks",
    "follow": "regimes",
    "independent_columns": "ranks",
    "judge": "comparison",
    "program": "realisation",
    "realise": "realisation",
    "singular_values": "spectra",
}

__all__ = list(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"gaproof.numeric has no {name!r}; it has {', '.join(_PUBLIC)}")
    value = getattr(import_module(f".{_PUBLIC[name]}", __name__), name)
    globals()[name] = value
    return value
