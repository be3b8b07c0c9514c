"""Statements as users may write them, true and false ones of unusual shapes: no true one is refuted, a false one does not pass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gaproof import Claim, library
from gaproof.claim import Part
from gaproof.evidence.gathering import evidence
from gaproof.evidence.settings import Settings
from gaproof.exact import counterexample
from gaproof.terms import (
    And,
    Eq,
    Exists,
    ForAll,
    Iff,
    Implies,
    Le,
    Lt,
    Ne,
    Rational,
    Sum,
    delta,
    exp,
    field,
    function,
    index,
    index_map,
    log,
    nat,
    natural,
    number,
    scalar,
    sizes,
    succ,
)
from gaproof.theory import entropy, kl, softmax

n, m, r = sizes("n m r")
none = sizes("none", maybe_empty=True)
i, i2, i3 = index("i i2 i3", n)
j, j2, j3 = index("j j2 j3", m)
c, z = index("c", r), index("z", none)
s, t, K, A, B = *field("s t", i, j), *field("K A B", i, i2)
M, N, mask = *field("M N", i, j, domain="mask"), field("mask", j, domain="mask")
x, y, p, q = *field("x y", j), *field("p q", j, domain="simplex")
k1, xz, H = field("k1", i, j, domain="positive"), field("xz", z), field("H", j, j, j)
a, b, u, v = scalar("a b u v")
f, g = function("f g")
two, mixed = field("two", a, b), field("mixed", i, a)
to, own = index_map("to", j, n), index_map("own", j, m)
k, l = natural("k l")
place0, at0, a_drawn = scalar("place0 at0 a_drawn")


def product(left: Any, right: Any) -> Any:
    """An entry of a matrix product."""
    return Sum(left[i, i3] * right[i3, i2], i3)


defined = {"def": ForAll((i, j), Iff(Eq(M[i, j], 1), Lt(0, s[i, j])))}
always = {"def": ForAll((i, j), Iff(Eq(M[i, j], 1), Le(exp(s[i, j]) * exp(t[i, j]), exp(s[i, j] + t[i, j]))))}
injective = {"injective": ForAll((j, j2), Implies(Eq(delta(own(j), own(j2)), 1), Eq(delta(j, j2), 1)))}
additive = {"law": ForAll((u, v), Eq(f(u + v), f(u) * f(v)))}
deep = Sum(s[i, j] * K[i, i2] * x[j2] * y[j3], i, i2, j, j2, j3)

TRUE: dict[str, tuple[dict[str, Any], Any]] = {
    "numbers": ({}, Lt(exp(1), 3)),
    "huge numbers": ({}, Lt(exp(10**6), exp(10**6 + 1))),
    "numbers beyond floats": ({}, Le(a * 10**400, a * 10**400 + 1)),
    "a step below every float": ({}, Lt(a, a + Rational(1, 10**400))),
    "naturals": ({}, And(Le(0, nat(k)), Ne(nat(k), Rational(1, 2)), Eq(nat(succ(k)), nat(k) + 1))),
    "a natural for each": ({}, ForAll(k, Lt(nat(k), nat(k) + 1))),
    "a sum over what may be nothing": ({}, Implies(ForAll(z, Eq(xz[z], 1)), Le(0, Sum(xz[z], z)))),
    "contradicting signs": ({"a": Lt(a, 0), "b": Lt(0, a)}, Eq(0, 1)),
    "contradicting equations": ({"a": Eq(a, 1), "b": Eq(a, 2)}, Eq(0, 1)),
    "an exponential of 0": ({"a": Eq(exp(a), 0)}, Eq(0, 1)),
    "a share with another sum": ({"a": Eq(Sum(p[j], j), 2)}, Eq(0, 1)),
    "a mask that is 2": ({"a": ForAll(j, Eq(mask[j], 2))}, Eq(0, 1)),
    "half an element": ({"h": Eq(m * 2, 7)}, Eq(0, 1)),
    "a condition that never holds": ({}, Implies(Lt(a, a), Eq(0, 1))),
    "0/x": ({}, Eq(0 * (1 / a), 0)),
    "equal exponentials": ({"h": Eq(exp(a), exp(b))}, Eq(a, b)),
    "Cauchy and Schwarz": ({}, Le(Sum(x[j] * y[j], j) * Sum(x[j] * y[j], j), Sum(x[j] * x[j], j) * Sum(y[j] * y[j], j))),
    "Jensen": ({}, Le(exp(Sum(p[j] * x[j], j)), Sum(p[j] * exp(x[j]), j))),
    "the largest entropy": ({}, Le(entropy(p[j], j), log(m))),
    "a mask that is a truth": (defined, ForAll((i, j), Implies(Eq(M[i, j], 0), Le(s[i, j], 0)))),
    "a mask that is the truth at a free index": (
        {"def": ForAll(j, Iff(Eq(mask[j], 1), Lt(0, s[i, j])))},
        ForAll(j, Implies(Eq(mask[j], 0), Le(s[i, j], 0))),
    ),
    "a mask that no ball decides": (always, ForAll((i, j), Eq(M[i, j], 1))),
    "a mask that is its opposite": ({"def": ForAll(j, Iff(Eq(mask[j], 1), Eq(mask[j], 0)))}, Eq(0, 1)),
    "an injective map": (injective, Eq(Sum(x[own(j)], j), Sum(x[j], j))),
    "fibres": ({}, Eq(Sum(delta(to(j), i) * x[j], i, j), Sum(x[j], j))),
    "pigeons": ({"h": Lt(n, m)}, Exists(j, Exists(j2, And(Eq(delta(j, j2), 0), Eq(delta(to(j), to(j2)), 1))))),
    "a free index": ({"h": Eq(delta(j, j2), 1)}, Eq(x[j], x[j2])),
    "∃∀ to ∀∃": ({}, Implies(Exists(i, ForAll(j, Lt(s[i, j], 0))), ForAll(j, Exists(i, Lt(s[i, j], 0))))),
    "someone is at least the mean": ({}, Exists(j, Le(Sum(x[j2], j2) / m, x[j]))),
    "a law": (additive | {"nz": Exists(u, Ne(f(u), 0))}, Eq(f(0), 1)),
    "for every field that is x": ({"h": ForAll(y, Implies(ForAll(j, Eq(y[j], x[j])), Lt(0, Sum(y[j], j))))}, Lt(0, Sum(x[j], j))),
    "for every number": ({"h": ForAll(u, Le(u * a, u * u + 1))}, Le(a, 2)),
    "rows of softmax": ({}, ForAll(i, Eq(Sum(softmax(s[i, j], over=j), j), 1))),
    "seven indices": ({}, Eq(deep, Sum(s[i, j] * K[i, i2], i, i2, j) * Sum(x[j2], j2) * Sum(y[j3], j3))),
    "b is 0": ({"h": Eq(a * b, 0), "g": Ne(a, 0)}, Eq(b, 0)),
    "a name that is used inside": ({"h": ForAll(j, Eq(x[j], y[j] + at0 + place0))}, ForAll(j, Eq(x[j] - at0 - place0, y[j]))),
}
FALSE: dict[str, tuple[dict[str, Any], Any]] = {
    "numbers": ({}, Eq(number(2) * 3, 7)),
    "irrational numbers": ({}, Eq(exp(1), Rational(2718281828, 10**9))),
    "not 100": ({}, Ne(a, 100)),
    "at most a million": ({}, Le(a, 10**6)),
    "at most 10²⁰⁰": ({}, Le(a, 10**200)),
    "beyond floats": ({}, Le(a * 10**400, 10**400)),
    "in a window": ({}, Implies(And(Lt(5, a), Lt(a, 6)), Lt(a, Rational(11, 2)))),
    "a sum is 1000": ({"h": Eq(a + b, 1000)}, Ne(a, 999)),
    "at most six elements": ({}, Le(n, 6)),
    "not five elements": ({}, Ne(n, 5)),
    "as many of one as of another": ({}, Implies(Ne(m, n), Eq(r, n * 1))),
    "small naturals": ({}, Le(nat(k), 4)),
    "not 17": ({}, Ne(nat(k), 17)),
    "not twice the other": ({}, Ne(nat(k) * 2, nat(l))),
    "there is an element": ({}, Exists(z, Eq(0, 0))),
    "a positive sum of ones": ({}, Implies(ForAll(z, Eq(xz[z], 1)), Lt(0, Sum(xz[z], z)))),
    "at least one element": ({}, Le(1, none)),
    "what holds of no element": ({}, Implies(ForAll(z, Lt(xz[z], xz[z])), Eq(0, 1))),
    "x/x": ({}, Eq(a * (1 / a), 1)),
    "the exponential of a logarithm": ({}, Eq(exp(log(a)), a)),
    "the logarithm of a product": ({}, Eq(log(a * b), log(a) + log(b))),
    "equal exponentials": ({"h": Eq(exp(a), exp(b))}, Eq(a, b + 1)),
    "a cubic": ({"h": Eq(a * a * a, a)}, Eq(a * a, a)),
    "Jensen": ({}, Le(Sum(p[j] * exp(x[j]), j), exp(Sum(p[j] * x[j], j)))),
    "a symmetric divergence": ({}, Eq(kl(p[j], q[j], j), kl(q[j], p[j], j))),
    "less than the largest entropy": ({}, Le(entropy(p[j], j), log(m) - Rational(1, 1000))),
    "a mask that is a truth": (defined, ForAll((i, j), Implies(Eq(M[i, j], 0), Lt(s[i, j], 0)))),
    "any map": ({}, Eq(Sum(x[own(j)], j), Sum(x[j], j))),
    "a cycle of three": ({"h": ForAll(j, Eq(delta(own(own(own(j))), j), 1))}, ForAll(j, Eq(delta(own(j), j), 1))),
    "another free index": ({"pin": Eq(x[j], 3)}, Eq(x[j2], 3)),
    "∀∃ to ∃∀": ({}, Implies(ForAll(j, Exists(i, Lt(s[i, j], 0))), Exists(i, ForAll(j, Lt(s[i, j], 0))))),
    "someone is above the mean": ({}, Exists(j, Lt(Sum(x[j2], j2) / m, x[j]))),
    "a law of 0": (additive, Eq(f(0), 1)),
    "a strict law": (
        {"law": ForAll((u, v), Implies(Le(u, v), Le(f(u), f(v))))},
        ForAll((u, v), Implies(Lt(u, v), Lt(f(u), f(v)))),
    ),
    "two functions": ({}, ForAll(u, Eq(f(g(u)), g(f(u))))),
    "matrices that commute": ({}, ForAll((i, i2), Eq(product(A, B), product(B, A)))),
    "an inverse": ({"h": ForAll((i, i2), Eq(product(A, B), delta(i, i2)))}, ForAll((i, i2), Eq(A[i, i2], B[i, i2]))),
    "three indices in a circle": ({}, ForAll((j, j2, j3), Eq(H[j, j2, j3], H[j2, j3, j]))),
    "a masked softmax": ({}, ForAll(i, Eq(Sum(softmax(s[i, j], over=j, mask=M[i, j]), j), 1))),
    "columns of softmax": ({}, ForAll(j, Eq(Sum(softmax(s[i, j], over=j), i), 1))),
    "a circle of equations": ({"a": Eq(a, b), "b": Eq(b, u), "c": Eq(u, a)}, Eq(a, 1)),
    "a chain of equations": ({"a": Eq(a, b + 1), "b": Eq(b, u + 1), "c": Eq(u, v + 1)}, Eq(a, v + 4)),
    "a product is 1": ({"h": Eq(a * b, 1)}, Lt(0, a)),
    "a share below 1": ({}, ForAll(j, Lt(p[j], 1))),
    "a name that is used inside": ({"h": Eq(a_drawn + a, 1)}, Eq(a, 0)),
    "a function of two numbers": ({}, ForAll((u, v), Eq(two(u, v), two(v, u)))),
    "a function of an index and a number": ({}, ForAll((i, u), Eq(mixed(i, u), 0))),
    "a number between": ({}, Exists(u, And(Lt(a, u), Lt(u, a)))),
}
OUT_OF_REACH = {  # no values are found, which is not a statement that holds at the models tried
    "a root": ({"h": Eq(a * a, 2)}, Eq(a, Rational(14142135623730951, 10**16))),
}


def part(given: dict[str, Any], shows: Any) -> Part:
    library.declared.pop("redteam.statement", None)
    return Claim("redteam.statement", given=given, shows=shows).only


def tried(given: dict[str, Any], shows: Any, folder: Path, level: str) -> Any:
    found = evidence(part(given, shows), Settings(level=level, folder=str(folder)))
    assert ("", 0, []) == (found.programs, found.tally.wrong, [r.where for r in found.references if r.disagrees])
    return found


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_is_not_refuted(name: str, tmp_path: Path) -> None:
    found = tried(*TRUE[name], tmp_path, "quick")
    assert "" == found.refuted
    assert found.tally.ratio <= 1


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_refuted(name: str, tmp_path: Path) -> None:
    """By a campaign, or by the search with the attempts of the standard level."""
    found = tried(*FALSE[name], tmp_path, "quick")
    assert found.refuted or counterexample(part(*FALSE[name]).statement, attempts=2) is not None


@pytest.mark.parametrize("name", OUT_OF_REACH)
def test_what_is_out_of_reach_does_not_pass(name: str, tmp_path: Path) -> None:
    found = tried(*OUT_OF_REACH[name], tmp_path, "quick")
    assert (0, "") == (found.tally.models, found.refuted)
