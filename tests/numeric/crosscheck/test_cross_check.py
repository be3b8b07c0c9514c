"""Cross-checks of attention layers: right ones obey every law, and of a bug the law that it breaks names the claim."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from gaproof.library import find
from gaproof.numeric.crosscheck import LAWS, Report, Rotation, Structure, StructureError, cross_check
from gaproof.theory import causal, window
from tests.numeric.crosscheck.layers import STYLES, head_by_head, with_tensors

Tensor = torch.Tensor
DTYPES = (torch.float64, torch.float32, torch.bfloat16, torch.float16)

FULL = Structure(heads=3, dim=4, features=10)
WIDE = Structure(heads=2, dim=4, features=6, width=3, out=5, biases=False)
WINDOW = replace(FULL, carrier=lambda n: window(n, 1))
CAUSAL = Structure(heads=2, dim=4, features=8, carrier=causal, told=False)
GROUPS = Structure(heads=4, groups=2, dim=4, features=8, carrier=causal)
ALIBI = replace(CAUSAL, slopes=(0.5, 0.25))
HALVES = replace(CAUSAL, told=True, rotation=Rotation((1.0, 0.1)))
NEIGHBOURS = replace(CAUSAL, rotation=Rotation((1.0, 0.1), neighbours=True))
BOTH_WAYS = replace(FULL, heads=2, slopes=(0.5, 0.25))
SQUARE = replace(CAUSAL, told=True)
UNSCALED = replace(FULL, scale=1.0)
STRUCTURES = {
    "full": FULL,
    "wide": WIDE,
    "window": WINDOW,
    "causal": CAUSAL,
    "groups": GROUPS,
    "ALiBi": ALIBI,
    "rotary halves": HALVES,
    "rotary neighbours": NEIGHBOURS,
    "without a scale": UNSCALED,
    "ALiBi both ways": BOTH_WAYS,
}

# The claims that a bug breaks, the one that says what is wrong first; "transformer.sdpa" is always the last of them.
BUGS = [
    ("causal off by one, too much", CAUSAL, ["carrier.prefix", "depth.block_closure"]),
    ("causal off by one, too little", CAUSAL, ["depth.block_closure"]),
    ("mask transposed", CAUSAL, ["carrier.prefix", "depth.block_closure"]),
    ("mask transposed", GROUPS, ["carrier.prefix", "depth.block_closure"]),
    ("no scale", FULL, ["transformer.scale"]),
    ("no scale", HALVES, ["transformer.scale"]),
    ("scale of d", FULL, ["transformer.scale"]),
    ("mask after the softmax", WINDOW, ["transformer.hull"]),
    ("mask after the softmax", CAUSAL, ["transformer.hull", "carrier.prefix"]),
    ("softmax over queries", FULL, ["transformer.head_gauge", "transformer.hull"]),
    ("key bias as query bias", FULL, ["transformer.head_gauge"]),
    ("query bias dropped", FULL, ["transformer.head_gauge"]),
    ("value bias dropped", FULL, ["transformer.hull"]),
    ("wrong head merge", FULL, ["heads.concat", "transformer.head_gauge", "transformer.permutation"]),
    ("heads interleaved", FULL, ["heads.concat", "transformer.head_gauge"]),
    ("group order", GROUPS, ["heads.shared", "transformer.head_gauge"]),
    ("alibi slope sign", ALIBI, ["interaction.chart_alibi"]),
    ("alibi slopes reversed", ALIBI, ["interaction.chart_alibi"]),
    ("rotary pairing", HALVES, ["interaction.chart_rope"]),
    ("rotary pairing", NEIGHBOURS, ["interaction.chart_rope"]),
    ("rotary only for queries", HALVES, ["interaction.chart_rope"]),
    ("rotary frequencies reversed", HALVES, ["interaction.chart_rope"]),
    ("turned the other way", NEIGHBOURS, ["interaction.chart_rope"]),
    ("alibi slope sign", BOTH_WAYS, ["interaction.chart_alibi"]),
    ("window too wide", WINDOW, ["depth.block_closure", "transformer.permutation"]),
    ("keys and values swapped", FULL, ["transformer.head_gauge", "transformer.hull"]),
    ("the residual is added", SQUARE, ["transformer.hull"]),
]


@pytest.mark.parametrize(("style", "dtype"), [*((s, DTYPES[0]) for s in STYLES), *(("with tensors", d) for d in DTYPES[1:])], ids=str)
@pytest.mark.parametrize("name", STRUCTURES)
def test_a_layer_that_is_right_obeys_every_law(name: str, style: str, dtype: torch.dtype) -> None:
    structure = STRUCTURES[name]
    report = cross_check(STYLES[style](structure), structure, tokens=5, dtype=dtype)
    assert [] == [str(f) for f in report.findings if f.verdict == "broken"]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("bug", "structure", "claims"), BUGS, ids=lambda x: x if isinstance(x, str) else "")
def test_a_bug_breaks_the_law_that_names_it(bug: str, structure: Structure, claims: list[str], style: str) -> None:
    report = cross_check(STYLES[style](structure, bug), structure, tokens=5)
    assert (*claims, "transformer.sdpa") == report.broken, str(report)


@pytest.mark.parametrize("style", STYLES)
def test_a_layer_that_is_not_the_same_twice_breaks_laws(style: str) -> None:
    torch.manual_seed(0)
    broken = cross_check(STYLES[style](FULL, "noise as of dropout"), FULL, tokens=5).broken
    assert {"transformer.head_gauge", "transformer.hull", "transformer.sdpa"} <= {*broken}


def test_a_finite_sentinel_is_read_through_whichever_way_it_is_written() -> None:
    for style, make in STYLES.items():
        report = cross_check(make(WINDOW, "a sentinel of −5"), WINDOW, tokens=5)
        assert {"depth.block_closure", "transformer.sdpa"} <= {*report.broken}, style


@pytest.mark.parametrize("dtype", DTYPES[1:], ids=str)
def test_bugs_are_seen_through_the_round_off_of_every_dtype(dtype: torch.dtype) -> None:
    for bug, structure, claim in (
        ("causal off by one, too much", CAUSAL, "carrier.prefix"),
        ("mask after the softmax", WINDOW, "transformer.hull"),
        ("group order", GROUPS, "heads.shared"),
        ("alibi slope sign", ALIBI, "interaction.chart_alibi"),
        ("wrong head merge", FULL, "heads.concat"),
    ):
        assert claim in cross_check(with_tensors(structure, bug), structure, tokens=5, dtype=dtype).broken, bug


def test_every_law_follows_from_a_claim_and_is_broken_by_some_bug() -> None:
    assert all(find(law.claim) for law in LAWS)
    broken = {claim for _, _, claims in BUGS for claim in claims} | {"transformer.sdpa"}
    assert broken == {law.claim for law in LAWS}


def test_a_wrong_structure_is_found_out_as_well() -> None:
    assert "interaction.chart_alibi" in cross_check(head_by_head(CAUSAL), ALIBI, tokens=5).broken
    assert "heads.shared" in cross_check(head_by_head(GROUPS, "group order"), GROUPS, tokens=5).broken


def test_what_is_done_where_there_is_no_attention_is_recorded() -> None:
    reports = {style: cross_check(make(FULL), FULL, tokens=4).behaviour for style, make in STYLES.items()}
    rows = {style: report["an empty row"] for style, report in reports.items()}
    assert {"head by head": "NaN", "with tensors": "NaN", "with the kernel": "zero, as if nothing were read"} == rows
    assert {"the other rows are NaN"} == {report["NaN that others do not read"] for report in reports.values()}  # 0 · NaN
    assert "it makes its own mask" == cross_check(head_by_head(CAUSAL), CAUSAL, tokens=4).behaviour["an empty row"]


def test_a_law_that_does_not_apply_says_why_and_nothing_is_judged_by_truth() -> None:
    report = cross_check(head_by_head(CAUSAL), CAUSAL, tokens=4)
    excuses = {f.law: f.where for f in report.findings if f.verdict == "not asked"}
    assert "every head has keys and values of its own" == excuses["a head reads its group"]
    assert "it has no ALiBi slopes" == excuses["a slope is a prior of keys"]
    assert str(report).count("\n") == len(LAWS) + 1
    with pytest.raises(TypeError, match="no truth value"):
        bool(report)
    assert () == Report((), {}).broken


def test_misuse_is_told() -> None:
    with pytest.raises(StructureError, match="4 heads do not fall into 3 groups"):
        Structure(heads=4, groups=3, dim=4, features=8)
    with pytest.raises(StructureError, match="1 slopes for 2 heads"):
        Structure(heads=2, dim=4, features=8, slopes=(1.0,))
    with pytest.raises(StructureError, match="1 planes have 2 coordinates, a head has 4"):
        Structure(heads=2, dim=4, features=8, rotation=Rotation((1.0,)))
    with pytest.raises(StructureError, match=r"returns the shape \(6, 4\), expected \(6, 10\)"):
        cross_check(lambda x, w, mask: x[:, :4], FULL)
    with pytest.raises(StructureError, match="the weight query has the shape"):
        cross_check(head_by_head(FULL), FULL, weights=WIDE.drawn(0))


def test_the_layer_of_the_readme_is_found_out_as_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    (code,) = [block for block in re.findall(r"```python\n(.*?)```", readme, re.S) if "cross_check" in block]
    exec(compile(code, "README.md", "exec"), {})
    assert code.splitlines()[-1].split("# ")[1] == capsys.readouterr().out.strip()
