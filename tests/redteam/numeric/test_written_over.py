"""A program never writes over the numbers that it was given, whatever its graph is like."""

from __future__ import annotations

import pytest
import torch

from gaproof.evidence.program_bugs import planted, program_bugs
from gaproof.numeric import BallArithmetic, Model, PlainArithmetic, program
from gaproof.numeric.realisation import node_of
from gaproof.terms import Sum, exp, field, index, log, sizes
from gaproof.theory import softmax

n, m = sizes("n m")
i, j = index("i", n), index("j", m)
s = field("s", i, j)
TERMS = {
    "softmax": Sum(softmax(s[i, j], over=j), j),
    "log-sum-exp": log(Sum(exp(s[i, j]), j)),
    "an opposite": exp(-s[i, j]),
    "a product": exp(2 * s[i, j] * s[i, j]),
}


@pytest.mark.parametrize("arithmetic", [BallArithmetic(), PlainArithmetic()], ids=lambda a: a.name)
@pytest.mark.parametrize("name", TERMS)
def test_a_program_with_a_planted_bug_leaves_its_model_as_it_is(name: str, arithmetic: BallArithmetic) -> None:
    model = Model({n: 1, m: 3}, {s: torch.tensor([[0.5, 1.0, -2.0]], dtype=torch.float64)[..., None].expand(1, 3, 4).contiguous()})
    before = model.table(next(iter(model.tables))).numbers.clone()
    right = program(node_of(TERMS[name]), model)
    for what, bug in [("none", right), *program_bugs(right)]:
        bug.run(planted(model), arithmetic)
        assert torch.equal(before, model.table(next(iter(model.tables))).numbers), what
