"""Staff files brought in: what is written, that a second time changes nothing, and what is never left to a file."""

import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from accord.kernel import clock, ledger
from accord.kernel.decision import Refused
from accord.kernel.models import Entry
from accord.kernel.scope import in_school
from accord.people import actions
from accord.people.importing import UnreadableFile
from accord.people.models import Appointment, Category, Person, Seat, StaffFile
from accord.people.reads.preview import Preview, look_at
from accord.people.tests import staff_files
from accord.people.tests.cast import LONG_AGO, give_role, make_person
from accord.schools.models import School

DAY = timedelta(days=1)
HEADINGS = (
    "Staff Code",
    "Surname",
    "Forename",
    "Email",
    "Post",
    "Department",
    "Start Date",
    "End Date",
    "Line Manager Code",
)
ANN = ("A1", "Lee", "Ann", "ann@hopewell.example", "Teacher of Art", "Arts", "01/09/2015", "", "")
BEN = ("B2", "O’Brien", "Ben", "", "Midday Supervisor", "Lunch", "01/09/2019", "", "A1")


@pytest.fixture
def today() -> date:
    return clock.today()


@pytest.fixture
def head(here: School) -> Person:
    return give_role(make_person("Henry", "Wójcik", email="head@hopewell.example"), "headteacher")


def content(*rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    return staff_files.table([headings, *rows]).encode()


def with_cell(row: tuple[str, ...], **cells: str) -> tuple[str, ...]:
    """`row` with other cells, named by their place in HEADINGS."""
    names = [heading.split()[0].lower() for heading in HEADINGS]
    return tuple(cells.get(name, cell) for name, cell in zip(names, row, strict=True))


def bring_in(
    raw: bytes, by: Person, today: date, *, absent_leave: bool = False, skip_bad: bool = False
) -> actions.Imported:
    file = actions.keep_file(name="staff.csv", content=raw, by=by)
    actions.settle_file(pk=file.pk, columns={}, absent_leave=absent_leave)
    preview = look_at(raw, absent_leave=absent_leave, by=by, today=today)
    confirmed = {"fingerprint": preview.fingerprint, "skip_bad": skip_bad, "end_many": True}
    return actions.import_file(pk=file.pk, **confirmed, by=by, today=today)


def counts(raw: bytes, by: Person, today: date, **options: bool) -> dict[str, int]:
    found = look_at(raw, by=by, today=today, **options).counts
    return {name: number for name, number in found.items() if number}


def test_a_secondary_comes_in_and_a_second_time_changes_nothing(head, today):
    raw = staff_files.secondary_file()
    done = bring_in(raw, head, today, skip_bad=True)
    assert (done.created, done.updated, done.left) == (168, 0, 0)
    assert Person.objects.count() == 169
    assert counts(raw, head, today) == {"unchanged": 168}
    assert bring_in(raw, head, today).created == 0
    assert Entry.objects.filter(act="staff-file.imported").count() == 1


def test_a_small_primary_comes_in_with_people_who_have_no_address(head, today):
    bring_in(staff_files.small_primary_file(), head, today)
    arthur = Person.objects.named_like("o'briain").get()
    assert (arthur.email, arthur.appointments.get().job_title) == ("", "Midday Supervisor")
    assert Appointment.objects.get(category=Category.GOVERNOR).person.surname == "García"
    assert counts(staff_files.small_primary_file(), head, today) == {"unchanged": 7}


def test_an_import_is_one_act_that_names_ids_and_no_names(head, today):
    bring_in(content(ANN, BEN), head, today)
    entry = Entry.objects.get(act="staff-file.imported")
    detail = json.loads(entry.detail)
    assert entry.actor_id == head.pk
    assert detail["counts"]["new"] == 2
    assert set(detail["people"]["added"]) == {str(person.pk) for person in Person.objects.exclude(pk=head.pk)}
    assert "Lee" not in entry.detail


def test_people_of_one_file_are_each_others_managers(head, today):
    bring_in(content(BEN, ANN), head, today)
    assert (
        Person.objects.named_like("ben").get().appointments.get().line_manager == Person.objects.named_like("ann").get()
    )


def test_after_an_import_the_worker_lets_people_in(head, today):
    bring_in(content(ANN, BEN), head, today)
    assert not Seat.objects.filter(account__email="ann@hopewell.example").exists()
    actions.keep_access(today=today)
    assert (
        Seat.objects.get(account__email="ann@hopewell.example").person_id == Person.objects.named_like("ann").get().pk
    )


def test_a_post_that_changed_stays_on_record_and_the_file_still_fits(head, today):
    bring_in(content(ANN), head, today - DAY)
    changed = content(with_cell(ANN, post="Head of Art"))
    preview = look_at(changed, by=head, today=today)
    assert [(change.field, change.before, change.after) for change in preview.plan.changed[0].changes] == [
        ("posts", ("Teacher of Art",), ("Head of Art",))
    ]
    bring_in(changed, head, today)
    old, new = Person.objects.named_like("ann").get().appointments.order_by("starts_on")
    assert (old.job_title, old.ends_on) == ("Teacher of Art", today - DAY)
    assert (new.job_title, new.starts_on, new.ends_on, new.continues) == ("Head of Art", today, None, old)
    assert counts(changed, head, today) == {"unchanged": 1}


def test_dates_are_put_right_where_they_began(head, today):
    bring_in(content(ANN), head, today - DAY)
    bring_in(content(with_cell(ANN, post="Head of Art")), head, today)
    moved = content(with_cell(ANN, post="Head of Art", start="01/09/2014"))
    bring_in(moved, head, today + DAY)
    appointments = Person.objects.named_like("ann").get().appointments.order_by("starts_on")
    assert [each.starts_on for each in appointments] == [date(2014, 9, 1), today]
    assert counts(moved, head, today + DAY) == {"unchanged": 1}


def test_told_late_that_somebody_left_before_a_change_the_change_never_began(head, today):
    bring_in(content(ANN), head, today - 9 * DAY)
    bring_in(content(with_cell(ANN, post="Head of Art")), head, today - DAY)
    left = content(with_cell(ANN, post="Head of Art", end=f"{today - 5 * DAY:%d/%m/%Y}"))
    assert bring_in(left, head, today).left == 1
    assert Person.objects.named_like("ann").get().appointments.get().ends_on == today - 5 * DAY
    assert counts(left, head, today) == {"unchanged": 1}


def test_whoever_left_leaves_every_appointment_and_may_come_back(head, today):
    bring_in(content(ANN), head, today - 90 * DAY)
    ann = Person.objects.named_like("ann").get()
    Appointment.objects.create(person=ann, category=Category.GOVERNOR, starts_on=LONG_AGO)
    left = content(with_cell(ANN, end=f"{today - 60 * DAY:%d/%m/%Y}"))
    bring_in(left, head, today - 30 * DAY)
    assert set(ann.appointments.values_list("ends_on", flat=True)) == {today - 60 * DAY}
    assert counts(left, head, today - 30 * DAY) == {"unchanged": 1}
    back = content(with_cell(ANN, start=f"{today:%d/%m/%Y}"))
    assert counts(back, head, today) == {"returning": 1}
    bring_in(back, head, today)
    assert Person.objects.in_post(today).get(pk=ann.pk)
    assert ann.appointments.get(starts_on=today).ends_on is None
    assert counts(back, head, today) == {"unchanged": 1}


def test_a_last_day_that_was_a_mistake_is_taken_back_in_place(head, today):
    bring_in(content(with_cell(ANN, end=f"{today - 5 * DAY:%d/%m/%Y}")), head, today - 30 * DAY)
    bring_in(content(ANN), head, today)
    appointment = Person.objects.named_like("ann").get().appointments.get()
    assert (appointment.starts_on, appointment.ends_on) == (date(2015, 9, 1), None)


def test_absent_people_leave_only_when_it_is_said(head, today):
    bring_in(content(ANN, BEN), head, today)
    assert counts(content(ANN), head, today) == {"unchanged": 1}
    assert counts(content(ANN), head, today, absent_leave=True) == {"unchanged": 1, "leaving": 1}
    bring_in(content(ANN), head, today, absent_leave=True)
    assert Person.objects.named_like("ben").get().appointments.get().ends_on == today - DAY
    assert counts(content(ANN), head, today, absent_leave=True) == {"unchanged": 1}


def test_two_people_can_change_their_addresses_over(head, today):
    cleo = with_cell(ANN, staff="C3", surname="Fox", forename="Cleo", email="cleo@hopewell.example", start="01/09/2016")
    bring_in(content(ANN, cleo), head, today)
    over = content(with_cell(ANN, email="cleo@hopewell.example"), with_cell(cleo, email="ann@hopewell.example"))
    bring_in(over, head, today)
    assert Person.objects.get(email="cleo@hopewell.example").forename == "Ann"
    assert Person.objects.named_like("cleo@hopewell ann").exists()


def test_a_bad_row_stops_everything_until_it_is_left_out(head, today):
    raw = content(ANN, with_cell(BEN, start="31/02/2020"))
    with pytest.raises(Refused, match="bad-rows"):
        bring_in(raw, head, today)
    assert Person.objects.count() == 1
    assert bring_in(raw, head, today, skip_bad=True).created == 1


def test_no_file_takes_the_only_headteacher_away(head, today):
    Person.objects.filter(pk=head.pk).update(source_id="H1")
    henry = with_cell(ANN, staff="H1", surname="Wójcik", forename="Henry", email=head.email)
    preview = look_at(content(with_cell(henry, end="01/09/2026", start="01/09/2015")), by=head, today=today)
    assert [(problem.code, problem.column) for problem in preview.plan.bad] == [("no-headteacher", "End Date")]
    assert preview.counts["leaving"] == 0
    preview = look_at(content(ANN), absent_leave=True, by=head, today=today)
    assert [(problem.code, problem.row) for problem in preview.plan.bad] == [("no-headteacher", None)]


def test_a_file_of_the_office_cannot_send_the_headteachers_sign_in_elsewhere(head, today):
    office = give_role(make_person("Tom", "Taylor"), "business-manager")
    Person.objects.filter(pk=head.pk).update(source_id="H1")
    henry = ("H1", "Wójcik", "Henry", "tom@elsewhere.example", "Headteacher", "", "", "", "")
    other = with_cell(ANN, email=head.email)
    preview = look_at(content(henry, other), by=office, today=today)
    assert [(problem.code, problem.row) for problem in preview.plan.bad] == [("may-do-more", 2), ("email-taken", 3)]
    assert not look_at(content(henry), by=head, today=today).plan.bad


def test_two_headteachers_are_pointed_out(head, today):
    raw = content(with_cell(ANN, post="Headteacher"), with_cell(BEN, post="Headteacher", line=""))
    warnings = [warning.code for warning in look_at(raw, by=head, today=today).plan.warnings]
    assert warnings.count("several-headteachers") == 2


def test_a_file_never_gives_a_role(head, today):
    bring_in(content(with_cell(ANN, post="Headteacher and DSL")), head, today)
    assert not Person.objects.named_like("ann").get().roles.exists()


def test_a_list_of_parents_is_refused(head, today):
    with pytest.raises(UnreadableFile) as refused:
        look_at(staff_files.parents_file(), by=head, today=today)
    assert refused.value.code == "pupils"


def test_what_changed_meanwhile_is_looked_at_again(head, today):
    file = actions.keep_file(name="staff.csv", content=content(ANN), by=head)
    seen = look_at(bytes(file.content), by=head, today=today).fingerprint
    bring_in(content(ANN), head, today)
    with pytest.raises(Refused, match="stale"):
        actions.import_file(pk=file.pk, fingerprint=seen, skip_bad=False, by=head, today=today)
    assert StaffFile.objects.filter(pk=file.pk).exists()


def test_a_second_click_finds_the_file_gone(head, today):
    file = actions.keep_file(name="staff.csv", content=content(ANN), by=head)
    seen = look_at(bytes(file.content), by=head, today=today).fingerprint
    actions.import_file(pk=file.pk, fingerprint=seen, skip_bad=False, by=head, today=today)
    with pytest.raises(StaffFile.DoesNotExist):
        actions.import_file(pk=file.pk, fingerprint=seen, skip_bad=False, by=head, today=today)
    assert Person.objects.named_like("ann").count() == 1


def test_an_import_that_cannot_be_recorded_brings_in_nobody(head, today, monkeypatch):
    def fails(*args, **kwargs):
        raise DatabaseError("no ledger")

    monkeypatch.setattr(ledger, "record", fails)
    with pytest.raises(DatabaseError, match="no ledger"):
        bring_in(content(ANN), head, today)
    assert not Person.objects.named_like("ann").exists()


def test_a_file_that_nobody_confirmed_is_forgotten_after_a_day(head, today):
    from accord.people import jobs

    old = actions.keep_file(name="old.csv", content=b"x", by=head)
    StaffFile.objects.filter(pk=old.pk).update(uploaded_at=clock.now() - timedelta(hours=25))
    new = actions.keep_file(name="new.csv", content=b"x", by=head)
    assert jobs.forget_staff_files() == 1
    assert StaffFile.objects.get() == new


def queries_of(raw: bytes, by: Person, today: date) -> tuple[int, Preview]:
    with CaptureQueriesContext(connection) as queries:
        preview = look_at(raw, by=by, today=today)
        file = StaffFile(name="staff.csv", content=b"")
        actions.apply_plan(preview=preview, file=file, skip_bad=True, by=by, today=today)
    return len(queries), preview


def everybody(people: int, post: str = "") -> bytes:
    rows = staff_files.secondary_rows(people)
    for row in rows[5:] if post else ():
        row[6] = post
    return staff_files.table([staff_files.SECONDARY_HEADINGS, *rows]).encode()


@pytest.mark.slow
@pytest.mark.size
def test_25000_people_take_as_many_queries_as_ten(head, other_school, today):
    with in_school(other_school.pk):
        give_role(make_person(), "headteacher")
        few = [queries_of(everybody(10), head, today)[0], queries_of(everybody(10, "Bursar"), head, today + DAY)[0]]
    new, preview = queries_of(everybody(25_000), head, today)
    assert preview.counts["new"] == 25_000
    changed, preview = queries_of(everybody(25_000, "Bursar"), head, today + DAY)
    assert preview.counts["changed"] == 24_995
    assert [new, changed] == few
    assert max(few) <= 16
