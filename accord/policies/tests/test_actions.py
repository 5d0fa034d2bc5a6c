import json
from datetime import timedelta
from hashlib import sha256

import pytest

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.kernel.models import Entry
from accord.policies import actions
from accord.policies.models import Audience, Document, Version
from accord.policies.tests.conftest import TEXT, original
from accord.signing.models import Text
from accord.vault import reads as vault

S = Version.State


def refused(code: str):
    return pytest.raises(Refused, match=f"^{code}$")


def detail_of(act: str) -> dict:
    return json.loads(Entry.objects.get(act=act).detail)


def states(document: Document) -> dict[str, str]:
    return {version.number: version.state for version in document.versions.exclude(state=S.DISCARDED)}


# Documents


def test_a_document_has_a_folder_an_address_and_an_entry(office, acts):
    document = office.add("Social media: staff & pupils", to=())
    assert document.slug == "social-media-staff-pupils"
    assert "because" in document.folder.declared.sentence(None)
    assert acts() == ["document.added"]


@pytest.mark.parametrize("title", ["Acceptable use of IT", "ACCEPTABLE use of it"])
def test_a_title_stands_for_one_document(office, acts, title):
    office.add(to=())
    with refused("title-taken"):
        office.add(title, to=())
    assert Document.objects.count() == 1
    assert acts() == ["document.added"]


def test_titles_of_one_sound_get_addresses_of_their_own(office):
    assert [office.add(title, to=()).slug for title in ("Phones!", "Phones?", "Phones.")] == [
        "phones",
        "phones-2",
        "phones-3",
    ]
    assert office.add("电话", to=()).slug == "document"
    assert len(office.add("x" * 200, to=()).slug) <= 80


def test_changing_a_document_keeps_its_address_and_names_what_changed(office, cast):
    document = office.add(to=())
    about = actions.About(title="IT: acceptable use", owner=cast["staff"])
    actions.change_document(document=document.pk, about=about, by=office.by, now=clock.now())
    document.refresh_from_db()
    assert (document.title, document.owner_id, document.slug) == (
        "IT: acceptable use",
        cast["staff"].pk,
        "acceptable-use-of-it",
    )
    assert detail_of("document.changed")["changed"] == ["title", "owner"]


def test_changing_nothing_is_no_act(office, acts):
    document = office.add(to=())
    about = actions.About(title=document.title, owner=office.by)
    actions.change_document(document=document.pk, about=about, by=office.by, now=clock.now())
    assert acts() == ["document.added"]


def test_an_audience_that_stays_keeps_its_day(office, acts):
    document = office.add(to=[("team", "English"), ("role", "dsl")])
    Audience.objects.update(added_on=clock.today() - timedelta(days=100))
    office.address(document, ("team", "English"), ("category", "governor"))
    kept = {row.value: (clock.today() - row.added_on).days for row in document.audiences.all()}
    assert kept == {"English": 100, "governor": 0}
    office.address(document, ("category", "governor"), ("team", "English"))
    assert acts() == ["document.added", "audience.changed", "audience.changed"]


# Versions


def test_a_version_keeps_the_exact_bytes_and_freezes_the_text(office, acts):
    version = office.put_in(office.add(to=()), change_note="")
    given = original()
    assert version.label == "version 1"
    assert version.state == S.DRAFT
    assert vault.content(version.file) == given.content
    assert version.text.sha256 == version.file.sha256 == sha256(given.content).hexdigest()
    assert "Never share a passphrase" in " ".join(page.words for page in version.text.pages.all())
    assert not Text.objects.in_force().exists()
    assert acts() == ["document.added", "version.added"]


def test_a_draft_is_replaced_under_its_own_number(office):
    document = office.add(to=())
    first = office.put_in(document)
    second = office.put_in(document, TEXT + "\nMore.\n", replacing=first.pk, change_note="")
    first.refresh_from_db()
    assert (first.state, second.state, second.label) == (S.DISCARDED, S.DRAFT, "version 1")


def test_a_second_draft_beside_the_first_is_refused_and_leaves_nothing(office, acts, vault):
    document = office.add(to=())
    office.put_in(document)
    before = sorted(vault.rglob("*"))
    with refused("draft-waits"):
        office.put_in(document)
    assert Version.objects.count() == 1
    assert sorted(vault.rglob("*")) == before
    assert acts() == ["document.added", "version.added"]


def test_somebody_elses_draft_is_not_replaced_by_accident(office):
    document = office.add(to=())
    first = office.put_in(document)
    second = office.put_in(document, replacing=first.pk)
    with refused("draft-waits"):
        office.put_in(document, replacing=first.pk)
    assert Version.objects.get(state=S.DRAFT) == second


def test_what_changed_must_be_said_after_the_first_version(office):
    document = office.in_force().document
    with refused("no-change-note"):
        office.put_in(document, change_note="  ")
    assert office.put_in(document, change_note="Phones").change_note == "Phones"


def test_a_minor_change_keeps_the_line_and_a_new_version_begins_one(office):
    first = office.in_force()
    minor = office.next_version(first.document, minor=True)
    new = office.next_version(first.document)
    assert [version.label for version in (first, minor, new)] == ["version 1", "version 1.1", "version 2"]
    assert first.text.line == minor.text.line != new.text.line
    assert first.text.series == new.text.series == first.document.pk


def test_a_minor_change_of_nothing_is_refused(office):
    with refused("nothing-to-correct"):
        office.put_in(office.add(to=()), minor=True)


def test_a_discarded_version_frees_its_number(office, acts):
    document = office.add(to=())
    draft = office.put_in(document)
    actions.discard_version(version=draft.pk, by=office.by, now=clock.now())
    assert office.put_in(document, change_note="").label == "version 1"
    assert acts()[-2:] == ["version.discarded", "version.added"]


def test_what_is_in_force_cannot_be_discarded(office):
    version = office.in_force()
    with refused("in-force"):
        actions.discard_version(version=version.pk, by=office.by, now=clock.now())
