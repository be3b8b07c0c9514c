"""Wide figures are marked, others are not."""

from pathlib import Path

import pytest

from gaproof.pages.images import wide


@pytest.mark.parametrize(("width", "expected"), [("469.2pt", True), ("360pt", False)])
def test_a_figure_is_wide_by_the_width_that_it_states(tmp_path: Path, width: str, expected: bool) -> None:
    (tmp_path / "figure.svg").write_text(f'<?xml version="1.0"?>\n<svg xmlns:xlink="x" width="{width}" height="20pt">', encoding="utf-8")
    assert expected == wide(tmp_path / "figure.svg")


def test_what_is_no_vector_graphic_or_is_not_there_is_not_marked(tmp_path: Path) -> None:
    (tmp_path / "figure.png").write_bytes(b"\x89PNG")
    assert not wide(tmp_path / "figure.png") and not wide(tmp_path / "nowhere.svg")
