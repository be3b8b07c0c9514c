"""The store tells what it was told as long as nothing that it depends on has changed, and nothing else."""

import multiprocessing
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaproof.runner.inputs import Digests
from gaproof.runner.store import ANSWERS, VARIABLE, VERSION, Inputs, Store, StoreError, default_path

CONTENT = {"verdict": "PROVED", "by": ["é", 0.1]}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    made = [tmp_path / "theorem.py", tmp_path / "kernel.py"]
    for path in made:
        path.write_text(path.name)
    return made


@pytest.fixture
def inputs(files: list[Path], tmp_path: Path) -> Inputs:
    theorem, kernel = map(str, files)
    return Inputs([kernel], {theorem: Digests().of(theorem), str(tmp_path / "gone.py"): ""})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "store.sqlite"


def kept(path: Path, inputs: Inputs) -> Store:
    store = Store(path)
    store.keep("question", inputs, CONTENT, Digests())
    return store


def test_what_is_kept_is_found_by_another_run(path: Path, inputs: Inputs) -> None:
    kept(path, inputs).close()
    assert CONTENT == Store(path).find("question", Digests())
    assert Store(path).find("another question", Digests()) is None
    assert Store(path, blind=True).find("question", Digests()) is None


@pytest.mark.parametrize("changed", ["theorem.py", "kernel.py", "gone.py"])
def test_nothing_is_found_once_an_input_has_changed_and_all_once_it_is_as_it_was(
    tmp_path: Path, path: Path, inputs: Inputs, changed: str
) -> None:
    store, file = kept(path, inputs), tmp_path / changed
    before = file.read_text() if file.exists() else None
    file.write_text("something else")
    assert Store(path).find("question", Digests()) is None
    if before is None:
        file.unlink()
    else:
        file.write_text(before)
    assert CONTENT == Store(path).find("question", Digests())
    store.close()


def test_the_newest_answer_that_holds_is_given(path: Path, inputs: Inputs, files: list[Path]) -> None:
    store = kept(path, inputs)
    store.keep("question", inputs, "newer", Digests())
    assert "newer" == store.find("question", Digests())
    files[0].write_text("edited")
    assert store.find("question", Digests()) is None


def test_only_the_newest_answers_to_a_question_are_kept(path: Path) -> None:
    store = Store(path)
    for k in range(ANSWERS + 5):
        store.keep("question", Inputs([], {}), k, Digests())
        store.keep("other", Inputs([], {}), 0, Digests())
    assert ANSWERS + 5 - 1 == store.find("question", Digests())
    assert ANSWERS + 1 == store.count(), "the same answer is kept once"


def damage(column: str, value: object) -> Callable[[Path], None]:
    def act(path: Path) -> None:
        with sqlite3.connect(path) as db:
            db.execute(f"UPDATE records SET {column} = ?", (value,))
        db.close()

    return act


@pytest.mark.parametrize("column", ["content", "files", "code", "closure", "address"])
def test_a_record_that_was_tampered_with_is_not_believed(path: Path, inputs: Inputs, column: str) -> None:
    kept(path, inputs).close()
    damage(column, b"{}" if column == "content" else "{}")(path)
    said: list[str] = []
    assert Store(path, say=said.append).find("question", Digests()) is None
    assert "damaged" in said[0] and str(path) in said[0]


def test_a_list_of_modules_that_was_tampered_with_is_not_believed(path: Path, inputs: Inputs) -> None:
    kept(path, inputs).close()
    with sqlite3.connect(path) as db:
        db.execute("UPDATE closures SET files = '[]'")
    db.close()
    assert Store(path).find("question", Digests()) is None


def garbage(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)


def header_only(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + os.urandom(len(whole) - 4096))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def other_version(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    db.close()


@pytest.mark.parametrize("spoil", [garbage, header_only, cut, other_version])
def test_a_store_that_is_corrupt_or_of_another_version_is_set_aside_with_a_message_and_kept(
    path: Path, inputs: Inputs, spoil: Callable[[Path], None]
) -> None:
    kept(path, inputs).close()
    spoil(path)
    spoiled, said = path.read_bytes(), list[str]()
    store = Store(path, say=said.append)
    assert store.find("question", Digests()) is None
    store.keep("question", inputs, CONTENT, Digests())
    assert CONTENT == store.find("question", Digests())
    (message,) = said
    assert "set aside as store.sqlite.aside-1" in message
    assert spoiled == path.with_name("store.sqlite.aside-1").read_bytes()


@pytest.mark.parametrize(("name", "said"), [("notes.txt", "is no store of gaproof"), ("store.sqlite", "another program")])
def test_a_file_of_somebody_else_is_refused_and_left_alone(tmp_path: Path, name: str, said: str) -> None:
    path = tmp_path / name
    if name.endswith(".txt"):
        path.write_text("my notes " * 100)
    else:
        with sqlite3.connect(path) as db:
            db.execute("PRAGMA user_version = 7")
            db.execute("PRAGMA application_id = 252006674")
        db.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=said):
        Store(path)
    assert before == path.read_bytes()
    assert [name] == [p.name for p in tmp_path.iterdir() if not p.name.endswith(".lock")]


def test_a_store_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be written"):
        Store(tmp_path / "file" / "store.sqlite")
    with pytest.raises(StoreError, match="cannot be written"):
        Store(tmp_path)


def test_old_records_are_removed_on_request(path: Path, inputs: Inputs) -> None:
    store = kept(path, inputs)
    assert (0, 1) == (store.prune(before=0.0), store.count())
    assert (1, 0) == (store.prune(before=1e12), store.count())
    assert store.size() > 0


def test_the_default_place_can_be_named_by_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "/somewhere/else.sqlite")
    assert Path("/somewhere/else.sqlite") == default_path()
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", "/cache")
    assert "store.sqlite" == default_path().name


def write_many(path: Path, who: int, inputs: Inputs) -> None:
    store = Store(path)
    for k in range(50):
        store.keep(f"{who} {k}", inputs, [who, k], Digests())
    store.close()


def test_several_processes_may_write_at_once(path: Path, inputs: Inputs) -> None:
    how = multiprocessing.get_context("spawn")
    writers = [how.Process(target=write_many, args=(path, who, inputs)) for who in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    store = Store(path)
    assert [0, 0, 0] == [writer.exitcode for writer in writers]
    assert all([who, k] == store.find(f"{who} {k}", Digests()) for who in range(3) for k in range(50))


@settings(deadline=None)  # it writes files
@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text() | st.lists(st.floats(allow_nan=False))))
def test_any_plain_content_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, content: object) -> None:
    store = Store(tmp_path_factory.mktemp("any") / "store.sqlite")
    store.keep("question", Inputs([], {}), content, Digests())
    assert content == store.find("question", Digests())
    store.close()
