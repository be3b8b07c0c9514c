"""The parts of a claim's page, as Markdown: everything on them comes from the checked claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from .. import coq
from ..coq.printer import comment
from ..notation import GREEK, latex, legend, letter
from ..proof.axioms import STANDARD
from ..proof.syntax import Node
from ..report.calculation import Calculation
from ..report.pictures.labels import SIGNS
from ..report.reasons import Words
from ..runner.rechecked import ACCEPTED, Rechecked
from ..runner.rechecking import locked
from ..runner.tested import Tested
from ..runner.verdict import Outcome, PartOutcome, Verdict
from .formulas import beside, display, equations, in_line, inline, lines
from .ledger import Certificate, Ledger

BREAK = ""  # a paragraph ends
UNKNOWN = "*Not known to be necessary.*"
NEEDLESS = "*Not needed*: the kernel proves this part without it."
VARIABLES = re.compile(rf"\b([A-Za-z]\w*(?= = )|(?:{GREEK})(?:_\w+)?)\b")


def statement(outcome: Outcome) -> Iterator[str]:
    """What the claim says: hypotheses, each with why it is needed, and conclusions, part by part; then near misses."""
    yield from (verdict(outcome), BREAK)
    certificate = Certificate.of(outcome)
    if certificate is None:
        yield from (f"**There is nothing to show:** {outcome.message}", BREAK)
        return
    for name, entry in certificate.document["parts"].items():
        part = outcome.parts[name]
        yield from (f"::::{{admonition}} {_title(outcome, name)}", ":class: claim", BREAK)
        if part.verdict != outcome.verdict.name or part.certified:
            yield from (_standing(part), BREAK)
        formulas = {h: certificate.reader.formula(number) for h, number in entry["hypotheses"].items()}
        conclusion = certificate.reader.formula(entry["conclusion"])
        for hypothesis, formula in formulas.items():
            extra = " (not in the source)" if hypothesis in outcome.extra else ""
            said, why = beside(formula, certificate.folds), _necessity(outcome, name, hypothesis, part)
            apart = " " if why == UNKNOWN and "\n" not in said else "  \n  "
            yield f"- **{hypothesis}**{extra}: {said}{apart}{why}"
        yield from (BREAK, "Then" if formulas else "Always", BREAK, *_on_its_own(display(conclusion, certificate.folds)))
        names = legend([*formulas.values(), conclusion], certificate.folds)
        if names:
            yield from ("where", BREAK, *_on_its_own(equations(names)))
            yield from (":::{dropdown} Everything unfolded", ":class-container: aside", BREAK)
            yield from (f"- **{h}**: {beside(f)}" for h, f in formulas.items() if inline(f) != inline(f, certificate.folds))
            yield from (BREAK, *_on_its_own(display(conclusion)), ":::", BREAK)
        yield from ("::::", BREAK)
    yield from _near_misses(outcome)


def _on_its_own(formula: str) -> Iterator[str]:
    yield from ("$$", formula, "$$", BREAK)


def verdict(outcome: Outcome) -> str:
    """A line: the verdict, in a word and a sign, and what it is modulo."""
    named = f", modulo the axiom{'s' if len(outcome.axioms) > 1 else ''} {', '.join(map(_spoken, outcome.axioms))}"
    axioms = named if outcome.axioms else ", from no axiom" if outcome.replayed else ""
    coq = " and accepted by Coq" if outcome.two_kernels else ""
    replayed = f"; {outcome.steps} steps, replayed by the kernel{coq}" if outcome.replayed else ""
    message = f": {_math_free(outcome.message)}" if outcome.message else ""
    return f"**{SIGNS[outcome.verdict]} {outcome.standing}**{axioms}{replayed}{message}."


def _standing(part: PartOutcome) -> str:
    """A line: the verdict on a part alone."""
    told = [_math_free(part.message)] if part.message else []
    told += [f"exact code of its file, outside the kernel, has checked {_math_free(part.certified)}"] if part.certified else []
    return f"**{SIGNS[Verdict[part.verdict]]} {part.verdict}**{': ' if told else ''}{'; '.join(told)}."


def _spoken(axiom: str) -> str:
    return axiom.replace("_", " ")


def _title(outcome: Outcome, part: str) -> str:
    return part[:1].upper() + part[1:] if part else outcome.doc.partition("\n")[0].rstrip(".")


def _necessity(outcome: Outcome, name: str, hypothesis: str, part: PartOutcome) -> str:
    """Why a hypothesis is there, by what was checked."""
    tested = outcome.tested.parts.get(name, {}).get("necessity", {}) if outcome.tested else {}
    reason = part.reasons.get(hypothesis, "")
    match tested.get(hypothesis):
        case "witnessed":
            return f"*Needed*: {in_words(reason)}." if reason else "*Needed*: without it a model refutes the claim, which stands below."
        case "cited":
            return f"*Needed*, it is known: {in_words(reason)}."
        case "not needed":
            return NEEDLESS
        case "not known":
            return UNKNOWN
        case _:
            return f"*Needed, says its author*: {in_words(reason)}." if reason else UNKNOWN


def _math_free(text: str) -> str:
    """A text in which nothing means anything to Markdown."""
    return escaped(" ".join(text.split()).rstrip("."))


def escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_{}[]()<>#+-!|$~" else c for c in text)


def _marked(text: str) -> str:
    """The same for a text in which LaTeX stands between zeros."""
    return "".join(f"${piece}$" if k % 2 else escaped(piece) for k, piece in enumerate(text.split("\0")))


def in_words(text: str) -> str:
    """The same for a text of a theorem file, with its variables in italics, as formulas have them: what is said to equal something,
    and Greek letters."""
    pieces = VARIABLES.split(" ".join(text.split()).rstrip("."))
    return "".join(f"${letter(piece)}$" if k % 2 else escaped(piece) for k, piece in enumerate(pieces))


def _near_misses(outcome: Outcome) -> Iterator[str]:
    misses = [(name, miss) for name, part in outcome.parts.items() for miss in part.near_misses]
    if misses:
        yield from ("**Close by, and false** (the proof refuses each):", BREAK)
        for name, miss in misses:
            yield f"- {in_words(miss['why'])}{f' ({name})' if name else ''}"
        yield from (BREAK, ":::{dropdown} What they say", ":class-container: aside", BREAK)
        for name, miss in misses:
            yield from (f"{in_words(miss['why'])}{f' ({name})' if name else ''}:", BREAK, *_on_its_own(lines(miss["shows"])))
        yield from (":::", BREAK)


def proof(outcome: Outcome, every_step: bool = False) -> Iterator[str]:
    """The proof as a calculation, part by part: numbered lines, each with its reason."""
    certificate = Certificate.of(outcome)
    if certificate is None or not outcome.replayed:
        yield from (f"There is no proof: {_math_free(outcome.message)}.", BREAK)
        return
    for name, entry in certificate.document["parts"].items():
        if entry["step"] is None:
            continue
        yield from (f"::::{{dropdown}} {_title(outcome, name)}", BREAK)
        shown: list[Node] = []

        def write(node: Node, shown: list[Node] = shown) -> str:
            shown.append(node)
            return latex(node, certificate.folds)

        words = Words(lambda node: f"\0{write(node)}\0", lambda name: f"\0{letter(name)}\0")
        for line in Calculation(certificate.document, certificate.reader, name, every_step, write, words).lines():
            given = f"  \nif {', '.join(map(in_line, line.given))}" if line.given else ""
            yield from (f"({line.number}) {in_line(line.conclusion)}{given}  ", f"*{_marked(line.reason)}*", BREAK)
        names = legend(shown, certificate.folds)
        yield from ("where", BREAK, *_on_its_own(equations(names))) if names else ()
        yield from ("::::", BREAK)


def in_coq(outcome: Outcome) -> Iterator[str]:
    """What the second kernel reads and says, folded away: the statements of the parts that are proved, and the assumptions."""
    if not outcome.replayed:
        return
    yield from (":::{dropdown} In Coq", ":class-container: aside", BREAK, _said_by_coq(outcome.rechecked), BREAK)
    try:
        for name, part in locked(outcome).parts.items():
            yield from (
                "```coq",
                comment(_title(outcome, name)),
                f"{coq.statement(part)}.",
                "```",
                BREAK,
            )
    except coq.NotExported as error:
        yield from (f"The statement cannot be written for Coq: {_math_free(str(error))}.", BREAK)
    yield from (":::", BREAK)


def _said_by_coq(found: Rechecked | None) -> str:
    if found is None:
        return "Coq was not asked about this statement."
    if found.coq != ACCEPTED:
        return f"Coq has not accepted it: the certificate is {found.coq}."
    names = ", ".join(f"`{name}`" for name in found.assumptions)
    return f"Coq accepts a proof of this, made of the certificate. It prints {f'the assumptions {names}' if names else 'no assumptions'}."


def evidence(outcome: Outcome) -> Iterator[str]:
    """How hard each part was attacked, and what came of it."""
    tested = outcome.tested
    if tested is None:
        yield from ("The numeric evidence was left out of this build.", BREAK)
        return
    how, named = tested.settings, set[str]()
    yield from (
        "| part | models | exact | worst ratio | mutants killed | planted bugs noticed | references that agree |",
        "|---|--:|--:|--:|--:|--:|--:|",
    )
    for name, part in tested.parts.items():
        mutants, bugs = part["mutants"], part["bugs"]
        references = [r for r in part["references"] if r["instances"]]
        named |= {r["name"] for r in references}
        cells = [
            name or "–",
            str(part["models"]),
            str(part["exact"]),
            f"{part['worst_ratio']:.2g}",
            f"{mutants['killed']} of {mutants['total'] - mutants['equivalent']}",
            f"{bugs['killed']} of {bugs['total'] - bugs['equivalent']}",
            f"{sum(r['agrees'] for r in references)} of {len(references)}" if references else "–",
        ]
        yield f"| {' | '.join(map(_math_free, cells))} |"
    if named:
        yield from (BREAK, f"References: {_math_free('; '.join(sorted(named)))}.")
    yield from (BREAK, f"Level {how['level']}, seed {how['seed']}, {how['dtype']} on {how['device']}.", BREAK)


def links(outcome: Outcome, ledger: Ledger) -> Iterator[str]:
    """What the claim stands on and what stands on it, its file, its certificate."""
    uses = [outcome.id for outcome in map(ledger.outcomes.get, outcome.uses) if outcome is not None]
    yield from (f"- uses {_claims(uses)}", f"- is used by {_claims(ledger.used_by(outcome.id))}")
    for axiom in outcome.axioms:
        known = STANDARD.get(axiom)
        yield f"- rests on the axiom {_spoken(axiom)}: {_math_free(known.source if known else 'an axiom of its own file')}"
    yield f"- source: `theorems/{outcome.id.replace('.', '/')}.py`"
    if outcome.certificate:
        yield f"- certificate: sha256 `{sha256(outcome.certificate.encode()).hexdigest()[:16]}…`, `gaproof export {outcome.id}` writes it"
    yield BREAK


def _claims(ids: list[str]) -> str:
    return ", ".join(f"{{claim}}`{id}`" for id in ids) or "no other claim"


def table(outcomes: list[Outcome]) -> Iterator[str]:
    """A row for each claim: its verdict, what it rests on, how hard it was attacked."""
    yield from ("| claim | verdict | Coq | modulo | models | ratio | mutants | hypotheses needed |", "|---|---|---|---|--:|--:|--:|--:|")
    for outcome in outcomes:
        # no sign before the verdict: the link has it
        coq, axioms = "accepts it" if outcome.two_kernels else "–", ", ".join(map(_spoken, outcome.axioms)) or "–"
        yield f"| {{claim}}`{outcome.id}` | {outcome.verdict} | {coq} | {_math_free(axioms)} | {_row(outcome.tested)} |"
    yield BREAK


def _row(tested: Tested | None) -> str:
    if tested is None or not tested.parts:
        return " | ".join("–" * 4)
    found, (killed, mutants), (needed, hypotheses) = tested.summary, tested.killed, tested.needed
    counts = [f"{killed} of {mutants}", f"{needed} of {hypotheses}" if hypotheses else "–"]
    return " | ".join([str(found["models"]), f"{found['worst_ratio']:.2g}", *counts])
