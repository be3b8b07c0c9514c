"""``python -m gaproof.proof CERTIFICATE …``: replay each, print one JSON line each, exit 1 if any is refused.

With ``-`` the paths are read from stdin, a JSON string a line.
"""

import gc
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter

from ..errors import CertificateError
from .replay import replay_file


def main(paths: list[str]) -> int:
    """Replay the certificates in order; the lines come in the same order."""
    if not paths:
        print("usage: python -m gaproof.proof CERTIFICATE …", file=sys.stderr)
        return 2
    refused = 0
    for path in _paths(paths):
        start = perf_counter()
        line: dict[str, object] = {"certificate": path}
        try:
            done = replay_file(Path(path))
            parts = {name: {"digest": p.digest, "axioms": p.axioms, "consistent": p.consistent} for name, p in done.parts.items()}
            line |= {"accepted": True, "claim": done.claim, "parts": parts, "steps": done.steps}
        except CertificateError as error:
            refused += 1
            line |= {"accepted": False, "error": str(error)}
        print(json.dumps(line | {"seconds": round(perf_counter() - start, 4)}), flush=True)
    return 1 if refused else 0


def _paths(arguments: list[str]) -> Iterable[str]:
    return (json.loads(line) for line in iter(sys.stdin.readline, "")) if arguments == ["-"] else arguments


sys.setrecursionlimit(10_000)
gc.set_threshold(100_000, 50, 50)  # terms have no cycles: looking for them takes a sixth of the time
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
