"""Where boxes and curves of a drawing are, in pixels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle; x and y are its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    def moved(self, dx: float, dy: float) -> Box:
        return Box(self.x + dx, self.y + dy, self.width, self.height)


@dataclass(frozen=True)
class Layout:
    """Boxes by claim; curves by edge, as the points of cubic Bézier curves: the start, then two controls and an end for each piece."""

    width: float
    height: float
    boxes: dict[str, Box]
    curves: dict[tuple[str, str], list[Point]]

    def moved(self, dx: float, dy: float) -> Layout:
        boxes = {id: box.moved(dx, dy) for id, box in self.boxes.items()}
        curves = {edge: [(x + dx, y + dy) for x, y in points] for edge, points in self.curves.items()}
        return Layout(self.width, self.height, boxes, curves)


def packed(layouts: Iterable[Layout], width: float, gap: float) -> Layout:
    """Several drawings on one page: the tallest first, side by side as far as the width allows, then below."""
    boxes: dict[str, Box] = {}
    curves: dict[tuple[str, str], list[Point]] = {}
    x = y = shelf = right = 0.0
    for layout in sorted(layouts, key=lambda one: (-one.height, -one.width, min(one.boxes))):
        if x and x + layout.width > width:
            x, y, shelf = 0.0, y + shelf + gap, 0.0
        here = layout.moved(x, y)
        boxes |= here.boxes
        curves |= here.curves
        x, shelf, right = x + layout.width + gap, max(shelf, layout.height), max(right, x + layout.width)
    return Layout(right, y + shelf, boxes, curves)
