"""The translator: a table of what becomes what, binding, domains, names."""

import pytest
import sympy

from gaproof.errors import TermError
from gaproof.proof import syntax as k
from gaproof.proof.substitution import Lambda, substitute
from gaproof.terms import (
    And,
    Definition,
    Eq,
    Exists,
    ForAll,
    Ge,
    Gt,
    Iff,
    Implies,
    Le,
    Lt,
    Rational,
    Sum,
    Term,
    array,
    companion,
    delta,
    domain_hypotheses,
    exp,
    field,
    function,
    index,
    index_map,
    indices,
    kernel,
    lambda_,
    log,
    nat,
    natural,
    scalar,
    sizes,
    succ,
    symbol,
    zero,
)

n, m = sizes("n m")
i, j, l = index("i", n), index("j", m), index("l", n)
s, b = field("s", i, j), field("b", j)
x, y = scalar("x y")
N, M = k.Sort("n"), k.Sort("m")
I, J = (k.Symbol("i", k.Type((), N)), k.Symbol("j", k.Type((), M)))
S = k.Symbol("s", k.Type((N, M), k.REAL))
X, Y = (k.App(k.Symbol(name, k.Type((), k.REAL))) for name in "xy")
SIJ = k.App(S, k.App(I), k.App(J))
less = k.Lt(X, Y)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (x - y, k.Plus(X, k.Times(k.Number(-1), Y))),
        (-x, k.Times(k.Number(-1), X)),
        (x / y, k.Times(X, k.Inverse(Y))),
        (Rational(-1, 2) * x, k.Times(k.Number(-k.Fraction(1, 2)), X)),
        (-Rational(1, 2) * x, k.Times(k.Number(-k.Fraction(1, 2)), X)),
        (x + y + x, k.Plus(k.Plus(X, Y), X)),
        (x**1, X),
        (x**3, k.Times(X, X, X)),
        (x**-1, k.Inverse(X)),
        (x**-2, k.Inverse(k.Times(X, X))),
        (exp(log(x)), k.Exp(k.Log(X))),
        (n * x, k.Times(k.Card(N), X)),
        (s[i, j], SIJ),
        (nat(zero), k.App(k.EMBED, k.App(k.ZERO_NAT))),
        (nat(succ(zero)), k.App(k.EMBED, k.App(k.SUCC, k.App(k.ZERO_NAT)))),
        (delta(i, l), k.Delta(k.App(I), k.App(k.Symbol("l", I.type)))),
        (Ge(x, y), k.Le(Y, X)),
        (Gt(x, y), k.Lt(Y, X)),
        (x <= y, k.Le(X, Y)),
        (And(x < y), k.And(less)),
        (Implies(x < y, x < y), k.Implies(less, less)),
        (Iff(x < y, Eq(x, y)), k.And(k.Implies(less, k.Eq(X, Y)), k.Implies(k.Eq(X, Y), less))),
        ((x < y) & Eq(x, y), k.And(less, k.Eq(X, Y))),
        ((x < y) >> Eq(x, y), k.Implies(less, k.Eq(X, Y))),
    ],
    ids=str,
)
def test_the_table(written: sympy.Basic, meant: k.Node) -> None:
    assert meant == kernel(written)


def test_sums_nest_with_the_first_index_outside() -> None:
    inner = k.Sum("b", J.type, k.App(S, k.App(k.Bound(1, I.type)), k.App(k.Bound(0, J.type))))
    term = kernel(Sum(s[i, j], i, j))
    assert k.Sum("a", I.type, inner) == term
    assert ("i", "j") == (term.hint, term.children[0].hint)


def test_an_index_may_be_free_and_bound_in_one_term() -> None:
    term = kernel(s[i, j] / Sum(s[i, j], j))
    assert SIJ == term.children[0]
    assert {I, J, S} == term.free
    assert {I, S} == term.children[1].free


def test_an_inner_binder_wins() -> None:
    assert kernel(Sum(b[j] * Sum(s[i, j], j), j)) == kernel(Sum(b[j] * Sum(s[i, indices("q", m)[0]], indices("q", m)[0]), j))


def test_reading_an_array_captures_nothing() -> None:
    G = field("G", i, i)
    square = array((i, l), Sum(G[i, index("k", n)] * G[index("k", n), l], index("k", n)))
    q, r = indices("q r", n)
    k_ = index("k", n)
    assert kernel(square[k_, i]) == kernel(Sum(G[k_, q] * G[q, i], q))
    assert kernel(square[l, i]) == kernel(Sum(G[l, q] * G[q, i], q))
    assert kernel(Sum(square[l, r], l)) == kernel(Sum(Sum(G[l, q] * G[q, r], q), l))
    assert square[i, l] == square.args[1]
    with pytest.raises(TermError, match="takes indices of n, n"):
        square[i, j]


@pytest.mark.parametrize("put", [y + 1, x / y, -y, 1 + 0 * y])
def test_translation_commutes_with_substitution(put: Term) -> None:
    def written(t: object) -> Term:
        return exp(t) / (t - 2) + Sum(b[j] * t, j) - t**2

    assert kernel(written(put)) == substitute(kernel(written(x)), {symbol(x): Lambda((), kernel(put))})


def test_whole_fields_functions_and_maps_can_be_bound() -> None:
    ell, pi = function("ell"), index_map("pi", j, i)
    formula = kernel(ForAll((ell, pi), Exists(s, Eq(ell(s[pi(j), j]), 0))))
    assert {symbol(j)} == formula.free
    assert k.Type((k.REAL,), k.REAL) == formula.type


def test_values_for_fields() -> None:
    assert Lambda((N, M), k.App(S, k.App(k.Bound(1, I.type)), k.App(k.Bound(0, J.type)))) == lambda_((i, j), s[i, j])
    assert lambda_((i, j), s[i, j]) == lambda_((), s)
    assert Lambda((), k.Number(2)) == lambda_((), 2)
    assert lambda_((j,), index_map("pi", j, i)(j)).type == symbol(index_map("pi", j, i)).type
    assert k.Type((M, N), N) == symbol(index_map("act", (j, i), i)).type


def test_domains_of_free_variables_are_named_hypotheses() -> None:
    tau, mask = scalar("tau", domain="positive"), field("M", i, j, domain="mask")
    p, q = field("p", i, j, domain="simplex"), field("q", j, domain="nonnegative")
    statement = Eq(tau * mask[i, j], Sum(p[i, j] * q[j], j) + x)
    expected = {
        "tau positive": Lt(0, tau),
        "M mask": ForAll((i, j), Eq(mask[i, j] * mask[i, j], mask[i, j])),
        "p simplex: nonnegative": ForAll((i, j), Le(0, p[i, j])),
        "p simplex: unit rows": ForAll(i, Eq(Sum(p[i, j], j), 1)),
        "q nonnegative": ForAll(j, Le(0, q[j])),
    }
    found = domain_hypotheses(statement)
    assert list(expected) == list(found)
    assert {name: kernel(e) for name, e in expected.items()} == found


def test_a_field_over_one_type_twice_has_two_indices_in_its_domain() -> None:
    G = field("G", i, i, domain="positive")
    assert {"G positive": kernel(ForAll((i, l), Lt(0, G[i, l])))} == domain_hypotheses(Eq(G[i, i], 1))


def test_domains_of_bound_variables_restrict_them() -> None:
    tau = scalar("tau", domain="positive")
    t = scalar("t")
    assert kernel(ForAll(tau, Eq(tau, x))) == kernel(ForAll(t, Implies(Lt(0, t), Eq(t, x))))
    assert kernel(Exists(tau, Eq(tau, x))) == kernel(Exists(t, And(Lt(0, t), Eq(t, x))))
    assert {} == domain_hypotheses(ForAll(tau, Eq(tau, x)))


def test_the_names_in_a_domain_clash_with_none_of_the_statement() -> None:
    d = field("d", i, domain="positive")
    other = scalar("i")
    assert {"d positive"} == set(domain_hypotheses(Eq(Sum(d[l], l), other)))
    assert kernel(Exists(d, Eq(Sum(d[l], l), other))).free == {symbol(other)}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (x, scalar("x", domain="positive")),
        (s[i, j], field("s", i)[i]),
        (x, function("x")(y)),
        (b[j], b[j] * n + Sum(field("c", index("j", n))[index("j", n)], index("j", n))),
        (n * x, sizes("n", maybe_empty=True) * x),
        (n * x, scalar("n")),
        (nat(natural("k")), scalar("k")),
    ],
)
def test_a_name_with_two_meanings_is_refused(first: Term, second: Term) -> None:
    with pytest.raises(TermError, match="stands for two things"):
        kernel(Eq(first, second))
    with pytest.raises(TermError, match="stands for two things"):
        domain_hypotheses(Eq(first, first), Eq(second, second))


def test_a_companion_is_new() -> None:
    i2 = companion(i, s[i, j])
    assert "i_2" == str(i2)
    assert "i_3" == str(companion(i, s[i2, j]))


class Twice(Definition):
    def unfold(self) -> Term:
        return self.args[0] + self.args[0]


class Loop(Definition):
    def unfold(self) -> Term:
        return 1 + Loop(*self.args)


class Growing(Definition):
    def unfold(self) -> Term:
        return Growing(self.args[0] + 1)


def test_a_definition_unfolds() -> None:
    assert k.Plus(k.Plus(X, X), k.Plus(X, X)) == kernel(Twice(Twice(x)))
    assert k.Plus(SIJ, SIJ) == kernel(Twice(s[i, j]))
    assert r"\operatorname{Twice}\left(x\right)" == sympy.latex(Twice(x))


@pytest.mark.parametrize(("definition", "message"), [(Loop, "mention itself: Loop.* → Loop"), (Growing, "more than 100 definitions")])
def test_a_circular_definition_is_refused(definition: type[Definition], message: str) -> None:
    with pytest.raises(TermError, match=message):
        kernel(definition(x))


def test_a_definition_must_say_what_it_stands_for() -> None:
    class Nothing(Definition):
        pass

    with pytest.raises(TypeError, match="abstract"):
        Nothing(x)


def test_constants_and_real_variables_have_no_domain_hypotheses() -> None:
    assert {} == domain_hypotheses(Eq(nat(succ(zero)), x), Eq(s[i, j], 0))
