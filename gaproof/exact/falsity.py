"""Whether a near miss is false: at the values that its file gives, by a derivation of 0 = 1, or at values that a search finds.

Only a statement that is false is a test of the proof that refuses it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from ..errors import GaproofError
from ..proof.statement import Statement
from ..proof.theorem import Theorem
from .necessity import instance
from .refutation import Refutation, contradiction, granted, refutes
from .search import counterexample

WITNESSED, DERIVED, FOUND, NOT_KNOWN = "witnessed", "derived", "found", "not known"


class FalsityError(GaproofError):
    """What a theorem file gives as the reason why a near miss is false does not show it."""


class NearMiss(Protocol):
    """What is used here of a near miss."""

    @property
    def why(self) -> str: ...
    @property
    def statement(self) -> Statement: ...
    @property
    def at(self) -> Mapping[Any, Any] | None: ...
    @property
    def undefined(self) -> Any: ...
    @property
    def derivation(self) -> Callable[[Any], Theorem] | None: ...


def falsity(miss: NearMiss, attempts: int = 60) -> str:
    """How it is known to be false: witnessed, derived, found, or not known.  Raises ``FalsityError`` if the reason given does not hold."""
    try:
        if miss.at is not None:
            _witnessed(miss)
            return WITNESSED
        if miss.derivation is not None:
            derived = contradiction(miss.derivation(Refutation(miss.statement, miss.undefined)))
            if not refutes(miss.statement, derived, granted(miss.undefined)):
                raise FalsityError("the derivation does not end in 0 = 1 from the near miss alone")
            return DERIVED
    except GaproofError as error:
        raise FalsityError(f"the near miss “{miss.why}” is not shown to be false: {error}") from error
    return NOT_KNOWN if counterexample(miss.statement, attempts=attempts) is None else FOUND


def _witnessed(miss: NearMiss) -> None:
    model = instance(miss.statement, miss.at or {}, miss.undefined)
    for name, h in miss.statement.hypotheses.items():
        if model.holds(h) is not True:
            raise FalsityError(f"its hypothesis {name!r} does not hold, or cannot be decided, in the model {model}")
    holds = model.holds(miss.statement.conclusion)
    if holds is not False:
        raise FalsityError(f"its conclusion {'holds' if holds else 'cannot be decided'} in the model {model}")
