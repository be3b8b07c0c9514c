"""The device that numbers are computed on."""

from __future__ import annotations

import torch

from ..errors import GaproofError


class DeviceError(GaproofError):
    """A device that is not here, or that lacks a floating-point type."""


def available() -> list[str]:
    """The kinds of devices that this build of torch can use here, the fastest first."""
    found = ["cuda"] if torch.cuda.is_available() else []
    found += ["mps"] if torch.backends.mps.is_available() else []
    return [*found, "cpu"]


def device(name: str, dtype: torch.dtype = torch.float64) -> torch.device:
    """The device of this name, ``auto`` being the first that is available and has the dtype."""
    able = [kind for kind in available() if not (kind == "mps" and dtype == torch.float64)]
    if name == "auto":
        return torch.device(able[0])
    kind = torch.device(name).type
    if kind not in available():
        raise DeviceError(f"there is no {kind} device here (there is {', '.join(available())}) — choose one of these, or auto")
    if kind not in able:
        raise DeviceError(f"{kind} has no {str(dtype).removeprefix('torch.')} — choose float32 (--dtype float32)")
    return torch.device(name)


def resolved(name: str, dtype: str) -> str:
    """The device that a name means for a dtype, both as the command line writes them."""
    return str(device(name, getattr(torch, dtype)))
