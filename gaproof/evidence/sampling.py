"""Models drawn from what a sequent says: sizes and a pattern for each symbol make a batch.

A *structure* is small and is what Hypothesis draws and shrinks: sizes of the index types, the pattern of every symbol, a seed.  One
structure makes one batch of models.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, final

import torch
from hypothesis import strategies as st

from ..exact.values import sorts_of
from ..numeric.arithmetic import Arithmetic
from ..numeric.ball import BallArithmetic
from ..numeric.model import Model, Table
from ..numeric.realisation import program
from ..proof.syntax import MAYBE_EMPTY, NAT, REAL, Formula, Node, Number, Sort, Symbol
from .dice import Dice
from .imposing import Imposed
from .patterns import REALS, TABLES, among
from .sequents import over_indices
from .solutions import places

NATURALS = 5  # naturals are drawn below this, or up to numbers of the statement
MOST = 64  # that are smaller than this
TALL = 8  # an index type may also have so many elements as one says
SIDE_BY_SIDE = 4  # so many structures of the same sizes make one model
FAR = 2**1000  # numbers of the statement that are larger are not drawn
NEAR = "numbers of the statement"


@final
@dataclass(frozen=True)
class Structure:
    """What makes a batch of models."""

    sizes: Mapping[Sort, int]
    patterns: Mapping[Symbol, str]
    seed: int = 0

    def __str__(self) -> str:
        sizes = ", ".join(f"|{s.name}| = {n}" for s, n in sorted(self.sizes.items()))
        shown = ", ".join(f"{s.name}: {p}" for s, p in sorted(self.patterns.items()))
        return "; ".join(filter(None, [sizes, shown, f"seed {self.seed}"]))


@final
@dataclass
class Sampler:
    """Draws models for a sequent: the index types it talks about, and the symbols that are drawn."""

    imposed: Imposed
    arithmetic: BallArithmetic = field(default_factory=BallArithmetic)  # decides masks, and says where models lie
    sorts: list[Sort] = field(init=False)
    masks: dict[Symbol, Formula] = field(init=False)
    symbols: list[Symbol] = field(init=False)
    near: list[float] = field(init=False)

    def __post_init__(self) -> None:
        made = self.imposed
        formulas: list[Formula] = [made.conclusion, *made.waiting.values(), *made.built.values(), *made.masks.values()]
        self.sorts = sorted({*sorts_of(formulas), *(p for s in made.masks for p in s.type.params)})
        free = {s for f in formulas for s in f.free if not s.constant and not over_indices(s.type)}
        self.masks = _in_order(made.masks)
        self.symbols = sorted(s for s in free - set(self.masks) if REAL not in s.type.params)
        self.near = numbers_near(formulas)

    def table(self, symbol: Symbol) -> Mapping[str, Any]:
        """The patterns that a symbol may follow."""
        result = symbol.type.result
        if self.near and result == REAL and symbol not in self.imposed.kinds:
            return {**REALS, NEAR: among(self.near)}
        return TABLES[self.imposed.kinds.get(symbol, "real") if result == REAL else "natural" if result == NAT else "index"]

    def sweep(self, rounds: int, seed: int, first: int = 0) -> Iterator[Structure]:
        """Structures in which every pattern of every symbol has its turn, alone and in company, at sizes 1, equal, unequal; from the
        first round or a later one."""
        widths = ((2, 3), (1, 2), (3, 2), (1, 1), (3, 3), (4, 3), (2, 1))
        for k in range(first, first + rounds):
            dice = Dice(seed * 1_000_003 + k)
            wide = widths[k % len(widths)]
            sizes = {sort: wide[n % 2] for n, sort in enumerate(self.sorts)}
            sizes |= {sort: 0 for sort in self.sorts if sort.kind == MAYBE_EMPTY and k % len(widths) == 5}
            if k % len(widths) in (4, 6) and (tall := [int(x) for x in self.near if 2 < x <= TALL]) and len(sizes) < 4:
                sizes = dict.fromkeys(sizes, tall[-1 if k % len(widths) == 6 else len(tall) // 2])
            patterns = {}
            for n, symbol in enumerate(self.symbols):
                names = list(self.table(symbol))
                together = k % 4 == 2  # every symbol by the same pattern
                plain = k == 0 or (not together and (k + n) % 3 > 0 and dice.roll(0, 3) > 0)
                patterns[symbol] = names[0] if plain else names[(k // 4 if together else k + n * 7) % len(names)]
                if NEAR in names and k % 5 == 4:
                    patterns[symbol] = NEAR
            yield Structure(sizes, patterns, seed * 1_000_003 + k)

    def structures(self, largest: int) -> st.SearchStrategy[Structure]:
        """The strategy that draws structures and shrinks them towards size 1 and the first patterns."""
        sizes = st.fixed_dictionaries({s: st.integers(0 if s.kind == MAYBE_EMPTY else 1, largest) for s in self.sorts})
        patterns = st.fixed_dictionaries({s: st.sampled_from(list(self.table(s))) for s in self.symbols})
        return st.builds(Structure, sizes, patterns, st.integers(0, 2**20))

    def model(self, structure: Structure, batch: int) -> Model:
        """The batch of a structure."""
        return self.completed(structure.sizes, self._drawn(structure, batch))

    def models(self, structures: Iterable[Structure], batch: int) -> Iterator[Model]:
        """The batches of structures; those of the same sizes side by side, which costs little more than one of them.  What holds only 0
        and 1 is not put beside other numbers: with it arithmetic is exact."""
        alike: dict[tuple[int, ...], list[Structure]] = {}
        for structure in structures:
            alike.setdefault(tuple(structure.sizes.values()), []).append(structure)
        for group in alike.values():
            beside: dict[tuple[bool, ...], list[dict[Symbol, torch.Tensor]]] = {}
            for drawn in (self._drawn(structure, batch) for structure in group):
                beside.setdefault(tuple(Table(drawn[s]).mask for s in self.symbols), []).append(drawn)
            for same in beside.values():
                for some in (same[k : k + SIDE_BY_SIDE] for k in range(0, len(same), SIDE_BY_SIDE)):
                    yield self.completed(group[0].sizes, {s: torch.cat([drawn[s] for drawn in some], -1) for s in self.symbols})

    def _drawn(self, structure: Structure, batch: int) -> dict[Symbol, torch.Tensor]:
        dice = Dice(structure.seed, self.arithmetic.device)
        values: dict[Symbol, torch.Tensor] = {}
        for symbol in self.symbols:
            shape = (*(structure.sizes[p] for p in symbol.type.params), batch)
            pattern, result = self.table(symbol)[structure.patterns[symbol]], symbol.type.result
            last = max([NATURALS, *(int(x) + 1 for x in self.near if x < MOST)])
            bound = () if result == REAL else (last,) if result == NAT else (structure.sizes[result],)
            values[symbol] = pattern(dice, shape, *bound)
        return values

    def completed(self, sizes: Mapping[Sort, int], values: Mapping[Symbol, Any]) -> Model:
        """A model of drawn values; masks that are the truth of a formula are worked out."""
        values = dict(values)
        for symbol, formula in self.masks.items():
            drawn = Model(sizes, values, device=self.arithmetic.device)
            values[symbol] = truth_table(formula, symbol, drawn, self.arithmetic)
        return Model(sizes, values, device=self.arithmetic.device)


def numbers_near(formulas: Sequence[Formula]) -> list[float]:
    """The numbers that stand in formulas, what is 1 away from them, their doubles and all opposites, if no other pattern has them: there
    what is said of a number may change."""
    found: set[Fraction] = set()
    stack: list[Node] = list(formulas)
    while stack:
        t = stack.pop()
        stack.extend(t.children)
        if isinstance(t, Number) and 2 < abs(t.value) < FAR:
            found |= {t.value - 1, t.value, t.value + 1, 2 * t.value}
    return sorted({float(sign * x) for x in found for sign in (1, -1)})


def _in_order(masks: Mapping[Symbol, Formula]) -> dict[Symbol, Formula]:
    """Masks after those that their formulas mention; of masks that are made of each other the first is left out: it is drawn."""
    left, found = dict(masks), dict[Symbol, Formula]()
    while left:
        ready = next((s for s, formula in left.items() if left.keys().isdisjoint(formula.free)), None)
        if ready is None:
            del left[next(iter(left))]
        else:
            found[ready] = left.pop(ready)
    return found


def truth_table(formula: Formula, mask: Symbol, model: Model, arithmetic: Arithmetic) -> torch.Tensor:
    """1 where a formula certainly holds, else 0, at all places of the mask."""
    truth = program(formula, model).run(model, arithmetic).at(model, *places(mask))
    numbers: torch.Tensor = truth.holds.to(torch.float32)
    return numbers.expand(*numbers.shape[:-1], model.batch).contiguous()
