"""Counterexamples: made as simple as they can be, written to a file, and tried again from it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import copysign, frexp, ldexp, trunc
from pathlib import Path
from typing import Any

import torch

from ..drawing import Drawing
from ..errors import GaproofError
from ..notation import plain
from ..numeric.ball import BallArithmetic
from ..numeric.exact import ExactArithmetic
from ..proof.statement import Statement
from ..proof.substitution import Lambda, apply
from ..proof.syntax import REAL, App, Sort, Symbol, Type
from .campaign import Found, cases, confirmed
from .sequents import Given

FORMAT = "gaproof-counterexample/1"
ROUNDS = 60  # of shrinking; each makes one number simpler


class CounterexampleError(GaproofError):
    """A file is no counterexample to this statement."""


# ---- shrinking -----------------------------------------------------------------------------------------------------------


def shrunk(found: Found) -> Found:
    """The same failure at smaller sizes and with simpler numbers, as long as the sequent still fails."""
    while (smaller := _smaller(found)) is not None:
        found = smaller
    drawn = {s: found.model.tables[s].numbers for s in found.case.sampler.symbols}
    for _ in range(ROUNDS):
        better = _step(found, drawn)
        if better is None:
            break
        drawn = better
    return replace(found, model=found.case.sampler.completed(found.model.sizes, drawn))


def _smaller(found: Found) -> Found | None:
    """One element less in one index type."""
    case = found.case
    for sort, size in sorted(found.model.sizes.items()):
        for gone in reversed(range(size)) if size > 1 else ():
            drawn = {s: _without(found.model.tables[s].numbers, s, sort, gone) for s in case.sampler.symbols}
            model = case.sampler.completed({**found.model.sizes, sort: size - 1}, drawn)
            if confirmed(case, model):
                return Found(case, model)
    return None


def _without(numbers: torch.Tensor, symbol: Symbol, sort: Sort, gone: int) -> torch.Tensor:
    """A table without the places of one element; an index that was this element becomes the first one."""
    for axis, param in enumerate(symbol.type.params):
        if param == sort:
            numbers = torch.cat([numbers.narrow(axis, 0, gone), numbers.narrow(axis, gone + 1, numbers.shape[axis] - gone - 1)], axis)
    if symbol.type.result == sort:
        numbers = torch.where(numbers == gone, 0, numbers - (numbers > gone).to(numbers.dtype))
    return numbers


def _step(found: Found, drawn: dict[Symbol, torch.Tensor]) -> dict[Symbol, torch.Tensor] | None:
    """One entry simpler, if the sequent still fails then: all candidates are one batch."""
    candidates = list(_candidates(drawn))
    if not candidates:
        return None
    values = {s: t.repeat_interleave(len(candidates), -1) for s, t in drawn.items()}
    for k, (symbol, place, value) in enumerate(candidates):
        values[symbol].view(-1, len(candidates))[place, k] = value
    model = found.case.sampler.completed(found.model.sizes, values)
    for arithmetic in (found.case.sampler.arithmetic, ExactArithmetic()):  # the latter also where balls only meet
        for k in found.case.trial.run(model, arithmetic).failing.nonzero().flatten().tolist():
            if confirmed(found.case, model.instances(k, 1)):
                return {s: t[..., k : k + 1] for s, t in values.items()}
    return None


def _candidates(drawn: dict[Symbol, torch.Tensor]) -> Iterator[tuple[Symbol, int, float]]:
    """Simpler values for an entry, the simplest first."""
    for symbol, table in drawn.items():
        for place, x in enumerate(table.flatten().tolist()):
            for value in sorted(set(_simpler(x)), key=_cost):
                if _cost(value) < _cost(x):
                    yield symbol, place, value


def _simpler(x: float) -> Iterator[float]:
    """0, 1, what is near x and shorter, what is nearer to 0; of a number of extreme size, one whose exponent is half as large."""
    yield from (0, 1)
    if 2**-10 < abs(x) < 2**53:
        yield from (trunc(x / 2), trunc(x) - int(copysign(1, x)))
        yield from (near(x * k) / k for k in (1, 2, 4, 8, 16) for near in (trunc, round))
    elif x:
        yield ldexp(copysign(1, x), frexp(x)[1] // 2)


def _cost(x: float) -> tuple[int, int, float]:
    """How complicated a number is: 0, then 1, then whole numbers, then others."""
    return (0 if x == 0 else 1 if x == 1 else 2 if x == int(x) else 3, int(Fraction(x).denominator.bit_length()), abs(x))


# ---- words ---------------------------------------------------------------------------------------------------------------


def described(found: Found) -> str:
    """Sizes, numbers, and what is made of them, in a line."""
    said = [f"|{s.name}| = {n}" for s, n in sorted(found.model.sizes.items())]
    said += [f"{s.name} = {json.dumps(_nested(t.numbers))}".replace('"', "") for s, t in sorted(found.model.tables.items())]
    made = {s: v for s, v in found.case.imposed.values.items() if not s.name.endswith("_drawn")}
    return "; ".join(said + [_definition(s, v) for s, v in sorted((found.case.functions | made).items())])


def _definition(symbol: Symbol, value: Lambda) -> str:
    names = [Symbol(f"a{k}", Type((), sort)) for k, sort in enumerate(value.params)]
    body = plain(apply(value, tuple(map(App, names))))
    return f"{plain(App(symbol, *map(App, names)))} = {body}" if names else f"{symbol.name} = {body}"


def _nested(numbers: torch.Tensor) -> Any:
    """The entries of one instance as nested lists: integers, or fractions as text."""

    def told(x: Any) -> Any:
        return list(map(told, x)) if isinstance(x, list) else int(x) if x == int(x) else str(Fraction(x))

    return told(numbers[..., 0].tolist())


# ---- files ---------------------------------------------------------------------------------------------------------------


def write(found: Found, statement: Statement, about: Mapping[str, Any], folder: Path) -> Path:
    """A file that ``try_again`` reads; ``about`` says which claim, part and theorem file it is about."""
    document = {
        "format": FORMAT,
        **about,
        "statement": statement.digest,
        "says": described(found),
        "case": found.case.number,
        "sizes": {s.name: n for s, n in sorted(found.model.sizes.items())},
        "values": {s.name: _nested(found.model.tables[s].numbers) for s in found.case.sampler.symbols},
    }
    folder.mkdir(parents=True, exist_ok=True)
    name = ".".join(filter(None, [about["claim"], about["part"]]))
    path = folder / re.sub(r"[^\w.-]", "_", f"{name}.json")
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> dict[str, Any]:
    """The content of such a file."""
    try:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        _ = document["claim"] + document["part"] + document["file"] + document["statement"], document["case"]
        _ = document["sizes"].items(), document["values"].items()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CounterexampleError(f"{path}: not a counterexample ({type(error).__name__}: {error}) — gaproof check writes them") from error
    if document.get("format") != FORMAT:
        raise CounterexampleError(
            f"{path}: its format is {document.get('format')!r}, expected {FORMAT!r} — let gaproof check write it anew"
        )
    return document


def try_again(document: Mapping[str, Any], statement: Statement, given: Given | None, drawings: Sequence[Drawing] = ()) -> Found | None:
    """The failure that a file describes, if it still is one; None if the statement holds there."""
    if document["statement"] != statement.digest:
        raise CounterexampleError("it is about another statement than the part makes now — check the claim again")
    case = next((c for c in cases(statement, given, BallArithmetic(), drawings=drawings) if c.number == document["case"]), None)
    known = case is not None and {s.name for s in case.sampler.symbols} == set(document["values"])
    if case is None or not known or {s.name for s in case.sampler.sorts} != set(document["sizes"]):
        raise CounterexampleError("its sizes and values are not those of the statement's symbols — let gaproof check write it anew")
    sizes = {s: document["sizes"][s.name] for s in case.sampler.sorts}
    model = case.sampler.completed(sizes, {s: _tensor(document["values"][s.name], s) for s in case.sampler.symbols})
    return Found(case, model) if confirmed(case, model) else None


def _tensor(values: Any, symbol: Symbol) -> torch.Tensor:
    """Nested lists as the one instance of a batch; every number must be one that a float holds."""

    def number(x: Any) -> Any:
        if isinstance(x, list):
            return list(map(number, x))
        q = Fraction(x)
        if float(q) != q:
            raise CounterexampleError(f"{symbol.name} has the value {x}, which no float64 holds — write a number that one does")
        if symbol.type.result != REAL and q.denominator > 1:
            raise CounterexampleError(f"{symbol.name} has the value {x}, expected an integer — it stands for an element")
        return float(q) if symbol.type.result == REAL else int(q)

    try:
        dtype = torch.float64 if symbol.type.result == REAL else torch.int64
        return torch.tensor(number(values), dtype=dtype)[..., None]
    except (ValueError, TypeError, ArithmeticError) as error:
        raise CounterexampleError(f"{symbol.name}: {error} — values are nested lists of numbers, or of fractions as text") from error
