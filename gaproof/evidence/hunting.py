"""The long search for what refutes the mutants of a part, and the record of what it finds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from flint import fmpq

from ..claim import Part
from ..exact.affine import Entry
from ..exact.evaluate import precision
from ..exact.necessity import CITED, WITNESSED
from ..exact.recorded import Recorded, recorded
from ..exact.search import agreeing, refuting
from ..exact.values import places
from ..proof.substitution import Lambda
from ..proof.syntax import NAT, REAL, Sort, Symbol
from .campaign import EFFORTS, Found, Tally, campaign
from .counterexample import shrunk
from .equivalence import equivalent
from .imposing import determined
from .killing import reasons, refutable, survived
from .mutants import Mutant, sample
from .record import Record, Trials, Where, fails, holds, on_record
from .sequents import Given, Sequent, over_indices, sequents
from .settings import ATTACKS, Settings


def hunted(part: Part, given: Given | None, necessity: Mapping[str, str], settings: Settings) -> Record:
    """What was on record about a part and still counts, and what a search finds about the other mutants."""
    every = sample(part.statement, ATTACKS["standard"].per_kind, 0)
    hunt = _Hunt([q for q in every if necessity.get(q.where) != WITNESSED])
    known = on_record(part)
    for model, refutes in known.models:
        hunt.take(model, (None, *refutes.values()))
    hunt.exactly(settings.attack.attempts)
    tallies = hunt.drawn(part, given, settings)
    sampled = {q.name for q in hunt.left if q.name in hunt.found}
    true: dict[str, str] = {}
    for q in hunt.left:
        way = None if q.name in sampled or necessity.get(q.where) == CITED else equivalent(part, q)
        true |= {q.name: way} if way else {}
    left = [q for q in hunt.left if q.name not in true and q.name not in sampled]
    why = reasons(left, [tallies[q] for q in left], given, necessity, settings, _known(part, given))
    notes = {name: note for name, note in known.notes.items() if name in why}
    return Record(hunt.models, true, sorted(sampled), why, notes, holding(part, given, settings), near(part), current=True)


def holding(part: Part, given: Given | None, settings: Settings) -> list[tuple[Recorded, list[int]]] | None:
    """Models of the sequents of a part, each with the numbers of those that hold there; None if arrays reach all of it."""
    tally = campaign(part.statement, EFFORTS["quick"], settings.seed, settings.balls, given, part.drawings)
    if tally.models and not tally.unreached:
        return None
    stated = sequents(part.statement)
    symbols, left = sorted(frozenset[Symbol]().union(*(s.free for s in stated))), dict(enumerate(stated))
    found = []
    for sequent in stated:
        for model in agreeing(sequent.statement, attempts=settings.attack.attempts) if sequent in left.values() else ():
            sizes, _, functions = model
            kept = recorded(*model, [s for s in symbols if s in functions or all(p in (*sizes, NAT) for p in s.type.params)])
            where = [k for k, s in left.items() if kept is not None and holds(kept, s)]
            if kept is not None and where:
                found.append((kept, where))
            left = {k: s for k, s in left.items() if k not in where}
    return found


def near(part: Part) -> dict[str, Recorded]:
    """Models in which near misses fail, by the digests of what these state: of those of which the theorem file does not say why."""
    found: dict[str, Recorded] = {}
    for statement in [miss.statement for miss in part.near_misses if miss.at is None and miss.derivation is None]:
        hypotheses, left = tuple(statement.hypotheses.values()), {0: statement.conclusion}
        symbols = sorted(frozenset[Symbol]().union(*(g.free for g in (*hypotheses, statement.conclusion))))
        for model in refuting(hypotheses, left, (0,)):
            kept = recorded(*model, symbols)
            if kept is not None and fails(kept, statement):
                found[statement.digest] = kept
    return found


class _Hunt:
    """The mutants that no model refutes yet, and the models."""

    def __init__(self, mutants: Sequence[Mutant]) -> None:
        self.left, self.trials = list(mutants), Trials(mutants)
        self.models: list[tuple[Recorded, dict[str, Where]]] = []
        self.found: set[str] = set()  # refuted by models, which need not be such as can be kept

    def take(self, model: Recorded | None, wheres: Sequence[Where] = (None,), of: Sequence[Mutant] = ()) -> bool:
        """Keep a model if it refutes something that is left, or of some of these; what it refutes is left no more."""
        found = {q.name: where for q in (of or self.left) for where in _refuted(self.trials, model, q, wheres)} if model else {}
        if model is None or not found:
            return False
        self.models.append((model, found))
        self.left = [q for q in self.left if q.name not in found]
        return True

    def exactly(self, attempts: int) -> None:
        """Search in exact arithmetic: for all mutants of the conclusion together, and for the others one by one."""
        together = [q for q in self.left if not q.where and refutable(q.statement.conclusion)]
        if together:
            hypotheses = tuple(together[0].statement.hypotheses.values())
            self._search(hypotheses, together, range(len(together)), attempts)
        for q in [q for q in self.left if q.where and refutable(q.statement.conclusion)]:
            if q in self.left:
                self._search(tuple(q.statement.hypotheses.values()), [q], (0,), attempts)

    def _search(self, hypotheses: Any, mutants: Sequence[Mutant], aims: Sequence[int], attempts: int) -> None:
        left = {k: q.statement.conclusion for k, q in enumerate(mutants)}
        formulas = (*hypotheses, *left.values())
        symbols = sorted(frozenset[Symbol]().union(*(g.free for g in formulas)))
        for sizes, entries, functions in refuting(hypotheses, left, aims, attempts=attempts):
            if self.take(recorded(sizes, entries, functions, symbols)):
                for k in [k for k in left if mutants[k] not in self.left]:
                    del left[k]
        self.found |= {mutants[k].name for k in range(len(mutants)) if k not in left}

    def drawn(self, part: Part, given: Given | None, settings: Settings) -> dict[Mutant, Tally]:
        """Search by drawn models; what came of that for each mutant."""
        asked = list(self.left)
        tallies = survived(asked, determined(sequents(part.statement, given)), settings, part.drawings, _known(part, given))
        refuted = {q: tally.refutation for q, tally in zip(asked, tallies, strict=True) if tally.refutation is not None}
        for q, found in refuted.items():
            if q in self.left:
                wheres = range(len(sequents(q.statement)))
                self.take(_kept(found), wheres, [q])
        self.found |= {q.name for q in refuted}
        return dict(zip(asked, tallies, strict=True))


def _known(part: Part, given: Given | None) -> frozenset[Sequent]:
    """The sequents of the true statement, which would be tried in vain."""
    return frozenset((*sequents(part.statement, given), *sequents(part.statement)))


def _refuted(trials: Trials, model: Recorded, q: Mutant, wheres: Sequence[Where]) -> Iterator[Where]:
    """The first of some sequents of a mutant that a model refutes."""
    for where in dict.fromkeys(wheres):
        if trials.refutes(model, q, where):
            yield where
            return


def _kept(found: Found) -> Recorded | None:
    """A drawn model, made simple, as one that can be kept."""
    found = shrunk(found)
    functions = found.case.functions | found.case.imposed.values
    entries: dict[Entry, Any] = {
        (s, *place): _number((table.exact if table.exact is not None else table.numbers)[(*place, 0)], s)
        for s, table in found.model.tables.items()
        for place in product(*map(range, table.numbers.shape[:-1]))
        if not over_indices(s.type)
    }
    symbols = sorted({*(entry[0] for entry in entries), *functions})
    model = recorded(found.model.sizes, entries, functions, symbols)
    return model and (_plain(model, found.model.sizes, functions, symbols) or model)


def _number(x: Any, symbol: Symbol) -> fmpq | int:
    if symbol.type.result != REAL:
        return int(x)
    q = x if isinstance(x, Fraction) else Fraction(float(x))
    return fmpq(q.numerator, q.denominator)


def _plain(model: Recorded, sizes: Mapping[Sort, int], functions: Mapping[Symbol, Lambda], symbols: Sequence[Symbol]) -> Recorded | None:
    """The same with numbers in the place of terms, if they are exact."""
    made = {s: v for s, v in functions.items() if all(p in sizes for p in s.type.params)}
    names = {s.name: s for s in (*symbols, *(x for v in functions.values() for x in v.body.free))}
    try:
        instance = model.at(names, {s.name: s for s in sizes})
        with precision():
            entries = {(s, *place): instance.value(made[s].body, place) for s in made for place in places(s, sizes)}
    except Exception:
        return None
    rest = {s: v for s, v in functions.items() if s not in made}
    return recorded(sizes, instance.tables | entries, rest, symbols)
