"""Kernel nodes as text; the one place of the reports that knows who prints them."""

from .latex import latex as latex
from .text import plain as plain
