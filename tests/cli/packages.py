"""Packages with theorems, as pip would install them: a folder on Python's path, with the metadata that names their entry points."""

import os
from collections.abc import Mapping
from pathlib import Path

from tests.cli.command import write


def installed(site: Path, name: str, files: Mapping[str, str], entry: str | None = None) -> Path:
    """Install a package with one entry point, by default ``name = name.theorems``, and its files (path → text) into a folder."""
    named = f"[gaproof.theorems]\n{entry or f'{name} = {name}.theorems'}\n"
    metadata = {"METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n", "entry_points.txt": named}
    write(site, {f"{name}-1.dist-info/{file}": text for file, text in metadata.items()})
    return write(site, {f"{name}/__init__.py": "", **{f"{name}/{path}": text for path, text in files.items()}})


def on_path(site: Path) -> dict[str, str]:
    """The environment in which Python finds what is installed in a folder."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, [str(site), os.environ.get("PYTHONPATH")]))}
