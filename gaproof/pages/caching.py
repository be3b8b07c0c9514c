"""Outputs of cells and read pages are kept from one build to the next as long as what they were made from is what it was.

jupyter-cache knows cells by their text, and Sphinx pages by theirs; neither sees that a module that they import has changed, or a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from shutil import rmtree
from typing import Any

from sphinx.application import Sphinx

from ..report.rechecked import RECORD
from ..runner.inputs import Digests, code, digest
from ..runner.sources import INSTALLED, LOCK
from .ledger import Ledger

NAME = ".jupyter_cache"
CELL = re.compile(r"^(?P<fence>`{3,}|~{3,}|:{3,})\{code-cell\}.*?^(?P=fence)$", re.MULTILINE | re.DOTALL)
DIRECTIVE = re.compile(r"^ *(?:`{3,}|~{3,}|:{3,}) *\{(?:claim|proof|evidence|links)\} *(\S+)", re.MULTILINE)
ROLE = re.compile(r"\{claim\}`([^`]+)`")
ONE_THEOREM = re.compile(r"\btheorems\.(\w+\.\w+)")
ANY_THEOREM = re.compile(r"\b(theorems|library|subprocess|Ledger)\b")  # what the cells of a page may reach every theorem by


@dataclass
class Corpus:
    """A folder of theorem files, by what a text needs of it."""

    root: Path = INSTALLED
    digests: Digests = field(default_factory=Digests)

    @cached_property
    def files(self) -> dict[str, Path]:
        """The theorem files by the ids of their claims."""
        return {".".join(path.relative_to(self.root).with_suffix("").parts): path for path in sorted(self.root.rglob("*.py"))}

    @cached_property
    def names(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, self.files))})\b")

    @cached_property
    def whole(self) -> str:
        """The digest of all files, with what Coq says of them."""
        return self.digests.together([*map(str, self.files.values()), str(self.root / LOCK), str(self.root.parent / RECORD)])

    def needed(self, text: str) -> str:
        """The digest of the theorem files that a program names, and of those that these name, and so on."""
        if ANY_THEOREM.search(ONE_THEOREM.sub("", text)):
            return self.whole
        found, stack = set[str](), self.names.findall(text)
        while stack:
            id = stack.pop()
            if id not in found:
                found.add(id)
                stack += self.names.findall(self.files[id].read_text(encoding="utf-8"))
        return self.digests.together(str(self.files[id]) for id in found)


def cells(text: str) -> str:
    """The cells of a page."""
    return "\n".join(found.group() for found in CELL.finditer(text))


def place_cache(app: Sphinx, config: Any) -> None:
    """Keep the outputs of cells in a folder that is named by the digest of gaproof; the folders of other digests go."""
    around = Path(app.outdir).parent
    kept = around / f"{NAME}-{code()[:16]}"
    for folder in around.glob(f"{NAME}*"):
        if folder != kept:
            rmtree(folder)
    config.nb_execution_cache_path = str(kept)


def outdated(ledger: Ledger, env: Any, removed: set[str]) -> Iterator[str]:
    """The pages that were read with another gaproof, or that show or compute something else now."""
    before: Mapping[str, str] = getattr(env, "gaproof_pages", {})
    corpus = Corpus(ledger.root)
    pages = {doc: Path(env.doc2path(doc)).read_text(encoding="utf-8") for doc in sorted(env.found_docs - removed)}
    env.gaproof_pages = {doc: digest([code(), corpus.needed(cells(text)), *_shown(ledger, text)]) for doc, text in pages.items()}
    yield from (doc for doc, made_from in env.gaproof_pages.items() if doc in before and before[doc] != made_from)


def _shown(ledger: Ledger, text: str) -> Iterator[str]:
    """What a page shows of claims."""
    for id in sorted({*DIRECTIVE.findall(text)}):
        outcome = ledger.outcomes.get(id)
        if outcome is not None:
            around = {other: ledger.outcomes[other].standing for other in (*outcome.uses, *ledger.used_by(id)) if other in ledger.outcomes}
            yield repr((replace(outcome, seconds=0.0), around))
    for id in sorted({*ROLE.findall(text)}):
        yield f"{id} {ledger.outcomes[id].standing}" if id in ledger.outcomes else id
