"""Regimes: arrows from the states of one carrier to those of another, which compose.

A regime is defined once, by ``follow``.  Written out, it is the new state as a term, to be proved about and run; with names for what is
computed on the way, it is a list of equations, to be printed and run one after another.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from dataclasses import field as parameter
from functools import reduce
from itertools import count
from operator import add
from typing import Any, Self, final

import sympy

from ..errors import CarrierError
from ..terms import Array, Element, Formula, Sum, Term, Variable, array, companion, delta, field
from .evidence import EvidenceKernel

States = Variable | Array  # read at a place of a carrier, and then at features
Place = tuple[Element, ...]  # the index of the place, then those of the features
Let = Callable[[str, Place, Term], States]  # what becomes of a term at a place: written out, or named


@dataclass(frozen=True)
class Regime(ABC):
    """States at ``source`` become states at ``target``."""

    name: str
    source: Place
    target: Place
    parts: tuple[Regime, ...] = parameter(default=(), kw_only=True)

    @abstractmethod
    def follow(self, states: States, let: Let) -> States:
        """The new states; what is computed on the way goes through ``let``."""

    @abstractmethod
    def routes(self) -> Array:
        """At (i, j): in how many ways the new state at i may depend on the old one at j; 0 if in none."""

    @property
    def stages(self) -> tuple[Regime, ...]:
        """What is done one after the other."""
        return (self,)

    @property
    def local(self) -> bool:
        """Whether every new state depends on the old state of its own place only."""
        return bool(self.parts) and all(part.local for part in self.parts)

    @property
    def requires(self) -> tuple[Formula, ...]:
        """What has to hold for the new states to exist: that rows are live."""
        return tuple(dict.fromkeys(condition for part in self.parts for condition in part.requires))

    @property
    def choices(self) -> tuple[str, ...]:
        """The choices of the theory that are made in it, in words."""
        return tuple(choice for part in self.parts for choice in part.choices)

    def __call__(self, states: States) -> Array:
        """The new states as a term at the indices of ``target``."""
        new = self.follow(self.given(states), lambda _, place, term: array(place, term))
        return array(self.target, new[self.target])

    def steps(self, states: States) -> tuple[Step, ...]:
        """The same as equations, each for a field with a name of its own; the last is the new state."""
        unnamed = self._steps(self.given(states), "unnamed", frozenset())
        taken = frozenset(v.symbol.name for step in unnamed for v in step.term.atoms(Variable))
        return self._steps(states, "x", taken)

    def _steps(self, states: States, stem: str, taken: frozenset[str]) -> tuple[Step, ...]:
        steps: list[Step] = []
        names = (name for name in (f"{stem}{number}" for number in count(1)) if name not in taken)

        def let(name: str, place: Place, term: Term) -> States:
            steps.append(Step(name, field(next(names), *place), place, term))
            return steps[-1].states

        new = self.follow(states, let)
        if not steps or new is not steps[-1].states:
            let(self.name, self.target, new[self.target])
        return tuple(steps)

    def given(self, states: States) -> States:
        """The states themselves; raises if they are not of this regime's source."""
        got = states.symbol.type.params if isinstance(states, Variable) else tuple(p.sort for p in states.args[0])
        if got != tuple(k.sort for k in self.source):
            found = ", ".join(sort.name for sort in got)
            raise CarrierError(f"{self.name} takes states over {shown(self.source)}, got states over ({found}) — apply it to its source")
        return states

    def __rshift__(self, other: Regime) -> Regime:
        """This regime, and then the other one."""
        if not matching(self.target, other.source):
            raise CarrierError(
                f"{self.name} ends on {shown(self.target)}, but {other.name} starts from {shown(other.source)} — "
                "put a restriction, a coarsening or a map of features between them"
            )
        return Chain(f"{self.name} >> {other.name}", self.source, other.target, parts=(*self.stages, *other.stages))

    def __add__(self, other: Regime) -> Regime:
        """Both regimes on the same states, their results added."""
        for end, mine, its in (("start from", self.source, other.source), ("end on", self.target, other.target)):
            if not matching(mine, its):
                raise CarrierError(
                    f"{self.name} and {other.name} {end} {shown(mine)} and {shown(its)}: states of different carriers are not added — "
                    "a residual needs one carrier, so restrict or extend one of them first"
                )
        return Both(f"{self.name} + {other.name}", self.source, self.target, parts=(self, other))

    def called(self, name: str) -> Self:
        """The same regime under another name."""
        return replace(self, name=name)

    def __str__(self) -> str:
        equations = (f"  {name}: {left} = {right}" for step in self.steps(self._x()) for name, left, right in step.equations())
        choices = (f"  {choice}" for choice in self.choices)
        return "\n".join([f"{self.name}: states over {shown(self.source)} become states over {shown(self.target)}", *equations, *choices])

    def _latex(self, printer: Any) -> str:
        equations = (equation for step in self.steps(self._x()) for equation in step.equations())
        lines = (rf"{printer._print(left)} &= {printer._print(right)}" for _, left, right in equations)
        return r"\begin{aligned}" + r" \\ ".join(lines) + r"\end{aligned}"

    def _x(self) -> Variable:
        return field("x", *self.source)  # type: ignore[no-any-return]

    def _repr_latex_(self) -> str:
        return f"${sympy.latex(self)}$"


@final
@dataclass(frozen=True)
class Step:
    """An equation: the field ``states`` is ``term`` at ``place``."""

    name: str
    states: Variable
    place: Place
    term: Term

    def equations(self) -> list[tuple[str, Term, Term]]:
        """What the evidence kernels in it are, and then itself: names, and both sides."""
        kernels = sorted(self.term.atoms(EvidenceKernel), key=str)
        at = ((k, k.carrier.rows, k.carrier.cols) for k in kernels)
        return [*(("evidence", k[i, j], k.entry(i, j)) for k, i, j in at), (self.name, self.states[self.place], self.term)]


@final
@dataclass(frozen=True)
class Identity(Regime):
    """Every state stays what it is."""

    @property
    def local(self) -> bool:
        return True

    def follow(self, states: States, let: Let) -> States:
        return states

    def routes(self) -> Array:
        i = self.target[0]
        return array((i, companion(i)), delta(i, companion(i)))


@final
@dataclass(frozen=True)
class Chain(Regime):
    """Regimes one after the other."""

    @property
    def stages(self) -> tuple[Regime, ...]:
        return self.parts

    def follow(self, states: States, let: Let) -> States:
        return reduce(lambda x, stage: stage.follow(x, let), self.parts, states)

    def routes(self) -> Array:
        return reduce(_then, (stage.routes() for stage in self.parts))


@final
@dataclass(frozen=True)
class Both(Regime):
    """Regimes side by side on the same states, their results added."""

    def follow(self, states: States, let: Let) -> States:
        results = [part.follow(states, let) for part in self.parts]
        return let(self.name, self.target, reduce(add, (x[self.target] for x in results)))

    def routes(self) -> Array:
        each = [part.routes() for part in self.parts]
        at = tuple(each[-1].args[0])
        return array(at, reduce(add, (ways[at] for ways in each)))


def _then(first: Array, second: Array) -> Array:
    """Routes through a place between."""
    (i, k), (_, j) = second.args[0], first.args[0]
    j = companion(i, k) if j in (i, k) else j
    return array((i, j), Sum(second[i, k] * first[k, j], k))


def identity(place: Place) -> Identity:
    """The regime that changes nothing."""
    return Identity("identity", place, place)


def residual(regime: Regime) -> Both:
    """x + y: the old state is added to the new one, so both are states of one carrier."""
    if not matching(regime.source, regime.target):
        raise CarrierError(
            f"{regime.name} takes states over {shown(regime.source)} to states over {shown(regime.target)}: x + y has no meaning there — "
            "a residual needs one carrier on both sides; extend the regime to it, or leave the residual out"
        )
    return Both(f"residual {regime.name}", regime.source, regime.target, parts=(identity(regime.source), regime))


def matching(one: Place, other: Place) -> bool:
    """Whether states at the one are states at the other: the same index types in the same order."""
    return tuple(k.sort for k in one) == tuple(k.sort for k in other)


def shown(place: Place) -> str:
    """A place and its features with their types."""
    return f"({', '.join(f'{k} in {k.sort.name}' for k in place)})"
