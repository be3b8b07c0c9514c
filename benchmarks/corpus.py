"""What the command line costs: help, checking the whole corpus from cold, replaying its certificates."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

GAPROOF = [sys.executable, "-c", "from gaproof.cli import main; main()"]


@dataclass(frozen=True)
class Cost:
    """Seconds that something takes, and how many it may take."""

    what: str
    seconds: float
    promised: float | None = None
    remark: str = ""


def timed(*arguments: str, repeats: int = 1) -> float:
    """Seconds of the fastest of several runs of gaproof."""
    times = []
    for _ in range(repeats):
        start = perf_counter()
        subprocess.run([*GAPROOF, *arguments], check=True, stdout=subprocess.DEVNULL)
        times.append(perf_counter() - start)
    return min(times)


def costs() -> Iterator[Cost]:
    """Time the commands, one after the other."""
    yield Cost("gaproof --help", timed("--help", repeats=5), 0.25)
    with TemporaryDirectory() as folder:
        yield Cost("gaproof check, whole corpus from cold", timed("check", "--certificates", folder), 60.0, "proves and replays")
        certificates = sorted(map(str, Path(folder).glob("*.json")))
        size = sum(Path(c).stat().st_size for c in certificates) / 1e6
        yield Cost(
            "gaproof replay, all certificates", timed("replay", *certificates), None, f"{len(certificates)} of {size:.1f} MB together"
        )
