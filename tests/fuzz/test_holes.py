"""Holes of the normal form that the fuzzer and its author found: each derivation proves something false and must be refused."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from gaproof.errors import ProofError
from gaproof.proof import normal, rules
from gaproof.proof.substitution import Lambda, closed
from gaproof.proof.syntax import (
    FREE,
    MAYBE_EMPTY,
    MINUS,
    ONE,
    REAL,
    ZERO,
    And,
    App,
    Card,
    Delta,
    Eq,
    Exists,
    Exp,
    ForAll,
    Formula,
    Inverse,
    Le,
    Log,
    Lt,
    Number,
    Plus,
    Sort,
    Sum,
    Symbol,
    Term,
    Times,
    Type,
)
from gaproof.proof.theorem import Theorem

N, E = Sort("N"), Sort("E", MAYBE_EMPTY)
i, j, k, l, n = (Symbol(name, Type((), N)) for name in "ijkln")
d, e, f = (Symbol(name, Type((), E)) for name in "def")
a, b = (Symbol(name, Type((N,), REAL)) for name in "ab")
r = Symbol("r", Type((E,), REAL))
X = App(Symbol("X", Type((), REAL)))


def same(left: Symbol, right: Symbol) -> Term:
    return Delta(App(left), App(right))


def minus(left: Term, right: Term) -> Term:
    return Plus(left, Times(MINUS, right))


def difference(left: Symbol, right: Symbol) -> Term:
    return minus(App(a, App(left)), App(a, App(right)))


def total(index: Symbol, body: Term) -> Term:
    return Sum(index.name, index.type, closed(body, index))


def there_is(index: Symbol, body: Formula) -> Formula:
    return Exists(index.name, index.type, closed(body, index))


def cancelled_size_of_an_empty_type() -> Theorem:
    """∀e ∈ E. |E|·exp r_e ≠ 0 ⊢ Σ_e exp r_e / (|E|·exp r_e) = 1: at E = ∅ the hypothesis is void and the sum is 0."""
    weight = Exp(App(r, App(e)))
    return rules.linear(left=total(e, Times(weight, Inverse(Times(Card(E), weight)))), right=ONE, uses=())


def cancelled_normaliser_of_an_empty_type() -> Theorem:
    """∀e ∈ E. exp r_e·Σ_d r_d ≠ 0 ⊢ Σ_e r_e exp r_e / (exp r_e·Σ_d r_d) = 1: false at E = ∅."""
    weight = Exp(App(r, App(e)))
    return rules.linear(left=total(e, Times(App(r, App(e)), weight, Inverse(Times(weight, total(d, App(r, App(d))))))), right=ONE, uses=())


def cancelled_roots_over_an_empty_type() -> Theorem:
    """∀e ∈ E. 0 < |E|² + 0·r_e ⊢ (Σ_e exp(−½ log(|E|² + 0·r_e)))² = 1: the roots are no denominators until they are multiplied."""
    size = Plus(Times(Card(E), Card(E)), Times(ZERO, App(r, App(e))))
    roots = total(e, Exp(Times(Number(Fraction(-1, 2)), Log(size))))
    return rules.linear(left=Times(roots, roots), right=ONE, uses=())


def guarded_log_in_an_exponential() -> Theorem:
    """1 − δ_ij ≠ 0 → 0 < X ⊢ exp((1 − δ_ij)·log X) = X·exp(−δ_ij·log X): at i = j nothing is asked of X, and the left side is 1."""
    weight = minus(ONE, same(i, j))
    th = rules.linear(left=Exp(Times(weight, Log(X))), right=Times(X, Exp(Times(MINUS, same(i, j), Log(X)))), uses=())
    if Lt(ZERO, X) in th.hypotheses:
        raise ProofError("it owes 0 < X")
    return th


def cleared_denominator_of_another_index() -> Theorem:
    """a_l ≠ a_n ⊢ δ_kl·(a_l − a_n)/(a_l − a_n) + δ_kn·X = δ_kl: δ_kl makes it 1/(a_k − a_n), which is then cleared; false at k = n ≠ l."""
    ratio = Times(same(k, l), difference(l, n), Inverse(difference(l, n)))
    return rules.linear(left=Plus(ratio, Times(same(k, n), X)), right=same(k, l), uses=())


def cleared_denominator_zero() -> Theorem:
    """a_k ≠ a_l, 1 + δ_kl ≠ 0 ⊢ δ_kl/(a_k − a_l)·(2/(1 + δ_kl) − 1) + X = 0: δ_kl makes it 1/0, and clearing that makes X·0."""
    bad = Times(same(k, l), Inverse(difference(k, l)), Plus(Times(Number(2), Inverse(Plus(ONE, same(k, l)))), MINUS))
    return rules.linear(left=Plus(bad, X), right=ZERO, uses=())


def cleared_denominator_of_a_guarded_log() -> Theorem:
    """δ_ij ≠ 0 → 0 < a_k − a_n ⊢ δ_ij·(a_k − a_n)·exp(−δ_ij·log(a_k − a_n)) + δ_kn·X = δ_ij: false at i ≠ j, k = n."""
    power = Exp(Times(MINUS, same(i, j), Log(difference(k, n))))
    return rules.linear(left=Plus(Times(same(i, j), difference(k, n), power), Times(same(k, n), X)), right=same(i, j), uses=())


def captured_name_in_a_cofactor() -> Theorem:
    """Σ a = 0 ⊢ Σ a·b = 0: the cofactor b_#f7 names the bound index that the normal form is about to invent."""
    premise = rules.assume(formula=Eq(total(i, App(a, App(i))), ZERO))
    left = total(i, Times(App(a, App(i)), App(b, App(i))))
    for ahead in range(40):
        hidden = Symbol(f"#f{int(normal.fresh(i.type).name[2:]) + ahead}", i.type)
        try:
            return rules.linear(premise, left=left, right=ZERO, uses=((0, App(b, App(hidden)), ()),))
        except ProofError:
            continue
    raise ProofError("every name was refused")


def index_hidden_in_a_witness_tree() -> Theorem:
    """⊢ 1 ≤ |E|, by Σ_d (1 − δ_de)²: the free index e says that E is not empty, and the sequent forgets it."""
    tree = ("total", d, ("square", minus(ONE, same(d, e))))
    return rules.bound(left=ONE, right=Card(E), witness=tree, uses=(), strict=False)


def index_hidden_in_a_special_value() -> Theorem:
    """⊢ ∀e ∈ E. 1 ≤ |E|, which is true, gives ⊢ 1 ≤ |E| at a value e that nothing mentions."""
    tree = ("total", d, ("square", minus(ONE, same(d, e))))
    there = rules.bound(left=ONE, right=Plus(Card(E), Times(ZERO, same(e, e))), witness=tree, uses=(), strict=False)
    void = rules.restate(rules.generalise(there, symbol=e), formula=ForAll("e", e.type, Le(ONE, Card(E))))
    return rules.specialise(void, value=Lambda((), App(e)))


def index_hidden_in_a_chosen_witness() -> Theorem:
    """⊢ ∃e ∈ E. 1 = 1."""
    trivial = rules.linear(left=ONE, right=ONE, uses=())
    return rules.witness(trivial, formula=there_is(e, Eq(ONE, ONE)), value=Lambda((), App(e)))


def free_sort_without_elements() -> Theorem:
    """W with the one constructor nil(e), e ∈ E, is empty if E is; an element w of W may be forgotten, so ⊢ ∃d ∈ E. δ_dd = 1."""
    W = Sort("W", FREE, (("nil", (E,)),))
    w, nil = Symbol("w", Type((), W)), Symbol("nil", Type((E,), W))

    def both(t: Term, index: Symbol) -> Formula:
        return And(Eq(Delta(t, t), ONE), Eq(same(index, index), ONE))

    base = App(nil, App(e))
    parts = (rules.linear(left=Delta(base, base), right=ONE, uses=()), rules.linear(left=same(e, e), right=ONE, uses=()))
    at_nil = rules.witness(rules.conjoin(*parts), formula=there_is(d, both(base, d)), value=Lambda((), App(e)))
    everywhere = rules.induct(at_nil, variable=w, formula=there_is(d, both(App(w), d)), arguments=((e,),))
    chosen = rules.part(rules.assume(formula=both(App(w), d)), number=1)
    inhabited = rules.witness(chosen, formula=there_is(f, Eq(same(f, f), ONE)), value=Lambda((), App(d)))
    return rules.obtain(everywhere, inhabited, symbol=d)


@pytest.mark.parametrize(
    "attack",
    [
        cancelled_size_of_an_empty_type,
        cancelled_normaliser_of_an_empty_type,
        cancelled_roots_over_an_empty_type,
        guarded_log_in_an_exponential,
        cleared_denominator_of_another_index,
        cleared_denominator_zero,
        cleared_denominator_of_a_guarded_log,
        captured_name_in_a_cofactor,
        index_hidden_in_a_witness_tree,
        index_hidden_in_a_special_value,
        index_hidden_in_a_chosen_witness,
        free_sort_without_elements,
    ],
)
def test_a_false_statement_is_refused(attack: Callable[[], Theorem]) -> None:
    with pytest.raises(ProofError):
        attack()


def test_idle_indices_of_an_empty_and_of_a_finite_type() -> None:
    """Σ_i Σ_e 1/|N| = |E|: the size of N cancels, and then nothing is left beside e."""
    share = total(i, total(e, Inverse(Card(N))))
    assert not rules.linear(left=share, right=Card(E), uses=()).hypotheses
