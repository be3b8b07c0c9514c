"""References by the object that they compute: code that no one here wrote, there to disagree.

>>> register(Reference("mine", Softmax, my_softmax, softmax_bound))  # my_softmax(score, mask, baseline, temperature)
>>> references_of(claim.parts["shift"])
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, final

import numpy
import torch

from ...terms import Term
from .inputs import Inputs, ReferenceError
from .roundoff import Tensor
from .subjects import Sequent, anatomy, subjects_of

FLOATS = (torch.float64, torch.float32)
EVERY = (*FLOATS, torch.bfloat16, torch.float16)


def always(given: Inputs) -> str:
    """Nothing speaks against it."""
    return ""


@final
@dataclass(frozen=True)
class Reference:
    """A foreign function that computes an object of the theory.

    ``function(**numbers)`` takes the arguments of ``anatomy(subject)``, (instances, axes…) each, None for a part that is not there,
    and returns (instances, axes…).  ``bound(inputs)``, of the same shape in float64, is how far round-off may take it from the exact
    value, derived a priori; ∞ where it may return anything.  ``refuses(inputs)`` says why it does not apply, or nothing.
    ``host``: it computes on the host whatever the device.
    """

    name: str
    subject: type[Term]
    function: Callable[..., Tensor]
    bound: Callable[[Inputs], Tensor]
    dtypes: tuple[torch.dtype, ...] = EVERY
    refuses: Callable[[Inputs], str] = always
    host: bool = False


registered: dict[str, Reference] = {}


def register(reference: Reference) -> Reference:
    """Make a reference known."""
    if reference.name in registered:
        raise ReferenceError(f"there is a reference {reference.name!r} already — choose another name")
    if anatomy.dispatch(reference.subject) is anatomy.dispatch(object):
        raise ReferenceError(f"{reference.name}: the arguments of a {reference.subject.__name__} are not known — see anatomy.register")
    registered[reference.name] = reference
    return reference


def references_for(subject: Term) -> list[Reference]:
    """The references that compute an object."""
    return [r for r in registered.values() if isinstance(subject, r.subject)]


def references_of(part: Sequent) -> list[tuple[Term, Reference]]:
    """The objects in a statement, each with every reference for it."""
    return [(subject, reference) for subject in subjects_of(part) for reference in references_for(subject)]


def on_host(function: Callable[..., Any]) -> Callable[..., Tensor]:
    """A function of numpy arrays as a function of tensors: such code runs on the host."""

    def run(**numbers: Tensor | None) -> Tensor:
        device = next(x.device for x in numbers.values() if x is not None)
        with numpy.errstate(all="ignore"):  # what it makes of 0, ∞ and overflow is judged, not how it complains
            result = function(**{name: None if x is None else x.cpu().numpy() for name, x in numbers.items()})
        return torch.from_numpy(result).to(device)

    return run
