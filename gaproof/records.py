"""Where what is known about the mutants of a theorem file lies: beside ``row.py``, models in ``row.mutants.json`` and proofs in
``_row_mutants.py``."""

from pathlib import Path

MUTANTS = "gaproof-mutants/1"  # the format of a record


def record_of(theorem_file: str) -> Path:
    """The record of a theorem file."""
    return Path(theorem_file).with_suffix(".mutants.json")


def proofs_of(theorem_file: str) -> Path:
    """The file that proves mutants of a theorem file; like all whose names start with _ it declares no claims."""
    path = Path(theorem_file)
    return path.with_name(f"_{path.stem}_mutants.py")
