"""The directives and the role of the extension."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.logging import getLogger

from .. import __version__
from ..records import record_of
from ..report.pictures.labels import SIGNS
from ..runner.verdict import Outcome
from . import claims
from .caching import outdated, place_cache
from .executing import execute_ahead
from .images import mark_wide
from .ledger import Ledger
from .lightening import without_drawn_icons, without_thebe
from .maps import picture
from .mutants import fates

log = getLogger(__name__)
LEDGERS = WeakKeyDictionary[Sphinx, Ledger]()  # of each build


class Generated(SphinxDirective):
    """A directive whose content is made from the ledger, as Markdown."""

    @property
    def ledger(self) -> Ledger:
        return LEDGERS[self.env.app]

    def outcome(self, id: str) -> Outcome | None:
        """What became of a claim; a warning if it is not known or not what its lock promises."""
        found = self.ledger.outcomes.get(id)
        if found is None:
            log.warning("no claim has the id %r", id, location=self.get_location())
        elif not found.kept:
            log.warning("%s is %s, promised %s: %s", id, found.verdict, found.promise, found.message, location=self.get_location())
        return found

    def parsed(self, lines: Iterable[str]) -> list[nodes.Node]:
        """The nodes of a Markdown text."""
        text = "\n".join(lines).split("\n")
        container = nodes.container()
        self.state.nested_parse(StringList(text, self.get_source_info()[0]), self.content_offset, container)
        return list(container.children)


class OfClaim(Generated):
    """A directive about one claim."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        found = self.outcome(self.arguments[0])
        if found is None:
            return []
        self.env.note_dependency(found.file)
        return self.parsed(self.lines(found))

    def lines(self, outcome: Outcome) -> Iterable[str]:
        raise NotImplementedError


class ClaimDirective(OfClaim):
    """The statement of a claim."""

    def lines(self, outcome: Outcome) -> Iterable[str]:
        return claims.statement(outcome)


class ProofDirective(OfClaim):
    """The proof of a claim, and what Coq reads and says."""

    option_spec: ClassVar = {"every-step": directives.flag}

    def lines(self, outcome: Outcome) -> Iterable[str]:
        return [*claims.proof(outcome, "every-step" in self.options), *claims.in_coq(outcome)]


class EvidenceDirective(OfClaim):
    """The evidence on a claim."""

    def lines(self, outcome: Outcome) -> Iterable[str]:
        self.env.note_dependency(str(record_of(outcome.file)))
        return [*claims.evidence(outcome), *fates(outcome)]


class LinksDirective(OfClaim):
    """What a claim uses, and what uses it."""

    def lines(self, outcome: Outcome) -> Iterable[str]:
        return claims.links(outcome, self.ledger)


class ClaimsDirective(Generated):
    """A table of claims."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        found = self.ledger.chapter("".join(self.arguments))
        self.env.note_reread()
        return self.parsed(claims.table(found)) if found else self.parsed(["No theorem of this chapter has been written yet."])


class MapDirective(Generated):
    """The graph of claims, as a picture with links."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        self.env.note_reread()
        depth = "../" * self.env.docname.count("/")
        text = picture(self.ledger, "".join(self.arguments), lambda id: f"{depth}{id.replace('.', '/')}.html")
        return [nodes.raw("", f'<figure class="claim-map">{text}</figure>', format="html")] if text else []


class ClaimRole(SphinxRole):
    """A link to the page of a claim, with the sign of its verdict."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        found = LEDGERS[self.env.app].outcomes.get(self.text)
        if found is None:
            log.warning("no claim has the id %r", self.text, location=self.get_location())
            return [nodes.literal(self.text, self.text)], []
        label = nodes.inline("", f"{self.text} {SIGNS[found.verdict]}", classes=["claim-link"])
        target = f"/{self.text.replace('.', '/')}"
        reference = pending_xref(
            "", label, refdomain="std", reftype="doc", reftarget=target, refexplicit=True, refwarn=True, refdoc=self.env.docname
        )
        return [reference], []


def begin(app: Sphinx) -> None:
    """The claims are checked when the first directive asks for one."""
    LEDGERS[app] = Ledger(without_evidence=app.config.gaproof_without_evidence)


def reread(app: Sphinx, env: Any, added: set[str], changed: set[str], removed: set[str]) -> Iterable[str]:
    """The pages that are to be read again although their texts are what they were."""
    return list(outdated(LEDGERS[app], env, removed))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything with Sphinx."""
    app.add_config_value("gaproof_without_evidence", False, "env")
    for name, directive in (
        ("claim", ClaimDirective),
        ("proof", ProofDirective),
        ("evidence", EvidenceDirective),
        ("links", LinksDirective),
        ("claims", ClaimsDirective),
        ("map", MapDirective),
    ):
        app.add_directive(name, directive)
    app.add_role("claim", ClaimRole())
    app.connect("config-inited", place_cache)
    app.connect("builder-inited", begin)
    app.connect("env-get-outdated", reread)
    app.connect("env-before-read-docs", execute_ahead)
    app.connect("html-page-context", without_thebe, priority=900)
    app.connect("build-finished", without_drawn_icons)
    app.connect("doctree-resolved", mark_wide)
    return {
        "version": __version__,
        "parallel_read_safe": False,
        "parallel_write_safe": True,
        "env_version": 1,
    }
