"""Kernel nodes as text; the one place of the reports that knows who prints them."""

from ..notation import latex as latex
from ..notation import plain as plain
