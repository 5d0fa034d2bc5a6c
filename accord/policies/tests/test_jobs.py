"""What follows from publishing: who owes a signature, and who is told (clause F.3)."""

import uuid
from datetime import timedelta

import pytest

from accord.duties import actions as duties
from accord.duties import jobs as duty_jobs
from accord.duties import messages
from accord.duties.models import Duty
from accord.kernel import clock
from accord.kernel.models import Entry
from accord.kernel.scope import require_school
from accord.notices.models import Notice
from accord.people.models import Person
from accord.people.tests.cast import make_person
from accord.policies import actions, jobs, reads
from accord.policies.models import Version
from accord.signing.models import Declaration, Exemption, Signature

TODAY = clock.today()


def run_jobs(act: str = "document.published") -> None:
    """What the worker does after the newest `act`, and two quiet minutes later."""
    entry = str(Entry.objects.filter(act=act).latest("recorded_at").pk)
    duty_jobs.reconcile(require_school(), entry)
    if act == "document.published":
        jobs.announce(entry)
    messages.tell_all(now=clock.now() + timedelta(minutes=5))


def open_duties(version: Version) -> set[uuid.UUID]:
    return set(Duty.objects.open().filter(subject_id=version.text.line).values_list("person_id", flat=True))


def sign(person: Person, version: Version) -> None:
    folder = Duty.objects.filter(person=person, subject_id=version.text.line).first().folder
    now = clock.now()
    declaration = Declaration.objects.create(
        person=person,
        folder=folder,
        kind="signed",
        statement="I have read it.",
        typed_name=person.name,
        person_name=person.name,
        person_role="Teacher",
        training="INSET",
        method="passphrase",
        signed_in_at=now,
        signed_at=now,
        once=uuid.uuid4(),
        entry_id=uuid.uuid4(),
    )
    Signature.objects.create(
        declaration=declaration,
        person=person,
        text=version.text,
        line=version.text.line,
        sha256=version.text.sha256,
        kind="signed",
        signed_at=now,
    )
    duties.done(person=person, source="signing", subject_ids=[version.text.line], now=now)


@pytest.mark.clause("F.3")
def test_publishing_tells_every_member_of_staff_once(office, cast):
    make_person("Mia", "Midday", email="")
    english = make_person("Ada", "Bell", team="English")
    make_person("Gone", "Yesterday", ends_on=TODAY - timedelta(days=1))
    office.in_force(to=[("team", "English")])
    run_jobs()
    run_jobs()
    everybody = set(Person.objects.in_post(TODAY).values_list("pk", flat=True))
    assert sorted(Notice.objects.values_list("person_id", flat=True)) == sorted(everybody)
    kinds = {notice.person_id: notice.kind for notice in Notice.objects.all()}
    assert kinds.pop(english.pk) == messages.ASKED
    assert set(kinds.values()) == {jobs.KIND}
    assert Notice.objects.get(person__forename="Mia").state == Notice.State.NO_ADDRESS


def test_the_message_says_what_and_where_and_nothing_about_people(office, cast, school):
    office.in_force(to=())
    run_jobs()
    notice = Notice.objects.get(person=cast["staff"])
    assert notice.subject == "Acceptable use of IT: version 1"
    assert f"/s/{school.slug}/policies/acceptable-use-of-it/" in notice.body
    assert "Governing Board adopted it on" in notice.body
    assert office.by.surname not in notice.body


def test_a_message_that_waits_is_withdrawn_with_its_version(office):
    version = office.in_force(to=())
    run_jobs()
    waiting = list(Notice.objects.all())
    assert jobs.still_true(waiting, clock.now()) == {}
    actions.withdraw(document=version.document_id, because="Wrong file.", by=office.by, now=clock.now())
    assert set(jobs.still_true(waiting, clock.now()).values()) == {None}


def test_a_version_that_was_replaced_at_once_is_not_announced(office):
    first = office.in_force(to=())
    entry = str(Entry.objects.get(act="document.published").pk)
    office.next_version(first.document)
    assert jobs.announce(entry) == 0


def test_what_the_page_promised_comes_true(office, cast):
    """The people named before publishing are those who owe it afterwards, for every kind of version."""
    make_person("Mia", "Midday", email="")
    first = office.adopt(office.put_in(office.add()))
    promised = reads.consequences(first, TODAY)
    assert (promised.keeps, promised.asked_again) == (0, 0)
    office.publish(first)
    run_jobs()
    assert open_duties(first) == {person.pk for person in promised.asked}
    assert [person.forename for person in promised.without_address] == ["Mia"]

    sign(cast["staff"], first)
    now = clock.now()
    excused = cast["business-manager"]
    Exemption.objects.create(
        person=excused, series=first.document_id, because="On leave", given_by=office.by, given_at=now
    )
    minor = office.adopt(office.put_in(first.document, minor=True))
    promised = reads.consequences(minor, TODAY)
    assert (promised.keeps, promised.excused, promised.asked_again) == (1, 1, 0)
    office.publish(minor)
    run_jobs()
    assert open_duties(minor) == {person.pk for person in promised.asked} == open_duties(first)
    assert cast["staff"].pk not in open_duties(minor)

    new = office.adopt(office.put_in(first.document))
    promised = reads.consequences(new, TODAY)
    assert (promised.keeps, promised.excused, promised.asked_again) == (0, 1, 1)
    assert cast["staff"] in promised.asked
    office.publish(new)
    run_jobs()
    assert open_duties(new) == {person.pk for person in promised.asked}
    assert open_duties(first) == set()


def test_withdrawing_and_a_smaller_audience_end_duties(office, cast):
    version = office.in_force()
    run_jobs()
    assert cast["staff"].pk in open_duties(version)
    office.address(version.document, ("role", "headteacher"))
    run_jobs("audience.changed")
    assert open_duties(version) == {cast["headteacher"].pk}
    actions.withdraw(document=version.document_id, because="Wrong file.", by=office.by, now=clock.now())
    run_jobs("document.withdrawn")
    assert open_duties(version) == set()


def test_each_act_defers_its_jobs_in_its_own_transaction(office):
    from procrastinate.contrib.django.models import ProcrastinateJob

    version = office.in_force()
    actions.withdraw(document=version.document_id, because="Wrong file.", by=office.by, now=clock.now())
    names = sorted(
        ProcrastinateJob.objects.filter(task_name__in=["policies.jobs.announce", "duties.jobs.reconcile"]).values_list(
            "task_name", flat=True
        )
    )
    assert names == ["duties.jobs.reconcile"] * 3 + ["policies.jobs.announce"]
