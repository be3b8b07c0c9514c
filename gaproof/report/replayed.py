"""What the replay of certificates found, a line each."""

from __future__ import annotations

from collections.abc import Iterable

from ..runner.judging import claim_digest
from ..runner.replaying import Replay
from .terminal import console, print_table, table


def print_replayed(results: Iterable[Replay]) -> None:
    """The table of certificates; the reasons of the refused ones follow."""
    made = table("*certificate", "*claim", "*replay", ">parts", ">steps", ">ms", "statement", "rests on")
    refused = []
    for result in results:
        if result.accepted:
            digests = {name: part["digest"] for name, part in result.parts.items()}
            axioms = sorted({axiom for part in result.parts.values() for axiom in part["axioms"]})
            cells = [str(len(digests)), str(result.steps), f"{1000 * result.seconds:.0f}", claim_digest(digests) or "", ", ".join(axioms)]
        else:
            refused.append(f"{result.certificate}: {result.error}")
            cells = []
        made.add_row(result.certificate, result.claim, "accepted" if result.accepted else "REFUSED", *cells)
    print_table(made)
    for reason in refused:
        console().print(f"\n{reason}", soft_wrap=True)
