"""Near misses that no search refutes: the kernel derives 0 = 1 from them, at explicit values and for all sizes.

They say something about functions on the reals, about steps that go to 0, or about equal exponentials, which balls cannot tell.
Where two different indices are needed, a and b with δ(a, b) = 0 are assumed.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gaproof.proof.statement import Statement
from gaproof.proof.substitution import Lambda, substitute
from gaproof.proof.syntax import ONE, ZERO, Delta, Eq, Formula, Implies, Symbol
from gaproof.proof.theorem import Theorem
from gaproof.tactics import forward as f
from gaproof.tactics.search import discharge, prove
from gaproof.terms import Sum, delta, exp, index, scalar
from tests.theorems.falsify import monotone
from theorems.anchor import free_energy, jacobian, shift

Refutation = Callable[[Statement], Theorem]
FALSE = Eq(ZERO, ONE)


def closure(statement: Statement) -> tuple[list[Symbol], Formula]:
    """The free symbols of a statement, and the statement as one formula: ∀ symbols (hypotheses → conclusion)."""
    body = statement.conclusion
    for h in reversed(statement.hypotheses.values()):
        body = Implies(h, body)
    symbols = sorted(s for s in body.free if not s.constant)
    return symbols, f.forall(symbols, body)


def at(statement: Statement, values: Mapping[str, Any], facts: Sequence[Theorem] = ()) -> Theorem:
    """What the statement says at values of its variables, its hypotheses proved there from the facts."""
    symbols, everywhere = closure(statement)
    chosen = {s: f.value(values.get(s.name, s)) for s in symbols}
    th = f.spec(f.assume(everywhere), *chosen.values())
    for h in statement.hypotheses.values():
        th = f.mp(th, prove(substitute(h, chosen), facts))
    return th


def refutes(statement: Statement, th: Theorem) -> bool:
    """Whether the theorem says 0 = 1 and assumes the statement only, and perhaps that some type has two elements."""

    def two_indices(h: Formula) -> bool:
        return type(h) is Eq and type(h.children[0]) is Delta and h.children[1] == ZERO and all(not c.children for c in h.children[0].children)

    _, everywhere = closure(statement)
    others = th.hypotheses - {everywhere}
    return th.conclusion == FALSE and everywhere in th.hypotheses and len(others) <= 1 and all(map(two_indices, others)) and not _axioms(th)


def _axioms(th: Theorem) -> set[str]:
    return {name for name, _ in th.axioms} - {"exp_tangent"}


def different(of: Any) -> tuple[Any, Any, Theorem]:
    """Two indices a and b, and δ(a, b) = 0."""
    a, b = index("a b", of)
    return a, b, f.assume(Eq(f.node(delta(a, b)), ZERO))


def no_bound_for_an_exponential(statement: Statement) -> Theorem:
    """ℓ(w) = e⁻ʷ is at most 1 on [0, 1]; a bound K everywhere fails at w = −K, because 1 + K ≤ eᴷ."""
    x, K = scalar("x K")
    bounded = at(statement, {"ell": (x, exp(-x))}, monotone())
    (bound,) = f.obtain(bounded, K)
    over = f.spec(bound, -K)
    steep = f.spec(f.gen(TANGENT(), scalar("t")), K)
    contrary = f.le(1, 0, f.add(f.by(over), f.by(steep)))
    return f.release(f.absurd(contrary, FALSE), bounded, K)


def one_constant_for_two_rows(statement: Statement) -> Theorem:
    """s_i = δ(i, a) is a row field, so it anchors like 0; one constant would be 1 in row a and 0 in row b."""
    i, j = shift.i, shift.j
    a, b, apart = different(i)
    values = {"M": ((i, j), 1), "kappa": ((i, j), 1), "tau": 1, "s": ((i, j), delta(i, a)), "t": ((i, j), 0)}
    forward = f.part(at(statement, values), 0)
    common = f.mp(forward, prove(forward.conclusion.children[0], []))
    u = scalar("u")
    (same,) = f.obtain(common, u)
    in_a, in_b = (f.mp(f.spec(same, row, j), f.linear(1, 1)) for row in (a, b))
    return f.release(f.linear(0, 1, (in_b, 1), (in_a, -1), (apart, -1)), common, u)


def maximiser_with_another_reference(statement: Statement) -> Theorem:
    """π = 1 + δ(j, a), s = 0: the optimal p = π/(m + 1) is not uniform, at b it would be 1/(m + 1) = 1/m."""
    j, m = free_energy.j, free_energy.m
    a, b, apart = different(j)
    pi = 1 + delta(j, a)
    values = {"M": (j, 1), "tau": 1, "s": (j, 0), "pi": (j, pi)}
    attained = free_energy.claim.theorem("attained")
    best = f.eq_le(f.flip(f.inst(attained, values)))
    best = discharge(best, [], frozenset())
    values["p"] = (j, pi / Sum(pi, j))
    uniform = at(statement, values, [*restated(best, statement, "optimal", values)])
    here = f.spec(uniform, b)
    th = f.linear(0, 1, (here, -m * (m + 1)), (apart, m))
    return discharge(th, [], th.hypotheses & {closure(statement)[1], apart.conclusion})


def restated(th: Theorem, statement: Statement, name: str, values: Mapping[str, Any]) -> list[Theorem]:
    """The theorem in the form of a hypothesis of the statement."""
    h = statement.hypotheses[name]
    formula = substitute(h, {s: f.value(values[s.name]) for s in h.free if s.name in values})
    return [discharge(f.restate(th, formula), [], frozenset())]
