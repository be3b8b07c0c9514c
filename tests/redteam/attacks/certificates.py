"""Attacks on replay: certificates that say something else than what their steps prove."""

import json
from collections.abc import Callable
from typing import Any

from tests.redteam.kernels import Check
from tests.redteam.registry import Words, attack, file

replay = file("replay.py")
reader = file("certificate.py")
OTHERWISE = "another checker of the format reads it otherwise"


def claim(w: Words) -> Any:
    """A good certificate: {h: x = 1} ⊢ x + 1 = 2 by three steps, with a model of the hypothesis, resting on an axiom."""
    known = w.k.Eq(w.x, w.one)
    used = w.k.axiom(name="two", formula=w.k.Eq(w.k.Plus(w.one, w.one), w.number(2)))
    th = w.equal(w.k.Plus(w.x, w.one), w.number(2), w.assume(known), used, uses=((0, w.one, ()), (1, w.zero, ())))
    model = w.k.Model({}, {w.x.head: w.point(w.one)}, w.k.conjoin(w.equal(w.one, w.one)))
    document = w.k.export("a claim", {"all": (w.k.Statement({"h": known}, th.conclusion), th, model)})
    return json.loads(json.dumps(document))


def tampered(name: str, *checks: Check, because: str) -> Callable[[Callable[[Words, Any], Any]], Any]:
    """Register the attack that replays a good certificate after it was tampered with."""

    def register(tamper: Callable[[Words, Any], Any]) -> Any:
        def run(w: Words) -> Any:
            document = claim(w)
            return w.k.replay(tamper(w, document) or document)

        attack(name, *checks, because=because)(run)
        return tamper

    return register


def add(document: Any, formula: Any) -> int:
    """The number of a formula that is added to the table."""
    document["nodes"].append(formula)
    return len(document["nodes"]) - 1


FALSE = ["eq", ["number", "0"], ["number", "1"]]


@tampered(
    "change the conclusion of a step",
    replay("_step", "theorem.conclusion != reader.formula(step['conclusion'])"),
    because="the step proves something else",
)
def _(w: Words, document: Any) -> None:
    document["steps"][-1]["conclusion"] = add(document, FALSE)


@tampered(
    "drop a hypothesis of a step",
    replay("_step", "theorem.hypotheses != reader.pick(step['hypotheses'])"),
    because="the step proves something else",
)
def _(w: Words, document: Any) -> None:
    document["steps"][0]["hypotheses"] = []


@tampered(
    "use the last step before as premise −1",
    replay("_step", "not all((type(n) is int and 0 <= n < len(earlier) for n in numbers))"),
    because=OTHERWISE,
)
def _(w: Words, document: Any) -> None:
    for number, step in enumerate(document["steps"]):
        step["premises"] = [-1 if n == number - 1 else n for n in step["premises"]]


@tampered(
    "state something else than what the part's step proves",
    replay("_part", "statement.digest != entry['digest']"),
    because="the digest is that of another statement",
)
def _(w: Words, document: Any) -> None:
    document["parts"]["all"]["digest"] = w.k.Statement({}, w.false).digest


@tampered("leave a hypothesis out of the statement", replay("_part", "missing"), because="x + 1 = 2 was proved for x = 1 only")
def _(w: Words, document: Any) -> None:
    part = document["parts"]["all"]
    part["hypotheses"], part["digest"] = {}, w.k.Statement({}, w.k.Eq(w.k.Plus(w.x, w.one), w.number(2))).digest


@tampered(
    "leave an axiom out of the list",
    replay("_part", "listed != [(name, formula, digest(formula)) for name, formula in sorted(theorem.axioms)]"),
    because="it rests on an axiom",
)
def _(w: Words, document: Any) -> None:
    document["parts"]["all"]["axioms"] = []


@tampered(
    "show another formula beside an axiom's name",
    replay("_part", "listed != [(name, formula, digest(formula)) for name, formula in sorted(theorem.axioms)]"),
    because="it rests on another axiom",
)
def _(w: Words, document: Any) -> None:
    document["parts"]["all"]["axioms"][0]["formula"] = 0


@attack("rest on two axioms of one name", replay("_part", "len(axioms) != len(listed)"), because="only one of the two is shown")
def _(w: Words) -> Any:
    one, two = (w.k.axiom(name="known", formula=f) for f in (w.true, w.false))
    th = w.k.conjoin(one, two)
    return w.k.replay(w.k.export("two", {"all": (w.k.Statement({}, th.conclusion), th, None)}))


@tampered("prove nothing", replay("replay", "not parts"), because="it is accepted and says nothing")
def _(w: Words, document: Any) -> None:
    document["parts"] = {}


@tampered("prove a part by step −1", replay("_at", "not 0 <= number < len(theorems)"), because=OTHERWISE)
def _(w: Words, document: Any) -> None:
    part = document["parts"]["all"]
    part["step"] -= len(document["steps"])


@tampered("prove a model by step 'true'", replay("_at", "type(number) is not int"), because=OTHERWISE)
def _(w: Words, document: Any) -> Any:
    th = w.trivial()
    other = w.equal(w.one, w.one)
    document = w.k.export(
        "two", {"a": (w.k.Statement({}, th.conclusion), th, None), "b": (w.k.Statement({}, other.conclusion), other, None)}
    )
    document["parts"]["b"]["step"] = True
    return document


@tampered("write a formula's number as 'false'", reader("Reader.formula", "type(number) is not int"), because=OTHERWISE)
def _(w: Words, document: Any) -> Any:
    document = w.k.export("one", {"a": (w.k.Statement({}, w.true), w.trivial(), None)})
    document["parts"]["a"]["conclusion"] = False
    return document


@tampered("count formulas from the end", reader("Reader.formula", "not 0 <= number < len(self._nodes)"), because=OTHERWISE)
def _(w: Words, document: Any) -> None:
    document["parts"]["all"]["conclusion"] -= len(document["nodes"])


@tampered("write a number as Python does", reader("_rational", "not RATIONAL.match(text)"), because=OTHERWISE)
def _(w: Words, document: Any) -> Any:
    return json.loads(json.dumps(document).replace('["number", "2"]', '["number", " 0_2e0 "]'))


@tampered("write a certificate of another format", reader("Reader.__init__", "document.get('format') != FORMAT"), because=OTHERWISE)
def _(w: Words, document: Any) -> None:
    document["format"] = "gaproof-certificate/3"


@tampered(
    "give a model at which another formula holds",
    replay("_has_model", "theorem.conclusion != wanted"),
    because="x = 1 does not hold at x = 2",
)
def _(w: Words, document: Any) -> Any:
    text = json.dumps(document["parts"]["all"]["model"]["values"])
    document["parts"]["all"]["model"]["values"] = json.loads(text.replace('["number", "1"]', '["number", "2"]'))


def with_model(w: Words, proof: Any) -> Any:
    """{h: 0 = 1} ⊢ 0 = 0, with a proof that its hypothesis holds somewhere."""
    return w.k.replay(w.k.export("void", {"all": (w.k.Statement({"h": w.false}, w.true), w.trivial(), w.k.Model({}, {}, proof))}))


@attack(
    "prove under a hypothesis that the hypotheses hold somewhere", replay("_has_model", "theorem.hypotheses"), because="0 = 1 holds nowhere"
)
def _(w: Words) -> Any:
    return with_model(w, w.k.conjoin(w.assume(w.false)))


@attack("prove by an axiom that the hypotheses hold somewhere", replay("_has_model", "theorem.axioms"), because="0 = 1 holds nowhere")
def _(w: Words) -> Any:
    return with_model(w, w.k.conjoin(w.k.axiom(name="zero is one", formula=w.false)))


@attack(
    "take the naturals for a finite type in a model",
    file("substitution.py")("resort", "new.kind in (FINITE, old.kind)"),
    because="no finite type has a_s(i) = a_i + 1 for all i",
)
def _(w: Words) -> Any:
    s, a = w.symbol("s", w.I, w.I), w.symbol("a", w.I, w.k.REAL)
    step = w.all(w.i, w.k.Eq(w.at(a, w.at(s, w.i)), w.k.Plus(w.at(a, w.i), w.one)))
    values = {
        w.symbol("a", w.k.NAT, w.k.REAL): w.k.lambda_of((w.n,), w.at(w.k.EMBED, w.n)),
        w.symbol("s", w.k.NAT, w.k.NAT): w.k.lambda_of((w.n,), w.at(w.k.SUCC, w.n)),
    }
    proof = w.k.conjoin(w.k.part(w.k.naturals(), number=1))
    return w.k.replay(
        w.k.export("void", {"all": (w.k.Statement({"h": step}, w.true), w.trivial(), w.k.Model({w.I: w.k.NAT}, values, proof))})
    )
