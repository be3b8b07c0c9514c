"""Models on record: where a statement fails is found once, by a long search, and tried again in milliseconds on every run.

Nothing on record is believed.  A model is plain data, and says something only if at it, judged anew, hypotheses certainly hold and a
conclusion certainly fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, final

from flint import fmpq

from ..errors import GaproofError
from ..proof.certificate import Json
from ..proof.export import terms_as_json, terms_from_json
from ..proof.substitution import Lambda
from ..proof.syntax import Formula, Sort, Symbol
from .affine import Affine
from .evaluate import NOUGHT, UNIT, precision
from .exponentials import Exponential, ball, exponential, logarithm
from .instance import Instance
from .search import JUNK
from .small import small
from .turns import TURNS
from .values import InstanceError, axis, places

OWN = "what the record says that 1/0 is"
WORK = 20_000  # terms evaluated while one formula is judged: a model on record is one that says what it has to say at once


class RecordError(GaproofError):
    """What is on record is no model of this statement."""


@final
@dataclass(frozen=True)
class Recorded:
    """Sizes of index types and nested lists of numbers, by name; ``functions``: terms in the place of symbols, as they stand in a
    certificate; ``tried``: values that variables of quantifiers are tried at; ``undefined``: what 1/0 and log x for x ≤ 0 are in it, if it
    is a model for this value alone.  A number is an integer, a fraction as text, or
    above/below as two lists of terms: (r, q) is q·eʳ, and (r, q, ((a, k), …)) is that times Π(log a)ᵏ.  What is tried may depend on an η
    as small as one likes: a list of terms (k, r, q) is Σ q·ηᵏ·eʳ, r being the sum of c·ηᵖ for p: c."""

    sizes: Mapping[str, int]
    values: Mapping[str, Json]
    functions: Json = None
    tried: Mapping[str, Json] = field(default_factory=dict)
    undefined: Json = None

    def at(self, symbols: Mapping[str, Symbol], sorts: Mapping[str, Sort], undefined: Any = None) -> Instance:
        """The model of these symbols; what it says of others is left out."""
        try:
            functions = terms_from_json(self.functions) if self.functions else {}
            known = {s.name: s for value in functions.values() for s in value.body.free} | dict(symbols)
            with precision():
                undefined = _number(self.undefined) if undefined == OWN else undefined
                values = {known[name]: _read(value) for name, value in self.values.items() if name in known}
            sizes = {sorts[name]: n for name, n in self.sizes.items() if name in sorts}
            return Instance(sizes, values, functions, undefined=undefined, tried={name: _read(x) for name, x in self.tried.items()})
        except (KeyError, TypeError, ValueError, ZeroDivisionError, AttributeError) as error:
            raise RecordError(f"not a model ({type(error).__name__}: {error}): delete it, and let gaproof attack search again") from error


@final
@dataclass
class Model:
    """A recorded model at the symbols of a statement, with every value for 1/0 and log 0 that is asked for."""

    recorded: Recorded
    symbols: Mapping[str, Symbol]
    sorts: Mapping[str, Sort]
    _made: dict[Any, Instance] = field(default_factory=dict)
    _known: dict[tuple[Any, Formula], bool | None] = field(default_factory=dict)  # many statements have the same hypotheses

    def refutes(self, hypotheses: Sequence[Formula], conclusion: Formula) -> bool:
        """Whether the hypotheses certainly hold and the conclusion certainly fails: where 1/0 and log 0 are what the record says, or
        whatever they are if it says nothing."""
        try:
            if self.recorded.undefined is not None:
                return self._fails(OWN, hypotheses, conclusion)
            if self._fails(None, hypotheses, conclusion):
                return True
            return self._made[None].divided and all(self._fails(q, hypotheses, conclusion) for q in JUNK)
        except InstanceError:  # it is about other symbols
            return False

    def satisfies(self, formulas: Sequence[Formula]) -> bool:
        """Whether all of some formulas certainly hold, without a value of 1/0 or log 0."""
        try:
            return all(self._holds(None, formula) for formula in formulas)
        except InstanceError:
            return False

    def _fails(self, undefined: Any, hypotheses: Sequence[Formula], conclusion: Formula) -> bool:
        return self._holds(undefined, conclusion) is False and all(self._holds(undefined, h) for h in hypotheses)

    def _holds(self, undefined: Any, formula: Formula) -> bool | None:
        if undefined not in self._made:
            self._made[undefined] = self.recorded.at(self.symbols, self.sorts, undefined)
        if (undefined, formula) not in self._known:
            known = None if undefined is None else self._holds(None, formula)  # what is so without a value is so with any
            self._known[undefined, formula] = self._judged(self._made[undefined], formula) if known is None else known
        return self._known[undefined, formula]

    def _judged(self, model: Instance, formula: Formula) -> bool | None:
        model.most, model.steps = model.work + WORK, 0  # each question is allowed as much as the first
        return model.holds(formula)


def recorded(
    sizes: Mapping[Sort, int], entries: Mapping[tuple[Any, ...], Any], functions: Mapping[Symbol, Lambda], symbols: Sequence[Symbol]
) -> Recorded | None:
    """The record of a model given by the entries of its tables, those that are missing or open being 0; None if some number is known
    only as a ball."""
    values: dict[str, Json] = {}
    for symbol in sorted({*symbols, *(s for value in functions.values() for s in value.body.free)} - {*functions, *TURNS}):
        if symbol.constant:
            continue
        found = {place: _written(entries.get((symbol, *place), 0)) for place in places(symbol, sizes)}
        if None in found.values():
            return None
        values[symbol.name] = _nested(symbol, sizes, found)
    terms = {s: value for s, value in functions.items() if s in symbols}
    return Recorded({s.name: n for s, n in sorted(sizes.items())}, values, terms_as_json(terms) if terms else None)


def _nested(symbol: Symbol, sizes: Mapping[Sort, int], found: Mapping[tuple[int, ...], Json], at: tuple[int, ...] = ()) -> Json:
    if len(at) == len(symbol.type.params):
        return found[at]
    return [_nested(symbol, sizes, found, (*at, k)) for k in axis(symbol.type.params[len(at)], sizes)]


def _written(x: Any) -> Json:
    match x:
        case int():
            return x
        case fmpq():
            return int(x) if x.q == 1 else str(x)
        case Exponential():
            return {"above": _terms(x.above.items()), "below": _terms(x.below.items())}
        case Affine():  # with 0 for what is left open
            return _written(x.constant)
    return None


def _terms(total: Iterable[tuple[Any, fmpq]]) -> Json:
    """The terms of a sum."""
    return [[str(r), str(q), *([[[_argument(a), k] for a, k in logs]] if logs else [])] for (r, logs), q in total]


def _argument(a: Any) -> Json:
    return a if type(a) is int else {"above": _terms(a), "below": [["0", "1"]]}


def _number(value: Json) -> Any:
    if isinstance(value, list):
        raise ValueError(f"{value!r} is no number")
    return _read(value)


def _read(value: Json) -> Any:
    match value:
        case list():
            return [_read(x) for x in value]
        case str():
            return _fraction(value)
        case {"above": above, "below": below}:
            return _sum(above) * (1 / _sum(below))
        case {"small": list(terms)}:
            return small({(k, tuple((int(p), fmpq(_read(c))) for p, c in r.items())): fmpq(_read(q)) for k, r, q in terms})
        case int() if not isinstance(value, bool):
            return value
    raise ValueError(f"{value!r} is no number")


def _sum(terms: Json) -> Any:
    return sum((_fraction(q) * exponential(_fraction(r)) * _logs(*logs) for r, q, *logs in terms), NOUGHT)


def _logs(powers: Json = ()) -> Any:
    """Π (log a)ᵏ."""
    out: Any = UNIT
    for a, k in powers:
        x = _read(a)
        if not ball(x) > 0:
            raise ValueError(f"log {a} has no value")
        for _ in range(k):
            out = logarithm(fmpq(x) if type(x) is int else x) * out
    return out


def _fraction(text: str) -> fmpq:
    above, _, below = text.partition("/")
    return fmpq(int(above), int(below or 1))
