"""A Sphinx extension: what a page says about a claim is taken from the claim, checked when the book is built.

- ``{claim}`` (a directive): the statement, hypotheses and near misses; as a role, a link to the page of a claim with its verdict
- ``{proof}``: the proof as a calculation
- ``{evidence}``: how hard it was attacked
- ``{links}``: what it uses and what uses it
- ``{claims}``: a table of the claims of a chapter, or of all
- ``{map}``: the graph of a chapter, or of all, with a link from each claim to its page

A claim that does not exist, or does not keep what its lock promises, is a warning, and so fails a strict build.
"""

from __future__ import annotations

from .directives import setup as setup
