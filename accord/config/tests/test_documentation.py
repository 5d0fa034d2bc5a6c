"""The documentation says what the code does: every command, every setting, every picture, every link."""

import re
from pathlib import Path

import pytest

from accord.config import cli

PROJECT = Path(__file__).resolve().parents[3]
REFERENCE = PROJECT / "docs" / "commands-and-settings.md"
PAGES = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *sorted((PROJECT / "docs").rglob("*.md"))]
PICTURES = PROJECT / "docs" / "pictures"
LARGEST_PICTURE = 150_000
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def _settings() -> set[str]:
    """Every variable of ours that the code reads, journeys included."""
    files = [file for file in PROJECT.glob("accord/**/*.py") if "tests" not in file.parts]
    files += [*PROJECT.glob("journeys/*.py"), PROJECT / "conftest.py"]
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    return set(re.findall(r"\bACCORD_[A-Z][A-Z_]*[A-Z]\b", text))


def test_every_setting_is_described() -> None:
    described = set(re.findall(r"`(ACCORD_[A-Z_]+)`", REFERENCE.read_text(encoding="utf-8")))
    assert _settings() ^ described == set()


def test_every_command_is_described() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    names = [*cli._commands(), *cli.BUILT_IN]
    assert [name for name in names if f"`accord {name}" not in text] == []


def test_everything_behind_make_is_listed_and_described() -> None:
    text = (PROJECT / "Makefile").read_text(encoding="utf-8")
    doors = set(re.search(r"^\.PHONY: (.+)$", text, re.MULTILINE)[1].split()) - {"lint"}  # Which is a part of check.
    listed = set(re.findall(r"^([a-z]+):.*## ", text, re.MULTILINE))
    assert listed == doors
    reference = REFERENCE.read_text(encoding="utf-8")
    assert [door for door in doors - {"help"} if f"`make {door}`" not in reference] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = [link for link in _LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_picture_is_shown_and_small() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    pictures = sorted(PICTURES.glob("*"))
    assert [picture.name for picture in pictures if f"pictures/{picture.name}" not in text] == []
    assert [picture.name for picture in pictures if picture.stat().st_size > LARGEST_PICTURE] == []
