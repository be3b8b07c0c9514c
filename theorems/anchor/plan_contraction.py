"""A half-step of the plan iteration contracts Hilbert's metric by tanh(Δ/4).

Let K > 0 and let Δ bound the logarithms of its cross-ratios K_ij K_kl/(K_il K_kj).  In Hilbert's metric d(x, y) = max log(x/y) −
min log(x/y) the half-step x ↦ r/(Kx) brings any two positive fields closer by the factor tanh(Δ/4), and a sweep of both half-steps by its
square (Birkhoff).  Near the plan P a sweep acts on logarithms of scalings as the matrix Σ_j P_ij P_kj/(r_i c_j), up to second order: its
asymptotic rate is the second eigenvalue of that matrix, which is σ² for the second singular value σ of P_ij/√(r_i c_j), and σ ≤ tanh(Δ/4).

The proof has no cone and no derivative: two averages of a test with weights b and b·ρ differ by at most tanh(Δ/4) times its range if the
factors ρ do not differ by more than e^Δ.  From w to (1 + 1/N) w that moves log Σ b ρ eʷ − log Σ b eʷ by at most tanh(Δ/4) osc(w)/N to first
order; N such steps lead from the logarithms of one field to those of another.
Source: Birkhoff (1957), Transactions of the American Mathematical Society 85; Franklin and Lorenz (1989), Linear Algebra and its
Applications 114; Knight (2008), SIAM Journal on Matrix Analysis and Applications 30.
"""

from gaproof import Claim
from gaproof.lemmas.contraction import averages, image, log_mean
from gaproof.lemmas.extremes import maximum, minimum
from gaproof.lemmas.logarithm import log_quotient
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Exists, ForAll, Implies, Le, Lt, Ne, Rational, Sum, array, companion, exp, field, index, log, scalar, sizes
from gaproof.theory import between, cross_ratios_at_most, hilbert_at_most, tanh
from gaproof.theory.root import root

n, m = sizes("n m")
i, j = index("i", n), index("j", m)
K, r, c = field("K", i, j, domain="positive"), field("r", i, domain="positive"), field("c", j, domain="positive")
x, y = field("x y", j, domain="positive")
width, D = scalar("Delta D")
theta = tanh(width / 4)


def half_step(x):
    """r/(Kx), which gives diag(·) K diag(x) the row sums r."""
    return array((i,), r[i] / Sum(K[i, j] * x[j], j))


def sweep(x):
    """c/(Kᵀ(r/(Kx))): both half-steps."""
    return array((j,), c[j] / Sum(K[i, j] * half_step(x)[i], i))


given = {"cross-ratios": cross_ratios_at_most(K, i, j, exp(width)), "distance": hilbert_at_most(x, y, j, D)}
claim = Claim("anchor.plan_contraction", source="Birkhoff (1957); Franklin and Lorenz (1989); Knight (2008)")
half = claim.part("half-step", given=given, shows=hilbert_at_most(half_step(x), half_step(y), i, theta * D))
balanced = {"row margins": ForAll(i, Eq(Sum(K[i, j], j), r[i])), "column margins": ForAll(j, Eq(Sum(K[i, j], i), c[j]))}
l, h, H = companion(j), field("h", j), scalar("H")
to_first_order = Sum(K[i, j] * K[i, l] / (c[j] * r[i]) * h[l], i, l)
error = log(sweep(array((j,), exp(h[j])))[j]) - to_first_order
small = {"small": between(h[j], -H, H, j), "at most 1/2": Le(H, Rational(1, 2))}
whole = claim.part("sweep", given=given, shows=hilbert_at_most(sweep(x), sweep(y), j, theta * theta * D))

even = {K: ((i, j), 1), r: (i, m), c: (j, n)}
first_order = claim.part(
    "first order", given={**balanced, **small}, shows=between(error, -2 * H * H, 2 * H * H, j), model=even | {h: (j, 0), H: 0}
)
sigma, (u, v) = scalar("sigma"), (field("u", i), field("v", j))


def singular(row_root, column_root):
    """σ is a singular value of K_ij/√(r_i c_j), whose largest is 1 with the vectors √r and √c, and u, v belong to it and not to 1."""
    scaled = K[i, j] / (row_root[i] * column_root[j])
    left, right = ForAll(i, Eq(Sum(scaled * v[j], j), sigma * u[i])), ForAll(j, Eq(Sum(scaled * u[i], i), sigma * v[j]))
    return {"left": left, "right": right, "orthogonal": Eq(Sum(row_root[i] * u[i], i), 0)}


roots = array((i,), root(r[i])), array((j,), root(c[j]))
rate = claim.part(
    "second singular value",
    given={"cross-ratios": given["cross-ratios"], **balanced, **singular(*roots)},
    shows=Implies(Exists(i, Ne(u[i], 0)), Le(sigma * sigma, theta * theta)),
    model=even | {width: 0, u: (i, 0), v: (j, 0)},
)


def above_one(p):
    """1 ≤ e^(Δ/2): the cross-ratio of a row and itself is 1, so 0 ≤ e^Δ − 1 = (e^(Δ/2) − 1)(e^(Δ/2) + 1)."""
    one, entry = f.spec(p["cross-ratios"], i, i, j, j), f.inv(f.mul(*[f.by(f.spec(p["K positive"], i, j))] * 2))
    return p.clear(f.le(1, exp(width / 2), f.mul(f.by(one), entry, f.inv(f.add(f.num(1), f.ex(width / 2))))))


def of_rows(p, lemma, kernel, rows, cols, values, *facts):
    """A lemma on the rows of a kernel with bounded cross-ratios, where the kernel is K or its transpose."""
    half, i2, j2 = exp(width / 2), companion(i), companion(j)
    other = {i: i2, j: j2}
    bound = Le(kernel[rows, cols] * kernel[other[rows], other[cols]], half * half * kernel[rows, other[cols]] * kernel[other[rows], cols])
    cross = f.gen(f.restate(f.spec(p["cross-ratios"], i, i2, j, j2), bound), rows, other[rows], cols, other[cols])
    th = f.inst(lemma(rows.sort, cols.sort), {"K": ((rows, cols), kernel[rows, cols]), "r": half, **values})
    return p.clear(th, above_one(p), cross, *facts)


def images(p, kernel, rows, cols, x, y, most, near):
    """d(Ax, Ay) ≤ tanh(Δ/4)·most from d(x, y) ≤ most."""
    return of_rows(p, image, kernel, rows, cols, {"x": (cols, x[cols]), "y": (cols, y[cols]), "D": most}, near)


def exchanged(p, near, x, y, over, most, *facts):
    """d(y, x) ≤ most, from d(x, y) ≤ most."""
    other = companion(over)
    return p.everywhere(f.restate(f.spec(near, other, over), hilbert_at_most(y, x, over, most).body), over, other, facts=facts)


def through_quotients(p, moved, goal, over, quotients):
    """The goal, a bound on logarithms of quotients, from the bound on the distance of the denominators; ``quotients``: how they split."""
    other = companion(over)
    split = [f.inst(f.inst(log_quotient(), {"x": top, "y": below}), {over: at}) for top, below in quotients for at in (over, other)]
    signs = (-1, 1, 1, -1)
    th = f.le(*goal.args, f.by(f.spec(moved, over, other)), *zip(split, signs, strict=True))
    return p.everywhere(th, over, other)


@half.proof
def the_margins_cancel(p):
    moved = images(p, K, i, j, y, x, D, exchanged(p, p["distance"], x, y, j, D))  # d(1/x, 1/y) = d(y, x)
    return through_quotients(p, moved, half.shows.body, i, ((r[i], Sum(K[i, j] * z[j], j)) for z in (x, y)))


@whole.proof
def twice(p):
    first, rows, most = p.use(claim, "half-step"), (half_step(x), half_step(y)), theta * D
    moved = images(p, array((j, i), K[i, j]), j, i, *reversed(rows), most, exchanged(p, first, *rows, i, most))
    return through_quotients(p, moved, whole.shows.body, j, ((c[j], Sum(K[i, j] * z[i], i)) for z in rows))


@first_order.proof
def the_logarithm_of_a_mean(p, log_mean=log_mean):
    # Σ p z ≤ log Σ p eᶻ ≤ Σ p z + 2H² for means along a row, then along a column
    inner = Sum(K[i, j] / r[i] * exp(h[j]), j)
    outer, mass = (
        Sum(K[i, j] * (r[i] / Sum(K[i, j] * exp(h[j]), j)), i),
        f.linear(Sum(K[i, j] / r[i], j), 1, (f.spec(p["row margins"], i), 1 / r[i])),
    )
    row = p.clear(f.cut(f.inst(log_mean(j.sort), {"p": (j, K[i, j] / r[i]), "z": h, "H": H}), p.clear(mass)))
    lower, upper, least, most = (f.part(row, x) for x in range(4))
    alive = [p.auto(Lt(0, x)) for x in (inner, outer, outer / c[j])]
    again = f.conj(f.le(-H, -log(inner), f.by(most)), f.le(-log(inner), H, f.by(least)))
    mass = f.linear(Sum(K[i, j] / c[j], i), 1, (f.spec(p["column margins"], j), 1 / c[j]))
    column = f.inst(log_mean(i.sort), {"p": (i, K[i, j] / c[j]), "z": (i, -log(inner)), "H": H})
    column = p.clear(f.cut(column, p.clear(mass), p.everywhere(again, i)))
    split = [p.clear(f.inst(log_quotient(), {"x": x, "y": y}), *alive) for x, y in ((c[j], outer), (outer, c[j]))]
    share = f.mul(f.by(f.spec(p["K positive"], i, j)), f.inv(f.by(f.spec(p["c positive"], j))))
    low, high = (f.part(column, x) for x in range(2))
    above = f.le(-2 * H * H, error, f.add(f.by(high), f.tot(i, f.mul(share, f.by(lower)))), (split[0], 1), (split[1], 1))
    below = f.le(
        error, 2 * H * H, f.add(f.by(low), f.tot(i, f.mul(share, f.by(upper)))), (split[0], -1), (split[1], -1), (mass, -2 * H * H)
    )
    return p.everywhere(f.conj(above, below), j, facts=alive)


def ends(z, over, names):
    """Where a field is greatest and where it is least: that there are such places, and what is said of them."""
    there = [f.inst(lemma(over.sort), {"h": (over, 1), "x": (over, z[over])}) for lemma in (maximum, minimum)]
    found = [f.obtain(th, name)[0] for th, name in zip(there, names, strict=True)]
    highest, lowest = (f.mp(f.spec(f.part(th, 1), over), f.linear(1, 1)) for th in found)
    return list(zip(there, names, strict=True)), found, lowest, highest


@rate.proof
def singular_vectors_are_averages(p):
    # x = u/√r and y = v/√c are averages of each other: Σ_j K y/r = σx and Σ_i K x/c = σy, so |σ| osc x ≤ θ osc y and back
    a, b = field("a", i), field("b", j)  # √r and √c
    pair = {name: f.assume(formula) for name, formula in singular(a, b).items()}
    signs = [f.assume(ForAll(i, Lt(0, a[i]))), f.assume(ForAll(j, Lt(0, b[j])))]
    squares = [f.assume(ForAll(i, Eq(a[i] * a[i], r[i]))), f.assume(ForAll(j, Eq(b[j] * b[j], c[j])))]
    known = [*pair.values(), *signs, *squares]
    x, y = array((i,), u[i] / a[i]), array((j,), v[j] / b[j])
    (top, bottom), (left, right) = index("top bottom", i), index("left right", j)
    X, Y = x[top] - x[bottom], y[left] - y[right]
    of_x, of_y = ends(x, i, (top, bottom)), ends(y, j, (left, right))
    found = [*of_x[1], *of_y[1], *known]
    range_y = p.everywhere(f.conj(*of_y[2:]), j, facts=found)
    range_x = p.everywhere(f.conj(*of_x[2:]), i, facts=found)
    by_rows = of_rows(p, averages, K, i, j, {"g": (j, y[j]), "low": y[right], "high": y[left]}, range_y)
    transposed = array((j, i), K[i, j])
    by_columns = of_rows(p, averages, transposed, j, i, {"g": (i, x[i]), "low": x[bottom], "high": x[top]}, range_x)
    row_mean, column_mean = Sum(K[i, j] * y[j], j), Sum(K[i, j] * x[i], i)
    row_sum, column_sum = Sum(K[i, j], j), Sum(K[i, j], i)
    to_x = (
        (f.spec(p["row margins"], i), -row_mean / (r[i] * row_sum)),
        (f.spec(pair["left"], i), 1 / a[i]),
        (f.spec(squares[0], i), row_mean / (r[i] * a[i] * a[i])),
    )
    to_y = (
        (f.spec(p["column margins"], j), -column_mean / (c[j] * column_sum)),
        (f.spec(pair["right"], j), 1 / b[j]),
        (f.spec(squares[1], j), column_mean / (c[j] * b[j] * b[j])),
    )
    x_is = p.clear(f.linear(row_mean / row_sum, sigma * x[i], *to_x), *known)
    y_is = p.clear(f.linear(column_mean / column_sum, sigma * y[j], *to_y), *known)

    def spread(bound, over, is_mean, z, first, last, most):
        """σ(z_first − z_last) ≤ θ·most."""
        at = (f.inst(is_mean, {over: first}), 1), (f.inst(is_mean, {over: last}), -1)
        return f.le(sigma * (z[first] - z[last]), theta * most, f.by(f.spec(bound, first, last)), *at)

    rows = [spread(by_rows, i, x_is, x, *at, Y) for at in ((top, bottom), (bottom, top))]
    columns = [spread(by_columns, j, y_is, y, *at, X) for at in ((left, right), (right, left))]
    theta_sign = f.mul(f.by(above_one(p)), f.inv(f.add(f.num(1), f.ex(width / 2))))
    # x is not constant: it would be orthogonal to the margins, and 0
    flat, mass, z = f.assume(Le(X, 0)), Sum(r[i], i), scalar("z")
    equal = f.antisymmetry(f.le(x[i], x[bottom], f.add(f.by(of_x[3]), f.by(flat))), f.le(x[bottom], x[i], f.by(of_x[2])))
    equal = p.clear(equal, flat, *found)
    nothing = f.linear(
        x[bottom], 0, (pair["orthogonal"], 1 / mass), (equal, -a[i] * a[i] / mass, i), (f.spec(squares[0], i), -x[bottom] / mass, i)
    )
    none = p.clear(f.linear(u[i], 0, (equal, a[i]), (nothing, a[i])), flat, *found)
    nonzero = f.assume(p.goal.children[0])
    (some,) = f.obtain(nonzero, i)
    clash = f.release(f.absurd(f.rewrite(none, some, z, Ne(z, 0)), Lt(0, X)), nonzero, i)
    wide = f.cases(flat.conclusion, clash, f.assume(Lt(0, X)))
    # with θ ≥ 0 and the sign of σ
    theta_sign = f.mul(f.by(above_one(p)), f.inv(f.add(f.num(1), f.ex(width / 2))))

    def square(sign, of_x, of_y):
        """σ² ≤ θ², from 0 ≤ ±σ, ±σX ≤ θY and ±σY ≤ θX."""
        tree = f.add(f.mul(sign, f.by(of_x)), f.mul(theta_sign, f.by(of_y)))
        return f.le(sigma * sigma, theta * theta, f.mul(tree, f.inv(f.by(wide))))

    up, down = f.assume(Le(0, sigma)), f.assume(Lt(sigma, 0))
    shown = p.clear(f.cases(up.conclusion, square(f.by(up), rows[0], columns[0]), square(f.by(down), rows[1], columns[1])), wide, *found)
    for th, name in (*of_x[0], *of_y[0]):
        shown = f.release(shown, th, name)
    return f.imply(f.inst(shown, {a: (i, root(r[i])), b: (j, root(c[j]))}), nonzero)


# models: |x| ≤ x² + 1/4 gives Δ and D
quarter, ratio = Rational(1, 4), log(x[j]) - log(y[j])
spread = {width: Sum(log(K[i, j]) * log(K[i, j]) + quarter, i, j)}
for part in (half, whole):
    part.drawn({**spread, D: Sum(2 * ratio * ratio + 2 * quarter, j)})
share = field("v", j, domain="simplex")
first_order.drawn({h: (j, share[j] / 2), H: Rational(1, 2)})

q, one, square = Rational, [1, 1], [[2, 1], [1, 2]]
pair = {K: square, r: one, x: [2, 1], y: one, width: q(3, 2), D: 1}  # Δ = 3/2 > log 4, D = 1 > log 2


@half.near_miss("a half-step is not a whole sweep", at=pair)
def two_at_once():
    return hilbert_at_most(half_step(x), half_step(y), i, theta * theta * D)


@whole.near_miss("a sweep is two half-steps, not four", at={**pair, c: one})
def four_at_once():
    return hilbert_at_most(sweep(x), sweep(y), j, theta * theta * theta * theta * D)


for part, values in ((half, pair), (whole, {**pair, c: one})):
    part.necessary("cross-ratios", "with Δ = 0 all rows of the kernel would be proportional", at={**values, width: 0})
    part.necessary("distance", "other fields", at={**values, D: 0})
# The signs of kernels, fields and margins give the logarithms a meaning; some follow from the others.

fair = {K: [[1, 1], [1, 1]], r: [2, 2], c: [2, 2]}
still = {**fair, h: [0, 0], H: 0}


@first_order.near_miss("the error is not of third order", at={**fair, h: [q(1, 8), q(-1, 8)], H: q(1, 8)})
def third_order():
    return between(error, -2 * H * H * H, 2 * H * H * H, j)


first_order.necessary("row margins", "a sweep from no plan moves at once", at={**still, r: one})
first_order.necessary("column margins", "a sweep from no plan moves at once", at={**still, c: one})
first_order.necessary("small", "a step that is not small", at={**still, h: [1, 0]})
# "at most 1/2" saves a constant: by Hoeffding's lemma the bound holds for every H.


blend = {K: [[q(2, 3), q(1, 3)], [q(1, 3), q(2, 3)]], r: one, c: one, u: [1, -1], v: [1, -1], sigma: q(1, 3), width: q(3, 2)}
even = {**blend, K: [[q(1, 2), q(1, 2)], [q(1, 2), q(1, 2)]], width: 0}


@rate.near_miss("σ is bounded by the factor of a half-step, not by that of a sweep", at=blend)
def factor_of_a_sweep():
    return Implies(Exists(i, Ne(u[i], 0)), Le(sigma * sigma, theta * theta * theta * theta))


rate.necessary("cross-ratios", "with Δ = 0 the second singular value would be 0", at={**blend, width: 0})
long = [[q(5, 8)] * 4 + [q(3, 8)] * 4, [q(3, 8)] * 4 + [q(5, 8)] * 4]  # columns of mass 1, rows of mass 4
tall, halves = [list(column) for column in zip(*long, strict=True)], [q(1, 2)] * 4 + [q(-1, 2)] * 4
wide = {sigma: q(1, 2), width: q(11, 10)}
rate.necessary("row margins", "rows of mass 4, not 1", at={**wide, K: long, r: one, c: [1] * 8, u: [1, -1], v: halves})
rate.necessary("column margins", "columns of mass 4, not 1", at={**wide, K: tall, r: [1] * 8, c: one, u: halves, v: [1, -1]})
rate.necessary("left", "no singular vector", at={**even, v: [0, 0], sigma: 1})
rate.necessary("right", "no singular vector", at={**blend, v: [3, -3], sigma: 1})
rate.necessary("orthogonal", "the largest singular value is 1", at={**even, u: one, v: one, sigma: 1})


@rate.near_miss("0 belongs to every value", at={**blend, u: [0, 0], v: [0, 0], sigma: 5})
def no_vector():
    return Le(sigma * sigma, theta * theta)
