"""Outputs of cells and read pages are kept from one build to the next only as long as gaproof and the theorems are what they were.

jupyter-cache knows cells by their text, and Sphinx pages by theirs; neither sees that a module that they import has changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from typing import Any

from sphinx.application import Sphinx

from ..runner.inputs import Digests, code, digest
from ..runner.sources import INSTALLED, LOCK

NAME = ".jupyter_cache"


def corpus(theorems: Path = INSTALLED) -> str:
    """The digest of gaproof and of a folder of theorem files."""
    digests = Digests()
    files = [*sorted(theorems.rglob("*.py")), theorems / LOCK]
    return digest([code(), {str(path.relative_to(theorems)): digests.of(str(path)) for path in files}])


def place_cache(app: Sphinx, config: Any) -> None:
    """Keep the outputs of cells in a folder that is named by the digest; the folders of other digests go."""
    around = Path(app.outdir).parent
    kept = around / f"{NAME}-{corpus()[:16]}"
    for folder in around.glob(f"{NAME}*"):
        if folder != kept:
            rmtree(folder)
    config.nb_execution_cache_path = str(kept)


def outdated(app: Sphinx, env: Any, added: set[str], changed: set[str], removed: set[str]) -> Iterator[str]:
    """All pages, if they were read with another gaproof or other theorems."""
    before, env.gaproof_corpus = getattr(env, "gaproof_corpus", None), corpus()
    if before not in (None, env.gaproof_corpus):
        yield from env.found_docs
