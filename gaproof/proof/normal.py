"""The normal form: identities over finite index types of symbolic size, decided by rewriting to a canonical sum.

An expression becomes ``{monomial: rational}``; a monomial ``(bound, factors)`` means Σ_bound Π atom^exponent with atoms
whose arguments are in normal form themselves.  Sums are pulled to the front, deltas contract bound indices, an unused
bound index becomes the size of its sort, exponentials merge, exp and log undo each other, common free factors leave
1/x and log, and bound indices are named canonically.  Every rewriting is an equality of real numbers whenever the
obligations of the original expression (see ``obligations``) hold; none uses a value of 1/0 or of log off its domain.
Two expressions are equal for all sizes and values if their difference rewrites to the empty map.  Incomplete is fine.

Names.  In a finished monomial the bound indices are called #h_k with h above the height of every atom inside and free in none;
while one is put together from others their bound indices are kept apart, by fresh names (#f…) where need be.
"""

from collections.abc import Iterable
from fractions import Fraction
from itertools import count, permutations, product
from math import gcd, lcm, prod

from .substitution import Lambda, closed, opened, substitute
from .syntax import FINITE, MAYBE_EMPTY, REAL, ZERO, App, Card, Delta, Exp, Inverse, Log, Number, Plus, Sum, Symbol, Term, Times, Type, need

Factor = tuple[Term, int]
Monomial = tuple[tuple[Symbol, ...], tuple[Factor, ...]]
Poly = dict[Monomial, Fraction]

UNIT: Monomial = ((), ())
_fresh = count()
_polys: dict[Term, Poly] = {}
_CACHE, _ORDERS, _ROUNDS, _LARGEST = 100_000, 5040, 64, 64


def fresh(type: Type) -> Symbol:
    """A symbol that occurs nowhere else."""
    return Symbol.internal(f"f{next(_fresh)}", type)


def equal(left: Term, right: Term) -> bool:
    """Whether left = right follows from the normal form, given the obligations of both."""
    return left == right or not residue(Plus(left, Times(Number(-1), right)))


def residue(t: Term) -> Poly:
    """The normal form of t after multiplying by denominators that are not zero; empty only if t = 0."""
    return _residue(poly(t), frozenset())


def _residue(p: Poly, given: frozenset[object]) -> Poly:
    """What does not cancel, where the deltas given are 1 and the types given have elements.  A denominator is known not to be zero
    only under the conditions of the terms it occurs in: deltas may have changed its indices, and under a sum over an empty type
    nothing was asked of it.  So the denominators of the terms with just these conditions are cleared, then those of the others."""
    for _ in range(_ROUNDS):
        here = (m for m in p if _conditions(m) == given)
        denominators = sorted({a for bound, factors in here for a, _ in factors if type(a) is Inverse and a.free.isdisjoint(bound)})
        if not denominators or not poly(denominators[0].children[0]):
            break
        p = _cleared(p, denominators[0])
    out = {m: c for m, c in p.items() if _conditions(m) == given}
    for more in {_conditions(m) for m in p} - {given}:
        out |= _residue({m: c for m, c in p.items() if _conditions(m) == more}, more)
    return out


def _conditions(m: Monomial) -> frozenset[object]:
    bound, factors = m
    return frozenset(a for a, _ in factors if type(a) is Delta) | {b.type.result for b in bound if b.type.result.kind == MAYBE_EMPTY}


def _cleared(p: Poly, inverse: Term) -> Poly:
    """p times the highest power of the denominator of ``inverse`` in it: zero exactly when p is."""
    power = max(e for _, factors in p for a, e in factors if a == inverse)
    out: Poly = {}
    for (bound, factors), c in p.items():
        missing = power - next((e for a, e in factors if a == inverse), 0)
        rest: Poly = {(bound, tuple(f for f in factors if f[0] != inverse)): c}
        _add(out, multiply(rest, *[poly(inverse.children[0])] * missing))
    return out


def normal(t: Term) -> Term:
    """The canonical term equal to t."""
    return term(poly(t)) if t.sort == REAL else _index(t)


def poly(t: Term) -> Poly:
    """The normal form of a number."""
    known = _polys.get(t)
    if known is None:
        known = _poly(t)
        if not any(s.name.startswith("#f") for s in t.free):
            if len(_polys) >= _CACHE:
                _polys.clear()
            _polys[t] = known
    return known


def _poly(t: Term) -> Poly:
    match t:
        case Number():
            return {UNIT: t.value} if t.value else {}
        case Plus():
            out: Poly = {}
            for child in t.children:
                _add(out, poly(child))
            return out
        case Times():
            return multiply(*map(poly, t.children))
        case Inverse():
            return _reciprocal(poly(t.children[0]))
        case Log():
            return _logarithm(poly(t.children[0]))
        case Sum():
            index = fresh(t.type)
            body = opened(t, Lambda((), App(index)))
            out = {}
            for (bound, factors), c in poly(body).items():
                _add(out, _assemble((index, *bound), factors), c)
            return out
        case _:
            return _assemble((), ((_atom(t), 1),))


def _index(t: Term) -> Term:
    """An index term with its numerical arguments, if any, in normal form."""
    return App(t.head, *map(normal, t.children)) if type(t) is App and t.children else t


def _atom(t: Term) -> Term:
    """The atom t with its arguments in normal form."""
    if not t.children or (type(t) is App and not t.height):
        return t
    if type(t) is Delta:
        return Delta(*sorted(map(_index, t.children)))
    parts = tuple(map(normal, t.children))
    return App(t.head, *parts) if type(t) is App else type(t)(*parts)


def term(p: Poly) -> Term:
    """The canonical term of a normal form."""
    parts = []
    for (bound, factors), c in sorted(p.items()):
        powers = [a if e > 0 else Inverse(a) for a, e in factors for _ in range(abs(e))]
        if c != 1 or not powers:
            powers.insert(0, Number(c))
        t: Term = powers[0] if len(powers) == 1 else Times(*powers)
        for depth, index in enumerate(reversed(bound)):
            t = Sum(f"k{len(bound) - depth}", index.type, closed(t, index))
        parts.append(t)
    return ZERO if not parts else parts[0] if len(parts) == 1 else Plus(*parts)


def _add(out: Poly, p: Poly, scale: Fraction | int = 1) -> None:
    for monomial, c in p.items():
        total = out.get(monomial, 0) + c * scale
        if total:
            out[monomial] = total if type(total) is Fraction else Fraction(total)
        else:
            out.pop(monomial, None)


def multiply(*polys: Poly) -> Poly:
    """The product of normal forms."""
    out: Poly = {UNIT: Fraction(1)}
    for p in polys:
        left, out = out, {}
        for a, c in left.items():
            for b, d in p.items():
                (bound, factors), (more, others) = _apart(a, b)
                _add(out, _assemble(bound + more, factors + others), c * d)
    return out


def _apart(a: Monomial, b: Monomial) -> tuple[Monomial, Monomial]:
    """The two monomials with bound names that occur only where they are bound."""
    (bound, factors), (more, others) = a, b
    clash = not set(bound).isdisjoint(more) or _occur(bound, others) or _occur(more, factors)
    return (_freshen(*a), _freshen(*b)) if clash else (a, b)


def _occur(bound: tuple[Symbol, ...], factors: tuple[Factor, ...]) -> bool:
    return bool(bound) and not all(a.free.isdisjoint(bound) for a, _ in factors)


def _freshen(bound: tuple[Symbol, ...], factors: tuple[Factor, ...]) -> Monomial:
    new = tuple(fresh(b.type) for b in bound)
    return new, _moved(factors, dict(zip(bound, map(App, new), strict=True)))


def _moved(factors: Iterable[Factor], where: dict[Symbol, Term]) -> tuple[Factor, ...]:
    """Factors with indices replaced, in normal form again."""
    if not where:
        return tuple(factors)
    values = {s: Lambda((), t) for s, t in where.items()}

    def moved(a: Term) -> Term:
        if a.free.isdisjoint(where):
            return a
        if (
            type(a) is App and not a.height and not any(c.children for c in a.children)
        ):  # a field at plain indices: the usual case, done directly
            return App(a.head, *(where.get(c.head, c) for c in a.children))
        return _atom(substitute(a, values))

    return tuple((moved(a), e) for a, e in factors)


def _assemble(bound: tuple[Symbol, ...], factors: tuple[Factor, ...]) -> Poly:
    """The normal form of Σ_bound Π factors, for bound names that occur nowhere else and atoms in normal form."""
    bound, factors = _contracted(bound, factors)
    powers: dict[Term, int] = {}
    exponent: Poly = {}
    for a, e in factors:
        if type(a) is Exp:
            _add(exponent, poly(a.children[0]), e)
        else:
            powers[a] = 1 if type(a) is Delta else powers.get(a, 0) + e
    # exp(c log D + …) = D^c exp(…) for an integer c
    logs = {m: c for m, c in exponent.items() if _is_log(m) and c.denominator == 1 and abs(c) <= _LARGEST}
    rest = {m: c for m, c in exponent.items() if m not in logs}
    if rest:
        powers[Exp(term(rest))] = 1
    factors = tuple((a, e) for a, e in powers.items() if e)
    if logs:
        out: Poly = {}
        for (more, others), c in multiply(*(_power(poly(m[1][0][0].children[0]), int(c)) for m, c in logs.items())).items():
            more, others = _freshen(more, others)
            _add(out, _assemble(bound + more, factors + others), c)
        return out
    used = frozenset().union(*(a.free for a, _ in factors))
    idle = [b for b in bound if b not in used]
    # an unused index counts its type; over an empty type it also says that nothing was asked of 1/x and log beside it
    for kind in (FINITE, MAYBE_EMPTY):
        counted = [b for b in idle if b.type.result.kind == kind]
        if kind == FINITE or not any(e < 0 or a.partial for a, e in factors):
            bound = tuple(b for b in bound if b not in counted)
            for size in (Card(b.type.result) for b in counted):
                powers[size] = powers.get(size, 0) + 1
        factors = tuple((a, e) for a, e in powers.items() if e)
    return {_named(bound, factors): Fraction(1)}


def _is_log(m: Monomial) -> bool:
    return not m[0] and len(m[1]) == 1 and type(m[1][0][0]) is Log and m[1][0][1] == 1


def _contracted(bound: tuple[Symbol, ...], factors: tuple[Factor, ...]) -> Monomial:
    """Σ_s δ(s, t) f(s) = f(t), and δ(s, t) f(s) = δ(s, t) f(t)."""
    done: set[Term] = set()
    while True:
        delta = next((a for a, _ in factors if type(a) is Delta and a not in done), None)
        if delta is None:
            return bound, factors
        left, right = delta.children
        if left == right:
            factors = tuple(f for f in factors if f[0] != delta)
            continue
        sides = [
            (a.head, b)
            for a, b in ((left, right), (right, left))
            if type(a) is App and not a.children and type(a.head) is Symbol and not a.head.constant and a.head not in b.free
        ]
        contractible = [(s, t) for s, t in sides if s in bound]
        if contractible:
            s, t = contractible[0]
            bound = tuple(b for b in bound if b != s)
            factors = _moved((f for f in factors if f[0] != delta), {s: t})
            continue
        done.add(delta)
        if sides:
            s, t = max(sides, key=lambda pair: (bool(pair[1].children), pair[0].key))
            factors = tuple(f if f[0] == delta else _moved((f,), {s: t})[0] for f in factors)


def _power(p: Poly, e: int) -> Poly:
    return multiply(*[p if e > 0 else _reciprocal(p)] * abs(e))


def _named(bound: tuple[Symbol, ...], factors: tuple[Factor, ...]) -> Monomial:
    """The monomial with canonical names for its bound indices and its factors in order."""
    if not bound:
        return (), tuple(sorted(factors))
    height = 1 + max(a.height for a, _ in factors)
    taken = {s.name.partition("_")[0] for a, _ in factors for s in a.free if s not in bound}
    while f"#{height}" in taken:
        height += 1

    def named(order: tuple[Symbol, ...]) -> Monomial:
        names = tuple(Symbol.internal(f"{height}_{k}", b.type) for k, b in enumerate(order))
        return names, tuple(sorted(_moved(factors, dict(zip(order, map(App, names), strict=True)))))

    return min(map(named, _orders(bound, factors)), key=lambda m: m[1])


def _orders(bound: tuple[Symbol, ...], factors: tuple[Factor, ...]) -> Iterable[tuple[Symbol, ...]]:
    """Orders of the bound indices to choose among: sorted by how they occur, all permutations of those that look alike."""
    if len(bound) == 1:
        return [bound]
    places = {b: [(_place(a, b), e, a) for a, e in factors if b in a.free] for b in bound}
    colour: dict[Symbol, int] = dict.fromkeys(bound, 0)
    for _ in range(2):
        look = {
            b: (
                b.type.key,
                sorted((place, e, sorted((_place(a, o), colour[o]) for o in bound if o in a.free)) for place, e, a in places[b]),
            )
            for b in bound
        }
        ranks = sorted(look.values())
        colour = {b: ranks.index(look[b]) for b in bound}
    groups = [[b for b in bound if colour[b] == c] for c in sorted(set(colour.values()))]
    sizes = prod(prod(range(1, len(g) + 1)) for g in groups)
    if sizes > _ORDERS:
        return [tuple(b for g in groups for b in g)]
    return (tuple(b for g in choice for b in g) for choice in product(*(permutations(g) for g in groups)))


def _place(a: Term, b: Symbol) -> tuple[str, ...]:
    """How b occurs in the atom a, whatever the names of the other bound indices."""
    if type(a) is App and not a.height:
        return (str(a.head.name) if type(a.head) is Symbol else "", *("x" if b in c.free else "" for c in a.children))
    return (a.tag, str(_occurrences(a, b)))


def _occurrences(t: Term, b: Symbol) -> int:
    if b not in t.free:
        return 0
    return sum(_occurrences(c, b) for c in t.children) + (type(t) is App and t.head == b)


def positive(t: Term) -> bool:
    """Whether t > 0 by its form alone: exponentials, sizes, positive numbers, their sums, products and inverses."""
    match t:
        case Number():
            return t.value > 0
        case Exp():
            return True
        case Card():
            return t.over.kind == FINITE
        case Sum():
            return t.type.result.kind == FINITE and positive(t.children[0])
        case Plus() | Times() | Inverse():
            return all(map(positive, t.children))
        case _:
            return False


def _content(p: Poly) -> tuple[Fraction, list[Factor], Poly, Poly]:
    """p = c · Π factors · exp(shift) · core with c the rational content and factors, shift common to all terms of p."""
    need(bool(p), "1/0: the denominator is zero by its form")
    common: dict[Term, int] = {}
    shift: Poly = {}
    for number, (bound, factors) in enumerate(p):
        own = {a: e for a, e in factors if type(a) not in (Exp, Delta) and a.free.isdisjoint(bound)}
        exponent = next((poly(a.children[0]) for a, _ in factors if type(a) is Exp), {})
        outside = {m: c for m, c in exponent.items() if frozenset().union(*(a.free for a, _ in m[1])).isdisjoint(bound)}
        if number == 0:
            common, shift = own, outside
        else:
            common = {a: min(e, own[a], key=abs) for a, e in common.items() if a in own and e * own[a] > 0}
            shift = {m: c for m, c in shift.items() if outside.get(m) == c}
    rational = Fraction(gcd(*(c.numerator for c in p.values())), lcm(*(c.denominator for c in p.values())))
    total = sum(p.values()) or min(p.items())[1]
    rational = rational if total > 0 else -rational
    strip = [(a, -e) for a, e in common.items()]
    if shift:
        strip.append((Exp(term({m: -c for m, c in shift.items()})), 1))
    core = multiply(p, {((), tuple(strip)): 1 / rational})
    return rational, list(common.items()), shift, core


def _reciprocal(p: Poly) -> Poly:
    """1/(c x e^s core) = (1/c) x⁻¹ e⁻ˢ (1/core), given that it is not zero."""
    c, factors, shift, core = _content(p)
    out: Poly = {UNIT: 1 / c}
    for a, e in factors:
        out = multiply(out, *[poly(a.children[0])] * e if type(a) is Inverse and e > 0 else [{((), ((a, -e),)): Fraction(1)}])
    if shift:
        out = multiply(out, _assemble((), ((Exp(term({m: -x for m, x in shift.items()})), 1),)))
    if core != {UNIT: 1}:
        out = multiply(out, {((), ((Inverse(term(core)), 1),)): Fraction(1)})
    return out


def _logarithm(p: Poly) -> Poly:
    """log(c x e^s core) = log c + log x + s + log core where all but one factor are positive by their form."""
    if not p:
        return {((), ((Log(ZERO), 1),)): Fraction(1)}
    c, factors, shift, core = _content(p)
    out = dict(shift)
    if c < 0:
        core, c = {m: -x for m, x in core.items()}, -c
    _add(out, _log_rational(c))
    unknown = [(a, e) for a, e in factors if not positive(a)]
    for a, e in factors:
        if positive(a):
            _add(out, _log_atom(a), e)
    if core != {UNIT: 1}:
        if positive(term(core)):
            _add(out, {((), ((Log(term(core)), 1),)): Fraction(1)})
        else:
            whole = multiply(core, {((), tuple(unknown)): Fraction(1)})
            _add(out, {((), ((Log(term(whole)), 1),)): Fraction(1)})
            return out
    if len(unknown) == 1 and unknown[0][1] % 2:  # a^e > 0 with e odd gives a > 0
        _add(out, _log_atom(unknown[0][0]), unknown[0][1])
    elif unknown:
        _add(out, {((), ((Log(term({((), tuple(sorted(unknown))): Fraction(1)})), 1),)): Fraction(1)})
    return out


def _log_atom(a: Term) -> Poly:
    inner, sign = (a.children[0], -1) if type(a) is Inverse else (a, 1)
    return {((), ((Log(inner), 1),)): Fraction(sign)}


def _log_rational(c: Fraction) -> Poly:
    """log of a positive rational over the small primes in it."""
    out: Poly = {}
    for part, sign in ((c.numerator, 1), (c.denominator, -1)):
        divisor = 2
        while part > 1:
            while part % divisor and divisor * divisor <= part and divisor < 10_000:
                divisor += 1
            if part % divisor:
                divisor = part
            _add(out, {((), ((Log(Number(divisor)), 1),)): Fraction(sign)})
            part //= divisor
    return out
