"""``python -m benchmarks``: what proofs cost against SymPy's ``simplify``, and what the command line costs."""

import sys

import click

from .corpus import Cost, costs
from .identities import IDENTITIES, QUICK, Identity, Simplified, proving, simplifying

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
    entry, built from the same statement, and is asked for none of that.

    Exit status: 1 if SymPy was faster somewhere, else 0.
    """
    chosen = [i for i in IDENTITIES if (i.name in QUICK if quick else only in i.name)]
    if not chosen:
        raise click.UsageError(f"no identity has {only!r} in its name: there are {', '.join(i.name for i in IDENTITIES)}")
    click.echo(f"{'identity':<42} {'all sizes':>10} {'SymPy at 4':>11} {'ratio':>8}")
    ratios = [compared(identity, 5.0 if quick else timeout) for identity in chosen]
    fast = sum(ratio >= AIM for ratio in ratios)
    click.echo(f"\n{len(chosen)} identities: {min(ratios):.1f} to {max(ratios):.0f} times faster than SymPy, {fast} at least {AIM} times")
    if not (quick or only):
        click.echo(f"\n{'command line':<42} {'seconds':>10} {'promised':>11}")
        for cost in costs():
            click.echo(row(cost))
    sys.exit(int(min(ratios) < 1))


def compared(identity: Identity, timeout: float) -> float:
    """Time one identity both ways, print a line, give the ratio (at least)."""
    proved, simplified = proving(identity), simplifying(identity, timeout)
    ratio = simplified.seconds / proved
    over = "" if simplified.finished else "> "
    sympy, faster = over + format(simplified.seconds, ".2f"), over + format(ratio, ".1f")
    click.echo(f"{identity.name:<42} {proved * 1000:>7.1f} ms {sympy:>9} s {faster:>8}  {note(simplified)}".rstrip())
    return ratio


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
