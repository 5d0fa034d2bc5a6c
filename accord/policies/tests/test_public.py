"""What anyone may read without signing in (clause F.3), and what nobody may."""

import re

import pytest

from accord.kernel import clock
from accord.policies import actions
from accord.policies.models import Version


@pytest.fixture
def at(school):
    return lambda path="": f"/s/{school.slug}/policies/{path}"


def words_on(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode().partition("<main")[2]).split())


@pytest.mark.clause("F.1")
def test_before_adoption_and_publication_nothing_is_public(office, client, at):
    draft = office.put_in(office.add())
    for step in (lambda: draft, lambda: office.adopt(draft)):
        step()
        assert "No policy has been published yet" in words_on(client.get(at()))
        assert client.get(at("acceptable-use-of-it/")).status_code == 404
        assert client.get(at("acceptable-use-of-it/1/")).status_code == 404
        assert client.get(at("acceptable-use-of-it/1/original/")).status_code == 404
        assert "passphrase" not in words_on(client.get(at("?q=passphrase"))).replace("“passphrase”", "")


@pytest.mark.clause("F.3")
def test_published_it_can_be_read_by_anyone_with_version_and_adoption(office, client, at):
    version = office.in_force(summary="How we use computers.")
    listed = words_on(client.get(at()))
    assert "1 policy of the school is in force" in listed
    assert "Acceptable use of IT" in listed
    shown = words_on(client.get(at("acceptable-use-of-it/")))
    for words in ("Never share a passphrase", "Version 1, in force since", "minute 26/41", "How we use computers."):
        assert words in shown
    original = client.get(at("acceptable-use-of-it/1/original/"))
    assert original["Content-Disposition"].startswith("attachment")
    assert version.file.sha256 == __import__("hashlib").sha256(original.content).hexdigest()


def test_the_public_page_never_says_who_signed_or_who_works_there(office, client, at, cast):
    office.in_force()
    for path in ("", "acceptable-use-of-it/"):
        content = client.get(at(path)).content.decode()
        assert not [person for person in cast.people.values() if person.surname in content or person.email in content]


def test_an_old_version_says_that_it_is_old_and_leads_to_the_one_in_force(office, client, at):
    first = office.in_force()
    office.next_version(first.document, "# New\n\nThe newest words.", minor=True)
    old = client.get(at("acceptable-use-of-it/1/"))
    assert "This is an old version." in words_on(old)
    assert "version 1.1 has been in force" in words_on(old)
    assert f'href="{at("acceptable-use-of-it/")}"' in old.content.decode()
    assert "noindex" in old.content.decode()
    newest = words_on(client.get(at("acceptable-use-of-it/1.1/")))
    assert "The newest words." in newest
    assert "old version" not in newest
    assert client.get(at("acceptable-use-of-it/2/")).status_code == 404


def test_a_withdrawn_document_says_so_and_shows_no_text(office, client, at):
    version = office.in_force()
    actions.withdraw(document=version.document_id, because="Merged with another.", by=office.by, now=clock.now())
    for path in ("acceptable-use-of-it/", "acceptable-use-of-it/1/"):
        shown = words_on(client.get(at(path)))
        assert "is no longer in force" in shown
        assert "Merged with another." in shown
        assert "passphrase" not in shown
    assert client.get(at("acceptable-use-of-it/1/original/")).status_code == 404
    assert "No policy has been published yet" in words_on(client.get(at()))


def test_a_draft_of_the_next_version_stays_private(office, client, at):
    version = office.in_force()
    office.put_in(version.document, "# Next\n\nSecret plans.")
    assert "Secret" not in client.get(at("acceptable-use-of-it/")).content.decode()
    assert client.get(at("acceptable-use-of-it/2/")).status_code == 404
    assert "Secret" not in words_on(client.get(at("?q=plans")))
    assert Version.objects.count() == 2


def test_search_leads_to_the_page_of_the_text(office, client, at):
    office.in_force()
    answer = client.get(at("?q=phone"))
    assert "1 page says “phone”" in words_on(answer)
    assert f'href="{at("acceptable-use-of-it/")}#page-1"' in answer.content.decode()
    assert "<mark>phone</mark>" in answer.content.decode()


def test_an_unknown_school_or_policy_is_not_there(client, at, here):
    assert client.get(at("no-such-thing/")).status_code == 404
    assert client.get("/s/no-such-school/policies/").status_code == 404
