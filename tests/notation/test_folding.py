"""What is printed by what it is called is the term that it is called by."""

from collections.abc import Iterator
from typing import Any

import pytest
import sympy

from gaproof.claim import Claim, Part
from gaproof.errors import GaproofError
from gaproof.naming import Named, checked, folds
from gaproof.notation import latex, legend, read, written
from gaproof.proof.substitution import Lambda, opened, substitute
from gaproof.proof.syntax import BINDERS, App, Symbol
from gaproof.terms import Definition, Eq, Exists, ForAll, Sum, delta, exp, field, index, index_map, kernel, scalar, sizes
from gaproof.theory import kl, log_partition, softmax
from tests.theorems.corpus import PARTS, part_name

n, m = sizes("n m")
i, (j, k), rho = index("i", n), index("j k", m), index_map("rho", m, m)
(s, t), (p, q, r), tau = field("s t", i, j), field("p q r", j), scalar("tau")
alpha = softmax(s[i, j], over=j)


def said(e: Any, *more: Any, **names: Any) -> str:
    """A formula, with the names of some terms and the definitions in it and in more."""
    return latex(kernel(e), folds(named(**names), [e, *more]))


def named(**names: Any) -> dict[str, Named]:
    return {name: checked(name, value) for name, value in names.items()}


def inside(node: Any) -> Iterator[Any]:
    """A node and all within it, with a free symbol for each bound variable of no parameters."""
    yield node
    for child in node.children:
        if type(node) in BINDERS:
            if node.type.params:
                continue
            child = opened(node, Lambda((), App(Symbol(node.hint, node.type))))
        yield from inside(child)


@pytest.mark.parametrize("part", PARTS, ids=part_name)
def test_a_definition_that_is_found_is_that_term_at_those_indices(part: Part) -> None:
    for formula in (*part.statement.hypotheses.values(), part.statement.conclusion):
        for node in inside(formula):
            for fold in part.claim.folds:
                place = fold.at(node, ())
                if place is not None:
                    assert node == substitute(fold.term, {symbol: Lambda((), value) for symbol, value in place.items()})


@pytest.mark.parametrize("part", PARTS, ids=part_name)
def test_folds_are_read_as_they_were_written(part: Part) -> None:
    assert part.claim.folds == read(written(part.claim.folds))


def test_some_definition_is_found() -> None:
    formulas = [part.statement.conclusion for part in PARTS]
    assert any(fold.at(node, ()) is not None for part in PARTS for f in formulas for node in inside(f) for fold in part.claim.folds)


def test_a_definition_is_printed_as_it_writes_itself_wherever_it_is_read() -> None:
    assert r"\forall k\in m,\; \operatorname{softmax}_{k}\left(s_{ik}\right) = 0" == said(ForAll(k, Eq(softmax(s[i, k], over=k), 0)), alpha)


def test_a_term_with_a_name_gets_its_indices_and_is_printed_by_it() -> None:
    assert r"\forall k\in m,\; \alpha_{ik} = 0" == said(ForAll(k, Eq(softmax(s[i, k], over=k), 0)), alpha=alpha)
    assert r"\log\left(Z_{i}\right) = 0" == said(Eq(log_partition(s[i, j], over=j), 0), Z=Sum(exp(s[i, j]), j))


def test_the_indices_of_a_name_have_the_order_that_is_given() -> None:
    assert r"\forall k\in m,\; \alpha_{ki} = 0" == said(ForAll(k, Eq(softmax(s[i, k], over=k), 0)), alpha=((j, i), alpha))
    with pytest.raises(GaproofError, match="are i, j, got j"):
        checked("alpha", (j, alpha))


def test_names_stand_before_definitions_and_definitions_in_names_are_explained() -> None:
    e = Eq(alpha * delta(j, k), 0)
    known = folds(named(alpha=alpha, J=alpha * delta(j, k)), [e])
    assert r"J_{ijk} = 0" == latex(kernel(e), known)
    assert [
        ("J_{ijk}", r"\alpha_{ij} \, \left[j = k\right]"),
        (r"\alpha_{ij}", r"\operatorname{softmax}_{j}\left(s_{ij}\right)"),
        (r"\operatorname{softmax}_{j}\left(s_{ij}\right)", r"\frac{\exp\left(s_{ij}\right)}{\sum_{j'\in m} \exp\left(s_{ij'}\right)}"),
    ] == legend([kernel(e)], known)


def test_of_definitions_written_alike_the_shortest_is_explained() -> None:
    e = Eq(softmax(p[j] + r[j], over=j), softmax(q[j], over=j))
    assert [r"\operatorname{softmax}_{j}\left(q_{j}\right)"] == [called for called, _ in legend([kernel(e)], folds({}, [e]))]


def test_what_is_almost_a_definition_is_printed_as_it_is() -> None:
    for almost in (
        softmax(s[i, j], over=i),
        softmax(s[i, j], over=j, temperature=tau),
        exp(s[i, j]) / Sum(exp(s[i, k]) + 1, k),
        exp(s[i, k]) / Sum(exp(r[j]), j),
        exp(s[i, j]) / Sum(exp(s[i, rho(k)]), k),
        softmax(t[i, j], over=j),
    ):
        assert latex(kernel(almost)) == latex(kernel(almost), folds(named(alpha=alpha), []))


def test_a_bound_variable_is_meant_if_it_is_called_as_in_the_definition() -> None:
    assert r"\forall s : n \times m \to \mathbb{R},\; \alpha_{ij} = 0" == said(ForAll(s, Eq(alpha, 0)), alpha=alpha)
    again = Exists(s, Eq(s[i, j], 1)) & ForAll(s, Eq(alpha, 0)) & Eq(s[i, j], 2)  # s is free as well, so the bound one is s'
    assert r"\alpha" not in said(again, alpha=alpha)


def test_a_definition_that_is_read_at_more_than_a_variable_keeps_its_name_and_else_is_unfolded() -> None:
    at_rho = exp(s[i, rho(j)]) / Sum(exp(s[i, k]), k)
    assert r"\alpha_{i,\rho\left(j\right)}" == said(at_rho, alpha=alpha)
    assert latex(kernel(at_rho)) == said(at_rho, alpha)


def test_an_index_that_a_definition_binds_is_shown_and_may_need_another_letter() -> None:
    assert r"\operatorname{KL}_{j}\left(p_{j} \,\middle\|\, q_{j}\right) = 0" == said(Eq(kl(p[j], q[j], j), 0))
    assert r"\forall j\in m,\; r_{j} = \operatorname{KL}_{j'}\left(p_{j'} \,\middle\|\, q_{j'}\right)" == said(
        ForAll(j, Eq(r[j], kl(p[j], q[j], j)))
    )


def test_definitions_within_definitions_are_printed_by_their_names() -> None:
    e = kl(p[j], softmax(q[j], over=j), j)
    assert r"\operatorname{KL}_{j}\left(p_{j} \,\middle\|\, \beta_{j}\right)" == said(e, beta=softmax(q[j], over=j))


def test_a_name_that_is_a_variable_already_is_refused() -> None:
    with pytest.raises(GaproofError, match="p is a variable of the statement already"):
        folds(named(p=Sum(p[j], j)), [Eq(p[j], 1)])


@pytest.mark.parametrize(("name", "term"), [("a b", alpha), ("2", alpha), ("alpha", Eq(alpha, 1)), ("alpha", 1.5)])
def test_a_name_is_a_name_and_what_has_it_a_number(name: str, term: Any) -> None:
    with pytest.raises(GaproofError, match="name"):
        Claim("made.named", shows=Eq(alpha, alpha)).where(**{name: term})


def test_a_claim_hands_its_names_on_in_its_certificate() -> None:
    claim = Claim("made.named", shows=Eq(alpha, alpha))
    claim.where(alpha=alpha)
    claim.proof(lambda proof: proof.identity())
    assert claim.folds == read(claim.certificate()["named"])
    assert ["alpha"] == [fold.name for fold in claim.folds if fold.name]


class Silent(Definition):
    """A definition that does not show its index."""

    def __new__(cls, x: Any) -> Any:
        return sympy.Basic.__new__(cls, x)

    def unfold(self) -> Any:
        return exp(self.args[0])

    def _latex(self, printer: Any) -> str:
        return r"\operatorname{silent}"


def test_a_definition_that_leaves_out_an_index_is_unfolded() -> None:
    assert r"\exp\left(p_{j}\right)" == said(Silent(p[j]))
    assert r"\operatorname{silent}" == said(Silent(tau))
