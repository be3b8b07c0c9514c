"""The look of the book's figures: vector graphics, colours that everybody can tell apart, one font size.

Source of the colours: Okabe and Ito (2008), Color Universal Design; attention maps use cividis, made for colour-blind readers.
"""

from __future__ import annotations

import os
from typing import Any

import matplotlib.pyplot as plt
from cycler import cycler
from matplotlib_inline.backend_inline import set_matplotlib_formats

BLUE, ORANGE, GREEN, RED, PURPLE, SKY, YELLOW, BLACK = (
    *("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#F0E442", "#000000"),
)
COLOURS = (BLUE, ORANGE, GREEN, RED, PURPLE, SKY, BLACK)
MAP = "cividis"

os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # no date in the files: the same bytes in every build
plt.rcParams.update(
    {
        "figure.figsize": (6.4, 3.4),
        "figure.constrained_layout.use": True,
        "axes.prop_cycle": cycler(color=COLOURS),
        "axes.spines.top": False,
        "axes.spines.right": False,
        "font.size": 10,
        "svg.fonttype": "path",
        "svg.hashsalt": "gaproof",
    }
)
set_matplotlib_formats("svg")


def heatmap(axes: Any, values: Any, title: str, low: float | None = None, high: float | None = None) -> Any:
    """A matrix ``(rows, columns)`` with its values written in, if they fit: queries down, keys across; returns the image."""
    values = [[float(x) for x in row] for row in values]
    image = axes.imshow(values, cmap=MAP, vmin=low, vmax=high, aspect="equal")
    axes.set(title=title, xlabel="key", ylabel="query", xticks=range(len(values[0])), yticks=range(len(values)))
    axes.spines[:].set_visible(False)
    if len(values[0]) <= 6:
        middle = (image.norm.vmin + image.norm.vmax) / 2
        for i, row in enumerate(values):
            for j, value in enumerate(row):
                axes.text(j, i, f"{value:.2g}", ha="center", va="center", fontsize=8, color="black" if value > middle else "white")
    return image
