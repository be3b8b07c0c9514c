"""What a self-attention layer says of itself, and the regime that this is: a term, and a model for each input."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import final

import torch

from ...errors import GaproofError
from ...terms import field, index, scalar, sizes, symbol
from ...theory.families import ConcreteCarrier, full
from ...theory.multihead import MultiHead, affine
from ..adversarial.masking import mask_tensor
from ..model import Model
from ..references.inputs import Inputs

Tensor = torch.Tensor


class StructureError(GaproofError):
    """A layer and what is said of it do not fit."""


@final
@dataclass(frozen=True)
class Weights:
    """The weights of a layer as torch's linear maps have them: (out, in), with heads, and in them coordinates, in the order of writing."""

    query: Tensor  # (heads·dim, features)
    key: Tensor  # (groups·dim, features)
    value: Tensor  # (groups·width, features)
    output: Tensor  # (out, heads·width)
    query_bias: Tensor  # zeros, for a layer without biases
    key_bias: Tensor
    value_bias: Tensor
    output_bias: Tensor

    def to(self, dtype: torch.dtype) -> Weights:
        """Rounded to a dtype."""
        return Weights(**{f.name: getattr(self, f.name).to(dtype) for f in fields(self)})

    def but(self, **changed: Tensor) -> Weights:
        """With some of them changed."""
        return replace(self, **changed)


@final
@dataclass(frozen=True)
class Rotation:
    """Rotary positions: plane p is turned by ``position · angles[p]``.  Its coordinates are p and p + d/2, or 2p and 2p + 1 if they are
    ``neighbours``."""

    angles: tuple[float, ...]
    neighbours: bool = False

    def planes(self) -> list[tuple[int, int]]:
        """The two coordinates of each plane."""
        half = len(self.angles)
        return [(2 * p, 2 * p + 1) if self.neighbours else (p, p + half) for p in range(half)]

    def matrices(self, tokens: int) -> Tensor:
        """(tokens, dim, dim) in float64, by the positions 0, 1, …."""
        turn = torch.zeros(tokens, 2 * len(self.angles), 2 * len(self.angles), dtype=torch.float64)
        for angle, (a, b) in zip(self.angles, self.planes(), strict=True):
            at = torch.arange(tokens, dtype=torch.float64) * angle
            turn[:, a, a] = turn[:, b, b] = at.cos()
            turn[:, b, a] = at.sin()
            turn[:, a, b] = -at.sin()
        return turn


@final
@dataclass(frozen=True)
class Structure:
    """``carrier(tokens)`` is the mask; ``told``: the layer takes it as an argument, else it makes its own and ignores what it is given.
    ``slopes``: ALiBi, the bias −slope·|i − j| of each head.  ``scale``: 1/√dim unless given."""

    heads: int
    dim: int
    features: int
    groups: int | None = None  # heads of keys and values, each shared by heads that are next to each other
    width: int | None = None  # coordinates of a value, dim unless given
    out: int | None = None  # features that it returns, as many as it takes unless given
    carrier: Callable[[int], ConcreteCarrier] = full
    told: bool = True
    biases: bool = True  # of queries, keys and values
    output_bias: bool = True
    slopes: tuple[float, ...] | None = None
    rotation: Rotation | None = None
    scale: float | None = None

    def __post_init__(self) -> None:
        if self.heads % self.kinds:
            raise StructureError(f"{self.heads} heads do not fall into {self.kinds} groups of one size — give a divisor")
        if self.slopes is not None and len(self.slopes) != self.heads:
            raise StructureError(f"there are {len(self.slopes)} slopes for {self.heads} heads — give one each")
        if self.rotation is not None and 2 * len(self.rotation.angles) != self.dim:
            raise StructureError(
                f"{len(self.rotation.angles)} planes have {2 * len(self.rotation.angles)} coordinates, a head has {self.dim}"
            )

    @property
    def kinds(self) -> int:
        """How many groups."""
        return self.heads if self.groups is None else self.groups

    @property
    def values(self) -> int:
        """Coordinates of a value."""
        return self.dim if self.width is None else self.width

    @property
    def outs(self) -> int:
        """Features that it returns."""
        return self.features if self.out is None else self.out

    @property
    def temperature(self) -> float:
        """1/scale."""
        return self.dim**0.5 if self.scale is None else 1 / self.scale

    def group(self, head: int) -> int:
        """The group of a head."""
        return head // (self.heads // self.kinds)

    def of_group(self, group: int, size: int) -> slice:
        """The rows of a group in the weights of keys or values."""
        return slice(group * size, (group + 1) * size)

    def mask(self, tokens: int) -> Tensor:
        """(tokens, tokens), True where addressable; raises for an empty row."""
        return mask_tensor(self.carrier(tokens).require_live())

    def drawn(self, seed: int, dtype: torch.dtype = torch.float64) -> Weights:
        """Weights by chance, of a size that makes scores of about a unit."""
        g = torch.Generator().manual_seed(seed)

        def normal(*shape: int) -> Tensor:
            return torch.randn(*shape, dtype=torch.float64, generator=g) * shape[-1] ** -0.5  # type: ignore[no-any-return]

        rows = (self.heads * self.dim, self.kinds * self.dim, self.kinds * self.values)
        maps = [normal(size, self.features) for size in rows] + [normal(self.outs, self.heads * self.values)]
        biases = [
            normal(size, 1)[:, 0] * (0.5 if there else 0.0)
            for size, there in ((*((r, self.biases) for r in rows), (self.outs, self.output_bias)))
        ]
        return Weights(*maps, *biases).to(dtype)

    def checked(self, weights: Weights) -> Weights:
        """The weights, if they have the shapes of this structure."""
        wanted = self.drawn(0)
        for f in fields(weights):
            got, expected = tuple(getattr(weights, f.name).shape), tuple(getattr(wanted, f.name).shape)
            if got != expected:
                raise StructureError(f"the weight {f.name} has the shape {got}, expected {expected}: (out, in), heads before coordinates")
        return weights


# ---- the regime ------------------------------------------------------------------------------------------------------------

_heads, _tokens, _dim, _width, _features, _outs = sizes("H N D W F O")
_h, (_i, _j), (_c, _c2), _f, _p, _o = (
    index("h", _heads),
    index("i j", _tokens),
    index("c c2", _dim),
    index("f", _width),
    index("p", _features),
    index("o", _outs),
)
_x, _M, _tau = field("x", _i, _p), field("M", _i, _j, domain="mask"), scalar("tau", domain="positive")
_WQ, _WK, _WV, _WO = field("WQ", _h, _c, _p), field("WK", _h, _c, _p), field("WV", _h, _f, _p), field("WO", _h, _f, _o)
_bQ, _bK, _bV, _bO = field("bQ", _h, _c), field("bK", _h, _c), field("bV", _h, _f), field("bO", _o)
_B, _R = field("B", _h, _i, _j), field("R", _i, _c2, _c)


def regime(structure: Structure) -> MultiHead:
    """The output of the layer at a token and a feature, as a term of the theory."""
    return MultiHead(
        affine(_WQ[_h, _c, _p], _x[_i, _p], _p, _bQ[_h, _c]),
        affine(_WK[_h, _c, _p], _x[_j, _p], _p, _bK[_h, _c]),
        affine(_WV[_h, _f, _p], _x[_j, _p], _p, _bV[_h, _f]),
        _WO[_h, _f, _o],
        _bO[_o],
        over=(_h, _j, _c, _f),
        mask=_M[_i, _j],
        bias=None if structure.slopes is None else _B[_h, _i, _j],
        turn=None if structure.rotation is None else (_R[_i, _c2, _c], _R[_j, _c2, _c], _c2),
        temperature=_tau,
    )


def model(structure: Structure, x: Tensor, weights: Weights, mask: Tensor, bias: Tensor | None = None) -> Model:
    """The numbers of one run; ``bias`` (heads, tokens, tokens) in place of that of the slopes."""
    s, tokens, group = structure, x.shape[0], [structure.group(h) for h in range(structure.heads)]
    keys, key_bias = (t.unflatten(0, (s.kinds, s.dim))[group] for t in (weights.key, weights.key_bias))  # type: ignore[no-untyped-call]
    values, value_bias = (t.unflatten(0, (s.kinds, s.values))[group] for t in (weights.value, weights.value_bias))  # type: ignore[no-untyped-call]
    numbers = {
        _x: x,
        _M: mask,
        _tau: s.temperature,
        _WQ: weights.query.view(s.heads, s.dim, -1),
        _bQ: weights.query_bias.view(s.heads, s.dim),
        _WK: keys,
        _bK: key_bias,
        _WV: values,
        _bV: value_bias,
        _WO: weights.output.mT.reshape(s.heads, s.values, -1),
        _bO: weights.output_bias,
    }
    if s.slopes is not None:
        numbers[_B] = alibi(s.slopes, tokens) if bias is None else bias
    if s.rotation is not None:
        numbers[_R] = s.rotation.matrices(tokens)
    counts = {_heads: s.heads, _tokens: tokens, _dim: s.dim, _width: s.values, _features: s.features, _outs: s.outs}
    return Model(counts, numbers)


def alibi(slopes: tuple[float, ...], tokens: int) -> Tensor:
    """−slope·|i − j|, (heads, tokens, tokens)."""
    at = torch.arange(tokens, dtype=torch.float64)
    return -torch.tensor(slopes, dtype=torch.float64)[:, None, None] * (at[:, None] - at).abs()


_HANDED = {"query_state": _x, "key_state": _x, "value_state": _x, "query_weight": _WQ, "key_weight": _WK, "value_weight": _WV}
_HANDED |= {"query_bias": _bQ, "key_bias": _bK, "value_bias": _bV, "merge": _WO, "offset": _bO, "bias": _B}
_HANDED |= {"query_turn": _R, "key_turn": _R, "temperature": _tau}


def handed_over(rounded: Model, dtype: torch.dtype) -> Inputs:
    """What ``anatomy`` hands over of the regime on a model whose numbers the dtype holds: they are fields, and exact."""
    tables = {name: rounded.tables.get(symbol(of)) for name, of in _HANDED.items()}
    numbers = {name: None if table is None else table.numbers.movedim(-1, 0) for name, table in tables.items()}
    numbers["mask"] = rounded.table(symbol(_M)).numbers.movedim(-1, 0) != 0
    numbers["temperature"] = rounded.table(symbol(_tau)).numbers.view(1, 1, 1)
    errors = {name: torch.zeros_like(x, dtype=torch.float64) for name, x in numbers.items() if x is not None and x.is_floating_point()}
    return Inputs(dtype, numbers, errors)
