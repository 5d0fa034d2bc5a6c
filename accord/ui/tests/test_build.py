"""What the front end is built into."""

import re
from pathlib import Path

import pytest

from accord.ui import build, fonts
from accord.ui.states import COLOURS

pytestmark = [pytest.mark.slow, pytest.mark.whole]

# Classes that scripts look for, or that only their own parts are painted of.
BEHAVIOUR = {"govuk-checkboxes", "govuk-radios", "govuk-password-input"}


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    # Beside the packages: a finished build is put in place by renaming, which needs one file system.
    into = tmp_path_factory.mktemp("front-end") / "built"
    assert build.build(into=into)
    return into


@pytest.fixture(scope="module")
def css(built) -> str:
    return (built / "app.css").read_text(encoding="utf-8")


def test_building_again_does_nothing(built):
    assert not build.build(into=built)


def test_what_was_built_from_other_sources_is_built_anew(tmp_path):
    old = tmp_path / "built"
    old.mkdir()
    (old / build.STAMP).write_text("of other sources", encoding="ascii")
    assert build.build(into=old)
    assert (old / "app.css").is_file()
    assert not build.build(into=old)


def test_nothing_looks_like_a_government_site(built):
    for path in [built / "app.css", *built.glob("*.js"), *built.glob("*.svg")]:
        text = path.read_text(encoding="utf-8")
        assert "GDS Transport" not in text, path.name
        assert "crown" not in text.lower(), path.name
    assert not [path for path in built.rglob("*") if "crown" in path.name or "govuk-icon" in path.name]


def test_the_styles_ask_for_nothing_from_elsewhere_and_for_nothing_missing(built, css):
    assert "@import" not in css
    asked = re.findall(r"url\(([^)]+)\)", css)
    assert asked
    for address in asked:
        assert (built / address.strip("\"'")).is_file(), address


def test_the_fonts_are_there_for_pages_and_papers(built):
    names = {path.name for path in (built / "fonts").iterdir()}
    assert len([name for name in names if name.endswith(".woff2")]) == 8
    assert len([name for name in names if name.endswith(".ttf")]) == 4
    assert "SIL Open Font License" in (built / "fonts/LICENCE.txt").read_text(encoding="utf-8")
    assert fonts.FAMILY in (built / "app.css").read_text(encoding="utf-8")


def test_no_script_asks_for_a_map_that_is_not_there(built):
    assert not [path for path in built.glob("*.js") if "sourceMappingURL" in path.read_text(encoding="utf-8")]
    imported = re.search(r'from "\./(.+)";$', (built / "init.js").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert imported, "the semicolon is what makes the collected file find its neighbour's hashed name"
    assert (built / imported.group(1)).is_file()


def test_pages_and_papers_have_the_same_colours(css):
    for meaning, (strong, pale) in COLOURS.items():
        assert f"--{meaning}: {strong}" in css or f"--{meaning}:{strong}" in css
        assert f"--{meaning}-tint: {pale}" in css or f"--{meaning}-tint:{pale}" in css


def test_every_class_of_our_templates_is_painted(css):
    painted = set(re.findall(r"\.([a-zA-Z][\w-]*)", css))
    for template in (Path(build.__file__).parent / "templates").rglob("*.html"):
        plain = re.sub(r"{%.*?%}|{{.*?}}", " ", template.read_text(encoding="utf-8"))
        used = {name for names in re.findall(r'class="([^"]*)"', plain) for name in names.split()}
        used = {name for name in used if not name.endswith("-") and not name.startswith("govuk-js-")}
        assert used - painted <= BEHAVIOUR, template.name


def test_the_lock_file_names_no_registry():
    lock = (build.ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert "registry" not in lock
