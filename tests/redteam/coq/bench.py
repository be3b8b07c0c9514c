"""Certificates, tampered with or made by a kernel with a bug, before Coq: what `gaproof recheck` would say of them.

The statements that Coq compares with are those of the good certificate, as the lock has them.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from gaproof.coq import NotExported
from gaproof.proof.certificate import Reader
from gaproof.proof.statement import Statement
from gaproof.runner.coqc import Coq
from gaproof.runner.rechecking import Locked, Rechecker, Refused, compiled_library, written

without_coq = pytest.mark.skipif(
    shutil.which("coqc") is None, reason="coqc is not here, so nothing is asked of Coq: apt-get install coq libcoq-coquelicot"
)


def stated(document: Any) -> Locked:
    """The statements of a certificate, on the way on which `gaproof recheck` gets those of the lock."""
    reader = Reader(document)
    parts, axioms = {}, {}
    for name, entry in document["parts"].items():
        hypotheses = {h: reader.formula(n) for h, n in entry["hypotheses"].items()}
        parts[name] = written(Statement(hypotheses, reader.formula(entry["conclusion"])))
        axioms |= {axiom["name"]: written(Statement({}, reader.formula(axiom["formula"]))) for axiom in entry["axioms"]}
    return Locked(parts, axioms)


class Bench:
    """Coq, with the library compiled once."""

    def __init__(self, library: Path) -> None:
        self.rechecker = Rechecker(Coq(timeout=120), library)

    def refusal(self, document: Any, good: Locked) -> str:
        """Why a certificate does not prove the statements; "" if Coq accepts that it does."""
        with TemporaryDirectory() as folder:
            try:
                self.rechecker.exported(document if isinstance(document, str) else json.dumps(document), Path(folder))
                self.rechecker.proves(Path(folder), good)
            except (NotExported, Refused) as error:
                return str(error)
        return ""


@contextmanager
def bench() -> Iterator[Bench]:
    with TemporaryDirectory() as folder:
        yield Bench(compiled_library(Coq(timeout=300), Path(folder)))


@cache
def certificate(id: str) -> str:
    """The certificate of one of gaproof's claims, as text."""
    from importlib import import_module

    return json.dumps(import_module(f"theorems.{id}").claim.certificate())
