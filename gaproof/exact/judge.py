"""Whether a formula holds in a model: provably, provably not, or cannot tell.  Comparisons of balls mean "provably"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from flint import fmpq

from ..proof.syntax import And, Eq, Exists, ForAll, Formula, Implies, Le, Lt, Ne
from .affine import Affine, Entry, Unknown
from .evaluate import Evaluator, Place, Undecided, Undefined, Value, differ, narrow, over_indices, same, speaks_of_numbers
from .exponentials import ball
from .small import Small, sign
from .turns import Turning


class Verdict(NamedTuple):
    """Whether a formula holds (None: cannot tell), whether every ball compared was narrow, and entries without a value that would help."""

    holds: bool | None
    sharp: bool = True
    wanted: tuple[Entry, ...] = ()

    def __invert__(self) -> Verdict:
        return self._replace(holds=None if self.holds is None else not self.holds)


UNKNOWN = Verdict(None, False)


def judge(model: Evaluator, f: Formula, at: Place = (), *, trusting: bool = False) -> Verdict:
    """Kleene's logic.  ``trusting``: narrow balls that meet are equal numbers; otherwise they prove nothing."""
    key = (f.key, at[len(at) - f.loose :], trusting)
    found: Verdict | None = model.known.get(key)
    if found is None:
        found = _judged(model, f, at, trusting)
        model.remember(f, key, found)
    return found


def _judged(model: Evaluator, f: Any, at: Place, trusting: bool) -> Verdict:
    match f:
        case Eq() | Ne() | Le() | Lt():
            return _comparison(model, f, at, trusting)
        case And():
            return every(judge(model, part, at, trusting=trusting) for part in f.children)
        case Implies():
            return ~every(v if k == 0 else ~v for k, v in _sides(f, lambda side: judge(model, side, at, trusting=trusting)))
        case ForAll() if over_indices(f):
            return _everywhere(model, f, lambda k: judge(model, f.children[0], (*at, k), trusting=trusting))
        case Exists() if over_indices(f):
            return ~_everywhere(model, f, lambda k: ~judge(model, f.children[0], (*at, k), trusting=trusting))
    return model.quantified(f, at) or UNKNOWN


def _sides(f: Implies, verdict: Callable[[Formula], Verdict]) -> Iterator[tuple[int, Verdict]]:
    """The verdicts on the condition and on what follows; what may take long comes last, since the other may settle it."""
    sides = list(enumerate(f.children))
    if speaks_of_numbers(f.children[0]):
        sides.sort(key=lambda side: (speaks_of_numbers(side[1]), len(side[1].key)))
    yield from ((k, verdict(side)) for k, side in sides)


def _everywhere(model: Evaluator, f: Any, verdict: Callable[[int], Verdict]) -> Verdict:
    try:
        out = every(map(verdict, model.places(f)))
    except Undecided:  # a type whose elements are not known
        return UNKNOWN
    return UNKNOWN if out.holds and not model.suffice(f) else out


def every(verdicts: Iterable[Verdict]) -> Verdict:
    """Whether all hold; what comes after the first that does not is not looked at."""
    holds: bool | None = True
    sharp, wanted = True, dict[Entry, None]()
    for v in verdicts:
        if v.holds is False:
            return Verdict(False, v.sharp)
        holds, sharp = (holds if v.holds else None), sharp and v.sharp
        wanted |= dict.fromkeys(v.wanted)
    return Verdict(holds, sharp, () if holds else tuple(wanted))


def _comparison(model: Evaluator, f: Formula, at: Place, trusting: bool) -> Verdict:
    sides: list[Value] = []
    wanted: tuple[Entry, ...] = ()
    for side in f.children:
        try:
            sides.append(model.value(side, at))
        except Unknown as missing:
            wanted += missing.entries
        except (Undefined, Undecided):
            return UNKNOWN
    if wanted:
        return _implied(model, f, at, wanted)
    if f.children[0] == f.children[1]:  # balls do not tell that a number is itself
        return Verdict(type(f) in (Eq, Le))
    x, y = sides
    if isinstance(x, Affine | Turning) or isinstance(y, Affine | Turning):
        try:
            x, y = x - y, fmpq(0)
        except Unknown as missing:
            return _implied(model, f, at, missing.entries)
        except Undecided:
            return UNKNOWN
    if isinstance(x, Affine | Turning):
        return _implied(model, f, at, x.entries)
    try:
        return _compared(f, x, y, trusting)
    except Undecided:  # a ball, and a number that depends on another as small as one likes
        return UNKNOWN


def _implied(model: Evaluator, f: Formula, at: Place, wanted: tuple[Entry, ...]) -> Verdict:
    holds = model.implied(f, at)
    return Verdict(None, False, wanted) if holds is None else Verdict(holds, False)


def _compared(f: Formula, x: Value, y: Value, trusting: bool) -> Verdict:
    sharp = narrow(x) and narrow(y)
    exact = type(x) is fmpq and type(y) is fmpq
    equal = False if differ(x, y) else True if same(x, y) or (sharp and trusting) else None
    match f:
        case Eq():
            return Verdict(equal, sharp)
        case Ne():
            return ~Verdict(equal, sharp)
    if equal:
        return Verdict(type(f) is Le, sharp)
    if Small in (type(x), type(y)):
        way = sign(x - y)
        below, above = way < 0, way > 0
    else:
        below, above = (x < y, x > y) if exact else (ball(x) < ball(y), ball(x) > ball(y))
    return Verdict(True if below else False if above else None, sharp)
