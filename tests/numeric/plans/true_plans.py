"""Plan problems that are meant to hurt, and their true plans to 300 bits, by Newton's method in Arb."""

from __future__ import annotations

from dataclasses import dataclass, replace

import networkx
import torch
from flint import arb, arb_mat

from gaproof.numeric.plans.problem import plan_problem
from gaproof.numeric.plans.sinkhorn import scalings
from tests.numeric.points import precision

Tensor = torch.Tensor
BITS = 600
STEPS = 300


@dataclass(frozen=True)
class Case:
    """One instance: log K (n, m), margins (n,) and (m,) as floats, their mask; whether columns are rescaled to the rows' total, and how
    many sweeps come close enough for Newton."""

    log_kernel: Tensor
    rows: Tensor
    columns: Tensor
    mask: Tensor | None = None
    rescale: bool = True
    sweeps: int = 2000

    def arguments(self) -> tuple[Tensor, Tensor, Tensor, Tensor | None]:
        """As a batch of one."""
        return self.log_kernel[..., None], self.rows[:, None], self.columns[:, None], self.mask


def tensor(*x: object) -> Tensor:
    return torch.tensor(x, dtype=torch.float64)


def drawn(n: int, m: int, seed: int, spread: float = 1.0) -> Case:
    g = torch.Generator().manual_seed(seed)
    x = spread * torch.randn(n, m, dtype=torch.float64, generator=g)
    return Case(x, *(torch.rand(k, dtype=torch.float64, generator=g) + 0.1 for k in (n, m)))


def masked(mask: list[list[int]], seed: int) -> Case:
    """A random kernel on a mask, with dyadic margins that a matrix on the mask has."""
    live = torch.tensor(mask, dtype=torch.bool)
    case = drawn(*live.shape, seed, 3.0)
    plan = torch.randint(1, 9, live.shape, generator=torch.Generator().manual_seed(seed)) / 16.0 * live
    return replace(case, mask=live, rows=plan.sum(1).double(), columns=plan.sum(0).double(), rescale=False)


def at_random(g: torch.Generator) -> Case:
    """Any shape up to 5×5, spread and mask, with the margins of a matrix on the mask whose entries may be of very different sizes."""

    def chosen(*options: float) -> float:
        return options[int(torch.randint(len(options), (1,), generator=g))]

    n, m = (int(torch.randint(1, 6, (1,), generator=g)) for _ in range(2))
    live = torch.rand(n, m, generator=g) < chosen(0.4, 0.7, 1.0)
    for k in range(max(n, m)):
        live[k % n, k % m] = True
    sizes = torch.randint(-int(chosen(1, 15, 40)), 1, (n, m), generator=g).double().exp2()
    plan = torch.randint(1, 9, (n, m), generator=g) * sizes * live
    spread = chosen(0.1, 1.0, 3.0, 10.0)
    return Case(
        spread * torch.randn(n, m, dtype=torch.float64, generator=g), plan.sum(1), plan.sum(0), None if bool(live.all()) else live, False
    )


HEXAGON = [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
BLOCKS = [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1]]
CASES = {
    "3×4": drawn(3, 4, 1),
    "5×2": drawn(5, 2, 2, 4.0),
    "one row": drawn(1, 4, 3),
    "one column": drawn(4, 1, 4, 30.0),
    "one entry": drawn(1, 1, 5),
    "logits ±88": drawn(3, 3, 6, 88.0),
    "logits ±1e4": replace(drawn(4, 3, 7, 1e4), sweeps=30_000),
    "hexagon": masked(HEXAGON, 8),
    "blocks": masked(BLOCKS, 9),
    "a forest": masked([[1, 1, 0], [0, 1, 1]], 10),
    "near-singular": Case(tensor([0.0, 0.0], [0.0, 1e-13]), tensor(0.5, 0.5), tensor(0.25, 0.75), rescale=False),
    "margins 1e-12 … 1": Case(drawn(3, 3, 11, 2.0).log_kernel, tensor(1e-12, 1e-6, 1.0), tensor(1.0, 1e-12, 1e-5)),
    "subnormal logits": Case(tensor([5e-324, -5e-324], [2e-310, 0.0]), tensor(0.5, 0.5), tensor(0.75, 0.25), rescale=False),
    "subnormal margins": Case(drawn(2, 2, 12).log_kernel, tensor(2.0**-1070, 1.0), tensor(1.0, 2.0**-1070), rescale=False),
    "large margins": Case(drawn(2, 3, 13).log_kernel, tensor(1e300, 1e300), tensor(1e300, 2e300, 3e300)),
}


def true_plan(case: Case) -> list[arb]:
    """The plan, row by row: Newton from Sinkhorn's result, to 300 bits."""
    problem = plan_problem(*case.arguments(), rescale=case.rescale)
    start = scalings(problem, case.sweeps)
    n, m = case.log_kernel.shape
    mask = [[True] * m for _ in range(n)] if case.mask is None else case.mask.tolist()
    with precision(BITS):
        K = [[arb(x) if live else None for x, live in zip(*rows, strict=True)] for rows in zip(case.log_kernel.tolist(), mask, strict=True)]
        r, c = ([arb(x) for x in margin.tolist()] for margin in (case.rows, case.columns))
        c = [x * sum(r, arb(0)) / sum(c, arb(0)) for x in c] if case.rescale else c
        potentials = [arb(x) for x in (*start[0].flatten().tolist(), *start[1].flatten().tolist())]
        for _ in range(STEPS):
            plan = [
                [arb(0) if k is None else (potentials[i] + k + potentials[n + j]).exp().mid() for j, k in enumerate(K[i])] for i in range(n)
            ]
            got = [*(sum(row, arb(0)) for row in plan), *(sum(column, arb(0)) for column in zip(*plan, strict=True))]
            gaps = [(want - have).mid() for want, have in zip((*r, *c), got, strict=True)]
            if all(abs(gap) < want * arb(2) ** -400 for gap, want in zip(gaps, (*r, *c), strict=True)):
                return [p + arb(0, 2.0**-300) * p for row in plan for p in row]
            step = _newton(plan, mask, got, gaps)
            damping = 1 + max(map(abs, step), key=float)
            potentials = [(x + d / damping).mid() for x, d in zip(potentials, step, strict=True)]
    raise RuntimeError(f"Newton did not arrive: {max(map(float, gaps))}")


def _newton(plan: list[list[arb]], mask: list[list[bool]], got: list[arb], gaps: list[arb]) -> list[arb]:
    """Solve [[diag, P], [Pᵀ, diag]] x = gaps, made regular by (1, −1) of each component of the mask, scaled by the margins."""
    n, m = len(plan), len(plan[0])
    graph = networkx.Graph((i, n + j) for i in range(n) for j in range(m) if mask[i][j])
    component = {v: k for k, part in enumerate(networkx.connected_components(graph)) for v in part}
    root, total = [x.sqrt() for x in got], sum(got, arb(0))
    rows = []
    for v in range(n + m):
        row = []
        for w in range(n + m):
            entry = got[v] if v == w else arb(0) if (v < n) == (w < n) else plan[min(v, w)][max(v, w) - n]
            gauge = root[v] * root[w] * (1 if (v < n) == (w < n) else -1) / total if component[v] == component[w] else arb(0)
            row.append((entry / (root[v] * root[w]) + gauge).mid())
        rows.append(row)
    y = arb_mat(rows).solve(arb_mat([[gap / s] for gap, s in zip(gaps, root, strict=True)]))
    return [y[k, 0] / root[k] for k in range(n + m)]
