"""A second kernel: certificates written out for Coq, which checks them without a line of our code.

``export`` turns a certificate (the JSON that ``gaproof export`` writes) into a Coq file.  It reads nothing else, and shares no code
with the kernel: the file states every part by a printer of its own (``statement``), proves every step as a lemma, and regenerates
every equality that the kernel decides by its normal form.  What is trusted is Coq, the library of definitions in ``LIBRARY``
(``fin``, ``sum``, ``card``, ``delta``) and the printer of statements; a bug anywhere else makes Coq refuse the file.

Undefined values.  Here 1/0 and the logarithm of a number that is not positive are some numbers about which nothing is known.  In Coq
they are particular ones: ``/ 0 = 0`` and ``ln x = 0`` for ``x <= 0``.  A statement that holds whatever these values are holds for
Coq's, so the statement in Coq follows from ours; it says no more, because the hypotheses under which ours is proved are its own.
"""

from pathlib import Path
from typing import Any

from ..errors import GaproofError

LIBRARY = Path(__file__).parent / "library"  # compile: coqc -Q LIBRARY Gaproof LIBRARY/*.v, in the order of LIBRARY/_CoqProject


class NotExported(GaproofError):
    """A certificate uses something that cannot be written for Coq yet; the message says what."""


def statement(locked: dict[str, Any]) -> str:
    """The Coq text of one part's statement, a closed proposition.

    ``locked``: the tables ``sorts`` and ``symbols`` of a certificate, ``hypotheses`` (name → formula) and ``conclusion``, formulas
    as in a certificate's ``nodes``, but with nodes and not with numbers inside.  Raises ``NotExported``.
    """
    from .printer import statement

    return statement(locked)


def export(certificate: dict[str, Any]) -> str:
    """A Coq file that proves every proved part of a certificate; it needs only ``LIBRARY``, under the name ``Gaproof``.

    The file ends, for each part in order, with ``Theorem part_k : <statement>.``; a comment before each says the name of the part.
    ``claim`` is all parts together, and ``Print Assumptions claim.`` says once what they rest on (each such question costs a second).
    Axioms of the certificate that the library does not prove are ``Axiom`` in the file, named after the certificate's
    (``axiom_<name>``).  Raises ``NotExported``.
    """
    from .proofs import export

    return export(certificate)
