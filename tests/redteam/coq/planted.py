"""Bugs planted in our normal form, each with a false identity that the kernel then proves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.redteam.kernels import Check
from tests.redteam.registry import Words, file

Identity = Callable[[Words], tuple[Any, Any]]
normal = file("normal.py")


@dataclass(frozen=True)
class Bug:
    name: str
    check: Check
    identity: Identity  # false; both sides


def _twice_exp(w: Words) -> Any:
    return w.k.Times(w.number(2), w.k.Exp(w.x))


BUGS = [
    Bug(
        "powers are lost: x² = x",
        normal("_assemble", "powers[a] = 1 if type(a) is Delta else powers.get(a, 0) + e", "powers[a] = 1"),
        lambda w: (w.k.Times(w.x, w.x), w.x),
    ),
    Bug(
        "a sum of what does not depend on its index counts nothing: Σᵢ x = x",
        normal("_assemble", "powers[size] = powers.get(size, 0) + 1", "pass"),
        lambda w: (w.total(w.i, w.x), w.x),
    ),
    Bug(
        "a logarithm loses the rational factor: log(2 eˣ) = x",
        normal("_logarithm", "_add(out, _log_rational(c))", "pass"),
        lambda w: (w.k.Log(_twice_exp(w)), w.x),
    ),
    Bug(
        "an inverse loses the rational factor: 1/(2 eˣ) = e⁻ˣ",
        normal("_reciprocal", "out: Poly = {UNIT: 1 / c}", "out = {UNIT: Fraction(1)}"),
        lambda w: (w.k.Inverse(_twice_exp(w)), w.k.Exp(w.k.Times(w.k.MINUS, w.x))),
    ),
    Bug(
        "a logarithm loses what is common to all terms: log(eˣ) = 0",
        normal("_logarithm", "out = dict(shift)", "out = {}"),
        lambda w: (w.k.Log(w.k.Exp(w.x)), w.zero),
    ),
    Bug(
        "products of exponentials keep one factor: eˣ eʸ = eʸ",
        normal("_assemble", "_add(exponent, poly(a.children[0]), e)", "exponent = poly(a.children[0])"),
        lambda w: (w.k.Times(w.k.Exp(w.x), w.k.Exp(w.y)), w.k.Exp(w.y)),
    ),
    Bug(
        "the sums of a product have one index: (Σᵢ aᵢ)(Σᵢ bᵢ) = Σᵢ aᵢ bᵢ",
        normal(
            "_apart",
            "clash = not set(bound).isdisjoint(more) or _occur(bound, others) or _occur(more, factors)",
            "return (bound, factors), (tuple(b for b in more if b not in bound), others)",
        ),
        lambda w: (w.k.Times(w.total(w.i, w.a(w.i)), w.total(w.i, w.b(w.i))), w.total(w.i, w.k.Times(w.a(w.i), w.b(w.i)))),
    ),
    Bug(
        "a delta goes without its condition: δ(i, j) aᵢ = aᵢ",
        normal("_contracted", "left == right", "True"),
        lambda w: (w.k.Times(w.same(w.i, w.j), w.a(w.i)), w.a(w.i)),
    ),
]


def false_certificate(bug: Bug, kernel: Any) -> Any:
    """The certificate of the false identity, by the kernel with the bug."""
    left, right = bug.identity(Words(kernel))
    theorem = kernel.linear(left=left, right=right, uses=())
    hypotheses = {f"h{n}": formula for n, formula in enumerate(sorted(theorem.hypotheses))}
    return kernel.export("a false identity", {"": (kernel.Statement(hypotheses, theorem.conclusion), theorem, None)})
