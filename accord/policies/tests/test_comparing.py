"""Any two versions of a document, laid into each other; who may see which; and the same for anybody, of what is public."""

import pytest

from accord.kernel import clock
from accord.policies import actions
from accord.policies.tests.browsing import page
from accord.policies.tests.conftest import TEXT

NEWER = TEXT.replace("Keep your own phone", "Keep your own phone or watch")


@pytest.fixture
def two(office):
    """A document whose second version is in force."""
    first = office.in_force(text=TEXT)
    return first.document, office.next_version(first.document, NEWER)


def test_the_newest_is_compared_with_the_one_before_unless_somebody_chooses(two, office, as_role, at):
    document, _second = two
    office.next_version(document, f"{NEWER}\nAsk the office first.\n")
    browser = as_role("staff")
    shown = page(browser, at(f"documents/{document.pk}/compare/"))
    assert "1 passage added. From version 2 to version 3" in shown
    assert "Ask the office first." in shown
    chosen = page(browser, at(f"documents/{document.pk}/compare/?old=1&new=3"))
    assert "1 passage changed, 1 added. From version 1 to version 3" in chosen
    assert "(added: or watch end of what was added)" in chosen
    back = page(browser, at(f"documents/{document.pk}/compare/?old=2&new=1"))
    assert "(removed: or watch end of what was removed)" in back


def test_what_stayed_is_left_out_until_somebody_wants_it(two, as_role, at):
    document, _second = two
    address = at(f"documents/{document.pk}/compare/?old=1&new=2")
    assert "Never share a passphrase" not in page(as_role("staff"), address)
    everything = page(as_role("staff"), f"{address}&show=all")
    assert "Never share a passphrase" in everything
    assert "Show only what changed" in everything


@pytest.mark.parametrize(
    ("query", "says"),
    [
        pytest.param("old=1&new=1", "Choose two different versions.", id="with itself"),
        pytest.param("old=7&new=1", "There is no such version.", id="one that is not there"),
        pytest.param("old=1&new=x", "There is no such version.", id="nonsense"),
    ],
)
def test_a_pair_that_cannot_be_compared_is_said_beside_its_field(query, says, two, as_role, at):
    document, _second = two
    assert says in page(as_role("staff"), at(f"documents/{document.pk}/compare/?{query}"), status=422)


def test_a_draft_is_compared_by_those_who_see_drafts_and_nobody_else(two, office, as_role, at):
    document, _second = two
    office.put_in(document, f"{NEWER}\nA secret plan.\n")
    address = at(f"documents/{document.pk}/compare/")
    assert "A secret plan." in page(as_role("clerk"), f"{address}?new=3")
    assert "A secret plan." in page(as_role("clerk"), address)
    assert "A secret plan." not in page(as_role("staff"), address)
    assert "There is no such version." in page(as_role("staff"), f"{address}?old=2&new=3", status=422)


def test_with_one_version_the_page_says_what_will_stand_there(office, as_role, at):
    version = office.in_force()
    assert "There is nothing to compare yet" in page(as_role("staff"), at(f"documents/{version.document_id}/compare/"))
    assert "Compare two versions" not in page(as_role("staff"), at(f"documents/{version.document_id}/"))


@pytest.mark.clause("F.3")
def test_anyone_sees_what_a_published_version_changed_in_the_one_before(two, office, client, at):
    document, second = two
    draft = office.put_in(document, f"{NEWER}\nA secret plan.\n")
    policy = client.get(at(f"policies/{document.slug}/")).content.decode()
    assert "What changed since version 1, word for word" in policy
    shown = page(client, at(f"policies/{document.slug}/{second.number}/changes/"))
    assert "1 passage changed. From version 1 to version 2" in shown
    assert "Clearer words about phones." in shown
    assert client.get(at(f"policies/{document.slug}/1/changes/")).status_code == 404
    assert client.get(at(f"policies/{document.slug}/{draft.number}/changes/")).status_code == 404


def test_of_a_withdrawn_document_the_public_sees_no_changes(two, office, client, at):
    document, second = two
    actions.withdraw(document=document.pk, because="Replaced by another.", by=office.by, now=clock.now())
    assert client.get(at(f"policies/{document.slug}/{second.number}/changes/")).status_code == 404
