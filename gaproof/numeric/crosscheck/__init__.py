"""Cross-checks of somebody's attention layer: whether it is the regime that it says it is, and if not, which claim it contradicts.

>>> structure = Structure(heads=4, dim=8, features=32, carrier=causal, told=False)
>>> print(cross_check(my_layer, structure))  # my_layer(x, weights, mask): (tokens, features) to (tokens, out)
"""

from .judging import Finding as Finding
from .judging import Report as Report
from .judging import cross_check as cross_check
from .laws import LAWS as LAWS
from .laws import Law as Law
from .laws import Layer as Layer
from .modules import of_module as of_module
from .structure import Rotation as Rotation
from .structure import Structure as Structure
from .structure import StructureError as StructureError
from .structure import Weights as Weights
