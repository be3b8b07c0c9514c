"""Where what is on record about the mutants of a theorem file lies: ``row.mutants.json`` beside ``row.py``."""

from pathlib import Path

MUTANTS = "gaproof-mutants/1"  # the format of a record


def record_of(theorem_file: str) -> Path:
    """The record of a theorem file."""
    return Path(theorem_file).with_suffix(".mutants.json")
