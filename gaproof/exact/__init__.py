"""Statements checked exactly on small models: rationals, Arb balls, and laws of functions proved by the kernel.

A second opinion beside ``gaproof.numeric``, with which it shares no line.
"""

from .evaluate import precision as precision
from .falsity import FalsityError as FalsityError
from .falsity import falsity as falsity
from .instance import Instance as Instance
from .necessity import NecessityError as NecessityError
from .necessity import check as check
from .refutation import Refutation as Refutation
from .search import agreeing as agreeing
from .search import counterexample as counterexample
from .search import refuted as refuted
from .values import InstanceError as InstanceError
