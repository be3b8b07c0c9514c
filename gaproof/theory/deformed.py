"""Work that composes otherwise than by adding: the sums of Tsallis and of Kaniadakis, their generators and their links.

A generator turns the composition into an ordinary sum, g(x ⊕ y) = g(x) + g(y); the links are exp(-βg).
"""

from typing import final

import sympy

from ..terms import Term, exp, log, number
from .link import Link
from .root import root


def tsallis_inside(q: object, x: object) -> Term:
    """Positive where x can be composed: 1 + (1 - q)x."""
    return number(1) + (1 - number(q)) * number(x)


def tsallis_sum(q: object, x: object, y: object) -> Term:
    """x + y + (1 - q)xy."""
    a, b = number(x), number(y)
    return a + b + (1 - number(q)) * a * b


def tsallis_generator(q: object, x: object) -> Term:
    """The logarithm of the q-exponential: log(1 + (1 - q)x)/(1 - q)."""
    return log(tsallis_inside(q, x)) / (1 - number(q))


def tsallis_inverse(q: object, t: object) -> Term:
    """The work whose generator is t: (exp((1 - q)t) - 1)/(1 - q)."""
    return (exp((1 - number(q)) * number(t)) - 1) / (1 - number(q))


def kaniadakis_root(kappa: object, x: object) -> Term:
    """√(1 + κ²x²)."""
    scaled = number(kappa) * number(x)
    return root(1 + scaled * scaled)


def kaniadakis_sum(kappa: object, x: object, y: object) -> Term:
    """x√(1 + κ²y²) + y√(1 + κ²x²)."""
    return number(x) * kaniadakis_root(kappa, y) + number(y) * kaniadakis_root(kappa, x)


def kaniadakis_generator(kappa: object, x: object) -> Term:
    """The logarithm of the κ-exponential: log(κx + √(1 + κ²x²))/κ."""
    return log(number(kappa) * number(x) + kaniadakis_root(kappa, x)) / number(kappa)


def kaniadakis_inverse(kappa: object, t: object) -> Term:
    """The work whose generator is t: (exp(κt) - exp(-κt))/(2κ)."""
    scaled = number(kappa) * number(t)
    return (exp(scaled) - exp(-scaled)) / (2 * number(kappa))


@final
class QExponential(Link):
    """e_q(w)^(-β), where e_q(w) = (1 + (1 - q)w)^(1/(1 - q))."""

    __slots__ = ()

    def __new__(cls, q: object, beta: object) -> "QExponential":
        obj: QExponential = sympy.Basic.__new__(cls, number(q), number(beta))
        return obj

    def __call__(self, work: Term) -> Term:
        q, beta = self.args
        return exp(-(beta * tsallis_generator(q, work)))


@final
class KappaExponential(Link):
    """e_κ(w)^(-β), where e_κ(w) = (κw + √(1 + κ²w²))^(1/κ)."""

    __slots__ = ()

    def __new__(cls, kappa: object, beta: object) -> "KappaExponential":
        obj: KappaExponential = sympy.Basic.__new__(cls, number(kappa), number(beta))
        return obj

    def __call__(self, work: Term) -> Term:
        kappa, beta = self.args
        return exp(-(beta * kaniadakis_generator(kappa, work)))
