"""False statements that tempt SymPy, and others like them: the kernel refuses each, or keeps the condition that is missing.

SymPy's answers are those of ``FACTS.md``: x/x is 1, substitution captures bound indices, (C − Cᵀ)⁻¹(C − Cᵀ) is the
identity, shapes are not compared, log(exp x) and exp(log x) are both x.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from gaproof.errors import ProofError
from tests.redteam.kernels import real_kernel
from tests.redteam.refute import countermodel
from tests.redteam.registry import Words

W = Words(real_kernel())
k = W.k
x, y, zero, one, i, j = W.x, W.y, W.zero, W.one, W.i, W.j
l, c = W.index("l", W.I), W.scalar("c")
DIFFER = "the two sides differ"
Formula = Any


def C(a: Any, b: Any) -> Any:
    """A square matrix."""
    return W.at(W.symbol("C", W.I, W.I, k.REAL), a, b)


def G(a: Any, b: Any) -> Any:
    """Another one, which may be called an inverse."""
    return W.at(W.symbol("G", W.I, W.I, k.REAL), a, b)


def skew(a: Any, b: Any) -> Any:
    return W.minus(C(a, b), C(b, a))


def f(t: Any) -> Any:
    """A function of numbers of which nothing is known."""
    return W.at(W.symbol("f", k.REAL, k.REAL), t)


def over(a: Any, b: Any) -> Any:
    return k.Times(a, k.Inverse(b))


def softmax(a: Any) -> Any:
    return over(k.Exp(W.a(a)), W.total(l, k.Exp(W.a(l))))


def square(t: Any) -> Any:
    return k.Times(t, t)


def matmul(a: Callable[[Any, Any], Any], b: Callable[[Any, Any], Any]) -> Any:
    """The entry i, j of a product of matrices."""
    return W.total(l, k.Times(a(i, l), b(l, j)))


# ---- what is false and refused --------------------------------------------------------------------------------------------

FALSE: dict[str, tuple[Any, Any]] = {
    "a product with a matrix called inverse is the identity": (matmul(G, C), W.same(i, j)),
    "the skew part of a matrix times its transpose is the identity": (matmul(skew, skew), W.same(i, j)),
    "the entry of 1/(C − Cᵀ) times that of C − Cᵀ is the identity": (
        W.total(l, over(skew(l, j), k.Plus(skew(i, l), W.same(i, l)))),
        W.same(i, j),
    ),
    "the matrix of ones is its own inverse": (W.total(l, k.Times(one, one)), W.same(i, j)),
    "the ones divided by n invert the matrix of ones": (W.total(l, k.Times(one, k.Inverse(k.Card(W.I)))), W.same(i, j)),
    "a matrix is symmetric": (C(i, j), C(j, i)),
    "a product of matrices commutes": (matmul(C, G), matmul(G, C)),
    "the trace of a product is the product of traces": (
        W.total(i, W.total(l, k.Times(C(i, l), G(l, i)))),
        k.Times(W.total(i, C(i, i)), W.total(i, G(i, i))),
    ),
    "Σ (a_k x) at x = a_k is Σ a_k²": (k.Times(W.a(j), W.total(i, W.a(i))), W.total(i, square(W.a(i)))),
    "the square of a sum is the sum of the squares": (square(W.total(i, W.a(i))), W.total(i, square(W.a(i)))),
    "a sum of ones is one": (W.total(i, one), one),
    "two sizes are equal": (k.Card(W.I), k.Card(W.J)),
    "the derivative of a softmax by another score is zero": (
        k.Times(softmax(i), W.minus(W.same(i, j), softmax(j))),
        k.Times(softmax(i), W.minus(zero, zero)),
    ),
    "the derivative of a softmax has no delta": (
        k.Times(softmax(i), W.minus(W.same(i, j), softmax(j))),
        k.Times(zero, W.minus(softmax(i), softmax(j))),
    ),
    "the derivative of a softmax has the delta alone": (
        k.Times(softmax(i), W.minus(W.same(i, j), softmax(j))),
        k.Times(softmax(i), W.same(i, j)),
    ),
    "√x² is x": (k.Exp(k.Times(W.number(1, 2), k.Log(square(x)))), x),
    "log x² is 2 log x": (k.Log(square(x)), k.Log(k.Times(square(x), square(x)))),
    "log of a sum is the sum of the logs": (k.Log(k.Plus(k.Exp(x), k.Exp(y))), k.Plus(x, y)),
    "log(2·exp x) is x": (k.Log(k.Times(W.number(2), k.Exp(x))), x),
    "exp of a sum is the sum of the exponentials": (k.Exp(k.Plus(x, y)), k.Plus(k.Exp(x), k.Exp(y))),
    "exp of a product is the product of the exponentials": (k.Exp(k.Times(x, y)), k.Times(k.Exp(x), k.Exp(y))),
    "a mean is one of the terms": (over(W.total(i, W.a(i)), k.Card(W.I)), W.a(j)),
    "1/(x + y) is 1/x + 1/y": (k.Inverse(k.Plus(x, y)), k.Plus(k.Inverse(x), k.Inverse(y))),
    "a function commutes with a sum": (f(W.total(i, W.a(i))), W.total(i, f(W.a(i)))),
    "a function of a product is a product of functions": (f(k.Times(x, y)), k.Times(f(x), f(y))),
    "every function is even": (f(k.Times(k.MINUS, x)), f(x)),
    "the telescoping sum over all i of a_i − a_j is zero": (W.total(i, W.minus(W.a(i), W.a(j))), zero),
    "rank one: the minors of a matrix vanish": (W.minus(k.Times(C(i, i), C(j, j)), k.Times(C(i, j), C(j, i))), zero),
    "x is 3 for all x": (k.Times(W.minus(x, W.number(3)), W.minus(x, W.number(3))), zero),
    "c x = c has the solution x = 1 for all c": (W.minus(k.Times(c, x), c), zero),
}


@pytest.mark.parametrize(("left", "right"), FALSE.values(), ids=FALSE)
def test_a_false_identity_is_refused(left: Any, right: Any) -> None:
    with pytest.raises(ProofError, match=DIFFER):
        W.equal(left, right)


@pytest.mark.parametrize(("left", "right"), FALSE.values(), ids=FALSE)
def test_a_false_identity_is_no_other_way_to_write_a_true_one(left: Any, right: Any) -> None:
    with pytest.raises(ProofError, match=r"different normal forms|different shapes"):
        k.restate(W.equal(left, left), formula=k.Eq(left, right))


@pytest.mark.parametrize(("left", "right"), FALSE.values(), ids=FALSE)
def test_a_false_identity_has_a_countermodel(left: Any, right: Any) -> None:
    """The list is honest: each statement is false in a small model that satisfies its obligations."""
    claimed = SimpleNamespace(hypotheses=k.obligations(left) | k.obligations(right), conclusion=k.Eq(left, right))
    assert countermodel(claimed) is not None


# ---- what is true under a condition only, which must stay --------------------------------------------------------------------


def nonzero(t: Any) -> Any:
    return k.Ne(t, zero)


def positive(t: Any) -> Any:
    return k.Lt(zero, t)


def everywhere(index: Any, formula: Any) -> Any:
    return W.all(index, formula)


minor = k.Plus(W.minus(W.a(i), W.a(j)), x)

CONDITIONAL: dict[str, tuple[Any, Any, set[Formula]]] = {
    "z/z is 1": (over(x, x), one, {nonzero(x)}),
    "c x/(c y) is x/y": (over(k.Times(c, x), k.Times(c, y)), over(x, y), {nonzero(k.Times(c, y)), nonzero(y)}),
    "x²/x is x": (over(square(x), x), x, {nonzero(x)}),
    "1/(1/x) is x": (k.Inverse(k.Inverse(x)), x, {nonzero(x), nonzero(k.Inverse(x))}),
    "exp(log x) is x": (k.Exp(k.Log(x)), x, {positive(x)}),
    "log x³ is 3 log x": (k.Log(k.Times(x, x, x)), k.Times(W.number(3), k.Log(x)), {positive(k.Times(x, x, x)), positive(x)}),
    "log(x·exp y) is log x + y": (k.Log(k.Times(x, k.Exp(y))), k.Plus(k.Log(x), y), {positive(k.Times(x, k.Exp(y))), positive(x)}),
    "Σ a_i/a_i is n": (W.total(i, over(W.a(i), W.a(i))), k.Card(W.I), {everywhere(i, nonzero(W.a(i)))}),
    "log Σ (exp a) of a type that may be empty": (
        k.Exp(k.Log(W.total(W.e, k.Exp(W.at(W.symbol("g", W.E, k.REAL), W.e))))),
        W.total(W.e, k.Exp(W.at(W.symbol("g", W.E, k.REAL), W.e))),
        {positive(W.total(W.e, k.Exp(W.at(W.symbol("g", W.E, k.REAL), W.e))))},
    ),
    "|E|/|E| is 1 for a type that may be empty": (over(k.Card(W.E), k.Card(W.E)), one, {nonzero(k.Card(W.E))}),
    "x/(a_i − a_j + x) cancels": (over(minor, minor), one, {nonzero(minor)}),
    "a mean of equal numbers is that number, if their sum is not zero": (
        over(k.Times(W.total(i, W.a(i)), x), W.total(i, W.a(i))),
        x,
        {nonzero(W.total(i, W.a(i)))},
    ),
    "p log x³ is 3 p log x where p is not zero": (
        k.Times(y, k.Log(k.Times(x, x, x))),
        k.Times(W.number(3), y, k.Log(x)),
        {k.Implies(nonzero(y), positive(k.Times(x, x, x))), k.Implies(nonzero(k.Times(W.number(3), y)), positive(x))},
    ),
}


@pytest.mark.parametrize(("left", "right", "owed"), CONDITIONAL.values(), ids=CONDITIONAL)
def test_the_condition_of_an_identity_stays_its_hypothesis(left: Any, right: Any, owed: set[Formula]) -> None:
    assert owed == W.equal(left, right).hypotheses


UNCONDITIONAL: dict[str, tuple[Any, Any]] = {
    "log(exp x) is x": (k.Log(k.Exp(x)), x),
    "exp x/exp x is 1": (over(k.Exp(x), k.Exp(x)), one),
    "n/n is 1 for a type with elements": (over(k.Card(W.I), k.Card(W.I)), one),
    "a softmax sums to 1": (W.total(i, softmax(i)), one),
    "a softmax is not changed by a shift": (over(k.Exp(k.Plus(W.a(i), x)), W.total(l, k.Exp(k.Plus(W.a(l), x)))), softmax(i)),
    "a bound index may have any name": (W.total(i, W.a(i)), W.total(l, W.a(l))),
    "Σ_i δ_ij a_i is a_j": (W.total(i, k.Times(W.same(i, j), W.a(i))), W.a(j)),
    "the derivative of a softmax is softmax·(δ − softmax), which sums to zero": (
        W.total(i, k.Times(softmax(i), W.minus(W.same(i, j), softmax(j)))),
        W.minus(softmax(j), softmax(j)),
    ),
}


@pytest.mark.parametrize(("left", "right"), UNCONDITIONAL.values(), ids=UNCONDITIONAL)
def test_a_true_identity_needs_no_condition(left: Any, right: Any) -> None:
    assert frozenset() == W.equal(left, right).hypotheses


# ---- what cannot even be written ----------------------------------------------------------------------------------------------

row, column = W.index("r", W.I), W.index("c", W.J)
wide = W.symbol("A", W.I, W.J, k.REAL)

MISSHAPEN: dict[str, tuple[Callable[[], Any], str]] = {
    "the sum of an n×m and an n×n matrix": (
        lambda: k.Plus(W.at(wide, row, column), W.at(wide, row, row)),
        "A:I,J>Real expects an argument of type J",
    ),
    "the transpose of a wide matrix in its own place": (lambda: W.at(wide, column, row), "A:I,J>Real expects an argument of type I"),
    "the trace of a wide matrix": (lambda: W.total(row, W.at(wide, row, row)), "expects an argument of type J"),
    "a delta of a row and a column": (lambda: k.Delta(W.at(row), W.at(column)), "a delta compares two indices of one type"),
    "a matrix with one index": (lambda: W.at(wide, row), "takes 2 arguments, got 1"),
    "a sum over the reals": (lambda: k.Sum("x", x.head.type, k.App(k.Bound(0, x.head.type))), "a sum runs over a finite index type"),
    "a sum over ℕ": (lambda: W.total(W.n, one), "a sum runs over a finite index type"),
    "P(½)": (lambda: k.instantiate(W.assume(k.Eq(W.at(k.EMBED, W.n), zero)), values={W.n: W.point(W.number(1, 2))}), "n has type >Nat"),
    "an index as a number": (lambda: k.Plus(W.at(i), one), "plus takes numbers"),
    "x = a_k under a sum over k": (
        lambda: k.instantiate(W.trivial(), values={x.head: k.Lambda((), k.App(k.Bound(0, i.type)))}),
        "a bound variable outside its binder",
    ),
    "the condition x = 3 as a number": (lambda: k.Plus(k.Eq(x, W.number(3)), one), "plus takes numbers"),
    "a floating point number": (lambda: k.Number(0.1), "a number is an integer or a fraction"),
    "infinity": (lambda: k.Number(float("inf")), "a number is an integer or a fraction"),
}


@pytest.mark.parametrize(("build", "says"), MISSHAPEN.values(), ids=MISSHAPEN)
def test_what_does_not_fit_cannot_be_written(build: Callable[[], Any], says: str) -> None:
    with pytest.raises(ProofError, match=says):
        build()


# ---- substitution does not capture ----------------------------------------------------------------------------------------------


def test_a_sum_keeps_its_index_when_x_becomes_a_term_with_an_index_of_that_name() -> None:
    """SymPy: Sum(a[k]*x, (k, 1, n)).subs(x, a[k]) is Σ a_k²."""
    known = W.equal(W.total(i, k.Times(W.a(i), x)), k.Times(x, W.total(i, W.a(i))))
    th = k.instantiate(known, values={x.head: W.point(W.a(i))})
    assert k.Eq(W.total(l, k.Times(W.a(l), W.a(i))), k.Times(W.a(i), W.total(l, W.a(l)))) == th.conclusion
    with pytest.raises(ProofError, match="different normal forms"):
        k.restate(th, formula=k.Eq(W.total(i, square(W.a(i))), k.Times(W.a(i), W.total(i, W.a(i)))))


def test_a_quantifier_keeps_its_variable_when_x_becomes_one_of_that_name() -> None:
    known = W.assume(W.some(y.head, nonzero(W.minus(y, x))))
    th = k.instantiate(known, values={x.head: W.point(y)})
    z = W.scalar("z")
    assert W.some(z.head, nonzero(W.minus(z, y))) == th.conclusion
    assert W.some(y.head, nonzero(W.minus(y, y))) != th.conclusion


def test_an_inverse_must_be_assumed_to_exist() -> None:
    """G C = 1 is a hypothesis; C G = 1 does not follow by form."""
    known = W.assume(k.Eq(matmul(G, C), W.same(i, j)))
    with pytest.raises(ProofError, match=DIFFER):
        W.equal(matmul(C, G), W.same(i, j), known, uses=((0, one, ()),))


def test_one_entry_is_no_matrix() -> None:
    """From c = 0 or c ≠ 0 nothing follows about the rank of [[c]]: 1 = c/c keeps c ≠ 0."""
    assert {nonzero(c)} == W.equal(one, over(c, c)).hypotheses


def test_a_constant_is_no_function_of_its_variable() -> None:
    """SymPy: Piecewise((1, Eq(x, 3)), (0, True)).is_constant() is True.  Here f(3) = 1 and f(x) = 0 otherwise stay apart."""
    peak = W.assume(k.Eq(f(W.number(3)), one))
    with pytest.raises(ProofError, match=DIFFER):
        W.equal(f(x), one, peak, uses=((0, one, ()),))
