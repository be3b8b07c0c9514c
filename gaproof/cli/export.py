"""``gaproof export``: write certificates, for our kernel or for Coq."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .options import checked, keep, proving

if TYPE_CHECKING:
    from ..runner.checking import Checked


@click.command()
@click.argument("selectors", nargs=-1, required=True, metavar="ID...")
@click.option("--to", "format", type=click.Choice(["json", "coq"]), default="json", show_default=True, help="Which kernel is to read it.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    default="certificates",
    show_default=True,
    help="Where to; for one claim also a file, by a name that ends in .json or .v.",
)
@proving
def export(selectors: tuple[str, ...], format: str, out: Path, folder: Path | None, **how: Any) -> None:
    """Write the certificate of a claim that is proved to DIR/<chapter>.<name>.json.

    With --to coq it is DIR/<chapter>_<name>.v: the statement and a proof of it for Coq, with the
    library that it needs and a _CoqProject beside it.  `coqc -Q . Gaproof FILE` compiles them, in
    the order of _CoqProject.

    ID may also be a glob on ids, a file or a folder.
    """
    from ..report.terminal import print_errors
    from ..runner.verdict import Verdict

    found = checked(selectors, folder, **how)
    refused = [outcome for outcome in found.outcomes.values() if outcome.verdict is not Verdict.PROVED]
    for outcome in refused:
        del found.outcomes[outcome.id]
        click.echo(f"gaproof: no certificate of {outcome.id}, which is {outcome.verdict}: {outcome.message}", err=True)
    file = out if out.suffix == {"json": ".json", "coq": ".v"}[format] and not out.is_dir() else None
    if file and len(found.outcomes) > 1:
        raise click.UsageError(f"{file} holds one claim, and {len(found.outcomes)} are asked for: name a folder")
    if format == "json":
        written, missing = keep(found, out, file), list[str]()
    else:
        written, missing = to_coq(found, out, file)
    for path in written:
        click.echo(str(path))
    for message in missing:
        click.echo(f"gaproof: {message}", err=True)
    print_errors(found.errors)
    sys.exit(2 if found.errors else int(bool(refused or missing)))


def to_coq(checked: Checked, folder: Path, file: Path | None) -> tuple[list[Path], list[str]]:
    """Write certificates for Coq, with what it needs to read them; returns the files, and what could not be written and why."""
    from shutil import copyfile

    from ..coq import LIBRARY, NotExported
    from ..coq import export as export_to_coq

    sys.setrecursionlimit(10_000)  # formulas may be nested deeply
    folder, paths, missing = file.parent if file else folder, list[Path](), list[str]()
    folder.mkdir(parents=True, exist_ok=True)
    for outcome in checked.outcomes.values():
        path = file or folder / f"{outcome.id.replace('.', '_')}.v"
        try:
            path.write_text(export_to_coq(json.loads(str(outcome.certificate))), encoding="utf-8")
            paths.append(path)
        except NotExported as error:
            missing.append(f"{outcome.id} cannot be written for Coq: {error}")
    for library in LIBRARY.glob("*.v"):
        copyfile(library, folder / library.name)
    order = (LIBRARY / "_CoqProject").read_text(encoding="utf-8")
    (folder / "_CoqProject").write_text("\n".join([order.strip(), *(path.name for path in paths)]) + "\n", encoding="utf-8")
    return paths, missing
