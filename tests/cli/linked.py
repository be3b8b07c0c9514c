"""Theorem files that use each other, well and badly, for the commands that say what rests on what."""

from pathlib import Path

from tests.cli.command import Run, gaproof, near_miss, theorem, write

CUBE = 'return p.axiom("quartic", Le(0, x * x * x * x), source="Me <2020>, p. 7", why="squares are \\"obvious\\"")'
PARTS = '''"""Two parts that go round."""
from gaproof import Claim
from gaproof.terms import Eq, scalar
x = scalar("x")
claim = Claim("sums.parts")
a, b = claim.part("a", shows=Eq(x + x, 2 * x)), claim.part("b", shows=Eq(x + x, 2 * x))
a.proof(lambda p: p.use(claim, "b"))
b.proof(lambda p: p.use(claim, "a"))
'''
FILES = {
    "sums/twice.py": theorem("sums.twice"),
    "sums/uses.py": theorem("sums.uses", "Eq(y + y, 2 * y)", 'return p.use("sums.twice", values={x: y})'),
    "sums/hard.py": theorem("sums.hard", "Lt(x, exp(x))", "first = p.auto(Le(x, x))\nreturn p.auto()"),
    "sums/deep.py": theorem("sums.deep", "Lt(y, exp(y))", 'return p.use("sums.deeper")'),
    "sums/deeper.py": theorem("sums.deeper", "Lt(y, exp(y))", 'return p.use("sums.hard", values={x: y})'),
    "sums/vacuous.py": theorem("sums.vacuous", given='{"low": Lt(x, 0), "high": Lt(0, x)}'),
    "sums/near.py": theorem("sums.near", more=near_miss("Eq(x + x + y, 2 * x + y)")),
    "sums/uses_near.py": theorem("sums.uses_near", proof='return p.use("sums.near")'),
    "sums/false.py": theorem("sums.false", "Eq(x / x, 1)", "one = p.identity()\nreturn one"),
    "sums/circle_a.py": theorem("sums.circle_a", proof='return p.use("sums.circle_b")'),
    "sums/circle_b.py": theorem("sums.circle_b", proof='return p.use("sums.circle_c")'),
    "sums/circle_c.py": theorem("sums.circle_c", proof='return p.use("sums.circle_a")'),
    "sums/beside.py": theorem("sums.beside", proof='return p.use("sums.circle_a")'),
    "sums/parts.py": PARTS,
    "sums/quartic.py": theorem("sums.quartic", "Le(0, x * x * x * x)", CUBE),
    "sums/on_quartic.py": theorem("sums.on_quartic", "Le(0, y * y * y * y)", 'return p.use("sums.quartic", values={x: y})'),
    "sums/declares.py": theorem(
        "sums.declares", "Eq(y + y, 2 * y)", 'p.use("sums.quartic")\nreturn p.use("sums.twice", values={x: y})'
    ).replace("given={}", 'given={}, uses=("sums.hard",)'),
    "sums/tangent.py": "from gaproof.terms import scalar\nt = scalar('t')\n"
    + theorem("sums.tangent", "Le(1 + t, exp(t))", "from gaproof.tactics.order import exp_tangent\nreturn exp_tangent()"),
}


class Linked:
    """The folder, with a store that makes every further run fast."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.folder = write(place / "theorems", FILES)

    def run(self, command: str, *arguments: object, evidence: bool = False) -> Run:
        how = () if evidence or command in ("axioms", "show") else ("--proof-only",)
        return gaproof(command, *arguments, *how, "--in", self.folder, "--store", self.place / "store.sqlite", cwd=self.place)
