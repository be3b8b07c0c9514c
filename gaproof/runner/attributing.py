"""What is wrong with files rather than proofs, and which claim it is put down to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .events import Key
from .locking import REMEDY, Promises
from .sources import Folder, Source, in_folder
from .task import Failure
from .verdict import Outcome, Verdict


def duplicates(outcomes: Mapping[Key, Outcome]) -> None:
    """An id that two files declare is an error in both."""
    files: dict[str, list[str]] = {}
    for id, file in outcomes:
        files.setdefault(id, []).append(file)
    for (id, _), outcome in outcomes.items():
        if len(files[id]) > 1:
            outcome.worsen(Verdict.ERROR, f"declared by {len(files[id])} files: {', '.join(files[id])}; rename all but one")


def misplaced(source: Source, outcomes: Iterable[Outcome]) -> None:
    """In a folder with this layout, ``<chapter>/<name>.py`` declares ``chapter.name``."""
    for outcome in outcomes:
        if source.folder.strict and source.id != outcome.id:
            chapter, _, name = outcome.id.partition(".")
            place = source.folder.root / chapter / f"{name}.py"
            outcome.worsen(Verdict.ERROR, f"declared by {source.file}, but its place is {place}: rename the claim, or move it there")


def failed(source: Source, failure: Failure, promises: Promises, outcomes: dict[str, Outcome]) -> str | None:
    """A file that could not be imported: an error of the claims it had declared, or of the one that the lock has there; otherwise
    of nobody, and the message is returned."""
    message = failure.message if failure.file in failure.message else f"{failure.file}: {failure.message}"
    promised = source.id is not None and promises.entry(source.id, source.folder) is not None
    ids = failure.claims or ([str(source.id)] if promised else [])
    for id in ids:
        _note(id, message, source.folder, promises, outcomes, failure.file)
    return None if ids else message


def missing(folder: Folder, files: list[Source], promises: Promises, outcomes: dict[str, Outcome]) -> None:
    """When all of a folder is checked, every claim of its lock must be there."""
    if {source.file for source in files} >= {source.file for source in in_folder(folder)}:
        for id in promises.ids(folder) - set(outcomes):
            _note(id, f"no file declares it, but {folder.lock} has it: {REMEDY}", folder, promises, outcomes)


def _note(id: str, message: str, folder: Folder, promises: Promises, outcomes: dict[str, Outcome], file: str = "") -> None:
    entry = promises.entry(id, folder)
    promise = Verdict[entry["verdict"]] if entry else Verdict.PROVED
    outcomes.setdefault(id, Outcome(id, Verdict.PROVED, file=file, promise=promise)).worsen(Verdict.ERROR, message)
