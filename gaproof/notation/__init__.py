"""How kernel terms and formulas are printed: plain text and LaTeX.  What is printed is exactly what was proved."""

from .latex import latex as latex
from .plain import declaration as declaration
from .plain import plain as plain
