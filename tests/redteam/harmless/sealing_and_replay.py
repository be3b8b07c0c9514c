"""Checks of the seal and of replay that let no falsehood in when they are deleted."""

from copy import copy
from tempfile import NamedTemporaryFile
from typing import Any

from tests.redteam.attacks.certificates import claim
from tests.redteam.harmless.listed import again
from tests.redteam.registry import Words, file

export, normal, reader = file("export.py"), file("normal.py"), file("certificate.py")
replay, sealing, syntax = file("replay.py"), file("theorem.py"), file("syntax.py")


def copied(x: Any) -> Any:
    return copy(x)


def replayed(w: Words, **changes: Any) -> Any:
    return w.k.replay(claim(w) | changes)


def infinite(w: Words) -> Any:
    with NamedTemporaryFile("w", suffix=".json") as f:
        f.write('{"format": "gaproof-certificate/2", "sorts": {}, "symbols": {}, "nodes": [["number", Infinity]]}')
        f.flush()
        return w.k.replay_file(w.k.Path(f.name))


def exported_nothing(w: Words) -> Any:
    th = w.trivial()
    th.params["left"] = None
    return w.k.export("nothing", {"all": (w.k.Statement({}, th.conclusion), th, None)})


GENUINE = "it was not made by a rule, and a copy neither"
again(
    sealing("Theorem.__new__", "raise ProofError('a theorem is made by a rule of gaproof.proof.rules, never by its constructor')"),
    GENUINE,
    lambda w: w.k.conjoin(w.k.Theorem()),
)
again(
    sealing("Theorem.__init_subclass__", "raise ProofError('Theorem is final: it cannot be subclassed')"),
    GENUINE,
    lambda w: w.k.conjoin(object.__new__(type("Mine", (w.k.Theorem,), {}))),
)
again(
    sealing("Theorem.__reduce__", "raise ProofError('a theorem is not copied or pickled: export its certificate instead')"),
    GENUINE,
    lambda w: w.k.conjoin(copied(w.trivial())),
)
again(
    syntax("_Sealed.__reduce__", "raise ProofError(f'{type(self).__name__} is not pickled: write a certificate instead')"),
    "a node without its parts",
    lambda w: w.assume(copied(w.true)),
)
again(sealing("frozen", "isinstance(value, tuple | list)"), "what has no elements is no list", lambda w: w.assume(object()))


WORDS = "without these words, Python's own"
again(reader("Reader.__init__", "not isinstance(document, dict)"), WORDS, lambda w: w.k.replay([]))
again(
    reader("Reader.sort", "name in above"), WORDS, lambda w: replayed(w, sorts={"Real": {"kind": "free", "constructors": {"c": ["Real"]}}})
)
again(
    reader("Reader.value", "raise CertificateError(f'unknown kind of parameter: {v!r}')"),
    "None is no kernel data",
    lambda w: replayed(w, steps=[{"rule": "assume", "premises": [], "params": {"formula": None}, "hypotheses": [], "conclusion": 0}]),
)
again(reader("_rational", "type(text) is not str"), WORDS, lambda w: replayed(w, nodes=[["eq", ["number", 0.5], ["number", "1"]]]))
again(
    reader("Reader.__init__", "len(self._nodes[-1].key) > LONGEST"),
    "a long term is a term",
    lambda w: replayed(w, nodes=[["number", "12345"], *(["plus", n, n] for n in range(21))]),
)
again(
    replay("replay_file", "raise CertificateError(f'{path}: not a readable JSON file ({error})') from error"),
    WORDS,
    lambda w: w.k.replay_file(w.k.Path("/nowhere.json")),
)
again(replay("_no_constant", "raise CertificateError(f'{name} is not a number')"), "None is no number", lambda w: infinite(w))
again(
    replay("_step", "step['rule'] not in RULES"),
    WORDS,
    lambda w: replayed(w, steps=[{"rule": "magic", "premises": [], "params": {}, "hypotheses": [], "conclusion": 0}]),
)
again(
    replay("replay", "raise CertificateError(f'{place}: {error}') from error"), "None is no replay", lambda w: replayed(w, parts={}).parts
)
again(
    replay("replay", "raise CertificateError(f'{place}: malformed ({type(error).__name__}: {error})') from error"),
    "None is no replay",
    lambda w: replayed(w, parts=[]).parts,
)
again(
    export("_Writer.value", 'raise ProofError(f"a rule\'s parameter cannot be written to a certificate: {v!r}")'),
    "None is no parameter",
    lambda w: w.k.replay(exported_nothing(w)),
)
again(normal("_content", "bool(p)"), "0 has no content", lambda w: w.equal(w.k.Inverse(w.zero), w.x))
