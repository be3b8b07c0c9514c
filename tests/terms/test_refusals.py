"""What is outside the fragment is refused where it enters, with what to write instead."""

from collections.abc import Callable

import pytest
import sympy

from gaproof.errors import GaproofError, TermError
from gaproof.terms import (
    And,
    Eq,
    ForAll,
    Implies,
    Rational,
    Sum,
    array,
    delta,
    exp,
    field,
    function,
    index,
    index_map,
    kernel,
    log,
    natural,
    scalar,
    sizes,
    sqrt,
)

n, m = sizes("n m")
i, j = index("i", n), index("j", m)
s, x, y = field("s", i, j), scalar("x"), scalar("y")
z, f = sympy.Symbol("z"), sympy.Function("f")
e, empty = index("e", sizes("empty", maybe_empty=True)), sizes("empty", maybe_empty=True)

REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: x + 0.5, r"write Rational\(1, 2\)"),
    (lambda: 0.5 * x, r"write Rational\(1, 2\)"),
    (lambda: x * sympy.Float(0.5), r"write Rational\(1, 2\)"),
    (lambda: Rational(0.5), r"write Rational\(1, 2\)"),
    (lambda: Rational(1, 0), "is not a number"),
    (lambda: x + True, "True"),
    (lambda: x + "y", "y"),
    (lambda: x + z, r'write scalar\("z"\)'),
    (lambda: z + x, r'write scalar\("z"\)'),
    (lambda: kernel(z), r'write scalar\("z"\)'),
    (lambda: x + f(z), r'write function\("f"\)'),
    (lambda: x + sympy.oo, "exclude with a mask"),
    (lambda: x + sympy.nan, "not a number"),
    (lambda: x * sympy.pi, "constants are rational"),
    (lambda: x * sympy.E, r"write exp\(1\)"),
    (lambda: x**0, "write 1"),
    (lambda: x ** Rational(1, 2), "write a square"),
    (lambda: x**y, r"write exp\(y\*log\(x\)\)"),
    (lambda: 2**x, r"write exp\(y\*log\(x\)\)"),
    (lambda: x**1000, "at most 64 factors"),
    (lambda: sqrt(x), "write a square"),
    (lambda: kernel(sympy.sqrt(x)), "write a square"),
    (lambda: kernel(sympy.exp(x)), "exp and log of gaproof.terms"),
    (lambda: kernel(sympy.log(z)), "exp and log of gaproof.terms"),
    (lambda: kernel(sympy.log(x)), "constants are rational"),  # SymPy splits x into modulus and argument first
    (lambda: kernel(sympy.Abs(z)), r"Le\(x, a\)"),
    (lambda: abs(x), r"Le\(x, a\)"),
    (lambda: x % 2, "no remainder"),
    (lambda: kernel(sympy.Max(z, 1)), "attained upper bound"),
    (lambda: kernel(sympy.Piecewise((z, z > 0), (1, True))), "mask field"),
    (lambda: kernel(sympy.Sum(z, (z, 1, 3))), r"Sum\(body, i\)"),
    (lambda: kernel(sympy.Product(z, (z, 1, 3))), "induction"),
    (lambda: kernel(sympy.Integral(z, z)), "no calculus"),
    (lambda: kernel(sympy.Derivative(f(z), z)), "no calculus"),
    (lambda: kernel(sympy.Matrix([[1]])), "entrywise"),
    (lambda: kernel(sympy.MatrixSymbol("A", 2, 2)), "entrywise"),
    (lambda: kernel(sympy.IndexedBase("A")[z]), r"field\("),
    (lambda: kernel(sympy.KroneckerDelta(z, 1)), r"delta\(i, k\)"),
    (lambda: kernel(z * 2 + 1), "combine numbers and terms"),
    (lambda: kernel(z * 2), "combine numbers and terms"),
    (lambda: kernel(sympy.Integer(1) < x), "put its terms first"),
    (lambda: kernel(sympy.true), "SymPy's own evaluate"),
    (lambda: And(sympy.And(z > 1, z < 2)), "SymPy's own evaluate"),
    (lambda: And(sympy.Not(z)), "Ne for a negated"),
    (lambda: And(sympy.Or(z, sympy.Symbol("w"))), "Implies"),
    (lambda: And(True), "True"),
    (lambda: And(), "at least one"),
    (lambda: Implies(x < y, x < y, x < y), "take two"),
    (lambda: And(x), r"write Eq\(x, 1\)"),
    (lambda: x + (x < y), r"x < y"),
    (lambda: x + i, "an index is compared by delta"),
    (lambda: i + 1, "an index is compared by delta"),
    (lambda: i < j, "an index is compared by delta"),
    (lambda: Eq(i, i), r"write Eq\(delta\(i, i\), 1\)"),
    (lambda: x + s, r"apply it: s\[i, j\]"),
    (lambda: s + s, r"apply it: s\[i, j\]"),
    (lambda: kernel(s), r"apply it: s\[i, j\]"),
    (lambda: s[i], "takes 2 arguments"),
    (lambda: s[j, i], "argument 1 of s is an index of n, got j, an index of m"),
    (lambda: s[1, 2], "argument 1 of s is an index of n, got 1"),
    (lambda: function("ell")(i), "not a number"),
    (lambda: index_map("pi", j, i)(i), "argument 1 of pi is an index of m"),
    (lambda: index_map("pi", i, e), "may be empty"),
    (lambda: delta(i, j), "two indices of one type"),
    (lambda: Sum(x), "at least one index"),
    (lambda: Sum(x, i, i), "none twice"),
    (lambda: Sum(x, x), "index variables"),
    (lambda: Sum(x, n), "index variables"),
    (lambda: Sum(x, natural("k")), "infinite"),
    (lambda: Sum(s[index_map("pi", j, i)(j), j], index_map("pi", j, i)(j)), "not a variable"),
    (lambda: ForAll((), x < y), "at least one variable"),
    (lambda: ForAll((x, x), x < y), "none twice"),
    (lambda: ForAll(x + y, x < y), "not a variable"),
    (lambda: ForAll(x, x), r"write Eq\(x, 1\)"),
    (lambda: array((i, i), x), "none twice"),
    (lambda: array((x,), x), "index variables"),
    (lambda: scalar("1x"), "not a name"),
    (lambda: scalar("λ"), "not a name"),
    (lambda: scalar(""), "not a name"),
    (lambda: scalar("nat"), "choose another name"),
    (lambda: sizes("Nat"), "choose another name"),
    (lambda: function("exp"), "choose another name"),
    (lambda: scalar("x", domain="large"), "unknown domain"),
    (lambda: scalar("x", domain="simplex"), "last index"),
    (lambda: field("p"), "write scalar"),
    (lambda: field("p", 3), "neither an index type nor an index"),
    (lambda: index("i", x), "neither an index type nor an index"),
    (lambda: kernel(sum([x] * 5000)), "nested too deeply"),
    (lambda: kernel(nat_of_a_number()), "argument 1 of nat"),
    (lambda: kernel(sizes_of_naturals()), "finite index type"),
]


def nat_of_a_number() -> object:
    from gaproof.terms import nat

    return nat(Rational(1, 2))


def sizes_of_naturals() -> object:
    from gaproof.proof.syntax import NAT
    from gaproof.terms import IndexType

    return IndexType(NAT) + 1


@pytest.mark.parametrize(("attempt", "remedy"), REFUSED, ids=[f"{k}: {r}" for k, (_, r) in enumerate(REFUSED)])
def test_it_is_refused_with_a_remedy(attempt: Callable[[], object], remedy: str) -> None:
    with pytest.raises(GaproofError, match=remedy):
        attempt()


def test_logs_and_sizes_are_inside() -> None:
    kernel(ForAll(x, Eq(log(exp(x)), Sum(1, e) * empty)))


def test_the_error_is_of_the_package() -> None:
    assert issubclass(TermError, GaproofError)
