"""Sequences as tables that are constant from an index on, so that a quantifier over the naturals is decided by the first of them.

A sequence is one of the models that it has: x[t] = x[min(t, LAST)] for every t.  If t occurs in φ only in arguments t, succ(t), … of such
tables, every t ≥ LAST gives these tables the same entries as LAST does, whatever else φ mentions, so that φ(t) is φ(LAST): φ holds for
all t (for some t) just if it does for one of 0, …, LAST.  It need not where t is a number or is compared, nor where a variable that
stands for any sequence is applied to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..proof.syntax import BINDERS, NAT, REAL, SUCC, App, Bound, Symbol
from .affine import Entry

LAST = 2  # the index from which on tables are constant
FIRST = range(LAST + 1)


def is_sequence(symbol: Symbol) -> bool:
    """Whether a symbol has entries at naturals, and so may be a table that is constant from an index on."""
    return NAT in symbol.type.params and REAL not in symbol.type.params and not symbol.constant


def clamped(symbol: Symbol, *places: int) -> Entry:
    """The entry that the table has at these places."""
    return (symbol, *(min(k, LAST) if sort == NAT else k for sort, k in zip(symbol.type.params, places, strict=True)))


def only_places(t: Any, table: Callable[[Symbol], bool], depth: int = 0) -> bool:
    """Whether Bound(depth) occurs in t only as itself, its successor, … in arguments of tables."""
    if t.loose <= depth:
        return True
    if type(t) is App and type(t.head) is Bound and t.head.index == depth:
        return False
    in_table = type(t) is App and type(t.head) is Symbol and table(t.head)
    inner = depth + 1 if type(t) in BINDERS else depth
    return all((in_table and _counted_from(c, depth)) or only_places(c, table, inner) for c in t.children)


def _counted_from(t: Any, depth: int) -> bool:
    """Whether t is Bound(depth), its successor, the successor of that, …"""
    while type(t) is App and t.head == SUCC:
        t = t.children[0]
    return type(t) is App and type(t.head) is Bound and t.head.index == depth
