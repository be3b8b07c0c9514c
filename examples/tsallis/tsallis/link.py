"""The link of Tsallis: how work becomes evidence if it composes as x ⊕ y = x + y + (1-q)·x·y."""

from typing import final

import sympy
from gaproof.terms import exp, log, number
from gaproof.theory import Link


def inside(k, x):
    """Positive where x can be composed: 1 + k·x, for k = 1-q."""
    return 1 + k * x


def compose(k, x, y):
    """x ⊕ y."""
    return x + y + k * x * y


def generator(k, x):
    """The logarithm of the q-exponential e_q, which turns ⊕ into +."""
    return log(inside(k, x)) / k


def inverse(k, t):
    """The work with this generator."""
    return (exp(k * t) - 1) / k


@final
class QExponential(Link):
    """e_q(w)^(-β), where e_q(w) = (1 + (1-q)·w)^(1/(1-q))."""

    __slots__ = ()

    def __new__(cls, q, beta):
        return sympy.Basic.__new__(cls, number(q), number(beta))

    def __call__(self, work):
        q, beta = self.args
        return exp(-(beta * generator(1 - q, work)))
