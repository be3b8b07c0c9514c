"""Replay: run every step of a certificate through the rules again and compare what comes out with what it says.

Run ``python -m gaproof.proof CERTIFICATE …`` for a fresh process that loads nothing but this package.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import CertificateError, GaproofError
from . import rules as rules  # registers the rules
from .axioms import digest
from .certificate import Reader, satisfied
from .statement import Statement
from .theorem import RULES, Theorem


@dataclass(frozen=True)
class Part:
    """A statement that a certificate proves, and the axioms it rests on (name → digest of the formula)."""

    digest: str
    axioms: dict[str, str]
    consistent: bool  # its hypotheses have a model
    statement: Statement


@dataclass(frozen=True)
class Replayed:
    """A certificate that was accepted."""

    claim: str
    parts: dict[str, Part]
    steps: int


def replay_file(path: Path) -> Replayed:
    """Read and replay a certificate; raises ``CertificateError`` with the place of the first thing that is wrong."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_constant)
    except (OSError, ValueError, RecursionError, CertificateError) as error:
        raise CertificateError(f"{path}: not a readable JSON file ({error})") from error
    return replay(document)


def _no_constant(name: str) -> Any:
    raise CertificateError(f"{name} is not a number")


def replay(document: Any) -> Replayed:
    """Replay a decoded certificate."""
    place = "tables"
    try:
        reader = Reader(document)
        theorems: list[Theorem] = []
        for number, step in enumerate(document["steps"]):
            place = f"step {number} ({step['rule']})"
            theorems.append(_step(reader, theorems, step))
        parts = {}
        for name, entry in document["parts"].items():
            place = f"part {name!r}"
            if entry["step"] is not None:  # else it is stated, and not proved
                parts[name] = _part(reader, theorems, entry)
        if not parts:
            raise CertificateError("it proves nothing")
        return Replayed(str(document["claim"]), parts, len(theorems))
    except GaproofError as error:
        raise CertificateError(f"{place}: {error}") from error
    except Exception as error:  # whatever the document makes Python say, the certificate is refused
        raise CertificateError(f"{place}: malformed ({type(error).__name__}: {error})") from error


def _step(reader: Reader, earlier: list[Theorem], step: Any) -> Theorem:
    numbers = step["premises"]
    if not all(type(n) is int and 0 <= n < len(earlier) for n in numbers):
        raise CertificateError(f"premises {numbers} are not all earlier steps")
    if step["rule"] not in RULES:
        raise CertificateError("no such rule")
    params = {name: reader.value(value) for name, value in step["params"].items()}
    theorem = RULES[step["rule"]](*(earlier[n] for n in numbers), **params)
    if theorem.conclusion != reader.formula(step["conclusion"]):
        raise CertificateError("the rule gives another conclusion than the certificate says")
    if theorem.hypotheses != reader.pick(step["hypotheses"]):
        raise CertificateError("the rule gives other hypotheses than the certificate says")
    return theorem


def _part(reader: Reader, theorems: list[Theorem], entry: Any) -> Part:
    statement = Statement({name: reader.formula(n) for name, n in entry["hypotheses"].items()}, reader.formula(entry["conclusion"]))
    if statement.digest != entry["digest"]:
        raise CertificateError("the statement does not have the digest that is written beside it")
    theorem = _at(theorems, entry["step"])
    missing = statement.missing(theorem)
    if missing:
        raise CertificateError(f"the theorem needs {len(missing)} hypotheses that the statement does not grant: {missing[0].key}")
    listed = [(a["name"], reader.formula(a["formula"]), a["digest"]) for a in entry["axioms"]]
    if listed != [(name, formula, digest(formula)) for name, formula in sorted(theorem.axioms)]:
        raise CertificateError("the axioms used are not those listed")
    axioms = {name: mark for name, _, mark in listed}
    if len(axioms) != len(listed):
        raise CertificateError("one name stands for two axioms")
    return Part(statement.digest, axioms, not statement.hypotheses or _has_model(reader, theorems, statement, entry["model"]), statement)


def _at(theorems: list[Theorem], number: Any) -> Theorem:
    if type(number) is not int or not 0 <= number < len(theorems):
        raise CertificateError(f"no step {number!r}")
    return theorems[number]


def _has_model(reader: Reader, theorems: list[Theorem], statement: Statement, model: Any) -> bool:
    """Whether a step proves, from nothing, all hypotheses at the values given; a wrong model is an error, none is False."""
    if model is None:
        return False
    theorem = _at(theorems, model["step"])
    wanted = satisfied(statement, reader.value(model["sorts"]), reader.value(model["values"]))
    if theorem.conclusion != wanted or theorem.hypotheses or theorem.axioms:
        raise CertificateError("the step named as a model does not prove the hypotheses there")
    return True
