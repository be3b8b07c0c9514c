"""Laws of Hilbert's metric and of cross-ratios: what they unfold to, and that scalings cannot change them."""

from gaproof.proof.rules import assume
from gaproof.tactics import forward as f
from gaproof.terms import Array, ForAll, Le, array, field, index, kernel, log, scalar, sizes
from gaproof.theory import cross_ratios_at_most, hilbert_at_most

n, m = sizes("n m")
(i, k), (j, l) = index("i k", n), index("j l", m)
K, x, y, d, e = field("K", i, j), *field("x y", j), field("d", i), field("e", j)
t = scalar("t")


def test_it_bounds_the_difference_of_any_two_logarithms_of_ratios() -> None:
    body = Le(log(x[j]) - log(y[j]) - (log(x[l]) - log(y[l])), t)
    assert kernel(ForAll((j, l), body)) == kernel(hilbert_at_most(x, y, j, t))


def test_the_distance_is_symmetric() -> None:
    there = assume(formula=kernel(hilbert_at_most(x, y, j, t)))
    back = f.restate(f.spec(there, l, j), Le(log(y[j]) - log(x[j]) - (log(y[l]) - log(x[l])), t))
    assert kernel(hilbert_at_most(y, x, j, t)).key in {f.forall((j, l), back.conclusion).key}


def test_cross_ratios_run_over_all_pairs_of_rows_and_columns() -> None:
    body = Le(K[i, j] * K[k, l], t * K[i, l] * K[k, j])
    assert kernel(ForAll((i, k, j, l), body)) == kernel(cross_ratios_at_most(K, i, j, t))


def test_scalings_multiply_both_sides_of_a_cross_ratio() -> None:
    scaled: Array = array((i, j), d[i] * K[i, j] * e[j])
    products = [a[i, j] * a[k, l] - t * a[i, l] * a[k, j] for a in (scaled, K)]
    f.linear(products[0], d[i] * d[k] * e[j] * e[l] * products[1])
