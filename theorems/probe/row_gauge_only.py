"""Rows alone leave every ratio to a chosen key visible, and most column fields with it.

Under the row gauge |M| − (number of live rows) numbers remain: the ratios of every entry to that at a chosen key of its row tell the
classes apart, and they may have any positive values.  A column field is invisible to the row anchor exactly if it is constant on
the support of every row, hence on the columns of every component; on two by two the column field (0, log 2) is seen.
Source: Geometric Attention (arXiv 2601.11618), section 2.
"""

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.subsets import indicator, truth_is_mask, where_true
from gaproof.tactics import forward as f
from gaproof.tactics.context import peel
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Lt, Sum, array, companion, delta, field, index, index_map, sizes
from gaproof.theory import Carrier, EvidenceKernel, row_anchor
from gaproof.theory.walk import is_set

n, m = sizes("n m")
i, (j, k) = index("i", n), index("j k", m)
M, a, b = field("M", i, j, domain="mask"), *field("a b", i, j, domain="positive")
e, r = field("e", j, domain="positive"), field("r", i, j, domain="positive")
live, key = field("live", i, domain="mask"), index_map("key", i, j)
carrier = Carrier(i, j, M)
K, L = EvidenceKernel(carrier, baseline=a, name="K"), EvidenceKernel(carrier, baseline=b, name="L")

chosen = {
    "live": ForAll(i, Iff(Eq(live[i], 1), Exists(j, Eq(M[i, j], 1)))),
    "key": ForAll(i, Implies(Eq(live[i], 1), Eq(M[i, key(i)], 1))),
}
counted = M[i, j] * (1 - delta(j, key(i)))  # 1 at the entries whose ratio to the key of the row counts


def ratios(a, value):
    """The ratio of every entry that counts to the entry at the key of its row."""
    return ForAll((i, j), Implies(Eq(counted, 1), Eq(a[i, j] / a[i, key(i)], value)))


claim = Claim("probe.row_gauge_only", source="Geometric Attention, section 2")
count = claim.part("count", given=chosen, shows=Eq(Sum(counted, i, j), Sum(M[i, j], i, j) - Sum(live[i], i)))
complete = claim.part(
    "complete",
    given={"agree": ratios(a, b[i, j] / b[i, key(i)])},
    shows=ForAll((i, j), Eq(L[i, j], b[i, key(i)] / a[i, key(i)] * K[i, j])),
)
own = array((i, j), delta(j, key(i)) + (1 - delta(j, key(i))) * r[i, j])  # 1 at the keys
free = claim.part("free", shows=And(ForAll((i, j), Lt(0, own[i, j])), ratios(own, r[i, j])))

moved = row_anchor(K[i, j] * e[j], over=j)
unchanged = ForAll((i, j), Implies(Eq(M[i, j], 1), Eq(moved, row_anchor(K[i, j], over=j))))


def constant(e):
    """On the support of every row."""
    return ForAll((i, j, k), Implies(And(Eq(M[i, j], 1), Eq(M[i, k], 1)), Eq(e[j], e[k])))


column = claim.part("column field", shows=Iff(unchanged, constant(e)))

# two columns are in one component if no set of columns that is closed under sharing a row parts them
h, g = field("h g", j)
sharing = ForAll((i, j, k), Implies(And(Eq(M[i, j], 1), Eq(M[i, k], 1)), Implies(Eq(h[j], 1), Eq(h[k], 1))))
connected = ForAll(h, Implies(And(is_set(h, j), sharing, Eq(h[j], 1)), Eq(h[k], 1)))
components = claim.part("components", shows=Iff(constant(g), ForAll((j, k), Implies(connected, Eq(g[j], g[k])))))


@count.proof
def one_key_a_live_row(p):
    # M at the key is 1 in a live row, and 0 in one that is not
    on, off = f.assume(Eq(live[i], 1)), f.assume(Eq(live[i], 0))
    at = M[i, key(i)]
    there = f.exists(f.assume(Eq(at, 1)), Exists(j, Eq(M[i, j], 1)), key(i))
    clash = f.linear(0, 1, (f.mp(f.part(f.spec(p["live"], i), 1), there), 1), (off, -1))
    none = mask_cases(f.spec(p["M mask"], i, key(i)), f.absurd(clash, Eq(at, 0)), f.assume(Eq(at, 0)))
    yes = f.linear(at, live[i], (f.mp(f.spec(p["key"], i), on), 1), (on, -1))
    same = mask_cases(f.spec(p["live mask"], i), yes, f.linear(at, live[i], (none, 1), (off, -1)))
    return p.identity((same, -1, i))


@complete.proof
def the_factor_at_the_key(p):
    is_key = f.assume(Eq(delta(j, key(i)), 1))
    q = companion(j, k)
    factor = b[i, key(i)] / a[i, key(i)]
    itself = f.rewrite(
        f.linear(delta(key(i), j), 1, (is_key, 1)),
        f.linear(M[i, key(i)] * b[i, key(i)], factor * (M[i, key(i)] * a[i, key(i)])),
        q,
        Eq(M[i, q] * b[i, q], factor * (M[i, q] * a[i, q])),
    )
    on, off, other = f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0)), f.assume(Eq(delta(j, key(i)), 0))
    ratio = f.mp(f.spec(p["agree"], i, j), f.linear(counted, 1, (on, 1 - delta(j, key(i))), (other, -1)))
    goal = L[i, j], factor * K[i, j]
    yes = f.linear(*goal, (ratio, -M[i, j] * b[i, key(i)]))
    no = f.linear(*goal, (off, b[i, j] - factor * a[i, j]))
    entry = mask_cases(
        f.linear(delta(j, key(i)) * delta(j, key(i)), delta(j, key(i))), itself, mask_cases(f.spec(p["M mask"], i, j), yes, no)
    )
    return p.everywhere(entry, i, j)


def one_at_the_key(p, slope=1 - r[i, j]):
    at_key, other = f.assume(Eq(delta(j, key(i)), 1)), f.assume(Eq(delta(j, key(i)), 0))
    is_delta = f.linear(delta(j, key(i)) * delta(j, key(i)), delta(j, key(i)))
    one = f.lt(0, own[i, j], f.num(1), (at_key, 1 - r[i, j]))
    positive = mask_cases(is_delta, one, f.lt(0, own[i, j], f.by(f.spec(p["r positive"], i, j)), (other, 1 - r[i, j])))
    counts = f.assume(Eq(counted, 1))
    clash = f.absurd(f.linear(0, 1, (counts, 1), (at_key, M[i, j])), Eq(delta(j, key(i)), 0))
    away = mask_cases(is_delta, clash, other)
    ratio = f.linear(*peel(p.goal.children[-1])[2].children, (away, slope))
    signs = p.everywhere(positive, i, j)
    return f.conj(signs, f.gen(f.imply(p.clear(ratio, counts, signs), counts), i, j))


free.proof(one_at_the_key)


@column.proof
def the_total_is_a_multiple(p):
    # e_j is the quotient of the two totals, for every key of the row
    same, on, flat = f.assume(unchanged), f.assume(Eq(M[i, j], 1)), f.assume(constant(e))
    total, scaled = Sum(K[i, j], j), Sum(K[i, j] * e[j], j)
    q = companion(j, k)
    some = f.exists(on, Exists(j, Eq(M[i, j], 1)), j)

    def quotient(j):
        here = f.assume(Eq(M[i, j], 1))
        equal = f.mp(f.spec(same, i, j), here)
        return p.clear(f.linear(e[j], scaled / total, (equal, scaled / K[i, j])), f.exists(here, some.conclusion, j), here, same)

    both = f.assume(And(Eq(M[i, j], 1), Eq(M[i, k], 1)))
    there = f.cut(f.linear(e[j], e[k], (quotient(j), 1), (quotient(k), -1)), f.part(both, 0), f.part(both, 1))
    there = p.clear(there, f.exists(f.part(both, 0), some.conclusion, j), both, same)
    forward = f.gen(f.imply(there, both), i, j, k)
    # where e is constant it comes out of the total
    other = f.assume(Eq(M[i, q], 1))
    equal = f.mp(f.spec(flat, i, q, j), f.conj(other, on))
    goal = M[i, q] * e[q], M[i, q] * e[j]
    out = mask_cases(f.spec(p["M mask"], i, q), f.linear(*goal, (equal, M[i, q])), f.linear(*goal, (f.assume(Eq(M[i, q], 0)), e[q] - e[j])))
    multiple = f.linear(scaled, e[j] * total, (out, a[i, q], q))
    back = f.linear(moved, row_anchor(K[i, j], over=j), (multiple, -K[i, j] / (scaled * total)))
    back = f.gen(f.imply(p.clear(back, some, on, flat), on), i, j)
    return f.conj(f.imply(forward, same), f.imply(back, flat))


@components.proof
def columns_with_the_value_of_one(p):
    q = companion(j, k)
    flat, linked = f.assume(constant(g)), f.assume(connected)
    level = indicator(Eq(g[q], g[j]), h, q)
    (known,) = f.obtain(level, h)
    l = companion(j, k, q)
    h_set = f.gen(f.cut(truth_is_mask(Eq(g[q], g[j]), h[q]), f.spec(known, q)), q)
    pair, in_h = f.assume(And(Eq(M[i, q], 1), Eq(M[i, l], 1))), f.assume(Eq(h[q], 1))
    same = f.cut(where_true(Eq(g[q], g[j]), h[q]), f.spec(known, q))
    chain = f.linear(g[l], g[j], (f.mp(f.spec(flat, i, q, l), pair), -1), (same, 1))
    shared = f.gen(f.imply(f.mp(f.part(f.spec(known, l), 0), f.conj(chain)), pair, in_h), i, q, l)
    starts = f.mp(f.part(f.spec(known, j), 0), f.conj(f.linear(g[j], g[j])))
    reached = f.mp(f.spec(linked, h), f.conj(h_set, shared, starts))
    equal = f.linear(g[j], g[k], (f.cut(f.inst(where_true(Eq(g[q], g[j]), h[q]), {q: k}), f.spec(known, k), reached), -1))
    forward = f.gen(f.imply(f.release(equal, level, h), linked), j, k)
    # two keys of a row are connected
    both, given = f.assume(And(Eq(M[i, j], 1), Eq(M[i, k], 1))), f.assume(And(is_set(h, j), sharing, Eq(h[j], 1)))
    link = f.gen(f.imply(f.mp(f.spec(f.part(given, 1), i, j, k), both, f.part(given, 2)), given), h)
    all_linked = f.assume(ForAll((j, k), Implies(connected, Eq(g[j], g[k]))))
    back = f.gen(f.imply(f.mp(f.spec(all_linked, j, k), link), both), i, j, k)
    return f.conj(f.imply(forward, flat), f.imply(back, all_linked))


@count.near_miss("a row without keys has no ratio to lose: one row, one column, M = 0")
def every_row():
    return Eq(Sum(counted, i, j), Sum(M[i, j], i, j) - n)


@complete.near_miss("the ratios do not give the kernel itself: K = (1), L = (2)")
def the_kernel_itself():
    return ForAll((i, j), Eq(L[i, j], K[i, j]))


@free.near_miss("at the key of its row an entry has the ratio 1: r = 2 there")
def at_the_key_too():
    return ForAll((i, j), Implies(Eq(M[i, j], 1), Eq(own[i, j] / own[i, key(i)], r[i, j])))


@column.near_miss("the column field (0, log 2) on two by two: e = (1, 2) and K = 1")
def always_invisible():
    return unchanged


@column.near_miss("different components may have different factors: the diagonal of two tokens, e = (1, 2)")
def one_factor():
    return Iff(unchanged, ForAll((j, k), Eq(e[j], e[k])))


@components.near_miss("columns of different components may differ: one row with the first of two keys")
def one_value():
    return Iff(constant(g), ForAll((j, k), Eq(g[j], g[k])))


count.necessary("live", "a row that has keys and is called empty", at={M: [[1]], live: [0], key: [0]})
count.necessary("key", "the key of a live row must be one of its keys", at={M: [[1, 0]], live: [1], key: [1]})
count.necessary("M mask", "an entry 2 counts twice", at={M: [[2, 0]], live: [0], key: [0]})
count.necessary("live mask", "an empty row counted as 2", at={M: [[0]], live: [2], key: [0]})
row = {M: [[1, 1]], key: [0]}
complete.necessary("agree", "K = (1, 1), L = (1, 2)", at={**row, a: [[1, 1]], b: [[1, 2]]})
complete.necessary("M mask", "no ratio with an entry off the mask is compared", at={M: [[1, 2]], key: [0], a: [[1, 1]], b: [[1, 2]]})
complete.necessary("a positive", "a ratio to 0 may be anything", at={**row, a: [[0, 1]], b: [[1, 1]]}, undefined=1)
complete.necessary("b positive", "a ratio to 0 may be anything", at={**row, a: [[1, 1]], b: [[0, 1]]}, undefined=1)
free.necessary("r positive", "a value that is no entry of a kernel", at={**row, r: [[1, -1]]})
column.necessary("a positive", "an entry 0 does not see its column", at={M: [[1, 1]], a: [[1, 0]], e: [1, 2]})
# "e positive", "M mask" of the column field: the totals may vanish, and 1/0 may be anything.
