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
from gaproof.lemmas.contraction import image
from gaproof.lemmas.logarithm import log_quotient
from gaproof.tactics import forward as f
from gaproof.terms import Le, Sum, array, companion, exp, field, index, scalar, sizes
from gaproof.theory import cross_ratios_at_most, hilbert_at_most, tanh

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
whole = claim.part("sweep", given=given, shows=hilbert_at_most(sweep(x), sweep(y), j, theta * theta * D))


def above_one(p):
    """1 ≤ e^(Δ/2): the cross-ratio of a row and itself is 1, so 0 ≤ e^Δ − 1 = (e^(Δ/2) − 1)(e^(Δ/2) + 1)."""
    one, entry = f.spec(p["cross-ratios"], i, i, j, j), f.inv(f.mul(*[f.by(f.spec(p["K positive"], i, j))] * 2))
    return p.clear(f.le(1, exp(width / 2), f.mul(f.by(one), entry, f.inv(f.add(f.num(1), f.ex(width / 2))))))


def images(p, kernel, rows, cols, x, y, most, near):
    """d(Ax, Ay) ≤ tanh(Δ/4)·most from d(x, y) ≤ most, where the kernel A is K or its transpose."""
    half, i2, j2 = exp(width / 2), companion(i), companion(j)
    other = {i: i2, j: j2}
    bound = Le(kernel[rows, cols] * kernel[other[rows], other[cols]], half * half * kernel[rows, other[cols]] * kernel[other[rows], cols])
    cross = f.gen(f.restate(f.spec(p["cross-ratios"], i, i2, j, j2), bound), rows, other[rows], cols, other[cols])
    values = {"K": ((rows, cols), kernel[rows, cols]), "x": (cols, x[cols]), "y": (cols, y[cols])}
    return p.clear(f.inst(image(rows.sort, cols.sort), {**values, "r": half, "D": most}), above_one(p), cross, near)


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
