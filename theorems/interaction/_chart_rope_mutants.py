"""Mutants of interaction.chart_rope that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved

from .chart_rope import P, Q, U, V, claim, cosine, equal, flat, planes, sine, u, v


# The mutants of "one angle" with one equation wrong are true: two of the four say P = V, and the other two U = −Q.
@equal.mutant("dropped condition: the 1st part of co[u]·P[u, v] - si[u]·U[u, v]  …  V[u, v]·co[v] - U[u, v]·si[v]")
def without_the_first(p):
    return two_equations(p, 1, 2)


@equal.mutant("dropped term: the 2nd term of co[u]·P[u, v] - si[u]·U[u, v]")
@equal.mutant("dropped factor: the 2nd factor of si[u]·V[u, v]")
@equal.mutant("swapped symbol: co for si in si[v] (place 2)")
def one_of_the_first_two_is_wrong(p):
    return two_equations(p, 2, 3)


@equal.mutant("swapped index: u for v in U[u, v] (place 3)")
def the_third_is_wrong(p):
    return two_equations(p, 1, 3, second=True)


def two_equations(p, number, last, second=False):
    """Planes of one angle, from the equation of the second or third row and that of the fourth."""
    given, there = f.assume(p.goal.children[0].children[0]), f.spec(p["one cosine"], u, v)
    at, sines, inverse = f.spec(given, u, v), f.spec(p["one sine"], u, v), 1 / sine[v]
    parts = (-Q, V) if second else (-U, -P)
    P_V = f.linear(P, V, (f.part(at, number), inverse), (there, parts[0] * inverse), (sines, parts[1] * inverse))
    U_Q = f.linear(U, -Q, (f.part(at, last), inverse), (there, -V * inverse), (sines, -Q * inverse))
    found = f.cut(f.conj(P_V, U_Q), f.spec(p["no half turn"], v))
    return f.conj(f.imply(f.gen(found, u, v), given), f.part(p.use(claim, "one angle"), 1))


# At half turns sin u = 0, whatever it is multiplied by.
@flat.mutant("swapped symbol: P for U in U[u, v]")
def a_sine_times_P(p):
    return half_turns(p, 0, cosine[u] * P - sine[u] * P)


@flat.mutant("constant factor: 2 times the 1st term of si[u]·P[u, v] + co[u]·U[u, v]")
def twice_a_sine(p):
    return half_turns(p, 2, 2 * (sine[u] * P) + cosine[u] * U)


def half_turns(p, number, left):
    every = f.spec(p.use(claim, "half turns"), u, v)
    right = planes.body.args[number].args[1]
    wrong = solved(left, right, (f.part(every, number), 1), *((f.spec(p["half turns"], u), w) for w in (P, U)))
    return f.gen(f.conj(*(wrong if k == number else f.part(every, k) for k in range(4))), u, v)
