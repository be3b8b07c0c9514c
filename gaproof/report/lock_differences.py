"""How a claim differs from its lock, in all that the lock has."""

from __future__ import annotations

from collections.abc import Iterator

from ..runner.locking import Entry, differences
from ..runner.verdict import Outcome


def differing(locked: Entry, outcome: Outcome) -> Iterator[str]:
    """Every difference, and for a changed statement its hypotheses and digests."""
    yield from differences(locked, outcome)
    for name, part in outcome.parts.items():
        was = locked["parts"].get(name)
        if was is not None and was["digest"] != part.digest:
            before, now = {*was.get("hypotheses", ())}, {*part.hypotheses}
            gained, dropped = ", ".join(sorted(now - before)), ", ".join(sorted(before - now))
            said = [f"gained the hypotheses {gained}" if gained else "", f"dropped the hypotheses {dropped}" if dropped else ""]
            changed = ", ".join(filter(None, said)) or "its hypotheses have the names they had"
            yield f"{name or 'statement'}: {changed}; digest {was['digest'][:16]}… in the lock, {part.digest[:16]}… now"
