"""What statements may not contain, and what to write instead."""

from collections.abc import Callable

import sympy
from sympy.core.function import AppliedUndef

from ..errors import TermError

_BOOLEAN = "write Eq, Ne, Le, Lt, And, Implies, Iff, ForAll or Exists of gaproof.terms: SymPy's own evaluate when they are built"

# The first class that fits decides; a remedy may depend on the expression.
_REMEDIES: tuple[tuple[type | tuple[type, ...], str | Callable[[sympy.Basic], str]], ...] = (
    (sympy.Float, "a float is not exact: write Rational(1, 2) for 0.5"),
    ((sympy.core.numbers.Infinity, sympy.core.numbers.NegativeInfinity), "infinity is not a number: exclude with a mask field instead"),
    ((sympy.core.numbers.NaN, sympy.core.numbers.ComplexInfinity), "this is not a number"),
    (sympy.core.numbers.Exp1, "write exp(1)"),
    (
        (sympy.NumberSymbol, sympy.core.numbers.ImaginaryUnit),
        "constants are rational: declare a scalar with its equation as a hypothesis",
    ),
    (sympy.Rational, "write Rational(p, q) of gaproof.terms"),
    (sympy.Symbol, lambda e: f'write scalar("{e}"), or index("{e}", n) for an index'),
    (AppliedUndef, lambda e: f'write function("{e.func}") and apply it'),
    ((sympy.exp, sympy.log), "write exp and log of gaproof.terms: SymPy's own evaluate when they are built"),
    (sympy.Pow, lambda e: power(e.exp)),
    (sympy.Sum, "write Sum(body, i) of gaproof.terms over an index"),
    (sympy.Product, "write exp(Sum(log(body), i)), or use induction"),
    (sympy.KroneckerDelta, "write delta(i, k)"),
    ((sympy.Add, sympy.Mul), "SymPy's own sums and products evaluate when they are built: combine numbers and terms with + - * /"),
    (sympy.Abs, "name a scalar a with Le(x, a) and Le(-x, a), or square"),
    ((sympy.Max, sympy.Min), "a maximum is an attained upper bound: state it with ForAll and Exists"),
    (sympy.Piecewise, "use a mask field: M*a + (1 - M)*b"),
    ((sympy.Integral, sympy.Derivative), "no calculus here: state the property that is needed as a hypothesis"),
    ((sympy.MatrixBase, sympy.MatrixExpr), "write matrices entrywise: Sum(a[i, k]*b[k, j], k)"),
    ((sympy.Indexed, sympy.IndexedBase), 'write field("s", i, j) and s[i, j]'),
    (sympy.core.relational.Relational, "write Eq, Ne, Le, Lt of gaproof.terms, or put its terms first: x > 1, not Integer(1) < x"),
    (sympy.Not, "write Ne for a negated equation, Lt for a negated Le, Implies for the rest"),
    (sympy.Or, "write Implies(the negation of one, the other)"),
    (sympy.logic.boolalg.Boolean, _BOOLEAN),
)


def power(exponent: object) -> str:
    """The remedy for x**exponent."""
    if exponent == 0:
        return "write 1: x**0 hides whether x may be 0"
    if isinstance(exponent, sympy.Integer):
        return "SymPy's own powers evaluate when they are built: take the power of a term of gaproof.terms"
    if exponent in (sympy.Rational(1, 2), -sympy.Rational(1, 2)):
        return "write a square r*r with r positive, or exp(log(x)/2)"
    return "an exponent is a literal integer: write exp(y*log(x)) for x**y"


def remedy(thing: object) -> str:
    """What to write instead of something outside the fragment."""
    if isinstance(thing, float):
        return "a float is not exact: write Rational(1, 2) for 0.5"
    if isinstance(instead := getattr(thing, "instead", None), str):
        return instead
    for kinds, text in _REMEDIES:
        if isinstance(thing, kinds):
            return text if isinstance(text, str) else text(thing)
    return "write it with the functions of gaproof.terms"


def outside(thing: object, expected: str) -> TermError:
    """The error for something that is not of the fragment."""
    return TermError(f"{thing} ({type(thing).__name__}) is not {expected} — {remedy(thing)}")
