"""``python -m gaproof.runner.worker``: the process that imports theorem files.  A job comes as JSON on stdin, events go to stdout.

Events, one line of JSON each: ``file`` and ``claim`` name what is worked on from now, ``failed`` a file that could not be
imported, ``done`` carries the report on a claim, ``end`` is the last.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, TextIO

from .. import library
from ..claim import Claim
from . import loading
from .proving import as_line, describe, prove


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
        self.docs: dict[str, str] = {}

    def say(self, event: str, **content: Any) -> None:
        print(as_line(event, **content), file=self.out, flush=True)

    def load(self) -> list[Claim]:
        """Import the files of the job and collect their claims."""
        root, claims = Path(self.job["root"]), list[Claim]()
        package = loading.open_folder(root)
        for name in self.job["files"]:
            self.say("file", file=name)
            file = Path(name)
            try:
                _, found = loading.load(file, root, package)
                claims += found
            except (Exception, SystemExit) as error:
                begun = [claim.id for claim in loading.declared_by(file)]
                self.say("failed", file=name, message=loading.said(error, file), claims=begun)
        return claims

    def run(self) -> None:
        """Prove the claims of the files, then those that they use."""
        claims = self.load() + [self.wanted(id, file) for id, file in self.job["also"]]
        done = {tuple(key) for key in self.job["done"]}
        for claim in claims:  # it grows
            key = (claim.id, claim.file)
            if key in done:
                continue
            done.add(key)
            self.say("claim", id=claim.id, file=claim.file)
            if self.job["only_list"]:
                report = describe(claim, self.doc(claim))
            else:
                report = prove(claim, self.doc(claim), Path(self.job["certificates"]), self.job["drafts"])
            self.say("done", report=report)
            claims += [self.wanted(*use) for use in report.uses]
        self.say("end")

    def wanted(self, id: str, file: str) -> Claim:
        """A claim that another one uses."""
        declared = [claim for claim in library.declared.get(id, ()) if claim.file == file]
        return declared[0] if declared else library.find(id)

    def doc(self, claim: Claim) -> str:
        """The docstring of the file that declares a claim."""
        modules = [m for m in sys.modules.values() if getattr(m, "__file__", None) == claim.file]
        return (modules[0].__doc__ or "") if modules else ""


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    job = json.loads(sys.stdin.read())
    Worker(job, protocol()).run()
