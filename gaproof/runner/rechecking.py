"""Certificates re-checked by Coq, a kernel that is not ours.

Three texts meet.  The exporter makes a proof of the certificate, in a process that reads nothing else.  The statement is printed from the
locked statement, on a way that does not go through the certificate.  Coq reads the statement first and the proof after it, so nothing that
the proof says can change what the statement means; then the proof must be a proof of it, from no axioms but those of Coq's own library
and those of the claim.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from functools import reduce
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from .. import coq as second
from ..coq import NotExported
from ..errors import GaproofError
from ..proof.certificate import Json, Reader
from ..proof.export import export
from ..proof.statement import Statement
from .coqc import INSTALL, Coq, Ended, NoCoq
from .inputs import Digests, digest
from .processes import path_to_gaproof
from .rechecked import ACCEPTED, NOT_EXPORTED, REJECTED, Rechecked
from .settings import Settings
from .sources import Source
from .store import Inputs, Store, StoreError
from .verdict import Outcome, Verdict
from .work import Run

REASON = 3  # the exporter's status if it says why there is nothing
PREAMBLE = "From Gaproof Require Import Finite.\n"
ALLOWED = (  # the axioms of Coq's library for the real numbers and for classical logic
    "Coq.Reals.ClassicalDedekindReals.sig_forall_dec",
    "Coq.Reals.ClassicalDedekindReals.sig_not_dec",
    "Coq.Logic.FunctionalExtensionality.functional_extensionality_dep",
    "Coq.Logic.Classical_Prop.classic",
    "Coq.Logic.ClassicalEpsilon.constructive_indefinite_description",
    "Coq.Logic.IndefiniteDescription.constructive_indefinite_description",
    "Coq.Logic.Description.constructive_definite_description",
    "Coq.Logic.Epsilon.epsilon_statement",
    "Coq.Logic.RelationalChoice.relational_choice",
    "Coq.Logic.PropExtensionality.propositional_extensionality",
    "Coq.Logic.ProofIrrelevance.proof_irrelevance",
    "Coq.Logic.Eqdep.Eq_rect_eq.eq_rect_eq",
)
NATURALS = {"zero": [], "succ": [None]}
AT_STEP = re.compile(r"step \d+ \(")  # begins what the exporter says of a step that it cannot prove
ASSUMPTION = re.compile(r"^([A-Za-z_][\w.']*)(?=\s*(?::|$))")


class Refused(GaproofError):
    """Coq does not accept a proof."""


# ---- statements ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Locked:
    """What the lock has of the proved parts of a claim, in the JSON of certificates: statements, and the axioms they may rest on."""

    parts: Mapping[str, Json]
    axioms: Mapping[str, Json]


def locked(outcome: Outcome) -> Locked:
    """Read by our kernel from the certificate, and written anew from what it read: what has the digest of the lock, and nothing else."""
    document = json.loads(str(outcome.certificate))
    reader = Reader(document)
    parts, axioms = {}, {}
    for name, entry in document["parts"].items():
        if entry["step"] is None:
            continue
        statement = Statement({h: reader.formula(n) for h, n in entry["hypotheses"].items()}, reader.formula(entry["conclusion"]))
        if statement.digest != outcome.parts[name].digest:
            raise Refused(f"its part {name!r} is not the locked statement")
        parts[name] = written(statement)
        for axiom in entry["axioms"]:
            axioms[axiom["name"]] = written(Statement({}, reader.formula(axiom["formula"])))
    return Locked(parts, axioms)


def written(statement: Statement) -> Json:
    """A statement in the JSON of certificates, with its own tables."""
    document = export("", {"": (statement, None, None)}, as_trees=True)
    part, formulas = document["parts"][""], document["nodes"]
    hypotheses = {name: formulas[number] for name, number in part["hypotheses"].items()}
    tables = {table: document[table] for table in ("sorts", "symbols")}
    return {**tables, "hypotheses": hypotheses, "conclusion": formulas[part["conclusion"]]}


# ---- one certificate -----------------------------------------------------------------------------------------------------


class Rechecker:
    """Coq with the compiled library: asks it about one certificate after the other, or several at once."""

    def __init__(self, coq: Coq, library: Path, with_coqchk: bool = False) -> None:
        self.coq, self.library, self.with_coqchk = coq, library, with_coqchk

    def __call__(self, outcome: Outcome) -> Rechecked:
        """What Coq says of the certificate of a claim."""
        start = perf_counter()
        assumptions: list[str] = []
        try:
            with TemporaryDirectory(prefix="gaproof-coq-") as folder:
                stated = locked(outcome)
                self.exported(str(outcome.certificate), Path(folder))
                assumptions = self.proves(Path(folder), stated)
            verdict, why = ACCEPTED, ""
        except NotExported as error:
            verdict, why = NOT_EXPORTED, str(error)
        except Refused as error:
            verdict, why = REJECTED, str(error)
        seconds = round(perf_counter() - start, 2)
        return Rechecked(verdict, assumptions, seconds, why, self.coq.version, self.with_coqchk)

    def exported(self, certificate: str, folder: Path) -> None:
        """Let the exporter write Proof.v, in a process that reads the certificate only."""
        (folder / "certificate.json").write_text(certificate, encoding="utf-8")
        command = [sys.executable, "-P", "-m", "gaproof.coq", "certificate.json", "Proof.v"]
        ended = self.coq.run(command, folder, path_to_gaproof())
        if ended.status == REASON and not ended.limit:
            why = ended.err.strip()
            raise Refused(f"no proof is found at {why}") if AT_STEP.match(why) else NotExported(why)
        if not ended.well:
            raise Refused(f"the exporter fails: {ended.last}")

    def proves(self, folder: Path, stated: Locked) -> list[str]:
        """Whether Proof.v in a folder proves the statements; returns the assumptions that Coq prints.  Raises ``Refused``."""
        self._compiled(folder, "Proof", "its proof is wrong")
        return self.agrees(folder, stated)

    def agrees(self, folder: Path, stated: Locked) -> list[str]:
        """Whether what Proof.v proves, which is compiled, are the statements; returns the assumptions.  Raises ``Refused``."""
        said = (folder / "Proof.v").read_text(encoding="utf-8")
        own = [name for name in stated.axioms if re.search(rf"^Axiom axiom_{re.escape(name)}\b", said, re.MULTILINE)]
        (folder / "Check.v").write_text(checking(stated, own), encoding="utf-8")
        printed = self._compiled(folder, "Check", "it proves something else than the locked statement")
        visible = {f"Proof.axiom_{name}" for name in own}
        found = sorted({axiom for axiom in assumed(printed)})
        foreign = [axiom for axiom in found if axiom not in visible and not any(f".{known}".endswith(f".{axiom}") for known in ALLOWED)]
        if foreign:
            raise Refused(f"it rests on {', '.join(foreign)}, which is neither of Coq's library nor an axiom of the claim")
        if self.with_coqchk:
            ended = self.coq.run(["coqchk", "-silent", *self._paths, "-norec", "Claim.Proof", "-norec", "Claim.Check"], folder)
            if not ended.well:
                raise Refused(f"coqchk: {ended.said}")
        return found

    @property
    def _paths(self) -> list[str]:
        return ["-Q", str(self.library), "Gaproof", "-Q", ".", "Claim"]

    def _compiled(self, folder: Path, name: str, what: str) -> str:
        ended = self.coq.run(["coqc", "-q", *self._paths, f"{name}.v"], folder)
        if not ended.well:
            raise Refused(f"{what}{place(folder, ended)}: {ended.said}")
        return ended.out


def place(folder: Path, ended: Ended) -> str:
    """At which step of the certificate Coq's error is, or in which part: each is a lemma of its own."""
    found = re.search(r'File "\./Proof\.v", line (\d+)', ended.said)
    if found is None:
        return ""
    lines = (folder / "Proof.v").read_text(encoding="utf-8").splitlines()[: int(found[1])]
    named = re.findall(r"^(Lemma s|Theorem part_)(\d+)\b", "\n".join(lines), re.MULTILINE)
    return f" at {'step' if named[-1][0] == 'Lemma s' else 'part'} {named[-1][1]}" if named else ""


def checking(stated: Locked, own: Iterable[str] = ()) -> str:
    """The file that compares: the statements, read before the proof; then that the proof proves them, and from what.  ``own`` are the
    axioms that the proof states as such: they must say what the locked ones say."""
    for part in stated.parts.values():
        _named_in_coq(part)
    parts = [second.statement(part) for part in stated.parts.values()]
    axioms = {name: second.statement(stated.axioms[name]) for name in own}
    lines = [PREAMBLE]
    lines += [f"Definition stated_{k} : Prop :=\n{text}.\n" for k, text in enumerate(parts)]
    lines += [f"Definition axiom_{name} : Prop :=\n{text}.\n" for name, text in axioms.items()]
    lines += ["From Claim Require Proof.\n"]
    lines += [f"Definition same_{name} : axiom_{name} := Proof.axiom_{name}.\n" for name in axioms]
    lines += [f"Theorem checked_{k} : stated_{k}.\nProof. exact Proof.part_{k}. Qed.\n" for k in range(len(parts))]
    # asked once for all parts: Coq walks all of Reals each time; without notation, which the proof could have changed
    together = reduce(lambda rest, k: f"(@pair _ _ {rest} checked_{k})", range(1, len(parts)), "checked_0")
    lines += [f"Definition checked := {together}.", "Print Assumptions checked.\n"]
    return "\n".join(lines)


def _named_in_coq(statement: Json) -> None:
    """Refuse a statement about a type that only the exported proof declares: it could be declared as another one."""
    for name, sort in statement["sorts"].items():
        if sort["kind"] == "free" and sort["constructors"] != NATURALS:
            raise NotExported(f"its statement is about the freely generated type {name}, of which the library has no declaration")


def assumed(printed: str) -> Iterator[str]:
    """The names of the axioms in what ``Print Assumptions`` printed."""
    heads = 0
    for line in printed.splitlines():
        if line in ("Closed under the global context", "Axioms:"):
            heads += 1
        elif line and not line[0].isspace():
            found = ASSUMPTION.match(line)
            if found is None:
                raise Refused(f"Coq says of what it rests on: {line}")
            yield found[1]
    if heads != 1:
        raise Refused(f"Coq says {heads} times what the claim rests on, and was asked once")


# ---- what is remembered --------------------------------------------------------------------------------------------------


def trusted() -> str:
    """The digest of what a statement that Coq accepted stands on besides Coq: the library, what prints statements, and this file.  What
    exports proofs is not among it: a proof that Coq accepted is one, whatever made it."""
    digests = Digests()
    files = [*sorted(second.LIBRARY.glob("*.v")), second.LIBRARY.parent / "printer.py", Path(__file__)]
    return digest({path.name: digests.of(str(path)) for path in files})


def question(certificate: str, trusted: str) -> str:
    """What is asked of the store."""
    return digest(["recheck", sha256(certificate.encode()).hexdigest(), trusted])


def remembered(store: Store, outcome: Outcome, trusted: str) -> Rechecked | None:
    """That Coq has accepted the certificate that a claim has now; nothing else is remembered."""
    if not outcome.replayed or outcome.certificate is None:
        return None
    found = store.find(question(outcome.certificate, trusted), Digests())
    return None if found is None else Rechecked(**found)


def remember(stores: Iterable[Store], outcome: Outcome, found: Rechecked, trusted: str) -> None:
    """Keep that a certificate was accepted."""
    for store in stores if found.coq == ACCEPTED and outcome.certificate is not None else ():
        store.keep(question(str(outcome.certificate), trusted), Inputs([], {}), asdict(found), Digests())


def recall(store: Store | None, outcomes: Iterable[Outcome], trouble: list[str]) -> None:
    """Tell outcomes that Coq has accepted the certificates that they have now."""
    now = trusted()
    try:
        for outcome in outcomes:
            outcome.rechecked = None if store is None else remembered(store, outcome, now)
    except StoreError as error:
        trouble.append(f"{error}; what Coq said is not known")


def twice_proved(sources: Iterable[Source], settings: Settings) -> set[str]:
    """The claims of which it is remembered that they are proved, and that Coq accepted the certificate; nothing is checked."""
    run, now, found = Run(settings, only_list=False), trusted(), set()
    for source in sources:
        result, _ = run.recall(run.task(source.file, source.folder.root, None))
        for report in result.reports:
            replayed = result.replays.get(report.id)
            outcome = Outcome(report.id, Verdict[report.verdict], certificate=report.certificate)
            outcome.replayed = replayed is not None and replayed.accepted
            if run.store is not None and outcome.verdict is Verdict.PROVED and remembered(run.store, outcome, now) is not None:
                found.add(report.id)
    return found


# ---- all certificates ----------------------------------------------------------------------------------------------------


def recheck(
    outcomes: Mapping[str, Outcome], coq: Coq, jobs: int, stores: Sequence[Store] = (), with_coqchk: bool = False
) -> Iterator[tuple[str, Rechecked]]:
    """What Coq says of the certificates of claims, each as soon as it is known; what some store remembers first, and then all do."""
    now = trusted()
    waiting = []
    for id, outcome in outcomes.items():
        if not outcome.replayed:
            yield id, Rechecked(NOT_EXPORTED, why=f"it is {outcome.verdict}: {outcome.message}")
            continue
        found = [known for store in stores if (known := remembered(store, outcome, now)) is not None]
        known = next((k for k in found if k.version == coq.version and k.with_coqchk >= with_coqchk), None)
        if known is None:
            waiting.append(id)
            continue
        if len(found) < len(stores):
            remember(stores, outcome, known, now)
        yield id, known
    if not waiting:
        return
    with ThreadPoolExecutor(jobs) as threads, TemporaryDirectory(prefix="gaproof-coq-") as folder:
        try:
            rechecker = Rechecker(coq, compiled_library(coq, Path(folder), with_coqchk), with_coqchk)
            futures = {threads.submit(rechecker, outcomes[id]): id for id in waiting}
            for future in as_completed(futures):
                id, result = futures[future], future.result()
                remember(stores, outcomes[id], result, now)
                yield id, result
        finally:
            coq.stop()
            threads.shutdown(cancel_futures=True)


def compiled_library(coq: Coq, folder: Path, with_coqchk: bool = False) -> Path:
    """The library, compiled into a folder.  Raises ``NoCoq`` if that fails: then what it needs is missing."""
    files = [line for line in (second.LIBRARY / "_CoqProject").read_text(encoding="utf-8").split() if line.endswith(".v")]
    for name in files:
        (folder / name).write_bytes((second.LIBRARY / name).read_bytes())
        ended = coq.run(["coqc", "-q", "-Q", ".", "Gaproof", name], folder)
        if not ended.well:
            raise NoCoq(f"the library {second.LIBRARY / name} cannot be compiled: {ended.said}; {INSTALL}")
    if with_coqchk:
        ended = coq.run(["coqchk", "-silent", "-Q", ".", "Gaproof", *(f"Gaproof.{name.removesuffix('.v')}" for name in files)], folder)
        if not ended.well:
            raise NoCoq(f"coqchk refuses the library: {ended.said}")
    return folder
