"""All claims of the corpus, checked once for a build of the book: verdicts, certificates, evidence, and what uses what."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import networkx as nx

from ..notation import Fold, read
from ..proof.certificate import Json, Reader
from ..report.rechecked import RECORD, read_record, said_of
from ..runner.checking import check
from ..runner.executing import pool
from ..runner.graph import graph
from ..runner.locking import Promises
from ..runner.settings import Settings
from ..runner.sources import INSTALLED, select
from ..runner.store import Store, default_path
from ..runner.verdict import Outcome

# The settings of `make check`, so that what it has found out is not looked for again.
EVIDENCE = {"level": "standard", "seed": 0, "models": None, "dtype": "float64", "device": "cpu"}


@dataclass
class Ledger:
    """The claims by id.  ``without_evidence``: for quick looks at a page."""

    without_evidence: bool = False
    root: Path = INSTALLED
    errors: list[str] = field(default_factory=list)

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """What became of every claim; what is remembered is not checked again."""
        sources = select([] if self.root == INSTALLED else [str(self.root)])
        with pool(os.cpu_count() or 1) as executor:
            how = Settings(evidence=None if self.without_evidence else EVIDENCE, executor=executor, store=Store(default_path()))
            checked = check(sources, how, Promises())
        self.errors = checked.errors + checked.trouble
        outcomes = {**checked.used, **checked.outcomes}
        for outcome in outcomes.values():
            outcome.rechecked = said_of(outcome, self.record)
        return outcomes

    @cached_property
    def record(self) -> dict[str, Any]:
        """What Coq said of the theorems when it was last asked, by id."""
        return read_record(self.root.parent / RECORD)

    @cached_property
    def graph(self) -> nx.DiGraph:
        """What uses what."""
        return graph(self.outcomes.values())

    def used_by(self, id: str) -> list[str]:
        """The claims whose derivations rest on a claim directly."""
        return sorted(tail for tail, _, kind in self.graph.in_edges(id, data="kind") if kind == "used")

    def chapter(self, name: str) -> list[Outcome]:
        """The claims of a chapter, or all for an empty name."""
        return [outcome for id, outcome in sorted(self.outcomes.items()) if not name or id.startswith(f"{name}.")]


@dataclass(frozen=True)
class Certificate:
    """The certificate of a claim, read."""

    document: Json
    reader: Reader
    folds: tuple[Fold, ...]

    @staticmethod
    def of(outcome: Outcome) -> Certificate | None:
        """None if the claim has none."""
        if outcome.certificate is None:
            return None
        document = json.loads(outcome.certificate)
        return Certificate(document, Reader(document), read(document["named"]) if "named" in document else ())
