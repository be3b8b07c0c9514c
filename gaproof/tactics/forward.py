"""Forward reasoning: the kernel's rules with convenient arguments.  Nothing here is trusted.

Arguments may be kernel nodes, expressions of ``gaproof.terms`` or plain integers and fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from ..errors import ProofError
from ..proof import rules
from ..proof.obligations import eta, negation
from ..proof.substitution import Lambda, closed, lambda_of, opened, substitute
from ..proof.syntax import App, Card, Delta, Exists, ForAll, Formula, Implies, Inverse, Node, Number, Sort, Symbol, Times
from ..proof.theorem import Theorem

Use = tuple[Any, ...]  # (theorem of an equation, cofactor, *summed indices)
Witness = tuple[Any, ...]


def node(x: Any) -> Any:
    """A kernel node from whatever stands for one."""
    if isinstance(x, Node):
        return x
    if isinstance(x, int | Fraction):
        return Number(x)
    from ..terms import kernel  # the tactics work on kernel nodes alone as well, without SymPy

    return kernel(x)


def symbol(x: Any) -> Symbol:
    """The kernel symbol of a variable."""
    if isinstance(x, Symbol):
        return x
    if isinstance(x, Node) or not hasattr(x, "symbol"):
        x = node(x)
        if type(x) is App and not x.children and type(x.head) is Symbol:
            return x.head
        raise ProofError(f"a variable was expected, got {x!r}")
    found: Symbol = x.symbol
    return found


def value(x: Any) -> Lambda:
    """A value for a variable: a Lambda, another field or function, a pair (parameters, body), or a plain term."""
    if isinstance(x, Lambda):
        return x
    if isinstance(x, Symbol):
        return eta(x)
    if isinstance(x, tuple):
        params, body = x
        params = params if isinstance(params, tuple | list) else (params,)
        return lambda_of(tuple(map(symbol, params)), node(body))
    if not isinstance(x, Node) and hasattr(x, "symbol"):
        return eta(x.symbol)
    return Lambda((), node(x))


def assume(formula: Any) -> Theorem:
    """f ⊢ f."""
    return rules.assume(formula=node(formula))


def spec(th: Theorem, *values: Any) -> Theorem:
    """H ⊢ ∀x… f at the given values."""
    for v in values:
        th = rules.specialise(th, value=value(v))
    return th


def inst(th: Theorem, values: Mapping[Any, Any]) -> Theorem:
    """Replace free symbols everywhere in the sequent; a symbol may be called by its name."""
    return rules.instantiate(th, values={_called(th, k) if isinstance(k, str) else symbol(k): value(v) for k, v in values.items()})


def _called(th: Theorem, name: str) -> Symbol:
    found = {s for g in (th.conclusion, *th.hypotheses) for s in g.free if s.name == name}
    if len(found) != 1:
        raise ProofError(f"the theorem has {len(found)} symbols named {name}")
    return found.pop()


def gen(th: Theorem, *variables: Any) -> Theorem:
    """H ⊢ ∀ variables f."""
    for v in reversed(variables):
        th = rules.generalise(th, symbol=symbol(v))
    return th


def imply(th: Theorem, *conditions: Any) -> Theorem:
    """H ⊢ condition → … → f."""
    for c in reversed(conditions):
        th = rules.imply(th, formula=c.conclusion if isinstance(c, Theorem) else node(c))
    return th


def restate(th: Theorem, formula: Any) -> Theorem:
    """The same theorem with another formula that has the same normal form."""
    f = node(formula)
    return th if th.conclusion == f else rules.restate(th, formula=f)


def mp(implication: Theorem, *conditions: Theorem) -> Theorem:
    """Use an implication; each condition may differ from what is asked for by the normal form."""
    for c in conditions:
        f = implication.conclusion
        if type(f) is not Implies:
            raise ProofError("mp: the theorem is not an implication")
        implication = rules.modus_ponens(implication, restate(c, f.children[0]))
    return implication


def cut(th: Theorem, *facts: Theorem) -> Theorem:
    """Discharge the hypotheses of th that are conclusions of the facts."""
    for f in facts:
        if f.conclusion in th.hypotheses and f.conclusion not in f.hypotheses:
            th = rules.modus_ponens(rules.imply(th, formula=f.conclusion), f)
    return th


def conj(*ths: Theorem) -> Theorem:
    """All of them."""
    return rules.conjoin(*ths)


def part(th: Theorem, number: int) -> Theorem:
    """One part of a conjunction."""
    return rules.part(th, number=number)


def linear(left: Any, right: Any, *uses: Use) -> Theorem:
    """left = right, because left − right = Σ cofactor · (a − b) over the uses (theorem of a = b, cofactor, *summed indices)."""
    premises, encoded = _uses(uses, [])
    return rules.linear(*premises, left=node(left), right=node(right), uses=encoded)


def _uses(uses: Iterable[Use], premises: list[Theorem]) -> tuple[list[Theorem], tuple[Any, ...]]:
    encoded = []
    for th, cofactor, *over in uses:
        premises.append(th)
        encoded.append((len(premises) - 1, node(cofactor), tuple(map(symbol, over))))
    return premises, tuple(encoded)


def le(left: Any, right: Any, witness: Witness, *uses: Use, strict: bool = False) -> Theorem:
    """left ≤ right, because right − left = witness + Σ uses and the witness (see below) is not negative."""
    premises: list[Theorem] = []
    tree = _numbered(witness, premises)
    premises, encoded = _uses(uses, premises)
    return rules.bound(*premises, left=node(left), right=node(right), witness=tree, uses=encoded, strict=strict)


def lt(left: Any, right: Any, witness: Witness, *uses: Use) -> Theorem:
    """left < right, by a witness that is positive."""
    return le(left, right, witness, *uses, strict=True)


def _numbered(witness: Any, premises: list[Theorem]) -> Any:
    match witness:
        case ("premise", th):
            premises.append(th)
            return ("premise", len(premises) - 1)
        case (str() as tag, *inner):
            return (tag, *(_numbered(w, premises) for w in inner))
        case _:
            return witness


# Witnesses: trees that show 0 ≤ t.


def sq(t: Any) -> Witness:
    """t² ≥ 0."""
    return ("square", node(t))


def ex(t: Any) -> Witness:
    """exp(t) > 0."""
    return ("exp", node(t))


def num(q: int | Fraction) -> Witness:
    """A rational number, not negative."""
    return ("number", Fraction(q))


def size(over: Any) -> Witness:
    """The size of an index type."""
    n = over if isinstance(over, Sort) else node(over)
    return ("card", n.over if type(n) is Card else n)


def by(th: Theorem) -> Witness:
    """b − a, from a theorem a ≤ b or a < b."""
    return ("premise", th)


def mul(*ws: Witness) -> Witness:
    """A product of witnesses."""
    return ("product", *ws)


def add(*ws: Witness) -> Witness:
    """A sum of witnesses."""
    return ("sum", *ws)


def inv(w: Witness) -> Witness:
    """1/w, for a positive witness."""
    return ("inverse", w)


def tot(index: Any, w: Witness) -> Witness:
    """Σ_index w."""
    return ("total", symbol(index), w)


def eq_le(th: Theorem) -> Theorem:
    """a ≤ b, from a = b."""
    a, b = th.conclusion.children
    return le(a, b, num(0), (th, -1))


def flip(th: Theorem) -> Theorem:
    """b = a, from a = b."""
    a, b = th.conclusion.children
    return linear(b, a, (th, -1))


def quotient(top: Theorem, bottom: Theorem) -> Theorem:
    """a/b = c/d, from a = c and b = d."""
    (a, c), (b, d) = top.conclusion.children, bottom.conclusion.children
    return linear(Times(a, Inverse(b)), Times(c, Inverse(d)), (top, Inverse(b)), (bottom, Times(Number(-1), c, Inverse(b), Inverse(d))))


def rewrite(equation: Theorem, th: Theorem, variable: Any, formula: Any) -> Theorem:
    """formula[variable := b], from formula[variable := a] and a = b (for indices: δ(a, b) = 1)."""
    v, f = symbol(variable), node(formula)
    a = equation.conclusion.children[0]
    if type(a) is Delta and v.type.result == a.children[0].sort:
        a = a.children[0]
    return rules.replace(equation, restate(th, substitute(f, {v: Lambda((), a)})), symbol=v, formula=f)


def cases(formula: Any, yes: Theorem, no: Theorem) -> Theorem:
    """c, from c under the formula and c under its negation."""
    return rules.cases(yes, no, formula=node(formula))


def exists(th: Theorem, formula: Any, *values: Any) -> Theorem:
    """∃x… f, from f at the values; the premise may differ by the normal form."""
    f = node(formula)
    inner: list[Formula] = [f]
    vs = [value(v) for v in values]
    for v in vs:
        if type(inner[-1]) is not Exists:
            raise ProofError(f"exists: {len(vs)} values for {len(inner) - 1} quantifiers")
        inner.append(opened(inner[-1], v))
    th = restate(th, inner[-1])
    for g, v in zip(reversed(inner[:-1]), reversed(vs), strict=True):
        th = rules.witness(th, formula=g, value=v)
    return th


def obtain(existence: Theorem, *variables: Any) -> tuple[Theorem, ...]:
    """For ∃x… f: the assumption f at fresh variables, to be removed again by ``release`` (innermost last)."""
    th = existence
    chain: list[Theorem] = []
    for v in variables:
        th = assume(opened(th.conclusion, eta(symbol(v))))
        chain.append(th)
    return tuple(chain)


def release(th: Theorem, existence: Theorem, *variables: Any) -> Theorem:
    """c, from ∃x… f and f at the fresh variables ⊢ c."""
    chain = (existence, *obtain(existence, *variables))
    for ex_, v in zip(reversed(chain[:-1]), reversed(variables), strict=True):
        th = rules.obtain(ex_, th, symbol=symbol(v))
    return th


def forall(variables: Iterable[Any], body: Any) -> Formula:
    """∀ variables. body."""
    f: Formula = node(body)
    for v in reversed([symbol(x) for x in variables]):
        f = ForAll(v.name, v.type, closed(f, v))
    return f


def absurd(th: Theorem, formula: Any) -> Theorem:
    """Anything, from a false comparison of numbers."""
    return rules.absurd(th, formula=node(formula))


def unequal(th: Theorem) -> Theorem:
    """b ≠ a, from a < b."""
    return rules.unequal(th)


def antisymmetry(below: Theorem, above: Theorem) -> Theorem:
    """a = b, from a ≤ b and b ≤ a."""
    return rules.antisymmetry(below, above)


def otherwise(formula: Any) -> Formula:
    """What may be assumed in the other case of ``cases``."""
    return negation(node(formula))


def choice(th: Theorem, function: Any) -> Theorem:
    """∃F ∀i f[F(i)], from ∀i ∃y f, the new function called as given."""
    return rules.choice(th, name=symbol(function).name)


def retype(th: Theorem, sorts: Mapping[Any, Any]) -> Theorem:
    """The same theorem about other index types, each of a kind that may stand for the old one."""
    return rules.retype(th, sorts={a.sort: b.sort for a, b in sorts.items()})


def zero_sum(sign: Theorem, total: Theorem, *over: Any) -> Theorem:
    """t = 0 for every value of the indices, from 0 ≤ t and Σ_over t ≤ 0 (or = 0)."""
    return rules.zero_sum(sign, total, over=tuple(map(symbol, over)))


def induction(base: Theorem, step: Theorem, natural: Any, formula: Any) -> Theorem:
    """P(k), from P(0) and P(k) ⊢ P(succ k) for a natural k."""
    k = symbol(natural)
    return rules.induct(base, step, variable=k, formula=node(formula), arguments=((), (k,)))
