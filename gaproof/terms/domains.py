"""What the domain of a variable says, as formulas."""

from ..proof.syntax import Symbol, Type
from .base import Formula
from .formulas import Eq, ForAll, Le, Lt
from .sums import Sum
from .variables import Variable


def conditions(v: Variable) -> dict[str, Formula]:
    """The conditions that put the variable into its domain, for all its arguments, by name."""
    if v.domain == "real":
        return {}
    params = [Variable(Symbol(hint, Type((), sort))) for hint, sort in zip(v.hints, v.symbol.type.params, strict=True)]
    value = v(*(p() for p in params))

    def everywhere(body: Formula, over: list[Variable]) -> Formula:
        return ForAll(tuple(over), body) if over else body

    match v.domain:
        case "positive":
            found = {"positive": everywhere(Lt(0, value), params)}
        case "nonnegative":
            found = {"nonnegative": everywhere(Le(0, value), params)}
        case "mask":
            found = {"mask": everywhere(Eq(value * value, value), params)}
        case _:
            rows = everywhere(Eq(Sum(value, params[-1]()), 1), params[:-1])
            found = {"simplex: nonnegative": everywhere(Le(0, value), params), "simplex: unit rows": rows}
    return {f"{v.symbol.name} {name}": condition for name, condition in found.items()}
