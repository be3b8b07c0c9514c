"""A claim is as green as its weakest part, and what is proved of it can be used; exact code can check every case of a part."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import check, gaproof, theorem, write

PARTS = '''"""Parts."""

from gaproof import Claim
from gaproof.terms import Eq, Le, scalar

x, y = scalar("x y")
claim = Claim("sums.parts")
good = claim.part("good", shows=Eq(x + x, 2 * x))
bare = claim.part("bare", shows=Le(0, x * x))


@good.proof
def proof(p):
    return p.identity()
'''


def cases(id: str, *lines: str) -> str:
    """A claim without a proof whose cases are checked."""
    return theorem(id).partition("@claim.proof")[0] + "\n".join(["", '@claim.certified("numbers up to 4")', "def cases():", *lines, ""])


EACH = "    yield from ((k, k + k == 2 * k) for k in range(5))"
FILES = {
    "sums/parts.py": PARTS,
    "sums/uses_good.py": theorem("sums.uses_good", proof='return p.use("sums.parts", "good")'),
    "sums/uses_bare.py": theorem("sums.uses_bare", "Le(0, x * x)", proof='return p.use("sums.parts", "bare")'),
    "sums/cases.py": cases("sums.cases", EACH),
    "sums/fails.py": cases("sums.fails", "    yield from ((k, k < 3) for k in range(5))"),
    "sums/none.py": cases("sums.none", "    return ()"),
    "sums/unsure.py": cases("sums.unsure", "    yield 7, None"),
    "sums/raises.py": cases("sums.raises", "    yield 7, 1 / 0"),
    "sums/twice.py": cases("sums.twice", EACH) + '\nclaim.certified("more")',
    "sums/both.py": theorem("sums.both", more="\n".join(['@claim.certified("numbers up to 4")', "def cases():", EACH])),
    "sums/proof_fails.py": theorem("sums.proof_fails", "Le(0, x * x)", more="\n".join(['@claim.certified("4")', "def cases():", EACH])),
}


@pytest.fixture(scope="module")
def theorems(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    root = write(tmp_path_factory.mktemp("parts") / "mine", FILES)
    found: dict[str, Any] = check("mine", cwd=root.parent)[1]["theorems"]
    return found


@pytest.mark.parametrize(
    ("id", "verdict", "message"),
    [
        ("parts", "UNPROVED", "part 'bare': sums.parts: no proof is given"),
        ("uses_good", "PROVED", ""),
        ("uses_bare", "UNPROVED", "it uses sums.parts, which is not proved"),
        ("cases", "CERTIFIED", "no proof for all sizes is given; it is checked at numbers up to 4: 5 cases"),
        ("fails", "REFUTED", "it fails at 3, case 4 of numbers up to 4"),
        ("none", "ERROR", "there is no case in numbers up to 4"),
        ("unsure", "ERROR", "the case 7 of numbers up to 4 is neither True nor False, it is None"),
        ("raises", "ERROR", "sums/raises.py:16: ZeroDivisionError"),
        ("twice", "ERROR", "every case is checked already, of numbers up to 4"),
        ("both", "PROVED", ""),
        ("proof_fails", "UNPROVED", ""),
    ],
)
def test_the_verdict_is_that_of_the_weakest_part(theorems: dict[str, Any], id: str, verdict: str, message: str) -> None:
    found = theorems[f"sums.{id}"]
    assert (verdict, True) == (found["verdict"], message in found["message"]), found["message"]


def test_a_report_says_what_became_of_each_part(theorems: dict[str, Any]) -> None:
    assert {"good": "PROVED", "bare": "UNPROVED"} == {name: part["verdict"] for name, part in theorems["sums.parts"]["parts"].items()}
    assert "numbers up to 4: 5 cases" == theorems["sums.both"]["parts"][""]["certified"]


def test_a_lock_notices_that_a_part_is_no_longer_proved(tmp_path: Path) -> None:
    root = write(tmp_path / "mine", {"sums/parts.py": PARTS})
    assert 0 == gaproof("lock", "mine", cwd=tmp_path).status
    run, _ = check("mine", cwd=tmp_path)
    assert 0 == run.status, "the claim promises no more than it keeps"
    (root / "sums/parts.py").write_text(PARTS.partition("@good.proof")[0])
    run, found = check("mine", cwd=tmp_path)
    assert (1, True) == (run.status, "part 'good' is UNPROVED, in the lock PROVED" in found["theorems"]["sums.parts"]["message"])
