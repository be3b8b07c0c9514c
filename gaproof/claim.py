"""A claim: what a theorem file declares.  Its statement is translated to the kernel; only rules make it a theorem.

A claim has one part or several (the two directions of an iff, the versions of a theorem) and is as green as its weakest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from . import library, naming
from .drawing import Drawing, DrawingError, drawing
from .errors import GaproofError, ProofError
from .notation import Fold, plain, written
from .proof import rules
from .proof.certificate import Json
from .proof.export import Model, export
from .proof.statement import Statement
from .proof.theorem import Theorem
from .tactics.axioms import axiom_notes
from .tactics.context import Proof
from .tactics.model import find_model

ProofFunction = Callable[[Proof], Theorem]
Derivation = Callable[[Any], Theorem]  # from a gaproof.exact.Refutation
Cases = Callable[[], Iterable[tuple[Any, bool]]]


class CircularUse(GaproofError):
    """A theorem is used to prove itself, directly or through others: the claims and parts on the way, the first again at the end."""

    def __init__(self, cycle: list[tuple[Claim, str]]) -> None:
        self.claims = [claim for claim, _ in cycle]
        path = " → ".join(claim.parts[part].called for claim, part in cycle)
        super().__init__(f"circular use: {path}; a proof may not rest on itself")


@dataclass(frozen=True)
class NearMiss:
    """A false statement close to a true one: ``why`` says what breaks.  Where it fails is found by search, or said: ``at`` values, of
    which 1/0 and log x for x ≤ 0 are ``undefined``, or by a ``derivation`` of 0 = 1."""

    why: str
    statement: Statement
    at: Mapping[Any, Any] | None = None
    undefined: Any = None
    derivation: Derivation | None = None


@dataclass(frozen=True)
class Necessity:
    """Why a hypothesis cannot be dropped: values ``at`` which the others hold and the conclusion fails, a citation, or a derivation of
    0 = 1.  ``undefined`` is what 1/0 and log x for x ≤ 0 are in that model."""

    why: str
    at: Mapping[Any, Any] | None = None
    undefined: Any = None
    cited: str = ""
    derivation: Derivation | None = None


@dataclass(frozen=True)
class Certification:
    """An exact check of every case up to a size: ``scope`` says up to which, ``cases`` yields each case, and whether the statement holds
    there.  It is code of the theorem file, which the kernel does not see."""

    scope: str
    cases: Cases

    def count(self) -> int:
        """The number of cases.  Raises ``CaseFails`` at the first where the statement fails."""
        number = 0
        for number, (case, holds) in enumerate(self.cases(), start=1):
            if type(holds) is not bool:
                raise GaproofError(f"the case {case} of {self.scope} is neither True nor False, it is {holds!r}")
            if not holds:
                raise CaseFails(f"it fails at {case}, case {number} of {self.scope}")
        if not number:
            raise GaproofError(f"there is no case in {self.scope}: yield (case, whether the statement holds there) for each")
        return number


class CaseFails(GaproofError):
    """A case of a certification at which the statement fails."""


@dataclass
class Part:
    """One sequent of a claim: ``given`` (name → formula) ⊢ ``shows``.  ``extra`` names hypotheses that the source does not list."""

    claim: Claim
    name: str
    given: Mapping[str, Any]
    shows: Any
    model: Mapping[Any, Any] | None = None
    extra: tuple[str, ...] = ()
    near_misses: list[NearMiss] = field(default_factory=list)
    necessities: dict[str, Necessity] = field(default_factory=dict)
    drawings: list[Drawing] = field(default_factory=list)
    certification: Certification | None = None
    true_mutants: dict[str, ProofFunction] = field(default_factory=dict)
    shown_mutants: dict[tuple[str, str], Theorem] = field(default_factory=dict)  # by the name of a mutant and the digest of its statement
    _prove: ProofFunction | None = None
    _shown: Theorem | None = None  # by a proof that does not look at its goal: it shows this of every conclusion

    @property
    def called(self) -> str:
        """anchor.shift[recovery]."""
        return f"{self.claim.id}[{self.name}]" if self.name else self.claim.id

    @cached_property
    def statement(self) -> Statement:
        """The kernel's statement: the named hypotheses, the domains of the free variables, the conclusion."""
        made = statement(self.given, self.shows)
        unknown = [name for name in self.extra if name not in made.hypotheses]
        if unknown:
            known = ", ".join(map(repr, made.hypotheses)) or "none"
            raise GaproofError(f"{self.claim.id}: extra names {unknown[0]!r}, which is no hypothesis (it has {known})")
        return made

    def proof(self, function: ProofFunction) -> ProofFunction:
        """Decorator: the function that proves this part."""
        if self._prove is not None:
            raise ProofError(f"{self.claim.id} {self.name}: a second proof is given")
        self._prove = function
        return function

    def near_miss(
        self, why: str, *, at: Mapping[Any, Any] | None = None, undefined: Any = None, by: Derivation | None = None
    ) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
        """Decorator: a function that returns a false neighbour, a formula or a pair (given, shows).  Where a search does not find that it
        is false, say where it fails, ``at`` values as for ``necessary``, or ``by`` a function that derives 0 = 1 from it."""
        if by is not None and (at is not None or undefined is not None):
            raise GaproofError(f"{self.called}: the near miss {why!r} is shown to be false in two ways — keep one")

        def add(function: Callable[[], Any]) -> Callable[[], Any]:
            wrong = function()
            given, shows = wrong if isinstance(wrong, tuple) else (self.given, wrong)
            self.near_misses.append(NearMiss(why, statement(given, shows), at, undefined, by))
            return function

        return add

    def necessary(
        self, hypothesis: str, why: str = "", *, at: Mapping[Any, Any] | None = None, undefined: Any = None, cited: str = ""
    ) -> Callable[[Derivation], Derivation]:
        """Declare that a hypothesis is necessary, by a model that satisfies the others and violates the conclusion: ``at`` maps index
        types to sizes (those that lists show may be left out), variables to numbers and nested lists, functions to ``(x, body)``.  Or
        by a citation; or, as a decorator, by a function that derives 0 = 1 from the part without the hypothesis."""
        if hypothesis not in self.statement.hypotheses:
            known = ", ".join(map(repr, self.statement.hypotheses)) or "none"
            raise GaproofError(f"{self.called}: {hypothesis!r} cannot be necessary, it is no hypothesis (it has {known})")
        if hypothesis in self.necessities:
            raise GaproofError(f"{self.called}: {hypothesis!r} is declared necessary twice — keep one reason")
        if (at is not None) + bool(cited) > 1:
            raise GaproofError(f"{self.called}: {hypothesis!r} is declared necessary for two reasons — a model needs no citation")
        if not (why or cited):
            raise GaproofError(f"{self.called}: say in words why {hypothesis!r} is necessary")
        self.necessities[hypothesis] = Necessity(why, at, undefined, cited)

        def derive(derivation: Derivation) -> Derivation:
            if at is not None or cited:
                raise GaproofError(f"{self.called}: {hypothesis!r} has a reason why it is necessary and needs no derivation")
            self.necessities[hypothesis] = Necessity(why, undefined=undefined, derivation=derivation)
            return derivation

        return derive

    def mutant(self, name: str) -> Callable[[ProofFunction], ProofFunction]:
        """Decorator: a function that proves a mutant of this part, called as ``gaproof check --json`` calls it.  What is wrong there makes
        nothing false, so that no check can notice it.  Such proofs stand in ``_row_mutants.py`` beside ``row.py``."""
        if name in self.true_mutants:
            raise GaproofError(f"{self.called}: the mutant {name!r} is proved twice")

        def add(function: ProofFunction) -> ProofFunction:
            self.true_mutants[name] = function
            return function

        return add

    def certified(self, scope: str) -> Callable[[Cases], Cases]:
        """Decorator: a function that decides, by exact arithmetic, every case of ``scope`` ("every mask up to 4×4"), and yields each
        case with whether the statement holds there.  A part without a proof is CERTIFIED by it."""
        if self.certification is not None:
            raise GaproofError(f"{self.called}: every case is checked already, of {self.certification.scope}")

        def add(cases: Cases) -> Cases:
            self.certification = Certification(scope, cases)
            return cases

        return add

    def drawn(self, values: Mapping[Any, Any]) -> None:
        """Say how models of the hypotheses are made, where chance does not find them: variables as terms in new variables, which are
        drawn from their domains, ``{p: (j, w[j] / Sum(w[j], j))}``; a mask also as the truth of a formula, ``{M: ((i, j), t[i] <= t[j])}``.
        The hypotheses are checked at what is drawn; a model counts only if they hold there."""
        try:
            self.drawings.append(drawing(self.statement, values))
        except GaproofError as error:
            raise DrawingError(f"{self.called}: what is to be drawn: {error}") from error

    def necessity(self, hypothesis: str) -> str:
        """Whether a hypothesis is necessary: "witnessed", "cited" or "not known".  Computed; raises if the reason given does not hold."""
        from .exact.necessity import checked  # it imports python-flint, which proving does without

        if hypothesis not in self.statement.hypotheses:
            raise GaproofError(f"{self.called} has no hypothesis {hypothesis!r} (it has {', '.join(map(repr, self.statement.hypotheses))})")
        return checked(self, hypothesis)

    @property
    def refused(self) -> list[NearMiss]:
        """What the proof must refuse: the near misses, and the part without each hypothesis that is declared necessary."""
        dropped = (NearMiss(f"without {h!r}: {n.why or n.cited}", self.without(h).statement) for h, n in self.necessities.items())
        return [*self.near_misses, *dropped]

    @property
    def has_proof(self) -> bool:
        """Whether a proof is given."""
        return self._prove is not None

    def attempt(self, target: Statement, prove: ProofFunction | None = None) -> Theorem:
        """Run the proof, or another, against a statement, this part's own or a near miss; raises if it does not go through."""
        prove = prove or self._prove
        if prove is None:
            raise ProofError(f"{self.claim.id}: no proof is given")
        context = Proof(target, used, plain)
        own = prove is self._prove and target.hypotheses == self.statement.hypotheses
        if own and self._shown is not None:
            return context.finish(self._shown)
        shown = prove(context)
        if own and not context.looked:
            self._shown = shown
        return context.finish(shown)

    @cached_property
    def aimed(self) -> bool:
        """Whether the proof looks at its goal.  One that does not shows the same whatever the goal is."""
        if self._shown is None:
            with suppress(Exception):  # that it fails is said where it is asked for
                self.attempt(self.statement)
        return self._shown is None

    def consistency(self) -> Model | None:
        """A model of the hypotheses, the one that the claim names or one that is found; None if none is."""
        return find_model(self.statement, self.model or {})

    def without(self, hypothesis: str) -> Part:
        """This part with one hypothesis dropped (to show that the proof needs it)."""
        kept = {name: h for name, h in self.statement.hypotheses.items() if name != hypothesis}
        weaker = Part(self.claim, self.name, self.given, self.shows, _prove=self._prove)
        weaker.__dict__["statement"] = Statement(kept, self.statement.conclusion)
        return weaker


def statement(given: Mapping[str, Any], shows: Any) -> Statement:
    """Translate hypotheses and conclusion; the domain of every free variable becomes a hypothesis."""
    from .terms import domain_hypotheses, kernel

    hypotheses: dict[str, Any] = {name: kernel(h) for name, h in given.items()}
    domains = {n: d for n, d in domain_hypotheses(*given.values(), shows).items() if d not in hypotheses.values()}
    conclusion: Any = kernel(shows)
    return Statement({**hypotheses, **domains}, conclusion)


class Claim:
    """A named claim of the theory.  ``source`` cites the literature; hypotheses are given by name, and ``extra`` says which of them
    the source does not list.  ``uses``, if given, says on which claims its proofs rest; what they really rest on is computed, and where
    the two differ the report says so."""

    def __init__(
        self,
        id: str,
        *,
        shows: Any = None,
        given: Mapping[str, Any] | None = None,
        model: Mapping[Any, Any] | None = None,
        source: str = "",
        extra: tuple[str, ...] = (),
        uses: Sequence[Claim | str] | None = None,
    ) -> None:
        if isinstance(uses, str):
            raise GaproofError(f"{id}: uses is a tuple of claims or ids, got {uses!r}: write uses=({uses!r},)")
        chapter, dot, name = id.partition(".")
        if not (chapter.isidentifier() and dot and name.isidentifier()):
            raise GaproofError(f"a claim id is chapter.name, got {id!r}")
        self.id = id
        self.source = source
        self.given = dict(given or {})
        self.extra = extra
        self.file = library.declaring_file()
        self.declared_uses = None if uses is None else [use.id if isinstance(use, Claim) else str(use) for use in uses]
        self.asked: dict[str, Claim] = {}  # the claims that its proofs asked for, whether or not they went through
        self.parts: dict[str, Part] = {}
        self.named: dict[str, naming.Named] = {}
        self._theorems: dict[str, Theorem] = {}
        library.declare(self)
        if shows is not None:
            self.part("", shows=shows, model=model)

    def part(
        self,
        name: str,
        *,
        shows: Any,
        given: Mapping[str, Any] | None = None,
        model: Mapping[Any, Any] | None = None,
        extra: tuple[str, ...] = (),
    ) -> Part:
        """Declare a part; it is granted the claim's hypotheses and its own."""
        if name in self.parts:
            raise GaproofError(f"{self.id}: the part {name!r} is declared twice")
        self.parts[name] = Part(self, name, {**self.given, **(given or {})}, shows, model, (*self.extra, *extra))
        return self.parts[name]

    def where(self, **named: Any) -> None:
        """Give terms names by which pages show them and say what each stands for: ``where(Z=Sum(exp(s[j]), j), J=((j, k), jacobian))``.
        A name gets the indices of its term, in the order given or else of appearance."""
        self.named |= {name: naming.checked(name, term) for name, term in named.items()}

    @cached_property
    def folds(self) -> tuple[Fold, ...]:
        """What terms are called on pages: those with names, and the definitions in the statements."""
        return naming.folds(self.named, [formula for part in self.parts.values() for formula in (*part.given.values(), part.shows)])

    @property
    def only(self) -> Part:
        """The part of a claim that has just one."""
        if list(self.parts) != [""]:
            raise GaproofError(f"{self.id} has parts ({', '.join(self.parts)}): say which")
        return self.parts[""]

    @property
    def proof(self) -> Callable[[ProofFunction], ProofFunction]:
        """Decorator for the proof of a claim with one part."""
        return self.only.proof

    @property
    def near_miss(self) -> Callable[..., Callable[[Callable[[], Any]], Callable[[], Any]]]:
        """``Part.near_miss`` of a claim with one part."""
        return self.only.near_miss

    @property
    def necessary(self) -> Callable[..., Callable[[Derivation], Derivation]]:
        """``Part.necessary`` of a claim with one part."""
        return self.only.necessary

    def mutant(self, name: str) -> Callable[[ProofFunction], ProofFunction]:
        """``Part.mutant`` of a claim with one part."""
        return self.only.mutant(name)

    def certified(self, scope: str) -> Callable[[Cases], Cases]:
        """``Part.certified`` of a claim with one part."""
        return self.only.certified(scope)

    def drawn(self, values: Mapping[Any, Any]) -> None:
        """``Part.drawn`` of a claim with one part."""
        self.only.drawn(values)

    def theorem(self, part: str = "") -> Theorem:
        """Prove a part, once."""
        if part not in self.parts:
            raise ProofError(f"{self.id} has no part {part!r}; it has {', '.join(map(repr, self.parts))}")
        if part not in self._theorems:
            active = (self, part)
            if active in _proving:
                raise CircularUse([*_proving[_proving.index(active) :], active])
            _proving.append(active)
            try:
                proved = self.parts[part].attempt(self.parts[part].statement)
                # restated as itself, so that the object is this claim's own, not that of a lemma which others use too
                self._theorems[part] = rules.restate(proved, formula=proved.conclusion)
                owners[id(self._theorems[part])] = (self, part)
            finally:
                _proving.pop()
        return self._theorems[part]

    def uses(self, parts: Collection[str] | None = None) -> list[tuple[Claim, str]]:
        """The parts of other claims from whose theorems its own are derived, all or those of some parts, without what only these use."""
        found: dict[tuple[str, str], Claim] = {}
        stack, seen = [self.theorem(part) for part in (self.parts if parts is None else parts)], set[int]()
        while stack:
            th = stack.pop()
            owner, part = owners.get(id(th), (self, ""))
            if owner is not self:
                found[owner.id, part] = owner
            elif id(th) not in seen:
                seen.add(id(th))
                stack.extend(th.premises)
        return [(found[key], key[1]) for key in sorted(found)]

    def certificate(self, parts: Collection[str] | None = None) -> Json:
        """Prove every part, or some, and write the certificate, in which the others are stated only; the steps that are theorems of
        claims are labelled."""
        proved = [name for name in self.parts if parts is None or name in parts]
        theorems = {name: (self.theorem(name), self.parts[name].consistency()) for name in proved}
        stated = {name: (part.statement, *theorems.get(name, (None, None))) for name, part in self.parts.items()}
        labels = {i: claim.parts[part].called for i, (claim, part) in owners.items()}
        document = export(self.id, stated, labels, {name: str(part.shows) for name, part in self.parts.items()})
        steps = (step for part in proved for step in self.theorem(part).steps())
        notes = {step.params["name"]: note._asdict() for step in steps if (note := axiom_notes.get(step))}
        # more notes, which replay ignores too
        return document | ({"axioms": notes} if notes else {}) | ({"named": written(self.folds)} if self.folds else {})


_proving: list[tuple[Claim, str]] = []
owners: dict[int, tuple[Claim, str]] = {}  # by the id of a theorem, which its claim keeps alive


def used(claim: Claim | str, part: str) -> Theorem:
    """The theorem of a claim that a proof uses, by the claim or by its id."""
    found = library.find(claim) if isinstance(claim, str) else claim
    if not isinstance(found, Claim):
        raise GaproofError(f"p.use takes a claim or its id, got {found!r}")
    user = _proving[-1][0] if _proving else found
    if user is not found:
        user.asked[found.id] = found
    try:
        return found.theorem(part)
    except GaproofError as error:
        if isinstance(error, CircularUse) and user in error.claims:
            raise
        raise ProofError(f"it uses {found.id}, which is not proved: {error}") from error
