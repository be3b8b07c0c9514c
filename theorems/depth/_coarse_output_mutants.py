"""Mutants of depth.coarse_output that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Sum, array, delta, index
from theorems.depth.coarse_lumpable import A, c, i, j, k, pi, x, y, z

from .coarse_output import HALF, always, claim, equal_rows, l, need_not, three, v


def always_if(p, equal):
    """The theorem on all values with another condition on them: ``equal`` at an entry of two rows, from that condition at units."""
    given, here = f.assume(p.goal.children[0].children[0]), f.assume(Eq(delta(pi(i), pi(k)), 1))
    own = f.linear(delta(pi(k), pi(k)), 1)

    def at(first, second, place, together):
        """The condition at the values that are 1 at one place."""
        return f.mp(f.spec(given, (j, delta(j, place)), first, second), together)

    rows = f.gen(f.imply(equal(at, here, own), here), i, k, l)
    return f.conj(f.imply(f.restate(rows, equal_rows), given), f.part(p.use(claim, "all values"), 1))


def there_and_back(here):
    return f.linear(delta(pi(k), pi(i)), 1, (here, 1))


@always.mutant("strictness: Σ_{j∈n} A[i, j]·v[j] = Σ_{j∈n} A[k, j]·v[j]")
def in_both_directions(p):
    def equal(at, here, own):
        low, high = at(i, k, l, here), at(k, i, l, there_and_back(here))
        return f.antisymmetry(f.le(A[i, l], A[k, l], f.by(low)), f.le(A[k, l], A[i, l], f.by(high)))

    return always_if(p, equal)


@always.mutant("dropped factor: the 2nd factor of A[i, j]·v[j]")
def row_sums_are_entries(p):
    # Σ A_ij = A_kl, and the same of row i itself
    def equal(at, here, own):
        return f.linear(A[i, l], A[k, l], (at(i, k, l, here), 1), (at(i, i, l, f.linear(delta(pi(i), pi(i)), 1)), -1))

    return always_if(p, equal)


@always.mutant("wrong axis: over k for j in Σ_{j∈n} A[k, j]·v[j]")
def column_sums_are_entries(p):
    # both rows are what row k is said to be
    return always_if(p, lambda at, here, own: f.linear(A[i, l], A[k, l], (at(i, k, l, here), 1), (at(k, k, l, own), -1)))


@always.mutant("swapped index: i for j in A[k, j]")
def all_entries_are_one_number(p):
    # A_il = A_ki for all l, k among them
    def equal(at, here, own):
        back = at(k, i, l, there_and_back(here))
        return f.linear(A[i, l], A[k, l], (at(i, k, l, here), 1), (at(i, k, k, here), -1), (back, -1))

    return always_if(p, equal)


@always.mutant("sign: the right side of A[i, j] = A[k, j] (place 2)")
def all_rows_are_zero(p):
    # as a row is in its own block
    given, here = f.assume(p.goal.children[1].children[0]), f.assume(Eq(delta(pi(i), pi(k)), 1))
    own = f.mp(f.spec(given, k, k, j), f.linear(delta(pi(k), pi(k)), 1))
    rows = f.gen(f.imply(f.linear(A[i, j], A[k, j], (f.mp(f.spec(given, i, k, j), here), 1), (own, -1)), here), i, k, j)
    told = p.use(claim, "all values")
    return f.conj(f.part(told, 0), f.imply(f.mp(f.part(told, 1), rows), given))


def witnessed(goal, layer, values, sign, sums, outputs, value, row):
    """A layer and values that do it: block sums, outputs, and pairs of positions whose values and rows differ."""
    *_, said = f.obtain(f.assume(goal), A, v)
    said = f.inst(said, {A: layer, v: values})
    block, (first, second), alike = f.part(f.part(said, 0), 2).conclusion, f.part(said, 1).conclusion.children, f.part(said, 2).conclusion
    here = f.assume(Eq(delta(pi(i), pi(k)), 1))
    block = f.spec(f.assume(block), i, k, c).conclusion.children[1]
    alike = f.spec(f.assume(alike), i, k).conclusion.children[1]
    entry, mass = f.gen(f.le(0, layer[1], *sign), i, j), f.gen(f.linear(Sum(layer[1], j), 1), i)
    block = f.gen(f.imply(f.linear(*block.children, *sums(here)), here), i, k, c)
    alike = f.gen(f.imply(f.linear(*alike.children, *outputs), here), i, k)
    (pair, *at), (rows, *places) = value, row
    differ = f.conj(f.exists(pair, first, *at), f.exists(rows, second, *places))
    return f.exists(f.conj(f.conj(entry, mass, block), differ, alike), goal, layer, values)


@need_not.mutant("wrong axis: over i for j in Σ_{j∈n} A[i, j]·δ(pi(j), c)")
def two_are_averaged(p):
    """A averages x and y and leaves all others where they are, so that its columns sum to 1, too; v is 1 at x, −1 at y, and 0 elsewhere."""
    given, w = f.assume(three), index("w", c)
    x_y, x_z, y_z, with_y, with_z = (f.part(given, number) for number in range(5))
    at_x = delta(pi(x), c)
    moved = f.rewrite(with_y, f.linear(at_x, at_x), w, Eq(at_x, delta(w, c)))
    one = array((i,), delta(i, x) + delta(i, y))
    layer = (i, j), (1 - one[i]) * delta(i, j) + one[i] * one[j] / 2
    A0, values = array(*layer), (j, delta(j, x) - delta(j, y))
    both = f.mul(f.num(HALF), *(f.add(f.sq(delta(at, x)), f.sq(delta(at, y))) for at in (i, j)))
    sign = f.add(f.mul(f.sq(1 - one[i]), f.sq(delta(i, j))), both), (x_y, -2 * delta(i, x) * delta(i, j))

    def sums(here):
        same = f.rewrite(here, f.linear(delta(pi(i), c), delta(pi(i), c)), w, Eq(delta(pi(i), c), delta(w, c)))
        return (same, 1), (moved, (delta(k, x) - delta(k, y)) / 2)

    value = f.unequal(f.lt(delta(y, x) - 1, 1 - delta(x, y), f.num(2), (x_y, -2)))
    row = f.unequal(f.lt(A0[z, x], A0[x, x], f.num(HALF), (x_y, HALF), (x_z, -HALF), (y_z, -HALF)))
    pairs = (f.conj(with_y, value), x, y), (f.conj(with_z, row), x, z, x)
    return f.imply(witnessed(p.goal.children[1], layer, values, sign, sums, (), *pairs), given)


@need_not.mutant("off-by-one range: all but one of Σ_{j∈n} A[k, j]·δ(pi(j), c)")
def two_of_three_are_not_left_out(p):
    """All go to x, but z goes to y, and v is 1 at z, if x and y are not left out; else two others of the three."""
    given, o, w = f.assume(three), index("o", i), index("w", c)
    x_y, x_z, y_z, with_y, with_z = (f.part(given, number) for number in range(5))
    out_x, out_y, at_x = f.assume(Eq(delta(x, o), 0)), f.assume(Eq(delta(y, o), 0)), delta(pi(x), c)
    moved = f.rewrite(with_y, f.linear(at_x, at_x), w, Eq(at_x, delta(w, c)))
    layer = (i, j), (1 - delta(i, z)) * delta(j, x) + delta(i, z) * delta(j, y)
    A0, values = array(*layer), (j, delta(j, z))
    sign = (f.add(f.mul(f.sq(1 - delta(i, z)), f.sq(delta(j, x))), f.mul(f.sq(delta(i, z)), f.sq(delta(j, y)))),)

    def sums(here):
        at_y = delta(pi(y), c)
        left_out = (out_x, (1 - delta(k, z)) * at_x), (out_y, delta(k, z) * at_y)
        return (moved, delta(k, z) - delta(i, z)), *left_out

    outputs = [(th, (delta(i, z) - delta(k, z)) * cofactor) for th, cofactor in ((x_z, -1), (y_z, 1))]
    value = f.unequal(f.lt(delta(x, z), delta(z, z), f.num(1), (x_z, -1)))
    row = f.unequal(f.lt(A0[x, y], A0[z, y], f.num(1), (x_y, delta(x, z) - 1), (x_z, -1)))
    back = f.linear(delta(pi(z), pi(x)), 1, (with_z, 1))
    pairs = (f.conj(back, value), z, x), (f.conj(back, row), z, x, y)
    there = witnessed(p.goal.children[1], layer, values, sign, sums, outputs, *pairs)
    y_with_z = f.linear(delta(pi(y), pi(z)), 1, (f.inst(moved, {c: pi(z)}), -1), (with_z, 1))

    def turned(first, second, third, *facts):
        """The same for the three in another order."""
        apart = {frozenset(two): th for two, th in (((x, y), x_y), ((x, z), x_z), ((y, z), y_z))}
        alike = {frozenset(two): th for two, th in (((x, y), with_y), ((x, z), with_z), ((y, z), y_with_z))}
        pairs = (first, second), (first, third), (second, third)
        different = [f.linear(delta(*two), 0, (apart[frozenset(two)], 1)) for two in pairs]
        together = [f.linear(delta(pi(first), pi(at)), 1, (alike[frozenset((first, at))], 1)) for at in (second, third)]
        return f.cut(f.inst(there, {x: first, y: second, z: third}), f.conj(*different, *together), *facts)

    def not_out(at, other, apart):
        """at ≠ o, as o is another one."""
        return f.linear(delta(at, o), 0, (f.assume(Eq(delta(other, o), 1)), -delta(at, o)), (apart, delta(other, o)))

    is_y = turned(z, x, y, not_out(z, y, y_z), out_x)
    is_x = turned(y, z, x, not_out(y, x, x_y), not_out(z, x, x_z))
    without_x = mask_cases(f.linear(delta(y, o) * delta(y, o), delta(y, o)), is_y, there)
    return f.imply(mask_cases(f.linear(delta(x, o) * delta(x, o), delta(x, o)), is_x, without_x), given)
