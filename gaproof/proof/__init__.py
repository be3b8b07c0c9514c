"""The trusted kernel: terms, normal form, rules, axioms, statements, certificates, replay.

Nothing here imports SymPy, torch or any other part of gaproof except ``gaproof.errors``.
Read the files in this order: ``syntax``, ``substitution``, ``normal``, ``obligations``, ``theorem``, ``rules``,
``axioms``, ``statement``, ``certificate``, ``replay``.
"""
