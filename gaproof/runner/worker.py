"""``python -m gaproof.runner.worker``: the process that imports theorem files.  A job comes as JSON on stdin, events go to stdout.

Events, one line of JSON each: ``file`` and ``claim`` name what is worked on from now, ``failed`` a file that could not be
imported, ``done`` carries the report on a claim, ``tested`` its numeric evidence, ``end`` is the last.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from .. import library
from ..claim import Claim
from . import loading, testing
from .events import Key, Report, as_line
from .proving import describe, prove
from .verdict import Verdict


def protocol() -> TextIO:
    """The stdout we were given; what theorem files print goes to stderr instead, and they read nothing."""
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.stdout = sys.stderr
    return stream


class Worker:
    """Works through one job."""

    def __init__(self, job: dict[str, Any], out: TextIO) -> None:
        self.job = job
        self.out = out

    def say(self, event: str, **content: Any) -> None:
        print(as_line(event, **content), file=self.out, flush=True)

    def load(self) -> list[Key]:
        """Import the files of the job; returns the claims that they declare."""
        root, claims = Path(self.job["root"]), list[Key]()
        package = loading.open_folder(root)
        for name in self.job["files"]:
            self.say("file", file=name)
            file = Path(name)
            try:
                claims += [(claim.id, claim.file) for claim in loading.load(file, root, package)]
            except (Exception, SystemExit) as error:
                begun = sorted({claim.id for claim in loading.declared_by(file)})
                self.say("failed", file=name, message=loading.said(error, file), claims=begun)
        self.say("loaded")
        return claims

    def run(self) -> None:
        """Prove the claims of the files, then those that they use; or test those of the files."""
        if self.job["evidence"] is not None:
            self.test(self.load())
            return self.say("end")
        claims = self.load() + [(id, file) for id, file in self.job["also"]]
        done = {(id, file) for id, file in self.job["done"]}
        for key in claims:  # it grows
            if key not in done:
                done.add(key)
                self.say("claim", id=key[0], file=key[1])
                report = self.report(*key)
                self.say("done", report=report)
                claims += report.uses
        return self.say("end")

    def test(self, claims: list[Key]) -> None:
        """Gather the numeric evidence on claims."""
        done = {(id, file) for id, file in self.job["done"]}
        for id, file in claims:
            if (id, file) not in done:
                self.say("claim", id=id, file=file)
                claim = next(c for c in library.declared[id] if c.file == file)
                self.say("tested", tested=asdict(testing.test(claim, self.job["evidence"])))  # type: ignore[arg-type]

    def report(self, id: str, file: str) -> Report:
        """Work on one claim."""
        try:
            claim = next((c for c in library.declared.get(id, ()) if c.file == file), None) or library.find(id)
        except (Exception, SystemExit) as error:
            return Report(id, file, verdict=Verdict.ERROR.name, message=loading.said(error))
        if not isinstance(claim, Claim):
            return Report(id, file, verdict=Verdict.ERROR.name, message=f"{file} declares something else than a claim")
        if self.job["only_list"]:
            return describe(claim, self.doc(claim))
        return prove(claim, self.doc(claim), Path(self.job["certificates"]), self.job["drafts"])

    def doc(self, claim: Claim) -> str:
        """The docstring of the file that declares a claim."""
        modules = [m for m in sys.modules.values() if getattr(m, "__file__", None) == claim.file]
        return (modules[0].__doc__ or "") if modules else ""


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    job = json.loads(sys.stdin.read())
    Worker(job, protocol()).run()
