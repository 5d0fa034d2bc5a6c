"""The pages of the guidance. No test here has a database, and none of the pages asks for one."""

import re

import pytest

from accord.guidance import catalogue
from accord.guidance.proofs import Proof, proofs

NOTED = [clause for clause in catalogue.clauses().values() if not clause.is_in_force]


def rows(response) -> list[str]:
    return re.findall(r'<tr id="clause-([^"]+)"', response.content.decode())


def test_anyone_reads_every_clause_without_signing_in(client):
    response = client.get("/guidance/")
    assert response.status_code == 200
    assert rows(response) == list(catalogue.clauses())


def test_each_clause_leads_to_its_own_page(client):
    page = client.get("/guidance/").content.decode()
    for number in catalogue.clauses():
        assert f'href="/guidance/{number}/"' in page


def test_each_clause_has_its_own_page(client):
    for number, clause in catalogue.clauses().items():
        response = client.get(f"/guidance/{number}/")
        assert response.status_code == 200
        assert f"<h1>{clause.title}</h1>" in _plain(response)


@pytest.mark.parametrize("number", ["9.99", "f.1", "school", "9.7h"])
def test_an_unknown_number_is_not_found(client, number):
    assert client.get(f"/guidance/{number}/").status_code == 404


@pytest.mark.parametrize("clause", NOTED, ids=lambda clause: clause.number)
@pytest.mark.parametrize("address", ["/guidance/", "/guidance/?search={0}", "/guidance/{0}/"])
def test_what_is_out_of_date_is_never_shown_without_its_note(client, clause, address):
    response = client.get(address.format(clause.number))
    assert clause.plain[:60] in _plain(response)
    assert clause.note in _plain(response)


@pytest.mark.parametrize("clause", NOTED, ids=lambda clause: clause.number)
def test_a_note_names_its_sources_and_the_day(client, clause):
    page = _plain(client.get(f"/guidance/{clause.number}/"))
    assert "Sunday 22 November 2026" in page
    for source in clause.sources:
        assert source.name in page
        assert source.address in page


def test_filters_work_from_the_address_and_stay_in_the_form(client):
    response = client.get("/guidance/?search=parents&strength=may&who=School")
    assert rows(response) == ["9.9.2d", "9.9.5"]
    page = response.content.decode()
    assert 'value="parents"' in page
    assert '<option value="may" selected>' in page
    assert "2 clauses fit" in page


def test_nothing_found_says_what_to_do(client):
    page = client.get("/guidance/?search=kangaroo").content.decode()
    assert "No clause fits" in page
    assert "Show all clauses" in page


def test_a_filter_that_does_not_exist_is_named_and_filters_nothing(client):
    response = client.get("/guidance/?strength=mighty")
    assert len(rows(response)) == len(catalogue.clauses())
    assert "Please check" in response.content.decode()


def test_the_words_of_a_reader_are_never_markup(client):
    page = client.get("/guidance/?search=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page


def test_what_accord_has_is_shown_with_its_version(client, monkeypatch):
    monkeypatch.setattr(proofs, "_items", [])
    proofs.register(Proof("F.1", "Adoptions with their minute reference.", "guidance:clauses", "0.1"))
    proofs.register(Proof("F.1", "Kept in a school.", "no-such:route", "0.1"))
    page = _plain(client.get("/guidance/F.1/"))
    assert '<a href="/guidance/">Adoptions with their minute reference.</a>' in page
    assert "<li>Kept in a school." in page
    assert "since version 0.1" in page
    assert "Accord has something to show for 1 of 145 clauses so far" in _plain(client.get("/guidance/"))


def test_where_we_are_stricter_than_the_source_the_page_says_so(client):
    assert "Advice in the source (should)" in _plain(client.get("/guidance/7.2/"))
    assert "We read it that way" in _plain(client.get("/guidance/F.8/"))
    assert "in the source" not in _plain(client.get("/guidance/F.1/"))


def _plain(response) -> str:
    page = response.content.decode()
    return page.replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")
