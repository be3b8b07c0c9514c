"""What torch's fused kernels for GPUs do with a case: what its kernel for CPUs does, but for what is written down here.

Read off torch 2.11 with cuDNN 9.19 on an H200.  Before 2.12 torch tells cuDNN of a mask by adding −65504 to the scores (pull request
177868): a row without keys is read as if there were no mask, and so is a row with lower scores.  In float16 one sees that the sums are
rounded to float32.  Where the lowest number of a dtype is added, both kernels multiply it by log₂e, which makes −∞ of that of float32.
"""

from __future__ import annotations

import torch

from .cases import BIASED, LOW, LOWEST, TOLD, Case, Outcomes

HALVES = (torch.bfloat16, torch.float16)
KERNELS = {"flash": HALVES, "efficient": (torch.float32, *HALVES), "cudnn": HALVES}  # with their dtypes; flash is told no mask
OLD = tuple(map(int, torch.__version__.split(".")[:2])) < (2, 12)


def forward(case: Case, function: str, kernel: str) -> Outcomes:
    """The outcome of each row."""
    adds_a_number = kernel == "cudnn" and function == TOLD and OLD
    if adds_a_number and case.name == LOW:
        return ("unmasked",) * len(case.scores)
    empty = ""
    if adds_a_number:
        empty = "differs" if case.dtype == torch.float16 else "unmasked"
    elif kernel in ("efficient", "cudnn") and function == BIASED and case.sentinel == LOWEST:
        empty = "differs" if case.dtype == torch.float16 else "zero"
    rows = zip(case.forward[function], case.carrier.mask, strict=True)
    return tuple(outcome if any(row) else empty or outcome for outcome, row in rows)
