"""Numbers as written: literals, + - * /, integer powers, exp and log.

They are SymPy objects, so that they print, compare and hash as those do, but nothing is evaluated when one is built:
x/x stays x/x, with its obligation x ≠ 0.
"""

from fractions import Fraction
from typing import Any, NoReturn, Self, final

import sympy

from ..errors import TermError
from .base import Formula, no_substitution
from .refusal import outside, power

_LARGEST_POWER = 64


class Term(sympy.Expr):
    """A number.  Python's operators build terms; ``<``, ``<=``, ``>``, ``>=`` build formulas; ``==`` compares as written."""

    __slots__ = ()
    _op_priority = 100.0  # a SymPy number on the left leaves the operation to us
    is_commutative = True
    is_number = False
    subs = xreplace = replace = no_substitution

    def shown(self) -> sympy.Expr:
        """An ordinary SymPy expression that prints as this one should; an object with printing of its own stays."""
        return self

    def _sympystr(self, printer: Any) -> Any:
        return printer._print(self.shown())

    def _latex(self, printer: Any) -> Any:
        return printer._print(self.shown())

    def _pretty(self, printer: Any) -> Any:
        return printer._print(self.shown())

    def __pos__(self) -> "Term":
        return self

    def __neg__(self) -> "Term":
        return Negative(self)

    def __add__(self, other: object) -> "Term":
        return Plus(self, other)

    def __radd__(self, other: object) -> "Term":
        return Plus(other, self)

    def __sub__(self, other: object) -> "Term":
        return Minus(self, other)

    def __rsub__(self, other: object) -> "Term":
        return Minus(other, self)

    def __mul__(self, other: object) -> "Term":
        return Times(self, other)

    def __rmul__(self, other: object) -> "Term":
        return Times(other, self)

    def __truediv__(self, other: object) -> "Term":
        return Over(self, other)

    def __rtruediv__(self, other: object) -> "Term":
        return Over(other, self)

    def __pow__(self, exponent: object, mod: object = None) -> "Term":
        return Power(self, exponent)

    def __rpow__(self, base: object) -> NoReturn:
        raise TermError(f"{base}**{self}: {power(self)}")

    def __abs__(self) -> NoReturn:
        raise outside(sympy.Abs(sympy.Symbol(str(self))), "a term of the fragment")

    def __mod__(self, other: object) -> NoReturn:
        raise TermError(f"{self} and {other}: numbers here are real — there is no remainder, nor a quotient by //")

    __rmod__ = __floordiv__ = __rfloordiv__ = __divmod__ = __rdivmod__ = __mod__

    def __le__(self, other: object) -> "Formula":
        from .formulas import Le

        return Le(self, other)

    def __lt__(self, other: object) -> "Formula":
        from .formulas import Lt

        return Lt(self, other)

    def __ge__(self, other: object) -> "Formula":
        from .formulas import Ge

        return Ge(self, other)

    def __gt__(self, other: object) -> "Formula":
        from .formulas import Gt

        return Gt(self, other)


def number(x: object) -> Term:
    """x as a term: an integer or a fraction becomes a literal; anything but a term is refused."""
    if isinstance(x, Term):
        return x
    if isinstance(x, (int, Fraction, sympy.Rational)) and not isinstance(x, bool):
        return Rational(x)
    if isinstance(x, Formula):
        raise TermError(f"{x} is a formula, not a number — a mask field is a 0/1-valued number")
    raise outside(x, "a number of the fragment")


@final
class Rational(Term):
    """A rational literal p/q."""

    __slots__ = ()

    def __new__(cls, p: object, q: object = 1) -> "Rational":
        if isinstance(p, Rational):
            p = p.args[0]
        for part in (p, q):
            if isinstance(part, bool) or not isinstance(part, (int, Fraction, sympy.Rational)):
                raise outside(part, "an integer or a fraction")
        if q == 0:
            raise TermError(f"Rational({p}, 0) is not a number — a division by zero is written x/0, and leaves its obligation")
        obj: Rational = sympy.Basic.__new__(cls, sympy.Rational(p) / sympy.Rational(q))
        return obj

    @property
    def value(self) -> Fraction:
        (value,) = self.args
        return Fraction(int(value.p), int(value.q))

    def __neg__(self) -> "Rational":
        return Rational(-self.value)

    def shown(self) -> sympy.Expr:
        return self.args[0]


class _Operation(Term):
    """A node over numbers."""

    __slots__ = ()

    def __new__(cls, *terms: object) -> Self:
        obj: Self = sympy.Basic.__new__(cls, *map(number, terms))
        return obj

    def _parts(self) -> list[sympy.Expr]:
        """The operands as shown, without the parentheses of (a + b) + c and (a·b)/c."""
        first, *rest = self.args
        chain = {Plus: (Plus, Minus), Minus: (Plus, Minus), Times: (Times, Over), Over: (Times, Over)}.get(type(self), ())
        head = list(first.shown().args) if type(first) in chain else [first.shown()]
        return [*head, *(t.shown() for t in rest)]


@final
class Plus(_Operation):
    """a + b."""

    __slots__ = ()

    def shown(self) -> sympy.Expr:
        return sympy.Add(*self._parts(), evaluate=False)


@final
class Minus(_Operation):
    """a - b."""

    __slots__ = ()

    def shown(self) -> sympy.Expr:
        *head, last = self._parts()
        minus = -last if isinstance(last, sympy.Rational) else sympy.Mul(-1, last, evaluate=False)
        return sympy.Add(*head, minus, evaluate=False)


@final
class Negative(_Operation):
    """-a."""

    __slots__ = ()

    def shown(self) -> sympy.Expr:
        return sympy.Mul(-1, *self._parts(), evaluate=False)


@final
class Times(_Operation):
    """a*b."""

    __slots__ = ()

    def shown(self) -> sympy.Expr:
        return sympy.Mul(*self._parts(), evaluate=False)


@final
class Over(_Operation):
    """a/b."""

    __slots__ = ()

    def shown(self) -> sympy.Expr:
        *head, last = self._parts()
        below = last.args if isinstance(self.args[1], Times) else (last,)
        head = [] if head == [1] and not isinstance(last, sympy.Rational) else head
        return sympy.Mul(*head, *(sympy.Pow(factor, -1, evaluate=False) for factor in below), evaluate=False)


@final
class Power(Term):
    """x**k, a literal integer k ≠ 0: a product of k factors, or the inverse of one."""

    __slots__ = ()

    def __new__(cls, x: object, k: object) -> "Power":
        if isinstance(k, Rational) and k.value.denominator == 1:
            k = int(k.value)
        if isinstance(k, bool) or not isinstance(k, (int, sympy.Integer)) or k == 0:
            raise TermError(f"{x}**{k}: {power(k.args[0] if isinstance(k, Rational) else k)}")
        if abs(k) > _LARGEST_POWER:
            raise TermError(f"{x}**{k}: a power is a product written out, at most {_LARGEST_POWER} factors — write exp({k}*log({x}))")
        obj: Power = sympy.Basic.__new__(cls, number(x), sympy.Integer(k))
        return obj

    def shown(self) -> sympy.Expr:
        return sympy.Pow(self.args[0].shown(), self.args[1], evaluate=False)


@final
class Exp(_Operation):
    """The exponential."""

    __slots__ = ()

    def __new__(cls, x: object) -> "Exp":
        return super().__new__(cls, x)

    def shown(self) -> sympy.Expr:
        return sympy.exp(*self._parts(), evaluate=False)


@final
class Log(_Operation):
    """The natural logarithm."""

    __slots__ = ()

    def __new__(cls, x: object) -> "Log":
        return super().__new__(cls, x)

    def shown(self) -> sympy.Expr:
        return sympy.log(*self._parts(), evaluate=False)


exp, log = Exp, Log


def sqrt(x: object) -> Term:
    """Refused: the fragment has no roots."""
    raise TermError(f"sqrt({x}): {power(sympy.Rational(1, 2))}")
