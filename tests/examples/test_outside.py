"""What a folder outside gaproof can define for itself: carriers, links, gauges, probes, anchors, tactics, ways to draw models."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import check, theorem, write

OBJECTS = '''
from typing import final

import sympy

from gaproof.tactics import forward as f
from gaproof.terms import Definition, Eq, ForAll, Iff, Le, Sum, exp, field, number, scalar
from gaproof.theory import Carrier, Gauge, Link, Probes


def by_rank(i, j, rank, name="M"):
    """The carrier on which i addresses what does not rank above it, and what that says of its mask."""
    mask = field(name, i, j, domain="mask")
    return Carrier(i, j, mask), ForAll((i, j), Iff(Eq(mask[i, j], 1), Le(rank[j], rank[i])))


@final
class Power(Link):
    """(1 + w²)⁻¹."""

    __slots__ = ()

    def __new__(cls):
        return sympy.Basic.__new__(cls)

    def __call__(self, work):
        return 1 / (1 + work * work)


@final
class Scaling(Gauge):
    """K ↦ eᵘ·K."""

    __slots__ = ()

    def parameters(self, suffix=""):
        return (scalar(f"u{suffix}"),)

    def factor(self, u):
        return exp(u)


@final
class Squares(Probes):
    """K_ij²."""

    __slots__ = ()

    def probes(self, *avoid):
        i, j = self.args[0].rows, self.args[0].cols
        return (i, j), ((i, j), (i, j), (i, j))  # K_ij·K_ij/K_ij


@final
class Centred(Definition):
    """An anchor: the entry without the mean of its row."""

    __slots__ = ()

    def __new__(cls, entry, over):
        return sympy.Basic.__new__(cls, number(entry), over)

    def unfold(self):
        entry, over = self.args
        return entry - Sum(entry, over) / Sum(1, over)


def chain(first, *others):
    """A tactic: a = z, from a = b, b = c, …"""
    return f.linear(first.conclusion.children[0], others[-1].conclusion.children[1], *((th, 1) for th in (first, *others)))
'''
THEOREMS = '''
"""Objects that are not gaproof's."""

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Exists, ForAll, Le, Lt, Sum, exp, field, index, scalar, sizes
from gaproof.theory import EvidenceKernel

from ._objects import Centred, Power, Scaling, Squares, by_rank, chain

n = sizes("n")
i, j = index("i j", n)
rank, s, w, e = field("rank", i), field("s", i, j), field("w", i, j), field("e", i, j, domain="positive")
(x, y, z), u = scalar("x y z"), scalar("u", domain="positive")
carrier, ranked = by_rank(i, j, rank)
K = EvidenceKernel(carrier, w, Power(), baseline=e)
claim = Claim("mine.objects")

carrier_ = claim.part("carrier", given={"ranked": ranked}, shows=carrier.live_rows())


@carrier_.proof
def addresses_itself(p):
    itself = f.mp(f.part(f.spec(p["ranked"], i, i), 1), f.le(rank[i], rank[i], f.num(0)))
    return f.gen(f.exists(itself, Exists(j, carrier.addressable(i, j)), i), i)


carrier_.drawn({carrier.args[2]: ((i, j), Le(rank[j], rank[i]))})
claim.part("link", shows=ForAll(x, Lt(0, Power()(x)))).proof(lambda p: p.auto())
claim.part("anchor", shows=ForAll(i, Eq(Sum(Centred(s[i, j], j), j), 0))).proof(lambda p: p.identity())
claim.part("gauge", shows=Scaling(carrier).related(K, K, x - x)).proof(lambda p: p.identity())
claim.part("probe", shows=Squares(carrier).agree(K, K)).proof(lambda p: p.auto())
steps = {"first": Eq(x, y), "second": Eq(y, z)}
claim.part("tactic", given=steps, shows=Eq(x, z)).proof(lambda p: chain(p["first"], p["second"]))
'''


@pytest.fixture(scope="module")
def objects(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    place = write(tmp_path_factory.mktemp("outside"), {"mine/_objects.py": OBJECTS.lstrip(), "mine/objects.py": THEOREMS.lstrip()})
    run, report = check("mine", cwd=place, evidence=True)
    assert 0 == run.status, run.out + run.err
    found: dict[str, Any] = report["theorems"]["mine.objects"]
    return found


def test_objects_of_every_kind_are_defined_outside_and_proved_about(objects: dict[str, Any]) -> None:
    assert ("PROVED", 6) == (objects["verdict"], len(objects["parts"]))


@pytest.mark.parametrize("part", ["carrier", "link", "anchor", "gauge", "tactic"])
def test_numbers_are_put_into_them_as_into_gaproofs_own(objects: dict[str, Any], part: str) -> None:
    assert 0 < objects["numeric"]["parts"][part]["models"]


def test_a_package_that_is_not_installed_is_what_the_message_says(tmp_path: Path) -> None:
    text = theorem("lonely.twice").replace("from gaproof import", "import lonely.numbers\nfrom gaproof import")
    files = {"pyproject.toml": "", "lonely/__init__.py": "", "lonely/numbers.py": "", "lonely/theorems/lonely/twice.py": text}
    write(tmp_path, files)
    run, _ = check("lonely/theorems", cwd=tmp_path)
    assert 2 == run.status
    assert any(line.endswith(f"lonely is not installed: pip install -e {tmp_path}") for line in run.err.splitlines())
