"""A certificate as a Coq file: every step that a part rests on is a lemma, and every part a theorem."""

from collections.abc import Callable, Sequence
from typing import Any

from . import NotExported, nodes
from . import statement as printed
from .nodes import NAT, Node, Tables, trees
from .polynomials import Normal
from .printer import comment, used
from .rules import Lemma, Step
from .text import Formulas, variables

Json = Any
HEAD = "From Gaproof Require Import Steps Analysis.\nOpen Scope R_scope.\n"


def export(certificate: Json) -> str:
    """A Coq file that proves every proved part of a certificate."""
    nodes.clear()
    return Exporter(certificate).file()


class Exporter:
    def __init__(self, certificate: Json) -> None:
        self.document = certificate
        self.tables = Tables(certificate)
        self.trees = trees(certificate["nodes"])
        self.formulas = Formulas(self.tables)
        self.text = self.formulas.text
        self.normal = Normal(self.tables)
        self.steps: list[Step] = []
        self.lines: list[str] = []
        self.axioms: dict[Node, str] = {}
        entries = [a for part in certificate["parts"].values() for a in part["axioms"]]
        self.digests = {self.tables.formulas[a["formula"]]: a["digest"] for a in entries}
        self.by_type = {(s.a[0].partition("~")[0], s.a[1]): s for s in self.tables.symbols.values()}

    def file(self) -> str:
        parts = [(name, entry) for name, entry in self.document["parts"].items() if entry["step"] is not None]
        needed = self._needed([entry["step"] for _, entry in parts])
        chunks: list[str] = []
        for n, step in enumerate(self.document["steps"]):
            self.steps.append(self._step(n, step, n in needed))
            chunks += self.formulas.lines
            self.formulas.lines.clear()
            chunks += self.lines
            self.lines.clear()
        out = [comment(str(self.document["claim"])), HEAD, *self._inductives(), *chunks]
        for k, (name, entry) in enumerate(parts):
            locked = {
                "sorts": self.document["sorts"],
                "symbols": self.document["symbols"],
                "hypotheses": {h: self.trees[f] for h, f in entry["hypotheses"].items()},
                "conclusion": self.trees[entry["conclusion"]],
            }
            out.append("\n" + comment(f"part {k}: {name or 'the claim'}"))
            out.append(f"Theorem part_{k} :\n{printed(locked)}.")
            out.append(f"Proof. {self._part(entry)} Qed.")
        out.append("\n(* what all parts rest on *)")
        together = "part_0" if len(parts) == 1 else f"({', '.join(f'part_{k}' for k in range(len(parts)))})"
        out.append(f"Definition claim := {together}.\nPrint Assumptions claim.")
        return "\n".join(out) + "\n"

    def _needed(self, goals: Sequence[int]) -> set[int]:
        """The steps that the parts rest on (not those of the models of hypotheses)."""
        found: set[int] = set()
        stack = list(goals)
        while stack:
            n = stack.pop()
            if n not in found:
                found.add(n)
                stack += self.document["steps"][n]["premises"]
        return found

    def _inductives(self) -> list[str]:
        """The freely generated types other than the naturals."""
        out: dict[str, str] = {}

        def define(sort: str) -> None:
            entry = self.tables.sorts[sort]
            if entry["kind"] != "free" or entry["constructors"] == NAT:
                return
            name = sort.partition("~")[0]
            parameters = self.tables.parameters(sort)
            mine = {p: f"s{k}" for k, p in enumerate(parameters)}
            for arguments in entry["constructors"].values():
                for argument in arguments:
                    if argument is not None:
                        define(argument)
            own = " ".join([name, *mine.values()])

            def sort_text(s: str | None) -> str:
                if s is None:
                    return own
                inside = self.tables.sorts[s]
                if inside["kind"] != "free":
                    return mine[s]
                if inside["constructors"] == NAT:
                    return "nat"
                return " ".join([s.partition("~")[0], *(mine[p] for p in self.tables.parameters(s))])

            heads = "".join(f" ({mine[p]} : {'fintype' if self.tables.finite(p) else 'fin'})" for p in parameters)
            cases = [f"  | {name}_{c} : {' -> '.join([*map(sort_text, arguments), own])}" for c, arguments in entry["constructors"].items()]
            text = f"Inductive {name}{heads} : Type :=\n" + "\n".join(cases) + "."
            if parameters:
                text += "".join(
                    f"\nArguments {name}_{c} {{{'} {'.join(mine.values())}}}{' _' * len(arguments)}."
                    for c, arguments in entry["constructors"].items()
                )
            own_dec = f"forall{heads}, EqDec ({own})" if mine else f"EqDec {name}"
            text += f"\nGlobal Instance {name}_dec : {own_dec}.\nProof. intros; unfold EqDec; decide equality; apply eq_dec. Defined."
            if out.setdefault(name, text) != text:
                raise NotExported(f"two free types are called {name}")

        for sort in self.tables.sorts:
            define(sort)
        return list(out.values())

    # ---- a lemma ----------------------------------------------------------------------------------------------------------

    def _step(self, n: int, entry: Json, needed: bool) -> Step:
        hypotheses = [self.tables.formulas[h] for h in entry["hypotheses"]]
        conclusion = self.tables.formulas[entry["conclusion"]]
        symbols = variables(self.tables, [*hypotheses, conclusion])
        sorts: list[str] = []
        if needed:
            for f in (*hypotheses, conclusion):
                sorts += [s for s in self.formulas.arguments(f)[0] if s not in sorts]
        step = Step(n, entry["rule"], sorts, symbols, hypotheses, conclusion)
        if not needed or step.rule == "assume":
            return step
        params = {name: self.tables.value(v) for name, v in entry["params"].items()}
        if not all(0 <= k < n for k in entry["premises"]):
            raise NotExported(f"step {n} ({step.rule}): its premises are not earlier steps")
        premises = [self.steps[k] for k in entry["premises"]]
        lemma = Lemma(self, step)
        try:
            rule: Callable[..., str] = getattr(lemma, "bound_" if step.rule == "bound" else step.rule)
        except AttributeError as error:
            raise NotExported(f"step {n} uses the rule {step.rule}, which has no translation") from error
        try:
            script = rule(*premises, **params)
        except NotExported as error:
            raise NotExported(f"step {n} ({step.rule}): {error}") from error
        except Exception as error:  # it does not have the form that its rule needs
            raise NotExported(f"step {n} ({step.rule}): {type(error).__name__}: {error}") from error
        self.lines.append(f"Lemma s{n} : {self._sequent(step)}.\nProof. {lemma.opening(premises)}{script} Qed.")
        return step

    def quantifiers(self, sorts: Sequence[str], symbols: Sequence[Node]) -> str:
        heads = [f"({self.text.names.sort(s)} : {'fintype' if self.tables.finite(s) else 'fin'})" for s in sorts]
        heads += [f"({self.text.names.symbol(s)} : {self.text.type(s.a[1])})" for s in symbols]
        return f"forall {' '.join(heads)}, " if heads else ""

    def _sequent(self, step: Step) -> str:
        arrows = "".join(f"{self.formulas.ref(h)} -> " for h in step.hypotheses)
        return f"{self.quantifiers(step.sorts, step.symbols)}{arrows}{self.formulas.ref(step.conclusion)}"

    def axiom(self, name: str, formula: Node, sorts: Sequence[str], symbols: Sequence[Node]) -> str:
        """The name of the lemma that says an axiom, which stands before it as the statement that it is."""
        known = self.axioms.get(formula)
        if known is None:
            known = f"axiom_{''.join(c if c.isalnum() else '_' for c in name)}"
            while f"say_{known}" in self.axioms.values():
                known += "_"
            tables = {table: self.document[table] for table in ("sorts", "symbols")}
            conclusion = self.trees[self.tables.formulas.index(formula)]
            own_sorts, names = used(tables["sorts"], tables["symbols"], [conclusion])
            stated = printed({**tables, "hypotheses": {}, "conclusion": conclusion})
            arguments = [*map(self.text.names.sort, own_sorts), *(self.text.names.symbol(self.tables.symbols[s]) for s in names)]
            self.lines.append(f"Axiom {known} :\n{stated}.")
            self.lines.append(
                f"Lemma say_{known} : {self.quantifiers(sorts, symbols)}{self.formulas.ref(formula)}.\n"
                f"Proof. intros. exact ({' '.join([known, *arguments])}). Qed."
            )
            known = self.axioms[formula] = f"say_{known}"
        return known

    def _part(self, entry: Json) -> str:
        """The statement follows from its step."""
        step = self.steps[entry["step"]]
        granted = {self.tables.formulas[f]: f"h{k}" for k, f in enumerate(entry["hypotheses"].values())}
        all_formulas = [*granted, self.tables.formulas[entry["conclusion"]]]
        sorts: list[str] = []
        symbols: list[Node] = []
        locked = [self.trees[f] for f in (*entry["hypotheses"].values(), entry["conclusion"])]

        sorts, names = used(self.document["sorts"], self.document["symbols"], locked)
        symbols = [self.tables.symbols[s] for s in names]
        own = Step(-1, "part", sorts, symbols, all_formulas[:-1], all_formulas[-1])
        lemma = Lemma(self, own)
        lemma.env = {f: h for f, h in granted.items()}
        opening = " ".join([*(self.text.names.sort(s) for s in sorts), *(self.text.names.symbol(s) for s in symbols)])
        opening += "".join(f" h{k}" for k in range(len(entry["hypotheses"])))
        intro = f"intros {opening.strip()}. " if opening.strip() else ""
        return f"{intro}{lemma.lost([step])}exact {lemma.use(step)}."
