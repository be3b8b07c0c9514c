"""The other stages of a network as regimes: what happens at every place by itself, what reads other carriers, blocks and stacks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import rshift
from typing import Any, final

from ..errors import CarrierError
from ..terms import Array, Element, IndexType, Sum, Term, Variable, array, companion, delta
from .evidence import Table
from .regime import Both, Identity, Let, Place, Regime, States, matching, residual, shown
from .root import root


@final
@dataclass(frozen=True)
class State:
    """The state of one place, read at its features: ``own[c]``."""

    states: States
    place: Element

    def __getitem__(self, features: Any) -> Term:
        at = features if isinstance(features, tuple) else (features,)
        return self.states[(self.place, *at)]


@final
@dataclass(frozen=True)
class Unary(Regime):
    """The same at every place: the new state is ``function`` of the old one there, and of nothing else: the diagonal carrier."""

    function: Callable[[State], Term]

    @property
    def local(self) -> bool:
        return True

    def follow(self, states: States, let: Let) -> States:
        return let(self.name, self.target, self.function(State(states, self.source[0])))

    def routes(self) -> Array:
        i = self.target[0]
        return array((i, companion(i)), delta(i, companion(i)))


def unary(name: str, source: Place, target: Place, function: Callable[[State], Term]) -> Unary:
    """A map of the state at a place, from the features of the source to those of the target."""
    if source[0] != target[0]:
        raise CarrierError(
            f"{name} maps states at {shown(source)} to {shown(target)}: a unary map stays at its place — use one index for it"
        )
    return Unary(name, source, target, function)


def linear(weight: Table, source: Place, target: Place, bias: Table | None = None, *, name: str = "linear map") -> Unary:
    """Σ_c W[target features, source features] x[c] (+ b[target features])."""
    features = target[1:]
    summed: list[Element] = []
    for c in source[1:]:
        summed.append(companion(c, *features, *summed) if c in (*features, *summed) else c)

    def function(own: State) -> Term:
        product = Sum(weight[(*features, *summed)] * own[tuple(summed)], *summed)
        return product if bias is None else product + bias[features]

    return unary(name, source, target, function)


def pointwise(function: Callable[[Term], Term], place: Place, *, name: str = "activation") -> Unary:
    """A function of every feature by itself."""
    return unary(name, place, place, lambda own: function(own[place[1:]]))


def layer_norm(place: Place, epsilon: Any, gain: Table | None = None, bias: Table | None = None, *, name: str = "layer norm") -> Unary:
    """(x_c - mean)/root(variance + ε), times a gain, plus a bias, over the last feature."""
    *others, c = place[1:]
    k, size = companion(c, *place), IndexType(c.sort)

    def function(own: State) -> Term:
        mean = Sum(own[(*others, k)], k) / size
        far = own[(*others, k)] - mean
        scaled = (own[(*others, c)] - mean) / root(Sum(far * far, k) / size + epsilon)
        scaled = scaled if gain is None else scaled * gain[c]
        return scaled if bias is None else scaled + bias[c]

    return unary(name, place, place, function)


def feed_forward(
    place: Place, hidden: Element, into: Table, activation: Callable[[Term], Term], out: Table, *biases: Table, name: str = "feed-forward"
) -> Regime:
    """W₂ φ(W₁ x + b₁) + b₂ with hidden features; without biases, or with both."""
    first, second = biases or (None, None)
    wide = (place[0], hidden)
    made = linear(into, place, wide, first) >> pointwise(activation, wide) >> linear(out, wide, place, second)
    return made.called(name)


def block(norm: Regime, mixing: Regime, second_norm: Regime, feed: Regime, *, name: str = "block") -> Regime:
    """The pre-norm block (id + FFN∘N₂) ∘ (id + Attn∘N₁)."""
    return (residual(norm >> mixing) >> residual(second_norm >> feed)).called(name)


def stack(*layers: Regime, name: str = "stack") -> Regime:
    """Layers one after the other."""
    if not layers:
        raise CarrierError("a stack has at least one layer — the empty one is identity(place)")
    return reduce(rshift, layers).called(name)


@final
@dataclass(frozen=True)
class Reading(Regime):
    """The new state at a place is the old one at ``map(place)``."""

    map: Variable

    def follow(self, states: States, let: Let) -> States:
        place, *features = self.target
        return let(self.name, self.target, states[(self.map(place), *features)])

    def routes(self) -> Array:
        i = self.target[0]
        j = companion(i, self.source[0]) if self.source[0] == i else self.source[0]
        return array((i, j), delta(self.map(i), j))


def reading(map: Variable, place: Place, at: Element, *, name: str = "restriction") -> Reading:
    """Along an injection the restriction to its image; along the map of blocks the states of blocks, repeated on their places."""
    return Reading(name, place, (at, *place[1:]), map)


@final
@dataclass(frozen=True)
class Extension(Regime):
    """x + up(f(down x) - down x): the regime f on another carrier, and the identity on what that carrier does not show."""

    down: Regime
    inner: Regime
    up: Regime

    def follow(self, states: States, let: Let) -> States:
        below = self.down.follow(states, let)
        at = self.inner.target
        change = let("change", at, self.inner.follow(below, let)[at] - below[at])
        return let(self.name, self.target, states[self.target] + self.up.follow(change, let)[self.target])

    def routes(self) -> Array:
        here, there = (Identity("identity", r.source, r.source) for r in (self, self.inner))
        return Both(
            "",
            self.source,
            self.target,
            parts=(here, self.down >> Both("", there.source, there.target, parts=(there, self.inner)) >> self.up),
        ).routes()


def extension(down: Regime, inner: Regime, up: Regime, *, name: str = "extension") -> Extension:
    """A regime on a smaller carrier as one on the carrier of the tokens."""
    place = down.source
    if not matching(inner.source, inner.target):
        raise CarrierError(
            f"{inner.name} changes the carrier from {shown(inner.source)} to {shown(inner.target)} — extend a regime that stays on its own"
        )
    through = down >> inner >> up
    if not matching(through.target, place):
        raise CarrierError(f"{up.name} leads to {shown(up.target)}, the states are over {shown(place)} — go up to where you came down from")
    return Extension(name, place, place, down, inner, up, parts=(down, inner, up))
