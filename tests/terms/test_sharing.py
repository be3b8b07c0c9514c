"""What the kernel builds again from the same parts is what it built before; nothing but speed rests on it."""

from fractions import Fraction

import pytest

from gaproof.errors import ProofError
from gaproof.proof import syntax
from gaproof.proof.statement import Statement
from gaproof.proof.substitution import Lambda, closed, opened, substitute
from gaproof.proof.syntax import REAL, ZERO, App, Bound, Eq, Exp, ForAll, Number, Plus, Sort, Sum, Symbol, Type

N = Sort("n")
X = Symbol("x", Type((), REAL))
V = Symbol("v", Type((N,), REAL))
I = Symbol("i", Type((), N))


@pytest.fixture(autouse=True)
def _nothing_is_built_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table may be full, and be emptied at any time."""
    monkeypatch.setattr(syntax, "_shared", {})


def test_the_same_parts_give_the_same_node() -> None:
    x = Symbol("x", Type((), REAL))
    assert App(x) is App(Symbol("x", Type((), REAL)))
    assert Plus(App(x), Number(0)) is Plus(App(x), Number(0))
    assert Bound(0, Type((), Sort("n"))) is Bound(0, Type((), Sort("n")))


def test_hints_are_kept_though_they_do_not_take_part_in_equality() -> None:
    body = App(V, App(Bound(0, Type((), N))))
    one, other = Sum("j", Type((), N), body), Sum("k", Type((), N), body)
    assert one == other and hash(one) == hash(other)
    assert (one.hint, other.hint) == ("j", "k")
    assert Exp(one) is not Exp(other) and Exp(one) == Exp(other)


def test_what_is_not_shared_is_equal_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    before = ForAll("i", Type((), N), closed(Eq(App(V, App(I)), App(X)), I))
    monkeypatch.setattr(syntax, "_shared", {})
    again = ForAll("i", Type((), Sort("n")), closed(Eq(App(V, App(I)), App(X)), I))
    assert before is not again and before == again and hash(before) == hash(again) and not (before < again or again < before)
    assert opened(before, Lambda((), App(I))) == Eq(App(V, App(I)), App(X))


def test_the_table_is_emptied_when_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syntax, "_shared", {})
    monkeypatch.setattr(syntax, "MOST_SHARED", 10)
    made = [Plus(App(X), Number(k)) for k in range(100)]
    assert len(syntax._shared) <= 10
    assert [t.children[1].value for t in made] == list(range(100))
    assert Plus(App(X), Number(3)) == made[3] != made[4]


def test_the_parts_of_what_is_shared_do_not_go_away() -> None:
    """An identity that is free again could be another part's: each of these numbers is made anew, and gone at once."""
    made = [Exp(Number(Fraction(k, 7))) for k in range(20_000)]
    assert [t.children[0].value for t in made] == [Fraction(k, 7) for k in range(20_000)]


def test_true_is_not_taken_for_one() -> None:
    Number(1), Bound(1, Type((), N))
    with pytest.raises(ProofError, match="an integer or a fraction"):
        Number(True)
    with pytest.raises(ProofError, match="counts binders"):
        Bound(True, Type((), N))


def test_nothing_passes_for_a_part_because_it_equals_one_or_its_identity() -> None:
    sort, x = Type((), N), App(X)
    Bound(0, sort), Plus(x, x), Number(5)
    with pytest.raises(ProofError, match="counts binders"):
        Bound(Fraction(0), sort)  # type: ignore[arg-type]
    with pytest.raises(ProofError, match="takes numbers"):
        Plus(id(x), id(x))  # type: ignore[arg-type]


def test_parts_that_may_change_are_not_remembered() -> None:
    hypotheses = {"first": Eq(App(X), ZERO)}
    before = Statement(hypotheses, Eq(ZERO, ZERO))
    hypotheses["second"] = Eq(ZERO, App(X))
    after = Statement(hypotheses, Eq(ZERO, ZERO))
    assert list(before.hypotheses) == ["first"] and list(after.hypotheses) == ["first", "second"]
    sorts = [N]
    before, sorts[0] = Type(sorts, REAL), Sort("m")
    assert Type(sorts, REAL).params == (Sort("m"),) and before.params == (N,)
    arguments = ([N],)
    assert Sort("word", "free", (("empty", ()), ("longer", arguments[0]))).constructors[1] == ("longer", (N,))


def test_a_refused_node_is_refused_again() -> None:
    for _ in range(2):
        with pytest.raises(ProofError, match="takes numbers"):
            Plus(App(X), App(I))
        with pytest.raises(ProofError, match="takes 1 arguments"):
            App(V)


def test_a_pretender_gets_the_genuine_node_or_nothing() -> None:
    class Pretender(str):
        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return hash("x")

    class Nearly(int):
        pass

    Symbol("x", Type((), REAL))
    with pytest.raises(ProofError, match="a name of letters"):
        Symbol(Pretender("x"), Type((), REAL))
    with pytest.raises(ProofError):
        Number(Nearly(1))
    sharing = (Pretender("x"),)
    with pytest.raises(ProofError, match="made of sorts"):
        Type(sharing, REAL)


def test_substitution_gives_what_it_gave() -> None:
    whole = Sum("j", Type((), N), Plus(App(V, App(Bound(0, Type((), N)))), App(X)))
    assert substitute(whole, {X: Lambda((), ZERO)}) is substitute(whole, {X: Lambda((), ZERO)})
    assert substitute(whole, {X: Lambda((), App(X))}) is whole
