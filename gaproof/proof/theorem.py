"""The sealed theorem: a sequent  hypotheses ⊢ conclusion  that only the rules can make.

Free symbols of every type are universally quantified over the whole sequent.  Python cannot make an object
unforgeable, so a theorem in memory is a convenience: what counts is the replay of its certificate in a fresh process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, NoReturn, final
from weakref import WeakSet

from ..errors import ProofError
from .syntax import MAYBE_EMPTY, Formula, Node, Symbol, closed_formula, need

Axiom = tuple[str, Formula]


@final
class Theorem:
    """Read-only: ``hypotheses`` ⊢ ``conclusion``, the ``axioms`` it rests on, and the step that made it."""

    __slots__ = ("__weakref__", "axioms", "conclusion", "hypotheses", "params", "premises", "rule")
    hypotheses: frozenset[Formula]
    conclusion: Formula
    axioms: frozenset[Axiom]
    rule: str
    premises: tuple[Theorem, ...]
    params: dict[str, Any]

    def __new__(cls, *_: object, **__: object) -> NoReturn:
        raise ProofError("a theorem is made by a rule of gaproof.proof.rules, never by its constructor")

    def __init_subclass__(cls) -> NoReturn:
        raise ProofError("Theorem is final: it cannot be subclassed")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise ProofError("a theorem is immutable")

    def __reduce__(self) -> NoReturn:
        raise ProofError("a theorem is not copied or pickled: export its certificate instead")

    def __repr__(self) -> str:
        return f"<Theorem {len(self.hypotheses)} hypotheses, rule {self.rule}>"

    def steps(self) -> Iterator[Theorem]:
        """Every theorem this one is derived from, premises first, itself last; each once."""
        done: set[int] = set()
        stack: list[tuple[Theorem, bool]] = [(self, False)]
        while stack:
            theorem, ready = stack.pop()
            if ready:
                yield theorem
            elif id(theorem) not in done:
                done.add(id(theorem))
                stack.append((theorem, True))
                stack.extend((p, False) for p in reversed(theorem.premises))


Result = tuple[frozenset[Formula] | set[Formula], Formula]
RULES: dict[str, Callable[..., Theorem]] = {}


def _sealing() -> tuple[Callable[[Callable[..., Any]], Callable[..., Theorem]], Callable[[object], bool]]:
    """The decorator that turns a function into a rule, and the test whether a theorem came from one."""
    made: WeakSet[Theorem] = WeakSet()

    def genuine(theorem: object) -> bool:
        return type(theorem) is Theorem and theorem in made

    def rule(body: Callable[..., Any]) -> Callable[..., Theorem]:
        """``body(*premises, **params)`` returns (hypotheses, conclusion) and, if it has them, new axioms and bound symbols."""

        @wraps(body)
        def apply(*premises: Theorem, **params: Any) -> Theorem:
            need(all(map(genuine, premises)), f"{body.__name__}: a premise is not a theorem made by the rules")
            hypotheses, conclusion, *more = body(*premises, **params)
            new: frozenset[Axiom] = more[0] if more else frozenset()
            for formula in (*hypotheses, conclusion):
                closed_formula(formula)
            _keep_inhabited(premises, (*hypotheses, conclusion), more[1] if len(more) > 1 else frozenset())
            theorem = object.__new__(Theorem)
            for name, value in (
                ("hypotheses", frozenset(hypotheses)),
                ("conclusion", conclusion),
                ("axioms", new.union(*(p.axioms for p in premises))),
                ("rule", body.__name__),
                ("premises", premises),
                ("params", dict(params)),
            ):
                object.__setattr__(theorem, name, value)
            made.add(theorem)
            return theorem

        RULES[body.__name__] = apply
        return apply

    return rule, genuine


def _keep_inhabited(premises: tuple[Theorem, ...], result: tuple[Node, ...], bound: frozenset[Symbol]) -> None:
    """A free index of a sort that may be empty says that the sort is not empty; it must not vanish unless it is bound."""
    before = {s for p in premises for f in (*p.hypotheses, p.conclusion) for s in f.free if s.type.result.kind == MAYBE_EMPTY}
    lost = before - {s for f in result for s in f.free} - bound
    need(not lost, f"the index {', '.join(s.name for s in sorted(lost))} of a type that may be empty would be forgotten")


rule, genuine = _sealing()
