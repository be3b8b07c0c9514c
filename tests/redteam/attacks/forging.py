"""Attacks on the seal: theorems that no rule made, statements that say something else than they seem to."""

from types import SimpleNamespace
from typing import Any

from tests.redteam.registry import Words, attack, file

sealing = file("theorem.py")
statement = file("statement.py")
syntax = file("syntax.py")


def pretended(w: Words, conclusion: Any) -> Any:
    """Something with the attributes of a theorem."""
    return SimpleNamespace(hypotheses=frozenset(), conclusion=conclusion, axioms=frozenset(), premises=(), params={}, rule="assume")


def unmade(w: Words, conclusion: Any) -> Any:
    """A theorem that no rule made, put together by force."""
    th = object.__new__(w.k.Theorem)
    for name, value in vars(pretended(w, conclusion)).items():
        object.__setattr__(th, name, value)
    return th


@attack("pass off a look-alike as a premise", sealing("_sealing.rule.apply", "all(map(genuine, premises))"))
def _(w: Words) -> Any:
    return w.k.part(pretended(w, w.k.And(w.false)), number=0)


@attack("pass off a theorem made by force as a premise", sealing("_sealing.rule.apply", "all(map(genuine, premises))"))
def _(w: Words) -> Any:
    return w.k.part(unmade(w, w.k.And(w.false)), number=0)


@attack("call a theorem made by force genuine", sealing("_sealing.genuine", "theorem in made", "True"))
def _(w: Words) -> Any:
    return w.k.part(unmade(w, w.k.And(w.false)), number=0)


@attack(
    "name the premise instead of giving it in its place",
    sealing("_sealing.rule.apply", "set(given) == names"),
    sealing("_sealing.rule.apply", "{name: frozen(value) for name, value in given.items()}", "given"),
)
def _(w: Words) -> Any:
    return w.k.part(th=pretended(w, w.k.And(w.false)), number=0)


@attack("make a rule of one's own", sealing("_sealing.rule", "state['open']"))
def _(w: Words) -> Any:
    def magic() -> Any:
        return set(), w.false

    return w.k.rule(magic)()


@attack(
    "make a rule of one's own in the place of an old one",
    sealing("_sealing.rule", "body.__name__ not in RULES"),
    sealing("_sealing.rule", "state['open']"),
)
def _(w: Words) -> Any:
    def naturals() -> Any:
        return set(), w.false

    w.k.rule(naturals)
    return w.k.RULES["naturals"]()


@attack(
    "exchange the conclusion of a theorem",
    sealing("Theorem.__setattr__", "raise ProofError('a theorem is immutable')", "object.__setattr__(self, name, value)"),
)
def _(w: Words) -> Any:
    th = w.trivial()
    th.conclusion = w.false
    return th


@attack(
    "keep the parameters of a rule open to change", sealing("frozen", "{frozen(k): frozen(v) for k, v in list(value.items())}", "value")
)
def _(w: Words) -> Any:
    """A mapping that is read as empty, until its values are looked up: it puts the identity for succ."""

    class TwoFaced(dict):  # type: ignore[type-arg]
        def items(self) -> Any:
            return ()

    law = w.k.specialise(w.k.part(w.k.naturals(), number=1), value=w.point(w.n))
    return w.k.instantiate(law, values=TwoFaced({w.k.SUCC: w.k.lambda_of((w.m,), w.at(w.m))}))


@attack("give a list of summed indices that is read differently backwards", sealing("frozen", "tuple([frozen(v) for v in value])", "value"))
def _(w: Words) -> Any:
    class TwoFaced(tuple):  # type: ignore[type-arg]
        __slots__ = ()

        def __iter__(self) -> Any:
            return iter(())

        def __len__(self) -> int:
            return 0

        def __reversed__(self) -> Any:
            return tuple.__iter__(self)

    known = w.assume(w.k.Eq(w.a(w.i), w.zero))
    return w.equal(w.total(w.i, w.a(w.i)), w.zero, known, uses=((0, w.one, TwoFaced((w.i,))),))


# ---- statements --------------------------------------------------------------------------------------------------------


@attack("take anything for the proof of a statement", statement("Statement.missing", "genuine(theorem)"), because="0 = 1 was not proved")
def _(w: Words) -> Any:
    return w.k.Statement({}, w.false).missing(pretended(w, w.false)) == []


@attack(
    "take the proof of one statement for that of another",
    statement("Statement.missing", "theorem.conclusion == self.conclusion"),
    because="0 = 1 was not proved",
)
def _(w: Words) -> Any:
    return w.k.Statement({}, w.false).missing(w.trivial()) == []


@attack(
    "take a proof from hypotheses that the statement does not make",
    statement("Statement.missing", "sorted((h for h in theorem.hypotheses if h not in granted))", "[]"),
    because="0 = 1 was not proved",
)
def _(w: Words) -> Any:
    return w.k.Statement({}, w.false).missing(w.assume(w.false)) == []


def of_two_lines(w: Words, name: Any) -> bool:
    """Whether a statement with one hypothesis has the digest of one with two, the first of which is 0 = 1."""
    one, two = w.k.Statement({name: w.true}, w.false), w.k.Statement({"a": w.false, "b": w.true}, w.false)
    return bool(one.digest == two.digest)


@attack(
    "hide a hypothesis in the name of another",
    statement("Statement.__init__", "name.isprintable()"),
    because="one digest stands for two statements",
)
def _(w: Words) -> Any:
    return of_two_lines(w, f"a: {w.false.key}\nb")


@attack(
    "hide a hypothesis in a name that is written otherwise than it reads",
    statement("Statement.__init__", "type(name) is str"),
    because="one digest stands for two statements",
)
def _(w: Words) -> Any:
    class Name(str):
        __slots__ = ()

        def __format__(self, how: str) -> str:
            return f"a: {w.false.key}\nb"

    return of_two_lines(w, Name("b"))


@attack(
    "make a hypothesis whose name cannot be seen", statement("Statement.__init__", "bool(name.strip())"), because="no one can refer to it"
)
def _(w: Words) -> Any:
    return w.k.Statement({" ": w.false}, w.false)


@attack(
    "let one name stand for two things in a statement",
    statement("Statement.__init__", "other == named"),
    because="x = 0 and x_i = 0 look alike",
)
def _(w: Words) -> Any:
    return w.k.Statement({"h": w.k.Eq(w.x, w.zero)}, w.k.Eq(w.at(w.symbol("x", w.I, w.k.REAL), w.i), w.zero))


@attack(
    "call a type with one more constructor Nat",
    syntax("Sort.__init__", "name != 'Nat' or constructors == NATURALS"),
    because="nat of such a type is any function, and it looks like the embedding of the naturals",
)
def _(w: Words) -> Any:
    return w.k.Sort("Nat", w.k.FREE, (*w.k.NATURALS, ("inf", ())))


@attack(
    "let one name stand for two index types in a statement",
    statement("Statement.__init__", "other == named"),
    because="the sizes of two types called I look alike",
)
def _(w: Words) -> Any:
    lookalike = w.k.Sort("I", w.k.MAYBE_EMPTY)
    return w.k.Statement({"h": w.k.Lt(w.zero, w.k.Card(w.I))}, w.k.Lt(w.zero, w.k.Card(lookalike)))


@attack("state a number", statement("Statement.__init__", "closed_formula(conclusion)"), because="a number is neither true nor false")
def _(w: Words) -> Any:
    return w.k.Statement({}, w.x)


@attack(
    "make a number a hypothesis", statement("Statement.__init__", "closed_formula(formula)"), because="a number is neither true nor false"
)
def _(w: Words) -> Any:
    return w.k.Statement({"h": w.x}, w.true)


@attack("refuse nothing at all", syntax("need", "condition is not True"))
def _(w: Words) -> Any:
    return w.equal(w.zero, w.one)
