"""``python -m benchmarks``: what proofs cost against SymPy's ``simplify``, and what the command line costs."""

import sys

import click

from .corpus import Cost, costs
from .identities import IDENTITIES, QUICK, Identity, Simplified, normalising, proving, simplifying

AIM = 100


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), default=60.0, show_default=True, help="Seconds for SymPy, per identity."
)
@click.option("--only", metavar="TEXT", default="", help="Only the identities whose name contains this, and nothing else.")
@click.option("--quick", is_flag=True, help="Two identities, five seconds for SymPy each, and nothing else.")
def main(timeout: float, only: str, quick: bool) -> None:
    """Compare, in one run, proving identities for all sizes with sympy.simplify at size 4, and time the command line.

    A proof is timed with empty caches, the best of five; it includes showing that no denominator is
    0 and no logarithm is taken of a number that is not positive.  SymPy gets left - right at every
    entry, built from the same statement, and is asked for none of that: what compares with it is the
    column "normal form", the rule that decides the equations ("-" if they hold only with hypotheses,
    which SymPy gets as numbers: masks of ones, blocks that are not empty).

    Exit status: 1 if SymPy was faster than the proof of an identity that a normal form decides.
    """
    chosen = [i for i in IDENTITIES if (i.name in QUICK if quick else only in i.name)]
    if not chosen:
        raise click.UsageError(f"no identity has {only!r} in its name: there are {', '.join(i.name for i in IDENTITIES)}")
    click.echo(f"{'':<42} {'SymPy at 4':>11} {'normal form':>12} {'ratio':>7} {'proof':>9} {'ratio':>7}")
    lines = [compared(identity, 5.0 if quick else timeout) for identity in chosen]
    normal_forms, proofs = [decided for decided, _ in lines if decided], [proof for decided, proof in lines if decided]
    click.echo(f"\nnormal forms: {summary(normal_forms)}\ntheir proofs: {summary(proofs)}\nall proofs: {summary([r for _, r in lines])}")
    if not (quick or only):
        click.echo(f"\n{'command line':<42} {'seconds':>10} {'promised':>11}")
        for cost in costs():
            click.echo(row(cost))
    sys.exit(int(any(ratio < 1 for ratio in proofs)))


def summary(ratios: list[float]) -> str:
    """How much faster than SymPy."""
    if not ratios:
        return "none"
    fast = sum(ratio >= AIM for ratio in ratios)
    return f"{len(ratios)}, {min(ratios):.1f} to {max(ratios):.0f} times faster than SymPy, {fast} of them at least {AIM} times"


def compared(identity: Identity, timeout: float) -> tuple[float | None, float]:
    """Time one identity by normal form, by its whole proof and by SymPy, print a line, give the two ratios (at least)."""
    decided, proved, simplified = normalising(identity), proving(identity), simplifying(identity, timeout)
    over = "" if simplified.finished else ">"
    columns = []
    for seconds in (decided, proved):
        columns += [f"{seconds * 1000:.1f} ms", f"{over}{simplified.seconds / seconds:.1f}"] if seconds else ["-", ""]
    line = "{:<42} {:>11} {:>12} {:>7} {:>9} {:>7}  {}"
    click.echo(line.format(identity.name, f"{over}{simplified.seconds:.2f} s", *columns, note(simplified)).rstrip())
    return decided and simplified.seconds / decided, simplified.seconds / proved


def note(simplified: Simplified) -> str:
    """What SymPy did not reach."""
    if simplified.zeros == simplified.entries and simplified.finished:
        return ""
    return f"SymPy finds {simplified.zeros} of {simplified.entries}{'' if simplified.finished else ' or more'} entries to be 0"


def row(cost: Cost) -> str:
    """A line of the table of the command line."""
    return f"{cost.what:<42} {cost.seconds:>10.2f} {cost.promised or '':>11}  {cost.remark}".rstrip()


if __name__ == "__main__":
    main()
