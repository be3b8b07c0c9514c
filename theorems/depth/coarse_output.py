"""Under strong lumpability the output coarsens for values or rows that do not look inside a block.

Let A be strongly lumpable for blocks π, with the coarse layer Ā (depth.coarse_lumpable).  If the values are constant on blocks, that is
v_j = v̄_π(j), then the output is that of the coarse layer, (Av)_i = (Āv̄)_π(i).  So it is if within a block all rows share their weight in
the same proportions, A_ij = S_iπ(j) ρ_j, with v̄_b = Σ_{π(j)=b} ρ_j v_j.  And the output is constant on blocks whatever the values are
exactly if any two rows of one block are equal.  With neither it can fail: the identity is lumpable, and puts out what is put
in.  For some values it need not fail all the same: constant on blocks as an output does not make the values so.
Source: Kemeny and Snell (1960), Finite Markov Chains, section 6.3; Geometric Attention (arXiv 2601.11618), section 5.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Ne, Sum, array, delta, field, index
from gaproof.theory import extensional
from theorems.depth.coarse_lumpable import A, U, b, block_sum, c, constant, eye, i, inverse, j, k, lumped, pi, q, x, y, z
from theorems.depth.coarse_lumpable import claim as coarse_lumpable

HALF = Fraction(1, 2)
l = index("l", j)
v, coarse, rho = field("v", j), field("vbar", b), field("rho", j)


def output(A, i):
    """(Av)_i."""
    return extensional(A[i, j], v[j], j)


def of_blocks(value):
    """The output is that of the coarse layer, for these coarse values."""
    return ForAll(i, Eq(output(A, i), extensional(lumped(U, A, pi(i), b), value, b)))


def same_in_blocks(value):
    """They are the same for all positions of a block."""
    return ForAll((i, k), Implies(Eq(delta(pi(i), pi(k)), 1), Eq(value(i), value(k))))


lumpable = {"U": inverse(U), "lumpable": constant(A)}
claim = Claim("depth.coarse_output", source="Kemeny and Snell (1960), section 6.3; Geometric Attention, section 5")
constant_values = {"values": ForAll(j, Eq(v[j], coarse[pi(j)]))}
values = claim.part(
    "constant values", given={**lumpable, **constant_values}, shows=of_blocks(coarse[b]), model=eye | {v: (j, 0), field("vbar", i): (i, 0)}
)
proportions = {"proportions": ForAll((i, l), Eq(A[i, l], block_sum(A, i, pi(l)) * rho[l]))}
weighed = Sum(delta(pi(j), b) * rho[j] * v[j], j)
shares = claim.part("same proportions", given={**lumpable, **proportions}, shows=of_blocks(weighed), model=eye | {rho: (j, 1)})
equal_rows = ForAll((i, k, j), Implies(Eq(delta(pi(i), pi(k)), 1), Eq(A[i, j], A[k, j])))
always = claim.part("all values", shows=Iff(ForAll(v, same_in_blocks(lambda i: output(A, i))), equal_rows))
pair = And(Eq(delta(x, y), 0), Eq(delta(pi(x), pi(y)), 1))
stochastic = And(ForAll((i, j), Le(0, A[i, j])), ForAll(i, Eq(Sum(A[i, j], j), 1)), constant(A))
apart = And(Eq(delta(pi(x), pi(y)), 1), Ne(output(A, x), output(A, y)))
fails = claim.part("with neither it can fail", shows=Implies(pair, Exists((A, v), And(stochastic, Exists((x, y), apart)))))
three = And(*(Eq(delta(*two), 0) for two in ((x, y), (x, z), (y, z))), *(Eq(delta(pi(x), pi(other)), 1) for other in (y, z)))
neither = And(
    Exists((x, y), And(Eq(delta(pi(x), pi(y)), 1), Ne(v[x], v[y]))),
    Exists((x, y, j), And(Eq(delta(pi(x), pi(y)), 1), Ne(A[x, j], A[y, j]))),
)
need_not = claim.part(
    "but it need not", shows=Implies(three, Exists((A, v), And(stochastic, neither, same_in_blocks(lambda i: output(A, i)))))
)


def coarse_rows(p):
    """Ā_π(i)b = S_ib."""
    return f.spec(p.use(coarse_lumpable, "UAV has the block sums"), i, b)


@values.proof
def blocks_add_up(p):
    return f.gen(f.linear(p.left, p.right, (f.spec(p["values"], j), A[i, j], j), (coarse_rows(p), -coarse[b], b)), i)


@shares.proof
def blocks_add_up_in_proportion(p):
    return f.gen(f.linear(p.left, p.right, (f.spec(p["proportions"], i, j), v[j], j), (coarse_rows(p), -weighed, b)), i)


@always.proof
def a_value_at_one_position(p):
    given, rows = f.assume(p.goal.children[0].children[0]), f.assume(equal_rows)
    here = f.assume(Eq(delta(pi(i), pi(k)), 1))
    entry = f.restate(f.mp(f.spec(given, (l, delta(l, j)), i, k), here), Eq(A[i, j], A[k, j]))
    there = f.gen(f.imply(entry, here), i, k, j)
    same = f.linear(output(A, i), output(A, k), (f.mp(f.spec(rows, i, k, j), here), v[j], j))
    return f.conj(f.imply(there, given), f.imply(f.gen(f.gen(f.imply(same, here), i, k), v), rows))


@fails.proof
def what_goes_in_comes_out(p):
    given = f.assume(pair)
    different, together = f.part(given, 0), f.part(given, 1)
    eye_, unit = ((i, j), delta(i, j)), (j, delta(j, x))
    E = array(*eye_)
    sign, mass = f.gen(f.le(0, delta(i, j), f.sq(delta(i, j))), i, j), f.gen(f.linear(Sum(delta(i, j), j), 1), i)
    here, w = f.assume(Eq(delta(pi(i), pi(k)), 1)), index("w", c)
    moved = f.rewrite(here, f.linear(delta(pi(i), c), delta(pi(i), c)), w, Eq(delta(pi(i), c), delta(w, c)))
    sums = f.gen(f.imply(f.linear(block_sum(E, i, c), block_sum(E, k, c), (moved, 1)), here), i, k, c)
    one, two = (Sum(delta(at, j) * delta(j, x), j) for at in (i, k))
    differ = f.unequal(f.lt(Sum(delta(y, j) * delta(j, x), j), Sum(delta(x, j) * delta(j, x), j), f.num(1), (different, -1)))
    some = f.exists(f.conj(together, differ), Exists((i, k), And(Eq(delta(pi(i), pi(k)), 1), Ne(one, two))), x, y)
    th = f.conj(f.conj(sign, mass, sums), some)
    return f.imply(f.exists(th, p.goal.children[1], eye_, unit), given)


@need_not.proof
def both_give_half(p):
    given = f.assume(three)
    x_y, x_z, y_z, with_y, with_z = (f.part(given, number) for number in range(5))
    layer, unit = ((i, j), (delta(j, x) + (1 - delta(i, y)) * delta(j, y) + delta(i, y) * delta(j, z)) / 2), (j, delta(j, x))
    A0, w = array(*layer), index("w", c)
    sign = f.add(f.sq(delta(j, x)), f.mul(f.sq(1 - delta(i, y)), f.sq(delta(j, y))), f.mul(f.sq(delta(i, y)), f.sq(delta(j, z))))
    sign = f.gen(f.le(0, A0[i, j], f.mul(f.num(HALF), sign)), i, j)
    mass = f.gen(f.linear(Sum(A0[i, j], j), 1), i)
    # all rows stay in the block
    in_x = f.linear(delta(pi(x), c), delta(pi(x), c))
    moved = [f.rewrite(th, in_x, w, Eq(delta(pi(x), c), delta(w, c))) for th in (with_y, with_z)]
    block = f.linear(block_sum(A0, i, c), delta(pi(x), c), (moved[0], (delta(i, y) - 1) / 2), (moved[1], -delta(i, y) / 2))
    here = f.assume(Eq(delta(pi(i), pi(k)), 1))
    sums = f.linear(block_sum(A0, i, c), block_sum(A0, k, c), (block, 1), (f.inst(block, {i: k}), -1))
    sums = f.gen(f.imply(sums, here), i, k, c)
    half = f.linear(Sum(A0[i, j] * delta(j, x), j), HALF, (x_y, (1 - delta(i, y)) / 2), (x_z, delta(i, y) / 2))
    same = f.linear(*(Sum(A0[at, j] * delta(j, x), j) for at in (i, k)), (half, 1), (f.inst(half, {i: k}), -1))
    same = f.gen(f.imply(same, here), i, k)
    other_value = f.unequal(f.lt(delta(y, x), delta(x, x), f.num(1), (x_y, -1)))
    other_row = f.unequal(f.lt(A0[y, y], A0[x, y], f.num(HALF), (x_y, (delta(y, z) - 1) / 2), (y_z, -HALF)))
    value = Exists((i, k), And(Eq(delta(pi(i), pi(k)), 1), Ne(delta(i, x), delta(k, x))))
    row = Exists((i, k, j), And(Eq(delta(pi(i), pi(k)), 1), Ne(A0[i, j], A0[k, j])))
    neither_ = f.conj(f.exists(f.conj(with_y, other_value), value, x, y), f.exists(f.conj(with_y, other_row), row, x, y, y))
    th = f.conj(f.conj(sign, mass, sums), neither_, same)
    return f.imply(f.exists(th, p.goal.children[1], layer, unit), given)


one_block, leak, eye2, even = {pi: [0, 0], q: 1}, [[1, 0], [0, 0]], [[1, 0], [0, 1]], [[HALF, HALF], [HALF, HALF]]
single = {A: [[1]], pi: [0], q: 1, U: [[2]], v: [1]}


@values.near_miss("values are not added up over a block", at={A: even, v: [1, 1], U: [[1, 0]], coarse: [1], **one_block})
def added_up():
    return of_blocks(Sum(delta(pi(j), b) * v[j], j))


values.necessary("U", "U = 2", at={**single, coarse: [1]})
values.necessary("lumpable", "a row of zeros", at={A: leak, v: [1, 1], U: [[1, 0]], coarse: [1], **one_block})
values.necessary("values", "the identity puts out what is put in", at={A: eye2, v: [0, 1], U: [[1, 0]], coarse: [0], **one_block})


@shares.near_miss("the values are not simply added up", at={A: even, v: [1, 1], U: [[1, 0]], rho: [HALF, HALF], **one_block})
def without_proportions():
    return of_blocks(Sum(delta(pi(j), b) * v[j], j))


shares.necessary("U", "U = 2", at={**single, rho: [1]})
shares.necessary("lumpable", "a row of zeros", at={A: leak, v: [1, 1], U: [[1, 0]], rho: [1, 0], **one_block})
shares.necessary("proportions", "the identity puts out what is put in", at={A: eye2, v: [0, 1], U: [[1, 0]], rho: [1, 0], **one_block})


@always.near_miss("a lumpable layer need not have equal rows", at={A: eye2, **one_block})
def lumpable_is_enough():
    return {"lumpable": constant(A)}, equal_rows


@fails.near_miss("lumpability alone does not make outputs constant", at={A: eye2, v: [1, 0], **one_block})
def no_condition():
    return Implies(stochastic, same_in_blocks(lambda i: output(A, i)))


two_halves = [[HALF, HALF, 0], [HALF, 0, HALF], [HALF, HALF, 0]]


@need_not.near_miss("with neither it need not fail", at={A: two_halves, v: [1, 0, 0], pi: [0, 0, 0], q: 1})
def must_fail():
    return Implies(And(stochastic, neither), Exists((x, y), apart))
