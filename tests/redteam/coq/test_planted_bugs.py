"""A bug in our normal form proves what is false, and our own replay, which has the same bug, accepts it.  Coq does not."""

import json
from collections.abc import Iterator

import pytest

from gaproof.errors import GaproofError
from gaproof.proof.replay import replay
from tests.redteam.coq.bench import Bench, bench, stated, without_coq
from tests.redteam.coq.planted import BUGS, Bug, false_certificate
from tests.redteam.kernels import mutant

pytestmark = [pytest.mark.slow, without_coq]


@pytest.fixture(scope="module")
def coq() -> Iterator[Bench]:
    with bench() as made:
        yield made


def test_there_are_at_least_five_bugs() -> None:
    assert 5 <= len(BUGS)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_our_replay_accepts_a_false_identity_and_coq_rejects_it(coq: Bench, bug: Bug) -> None:
    kernel = mutant(bug.check)
    document = json.loads(json.dumps(false_certificate(bug, kernel)))
    assert 1 == kernel.replay(document).steps, "the kernel with the bug does not accept it"
    with pytest.raises(GaproofError):
        replay(document)  # the kernel as it is
    assert "at step 0 (linear)" in coq.refusal(document, stated(document))


def test_true_identities_of_that_kind_are_accepted(coq: Bench) -> None:
    """Coq rejects the others because they are false, not because it does not know their operations."""
    for bug, identity in zip(BUGS, TRUE, strict=True):
        kernel = mutant()
        document = json.loads(json.dumps(false_certificate(Bug(bug.name, bug.check, identity), kernel)))
        assert "" == coq.refusal(document, stated(document)), bug.name


TRUE = [
    lambda w: (w.k.Times(w.x, w.x, w.y), w.k.Times(w.y, w.x, w.x)),
    lambda w: (w.total(w.i, w.x), w.k.Times(w.k.Card(w.I), w.x)),
    lambda w: (w.k.Log(w.k.Times(w.number(2), w.k.Exp(w.x))), w.k.Plus(w.k.Log(w.number(2)), w.x)),
    lambda w: (
        w.k.Inverse(w.k.Times(w.number(2), w.k.Exp(w.x))),
        w.k.Times(w.number(1, 2), w.k.Exp(w.k.Times(w.k.MINUS, w.x))),
    ),
    lambda w: (w.k.Log(w.k.Exp(w.x)), w.x),
    lambda w: (w.k.Times(w.k.Exp(w.x), w.k.Exp(w.y)), w.k.Exp(w.k.Plus(w.x, w.y))),
    lambda w: (
        w.k.Times(w.total(w.i, w.a(w.i)), w.total(w.i, w.b(w.i))),
        w.total(w.i, w.total(w.j, w.k.Times(w.a(w.i), w.b(w.j)))),
    ),
    lambda w: (w.k.Times(w.same(w.i, w.j), w.a(w.i)), w.k.Times(w.same(w.i, w.j), w.a(w.j))),
]
