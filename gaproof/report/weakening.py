"""What makes the evidence for a claim weaker, rule by rule; read backwards, the same makes it stronger.

- A verdict or a promise is lower, of a claim or of a part.
- A certificate is no longer accepted by the replay.
- An extra hypothesis is gained.
- A part is gone, or its cases are no longer checked.
- An axiom is gained, by name or by formula.  Only claims that were replayed both times are asked: of others the axioms are not known.
- The numeric evidence of a claim or of a part is gone.
- The necessity of a hypothesis falls, from witnessed to cited to not needed to not known.  It is decided exactly, whatever the settings.
- A near miss is gone, or less surely false: from witnessed to derived to found to not known.
- There are fewer models, contrasts, exact models, mutants, planted bugs, or instances for a reference; more sequents are unreached.
- A lower share of the mutants or planted bugs is killed, of those not proved true; one newly survives.
- A reference no longer agrees, or is gone.

The last three are numbers.  They are compared only between runs of the same level, seed, models asked for, dtype and device.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..runner.tested import FALSE, ORDER, prefix
from ..runner.verdict import Verdict

SETTINGS = ("level", "seed", "models_asked", "dtype", "device")


@dataclass(frozen=True)
class Loss:
    """One thing that is better in one report than in another."""

    what: str
    better: str
    worse: str


def losses(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Loss]:
    """In what a claim is weaker in ``new`` than in ``old``, as ``reading.read`` gives them."""
    for what in ("verdict", "promised"):
        if Verdict[new[what]] < Verdict[old[what]]:
            yield Loss(what, old[what], new[what])
    both = old["proof"]["replayed"] and new["proof"]["replayed"]
    if old["proof"]["replayed"] and not both:
        yield Loss("certificate", "replayed", "not replayed")
    for name in Counter(new["extra"]) - Counter(old["extra"]):
        yield Loss(f"extra hypothesis {name!r}", "none", "assumed")
    for name, part in old["parts"].items():
        if name not in new["parts"]:
            yield Loss(f"{prefix(name)}its statement", "there", "gone")
            continue
        was, now = Verdict[part["verdict"]], Verdict[new["parts"][name]["verdict"]]
        if now < was and not Verdict[new["verdict"]] < Verdict[old["verdict"]]:
            yield Loss(f"{prefix(name)}verdict", was.name, now.name)
        if part["certified"] and part["certified"] != new["parts"][name]["certified"]:
            yield Loss(f"{prefix(name)}cases checked", part["certified"], new["parts"][name]["certified"] or "none")
        if both:
            yield from _axioms(prefix(name), part["axioms"], new["parts"][name]["axioms"])
    if old["numeric"] is not None:
        yield from _numeric(old["numeric"], new["numeric"], changed(old, new))


def changed(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """The parts in both that state something else."""
    both = sorted(old["parts"].keys() & new["parts"].keys())
    return [name for name in both if any(old["parts"][name][what] != new["parts"][name][what] for what in ("digest", "hypotheses"))]


def comparable(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether the numbers of two numeric evidences come of the same settings."""
    return all(old[name] == new[name] for name in SETTINGS)


def _axioms(where: str, old: dict[str, str], new: dict[str, str]) -> Iterator[Loss]:
    for axiom, formula in new.items():
        if axiom not in old:
            yield Loss(f"{where}axiom {axiom}", "not used", "used")
        elif old[axiom] != formula:
            yield Loss(f"{where}axiom {axiom}", f"formula {old[axiom][:12]}", f"formula {formula[:12]}")


def _numeric(old: dict[str, Any], new: dict[str, Any] | None, changed: list[str]) -> Iterator[Loss]:
    if new is None:
        yield Loss("numeric evidence", "there", "gone")
        return
    for name, part in old["parts"].items():
        now = new["parts"].get(name)
        if now is None:
            yield Loss(f"{prefix(name)}numeric evidence", "there", "gone")
        elif name not in changed:
            numbers = _numbers(part, now) if comparable(old, new) else ()
            yield from (
                Loss(f"{prefix(name)}{x.what}", x.better, x.worse) for x in (*_necessity(part, now), *_near_misses(part, now), *numbers)
            )


def _necessity(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Loss]:
    for hypothesis, status in old["necessity"].items():
        now = new["necessity"].get(hypothesis)
        if now is None or ORDER.index(now) > ORDER.index(status):
            yield Loss(f"necessity of {hypothesis!r}", status, now or "gone")


def _near_misses(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Loss]:
    for miss, how in old["near_misses"].items():
        now = new["near_misses"].get(miss)
        if now is None or FALSE.index(now) > FALSE.index(how):
            yield Loss(f"near miss {miss!r}", how, now or "gone")


def _numbers(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Loss]:
    for field, what in (("models", "models"), ("contrasts", "contrasts"), ("exact", "exact models")):
        yield from _fewer(what, old[field], new[field])
    if old["unreached"] < new["unreached"]:
        yield Loss("sequents unreached", str(old["unreached"]), str(new["unreached"]))
    yield from _killed("mutant", old["mutants"], new["mutants"])
    yield from _killed("planted bug", old["bugs"], new["bugs"])
    yield from _references(old["references"], new["references"])


def _fewer(what: str, old: int, new: int) -> Iterator[Loss]:
    if new < old:
        yield Loss(what, str(old), str(new))


def _killed(one: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Loss]:
    yield from _fewer(f"{one}s", old["total"], new["total"])
    for what, counted in (("killed", ("killed",)), ("killed or noticed", ("killed", "noticed"))):
        (a, of), (b, of_now) = ((sum(k[c] for c in counted), k["total"] - k["equivalent"]) for k in (old, new))
        if Fraction(b, max(1, of_now)) < Fraction(a, max(1, of)):
            yield Loss(f"{one}s {what}", f"{a}/{of}", f"{b}/{of_now}")
            break
    left, left_before = (Counter(said.partition(" — ")[0] for said in k["survivors"]) for k in (new, old))  # not what is said of them
    for name in left - left_before:
        yield Loss(f"{one} {name!r}", "does not survive", "survives")


def _references(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[Loss]:
    now = {r["name"]: r for r in new}
    for r in old:
        if r["name"] not in now:
            yield Loss(r["name"], "compared", "gone")
            continue
        yield from _fewer(f"{r['name']}: instances", r["instances"], now[r["name"]]["instances"])
        if r["agrees"] and not now[r["name"]]["agrees"]:
            yield Loss(r["name"], "agrees", "disagrees")
