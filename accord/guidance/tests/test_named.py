"""The documents that the guidance names: data that holds together, and what a reader sees of it."""

import re

import pytest

from accord.guidance.catalogue import clauses
from accord.guidance.named import four_policies, named_documents, needed_by


@pytest.mark.clause("F.2")
def test_the_four_policies_are_four():
    assert [each.code for each in four_policies()] == ["it-security", "social-media", "own-device", "off-site"]


@pytest.mark.clause("F.10")
def test_everything_that_the_foreword_names_is_there():
    codes = set(named_documents())
    assert codes >= {
        "guidance",
        "safeguarding",
        "online-safety",
        "behaviour",
        "harassment",
        "equality",
        "complaints",
        "whistleblowing",
        "disciplinary",
        "anti-bullying",
        "confidentiality",
        "data-protection",
        "health-safety",
        "mobile-phones",
    }


def test_each_says_what_it_is_and_what_needs_it():
    for named in named_documents().values():
        assert named.about.endswith("."), named.code
        assert len(set(named.clauses)) == len(named.clauses) > 0, named.code
        assert len(named.title) <= 80, named.code
        assert re.fullmatch(r"[a-z-]{3,30}", named.code)


@pytest.mark.clause("F.9")
def test_each_of_the_four_is_mapped_to_what_it_must_not_contradict():
    for named in four_policies():
        assert len(named.heeds) >= 10, named.code
        assert len({heed.clause for heed in named.heeds}) == len(named.heeds), named.code
        assert all(heed.words.endswith(".") for heed in named.heeds)


def test_a_title_stands_within_a_sentence():
    short = {code: named.short for code, named in named_documents().items()}
    assert short["it-security"] == "IT security and acceptable use policy"
    assert short["harassment"] == "harassment and bullying policy"
    assert short["health-safety"] == "health, safety and wellbeing policy"


@pytest.mark.clause("F.10")
def test_a_clause_says_which_documents_it_needs(client):
    assert {named.code for named in needed_by("9.8b")} == {"complaints", "whistleblowing"}
    assert set(clauses()) >= {number for named in named_documents().values() for number in named.clauses}
    page = client.get("/guidance/9.8b/").content.decode()
    assert "Documents that it needs" in page
    assert "Whistleblowing procedure" in page
    assert "Documents that it needs" not in client.get("/guidance/3.1/").content.decode()
