"""All claims of the project, their parts and their near misses, with names for the tests that run over them."""

from collections.abc import Iterator

from gaproof.claim import Claim, NearMiss, Part
from gaproof.library import Library, find

LIBRARY = Library("theorems")
CLAIMS = [claim for claim in map(find, LIBRARY.ids()) if isinstance(claim, Claim)]
PARTS: list[Part] = [part for claim in CLAIMS for part in claim.parts.values()]
NEAR_MISSES: list[tuple[Part, NearMiss]] = [(part, miss) for part in PARTS for miss in part.near_misses]

# What the machinery of the evidence is tried on: claims of every kind of statement.  The whole corpus takes `make check`.
SAMPLE_IDS = {
    *("carrier.restriction", "carrier.live_rows", "probe.row_ratio", "link.positive", "link.rational_power", "link.exponential"),
    *("anchor.row", "anchor.ratio_unique", "anchor.shift", "anchor.free_energy", "anchor.jacobian"),
    *("interaction.decomposition", "interaction.ky_fan", "interaction.chart_gauge", "depth.coarse_logsumexp"),
}
SAMPLE = [part for part in PARTS if part.claim.id in SAMPLE_IDS]
SAMPLE_MISSES = [(part, miss) for part, miss in NEAR_MISSES if part.claim.id in SAMPLE_IDS]


def part_name(part: Part) -> str:
    """What a part is called: anchor.shift[recovery]."""
    return part.called


def miss_name(part: Part, miss: NearMiss) -> str:
    """A near miss by its part and the beginning of its reason."""
    return f"{part_name(part)}: {miss.why}"


def hypotheses() -> Iterator[tuple[Part, str]]:
    """Every hypothesis of every part with a proof, by name."""
    return ((part, name) for part in PARTS if part.has_proof for name in part.statement.hypotheses)
