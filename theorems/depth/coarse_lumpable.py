"""A layer can be lumped exactly if the block sums are the same for all rows of a block.

Let π put positions into blocks, V be its matrix of ones and zeros, V_ic = 1 for π(i) = c, and U any matrix with UV = 1, such as the average
over each block.  A matrix A is strongly lumpable if the block masses of pA depend on those of p only, for all probability rows p.  That is
so exactly if Σ_{π(j)=c} A_ij is constant over the rows i of each block; exactly if AV = VĀ for some Ā; and exactly if VUAV = AV for one U,
or for every U.  Then Ā = UAV whatever U is, its rows are probabilities if those of A are, and lumping composes: the product of two lumpable
layers is lumpable, and lumps to the product.  So the lumped A² is Ā².  The converse fails: where two positions of one block go to different
blocks, and all others to the other block, UA²V = (UAV)² for a U that averages the two, but A is not lumpable.
Source: Kemeny and Snell (1960), Finite Markov Chains, section 6.3; Buchholz (1994), Journal of Applied Probability 31.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Ne, Sum, array, delta, field, index, index_map, sizes

n, q = sizes("n q")
(i, j, k, l, x, y, z), (c, b, e) = index("i j k l x y z", n), index("c b e", q)
pi, r = index_map("pi", i, c), index_map("r", c, i)
A, B, U, U2 = field("A", i, j), field("B", i, j), *field("U U2", c, i)
bar = field("Abar", b, c)
p, p2 = field("p p2", i, domain="simplex")
HALF = Fraction(1, 2)


def block_sum(A, i, c):
    """(AV)_ic."""
    return Sum(A[i, j] * delta(pi(j), c), j)


def lumped(U, A, b, c):
    """(UAV)_bc."""
    return Sum(U[b, k] * A[k, l] * delta(pi(l), c), k, l)


def inverse(U):
    """UV = 1."""
    return ForAll((b, c), Eq(Sum(U[b, i] * delta(pi(i), c), i), delta(b, c)))


def mass(p, c):
    """(pV)_c, the mass of a block."""
    return Sum(p[i] * delta(pi(i), c), i)


def moved_mass(p, A, c):
    """(pAV)_c, the mass of a block after the layer."""
    return Sum(p[i] * A[i, j] * delta(pi(j), c), i, j)


def constant(A):
    """The block sums are the same for all rows of a block."""
    return ForAll((i, k, c), Implies(Eq(delta(pi(i), pi(k)), 1), Eq(block_sum(A, i, c), block_sum(A, k, c))))


def fixed(U, A):
    """VUAV = AV."""
    return ForAll((i, c), Eq(lumped(U, A, pi(i), c), block_sum(A, i, c)))


def product(A, B):
    """AB."""
    return array((i, j), Sum(A[i, k] * B[k, j], k))


onto = {"onto": ForAll(c, Exists(i, Eq(delta(pi(i), c), 1)))}
same_masses, same_moved = (ForAll(c, Eq(of(p), of(p2))) for of in (lambda p: mass(p, c), lambda p: moved_mass(p, A, c)))
strong = ForAll((p, p2), Implies(same_masses, same_moved))
some_bar = Exists(bar, ForAll((i, c), Eq(block_sum(A, i, c), bar[pi(i), c])))
claim = Claim("depth.coarse_lumpable", source="Kemeny and Snell (1960), section 6.3; Buchholz (1994)")
identity = {q: n, index_map("pi", i, i): (i, i)}  # a model: every position is a block
lumpable = claim.part("strongly lumpable", shows=Iff(strong, constant(A)))
smaller = claim.part("a smaller layer", shows=Iff(some_bar, constant(A)))
one = claim.part("one U", given=onto, shows=Iff(Exists(U, And(inverse(U), fixed(U, A))), constant(A)), model=identity)
every = claim.part("every U", given=onto, shows=Iff(ForAll(U, Implies(inverse(U), fixed(U, A))), constant(A)), model=identity)

layers = {"U": inverse(U), "A": constant(A)}
eye = identity | dict.fromkeys(field("U U2", i, j), ((i, j), delta(i, j))) | dict.fromkeys((A, B), ((i, j), 1 / n))
read_off = claim.part("UAV has the block sums", given=layers, shows=fixed(U, A), model=eye)
agree = ForAll((b, c), Eq(lumped(U, A, b, c), lumped(U2, A, b, c)))
unique = claim.part("whatever U", given={**layers, "U2": inverse(U2)}, shows=agree, model=eye)
rows = {"not negative": ForAll((i, j), Le(0, A[i, j])), "unit rows": ForAll(i, Eq(Sum(A[i, j], j), 1))}
stochastic_bar = And(ForAll((b, c), Le(0, lumped(U, A, b, c))), ForAll(b, Eq(Sum(lumped(U, A, b, c), c), 1)))
stochastic = claim.part("rows", given={**layers, **rows}, shows=stochastic_bar, model=eye)
squared = ForAll((b, c), Eq(lumped(U, product(A, B), b, c), Sum(lumped(U, A, b, e) * lumped(U, B, e, c), e)))
composed = claim.part("composition", given={**layers, "B": constant(B)}, shows=And(constant(product(A, B)), squared), model=eye)

in_two = ForAll(c, Eq(delta(c, pi(x)) + delta(c, pi(z)), 1))
two_blocks = And(Eq(delta(x, y), 0), Eq(delta(pi(x), pi(y)), 1), Eq(delta(pi(x), pi(z)), 0), in_two)
same_square = ForAll((b, c), Eq(lumped(U, product(A, A), b, c), Sum(lumped(U, A, b, e) * lumped(U, A, e, c), e)))
not_lumpable = Exists((i, k, c), And(Eq(delta(pi(i), pi(k)), 1), Ne(block_sum(A, i, c), block_sum(A, k, c))))
averages = And(ForAll((b, i), Le(0, U[b, i])), inverse(U))
weakly = Exists((A, U), And(*rows.values(), averages, same_square, not_lumpable))
converse = claim.part("no converse", shows=Implies(two_blocks, weakly))


def representatives():
    """⊢ ∃r ∀i δ(π(r(π(i))), π(i)) = 1: every block that has a position has one of them as its representative."""
    some = Exists(k, Eq(delta(pi(k), b), 1))
    there, chosen = f.assume(some), Implies(some, Eq(delta(pi(i), b), 1))
    (found,) = f.obtain(there, k)
    yes = f.release(f.exists(f.imply(found, there), Exists(i, chosen), k), there, k)
    nobody = f.assume(f.otherwise(some))
    no = f.exists(f.imply(f.absurd(f.mp(nobody, there), Eq(delta(pi(i), b), 1)), there), Exists(i, chosen), i)
    return f.choice(f.gen(f.cases(some, yes, no), b), r)


def spread(A):
    """constant(A), with representatives r ⊢ S_ic = S_r(π(i))c."""
    (known,) = f.obtain(representatives(), r)
    itself = f.exists(f.linear(delta(pi(i), pi(i)), 1), Exists(k, Eq(delta(pi(k), pi(i)), 1)), i)
    same = f.mp(f.spec(known, pi(i)), itself)
    same = f.linear(delta(pi(i), pi(r(pi(i)))), 1, (same, 1))
    return f.mp(f.spec(f.assume(constant(A)), i, r(pi(i)), c), same)


def read(U, A):
    """∀b,c lumped(U, A)_bc = Ā_bc, from UV = 1 and ∀i,c S_ic = Ā_π(i)c."""
    inverse_at, known = f.spec(f.assume(inverse(U)), b, e), f.spec(f.assume(ForAll((i, c), Eq(block_sum(A, i, c), bar[pi(i), c]))), i, c)
    return f.gen(f.linear(lumped(U, A, b, c), bar[b, c], (known, U[b, i], i), (inverse_at, bar[e, c], e)), b, c)


@smaller.proof
def what_a_row_says_of_its_block(proof):
    given, all_same = f.assume(some_bar), f.assume(constant(A))
    *_, known = f.obtain(given, bar)
    here, w = f.assume(Eq(delta(pi(i), pi(k)), 1)), index("w", c)
    at_i, at_k = f.spec(known, i, c), f.spec(known, k, c)
    moved = f.rewrite(here, f.linear(bar[pi(i), c], bar[pi(i), c]), w, Eq(bar[pi(i), c], bar[w, c]))
    equal = f.linear(block_sum(A, i, c), block_sum(A, k, c), (at_i, 1), (moved, 1), (at_k, -1))
    there = f.release(f.gen(f.imply(equal, here), i, k, c), given, bar)
    back = f.exists(f.gen(spread(A), i, c), some_bar, ((b, c), block_sum(A, r(b), c)))
    back = f.release(back, representatives(), r)
    return f.conj(f.imply(there, given), f.imply(back, all_same))


def constant_fixed(U, A):
    """UV = 1, constant(A) ⊢ VUAV = AV."""
    values = {bar: ((b, c), block_sum(A, r(b), c))}
    lumps = f.cut(f.inst(read(U, A), values), f.gen(spread(A), i, c))  # Ā_bc = S_r(b)c
    th = f.linear(lumped(U, A, pi(i), c), block_sum(A, i, c), (f.spec(lumps, pi(i), c), 1), (spread(A), -1))
    return f.release(f.gen(th, i, c), representatives(), r)


def fixed_constant(p, U, A):
    """VUAV = AV ⊢ constant(A): Ā is UAV."""
    known = f.assume(fixed(U, A))
    bars = f.gen(f.flip(f.spec(known, i, c)), i, c)
    return f.mp(f.part(p.use(claim, "a smaller layer"), 0), f.exists(bars, some_bar, ((b, c), lumped(U, A, b, c))))


def of_representatives(p):
    """⊢ ∃U UV = 1, if every block has a position: U picks one of each."""
    chosen, w = f.choice(p["onto"], r), index("w", c)
    (known,) = f.obtain(chosen, r)
    there = f.spec(known, b)
    moved = f.rewrite(there, f.linear(delta(pi(r(b)), c), delta(pi(r(b)), c)), w, Eq(delta(pi(r(b)), c), delta(w, c)))
    unit = f.gen(f.linear(Sum(delta(i, r(b)) * delta(pi(i), c), i), delta(b, c), (moved, 1)), b, c)
    return f.release(f.exists(unit, Exists(U, inverse(U)), ((b, i), delta(i, r(b)))), chosen, r)


@read_off.proof
def representatives_speak(p):
    return constant_fixed(U, A)


@one.proof
def some_U(p):
    given, same = f.assume(p.goal.children[0].children[0]), f.assume(constant(A))
    (known,) = f.obtain(given, U)
    there = f.release(f.cut(fixed_constant(p, U, A), f.part(known, 1)), given, U)
    some = of_representatives(p)
    (unit,) = f.obtain(some, U)
    back = f.release(f.exists(f.conj(unit, constant_fixed(U, A)), given.conclusion, U), some, U)
    return f.conj(f.imply(there, given), f.imply(back, same))


@every.proof
def all_U(p):
    given, same = f.assume(p.goal.children[0].children[0]), f.assume(constant(A))
    some = of_representatives(p)
    (unit,) = f.obtain(some, U)
    there = f.release(f.cut(fixed_constant(p, U, A), f.mp(f.spec(given, U), unit)), some, U)
    back = f.gen(f.imply(constant_fixed(U, A), inverse(U)), U)
    return f.conj(f.imply(there, given), f.imply(back, same))


@lumpable.proof
def one_row_for_another(proof):
    given, same = f.assume(strong), f.assume(constant(A))
    # a row of A is where the mass of one position goes
    here, w = f.assume(Eq(delta(pi(i), pi(k)), 1)), index("w", c)
    alike = f.gen(f.rewrite(here, f.linear(delta(pi(i), c), delta(pi(i), c)), w, Eq(delta(pi(i), c), delta(w, c))), c)
    points = [(l, delta(l, at)) for at in (i, k)]
    units = [f.conj(f.gen(f.le(0, at, f.sq(at)), l), f.linear(Sum(at, l), 1)) for _, at in points]
    th = f.mp(f.spec(f.mp(f.spec(given, points[0]), units[0]), points[1]), units[1])
    moved = f.restate(f.spec(f.mp(th, alike), c), Eq(block_sum(A, i, c), block_sum(A, k, c)))
    there = f.gen(f.imply(moved, here), i, k, c)
    # Σ p S = Σ_b (pV)_b S_r(b), and so for p2
    masses, row = f.assume(same_masses), spread(A)
    uses = (row, p[i] - p2[i], i), (f.spec(masses, b), block_sum(A, r(b), c), b)
    equal = f.gen(f.linear(moved_mass(p, A, c), moved_mass(p2, A, c), *uses), c)
    back = f.release(f.imply(equal, masses), representatives(), r)
    for of in (p2, p):
        back = f.gen(f.imply(back, And(ForAll(i, Le(0, of[i])), Eq(Sum(of[i], i), 1))), of)
    return f.conj(f.imply(there, given), f.imply(back, same))


@unique.proof
def both_are_the_block_sums(p):
    values = {bar: ((b, c), block_sum(A, r(b), c))}
    sums = f.gen(spread(A), i, c)
    first, second = (f.spec(f.cut(f.inst(read(of, A), values), sums), b, c) for of in (U, U2))
    equal = f.linear(lumped(U, A, b, c), lumped(U2, A, b, c), (first, 1), (second, -1))
    return f.release(f.gen(equal, b, c), representatives(), r)


@stochastic.proof
def rows_of_the_smaller_layer(p):
    mass = f.linear(Sum(lumped(U, A, b, c), c), 1, (f.spec(p["unit rows"], k), U[b, k], k), (f.spec(p["U"], b, c), 1, c))
    # no block is empty, and Ā_bc is the block sum of its representative
    values, sums = {bar: ((b, c), block_sum(A, r(b), c))}, f.gen(spread(A), i, c)
    entry = f.spec(f.cut(f.inst(read(U, A), values), sums), b, c)
    sign = f.tot(j, f.mul(f.by(f.spec(p["not negative"], r(b), j)), f.sq(delta(pi(j), c))))
    sign = f.le(0, lumped(U, A, b, c), sign, (entry, 1))
    sign = f.release(f.gen(sign, b, c), representatives(), r)
    return f.conj(sign, f.gen(mass, b))


@composed.proof
def the_coarse_layers_are_multiplied(p):
    values = {bar: ((b, c), block_sum(B, r(b), c))}
    of_b = f.inst(spread(A), {A: B})  # (BV)_kc = B̄_π(k)c
    AB, coarse = product(A, B), Sum(block_sum(A, i, e) * block_sum(B, r(e), c), e)
    through = f.linear(block_sum(AB, i, c), coarse, (f.inst(of_b, {i: k}), A[i, k], k))
    here = f.assume(Eq(delta(pi(i), pi(k)), 1))
    rows = f.mp(f.spec(p["A"], i, k, e), here)
    equal = f.linear(
        block_sum(AB, i, c), block_sum(AB, k, c), (through, 1), (f.inst(through, {i: k}), -1), (rows, block_sum(B, r(e), c), e)
    )
    equal = f.gen(f.imply(equal, here), i, k, c)
    bars = f.spec(f.cut(f.inst(f.inst(read(U, A), {A: B}), values), f.gen(of_b, i, c)), e, c)
    product_ = f.linear(
        lumped(U, AB, b, c),
        Sum(lumped(U, A, b, e) * lumped(U, B, e, c), e),
        (f.inst(through, {i: k}), U[b, k], k),
        (bars, -lumped(U, A, b, e), e),
    )
    return f.release(f.conj(equal, f.gen(product_, b, c)), representatives(), r)


@converse.proof
def one_row_of_two(proof):
    given, w, v = f.assume(two_blocks), index("w", c), index("v", c)
    apart, together, elsewhere, blocks = (f.part(given, number) for number in range(4))
    in_x, at_x, at_z = delta(i, x), delta(pi(x), c), delta(pi(z), c)
    # row x goes to x and y, all others go to z; U averages x and y in their block and takes z from the other
    layer = (i, j), in_x * (delta(j, x) + delta(j, y)) / 2 + (1 - in_x) * delta(j, z)
    average = (b, i), delta(b, pi(x)) * (delta(i, x) + delta(i, y)) / 2 + delta(b, pi(z)) * delta(i, z)
    A0, U0 = array(*layer), array(*average)
    A2 = product(A0, A0)
    y_in_x = f.rewrite(together, f.linear(at_x, at_x), w, Eq(at_x, delta(w, c)))
    z_is_not_x = f.linear(delta(z, x), 0, (elsewhere, delta(z, x)))

    def rows(of):
        """Rows x, y and z of the block sums."""
        return [f.inst(of, {i: row}) for row in (x, y, z)]

    # rows of AV and of A²V, then blocks of UAV and of UA²V
    once = f.linear(block_sum(A0, i, c), in_x * at_x + (1 - in_x) * at_z, (y_in_x, -in_x / 2))
    to_y, to_z = (apart, at_x - at_z), (z_is_not_x, at_x - at_z)
    twice = f.linear(
        block_sum(A2, i, c),
        in_x * (at_x + at_z) / 2 + (1 - in_x) * at_z,
        (f.inst(once, {i: k}), A0[i, k], k),
        *((th, cofactor * share) for (th, cofactor), share in ((to_y, in_x / 2), (to_z, 1 - in_x))),
    )

    def coarse(A, rows_, half, rest):
        """The two rows of UAV."""
        not_z, not_x = (elsewhere, block_sum(A, z, c)), (elsewhere, (block_sum(A, x, c) + block_sum(A, y, c)) / 2)
        of_x, of_y, of_z = rows_
        low = (apart, (half - rest) / 2)
        first = f.linear(lumped(U0, A, pi(x), c), (half + rest) / 2, not_z, (of_x, HALF), (of_y, HALF), low)
        second = f.linear(lumped(U0, A, pi(z), c), rest, not_x, (of_z, 1), (z_is_not_x, half - rest))
        return first, second

    one, two = coarse(A0, rows(once), at_x, at_z), coarse(A2, rows(twice), (at_x + at_z) / 2, at_z)
    # what holds in the two blocks holds everywhere
    in_block_x, in_block_z = (f.assume(Eq(delta(b, pi(at)), 1)) for at in (x, z))

    def in_both(formula, at_block_x, at_block_z):
        moved = [
            f.rewrite(f.linear(delta(pi(at), b), 1, (here, 1)), f.restate(th, formula(pi(at))), v, formula(v))
            for at, here, th in ((x, in_block_x, at_block_x), (z, in_block_z, at_block_z))
        ]
        other = f.linear(delta(b, pi(z)), 1, (f.spec(blocks, b), 1), (f.assume(Eq(delta(b, pi(x)), 0)), -1))
        return f.gen(mask_cases(f.linear(delta(b, pi(x)) * delta(b, pi(x)), delta(b, pi(x))), moved[0], f.cut(moved[1], other)), b)

    def is_inverse(b):
        return ForAll(c, Eq(Sum(U0[b, i] * delta(pi(i), c), i), delta(b, c)))

    def is_square(b):
        return ForAll(c, Eq(lumped(U0, A2, b, c), Sum(lumped(U0, A0, b, e) * lumped(U0, A0, e, c), e)))

    def square(at, lump_two, lump, values):
        """UA²V = (UAV)² in a block, of which UAV is the average of ``values``."""
        left, right = lumped(U0, A2, at, c), Sum(lumped(U0, A0, at, e) * lumped(U0, A0, e, c), e)
        uses = (f.inst(lump, {c: e}), -lumped(U0, A0, e, c), e), *((th, -weight) for th, weight in values)
        return f.gen(f.linear(left, right, (lump_two, 1), *uses), c)

    sums = [
        f.linear(Sum(U0[pi(at), i] * delta(pi(i), c), i), delta(pi(at), c), *uses)
        for at, uses in ((x, [(y_in_x, -HALF), (elsewhere, at_z)]), (z, [(elsewhere, (at_x + delta(pi(y), c)) / 2)]))
    ]
    inverse_ = in_both(is_inverse, *(f.gen(th, c) for th in sums))
    squares = in_both(
        is_square,
        square(pi(x), two[0], one[0], [(one[0], HALF), (one[1], HALF)]),
        square(pi(z), two[1], one[1], [(one[1], 1)]),
    )
    # rows of probabilities, and x and y differ in where they go
    to_one = f.mul(f.num(HALF), f.sq(in_x), f.add(f.sq(delta(j, x)), f.sq(delta(j, y))))
    entry = f.le(0, A0[i, j], f.add(to_one, f.mul(f.sq(1 - in_x), f.sq(delta(j, z)))))
    from_x = f.mul(f.num(HALF), f.sq(delta(b, pi(x))), f.add(f.sq(in_x), f.sq(delta(i, y))))
    weight = f.le(0, U0[b, i], f.add(from_x, f.mul(f.sq(delta(b, pi(z))), f.sq(delta(i, z)))))
    low, high = (f.spec(f.gen(once, i, c), at, pi(x)) for at in (y, x))
    differ = f.lt(
        block_sum(A0, y, pi(x)), block_sum(A0, x, pi(x)), f.num(1), (high, 1), (low, -1), (apart, -1), (elsewhere, delta(y, x) - 1)
    )
    differ = f.conj(together, f.unequal(differ))
    different = Exists((i, k, c), And(Eq(delta(pi(i), pi(k)), 1), Ne(block_sum(A0, i, c), block_sum(A0, k, c))))
    different = f.exists(differ, different, x, y, pi(x))
    parts = f.gen(entry, i, j), f.gen(f.linear(Sum(A0[i, j], j), 1), i), f.conj(f.gen(weight, b, i), inverse_), squares, different
    return f.imply(f.exists(f.conj(*parts), weakly, layer, average), given)


one_block = {pi: [0, 0], q: 1}
leak = [[1, 0], [0, 0]]


@lumpable.near_miss("a row may keep its mass while another loses it", at={A: leak, **one_block})
def all_matrices():
    return constant(A)


@smaller.near_miss("not every matrix can be lumped", at={A: leak, **one_block})
def any_matrix():
    return constant(A)


@one.near_miss("that some U exists does not make rows agree", at={A: leak, **one_block})
def whatever_matrix():
    return constant(A)


@every.near_miss("not every U reads the rows of a matrix", at={A: leak, U: [[1, 0]], **one_block})
def not_every_U():
    return fixed(U, A)


# "onto": if a block has no position there is no U with UV = 1.


@read_off.near_miss("a U that does not divide is no average", at={A: [[1]], U: [[2]], pi: [0], q: 1})
def twice_the_sums():
    return {"A": constant(A)}, fixed(U, A)


read_off.necessary("U", "U = 2", at={A: [[1]], pi: [0], q: 1, U: [[2]]})
read_off.necessary("A", "two rows that differ", at={A: leak, U: [[1, 0]], **one_block})


@unique.near_miss("twice a U gives twice the matrix", at={A: [[1]], U: [[1]], U2: [[2]], pi: [0], q: 1})
def any_U():
    return layers, agree


single = {A: [[1]], pi: [0], q: 1}
unique.necessary("A", "two rows that differ, one in each U", at={A: leak, U: [[1, 0]], U2: [[0, 1]], **one_block})
unique.necessary("U", "U = 2", at={**single, U: [[2]], U2: [[1]]})
unique.necessary("U2", "U₂ = 2", at={**single, U: [[1]], U2: [[2]]})


@stochastic.near_miss("its columns need not add up to 1", at={A: [[1, 0], [1, 0]], pi: [0, 1], U: [[1, 0], [0, 1]]})
def columns():
    return ForAll(c, Eq(Sum(lumped(U, A, b, c), b), 1))


both, eye2 = {pi: [0, 1]}, [[1, 0], [0, 1]]
stochastic.necessary("U", "U = 2", at={**single, U: [[2]]})
stochastic.necessary(
    "A", "U = (2, −1) on two different rows", at={A: [[0, 0, 1], [1, 0, 0], [1, 0, 0]], U: [[2, -1, 0], [0, 0, 1]], pi: [0, 0, 1]}
)
stochastic.necessary("not negative", "a row (2, −1)", at={A: [[2, -1], [0, 1]], U: eye2, **both})
stochastic.necessary("unit rows", "A = 2", at={**single, A: [[2]], U: [[1]]})


@composed.near_miss("in the other order", at={A: [[0, 1], [0, 1]], B: [[1, 0], [1, 0]], U: eye2, **both})
def reversed_product():
    return ForAll((b, c), Eq(lumped(U, product(A, B), b, c), Sum(lumped(U, B, b, e) * lumped(U, A, e, c), e)))


composed.necessary("A", "the product is A", at={A: leak, B: eye2, U: [[1, 0]], **one_block})
composed.necessary("B", "the product is B", at={A: eye2, B: leak, U: [[1, 0]], **one_block})
composed.necessary("U", "U = 2", at={**single, B: [[1]], U: [[2]]})
walk = {A: [[HALF, HALF, 0], [0, 0, 1], [0, 0, 1]], U: [[HALF, HALF, 0], [0, 0, 1]], pi: [0, 0, 1]}


@converse.near_miss("one average U of one square does not make a matrix lumpable", at=walk)
def lumpable_after_all():
    return Implies(And(averages, same_square), constant(A))
