"""Identities for all sizes in the kernel, against ``sympy.simplify`` of the same statement at one small size."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Any

SIZE, REPEATS = 4, 5
# Equations that the normal form alone decides, in the order of how much SymPy has to do.
PARTS = (
    ("anchor.shift", "shift"),
    ("anchor.row", "constant on orbits"),
    ("anchor.jacobian", "symmetric"),
    ("anchor.jacobian", "variance"),
    ("interaction.ky_fan", "identity"),
    ("interaction.decomposition", "idempotence"),
    ("interaction.decomposition", "trace"),
)


@dataclass(frozen=True)
class Row:
    """Seconds for a proof at all sizes and for SymPy at one; ``decided``: SymPy reached 0; ``late``: it was stopped."""

    name: str
    proof: float
    sympy: float
    decided: bool
    late: bool

    @property
    def ratio(self) -> float:
        return self.sympy / self.proof


def measure(limit: float, parts: tuple[tuple[str, str], ...] = PARTS) -> Iterator[Row]:
    """One row for each part; SymPy is stopped after ``limit`` seconds."""
    for id, part in parts:
        start = perf_counter()
        try:
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.identities", id, part], capture_output=True, text=True, timeout=limit + 30, check=True
            )
            answer = json.loads(done.stdout)
        except subprocess.TimeoutExpired:
            answer = {"seconds": perf_counter() - start - 30, "zero": False}
        yield Row(f"{id}[{part}]", proof_seconds(id, part), answer["seconds"], answer["zero"], answer["seconds"] >= limit)


def proof_seconds(id: str, part: str) -> float:
    """The best of several proofs from nothing: the statement is translated already, the normal form's cache is empty."""
    target = _part(id, part)
    times = []
    for _ in range(REPEATS):
        from gaproof.proof import normal

        normal._polys.clear()
        start = perf_counter()
        target.attempt(target.statement)
        times.append(perf_counter() - start)
    return min(times)


def _part(id: str, part: str) -> Any:
    from importlib import import_module

    return import_module(f"theorems.{id}").claim.parts[part]


def simplify(id: str, part: str) -> dict[str, Any]:
    """What SymPy makes of left − right for every equation of the statement at the small size, and how long it takes."""
    import sympy

    from benchmarks.instance import Instance

    target = _part(id, part)
    positive = frozenset(name.split()[0] for name in target.statement.hypotheses if name.endswith(" positive"))
    start = perf_counter()
    rest = [sympy.simplify(left - right) for left, right in Instance(SIZE, positive).equations(target.statement.conclusion)]
    return {"seconds": perf_counter() - start, "zero": all(r == 0 for r in rest)}


if __name__ == "__main__":
    print(json.dumps(simplify(*sys.argv[1:])))
