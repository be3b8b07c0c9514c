"""Mutants that are true, as theorems of the kernel: one way to prove them a file, and ``ways``, which tries them."""

from .ways import equivalent as equivalent
from .ways import unfounded as unfounded
