"""Partial states of attention: every part of a row has one, two of them have one merge, and it is the state of both parts together."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from ..proof import rules
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.search import discharge
from ..terms import And, Eq, Exists, ForAll, Formula, Implies, Le, Lt, Sum, exp, field, index, number, scalar, sizes
from ..theory.merging import Partial, bounding, merges, partial, proper, same, state_of
from .extremes import maximum
from .mask import mask_cases
from .subsets import indicator, truth_is_mask, where_true

KEYS, FEATURES = sizes("keys features", maybe_empty=True)
(j, i), d, x = index("j i", KEYS), index("d", FEATURES), scalar("x")
s, v = field("s", j), field("v", j, d)
weight, weight2 = field("w w2", j)
a, b, c, c2, new, other = (partial(name, d) for name in ("a", "b", "c", "c2", "new", "other"))
MASKS = {of.there: f.assume(Eq(of.there * of.there, of.there)) for of in (a, b, c, c2)}


def for_all_types(make: Callable[[], Theorem]) -> Callable[[Any, Any], Theorem]:
    """A lemma about keys j and features d of any types."""
    proved = cache(make)

    @cache
    def at(j: Any, d: Any) -> Theorem:
        return rules.retype(proved(), sorts={KEYS.sort: j.sort, FEATURES.sort: d.sort})

    at.__doc__ = make.__doc__
    return at


def the_keys(w: Any) -> Callable[[Partial], Formula]:
    """What the state of the keys with these weights is."""
    return lambda a: state_of(lambda j: w[j], a, s, v, j, d)


def the_merge(of: Partial) -> Formula:
    """It is the merge of a and b."""
    return merges(a, b, of, d)


def alone(says: Callable[[Partial], Formula], a: Partial, d: Any) -> Formula:
    """This is true of a, which is proper, and of no other partial state."""
    other = partial("other", d)
    return And(says(a), proper(a, d), ForAll(other, Implies(says(other), same(a, other, d))))


def one_state(says: Callable[[Partial], Formula], d: Any) -> Formula:
    """There is one partial state of which this is true."""
    new = partial("new", d)
    return Exists(new, alone(says, new, d))


def under(*states: Partial) -> tuple[Theorem, list[Theorem]]:
    """x bounds the largest scores: of both, and of each."""
    both = f.assume(bounding(x, *states))
    return both, [f.part(both, k) for k in range(2)]


def is_mask(of: Partial) -> Theorem:
    """u · u = u, assumed."""
    return f.assume(Eq(of.there * of.there, of.there))


class Present:
    """That a and b are there or not, and that if their merge c is there and one of them is not then the other is."""

    def __init__(self, there: Theorem, a: Partial, b: Partial, c: Partial) -> None:
        (self.a, self.no_a), (self.b, self.no_b) = ([f.assume(Eq(of.there, y)) for y in (1, 0)] for of in (a, b))
        self.c, self.masks = f.assume(Eq(c.there, 1)), (is_mask(a), is_mask(b))
        self.only_a = f.linear(a.there, 1, (self.c, 1), (there, -1), (self.no_b, a.there - 1))
        self.only_b = f.linear(b.there, 1, (self.c, 1), (there, -1), (self.no_a, b.there - 1))

    def cases(self, both: Theorem, only_a: Theorem, only_b: Theorem) -> Theorem:
        """c, from what follows if both are there, and if one of them is not."""
        return mask_cases(self.masks[1], mask_cases(self.masks[0], both, only_b), only_a)


def least_of(there: Theorem, attained: Theorem, a: Partial, b: Partial, c: Partial) -> Theorem:
    """∀x (t_a, t_b ≤ x → u_c = 1 → t_c ≤ x), because t_c is one of the two."""
    at, (bounded, each) = Present(there, a, b, c), under(a, b)
    of_b, of_a, product = (f.part(f.mp(attained, at.c), k) for k in range(3))
    only_b = f.le(c.top, x, f.by(f.mp(each[1], at.only_b)), (f.mp(of_b, at.no_a), -1))
    only_a = f.le(c.top, x, f.by(f.mp(each[0], at.only_a)), (f.mp(of_a, at.no_b), -1))
    equal = Eq(c.top - a.top, 0)
    other = f.linear(c.top - b.top, 0, (product, 1 / (c.top - a.top)))
    first = f.le(c.top, x, f.by(f.mp(each[0], at.a)), (f.assume(equal), -1))
    both = f.cases(equal, first, f.le(c.top, x, f.by(f.mp(each[1], at.b)), (other, -1)))
    return f.gen(f.imply(f.imply(at.cases(both, only_a, only_b), at.c), bounded), x)


def attained_of(there: Theorem, bounds: list[Theorem], least: Theorem, a: Partial, b: Partial, c: Partial) -> Theorem:
    """u_c = 1 → t_c is one of the two, because it bounds both and whatever bounds both bounds it."""
    at = Present(there, a, b, c)
    missing = (f.linear(0, 1, (here, 1), (gone, -1)) for here, gone in ((at.a, at.no_a), (at.b, at.no_b)))
    no_a, no_b = missing

    def equal(of: Partial, above: Theorem, below_a: Theorem, below_b: Theorem) -> Theorem:
        """t_c = t, from t ≤ t_c and what says that t bounds both."""
        both = f.conj(f.imply(below_a, at.a), f.imply(below_b, at.b))
        return f.antisymmetry(f.mp(f.spec(least, of.top), both, at.c), above)

    def itself(of: Partial) -> Theorem:
        return f.le(of.top, of.top, f.num(0))

    is_b = equal(b, f.mp(bounds[1], at.only_b), f.absurd(no_a, Le(a.top, b.top)), itself(b))
    is_a = equal(a, f.mp(bounds[0], at.only_a), itself(a), f.absurd(no_b, Le(b.top, a.top)))
    lower, higher = f.assume(Le(a.top, b.top)), f.assume(Lt(b.top, a.top))
    larger_b = equal(b, f.mp(bounds[1], at.b), lower, itself(b))
    larger_a = equal(a, f.mp(bounds[0], at.a), itself(a), f.le(b.top, a.top, f.by(higher)))
    product = (c.top - a.top) * (c.top - b.top), 0
    zero_b, zero_a = (f.linear(*product, (th, c.top - of.top)) for th, of in ((is_b, a), (is_a, b)))
    both_b, both_a = (f.linear(*product, (th, c.top - of.top)) for th, of in ((larger_b, a), (larger_a, b)))
    one_of = at.cases(f.cases(lower.conclusion, both_b, both_a), zero_a, zero_b)
    return f.imply(f.conj(f.imply(is_b, at.no_a), f.imply(is_a, at.no_b), one_of), at.c)


def split(th: Theorem, a: Partial, b: Partial, c: Partial) -> tuple[Any, ...]:
    """What a merge says: there, bounds of the two, least, nothing, mass, value."""
    there, top, mass, value = (f.part(th, k) for k in range(4))
    bounds, attained, nothing = (f.part(top, k) for k in range(3))
    return there, [f.part(bounds, k) for k in range(2)], least_of(there, attained, a, b, c), nothing, mass, value


def told(th: Theorem, weight: Any, of: Partial) -> tuple[Theorem, ...]:
    """What it says to be the state of keys: there, bound, least, nothing, mass, value."""
    there, top, mass, value = (f.part(th, k) for k in range(4))
    inside, attained, nothing = (f.part(top, k) for k in range(3))
    bounded, here = f.assume(ForAll(j, Implies(Lt(0, weight), Le(s[j], x)))), f.assume(Eq(of.there, 1))
    found = f.mp(attained, here)
    (key,) = f.obtain(found, j)
    least = f.le(of.top, x, f.by(f.mp(f.spec(bounded, j), f.part(key, 0))), (f.part(key, 1), 1))
    least = f.gen(f.imply(f.imply(f.release(least, found, j), here), bounded), x)
    return there, inside, least, nothing, mass, value


def found(says: Callable[[Partial], Formula], mask: Theorem, of: Partial, said: Theorem, nothing: Theorem, once: Theorem) -> Theorem:
    """one_state(says), from a state, what is said of it, what it is if nothing is there, and that it is the only one."""
    of_other = f.gen(f.imply(once, says(other)), *other[1:])
    th = f.conj(said, nothing, f.gen(f.imply(of_other, Eq(other.there * other.there, other.there)), other.there))
    rest = Exists(tuple(new[1:]), alone(says, Partial(number(of.there), *new[1:]), d))
    return f.exists(f.conj(mask, f.exists(th, rest, *of[1:])), one_state(says, d), of.there)


def called(*pairs: tuple[Partial, Partial]) -> dict[Any, Any]:
    """Other names for states, as values."""
    return {old: now for pair in pairs for old, now in zip(*pair, strict=True)}


@for_all_types
def merged_once() -> Theorem:
    """merges(a, b, c), merges(a, b, c2) ⊢ c and c2 are the same."""
    given = [f.assume(the_merge(of)) for of in (c, c2)]
    (there, bounds, least, nothing, mass, value), (there2, bounds2, least2, nothing2, mass2, value2) = (
        split(th, a, b, of) for th, of in zip(given, (c, c2), strict=True)
    )
    equal = f.linear(c.there, c2.there, (there, 1), (there2, -1))
    some, none = f.assume(Eq(c.there, 1)), f.assume(Eq(c.there, 0))
    below = f.mp(f.spec(least, c2.top), f.conj(*bounds2), some)
    above = f.mp(f.spec(least2, c.top), f.conj(*bounds), f.linear(c2.there, 1, (some, 1), (equal, -1)))
    both_zero = (f.mp(nothing, none), 1), (f.mp(nothing2, f.linear(c2.there, 0, (none, 1), (equal, -1))), -1)
    top = mask_cases(MASKS[c.there], f.antisymmetry(below, above), f.linear(c.top, c2.top, *both_zero))

    def moved(said: Theorem, said2: Theorem, term: Callable[[Partial], Any]) -> Theorem:
        """The same sum, at the other top."""

        def sum_at(top: Any) -> Any:
            return a.at(top) * term(a) + b.at(top) * term(b)

        here = f.rewrite(top, f.linear(sum_at(c.top), sum_at(c.top)), x, Eq(sum_at(c.top), sum_at(x)))
        return f.linear(term(c), term(c2), (said, 1), (here, 1), (said2, -1))

    sums = moved(mass, mass2, lambda of: of.mass), moved(f.spec(value, d), f.spec(value2, d), lambda of: of.value[d])
    return f.conj(equal, top, sums[0], f.gen(sums[1], d))


@for_all_types
def one_merge() -> Theorem:
    """u_a and u_b are 0 or 1 ⊢ a and b have one merge: its top is the larger of theirs."""
    pair, there = (a, b), a.there + b.there - a.there * b.there
    some, none = ([f.assume(Eq(of.there, y)) for of in pair] for y in (1, 0))
    one, nothing, (bounded, each) = f.assume(Eq(there, 1)), f.assume(Eq(there, 0)), under(a, b)
    mask = f.linear(there * there, there, (MASKS[a.there], 1 - 2 * b.there + b.there * b.there), (MASKS[b.there], 1 - a.there))
    gone = [f.linear(of.there, 0, (nothing, of.there), (MASKS[of.there], rest.there - 1)) for of, rest in (pair, pair[::-1])]

    def fits(top: Any, above: list[Theorem], least: Theorem, zero: Theorem) -> Theorem:
        """With this top, if u = 1 ⊢ t ≤ top for both, what bounds both bounds it, and it is 0 if there is nothing."""

        def total(term: Callable[[Partial], Any]) -> Any:
            return a.at(top) * term(a) + b.at(top) * term(b)

        def of_nothing(term: Callable[[Partial], Any]) -> Theorem:
            return f.linear(total(term), 0, *((th, exp(of.top - top) * term(of)) for th, of in zip(gone, pair, strict=True)))

        mass, value = total(lambda of: of.mass), total(lambda of: of.value[d])
        bounds = f.conj(*(f.imply(th, here) for th, here in zip(above, some, strict=True)))
        least = f.gen(f.imply(f.imply(least, one), bounded), x)
        sums = f.linear(mass, mass), f.gen(f.linear(value, value), d)
        same_there = f.linear(there, there)
        attained = attained_of(same_there, [f.part(bounds, k) for k in range(2)], least, a, b, Partial(there, top, mass, None))
        said = f.conj(same_there, f.conj(bounds, attained, f.imply(zero, nothing)), *sums)
        none = f.imply(f.conj(nothing, zero, of_nothing(lambda of: of.mass), f.gen(of_nothing(lambda of: of.value[d]), d)), nothing)
        now = Partial(there, top, mass, (d, value))
        once = f.cut(f.inst(merged_once(j, d), called((c, now), (c2, other))), mask, said)
        return found(the_merge, mask, now, said, none, once)

    def single(k: int) -> Theorem:
        """The other is missing: the top is u t, which is 0 if this one is missing, too."""
        of, rest = pair[k], pair[1 - k]
        top = of.there * of.top
        itself = f.le(of.top, top, f.num(0), (some[k], of.top))
        never = f.absurd(f.linear(0, 1, (some[1 - k], 1), (none[1 - k], -1)), Le(rest.top, top))
        here = f.linear(of.there, 1, (one, 1), (none[1 - k], of.there - 1))
        least = f.le(top, x, f.by(f.mp(each[k], here)), (here, -of.top))
        return fits(top, [itself, never][:: 1 - 2 * k], least, f.linear(top, 0, (gone[k], of.top)))

    def both(k: int) -> Theorem:
        """Both are there, and this one is not lower."""
        top, larger = pair[k].top, f.assume(Le(pair[1 - k].top, pair[k].top))
        itself = f.le(top, top, f.num(0))
        zero = f.absurd(f.linear(0, 1, (some[k], 1), (gone[k], -1)), Eq(top, 0))
        return fits(top, [itself, larger][:: 1 - 2 * k], f.mp(each[k], some[k]), zero)

    two = f.cases(Le(b.top, a.top), both(0), f.cut(both(1), f.le(a.top, b.top, f.by(f.assume(Lt(a.top, b.top))))))
    return mask_cases(MASKS[b.there], mask_cases(MASKS[a.there], two, single(1)), single(0))


@cache
def weighted_once() -> Theorem:
    """c and c2 are states of the keys with weights w ⊢ they are the same."""
    given = [f.assume(the_keys(weight)(of)) for of in (c, c2)]
    (there, inside, least, nothing, mass, value), (there2, inside2, least2, nothing2, mass2, value2) = (
        told(th, weight[j], of) for th, of in zip(given, (c, c2), strict=True)
    )
    (one, zero), (one2, zero2) = ([f.assume(Eq(of.there, y)) for y in (1, 0)] for of in (c, c2))
    mask, mask2 = MASKS[c.there], MASKS[c2.there]
    here2 = f.mp(f.part(there2, 1), f.mp(f.part(there, 0), one))  # u = 1 ⊢ u2 = 1
    here = f.mp(f.part(there, 1), f.mp(f.part(there2, 0), one2))
    gone2 = mask_cases(mask2, f.absurd(f.linear(1, 0, (here, -1), (zero, 1)), Eq(c2.there, 0)), zero2)  # u = 0 ⊢ u2 = 0
    equal = mask_cases(mask, f.linear(c.there, c2.there, (one, 1), (here2, -1)), f.linear(c.there, c2.there, (zero, 1), (gone2, -1)))
    below, above = f.mp(f.spec(least, c2.top), inside2, one), f.mp(f.spec(least2, c.top), inside, here2)
    both_zero = f.linear(c.top, c2.top, (f.mp(nothing, zero), 1), (f.mp(nothing2, gone2), -1))
    top = mask_cases(mask, f.antisymmetry(below, above), both_zero)

    def moved(said: Theorem, said2: Theorem, y: Any) -> Theorem:
        def sum_at(top: Any) -> Any:
            return Sum(weight[j] * exp(s[j] - top) * y, j)

        here = f.rewrite(top, f.linear(sum_at(c.top), sum_at(c.top)), x, Eq(sum_at(c.top), sum_at(x)))
        return f.linear(*(th.conclusion.children[0] for th in (said, said2)), (said, 1), (here, 1), (said2, -1))

    sums = moved(mass, mass2, 1), moved(f.spec(value, d), f.spec(value2, d), v[j, d])
    return f.conj(equal, top, sums[0], f.gen(sums[1], d))


@for_all_types
def one_of_keys() -> Theorem:
    """0 ≤ w ⊢ the keys with weights w have one state: its top is the largest of their scores, or there are none."""
    some, in_ = Exists(j, Lt(0, weight[j])), f.assume(Lt(0, weight[j]))
    given = f.assume(ForAll(j, Le(0, weight[j])))
    sign = f.spec(given, j)

    def state_at(there: Any, top: Any, is_there: Theorem, bounds: tuple[Theorem, ...], empty: Callable[[Any, Any], Theorem]) -> Theorem:
        mass, value = Sum(weight[j] * exp(s[j] - top), j), Sum(weight[j] * exp(s[j] - top) * v[j, d], j)
        now, mask = Partial(there, top, mass, (d, value)), f.linear(number(there) * there, there)
        said = f.conj(is_there, f.conj(*bounds), f.linear(mass, mass), f.gen(f.linear(value, value), d))
        once = f.cut(f.inst(weighted_once(), called((c, now), (c2, other))), mask, said)
        return found(the_keys(weight), mask, now, said, empty(mass, value), once)

    # a key with weight: the largest score
    h = field("h", j)
    chosen = indicator(Lt(0, weight[j]), h, j)
    (known,) = f.obtain(chosen, h)
    fact = f.spec(known, j)
    is_mask = f.gen(f.cut(truth_is_mask(Lt(0, weight[j]), h[j]), fact), j)
    positive = f.cut(where_true(Lt(0, weight[j]), h[j]), fact)
    counted = f.mp(f.part(fact, 0), f.conj(in_))  # 0 < w_j ⊢ h_j = 1
    live = f.release(f.exists(counted, Exists(j, Eq(h[j], 1)), j), f.assume(some), j)
    highest = f.cut(f.inst(maximum(j.sort), {"h": h, "x": s}), is_mask, live)
    (best,) = f.obtain(highest, i)
    inside = f.gen(f.imply(f.mp(f.spec(f.part(best, 1), j), counted), in_), j)
    at_i = f.cut(f.inst(positive, {j: i}), f.part(best, 0))
    one = f.linear(1, 1)
    never = f.assume(Eq(1, 0))
    is_there = f.conj(f.imply(f.assume(some), one), f.imply(one, f.assume(some)))
    is_top = Exists(j, And(Lt(0, weight[j]), Eq(s[j], s[i])))
    attained = f.imply(f.exists(f.conj(at_i, f.linear(s[i], s[i])), is_top, i), one)

    def never_empty(mass: Any, value: Any) -> Theorem:
        return f.imply(f.absurd(never, And(Eq(1, 0), Eq(s[i], 0), Eq(mass, 0), ForAll(d, Eq(value, 0)))), never)

    yes = state_at(1, s[i], is_there, (inside, attained, f.imply(f.absurd(never, Eq(s[i], 0)), never)), never_empty)
    yes = f.release(f.release(yes, highest, i), chosen, h)
    # none: all weights are 0
    none, zero = f.assume(f.otherwise(some)), f.linear(0, 0)
    clash = f.mp(none, f.exists(in_, some, j))
    nothing = f.cases(in_.conclusion, f.absurd(clash, Eq(weight[j], 0)), f.antisymmetry(f.assume(Le(weight[j], 0)), sign))
    wrong = f.assume(Eq(0, 1))
    gone = f.conj(f.imply(f.absurd(wrong, some), wrong), f.imply(f.absurd(f.mp(none, f.assume(some)), Eq(0, 1)), f.assume(some)))
    inside = f.gen(f.imply(f.absurd(clash, Le(s[j], 0)), in_), j)
    attained = f.imply(f.absurd(wrong, Exists(j, And(Lt(0, weight[j]), Eq(s[j], 0)))), wrong)

    def all_zero(mass: Any, value: Any) -> Theorem:
        sums = f.linear(mass, 0, (nothing, exp(s[j]), j)), f.linear(value, 0, (nothing, exp(s[j]) * v[j, d], j))
        return f.imply(f.conj(zero, zero, sums[0], f.gen(sums[1], d)), zero)

    no = state_at(0, 0, gone, (inside, attained, f.imply(zero, zero)), all_zero)
    return discharge(f.cases(some, yes, no), [given], frozenset({given.conclusion}))


@for_all_types
def together() -> Theorem:
    """0 ≤ w, w2, a and b are the states of the keys with weights w and w2, c is their merge ⊢ c is that of the keys with w + w2."""
    given = [f.assume(ForAll(j, Le(0, w[j]))) for w in (weight, weight2)]
    first, second, merged = f.assume(the_keys(weight)(a)), f.assume(the_keys(weight2)(b)), f.assume(the_merge(c))
    there_a, inside_a, _, _, mass_a, value_a = told(first, weight[j], a)
    there_b, inside_b, _, _, mass_b, value_b = told(second, weight2[j], b)
    there, (above_a, above_b), _, nothing, mass, value = split(merged, a, b, c)
    in_a, in_b = f.assume(Lt(0, weight[j])), f.assume(Lt(0, weight2[j]))
    not_a, not_b = f.assume(Le(weight[j], 0)), f.assume(Le(weight2[j], 0))
    sign_a, sign_b = (f.spec(th, j) for th in given)

    def is_there(state: Theorem, weight: Any, fact: Theorem) -> Theorem:
        """u = 1, from a key."""
        return f.mp(f.part(state, 1), f.exists(fact, Exists(j, Lt(0, weight[j])), j))

    a_there, b_there = is_there(there_a, weight, in_a), is_there(there_b, weight2, in_b)
    together = Lt(0, weight[j] + weight2[j])
    key = f.assume(together)
    from_b = f.lt(0, weight2[j], f.add(f.by(key), f.by(not_a)))

    def either(by_a: Theorem, by_b: Theorem) -> Theorem:
        """What follows from a key of a and from a key of b follows from a key of both together."""
        return f.cases(in_a.conclusion, by_a, f.cut(by_b, from_b))

    whole = [f.linear(c.there, 1, (there, 1), (th, 1 - rest.there)) for th, rest in ((a_there, b), (b_there, a))]
    # it is there
    some = Exists(j, together)
    back = f.release(either(*whole), f.assume(some), j)
    u_a, u_b, u_c = (f.assume(Eq(of.there, 1)) for of in (a, b, c))
    no_a = f.assume(Eq(a.there, 0))
    found_a, found_b = f.mp(f.part(there_a, 0), u_a), f.mp(f.part(there_b, 0), u_b)
    by_a = f.release(f.exists(f.lt(0, weight[j] + weight2[j], f.add(f.by(in_a), f.by(sign_b))), some, j), found_a, j)
    by_b = f.release(f.exists(f.lt(0, weight[j] + weight2[j], f.add(f.by(in_b), f.by(sign_a))), some, j), found_b, j)
    by_b = f.cut(by_b, f.linear(b.there, 1, (u_c, 1), (there, -1), (no_a, b.there - 1)))
    forth = mask_cases(MASKS[a.there], by_a, by_b)
    # its top
    inside = either(
        f.le(s[j], c.top, f.add(f.by(f.mp(f.spec(inside_a, j), in_a)), f.by(f.mp(above_a, a_there)))),
        f.le(s[j], c.top, f.add(f.by(f.mp(f.spec(inside_b, j), in_b)), f.by(f.mp(above_b, b_there)))),
    )
    is_top, at = Exists(j, And(together, Eq(s[j], c.top))), Present(there, a, b, c)
    of_b, of_a, product = (f.part(f.mp(f.part(f.part(merged, 1), 1), at.c), k) for k in range(3))

    def moved(state: Theorem, here: Theorem, equal: Theorem, rest: Theorem) -> Theorem:
        """A key with the largest score of a part has that of both, from t_c = t."""
        some_key = f.mp(f.part(f.part(state, 1), 1), here)
        (key,) = f.obtain(some_key, j)
        now = f.lt(0, weight[j] + weight2[j], f.add(f.by(f.part(key, 0)), f.by(rest)))
        same = f.linear(s[j], c.top, (f.part(key, 1), 1), (equal, -1))
        return f.release(f.exists(f.conj(now, same), is_top, j), some_key, j)

    equal_a = f.assume(Eq(c.top - a.top, 0))
    equal_b = f.linear(c.top - b.top, 0, (product, 1 / (c.top - a.top)))
    first_top = moved(first, at.a, f.linear(c.top, a.top, (equal_a, 1)), sign_b)
    second_top = moved(second, at.b, f.linear(c.top, b.top, (equal_b, 1)), sign_a)
    only_a, only_b = moved(first, at.only_a, f.mp(of_a, at.no_b), sign_b), moved(second, at.only_b, f.mp(of_b, at.no_a), sign_a)
    attained = f.imply(at.cases(f.cases(equal_a.conclusion, first_top, second_top), only_a, only_b), at.c)
    top = f.conj(f.gen(f.imply(inside, key), j), attained, nothing)
    # its sums: u_a w = w
    kept = []
    for of, w, here, gone, sign in ((a, weight, a_there, not_a, sign_a), (b, weight2, b_there, not_b, sign_b)):
        zero = f.antisymmetry(gone, sign)
        kept.append(
            f.cases(
                Lt(0, w[j]),
                f.linear(of.there * w[j], w[j], (here, w[j])),
                f.linear(of.there * w[j], w[j], (zero, of.there - 1)),
            )
        )

    def summed(y: Any, said: Theorem, said_a: Theorem, said_b: Theorem) -> Theorem:
        left, right = said.conclusion.children[0], Sum((weight[j] + weight2[j]) * exp(s[j] - c.top) * y, j)
        parts = [(said_a, a.at(c.top)), (said_b, b.at(c.top))]
        return f.linear(left, right, (said, 1), *parts, *((th, exp(s[j] - c.top) * y, j) for th in kept))

    sums = summed(1, mass, mass_a, mass_b), summed(v[j, d], *(f.spec(th, d) for th in (value, value_a, value_b)))
    th = f.conj(f.conj(f.imply(forth, u_c), f.imply(back, f.assume(some))), top, sums[0], f.gen(sums[1], d))
    known = [*given, first, second, merged, MASKS[a.there], MASKS[b.there]]
    return discharge(th, known, frozenset(h.conclusion for h in known))


@for_all_types
def reweighed() -> Theorem:
    """a is the state of the keys with weights w, w = w2 ⊢ a is the state of the keys with weights w2."""
    state, alike = f.assume(the_keys(weight)(a)), f.assume(ForAll(j, Eq(weight[j], weight2[j])))
    equal, of, old, new = f.spec(alike, j), a, weight[j], weight2[j]
    there, inside, _, nothing, mass, value = told(state, old, a)
    old_key, key = f.assume(Lt(0, old)), f.assume(Lt(0, new))
    as_old, as_new = f.lt(0, old, f.by(key), (equal, 1)), f.lt(0, new, f.by(old_key), (equal, -1))
    some_old, some = Exists(j, Lt(0, old)), Exists(j, Lt(0, new))
    forth = f.mp(f.part(there, 0), f.assume(Eq(of.there, 1)))
    forth = f.imply(f.release(f.exists(as_new, some, j), forth, j), Eq(of.there, 1))
    back = f.mp(f.part(there, 1), f.release(f.exists(as_old, some_old, j), f.assume(some), j))
    here = f.assume(Eq(of.there, 1))
    top_key = f.mp(f.part(f.part(state, 1), 1), here)
    (found_,) = f.obtain(top_key, j)
    is_top = Exists(j, And(Lt(0, new), Eq(s[j], of.top)))
    attained = f.exists(f.conj(f.cut(as_new, f.part(found_, 0)), f.part(found_, 1)), is_top, j)
    attained = f.imply(f.release(attained, top_key, j), here)
    inside = f.gen(f.imply(f.mp(f.spec(inside, j), as_old), key), j)
    mass = f.linear(of.mass, Sum(new * exp(s[j] - of.top), j), (mass, 1), (equal, exp(s[j] - of.top), j))
    value = f.linear(
        of.value[d], Sum(new * exp(s[j] - of.top) * v[j, d], j), (f.spec(value, d), 1), (equal, exp(s[j] - of.top) * v[j, d], j)
    )
    top = f.conj(inside, attained, nothing)
    return f.conj(f.conj(forth, f.imply(back, some)), top, mass, f.gen(value, d))
