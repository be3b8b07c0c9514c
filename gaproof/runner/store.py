"""The evidence store: one SQLite file that keeps what was found out, under the content of everything that it depends on.

A record is found by a task (which file, which settings, which environment) and holds as long as every file that it was made from, gaproof's
own among them, has the digest that it had then.  Records are written one by one as work is finished, so a killed run loses none; several
runs may use the store at once.  Nothing in it is believed if its digest does not fit.
"""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import time
from typing import Any

from platformdirs import user_cache_path

from ..errors import GaproofError
from .inputs import Digests

APPLICATION = 0x6761_7072  # "gapr", in the header of the file
VERSION = 1
VARIABLE = "GAPROOF_STORE"
ANSWERS = 20  # that are kept for a question: a file may change back to what it was
OLDEST = "DELETE FROM records WHERE asked = ? AND made < (SELECT made FROM records WHERE asked = ? ORDER BY made DESC LIMIT 1 OFFSET ? - 1)"
WAIT = 30.0  # seconds for another run to finish its transaction
TABLES = """
CREATE TABLE closures (digest TEXT PRIMARY KEY, files TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE records (
    address TEXT PRIMARY KEY,  -- digest of all of the following: what is asked, all inputs, the content
    asked TEXT NOT NULL,       -- digest of the task and the environment
    closure TEXT NOT NULL,     -- which files of gaproof were reached: closures.digest
    code TEXT NOT NULL,        -- the digest of their content
    files TEXT NOT NULL,       -- the other files with their digests, "" for one that was not there
    content BLOB NOT NULL,
    made REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX by_question ON records (asked);
"""


class StoreError(GaproofError):
    """The store cannot be used."""


def default_path() -> Path:
    """Where the store is: the variable GAPROOF_STORE, or the user's cache folder."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else user_cache_path("gaproof", appauthor=False) / "store.sqlite"


def open_store(path: Path | None, trouble: list[str], say: Callable[[str], None], blind: bool = False) -> Store | None:
    """The store at a path, or the default one; what is wrong with it is trouble, and the run goes on without it."""
    try:
        return Store(path or default_path(), blind=blind, say=say)
    except StoreError as error:
        trouble.append(f"{error}; the run goes on without a store")
        return None


@dataclass(frozen=True)
class Inputs:
    """What a record was made from: the files of gaproof that were reached, and the others with their digests."""

    closure: list[str]
    files: dict[str, str]


class Store:
    """The store at a path, made if there is none.  A ``blind`` one remembers and does not tell.  ``say`` is told when something had to be
    set aside.

    Raises ``StoreError`` if the file cannot be opened or written.
    """

    def __init__(self, path: Path, blind: bool = False, say: Callable[[str], None] = lambda text: None) -> None:
        self.path = path.absolute()  # or SQLite may take it for a URI
        self.blind = blind
        self.say = say
        self._code: dict[str, str] = {}  # the digest of the present content of a closure
        self._db = self._opened()

    # ---- records ---------------------------------------------------------------------------------------------------------

    def find(self, asked: str, digests: Digests) -> Any | None:
        """The newest content that is recorded for a question and still holds; None if there is none."""
        if self.blind:
            return None
        with self._mending():
            rows = self._db.execute("SELECT * FROM records WHERE asked = ? ORDER BY made DESC", (asked,)).fetchall()
            for address, _, closure, code, files, content, _ in rows:
                if address != _address(asked, closure, code, files, content):
                    self.say(f"{self.path}: a record is damaged; it is removed, and what it said is checked again")
                    self._remove(address)
                elif self._holds(closure, code, files, digests):
                    return json.loads(zlib.decompress(content))
        return None

    def _holds(self, closure: str, code: str, files: str, digests: Digests) -> bool:
        if closure not in self._code:
            row = self._db.execute("SELECT files FROM closures WHERE digest = ?", (closure,)).fetchone()
            intact = row is not None and sha256(row[0].encode()).hexdigest() == closure
            self._code[closure] = digests.together(json.loads(row[0])) if intact else ""
        return self._code[closure] == code and all(digests.of(path) == known for path, known in json.loads(files).items())

    def keep(self, asked: str, inputs: Inputs, content: Any, digests: Digests) -> None:
        """Record the answer to a question.  It is there once this returns, whatever happens then."""
        reached = json.dumps(inputs.closure)
        closure, code = sha256(reached.encode()).hexdigest(), digests.together(inputs.closure)
        files, packed = json.dumps(inputs.files, sort_keys=True), zlib.compress(json.dumps(content).encode(), 1)
        record = (_address(asked, closure, code, files, packed), asked, closure, code, files, packed, time())
        with self._mending(), self._db:
            self._db.execute("INSERT OR IGNORE INTO closures VALUES (?, ?)", (closure, reached))
            self._db.execute("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?)", record)
            self._db.execute(OLDEST, (asked, asked, ANSWERS))

    def _remove(self, address: str) -> None:
        with self._db:
            self._db.execute("DELETE FROM records WHERE address = ?", (address,))

    # ---- housekeeping ----------------------------------------------------------------------------------------------------

    def count(self) -> int:
        """How many records there are."""
        with self._mending():
            return int(self._db.execute("SELECT count(*) FROM records").fetchone()[0])
        return 0

    def size(self) -> int:
        """The bytes that the store takes on the disk."""
        return sum(path.stat().st_size for path in _files(self.path) if path.exists())

    def prune(self, before: float) -> int:
        """Remove the records made before a time; returns how many."""
        with self._mending():
            with self._db:
                removed = self._db.execute("DELETE FROM records WHERE made < ?", (before,)).rowcount
                self._db.execute("DELETE FROM closures WHERE digest NOT IN (SELECT closure FROM records)")
            self._db.execute("VACUUM")
            return removed
        return 0

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # ---- the file --------------------------------------------------------------------------------------------------------

    @contextmanager
    def _mending(self) -> Iterator[None]:
        """A store that turns out to be corrupt is set aside, and what was asked of it is not known."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise StoreError(f"{self.path}: {error}") from error
        except (sqlite3.DatabaseError, zlib.error, ValueError) as error:
            self._db.close()
            self._set_aside(f"it is corrupt ({error})")
            self._db = self._opened()
            self._code.clear()

    def _opened(self) -> sqlite3.Connection:
        try:
            if self.path.exists() and not self.path.is_file():
                raise OSError("it is no regular file")
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with _alone(self.path):
                wrong = self._wrong()
                if wrong:
                    self._set_aside(wrong)
                return self._connected()
        except (OSError, ValueError, sqlite3.Error) as error:
            raise StoreError(
                f"{self.path}: the store cannot be written ({error}); name another file with --store, or use --no-store"
            ) from error

    def _connected(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=WAIT)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        if not db.execute("PRAGMA user_version").fetchone()[0]:
            db.executescript(f"BEGIN;{TABLES}PRAGMA application_id = {APPLICATION};PRAGMA user_version = {VERSION};COMMIT")
        return db

    def _wrong(self) -> str:
        """What is wrong with the file that is there, if anything."""
        if not self.path.exists() or not self.path.stat().st_size:
            return ""
        try:
            db = sqlite3.connect(self.path, timeout=WAIT)
            try:
                application, version = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
                db.execute("SELECT count(*) FROM sqlite_master").fetchone()
            finally:
                db.close()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            if self.path.suffix != ".sqlite":
                raise StoreError(f"{self.path} is no store of gaproof: name another file, or call it ….sqlite") from error
            return f"it is corrupt ({error})"
        if application != APPLICATION and (application or version):
            raise StoreError(f"{self.path} is a database of another program: name another file")
        return "" if version == VERSION else f"it was written by another version of gaproof (format {version}, this one has {VERSION})"

    def _set_aside(self, why: str) -> None:
        """Rename the store, so that a new one can be made; nothing is deleted."""
        aside = next(path for k in range(1, 10_000) if not (path := self.path.with_name(f"{self.path.name}.aside-{k}")).exists())
        for source, target in zip(_files(self.path), _files(aside), strict=True):
            if source.exists():
                source.rename(target)
        self.say(f"{self.path}: the store is set aside as {aside.name}, because {why}; everything is checked anew")


def _files(path: Path) -> list[Path]:
    """The files that SQLite keeps for a database."""
    return [path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm")]


def _address(*parts: str | bytes) -> str:
    """One digest of several texts, which cannot be shifted from one to the next."""
    return sha256(b"".join(sha256(part if isinstance(part, bytes) else part.encode()).digest() for part in parts)).hexdigest()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Only one process at a time opens or sets aside a store."""
    with open(path.with_name(path.name + ".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
