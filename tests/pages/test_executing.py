"""Cells that are run ahead of the build give what a kernel of Jupyter gives."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from nbclient import execute as execute_in_jupyter
from nbformat.v4 import new_code_cell, new_notebook

from gaproof.pages.cells import Executed
from gaproof.pages.executing import ENVIRONMENT, run

CELLS = [
    "import sys\nprint('said')\nprint('twice')\nprint('badly', file=sys.stderr)",
    "1 + 1",
    "1 + 1;",
    "from IPython.display import Markdown, display\ndisplay(Markdown('*shown*'))\nprint('after')\nMarkdown('*returned*')",
    "from gaproof.pages.figures import plt\nfig, ax = plt.subplots()\nax.plot([1, 2])\n7",
    "fig, ax = plt.subplots()\nax.plot([2, 1]);",
    "from pathlib import Path\nprint(Path.cwd())",
]


def executed(folder: Path, *pages: list[str], timeout: int = 60) -> list[Executed]:
    """What became of pages, in their order."""
    found = {e.path: e for e in run({folder / f"{number}.md": cells for number, cells in enumerate(pages)}, timeout)}
    return [found[path] for path in sorted(found)]


def together(outputs: list[Any]) -> list[Any]:
    """Outputs in which what was printed in pieces is one."""
    joined: list[Any] = []
    for output in outputs:
        if joined and output.output_type == "stream" and output.get("name") == joined[-1].get("name"):
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


@pytest.mark.slow
def test_figures_are_drawn_when_the_fork_server_was_started_without_a_backend() -> None:
    started = "from multiprocessing import get_context; p = get_context('forkserver').Process(target=print); p.start(); p.join()"
    page = "from pathlib import Path; from gaproof.pages.executing import run; from tests.pages.test_executing import CELLS"
    shown = "(page,) = run({Path('page.md'): CELLS[4:5]}, 60); print([list(o.get('data', o)) for o in page.outputs[0]])"
    guarded = f"if __name__ == '__main__':\n    {started}\n    {page}\n    {shown}"
    environment = {name: value for name, value in os.environ.items() if name not in ENVIRONMENT}
    done = subprocess.run([sys.executable, "-c", guarded], env=environment, capture_output=True, text=True, check=True)
    assert "image/svg+xml" in done.stdout


@pytest.mark.slow
def test_cells_print_display_and_return_what_they_do_in_jupyter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, setting in ENVIRONMENT.items():
        monkeypatch.setitem(os.environ, name, setting)
    expected = execute_in_jupyter(new_notebook(cells=list(map(new_code_cell, CELLS))), cwd=str(tmp_path))
    (actual,) = executed(tmp_path, CELLS)
    assert [together(cell.outputs) for cell in expected.cells] == actual.outputs


@pytest.mark.slow
def test_the_first_cell_that_fails_ends_a_page_and_says_how(tmp_path: Path) -> None:
    failing, unreadable, fine = executed(tmp_path, ["x = 1", "x / 0", "x"], ["x ="], ["1"])
    assert ("ZeroDivisionError", 1) == (failing.failed, len(failing.outputs))
    assert ("SyntaxError", 0) == (unreadable.failed, len(unreadable.outputs))
    assert ("", 1) == (fine.failed, len(fine.outputs))


@pytest.mark.slow
def test_a_cell_that_takes_too_long_fails(tmp_path: Path) -> None:
    (late,) = executed(tmp_path, ["while True: pass"], timeout=1)
    assert "TimeoutError" == late.failed


@pytest.mark.slow
def test_a_page_that_ends_its_process_fails_and_others_go_on(tmp_path: Path) -> None:
    gone, fine = executed(tmp_path, ["import os\nos._exit(1)"], ["1"])
    assert ("its process ended", "") == (gone.failed, fine.failed)


@pytest.mark.slow
def test_no_page_sees_what_another_has_done(tmp_path: Path) -> None:
    seen = executed(tmp_path, *([["import sys", "print('x' in globals(), hasattr(sys, 'x'))", "x = sys.x = 1"]] * 4))
    assert ["False False\n"] * 4 == [page.outputs[1][0].text for page in seen]
