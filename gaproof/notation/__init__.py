"""How kernel terms and formulas are printed: plain text and LaTeX.  What is printed is exactly what was proved."""

from .folding import Fold as Fold
from .folding import read as read
from .folding import written as written
from .latex import GREEK as GREEK
from .latex import latex as latex
from .latex import legend as legend
from .latex import letter as letter
from .plain import declaration as declaration
from .plain import plain as plain
