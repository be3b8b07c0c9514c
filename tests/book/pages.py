"""The pages of the book as files: which there are, what is on them, and what is wrong with them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
DIRECTIVES = ("claim", "proof", "evidence", "links")
OPTIONS = re.compile(r"^```\{code-cell\}[^\n]*\n---\n(.*?)^---$", re.M | re.S)
ENTRY = re.compile(r"^\s*(?:- file|root): *(\S+)\s*$", re.M)


def ids(theorems: Path) -> set[str]:
    """The ids of the theorem files in a folder."""
    return {f"{path.parent.name}.{path.stem}" for path in theorems.glob("*/*.py") if path.stem[0] != "_"}


def pages(book: Path) -> set[str]:
    """The ids whose page would be in a book: its files in chapters, without their index."""
    return {f"{path.parent.name}.{path.stem}" for path in book.glob("*/*.md") if path.parent.name[0] != "_" and path.stem != "index"}


def title(theorem: Path) -> str:
    """The first line of the docstring of a theorem file, without its period."""
    return (ast.get_docstring(ast.parse(theorem.read_text(encoding="utf-8"))) or "").partition("\n")[0].rstrip(".")


def readable(options: str) -> bool:
    """Whether the options of a cell are YAML."""
    try:
        return isinstance(yaml.safe_load(options), dict)
    except yaml.YAMLError:
        return False


def problems(book: Path, theorems: Path) -> Iterator[str]:
    """What is wrong with the pages of the theorems and the table of contents."""
    claims, written = ids(theorems), pages(book)
    yield from (f"{id} has no page" for id in sorted(claims - written))
    yield from (f"the page {id} has no theorem" for id in sorted(written - claims))
    for id in sorted(claims & written):
        place = id.replace(".", "/")
        text = (book / f"{place}.md").read_text(encoding="utf-8")
        heads = re.findall(r"^# (.*)$", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S), re.M)
        if heads != [title(theorems / f"{place}.py")]:
            yield f"{id} has the title {heads}"
        for name in DIRECTIVES:
            if re.findall(rf"^```{{{name}}} *(.*)$", text, re.M) != [id]:
                yield f"{id} does not have {{{name}}} of itself, once"
    for page in (page for page in sorted(book.rglob("*.md")) if page.relative_to(book).parts[0][0] != "_"):
        if not all(map(readable, OPTIONS.findall(page.read_text(encoding="utf-8")))):
            yield f"{page.relative_to(book).with_suffix('')} has a cell whose options cannot be read"
    listed = ENTRY.findall((book / "_toc.yml").read_text(encoding="utf-8"))
    files = {str(path.relative_to(book).with_suffix("")) for path in book.rglob("*.md") if path.relative_to(book).parts[0][0] != "_"}
    yield from (f"{file} is not in the contents" for file in sorted(files - {*listed}))
    yield from (f"the contents have {file}, which does not exist" for file in sorted({*listed} - files))
    yield from (f"{file} is in the contents twice" for file in sorted({file for file in listed if listed.count(file) > 1}))
