"""Models on record tried on several mutants at once: each mutant is judged at its own symbols."""

from gaproof.evidence.mutants import Mutant
from gaproof.evidence.record import Trials
from gaproof.exact.recorded import Recorded
from gaproof.proof.statement import Statement
from gaproof.terms import Eq, field, index, kernel, sizes

n, m = sizes("n m")
i, j = index("i", n), index("j", m)
x, y, of_n, of_m = field("x", i), field("y", j), index("o", n), index("o", m)


def saying(formula):
    return Mutant("", str(formula), Statement({}, kernel(formula)))


def test_an_index_of_the_same_name_and_another_type_hides_no_refutation():
    wrong, wrong_too, true = (saying(Eq(z, 1)) for z in (x[of_n], y[of_m], y[of_m]))
    model = Recorded({}, {"x": [1, 2, 3], "y": [1, 0], "o": 1})
    for mutants in ((wrong, wrong_too), (wrong_too, wrong)):
        assert [True, True] == [Trials(mutants).refutes(model, q, None) for q in mutants]
    at_0 = Recorded({}, {"x": [1, 2, 3], "y": [1, 0], "o": 0})
    assert not any(Trials((wrong, true)).refutes(at_0, q, None) for q in (wrong, true))
