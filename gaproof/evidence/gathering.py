"""The numeric evidence on a part of a claim: models, exact instances, mutants, planted bugs, references, necessity.

None of it makes a theorem.  It can refute one, it says how hard the statement was attacked, and what the attacks would have seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import final

from ..claim import Part
from ..errors import GaproofError
from ..exact import agreeing, counterexample, falsity
from ..exact.falsity import FOUND
from ..exact.functions import proved
from ..exact.necessity import NOT_KNOWN, NOT_NEEDED
from ..numeric.references import Agreement
from .campaign import Tally, campaign
from .counterexample import described, shrunk, write
from .equivalence import unfounded
from .foreign import references_compared
from .hunting import hunted
from .killing import Killed, mutants_killed
from .laws import laws_of
from .mutants import DROPPED, sample
from .programs import programs_examined
from .record import Record, on_record
from .record import necessity as known_necessity
from .sequents import given_if_proved, sequents
from .settings import Settings

ANY = "any model: it has no variables"


@final
@dataclass
class Evidence:
    """What was found out about one part.  ``programs``: where a realised program is wrong; ``refuted``: where the statement fails;
    ``near_misses``: how each is known to be false; ``unshown``: a hypothesis that is not shown to be necessary, a near miss that is not
    shown to be false, or a way of drawing models that gives none, as the theorem file says."""

    tally: Tally
    mutants: Killed
    bugs: Killed
    references: list[Agreement]
    necessity: dict[str, str]
    near_misses: dict[str, str]
    programs: str = ""
    refuted: str = ""
    file: str = ""
    unshown: str = ""


def evidence(part: Part, settings: Settings) -> Evidence:
    """Attack a part with everything there is."""
    given = given_if_proved(lambda: part.claim.theorem(part.name))
    effort = settings.effort if given is None else settings.effort_if_proved(bool(part.drawings))
    tally = campaign(part.statement, effort, settings.seed, settings.balls, given, part.drawings)
    reached = not tally.unreached and tally.models > 0  # by arrays; what is not, is searched for, and harder
    record = on_record(part)
    if not reached:
        known = record.holding is not None and settings.level != "exhaustive"
        found = record.held(part.statement) if known else _agreeing(part, settings)
        tally.models, tally.exact = tally.models + found, tally.exact + found
        reached = known and found > 0 and given is not None
    refuted, file = _refuted(part, tally, settings, _attempts(reached, given is not None, settings))
    necessity, unshown = _necessity(part, record)
    near_misses, false = _near_misses(part, record)
    unshown = unshown or false or unfounded(part) or _both(part, record) or (_useless(part, tally) if not refuted else "")
    programs, bugs = programs_examined(part, given, settings)
    mutants = mutants_killed(part, given, necessity, settings, record, bool(tally.models))
    necessity |= dict.fromkeys(_needless(part, necessity, mutants, settings), NOT_NEEDED)
    references = references_compared(part, settings)
    return Evidence(tally, mutants, bugs, references, necessity, near_misses, programs, refuted, file, unshown)


def searched_long(part: Part, settings: Settings) -> Record:
    """What a long search finds about the mutants of a part."""
    return hunted(part, given_if_proved(lambda: part.claim.theorem(part.name)), _necessity(part, Record())[0], settings)


def _attempts(reached: bool, proved: bool, settings: Settings) -> int:
    """How often the exact search may try to refute a part: what no model is known of, harder, and what the kernel proves, less."""
    most = settings.attack.attempts
    if proved and settings.level != "exhaustive":
        return 0 if reached else ceil(most / 2)
    return most if reached else 3 * most


def _agreeing(part: Part, settings: Settings) -> int:
    """How many exact models are found of each sequent, at least: the conditions of a conclusion must hold there as well."""
    return min(len(agreeing(s.statement, attempts=settings.attack.attempts)) for s in sequents(part.statement))


def _useless(part: Part, tally: Tally) -> str:
    """What is wrong with the ways of drawing models that the theorem file gives."""
    for k, drawing in enumerate(part.drawings):
        if k not in tally.drawings:
            laws = [name for s in sequents(part.statement) for name, law in laws_of(s.at(drawing.values)) if not proved(law)]
            why = f"the kernel does not find {laws[0]!r} obvious there" if laws else "none satisfies all hypotheses"
            return f"its terms for {drawing} give no models, {why}: correct them, or draw nothing"
    return ""


def _both(part: Part, record: Record) -> str:
    """Which mutant is proved and refuted, if one is."""
    proved = [q for q in sample(part.statement, 1, 0) if q.name in part.true_mutants]
    refuted = sorted(record.refuted(proved)) if record.models else []
    return f"its mutant {refuted[0]!r} is proved, and a model on record refutes it: a bug in gaproof, report it" if refuted else ""


def _necessity(part: Part, record: Record) -> tuple[dict[str, str], str]:
    """What is known of each hypothesis, and what is wrong with a reason that is given."""
    try:
        return known_necessity(part, record), ""
    except GaproofError as error:
        return {}, str(error)


def _needless(part: Part, necessity: Mapping[str, str], mutants: Killed, settings: Settings) -> list[str]:
    """The hypotheses without which the kernel proves the part."""
    dropped = [q for q in sample(part.statement, settings.attack.per_kind, 0) if q.kind == DROPPED and q.name in mutants.true]
    return [q.where for q in dropped if necessity.get(q.where) == NOT_KNOWN]


def _near_misses(part: Part, record: Record) -> tuple[dict[str, str], str]:
    """How each near miss is known to be false, and what is wrong with a reason that is given."""
    found = {}
    try:
        for miss in part.near_misses:
            reasoned = miss.at is not None or miss.derivation is not None
            found[miss.why] = FOUND if not reasoned and record.fails(miss.statement) else falsity(miss)
        return found, ""
    except GaproofError as error:
        return {}, str(error)


def _refuted(part: Part, tally: Tally, settings: Settings, attempts: int) -> tuple[str, str]:
    """What refutes the part, in words, and the file that holds it."""
    if tally.refutation is not None:
        found = shrunk(tally.refutation)
        about = {"claim": part.claim.id, "part": part.name, "file": part.claim.file}
        return described(found) or ANY, str(write(found, part.statement, about, Path(settings.folder)))
    model = counterexample(part.statement, attempts=attempts)
    return "" if model is None else f"{model or ANY}, whatever 1/0 and log 0 are", ""
