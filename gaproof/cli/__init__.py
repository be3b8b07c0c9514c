"""The command line, a file for each command.  Only click is imported at first; each command imports what it runs."""

from __future__ import annotations

import io
import signal
import sys
from typing import Any

import click

from .. import __version__
from ..errors import GaproofError
from .attack import attack
from .axioms import axioms
from .check import check
from .diff import diff
from .export import export
from .graph import graph
from .list import list_
from .lock import lock
from .new import new
from .recheck import recheck
from .replay import replay
from .show import show
from .store import store
from .why import why

STOPS = (signal.SIGINT, signal.SIGTERM)


def interrupted(number: int, frame: object) -> None:
    """Interrupt what is done; only once, so that nothing disturbs the end of all processes."""
    for stop in STOPS:
        signal.signal(stop, lambda *_: None)
    raise KeyboardInterrupt


class Main(click.Group):
    """Our own errors become a line on stderr and status 2; what a stream cannot encode is printed as escapes."""

    def invoke(self, ctx: click.Context) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        for number in STOPS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, interrupted)
        try:
            return super().invoke(ctx)
        except GaproofError as error:
            click.echo(f"gaproof: {error}", err=True)
        except BrokenPipeError:
            raise  # who reads has had enough: click ends in silence
        except OSError as error:
            click.echo(f"gaproof: {error}", err=True)
        except KeyboardInterrupt:
            click.echo("gaproof: interrupted; what was finished is remembered, and the next run goes on from there", err=True)
            ctx.exit(130)
        ctx.exit(2)


@click.group(cls=Main, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="gaproof")
def main() -> None:
    """Prove the claims of a theory, replay the proofs in a fresh process, and report.

    Exit status: 0 if every claim asked for reaches the verdict that its lock promises, 1 if some
    claim does not, 2 if the command was misused or a file could not be loaded.
    """


for command in (check, attack, list_, show, why, axioms, graph, export, replay, recheck, lock, store, new, diff):
    main.add_command(command)
