"""Where boxes and curves of a drawing are, in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
WIDE, GAP = 1100.0, 36.0  # of a page, between the drawings on it


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


def alone(id: str, size: tuple[float, float]) -> Layout:
    """The drawing of a claim that is connected to no other."""
    return Layout(*size, {id: Box(0.0, 0.0, *size)}, {})


def packed(layouts: Sequence[Layout]) -> Layout:
    """Several drawings on one page: the tallest first, side by side as far as the width allows, then below."""
    width = max([WIDE, *(layout.width for layout in layouts)])
    boxes: dict[str, Box] = {}
    curves: dict[tuple[str, str], list[Point]] = {}
    x = y = shelf = right = 0.0
    for layout in sorted(layouts, key=lambda one: (-one.height, min(one.boxes))):
        if x and x + layout.width > width:
            x, y, shelf = 0.0, y + shelf + GAP, 0.0
        here = layout.moved(x, y)
        boxes |= here.boxes
        curves |= here.curves
        x, shelf, right = x + layout.width + GAP, max(shelf, layout.height), max(right, x + layout.width)
    return Layout(right, y + shelf, boxes, curves)
