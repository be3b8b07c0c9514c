"""The top k of a row, against sorting."""

from itertools import permutations, product

from gaproof.exact import Instance
from gaproof.terms import field, index, scalar, sizes
from gaproof.theory.top import before, top_set

m = sizes("m")
j, l = index("j l", m)
x, t, O, P, k = *field("x t O P", j), scalar("k")
statement = top_set(P, k, O, x, t, j)


def sorted_first(scores: tuple[int, ...], labels: tuple[int, ...], admissible: tuple[int, ...], number: int) -> list[int]:
    """The indicator of the first so many by descending score and ascending label."""
    order = sorted((e for e in range(len(scores)) if admissible[e]), key=lambda e: (-scores[e], labels[e]))
    return [int(e in order[:number]) for e in range(len(scores))]


def test_the_top_set_is_the_head_of_the_sorted_row_and_no_other() -> None:
    for scores, labels in product([(2, 1, 1), (1, 1, 1), (0, 2, 1)], permutations((1, 2, 3))):
        for admissible, number in product([(1, 1, 1), (1, 0, 1)], range(3)):
            values = {x: list(scores), t: list(labels), O: list(admissible), k: number}
            found = [list(chosen) for chosen in product((0, 1), repeat=3) if Instance(values={**values, P: list(chosen)}).holds(statement)]
            assert [sorted_first(scores, labels, admissible, number)] == found


def test_without_different_labels_there_may_be_no_top_set() -> None:
    values = {x: [1, 1], t: [0, 0], O: [1, 1], k: 1}
    assert not any(Instance(values={**values, P: list(chosen)}).holds(statement) for chosen in product((0, 1), repeat=2))


def test_of_equal_scores_the_smaller_label_comes_before() -> None:
    order = before(x, t, j, l)
    assert Instance(values={x: [1, 1], t: [0, 1], j: 0, l: 1}).holds(order) is True
    assert Instance(values={x: [1, 1], t: [0, 1], j: 1, l: 0}).holds(order) is False
