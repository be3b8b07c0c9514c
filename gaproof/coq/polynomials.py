"""The exporter's own normal form.  A number is a polynomial over atoms with integer exponents; a sum is an atom once it cannot be split.

It shares nothing with the kernel's: sums stay products of connected components, denominators are factored, exponentials are
powers of exponentials of single terms (with rational exponents).  It need not be right: ``explain`` writes the Coq proof of
every rewriting.

Atoms: fields at indices, ``card``, ``delta``; ``("E", monomial)`` is exp of a monomial, ``("L", p)`` a logarithm, ``("I", p)`` an
inverse, ``("F", head, arguments)`` a function of numbers, ``("S", bound, monomial)`` a sum of a connected monomial.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import count, permutations, product
from math import gcd, lcm
from typing import Any

from . import NotExported
from .nodes import Node, Tables, app, exchanged, fill, node, number, plus, rename, summed, times
from .text import VARIABLE, plain

Monomial = tuple[tuple[Node, Fraction], ...]
Poly = dict[Monomial, Fraction]
ONE: Poly = {(): Fraction(1)}
LARGEST = 64  # exp(c·log x) becomes a power for integers c up to this


def key(p: Poly) -> tuple[tuple[Monomial, Fraction], ...]:
    return tuple(sorted(p.items()))


def add(*ps: Poly) -> Poly:
    out: Poly = {}
    for p in ps:
        for m, c in p.items():
            total = out.get(m, 0) + c
            if total:
                out[m] = Fraction(total)
            else:
                out.pop(m, None)
    return out


def scaled(p: Poly, c: Fraction | int) -> Poly:
    return {m: x * c for m, x in p.items()} if c else {}


class Content:
    """p = c · Π atoms · core."""

    def __init__(self, c: Fraction, atoms: Monomial, core: Poly) -> None:
        self.c, self.atoms, self.core = c, atoms, core


class Normal:
    """Normal forms of the terms of one certificate."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.denominator = 1  # of the exponents of exponentials in sight
        self._polys: dict[Node, tuple[Poly, int]] = {}  # and the denominator that its exponents need
        self._terms: dict[Any, Node] = {}
        self._fresh = count(1)

    def variable(self, sort: str) -> Node:
        """A new index."""
        return node("symbol", f"{VARIABLE}{next(self._fresh)}", ((), sort))

    # ---- arithmetic ---------------------------------------------------------------------------------------------------

    def multiply(self, *ps: Poly) -> Poly:
        out = ONE
        for p in ps:
            left, out = out, {}
            for a, c in left.items():
                for b, d in p.items():
                    out = add(out, scaled(self.merged(a, b), c * d))
        return out

    def merged(self, a: Monomial, b: Monomial) -> Poly:
        """The product of two monomials."""
        if not a or not b:
            return {a or b: Fraction(1)}
        powers = dict(a)
        again: list[Poly] = []
        for atom, e in b:
            total = Fraction(1) if atom.tag == "delta" else powers.get(atom, Fraction(0)) + e
            if total:
                powers[atom] = total
            else:
                powers.pop(atom)
        for atom in [x for x, e in powers.items() if x.tag == "I" and e < 0]:
            again += [dict(atom.a[0])] * -int(powers.pop(atom))
        for atom in [x for x in powers if x.tag == "E"]:
            inside = self.logarithm_in(atom.a[0], powers[atom])
            if inside is not None:
                k = int(powers.pop(atom))
                again += [inside if k > 0 else self.reciprocal(inside)] * abs(k)
        return (
            self.multiply({tuple(sorted(powers.items())): Fraction(1)}, *again) if again else {tuple(sorted(powers.items())): Fraction(1)}
        )

    def power(self, m: Monomial, e: int) -> Poly:
        out: Poly = ONE
        for atom, k in m:
            out = self.multiply(out, self.atom_power(atom, k * e))
        return out

    def atom_power(self, atom: Node, e: Fraction) -> Poly:
        if atom.tag == "I" and e < 0:
            return self.multiply(*[dict(atom.a[0])] * int(-e))
        return {((atom, Fraction(e)),): Fraction(1)} if e else ONE

    # ---- normal forms -------------------------------------------------------------------------------------------------

    def poly(self, t: Node) -> Poly:
        """The normal form of a number."""
        known = self._polys.get(t)
        if known is None:
            before, self.denominator = self.denominator, 1
            known = self._polys[t] = self._poly(t), self.denominator
            self.denominator = before
        self.denominator = lcm(self.denominator, known[1])
        return known[0]

    def _poly(self, t: Node) -> Poly:
        tag, a = t.tag, t.a
        if tag == "number":
            return {(): a[0]} if a[0] else {}
        if tag == "plus":
            return add(*map(self.poly, a))
        if tag == "times":
            return self.multiply(*map(self.poly, a))
        if tag == "pow":
            return self.multiply(*[self.poly(a[0])] * a[1])
        if tag == "inverse":
            return self.reciprocal(self.poly(a[0]))
        if tag == "exp":
            return self.exponential(self.poly(a[0]))
        if tag == "log":
            return self.logarithm(self.poly(a[0]))
        if tag == "sum":
            return self.sum(t)
        return {((self.atom(t), Fraction(1)),): Fraction(1)} if not (tag == "delta" and a[0] is a[1]) else ONE

    def atom(self, t: Node) -> Node:
        if t.tag == "delta":
            return node("delta", *sorted(t.a, key=lambda x: (len(x.a), x.id)))
        if t.tag == "app" and "Real" in t.a[0].a[1][0]:
            sorts = t.a[0].a[1][0]
            return node("F", t.a[0], tuple(key(self.poly(x)) if s == "Real" else x for s, x in zip(sorts, t.a[1:], strict=True)))
        if t.tag in ("app", "card"):
            return t
        raise NotExported(f"a term {t.tag!r}")

    def content(self, p: Poly) -> Content:
        """The common factors of a polynomial."""
        least: dict[Node, Fraction] = {}
        for n, m in enumerate(p):
            own = {x: e for x, e in m if x.tag != "delta"}
            if n == 0:
                least = own
            else:
                for x in {*least, *own}:
                    e = min(least.get(x, Fraction(0)), own.get(x, Fraction(0)))
                    if e:
                        least[x] = e
                    else:
                        least.pop(x, None)
        atoms = tuple(sorted(least.items()))
        rational = Fraction(gcd(*(c.numerator for c in p.values())), lcm(*(c.denominator for c in p.values())))
        total = sum(p.values()) or min(p.items())[1]
        rational = rational if total > 0 else -rational
        inverse = tuple((x, -e) for x, e in atoms)
        core: Poly = {}
        for m, c in p.items():
            powers = dict(m)
            for x, e in inverse:
                powers[x] = powers.get(x, Fraction(0)) + e
                if not powers[x]:
                    del powers[x]
            core[tuple(sorted(powers.items()))] = c / rational
        return Content(rational, atoms, core)

    def reciprocal(self, p: Poly) -> Poly:
        if not p:
            return {((node("I", ()), Fraction(1)),): Fraction(1)}
        found = self.content(p)
        out = scaled(self.power(found.atoms, -1), 1 / found.c)
        if found.core != ONE:
            out = self.multiply(out, {((node("I", key(found.core)), Fraction(1)),): Fraction(1)})
        return out

    def exponential(self, p: Poly) -> Poly:
        out: Poly = ONE
        for m, c in sorted(p.items()):
            inside = self.logarithm_in(m, c)
            if inside is not None:
                out = self.multiply(out, *[inside if c > 0 else self.reciprocal(inside)] * abs(int(c)))
            else:
                self.denominator = lcm(self.denominator, c.denominator)
                out = self.multiply(out, {((node("E", m), c),): Fraction(1)})
        return out

    @staticmethod
    def logarithm_in(m: Monomial, c: Fraction) -> Poly | None:
        """D if c·m is an integer times log D."""
        if len(m) == 1 and m[0][0].tag == "L" and m[0][1] == 1 and c.denominator == 1 and abs(c) <= LARGEST and m[0][0].a[0]:
            return dict(m[0][0].a[0])
        return None

    def logarithm(self, p: Poly) -> Poly:
        if not p:
            return {((node("L", ()), Fraction(1)),): Fraction(1)}
        primes, good, rest = self.log_factors(p)
        out: Poly = add(*(scaled(self.log_of(number(q)), e) for q, e in primes))
        for x, e in good:
            out = add(out, scaled(self.log_of(x), e))
        return add(out, self.log_rest(rest))

    def log_rest(self, rest: Poly) -> Poly:
        if rest == ONE:
            return {}
        if len(rest) == 1 and next(iter(rest.values())) == 1:
            (m,) = rest
            if len(m) == 1 and m[0][1] in (1, -1):
                return scaled(self.log_of(m[0][0]), m[0][1])
        return {((node("L", key(rest)), Fraction(1)),): Fraction(1)}

    def log_of(self, x: Node) -> Poly:
        """The logarithm of a positive atom or prime."""
        if x.tag == "E":
            return {x.a[0]: Fraction(1)}
        if x.tag == "I":
            return {((node("L", x.a[0]), Fraction(1)),): Fraction(-1)}
        if x.tag == "P":
            return {((node("L", x.a[0]), Fraction(1)),): Fraction(1)}
        inside: Poly = {(): x.a[0]} if x.tag == "number" else {((x, Fraction(1)),): Fraction(1)}
        return {((node("L", key(inside)), Fraction(1)),): Fraction(1)}

    def log_factors(self, p: Poly) -> tuple[list[tuple[int, int]], list[tuple[Node, Fraction]], Poly]:
        """p = Π primes · Π positive atoms · rest."""
        found = self.content(p)
        c, core, rest = abs(found.c), found.core, ONE
        sign = 1 if found.c > 0 else -1
        good = [(x, e) for x, e in found.atoms if self.positive_atom(x)]
        unknown = tuple((x, e) for x, e in found.atoms if not self.positive_atom(x))
        if core != ONE and sign > 0 and self.positive_poly(core):
            good.append((node("P", key(core)), Fraction(1)))
            core = ONE
        rest = scaled(self.multiply(core, {unknown: Fraction(1)}), sign)
        return primes_of(c), good, rest

    def positive_atom(self, x: Node) -> bool:
        """Whether an atom is positive by its form."""
        match x.tag:
            case "E":
                return True
            case "card":
                return self.tables.finite(x.a[0])
            case "S":
                return all(self.tables.finite(b.a[1][1]) for b in x.a[0]) and all(self.positive_atom(y) for y, _ in x.a[1])
            case "I" | "P":
                return bool(x.a[0]) and self.positive_poly(dict(x.a[0]))
            case _:
                return False

    def positive_poly(self, p: Poly) -> bool:
        return bool(p) and all(c > 0 and all(self.positive_atom(x) for x, _ in m) for m, c in p.items())

    # ---- sums ----------------------------------------------------------------------------------------------------------

    def sum(self, t: Node) -> Poly:
        i = self.variable(t.a[0][1])
        out: Poly = {}
        for m, c in self.poly(fill(t.a[1], (((), app(i)),))).items():
            found = self.transfer(m, i)
            if found:
                delta, _, _, _, after = found
                out = add(out, scaled(self.poly(summed(times(delta, after), (i,))), c))
                continue
            apart, inside = self.split(m, i)
            part = self.component(i, inside) if inside else one_atom(node("card", i.a[1][1]))
            out = add(out, scaled(self.multiply({apart: Fraction(1)}, part), c))
        return out

    def transfer(self, m: Monomial, i: Node) -> tuple[Node, Node, Node, Node, Node] | None:
        """A delta(u, v) of an index term u with i and one v without it, where u occurs in the other factors: the delta, u, v, the other
        factors, and these with v for u."""
        for x, _ in m:
            if x.tag == "delta" and i in x.free:
                for u, v in (x.a, x.a[::-1]):
                    if i in u.free and i not in v.free and plain(u) is None:
                        before = self.monomial_term(tuple(f for f in m if f[0] is not x))
                        after = exchanged(before, {u: v})
                        if after is not before:
                            return x, u, v, before, after
        return None

    def split(self, m: Monomial, i: Node) -> tuple[Monomial, Monomial]:
        """The factors without an index, and those with it (an inverse of a sum with it is kept whole)."""
        apart = tuple((x, e) for x, e in m if i not in x.free)
        inside = []
        for x, e in m:
            if i in x.free:
                if x.tag == "S" and e < 0:
                    x, e = node("I", (((((x, Fraction(1)),)), Fraction(1)),)), -e
                inside.append((x, e))
        return apart, tuple(sorted(inside))

    def flattened(self, i: Node, m: Monomial) -> tuple[list[Node], Monomial, list[tuple[Node, list[Node], Monomial]], Monomial]:
        """Σ_i m with the sums inside m pulled to the front: all bound indices, the whole monomial, the sums (each with its new
        indices and monomial), and the rest of m."""
        order, sums = [i], []
        rest = tuple((x, e) for x, e in m if x.tag != "S")
        whole: list[tuple[Node, Fraction]] = list(rest)
        for x, e in m:
            if x.tag == "S":
                for _ in range(int(e)):
                    new = [self.variable(b.a[1][1]) for b in x.a[0]]
                    inside = self.moved(x.a[1], dict(zip(x.a[0], map(app, new), strict=True)))
                    order += new
                    sums.append((x, new, inside))
                    whole += inside
        powers: dict[Node, Fraction] = {}
        for x, e in whole:
            powers[x] = Fraction(1) if x.tag == "delta" else powers.get(x, Fraction(0)) + e
        return order, tuple(sorted((x, e) for x, e in powers.items() if e)), sums, rest

    def moved(self, m: Monomial, where: dict[Node, Node]) -> Monomial:
        """A monomial with indices renamed (one to one)."""
        return tuple(sorted((self.renamed(x, where), e) for x, e in m))

    def renamed(self, x: Node, where: dict[Node, Node]) -> Node:
        if x.free.isdisjoint(where):
            return x
        if x.tag == "app":
            return rename(x, where)
        if x.tag == "E":
            return node("E", self.moved(x.a[0], where))
        p = self.poly(rename(self.atom_term(x), where))
        if len(p) == 1:
            ((m, c),) = p.items()
            if c == 1 and len(m) == 1 and m[0][1] == 1:
                return m[0][0]
            if c == 1 and len(m) == 1 and x.tag == "I":
                return node("I", (((((m[0][0], -m[0][1]),)), Fraction(1)),))
        raise NotExported(f"a renamed atom {x.tag} is no atom: {x} at {where} is {p}")

    @staticmethod
    def contraction(order: Sequence[Node], m: Monomial) -> tuple[Node, Node, Node] | None:
        """A delta in a monomial that fixes one of the bound indices: the delta, the index, its value."""
        for x, _ in m:
            if x.tag == "delta":
                for side, other in (x.a, x.a[::-1]):
                    b = plain(side)
                    if b is not None and b in order and b not in other.free:
                        return x, b, other
        return None

    def contracted(self, order: Sequence[Node], m: Monomial, delta: Node, b: Node, value: Node) -> tuple[list[Node], Node]:
        """The other indices, and the monomial without the delta at the value."""
        rest = [x for x in order if x is not b]
        return rest, rename(self.monomial_term(tuple(f for f in m if f[0] is not delta)), {b: value})

    def component(self, i: Node, m: Monomial) -> Poly:
        """Σ_i m for factors that all have i."""
        order, whole, _, _ = self.flattened(i, m)
        found = self.contraction(order, whole)
        if found:
            rest, term = self.contracted(order, whole, *found)
            return self.poly(summed(term, rest))
        return {((self.canonical(order, whole)[0], Fraction(1)),): Fraction(1)}

    def canonical(self, order: Sequence[Node], m: Monomial) -> tuple[Node, list[Node]]:
        """The atom of a sum, and the bound indices in its order."""
        height = 1 + max((depth(x) for x, _ in m), default=0)
        best: tuple[Monomial, Node, list[Node]] | None = None
        for choice in orders(order, m):
            names = [node("symbol", f"{VARIABLE}h{height}_{k}", b.a[1]) for k, b in enumerate(choice)]
            moved = self.moved(m, dict(zip(choice, map(app, names), strict=True)))
            if best is None or moved < best[0]:
                best = moved, node("S", tuple(names), moved), list(choice)
        if best is None:
            raise NotExported("a sum over nothing")
        return best[1], best[2]

    # ---- back to terms ---------------------------------------------------------------------------------------------------

    def term(self, p: Poly) -> Node:
        """The canonical term of a polynomial."""
        k = (self.denominator, key(p))
        known = self._terms.get(k)
        if known is None:
            known = self._terms[k] = plus(*(self.scaled_term(c, m) for m, c in k[1])) if p else number(0)
        return known

    def scaled_term(self, c: Fraction, m: Monomial) -> Node:
        factors = self.factors(m)
        return number(c) if not factors else times(*factors) if c == 1 else times(number(c), *factors)

    def monomial_term(self, m: Monomial) -> Node:
        return self.scaled_term(Fraction(1), m)

    def factors(self, m: Monomial) -> list[Node]:
        out = []
        for x, e in m:
            n = self.integer(x, e)
            t = self.atom_term(x)
            base = t if n > 0 else node("inverse", t)
            out.append(base if abs(n) == 1 else node("pow", base, abs(n)))
        return out

    def integer(self, x: Node, e: Fraction) -> int:
        """The exponent of an atom's term: exponentials are powers of exp(m/denominator)."""
        n = e * self.denominator if x.tag == "E" else e
        if n.denominator != 1:
            raise NotExported("a rational exponent")
        return int(n)

    def exponent(self, m: Monomial, of: Fraction | int | None = None) -> Node:
        """m/denominator."""
        d = of or self.denominator
        if d == 1:
            return self.monomial_term(m)
        return times(*self.factors(m), number(Fraction(1, int(d)))) if m else number(Fraction(1, int(d)))

    def atom_term(self, x: Node) -> Node:
        k = (self.denominator, x)
        known = self._terms.get(k)
        if known is None:
            known = self._terms[k] = self._atom_term(x)
        return known

    def _atom_term(self, x: Node) -> Node:
        match x.tag:
            case "E":
                return node("exp", self.exponent(x.a[0]))
            case "L":
                return node("log", self.term(dict(x.a[0])))
            case "I":
                return node("inverse", self.term(dict(x.a[0])))
            case "P":
                return self.term(dict(x.a[0]))
            case "F":
                return app(x.a[0], *(self.term(dict(y)) if type(y) is tuple else y for y in x.a[1]))
            case "S":
                return summed(self.monomial_term(x.a[1]), x.a[0])
            case _:
                return x


def one_atom(x: Node) -> Poly:
    return {((x, Fraction(1)),): Fraction(1)}


def primes_of(c: Fraction) -> list[tuple[int, int]]:
    out = []
    for part, sign in ((c.numerator, 1), (c.denominator, -1)):
        q = 2
        while part > 1:
            while part % q and q * q <= part and q < 10_000:
                q += 1
            if part % q:
                q = part
            out.append((q, sign))
            part //= q
    return out


def leaves(x: Any) -> Iterable[Any]:
    if type(x) is tuple:
        for y in x:
            yield from leaves(y)
    else:
        yield x


def depth(x: Any) -> int:
    """How deeply sums nest."""
    if type(x) is Node:
        return int(x.tag == "S") + max((depth(y) for y in leaves(x.a) if type(y) is Node), default=0)
    return 0


def orders(order: Sequence[Node], m: Monomial) -> Iterable[Sequence[Node]]:
    """The orders of bound indices to choose among: by how they occur, with all permutations of those that look alike."""
    if len(order) == 1:
        return [order]
    look = {b: (b.a[1][1], sorted((shape(x, b, order), str(e)) for x, e in m if b in x.free)) for b in order}
    ranks = sorted(set(map(str, look.values())))
    colour = {b: ranks.index(str(look[b])) for b in order}
    for _ in range(2):  # refine by the colours of the indices that occur together
        look2 = {
            b: (colour[b], sorted((shape(x, b, order), sorted(colour[o] for o in order if o in x.free)) for x, _ in m if b in x.free))
            for b in order
        }
        ranks = sorted(set(map(str, look2.values())))
        colour = {b: ranks.index(str(look2[b])) for b in order}
    groups = [[b for b in order if colour[b] == k] for k in sorted(set(colour.values()))]
    return (tuple(b for g in choice for b in g) for choice in product(*(permutations(g) for g in groups)))


def shape(x: Any, b: Node, order: Sequence[Node]) -> str:
    """An atom with one index marked and the other bound indices blank."""
    if type(x) is tuple:
        parts = [shape(y, b, order) for y in x]
        if parts and type(x[0]) is tuple:
            parts.sort()
        return f"({' '.join(parts)})"
    if type(x) is not Node:
        return str(x)
    if x is b:
        return "!"
    if x.tag == "symbol":
        return "?" if x in order else str(x.a[0])
    if x.tag == "bound":
        return f"^{x.a[0]}"
    if x.tag == "S":
        return f"S{len(x.a[0])}{shape(x.a[1], b, order)}"
    inside = [shape(y, b, order) for y in x.a]
    if x.tag == "delta":
        inside.sort()
    return f"{x.tag}[{' '.join(inside)}]"
