"""gaproof: every claim of Geometric Attention stated once, proved for all sizes by a small kernel, and replayed afresh.

The names of the public API are imported on first use, so ``import gaproof`` loads neither SymPy nor anything else that
the kernel must do without.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# Public name -> the module that defines it.  What a theorem file or a user needs
# goes here, and nothing else; never the name of a submodule, which would hide it.
_PUBLIC: dict[str, str] = {"Claim": "gaproof.claim", "GaproofError": "gaproof.errors"}

__all__ = ["__version__", *_PUBLIC]


def __getattr__(name: str) -> Any:
    """Import a public name from its module and keep it (PEP 562)."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'gaproof' has no public name {name!r}; dir(gaproof) lists them")
    value = getattr(import_module(_PUBLIC[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_PUBLIC})
