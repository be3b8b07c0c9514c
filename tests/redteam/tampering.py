"""Ways to spoil a certificate, each with words that the refusal must contain.

A way takes a good certificate and changes it, or gives another document, or the text of the file.
"""

import json
from collections.abc import Callable
from typing import Any

from tests.redteam.kernels import real_kernel
from tests.redteam.registry import Words

Way = Callable[[Any], Any]
WAYS: dict[str, tuple[Way, str]] = {}
DEEP = 60_000


def way(name: str, says: str) -> Callable[[Way], Way]:
    def register(spoil: Way) -> Way:
        assert name not in WAYS
        WAYS[name] = spoil, says
        return spoil

    return register


def good() -> Any:
    """x = 1, 0 ≤ a_i for all i ⊢ 3/2·x ≤ 3/2 + Σ a, by instantiation and retyping, with a model and an axiom."""
    w = Words(real_kernel())
    k, half, other = w.k, w.number(3, 2), w.k.Sort("K")
    i, a, y = w.index("i", other), w.symbol("a", other, k.REAL), w.y
    known, sign = k.Eq(y, w.one), w.all(i, k.Le(w.zero, w.at(a, i)))
    tree = ("total", i, ("product", ("number", k.Fraction(1, 2)), ("number", 2), ("premise", 1)))
    used = (w.assume(known), k.specialise(w.assume(sign), value=w.point(i)))
    th = w.at_most(k.Times(half, y), k.Plus(half, w.total(i, w.at(a, i))), tree, *used, uses=((0, k.Times(k.MINUS, half), ()),))
    th = k.retype(k.instantiate(th, values={y.head: w.point(w.x)}), sorts={other: w.I})
    tautology = k.imply(k.axiom(name="exp_tangent", formula=k.STANDARD["exp_tangent"].formula), formula=w.true)
    th = k.part(k.conjoin(th, tautology), number=0)
    hypotheses = {f"h{n}": f for n, f in enumerate(sorted(th.hypotheses, key=lambda f: f.tag))}
    nought = k.generalise(w.at_most(w.zero, w.zero, ("number", 0)), symbol=w.i)
    facts = {"eq": w.equal(w.one, w.one), "forall": nought}
    field = {w.symbol("a", w.I, k.REAL): k.lambda_of((w.i,), w.zero), w.x.head: w.point(w.one)}
    model = k.Model({}, field, k.conjoin(*(facts[f.tag] for _, f in sorted(hypotheses.items()))))
    return json.loads(json.dumps(k.export("a bound", {"all": (k.Statement(hypotheses, th.conclusion), th, model)}, as_trees=True)))


def text(document: Any, old: str, new: str) -> Any:
    """The document with a piece of its text exchanged everywhere."""
    before = json.dumps(document)
    assert old in before, old
    return json.loads(before.replace(old, new))


def step(document: Any, rule: str) -> Any:
    return next(s for s in document["steps"] if s["rule"] == rule)


def part(document: Any) -> Any:
    return document["parts"]["all"]


# ---- numbers, rules and premises ---------------------------------------------------------------------------------------

way("a number is changed everywhere", "does not have the digest")(lambda d: text(d, '["number", "3/2"]', '["number", "5/2"]'))
way("≤ becomes <", "another conclusion")(lambda d: text(d, '["le", ', '["lt", '))
way("a cofactor is changed", "malformed|do not cancel|another conclusion")(
    lambda d: step(d, "bound")["params"].update(uses=[[0, {"term": ["number", "1"]}, []]])
)
way("a weight becomes negative", "negative")(lambda d: text(d, '{"fraction": "1/2"}', '{"fraction": "-1/2"}'))
way("a bound claims to be strict", "but not <")(lambda d: step(d, "bound")["params"].update(strict=True))
way("a hypothesis of a step is dropped", "other hypotheses")(lambda d: step(d, "assume").update(hypotheses=[]))
way("a hypothesis of a step is added", "other hypotheses")(lambda d: step(d, "axiom").update(hypotheses=[0]))
way("an axiom becomes an assumption", "takes the parameters|other hypotheses")(lambda d: step(d, "axiom").update(rule="assume"))
way("an assumption becomes an axiom", "takes the parameters")(lambda d: step(d, "assume").update(rule="axiom"))
way("an assumption becomes an axiom with a name", "other hypotheses")(
    lambda d: step(d, "assume").update(rule="axiom", params={"name": "known"} | step(d, "assume")["params"])
)
way("a standard axiom has another formula", "has another formula")(lambda d: step(d, "axiom")["params"].update(formula={"formula": 0}))
way("a rule is unknown", "no such rule")(lambda d: step(d, "imply").update(rule="guess"))
way("a rule is a list", "malformed")(lambda d: step(d, "imply").update(rule=["imply"]))
way("a rule is named like a function of Python", "no such rule")(lambda d: step(d, "imply").update(rule="__import__"))
way("a parameter is missing", "takes the parameters")(lambda d: step(d, "imply").update(params={}))
way("a parameter is added", "takes the parameters")(lambda d: step(d, "imply")["params"].update(quiet=True))
way("a premise is given as a parameter", "takes the parameters")(lambda d: step(d, "imply")["params"].update(th={"formula": 0}))
way("a parameter is of no kind", "unknown kind of parameter")(lambda d: step(d, "imply")["params"].update(formula={"python": "1"}))
way("a parameter is a float", "unknown kind of parameter")(lambda d: step(d, "part")["params"].update(number=0.0))
way("a parameter is null", "unknown kind of parameter")(lambda d: step(d, "part")["params"].update(number=None))
way("the number of a part is huge", "number of a part")(lambda d: step(d, "part")["params"].update(number=10**30))
way("the number of a part is 'false'", "number of a part")(lambda d: step(d, "part")["params"].update(number=False))
for _name, _value in {
    "itself": 10**3,
    "the last": -1,
    "'true'": True,
    "a float": 0.0,
    "a word": "0",
    "nothing": None,
    "a list": [0],
}.items():
    way(f"a premise is {_name}", "not all earlier steps")(lambda d, v=_value: step(d, "part").update(premises=[v]))
way("a step is its own premise", "not all earlier steps")(lambda d: [s.update(premises=[n]) for n, s in enumerate(d["steps"])] and None)
way("two steps are premises of each other", "not all earlier steps")(lambda d: d["steps"][0].update(premises=[1]))
way("a premise is missing", "malformed")(lambda d: step(d, "part").update(premises=[]))
way("a premise is added", "malformed")(lambda d: step(d, "part").update(premises=[0, 0]))
way("the premises are a number", "malformed")(lambda d: step(d, "part").update(premises=0))
way("the steps are in another order", "not all earlier steps")(lambda d: d["steps"].reverse())
way("the first step is lost", "malformed|premise|not all earlier|no step|proves|conclusion")(lambda d: d["steps"].pop(0) and None)
way("the last steps are lost", "no step")(lambda d: d.update(steps=d["steps"][:2]))
way("all steps are lost", "no step")(lambda d: d.update(steps=[]))
way("the steps are an object", "malformed")(lambda d: d.update(steps={"0": d["steps"][0]}))

# ---- statements and parts ------------------------------------------------------------------------------------------------

way("the digest is that of another statement", "does not have the digest")(lambda d: part(d).update(digest="0" * 64))
way("the digest is missing", "malformed")(lambda d: part(d).pop("digest") and None)
way("the statement has another conclusion", "does not have the digest")(lambda d: part(d).update(conclusion=0))
way("a hypothesis of the statement is dropped", "does not have the digest")(lambda d: part(d)["hypotheses"].pop("h0") and None)
way("a hypothesis of the statement has another name", "does not have the digest")(
    lambda d: part(d)["hypotheses"].update(other=part(d)["hypotheses"].pop("h0"))
)
way("a hypothesis has a name of two lines", "printable name")(lambda d: part(d)["hypotheses"].update({"a\nb": 0}))
way("a hypothesis has no name", "printable name")(lambda d: part(d)["hypotheses"].update({"": 0}))
way("a hypothesis has half a character as its name", "printable name")(lambda d: part(d)["hypotheses"].update({"\ud800": 0}))
way("a part is proved by another step", "another conclusion than the statement")(lambda d: part(d).update(step=0))
for _name, _value in {"that there is not": 10**9, "counted from the end": -1, "'true'": True, "1.0": 1.0}.items():
    way(f"a part is proved by a step {_name}", "no step")(lambda d, v=_value: part(d).update(step=v))
way("the only part is stated and not proved", "it proves nothing")(lambda d: part(d).update(step=None))
way("there is no part", "it proves nothing")(lambda d: d.update(parts={}))
way("the parts are a list", "malformed")(lambda d: d.update(parts=[part(d)]))
way("an axiom is not listed", "axioms used are not those listed")(lambda d: part(d).update(axioms=[]))
way("an axiom is listed twice", "axioms used are not those listed")(lambda d: part(d).update(axioms=part(d)["axioms"] * 2))
way("an axiom is listed with another formula", "axioms used are not those listed")(lambda d: part(d)["axioms"][0].update(formula=0))
way("an axiom is listed with another digest", "axioms used are not those listed")(lambda d: part(d)["axioms"][0].update(digest="0" * 64))
way("an axiom is listed under another name", "axioms used are not those listed")(lambda d: part(d)["axioms"][0].update(name="harmless"))
way("the model is proved by another step", "does not prove the hypotheses")(lambda d: part(d)["model"].update(step=0))
way("the model is at other values", "does not prove the hypotheses")(lambda d: part(d)["model"].update(values={"map": []}))
way("the model is in infinite types", "cannot stand for")(
    lambda d: (
        d["sorts"].update(Nat={"kind": "free", "constructors": {"zero": [], "succ": [None]}})
        or part(d)["model"].update(sorts={"map": [[{"sort": "I"}, {"sort": "Nat"}]]})
    )
)
way("the model maps formulas", "malformed|replaced by index types")(
    lambda d: part(d)["model"].update(sorts={"map": [[{"formula": 0}, {"formula": 0}]]})
)
way("the model is a word", "malformed")(lambda d: part(d).update(model="yes"))
