"""Changes at a random place of a term: identities, which keep its value, and mutations, which usually do not."""

import random
from collections.abc import Callable
from itertools import count

from gaproof.proof.substitution import Lambda, opened, rebuild, rename
from gaproof.proof.syntax import MINUS, ONE, REAL, App, Card, Delta, Exp, Inverse, Log, Number, Plus, Sum, Symbol, Term, Times, Type
from tests.fuzz.generate import FINITES, Generator, total

Change = Callable[[Generator, Term], Term | None]
_names = count()


def at_random_place(g: Generator, t: Term, change: Change, deep: float = 0.7) -> Term | None:
    """t with one subterm changed, or None if the change fits nowhere on the way down that was drawn."""
    places = [n for n, c in enumerate(t.children) if c.sort == REAL]
    if places and g.rng.random() < deep:
        place = g.rng.choice(places)
        changed = _inside(g, t, place, change, deep)
        if changed is not None:
            return changed
    return change(g, t)


def _inside(g: Generator, t: Term, place: int, change: Change, deep: float) -> Term | None:
    if type(t) is Sum:
        index = Symbol(f"n{next(_names)}", t.type)
        g.inside.append(index)
        body = at_random_place(g, opened(t, Lambda((), App(index))), change, deep)
        g.inside.pop()
        return body and total(index, body)
    child = at_random_place(g, t.children[place], change, deep)
    return child and rebuild(t, (*t.children[:place], child, *t.children[place + 1 :]))


def body_of(t: Sum) -> tuple[Symbol, Term]:
    index = Symbol(f"n{next(_names)}", t.type)
    return index, opened(t, Lambda((), App(index)))


def product(parts: list[Term]) -> Term:
    return parts[0] if len(parts) == 1 else Times(*parts) if parts else ONE


def summands(parts: list[Term]) -> Term:
    return parts[0] if len(parts) == 1 else Plus(*parts)


# ---- identities: every total model that satisfies the obligations of both sides agrees ---------------------------------


def commute(g: Generator, t: Term) -> Term | None:
    if type(t) not in (Plus, Times, Delta):
        return None
    return type(t)(*g.rng.sample(t.children, len(t.children)))


def associate(g: Generator, t: Term) -> Term | None:
    if type(t) not in (Plus, Times) or len(t.children) < 3:
        return None
    return type(t)(t.children[0], type(t)(*t.children[1:]))


def distribute(g: Generator, t: Term) -> Term | None:
    if type(t) is not Times:
        return None
    at = next((n for n, c in enumerate(t.children) if type(c) is Plus), None)
    if at is None:
        return None
    return Plus(*(Times(*t.children[:at], c, *t.children[at + 1 :]) for c in t.children[at].children))


def swap_sums(g: Generator, t: Term) -> Term | None:
    if type(t) is not Sum:
        return None
    i, inner = body_of(t)
    if type(inner) is not Sum:
        return None
    j, body = body_of(inner)
    return total(j, total(i, body))


def pull_out(g: Generator, t: Term) -> Term | None:
    if type(t) is not Sum:
        return None
    i, body = body_of(t)
    if type(body) is Plus:
        return Plus(*(total(i, c) for c in body.children))
    if type(body) is not Times:
        return Times(Card(i.type.result), body) if i not in body.free else None
    out, kept = [c for c in body.children if i not in c.free], [c for c in body.children if i in c.free]
    return Times(*out, total(i, product(kept))) if out else None


def push_in(g: Generator, t: Term) -> Term | None:
    if type(t) is not Times:
        return None
    at = next((n for n, c in enumerate(t.children) if type(c) is Sum), None)
    if at is None:
        return None
    i, body = body_of(t.children[at])
    return total(i, Times(*t.children[:at], body, *t.children[at + 1 :]))


def split_exp(g: Generator, t: Term) -> Term | None:
    if type(t) is Exp and type(t.children[0]) is Plus:
        return Times(*map(Exp, t.children[0].children))
    exps = [c for c in t.children if type(c) is Exp] if type(t) is Times else []
    if len(exps) < 2:
        return None
    return Times(Exp(Plus(*(c.children[0] for c in exps))), *(c for c in t.children if type(c) is not Exp), ONE)


def split_log(g: Generator, t: Term) -> Term | None:
    """log of a product of logs' arguments, each of which then owes its own positivity."""
    if type(t) is Log and type(t.children[0]) is Times:
        return Plus(*map(Log, t.children[0].children))
    return None


def by_delta_sum(g: Generator, t: Term) -> Term | None:
    """x_i = Σ_n δ(n, i) x_n."""
    indices = [c for c in t.children if c.sort != REAL and c.sort in FINITES] if type(t) is App else []
    if not indices:
        return None
    old = g.rng.choice(indices)
    new = Symbol(f"n{next(_names)}", Type((), old.sort))
    return total(new, Times(Delta(App(new), old), App(t.head, *(App(new) if c == old else c for c in t.children))))


def use_delta(g: Generator, t: Term) -> Term | None:
    """δ(i, t) x = δ(i, t) x[i := t]."""
    if type(t) is not Times:
        return None
    for c in t.children:
        for s, new in (c.children, c.children[::-1]) if type(c) is Delta else ():
            if not s.children and type(s.head) is Symbol and not s.head.constant and s.head not in new.free and not new.children:
                return Times(*(d if d is c else rename(d, s.head, new.head) for d in t.children))
    return None


def add_zero(g: Generator, t: Term) -> Term | None:
    u = g.number(1)
    return Plus(t, u, Times(MINUS, u))


def cancel(g: Generator, t: Term) -> Term | None:
    u = g.nonzero(1)
    one = Times(u, Inverse(u))
    return g.rng.choice((Times(t, u, Inverse(u)), Times(u, t, Inverse(u)), Times(Times(t, u), Inverse(u)), Times(t, Inverse(one))))


def through_exp(g: Generator, t: Term) -> Term | None:
    return g.rng.choice((Log(Exp(t)), Exp(Log(t)), Plus(t, Log(ONE)), Inverse(Inverse(t)), Times(t, Exp(Number(0)))))


def spread_size(g: Generator, t: Term) -> Term | None:
    if type(t) is Card:
        return total(Symbol(f"n{next(_names)}", Type((), t.over)), ONE)
    return None


def square_sum(g: Generator, t: Term) -> Term | None:
    if type(t) is not Times or len(t.children) != 2 or type(t.children[0]) is not Sum or t.children[0] != t.children[1]:
        return None
    (i, left), (j, right) = body_of(t.children[0]), body_of(t.children[1])
    return total(i, total(j, Times(left, right)))


IDENTITIES: tuple[Change, ...] = (
    *(commute, associate, distribute, swap_sums, pull_out, push_in, split_exp, split_log, by_delta_sum, use_delta),
    *(add_zero, cancel, through_exp, spread_size, square_sum),
)


# ---- mutations -----------------------------------------------------------------------------------------------------------


def flip_sign(g: Generator, t: Term) -> Term | None:
    return Times(MINUS, t)


def scale(g: Generator, t: Term) -> Term | None:
    return Number(t.value + g.rng.choice((-1, 1))) if type(t) is Number else Times(Number(g.rng.choice((2, 3))), t)


def change_exponent(g: Generator, t: Term) -> Term | None:
    return t.children[0] if type(t) in (Inverse, Exp, Log) else g.rng.choice((Times(t, t), Inverse(t)))


def drop_part(g: Generator, t: Term) -> Term | None:
    if type(t) not in (Plus, Times) or len(t.children) < 2:
        return None
    at = g.rng.randrange(len(t.children))
    kept = [*t.children[:at], *t.children[at + 1 :]]
    return product(kept) if type(t) is Times else summands(kept)


def drop_in_log(g: Generator, t: Term) -> Term | None:
    if type(t) not in (Log, Exp, Inverse):
        return None
    inner = drop_part(g, t.children[0])
    return inner and type(t)(inner)


def swap_index(g: Generator, t: Term) -> Term | None:
    places = [n for n, c in enumerate(t.children) if c.sort != REAL] if type(t) in (App, Delta) else []
    if not places:
        return None
    at = g.rng.choice(places)
    if not g.reachable(t.children[at].sort):
        return None
    return rebuild(t, (*t.children[:at], g.index(t.children[at].sort), *t.children[at + 1 :]))


def other_sort(g: Generator, t: Term) -> Term | None:
    sort = g.rng.choice(FINITES)
    if type(t) is Card:
        return Card(sort)
    if type(t) is Sum and not t.children[0].loose:
        return Sum(t.hint, Type((), sort), t.children[0])
    return None


def drop_sum(g: Generator, t: Term) -> Term | None:
    if type(t) is not Sum:
        return None
    i, body = body_of(t)
    return body if i not in body.free else rename(body, i, g.index(i.type.result, 0).head) if g.reachable(i.type.result) else None


MUTATIONS: tuple[Change, ...] = (
    *(flip_sign, scale, change_exponent, drop_part, drop_part, drop_in_log, drop_in_log),
    *(swap_index, swap_index, other_sort, drop_sum),
)


def changed(g: Generator, t: Term, changes: tuple[Change, ...], rng: random.Random) -> Term | None:
    """t after one change that fits; None if a few attempts found none."""
    for _ in range(6):
        out = at_random_place(g, t, rng.choice(changes))
        if out is not None:
            return out
    return None
