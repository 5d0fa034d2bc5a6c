"""The documents of the demonstration are realistic, and claim nothing that is not so."""

import re
import tomllib

import pytest

from accord.demo.texts import FOLDER, document_text

NEWEST = sorted(path.stem for path in FOLDER.glob("*.md"))
POLICIES = [name for name in NEWEST if name != "use-of-it-2018"]
EARLIER = [
    (version["document"], version["number"])
    for version in tomllib.loads((FOLDER / "earlier.toml").read_text(encoding="utf-8"))["version"]
]
# Law that has gone, words that have gone with it, and numbers of paragraphs that move every September.
GONE = (
    "GDPR 2018",
    "youth produced",
    "sexting",
    "paragraph",
    "newly qualified",
    "NQT",
    "Action Fraud",
    "without notice",
)


def test_all_six_policies_are_there():
    assert POLICIES == [
        "advice-and-guidance",
        "bring-your-own-device",
        "it-security",
        "mobile-phones",
        "off-site-working",
        "social-media",
    ]


@pytest.mark.parametrize("name", POLICIES)
def test_each_is_as_long_as_such_documents_are_and_has_headings(name):
    text = document_text(name)
    assert 900 <= len(text.split()) <= 1_800
    assert text.startswith("# ")
    assert text.count("\n## ") >= 8


@pytest.mark.parametrize(("name", "number"), EARLIER)
def test_each_earlier_version_says_something_else(name, number):
    earlier = document_text(name, number)
    assert earlier != document_text(name)
    assert earlier.startswith(document_text(name).splitlines()[0])
    assert "\n\n\n" not in earlier


def test_what_changed_stands_in_the_text_exactly_once(monkeypatch, tmp_path):
    (tmp_path / "tea.md").write_text("# Tea\n\nDrink tea. Drink tea.\n", encoding="utf-8")
    passage = '[[version]]\ndocument = "tea"\nnumber = "1"\n[[version.passage]]\nnow = "Drink tea."\nthen = ""\n'
    (tmp_path / "earlier.toml").write_text(passage, encoding="utf-8")
    monkeypatch.setattr("accord.demo.texts.FOLDER", tmp_path)
    with pytest.raises(LookupError, match="exactly once"):
        document_text("tea", "1")


def test_a_version_that_never_was_is_not_made_up():
    with pytest.raises(LookupError, match="version 9"):
        document_text("social-media", "9")


@pytest.mark.parametrize("name", NEWEST)
def test_nothing_that_has_gone_is_told_as_if_it_held(name):
    text = document_text(name).casefold()
    assert not [words for words in GONE if words.casefold() in text]


@pytest.mark.parametrize("name", NEWEST)
def test_it_names_no_addresses_and_no_telephone_numbers_but_those_of_the_police(name):
    text = document_text(name)
    assert "@" not in text
    assert "http" not in text
    assert set(re.findall(r"\b\d[\d ]{2,}\d\b|\b\d{3,}\b", text)) <= {"101", "999", "2018"}


@pytest.mark.parametrize("name", POLICIES)
def test_it_can_be_read_at_school(name):
    """The Flesch-Kincaid grade, roughly: up to seven is a reading age of twelve."""
    text = re.sub(r"[#|*-]", " ", document_text(name))
    sentences = [part for part in re.split(r"[.!?;:]\s|\n\n|\n\s+[-\d]", text) if part.strip()]
    words = re.findall(r"[A-Za-z’]+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.casefold()))) for word in words)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    assert grade < 8
