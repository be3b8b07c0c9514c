"""Whatever a theorem file does to its process, it gets a verdict or a message of its own, and costs no other file its verdict."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Run, check, theorem, write

TO_EVERY_PIPE = """import os, stat
for number in range(3, 100):
    try:
        if stat.S_ISFIFO(os.fstat(number).st_mode):
            os.write(number, {text} + b"\\n")
    except OSError:
        pass
"""
END = b'{"event": "end", "reads": [], "absent": [], "once": false}'
REPORT = """__import__("json").dumps(
                {"event": "done", "report": {"id": 5, "file": __file__, "parts": [1], "message": {}, "verdict": "UNPROVED"}}
            ).encode()"""
HOSTILE = {
    "bytes": (TO_EVERY_PIPE.format(text=bytes(range(256))), "wrote something else than its report"),
    "deep": (TO_EVERY_PIPE.format(text=b"[" * 50_000), "wrote something else than its report"),
    "types": (TO_EVERY_PIPE.format(text=REPORT), "wrote something else than its report"),
    "ends": (TO_EVERY_PIPE.format(text=END) + "os._exit(0)", "reported nothing"),
    "closes": ("import os\nos.closerange(0, 1000)", "ended with status"),
    "no_folder": (
        "import glob, os, shutil\nfor path in glob.glob(os.environ['TMPDIR'] + '/gaproof-*'):\n    shutil.rmtree(path, ignore_errors=True)",
        "cannot be kept",
    ),
    "kills": ("import os, time\nos.kill(os.getppid(), 9)\ntime.sleep(300)", "was killed by SIGKILL"),
    "segfault": ("import ctypes\nctypes.string_at(0)", "was killed by SIGSEGV"),
    "exits": ("import sys\nsys.exit(0)", "SystemExit"),
    "names_nothing": ("try:\n    open('a\\0b')\nexcept ValueError:\n    pass", ""),
    "patches": ("import json, os\nos._exit = lambda status: None", ""),
    "session": ("import os\nos.setsid()", ""),
    "nowhere": ("import os, tempfile\nfolder = tempfile.mkdtemp()\nos.chdir(folder)\nos.rmdir(folder)", ""),
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run, dict[str, Any]]:
    root = tmp_path_factory.mktemp("hostile")
    texts = {f"mine/p/{name}.py": theorem(f"p.{name}", more=text) for name, (text, _) in HOSTILE.items()}
    write(root, {**texts, "mine/p/good.py": theorem("p.good"), "tmp/x": ""})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(root / "tmp"))
        return root, *check("mine", "-j", 1, "--no-store", cwd=root)


@pytest.mark.parametrize("name", [*HOSTILE, "good"])
def test_it_gets_what_it_deserves(checked: tuple[Path, Run, dict[str, Any]], name: str) -> None:
    _, run, report = checked
    said = HOSTILE[name][1] if name in HOSTILE else ""
    found = report["theorems"].get(f"p.{name}")
    if not said:
        assert found and "PROVED" == found["verdict"], run.err
        return
    (message,) = [m for m in [*report["errors"], *([found["message"]] if found else [])] if said in m and (found or name in m)]
    assert found is None or "ERROR" == found["verdict"], message


def test_nothing_of_it_runs_on_or_lies_about(checked: tuple[Path, Run, dict[str, Any]]) -> None:
    root, run, _ = checked
    assert 2 == run.status
    assert [] == [path.name for path in (root / "tmp").iterdir() if path.name.startswith("gaproof-")]
    assert [] == [pid for pid in os.listdir("/proc") if pid.isdigit() and f"TMPDIR={root}".encode() in environment(pid)]


def environment(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""
