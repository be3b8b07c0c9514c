"""What it means that a check is harmless, and the one list of all that are.

Every entry comes with a probe that the real kernel refuses.  A copy without the check must refuse it as well, by another
check or because Python cannot go on (``AGAIN``), or what it then yields is true or only misspelt (``SOUND``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.redteam.kernels import Check
from tests.redteam.registry import Words

AGAIN, SOUND = "refused again", "sound without it"
Probe = Callable[[Words], Any]


@dataclass(frozen=True)
class Harmless:
    """A check whose deletion lets no falsehood in."""

    check: Check
    how: str
    why: str
    probe: Probe


HARMLESS: list[Harmless] = []


def again(check: Check, why: str, probe: Probe) -> None:
    HARMLESS.append(Harmless(check, AGAIN, why, probe))


def sound(check: Check, why: str, probe: Probe) -> None:
    HARMLESS.append(Harmless(check, SOUND, why, probe))
