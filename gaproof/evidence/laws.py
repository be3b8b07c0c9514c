"""Hypotheses that no array of truth values can hold, since they quantify over numbers or fields.

Laws about functions of a number are proved by the kernel for the functions that are tried; independence of columns is a rank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import torch

from ..errors import ProofError
from ..exact.functions import candidates, proved
from ..numeric.ball import BallArithmetic
from ..numeric.model import Model
from ..numeric.ranks import independent_columns
from ..numeric.realisation import program
from ..numeric.truth import Truth
from ..proof import rules
from ..proof.normal import normal
from ..proof.obligations import eta
from ..proof.substitution import Lambda, lambda_of, opened, substitute
from ..proof.syntax import (
    FINITE,
    MAYBE_EMPTY,
    NAT,
    REAL,
    App,
    Bound,
    Delta,
    Eq,
    Exp,
    ForAll,
    Formula,
    Implies,
    Node,
    Number,
    Plus,
    Sum,
    Symbol,
    Term,
    Times,
    Type,
)
from .sequents import Named, Sequent, fresh, needs_values, over_indices

_X = App(Bound(0, Type((), REAL)))
OF_A_NUMBER = Type((REAL,), REAL)
ANY_RATE = Lambda((REAL,), Exp(Times(App(Symbol("rate_drawn", Type((), REAL))), _X)))


def readings(sequent: Sequent, given: Mapping[Symbol, Lambda] | None = None) -> Iterator[tuple[dict[Symbol, Lambda], Sequent]]:
    """The sequent with its functions of a number replaced by known ones that obey its laws, or by those given; the laws are then left
    out.  A sequent with a law that is not known to hold, or with a symbol that no array holds the values of, has no reading."""
    functions = sorted(s for s in sequent.free if not drawable(s.type))
    known = {s: [value] for s, value in (given or {}).items()}
    any_ = [ANY_RATE, *candidates(len(functions))]
    tries = {s: known.get(s, any_ if s.type == OF_A_NUMBER else []) for s in functions}
    laws = laws_of(sequent)
    rest = Sequent(tuple(h for h in sequent.hypotheses if h not in laws), sequent.conclusion, sequent.opened)
    for chosen in _chosen(tries, [h for _, h in laws]) if all(tries.values()) else ():
        yield chosen, rest.at(chosen)


def laws_of(sequent: Sequent) -> list[Named]:
    """The hypotheses that no array of truth values holds."""
    return [(name, h) for name, h in sequent.hypotheses if needs_values(h) and columns(h) is None]


def _chosen(tries: Mapping[Symbol, Sequence[Lambda]], laws: Sequence[Formula]) -> Iterator[dict[Symbol, Lambda]]:
    """Values of functions at which the kernel proves the laws, each as soon as all its functions have one."""
    said = [h for h in laws if h.free.isdisjoint(tries)]
    if not all(map(proved, said)):
        return
    if not tries:
        yield {}
        return
    first = next(iter(tries))
    for value in tries[first]:
        left = [substitute(h, {first: value}) for h in laws if h not in said]
        yield from ({first: value, **chosen} for chosen in _chosen({s: t for s, t in tries.items() if s != first}, left))


def drawable(type: Type) -> bool:
    """Whether an array holds the values of such a symbol: a number, a natural or an element of a finite type, for each of finitely many
    places."""
    finite = (FINITE, MAYBE_EMPTY)
    return all(p.kind in finite for p in type.params) and (type.result in (REAL, NAT) or type.result.kind in finite)


@cache
def columns(law: Formula) -> tuple[Term, Symbol, Symbol] | None:
    """∀x (∀i Σ_c Q_ic x_c = 0 → ∀c x_c = 0), for anything linear in x: the matrix Q, its row and its column index.  That its columns are
    independent is what the law says.  A matrix for each value of another index is none."""
    if type(law) is not ForAll or len(law.type.params) != 1 or law.type.result != REAL or law.type.params[0].kind != FINITE:
        return None
    taken, sort = {s.name for s in law.free}, Type((), law.type.params[0])
    x, at, column = fresh("unknown", law.type, taken), fresh("at", sort, taken), fresh("column", sort, taken)
    match opened(law, eta(x)):
        case Implies(children=(ForAll() as vanish, ForAll() as nothing)) if over_indices(vanish.type) and nothing.type == at.type:
            row = fresh("row", vanish.type, taken)
            match opened(vanish, eta(row)), opened(nothing, eta(at)):
                case Eq(children=(term, Number(value=0))), Eq(children=(App() as entry, Number(value=0))):
                    if entry == App(x, App(at)) and linear(term, x) and not any(over_indices(s.type) for s in law.free):
                        return _contracted(substitute(term, {x: lambda_of((at,), Delta(App(at), App(column)))})), row, column
    return None


def _contracted(matrix: Term) -> Term:
    """The matrix without the sum Σ_c Q_ic δ(c, column), so that its entries are not rounded; unless that takes more than it says."""
    try:
        entry = normal(matrix)
        return matrix if rules.linear(left=matrix, right=entry, uses=()).hypotheses else entry
    except ProofError:  # 1/0 by its form
        return matrix


def linear(t: Node, x: Symbol) -> bool:
    """Whether a term is linear in a field, without a constant."""
    match t:
        case App(head=head):
            return head == x
        case Plus() | Sum():
            return all(linear(c, x) for c in t.children)
        case Times():
            return sum(x in c.free for c in t.children) == 1 and all(linear(c, x) for c in t.children if x in c.free)
    return False


def independent(matrix: tuple[Term, Symbol, Symbol], model: Model) -> Truth:
    """Whether the columns of a matrix are independent, (B,): certainly, by singular values or exactly; certainly not, if it is exact."""
    term, row, column = matrix
    arithmetic = BallArithmetic(model.device)
    ball = program(term, model).run(model, arithmetic).at(model, row, column)
    exact = ball.rad is None or not bool((ball.rad > 0).any())
    holds = independent_columns(ball.mid if exact else ball)
    return Truth(holds, ~holds & exact, torch.zeros(holds.shape, device=model.device))
