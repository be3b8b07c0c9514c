"""What foreign implementations of masked attention do with a case, row by row, judged by enclosure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import final

import torch
from torch.nn import functional
from torch.nn.attention import SDPBackend

from ...terms import Element, Sum, Term, symbol
from ..references.attention import on_backend, read, taken_apart
from ..references.inputs import enclosed
from ..references.roundoff import SLACK, Rounded, Rounding, exactly, working
from ..references.softmax import anchored
from .cases import ADDED, BIASED, CAUSAL, FILLED, TOLD, Case, Outcomes
from .masking import M as mask_field
from .masking import Tensor, addressed, d, enclosures, g, i, j, k, mask_tensor, masked_inputs, model_of, v, weight
from .masking import s as score_field

Kernel = Callable[..., Tensor]  # of torch's attention: (query, key, value, **options)
Foreign = Callable[[Tensor, Tensor, Tensor, Tensor, Kernel], Tensor]  # (scores, mask, sentinel, values, kernel) to (rows, coordinates)


def filled(scores: Tensor, mask: Tensor, sentinel: Tensor, values: Tensor, kernel: Kernel) -> Tensor:
    """The sentinel written over masked scores."""
    return torch.softmax(torch.where(mask, scores, sentinel), -1) @ values


def added(scores: Tensor, mask: Tensor, sentinel: Tensor, values: Tensor, kernel: Kernel) -> Tensor:
    """The sentinel added to masked scores."""
    return torch.softmax(scores + _bias(mask, sentinel), -1) @ values


def told(scores: Tensor, mask: Tensor, sentinel: Tensor, values: Tensor, kernel: Kernel) -> Tensor:
    """torch's attention, told the mask; the scores are what the queries have with unit vectors as keys."""
    return _sdpa(kernel, scores, values, attn_mask=mask[None, None])


def biased(scores: Tensor, mask: Tensor, sentinel: Tensor, values: Tensor, kernel: Kernel) -> Tensor:
    """torch's attention with the sentinel as an additive mask."""
    return _sdpa(kernel, scores, values, attn_mask=_bias(mask, sentinel)[None, None])


def by_causality(scores: Tensor, mask: Tensor, sentinel: Tensor, values: Tensor, kernel: Kernel) -> Tensor:
    """torch's attention with its own causal mask."""
    return _sdpa(kernel, scores, values, is_causal=True)


FOREIGN: dict[str, Foreign] = {FILLED: filled, ADDED: added, TOLD: told, BIASED: biased, CAUSAL: by_causality}


def _bias(mask: Tensor, sentinel: Tensor) -> Tensor:
    return torch.where(mask, torch.zeros_like(sentinel), sentinel)


def _sdpa(kernel: Kernel, scores: Tensor, values: Tensor, **options: object) -> Tensor:
    """The scores are the queries, and the keys are unit vectors, or NaN where a score is not finite."""
    unit = torch.eye(scores.shape[-1], dtype=scores.dtype, device=scores.device)
    key = unit.masked_fill(~scores.isfinite().all(0)[:, None], torch.nan)
    query, key, value = (x[None, None] for x in (scores.nan_to_num(0.0, 0.0, 0.0), key, values))
    return kernel(query, key, value, scale=1.0, **options)[0, 0]


@final
@dataclass(frozen=True)
class Trial:
    """A case on a device: what foreign code gets, in its dtype, and the enclosures it is judged by.  ``backend``: of torch's attention;
    None: the one that torch chooses."""

    case: Case
    device: torch.device
    backend: SDPBackend | None = None

    @property
    def kernel(self) -> Kernel:
        return functional.scaled_dot_product_attention if self.backend is None else partial(on_backend, self.backend)

    def _tensor(self, rows: object) -> Tensor:
        return torch.tensor(rows, dtype=torch.float64, device=self.device).to(self.case.dtype)

    @cached_property
    def mask(self) -> Tensor:
        return mask_tensor(self.case.carrier, self.device)

    @cached_property
    def scores(self) -> Tensor:
        return self._tensor(self.case.scores)

    @cached_property
    def values(self) -> Tensor:
        if self.case.values is None:
            return torch.eye(self.mask.shape[1], dtype=self.case.dtype, device=self.device)
        return self._tensor(self.case.values)

    @cached_property
    def sentinel(self) -> Tensor:
        return self._tensor(self.case.sentinel_in(self.case.dtype))

    def result(self, function: str) -> Tensor:
        with torch.no_grad():
            return FOREIGN[function](self.scores, self.mask, self.sentinel, self.values, self.kernel)

    def finite(self) -> tuple[Tensor, Tensor]:
        """Scores and values with 0 for what nobody addresses."""
        return masked_inputs(self.scores, self.mask, "scores"), masked_inputs(self.values, addressed(self.mask), "values")

    def read(self, function: str, mask: Tensor, scores: Tensor, values: Rounded) -> Rounded:
        """What a row reads, with the round-off of a function: the scores are products with 1 and 0."""
        fl = Rounding(self.case.dtype, self.device)
        if function not in (FILLED, ADDED):
            return read(fl, taken_apart(fl, exactly(scores)), mask, values)
        return fl.dot(fl.stored(anchored(Rounding(working(self.case.dtype)), exactly(scores), mask)).admitted(mask), values)

    def compared(self, function: str, theirs: Tensor, mask: Tensor, scores: Tensor) -> tuple[Tensor, Tensor]:
        """In which rows a result is the attention over a mask, and in which the bound is finite, so that it could tell."""
        mid, rad = enclosures(mask, scores, self.finite()[1])
        room = (rad + self.read(function, mask, scores, exactly(self.finite()[1])).error) * SLACK
        told = room.isfinite().all(-1)
        return told & ((theirs.double() - mid).abs() <= room).all(-1), told

    def outcomes(self, function: str) -> Outcomes:
        """By row."""
        theirs, everything = self.result(function), torch.ones_like(self.mask)
        live = self.mask.any(-1)
        agrees, told = self.compared(function, theirs, self.mask, self.finite()[0])
        tests = {
            "nan": theirs.isnan().any(-1),
            "agrees": live & agrees,
            "zero": (theirs == 0).all(-1),
            "mean": self.compared(function, theirs, everything, torch.zeros_like(self.scores))[0],
        }
        if bool(self.scores.isfinite().all()):
            tests["unmasked"] = self.compared(function, theirs, everything, self.scores)[0]
        return _first({**tests, "unknown": live & ~told}, theirs.shape[0])

    # ---- backwards, of Σ G·attention with G_id = i + d + 1 ---------------------------------------------------------------

    def gradients(self, function: str) -> tuple[Tensor, Tensor]:
        """torch's, of the scores and of the values."""
        scores, values = (x.clone().requires_grad_() for x in (self.scores, self.values))
        with torch.enable_grad():
            pulled = (FOREIGN[function](scores, self.mask, self.sentinel, values, self.kernel) * self.cotangent).sum()
            of_scores, of_values = torch.autograd.grad(pulled, (scores, values))
        return of_scores, of_values

    @cached_property
    def cotangent(self) -> Tensor:
        rows, columns = (torch.arange(size, device=self.device) for size in (self.mask.shape[0], self.values.shape[1]))
        return (rows[:, None] + columns + 1).to(self.case.dtype)

    def gradient_outcomes(self, function: str) -> tuple[Outcomes, Outcomes]:
        """Of the scores by row, and of the values by key; rows without an admissible key send nothing back."""
        of_scores, of_values = self.gradients(function)
        score_error, value_error = self._gradient_errors(function)
        by_row = self._judged(of_scores, SCORE_GRADIENT, (i, j), score_error, self.mask.any(-1))
        return by_row, self._judged(of_values, VALUE_GRADIENT, (j, d), value_error, torch.ones_like(self.mask[0]))

    def _gradient_errors(self, function: str) -> tuple[Tensor, Tensor]:
        """The round-off of p (G·v − Σ p G·v) and of pᵀ G, from the live rows."""
        fl, cotangent, values = Rounding(self.case.dtype, self.device), exactly(self.cotangent), exactly(self.finite()[1])
        unit = exactly(torch.eye(self.mask.shape[1], dtype=torch.float64, device=self.device))
        p = self.read(function, self.mask, self.finite()[0], unit).only(self.mask.any(-1)[:, None])
        sent = fl.dot(cotangent, Rounded(values.value.mT, values.error.mT))
        mean = fl.sum(fl.times(p, sent))
        of_scores = fl.times(p, fl.minus(sent, Rounded(mean.value[:, None], mean.error[:, None])))
        return of_scores.error, fl.dot(Rounded(p.value.mT, p.error.mT), cotangent).error

    def _judged(self, got: Tensor, term: Term, axes: tuple[Element, ...], error: Tensor, live: Tensor) -> Outcomes:
        model = model_of(self.mask, *self.finite(), self.cotangent)
        mid, rad = (x[0] for x in enclosed(term, model, tuple((symbol(a),) for a in axes)))
        room = (rad + error) * SLACK
        inside = (room.isfinite() & ((got.double() - mid).abs() <= room)).all(-1)
        return _first({"nan": got.isnan().any(-1), "agrees": live & inside, "zero": (got == 0).all(-1)}, got.shape[0])


def _first(tests: dict[str, Tensor], rows: int) -> Outcomes:
    """By row, the first outcome whose test it passes."""
    table = {name: test.tolist() for name, test in tests.items()}
    return tuple(next((name for name, test in table.items() if test[row]), "differs") for row in range(rows))


_SENT = Sum(g[i, d] * v[j, d], d)
_WEIGHT_K = type(weight)(score_field[i, k], k, mask=mask_field[i, k])
SCORE_GRADIENT: Term = weight * (_SENT - Sum(_WEIGHT_K * Sum(g[i, d] * v[k, d], d), k))  # dσ = diag(σ) − σσᵀ
VALUE_GRADIENT: Term = Sum(weight * g[i, d], i)
