"""Bugs planted in the kernels are noticed by every run of the evidence, whatever the claims at hand mention."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from gaproof.evidence import machinery
from gaproof.numeric import BallArithmetic, ExactArithmetic, PlainArithmetic, evaluate, products
from gaproof.numeric.ball import Ball
from gaproof.numeric.evaluate import Run
from gaproof.numeric.model import Table
from gaproof.numeric.plain import Plain
from gaproof.numeric.realisation import Parts, _program, node_of
from gaproof.numeric.rounding import DTYPES
from tests.redteam.numeric.kernel_bugs import BUGS

ROOT = Path(__file__).resolve().parents[3]
CPU = torch.device("cpu")
# imports one file of the package with other text in it, then looks at the machinery
PLANTED = """
import sys
from importlib.machinery import SourceFileLoader
path, old, new = sys.argv[1:]
source = open(path, encoding="utf-8").read()
assert source.count(old) == 1, "the text that the bug replaces is not there"
read = SourceFileLoader.get_code
wrong = lambda self, name: compile(source.replace(old, new), path, "exec") if self.path == path else read(self, name)
SourceFileLoader.get_code = wrong
import torch
from gaproof.evidence.machinery import broken
print("BROKEN:", broken(torch.float64, torch.device("cpu")))
"""


def broken(dtype: torch.dtype = torch.float64) -> str:
    """What the machinery says now; programs that were made before are made again."""
    _program.cache_clear()
    evaluate.stages.cache_clear()
    found: str = machinery.broken.__wrapped__(dtype, CPU)
    return found


@pytest.fixture(autouse=True)
def _made_anew() -> Any:
    yield
    _program.cache_clear()
    evaluate.stages.cache_clear()


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_nothing_is_wrong_with_the_kernels(dtype: torch.dtype) -> None:
    assert "" == broken(dtype)


def test_some_shape_has_axes_in_an_order_that_is_not_its_own_inverse() -> None:
    orders = [_program(node_of(shape), frozenset(), True).order for shape in machinery.SHAPES.values()]
    assert any(tuple(order[place] for place in order) != tuple(range(len(order))) for order in orders)


def first_instance(self: Run, op: Any, at: list[Any], true: Callable[..., Any] = Run.gathered) -> Any:
    return true(self, op, [k[..., :1].expand(k.shape) if isinstance(k, torch.Tensor) else k for k in at])


def sum_in_bfloat16(self: PlainArithmetic, x: Plain, axes: Any, true: Callable[..., Any] = PlainArithmetic.sum) -> Plain:
    out: Plain = true(self, x.map(lambda t: t.to(torch.bfloat16).to(t.dtype)), axes)
    return out


def without_radius(self: BallArithmetic, x: Ball, true: Callable[..., Any] = BallArithmetic.exp) -> Ball:
    out: Ball = true(self, Ball(x.mid.clone()))
    return out


def parts_that_overlap(self: Parts, part: Any, length: int, true: Callable[..., Any] = Parts.add) -> None:
    true(self, part, length)
    self.done -= self.done > 1


def all_positive(self: Table) -> bool:
    return True


PATCHES: dict[str, tuple[Any, str, Any]] = {
    "the first instance for all at index maps": (Run, "gathered", first_instance),
    "sums of brain floats": (PlainArithmetic, "sum", sum_in_bfloat16),
    "an exponential without the radius of its exponent": (BallArithmetic, "exp", without_radius),
    "tiles that overlap": (Parts, "add", parts_that_overlap),
    "every number taken for positive": (Table, "nonnegative", property(all_positive)),
    "no shift inside": (products, "shifted_sum", lambda *args: None),
    "axes moved the wrong way": (
        evaluate,
        "view",
        lambda at, rank: ((*at, len(at)), None) if len(at) == rank else true_view(at, rank),
    ),
    "the last key left out": (
        ExactArithmetic,
        "sum",
        lambda self, x, axes, true=ExactArithmetic.sum: true(self, x.map(lambda t: t[..., :-1, :] if t.shape[-2] > 1 else t), axes),
    ),
}
true_view = evaluate.view
HARMLESS = {"no shift inside"}  # any shift is correct: it decides what overflows


@pytest.mark.parametrize("name", PATCHES)
def test_a_planted_bug_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*PATCHES[name])
    try:
        said = broken()
    except (RuntimeError, ValueError, IndexError, TypeError) as error:  # shapes that do not fit are noticed too
        said = str(error)
    assert (name in HARMLESS) == (said == "")


@pytest.mark.slow
@pytest.mark.parametrize("name", BUGS)
def test_a_bug_in_a_file_is_noticed(name: str) -> None:
    file, old, new = BUGS[name]
    done = subprocess.run(
        [sys.executable, "-c", PLANTED, str(ROOT / file), old, new], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert "the text that the bug replaces is not there" not in done.stderr, f"{file} changed: plant the bug where its text went"
    assert "BROKEN: \n" != done.stdout
