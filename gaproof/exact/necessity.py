"""Whether a hypothesis of a part is necessary, as the theorem file says and as it is checked here, each time anew.

*Witnessed*: a model satisfies all other hypotheses and violates the conclusion, decided exactly (rationals, balls, laws of functions by
the kernel); or the kernel derives 0 = 1 from the part without the hypothesis.  *Cited*: somebody else showed it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from ..errors import GaproofError
from ..proof.statement import Statement
from ..proof.substitution import Lambda
from ..proof.syntax import Sort, Symbol
from ..proof.theorem import Theorem
from ..terms import IndexType
from .instance import Instance
from .refutation import Refutation, contradiction, granted, refutes
from .values import InstanceError, names, symbol_of, term_of

WITNESSED, CITED, NOT_NEEDED, NOT_KNOWN = "witnessed", "cited", "not needed", "not known"


class NecessityError(GaproofError):
    """What a theorem file gives as the reason why a hypothesis is necessary does not show it."""


class Reason(Protocol):
    """Why a hypothesis cannot be dropped: a model, a citation or a derivation."""

    @property
    def at(self) -> Mapping[Any, Any] | None: ...
    @property
    def undefined(self) -> Any: ...
    @property
    def cited(self) -> str: ...
    @property
    def derivation(self) -> Callable[[Any], Theorem] | None: ...


class Stated(Protocol):
    """What is used here of a part of a claim."""

    @property
    def called(self) -> str: ...
    @property
    def statement(self) -> Statement: ...
    @property
    def necessities(self) -> Mapping[str, Reason]: ...


def check(part: Stated) -> dict[str, str]:
    """For every hypothesis: witnessed, cited or not known.  Raises ``NecessityError`` if a reason that is given does not hold."""
    return {hypothesis: checked(part, hypothesis) for hypothesis in part.statement.hypotheses}


def checked(part: Stated, hypothesis: str) -> str:
    """The same for one hypothesis."""
    reason = part.necessities.get(hypothesis)
    if reason is None:
        return NOT_KNOWN
    if reason.cited:
        return CITED
    try:
        if reason.at is None:
            _derived(part.statement, hypothesis, reason)
        else:
            _witnessed(part.statement, hypothesis, reason)
    except GaproofError as error:
        raise NecessityError(f"{part.called}: {hypothesis!r} is not shown to be necessary: {error}") from error
    return WITNESSED


def _witnessed(statement: Statement, hypothesis: str, reason: Reason) -> None:
    model = instance(statement, reason.at or {}, reason.undefined)
    verdicts = {name: model.holds(h) for name, h in statement.hypotheses.items()}
    for name, verdict in verdicts.items():
        if name != hypothesis and verdict is not True:
            what = "cannot be decided" if verdict is None else "fails as well"
            raise NecessityError(f"the hypothesis {name!r} {what} in the model {model} — all others must hold there")
    conclusion = model.holds(statement.conclusion)
    if conclusion is not False:
        what = "holds" if conclusion else "cannot be decided"
        raise NecessityError(f"the conclusion {what} in the model {model} — it must fail there")
    if verdicts[hypothesis]:
        raise NecessityError(f"all hypotheses hold and the conclusion fails in the model {model}: this refutes the statement itself")


def instance(statement: Statement, at: Mapping[Any, Any], undefined: Any = None) -> Instance:
    """The model that a theorem file describes: index types ↦ sizes, variables ↦ numbers, nested lists, or ``(parameters, body)``.  The
    variables are those of the statement, and of such bodies.  One that is bound in the statement gets a value to try."""
    formulas = [*statement.hypotheses.values(), statement.conclusion]
    given = {symbol_of(key): value for key, value in at.items() if not isinstance(key, IndexType | Sort)}
    terms = {symbol: term_of(symbol, value) for symbol, value in given.items() if _is_term(value)}
    free, bound = frozenset().union(*(g.free for g in formulas), *(t.body.free for t in terms.values())), _bound(formulas)
    sizes = {key: value for key, value in at.items() if isinstance(key, IndexType | Sort)}
    if strange := sorted(given.keys() - free - bound):
        raise InstanceError(f"a value is given for {strange[0].name}, which does not occur — there are {names(free | bound)}")
    values = {symbol: value for symbol, value in given.items() if symbol in free and symbol not in terms}
    functions = {symbol: term for symbol, term in terms.items() if symbol in free}
    tried = {symbol.name: value for symbol, value in given.items() if symbol not in free}
    return Instance(sizes, values, functions, undefined=undefined, tried=tried)


def _is_term(value: Any) -> bool:
    return isinstance(value, tuple | Lambda) or hasattr(value, "symbol")


def _bound(nodes: list[Any]) -> frozenset[Symbol]:
    """The variables of the quantifiers in formulas."""
    own = (Symbol(t.hint, t.type) for t in nodes if hasattr(t, "hint"))
    return frozenset(own).union(*(_bound(list(t.children)) for t in nodes))


def _derived(statement: Statement, hypothesis: str, reason: Reason) -> None:
    weaker = Statement({name: h for name, h in statement.hypotheses.items() if name != hypothesis}, statement.conclusion)
    if reason.derivation is None:
        raise NecessityError("no reason is given — give at=…, cited=…, or a derivation of 0 = 1")
    derived = contradiction(reason.derivation(Refutation(weaker, reason.undefined)))
    if not refutes(weaker, derived, granted(reason.undefined)):
        raise NecessityError("the derivation does not end in 0 = 1 from the statement without the hypothesis alone")
