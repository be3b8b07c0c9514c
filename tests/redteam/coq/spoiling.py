"""Ways to spoil a certificate so that what it says is no longer derived, each with words that Coq's refusal must contain.

A refusal names the step of the certificate that does not follow, or the part.  The certificates are that of ``link.positive`` and ``good``
of ``tests.redteam.tampering``, a bound.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Spoil = Callable[[Any], object]


@dataclass(frozen=True)
class Way:
    name: str
    of: str
    says: str
    spoil: Spoil


WAYS: list[Way] = []
SOMETHING_ELSE = "proves something else than the locked statement"


def way(name: str, says: str, of: str = "positive") -> Callable[[Spoil], Spoil]:
    def register(spoil: Spoil) -> Spoil:
        assert name not in {other.name for other in WAYS}
        WAYS.append(Way(name, of, says, spoil))
        return spoil

    return register


def bound(name: str, says: str) -> Callable[[Spoil], Spoil]:
    return way(name, says, "bound")


def at(step: int) -> str:
    return rf"at step {step}\b"


def new(d: Any, formula: Any) -> int:
    """The number of a formula that is added to the table."""
    d["nodes"].append(formula)
    return len(d["nodes"]) - 1


def step(d: Any, number: int, **changes: Any) -> None:
    d["steps"][number].update(changes)


def params(d: Any, number: int, **changes: Any) -> None:
    d["steps"][number]["params"].update(changes)


def concludes(d: Any, number: int, formula: Any) -> None:
    """The step says another formula, and so do its parameters where they say what comes out."""
    entry, n = d["steps"][number], new(d, formula)
    entry["conclusion"] = n
    if entry["rule"] in ("linear", "bound"):
        entry["params"].update(left={"term": formula[1]}, right={"term": formula[2]})
    elif "formula" in entry["params"]:
        entry["params"]["formula"] = {"formula": n}


ZERO, ONE, TWO = (["number", n] for n in "012")
X, Y = ["app", "x"], ["bound", "x"]


def ell(t: Any) -> Any:
    return ["app", "ell", t]


def every(body: Any) -> Any:
    return ["forall", "x", [[], "Real"], body]


# ---- assumptions, premises, order ------------------------------------------------------------------------------------------

way("an assumption says something else than is assumed", at(16))(lambda d: concludes(d, 14, ["le", X, ["number", "-1"]]))
way("an assumption is no longer among the hypotheses", at(16))(lambda d: step(d, 16, hypotheses=d["steps"][14]["hypotheses"]))
way("a step is its own premise", at(37))(lambda d: step(d, 37, premises=[37, 36]))
way("a later step is a premise", at(27))(lambda d: step(d, 27, premises=[23, 42]))
way("the premises are in the other order", at(37))(lambda d: step(d, 37, premises=[36, 28]))
way("a premise is lost", at(16))(lambda d: step(d, 16, premises=[14]))
way("the wrong theorem is applied", at(37))(lambda d: step(d, 37, premises=[41, 36]))
way("a rule is unknown", "guess")(lambda d: step(d, 37, rule="guess"))
way("a rule does not have its parameter", "formula")(lambda d: step(d, 28, params={}))

# ---- quantifiers and connectives -------------------------------------------------------------------------------------------

way("a theorem is specialised at another value", at(3))(lambda d: params(d, 3, value={"lambda": [], "body": ONE}))
way("a theorem is specialised with another result", at(29))(
    lambda d: concludes(d, 29, every(["eq", ell(["plus", X, Y]), ["times", ell(X), ell(X)]]))
)
way("what exists is called like what is known", at(5))(lambda d: params(d, 5, symbol={"symbol": "x"}))
way("what exists stays in the conclusion", at(5))(
    lambda d: (
        d.update(parts={"at zero": {**d["parts"]["at zero"], "step": 5}}),
        step(d, 5, premises=[0, 3]),
        concludes(d, 5, ["eq", ell(["plus", ["app", "w"], ZERO]), ["times", ell(["app", "w"]), ell(ZERO)]]),
    )
)
way("it holds for all although it is assumed of one", at(38))(lambda d: step(d, 38, premises=[27]))
way("an implication forgets a hypothesis that it does not discharge", at(23))(lambda d: step(d, 23, hypotheses=[]))
way("an implication discharges another formula", at(28))(lambda d: concludes(d, 28, ["implies", ["ne", X, ZERO], ["lt", ZERO, ell(X)]]))
way("a sequent is instantiated at another term", at(22))(
    lambda d: params(d, 22, values={"map": [[{"symbol": "x"}, {"lambda": [], "body": ell(ZERO)}]]})
)
way("only the conclusion is instantiated", at(22))(lambda d: step(d, 22, hypotheses=d["steps"][21]["hypotheses"]))

# ---- cases, absurdity, equations -------------------------------------------------------------------------------------------

way("both cases are the same", at(21))(lambda d: step(d, 21, premises=[20, 20]))
way("the cases do not exclude each other", at(21))(lambda d: params(d, 21, formula={"formula": new(d, ["le", ONE, X])}))
way("a case stays open", at(36))(lambda d: step(d, 36, premises=[34, 22]))
way("something true is called absurd", at(19))(lambda d: step(d, 19, premises=[11], hypotheses=[]))
way("something unknown is called absurd", at(34))(lambda d: step(d, 34, premises=[31]))
way("two numbers are equal by one inequality", at(16))(lambda d: step(d, 16, premises=[14, 14]))
way("an inequality gives another one", at(43))(lambda d: concludes(d, 43, ["ne", ell(X), ONE]))
way("equals are replaced where they do not stand", at(18))(lambda d: concludes(d, 18, ["ne", ONE, ZERO]))

# ---- identities and bounds -------------------------------------------------------------------------------------------------

way("an identity is false", at(31))(lambda d: concludes(d, 31, ["eq", TWO, d["nodes"][d["steps"][31]["conclusion"]][2]]))
way("an equation is used another number of times", at(33))(lambda d: d["steps"][33]["params"]["uses"][0].__setitem__(1, {"term": TWO}))
way("an equation is used for something that does not follow", at(4))(lambda d: concludes(d, 4, ["eq", ell(ZERO), TWO]))
way("it is divided by what may be 0", at(4))(
    lambda d: step(d, 4, hypotheses=[n for n in d["steps"][4]["hypotheses"] if d["nodes"][n][0] != "ne"])
)
way("an inverse is lost when a theorem is restated", at(46))(
    lambda d: concludes(d, 46, every(["eq", ell(["times", ["number", "-1"], Y]), ell(Y)]))
)
way("more is stated than before", at(39))(lambda d: concludes(d, 39, every(["lt", ONE, ell(Y)])))
way("a bound is the wrong way round", at(26))(lambda d: concludes(d, 26, ["le", ell(X), ZERO]))
way("a square is called positive", at(26))(lambda d: (concludes(d, 26, ["lt", ZERO, ell(X)]), params(d, 26, strict=True)))
way("the square of something else is the witness of a bound", at(26))(
    lambda d: params(d, 26, witness=["square", {"term": ell(["times", ["number", "1/3"], X])}])
)

# ---- parts -----------------------------------------------------------------------------------------------------------------

way("a part is proved by a step that proves another", "at part 1")(lambda d: d["parts"]["positive"].update(step=6))
way("a part has another, easier statement", SOMETHING_ELSE)(
    lambda d: d["parts"]["positive"].update(step=6, conclusion=d["parts"]["at zero"]["conclusion"])
)
way("a part does without a hypothesis", "not a hypothesis here|at part 1")(lambda d: d["parts"]["positive"]["hypotheses"].pop("nz"))
way("a part has one more hypothesis", SOMETHING_ELSE)(
    lambda d: d["parts"]["positive"]["hypotheses"].update(easy=new(d, every(["lt", ZERO, ell(Y)])))
)
way("a part assumes the contrary of what is known", "not a hypothesis here|at part 1")(
    lambda d: d["parts"]["positive"]["hypotheses"].update(nz=new(d, every(["eq", ell(Y), ZERO])))
)
way("parts are exchanged", SOMETHING_ELSE)(lambda d: d.update(parts=dict(reversed(d["parts"].items()))))
way("a part is no longer proved", SOMETHING_ELSE)(lambda d: d["parts"]["reciprocal"].update(step=None))
way("a symbol has another type", "the exporter fails|at step")(lambda d: d["symbols"].update(ell=[["Real", "Real"], "Real"]))

# ---- the bound: witness trees, index types, axioms -------------------------------------------------------------------------

bound("a weight in a witness is negative", at(3))(
    lambda d: params(d, 3, witness=["total", {"symbol": "i"}, ["product", ["number", {"fraction": "-1/2"}], ["number", 2], ["premise", 1]]])
)
bound("a weight in a witness is another", at(3))(
    lambda d: params(d, 3, witness=["total", {"symbol": "i"}, ["product", ["number", {"fraction": "1/3"}], ["number", 2], ["premise", 1]]])
)
bound("a witness is of another premise", at(3))(
    lambda d: params(d, 3, witness=["total", {"symbol": "i"}, ["product", ["number", {"fraction": "1/2"}], ["number", 2], ["premise", 0]]])
)
bound("a bound claims to be strict", at(3))(
    lambda d: (step(d, 3, conclusion=new(d, ["lt", *d["nodes"][3][1:]])), params(d, 3, strict=True))
)
bound("a number in a bound is another", at(3))(
    lambda d: concludes(d, 3, ["le", ["times", ["number", "5/2"], ["app", "y"]], d["nodes"][3][2]])
)
bound("an index type is exchanged in the conclusion only", at(5))(lambda d: step(d, 5, hypotheses=[4, 1]))
bound("an index type moves to one that may be empty", "I|at step")(lambda d: d["sorts"].update(I={"kind": "maybe_empty"}))
bound("an axiom that is allowed says something else", f"{SOMETHING_ELSE}.*axiom_exp_tangent")(
    lambda d: _axiom(d, "exp_tangent", ["eq", ZERO, ONE])
)
bound("an axiom is there that nobody allowed", "axiom_cheat, which is neither")(lambda d: _axiom(d, "cheat", ["eq", ZERO, ONE]))


def _axiom(d: Any, name: str, formula: Any) -> None:
    """The axiom becomes another one, which is false, and the part follows from it."""
    number = new(d, formula)
    step(d, 6, params={"name": name, "formula": {"formula": number}}, conclusion=number)
    d["parts"]["all"]["axioms"] = [{"name": name, "formula": number, "digest": ""}]
    goal = d["parts"]["all"]["conclusion"]
    d["steps"].append({"rule": "absurd", "premises": [6], "params": {"formula": {"formula": goal}}, "hypotheses": [], "conclusion": goal})
    d["parts"]["all"]["step"] = len(d["steps"]) - 1
