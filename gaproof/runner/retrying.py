"""``python -m gaproof.runner.retrying FILE``: the process that tries a counterexample again and says in a line of JSON what came of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from .loading import load, open_folder, said
from .server import channels
from .sources import folder_of


def again(path: Path) -> dict[str, Any]:
    """Load the theorem file that a counterexample is about, and try it."""
    from ..evidence.counterexample import CounterexampleError, described, read, try_again
    from ..evidence.sequents import given_if_proved

    document = read(path)
    file = Path(document["file"])
    if not file.is_file():
        raise CounterexampleError(f"{path}: the theorem file {file} is gone — check the claim again")
    root = folder_of(file).root
    claims = {claim.id: claim for claim in load(file, root, open_folder(root))}
    part = claims[document["claim"]].parts.get(document["part"]) if document["claim"] in claims else None
    if part is None:
        raise CounterexampleError(f"{path}: {file} has no {document['claim']} {document['part']} any more — check the claim again")
    given = given_if_proved(lambda: part.claim.theorem(part.name))
    found = try_again(document, part.statement, given, part.drawings)
    return {"claim": document["claim"], "part": document["part"], "fails": found is not None, "says": described(found) if found else ""}


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    _, out = channels()
    try:
        result = again(Path(sys.argv[1]))
    except (Exception, SystemExit) as error:
        result = {"error": said(error, Path(sys.argv[1]))}
    print(json.dumps(result), file=out, flush=True)
