"""Symbols from equations of a known shape: shares and centred fields, inverse pairs, supported and pinned fields, projections, bounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..exact.values import sorts_of
from ..numeric.ball import BallArithmetic
from ..numeric.model import Model
from ..numeric.realisation import program
from ..proof.obligations import eta
from ..proof.substitution import Lambda, closed, lambda_of, substitute
from ..proof.syntax import (
    MINUS,
    ONE,
    REAL,
    ZERO,
    And,
    App,
    Bound,
    Card,
    Delta,
    Eq,
    Formula,
    Implies,
    Inverse,
    Le,
    Number,
    Plus,
    Sum,
    Symbol,
    Term,
    Times,
    Type,
)
from .dice import Dice
from .laws import drawable
from .patterns import TABLES
from .sequents import needs_values, over_indices
from .shapes import Kinds, Solution, drawn, factors_of, head_of, holds_by_form, plainly_at


def mask_of(variables: Sequence[Symbol], body: Any, kinds: Kinds) -> tuple[Symbol, Formula] | None:
    """N_ic = 1 ⇔ φ: the mask, and φ as ∀-open formula whose axes are the mask's places in order."""
    if type(body) is not And or len(body.children) != 2 or any(type(c) is not Implies for c in body.children):
        return None
    (a, b), (c, d) = (part.children for part in body.children)
    if (a, b) != (d, c):
        return None
    for one, formula in ((a, b), (b, a)):
        match one:
            case Eq(children=(App() as entry, Number(value=1))) if plainly_at(entry, variables) and kinds.get(head_of(entry)) == "mask":
                if entry.head not in formula.free and not needs_values(formula):
                    return head_of(entry), at_places(formula, entry, variables)
    return None


def axes_of(formula: Formula) -> set[Symbol]:
    return {s for s in formula.free if over_indices(s.type)}


def places(symbol: Symbol) -> tuple[Symbol, ...]:
    """Names for the places of a field: the axes of the formula that a mask is the truth of."""
    return tuple(Symbol(f"place{k}", Type((), sort)) for k, sort in enumerate(symbol.type.params))


def at_places(formula: Formula, entry: Any, variables: Sequence[Symbol]) -> Formula:
    names = dict(zip((c.head for c in entry.children), places(entry.head), strict=True))
    renamed: Formula = substitute(formula, {v: Lambda((), App(names[v])) for v in variables})
    return renamed


def sum_of(variables: Sequence[Symbol], body: Any) -> tuple[Symbol, int, Term] | None:
    """From Σ over one place of a field = 0 or 1, at all others: the field, the place, the number."""
    match body:
        case Eq(children=(Sum(children=(App() as entry,)), (Number(value=0) | Number(value=1)) as total)) if type(entry.head) is Symbol:
            own = [k for k, c in enumerate(entry.children) if type(c) is App and type(c.head) is Bound]
            others = [c for k, c in enumerate(entry.children) if k not in own]
            if len(own) == 1 and sorted(c.key for c in others) == sorted(App(v).key for v in variables):
                return entry.head, own[0], total
    return None


def margin(several: set[Symbol]) -> Callable[[Sequence[Symbol], Any, Kinds], Solution]:
    """Σ = 1: a share, or a field moved by a constant; Σ = 0: a field without its mean, over all places if several sums vanish."""

    def solve(variables: Sequence[Symbol], body: Any, kinds: Kinds) -> Solution:
        found = sum_of(variables, body)
        if found is None:
            return {}
        head, place, total = found
        params = tuple(Symbol(f"at{k}", Type((), s)) for k, s in enumerate(head.type.params))
        value: Term = App(drawn(head), *map(App, params))
        if total == ONE and kinds.get(head) in ("positive", "nonnegative"):
            return {head: lambda_of(params, Times(value, Inverse(_summed(value, params[place]))))}
        if head in several:
            for p in params:
                value = Plus(value, Times(MINUS, Inverse(Card(p.type.result)), _summed(value, p)))
            return {head: lambda_of(params, value)}
        rest = Plus(total, Times(MINUS, _summed(value, params[place])))
        return {head: lambda_of(params, Plus(value, Times(rest, Inverse(Card(params[place].type.result)))))}

    return solve


def _summed(body: Term, over: Symbol) -> Term:
    return Sum(over.name, over.type, closed(body, over))


def inverse_pair(variables: Sequence[Symbol], body: Any, kinds: Kinds) -> Solution:
    """Σ_e G_ce H_ed = δ_cd: G = 1 + u vᵀ and H = 1 − u vᵀ/(1 + v·u)."""
    match body:
        case Eq(children=(Sum(children=(Times(children=(App() as g, App() as h)),)), Delta(children=(c, d)))):
            if len(g.children) != 2 or len(h.children) != 2:
                return {}
            (sort, same), others = g.head.type.params, h.head.type.params
            ends = (g.children[0], h.children[-1]) == (c, d) and c != d
            if ends and sort == same == others[0] == others[1] and g.head != h.head:
                return _update(g.head, h.head, sort) if type(g.head) is Symbol and type(h.head) is Symbol else {}
    return {}


def _update(g: Symbol, h: Symbol, sort: Any) -> Solution:
    row, column, e = (Symbol(name, Type((), sort)) for name in ("at0", "at1", "at2"))
    u, v = (Symbol(f"{g.name}_{name}_drawn", Type((sort,), REAL)) for name in ("u", "v"))
    same, outer = Delta(App(row), App(column)), Times(App(u, App(row)), App(v, App(column)))
    below = Plus(ONE, _summed(Times(App(v, App(e)), App(u, App(e))), e))
    inverse = Plus(same, Times(MINUS, outer, Inverse(below)))
    return {g: lambda_of((row, column), Plus(same, outer)), h: lambda_of((row, column), inverse)}


def supported(variables: Sequence[Symbol], body: Any, kinds: Kinds) -> Solution:
    """f·(1 − M) = 0 for a mask M: f is M times something."""
    match body:
        case Eq(children=(Times() as product, Number(value=0))):
            factors = [f for f in factors_of(product) if type(f) is not Inverse]
            for f in factors:
                mask = next((m for m in map(_complement, factors) if m is not None and kinds.get(m.head) == "mask"), None)
                if mask is not None and plainly_at(f, variables) and f.head not in mask.free and f.sort == REAL:
                    params = tuple(c.head for c in f.children)
                    return {f.head: lambda_of(params, Times(mask, App(drawn(f.head), *f.children)))}
    return {}


def _complement(t: Any) -> Any:
    """M, from 1 − M."""
    match t:
        case Plus(children=(Number(value=1), Times(children=(Number(value=-1), App() as mask)))):
            return mask
    return None


def pinned(variables: Sequence[Symbol], body: Any, kinds: Kinds) -> Solution:
    """f_l = number at one place l: f is moved by a constant."""
    match body:
        case Eq(children=(App() as entry, Number() as number)) if entry.children and type(entry.head) is Symbol and not variables:
            if all(type(c) is App and not c.children for c in entry.children) and entry.head not in kinds and entry.sort == REAL:
                params = tuple(Symbol(f"at{k}", Type((), s)) for k, s in enumerate(entry.head.type.params))
                new = drawn(entry.head)
                shift = Plus(number, Times(MINUS, App(new, *entry.children)))
                return {entry.head: lambda_of(params, Plus(App(new, *map(App, params)), shift))}
    return {}


def projection(variables: Sequence[Symbol], body: Any, kinds: Kinds) -> Solution:
    """Lf = 0 for a linear projection L, that is, L(f − Lf) = 0: f is something without its projection."""
    if type(body) is not Eq or body.children[1] != ZERO:
        return {}
    sorts = tuple(v.type.result for v in variables)
    for head in sorted(s for s in body.free if s.type == Type(sorts, REAL) and s not in kinds and not s.constant):
        new = drawn(head)
        projected = substitute(body.children[0], {head: eta(new)})
        solution = {head: lambda_of(tuple(variables), Plus(App(new, *map(App, variables)), Times(MINUS, projected)))}
        if not refuted(substitute(body, solution), kinds) and holds_by_form(substitute(body, solution)):
            return solution
    return {}


def refuted(equation: Formula, kinds: Kinds) -> bool:
    """Whether an equation certainly fails at numbers that are drawn for it: then no normal form, which may be long, will show it."""
    symbols = sorted(s for s in equation.free if not (s.constant or over_indices(s.type)))
    if not all(drawable(s.type) and s.type.result == REAL for s in symbols):
        return False
    sizes, dice = {sort: 2 + k % 2 for k, sort in enumerate(sorted(sorts_of([equation])))}, Dice(0)
    first = {s: next(iter(TABLES[kinds.get(s, "real")].values())) for s in symbols}
    model = Model(sizes, {s: pattern(dice, (*(sizes[p] for p in s.type.params), 8)) for s, pattern in first.items()})
    return bool(program(equation, model).run(model, BallArithmetic()).value.fails.any())


def bounded_by(variables: Sequence[Symbol], body: Any, kinds: Kinds) -> tuple[Symbol, Lambda, str] | None:
    """−b ≤ x ≤ b or x ≤ b: x is b times a number of at most 1."""
    match body:
        case And(children=(Le(children=(low, App() as entry)), Le(children=(same, high)))) if entry == same:
            kind = "fraction" if holds_by_form(Eq(low, Times(MINUS, high))) else ""
        case Le(children=(App() as entry, high)):
            kind = "part"
        case _:
            return None
    if not kind or type(high) is Number or not plainly_at(entry, variables) or entry.head in high.free or entry.sort != REAL:
        return None
    if kinds.get(head_of(entry), "nonnegative") == "mask":
        return None
    params = tuple(c.head for c in entry.children)
    return head_of(entry), lambda_of(params, Times(high, App(drawn(head_of(entry)), *entry.children))), kind
