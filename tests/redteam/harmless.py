"""The checks without an attack: what each refuses would be refused again, or is true.

Every entry comes with a probe that the real kernel refuses.  A copy without the check must refuse it as well, by another
check or because Python cannot go on (``AGAIN``), or what it then yields is true or only misspelt (``SOUND``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.redteam.attacks.nonsense import Lie
from tests.redteam.kernels import Check
from tests.redteam.registry import Words, file, rules

AGAIN, SOUND = "refused again", "sound without it"
Probe = Callable[[Words], Any]


@dataclass(frozen=True)
class Harmless:
    """A check whose deletion lets no falsehood in."""

    check: Check
    how: str
    why: str
    probe: Probe


HARMLESS: list[Harmless] = []
binding, syntax, sealing = file("substitution.py"), file("syntax.py"), file("theorem.py")
reader, replay = file("certificate.py"), file("replay.py")


def again(check: Check, why: str, probe: Probe) -> None:
    HARMLESS.append(Harmless(check, AGAIN, why, probe))


def sound(check: Check, why: str, probe: Probe) -> None:
    HARMLESS.append(Harmless(check, SOUND, why, probe))


def loose(w: Words) -> Any:
    x = w.k.App(w.k.Bound(0, w.x.head.type))
    return w.k.Eq(w.minus(x, x), w.zero)


def total_zero(w: Words) -> Any:
    return w.assume(w.k.Eq(w.total(w.i, w.total(w.i, w.k.Times(w.a(w.i), w.a(w.i)))), w.zero))


def not_negative(w: Words) -> Any:
    return w.at_most(w.zero, w.k.Times(w.a(w.i), w.a(w.i)), ("square", w.a(w.i)))


def known(w: Words) -> Any:
    return w.equal(w.k.Plus(w.x, w.zero), w.x)


# ---- rules -------------------------------------------------------------------------------------------------------------

CLOSED = "every formula of the result is checked when the theorem is made"
again(rules("axiom", "closed_formula(formula)"), CLOSED, lambda w: w.k.axiom(name="a", formula=w.x))
again(rules("restate", "closed_formula(formula)"), CLOSED, lambda w: w.k.restate(w.trivial(), formula=loose(w)))
again(rules("axiom", "isinstance(name, str)"), "len(1) means nothing to whoever lists axioms; the formula is what counts", lambda w: w.k.axiom(name=(), formula=w.true))
sound(rules("axiom", "bool(name)"), "an axiom without a name is still listed with its formula", lambda w: w.k.axiom(name="", formula=w.true))
sound(rules("modus_ponens", "type(f) is Implies"), "the only other formula of two formulas is And: then the second holds too", lambda w: w.k.modus_ponens(w.k.conjoin(w.trivial(), w.equal(w.x, w.x)), w.trivial()))
sound(rules("part", "type(number) is int"), "True counts as 1", lambda w: w.k.part(w.k.conjoin(w.trivial(), w.trivial()), number=True))
sound(rules("part", "0 <= number < len(parts)"), "parts counted from the end are parts, and beyond there are none", lambda w: w.k.part(w.k.conjoin(w.trivial()), number=-1))
again(rules("choice", "type(f) is Exists"), "only a binder can be opened", lambda w: w.k.choice(w.trivial(), name="F"))
sound(rules("choice", "bool(variables)"), "choosing once needs no index", lambda w: w.k.choice(w.k.witness(w.trivial(), formula=w.k.Exists("y", w.x.head.type, w.true), value=w.point(w.x)), name="F"))
again(rules("choice", "not f.type.params"), "an index map, or a field to be chosen, is applied to too few arguments", lambda w: w.k.choice(w.assume(w.all(w.symbol("g", w.I, w.I), w.some(w.y.head, w.true))), name="F"))
again(rules("choice", "not chosen.constant"), "closed refuses to bind a constant", lambda w: choose_constant(w))
sound(rules("choice", "f.type.result.kind in (FINITE, MAYBE_EMPTY)"), "over infinitely many values it is the axiom of choice", lambda w: w.k.choice(w.assume(w.all(w.n, w.some(w.y.head, w.k.Eq(w.y, w.at(w.k.EMBED, w.n))))), name="F"))
sound(rules("_uses", "type(number) is int"), "True counts as 1", lambda w: w.equal(w.x, w.x, w.trivial(), known(w), uses=((0, w.one, ()), (True, w.one, ()))))
sound(rules("_uses", "0 <= number < len(premises)"), "−1 is the last premise, and the hypotheses of all premises are kept", lambda w: w.equal(w.x, w.x, known(w), uses=((-1, w.one, ()),)))
sound(rules("_uses", "len(set(over)) == len(over)"), "the outer of two sums over one index only counts", lambda w: w.equal(w.k.Times(w.k.Card(w.I), w.total(w.i, w.a(w.i))), w.k.Times(w.k.Card(w.I), w.total(w.i, w.a(w.i))), w.equal(w.a(w.i), w.a(w.i)), uses=((0, w.one, (w.i, w.i)),)))
again(rules("_uses", "all((not s.constant for s in over))"), "constants are of free types, over which there is no sum", lambda w: w.equal(w.zero, w.zero, w.trivial(), uses=((0, w.one, (w.k.ZERO_NAT,)),)))
sound(rules("linear", "len(premises) == len({n for n, _, _ in uses})"), "a premise that is not used only adds hypotheses", lambda w: w.equal(w.x, w.x, w.trivial()))
sound(rules("bound", "used | {n for n, _, _ in uses} == set(range(len(premises)))"), "a premise that is not used only adds hypotheses", lambda w: w.at_most(w.zero, w.one, ("number", 1), w.trivial()))
sound(rules("bound.value", "type(k) is int"), "True counts as 1", lambda w: w.at_most(w.zero, w.number(2), ("sum", ("premise", 0), ("premise", True)), *[w.at_most(w.zero, w.one, ("number", 1))] * 2))
again(rules("bound.value", "0 <= k < len(premises)"), "the premise counted from the end is not counted as used", lambda w: w.at_most(w.zero, w.one, ("premise", -1), w.at_most(w.zero, w.one, ("number", 1))))
sound(rules("bound.value", "positive"), "the obligation of 1/t says t ≠ 0, and 0 ≤ t is shown", lambda w: w.at_most(w.zero, w.k.Inverse(w.k.Times(w.x, w.x)), ("inverse", ("square", w.x)), strict=True))
again(rules("bound.value", "not i.constant"), "constants are of free types, over which there is no sum", lambda w: w.at_most(w.zero, w.zero, ("total", w.k.ZERO_NAT, ("number", 0))))
sound(rules("bound.value", "i not in over"), "the outer of two sums over one index only counts", lambda w: w.at_most(w.zero, w.k.Times(w.k.Card(w.I), w.total(w.i, w.k.Times(w.a(w.i), w.a(w.i)))), ("total", w.i, ("total", w.i, ("square", w.a(w.i))))))
again(rules("bound.value", "bool(inner)"), "there is no empty product", lambda w: w.at_most(w.zero, w.one, ("product",)))
again(rules("bound.value", "raise ProofError(f'unknown witness {node!r}')"), "what is not a witness has no value", lambda w: w.at_most(w.zero, w.one, ("guess",)))
sound(rules("zero_sum", "len(set(over)) == len(over)"), "the outer of two sums over one index only counts", lambda w: w.k.zero_sum(not_negative(w), total_zero(w), over=(w.i, w.i)))
again(rules("zero_sum", "all((not s.constant for s in over))"), "constants are of free types, over which there is no sum", lambda w: w.k.zero_sum(w.at_most(w.zero, w.k.Times(nat_zero(w), nat_zero(w)), ("square", nat_zero(w))), w.trivial(), over=(w.k.ZERO_NAT,)))
again(rules("absurd", "type(f) in (Eq, Ne, Le, Lt)"), "only numbers can be subtracted", lambda w: w.k.absurd(w.k.conjoin(w.trivial(), w.trivial()), formula=w.false))
again(rules("replace", "not symbol.type.params"), "substitute checks the type of the value", lambda w: w.k.replace(known(w), w.trivial(), symbol=w.symbol("a", w.I, w.k.REAL), formula=w.true))
again(rules("induct", "not variable.type.params"), "substitute checks the type of the value", lambda w: induction(w, w.symbol("f", w.I, w.k.NAT), ((), (w.m,))))
again(rules("induct", "not variable.constant"), "substitute refuses constants", lambda w: induction(w, w.k.ZERO_NAT, ((), (w.m,))))
again(rules("induct", "tuple((s.type for s in own)) == tuple((Type((), p) for p in types))"), "a constructor takes no other arguments", lambda w: induction(w, w.n, ((), (w.i,))))
again(rules("subset_induct", "field.type.result == REAL"), "an indicator is multiplied by itself, so it is a number", lambda w: subsets(w, w.symbol("h", w.I, w.I), w.j))
again(rules("subset_induct", "index.type == Type((), sort)"), "a delta compares indices of one type", lambda w: subsets(w, w.symbol("h", w.I, w.k.REAL), w.e))
again(rules("subset_induct", "not index.constant"), "no constant is of a finite type, which the field has", lambda w: subsets(w, w.symbol("h", w.k.NAT, w.k.REAL), w.k.ZERO_NAT))


def nat_zero(w: Words) -> Any:
    return w.at(w.k.EMBED, w.k.ZERO_NAT)


def choose_constant(w: Words) -> Any:
    walk = w.k.Sort("Walk", w.k.FREE, (("nil", (w.I,)), ("cons", (None,))))
    u = w.index("u", walk)
    return w.k.choice(w.assume(w.all(w.i, w.some(u, w.k.Eq(w.same(u, u), w.one)))), name="nil")


def induction(w: Words, variable: Any, arguments: Any) -> Any:
    return w.k.induct(w.trivial(), w.trivial(), variable=variable, formula=w.k.Eq(w.x, w.x), arguments=arguments)


def subsets(w: Words, field: Any, index: Any) -> Any:
    return w.k.subset_induct(w.trivial(), w.trivial(), field=field, index=index, formula=w.true)


# ---- terms, types and values ---------------------------------------------------------------------------------------------

FORMULA = "a formula has no type of values"
TYPE = "it has no type to compare"
again(binding("Lambda.__init__", "isinstance(body, Term)"), FORMULA, lambda w: w.k.Lambda((), w.true).type)
again(binding("Lambda.__init__", "types_of(body, k) <= {Type((), sort)}"), "the argument is checked again where it is put", lambda w: w.k.instantiate(w.equal(w.a(w.i), w.a(w.i)), values={w.symbol("a", w.I, w.k.REAL): w.k.Lambda((w.I,), w.k.App(w.k.Bound(0, w.x.head.type)))}))
again(binding("opened", "type(binder) in BINDERS"), TYPE, lambda w: w.k.opened(w.true, w.point(w.x)))
again(binding("opened", "type(value) is Lambda"), "a symbol has no body", lambda w: w.k.specialise(w.assume(w.all(w.x.head, w.true)), value=w.x.head))
again(binding("substitute", "type(symbol) is Symbol"), TYPE, lambda w: w.k.instantiate(w.trivial(), values={w.x: w.point(w.y)}))
again(binding("substitute", "type(value) is Lambda"), "a symbol has no body", lambda w: w.k.instantiate(known(w), values={w.x.head: w.y.head}))
again(binding("lambda_of", "all((not p.type.params for p in params))"), "a parameter with arguments is used with another type", lambda w: w.k.lambda_of((w.symbol("a", w.I, w.k.REAL),), w.a(w.i)))
sound(binding("lambda_of", "len(set(params)) == len(params)"), "the second of two parameters of one name is not used", lambda w: w.k.lambda_of((w.i, w.i), w.a(w.i)) and w.trivial())
again(binding("resort", "type(old) is Sort"), "only a sort has a kind", lambda w: w.k.retype(w.trivial(), sorts={w.x: w.I}))
again(binding("resort", "type(new) is Sort"), "only a sort has a kind", lambda w: w.k.retype(w.trivial(), sorts={w.I: w.x}))
again(binding("resort", "old.kind in (FINITE, MAYBE_EMPTY)"), "no formula with a number in it would be left", lambda w: w.k.retype(known(w), sorts={w.k.REAL: w.I}))
again(syntax("_Sealed.__init_subclass__", "type(GRAMMAR) is dict"), "the grammar is read-only", lambda w: type("Mine", (w.k.Term,), {"__slots__": ()}, tag="mine"))
again(syntax("_Sealed.__init_subclass__", "tag not in GRAMMAR"), "the grammar is closed", lambda w: type("Plus", (w.k.Term,), {"__slots__": ()}, tag="plus"))
again(syntax("Sort.__init__", "kind in (FINITE, MAYBE_EMPTY, FREE, NUMBERS)"), "no other kind has a mark", lambda w: w.k.Sort("I", "endless"))
sound(syntax("Sort.__init__", "bool(constructors) == (kind == FREE)"), "constants of a finite type may only do less", lambda w: w.k.Sort("I", w.k.FINITE, (("c", ()),)) and w.trivial())
sound(syntax("Sort.__init__", "len({c for c, _ in constructors}) == len(constructors)"), "a constructor that is there twice asks for two premises", lambda w: w.k.Sort("W", w.k.FREE, (("c", ()), ("c", ()))) and w.trivial())
sound(syntax("Sort.__init__", "all((a is None or (type(a) is Sort and a.kind != NUMBERS) for a in arguments))"), "a type generated by numbers would be a type", lambda w: w.k.Sort("W", w.k.FREE, (("c", (w.k.REAL,)),)) and w.trivial())
again(syntax("Type.__init__", "not params or result.kind != MAYBE_EMPTY"), "a map into a type that may be empty is kept as its indices are", lambda w: w.k.witness(w.trivial(), formula=w.k.Exists("e", w.e.type, w.true), value=w.point(w.at(w.symbol("f", w.I, w.E), w.i))))
again(syntax("Bound.__init__", "isinstance(type, Type)"), "the binder has a type, which is compared", lambda w: w.k.ForAll("x", w.x.head.type, w.k.Eq(w.k.App(w.k.Bound(0, Lie(">Real", params=(), result=w.k.REAL))), w.zero)))
again(syntax("_numbers", "not isinstance(t, Term)"), FORMULA, lambda w: w.k.Plus(w.true))
again(syntax("App.__init__", "len(args) == len(params)"), "arguments and parameters are paired strictly", lambda w: w.k.App(w.symbol("a", w.I, w.k.REAL)))
again(syntax("App.__init__", "not isinstance(a, Term)"), FORMULA, lambda w: w.k.App(w.symbol("a", w.I, w.k.REAL), w.true))
again(syntax("Delta.__init__", "isinstance(left, Term)"), FORMULA, lambda w: w.k.Delta(w.true, w.at(w.i)))
again(syntax("Delta.__init__", "isinstance(right, Term)"), FORMULA, lambda w: w.k.Delta(w.at(w.i), w.true))
sound(syntax("_Arithmetic.__init__", "bool(terms)"), "an empty sum is 0", lambda w: w.equal(w.k.Plus(), w.zero))
sound(syntax("_binding", "named(hint)"), "the name of a bound variable is no part of the formula", lambda w: w.assume(w.k.ForAll("#1_0", w.x.head.type, w.true)))
again(syntax("closed_formula", "type(f) in KINDS"), "a parameter of another class is no kernel data", lambda w: w.assume(own_formula(w)))


def own_formula(w: Words) -> Any:
    class Mine(w.k.Formula):  # type: ignore[name-defined]
        __slots__ = ()

    formula = object.__new__(Mine)
    formula._set(key="(eq 0 1)", children=(), loose=0, free=frozenset(), height=0)
    return formula


# ---- the seal and replay -------------------------------------------------------------------------------------------------

GENUINE = "it was not made by a rule, and a copy neither"
again(sealing("Theorem.__new__", "raise ProofError('a theorem is made by a rule of gaproof.proof.rules, never by its constructor')"), GENUINE, lambda w: w.k.conjoin(w.k.Theorem()))
again(sealing("Theorem.__init_subclass__", "raise ProofError('Theorem is final: it cannot be subclassed')"), GENUINE, lambda w: w.k.conjoin(object.__new__(type("Mine", (w.k.Theorem,), {}))))
again(sealing("Theorem.__reduce__", "raise ProofError('a theorem is not copied or pickled: export its certificate instead')"), GENUINE, lambda w: w.k.conjoin(copied(w.trivial())))
again(syntax("_Sealed.__reduce__", "raise ProofError(f'{type(self).__name__} is not pickled: write a certificate instead')"), "a node without its parts", lambda w: w.assume(copied(w.true)))
again(sealing("frozen", "isinstance(value, tuple | list)"), "what has no elements is no list", lambda w: w.assume(object()))


def copied(x: Any) -> Any:
    from copy import copy

    return copy(x)


def replayed(w: Words, **changes: Any) -> Any:
    from tests.redteam.attacks.certificates import claim

    return w.k.replay(claim(w) | changes)


WORDS = "without these words, Python's own"
again(reader("Reader.__init__", "not isinstance(document, dict)"), WORDS, lambda w: w.k.replay([]))
again(reader("Reader.sort", "name in above"), WORDS, lambda w: replayed(w, sorts={"Real": {"kind": "free", "constructors": {"c": ["Real"]}}}))
again(reader("Reader.value", "raise CertificateError(f'unknown kind of parameter: {v!r}')"), "None is no kernel data", lambda w: replayed(w, steps=[{"rule": "assume", "premises": [], "params": {"formula": None}, "hypotheses": [], "conclusion": 0}]))
again(reader("_rational", "type(text) is not str"), WORDS, lambda w: replayed(w, formulas=[["eq", ["number", 0.5], ["number", "1"]]]))
again(replay("replay_file", "raise CertificateError(f'{path}: not a readable JSON file ({error})') from error"), WORDS, lambda w: w.k.replay_file(w.k.Path("/nowhere.json")))
again(replay("_no_constant", "raise CertificateError(f'{name} is not a number')"), "None is no number", lambda w: infinite(w))
again(replay("_step", "step['rule'] not in RULES"), WORDS, lambda w: replayed(w, steps=[{"rule": "magic", "premises": [], "params": {}, "hypotheses": [], "conclusion": 0}]))
again(replay("replay", "raise CertificateError(f'{place}: {error}') from error"), "None is no replay", lambda w: replayed(w, parts={}).parts)
again(replay("replay", "raise CertificateError(f'{place}: malformed ({type(error).__name__}: {error})') from error"), "None is no replay", lambda w: replayed(w, parts=[]).parts)
again(Check("export.py", "_Writer.value", "raise ProofError(f\"a rule's parameter cannot be written to a certificate: {v!r}\")"), "None is no parameter", lambda w: w.k.replay(exported_nothing(w)))
again(Check("normal.py", "_content", "bool(p)"), "0 has no content", lambda w: w.equal(w.k.Inverse(w.zero), w.x))


def infinite(w: Words) -> Any:
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile("w", suffix=".json") as f:
        f.write('{"format": "gaproof-certificate/1", "sorts": {}, "symbols": {}, "formulas": [["number", Infinity]]}')
        f.flush()
        return w.k.replay_file(w.k.Path(f.name))


def exported_nothing(w: Words) -> Any:
    th = w.trivial()
    th.params["left"] = None
    return w.k.export("nothing", {"all": (w.k.Statement({}, th.conclusion), th, None)})
