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
    """The device of this name, ``auto`` being the first that is available and has the dtype.  Whoever wants the CPU is not made to ask for
    a GPU: processes that are forked afterwards could use none."""
    if name == "cpu":
        return torch.device(name)
    here = available()
    able = [kind for kind in here if not (kind == "mps" and dtype == torch.float64)]
    if name == "auto":
        return torch.device(able[0])
    try:
        wanted = torch.device(name)
    except RuntimeError as error:
        raise DeviceError(f"{name!r} is no name of a device — choose auto, {' or '.join(here)}") from error
    if wanted.type not in here:
        raise DeviceError(f"there is no {wanted.type} device here (there is {', '.join(here)}) — choose one of these, or auto")
    if wanted.type == "cuda" and (wanted.index or 0) >= torch.cuda.device_count():
        raise DeviceError(f"there is no {wanted} here (the last one is cuda:{torch.cuda.device_count() - 1}) — choose one that is")
    if wanted.type not in able:
        raise DeviceError(f"{wanted.type} has no {str(dtype).removeprefix('torch.')} — choose float32 (--dtype float32)")
    return wanted


def resolved(name: str, dtype: str) -> str:
    """The device that a name means for a dtype, both as the command line writes them."""
    return str(device(name, getattr(torch, dtype)))
