"""Attention as a regime: a carrier, a rule for evidence, probes with their gauge, an anchor with its update, and what it reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import add, mul
from typing import Any, final

from ..errors import CarrierError
from ..terms import Array, Element, Formula, Rational, Sum, Term, Variable, array, companion, delta, exp, field
from ..terms.base import Index
from .anchor import row_anchor
from .carrier import Carrier
from .evidence import EvidenceKernel, Table
from .gauge import Gauge, RowGauge
from .link import Exponential
from .probe import Probes, RowRatios
from .regime import Identity, Let, Place, Regime, States, matching, shown
from .update import extensional


@final
@dataclass(frozen=True)
class Choices:
    """How evidence on a carrier becomes an update of the states: the four choices of the theory."""

    name: str
    carrier: Callable[..., Carrier]
    evidence: Callable[..., EvidenceKernel]
    probes: type[Probes]
    gauge: type[Gauge]
    anchor: Callable[[Term, Any], Term]
    update: Callable[[Term, Term, Any], Term]

    def weight(self, kernel: EvidenceKernel) -> Term:
        """The anchored entry (i, j)."""
        carrier = kernel.carrier
        return self.anchor(kernel[carrier.rows, carrier.cols], carrier.cols)

    def output(self, kernel: EvidenceKernel, value: Any) -> Term:
        """The new state of row i, from values v[j], or from the term of a value at (i, j)."""
        j = kernel.carrier.cols
        return self.update(self.weight(kernel), value if isinstance(value, Term) else value[j], j)

    def said(self, kernel: EvidenceKernel) -> tuple[str, ...]:
        """The four choices for a kernel."""
        carrier = kernel.carrier
        i, j = carrier.rows, carrier.cols
        gauge, (_, pairs) = self.gauge(carrier), self.probes(carrier).probes(kernel)
        value = field("v", j)[j]
        return (
            f"carrier: {i} in {i.sort.name}, {j} in {j.sort.name}{'' if carrier.full else f', where {carrier.factors(i, j)[0]} = 1'}",
            f"evidence: {kernel[i, j]} = {kernel.entry(i, j)}",
            f"probes: {self.probes(carrier).value(kernel, pairs)}, and so a gauge: {gauge.act(kernel, *gauge.parameters())[i, j]}",
            f"anchor and update: {self.update(self.weight(kernel), value, j)}",
        )


def exponential_evidence(carrier: Carrier, work: Table | None, baseline: Table | None = None, tau: object = None) -> EvidenceKernel:
    """M_ij κ_ij exp(-w_ij/τ)."""
    return EvidenceKernel(carrier, work, Exponential(tau=tau), baseline)


MAINLINE = Choices("standard Transformer attention", Carrier, exponential_evidence, RowRatios, RowGauge, row_anchor, extensional)

Part = Regime | Array  # computed from the states, or given


@final
@dataclass(frozen=True)
class Attention(Regime):
    """Row i reads the columns of its carrier.  ``query`` and ``key`` make the score, ``value`` what is read, at ``value_at``."""

    rule: Choices
    carrier: Carrier
    query: Part | None
    key: Part | None
    value: Part
    score: Callable[[Any, Any], Term] | None
    value_at: tuple[Index, ...]
    heads: Place = ()
    baseline: Table | None = None
    tau: Any = None

    def follow(self, states: States, let: Let) -> States:
        kernel, value = self.read(states, let)
        return let(self.name, self.target, self.rule.output(kernel, value))

    def read(self, states: States, let: Let) -> tuple[EvidenceKernel, Term]:
        """The evidence, and the value at (row, column)."""
        query, key, value = (_followed(part, states, let) for part in (self.query, self.key, self.value))
        i, j = self.carrier.rows, self.carrier.cols
        if self.score is None:
            return self.rule.evidence(self.carrier, None, self.baseline, self.tau), value[self.value_at]
        at = (i, *self.heads, j)
        work = let("work", at, -self.score(query, key))
        return self.rule.evidence(self.carrier, array((i, j), work[at]), self.baseline, self.tau), value[self.value_at]

    def routes(self) -> Array:
        i, j = self.carrier.rows, self.carrier.cols
        by_row, by_column = self.reads
        k = j if by_column else companion(i)
        ways = [delta(i, k)] if by_row else []
        ways += [reduce(mul, self.carrier.factors(i, k), Rational(1))] if by_column else []
        return array((i, k), reduce(add, ways))

    @property
    def reads(self) -> tuple[bool, bool]:
        """Whether the new state of a row depends on the old states of the row itself, and of its columns."""
        pairs = self.value_at[:2] == (self.carrier.rows, self.carrier.cols)
        row = isinstance(self.query, Regime) or (pairs and isinstance(self.value, Regime))
        return row, isinstance(self.key, Regime) or (not pairs and isinstance(self.value, Regime))

    @property
    def local(self) -> bool:
        return False

    @property
    def requires(self) -> tuple[Formula, ...]:
        return (self.carrier.live_rows(),)

    @property
    def choices(self) -> tuple[str, ...]:
        work = None if self.score is None else field("w", self.carrier.rows, self.carrier.cols)
        kernel = self.rule.evidence(self.carrier, work, self.baseline, self.tau)
        return (f"{self.name}, {self.rule.name}:", *(f"  {line}" for line in self.rule.said(kernel)))


def _followed(part: Part | None, states: States, let: Let) -> Any:
    return part.follow(states, let) if isinstance(part, Regime) else part


def place_of(part: Part) -> Place:
    """Where a part has its values."""
    if isinstance(part, Regime):
        return part.target
    if isinstance(part, Array):
        return tuple(part.args[0])
    raise CarrierError(f"{part} ({type(part).__name__}) is neither a regime nor given states — write array((j, c), z[j, c]) for a field z")


def _source(*parts: Part | None) -> Place:
    """The states that the parts are computed from."""
    read = [p for p in parts if isinstance(p, Regime)]
    if not read:
        raise CarrierError("nothing that the attention reads depends on its states — make one of query, key and value a regime")
    for p in read:
        if not p.local:
            raise CarrierError(f"{p.name} looks at other places — queries, keys and values are made place by place: compose the regimes")
        if not matching(p.source, read[-1].source):
            raise CarrierError(
                f"{p.name} starts from {shown(p.source)} and {read[-1].name} from {shown(read[-1].source)} — "
                "states of another carrier are given as an array: cross_attention does so"
            )
    return read[-1].source


def _on(what: str, part: Part, at: Index, side: str) -> Place:
    """The place of a part, which has to be a row or column of the carrier."""
    place = place_of(part)
    if place[0].sort != at.sort:
        raise CarrierError(
            f"{what} are at {shown(place)}, but the {side} of the carrier are in {at.sort.name} — use the carrier of the states"
        )
    return place


def attention(
    carrier: Carrier,
    query: Part,
    key: Part,
    value: Part,
    *,
    tau: object = None,
    baseline: Table | None = None,
    groups: Variable | None = None,
    rule: Choices = MAINLINE,
    name: str = "attention",
) -> Attention:
    """Σ_j A_ij v_j with A the anchored evidence of ⟨q_i, k_j⟩/τ.  Places of queries are (row, heads…, feature), those of keys and values
    (column, heads…, feature), at ``groups(head)`` if heads share keys.  New states are at (row, heads…, feature)."""
    i, j = carrier.rows, carrier.cols
    (_, *heads, a), keys, values = _on("queries", query, i, "rows"), _on("keys", key, j, "columns"), _on("values", value, j, "columns")
    shared = [groups(h) for h in heads] if groups is not None else heads
    for what, place in (("keys", keys[:-1]), ("values", values)):
        if [k.sort for k in place[1 : len(shared) + 1]] != [h.sort for h in shared]:
            raise CarrierError(
                f"{what} are at {shown(place)}, the heads are {shown(tuple(shared))} — give each head its {what}, or groups of heads"
            )
    if keys[-1].sort != a.sort:
        raise CarrierError(f"a query has the features {a.sort.name}, a key {keys[-1].sort.name} — their product needs the same")

    def score(q: States, k: States) -> Term:
        return Sum(q[i, *heads, a] * k[j, *shared, a], a)

    features = values[1 + len(shared) :]
    target = (i, *heads, *features)
    return Attention(
        name,
        _source(query, key, value),
        target,
        rule,
        carrier,
        query,
        key,
        value,
        score,
        (j, *shared, *features),
        tuple(heads),
        baseline,
        tau,
    )


def cross_attention(carrier: Carrier, query: Regime, key: Regime, value: Regime, memory: States, **options: Any) -> Attention:
    """Attention of the states to a memory, which is given: its rows are those of the states, its columns those of the memory."""
    return attention(carrier, query, key(memory), value(memory), **{"name": "cross-attention", **options})


def gate(
    carrier: Carrier, router: Regime, experts: Regime, *, tau: object = None, rule: Choices = MAINLINE, name: str = "gate"
) -> Attention:
    """Σ_e A_ie f_e(x_i): rows are tokens, columns are experts, and the mask says which experts a token may use (the top k).  The router
    has its scores at (token, expert), the experts their answers at (token, expert, features…)."""
    i, e = carrier.rows, carrier.cols
    for what, part in (("scores", router), ("experts", experts)):
        if [k.sort for k in part.target[:2]] != [i.sort, e.sort]:
            raise CarrierError(f"the {what} are at {shown(part.target)}, the carrier is over {shown((i, e))} — give each token all experts")
    features = experts.target[2:]
    source = _source(router, experts)
    return Attention(name, source, (i, *features), rule, carrier, router, None, experts, lambda s, _: s[i, e], (i, e, *features), tau=tau)


def coarsening(
    blocks: Variable, place: Place, block: Element, potential: Table | None = None, *, tau: object = None, name: str = "coarsening"
) -> Attention:
    """Every block reads the places that the map sends to it: the mean of their states, or their Gibbs average in a potential.  It is
    attention on the carrier {(block, place): blocks(place) = block}, whose rows are live if no block is empty."""
    j, *features = place
    inside = Carrier(block, j, array((block, j), delta(blocks(j), block)))
    score = None if potential is None else lambda *_: -potential[j]
    return Attention(name, place, (block, *features), MAINLINE, inside, None, None, Identity("states", place, place), score, place, tau=tau)


@final
@dataclass(frozen=True)
class Streaming(Regime):
    """Attention whose columns are read part by part: ``of(column)`` is the part.  The partial sums of a part are relative to
    exp(``peaks``[row, heads…, part]), and are merged relative to exp(``peak``[row, heads…]); for the maxima of scores nothing overflows."""

    attention: Attention
    of: Variable
    part: Element
    peaks: Table
    peak: Table

    def follow(self, states: States, let: Let) -> States:
        a, b = self.attention, self.part
        kernel, value = a.read(states, let)
        i, j = a.carrier.rows, a.carrier.cols
        at = (i, *a.heads, b)
        entry = delta(self.of(j), b) * kernel[i, j] * exp(-self.peaks[at])
        totals = let("totals of the parts", at, Sum(entry, j))
        sums = let("sums of the parts", (*a.target, b), Sum(entry * value, j))
        scale = exp(self.peaks[at] - self.peak[i, *a.heads])
        return let(self.name, self.target, Sum(scale * sums[(*a.target, b)], b) / Sum(scale * totals[at], b))

    def routes(self) -> Array:
        return self.attention.routes()


def streaming(regime: Attention, of: Variable, part: Element, peaks: Table, peak: Table) -> Streaming:
    """The same attention, its columns read part by part."""
    return Streaming(f"streaming {regime.name}", regime.source, regime.target, regime, of, part, peaks, peak, parts=(regime,))
