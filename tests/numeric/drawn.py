"""Random terms of the fuzzer on random models: the exact evaluator of tests/fuzz is the reference, written by other hands."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product
from typing import Any

import numpy
import torch
from flint import fmpq

from gaproof.exact.exponentials import ball
from gaproof.numeric import Model
from gaproof.proof.syntax import EMBED, FINITE, FREE, MAYBE_EMPTY, REAL, App, Node, Symbol, Term
from tests.fuzz import evaluate
from tests.fuzz.generate import Generator, subterms

BATCH = 3
Value = Any


def fraction(q: fmpq) -> Fraction:
    return Fraction(int(q.p), int(q.q))


def drawn(seed: int) -> tuple[Term, list[evaluate.Model]]:
    """A term without functions of numbers, and models of the same sizes."""
    rng = random.Random(seed)
    generator = Generator(rng)
    t = generator.term(rng.randint(2, 4))
    while any(
        type(s) is App
        and s.head != EMBED
        and any(p.kind not in (FINITE, MAYBE_EMPTY) for p in s.head.type.params)
        and s.head.type.result.kind != FREE
        for s in subterms(t)
    ):
        t = generator.term(rng.randint(2, 4))
    references = [evaluate.Model((seed, k), t.free, total=False) for k in range(BATCH)]
    for other in references[1:]:
        other.sizes = references[0].sizes
    return t, references


def sorts_of(t: Node) -> set[Any]:
    found = {s for symbol in t.free for s in (*symbol.type.params, symbol.type.result)}
    for sub in subterms(t):
        found |= {sub.over} if hasattr(sub, "over") else {sub.type.result} if hasattr(sub, "hint") else set()
    return {s for s in found if s.kind in (FINITE, MAYBE_EMPTY)}


def model_of(t: Term, references: list[evaluate.Model]) -> Model:
    """The models of the reference as one batch."""
    # in order: what is drawn next depends on what was drawn before
    sizes = {s: references[0].size(s) for s in sorted(sorts_of(t))}
    values = {symbol: batch(symbol, references) for symbol in sorted(t.free) if not symbol.constant}
    return Model(sizes, values)


def batch(symbol: Symbol, references: list[evaluate.Model]) -> Any:
    shape = tuple(references[0].size(p) for p in symbol.type.params)
    real = symbol.type.result == REAL
    out = numpy.empty((*shape, len(references)), dtype=object if real else numpy.int64)
    for place in product(*map(range, shape)):
        for k, reference in enumerate(references):
            entry = reference.entry(symbol.type.result, symbol, *place)
            out[(*place, k)] = fraction(entry) if real else int(entry)
    return out if real else torch.from_numpy(out)


def reference_value(t: Term, reference: evaluate.Model) -> Value:
    """fmpq, arb, or None where there is none."""
    try:
        value = reference.value(t)
    except (evaluate.Undefined, evaluate.Undecided):
        return None
    return value if type(value) is fmpq else ball(value)
