"""What is on record about the mutants of a part: models that refute them, how the kernel proves others, and which a long search left.

It lies beside the theorem file, as ``row.mutants.json`` for ``row.py``, and ``gaproof attack`` writes it.  None of it is believed: models
are judged anew, proofs are made anew, and what is said to survive survives.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, final

from ..claim import Part
from ..exact.necessity import NOT_KNOWN, WITNESSED, check
from ..exact.recorded import Model, Recorded, RecordError
from ..exact.values import sorts_of
from ..proof.certificate import Json
from ..proof.statement import Statement
from ..proof.syntax import Formula, Implies
from ..records import MUTANTS, record_of
from ..tactics import forward as f
from .mutants import DROPPED, Mutant, sample
from .sequents import Sequent, over_indices, sequents

Where = int | None  # which sequent of a mutant fails; None: the statement as it stands


@final
@dataclass
class Record:
    """``models``: each with the mutants that it refutes, by name; ``true``: how the kernel proves a mutant; ``sampled``: mutants refuted by
    models that are too inexact to be kept; ``left``: why each of the others survives; ``notes``: what a reader has said of these, which
    counts for nothing; ``holding``: if arrays do not reach all that the
    part says, models each with the numbers of the sequents that hold there; ``near``: models in which near misses fail, by the digests of
    what these state.  ``current``: it is about the statement as it is now; of another statement only the models may still be of use."""

    models: list[tuple[Recorded, dict[str, Where]]] = field(default_factory=list)
    true: dict[str, str] = field(default_factory=dict)
    sampled: list[str] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    holding: list[tuple[Recorded, list[int]]] | None = None
    near: dict[str, Recorded] = field(default_factory=dict)
    current: bool = False

    def refuted(self, mutants: Sequence[Mutant]) -> set[str]:
        """The names of the mutants that a model on record refutes."""
        by_name, found = {q.name: q for q in mutants}, set[str]()
        trial = Trials(mutants)
        for recorded, refutes in self.models:
            names = refutes if self.current else dict.fromkeys(by_name) | refutes
            for name, where in names.items():
                if name in by_name and name not in found and trial.refutes(recorded, by_name[name], where):
                    found.add(name)
        return found

    def held(self, statement: Statement) -> int:
        """At how many models on record a sequent of a statement holds, with its hypotheses: of all its sequents, the least."""
        stated = sequents(statement)
        found = Counter(k for recorded, where in self.holding or () for k in where if k < len(stated) and holds(recorded, stated[k]))
        return min(found[k] for k in range(len(stated)))

    def fails(self, statement: Statement) -> bool:
        """Whether a model on record refutes what a near miss states."""
        return statement.digest in self.near and fails(self.near[statement.digest], statement)

    def needed(self, statement: Statement, hypotheses: Collection[str]) -> set[str]:
        """Those of some hypotheses without which a model on record refutes the statement."""
        without = [q for q in sample(statement, 1, 0) if q.kind == DROPPED and q.where in hypotheses]
        refuted = self.refuted(without) if self.models else set()
        return {q.where for q in without if q.name in refuted}

    def as_json(self, digest: str) -> Json:
        """The record of a statement as plain data."""
        models = [
            _plain(m)
            | {"refutes": list(refutes)}
            | ({"sequents": inside} if (inside := {name: k for name, k in refutes.items() if k is not None}) else {})
            for m, refutes in self.models
        ]
        found = {"statement": digest, "models": models, "true": self.true, "sampled": self.sampled, "left": self.left}
        found |= {"notes": self.notes} if self.notes else {}
        found |= {"near": {digest: _plain(m) for digest, m in self.near.items()}} if self.near else {}
        return found | ({} if self.holding is None else {"holding": [_plain(m) | {"holds": where} for m, where in self.holding]})


class Trials:
    """Recorded models tried on some mutants; what they have in common is judged once."""

    def __init__(self, mutants: Iterable[Mutant]) -> None:
        formulas = [g for q in mutants for g in _formulas(q, None)]
        self.symbols, self.sorts = _symbols(formulas), {s.name: s for s in sorts_of(formulas)}
        self.models: dict[int, Model] = {}

    def refutes(self, recorded: Recorded, mutant: Mutant, where: Where) -> bool:
        """Whether a model refutes a mutant, or one of its sequents."""
        *hypotheses, conclusion = _formulas(mutant, where)
        if where is not None:
            symbols = self.symbols | _symbols([conclusion])
            return Model(recorded, symbols, self.sorts | {s.name: s for s in sorts_of([conclusion])}).refutes((), conclusion)
        own = _symbols([*hypotheses, conclusion])
        if any(self.symbols[name] != s for name, s in own.items()):  # each mutant has its own ``other`` element, of any type
            return Model(recorded, own, self.sorts).refutes(hypotheses, conclusion)
        if id(recorded) not in self.models:
            self.models[id(recorded)] = Model(recorded, self.symbols, self.sorts)
        return self.models[id(recorded)].refutes(hypotheses, conclusion)


def holds(recorded: Recorded, sequent: Sequent) -> bool:
    """Whether the hypotheses of a sequent and its conclusion certainly hold at a model."""
    formulas = [*(h for _, h in sequent.hypotheses), sequent.conclusion]
    return _read_for(recorded, formulas).satisfies(formulas)


def fails(recorded: Recorded, statement: Statement) -> bool:
    """Whether the hypotheses of a statement certainly hold at a model and its conclusion certainly fails."""
    hypotheses = list(statement.hypotheses.values())
    return _read_for(recorded, [*hypotheses, statement.conclusion]).refutes(hypotheses, statement.conclusion)


def _read_for(recorded: Recorded, formulas: Sequence[Formula]) -> Model:
    return Model(recorded, _symbols(formulas), {s.name: s for s in sorts_of(formulas)})


def _formulas(mutant: Mutant, where: Where) -> list[Formula]:
    """The hypotheses and the conclusion of a mutant; or one of its sequents as one formula, for all values of its indices."""
    if where is None:
        return [*mutant.statement.hypotheses.values(), mutant.statement.conclusion]
    found = sequents(mutant.statement)
    if where >= len(found):
        return []
    body = found[where].conclusion
    for _, h in reversed(found[where].hypotheses):
        body = Implies(h, body)
    return [f.forall(sorted(s for s in found[where].free if over_indices(s.type)), body)]


def _symbols(formulas: Iterable[Formula]) -> dict[str, Any]:
    return {s.name: s for g in formulas for s in g.free if not s.constant}


# ---- files ----------------------------------------------------------------------------------------------------------------------------


def on_record(part: Part) -> Record:
    """What is on record about a part; nothing if there is no such file."""
    path = record_of(part.claim.file)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Record()
    try:
        document = json.loads(text)
        if document["format"] != MUTANTS:
            raise ValueError(f"its format is {document['format']!r}, expected {MUTANTS!r}")
        found = document["parts"].get(part.called)
        return Record() if found is None else _read(found, part.statement.digest)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        why = f"{type(error).__name__}: {error}"
        raise RecordError(f"{path}: not a record of mutants ({why}): delete it, and let gaproof attack write it anew") from error


def necessity(part: Part, record: Record) -> dict[str, str]:
    """For every hypothesis: witnessed, by what the theorem file says or by a model on record, cited or not known."""
    found = check(part)
    return found | dict.fromkeys(record.needed(part.statement, [h for h, known in found.items() if known == NOT_KNOWN]), WITNESSED)


def _read(found: Mapping[str, Any], digest: str) -> Record:
    models = [(_model(m), {name: m.get("sequents", {}).get(name) for name in m["refutes"]}) for m in found["models"]]
    near = {digest: _model(m) for digest, m in found.get("near", {}).items()}
    if found["statement"] != digest:
        return Record(models, near=near)
    holding = [(_model(m), list(m["holds"])) for m in found["holding"]] if "holding" in found else None
    notes = {name: str(note) for name, note in found.get("notes", {}).items()}
    return Record(models, dict(found["true"]), list(found["sampled"]), dict(found["left"]), notes, holding, near, current=True)


def _model(m: Mapping[str, Any]) -> Recorded:
    return Recorded(m["sizes"], m["values"], m.get("functions"), m.get("tried", {}), m.get("undefined"))


def _plain(m: Recorded) -> dict[str, Json]:
    return {
        "sizes": m.sizes,
        "values": m.values,
        **({"functions": m.functions} if m.functions else {}),
        **({"tried": m.tried} if m.tried else {}),
        **({} if m.undefined is None else {"undefined": m.undefined}),
    }
