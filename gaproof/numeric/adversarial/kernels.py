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
    empty = ""
    if _adds_a_number(function, kernel):
        if case.name == LOW:
            return ("unmasked",) * len(case.scores)
        empty = "differs" if case.dtype == torch.float16 else "unmasked"
    elif _multiplies_the_lowest(case, function, kernel):
        empty = "differs" if case.dtype == torch.float16 else "zero"
    return _for_empty_rows(case, case.forward[function], empty)


def backward(case: Case, function: str, kernel: str) -> tuple[Outcomes, Outcomes]:
    """Those of the gradients of the scores, row by row, and of the values, key by key."""
    recorded = case.backward or {}
    if _multiplies_the_lowest(case, function, kernel) and case.dtype != torch.float16:
        return recorded[TOLD]  # nothing is sent back, as if it had been told the mask
    of_scores, of_values = recorded[function]
    if _adds_a_number(function, kernel) and not all(map(any, case.carrier.mask)):
        return _for_empty_rows(case, of_scores, "differs"), ("differs",) * len(of_values)
    return of_scores, of_values


def _adds_a_number(function: str, kernel: str) -> bool:
    return kernel == "cudnn" and function == TOLD and OLD


def _multiplies_the_lowest(case: Case, function: str, kernel: str) -> bool:
    return kernel in ("efficient", "cudnn") and function == BIASED and case.sentinel == LOWEST


def _for_empty_rows(case: Case, outcomes: Outcomes, empty: str) -> Outcomes:
    rows = zip(outcomes, case.carrier.mask, strict=True)
    return tuple(outcome if any(row) else empty or outcome for outcome, row in rows)
