"""Cases on which implementations of masked attention go wrong: what is true, and what torch does, row by row.

An outcome of a row is one of: ``agrees`` (it is the attention over the admissible keys, within round-off), ``nan``, ``zero``, ``mean``
(of all values, admissible or not), ``unmasked`` (attention as if there were no mask), ``differs``, and ``unknown`` where round-off alone
may have done anything.  A row without an admissible key has no attention, so for it nothing counts as agreement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, nan
from typing import final

import torch

from ...theory.families import ConcreteCarrier, causal, cross, padding, relation

Rows = tuple[tuple[float, ...], ...]
Outcomes = tuple[str, ...]
LOWEST = "lowest"  # the lowest finite number of the dtype
LOW = "valid logits below all of float16"


@final
@dataclass(frozen=True)
class Case:
    """``sentinel``: what foreign code writes over a masked score, or adds to it.  ``values``: unit vectors unless given, so that what a
    row reads is its weights.  ``forward``: by foreign function, the outcome of each row; ``backward``: by foreign function, those of the
    gradients of the scores, row by row, and of the values, key by key."""

    name: str
    true: str
    carrier: ConcreteCarrier
    scores: Rows
    forward: Mapping[str, Outcomes]
    dtype: torch.dtype = torch.float64
    sentinel: float | str = -inf
    values: Rows | None = None
    backward: Mapping[str, tuple[Outcomes, Outcomes]] | None = None

    def sentinel_in(self, dtype: torch.dtype) -> float:
        return torch.finfo(dtype).min if self.sentinel == LOWEST else float(self.sentinel)


def bottom_right(rows: int, keys: int) -> ConcreteCarrier:
    """The last row addresses the last key: j ≤ i + keys − rows."""
    return relation(rows, keys, lambda i, j: j <= i + keys - rows)


def top_left(rows: int, keys: int) -> ConcreteCarrier:
    """The first row addresses the first key: j ≤ i."""
    return relation(rows, keys, lambda i, j: j <= i)


def everywhere(outcome: str, rows: int, *functions: str) -> dict[str, Outcomes]:
    return {name: (outcome,) * rows for name in functions}


FILLED, ADDED, TOLD, BIASED, CAUSAL = "softmax, filled", "softmax, added", "sdpa, told", "sdpa, added", "sdpa, causal"
ALL = (FILLED, ADDED, TOLD, BIASED)

_DEAD = ConcreteCarrier(((True, True, False), (False, False, False), (False, True, True)))
_SCORES = ((1.0, 2.0, 3.0), (3.0, 1.0, 2.0), (0.0, 0.5, -1.0))
_LIVE_ROWS = ("agrees", "zero", "agrees")  # of the gradient of the scores where the dead row sends nothing back
_PADDED = ConcreteCarrier(((True, True, False), (True, False, False)))
_FINE = ("agrees",) * 3
_LOST, _OFF = ("nan",) * 3, ("differs",) * 3


def _dead_row(encoding: str, sentinel: float | str, dtype: torch.dtype, forward: Outcomes, *backward: tuple[Outcomes, Outcomes]) -> Case:
    """``forward``: the outcome of the dead row for each foreign function; the other rows agree."""
    of_torch = {name: ("agrees", outcome, "agrees") for name, outcome in zip(ALL, forward, strict=True)}
    gradients = dict(zip(ALL, backward, strict=True)) if backward else None
    true = "row 1 has no admissible key, so it has no attention: the carrier is refused"
    name = f"a fully masked row as {encoding}, {str(dtype).removeprefix('torch.')}"
    return Case(name, true, _DEAD, _SCORES, of_torch, dtype, sentinel, backward=gradients)


# Backwards, −∞ loses the gradient of every value (NaN in the sum over rows), and where it is added also that of the row's scores.  A
# finite sentinel lets the dead row push on every value.  What torch's fused attention sends back through the lowest number is not even
# the gradient of what it computed: it forms the weights again as e^(score − log Z), and log Z has lost log 3 to round-off.
_FULLY_MASKED = (
    *(
        _dead_row(
            *("−∞ or bool", -inf, dtype, ("nan", "nan", "zero", "zero")),
            *((_LIVE_ROWS, _LOST), (("agrees", "nan", "agrees"), _LOST), (_LIVE_ROWS, _FINE), (_LIVE_ROWS, _FINE)),
        )
        for dtype in (torch.float64, torch.float32)
    ),
    *(
        _dead_row(
            *("the lowest number", LOWEST, dtype, ("mean", "mean", "zero", "mean")),
            *((_LIVE_ROWS, _OFF), (("agrees", "differs", "agrees"), _OFF), (_LIVE_ROWS, _FINE), (("agrees", "differs", "agrees"), _OFF)),
        )
        for dtype in (torch.float64, torch.float32)
    ),
    _dead_row("−1e9", -1e9, torch.float32, ("mean", "mean", "zero", "mean")),
    _dead_row("−1e9, which float64 does not absorb", -1e9, torch.float64, ("mean", "unmasked", "zero", "unmasked")),
    _dead_row("−1e9, which is −∞", -1e9, torch.float16, ("nan", "nan", "zero", "zero")),
    _dead_row("−1e9", -1e9, torch.bfloat16, ("mean", "mean", "zero", "mean")),
    _dead_row("the lowest number, which float32 inside does not absorb", LOWEST, torch.float16, ("mean", "mean", "zero", "unmasked")),
)

_LEAKS = (
    Case(
        "NaN in a masked value",
        "nobody addresses key 2, so what its value holds does not count",
        _PADDED,
        ((1.0, 2.0, 3.0), (0.0, 1.0, 2.0)),
        everywhere("nan", 2, *ALL),
        values=((1.0, 2.0), (3.0, 4.0), (nan, nan)),
        backward=dict.fromkeys(ALL, (("nan", "nan"), _FINE)),
    ),
    Case(
        "infinities in a masked value",
        "nobody addresses key 2, so what its value holds does not count",
        _PADDED,
        ((1.0, 2.0, 3.0), (0.0, 1.0, 2.0)),
        everywhere("nan", 2, *ALL),
        values=((1.0, 2.0), (3.0, 4.0), (inf, -inf)),
    ),
    Case(
        "NaN in a masked key",
        "nobody addresses key 2, so its scores do not count: only code that writes over them loses nothing",
        _PADDED,
        ((1.0, 2.0, nan), (0.0, 1.0, nan)),
        {FILLED: ("agrees", "agrees"), **everywhere("nan", 2, ADDED, TOLD, BIASED)},
        backward={FILLED: (("agrees", "agrees"), _FINE), **dict.fromkeys((ADDED, TOLD, BIASED), (("nan", "nan"), ("nan",) * 3))},
    ),
    Case(
        "infinities in a masked key",
        "nobody addresses key 2, so its scores do not count; ∞ − ∞ is NaN, −∞ − ∞ is harmless",
        _PADDED,
        ((1.0, 2.0, inf), (0.0, 1.0, -inf)),
        {FILLED: ("agrees", "agrees"), ADDED: ("nan", "agrees"), **everywhere("nan", 2, TOLD, BIASED)},
    ),
)

_SENTINELS = (
    Case(
        "a sentinel above the valid logits",
        "a masked key has no weight, however low the admissible logits are",
        ConcreteCarrier(((True, False, True), (True, False, False))),
        ((-2e9, 0.0, -2e9 - 1024), (-2e9, 1.0, 2.0)),
        {**everywhere("differs", 2, FILLED, ADDED, BIASED), TOLD: ("agrees", "agrees")},
        sentinel=-1e9,
    ),
    Case(
        "a sentinel equal to a valid logit",
        "a masked key has no weight, though its sentinel ties with an admissible logit",
        padding((2, 1), 3),
        ((-1e4, -9984.0, 1e4), (-1e4, 1e4, 1e4)),
        {**everywhere("differs", 2, FILLED, ADDED, BIASED), TOLD: ("agrees", "agrees")},
        torch.float16,
        sentinel=-1e4,
    ),
    Case(
        LOW,
        "a masked key has no weight, however low the admissible logits are: −∞ is lower than these",
        ConcreteCarrier(((True, False, True), (True, True, False))),
        ((-1e5, 0.0, -1e5), (-1e5, -1e5, 2.0)),
        everywhere("agrees", 2, *ALL),
        torch.bfloat16,
    ),
)


def _grid(rows: int, keys: int) -> Rows:
    return tuple(tuple(float((3 * i + 5 * j) % 7) for j in range(keys)) for i in range(rows))


_RECTANGLES = (
    Case("causal, wide, aligned top left", "j ≤ i", top_left(2, 5), _grid(2, 5), everywhere("agrees", 2, CAUSAL, TOLD)),
    Case(
        "causal, wide, aligned bottom right",
        "j ≤ i + 3: the last query sees every key",
        bottom_right(2, 5),
        _grid(2, 5),
        {TOLD: ("agrees", "agrees"), CAUSAL: ("differs", "differs")},
    ),
    Case("causal, tall, aligned top left", "j ≤ i", top_left(5, 2), _grid(5, 2), everywhere("agrees", 5, CAUSAL, TOLD)),
    Case(
        "causal, tall, aligned bottom right",
        "j ≤ i − 3: rows 0, 1 and 2 have no admissible key, and the carrier is refused",
        bottom_right(5, 2),
        _grid(5, 2),
        {
            TOLD: ("zero", "zero", "zero", "agrees", "agrees"),
            FILLED: ("nan", "nan", "nan", "agrees", "agrees"),
            CAUSAL: ("differs", "unmasked", "unmasked", "unmasked", "agrees"),
        },
    ),
    Case("causal, square", "both alignments are one", causal(3), _grid(3, 3), everywhere("agrees", 3, CAUSAL, TOLD)),
)


def _plain(name: str, true: str, carrier: ConcreteCarrier, scores: Rows, dtype: torch.dtype, values: Rows | None = None) -> Case:
    """A case on which torch is right, every way."""
    functions = ALL if values is None else (FILLED,)
    full_name = f"{name}, {str(dtype).removeprefix('torch.')}"
    return Case(full_name, true, carrier, scores, everywhere("agrees", len(scores), *functions), dtype, values=values)


_EXTREMES = tuple(
    case
    for dtype in (torch.float64, torch.float32, torch.bfloat16, torch.float16)
    for case in (
        _plain("logits ±1e4", "one key takes all, or all share alike", cross(2, 3), ((1e4, -1e4, 0.0), (-1e4, -1e4, -1e4)), dtype),
        _plain("ties", "equal logits have equal weights", cross(1, 4), ((2.0, 2.0, 1.0, 2.0),), dtype),
        _plain("one row, one key", "its weight is 1", cross(1, 1), ((-50.0,),), dtype),
        _plain("one key, three rows", "its weight is 1 in each", cross(3, 1), ((-50.0,), (0.0,), (88.0,)), dtype),
        _plain("weights that are subnormal", "e⁻⁷⁴⁴, e⁻⁷⁴⁰, e⁻¹⁰⁰", cross(1, 4), ((0.0, -744.0, -740.0, -100.0),), dtype),
        _plain("logits that are subnormal", "all share alike, nearly", cross(1, 4), ((5e-324, 0.0, 2.0**-149, 2.0**-24),), dtype),
        _plain(
            "a long flat row",
            "2⁻¹⁵ each; of 2¹⁵ halves added one by one only 2048 count",
            cross(1, 2**15),
            ((0.0,) * 2**15,),
            dtype,
            ((1.0,),) + ((0.0,),) * (2**15 - 1),
        ),
    )
)

CASES: tuple[Case, ...] = (*_FULLY_MASKED, *_LEAKS, *_SENTINELS, *_RECTANGLES, *_EXTREMES)
