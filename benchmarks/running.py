"""``python -m benchmarks.running``: what the runner adds to the proofs, what a second core saves, and a run when nothing has changed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import click

GAPROOF = [sys.executable, "-c", "from gaproof.cli import main; main()"]
THEOREM = '''"""Adding a number to {k} times itself."""

from gaproof import Claim
from gaproof.terms import Eq, scalar

x = scalar("x")
claim = Claim("{chapter}.t{k}", shows=Eq({k} * x + x, {more} * x))


@claim.proof
def proof(p):
    return p.identity()
'''


def written(folder: Path, theorems: int) -> Path:
    """So many small theorem files, 100 to a chapter."""
    for k in range(theorems):
        chapter = folder / "mine" / f"c{k // 100}"
        chapter.mkdir(parents=True, exist_ok=True)
        (chapter / f"t{k}.py").write_text(THEOREM.format(chapter=chapter.name, k=k, more=k + 1), encoding="utf-8")
    return folder / "mine"


def timed(*arguments: str, store: Path) -> float:
    """Seconds of a run of ``gaproof check``."""
    start = perf_counter()
    command = [*GAPROOF, "check", *arguments, "--quiet", "--store", str(store)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - start


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--theorems", type=click.IntRange(min=10), default=1000, show_default=True, help="How many small theorems.")
@click.option("--jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1, show_default=True, help="How many processes.")
def main(theorems: int, jobs: int) -> None:
    """Time the runner.

    Overhead: the seconds of a run, less the seconds that the proofs themselves take, shared out over
    the jobs, for each theorem.  Speed-up: gaproof's own theorems with one job against several.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        mine, report = written(folder, theorems), folder / "report.json"
        seconds = timed(str(mine), "--proof-only", "-j", str(jobs), "--json", str(report), store=folder / "a.sqlite")
        proofs = sum(claim["proof"]["seconds"] for claim in json.loads(report.read_text())["theorems"].values())
        overhead = (seconds - proofs / jobs) / theorems * 1000
        click.echo(f"{theorems} small theorems, {jobs} jobs: {seconds:.1f} s, of which {proofs:.1f} s are proofs: ", nl=False)
        click.echo(f"{overhead:.1f} ms more for each theorem (aim 10)")
        again = timed(str(mine), "--proof-only", store=folder / "a.sqlite")
        click.echo(f"the same again, unchanged: {again:.2f} s")
        one, several = (timed("-j", str(j), store=folder / f"{j}.sqlite") for j in (1, jobs))
        click.echo(f"gaproof's own theorems, proofs and evidence: {one:.1f} s with 1 job, {several:.1f} s with {jobs}: ", nl=False)
        click.echo(f"speed-up {one / several:.2f} (aim 1.7 on 2 cores)")
        click.echo(f"the same again, unchanged: {timed(store=folder / f'{jobs}.sqlite'):.2f} s (aim 1)")


if __name__ == "__main__":
    main()
