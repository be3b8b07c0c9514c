"""The identities among the theorems: proved by the kernel for all sizes, simplified by SymPy at one small size."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from types import ModuleType
from typing import Any

import sympy

from gaproof.claim import Part
from gaproof.errors import ProofError
from gaproof.library import find
from gaproof.proof import normal, rules
from gaproof.proof.syntax import And
from gaproof.tactics.context import peel

from .instances import Given, Instance

ROOT = Path(__file__).resolve().parents[1]
FULL = [[1] * 4] * 4
WEIGHTS = sympy.symbols("r:4", positive=True)
SHARES = [r / sum(WEIGHTS) for r in WEIGHTS]  # a probability row
HALF = {"N": [[1, 1, 0, 0]] * 4, "M": [[1, 1, None, None]] * 4}  # N is part of M
BLOCKS = {"M": FULL, "N": FULL, "pi": [0, 0, 1, 1], "|q|": 2}  # four keys in two blocks, none of them empty


@dataclass(frozen=True)
class Identity:
    """A part of a claim whose conclusion consists of equations, and what SymPy is given instead of symbols."""

    claim: str
    part: str
    given: Given

    @property
    def name(self) -> str:
        return f"{self.claim}[{self.part}]" if self.part else self.claim

    def prover(self) -> Part:
        part: Any = find(self.claim)
        return part.parts[self.part]  # type: ignore[no-any-return]


IDENTITIES = [
    Identity("anchor.shift", "shift", {}),
    Identity("anchor.row", "constant on orbits", {}),
    Identity("anchor.free_energy", "identity", {"M": [1] * 4, "p": SHARES}),
    Identity("anchor.free_energy", "attained", {"M": [1] * 4}),
    Identity("anchor.jacobian", "symmetric", {}),
    Identity("anchor.jacobian", "variance", {}),
    Identity("carrier.restriction", "", HALF),
    Identity("depth.coarse_logsumexp", "blocks", BLOCKS),
    Identity("depth.coarse_logsumexp", "tower", BLOCKS | {"rho": [0, 0], "|r|": 1}),
    Identity("interaction.decomposition", "existence", {}),
    Identity("interaction.decomposition", "orthogonality", {}),
    Identity("interaction.decomposition", "idempotence", {}),
    Identity("interaction.decomposition", "trace", {}),
    Identity("interaction.ky_fan", "identity", {}),
]
QUICK = ["interaction.ky_fan[identity]", "anchor.row[constant on orbits]"]


# ---- the kernel ----------------------------------------------------------------------------------------------------------


def forget() -> None:
    """Empty every cache of gaproof: normal forms, readings of facts, lemmas, theorems of claims."""
    normal._polys.clear()
    modules = [module for name, module in sys.modules.items() if name.split(".")[0] in ("gaproof", "theorems")]
    for cached in {id(value): value for module in modules for value in _caches(module)}.values():
        cached.cache_clear()
    for identity in IDENTITIES:
        identity.prover().claim._theorems.clear()


def _caches(module: ModuleType) -> list[Any]:
    owned = [value for value in vars(module).values() if str(getattr(value, "__module__", "")).startswith("gaproof")]
    return [value for value in owned if hasattr(value, "cache_clear")]


def best(run: Callable[[], object], repeats: int = 5) -> float:
    """Seconds of the fastest of several runs, each with empty caches."""
    times = []
    for _ in range(repeats):
        forget()
        start = perf_counter()
        run()
        times.append(perf_counter() - start)
    return min(times)


def proving(identity: Identity) -> float:
    """Seconds to prove the identity for all sizes: every step is made by a rule of the kernel, which checks it."""
    part = identity.prover()
    statement = part.statement
    return best(lambda: part.attempt(statement))


def normalising(identity: Identity) -> float | None:
    """Seconds of the rule that decides the equations by their normal forms, obligations listed and not shown; None if they hold
    only with hypotheses or lemmas."""
    equations = list(_equations(identity.prover().statement.conclusion))

    def decide() -> None:
        for left, right in equations:
            rules.linear(left=left, right=right, uses=())

    try:
        return best(decide)
    except ProofError:
        return None


def _equations(f: Any) -> Iterator[tuple[Any, Any]]:
    """The equations of a conclusion, at arbitrary values of what is quantified over."""
    *_, body = peel(f)
    if type(body) is And:
        for part in body.children:
            yield from _equations(part)
    else:
        yield body.children


# ---- SymPy ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Simplified:
    """What ``simplify`` did to left − right at all entries, in a process of its own."""

    seconds: float
    entries: int
    zeros: int
    finished: bool


def simplifying(identity: Identity, timeout: float) -> Simplified:
    """Build left − right and simplify it, entry by entry, at most so long."""
    command = [sys.executable, "-m", "benchmarks.identities", identity.name]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            out, _ = process.communicate(timeout=timeout + 5)  # its imports are not measured
        except subprocess.TimeoutExpired:
            process.kill()
            out, _ = process.communicate()
        else:
            if process.returncode:
                raise RuntimeError(f"{' '.join(command)} failed")
    lines = [line.split() for line in out.splitlines()]
    finished = ["end"] in lines
    entries = [(float(seconds), zero == "0") for seconds, zero in (line for line in lines if line != ["end"])]
    taken = sum(seconds for seconds, _ in entries) if finished else timeout
    return Simplified(taken, len(entries), sum(zero for _, zero in entries), finished)


def main(name: str) -> None:
    """The process that simplifies: a line for every entry, seconds and whether it became 0."""
    identity = next(i for i in IDENTITIES if i.name == name)
    differences = Instance(identity.prover().statement, identity.given).differences()
    while True:
        start = perf_counter()
        difference = next(differences, None)
        if difference is None:
            break
        result = sympy.simplify(difference)
        print(perf_counter() - start, "0" if result == 0 else "?", flush=True)
    print("end", flush=True)


if __name__ == "__main__":
    sys.setrecursionlimit(100_000)
    main(sys.argv[1])
