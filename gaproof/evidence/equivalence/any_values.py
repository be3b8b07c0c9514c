"""Any numbers in the place of 1/x and log x: what holds for them all asks nothing of x."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ...proof.normal import fresh as normal_form_symbol
from ...proof.obligations import eta, nonzero
from ...proof.statement import Statement
from ...proof.substitution import Lambda, closed, lambda_of, opened, rebuild
from ...proof.syntax import BINDERS, REAL, App, Inverse, Symbol, Type
from ..sequents import fresh


@dataclass
class Instead:
    """New fields, or numbers, in the place of terms of some ``kinds`` that are chosen, first of those in ``order``; ``values``: what they
    stand for."""

    taken: set[str]
    chosen: Callable[[Lambda], bool] = lambda value: True
    kinds: tuple[type, ...] = (Inverse,)
    order: Sequence[Lambda] = ()
    found: dict[Lambda, Symbol] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for value in self.order:
            self._named(value)

    def _named(self, value: Lambda) -> Symbol:
        if value not in self.found:
            self.found[value] = fresh("any", Type(value.params, REAL), self.taken)
        return self.found[value]

    @property
    def values(self) -> dict[Symbol, Lambda]:
        """What the new symbols stand for."""
        return {symbol: value for value, symbol in self.found.items()}

    def put(self, t: Any, around: tuple[Symbol, ...] = ()) -> Any:
        """A term or formula with the new symbols; ``around``: the variables that are bound there."""
        if type(t) in BINDERS:
            v = normal_form_symbol(t.type)
            return type(t)(t.hint, t.type, closed(self.put(opened(t, eta(v)), (*around, v)), v))
        if type(t) in self.kinds and not (type(t) is Inverse and nonzero(t.children[0])):
            at = tuple(v for v in around if v in t.free)
            if not any(v.type.params for v in at) and self.chosen(value := lambda_of(at, t)):
                return App(self._named(value), *map(App, at))
        return rebuild(t, tuple(map(partial(self.put, around=around), t.children)))


def abstracted(
    statement: Statement, chosen: Callable[[Lambda], bool], kinds: tuple[type, ...] = (Inverse,)
) -> tuple[Statement, dict[Symbol, Lambda]]:
    """The statement with new fields, or numbers, in the place of those of its 1/x that are chosen, or of other kinds of terms; and what
    they stand for."""
    instead = Instead({s.name for g in (*statement.hypotheses.values(), statement.conclusion) for s in g.free}, chosen, kinds)
    general = Statement({name: instead.put(h) for name, h in statement.hypotheses.items()}, instead.put(statement.conclusion))
    return general, instead.values
