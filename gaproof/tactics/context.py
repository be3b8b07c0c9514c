"""The context of a proof: the goal, the named hypotheses, and the last step that turns a derivation into the statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..errors import ProofError
from ..proof import rules
from ..proof.obligations import eta
from ..proof.statement import Statement
from ..proof.substitution import opened
from ..proof.syntax import Eq, ForAll, Formula, Implies, Le, Lt, Symbol
from ..proof.theorem import Theorem
from . import forward as f
from .axioms import axiom
from .facts import NotFound
from .search import discharge, prove
from .solve import cofactors

Shown = Callable[[Formula], str]


class Proof:
    """What a proof function works with.

    ``p.goal`` is the conclusion as a kernel formula, ``p["name"]`` a hypothesis as a theorem, ``p.facts`` all of them.
    """

    def __init__(self, statement: Statement, theorem_of: Callable[[Any, str], Theorem], shown: Shown) -> None:
        self._statement = statement
        self.looked = False  # has the goal been looked at?
        self.facts: list[Theorem] = [f.assume(h) for h in statement.hypotheses.values()]
        self._theorem_of = theorem_of
        self._shown = shown

    def __getitem__(self, name: str) -> Theorem:
        if name not in self._statement.hypotheses:
            known = ", ".join(map(repr, self._statement.hypotheses)) or "none"
            raise ProofError(
                f"the proof uses the hypothesis {name!r}, which the claim does not grant (it grants {known}): state it, or prove without it"
            )
        return f.assume(self._statement.hypotheses[name])

    @property
    def statement(self) -> Statement:
        """What is to be proved, with its hypotheses by name; it shows the goal."""
        self.looked = True
        return self._statement

    @property
    def goal(self) -> Any:
        """The conclusion that is to be proved."""
        self.looked = True
        return self._statement.conclusion

    @property
    def left(self) -> Any:
        """Left side of the goal, under its quantifiers and conditions."""
        return self.peeled()[2].children[0]

    @property
    def right(self) -> Any:
        """Right side of the goal, under its quantifiers and conditions."""
        return self.peeled()[2].children[1]

    def peeled(self) -> tuple[list[Symbol], list[Formula], Formula]:
        """Variables (named by their hints), conditions and body of the goal."""
        return peel(self.goal)

    def identity(self, *uses: f.Use) -> Theorem:
        """The goal, an equation, by the normal form and the equations used: (theorem, cofactor, *summed indices)."""
        left, right = self._sides(Eq)
        return f.linear(left, right, *uses)

    def solve(self, *candidates: f.Use) -> Theorem:
        """Like ``identity``, but the rational coefficient of every candidate is found."""
        left, right = self._sides(Eq)
        return f.linear(left, right, *cofactors(left, right, candidates))

    def bound(self, witness: f.Witness, *uses: f.Use) -> Theorem:
        """The goal, an inequality, by a witness that the difference of its sides is not negative."""
        left, right = self._sides(Le, Lt)
        return f.le(left, right, witness, *uses, strict=type(self.peeled()[2]) is Lt)

    def _sides(self, *kinds: type) -> Any:
        body = self.peeled()[2]
        if type(body) not in kinds:
            raise ProofError(f"the goal is of another form ({body.tag}): {self._shown(body)}")
        return body.children

    def auto(self, goal: Any = None, *facts: Theorem) -> Theorem:
        """A formula that is obvious from the hypotheses and the facts: signs, live sums, instances."""
        wanted = self.goal if goal is None else f.node(goal)
        try:
            return prove(wanted, [*facts, *self.facts])
        except NotFound as error:
            raise ProofError(f"not obvious: {self._shown(wanted)}; nothing known gives {self._shown(error.goal)}") from None

    def clear(self, th: Theorem, *facts: Theorem) -> Theorem:
        """th with every hypothesis that is not one of the statement's proved from what is known."""
        granted = frozenset(self._statement.hypotheses.values()).union(*(x.hypotheses for x in facts))
        try:
            return discharge(th, [*facts, *map(f.assume, sorted(granted))], granted)
        except NotFound as error:
            raise ProofError(f"open obligation: {self._shown(error.goal)}; no hypothesis gives it: add one, or prove it first") from None

    def everywhere(self, th: Theorem, *variables: Any, facts: Sequence[Theorem] = ()) -> Theorem:
        """∀ variables th, its obligations discharged first."""
        cleared, bound = self.clear(th, *facts), set(map(f.symbol, variables))
        for h in sorted(cleared.hypotheses):
            if not h.free.isdisjoint(bound):
                raise ProofError(f"a fact still assumes {self._shown(h)}, so this does not hold everywhere: p.clear the fact first")
        return f.gen(cleared, *variables)

    def use(self, claim: Any, part: str = "", values: Mapping[Any, Any] | None = None) -> Theorem:
        """The theorem of another claim, at the given values of its free variables."""
        th = self._theorem_of(claim, part)
        return f.inst(th, values) if values else th

    def axiom(self, name: str, formula: Any, *, source: str, why: str) -> Theorem:
        """An axiom of the theorem file: where it is proved, and why it is not proved here.  It shows wherever the claim shows."""
        return axiom(name, formula, source=source, why=why)

    def finish(self, th: Theorem) -> Theorem:
        """The statement itself: quantifiers and conditions put back, obligations discharged, nothing else assumed."""
        if not isinstance(th, Theorem):
            raise ProofError(f"the proof returned {th!r} instead of a theorem")
        variables, conditions, body = self.peeled()
        if type(th.conclusion) is type(self.goal):
            th = self.clear(f.restate(th, self.goal))
        elif type(th.conclusion) is type(body):
            th = self.clear(f.restate(th, body), *map(f.assume, conditions))
            th = rebuild(self.goal, variables, th)
        else:
            raise ProofError(f"the proof shows {self._shown(th.conclusion)}; the goal is {self._shown(self.goal)}")
        missing = self._statement.missing(th)
        if missing:
            raise ProofError(f"open obligation: {self._shown(missing[0])}; no hypothesis gives it: add one, or prove it first")
        return th


def peel(goal: Formula) -> tuple[list[Symbol], list[Formula], Formula]:
    """Variables, conditions and body of ∀x… (f → …)."""
    variables: list[Symbol] = []
    conditions: list[Formula] = []
    while type(goal) in (ForAll, Implies):
        if type(goal) is ForAll:
            variables.append(Symbol(goal.hint, goal.type))
            goal = opened(goal, eta(variables[-1]))
        else:
            conditions.append(goal.children[0])
            goal = goal.children[1]
    return variables, conditions, goal


def rebuild(goal: Formula, variables: list[Symbol], th: Theorem) -> Theorem:
    """The goal from its body: conditions and quantifiers in their order."""
    if type(goal) is ForAll:
        v, *rest = variables
        return rules.generalise(rebuild(opened(goal, eta(v)), rest, th), symbol=v)
    if type(goal) is Implies:
        return rules.imply(rebuild(goal.children[1], variables, th), formula=goal.children[0])
    return th
