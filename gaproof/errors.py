"""The one root of every error gaproof raises on purpose: what was got, what was expected, what to do."""


class GaproofError(Exception):
    """Root of all errors a user of gaproof can cause."""


class ProofError(GaproofError):
    """A rule of the kernel was applied where its side conditions do not hold."""


class CertificateError(GaproofError):
    """A certificate is malformed, or one of its steps does not replay."""


class CarrierError(GaproofError):
    """A carrier is not what an anchor or an update needs, or its description makes no sense."""


class TermError(GaproofError):
    """A statement uses something outside the fragment of SymPy that statements are written in."""
