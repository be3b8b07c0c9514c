"""Pages without what they do not need."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

ICONS = re.compile(r"\s*<script[^>]*/fontawesome\.js[^>]*></script>")


def without_thebe(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Leave out the scripts of sphinx_thebe, which Jupyter Book adds to every page: they would run cells on a server elsewhere."""
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context[kind] if "thebe" not in f"{file.filename} {file.attributes}"]


def without_drawn_icons(app: Sphinx, error: Exception | None) -> None:
    """Leave out the script, of 1.5 MB, by which the theme draws icons: its fonts have them all.  It goes by the theme's templates, so it
    can be taken from the written pages only; with it go the maps of scripts, which are for those who debug them."""
    if app.builder.format != "html":
        return
    folder = Path(app.outdir)
    for page in folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        if (lighter := ICONS.sub("", text)) != text:
            page.write_text(lighter, encoding="utf-8")
    for script in (*folder.glob("_static/scripts/fontawesome.js*"), *folder.glob("_static/**/*.map")):
        script.unlink(missing_ok=True)
