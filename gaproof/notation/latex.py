"""Kernel nodes in LaTeX."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import final

from ..proof.syntax import Node, Number
from .folding import Fold
from .printer import Notation

_RELATIONS = {"eq": "=", "ne": r"\ne", "le": r"\le", "lt": "<"}
_BINDERS = {"forall": r"\forall", "exists": r"\exists"}
_SUBSCRIPTED = re.compile("[A-Za-z0-9]+(_[A-Za-z0-9]+)*")
GREEK = (
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|phi|chi|psi|omega|"
    "Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega"
)
_ACCENTS = ("tilde", "hat")
_FUNCTIONS = ("cos", "sin", "tanh")
_SPELLED = {"lam": "lambda"}  # which Python keeps for itself
_SUBSCRIPT = re.compile(r"(.*)_\{([0-9]+)\}")
_NUMBERED = re.compile("([A-Za-z]+)([0-9]+)")
_LETTERS = re.compile(f"{GREEK}|ell")


@final
class Latex(Notation):
    r"""\frac{\exp\left(s_{ij}\right)}{\sum_{k\in m} \exp\left(s_{ik}\right)}."""

    inline = False

    def parentheses(self, text: str) -> str:
        return rf"\left({text}\right)"

    def name(self, name: str) -> str:
        written = letter(name)
        twins = (other for other in (*self._taken, *self._bound) if other != name and letter(other) == written)
        return rf"\mathrm{{{_plain(name)}}}" if any(twins) else written

    def numbers(self, letter: str) -> str:
        return rf"\mathbb{{{letter}}}"

    def number(self, node: Number) -> str:
        p, q = abs(node.value.numerator), node.value.denominator
        return ("-" if node.value < 0 else "") + (str(p) if q == 1 else rf"\tfrac{{{p}}}{{{q}}}")

    def entry(self, name: str, args: list[str]) -> str:
        letters = all(len(re.sub(r"\\bar\{(.*)\}", r"\1", a).rstrip("'")) == 1 for a in args)
        indices = ("" if letters else ",").join(args)
        if numbered := _SUBSCRIPT.fullmatch(name):
            return f"{numbered[1]}_{{{numbered[2]},{indices}}}"
        return f"{{{name}}}_{{{indices}}}" if "_" in name or "'" in name else f"{name}_{{{indices}}}"

    def call(self, name: str, args: list[str]) -> str:
        if name in ("exp", "log"):
            head = rf"\{name}"
        else:
            head = rf"\operatorname{{{name}}}" if name in ("nat", "zero", "succ") else self.name(name)
        return head + self.parentheses(", ".join(args))

    def size(self, sort: str) -> str:
        return rf"\left|{sort}\right|"

    def delta(self, left: str, right: str) -> str:
        return rf"\left[{left} = {right}\right]"

    def raised(self, base: str, exponent: int) -> str:
        return f"{{{base}}}^{{{exponent}}}"

    def product(self, left: str, right: str) -> str:
        return rf"{left} \cdot {right}" if right[0].isdigit() else rf"{left} \, {right}"

    def quotient(self, above: str, below: str) -> str:
        return rf"\frac{{{above}}}{{{below}}}"

    def typed(self, name: str, params: list[str], result: str) -> str:
        product = r" \times ".join(params)
        return rf"{name} : {product} \to {result}" if params else rf"{name}\in {result}"

    def binder(self, tag: str, over: str, body: str) -> str:
        return rf"\sum_{{{over}}} {body}" if tag == "sum" else rf"{_BINDERS[tag]} {over},\; {body}"

    def comparison(self, tag: str, left: str, right: str) -> str:
        return f"{left} {_RELATIONS[tag]} {right}"

    def conjunction(self, parts: list[str]) -> str:
        return r" \wedge ".join(parts)

    def equivalence(self, left: str, right: str) -> str:
        return rf"{left} \leftrightarrow {right}"

    def implication(self, left: str, right: str) -> str:
        return rf"{left} \to {right}"


@cache
def letter(name: str) -> str:
    """A name in LaTeX: Greek letters, subscripts (x_2, x2), tildes (S_tilde)."""
    unprimed = name.rstrip("′")
    bare = unprimed.rstrip("_") or unprimed
    stem, *parts = bare.split("_") if _SUBSCRIPTED.fullmatch(bare) else (_plain(bare),)
    if numbered := _NUMBERED.fullmatch(stem):
        stem, parts = numbered[1], [numbered[2], *parts]
    stem = _SPELLED.get(stem, stem)
    written = rf"\{stem}" if _LETTERS.fullmatch(stem) or stem in _FUNCTIONS else stem if len(stem) == 1 else rf"\mathrm{{{stem}}}"
    for accent in [part for part in parts if part in _ACCENTS]:
        parts.remove(accent)
        written = rf"\{accent}{{{written}}}"
    for _ in range(len(unprimed) - len(bare)):
        written = rf"\bar{{{written}}}"
    subscript = f"_{{{','.join(parts)}}}" if parts else ""
    return written + "'" * (len(name) - len(unprimed)) + subscript


def _plain(name: str) -> str:
    return re.sub("[_#]", r"\\\g<0>", name)


def latex(node: Node, folds: Sequence[Fold] = ()) -> str:
    """A term or formula of the kernel in LaTeX, without dollar signs; definitions by what they are called."""
    return Latex(node, folds).text(node)


def legend(shown: Iterable[Node], folds: Sequence[Fold]) -> list[tuple[str, str]]:
    """The definitions in some nodes, and those in what these say, in LaTeX: what is called how.  Of those written alike the shortest."""
    used: dict[Fold, tuple[str, str]] = {}
    waiting: list[Fold] = []
    for node in shown:
        printer = Latex(node, folds)
        printer.text(node)
        waiting += printer.used
    for fold in waiting:  # grows
        if fold not in used:
            printer = Latex(fold.term, folds)
            used[fold] = printer.definition(fold)
            waiting += printer.used
    alike: dict[object, Fold] = {}
    for fold in used:
        written = fold.name or fold.pieces
        alike[written] = min(alike.get(written, fold), fold, key=lambda f: len(f.term.key))
    return [used[fold] for fold in alike.values()]
