"""Functions of a number to try in a statement, and their laws, proved by the kernel: no finite model can check a law for all reals."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from ..errors import ProofError
from ..lemmas.exponential import bounded, continuous, monotone
from ..lemmas.logarithm import X, Y, log_product
from ..proof.substitution import Lambda
from ..proof.syntax import MINUS, ONE, REAL, ZERO, App, Bound, Exp, Formula, Lt, Number, Term, Times, Type
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.search import discharge, prove

RATES = tuple(Fraction(*q) for q in ((1, 1), (-1, 1), (2, 1), (-2, 1), (1, 2), (-1, 2)))
_x = App(Bound(0, Type((), REAL)))


def _function(body: Term) -> Lambda:
    return Lambda((REAL,), body)


CANDIDATES = tuple(map(_function, (Exp(_x), ZERO, ONE, Number(2), MINUS, _x, *(Exp(Times(Number(c), _x)) for c in RATES[1:]))))
FEW = tuple(map(_function, (Exp(_x), ONE, ZERO, _x)))


def candidates(functions: int) -> tuple[Lambda, ...]:
    """What each of so many functions is tried as: there are too many choices for more than two, if each may be anything."""
    return CANDIDATES if functions <= 2 else FEW


@cache
def facts() -> tuple[Theorem, ...]:
    """What is known of the exponentials among the candidates."""
    return tuple(law(c) for law in (monotone, bounded, continuous) for c in RATES)


@cache
def logarithm() -> Theorem:
    """⊢ ∀x∀y (0 < x → (0 < y → log(x·y) = log x + log y))."""
    return f.gen(f.imply(log_product(), Lt(ZERO, X), Lt(ZERO, Y)), X, Y)


@cache
def law(formula: Formula) -> Theorem | None:
    """A theorem without hypotheses that says the formula; None if it is neither a known fact nor obvious."""
    for fact in facts():
        try:
            return discharge(f.restate(fact, formula), [], frozenset())
        except ProofError:
            continue
    try:
        th = prove(formula, [logarithm()])
    except ProofError:
        return None
    return None if th.hypotheses else th


def proved(formula: Formula) -> bool:
    """Whether the kernel proves a formula, from nothing."""
    return law(formula) is not None
