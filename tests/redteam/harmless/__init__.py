"""The checks without an attack: what each refuses would be refused again, or is true.  Importing this package fills the list."""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
