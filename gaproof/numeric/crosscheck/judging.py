"""What a layer does with every law of its structure, and what it does where there is no attention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal, final

import torch

from .laws import LAWS, Bench, Law, Layer, differ
from .structure import Structure, StructureError, Weights

Verdict = Literal["holds", "broken", "not asked"]


@final
@dataclass(frozen=True)
class Finding:
    """A law, the claim that it follows from, and where the layer breaks it, or why it was not asked."""

    claim: str
    law: str
    verdict: Verdict
    where: str = ""

    def __str__(self) -> str:
        return f"{self.claim}: {self.law}: {self.verdict}{f', {self.where}' if self.where else ''}"


@final
@dataclass(frozen=True)
class Report:
    """``behaviour``: what the layer does with an empty row, and with what nobody may read; no law speaks of it."""

    findings: tuple[Finding, ...]
    behaviour: Mapping[str, str]

    @property
    def broken(self) -> tuple[str, ...]:
        """The claims that the layer contradicts, the most special first, as the laws are in order."""
        return tuple(dict.fromkeys(f.claim for f in self.findings if f.verdict == "broken"))

    def __bool__(self) -> bool:
        raise TypeError("a report is no truth value — ask for what is broken")

    def __str__(self) -> str:
        return "\n".join([*map(str, self.findings), *(f"{what}: {done}" for what, done in self.behaviour.items())])


def cross_check(
    layer: Layer,
    structure: Structure,
    *,
    weights: Weights | None = None,
    tokens: int = 6,
    seed: int = 0,
    dtype: torch.dtype = torch.float64,
    laws: Sequence[Law] | None = None,
) -> Report:
    """Ask a layer for every law of its structure.

    ``layer(x, weights, mask)`` takes (tokens, features), a ``Weights`` and a mask (tokens, tokens), True where a row may read, and returns
    (tokens, out).  It is run with ``weights``, drawn unless given, and with changes of them.  All of ``LAWS`` are asked, or ``laws`` if
    they are given.  What it gets and returns lies on the host.  Raises ``StructureError`` if shapes do not fit.
    """
    given = structure.drawn(seed, dtype) if weights is None else structure.checked(weights).to(dtype)
    bench = Bench(layer, structure, given, tokens, seed, dtype)
    got, expected = tuple(bench.plain.result.shape), (tokens, structure.outs)
    if got != expected:
        raise StructureError(f"the layer returns the shape {got}, expected {expected}, (tokens, out) — take or give one sequence")
    findings = []
    for law in LAWS if laws is None else laws:
        if excuse := law.applies(structure):
            findings.append(Finding(law.claim, law.name, "not asked", excuse))
            continue
        where = next(islice(filter(None, law.breaks(bench)), 1), "")
        findings.append(Finding(law.claim, law.name, "broken" if where else "holds", where))
    return Report(tuple(findings), behaviour(bench))


def behaviour(bench: Bench) -> dict[str, str]:
    """What comes of a row without keys, and of NaN at a token that only its own row reads."""
    if not bench.structure.told:
        return {"an empty row": "it makes its own mask", "NaN that others do not read": "it makes its own mask"}
    empty = bench.mask.clone()
    empty[-1] = False
    with torch.no_grad():
        row = bench.layer(bench.x, bench.weights, empty)[-1]
    hidden = torch.eye(bench.tokens, dtype=torch.bool)
    x = bench.x.clone()
    x[-1] = torch.nan
    with torch.no_grad():
        others = bench.layer(x, bench.weights, hidden)[:-1]
    spoiled = "the other rows are NaN" if bool(others.isnan().any()) else "the other rows are numbers"
    return {"an empty row": _empty_row(bench, row), "NaN that others do not read": spoiled}


def _empty_row(bench: Bench, row: torch.Tensor) -> str:
    if bool(row.isnan().any()):
        return "NaN"
    nothing, everything = bench.weights.output_bias, bench.run(bench.without("query", "query_bias"), mask=torch.ones_like(bench.mask))
    room = everything.error[-1]
    if not bool(differ(row, nothing, room).any()):
        return "zero, as if nothing were read"
    return "something else" if bool(differ(row, everything.result[-1], 2 * room).any()) else "the mean of all values"
