"""Plan anchors of a batch against POT's log-domain Sinkhorn on one instance after the other, at equal marginal error.

    OMP_NUM_THREADS=1 python -m benchmarks.sinkhorn

Both do the same half-steps in the same order, so the same number of sweeps leaves the same margins; both errors are enclosed and printed.
POT's plans include no certificate, so ours are timed without one and with it.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from gaproof.numeric.plans.foreign import judge_plan
from gaproof.numeric.plans.problem import plan_problem
from gaproof.numeric.plans.sinkhorn import plan_anchor, scalings

from .numeric import seconds

AIM = 5
SWEEPS = 101  # POT looks at its error after every tenth and the first


@dataclass(frozen=True)
class Figures:
    """POT's seconds an instance over ours, and the worst margin error of the instances that POT was given, Σ|margin − what it should be|:
    ours at most, of rows and columns, and POT's at least, of columns."""

    ratio: float
    ratio_with_certificate: float
    our_error: float
    pot_error: float


def batch_against_pot(size: int, batch: int, few: int, *, sweeps: int = SWEEPS, spread: float = 5.0, budget: float = 3.0) -> Figures:
    """``batch`` random kernels of normal logits with this spread, the first ``few`` of them also by POT."""
    import ot

    g = torch.Generator().manual_seed(size)
    kernel = spread * torch.randn(size, size, batch, dtype=torch.float64, generator=g)
    rows = columns = torch.full((size, batch), 1 / size, dtype=torch.float64)
    problems = [(rows[:, k].numpy(), columns[:, k].numpy(), -kernel[:, :, k].contiguous().numpy()) for k in range(few)]
    options = {"method": "sinkhorn_log", "numItermax": sweeps, "stopThr": 0, "warn": False}

    def pot() -> list[object]:
        return [ot.sinkhorn(r, c, cost, 1.0, **options) for r, c, cost in problems]

    def bare() -> object:
        return scalings(plan_problem(kernel, rows, columns), sweeps)

    loop, ours, certified = seconds(pot, bare, lambda: plan_anchor(kernel, rows, columns, sweeps=sweeps), budget=budget)
    plans = torch.stack([torch.from_numpy(plan) for plan in pot()], -1)
    first = (kernel[:, :, :few], rows[:, :few], columns[:, :few])
    theirs, found = judge_plan(plans, *first, claimed=float("inf")).column_error, plan_anchor(*first, sweeps=sweeps).residual
    most, least = (found.mid + found.enclosure()[1]).max(), (theirs.mid - theirs.enclosure()[1]).max()
    each = loop / few * batch
    return Figures(each / ours, each / certified, float(most), float(least))


def main() -> None:
    torch.set_num_threads(1)
    print(f"{SWEEPS} sweeps; POT's seconds an instance / ours (aim: at least {AIM}); margin errors of the worst instance")
    for size, batch, few in ((8, 4096, 24), (64, 256, 12)):
        f = batch_against_pot(size, batch, few)
        print(
            f"  n = {size:2d}, {batch} instances: {f.ratio:7.1f} times faster, {f.ratio_with_certificate:7.1f} with the certificate; "
            f"error ≤ {f.our_error:.9e} (POT ≥ {f.pot_error:.9e})"
        )


if __name__ == "__main__":
    main()
