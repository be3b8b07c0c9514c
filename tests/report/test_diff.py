"""The diff of evidence is empty only between the same evidence, is the same read backwards, and notices every weakening that is planted."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from gaproof.report.diff import Change, Diff, Group, diff
from gaproof.report.diff_pages import markdown, print_diff
from gaproof.report.reading import NOTHING, read, written
from gaproof.runner.tested import FALSE, ORDER
from gaproof.runner.verdict import Verdict
from tests.report.made import NASTY, base, report

BOTH = ("not known", "witnessed")  # words about hypotheses and about near misses
WORDS, DIGESTS, COUNTS = st.sampled_from(["live", "mask", "sign", NASTY]), st.sampled_from(["d1", "d2"]), st.integers(0, 3)
LISTS = st.lists(WORDS, max_size=2).map(sorted)
KILLED = st.fixed_dictionaries({"total": COUNTS, "killed": COUNTS, "equivalent": COUNTS, "noticed": COUNTS, "survivors": LISTS})
REFERENCE = st.fixed_dictionaries({"name": WORDS, "instances": COUNTS, "agrees": st.booleans()})
NUMERIC_PART = st.fixed_dictionaries(
    {
        **dict.fromkeys(("models", "contrasts", "exact", "unreached"), COUNTS),
        **{"mutants": KILLED, "bugs": KILLED, "necessity": st.dictionaries(WORDS, st.sampled_from(ORDER), max_size=2)},
        "near_misses": st.dictionaries(WORDS, st.sampled_from(FALSE), max_size=2),
        "references": st.lists(REFERENCE, max_size=2, unique_by=lambda r: r["name"]).map(lambda rs: sorted(rs, key=lambda r: r["name"])),
    }
)
PART_NAMES = st.sampled_from(["", "back"])
NUMERIC = st.fixed_dictionaries(
    {
        **{"level": st.sampled_from(["quick", "standard"]), "seed": st.integers(0, 1), "models_asked": st.sampled_from([None, 7])},
        **{"dtype": st.just("float64"), "device": st.just("cpu"), "parts": st.dictionaries(PART_NAMES, NUMERIC_PART, max_size=2)},
    }
)


@st.composite
def claims(draw: st.DrawFn) -> dict[str, Any]:
    replayed = draw(st.booleans())
    axioms = st.dictionaries(WORDS, DIGESTS, max_size=2 if replayed else 0)  # those of a claim that was not replayed are not known
    verdicts = st.sampled_from([*Verdict.__members__])
    part = st.fixed_dictionaries(
        {"verdict": verdicts, "digest": DIGESTS, "hypotheses": LISTS, "axioms": axioms, "certified": st.sampled_from(["", "4×4", "5×5"])}
    )
    return {
        "verdict": draw(verdicts),
        "promised": draw(verdicts),
        "extra": draw(LISTS),
        "parts": draw(st.dictionaries(PART_NAMES, part, max_size=2)),
        "proof": {"replayed": replayed},
        "numeric": draw(st.none() | NUMERIC),
    }


REPORTS = st.fixed_dictionaries(
    {"gaproof": st.sampled_from(["1", "2"]), "theorems": st.dictionaries(WORDS, claims(), max_size=2), "errors": LISTS}
)


def of(found: Diff, group: Group) -> list[tuple[str, str]]:
    return [(change.id, change.what) for change in found.changes if change.group is group]


def backwards(what: str) -> str:
    """``models: 3 → 2`` as ``models: 2 → 3``."""
    if what.startswith(("cannot", "could not")):
        return what.replace("cannot", "could not", 1) if what.startswith("cannot") else what.replace("could not", "cannot", 1)
    about, _, values = what.rpartition(": ")
    return f"{about}: {' → '.join(reversed(values.split(' → ')))}"


@settings(deadline=None)
@given(REPORTS, REPORTS)
def test_it_has_something_to_say_unless_the_evidence_is_the_same(a: dict[str, Any], b: dict[str, Any]) -> None:
    for x, y in ((a, a), (a, deepcopy(a)), (a, b)):
        found = diff(x, y)
        assert (written(x) == written(y)) is not (found.changes or found.notes != [])


@settings(deadline=None)
@given(REPORTS, REPORTS)
def test_weaker_is_stronger_read_backwards(a: dict[str, Any], b: dict[str, Any]) -> None:
    there, back = diff(a, b), diff(b, a)
    assert of(back, Group.STRONGER) == sorted((id, backwards(what)) for id, what in of(there, Group.WEAKER))
    assert of(back, Group.CHANGED) == of(there, Group.CHANGED)
    assert [id for id, _ in of(back, Group.APPEARED)] == [id for id, _ in of(there, Group.DISAPPEARED)]


@settings(deadline=None)
@given(REPORTS)
def test_nothing_is_weaker_than_anything(a: dict[str, Any]) -> None:
    assert 0 == diff(NOTHING, a | {"errors": []}).status
    assert (1 if a["theorems"] else 0) == diff(a | {"errors": []}, NOTHING).status


@settings(deadline=None)
@given(REPORTS)
def test_what_is_written_is_read_as_it_was(tmp_path_factory: pytest.TempPathFactory, a: dict[str, Any]) -> None:
    path = tmp_path_factory.getbasetemp() / "written.json"
    path.write_text(written(a), encoding="utf-8")
    assert a == read(path)


def leaves(value: Any, *path: str | int) -> Iterator[tuple[str | int, ...]]:
    """The paths to all that is no list and no object."""
    match value:
        case dict():
            for name, x in value.items():
                yield from leaves(x, *path, name)
        case list():
            for k, x in enumerate(value):
                yield from leaves(x, *path, k)
        case _:
            yield path


def another(value: Any) -> Any:
    """Another value that could stand there."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case None:
            return 7
        case _:
            words = [words for words in ([*Verdict.__members__], BOTH) if value in words or (words is BOTH and value in (*ORDER, *FALSE))]
            return next(word for word in words[0] if word != value) if words else f"{value}x"


def test_no_value_that_is_read_can_change_unnoticed(tmp_path: Path) -> None:
    old = report(tmp_path, base() | {"errors": ["x.py: no"]})
    paths = list(leaves(old))
    assert len(paths) > 100
    for path in paths:
        new = deepcopy(old)
        place = new
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = another(place[path[-1]])
        found = diff(old, new)
        assert found.changes or found.notes, path


def part(claim: Any) -> Any:
    return claim["numeric"]["parts"]["back"]


# What is done to the claim anchor.shift ↦ what is said about it.
WEAKENINGS: dict[str, Callable[[Any], object]] = {
    "verdict: PROVED → ERROR": lambda c: c.update(verdict="ERROR"),
    "promised: PROVED → UNPROVED": lambda c: c.update(promised="UNPROVED"),
    "certificate: replayed → not replayed": lambda c: c["proof"].update(replayed=False),
    "extra hypothesis 'live': none → assumed": lambda c: c["extra"].append("live"),
    "part 'back': its statement: there → gone": lambda c: c["parts"].pop("back"),
    "part 'shift': axiom floor: not used → used": lambda c: c["parts"]["shift"]["axioms"].update(floor="f1"),
    "part 'back': axiom floor: formula f1 → formula f2": lambda c: c["parts"]["back"]["axioms"].update(floor="f2"),
    "numeric evidence: there → gone": lambda c: c.update(numeric=None),
    "part 'back': numeric evidence: there → gone": lambda c: c["numeric"]["parts"].pop("back"),
    "part 'back': necessity of 'live': witnessed → cited": lambda c: part(c)["necessity"].update(live="cited"),
    "part 'back': necessity of 'live': witnessed → not known": lambda c: part(c)["necessity"].update(live="not known"),
    "part 'back': necessity of 'mask': cited → not known": lambda c: part(c)["necessity"].update(mask="not known"),
    "part 'back': necessity of 'positive': not known → gone": lambda c: part(c)["necessity"].pop("positive"),
    "part 'back': models: 50 → 49": lambda c: part(c).update(models=49),
    "part 'back': contrasts: 6 → 5": lambda c: part(c).update(contrasts=5),
    "part 'back': exact models: 7 → 6": lambda c: part(c).update(exact=6),
    "part 'back': sequents unreached: 1 → 2": lambda c: part(c).update(unreached=2),
    "part 'back': mutants: 10 → 9": lambda c: part(c)["mutants"].update(total=9),
    "part 'back': mutants killed: 6/9 → 5/9": lambda c: part(c)["mutants"].update(killed=5),
    "part 'back': mutants killed: 6/9 → 6/10": lambda c: part(c)["mutants"].update(equivalent=0),
    "part 'back': mutants killed or noticed: 7/9 → 6/9": lambda c: part(c)["mutants"].update(noticed=0),
    "part 'back': mutants killed: 6/9 → 0/0": lambda c: part(c)["mutants"].update(killed=0, noticed=0, total=10, equivalent=10),
    "part 'back': mutant 'dropped term': does not survive → survives": lambda c: part(c)["mutants"]["survivors"].append("dropped term"),
    "part 'back': mutant 'sign': does not survive → survives": lambda c: part(c)["mutants"]["survivors"].append("sign"),
    "part 'back': planted bugs: 8 → 7": lambda c: part(c)["bugs"].update(total=7),
    "part 'back': planted bugs killed: 7/8 → 6/8": lambda c: part(c)["bugs"].update(killed=6),
    "part 'back': planted bug 'wrong axis': does not survive → survives": lambda c: part(c)["bugs"]["survivors"].append("wrong axis"),
    "part 'back': torch.softmax: compared → gone": lambda c: part(c)["references"].pop(0),
    "part 'back': torch.softmax: agrees → disagrees": lambda c: part(c)["references"][0].update(agrees=False),
    "part 'back': torch.softmax: instances: 9 → 8": lambda c: part(c)["references"][0].update(instances=8),
}


@pytest.mark.parametrize("said", WEAKENINGS)
def test_a_planted_weakening_is_noticed(said: str, tmp_path: Path) -> None:
    document = base()
    WEAKENINGS[said](document["theorems"]["anchor.shift"])
    found = diff(report(tmp_path, base()), report(tmp_path, document))
    assert ("anchor.shift", said) in of(found, Group.WEAKER)
    assert 1 == found.status


@pytest.mark.parametrize("change", [{"digest": "other"}, {"hypotheses": ["live", "mask"]}])
def test_a_statement_that_changed_counts_like_a_weaker_one_and_its_numbers_are_not_compared(change: Any, tmp_path: Path) -> None:
    document = base()
    document["theorems"]["anchor.shift"]["parts"]["back"].update(change)
    part(document["theorems"]["anchor.shift"]).update(models=1)
    found = diff(report(tmp_path, base()), report(tmp_path, document))
    assert [(Group.CHANGED, "anchor.shift", "part 'back': its statement says something else")] == [
        (change.group, change.id, change.what) for change in found.changes
    ]
    assert 1 == found.status


def test_a_claim_that_disappeared_is_weaker_and_it_is_said_how_to_compare_like_with_like(tmp_path: Path) -> None:
    document = base()
    del document["theorems"]["anchor.row"]
    found = diff(report(tmp_path, base()), report(tmp_path, document))
    assert [("anchor.row", "it was UNPROVED")] == of(found, Group.DISAPPEARED)
    assert 1 == found.status
    assert any("gaproof check SELECTOR" in note for note in found.notes)


def test_a_file_that_can_no_longer_be_loaded_is_weaker(tmp_path: Path) -> None:
    broken = report(tmp_path, base() | {"errors": ["bad.py: no"]})
    assert [("", "cannot load bad.py: no")] == of(diff(report(tmp_path, base()), broken), Group.WEAKER)
    assert 1 == diff(report(tmp_path, base()), broken).status
    assert 0 == diff(broken, report(tmp_path, base())).status


def test_the_axioms_of_a_claim_that_is_not_replayed_are_not_known(tmp_path: Path) -> None:
    unproved, proved = base(), base()
    claim = unproved["theorems"]["anchor.shift"]
    claim["parts"]["back"]["axioms"], claim["proof"]["replayed"], claim["verdict"] = {}, False, "UNPROVED"
    found = diff(report(tmp_path, unproved), report(tmp_path, proved))
    assert [Group.STRONGER, Group.STRONGER] == [change.group for change in found.changes]


SETTINGS = {"level": "quick", "seed": 1, "models_asked": 7, "dtype": "float32", "device": "cuda"}


@pytest.mark.parametrize("setting", SETTINGS)
def test_numbers_are_compared_only_for_the_same_settings_which_is_said_once(setting: str, tmp_path: Path) -> None:
    document = base()
    for claim in document["theorems"].values():
        claim["numeric"][setting] = SETTINGS[setting]
        part(claim).update(models=1, references=[])
        part(claim)["mutants"].update(killed=0)
    found = diff(report(tmp_path, base()), report(tmp_path, document))
    assert ([], 0, 1) == (found.changes, found.status, len(found.notes))
    assert f"{setting.removesuffix('_asked')} {SETTINGS[setting]}" in found.notes[0]
    part(document["theorems"]["anchor.row"])["necessity"]["live"] = "cited"  # this is exact, whatever the settings
    assert 1 == diff(report(tmp_path, base()), report(tmp_path, document)).status


def test_times_ratios_messages_sums_and_orders_never_count(tmp_path: Path) -> None:
    document = base()
    document["theorems"] = dict(reversed(document["theorems"].items()))
    for claim in document["theorems"].values():
        claim |= {"message": NASTY, "uses": ["a.b"], "modulo": ["choice"], "necessity": {}, "statement_digest": "other", "unknown": 1}
        claim["proof"] |= {"steps": 9, "seconds": 9.5}
        claim["numeric"] |= {"seconds": 9.5, "worst_ratio": float("inf"), "folder": "elsewhere", "models": 1, "mutants": {}, "bugs": {}}
        for found in claim["numeric"]["parts"].values():
            found["worst_ratio"] = found["references"][0]["worst_ratio"] = float("nan")
            found["references"].reverse()
            found["mutants"]["survivors"].reverse()
    same = diff(report(tmp_path, base()), report(tmp_path, document))
    assert ([], [], 0, "the evidence is the same") == (same.changes, same.notes, same.status, same.summary)


def test_groups_are_told_by_words_one_line_a_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = base()
    claim = document["theorems"]["anchor.shift"]
    claim["verdict"] = "REFUTED"
    claim["parts"]["back"]["digest"] = "other"
    part(claim)["mutants"]["survivors"].append(NASTY)
    claim["numeric"]["parts"]["shift"]["bugs"]["survivors"].clear()
    document["theorems"]["new.claim"] = document["theorems"].pop("anchor.row")
    print_diff(diff(report(tmp_path, base()), report(tmp_path, document)))
    assert [
        "WEAKER",
        "  anchor.shift: verdict: PROVED → REFUTED",
        "CHANGED",
        "  anchor.shift: part 'back': its statement says something else",
        "DISAPPEARED",
        "  anchor.row: it was UNPROVED",
        "APPEARED",
        "  new.claim: it is UNPROVED",
        "STRONGER",
        "  anchor.shift: part 'shift': planted bug 'off by one': survives → does not survive",
        "If NEW is about some claims only, compare it with a report on the same ones: gaproof check SELECTOR... --json FILE",
        "1 weaker, 1 changed, 1 disappeared, 1 appeared, 1 stronger",
    ] == capsys.readouterr().out.splitlines()


def test_the_same_stands_on_the_page_for_a_summary(tmp_path: Path) -> None:
    document = base()
    document["theorems"]["anchor.shift"]["verdict"] = "REFUTED"
    page = markdown(diff(report(tmp_path, base()), report(tmp_path, document)))
    assert "## gaproof diff: 1 weaker\n\n### Weaker\n\n- **anchor.shift**: verdict: PROVED → REFUTED\n" == page


@settings(deadline=None)
@given(st.text(st.characters()))
def test_no_name_breaks_that_page(name: str) -> None:
    def blocks(name: str) -> list[str]:
        changes = [Change(Group.WEAKER, name, f"part {name!r}"), Change(Group.STRONGER, "", f"could not load {name}")]
        tokens = MarkdownIt("commonmark").enable("table").parse(markdown(Diff(changes, [f"OLD was written by gaproof {name}."])))
        assert "html_inline" not in [leaf.type for token in tokens for leaf in token.children or ()]
        return [token.type for token in tokens]

    assert blocks("word") == blocks(name)
