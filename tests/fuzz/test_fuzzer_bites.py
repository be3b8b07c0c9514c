"""The fuzzer finds planted bugs: each test changes one line of the kernel and expects a disagreement that the kernel itself has not."""

import __future__

import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CellType, ModuleType
from typing import Any, NamedTuple

import pytest

from gaproof.proof import normal, obligations, rules, substitution
from tests.fuzz.campaign import (
    Run,
    campaign,
    of_bounds,
    of_combinations,
    of_identities,
    of_instances,
    of_near_identities,
    of_normal_form,
    of_restatements,
)

SEEDS = 10_000


class Plant(NamedTuple):
    """A bug: in ``function`` the text ``old`` is replaced by ``new``; the campaign ``run`` must notice."""

    run: Run
    function: Callable[..., Any]
    old: str
    new: str


def planted_source(plant: Plant) -> str:
    source = textwrap.dedent(inspect.getsource(plant.function))
    assert source.count(plant.old) == 1, f"{plant.function.__name__} has changed: plant the bug where {plant.old!r} was"
    return source.replace(plant.old, plant.new)


def _rule_body(apply: Callable[..., Any]) -> CellType:
    """The cell of a rule that holds the function which ``rule`` wrapped."""
    return dict(zip(apply.__code__.co_freevars, apply.__closure__ or (), strict=True))["body"]


@contextmanager
def planted(plant: Plant) -> Iterator[None]:
    """The kernel with the bug, wherever it refers to the function."""
    body = inspect.unwrap(plant.function)
    made: dict[str, Any] = {}
    source = planted_source(plant)
    code = compile(source[source.index("def ") :], plant.function.__name__, "exec", flags=__future__.annotations.compiler_flag)
    exec(code, body.__globals__, made)
    (bad,) = made.values()
    kernel: list[ModuleType] = [m for name, m in sys.modules.items() if name.startswith("gaproof.proof")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(normal, "_polys", {})
        if body is not plant.function:
            patch.setattr(_rule_body(plant.function), "cell_contents", bad)
        for module in kernel:
            for name, value in list(vars(module).items()):
                if value is plant.function and body is plant.function:
                    patch.setattr(module, name, bad)
        yield


N, O, S, R = normal, obligations, substitution, rules

PLANTS = {
    "log(c exp(x) D) loses c": Plant(of_normal_form, N._logarithm, "_add(out, _log_rational(c))", "pass"),
    "log(x x) is 2 log x": Plant(of_normal_form, N._logarithm, "unknown[0][1] % 2", "True"),
    "log(c D) forgets the sign of c": Plant(of_normal_form, N._logarithm, "if c < 0:", "if False:"),
    "log of unknown factors splits": Plant(of_normal_form, N._logarithm, "if not positive(a)]", "if False]"),
    "log of a rational drops a prime": Plant(of_normal_form, N._log_rational, "part //= divisor", "part = 1"),
    "obligations under a sum are dropped": Plant(of_normal_form, O._closed, "for o in found", "for o in found if not types_of(o, 0)"),
    "obligations of 1/x are dropped": Plant(of_normal_form, O.obligations, "found | {Ne(t.children[0], ZERO)}", "found"),
    "exp(log x) is x without an obligation": Plant(of_normal_form, O.obligations, "found | {Lt(ZERO, t.children[0])}", "found"),
    "the weight of a guarded log contains the log": Plant(
        of_normal_form, O._of_product, "for log in logs:", "weight = t\n    for log in logs:"
    ),
    "a guarded log owes nothing": Plant(of_normal_form, O._of_product, "if not positive(log.children[0])", "if False"),
    "the factors beside a guarded log owe nothing": Plant(of_normal_form, O._of_product, "*map(obligations, others), ", ""),
    "substitution skips the arguments of functions": Plant(
        of_normal_form, S.substitute, "not names.isdisjoint(u.free)", "not names.isdisjoint(u.free) and not (type(u) is App and u.height)"
    ),
    "closing binds the wrong binder": Plant(of_normal_form, S.closed, "Bound(depth, symbol.type)", "Bound(0, symbol.type)"),
    "an unused bound index counts once": Plant(of_normal_form, N._assemble, "powers[size] = powers.get(size, 0) + 1", "pass"),
    "exp(c log D) is a power for every c": Plant(of_normal_form, N._assemble, " and c.denominator == 1", ""),
    "exponents do not add": Plant(
        of_normal_form, N._assemble, "_add(exponent, poly(a.children[0]), e)", "exponent = dict(poly(a.children[0]))"
    ),
    "contraction ignores the occurs check": Plant(of_normal_form, N._contracted, "and a.head not in b.free", ""),
    "contraction keeps the sum": Plant(of_normal_form, N._contracted, "bound = tuple(b for b in bound if b != s)", "pass"),
    "a free delta is dropped": Plant(of_normal_form, N._contracted, "tuple(f if f[0] == delta else", "tuple("),
    "products share bound indices": Plant(of_normal_form, N.multiply, "_apart(a, b)", "(a, b)"),
    "a content that only some terms have": Plant(of_normal_form, N._content, "if a in own and e", "if (own := {a: e, **own}) and e"),
    "1/(c x) is c/x": Plant(of_normal_form, N._reciprocal, "{UNIT: 1 / c}", "{UNIT: c}"),
    "a type that may be empty has a positive size": Plant(of_normal_form, N.positive, "return t.over.kind == FINITE", "return True"),
    "a sum over a type that may be empty is positive": Plant(of_normal_form, N.positive, "t.type.result.kind == FINITE and ", ""),
    "a sum of numbers of any sign is positive": Plant(
        of_normal_form, N.positive, "all(map(positive, t.children))", "any(map(positive, t.children))"
    ),
    "denominators are cleared where they may be zero": Plant(of_near_identities, N._residue, "if _conditions(m) == given)\n", ")\n"),
    "denominators are cleared beside any delta": Plant(of_near_identities, N._conditions, "if type(a) is Delta", "if False"),
    "denominators are cleared under any sum": Plant(of_near_identities, N._conditions, "if b.type.result.kind == MAYBE_EMPTY", "if False"),
    "sizes of empty types cancel": Plant(of_near_identities, N._assemble, "e < 0 or a.partial", "False"),
    "roots under a sum over an empty type are total": Plant(of_near_identities, N._assemble, "a.partial", "type(a) in (Inverse, Log)"),
    "guarded logarithms inside exp": Plant(of_normal_form, O.obligations, "strict = strict or type(t) is Exp", "strict = False"),
    "denominators are cleared from some terms only": Plant(of_near_identities, N._cleared, "* missing", "* (missing > 1)"),
    "only one side owes": Plant(of_restatements, O.same_term, "obligations(a) | obligations(b)", "obligations(a)"),
    "a conclusion owes nothing": Plant(of_restatements, O.same, "return NONE.union(*parts)", "return parts[0]"),
    "what is owed under a quantifier is dropped": Plant(of_restatements, O.same, "return _closed(", "return NONE and _closed("),
    "cofactors owe nothing": Plant(of_combinations, R._uses, "owed |= obligations(term)", "pass"),
    "identities owe nothing": Plant(of_near_identities, R.linear, "owed |= obligations(left) | obligations(right)", "pass"),
    "arguments are not moved under binders": Plant(of_instances, S.apply, "shift(value.body, depth)", "value.body"),
    "hypotheses keep their values": Plant(of_instances, R.instantiate, "{substitute(h, values) for h in th.hypotheses}", "th.hypotheses"),
    "generalising over what a hypothesis constrains": Plant(of_instances, R.generalise, "unconstrained(th, (symbol,))", "pass"),
    "hypotheses keep their types": Plant(of_instances, R.retype, "{resort(h, sorts) for h in th.hypotheses}", "th.hypotheses"),
    "sizes keep their types": Plant(of_instances, S.resort, "return Card(sort_of(t.over))", "return t"),
    "a total over a type that may be empty is strict": Plant(of_bounds, R.bound, "positive and i.type.result.kind == FINITE", "positive"),
    "a square is strict": Plant(of_bounds, R.bound, "Times(t, t), nonzero(t)", "Times(t, t), True"),
    "a weight may be negative": Plant(of_bounds, R.bound, "weight.value >= 0", "True"),
    "one strict factor makes a product strict": Plant(of_bounds, R.bound, "all(s for _, s in parts)", "any(s for _, s in parts)"),
    "an index hidden in a witness tree is forgotten": Plant(of_bounds, R.bound, "t.free, *(u.free for u in terms)", ""),
}


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_bug_is_found(name: str) -> None:
    plant = PLANTS[name]
    with planted(plant):
        tally = campaign(plant.run, range(SEEDS), stop_at_failure=True)
    assert tally.failures, f"not found in {SEEDS} seeds ({tally})"
    print(f"\n{name}: found at seed {tally.seeds - 1}, after {tally.comparisons} comparisons")
    clean = campaign(plant.run, [tally.seeds - 1])
    assert not clean.failures, "the kernel itself fails here"


def test_planting_leaves_no_trace() -> None:
    def functions() -> tuple[object, ...]:
        return normal._logarithm, rules.obligations, obligations.obligations, _rule_body(rules.bound).cell_contents

    before = functions()
    for name, changes in (("log(c exp(x) D) loses c", 1), ("obligations of 1/x are dropped", 2), ("a square is strict", 1)):
        with planted(PLANTS[name]):
            assert changes == sum(a is not b for a, b in zip(before, functions(), strict=True))
    assert before == functions()


def test_a_bug_is_not_planted_where_the_text_is_gone() -> None:
    with pytest.raises(AssertionError, match="has changed"), planted(Plant(of_identities, normal.positive, "no such text", "")):
        pass
