"""Turns by quarters: their laws are decided, at numbers that are not known by linear independence, at known ones by their values."""

from __future__ import annotations

from typing import Any

import hypothesis
import pytest
from flint import arb, fmpq
from hypothesis import strategies as st

from gaproof.claim import statement
from gaproof.exact import Instance, counterexample
from gaproof.exact import turns as module
from gaproof.exact.affine import Affine, Unknown
from gaproof.exact.evaluate import precision
from gaproof.exact.exponentials import ball, exponential
from gaproof.exact.functions import OF_QUARTERS, turns
from gaproof.exact.recorded import recorded
from gaproof.exact.turns import COSINE, SINE, TURNS, Turning, turn
from gaproof.proof.syntax import REAL, Symbol, Type
from gaproof.terms import Eq, ForAll, Implies, Ne, Sum, delta, field, function, index, scalar, sizes, symbol

n = sizes("n")
i, j, k = index("i j k", n)
s, t, c = scalar("s t c")
cos, sin = function("cos sin")
R = field("R", t, i, j)
ENTRIES = [(Symbol(name, Type((), REAL)),) for name in "xyz"]
SMALL = st.integers(-3, 3).map(fmpq)


@st.composite
def numbers(draw: Any, depth: int = 3) -> Any:
    """Something made of turns by linear forms and of rationals: a number as a function of the values of the entries."""
    if depth == 0 or draw(st.booleans()):
        constant, slopes, which = draw(SMALL), draw(st.lists(SMALL, min_size=3, max_size=3)), draw(st.sampled_from([*TURNS, None]))
        return lambda at: constant if which is None else turn(which, sum((c * x for c, x in zip(slopes, at, strict=True)), constant))
    x, y, kind = draw(numbers(depth - 1)), draw(numbers(depth - 1)), draw(st.sampled_from("+-*"))
    return lambda at: x(at) + y(at) if kind == "+" else x(at) - y(at) if kind == "-" else x(at) * y(at)


def at(value: Any, entries: Any) -> fmpq:
    """What a turn is at integers, by the powers of i."""
    if not isinstance(value, Turning):
        return value
    real = fmpq(0)
    for form, (a, b) in value.terms.items():
        quarters = int(sum(slope * entries[entry] for entry, slope in form)) % 4
        real += (a, -b, -a, b)[quarters]
    return real


@hypothesis.given(numbers(), st.lists(SMALL, min_size=3, max_size=3))
@hypothesis.settings(deadline=None)
def test_a_trigonometric_polynomial_has_the_values_of_what_it_was_made_of(number: Any, values: Any) -> None:
    unknown = number([Affine(fmpq(0), {entry: fmpq(1)}) for entry in ENTRIES])
    assert number(values) == at(unknown, dict(zip(ENTRIES, values, strict=True)))


@pytest.mark.parametrize("x", [fmpq(1, 2), fmpq(-7, 3), fmpq(5), exponential(fmpq(1)), arb(2).sqrt()])
def test_a_turn_lies_on_the_circle(x: Any) -> None:
    with precision():
        assert (ball(turn(COSINE, x)) ** 2 + ball(turn(SINE, x)) ** 2).contains(1)
        assert ball(turn(COSINE, x)).overlaps((ball(x) / 2).cos_pi()) and ball(turn(SINE, x)).overlaps((ball(x) / 2).sin_pi())


def test_other_unknown_numbers_are_asked_for() -> None:
    x, y = (Affine(fmpq(0), {entry: fmpq(1)}) for entry in ENTRIES[:2])
    for wrong in (
        lambda: turn(SINE, x) * y,
        lambda: y + turn(SINE, x),
        lambda: turn(SINE, turn(COSINE, x)),
        lambda: turn(SINE, x + fmpq(1, 2)),
    ):
        with pytest.raises(Unknown) as asked:
            wrong()
        assert ENTRIES[0] in asked.value.entries


TRUE = (
    Eq(cos(s + t), cos(s) * cos(t) - sin(s) * sin(t)),
    Eq(sin(s + t), sin(s) * cos(t) + cos(s) * sin(t)),
    Eq(cos(t) * cos(t) + sin(t) * sin(t), 1),
    Eq(cos(-t), cos(t)),
    Eq(sin(t + 4), sin(t)),
    Eq(sin(3 * t), 3 * sin(t) - 4 * sin(t) ** 3),
    Eq(cos(t + 1), -sin(t)),
)
FALSE = (
    Eq(cos(s + t), cos(s) * cos(t) + sin(s) * sin(t)),
    Eq(sin(s + t), sin(s) * cos(t)),
    Eq(cos(t) * cos(t) - sin(t) * sin(t), 1),
    Eq(sin(-t), sin(t)),
    Eq(sin(t + 2), sin(t)),
    Ne(sin(t), 0),
)


def turning() -> Instance:
    return Instance(functions=dict(zip((cos, sin), OF_QUARTERS, strict=True)))


def test_laws_are_decided() -> None:
    for law in TRUE:
        assert turning().holds(ForAll((s, t), law)) is True, law
    for law in FALSE:
        assert turning().holds(ForAll((s, t), law)) is False, law
    assert turning().holds(ForAll(t, Eq(sin(t) * t, t))) is False, "t is tried"


def test_what_no_value_decides_is_not_decided() -> None:
    assert turning().holds(ForAll((s, t), Implies(Eq(sin(s), 0), Eq(sin(2 * s) * t, 0)))) is None


def test_a_wrong_sign_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "QUARTERS", tuple((a, -b) for a, b in module.QUARTERS))
    assert any(turning().holds(ForAll((s, t), law)) is not True for law in TRUE)


GROUP = ForAll((s, t, i, j), Eq(R(s + t, i, j), Sum(R(s, i, k) * R(t, k, j), k)))
ORTHOGONAL = ForAll((t, i, j), Eq(Sum(R(t, k, i) * R(t, k, j), k), delta(i, j)))


@pytest.mark.parametrize(("size", "expected"), [(1, False), (2, True), (3, False)])
def test_turns_of_a_plane_are_a_group(size: int, expected: bool) -> None:
    term = turns(symbol(R), ())
    (a,) = term.body.free - {*TURNS}
    model = Instance({n: size}, {a: 0}, {R: term})
    assert [expected] * 2 == [model.holds(law) for law in (GROUP, ORTHOGONAL)]


def test_a_search_finds_that_turns_are_not_constant() -> None:
    laws = {"group": GROUP, "orthogonal": ORTHOGONAL}
    assert counterexample(statement(given=laws, shows=Eq(R(c, i, j), R(-c, i, j)))) is not None
    assert counterexample(statement(given=laws, shows=Eq(R(c, i, j), R(-c, j, i))), attempts=2) is None, "this is true"


def test_a_record_leaves_out_what_everyone_knows() -> None:
    term = turns(symbol(R), ())
    (a,) = term.body.free - {*TURNS}
    model = recorded({a.type.result: 2}, {(a,): 1}, {symbol(R): term}, [symbol(R)])
    assert model is not None and {"R_0": 1} == model.values
    back = model.at({"R": symbol(R)}, {"n": a.type.result})
    assert back.holds(GROUP) is True
