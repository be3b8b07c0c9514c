"""Laws of partial states and their merge: what they are on numbers, and what the lemmas about them assume."""

from gaproof.exact import Instance
from gaproof.lemmas.injection import injection
from gaproof.lemmas.merging import one_merge, one_of_keys
from gaproof.terms import Eq, ForAll, Le, exp, field, index, kernel, scalar, sizes
from gaproof.theory.merging import Partial, empty, merges, partial, proper, same, state_of

keys, features = sizes("m", maybe_empty=True), sizes("D")
j, d = index("j", keys), index("d", features)
s, v, w = field("s", j), field("v", j, d), field("w", j)
a, b, c = (partial(name, d) for name in "abc")


def numbers(**states: tuple[int, int, int, int]) -> dict[object, object]:
    """Values of partial states with one feature."""
    named = {}
    for name, (there, top, mass, value) in states.items():
        of = partial(name, d)
        named |= {of.there: there, of.top: top, of.mass: mass, of.value: [value]}
    return named


def test_a_state_is_brought_to_another_score_by_the_factor_of_a_streaming_softmax() -> None:
    t = scalar("t")
    assert kernel(a.there * exp(a.top - t)) == kernel(a.at(t))


def test_sums_are_added_at_a_common_score() -> None:
    both = numbers(a=(1, 3, 2, 5), b=(1, 3, 1, -1), c=(1, 3, 3, 4))
    there, _, mass, value = merges(a, b, c, d).args
    assert all(Instance(values=both).holds(said) for said in (there, mass, value))
    wrong = {**both, c.mass: 2}
    assert Instance(values=wrong).holds(mass) is False


def test_nothing_has_one_state_and_is_the_unit() -> None:
    none = numbers(a=(0, 0, 0, 0), b=(0, 0, 0, 0), c=(0, 0, 0, 0))
    assert all(Instance(values=none).holds(said) for said in (empty(a, d), proper(a, d), same(a, b, d), merges(a, b, c, d)))
    assert Instance(values={**none, a.mass: 1}).holds(proper(a, d)) is False


def test_the_state_of_no_keys_is_nothing() -> None:
    values = {**numbers(a=(0, 0, 0, 0)), s: [7], v: [[1]], w: [0]}
    assert Instance(values=values).holds(state_of(lambda j: w[j], a, s, v, j, d))
    assert Instance(values={**values, a.there: 1}).holds(state_of(lambda j: w[j], a, s, v, j, d)) is False


def test_lemmas_assume_what_they_say() -> None:
    masks = {kernel(Eq(of.there * of.there, of.there)) for of in (a, b)}
    assert masks == one_merge(j, d).hypotheses
    assert {kernel(ForAll(j, Le(0, w[j])))} == one_of_keys(j, d).hypotheses
    small, large = sizes("p n")
    assert {kernel(Le(small, large))} == injection(small, large).hypotheses


def test_a_partial_state_has_four_parts() -> None:
    assert ("there", "top", "mass", "value") == Partial._fields
