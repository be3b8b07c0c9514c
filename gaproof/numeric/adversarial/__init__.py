"""Adversarial cases of attention: what is true of them on the carrier, and what foreign code does."""

from .behaviour import Trial as Trial
from .cases import CASES as CASES
from .cases import Case as Case
from .masking import InputError as InputError
from .masking import attend as attend
from .masking import masked_inputs as masked_inputs
