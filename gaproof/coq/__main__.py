"""``python -m gaproof.coq CERTIFICATE FILE``: write a certificate for Coq; exit 3, with the reason on stderr, if it cannot be written."""

import json
import sys
from pathlib import Path

from . import NotExported, export


def main(certificate: str, file: str) -> int:
    """Read one file, write the other."""
    sys.setrecursionlimit(10_000)  # formulas may be nested deeply
    try:
        text = export(json.loads(Path(certificate).read_text(encoding="utf-8")))
    except NotExported as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return 3
    Path(file).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
