"""Objects with a definition: they stay opaque in a statement, and the translator unfolds them."""

from abc import ABC, abstractmethod
from typing import Any

import sympy

from .arithmetic import Term


class Definition(Term, ABC):
    """A number that abbreviates another one.  ``args`` say everything that the definition depends on."""

    __slots__ = ()

    @abstractmethod
    def unfold(self) -> Term:
        """The number it stands for, one level down."""

    def _sympystr(self, printer: Any) -> str:
        return f"{type(self).__name__}({', '.join(map(printer._print, self.args))})"

    def _latex(self, printer: Any) -> str:
        name = printer._print(sympy.Symbol(type(self).__name__))
        return rf"\operatorname{{{name}}}\left({', '.join(map(printer._print, self.args))}\right)"

    def _pretty(self, printer: Any) -> Any:
        return printer._print(sympy.Symbol(str(self)))
