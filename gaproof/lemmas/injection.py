"""A type goes into another one that is not smaller, element by element; and if that one is larger something is left over."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from ..proof import rules
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..terms import And, Eq, Exists, ForAll, Formula, Implies, Le, Lt, Sum, delta, field, index, index_map, number, sizes
from ..terms.variables import IndexType
from .mask import mask_cases

SMALL, LARGE = sizes("small large")


def different(to: Any, k: Any, k2: Any) -> Formula:
    """The map sends different elements to different ones."""
    return ForAll((k, k2), Eq(delta(to(k), to(k2)), delta(k, k2)))


def unused(h: Any, to: Any, k: Any, i: Any) -> Theorem:
    """h ∈ {0, 1}, Σ_k h_k < |n| ⊢ ∃i ∀k h_k δ(f(k), i) = 0: otherwise every i would be counted."""
    hit, k2 = h(k) * delta(to(k), i), index(f"{f.symbol(k).name}_other", k)
    mask, few = f.assume(ForAll(k, Eq(h(k) * h(k), h(k)))), f.assume(Lt(Sum(h(k), k), IndexType(i.sort)))
    free, met = ForAll(k, Eq(hit, 0)), Exists(k, Eq(hit, 1))
    some, none = Exists(i, free), f.assume(f.otherwise(Exists(i, free)))
    # what is not free is met
    idle = f.assume(f.otherwise(met))
    no = f.absurd(f.mp(idle, f.exists(f.assume(Eq(hit, 1)), met, k)), Eq(hit, 0))
    truth = f.linear(hit * hit, hit, (f.spec(mask, k), delta(to(k), i)))
    nothing = f.gen(mask_cases(truth, no, f.assume(Eq(hit, 0))), k)
    is_met = f.cases(met, f.assume(met), f.absurd(f.mp(none, f.exists(nothing, some, i)), met))
    # and is counted at least once
    (there,) = f.obtain(is_met, k2)
    others = f.tot(k, f.mul(f.sq(h(k)), f.sq(delta(to(k), i)), f.sq(1 - delta(k, k2))))
    rest = f.spec(mask, k), -(delta(to(k), i) - delta(to(k), i) * delta(k, k2)), k
    once = f.release(f.le(1, Sum(hit, k), others, rest, (there, 1)), is_met, k2)
    clash = f.lt(0, 0, f.add(f.tot(i, f.by(once)), f.by(few)))
    return f.cases(some, f.assume(some), f.absurd(clash, some))


def injection(small: Any, large: Any) -> Theorem:
    """|p| ≤ |n| ⊢ ∃f: p → n, different elements to different ones."""
    return rules.retype(_injection(), sorts={SMALL.sort: small.sort, LARGE.sort: large.sort})


@cache
def _injection() -> Theorem:
    """A set that has been sent there grows one element at a time."""
    small, large = SMALL, LARGE
    (k, k2, new), (i, j, u) = index("k k2 new", small), index("i j u", large)
    h, to, to2 = field("h", k), index_map("to", k, i), index_map("to2", k, i)
    room = f.assume(Le(small, large))

    def sent(h: Callable[[Any], Any]) -> Formula:
        both = Implies(Eq(h(k), 1), Implies(Eq(h(k2), 1), Eq(delta(to(k), to(k2)), delta(k, k2))))
        return Exists(to, ForAll((k, k2), both))

    def grown(k: Any) -> Any:
        return h[k] + delta(k, new)

    def zero(k: Any) -> Any:
        return number(0)

    never = f.assume(Eq(0, 1))
    base = f.imply(f.imply(f.absurd(never, Eq(delta(i, i), delta(k, k2))), never), never)
    base = f.exists(f.gen(base, k, k2), sent(zero), (k, i))

    # the new element goes to a place that is not used yet
    mask, here, before = f.assume(ForAll(k, Eq(h[k] * h[k], h[k]))), f.assume(Eq(h[new], 0)), f.assume(sent(lambda k: h[k]))
    (known,) = f.obtain(before, to)
    rest = f.tot(k, f.mul(f.sq(1 - h[k]), f.sq(1 - delta(k, new))))
    few = f.lt(Sum(h[k], k), large, f.add(f.num(1), rest, f.by(room)), (f.spec(mask, k), -(1 - delta(k, new)), k), (here, -1))
    place = f.cut(unused(lambda k: h[k], to, k, i), few)
    (free,) = f.obtain(place, u)
    itself, old = f.assume(Eq(delta(k, new), 1)), f.assume(Eq(delta(k, new), 0))
    moved = And(Implies(Eq(delta(k, new), 1), Eq(delta(j, u), 1)), Implies(Eq(delta(k, new), 0), Eq(delta(j, to(k)), 1)))
    goal = Exists(j, moved)
    clash = f.linear(0, 1, (itself, 1), (old, -1))
    to_u = f.conj(f.imply(f.linear(delta(u, u), 1), itself), f.imply(f.absurd(clash, Eq(delta(u, to(k)), 1)), old))
    stays = f.conj(f.imply(f.absurd(clash, Eq(delta(to(k), u), 1)), itself), f.imply(f.linear(delta(to(k), to(k)), 1), old))
    truth = f.linear(delta(k, new) * delta(k, new), delta(k, new))
    chosen = f.choice(f.gen(mask_cases(truth, f.exists(to_u, goal, u), f.exists(stays, goal, to(k))), k), to2)
    (told,) = f.obtain(chosen, to2)
    pair = [f.assume(Eq(grown(at), 1)) for at in (k, k2)]
    news, olds = ([f.assume(Eq(delta(at, new), y)) for at in (k, k2)] for y in (1, 0))
    was = [f.linear(h[at], 1, (both, 1), (old, -1)) for at, both, old in zip((k, k2), pair, olds, strict=True)]
    z, y = index("z", large), index("y", small)

    def carried(known: Theorem, first: Any, second: Any, cases: tuple[int, int]) -> Theorem:
        """δ(to2(k), to2(k2)) = δ(k, k2), from δ(first, second) = δ(k, k2) where to2 sends k to first and k2 to second."""
        facts = zip((k, k2), cases, (first, second), strict=True)
        there = [f.mp(f.part(f.spec(told, at), case), (news, olds)[case][n]) for n, (at, case, _) in enumerate(facts)]
        first_, second_ = (f.linear(delta(x, to2(at)), 1, (th, 1)) for x, at, th in zip((first, second), (k, k2), there, strict=True))
        th = f.rewrite(first_, known, z, Eq(delta(z, second), delta(k, k2)))
        return f.rewrite(second_, th, z, Eq(delta(to2(k), z), delta(k, k2)))

    alike = f.rewrite(f.linear(delta(new, k2), 1, (news[1], 1)), news[0], y, Eq(delta(k, y), 1))
    both_new = carried(f.linear(delta(u, u), delta(k, k2), (alike, -1)), u, u, (0, 0))
    apart = f.rewrite(f.linear(delta(new, k), 1, (news[0], 1)), olds[1], y, Eq(delta(k2, y), 0))
    apart2 = f.rewrite(f.linear(delta(new, k2), 1, (news[1], 1)), olds[0], y, Eq(delta(k, y), 0))
    gone = [f.linear(delta(to(at), u), 0, (f.spec(free, at), 1), (one, -delta(to(at), u))) for at, one in zip((k, k2), was, strict=True)]
    first_new = carried(f.linear(delta(u, to(k2)), delta(k, k2), (gone[1], 1), (apart, -1)), u, to(k2), (0, 1))
    second_new = carried(f.linear(delta(to(k), u), delta(k, k2), (gone[0], 1), (apart2, -1)), to(k), u, (1, 0))
    both_old = carried(f.mp(f.spec(known, k, k2), *was), to(k), to(k2), (1, 1))
    truth2 = f.inst(truth, {k: k2})
    th = mask_cases(truth, mask_cases(truth2, both_new, first_new), mask_cases(truth2, second_new, both_old))
    step = f.exists(f.gen(f.imply(th, *pair), k, k2), sent(grown), to2)
    step = f.release(f.release(f.release(step, chosen, to2), place, u), before, to)
    every = rules.subset_induct(base, step, field=f.symbol(h), index=f.symbol(new), formula=f.node(sent(lambda k: h[k])))
    whole = f.inst(every, {h: (k, 1)})
    whole = f.cut(whole, f.gen(f.linear(number(1) * number(1), 1), k))
    (known,) = f.obtain(whole, to)
    one = f.linear(number(1), 1)
    th = f.gen(f.mp(f.spec(known, k, k2), one, one), k, k2)
    return f.release(f.exists(th, Exists(to, different(to, k, k2)), to), whole, to)
