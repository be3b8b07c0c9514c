"""Claims: their declaration, their one proof, what they use, and near misses."""

import pytest

from gaproof import Claim
from gaproof.claim import CircularUse
from gaproof.errors import GaproofError, ProofError
from gaproof.proof.theorem import Theorem
from gaproof.tactics import forward as f
from gaproof.tactics.context import Proof
from gaproof.terms import And, Eq, ForAll, Lt, Ne, Sum, exp, field, index, scalar, sizes

n = sizes("n")
i = index("i", n)
a, p = field("a", i, domain="positive"), field("p", i, domain="simplex")
x, y = scalar("x y")


def halves() -> Claim:
    """A claim in two parts: the second uses the first."""
    claim = Claim("demo.halves", given={"sign": Lt(0, x)})
    first, second = claim.part("first", shows=Eq(x / x, 1)), claim.part("second", given={"other": Lt(0, y)}, shows=Eq(x / x + y / y, 2))
    first.proof(lambda q: q.identity())
    second.proof(lambda q: q.identity((q.use(claim, "first"), 1), (q.use(claim, "first", {x: y}), 1)))
    return claim


def test_hypotheses_are_those_of_the_claim_of_the_part_and_of_the_domains() -> None:
    claim = Claim("demo.domains", given={"sign": Lt(0, x)})
    part = claim.part("part", given={"mass": Eq(Sum(a[i], i), 1)}, shows=Lt(0, Sum(a[i] * p[i], i)))
    assert ["sign", "mass", "a positive", "p simplex: nonnegative", "p simplex: unit rows"] == list(part.statement.hypotheses)


def test_a_domain_that_is_stated_is_not_stated_twice() -> None:
    part = Claim("demo.stated", given={"sign": ForAll(i, Lt(0, a[i]))}, shows=Eq(Sum(a[i], i), 1)).only
    assert ["sign"] == list(part.statement.hypotheses)


@pytest.mark.parametrize("id", ["shift", "anchor.", ".shift", "anchor.shift.more", "anchor.two words", ""])
def test_an_id_is_a_chapter_and_a_name(id: str) -> None:
    with pytest.raises(GaproofError, match=r"a claim id is chapter\.name"):
        Claim(id, shows=Eq(x, x))


def test_parts_are_proved_once_and_use_each_other() -> None:
    claim = halves()
    assert claim.theorem("second") is claim.theorem("second")
    assert {f.node(Lt(0, x)), f.node(Lt(0, y))} == claim.theorem("second").hypotheses
    assert [] == claim.uses(), "its own parts are no other claims"


def test_it_knows_the_claims_that_it_uses_directly() -> None:
    first, second, third = (Claim(f"demo.{name}", shows=Eq(k * exp(x) / exp(x), k)) for k, name in enumerate(("one", "two", "three"), 1))
    first.proof(lambda q: q.identity())
    second.proof(lambda q: q.identity((q.use(first), 2)))
    third.proof(lambda q: q.identity((q.use(second), 1), (q.use("demo.one"), 1)))
    assert [(first, "")] == second.uses()
    assert ["demo.one", "demo.two"] == [claim.id for claim, _ in third.uses()]


def test_a_claim_that_rests_on_itself_is_refused_with_the_path() -> None:
    first, second = Claim("demo.hen", shows=Eq(exp(x), 0)), Claim("demo.egg", shows=Eq(exp(x), 0))
    first.proof(lambda q: q.use(second))
    second.proof(lambda q: q.use(first))
    for claim, path in ((first, "demo.hen → demo.egg → demo.hen"), (second, "demo.egg → demo.hen → demo.egg")):
        with pytest.raises(CircularUse, match=f"circular use: {path}; a proof may not rest on itself"):
            claim.theorem()


def test_a_part_that_uses_a_part_that_is_not_proved_is_refused() -> None:
    claim = Claim("demo.unproved", shows=Eq(x, y))
    user = Claim("demo.user", shows=Eq(x, y))
    user.proof(lambda q: q.use(claim))
    with pytest.raises(ProofError, match=r"demo\.unproved: no proof is given"):
        claim.theorem()
    with pytest.raises(ProofError, match=r"it uses demo\.unproved, which is not proved"):
        user.theorem()
    nothing = Claim("demo.nothing", shows=Eq(x, x))
    nothing.proof(lambda q: q.use(3))
    with pytest.raises(GaproofError, match="takes a claim or its id, got 3"):
        nothing.theorem()


def test_declarations_are_made_once() -> None:
    claim = halves()
    with pytest.raises(GaproofError, match="the part 'first' is declared twice"):
        claim.part("first", shows=Eq(x, x))
    with pytest.raises(ProofError, match="a second proof is given"):
        claim.parts["first"].proof(lambda q: q.identity())


def test_a_part_must_be_named_if_there_are_several() -> None:
    claim = halves()
    with pytest.raises(GaproofError, match=r"demo\.halves has parts \(first, second\): say which"):
        claim.proof(lambda q: q.identity())
    with pytest.raises(ProofError, match="has no part 'third'; it has 'first', 'second'"):
        claim.theorem("third")


def test_an_extra_hypothesis_must_be_one() -> None:
    assert ("sign",) == Claim("demo.extra", given={"sign": Lt(0, x)}, shows=Eq(x / x, 1), extra=("sign",)).only.extra
    with pytest.raises(GaproofError, match=r"extra names 'sigh', which is no hypothesis \(it has 'sign'\)"):
        Claim("demo.extra", given={"sign": Lt(0, x)}, shows=Eq(x / x, 1), extra=("sigh",)).only.statement  # noqa: B018


def test_a_proof_that_looks_at_the_statement_is_run_again_for_a_near_miss() -> None:
    part = Claim("test.sly", shows=Eq(x + x, 2 * x)).only
    part.proof(lambda p: f.linear(*p.statement.conclusion.children))
    part.near_miss("another truth")(lambda: Eq(y + y, 2 * y))
    assert part.attempt(part.statement).conclusion == part.statement.conclusion and part.aimed
    (miss,) = (miss.statement for miss in part.near_misses)
    assert part.attempt(miss).conclusion == miss.conclusion, "a near miss that is true comes out proved, as it did before"


@pytest.mark.parametrize("aimed", [True, False])
def test_a_proof_that_does_not_look_at_its_goal_is_not_run_again_for_another(aimed: bool) -> None:
    runs = []

    def prove(p: Proof) -> Theorem:
        runs.append(p.goal if aimed else "blind")
        return f.linear(x + x, 2 * x)

    part = Claim("test.blind", shows=Eq(x + x, 2 * x)).only
    part.proof(prove)
    part.near_miss("three")(lambda: Eq(x + x, 3 * x))
    part.near_miss("the same in other words")(lambda: Eq(2 * x, x + x))  # which the normal form does not tell from it
    three, same = (miss.statement for miss in part.near_misses)
    assert part.attempt(part.statement).conclusion == part.statement.conclusion
    with pytest.raises(ProofError):
        part.attempt(three)
    assert part.attempt(same).conclusion == same.conclusion
    assert (len(runs), part.aimed) == (3 if aimed else 1, aimed)


def test_near_misses_are_stated_under_the_same_or_other_hypotheses() -> None:
    part = halves().parts["first"]
    part.near_miss("the other sign")(lambda: Eq(x / x, -1))
    part.near_miss("without the sign")(lambda: ({"weak": Ne(y, 0)}, Eq(x / x, 1)))
    assert [["sign"], ["weak"]] == [list(miss.statement.hypotheses) for miss in part.near_misses]
    for miss in part.near_misses:
        with pytest.raises(ProofError):
            part.attempt(miss.statement)


def test_a_dropped_hypothesis_is_missed() -> None:
    part = halves().parts["first"]
    weaker = part.without("sign")
    assert part.statement.conclusion == weaker.statement.conclusion and not weaker.statement.hypotheses
    with pytest.raises(ProofError, match="open obligation: x ≠ 0"):
        weaker.attempt(weaker.statement)


def test_a_statement_is_translated_with_all_its_parts() -> None:
    part = Claim("demo.both", shows=And(Eq(x, x), Eq(y, y))).only
    part.proof(lambda q: q.auto())
    assert f.node(And(Eq(x, x), Eq(y, y))) == part.claim.theorem().conclusion
    assert part.consistency() is None, "without hypotheses there is nothing to be consistent"
