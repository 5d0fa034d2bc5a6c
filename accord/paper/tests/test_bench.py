"""The figures of the bench hold their form; their bounds are the bench's own matter."""

import pytest

from accord.paper import bench
from accord.paper.press import HOUSE_FONTS


@pytest.mark.slow
@pytest.mark.skipif(not any(HOUSE_FONTS.glob("*.ttf")), reason="set-up has not built the fonts")
def test_each_figure_says_its_bound_and_whether_it_holds(monkeypatch):
    monkeypatch.setattr(bench, "ROUNDS", 8)
    figures = bench.measure()
    assert {*figures[0]} == {"name", "value", "unit", "bound", "ok"}
    assert all(figure["value"] > 0 for figure in figures)
