"""The statement of a part as Coq text: what a reader of Coq sees."""

from typing import Any

import pytest

from gaproof.coq import NotExported, statement

SORTS = {"I": {"kind": "finite"}, "J": {"kind": "maybe_empty"}, "Real": {"kind": "numbers"}}
SYMBOLS: dict[str, Any] = {"M": [["I", "J"], "Real"], "x": [[], "Real"], "exp": [[], "Real"], "i": [[], "I"]}
X = ["app", "x"]


def text(conclusion: Any, sorts: Any = SORTS, symbols: Any = SYMBOLS, **hypotheses: Any) -> str:
    """The statement on one line."""
    return " ".join(statement({"sorts": sorts, "symbols": symbols, "hypotheses": hypotheses, "conclusion": conclusion}).split())


def test_a_sum_binds_like_a_function() -> None:
    row = ["sum", "j", [[], "J"], ["app", "M", ["app", "i"], ["bound", "j"]]]
    assert text(["eq", row, ["number", "1"]], given=["lt", ["number", "0"], X]) == (
        "forall (I : fintype) (J : fin) (x : R) (M : I -> J -> R) (i : I), (* given *) 0 < x -> sum (fun j : J => M i j) = 1"
    )


@pytest.mark.parametrize(
    ("term", "printed"),
    [
        (["plus", X, ["times", ["number", "-1"], ["plus", X, ["number", "1/2"]]]], "x - (x + 1 / 2)"),
        (["times", ["plus", X, X], ["inverse", ["times", X, X]]], "(x + x) / (x * x)"),
        (["times", X, ["times", X, X]], "x * (x * x)"),
        (["times", ["times", X, X], X], "x * x * x"),
        (["exp", ["log", ["number", "-2"]]], "exp (ln (-2))"),
        (["inverse", ["inverse", X]], "/ (/ x)"),
        (["times", ["card", "J"], ["delta", ["app", "i"], ["app", "i"]]], "card J * delta i i"),
    ],
)
def test_parentheses_say_what_the_tree_is(term: Any, printed: str) -> None:
    assert text(["eq", term, X]).endswith(f"{printed} = x")


def test_a_name_of_coq_gets_another() -> None:
    assert "(exp_ : R), exp exp_ = exp_" in text(["eq", ["exp", ["app", "exp"]], ["app", "exp"]])


def test_a_bound_name_does_not_hide_another() -> None:
    inner = ["eq", ["bound", "x"], X]
    assert text(["forall", "x", [[], "Real"], inner]) == "forall (x : R), forall x_ : R, x_ = x"


def test_quantifiers_of_one_kind_share_a_head() -> None:
    inner = ["exists", "k", [[], "I"], ["forall", "j", [[], "J"], ["eq", ["app", "M", ["bound", "k"], ["bound", "j"]], X]]]
    both = text(["exists", "i", [[], "I"], ["forall", "x", [[], "Real"], ["forall", "y", [["I"], "Real"], inner]]])
    assert both.endswith("exists i : I, forall (x_ : R) (y : I -> R), exists k : I, forall j : J, M k j = x")


def test_connectives_nest_as_in_the_formula() -> None:
    yes, no = ["eq", X, X], ["ne", X, X]
    assert text(["implies", ["implies", yes, no], ["and", yes, no]]).endswith("(x = x -> x <> x) -> x = x /\\ x <> x")
    assert text(["and", ["exists", "j", [[], "J"], yes], no]).endswith("(exists j : J, x = x) /\\ x <> x")


def test_the_naturals_are_coqs() -> None:
    sorts = {**SORTS, "Nat": {"kind": "free", "constructors": {"zero": [], "succ": [None]}}}
    symbols = {**SYMBOLS, "nat": [["Nat"], "Real"], "zero": [[], "Nat"], "succ": [["Nat"], "Nat"], "n": [[], "Nat"]}
    successor = ["app", "nat", ["app", "succ", ["app", "n"]]]
    assert text(["lt", ["app", "nat", ["app", "zero"]], successor], sorts, symbols) == "forall (n : nat), INR O < INR (S n)"


def test_a_type_may_not_take_a_name_of_the_library() -> None:
    sorts = {**SORTS, "R": {"kind": "free", "constructors": {"stay": [], "left": [None]}}}
    with pytest.raises(NotExported, match="free type R"):
        text(["eq", X, X], sorts)
