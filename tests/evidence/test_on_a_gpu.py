"""The evidence on a real GPU: nothing true is refuted there, nothing false is missed, and foreign code agrees."""

from __future__ import annotations

import pytest
import torch

from gaproof.claim import Part
from gaproof.evidence import settings as how
from gaproof.evidence.campaign import campaign
from gaproof.evidence.gathering import evidence
from gaproof.evidence.machinery import broken
from gaproof.numeric import BallArithmetic
from gaproof.numeric.rounding import DTYPES
from tests.evidence.test_on_a_device import FALSE, SMALL, WHOLE, given
from tests.theorems.corpus import SAMPLE, part_name

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU that torch can use")
GPU = torch.device("cuda")
every = pytest.mark.parametrize("dtype", DTYPES, ids=str)


@every
def test_programs_of_every_shape_are_right(dtype: torch.dtype) -> None:
    assert "" == broken(dtype, GPU)


@pytest.mark.parametrize("part", SAMPLE, ids=part_name)
def test_a_campaign_refutes_nothing_that_is_true(part: Part) -> None:
    here, there = (campaign(part.statement, SMALL, 3, BallArithmetic(place), given(part)) for place in (torch.device("cpu"), GPU))
    assert there.refutation is None and 0 == there.wrong
    assert (here.models, here.contrasts) == (there.models, there.contrasts)


@every
@pytest.mark.parametrize("name", FALSE)
def test_a_campaign_refutes_what_is_false(name: str, dtype: torch.dtype) -> None:
    found = campaign(FALSE[name], how.EFFORTS["quick"], 3, BallArithmetic(GPU, dtype))
    assert found.refutation is not None and 0 == found.wrong


@every
@pytest.mark.parametrize("name", WHOLE)
def test_the_evidence_on_a_part_is_whole(name: str, dtype: torch.dtype) -> None:
    part = next(part for part in SAMPLE if part_name(part) == name)
    here, there = (evidence(part, how.Settings("quick", dtype=str(dtype)[6:], device=place)) for place in ("cpu", "cuda"))
    assert not there.refuted and not there.programs and 0 == there.tally.wrong
    assert here.necessity == there.necessity
    missing = {r.name for r in here.references} - {r.name for r in there.references}
    assert all("flash" in name for name in missing), "a kernel for GPUs that takes no masks"
    assert [] == [r for r in there.references if r.disagrees]
