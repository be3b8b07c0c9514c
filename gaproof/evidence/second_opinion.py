"""Realised programs against an evaluator that shares no code with them: ``gaproof.exact``, point by point.

At one instance of a model the value that it finds must lie in the ball of every realised program, and what a plain program returns
within twice the radius of the ball in the same floating-point type, which bounds how far either may be from the true value.
"""

from __future__ import annotations

from functools import reduce
from itertools import product
from typing import Any

import torch
from flint import arb, fmpq

from ..exact.evaluate import Undecided, Undefined, precision
from ..exact.instance import Instance
from ..notation import plain
from ..numeric.ball import BallArithmetic
from ..numeric.exact import ExactArithmetic
from ..numeric.model import Model
from ..numeric.plain import PlainArithmetic
from ..numeric.realisation import program
from ..proof.substitution import closed
from ..proof.syntax import Term

LIMIT = 64  # entries looked at


def disagreement(term: Term, model: Model, dtype: torch.dtype = torch.float64) -> str | None:
    """Where the programs of a term and the other evaluator disagree on the first instance of a model, in words; None if nowhere."""
    one = model.instances(0, 1)
    axes = program(term, one).axes
    truth = _values(term, one, axes)
    balls = program(term, one).run(one, BallArithmetic(one.device, dtype)).value
    exact = program(term, one, stable=False).run(one, ExactArithmetic()).value
    floats = program(term, one).run(one, PlainArithmetic(dtype, one.device)).value
    mid, rad = (t.double().cpu() for t in balls.enclosure())
    shape = tuple(one.size(a.type.result) for a in axes)
    mid, rad, value = (t.expand(*shape, 1) for t in (mid, rad, floats.value.double().cpu()))
    for place, true in truth.items():
        at = (*place, 0)
        m, r, v = float(mid[at]), float(rad[at]), float(value[at])
        if r == torch.inf or true is None:
            continue
        with precision():
            entry = exact.value[tuple(k if n > 1 else 0 for k, n in zip(at, exact.value.shape, strict=True))]
            if entry is not None and not arb(entry).overlaps(arb(true)):
                return _said(term, place, f"exact arithmetic finds {entry}", true)
            if abs(arb(true) - arb(m)) > arb(r):
                return _said(term, place, f"ball arithmetic finds {m!r} ± {r:.3g}", true)
        if not abs(v - m) <= 2 * r:
            return _said(term, place, f"the plain program finds {v!r}, the ball is {m!r} ± {r:.3g}", true)
    return None


def _values(term: Term, one: Model, axes: tuple[Any, ...]) -> dict[tuple[int, ...], fmpq | arb | None]:
    """The values at some places of the axes, None where there is none."""
    numbers = {s: t.numbers[..., 0].cpu().tolist() for s, t in one.tables.items()}
    instance = Instance(one.sizes, numbers)
    body = reduce(closed, axes, term)
    found: dict[tuple[int, ...], fmpq | arb | None] = {}
    for place in list(product(*(range(one.size(a.type.result)) for a in axes)))[:LIMIT]:
        try:
            with precision():
                found[place] = instance.value(body, place)
        except (Undefined, Undecided):
            found[place] = None
    return found


def _said(term: Term, place: tuple[int, ...], what: str, true: Any) -> str:
    where = f" at {', '.join(map(str, place))}" if place else ""
    return f"the realised program of {plain(term)} is wrong{where}: {what}, the value is {true}"
