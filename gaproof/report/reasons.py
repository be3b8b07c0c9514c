"""Why a step of a proof holds, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..notation import plain
from ..proof.certificate import Json, Reader
from ..proof.substitution import Lambda, apply
from ..proof.syntax import ONE, App, Node, Number, Sort, Symbol, Type

BOOKKEEPING = frozenset(
    {"assume", "instantiate", "retype", "generalise", "specialise", "imply", "modus_ponens", "conjoin", "part", "witness", "restate"}
)
Refer = Callable[[int], str]  # an earlier step, as "(3)", "hypothesis live", …


@dataclass(frozen=True)
class Words:
    """How terms, and names of variables, are written within a text."""

    node: Callable[[Node], str] = plain
    name: Callable[[str], str] = str


PLAIN = Words()


def reason(step: Json, reader: Reader, refer: Refer, words: Words = PLAIN) -> str:
    """The reason of a step, which refers to earlier ones."""
    params = {name: reader.value(value) for name, value in step["params"].items()}
    premises: list[int] = step["premises"]
    given = [refer(n) for n in premises]
    match step["rule"]:
        case "linear":
            return ", using ".join(filter(None, ["normal form", joined(_uses(params["uses"], given, words))]))
        case "bound":
            sign = ">" if params["strict"] else "≥"
            parts = [tree(params["witness"], given, words), *_terms(params["uses"], given, words)]
            return f"the right side less the left is {' + '.join(parts)} {sign} 0"
        case "axiom":
            return f"axiom {params['name']}"
        case "assume":
            return "assumed"
        case "instantiate":
            return f"{given[0]} at {values(params['values'], words)}"
        case "retype":
            return f"{given[0]} for {', '.join(f'{new.name} as {old.name}' for old, new in params['sorts'].items())}"
        case "specialise":
            return f"{given[0]} at {value(params['value'], words)}"
        case "generalise":
            return f"{given[0]} for every {words.name(params['symbol'].name)}"
        case "imply":
            return f"{given[0]} under its condition"
        case "witness":
            return f"{given[0]}, with {value(params['value'], words)}"
        case "cases":
            return f"from {joined(given)} by cases: {words.node(params['formula'])}, or not"
        case "obtain":
            return f"{given[1]} with the {words.name(params['symbol'].name)} of {given[0]}"
        case "choice":
            return f"a choice {params['name']} for each index in {given[0]}"
        case "antisymmetry":
            return f"{joined(given)}: at most and at least"
        case "zero_sum":
            over = ", ".join(words.name(s.name) for s in params["over"])
            return f"a sum over {over} that is zero, {given[1]}, of terms that are not negative, {given[0]}"
        case "replace":
            return f"{given[1]}, replacing by {given[0]}"
        case "absurd":
            return f"{given[0]} is false"
        case "naturals":
            return "definition of nat"
        case "induct":
            return f"induction on {words.name(params['variable'].name)}: {joined(given)}"
        case "subset_induct":
            return f"induction on the subset {words.name(params['field'].name)}: {joined(given)}"
        case "restate":
            return f"{given[0]} in another form"
        case _:
            return f"from {joined(given)}" if given else step["rule"]


def joined(names: Sequence[str]) -> str:
    """``a, b and c``, each once."""
    names = list(dict.fromkeys(names))
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _uses(uses: Any, given: Sequence[str], words: Words) -> list[str]:
    said = []
    for number, cofactor, over in uses:
        times = "" if cofactor == ONE else f" times {words.node(cofactor)}"
        said.append(given[number] + times + (f" summed over {joined([words.name(s.name) for s in over])}" if over else ""))
    return said


def _terms(uses: Any, given: Sequence[str], words: Words) -> Iterator[str]:
    """The uses as terms of a sum; an equation stands for the difference of its sides."""
    for number, cofactor, over in uses:
        sums = "".join(f"Σ_{words.name(s.name)} " for s in over)
        times = words.node(cofactor)
        bare = isinstance(cofactor, Number) and cofactor.value >= 0  # (1) is a line
        yield f"{sums}{'' if cofactor == ONE else f'{times}·' if bare else f'({times})·'}[{given[number]}]"


def tree(witness: Any, given: Sequence[str], words: Words) -> str:
    """A witness tree as a formula; a premise stands for the difference of its sides."""
    match witness:
        case ("square", Node() as t):
            return f"({words.node(t)})²"
        case ("exp", Node() as t):
            return f"exp({words.node(t)})"
        case ("number", q):
            return str(q)
        case ("card", Sort() as sort):
            return f"|{words.name(sort.name)}|"
        case ("premise", int(k)):
            return f"[{given[k]}]"
        case ("inverse", inner):
            return f"1/({tree(inner, given, words)})"
        case ("total", Symbol() as i, inner):
            return f"Σ_{words.name(i.name)} {_within(inner, given, words)}"
        case ("product", *inner):
            return " · ".join(_within(w, given, words) for w in inner)
        case ("sum", *inner):
            return " + ".join(tree(w, given, words) for w in inner)
        case _:
            return "…"


def _within(witness: Any, given: Sequence[str], words: Words) -> str:
    text = tree(witness, given, words)
    return f"({text})" if witness[0] == "sum" else text


def value(given: Lambda, words: Words = PLAIN) -> str:
    """A value, as a function of the names p, q, … of its parameters if it has any."""
    if not given.params:
        return words.node(given.body)
    names = [Symbol(name, Type((), sort)) for name, sort in zip(_names(given), given.params, strict=False)]
    return f"({', '.join(words.name(s.name) for s in names)} ↦ {words.node(apply(given, tuple(map(App, names))))})"


def _names(given: Lambda) -> list[str]:
    taken = {symbol.name for symbol in given.body.free}
    return [name for k in range(len(given.params) + len(taken)) if (name := f"{'pqrstuvwxyz'[k % 11]}{k // 11 or ''}") not in taken]


def values(given: dict[Symbol, Lambda], words: Words = PLAIN) -> str:
    """Values of variables: ``x = 1, y = a + b``."""
    return ", ".join(f"{words.name(symbol.name)} = {value(v, words)}" for symbol, v in given.items())
