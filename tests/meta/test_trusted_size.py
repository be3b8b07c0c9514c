"""The trusted part stays small enough to read, and the README says how large it is."""

import ast
import io
import re
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROOF = ROOT / "gaproof" / "proof"
UNTRUSTED = {"export.py", "__init__.py"}  # writing certificates decides nothing; an index
LANGUAGE = {"syntax.py", "substitution.py"}
LIMIT = 1200
LAYOUT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def code_lines(source: str) -> int:
    """Lines with code: no blank lines, comments, docstrings or imports."""
    left_out: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            left_out |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            left_out |= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in LAYOUT:
            lines |= set(range(token.start[0], token.end[0] + 1))
    return len(lines - left_out)


def counted(files: set[str]) -> int:
    return sum(code_lines((PROOF / name).read_text(encoding="utf-8")) for name in files)


def test_only_lines_of_code_count() -> None:
    assert 2 == code_lines('"""Title."""\n\nimport os\nfrom os import (\n    path,\n)\n\n# why\nx = """a\nb"""\n')


def test_rules_normal_form_statement_axioms_and_replay_are_under_the_limit() -> None:
    rules = {f.name for f in PROOF.glob("*.py")} - UNTRUSTED - LANGUAGE
    assert counted(rules) < LIMIT


def test_the_readme_says_how_many_lines_there_are_to_read() -> None:
    rules = {f.name for f in PROOF.glob("*.py")} - UNTRUSTED - LANGUAGE
    said = re.search(r"(\d+) lines of code, and (\d+) more", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert said is not None
    assert (counted(rules), counted(LANGUAGE)) == tuple(map(int, said.groups()))
