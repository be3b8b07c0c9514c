"""The fragment of SymPy that statements are written in, and its translation to the kernel.

Numbers, indices and formulas are SymPy objects that never evaluate when they are built.  ``kernel`` turns them into
what is proved.
"""

from .arithmetic import Rational as Rational
from .arithmetic import Term as Term
from .arithmetic import exp as exp
from .arithmetic import log as log
from .arithmetic import number as number
from .arithmetic import sqrt as sqrt
from .arrays import Array as Array
from .arrays import array as array
from .base import Formula as Formula
from .base import Index as Index
from .definition import Definition as Definition
from .formulas import And as And
from .formulas import Eq as Eq
from .formulas import Exists as Exists
from .formulas import ForAll as ForAll
from .formulas import Ge as Ge
from .formulas import Gt as Gt
from .formulas import Iff as Iff
from .formulas import Implies as Implies
from .formulas import Le as Le
from .formulas import Lt as Lt
from .formulas import Ne as Ne
from .formulas import formula as formula
from .sums import Sum as Sum
from .sums import delta as delta
from .translate import domain_hypotheses as domain_hypotheses
from .translate import kernel as kernel
from .translate import lambda_ as lambda_
from .translate import symbol as symbol
from .variables import Element as Element
from .variables import IndexType as IndexType
from .variables import Value as Value
from .variables import Variable as Variable
from .variables import companion as companion
from .variables import field as field
from .variables import function as function
from .variables import generated as generated
from .variables import index as index
from .variables import index_map as index_map
from .variables import indices as indices
from .variables import nat as nat
from .variables import natural as natural
from .variables import scalar as scalar
from .variables import sizes as sizes
from .variables import succ as succ
from .variables import zero as zero
