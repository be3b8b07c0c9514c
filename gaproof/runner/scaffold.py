"""A new theorem file: one that passes as it is, with comments that say what to replace."""

from __future__ import annotations

from dataclasses import dataclass
from keyword import iskeyword
from pathlib import Path

from ..errors import GaproofError
from .sources import Folder, folder_of

TEXT = '''"""Moving every value by t moves their mean by t.

Replace: the claim in one sentence above; here what it means, why it holds, and its source.
"""

from gaproof import Claim
from gaproof.terms import Eq, Sum, field, index, scalar, sizes

# The variables.  The proof is for every size n at once.
n = sizes("n")
j = index("j", n)
w, v, t = field("w", j), field("v", j), scalar("t")


def mean(x):
    return Sum(w[j] * x, j)


# The statement: what is given, each hypothesis under a name, and what it shows.  `gaproof show {id}` prints what the kernel reads.
claim = Claim(
    "{id}",
    given={{"unit": Eq(Sum(w[j], j), 1)}},
    shows=Eq(mean(v[j] + t), mean(v[j]) + t),
)


# The proof.  The sides differ by (Σ w − 1)·t: an equation that is used comes with its factor.
@claim.proof
def weights_sum_to_one(p):
    return p.identity((p["unit"], t))


# A near miss: a false statement that is close to the true one.  The proof must refuse it.
@claim.near_miss("t counts once, not once for each value: n = 2")
def once_for_each():
    return Eq(mean(v[j] + t), mean(v[j]) + n * t)


# Why each hypothesis is needed: values at which the others hold and the conclusion fails.
claim.necessary("unit", "weights 0 have the mean 0, whatever t", at={{w: [0], v: [0], t: 1}})
'''


@dataclass(frozen=True)
class Scaffold:
    """A theorem file that was written, and the folder that it belongs to."""

    file: Path
    folder: Folder

    @property
    def locked(self) -> bool:
        return self.folder.lock.is_file()


def scaffold(id: str, root: Path) -> Scaffold:
    """Write ``<root>/<chapter>/<name>.py``; raises ``GaproofError`` or ``OSError``, and overwrites nothing."""
    chapter, name = checked_id(id)
    around = folder_of(root.resolve() / "any.py")
    if around.strict and around.root != root.resolve():
        raise GaproofError(f"{root} is a chapter of {around.root}: gaproof new {id} --in {around.root}")
    file = root / chapter / f"{name}.py"
    for place in (root, root / chapter):
        if place.exists() and not place.is_dir():
            raise GaproofError(f"{place} is a file, not a folder: name another with --in FOLDER")
    if file.exists():
        raise GaproofError(f"{file} exists and is left as it is: choose another id")
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8") as stream:
        stream.write(TEXT.format(id=id))
    return Scaffold(file, Folder(root, strict=True))


def checked_id(id: str) -> tuple[str, str]:
    """Chapter and name of an id that a theorem file can have; both name modules, so neither may be a word of Python."""
    words = id.split(".")
    if len(words) != 2 or not all(word.isidentifier() for word in words):
        raise GaproofError(f"an id is chapter.name, two words of letters, digits and _, got {id!r}: try anchor.mean")
    for word in words:
        if iskeyword(word):
            raise GaproofError(f"{word!r} is a word of Python and cannot name a module: choose another, such as {word}_")
        if word.startswith("_") or word == "conftest":
            raise GaproofError(f"no theorem is looked for in files and folders called {word!r}: choose another name")
    return words[0], words[1]
