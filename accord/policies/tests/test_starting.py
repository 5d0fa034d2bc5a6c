"""Our starting texts: each says what it is, keeps to the clauses that it is mapped to, and cannot be adopted as it came."""

import re

import pytest

from accord.guidance.catalogue import clause
from accord.guidance.named import four_policies, named_documents
from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.policies import actions, alternatives
from accord.policies.four import NoLongerAStart
from accord.policies.models import Document, Version
from accord.policies.starting import FOLDER, MARK, has_starting_text, is_still_marked, starting_text

CODES = sorted(path.stem for path in FOLDER.glob("*.md"))
BRACKETS = re.compile(r"\(([^()]*\d[^()]*)\)")
NUMBER = re.compile(r"\b(?:[FA])?\d+(?:\.\d+)*[a-z]?\d?\b|\bF\.\d+\b|\bA\d\.\d+\b")


def text_of(code: str) -> str:
    return (FOLDER / f"{code}.md").read_text(encoding="utf-8")


def cited(code: str) -> set[str]:
    """The numbers of clauses that a text has in brackets."""
    found = {number for inside in BRACKETS.findall(text_of(code)) for number in re.split(r"[,\s]+", inside)}
    return {number for number in found if re.fullmatch(r"(?:F\.|A)?\d+[\w.]*", number) and "." in number}


def test_the_four_and_the_guidelines_on_phones_have_one():
    assert set(CODES) == {each.code for each in four_policies()} | {"mobile-phones"}
    assert not has_starting_text("guidance")


@pytest.mark.parametrize("code", CODES)
def test_its_first_line_says_what_it_is(code):
    first = text_of(code).splitlines()[0]
    assert MARK in first


@pytest.mark.parametrize("code", CODES)
@pytest.mark.clause("F.9")
def test_it_cites_every_clause_that_it_must_not_contradict(code):
    """And none that the guidance does not have."""
    numbers = cited(code)
    for number in numbers:
        clause(number)
    assert {heed.clause for heed in named_documents()[code].heeds} <= numbers


def begin(office, code: str) -> Version:
    named = named_documents()[code]
    return actions.start(named=named, title=named.title, by=office.by, now=clock.now())


@pytest.mark.clause("F.6")
@pytest.mark.clause("9.7")
def test_a_start_is_a_named_document_with_a_draft_that_is_alternative(office):
    version = begin(office, "mobile-phones")
    document = Document.objects.get()
    assert (document.named, document.clause, version.state) == ("mobile-phones", "9.7", "draft")
    assert alternatives.is_alternative(version)
    assert alternatives.needs_consultation(version)
    assert is_still_marked(version)


@pytest.mark.clause("F.6")
def test_with_its_mark_it_cannot_be_adopted_and_adapted_not_as_it_is(office):
    version = begin(office, "social-media")
    assert [each.code for each in NoLongerAStart().unmet(version)] == ["still-a-start"]
    with pytest.raises(Refused):
        office.adopt(version, decision="adapted")
    ours = office.put_in(version.document, replacing=version.pk, change_note="")
    assert ours.started_from == "social-media"
    assert not is_still_marked(ours)
    with pytest.raises(Refused, match=r"^not-as-it-is$"):
        office.adopt(ours)


def test_what_was_written_anew_is_the_schools_own(office):
    version = begin(office, "social-media")
    anew = office.put_in(version.document, replacing=version.pk, change_note="", started_from="")
    assert anew.started_from == ""
    assert not alternatives.is_alternative(anew)


def test_it_begins_once(office):
    begin(office, "off-site")
    with pytest.raises(Refused, match=r"^has-text$"):
        begin(office, "off-site")
    assert Document.objects.count() == 1


def test_it_reads_without_a_heading_that_repeats_the_title():
    first = starting_text("own-device").pages[0]
    assert "<h2" in first.html
    assert "Bring your own device policy" not in first.html
