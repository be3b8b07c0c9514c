"""The sealed theorem: a sequent  hypotheses ⊢ conclusion  that only the rules can make.

Free symbols of every type are universally quantified over the whole sequent.  Python cannot make an object
unforgeable, so a theorem in memory is a convenience: what counts is the replay of its certificate in a fresh process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from fractions import Fraction
from functools import wraps
from inspect import signature
from typing import Any, NoReturn, cast, final
from weakref import WeakSet

from ..errors import ProofError
from .substitution import Lambda
from .syntax import KINDS, MAYBE_EMPTY, NOTHING, Formula, Sort, Symbol, closed_formula, need

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


# What a rule returns: hypotheses, conclusion, then the axioms it adds (none unless given) and the free symbols whose types must
# have elements for it to hold (those of the premises unless given).
Result = (
    tuple[Set[Formula], Formula]
    | tuple[Set[Formula], Formula, frozenset[Axiom]]
    | tuple[Set[Formula], Formula, frozenset[Axiom], Set[Symbol]]
)
RULES: dict[str, Callable[..., Theorem]] = {}


def free_symbols(theorem: Theorem) -> frozenset[Symbol]:
    """The free symbols of a sequent."""
    return theorem.conclusion.free.union(*(h.free for h in theorem.hypotheses))


def frozen(value: Any) -> Any:
    """A parameter of a rule as plain immutable data of exactly the kinds a certificate can hold."""
    if type(value) in (str, int, bool, Fraction, Symbol, Sort, Lambda) or type(value) in KINDS:
        body = value.body if type(value) is Lambda else value
        need(not (type(body) in KINDS and any(s.name.startswith("#") for s in body.free)), "a name reserved for the kernel occurs")
        return value
    if isinstance(value, Mapping):
        return {frozen(k): frozen(v) for k, v in list(value.items())}
    need(isinstance(value, tuple | list), "a parameter of a rule is kernel data, got {!r}", value)
    return tuple([frozen(v) for v in value])


def _sealing() -> tuple[Callable[[Callable[..., Result]], Callable[..., Theorem]], Callable[[object], bool], Callable[[], None]]:
    """The decorator that turns a function into a rule, the test whether a theorem came from one, and the end of making rules."""
    made: WeakSet[Theorem] = WeakSet()
    state = {"open": True}

    def genuine(theorem: object) -> bool:
        return type(theorem) is Theorem and theorem in made

    def close() -> None:
        state["open"] = False

    def rule(body: Callable[..., Result]) -> Callable[..., Theorem]:
        """``body(*premises, **params)`` is the rule; premises are positional, parameters are keywords."""
        need(state["open"] and body.__name__ not in RULES, "rules are made in gaproof.proof.rules only")
        names = {n for n, p in signature(body).parameters.items() if p.kind is p.KEYWORD_ONLY}

        @wraps(body)
        def apply(*premises: Theorem, **given: Any) -> Theorem:
            need(all(map(genuine, premises)), "{.__name__}: a premise is not a theorem made by the rules", body)
            need(set(given) == names, "{} takes the parameters {}, got {}", body.__name__, sorted(names), sorted(given))
            params = {name: frozen(value) for name, value in given.items()}
            hypotheses, conclusion, *more = body(*premises, **params)
            for formula in (*hypotheses, conclusion):
                closed_formula(formula)
            axioms: Any = more[0] if more else frozenset()
            inhabited: Any = more[1] if len(more) > 1 else NOTHING.union(*map(free_symbols, premises))
            theorem: Theorem = object.__new__(cast(type, Theorem))
            for name, value in (
                ("hypotheses", frozenset(hypotheses)),
                ("conclusion", conclusion),
                ("axioms", axioms.union(*(p.axioms for p in premises))),
                ("rule", body.__name__),
                ("premises", premises),
                ("params", params),
            ):
                object.__setattr__(theorem, name, value)
            # A free index of a type that may be empty says that the type is not empty: it must not vanish.
            lost = {s for s in inhabited if s.type.result.kind == MAYBE_EMPTY} - free_symbols(theorem)
            need(not lost, f"the index {', '.join(s.name for s in sorted(lost))} of a type that may be empty would be forgotten")
            made.add(theorem)
            return theorem

        RULES[body.__name__] = apply
        return apply

    return rule, genuine, close


rule, genuine, close_rules = _sealing()
