"""Hypotheses made true instead of waited for: equations give their symbols values that are terms in other, freely drawn symbols.

Σ_j p_j = 1 makes p the share w_j/Σ w, Σ_j T_ij = 0 makes T a centred field, GH = 1 makes G and H a rank-one update of the identity and
its inverse (Sherman and Morrison 1950), N = 1 ⇔ φ makes the mask N the truth of φ, and an equation that is affine in one entry of a
symbol gives that entry.  The values are substituted, so that they are exact in every arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, final

from ..errors import ProofError
from ..proof import rules
from ..proof.obligations import eta
from ..proof.substitution import Lambda, closed, lambda_of, opened, substitute
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
    ForAll,
    Formula,
    Implies,
    Inverse,
    Le,
    Lt,
    Ne,
    Node,
    Number,
    Plus,
    Sum,
    Symbol,
    Term,
    Times,
    Type,
)
from .sequents import Sequent, needs_values, over_indices

Kinds = Mapping[Symbol, str]
Solution = dict[Symbol, Lambda]


@final
@dataclass
class Imposed:
    """A sequent after substitution.  ``waiting``: the hypotheses that values must satisfy, by number; ``built``: those that hold by
    construction, wherever the values are defined; ``masks``: masks that are the truth of a formula; ``bounded``: the waiting ones
    that are made likely; ``kinds``: the domains of what is drawn."""

    conclusion: Formula
    waiting: dict[int, Formula]
    kinds: dict[Symbol, str]
    values: Solution = field(default_factory=dict)
    masks: dict[Symbol, Formula] = field(default_factory=dict)
    built: dict[int, Formula] = field(default_factory=dict)
    bounded: set[int] = field(default_factory=set)

    def take(self, number: int, solution: Solution) -> None:
        """A hypothesis holds by a solution, which is substituted everywhere."""
        self.done(number)
        self.substitute(solution)
        for head in solution:
            if head in self.kinds:
                self.kinds[drawn(head)] = self.kinds[head]

    def substitute(self, solution: Solution) -> None:
        """Put values in the place of symbols everywhere."""
        self.values = {s: Lambda(v.params, substitute(v.body, solution)) for s, v in self.values.items()} | solution
        self.waiting = {n: substitute(h, solution) for n, h in self.waiting.items()}
        self.built = {n: substitute(h, solution) for n, h in self.built.items()}
        self.masks = {s: substitute(f, solution) for s, f in self.masks.items()}
        self.conclusion = substitute(self.conclusion, solution)

    def bound(self, number: int, spared: Collection[Symbol]) -> None:
        """A symbol that a hypothesis bounds by a term becomes a fraction of it; the hypothesis goes on waiting, for the term's sign."""
        variables, body = bare(self.waiting[number])
        found = _bounded(variables, body, self.kinds)
        if found is not None and found[0] not in spared:
            head, value, kind = found
            self.substitute({head: value})
            self.kinds[drawn(head)] = kind
            self.bounded.add(number)

    def done(self, number: int) -> None:
        """A hypothesis holds by construction."""
        self.built[number] = self.waiting.pop(number)


def impose(sequent: Sequent, wanted: Sequence[int]) -> Imposed:
    """The sequent with those of its hypotheses (by number) made true, as far as they are of a shape that is known."""
    hypotheses = [h for _, h in sequent.hypotheses]
    made = Imposed(sequent.conclusion, dict(enumerate(hypotheses)), kinds_of(hypotheses))
    margins = {k: m for k in wanted if (m := _sum_of(*bare(hypotheses[k]))) is not None}
    vanishing = [head for head, _, total in margins.values() if total == ZERO]
    solvers = (_margin({head for head in vanishing if vanishing.count(head) > 1}), _inverse_pair, _supported, _pinned, _entry, _projection)
    for k in [k for k in wanted if k in made.waiting]:
        made.bound(k, {head for head, _, _ in margins.values()})
    for k in sorted(wanted, key=lambda k: k not in margins):
        variables, body = bare(made.waiting[k])
        mask = _mask(variables, body, made.kinds)
        solution = next(filter(None, (solve(variables, body, made.kinds) for solve in solvers)), None)
        if mask is not None:
            made.masks[mask[0]] = mask[1]  # and still waiting: the formula may be undecided
        elif _identity(body):
            made.done(k)
        elif solution is not None:
            made.take(k, solution)
    made.masks = {s: f for s, f in made.masks.items() if _axes(f) <= set(places(s))}  # values may depend on other indices
    for k in [k for k in wanted if k in made.waiting and _identity(bare(made.waiting[k])[1])]:
        made.done(k)
    return made


def _identity(body: Formula) -> bool:
    """Whether an equation holds wherever its sides are defined, by the kernel's normal form."""
    if type(body) is not Eq:
        return False
    try:
        rules.linear(left=body.children[0], right=body.children[1], uses=())
    except ProofError:
        return False
    return True


def drawn(symbol: Symbol) -> Symbol:
    """What is drawn in place of a symbol that gets its values from it."""
    return Symbol(f"{symbol.name}_drawn", symbol.type)


# ---- what a hypothesis looks like ----------------------------------------------------------------------------------------


def bare(f: Formula) -> tuple[tuple[Symbol, ...], Formula]:
    """A formula without its leading ∀ over indices; conditions of an equation are dropped, which asks for more than it says."""
    variables: list[Symbol] = []
    while True:
        if type(f) is ForAll and over_indices(f.type):
            variables.append(Symbol(f"at{len(variables)}", f.type))
            f = opened(f, eta(variables[-1]))
        elif type(f) is Implies and type(_core(f)) is Eq:
            f = f.children[1]
        else:
            return tuple(variables), f


def _core(f: Any) -> Any:
    while type(f) in (ForAll, Implies):
        f = f.children[-1]
    return f


def kinds_of(hypotheses: Sequence[Formula]) -> dict[Symbol, str]:
    """The domains that hypotheses put fields and scalars in: positive, nonnegative or mask."""
    found: dict[Symbol, str] = {}
    for h in hypotheses:
        variables, body = bare(h)
        match body:
            case Lt(children=(Number(value=0), App() as entry)) if _plain(entry, variables):
                found[_head(entry)] = "positive"
            case Le(children=(Number(value=0), App() as entry)) if _plain(entry, variables):
                found.setdefault(_head(entry), "nonnegative")
            case Eq(children=(Times(children=(App() as entry, other)), third)) if _plain(entry, variables) and entry == other == third:
                found[_head(entry)] = "mask"
    return found


def _head(entry: Any) -> Symbol:
    head: Symbol = entry.head
    return head


def _plain(entry: Any, variables: Sequence[Symbol]) -> bool:
    """Whether something is a symbol at all the variables, each once."""
    if type(entry) is not App or type(entry.head) is not Symbol or entry.head.constant:
        return False
    return sorted(c.key for c in entry.children) == sorted(App(v).key for v in variables)


# ---- masks, margins, inverses --------------------------------------------------------------------------------------------


def _mask(variables: Sequence[Symbol], body: Any, kinds: Kinds) -> tuple[Symbol, Formula] | None:
    """N_ic = 1 ⇔ φ: the mask, and φ as ∀-open formula whose axes are the mask's places in order."""
    if type(body) is not And or len(body.children) != 2 or any(type(c) is not Implies for c in body.children):
        return None
    (a, b), (c, d) = (part.children for part in body.children)
    if (a, b) != (d, c):
        return None
    for one, formula in ((a, b), (b, a)):
        match one:
            case Eq(children=(App() as entry, Number(value=1))) if _plain(entry, variables) and kinds.get(_head(entry)) == "mask":
                if entry.head not in formula.free and not needs_values(formula):
                    return _head(entry), _at_places(formula, entry, variables)
    return None


def _axes(formula: Formula) -> set[Symbol]:
    return {s for s in formula.free if over_indices(s.type)}


def places(symbol: Symbol) -> tuple[Symbol, ...]:
    """Names for the places of a field: the axes of the formula that a mask is the truth of."""
    return tuple(Symbol(f"place{k}", Type((), sort)) for k, sort in enumerate(symbol.type.params))


def _at_places(formula: Formula, entry: Any, variables: Sequence[Symbol]) -> Formula:
    names = dict(zip((c.head for c in entry.children), places(entry.head), strict=True))
    renamed: Formula = substitute(formula, {v: Lambda((), App(names[v])) for v in variables})
    return renamed


def _sum_of(variables: Sequence[Symbol], body: Any) -> tuple[Symbol, int, Term] | None:
    """From Σ over one place of a field = 0 or 1, at all others: the field, the place, the number."""
    match body:
        case Eq(children=(Sum(children=(App() as entry,)), (Number(value=0) | Number(value=1)) as total)) if type(entry.head) is Symbol:
            own = [k for k, c in enumerate(entry.children) if type(c) is App and type(c.head) is Bound]
            others = [c for k, c in enumerate(entry.children) if k not in own]
            if len(own) == 1 and sorted(c.key for c in others) == sorted(App(v).key for v in variables):
                return entry.head, own[0], total
    return None


def _margin(several: set[Symbol]) -> Callable[[Sequence[Symbol], Any, Kinds], Solution]:
    """Σ = 1: a share, or a field moved by a constant; Σ = 0: a field without its mean, over all places if several sums vanish."""

    def solve(variables: Sequence[Symbol], body: Any, kinds: Kinds) -> Solution:
        found = _sum_of(variables, body)
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


def _inverse_pair(variables: Sequence[Symbol], body: Any, kinds: Kinds) -> Solution:
    """Σ_e G_ce H_ed = δ_cd: G = 1 + u vᵀ and H = 1 − u vᵀ/(1 + v·u)."""
    match body:
        case Eq(children=(Sum(children=(Times(children=(App() as g, App() as h)),)), Delta(children=(c, d)))):
            (sort, same), others = g.head.type.params or (REAL, None), h.head.type.params
            ends = (g.children[0], h.children[-1]) == (c, d) and c != d
            if ends and len(g.children) == len(h.children) == 2 and sort == same == others[0] == others[1] and g.head != h.head:
                return _update(g.head, h.head, sort) if type(g.head) is Symbol and type(h.head) is Symbol else {}
    return {}


def _update(g: Symbol, h: Symbol, sort: Any) -> Solution:
    row, column, e = (Symbol(name, Type((), sort)) for name in ("at0", "at1", "at2"))
    u, v = (Symbol(f"{g.name}_{name}_drawn", Type((sort,), REAL)) for name in ("u", "v"))
    same, outer = Delta(App(row), App(column)), Times(App(u, App(row)), App(v, App(column)))
    below = Plus(ONE, _summed(Times(App(v, App(e)), App(u, App(e))), e))
    inverse = Plus(same, Times(MINUS, outer, Inverse(below)))
    return {g: lambda_of((row, column), Plus(same, outer)), h: lambda_of((row, column), inverse)}


def _supported(variables: Sequence[Symbol], body: Any, kinds: Kinds) -> Solution:
    """f·(1 − M) = 0 for a mask M: f is M times something."""
    match body:
        case Eq(children=(Times() as product, Number(value=0))):
            factors = [f for f in _factors(product) if type(f) is not Inverse]
            for f in factors:
                mask = next((m for m in map(_complement, factors) if m is not None and kinds.get(m.head) == "mask"), None)
                if mask is not None and _plain(f, variables) and f.head not in mask.free and f.sort == REAL:
                    params = tuple(c.head for c in f.children)
                    return {f.head: lambda_of(params, Times(mask, App(drawn(f.head), *f.children)))}
    return {}


def _pinned(variables: Sequence[Symbol], body: Any, kinds: Kinds) -> Solution:
    """f_l = number at one place l: f is moved by a constant."""
    match body:
        case Eq(children=(App() as entry, Number() as number)) if entry.children and type(entry.head) is Symbol and not variables:
            if all(type(c) is App and not c.children for c in entry.children) and entry.head not in kinds and entry.sort == REAL:
                params = tuple(Symbol(f"at{k}", Type((), s)) for k, s in enumerate(entry.head.type.params))
                new = drawn(entry.head)
                shift = Plus(number, Times(MINUS, App(new, *entry.children)))
                return {entry.head: lambda_of(params, Plus(App(new, *map(App, params)), shift))}
    return {}


def _projection(variables: Sequence[Symbol], body: Any, kinds: Kinds) -> Solution:
    """Lf = 0 for a linear projection L, that is, L(f − Lf) = 0: f is something without its projection."""
    if type(body) is not Eq or body.children[1] != ZERO:
        return {}
    sorts = tuple(v.type.result for v in variables)
    for head in sorted(s for s in body.free if s.type == Type(sorts, REAL) and s not in kinds and not s.constant):
        new = drawn(head)
        projected = substitute(body.children[0], {head: eta(new)})
        solution = {head: lambda_of(tuple(variables), Plus(App(new, *map(App, variables)), Times(MINUS, projected)))}
        if _identity(substitute(body, solution)):
            return solution
    return {}


def _bounded(variables: Sequence[Symbol], body: Any, kinds: Kinds) -> tuple[Symbol, Lambda, str] | None:
    """−b ≤ x ≤ b or x ≤ b: x is b times a number of at most 1."""
    match body:
        case And(children=(Le(children=(low, App() as entry)), Le(children=(same, high)))) if entry == same:
            kind = "fraction" if _identity(Eq(low, Times(MINUS, high))) else ""
        case Le(children=(App() as entry, high)):
            kind = "part"
        case _:
            return None
    if not kind or type(high) is Number or not _plain(entry, variables) or entry.head in high.free or entry.sort != REAL:
        return None
    if kinds.get(_head(entry), "nonnegative") == "mask":
        return None
    params = tuple(c.head for c in entry.children)
    return _head(entry), lambda_of(params, Times(high, App(drawn(_head(entry)), *entry.children))), kind


def _factors(t: Any) -> list[Any]:
    return [f for c in t.children for f in _factors(c)] if type(t) is Times else [t]


def _complement(t: Any) -> Any:
    """M, from 1 − M."""
    match t:
        case Plus(children=(Number(value=1), Times(children=(Number(value=-1), App() as mask)))):
            return mask
    return None


# ---- equations that are affine in an entry --------------------------------------------------------------------------------


def _entry(variables: Sequence[Symbol], body: Any, kinds: Kinds) -> Solution:
    """The entry of a symbol from an equation in which it stands at all the variables, and nowhere else."""
    if type(body) is not Eq:
        return {}
    left, right = _without_common_factors(*body.children)
    variables = [v for v in variables if v in left.free | right.free]
    found = {e for side in (left, right) for e in entries(side) if _plain(e, variables) and e.sort == REAL}
    for entry in sorted(found, key=lambda e: _cost(e, left, right)):
        head = entry.head
        if _is_zero(entry, left, right) or kinds.get(head) == "mask" or max(degree(side, entry) for side in (left, right)) > 1:
            continue
        value = _solved(entry, left, right)
        if value is not None:
            params = tuple(c.head for c in entry.children)
            return {head: lambda_of(params, value)}
    return {}


def determined(sequents: Sequence[Sequent]) -> Solution:
    """What the conclusions of sequents say that some symbols are, in terms of the others."""
    found: Solution = {}
    for sequent in sequents:
        indices = [s for s in sequent.opened if over_indices(s.type)]
        solution = _entry(indices, sequent.conclusion, kinds_of([h for _, h in sequent.hypotheses]))
        if not any(s in found or not found.keys().isdisjoint(v.body.free) for s, v in solution.items()):
            found |= solution
    return found if all(found.keys().isdisjoint(v.body.free) for v in found.values()) else {}


def _solved(entry: Any, left: Term, right: Term) -> Term | None:
    for side, other in ((left, right), (right, left)):
        if side == entry and entry.head not in other.free:
            return other
    # E = E₀ + (E₁ − E₀)·x, so that E = 0 at x = E₀/(E₀ − E₁)
    numbers = ({entry.head: Lambda(entry.head.type.params, n)} for n in (ZERO, ONE))
    at_0, at_1 = (Plus(substitute(left, n), Times(MINUS, substitute(right, n))) for n in numbers)
    return Times(at_0, Inverse(Plus(at_0, Times(MINUS, at_1))))


def _is_zero(entry: Any, left: Term, right: Term) -> bool:
    """Whether the equation is a product that vanishes: then 0 is a solution, and a poor one."""
    return right == ZERO and type(left) is Times and entry in _factors(left)


def _cost(entry: Any, left: Term, right: Term) -> tuple[bool, bool, str]:
    """Entries that stand alone on a side first, then those on the left; in an order that is always the same."""
    return entry not in (left, right), entry.head not in left.free, entry.key


def _without_common_factors(left: Term, right: Term) -> tuple[Term, Term]:
    """ab = ac holds if b = c."""
    if type(left) is not Times or type(right) is not Times:
        return left, right
    mine, theirs = _factors(left), _factors(right)
    for factor in _factors(left):
        if factor in theirs:
            mine.remove(factor)
            theirs.remove(factor)
    return _product(mine), _product(theirs)


def _product(factors: Sequence[Term]) -> Term:
    return ONE if not factors else factors[0] if len(factors) == 1 else Times(*factors)


def entries(t: Node) -> set[Any]:
    """Every symbol at closed arguments in a term."""
    own = {t} if type(t) is App and type(t.head) is Symbol and t.loose == 0 else set()
    return own.union(*(entries(c) for c in t.children))


def degree(t: Node, entry: Any) -> float:
    """A bound on the degree of a term as a polynomial in an entry; ∞ if its symbol also stands elsewhere."""
    if entry.head not in t.free:
        return 0
    if t == entry:
        return 1
    match t:
        case Plus() | Sum():
            return max(degree(c, entry) for c in t.children)
        case Times():
            return sum(degree(c, entry) for c in t.children)
    return float("inf")


def trivial(f: Formula) -> bool:
    """Whether a formula compares something with itself: it says nothing."""
    return isinstance(f, Eq | Le | Ne) and f.children[0] == f.children[1]
