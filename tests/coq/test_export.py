"""Coq accepts what is exported: every way to rewrite that the exporter has, and a tampered equality is not regenerated."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gaproof.coq import LIBRARY, NotExported, export
from gaproof.proof import rules
from gaproof.proof.export import export as certificate
from gaproof.proof.statement import Statement
from gaproof.proof.substitution import Lambda, closed
from gaproof.proof.syntax import (
    MAYBE_EMPTY,
    REAL,
    App,
    Card,
    Delta,
    Eq,
    Exp,
    ForAll,
    Implies,
    Inverse,
    Log,
    Number,
    Plus,
    Sort,
    Sum,
    Symbol,
    Term,
    Times,
    Type,
)  # fmt: skip
from gaproof.proof.theorem import Theorem

I, J = Sort("I"), Sort("J")
x, y = (App(Symbol(n, Type((), REAL))) for n in "xy")
i, k = (Symbol(n, Type((), I)) for n in "ik")
j = Symbol("j", Type((), J))
u, v, M = Symbol("u", Type((I,), REAL)), Symbol("v", Type((J,), REAL)), Symbol("M", Type((I, J), REAL))
g = Symbol("g", Type((I,), J))


def at(f: Symbol, *indices: Symbol) -> Term:
    return App(f, *map(App, indices))


def total(index: Symbol, body: Term) -> Term:
    return Sum(index.name, index.type, closed(body, index))


def n(value: int) -> Term:
    return Number(value)


def minus(a: Term, b: Term) -> Term:
    return Plus(a, Times(n(-1), b))


EQUALITIES: dict[str, tuple[Term, Term]] = {
    "sums change places": (total(i, total(j, Times(at(u, i), at(M, i, j)))), total(j, total(i, Times(at(M, i, j), at(u, i))))),
    "a product of sums": (Times(total(i, at(u, i)), total(j, at(v, j))), total(i, total(j, Times(at(v, j), at(u, i))))),
    "a square of a sum": (Times(total(i, at(u, i)), total(i, at(u, i))), total(i, total(k, Times(at(u, k), at(u, i))))),
    "a constant is counted": (total(i, Plus(x, n(1))), Plus(Times(Card(I), x), Card(I))),
    "a delta is contracted": (total(k, Times(Delta(App(k), App(i)), at(u, k))), at(u, i)),
    "a delta on an index map": (
        total(i, Times(Delta(at(g, i), App(j)), App(v, at(g, i)))),
        Times(at(v, j), total(i, Delta(App(j), at(g, i)))),
    ),
    "equal or not": (Times(Delta(App(i), App(k)), at(u, i)), Times(Delta(App(k), App(i)), at(u, k))),
    "exponentials merge": (Times(Exp(Plus(x, y)), Exp(Times(n(-2), x))), Times(Exp(y), Inverse(Exp(x)))),
    "half of an exponent": (Times(Exp(Times(Inverse(n(2)), x)), Exp(Times(Inverse(n(2)), x))), Exp(x)),
    "exp undoes log": (Exp(Plus(Log(x), y)), Times(x, Exp(y))),
    "a root": (Times(Exp(Times(Inverse(n(2)), Log(x))), Exp(Times(Inverse(n(2)), Log(x)))), x),
    "the log of a product": (Log(Times(n(6), Times(x, Exp(y)))), Plus(Log(n(2)), Plus(Log(n(3)), Plus(Log(x), y)))),
    "the log of an inverse": (Log(Inverse(Exp(x))), Times(n(-1), x)),
    "a common factor of a denominator": (
        Inverse(Plus(Times(n(2), x), Times(n(2), Times(x, y)))),
        Times(Inverse(x), Inverse(Plus(n(2), Times(n(2), y)))),
    ),
    "a denominator is cleared": (minus(Inverse(x), Inverse(y)), Times(minus(y, x), Times(Inverse(x), Inverse(y)))),
    "a denominator that is a sum": (Plus(Times(x, Inverse(Plus(x, y))), Times(y, Inverse(Plus(x, y)))), n(1)),
    "weights that sum to one": (
        total(i, Times(Exp(at(u, i)), Inverse(total(k, Exp(at(u, k)))))),
        n(1),
    ),
    "a product that is 0 needs no log": (Times(x, Log(Times(y, Exp(x)))), Times(x, Plus(Log(y), x))),
}  # fmt: skip


def accepted(theorems: dict[str, Theorem], folder: Path) -> str:
    """Export the certificate of some theorems, each the proof of itself, and let Coq check it; returns what it prints."""
    named = {name: {f"h{n}": h for n, h in enumerate(sorted(th.hypotheses))} for name, th in theorems.items()}
    document = certificate("toy", {name: (Statement(named[name], th.conclusion), th, None) for name, th in theorems.items()})
    (folder / "Toy.v").write_text(export(json.loads(json.dumps(document))), encoding="utf-8")
    command = ["coqc", "-q", "-Q", "library", "Gaproof", "Toy.v"]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the compiled library."""
    if shutil.which("coqc") is None:
        pytest.skip("Coq is not installed")
    folder = tmp_path_factory.mktemp("coq")
    shutil.copytree(LIBRARY, folder / "library")
    for name in (LIBRARY / "_CoqProject").read_text(encoding="utf-8").split():
        if name.endswith(".v"):
            subprocess.run(["coqc", "-q", "-Q", ".", "Gaproof", name], cwd=folder / "library", check=True, capture_output=True, timeout=600)
    return folder


@pytest.mark.slow
def test_every_way_to_rewrite(folder: Path) -> None:
    printed = accepted({name: rules.linear(left=a, right=b, uses=()) for name, (a, b) in EQUALITIES.items()}, folder)
    assert "axiom_" not in printed


@pytest.mark.slow
def test_induction_over_a_type_with_parameters(folder: Path) -> None:
    some = Sort("Some", MAYBE_EMPTY)
    walk = Sort("Walk", "free", (("stay", (J,)), ("step", (None, J, some))))
    stay, step = Symbol("stay", Type((J,), walk)), Symbol("step", Type((walk, J, some), walk))
    f, w, s = Symbol("f", Type((walk,), REAL)), Symbol("w", Type((), walk)), Symbol("s", Type((), some))
    here = Eq(at(f, w), n(0))
    first = ForAll("j", j.type, closed(Eq(App(f, at(stay, j)), n(0)), j))
    next_: Any = Implies(here, Eq(App(f, at(step, w, j, s)), n(0)))
    for symbol in (s, j, w):
        next_ = ForAll(symbol.name, symbol.type, closed(next_, symbol))
    start = rules.specialise(rules.assume(formula=first), value=Lambda((), App(j)))
    further = rules.assume(formula=next_)
    for symbol in (w, j, s):
        further = rules.specialise(further, value=Lambda((), App(symbol)))
    further = rules.modus_ponens(further, rules.assume(formula=here))
    theorem = rules.induct(start, further, variable=w, formula=here, arguments=((j,), (w, j, s)))
    accepted({"walks": rules.retype(rules.generalise(theorem, symbol=w), sorts={J: I})}, folder)


def test_a_false_equality_is_not_regenerated() -> None:
    theorem = rules.linear(left=Times(x, y), right=Times(y, x), uses=())
    document = json.loads(json.dumps(certificate("toy", {"": (Statement({}, theorem.conclusion), theorem, None)})))
    (step,) = document["steps"]
    step["params"]["right"] = {"term": ["times", ["app", "y"], ["number", "2"]]}
    document["nodes"][step["conclusion"]][2] = step["params"]["right"]["term"]
    with pytest.raises(NotExported, match="not regenerated"):
        export(document)
