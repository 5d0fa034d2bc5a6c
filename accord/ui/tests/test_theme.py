import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.ui import theme
from accord.ui.states import COLOURS


@pytest.mark.parametrize(("colour", "against", "ratio"), [
    ("#000", "#fff", 21.0), ("#ffffff", "#fff", 1.0), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54),
    ("#FF0000", "#ffffff", 4.0),
])  # fmt: skip
def test_contrast_is_what_the_guidelines_count(colour, against, ratio):
    assert theme.contrast(colour, against) == pytest.approx(ratio, abs=0.01)
    assert theme.contrast(against, colour) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize(("colour", "code"), [
    ("#767676", "ok"), ("#777777", "too-pale"), ("#1f5673", "ok"), ("#ffd700", "too-pale"), ("red", "not-a-colour"),
    ("", "not-a-colour"), ("#12345", "not-a-colour"), ("#fff;}body{display:none", "not-a-colour"), ("#1f5673\n}", "not-a-colour"),
])  # fmt: skip
def test_a_school_may_choose_what_can_be_read(colour, code):
    assert theme.may_be_accent(colour).code == code


@given(st.integers(0, 0xFFFFFF))
def test_whatever_colour_a_school_has_its_pages_can_be_read(number):
    css = theme.stylesheet(f"#{number:06x}")
    painted = dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6});", css))
    assert set(painted) == {"accent", "accent-dark", "accent-link", "accent-tint"}
    assert theme.contrast(painted["accent"]) >= 4.5
    assert theme.contrast(painted["accent-dark"]) >= 4.5
    assert theme.contrast(painted["accent-link"]) >= 5.5
    assert theme.contrast(painted["accent-link"], "#f6f5f2") >= 4.5, "on a pale ground"


def test_nothing_but_colours_gets_into_the_style_sheet():
    assert re.fullmatch(r":root\{(--[a-z-]+:#[0-9a-f]{6};)+\}\n", theme.stylesheet("#fff}*{display:none"))


@pytest.mark.parametrize(("strong", "pale"), COLOURS.values(), ids=list(COLOURS))
def test_every_state_can_be_read_on_white_and_on_its_own_ground(strong, pale):
    assert theme.contrast(strong) >= 4.5
    assert theme.contrast(strong, pale) >= 4.5
