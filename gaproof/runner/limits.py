"""How much memory the process that works on a theorem file may take, and whether that was too little."""

from __future__ import annotations

import os
import resource


def limit_memory(size: int | None) -> None:
    """Let this process allocate no more than so many bytes; beyond that Python raises ``MemoryError``.  Linux enforces it."""
    if size is not None:
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))


def share_of_memory(jobs: int) -> int:
    """The bytes that each of so many processes may take if they are to fit into this machine together."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // jobs


reached: list[str] = []  # the errors of this process that say so


def too_little_memory(error: BaseException) -> bool:
    """Whether an error comes from the limit; it is remembered, as another run may have more."""
    found = isinstance(error, MemoryError) or (isinstance(error, RuntimeError) and "allocate memory" in str(error))
    if found:
        reached.append(str(error))
    return found
