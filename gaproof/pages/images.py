"""Figures that are wide get a class of their own: on a phone they scroll, where they would be too small to be read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

WIDTH = re.compile(r'<svg[^>]* width="([0-9.]+)pt"')
WIDE = 420.0  # points, about 5.8 inches


def mark_wide(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Mark the images of a page that are wide."""
    for image in doctree.findall(nodes.image):
        if wide(Path(app.srcdir) / image["uri"]):
            image["classes"].append("wide")


def wide(image: Any) -> bool:
    """Whether a file is a vector graphic wider than ``WIDE``."""
    if image.suffix != ".svg" or not image.is_file():
        return False
    found = WIDTH.search(image.read_text(encoding="utf-8")[:2000])
    return found is not None and float(found[1]) > WIDE
