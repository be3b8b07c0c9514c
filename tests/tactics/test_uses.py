"""What proofs ask for, what authors declare, and circles."""

import pytest

from gaproof import Claim
from gaproof.claim import CircularUse
from gaproof.errors import GaproofError, ProofError
from gaproof.terms import Eq, exp, scalar

x, y = scalar("x y")


def claims(*names: str) -> list[Claim]:
    return [Claim(f"uses.{name}", shows=Eq(x + x, 2 * x)) for name in names]


def test_what_a_proof_asks_for_is_recorded_whether_or_not_it_goes_through() -> None:
    base, user, loser = claims("base", "user", "loser")
    base.proof(lambda p: p.identity())
    user.proof(lambda p: (p.use("uses.base"), p.identity())[1])
    loser.proof(lambda p: (p.use(base), p.use(user), 1 / 0)[0])
    user.theorem()
    with pytest.raises(ZeroDivisionError):
        loser.theorem()
    assert ({"uses.base": base}, []) == (user.asked, user.uses())
    assert {"uses.base": base, "uses.user": user} == loser.asked, "what these ask for is theirs"
    assert {} == base.asked


def test_a_part_that_uses_another_asks_for_no_claim() -> None:
    claim = Claim("uses.itself")
    claim.part("a", shows=Eq(x + x, 2 * x)).proof(lambda p: p.identity())
    claim.part("b", shows=Eq(y + y, 2 * y)).proof(lambda p: p.use(claim, "a", {x: y}))
    claim.theorem("b")
    assert {} == claim.asked


def test_a_near_miss_asks_for_nothing() -> None:
    base, user = claims("nearby", "misses")
    base.proof(lambda p: p.identity())
    user.proof(lambda p: p.use(base))
    user.near_miss("three")(lambda: Eq(x + x, 3 * x))
    for miss in user.only.refused:
        with pytest.raises(ProofError):
            user.only.attempt(miss.statement)
    assert {} == user.asked


def test_uses_are_declared_by_claims_or_ids() -> None:
    (base,) = claims("declared")
    assert ["uses.declared", "some.other"] == Claim("uses.declares", shows=Eq(x, x), uses=(base, "some.other")).declared_uses
    assert (None, []) == (base.declared_uses, Claim("uses.nothing", shows=Eq(x, x), uses=()).declared_uses)
    with pytest.raises(GaproofError, match=r"write uses=\('link.positive',\)"):
        Claim("uses.string", shows=Eq(x, x), uses="link.positive")


def test_a_circle_is_shown_to_those_on_it_and_to_others_a_claim_that_is_not_proved() -> None:
    a, b, c, beside = claims("a", "b", "c", "beside")
    for claim, used in ((a, b), (b, c), (c, a), (beside, b)):
        claim.proof(lambda p, used=used: p.use(used))
    for claim, path in ((a, "a b c a"), (b, "b c a b"), (c, "c a b c")):
        with pytest.raises(CircularUse, match=" → ".join(f"uses.{name}" for name in path.split())):
            claim.theorem()
    with pytest.raises(ProofError, match=r"it uses uses.b, which is not proved: circular use: uses.b → uses.c → uses.a → uses.b"):
        beside.theorem()


def test_a_circle_among_parts_names_them() -> None:
    claim, other = Claim("uses.parts"), Claim("uses.other", shows=Eq(exp(x), 0))
    claim.part("a", shows=Eq(exp(x), 0)).proof(lambda p: p.use(claim, "b"))
    claim.part("b", shows=Eq(exp(x), 0)).proof(lambda p: p.use(other))
    other.proof(lambda p: p.use(claim, "a"))
    with pytest.raises(CircularUse) as caught:
        claim.theorem("a")
    assert "circular use: uses.parts[a] → uses.parts[b] → uses.other → uses.parts[a]; a proof may not rest on itself" == str(caught.value)
