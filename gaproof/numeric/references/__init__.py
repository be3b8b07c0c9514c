"""Independent references: torch and scipy against the statement's own terms, found by the objects that a statement mentions."""

from . import attention as _attention
from . import divergence as _divergence
from . import layers as _layers
from . import share as _share
from . import softmax as _softmax
from .agreement import Agreement as Agreement
from .agreement import check as check
from .agreement import check_all as check_all
from .inputs import Inputs as Inputs
from .inputs import ReferenceError as ReferenceError
from .inputs import Unavailable as Unavailable
from .registry import Reference as Reference
from .registry import references_for as references_for
from .registry import references_of as references_of
from .registry import register as register
from .registry import registered as registered
from .subjects import Attention as Attention
from .subjects import anatomy as anatomy
from .subjects import subjects as subjects
from .subjects import subjects_of as subjects_of

_STANDARD = (_attention, _divergence, _layers, _share, _softmax)  # importing these registers what they hold
