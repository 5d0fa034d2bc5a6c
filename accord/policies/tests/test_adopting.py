"""Adoption, publication and withdrawal: what they bring about, and what nothing can get around."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.kernel.models import Entry
from accord.policies import actions
from accord.policies.models import Adoption, Document, Version
from accord.signing.models import Text

S = Version.State


def refused(code: str):
    return pytest.raises(Refused, match=f"^{code}$")


def detail_of(act: str) -> dict:
    return json.loads(Entry.objects.get(act=act).detail)


def states(document: Document) -> dict[str, str]:
    return {version.number: version.state for version in document.versions.exclude(state=S.DISCARDED)}


# Adoption


@pytest.mark.clause("F.1")
def test_an_adoption_is_kept_with_its_minute_and_its_entry(office):
    version = office.adopt(office.put_in(office.add()), decision="adapted", note="Section 3 shortened.")
    adoption = version.adoption
    assert (version.state, adoption.minute_reference, adoption.recorded_by) == (S.ADOPTED, "26/41", office.by)
    entry = Entry.objects.get(act="version.adopted")
    assert (adoption.entry_id, entry.subject_id, entry.actor_id) == (entry.pk, version.pk, office.by.pk)
    assert json.loads(entry.detail)["meeting_on"] == adoption.meeting_on.isoformat()


@pytest.mark.clause("F.1")
def test_a_version_that_was_not_adopted_stays_a_draft_and_the_decision_is_on_record(office, acts):
    version = office.adopt(office.put_in(office.add()), decision="not-adopted", note="Ask the unions first.")
    assert (version.state, version.adoption) == (S.DRAFT, None)
    assert [adoption.decision for adoption in version.adoptions.all()] == ["not-adopted"]
    assert acts()[-1] == "version.turned-down"
    assert office.adopt(version).state == S.ADOPTED


@pytest.mark.parametrize(
    ("change", "code"),
    [({"minute_reference": " "}, "no-minute"), ({"meeting_on": clock.today() + timedelta(days=1)}, "meeting-ahead")],
)
@pytest.mark.clause("F.1")
def test_a_refused_adoption_changes_nothing(office, acts, change, code):
    version = office.put_in(office.add())
    before = acts()
    with refused(code):
        office.adopt(version, **change)
    assert not Adoption.objects.exists()
    assert acts() == before


def test_adopted_twice_is_refused(office):
    version = office.adopt(office.put_in(office.add()))
    with refused("adopted-already"):
        office.adopt(version)
    assert Adoption.objects.count() == 1


def test_the_database_lets_nobody_change_an_adoption(office):
    office.adopt(office.put_in(office.add()))
    with pytest.raises(ProgrammingError), transaction.atomic():
        Adoption.objects.update(minute_reference="27/1")
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM policies_adoption")


@pytest.mark.clause("F.1")
def test_the_database_itself_refuses_what_is_in_force_without_an_adoption(office):
    version = office.put_in(office.add())
    for state in (S.ADOPTED, S.PUBLISHED, S.REPLACED):
        with pytest.raises(IntegrityError), transaction.atomic():
            Version.objects.filter(pk=version.pk).update(state=state, published_by=office.by, published_at=clock.now())


# Publication


@pytest.mark.clause("F.1")
def test_nothing_comes_into_force_without_an_adoption(office, acts):
    version = office.put_in(office.add())
    with refused("not-adopted"):
        office.publish(version)
    assert not Text.objects.in_force().exists()
    assert "document.published" not in acts()


def test_publishing_replaces_the_former_version(office):
    first = office.in_force()
    second = office.next_version(first.document)
    assert states(first.document) == {"2": S.PUBLISHED, "1": S.REPLACED}
    assert [text.pk for text in Text.objects.in_force()] == [second.text_id]
    assert Entry.objects.filter(act="document.published", subject_id=first.document_id).count() == 2


def test_a_minor_change_keeps_the_due_day(office):
    first = office.in_force()
    minor = office.next_version(first.document, minor=True)
    assert minor.due_on == first.due_on is not None


def test_published_twice_is_refused(office, acts):
    version = office.in_force()
    before = acts()
    with refused("published-already"):
        office.publish(version)
    assert acts() == before


def test_a_due_day_that_is_over_is_refused(office):
    version = office.adopt(office.put_in(office.add()))
    with refused("due-over"):
        office.publish(version, due_on=clock.today() - timedelta(days=1))


def test_withdrawing_takes_the_text_out_of_force_and_says_why(office):
    version = office.in_force()
    actions.withdraw(
        document=version.document_id, because="Replaced by the trust's own.", by=office.by, now=clock.now()
    )
    version.refresh_from_db()
    assert (version.state, version.withdrawn_because) == (S.WITHDRAWN, "Replaced by the trust's own.")
    assert not Text.objects.in_force().exists()
    with refused("not-in-force"):
        actions.withdraw(document=version.document_id, because="Again", by=office.by, now=clock.now())


def test_after_a_withdrawal_a_new_version_can_come_into_force(office):
    version = office.in_force()
    actions.withdraw(document=version.document_id, because="Wrong file.", by=office.by, now=clock.now())
    again = office.next_version(version.document)
    assert (again.label, again.state) == ("version 2", S.PUBLISHED)


def test_a_correction_of_a_withdrawn_version_cannot_come_into_force(office):
    version = office.in_force()
    minor = office.adopt(office.put_in(version.document, minor=True))
    actions.withdraw(document=version.document_id, because="Wrong file.", by=office.by, now=clock.now())
    with refused("corrects-nothing"):
        office.publish(minor)


def test_a_ledger_that_cannot_be_written_undoes_everything(office, monkeypatch, vault):
    document = office.add()
    draft = office.put_in(document)
    adopted = office.adopt(draft)
    files = sorted(vault.rglob("*"))

    def break_ledger() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    from accord.kernel import ledger

    monkeypatch.setattr(ledger, "record", lambda *args, **kwargs: break_ledger())
    attempts = [
        lambda: office.add("Another"),
        lambda: office.publish(adopted),
        lambda: actions.discard_version(version=draft.pk, by=office.by, now=clock.now()),
        lambda: office.address(document, ("team", "English")),
    ]
    for attempt in attempts:
        with pytest.raises(Exception, match="division by zero"), transaction.atomic():
            attempt()
    assert Document.objects.count() == 1
    assert Version.objects.get().state == S.ADOPTED
    assert document.audiences.get().by == "everyone"
    assert not Text.objects.in_force().exists()
    assert sorted(vault.rglob("*")) == files


def test_a_ledger_that_cannot_be_written_leaves_no_file_and_no_adoption(office, monkeypatch, vault):
    document = office.add()
    from accord.kernel import ledger

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("ledger")

    with monkeypatch.context() as broken:
        broken.setattr(ledger, "record", fail)
        with pytest.raises(RuntimeError), transaction.atomic():
            office.put_in(document)
    assert not [path for path in vault.rglob("*") if path.is_file()]
    version = office.put_in(document)
    monkeypatch.setattr(ledger, "record", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        office.adopt(version)
    assert not Adoption.objects.exists()
    assert Version.objects.get().state == S.DRAFT
