"""Where the vertices of a column go: as near as can be to where each wants to be, in their order and without overlap."""

from __future__ import annotations

from collections.abc import Sequence


def placed(wanted: Sequence[float], gaps: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The positions y with y[k+1] − y[k] ≥ gaps[k] that minimise Σ weights[k]·(y[k] − wanted[k])².

    With the gaps taken off this is isotonic regression: neighbours in the wrong order are pooled at their weighted mean.
    """
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    blocks: list[tuple[float, float, int]] = []  # mean, weight, length
    for want, offset, weight in zip(wanted, offsets, weights, strict=True):
        block = (want - offset, weight, 1)
        while blocks and blocks[-1][0] > block[0]:
            mean, heavy, length = blocks.pop()
            total = heavy + block[1]
            block = ((mean * heavy + block[0] * block[1]) / total, total, length + block[2])
        blocks.append(block)
    means = [mean for mean, _, length in blocks for _ in range(length)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]
