"""The shape of plain JSON, put together from small checks: what a value must be, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import GaproofError

Shape = Callable[[Any, str], Any]  # a value and where it stands ↦ what is kept of it; raises ``ShapeError``


class ShapeError(GaproofError):
    """A value has another shape than is expected of it."""


def text(value: Any, at: str) -> Any:
    """A string."""
    return _expected(type(value) is str, value, at, "a text")


def count(value: Any, at: str) -> Any:
    """A number of things."""
    return _expected(type(value) is int and value >= 0, value, at, "a whole number, 0 or more")


def truth(value: Any, at: str) -> Any:
    """True or false."""
    return _expected(type(value) is bool, value, at, "true or false")


def one_of(*names: str) -> Shape:
    """One of some words."""
    return lambda value, at: _expected(value in names, value, at, f"one of {', '.join(names)}")


def maybe(shape: Shape) -> Shape:
    """Null, or something."""
    return lambda value, at: None if value is None else shape(value, at)


def listed(shape: Shape) -> Shape:
    """A list of things."""
    return lambda value, at: [shape(x, f"{at}[{k}]") for k, x in enumerate(_expected(type(value) is list, value, at, "a list"))]


def texts(value: Any, at: str) -> list[str]:
    """A list of strings, whose order does not count."""
    return sorted(listed(text)(value, at))


def by_name(shape: Shape) -> Shape:
    """A list of things with names, whose order does not count; each name once."""

    def all_of_them(value: Any, at: str) -> Any:
        things = sorted(listed(shape)(value, at), key=lambda thing: thing["name"])
        names = [thing["name"] for thing in things]
        _expected(len(set(names)) == len(names), names, at, "a list of different names")
        return things

    return all_of_them


def named(shape: Shape) -> Shape:
    """An object from names to things."""
    return lambda value, at: {name: shape(x, f"{at}.{name}") for name, x in _expected(type(value) is dict, value, at, "an object").items()}


def record(**fields: Shape) -> Shape:
    """An object with these fields at least; others do not count."""

    def all_of_them(value: Any, at: str) -> Any:
        _expected(type(value) is dict, value, at, "an object")
        for name in fields:
            if name not in value:
                raise ShapeError(f"{at or 'the report'} lacks {name!r}")
        return {name: shape(value[name], f"{at}.{name}".lstrip(".")) for name, shape in fields.items()}

    return all_of_them


def _expected(holds: bool, value: Any, at: str, what: str) -> Any:
    if not holds:
        raise ShapeError(f"{at or 'the report'} is not {what}: {short(value)}")
    return value


def short(value: Any) -> str:
    """A value in a few letters."""
    shown = ascii(value)
    return shown if len(shown) <= 60 else f"{shown[:60]}…"
