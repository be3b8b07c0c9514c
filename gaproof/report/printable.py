"""Texts of theorem files, which may hold anything, as terminals and pages can show them."""

from __future__ import annotations

import re

UNPRINTABLE = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """A text without what XML and terminals refuse or obey: control characters, halves of surrogate pairs."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str, most: int = 2_000) -> str:
    """The text with line breaks as spaces, and what else cannot be printed, such as control characters and lone surrogates, as
    escapes; what is longer than ``most`` is cut."""
    line = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in " ".join(text[: most + 1].split("\n")))
    return line if len(text) <= most else f"{line[:most]}…"
