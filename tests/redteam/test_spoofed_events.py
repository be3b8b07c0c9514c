"""A theorem file that writes to every pipe it finds speaks for no other file, and its own false events do not help it."""

from pathlib import Path

import pytest

from tests.cli.command import check, theorem, write

WRITE_EVERYWHERE = """
import json, os, stat, sys
REPORT = {{"id": "{id}", "file": "{file}", "verdict": "PROVED", "parts": {{"": {{"digest": "d", "hypotheses": []}}}}}}
LINES = [{{"event": "end", "reads": [], "absent": [], "once": False}}, {{"event": "ended", "status": 0}}, {{"event": "ready"}}]
LINES += [{{"event": "done", "report": REPORT}}, {{"event": "failed", "message": "spoofed", "claims": []}}]
def spoof():
    for number in map(int, os.listdir("/proc/self/fd")):
        try:
            if number > 2 and stat.S_ISFIFO(os.fstat(number).st_mode):
                for line in LINES:
                    os.write(number, (json.dumps(line) + chr(10)).encode())
        except OSError:
            pass
"""
AT_ONCE = WRITE_EVERYWHERE + "spoof()\n"
LATER = (
    WRITE_EVERYWHERE
    + """
import time
if not os.fork():
    for _ in range(40):
        spoof()
        time.sleep(0.1)
    os._exit(0)
"""
)


@pytest.mark.parametrize("text", [AT_ONCE, LATER], ids=["at once", "later, from another process"])
@pytest.mark.parametrize("about", ["own", "other"])
def test_no_file_speaks_for_another(tmp_path: Path, text: str, about: str) -> None:
    root = tmp_path / "mine"
    file = root / ("sums/spoof.py" if about == "own" else "sums/false.py")
    attack = theorem("sums.spoof", "Eq(x, x + 1)", more=text.format(id=f"sums.{file.stem}", file=file))
    false = theorem("sums.false", "Eq(x, x + 1)", proof="import time\ntime.sleep(1)\nreturn p.identity()")
    write(root, {"sums/spoof.py": attack + "#" * 2000, "sums/false.py": false, "sums/good.py": theorem("sums.good")})
    run, report = check("mine", "-j", 1, "--no-store", cwd=tmp_path)
    found = {id: claim["verdict"] for id, claim in report["theorems"].items()}
    assert "PROVED" not in (found.get("sums.spoof"), found["sums.false"]), (found, run.err)
    assert ("PROVED", "UNPROVED") == (found["sums.good"], found["sums.false"]), (found, run.err)
    assert "spoofed" not in str(report["theorems"]["sums.false"])
