"""What an attack is, and the one list of all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.redteam.kernels import Check, Kernel
from tests.redteam.refute import countermodel


@dataclass(frozen=True)
class Planned:
    """A way to something false, and the checks that stop it (the first is the one under attack).

    ``because``: why what comes out is false; without it, a countermodel is searched for.
    """

    name: str
    run: "Attack"
    checks: tuple[Check, ...]
    because: str | None

    @property
    def deletes_a_refusal(self) -> bool:
        """Whether the check under attack refuses; if not, it keeps the result true in another way."""
        return self.checks[0].replacement is None

    def succeeds(self, kernel: Kernel) -> bool:
        """Whether the attack gets through and what it yields is false."""
        result = self.run(Words(kernel))
        if self.because is None:
            return bool(kernel.genuine(result)) and countermodel(result) is not None
        return result is not None and result is not False


ATTACKS: list[Planned] = []


def attack(name: str, *checks: Check, because: str | None = None) -> "Callable[[Attack], Attack]":
    """Register an attack; its name is a sentence that says what the attacker does."""

    def register(run: "Attack") -> "Attack":
        ATTACKS.append(Planned(name, run, checks, because))
        return run

    return register


def rules(function: str, condition: str, replacement: str | None = None) -> Check:
    return Check("rules.py", function, condition, replacement)


def file(name: str) -> Callable[..., Check]:
    """Checks of one file of the kernel."""

    def check(function: str, condition: str, replacement: str | None = None) -> Check:
        return Check(name, function, condition, replacement)

    return check


class Words:
    """Short ways to write terms and formulas of one kernel."""

    def __init__(self, k: Kernel) -> None:
        self.k = k
        self.zero, self.one = k.ZERO, k.ONE
        self.I, self.J, self.E = k.Sort("I"), k.Sort("J"), k.Sort("E", k.MAYBE_EMPTY)
        self.i, self.j = self.index("i", self.I), self.index("j", self.I)
        self.e, self.d = self.index("e", self.E), self.index("d", self.E)
        self.n, self.m = self.index("n", k.NAT), self.index("m", k.NAT)
        self.x, self.y = self.scalar("x"), self.scalar("y")
        self.false, self.true = k.Eq(k.ZERO, k.ONE), k.Eq(k.ZERO, k.ZERO)

    def index(self, name: str, sort: Any) -> Any:
        return self.k.Symbol(name, self.k.Type((), sort))

    def symbol(self, name: str, *sorts: Any) -> Any:
        """A symbol with parameters; the last sort is that of its values."""
        return self.k.Symbol(name, self.k.Type(sorts[:-1], sorts[-1]))

    def scalar(self, name: str) -> Any:
        return self.k.App(self.index(name, self.k.REAL))

    def at(self, symbol: Any, *args: Any) -> Any:
        """A symbol applied to terms or to symbols without parameters; a term alone is itself."""
        if isinstance(symbol, self.k.Term):
            return symbol
        return self.k.App(symbol, *map(self.at, args))

    def a(self, i: Any) -> Any:
        """A field over I."""
        return self.at(self.symbol("a", self.I, self.k.REAL), i)

    def b(self, i: Any) -> Any:
        return self.at(self.symbol("b", self.I, self.k.REAL), i)

    def number(self, *value: int) -> Any:
        return self.k.Number(self.k.Fraction(*value))

    def same(self, left: Any, right: Any) -> Any:
        return self.k.Delta(self.at(left), self.at(right))

    def minus(self, left: Any, right: Any) -> Any:
        return self.k.Plus(left, self.k.Times(self.k.MINUS, right))

    def total(self, index: Any, body: Any) -> Any:
        return self.k.summed(body, (index,))

    def all(self, symbol: Any, body: Any) -> Any:
        return self.k.ForAll(symbol.name, symbol.type, self.k.closed(body, symbol))

    def some(self, symbol: Any, body: Any) -> Any:
        return self.k.Exists(symbol.name, symbol.type, self.k.closed(body, symbol))

    def point(self, t: Any) -> Any:
        """A scalar or an index as the value of a symbol."""
        return self.k.Lambda((), self.at(t))

    def assume(self, formula: Any) -> Any:
        return self.k.assume(formula=formula)

    def trivial(self) -> Any:
        """⊢ 0 = 0."""
        return self.k.linear(left=self.zero, right=self.zero, uses=())

    def equal(self, left: Any, right: Any, *premises: Any, uses: Any = ()) -> Any:
        return self.k.linear(*premises, left=left, right=right, uses=uses)

    def at_most(self, left: Any, right: Any, witness: Any, *premises: Any, uses: Any = (), strict: bool = False) -> Any:
        return self.k.bound(*premises, left=left, right=right, witness=witness, uses=uses, strict=strict)

    def discharged(self, th: Any, fact: Any) -> Any:
        """``th`` without the hypothesis that ``fact`` proves."""
        return self.k.modus_ponens(self.k.imply(th, formula=fact.conclusion), fact)

    def less(self, left: int, right: int) -> Any:
        """⊢ left < right."""
        return self.at_most(self.number(left), self.number(right), ("number", right - left), strict=True)


Attack = Callable[[Words], Any]
