"""Gradients of a plan are those of the iteration that finds it, on any carrier, and see no unary field."""

from collections.abc import Callable

import pytest
import torch

from gaproof.numeric.plans import plan_values

FULL = torch.ones(3, 4, dtype=torch.bool)
TWO_COMPONENTS = torch.tensor([[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1]], dtype=torch.bool)
MASKS = {"full": FULL, "two components": TWO_COMPONENTS}


def problem(mask: torch.Tensor, batch: int = 2) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """A kernel, and margins that some plan on the carrier has, in sixteenths of a whole so that totals agree to the last bit."""
    generator = torch.Generator().manual_seed(7)
    kernel = torch.randn(3, 4, batch, dtype=torch.float64, generator=generator)
    pattern = torch.randint(1, 5, (3, 4, batch), generator=generator).double() / 16 * mask[..., None]
    return kernel, pattern.sum(1), pattern.sum(0)


def unrolled(kernel: torch.Tensor, rows: torch.Tensor, columns: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """The iteration itself, which autograd can follow."""
    logs = kernel.masked_fill(~mask[..., None], -torch.inf)
    f = torch.zeros_like(rows)
    for _ in range(400):
        g = columns.log() - (logs + f[:, None]).logsumexp(0)
        f = rows.log() - (logs + g[None]).logsumexp(1)
    return (logs + f[:, None] + g[None]).exp()


def room(plan: torch.Tensor) -> float:
    """What rounding explains of a solution of S(a, b) = margins: 2⁸ units of it times the condition of S on what it does not annihilate."""
    P = plan.movedim(-1, 0)
    S = torch.cat([torch.cat([P.sum(-1).diag_embed(), P], -1), torch.cat([P.mT, P.sum(-2).diag_embed()], -1)], -2)
    values = torch.linalg.eigvalsh(S)
    kept = values[values > 2.0**-30]
    return float(2**8 * torch.finfo(torch.float64).eps * values.max() / kept.min())


def gradients(plan: Callable[..., torch.Tensor], *of: torch.Tensor) -> list[torch.Tensor]:
    """Those of a fixed linear function of the plan."""
    weights = torch.randn(3, 4, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    leaves = [x.clone().requires_grad_() for x in of]
    (plan(*leaves) * weights).sum().backward()
    return [x.grad for x in leaves if x.grad is not None]


@pytest.mark.parametrize("name", MASKS)
def test_the_gradient_in_the_kernel_is_that_of_the_iteration(name: str) -> None:
    mask = MASKS[name]
    kernel, rows, columns = problem(mask)
    (found,) = gradients(lambda k: plan_values(k, rows, columns, mask), kernel)
    (true,) = gradients(lambda k: unrolled(k, rows, columns, mask), kernel)
    assert (found - true).abs().max() <= room(plan_values(kernel, rows, columns, mask))
    assert float(true.abs().max()) > 0.01


def test_the_gradient_in_the_margins_is_that_of_the_iteration_for_moves_that_keep_the_total() -> None:
    kernel, rows, columns = problem(FULL)
    found = gradients(lambda r, c: plan_values(kernel, r, c), rows, columns)
    true = gradients(lambda r, c: unrolled(kernel, r, c, FULL), rows, columns)
    for one, other in zip(found, true, strict=True):
        assert (one - one[:1] - (other - other[:1])).abs().max() <= room(plan_values(kernel, rows, columns))


def test_unary_fields_have_no_gradient() -> None:
    kernel, rows, columns = problem(FULL)
    fields = torch.zeros(3, 1, 2, dtype=torch.float64), torch.zeros(1, 4, 2, dtype=torch.float64)
    for gradient in gradients(lambda f, g: plan_values(kernel + f + g, rows, columns), *fields):
        assert gradient.abs().max() <= room(plan_values(kernel, rows, columns))


def test_a_shared_kernel_collects_the_gradients_of_the_batch() -> None:
    kernel, rows, columns = problem(FULL)
    shared, apart = kernel[..., :1], kernel[..., :1].repeat(1, 1, 2)
    (one,), (each,) = (gradients(lambda k: plan_values(k, rows, columns), k) for k in (shared, apart))
    assert torch.equal(one, each.sum(-1, keepdim=True))
