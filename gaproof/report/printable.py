"""Texts of theorem files, which may hold anything, as terminals and pages can show them."""

from __future__ import annotations

import re

UNPRINTABLE = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """A text without what XML and terminals refuse or obey: control characters, halves of surrogate pairs."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
