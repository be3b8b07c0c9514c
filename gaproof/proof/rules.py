"""The rules: the only way to a theorem.  Each docstring gives the logical reading and why it is sound.

``H, G`` are sets of hypotheses.  Formulas are compared exactly (up to names of bound variables) except in ``restate``,
``linear``, ``bound`` and ``absurd``, which use the normal form and add its obligations to the hypotheses.
"""

from collections.abc import Mapping
from typing import Any

from ..errors import ProofError
from . import axioms as standard
from .normal import poly, residue
from .obligations import NONE, Obligations, eta, negation, nonzero, obligations, same
from .substitution import Lambda, closed, lambda_of, opened, resort, substitute
from .syntax import (
    EMBED,
    FINITE,
    FREE,
    MAYBE_EMPTY,
    MINUS,
    NAT,
    NOTHING,
    ONE,
    REAL,
    SUCC,
    ZERO,
    ZERO_NAT,
    And,
    App,
    Card,
    Delta,
    Eq,
    Exists,
    Exp,
    ForAll,
    Formula,
    Implies,
    Inverse,
    Le,
    Lt,
    Ne,
    Number,
    Plus,
    Sort,
    Sum,
    Symbol,
    Term,
    Times,
    Type,
    closed_formula,
    need,
)  # fmt: skip
from .theorem import Result, Theorem, close_rules, free_symbols, rule

Uses = tuple[tuple[int, Term, tuple[Symbol, ...]], ...]


def minus(a: Term, b: Term) -> Term:
    """a − b."""
    return a if b == ZERO else Plus(a, Times(MINUS, b))


def summed(body: Term, over: tuple[Symbol, ...]) -> Term:
    """Σ_over body."""
    for index in reversed(over):
        body = Sum(index.name, index.type, closed(body, index))
    return body


def free_in(theorem: Theorem, *discharged: Formula) -> frozenset[Symbol]:
    """The symbols that a hypothesis other than the discharged ones constrains."""
    return frozenset().union(*(h.free for h in theorem.hypotheses if h not in discharged))


def unconstrained(theorem: Theorem, symbols: tuple[Symbol, ...]) -> None:
    """Refuse to generalise over a symbol that a hypothesis constrains."""
    caught = free_in(theorem).intersection(symbols)
    need(not caught, f"cannot generalise over {', '.join(s.name for s in sorted(caught))}: a hypothesis constrains it")


# ---- logic -----------------------------------------------------------------------------------------------------------


@rule
def assume(*, formula: Formula) -> Result:
    """f ⊢ f."""
    return {formula}, formula


@rule
def axiom(*, name: str, formula: Formula) -> Result:
    """⊢ f [axiom f].  Sound for whoever accepts f for all values of its free symbols; the theorem records name and formula."""
    closed_formula(formula)
    need(isinstance(name, str) and bool(name), "an axiom needs a name")
    standard.check(name, formula)
    return set(), formula, frozenset({(name, formula)})


@rule
def instantiate(th: Theorem, *, values: Mapping[Symbol, Lambda]) -> Result:
    """H ⊢ f gives H[v] ⊢ f[v]: a sequent holds for all values of its free symbols.  All at once, types checked, no capture."""
    hypotheses, conclusion = {substitute(h, values) for h in th.hypotheses}, substitute(th.conclusion, values)
    moved = (values[s].body.free if s in values else {s} for s in free_symbols(th))
    return hypotheses, conclusion, frozenset(), NOTHING.union(*moved)


@rule
def retype(th: Theorem, *, sorts: Mapping[Sort, Sort]) -> Result:
    """A sequent about index types holds for any other types of the same kind (which ``resort`` checks): every symbol moves along."""
    return {resort(h, sorts) for h in th.hypotheses}, resort(th.conclusion, sorts), frozenset(), NOTHING


@rule
def generalise(th: Theorem, *, symbol: Symbol) -> Result:
    """H ⊢ f with x not free in H gives H ⊢ ∀x f: f holds whatever x is."""
    unconstrained(th, (symbol,))
    return th.hypotheses, ForAll(symbol.name, symbol.type, closed(th.conclusion, symbol)), frozenset(), free_symbols(th) - {symbol}


@rule
def specialise(th: Theorem, *, value: Lambda) -> Result:
    """H ⊢ ∀x f gives H ⊢ f[value], for a value of x's type."""
    need(type(th.conclusion) is ForAll, "specialise takes a 'for all'")
    return th.hypotheses, opened(th.conclusion, value), frozenset(), free_symbols(th) | value.body.free


@rule
def imply(th: Theorem, *, formula: Formula) -> Result:
    """H, f ⊢ g gives H ⊢ f → g."""
    return th.hypotheses - {formula}, Implies(formula, th.conclusion)


@rule
def modus_ponens(implication: Theorem, th: Theorem) -> Result:
    """H ⊢ f → g and G ⊢ f give H, G ⊢ g."""
    f = implication.conclusion
    need(type(f) is Implies, "modus_ponens takes an implication first")
    need(f.children[0] == th.conclusion, "the second premise is not the condition of the first")
    return implication.hypotheses | th.hypotheses, f.children[1]


@rule
def conjoin(*ths: Theorem) -> Result:
    """Each of several theorems gives their conjunction."""
    return NONE.union(*(t.hypotheses for t in ths)), And(*(t.conclusion for t in ths))


@rule
def part(th: Theorem, *, number: int) -> Result:
    """H ⊢ f ∧ g gives H ⊢ f, and H ⊢ g."""
    parts = th.conclusion.children
    need(type(th.conclusion) is And, "part takes a conjunction")
    need(type(number) is int and 0 <= number < len(parts), "part takes the number of a part")
    return th.hypotheses, parts[number]


@rule
def cases(yes: Theorem, no: Theorem, *, formula: Formula) -> Result:
    """H, f ⊢ c and G, not f ⊢ c give H, G ⊢ c: classical logic, and a = b or a ≠ b, a ≤ b or b < a for reals."""
    need(yes.conclusion == no.conclusion, "both cases must reach the same conclusion")
    return (yes.hypotheses - {formula}) | (no.hypotheses - {negation(formula)}), yes.conclusion


@rule
def witness(th: Theorem, *, formula: Formula, value: Lambda) -> Result:
    """H ⊢ f[value] gives H ⊢ ∃x f."""
    need(type(formula) is Exists, "witness proves a 'there is'")
    need(opened(formula, value) == th.conclusion, "the premise is not the formula at the witness")
    return th.hypotheses, formula, frozenset(), free_symbols(th) | value.body.free


@rule
def obtain(existence: Theorem, th: Theorem, *, symbol: Symbol) -> Result:
    """H ⊢ ∃x f and G, f[s] ⊢ c with s free in none of H, G, ∃x f, c give H, G ⊢ c: call what exists s."""
    f = existence.conclusion
    need(type(f) is Exists, "obtain takes a 'there is' first")
    need(not symbol.constant, f"{symbol.name} is a constant: it cannot be chosen")
    instance: Formula = opened(f, eta(symbol))
    taken = free_in(th, instance) | free_in(existence) | th.conclusion.free | f.free
    need(symbol not in taken, f"{symbol.name} is not fresh: it occurs outside the property that it is chosen for")
    needs = free_symbols(existence) | (free_symbols(th) - {symbol})
    return existence.hypotheses | (th.hypotheses - {instance}), th.conclusion, frozenset(), needs


@rule
def choice(th: Theorem, *, name: str) -> Result:
    """H ⊢ ∀i ∃y f gives H ⊢ ∃F ∀i f[F(i)], for indices i of finite types: finitely many choices."""
    f: Any = th.conclusion
    variables: list[Symbol] = []
    while type(f) is ForAll:
        need(not f.type.params and f.type.result.kind in (FINITE, MAYBE_EMPTY), "choice runs over indices of finite types")
        variables.append(Symbol(f"{name}_{len(variables)}", f.type))
        need(variables[-1] not in th.conclusion.free, f"{variables[-1].name} is not fresh")
        f = opened(f, eta(variables[-1]))
    need(type(f) is Exists and bool(variables) and not f.type.params, "choice takes a 'for all indices there is a scalar or an index'")
    chosen = Symbol(name, Type(tuple(v.type.result for v in variables), f.type.result))
    need(chosen not in th.conclusion.free and not chosen.constant, f"{name} is not fresh")
    body = opened(f, Lambda((), App(chosen, *map(App, variables))))
    for v in reversed(variables):
        body = ForAll(v.name, v.type, closed(body, v))
    return th.hypotheses, Exists(name, chosen.type, closed(body, chosen))


# ---- equality and order ------------------------------------------------------------------------------------------------


@rule
def restate(th: Theorem, *, formula: Formula) -> Result:
    """H ⊢ f gives H, O ⊢ g when f and g differ by the normal form of terms in them; O are the obligations of that."""
    closed_formula(formula)
    return th.hypotheses | same(th.conclusion, formula), formula


def _uses(premises: tuple[Theorem, ...], uses: Uses) -> tuple[list[Term], Obligations]:
    """Σ_over cofactor·(a − b) for each use of a premise a = b, with the obligations of its terms."""
    out, owed = [], NONE
    for number, cofactor, over in uses:
        need(type(number) is int and 0 <= number < len(premises), "a use names one of the premises by its number")
        th = premises[number]
        need(type(th.conclusion) is Eq, "only an equation can be added to an identity")
        need(len(set(over)) == len(over) and all(not s.constant for s in over), "a summed index is a variable, named once")
        unconstrained(th, over)
        term = summed(Times(cofactor, minus(*th.conclusion.children)), over)
        out.append(term)
        owed |= obligations(term)
    return out, owed


def _vanishes(t: Term) -> None:
    left = residue(t)
    need(not left, f"the two sides differ: {len(left)} terms do not cancel")


@rule
def linear(*premises: Theorem, left: Term, right: Term, uses: Uses) -> Result:
    """H_k ⊢ a_k = b_k give H, O ⊢ l = r if l − r = Σ_k Σ_i c_k (a_k − b_k) by the normal form.  Each c_k (a_k − b_k) is 0 for
    every value of the summed indices i, because no hypothesis of premise k constrains them."""
    terms, owed = _uses(premises, uses)
    need(len(premises) == len({n for n, _, _ in uses}), "every premise must be used")
    if left != right or terms:
        _vanishes(Plus(left, Times(MINUS, right), *(Times(MINUS, t) for t in terms)))
        owed |= obligations(left) | obligations(right)
    hypotheses = owed.union(*(p.hypotheses for p in premises))
    return hypotheses, Eq(left, right), frozenset(), left.free.union(right.free, *(t.free for t in terms))


@rule
def bound(*premises: Theorem, left: Term, right: Term, witness: Any, uses: Uses, strict: bool) -> Result:
    """H, O ⊢ l ≤ r (or l < r) if r − l = t + Σ uses by the normal form and the witness tree shows 0 ≤ t (or 0 < t).  Nodes:
    square t, exp t, number q ≥ 0, card sort, premise k (a ≤ b or a < b: b − a), product, sum of trees, total i tree (Σ_i, whose
    premises may not constrain i), inverse of a positive tree.  A total over a sort that may be empty is not strict."""
    used: set[int] = set()
    terms, owed = _uses(premises, uses)

    def value(node: Any, over: tuple[Symbol, ...]) -> tuple[Term, bool]:
        match node:
            case ("square", Term() as t):
                return Times(t, t), nonzero(t)
            case ("exp", Term() as t):
                return Exp(t), True
            case ("number", q):
                weight = Number(q)
                need(weight.value >= 0, f"a weight must not be negative, got {q}")
                return weight, weight.value > 0
            case ("card", Sort() as sort):
                return Card(sort), sort.kind == FINITE
            case ("premise", k):
                need(type(k) is int and 0 <= k < len(premises), "a witness names one of the premises by its number")
                f = premises[k].conclusion
                need(type(f) in (Le, Lt), "a premise in a witness is an inequality")
                unconstrained(premises[k], over)
                used.add(k)
                return minus(f.children[1], f.children[0]), type(f) is Lt
            case ("inverse", inner):
                t, positive = value(inner, over)
                need(positive, "the inverse of a term that may be zero")
                return Inverse(t), True
            case ("total", Symbol() as i, inner):
                need(not i.constant and i not in over, "a summed index is a variable, summed once")
                t, positive = value(inner, (*over, i))
                return summed(t, (i,)), positive and i.type.result.kind == FINITE
            case ("product" | "sum" as tag, *inner):
                need(bool(inner), "an empty witness")
                parts = [value(n, over) for n in inner]
                terms = tuple(t for t, _ in parts)
                return (Times(*terms), all(s for _, s in parts)) if tag == "product" else (Plus(*terms), any(s for _, s in parts))
            case _:
                raise ProofError(f"unknown witness {node!r}")

    t, positive = value(witness, ())
    need(positive or not strict, "the witness shows ≤ but not <")
    need(used | {n for n, _, _ in uses} == set(range(len(premises))), "every premise must be used")
    _vanishes(Plus(right, Times(MINUS, left), Times(MINUS, t), *(Times(MINUS, u) for u in terms)))
    owed |= obligations(left) | obligations(right) | obligations(t)
    hypotheses = owed.union(*(p.hypotheses for p in premises))
    return hypotheses, (Lt if strict else Le)(left, right), frozenset(), left.free.union(right.free, t.free, *(u.free for u in terms))


@rule
def antisymmetry(below: Theorem, above: Theorem) -> Result:
    """a ≤ b and b ≤ a give a = b."""
    f, g = below.conclusion, above.conclusion
    need(type(f) is Le and type(g) is Le and f.children == g.children[::-1], "antisymmetry takes a ≤ b and b ≤ a")
    return below.hypotheses | above.hypotheses, Eq(*f.children)


@rule
def zero_sum(sign: Theorem, total: Theorem, *, over: tuple[Symbol, ...]) -> Result:
    """H ⊢ 0 ≤ t for every i, and G ⊢ Σ_i t ≤ 0 (or = 0), give H, G ⊢ t = 0: a term is at most the sum of terms that are not negative."""
    f, g = sign.conclusion, total.conclusion
    need(type(f) is Le and f.children[0] == ZERO, "zero_sum takes 0 ≤ t first")
    need(len(set(over)) == len(over) and all(not s.constant for s in over), "a summed index is a variable, named once")
    unconstrained(sign, over)
    t: Term = f.children[1]
    need(all(i in t.free or i.type.result.kind == FINITE for i in over), "a sum over a type that may be empty says nothing about its term")
    need(type(g) in (Eq, Le) and g.children == (summed(t, over), ZERO), "zero_sum takes Σ t ≤ 0 or Σ t = 0 second")
    return sign.hypotheses | total.hypotheses, Eq(t, ZERO)


@rule
def unequal(th: Theorem) -> Result:
    """a < b gives b ≠ a."""
    need(type(th.conclusion) is Lt, "unequal takes a < b")
    return th.hypotheses, Ne(th.conclusion.children[1], th.conclusion.children[0])


@rule
def absurd(th: Theorem, *, formula: Formula) -> Result:
    """A false comparison of rational constants (after the normal form) gives anything."""
    f: Any = th.conclusion
    need(type(f) in (Eq, Ne, Le, Lt), "absurd takes a comparison")
    difference = poly(minus(f.children[1], f.children[0]))
    need(not difference or set(difference) == {((), ())}, "the two sides do not differ by a constant")
    c = sum(difference.values())
    false = {Eq: c != 0, Ne: c == 0, Le: c < 0, Lt: c <= 0}[type(f)]
    need(bool(false), "the comparison is not false")
    return th.hypotheses | obligations(f.children[0]) | obligations(f.children[1]), formula


@rule
def replace(equation: Theorem, th: Theorem, *, symbol: Symbol, formula: Formula) -> Result:
    """H ⊢ a = b and G ⊢ f[a] give H, G ⊢ f[b]; for indices the equation is δ(a, b) = 1."""
    f = equation.conclusion
    need(type(f) is Eq, "replace takes an equation first")
    a, b = f.children
    if type(a) is Delta and b == ONE and symbol.type.result != REAL:
        a, b = a.children
    need(not symbol.type.params, "replace puts a scalar or an index")
    need(substitute(formula, {symbol: Lambda((), a)}) == th.conclusion, "the second premise is not the formula at the left side")
    return equation.hypotheses | th.hypotheses, substitute(formula, {symbol: Lambda((), b)})


# ---- induction -----------------------------------------------------------------------------------------------------------


@rule
def naturals() -> Result:
    """The embedding of the naturals: nat(zero) = 0 and nat(succ k) = nat(k) + 1, by definition."""
    k = Symbol("k", Type((), NAT))
    step = Eq(App(EMBED, App(SUCC, App(k))), Plus(App(EMBED, App(k)), ONE))
    return set(), And(Eq(App(EMBED, App(ZERO_NAT)), ZERO), ForAll("k", k.type, closed(step, k)))


@rule
def induct(*premises: Theorem, variable: Symbol, formula: Formula, arguments: tuple[tuple[Symbol, ...], ...]) -> Result:
    """One premise per constructor c, in order: H, P(x) for each recursive argument x ⊢ P(c(arguments)), with the arguments and the
    variable free in no other hypothesis, give H ⊢ P(variable): the sort has no elements but constructor terms."""
    sort = variable.type.result
    need(not variable.type.params and sort.kind == FREE and not variable.constant, "induction is over a variable of a free type")
    need(len(premises) == len(arguments) == len(sort.constructors), "induction takes one premise for each constructor")
    hypotheses: set[Formula] = set()
    needs: set[Symbol] = set()
    for th, own, (name, params) in zip(premises, arguments, sort.constructors, strict=True):
        types = tuple(sort if p is None else p for p in params)
        need(len(set(own)) == len(own) and tuple(s.type for s in own) == tuple(Type((), p) for p in types), f"wrong arguments for {name}")
        need(not any(s.constant for s in own), "the arguments of a constructor are variables")
        need(not (set(own) - {variable}) & formula.free, "an argument name occurs in the statement")

        def at(t: Term) -> Any:
            return substitute(formula, {variable: Lambda((), t)})

        there = at(App(Symbol(name, Type(types, sort)), *map(App, own)))
        need(th.conclusion == there, f"the premise for {name} is not the statement there")
        rest = th.hypotheses - {at(App(s)) for s in own if s.type.result == sort}
        caught = frozenset().union(*(h.free for h in rest)) & {*own, variable}
        need(not caught, "the induction variable is free in a hypothesis")
        hypotheses |= rest
        needs |= free_symbols(th) - set(own)
    return hypotheses, formula, frozenset(), needs


@rule
def subset_induct(base: Theorem, step: Theorem, *, field: Symbol, index: Symbol, formula: Formula) -> Result:
    """H ⊢ P(∅) and H, P(h), h is an indicator, h_i = 0 ⊢ P(h + δ_i), with h and i free in no other hypothesis and i not in P, give
    H, h is an indicator ⊢ P(h): a subset of a finite type is reached by adding elements one at a time."""
    (sort,) = field.type.params if len(field.type.params) == 1 else (REAL,)
    need(field.type.result == REAL and sort.kind in (FINITE, MAYBE_EMPTY), "subset induction is over a field with one finite index")
    need(index.type == Type((), sort) and not index.constant, "the added index is a variable of the field's type")
    need(index not in formula.free, "the added index occurs in the statement")
    k = Symbol(f"{index.name}_", Type((), sort))
    here = App(field, App(k))
    indicator = ForAll(k.name, k.type, closed(Eq(Times(here, here), here), k))
    need(base.conclusion == substitute(formula, {field: lambda_of((k,), ZERO)}), "the base is not the statement for the empty set")
    grown = lambda_of((k,), Plus(here, Delta(App(k), App(index))))
    need(step.conclusion == substitute(formula, {field: grown}), "the step is not the statement for one more element")
    rest = step.hypotheses - {formula, indicator, Eq(App(field, App(index)), ZERO)}
    for name in (field, index):
        need(name not in frozenset().union(*(f.free for f in rest)), f"{name.name} is free in a hypothesis")
    return base.hypotheses | rest | {indicator}, formula, frozenset(), free_symbols(base) | (free_symbols(step) - {index})


close_rules()
