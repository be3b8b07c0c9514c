"""The hard match: ℓ(w) = 1 for w ≤ 0 and ℓ(w) = 0 for w > 0.  It decreases, and from 0 on it turns sums into products.

It is not a term of the fragment, so it is a hypothesis about the function variable ``ell``, which some function satisfies.
"""

from ..proof import rules
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Ne, function, scalar

(w, x, y), ell = scalar("w x y"), function("ell")
STEP = And(ForAll(w, Implies(Le(w, 0), Eq(ell(w), 1))), ForAll(w, Implies(Lt(0, w), Eq(ell(w), 0))))


def step_cases() -> tuple[Theorem, Theorem]:
    """STEP, w ≤ 0 ⊢ ℓ(w) = 1, and STEP, 0 < w ⊢ ℓ(w) = 0."""
    step = f.assume(STEP)
    low, high = (f.mp(f.spec(f.part(step, k), w), f.assume(c)) for k, c in enumerate((Le(w, 0), Lt(0, w))))
    return low, high


def step_at_one() -> Theorem:
    """STEP ⊢ ℓ(1) = 0."""
    return f.cut(f.inst(step_cases()[1], {w: 1}), f.lt(0, 1, f.num(1)))


def step_laws() -> list[Theorem]:
    """STEP ⊢ ℓ(x + y) = ℓ(x) ℓ(y) for 0 ≤ x, y; x ≤ y → ℓ(y) ≤ ℓ(x); ℓ is not 0 everywhere."""
    one, zero = step_cases()
    x_one, x_none, y_one, y_none = (f.inst(th, {w: at}) for at in (x, y) for th in (one, zero))
    order, from_x, from_y = (f.assume(c) for c in (Le(x, y), Le(0, x), Le(0, y)))
    is_zero = rules.antisymmetry(f.assume(Le(x, 0)), from_x)
    start = f.rewrite(f.flip(is_zero), f.linear(ell(0 + y), ell(y)), w, Eq(ell(w + y), ell(y)))
    at_start = f.linear(ell(x + y), ell(x) * ell(y), (start, 1), (x_one, -ell(y)))
    later = f.cut(f.inst(zero, {w: x + y}), f.lt(0, x + y, f.add(f.by(f.assume(Lt(0, x))), f.by(from_y))))
    beyond = f.linear(ell(x + y), ell(x) * ell(y), (later, 1), (x_none, -ell(y)))
    product = f.gen(f.imply(f.cases(Le(x, 0), at_start, beyond), from_x, from_y), x, y)
    low, none = (f.le(ell(y), ell(x), f.num(q), (th, 1), (y_none, -1)) for q, th in ((1, x_one), (0, x_none)))
    before = f.le(x, 0, f.add(f.by(order), f.by(f.assume(Le(y, 0)))))
    high = f.cut(f.le(ell(y), ell(x), f.num(0), (x_one, 1), (y_one, -1)), before)
    decreasing = f.gen(f.imply(f.cases(Le(y, 0), high, f.cases(Le(x, 0), low, none)), order), x, y)
    alive = f.cut(f.inst(one, {w: 0}), f.le(0, 0, f.num(0)))
    nonzero = rules.unequal(f.lt(0, ell(0), f.num(1), (alive, 1)))
    return [product, decreasing, f.exists(nonzero, Exists(w, Ne(ell(w), 0)), 0)]
