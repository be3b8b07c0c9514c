"""Planted bugs: a realised program with one operation gone wrong, as an implementation gets it wrong.

A check of an implementation that does not tell the two programs apart would not see the bug either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from itertools import combinations

from ..numeric.arithmetic import Arithmetic
from ..numeric.ball import BallArithmetic
from ..numeric.evaluate import schedule
from ..numeric.model import Model
from ..numeric.nodes import Op, RealiseError
from ..numeric.realisation import Program, Programs
from ..proof.syntax import REAL, Symbol
from .mutations import ordinal, shortened
from .spoils import COUNTS_LAST_TWICE, IN_BFLOAT16, LAST_COPIED, MISSES_LAST, ONE_LESS, ONES, ROLLED, SPOILS, ZEROS

Places = tuple[int, ...]
TRUTHS = frozenset(("eq", "ne", "le", "lt", "and", "implies", "forall", "exists", "vacuous"))


def program_bugs(program: Program) -> list[tuple[str, Program]]:
    """Every bug of a program of a term, with a name; in a fixed order.  They run on the model ``planted(model)``."""
    return list(bugs_of(program))


def bugs_of(program: Program) -> Iterator[tuple[str, Program]]:
    """The same, one after the other: few of them may be wanted."""
    if program.root.kind in TRUTHS:
        raise RealiseError("got the program of a formula, expected that of a term — plant bugs in the sides of an equation")
    called: dict[str, int] = {}
    for op in _live(program.root):
        for name, wrong in _bugs(op):
            called[name] = called.get(name, 0) + 1
            name += f" (place {called[name]})" if called[name] > 1 else ""
            yield name, replace(program, root=_replaced(program.root, op, wrong))


def planted(model: Model) -> Model:
    """The model with the meaning of the spoilt operations."""
    wrong = copy(model)
    wrong.functions = {**model.functions, **SPOILS}
    return wrong


def caught(program: Program, bug: Program, model: Model, arithmetic: Arithmetic | None = None) -> bool:
    """Whether the enclosures of the right and the wrong program are disjoint somewhere, in balls unless an arithmetic is given."""
    return which_caught(program, [bug], model, arithmetic)[0]


def which_caught(program: Program, bugs: Sequence[Program], model: Model, arithmetic: Arithmetic | None = None) -> list[bool]:
    """The same of each bug; what the programs share is computed once."""
    chosen = BallArithmetic(model.device) if arithmetic is None else arithmetic
    own = tuple(range(program.root.kept))
    together = Op("together", None, tuple((p.root, own) for p in (program, *bugs)), program.root.sorts[: len(own)], len(own))
    right, *wrong = Programs(together).run(planted(model), chosen)
    return [bool(chosen.compare("eq", right, value).fails.any()) for value in wrong]


# ---- what can be wrong with a node: another one with the same axes --------------------------------------------------------------


def _bugs(op: Op) -> Iterator[tuple[str, Op]]:
    yield from _of_uses(op)
    match op.kind:
        case "sum" | "contract":
            yield from _of_reduction(op)
        case "times":
            for k, (factor, _) in enumerate(op.args):
                yield f"dropped factor: {_said(factor)} of {_said(op)}", _with(op, k, _spoilt(factor, ONES))
        case "linear":
            yield from _of_linear(op)
        case "over":
            yield from _of_fraction(op)
        case "inverse":
            yield f"missing normaliser: {_said(op)}", _with(op, 0, _spoilt(op.args[0][0], ONES))
        case "gather":
            for k, (index, _) in enumerate(op.args):
                yield f"off by one: the {ordinal(k)} index of {_said(op)}", _with(op, k, _spoilt(index, ONE_LESS))
        case "field" if op.data[0].type.result == REAL:
            for axis in range(op.kept):
                yield f"off by one: {_said(op)} along {op.sorts[axis].name}", _spoilt(op, ROLLED, axis)
                yield f"last one copied: {_said(op)} along {op.sorts[axis].name}", _spoilt(op, LAST_COPIED, axis)


def _of_uses(op: Op) -> Iterator[tuple[str, Op]]:
    """A square operand transposed, a sum over the wrong axis, a factor left out in this use only."""
    for k, (child, at) in enumerate(op.args):
        for a, b in combinations(range(child.kept), 2) if child.kind == "field" else ():
            if child.sorts[a] == child.sorts[b]:
                yield f"transposed: {_said(child)} in {_said(op)}", _with(op, k, child, _exchanged(at, at[a], at[b]))
        if child.kind == "sum":
            yield from _of_axis(op, k)
        if child.kind == "times" and op.kind in ("sum", "over"):
            for n, (factor, _) in enumerate(child.args):
                yield f"left out here: {_said(factor)} in {_said(op)}", _with(op, k, _with(child, n, _spoilt(factor, ONES)))


def _of_axis(op: Op, k: int) -> Iterator[tuple[str, Op]]:
    """A child Σ_b x(a, b) becomes Σ_a x(a, b), used where the index b of op stands."""
    total, at = op.args[k]
    covered = {p for n, (_, places) in enumerate(op.args) if n != k for p in places}
    gone = total.kept
    if len(total.sorts) != gone + 1 or not covered >= set(at):
        return
    for a in range(gone):
        where = next((p for p, sort in enumerate(op.sorts) if sort == total.sorts[gone] and p not in at), None)
        if where is None and total.sorts[a] == total.sorts[gone]:
            where = at[a]
        if where is not None:
            (x, inside), order = total.args[0], _exchanged(tuple(range(gone + 1)), a, gone)
            turned = Op("sum", None, ((x, _exchanged(inside, a, gone)),), tuple(total.sorts[p] for p in order), gone)
            yield f"wrong axis: {_said(total)} over {total.sorts[a].name}", _with(op, k, turned, (*at[:a], where, *at[a + 1 :]))


def _of_reduction(op: Op) -> Iterator[tuple[str, Op]]:
    for place in range(op.kept, len(op.sorts)):
        k, (x, at) = next((k, arg) for k, arg in enumerate(op.args) if place in arg[1])
        for spoil in (MISSES_LAST, COUNTS_LAST_TWICE):
            yield f"{_named(spoil)}: {_said(op)}", _with(op, k, _spoilt(x, spoil, at.index(place)))
    yield f"rounded to bfloat16: {_said(op)}", _spoilt(op, IN_BFLOAT16)


def _of_linear(op: Op) -> Iterator[tuple[str, Op]]:
    """Terms with the wrong sign or without effect; a maximum is one only if it is taken off elsewhere, as in a log-sum-exp."""
    for k, (x, _) in enumerate(op.args):
        others = [child for n, (child, _) in enumerate(op.args) if n != k]
        if x.kind == "peak" and not any(x in _reached(child) for child in others):
            continue
        yield f"sign: {_said(x)} in {_said(op)}", replace(op, data=(*op.data[:k], -op.data[k], *op.data[k + 1 :]))
        yield f"dropped term: {_said(x)} in {_said(op)}", _with(op, k, _spoilt(x, ZEROS))
        if x.kind != "peak" and _unshifted(x) is not x and any(c.kind == "peak" for c in others):
            yield f"shift only outside: {_said(op)}", _with(op, k, _unshifted(x))


def _of_fraction(op: Op) -> Iterator[tuple[str, Op]]:
    below = op.args[1][0]
    yield f"missing normaliser: {_said(op)}", _with(op, 1, _spoilt(below, ONES))
    for axis in range(below.kept):
        yield f"normaliser of the one before: {_said(op)} along {below.sorts[axis].name}", _with(op, 1, _spoilt(below, ROLLED, axis))
    for k, where in enumerate(("below", "above")):
        wrong = _unshifted(op.args[k][0])
        if wrong is not op.args[k][0]:
            yield f"shift only {where} the line: {_said(op)}", _with(op, k, wrong)


def _unshifted(x: Op) -> Op:
    """The same without the maxima that are taken off its exponents; the same node if there is none."""
    for op in _live(x):
        kept = [k for k, (child, _) in enumerate(op.args) if child.kind != "peak"]
        if op.kind == "linear" and kept and len(kept) < len(op.args):
            plain = replace(op, data=tuple(op.data[k] for k in kept), args=tuple(op.args[k] for k in kept))
            x = _replaced(x, op, plain)
    return x


# ---- graphs ---------------------------------------------------------------------------------------------------------------------


def _spoilt(x: Op, spoil: Symbol, axis: int | None = None) -> Op:
    """A node with what happens to it: its axes in their order, ``axis`` the last one while it happens."""
    order = [a for a in range(x.kept) if a != axis] + ([] if axis is None else [axis])
    sorts = x.sorts[: x.kept]
    call = Op("call", spoil, ((x, tuple(map(order.index, range(x.kept)))),), tuple(sorts[a] for a in order), x.kept)
    return call if order == sorted(order) else Op("times", None, ((call, tuple(order)),), sorts, x.kept)


def _with(op: Op, k: int, child: Op, at: Places | None = None) -> Op:
    """The node with another k-th input."""
    return replace(op, args=(*op.args[:k], (child, op.args[k][1] if at is None else at), *op.args[k + 1 :]))


def _exchanged(places: Places, a: int, b: int) -> Places:
    return tuple(b if p == a else a if p == b else p for p in places)


def _replaced(root: Op, old: Op, new: Op) -> Op:
    """The graph with one node replaced, wherever it is used."""
    made: dict[Op, Op] = {old: new}
    for op, _ in schedule((root, None)):
        if op not in made:
            args = tuple((made[child], at) for child, at in op.args)
            made[op] = op if all(a is b for (a, _), (b, _) in zip(args, op.args, strict=True)) else replace(op, args=args)
    return made[root]


def _reached(root: Op) -> list[Op]:
    """The node and all that it is made of, each after its inputs."""
    return [op for op, _ in schedule((root, None))]


def _live(root: Op) -> list[Op]:
    """The nodes on which the value depends: not those that only tell where a maximum is, since any point will do."""
    found: dict[Op, None] = {root: None}
    stack = [root]
    while stack:
        op = stack.pop()
        for child, _ in op.args if op.kind != "peak" else ():
            if child not in found:
                found[child] = None
                stack.append(child)
    return list(found)


def _named(spoil: Symbol) -> str:
    return spoil.name.removeprefix("#")


def _said(op: Op) -> str:
    """A node as text; its indices have no names."""
    return shortened(_text(op))


def _text(op: Op) -> str:
    args = [_text(child) for child, _ in op.args]
    over = " ".join(s.name for s in op.sorts[op.kept :])
    match op.kind:
        case "field":
            return str(op.data[0].name)
        case "gather" | "call":
            return f"{op.data.name}({', '.join(args)})"
        case "number" | "natural":
            return str(op.data)
        case "card":
            return f"|{op.data.name}|"
        case "iota":
            return f"index of {op.sorts[0].name}"
        case "linear":
            return (
                "("
                + " ".join(
                    f"{'-' if c < 0 else '+'} {'' if abs(c) == 1 else f'{abs(c)}·'}{x}" for c, x in zip(op.data, args, strict=True)
                ).removeprefix("+ ")
                + ")"
            )
        case "times":
            return "·".join(args)
        case "over":
            return f"{args[0]}/({args[1]})"
        case "inverse":
            return f"1/({args[0]})"
        case "sum" | "contract":
            return f"Σ_{{{over}}} {'·'.join(args)}"
        case "peak":
            return f"max_{{{over}}} {args[0]}"
        case _:
            return f"{op.kind}({', '.join(args)})"
