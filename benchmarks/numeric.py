"""The numeric layer as ratios within one run: realised against hand-written torch, balls against floats, a batch against a NumPy loop.

    OMP_NUM_THREADS=1 python -m benchmarks.numeric

The programs of a comparison alternate, and the ratio is that of their fastest runs, in time of the processor: a shared machine disturbs
both alike, and what others do in between does not count.
"""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import numpy
import torch

from gaproof.numeric import BallArithmetic, Model, PlainArithmetic
from gaproof.numeric.realisation import program
from gaproof.terms import Sum, exp, field, index, log, sizes
from gaproof.theory import softmax

n, m, r = sizes("n m r")
i, (j, k), c = index("i", n), index("j k", m), index("c", r)
s, M, Q, K = field("s", i, j), field("M", i, j), field("Q", i, c), field("K", j, c)
EXPRESSIONS = {
    "softmax": softmax(s[i, j], over=j),
    "masked softmax": softmax(s[i, j], over=j, mask=M[i, j]),
    "logsumexp": log(Sum(exp(s[i, j]), j)),
    "double centring": s[i, j] - Sum(s[i, j], i) / n - Sum(s[i, j], j) / m + Sum(s[i, j], i, j) / (n * m),
    "QK^T": Sum(Q[i, c] * K[j, c], c),
}
AIMS = {"realised / torch": 2.0, "ball / plain": 8.0, "loop / batch": 20.0}  # at most, at most, at least
Run = Callable[[], object]
Figures = dict[str, dict[str, float]]


def seconds(*runs: Run, budget: float) -> list[float]:
    """The fastest time of each, run in turn until the time is up (at least three times)."""
    best = [float("inf")] * len(runs)
    for run in runs:
        run()
    end, rounds = process_time() + budget * len(runs), 0
    while process_time() < end or rounds < 3:
        rounds += 1
        for place, run in enumerate(runs):
            start = process_time()
            run()
            best[place] = min(best[place], process_time() - start)
    return best


def large_model(size: int, dtype: torch.dtype, batch: int = 1, inner: int = 64) -> Model:
    """(n, m) with the batch first in memory."""

    def draw(*shape: int) -> torch.Tensor:
        return torch.randn(batch, *shape, dtype=dtype).movedim(0, -1)

    mask = torch.rand(size, size) < 0.7
    mask[:, 0] = True
    return Model({n: size, m: size, r: inner}, {s: draw(size, size), Q: draw(size, inner), K: draw(size, inner), M: mask})


def by_hand(name: str, model: Model) -> Run:
    """What a torch programmer would write, on tensors with the batch in front."""
    x, q, kk = (model.tables[v].numbers.movedim(-1, 0).contiguous() for v in _symbols(model, "s", "Q", "K"))
    mask = model.tables[_symbols(model, "M")[0]].numbers[..., 0].bool()
    return {
        "softmax": lambda: torch.softmax(x, -1),
        "masked softmax": lambda: torch.softmax(x.masked_fill(~mask, -torch.inf), -1),
        "logsumexp": lambda: torch.logsumexp(x, -1),
        "double centring": lambda: x - x.mean(-1, keepdim=True) - x.mean(-2, keepdim=True) + x.mean((-1, -2), keepdim=True),
        "QK^T": lambda: q @ kk.mT,
    }[name]


def _symbols(model: Model, *names: str) -> list[object]:
    return [next(v for v in model.tables if v.name == name) for name in names]


def realised_against_torch(size: int = 1024, budget: float = 0.7) -> Figures:
    """Times relative to the hand-written expression and to a copy, at size² elements."""
    out: Figures = {}
    for dtype in (torch.float32, torch.float64):
        model = large_model(size, dtype)
        x = model.tables[_symbols(model, "s")[0]].numbers
        for name, expr in EXPRESSIONS.items():
            p, target, arithmetic = program(expr, model), torch.empty_like(x), PlainArithmetic(dtype)
            runs: list[Run] = [by_hand(name, model), lambda p=p, a=arithmetic: p.run(model, a), lambda: target.copy_(x)]  # noqa: B023
            hand, ours, copy = seconds(*runs, budget=budget)
            out[f"{name}, {str(dtype)[6:]}"] = {"realised / torch": ours / hand, "of copy bandwidth": copy / ours}
    return out


def balls_against_floats(size: int = 1024, budget: float = 0.7) -> Figures:
    """Times of ball arithmetic relative to plain arithmetic in the same type, at size² elements."""
    out: Figures = {}
    for dtype in (torch.float32, torch.float64):
        model = large_model(size, dtype)
        for name, expr in EXPRESSIONS.items():
            p = program(expr, model)
            runs: list[Run] = [lambda p=p, a=a: p.run(model, a) for a in (PlainArithmetic(dtype), BallArithmetic(dtype=dtype))]  # noqa: B023
            plain, ball = seconds(*runs, budget=budget)
            out[f"{name}, {str(dtype)[6:]}"] = {"ball / plain": ball / plain}
    return out


def batch_against_loop(size: int = 8, batch: int = 1 << 14, few: int = 2000, budget: float = 0.7) -> Figures:
    """One call on a batch against NumPy on one instance after the other, per instance."""
    out: Figures = {}
    x, q, kk = (torch.randn(size, w, batch, dtype=torch.float64) for w in (size, 4, 4))
    mask = torch.rand(size, size) < 0.7
    mask[:, 0] = True
    model = Model({n: size, m: size, r: 4}, {s: x, Q: q, K: kk, M: mask})
    xs, qs, ks = (numpy.ascontiguousarray(t.movedim(-1, 0).numpy()[:few]) for t in (x, q, kk))
    dead = ~mask.numpy()

    def shares(a: numpy.ndarray) -> numpy.ndarray:
        e = numpy.exp(a - a.max(-1, keepdims=True))
        return e / e.sum(-1, keepdims=True)

    def lse(a: numpy.ndarray) -> numpy.ndarray:
        top = a.max(-1)
        return numpy.log(numpy.exp(a - top[:, None]).sum(-1)) + top

    loops: dict[str, Run] = {
        "softmax": lambda: [shares(a) for a in xs],
        "masked softmax": lambda: [shares(numpy.where(dead, -numpy.inf, a)) for a in xs],
        "logsumexp": lambda: [lse(a) for a in xs],
        "double centring": lambda: [a - a.mean(0) - a.mean(1)[:, None] + a.mean() for a in xs],
        "QK^T": lambda: [a @ b.T for a, b in zip(qs, ks, strict=True)],
    }
    copied = torch.empty(size, size, batch, dtype=torch.float64)
    for name, expr in EXPRESSIONS.items():
        p = program(expr, model)
        runs: list[Run] = [lambda p=p, a=a: p.run(model, a) for a in (PlainArithmetic(), BallArithmetic())]
        ours, ball, loop, copy = seconds(*runs, loops[name], lambda: copied.copy_(x), budget=budget)
        out[name] = {
            "loop / batch": (loop / few) / (ours / batch),
            "loop / ball batch": (loop / few) / (ball / batch),
            "of copy bandwidth": copy / ours,
        }
    return out


def met(what: str, value: float) -> bool:
    """Whether a ratio reaches its aim."""
    return value >= AIMS[what] if what.startswith("loop") else value <= AIMS[what]


def report(title: str, figures: Figures) -> None:
    """A table, and below it which aims are met."""
    print(title)
    for name, values in figures.items():
        print(f"  {name:26s}" + "".join(f"{what} {value:7.2f}   " for what, value in values.items()).rstrip())
    for what in AIMS.keys() & next(iter(figures.values())).keys():
        missed = [name for name, values in figures.items() if not met(what, values[what])]
        bound = f"{what} {'≥' if what.startswith('loop') else '≤'} {AIMS[what]:g}"
        print(f"  aim {bound}: " + (f"missed by {'; '.join(missed)}" if missed else "met by all"))


def main() -> None:
    torch.set_num_threads(1)
    # glibc gives freed memory back to the system unless so large a piece was freed before: then every run pays for its pages anew
    torch.empty(31 << 20, dtype=torch.uint8)
    report("realised against hand-written torch, 2^20 elements", realised_against_torch())
    report("ball against plain, 2^20 elements", balls_against_floats())
    report("a batch against a NumPy loop, float64, n = 8", batch_against_loop())


if __name__ == "__main__":
    main()
