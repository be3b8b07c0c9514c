"""Functions of numbers to try in a statement, and their laws, proved by the kernel: no finite model can check a law for all reals.

A function of one number is tried as one of a few known ones, any other as a template: a term in its arguments and in new fields, the
entries of which the search finds.  Two functions of a number are tried as cosine and sine, matrices that depend on one as turns by it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import cache, lru_cache, partial
from itertools import count, permutations, product
from typing import Any

from ..errors import ProofError
from ..lemmas.convex import square
from ..lemmas.exponential import bounded, continuous, monotone
from ..lemmas.logarithm import X, Y, log_product
from ..proof.normal import normal
from ..proof.obligations import eta
from ..proof.substitution import Lambda, closed, opened, rebuild
from ..proof.syntax import (
    BINDERS,
    MINUS,
    ONE,
    REAL,
    ZERO,
    App,
    Bound,
    Delta,
    Exp,
    Formula,
    Lt,
    Number,
    Plus,
    Sort,
    Symbol,
    Term,
    Times,
    Type,
)
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.search import discharge, prove
from .pieces import by_pieces
from .turns import COSINE, SINE, TURNS

RATES = tuple(Fraction(*q) for q in ((1, 1), (-1, 1), (2, 1), (-2, 1), (1, 2), (-1, 2)))
_x = App(Bound(0, Type((), REAL)))


def _function(body: Term) -> Lambda:
    return Lambda((REAL,), body)


CANDIDATES = tuple(map(_function, (Exp(_x), ZERO, ONE, Number(2), MINUS, _x, *(Exp(Times(Number(c), _x)) for c in RATES[1:]))))
FEW = tuple(map(_function, (Exp(_x), ONE, ZERO, _x)))
OF_QUARTERS = tuple(_function(App(s, _x)) for s in TURNS)


def candidates(functions: int) -> tuple[Lambda, ...]:
    """What each of so many functions of a number is tried as: there are too many choices for more than two, if each may be anything."""
    return CANDIDATES if functions <= 2 else FEW


def of_one_number(symbol: Symbol) -> bool:
    return symbol.type == Type((REAL,), REAL)


def interpretations(functions: Collection[Symbol], names: Collection[str]) -> Iterator[tuple[dict[Symbol, Lambda], int]]:
    """What functions are tried as together, at most a few dozen choices, those with a smaller number first; ``names`` are taken."""
    known = sorted(s for s in functions if of_one_number(s))
    others = sorted(s for s in functions if not of_one_number(s))
    for rank, templates in enumerate(_templates(others, names)):
        for values in _choices(len(known), bool(others)):
            yield {**dict(zip(known, values, strict=True)), **templates}, rank


def _choices(count: int, others: bool) -> Iterator[Sequence[Lambda]]:
    """Known functions for so many; if there are more than three, all are the same."""
    if count == 2:
        yield from permutations(OF_QUARTERS)
    if count <= 3:
        yield from product(FEW if others else candidates(count), repeat=count)
    else:
        yield from ([one] * count for one in CANDIDATES)


def _templates(functions: Sequence[Symbol], names: Collection[str]) -> Iterator[dict[Symbol, Lambda]]:
    """All constant; the identity and turns, where they fit; all affine; and one affine, the others constant."""
    constants = {s: template(s, names, ()) for s in functions}
    affine = {s: template(s, names, _numbers(s)) for s in functions if s.type.result == REAL}
    square = [s for s in functions if _square(s)]
    found = [constants, {**constants, **{s: identity(s) for s in square}}]
    found += [{**constants, **{s: turns(s, names) for s in square if len(_numbers(s)) == 1}}, {**constants, **affine}]
    if len(functions) > 1:
        found += [{**constants, s: value} for s, value in affine.items()]
    yield from ({s: dict(pairs)[s] for s in functions} for pairs in dict.fromkeys(tuple(one.items()) for one in found))


def _numbers(symbol: Symbol) -> tuple[int, ...]:
    return tuple(k for k, sort in enumerate(symbol.type.params) if sort == REAL)


def _square(symbol: Symbol) -> bool:
    rest = [p for p in symbol.type.params if p != REAL]
    return len(rest) == 2 and rest[0] == rest[1] and symbol.type.result == REAL


def template(symbol: Symbol, names: Collection[str], numbers: Sequence[int]) -> Lambda:
    """F(u, i) = F_0[i] + F_1[i]·u, with a term for each of some numbers among its parameters; without, F is constant in them."""
    params = symbol.type.params
    places = [_argument(params, k) for k, sort in enumerate(params) if sort != REAL]
    shape = Type(tuple(p.sort for p in places), symbol.type.result)
    fields = (App(Symbol(name, shape), *places) for name in _tails(symbol, names))
    constant = next(fields)
    terms = [Times(next(fields), _argument(params, k)) for k in numbers]
    return Lambda(params, Plus(constant, *terms) if terms else constant)


def at_functions(g: Any, functions: Mapping[Symbol, Lambda]) -> Any:
    """A quantifier without those of its variables that functions of the same name are known for.  ∃ holds if this does, and ∀ fails if
    this does; nothing else follows."""
    value, inner = functions.get(Symbol(g.hint, g.type)), g.children[0]
    if value is not None:
        put = opened(g, value)
        return at_functions(put, functions) if type(put) is type(g) else put
    return rebuild(g, (at_functions(inner, functions),)) if type(inner) is type(g) else g


@lru_cache(maxsize=4096)
def at_constants(g: Any) -> Any:
    """A quantifier with functions that are constant in numbers for the functions that it speaks of: fields, which have entries.  ∃ holds
    if this does, and ∀ fails if this does; nothing else follows."""
    inner = g.children[0]
    if type(inner) is type(g):
        g = rebuild(g, (at_constants(inner),))
    params = g.type.params
    if REAL not in params:
        return g
    rest = [k for k, sort in enumerate(params) if sort != REAL]
    field = Symbol.internal(f"constant_{g.hint}", Type(tuple(params[k] for k in rest), g.type.result))
    value = Lambda(params, App(field, *(_argument(params, k) for k in rest)))
    return type(g)(g.hint, field.type, closed(opened(g, value), field))


def identity(symbol: Symbol) -> Lambda:
    """F(u, i, j) = δ(i, j)."""
    params = symbol.type.params
    return Lambda(params, Delta(*(_argument(params, k) for k, sort in enumerate(params) if sort != REAL)))


def turns(symbol: Symbol, names: Collection[str]) -> Lambda:
    """F(u, i, j) = δ(i, j)·cos + (δ(i, a) - δ(j, a))·sin of u quarters, for an index a: a rotation if i and j are one of two."""
    params = symbol.type.params
    (u,), (i, j) = ([_argument(params, k) for k, sort in enumerate(params) if (sort == REAL) is number] for number in (True, False))
    a = App(Symbol(next(_tails(symbol, names)), Type((), i.sort)))
    across = Plus(Delta(i, a), Times(MINUS, Delta(j, a)))
    return Lambda(params, Plus(Times(App(COSINE, u), Delta(i, j)), Times(App(SINE, u), across)))


def _tails(symbol: Symbol, names: Collection[str]) -> Iterator[str]:
    """Names of further symbols for the term of one."""
    return (name for k in count() if (name := f"{symbol.name}_{k}") not in names)


def _argument(params: tuple[Sort, ...], k: int) -> Term:
    return App(Bound(len(params) - 1 - k, Type((), params[k])))


@cache
def facts() -> tuple[Theorem, ...]:
    """What is known of the exponentials among the candidates, of 1 + e^(c·x), which is no exponential, and of the square."""
    laws = monotone, partial(monotone, strict=True), bounded, continuous
    return (*(law(c, Fraction(add)) for law in laws for c in RATES for add in (0, 1)), square())


@cache
def logarithm() -> Theorem:
    """⊢ ∀x∀y (0 < x → (0 < y → log(x·y) = log x + log y))."""
    return f.gen(f.imply(log_product(), Lt(ZERO, X), Lt(ZERO, Y)), X, Y)


@cache
def law(formula: Formula) -> Theorem | None:
    """A theorem without hypotheses that says the formula; None if it is neither a known fact nor obvious."""
    with suppress(ProofError):  # what is divided by 0 has no normal form
        if (fact := facts_by_form().get(form(formula))) is not None:
            return discharge(f.restate(fact, formula), [], frozenset())
    for way in (partial(prove, facts=[logarithm()]), by_pieces):
        with suppress(ProofError):
            th: Theorem = way(formula)
            return None if th.hypotheses else th
    return None


@cache
def facts_by_form() -> dict[Any, Theorem]:
    """The known facts, to be looked up."""
    return {form(fact.conclusion): fact for fact in facts()}


def form(g: Any, depth: int = 0) -> Any:
    """What formulas have in common that differ only by the normal form of terms inside, to look a fact up by."""
    if isinstance(g, Term):
        return normal(g).key
    if isinstance(g, BINDERS):
        return g.tag, g.type.key, form(opened(g, eta(Symbol.internal(f"form{depth}", g.type))), depth + 1)
    return g.tag, *(form(child, depth) for child in g.children)


def proved(formula: Formula) -> bool:
    """Whether the kernel proves a formula, from nothing."""
    return law(formula) is not None
