"""A school in which every act about people, documents and signing has happened once, through the actions that people use."""

import uuid
from datetime import date, datetime, timedelta

from accord.duties import actions as duties
from accord.duties.rules import Away, Cadence
from accord.guidance.named import named_documents
from accord.kernel import clock
from accord.paper.scans import ScannedPage
from accord.people import actions as people
from accord.people.models import Category, Person
from accord.people.reads.preview import look_at
from accord.people.rules import Details, Post
from accord.people.tests import staff_files
from accord.policies import actions as policies
from accord.policies.tests.conftest import Office
from accord.schools import actions as schools
from accord.schools.rules import Days
from accord.signing import actions as signing
from accord.signing import reads
from accord.signing.paper_route import actions as paper
from accord.signing.paper_route import jobs as scans
from accord.withdrawals import actions as withdrawals

DAY = timedelta(days=1)
HEADINGS = ("Staff Code", "Surname", "Forename", "Email", "Post", "Department", "Start Date", "Line Manager Code")
ANN = ("A1", "Lee", "Ann", "ann@hopewell.example", "Teacher of Art", "Arts", "01/09/2015", "")
BEN = ("B2", "O’Brien", "Ben", "", "Midday Supervisor", "Lunch", "01/09/2019", "A1")
CAT = ("C3", "Ng", "Cat", "cat@hopewell.example", "Teacher", "Science", "01/09/2020", "A1")
TEACHER = Post(Category.PERMANENT, job_title="Teacher", team="Arts", starts_on=date(2021, 9, 1))


def live() -> None:
    """All of it, in the open school."""
    today, now = clock.today(), clock.now()
    head, _account = people.invite(
        details=Details("Henry", "Wójcik", email="head@hopewell.example"), role="headteacher", by=None, today=today
    )
    _bring_in([ANN, BEN], head, today)
    moved = (*BEN[:5], "Office", *BEN[6:])
    _bring_in([ANN, moved, CAT], head, today)
    _bring_in([ANN, moved], head, today)  # Cat has left.
    _office(head)
    people.keep_access(today=today)
    _by_hand(head, today)
    people.keep_access(today=today + DAY)  # Who left cannot come in tomorrow.
    _papers(head)
    _training(head, today, now)
    duties.reconcile(today=today, now=clock.now())
    _sign(clock.now())
    _sign_by_hand(head)
    leave = duties.record_leave(person=head.pk, days=Away(today - 9 * DAY, None), by=head, now=clock.now())
    duties.change_leave(leave=leave.pk, days=Away(today - 9 * DAY, today - DAY), by=head, now=clock.now())
    mistake = duties.record_leave(person=head.pk, days=Away(today, None), by=head, now=clock.now())
    duties.remove_leave(leave=mistake.pk, by=head, now=clock.now())
    duties.make_calendar_link(by=head, now=clock.now())
    _withdraw(head)


def _withdraw(head: Person) -> None:
    today, now = clock.today(), clock.now()
    made = withdrawals.open_outside(title="Old", lead=head, by=head, today=today, now=now)
    named = [withdrawals.Where("room", name, head) for name in ("Staff room", "Handbook", "A mistake")]
    room, book, mistake = [withdrawals.add_place(withdrawal=made.pk, where=each, by=head, now=now) for each in named]
    address = "https://example.org/old.pdf"
    withdrawals.change_place(place=book.pk, person=head, address=address, by=head, now=now)
    withdrawals.take_out(place=mistake.pk, by=head, now=now)
    withdrawals.confirm(place=room.pk, found="none", note="Looked twice", by=head, now=now)
    empty = withdrawals.open_outside(title="Older", lead=head, by=head, today=today, now=now)
    withdrawals.close_empty(withdrawal=empty.pk, because="Nobody ever had it", by=head, now=now)


def _office(head: Person) -> None:
    spans = [Days(date(2027, month, 7), date(2027, month, 25)) for month in (4, 6, 9)]
    term, other, _third = [schools.add_term(name=f"Term {span.first}", days=span, by=head) for span in spans]
    schools.change_term(pk=term.pk, name="Spring", days=spans[0], by=head)
    schools.remove_term(pk=other.pk, by=head)
    inset, wrong = [schools.add_closed_day(day=date(2027, 6, day), kind="inset", by=head) for day in (8, 9)]
    schools.change_closed_day(pk=inset.pk, day=date(2027, 6, 10), kind="closed", by=head)
    schools.remove_closed_day(pk=wrong.pk, by=head)
    duties.set_rhythm(cadence=Cadence((3,), True, (2,), 7, 5), by=head, now=clock.now())


def _bring_in(rows: list[tuple[str, ...]], by: Person, today: date) -> None:
    raw = staff_files.table([HEADINGS, *rows]).encode()
    file = people.keep_file(name="staff.csv", content=raw, by=by)
    people.settle_file(pk=file.pk, columns={}, absent_leave=True)
    preview = look_at(raw, absent_leave=True, by=by, today=today)
    people.import_file(pk=file.pk, fingerprint=preview.fingerprint, skip_bad=True, end_many=True, by=by, today=today)


def _by_hand(head: Person, today: date) -> None:
    zoe = people.add_person(
        details=Details("Zoë", "Hall", email="zoe@hopewell.example"), post=TEACHER, by=head, today=today
    )
    people.change_person(pk=zoe.pk, details=Details("Zoë", "Hill", email="hill@hopewell.example"), by=head, today=today)
    people.open_seat(person=zoe.pk, by=head, today=today)
    first = zoe.appointments.get()
    later = Post(Category.PERMANENT, job_title="Head of Art", team="Arts", line_manager=head.pk)
    second = people.change_appointment(pk=first.pk, post=later, from_day=today, by=head, today=today)
    put_right = Post(Category.TEMPORARY, job_title="Head of Art", team="Arts", starts_on=today)
    people.change_appointment(pk=second.pk, post=put_right, from_day=None, by=head, today=today)
    also = people.add_appointment(person=zoe.pk, post=Post(Category.GOVERNOR, starts_on=today), by=head, today=today)
    people.end_appointment(pk=also.pk, last_day=today, by=head, today=today)
    people.give_roles(roles=[(zoe.pk, "dsl")], by=head, today=today)
    dpo = people.give_role(person=zoe.pk, role="dpo", starts_on=today, by=head, today=today)
    people.take_role(pk=dpo.pk, last_day=today, by=head, today=today)
    soon = people.give_role(person=zoe.pk, role="network-manager", starts_on=today + DAY, by=head, today=today)
    people.take_role(pk=soon.pk, last_day=today, by=head, today=today)
    _somebody_leaves(head, today)
    _twice(head, zoe, today)
    ann = Person.objects.get(source_id="A1")
    people.close_seat(person=ann.pk, by=head, today=today)
    people.open_seat(person=ann.pk, by=head, today=today)


def _twice(head: Person, zoe: Person, today: date) -> None:
    """Here twice: merged, parted, and merged again, with an appointment, a role and a way in that go over."""
    details = Details("Zoë", "Hill", email="zoe.hill@hopewell.example", source_id="Z9")
    again = people.add_person(details=details, post=TEACHER, by=head, today=today)
    people.give_role(person=again.pk, role="clerk", starts_on=today, by=head, today=today)
    asked = {"survivor": zoe.pk, "duplicate": again.pk, "by": head, "today": today}
    merged = people.merge_people(**asked, keep=people.Kept(address_of_duplicate=True), now=clock.now())
    people.undo_merge(pk=merged.pk, by=head, today=today, now=clock.now())
    people.merge_people(**asked, keep=people.Kept(), now=clock.now())


def _somebody_leaves(head: Person, today: date) -> None:
    """With a role, an access, and an appointment that will never begin."""
    details = Details("Tom", "Taylor", email="tom@hopewell.example")
    tom = people.add_person(details=details, post=TEACHER, by=head, today=today)
    people.give_role(person=tom.pk, role="staff", starts_on=today, by=head, today=today)
    people.add_appointment(person=tom.pk, post=Post(Category.SUPPLY, starts_on=today + 30 * DAY), by=head, today=today)
    people.end_person(pk=tom.pk, last_day=today, by=head, today=today)


def _papers(head: Person) -> None:
    office = Office(head)
    version = office.in_force()
    office.next_version(version.document, minor=True)
    office.address(version.document, ("team", "Arts"), ("category", "permanent"))
    about = policies.About(title="Acceptable use", owner=head, summary="What everybody may do.")
    policies.change_document(document=version.document_id, about=about, by=head, now=clock.now())
    gone = office.in_force("Phones")
    policies.withdraw(document=gone.document_id, because="Merged.", by=head, now=clock.now())
    looked = policies.Looked(clock.today(), clock.today() + 365 * DAY, "Nothing to change.")
    noted = {"looked": looked, "by": head, "today": clock.today(), "now": clock.now()}
    policies.record_review(document=version.document_id, **noted)
    place = policies.Place("The school's website", head)
    complaints = named_documents()["complaints"]
    policies.record_elsewhere(named=complaints, place=place, by=head, today=clock.today(), now=clock.now())
    policies.review_elsewhere(named=complaints.code, **noted)
    policies.end_elsewhere(named=complaints.code, by=head, now=clock.now())
    waits = office.put_in(office.add("Social media"))
    office.adopt(waits, decision="not-adopted")
    waits = office.put_in(waits.document, replacing=waits.pk)
    policies.discard_version(version=waits.pk, by=head, now=clock.now())


def _training(head: Person, today: date, now: datetime) -> None:
    staff = list(Person.objects.all())
    briefing = signing.record_briefing(title="INSET", held_on=today, led_by="", people=staff, by=head, now=now)
    signing.correct_attendance(briefing=briefing, people=staff[1:], by=head, now=now)
    about = {"person": staff[0], "series": uuid.uuid4(), "by": head}
    signing.excuse_several(people=staff[1:], series=uuid.uuid4(), because="Never reads", until=None, by=head, now=now)
    signing.excuse(because="On leave", until=today - DAY, now=now - DAY, **about)
    again = signing.excuse(because="Still on leave", until=None, now=now, **about)
    signing.end_excuse(exemption=again, by=head, now=now)
    signing.excuse(because="Once more", until=None, now=now, **about)


def _sign(now: datetime) -> None:
    person = Person.objects.get(source_id="A1")
    owed = reads.to_sign(person, declined=True)
    shown = frozenset(text.id for text in owed)
    for text in signing.Text.objects.filter(pk__in=shown):
        for page in text.pages.all():
            signing.deliver(person=person, text=text, number=page.number, now=now)
    answer = signing.Answer("signed", person.name, "", "INSET", shown, uuid.uuid4())
    signed_in = signing.SignedIn("passphrase", now, None, "A browser")
    signing.declare(person=person, answer=answer, signed_in=signed_in, school_name="Hopewell", now=now)


def _sign_by_hand(head: Person) -> None:
    """Ben has no address: a sheet, the scan of it as the worker reads it, and a witness."""
    ben, now = Person.objects.get(source_id="B2"), clock.now()
    printing = paper.print_sheets(people=[ben.pk], school_name="Hopewell", once=uuid.uuid4(), by=head, now=now)
    sheet = printing.sheets.get()
    scan = paper.take_in(name="scan.pdf", content=b"a scan", once=uuid.uuid4(), by=head, now=now)
    scans._keep(scan, ScannedPage(number=1, pages=1, codes=(sheet.code,), picture=b"a picture", paper=b"%PDF-1.7"))
    seen = paper.Seen(clock.today(), "hand", "INSET", now)
    paper.confirm(page=scan.pages.get().pk, seen=seen, by=head, now=now)
