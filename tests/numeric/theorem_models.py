"""Models of the statements of the theorem files: random numbers that fit the declared domains, and recipes where hypotheses are equations.

Numbers are rational, so hypotheses are decided exactly; instances at which one fails, or cannot be decided, are left out.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy

from gaproof.numeric import ExactArithmetic, Model, RealiseError, program
from gaproof.numeric.comparison import peeled
from gaproof.proof.statement import Statement
from gaproof.proof.syntax import FINITE, NAT, REAL, And, Formula, Sort, Symbol
from gaproof.proof.syntax import Node as Term
from tests.numeric.drawn import sorts_of

BATCH = 24
Values = dict[str, numpy.ndarray]
FUNCTIONS: dict[str, Callable[[Any, Any], Any]] = {
    "exp(-x/3)": lambda a, x: a.exp(a.linear([(Fraction(-1, 3), x)])),
    "exp(x)": lambda a, x: a.exp(x),
    "1": lambda a, x: a.number(Fraction(1)),
    "-1": lambda a, x: a.number(Fraction(-1)),
    "2": lambda a, x: a.number(Fraction(2)),
    "x": lambda a, x: x,
    "1 up to 0, then 0": lambda a, x: a.indicator(a.compare("le", x, a.number(Fraction(0))).holds),
    "0": lambda a, x: a.number(Fraction(0)),
}


def conclusions(f: Formula) -> list[Formula]:
    """The parts of a conclusion, without their leading ∀."""
    f, _ = peeled(f)
    return [part for c in f.children for part in conclusions(c)] if type(f) is And else [f]


def is_array(s: Symbol) -> bool:
    return all(p.kind not in (REAL.kind, NAT.kind) for p in s.type.params)


def domain(name: str, statement: Statement) -> str:
    found = [h.removeprefix(f"{name} ") for h in statement.hypotheses if h.startswith(f"{name} ")]
    return found[0].partition(":")[0] if found else ""


def draw(symbol: Symbol, kind: str, shape: tuple[int, ...], sizes: dict[Sort, int], rng: numpy.random.Generator) -> numpy.ndarray:
    if symbol.type.result != REAL:
        return rng.integers(0, 4 if symbol.type.result == NAT else sizes[symbol.type.result], shape)
    match kind:
        case "mask":
            return (rng.random(shape) < 0.6).astype(float)
        case "positive":
            return rng.integers(1, 9, shape) / 4
        case "nonnegative":
            return rng.integers(0, 9, shape) / 4
    return rng.integers(-8, 9, shape) / 4


# ---- recipes: what makes hypotheses that are equations true ---------------------------------------------------------------


def fractions(x: numpy.ndarray) -> numpy.ndarray:
    return numpy.vectorize(Fraction, otypes=[object])(x)


def supported_row(v: Values, names: frozenset[str], rng: numpy.random.Generator) -> None:
    mask = v.get("M", numpy.ones_like(v["p"]))
    mask[rng.integers(0, len(mask), mask.shape[-1]), range(mask.shape[-1])] = 1
    v["M"] = mask
    total = 64 if "p simplex: unit rows" in names else rng.integers(40, 100, mask.shape[-1])
    p = rng.integers(0, 9, mask.shape) * mask
    p[mask.argmax(0), range(mask.shape[-1])] += total - p.sum(0)
    v["p"] = p / 64
    if "optimal" in names:  # the anchored row is rational if all scores are equal
        v["s"] = v["s"] * 0
        weight = fractions(mask * v["pi"])
        v["p"] = numpy.where(numpy.arange(mask.shape[-1]) % 2, weight / weight.sum(0), fractions(v["p"]))


def exchanged_row(v: Values, names: frozenset[str], rng: numpy.random.Generator) -> None:
    if "u" in v and "v" in v:
        v["v"][:, ::2] = numpy.roll(v["u"], 1, 0)[:, ::2]


def normal_vector(v: Values, names: frozenset[str], rng: numpy.random.Generator) -> None:
    x = fractions(v["v"])
    size, count = x.shape
    ways = [x / x.sum(0), 2 * x, x + (1 - x.sum(0)) / size, x / size]
    v["p"] = numpy.stack([ways[k % 4][:, k] for k in range(count)], -1)
    v["v"] = x


def anchored_rows(v: Values, names: frozenset[str], rng: numpy.random.Generator) -> None:
    x = fractions(rng.integers(1, 9, v["A"].shape))
    g = fractions(rng.integers(1, 5, (1, *v["A"].shape[1:])))
    ways = [x / x.sum(1, keepdims=True), x / x.sum(0, keepdims=True), g * x / (g * x).sum(1, keepdims=True)]
    wanted = (0,) if "wrong" not in names else (0, 1, 2)
    v["A"] = numpy.stack([ways[wanted[k % len(wanted)]][..., k] for k in range(x.shape[-1])], -1)
    v["L"] = x


def image_mask(v: Values, names: frozenset[str], rng: numpy.random.Generator) -> None:
    if "pi" in v and "M" in v and "N" in v:
        for q in range(v["M"].shape[-1]):
            for c in range(v["N"].shape[1]):
                v["N"][:, c, q] = (v["M"][:, v["pi"][:, q] == c, q] > 0).any(1)


def same_gauge(v: Values, names: frozenset[str], rng: numpy.random.Generator) -> None:
    if "G2" in v and "Q full rank" in names:
        v["G2"] = v["G"].copy()
    elif "G2" in v:
        v["Q"] = v["Q"] * 0
    if "G" in v and "Q2" in v:
        v["Q2"] = numpy.einsum("idz,dcz->icz", v["Q"], v["G"])


def double_means(v: Values, names: frozenset[str], rng: numpy.random.Generator) -> None:
    s = v["S"] = fractions(v["S"])
    if "mu" in v:
        row, column = s.sum(1) / Fraction(s.shape[1]), s.sum(0) / Fraction(s.shape[0])
        v["mu"] = row.sum(0) / Fraction(s.shape[0])
        v["a"], v["b"] = row - v["mu"], column - v["mu"]
        v["T"] = s - v["mu"] - v["a"][:, None] - v["b"][None]
        if "a centred" not in names:
            v["a"], v["mu"] = v["a"] + Fraction(1, 2), v["mu"] - Fraction(1, 2)
        if "column sums" not in names:
            w = fractions(numpy.arange(s.shape[1])[:, None] * numpy.ones(s.shape[2]))
            w = w - w.sum(0) / Fraction(s.shape[1])
            v["b"], v["T"] = v["b"] + w, v["T"] - w[None]


def head_of_a_spectrum(v: Values, names: frozenset[str], rng: numpy.random.Generator) -> None:
    if "pos" in v:
        size, count = v["lam"].shape
        half = count // 2
        v["lam"][:, :half] = -numpy.sort(-v["lam"], 0)[:, :half]
        v["pos"] = numpy.broadcast_to(numpy.arange(size)[:, None], (size, count)) * 1.0
        v["r"] = rng.integers(0, size, count)
        v["w"] = rng.integers(-1, 6, v["w"].shape) / 4
        if "h" in v:
            v["h"] = (numpy.arange(size)[:, None] <= v["r"]) * 1.0
            v["w"][:, ::3] = v["h"][:, ::3]
            if not {"inside", "outside"} <= names:
                v["h"] = rng.permuted(v["h"], axis=0)
                v["r"] = 0 * v["r"] + (0 if "inside" not in names else size - 1)
        if "top" in v:
            listed = v["top"].shape[0]
            v["top"] = numpy.minimum(numpy.arange(listed)[:, None], size - 1) + 0 * v["top"]
            v["r"] = 0 * v["r"] + min(listed, size) - 1
            v["w"][:, ::3] = 1


def row_factor(v: Values, names: frozenset[str], rng: numpy.random.Generator) -> None:
    if "a" in v and "b" in v:
        c = v.get("c", numpy.ones(v["a"].shape[::2])) * 0 + 2.0 ** rng.integers(-2, 3, v["a"].shape[::2])
        v["b"] = v["a"] * c[:, None]
        if "c" in v:
            v["c"], v["d"] = c, c.copy()
            dead = v["M"].sum(1) == 0
            v["d"][dead] = 3.0


def small_step(v: Values, names: frozenset[str], rng: numpy.random.Generator) -> None:
    v["tau"] = rng.choice([-2.0, -1.0, 0.5, 1.0, 2.0], v["tau"].shape)
    if "h" in v:
        v["h"] = numpy.abs(v["tau"]) / 2.0 ** rng.integers(3, 12, v["tau"].shape)
        v["x"] = v["h"] * rng.integers(-1, 2, v["x"].shape)
        if "small" not in names:
            v["tau"][:], v["h"][:] = 1, 5
            v["x"], v["s"] = 5.0 * rng.choice([-1, 1], v["x"].shape), v["s"] * 5


def live_rows(v: Values, names: frozenset[str], rng: numpy.random.Generator) -> None:
    v["M"][:, 0] = 1


RECIPES: dict[str, Callable[[Values, frozenset[str], numpy.random.Generator], None]] = {
    "anchor.ratio_unique": normal_vector,
    "anchor.row": lambda v, names, rng: anchored_rows(v, names, rng) if "A" in v and "L" in v else None,
    "anchor.free_energy": lambda v, names, rng: supported_row(v, names, rng) if "p" in v else exchanged_row(v, names, rng),
    "anchor.jacobian": small_step,
    "carrier.live_rows": live_rows,
    "depth.coarse_logsumexp": image_mask,
    "interaction.chart_gauge": same_gauge,
    "interaction.decomposition": lambda v, names, rng: double_means(v, names, rng) if "S" in v else None,
    "interaction.ky_fan": head_of_a_spectrum,
    "probe.row_ratio": row_factor,
}


def models(claim: str, statement: Statement, pieces: list[Formula], seed: int, near_miss: bool = False) -> list[tuple[str, Model]]:
    """Models of one choice of sizes, one for each function if there is one; only instances that fit the hypotheses."""
    rng, choice = numpy.random.default_rng(seed), random.Random(seed)
    hypotheses = {name: peeled(h)[0] for name, h in statement.hypotheses.items()}
    everything: list[Term] = [*pieces, *hypotheses.values()]
    sizes: dict[Sort, int] = {}
    for s in sorted(set().union(*map(sorts_of, everything))):
        sizes[s] = choice.randint(1 if s.kind == FINITE else 0, 4)
    symbols = sorted({s for t in everything for s in t.free if not s.constant})
    values = {
        s.name: draw(s, domain(s.name, statement), (*(sizes[p] for p in s.type.params), BATCH), sizes, rng)
        for s in symbols
        if is_array(s) and (s.type.params or s.type.result.kind != FINITE)
    }
    names = frozenset(statement.hypotheses) | ({"wrong"} if near_miss else set())
    if claim in RECIPES:
        RECIPES[claim](values, names, rng)
    arrays = {s: values[s.name] for s in symbols if s.name in values and is_array(s)}
    functions = [s for s in symbols if not is_array(s)]
    out = []
    for label, function in FUNCTIONS.items() if functions else [("", None)]:
        if label == "0" and "nz" in names:
            continue
        model = Model(sizes, arrays, {s: function for s in functions})
        laws = {name: h for name, h in hypotheses.items() if not h.free.isdisjoint(functions)}
        if not all(_fits(laws, model.instances(k, 1)) for k in range(model.batch)):
            continue
        fitting = [k for k in range(model.batch) if _fits(hypotheses, model.instances(k, 1))]
        if fitting:
            kept = {s: a[..., fitting] for s, a in arrays.items()}
            out.append((label, Model(sizes, kept, {s: function for s in functions})))
    return out


def _fits(hypotheses: dict[str, Formula], one: Model) -> bool:
    for h in hypotheses.values():
        try:
            truth = program(h, one, stable=False).run(one, ExactArithmetic()).value
        except RealiseError:  # it quantifies over fields or functions: the recipe sees to it
            continue
        if truth.fails.any():
            return False
    return True
