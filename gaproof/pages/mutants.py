"""What one wrong thing costs: for each mutant of a claim a model at which it fails, or why none is known."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..records import record_of
from ..runner.verdict import Outcome
from .claims import escaped

BREAK = ""
LONG = 160  # a model with more characters is said to be in the file
BESIDES = "o"  # the element that a mutant leaves out of a sum


def fates(outcome: Outcome) -> Iterator[str]:
    """The mutants of each part, folded away: those that a model on record refutes, those that survive, each with the reason."""
    tested = outcome.tested
    if tested is None:
        return
    path = record_of(tested.file)
    document = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {"parts": {}}
    yield from (":::{dropdown} What one wrong thing costs", ":class-container: aside", BREAK)
    yield (
        "A mutant is the statement with one thing wrong. Here are those of this claim with a model at which they fail, "
        "found by `gaproof attack` and judged anew for this page, and those that survive."
    )
    for name, part in tested.parts.items():
        called = f"{outcome.id}[{name}]" if name else outcome.id
        survivors = dict(text.split(" — ", 1) for text in part["mutants"]["survivors"])
        refuted = [
            (mutant, shown(model))
            for model in document["parts"].get(called, {}).get("models", [])
            for mutant in model["refutes"]
            if mutant not in survivors
        ]
        rows = [*refuted, *((mutant, f"survives: {why}") for mutant, why in survivors.items())]
        if rows:
            yield from (BREAK, f"**{escaped(name)}**" if name else BREAK, BREAK, "| what is wrong | where it fails |", "|---|---|")
            yield from (f"| {escaped(mutant)} | {escaped(said)} |" for mutant, said in rows)
    yield from (BREAK, ":::", BREAK)


def shown(model: Mapping[str, Any]) -> str:
    """A recorded model in a line."""
    sizes = [f"|{name}| = {n}" for name, n in model["sizes"].items()]
    values = [f"{name} = {_number(value)}" for name, value in model["values"].items() if name.rstrip("_") != BESIDES]
    terms = ["functions as in the file"] if model.get("functions") else []
    undefined = [f"1/0 = {_number(model['undefined'])}"] if "undefined" in model else []
    line = ", ".join([*sizes, *values, *terms, *undefined])
    return line if len(line) <= LONG else ", ".join([*sizes, "numbers as in the file", *undefined])


def _number(value: Any) -> str:
    match value:
        case list():
            return f"[{', '.join(map(_number, value))}]"
        case {"above": above, "below": below}:
            bottom = _sum(below)
            return _sum(above) if bottom == "1" else f"({_sum(above)})/({bottom})"
        case {"small": list(terms)}:
            return " + ".join(
                _product(str(q), *(_power("η", k) if k else []), *([f"exp({_exponent(r)})"] if r else [])) for k, r, q in terms
            )
    return str(value)


def _sum(terms: list[Any]) -> str:
    """Σ q·eʳ·Π (log a)ᵏ."""
    return " + ".join(
        _product(
            q, *([] if r == "0" else [f"exp({r})"]), *(x for a, k in (logs[0] if logs else ()) for x in _power(f"log({_number(a)})", k))
        )
        for r, q, *logs in terms
    )


def _exponent(powers: Mapping[str, Any]) -> str:
    return " + ".join(_product(str(c), *_power("η", int(p))) for p, c in powers.items())


def _power(base: str, k: int) -> list[str]:
    return [base if k == 1 else f"{base}^{k}"]


def _product(q: str, *factors: str) -> str:
    return "·".join([*([] if q == "1" and factors else [q]), *factors])
