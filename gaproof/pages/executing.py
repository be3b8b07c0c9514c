"""The cells of a build, run ahead of it: page by page, in processes that fork from one which has imported what cells import.

The outputs of a page whose cells all succeed are put into the cache, where the build finds them.  Any other page is left to the build,
which runs it in a kernel of Jupyter and says what is wrong.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from myst_nb.core.read import create_nb_reader
from sphinx.application import Sphinx
from sphinx.util.logging import getLogger

from .caching import Corpus
from .cells import Executed, execute

log = getLogger(__name__)
IMPORTED = ("gaproof.numeric", "gaproof.theory", "matplotlib.pyplot")  # by most cells
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",  # one for each process
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # as in a kernel of Jupyter
}


def execute_ahead(app: Sphinx, env: Any, docs: Iterable[str]) -> None:
    """Run the cells of those documents to be read whose outputs are not in the cache."""
    if "myst_nb" not in app.extensions:
        return
    folder = Path(env.mystnb_config.execution_cache_path)
    cache, corpus, inputs = get_cache(folder), Corpus(), folder / "inputs.json"
    known = {record.hashkey: record for record in cache.list_cache_records()}
    before: dict[str, str] = json.loads(inputs.read_text(encoding="utf-8")) if inputs.exists() else {}
    now, missing = dict[str, str](), dict[Path, Any]()
    for path, page in notebooks(env, docs):
        key = cache.create_hashed_notebook(page)[1]
        now[key] = corpus.needed("\n".join(_sources(page)))
        if key in known and before.get(key) != now[key]:
            cache.remove_cache(known.pop(key).pk)
        if key not in known:
            missing[path] = page
    inputs.write_text(json.dumps(before | now), encoding="utf-8")
    for executed in run({path: _sources(page) for path, page in missing.items()}, env.mystnb_config.execution_timeout):
        page, name = missing[executed.path], executed.path.relative_to(app.srcdir)
        if executed.failed:
            log.info("%s: a cell fails (%s)", name, executed.failed)
            continue
        for cell, outputs in zip(_code(page), executed.outputs, strict=True):
            cell.outputs = outputs
        bundle = CacheBundleIn(page, str(executed.path), data={"execution_seconds": executed.seconds})
        cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
        log.info("%s: run in %.1f s", name, executed.seconds)


def notebooks(env: Any, docs: Iterable[str]) -> Iterator[tuple[Path, Any]]:
    """The documents that have cells, read as the build reads them; what cannot be read is left to it."""
    for path in (Path(env.doc2path(doc)) for doc in sorted(docs)):
        text = path.read_text(encoding="utf-8")
        reader = create_nb_reader(str(path), env.myst_config, env.mystnb_config, text)
        try:
            notebook = reader and reader.read(text)
        except Exception as error:
            log.info("%s cannot be read: %s", path, error)
            continue
        if notebook and _sources(notebook):
            yield path, notebook


def run(pages: Mapping[Path, list[str]], timeout: int) -> Iterator[Executed]:
    """Run the cells of pages, each page in a process of its own, as many at once as there are processors."""
    settings = {name: os.environ.setdefault(name, setting) for name, setting in ENVIRONMENT.items()}
    context = get_context("forkserver")
    context.set_forkserver_preload([execute.__module__, *IMPORTED])
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        started = [executor.submit(_in_process, context, settings, path, cells, timeout) for path, cells in pages.items()]
        for future in as_completed(started):
            yield future.result()


def _in_process(context: Any, settings: dict[str, str], path: Path, cells: list[str], timeout: int) -> Executed:
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(sender, settings, path, cells, timeout))
    process.start()
    sender.close()
    try:
        executed: Executed = receiver.recv()
        return executed
    except EOFError:
        return Executed(path, failed="its process ended")
    finally:
        process.join()


def _send(sender: Any, settings: dict[str, str], path: Path, cells: list[str], timeout: int) -> None:
    os.environ.update(settings)  # the fork server may be older than they are
    sender.send(execute(path, cells, timeout))


def _code(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _sources(notebook: Any) -> list[str]:
    return [cell.source for cell in _code(notebook)]
