"""From SymPy to the kernel: one walk over the tree, nothing evaluated, everything outside the fragment refused.

Trusted: what a claim says is what comes out of here, which is also what is printed and digested.  The translation
commutes with substitution: the translation of e with t put for x is that of e with the translation of t put for x.
"""

from collections.abc import Sequence

import sympy

from ..errors import TermError
from ..proof import syntax as k
from ..proof.obligations import eta
from ..proof.substitution import Lambda, apply, closed, lambda_of
from .arithmetic import Exp, Log, Minus, Negative, Over, Plus, Power, Rational, Term, Times, number
from .arrays import At
from .base import Formula, Index
from .definition import Definition
from .domains import conditions
from .formulas import And, Eq, Exists, ForAll, Ge, Gt, Iff, Implies, Le, Lt, Ne, Quantifier
from .refusal import outside
from .sums import Delta, Sum, summed
from .variables import Element, IndexType, Value, Variable, variable

_DEEPEST = 100


class Translation:
    """One statement: every name in it has one meaning, free or bound."""

    def __init__(self) -> None:
        self.declared: dict[str, Variable | k.Sort] = {}
        self._done: dict[sympy.Basic, k.Node] = {}
        self._unfolding: list[Definition] = []

    def declare(self, name: str, meaning: Variable | k.Sort) -> None:
        """Refuse a name that stands for something else already."""
        other = self.declared.setdefault(name, meaning)
        if other != meaning:
            raise TermError(f"the name {name} stands for two things: {_said(other)} and {_said(meaning)} — rename one")

    def sort(self, sort: k.Sort) -> k.Sort:
        if sort != k.REAL:
            self.declare(sort.name, sort)
        return sort

    def symbol(self, v: Variable) -> k.Symbol:
        """The kernel's symbol of a variable."""
        for sort in (*v.symbol.type.params, v.symbol.type.result):
            self.sort(sort)
        self.declare(v.symbol.name, v)
        return v.symbol

    def node(self, e: object) -> k.Node:
        """A number, an index or a formula."""
        if not isinstance(e, (Term, Index, Formula)):
            raise outside(e, "an expression of the fragment")
        if e not in self._done:
            self._done[e] = self._formula(e) if isinstance(e, Formula) else self._term(e)
        return self._done[e]

    def number(self, e: Term) -> k.Term:
        done = self.node(e)
        if not isinstance(done, k.Term) or done.sort != k.REAL:
            raise outside(e, "a number")
        return done

    def formula(self, e: Formula) -> k.Formula:
        done = self.node(e)
        if not isinstance(done, k.Formula):
            raise outside(e, "a formula")
        return done

    def _term(self, e: Term | Index) -> k.Term:
        match e:
            case Rational():
                return k.Number(e.value)
            case IndexType():
                return k.Card(self.sort(e.sort))
            case Value() | Element():
                v, *args = e.args
                return k.App(self.symbol(v), *map(self.node, args))  # type: ignore[arg-type]
            case Plus():
                return k.Plus(*map(self.number, e.args))
            case Minus():
                a, b = map(self.number, e.args)
                return k.Plus(a, k.Times(k.MINUS, b))
            case Negative():
                return k.Times(k.MINUS, *map(self.number, e.args))
            case Times():
                return k.Times(*map(self.number, e.args))
            case Over():
                a, b = map(self.number, e.args)
                return k.Times(a, k.Inverse(b))
            case Power():
                x, times = self.number(e.args[0]), int(e.args[1])
                product = x if abs(times) == 1 else k.Times(*[x] * abs(times))
                return product if times > 0 else k.Inverse(product)
            case Exp():
                return k.Exp(*map(self.number, e.args))
            case Log():
                return k.Log(*map(self.number, e.args))
            case Delta():
                return k.Delta(*map(self.node, e.args))  # type: ignore[arg-type]
            case Sum():
                body, *over = e.args
                term = self.number(body)
                for i in reversed(over):
                    symbol = self.symbol(summed(i))
                    term = k.Sum(symbol.name, symbol.type, closed(term, symbol))
                return term
            case At():
                array, at = e.args
                params, body = array.args
                value = lambda_of(tuple(self.symbol(variable(p)) for p in params), self.number(body))
                read: k.Term = apply(value, tuple(map(self.node, at)))  # type: ignore[arg-type]
                return read
            case Definition():
                return self._unfolded(e)
            case _:
                raise outside(e, "a term of the fragment")

    def _unfolded(self, e: Definition) -> k.Term:
        if e in self._unfolding:
            cycle = " → ".join(map(str, [*self._unfolding[self._unfolding.index(e) :], e]))
            raise TermError(f"a definition must not mention itself: {cycle}")
        if len(self._unfolding) >= _DEEPEST:
            raise TermError(f"{e}: more than {_DEEPEST} definitions inside each other — does {type(e).__name__} unfold to itself?")
        self._unfolding.append(e)
        try:
            return self.number(e.unfold())
        finally:
            self._unfolding.pop()

    def _formula(self, e: Formula) -> k.Formula:
        match e:
            case Eq() | Ne() | Le() | Lt():
                kinds = {Eq: k.Eq, Ne: k.Ne, Le: k.Le, Lt: k.Lt}
                return kinds[type(e)](*map(self.number, e.args))
            case Ge() | Gt():
                return (k.Le if isinstance(e, Ge) else k.Lt)(self.number(e.right), self.number(e.left))
            case And():
                return k.And(*map(self.formula, e.args))
            case Implies():
                return k.Implies(*map(self.formula, e.args))
            case Iff():
                a, b = map(self.formula, e.args)
                return k.And(k.Implies(a, b), k.Implies(b, a))
            case ForAll() | Exists():
                return self._quantified(e)
            case _:
                raise outside(e, "a formula of the fragment")

    def _quantified(self, e: Quantifier) -> k.Formula:
        body = self.formula(e.body)
        for v in reversed(e.variables):
            symbol, domain = self.symbol(v), tuple(_conditions(v).values())
            if domain:
                condition = domain[0] if len(domain) == 1 else k.And(*domain)
                body = k.Implies(condition, body) if isinstance(e, ForAll) else k.And(condition, body)
            body = (k.ForAll if isinstance(e, ForAll) else k.Exists)(symbol.name, symbol.type, closed(body, symbol))
        return body


def _said(meaning: Variable | k.Sort) -> str:
    if isinstance(meaning, k.Sort):
        return f"an index type ({meaning.kind})"
    params, result = ", ".join(s.name for s in meaning.symbol.type.params), meaning.symbol.type.result.name
    return f"({params}) → {result}, {meaning.domain}" if meaning.symbol.type.result == k.REAL else f"({params}) → {result}"


def _conditions(v: Variable) -> dict[str, k.Formula]:
    """The domain of a variable in the kernel; its bound names are its own, so they clash with none of the statement."""
    return {name: Translation().formula(condition) for name, condition in conditions(v).items()}


def kernel(e: object) -> k.Node:
    """The kernel's term or formula for an expression of the fragment."""
    try:
        return Translation().node(e)
    except RecursionError:
        raise TermError(f"an expression of type {type(e).__name__} is nested too deeply — name its parts by fields and equations") from None


def domain_hypotheses(*statements: object) -> dict[str, k.Formula]:
    """The domain conditions of all variables that are free in the statements, by name, in order of appearance.  The
    statements are taken together: a name that has two meanings in them is refused."""
    together = Translation()
    free = frozenset().union(*(together.node(s).free for s in statements))
    variables = [v for v in together.declared.values() if isinstance(v, Variable) and v.symbol in free]
    return {name: condition for v in variables for name, condition in _conditions(v).items()}


def symbol(x: object) -> k.Symbol:
    """The kernel's symbol of a scalar, an index, or a whole field, function or index map."""
    return variable(x).symbol


def lambda_(params: Sequence[object], body: object) -> Lambda:
    """params ↦ body, a value for a symbol; parameters are scalars and indices.  A whole variable stands for itself."""
    if isinstance(body, Variable) and not params:
        return eta(body.symbol)
    together = Translation()
    names = tuple(together.symbol(variable(p)) for p in params)
    term = together.node(body if isinstance(body, Index) else number(body))
    if not isinstance(term, k.Term):
        raise outside(body, "a number or an index")
    return lambda_of(names, term)
