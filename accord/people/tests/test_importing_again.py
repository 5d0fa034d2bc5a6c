"""Importing a file again changes nothing, whatever the file and whoever was there before."""

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.people.importing import Known, match_headings, plan, read_table

from .carrying_out import carry_out, planned
from .staff_files import secondary_file, small_primary_file

TODAY = date(2026, 11, 22)
HEADINGS = ("Staff Code", "Title", "Surname", "Forename", "Known as", "Email", "Post", "Team", "Contract Type")
HEADINGS += ("Start Date", "End Date", "Line Manager")
# Few values of each kind, so that rows and people collide in every way.
CODES = ("", "", "A1", "B2", "C3", "0007")
NAMES = ("Begum", "Khan", "O’Brien")
GIVEN = ("Ada", "Zoë", "Ben")
ADDRESSES = ("", "", "a@x.example", "b@x.example", "head@x.example")
DAYS = ("", "01/09/2020", "01/09/2025", "31/02/2026")
ENDS = ("", "", "31/08/2026", "22/11/2026", "31/12/2026", "01/09/2019")
MANAGERS = ("", "", "A1", "B2", "b@x.example", "Ada Begum", "Khan, Zoë", "NOBODY")
POSTS = ("", "Teacher", "Governor", "Supply Teacher; Governor", "Headteacher", "Volunteer reader")

file_rows = st.tuples(
    st.sampled_from(CODES),
    st.sampled_from(("", "Ms")),
    st.sampled_from((*NAMES, "O'Brien", "")),
    st.sampled_from((*GIVEN, "Zoe")),
    st.sampled_from(("", "Addie")),
    st.sampled_from(ADDRESSES),
    st.sampled_from(POSTS),
    st.sampled_from(("", "Maths")),
    st.sampled_from(("", "Permanent", "Fixed Term", "Blue")),
    st.sampled_from(DAYS),
    st.sampled_from(ENDS),
    st.sampled_from(MANAGERS),
)


@st.composite
def staffs(draw):
    """People whom a school may know: ids and addresses once each, nobody in a circle, all days in order."""
    codes = draw(st.permutations(("A1", "B2", "C3", "7")))
    addresses = draw(st.permutations(("a@x.example", "b@x.example", "head@x.example", "z@x.example")))
    people = []
    for number in range(draw(st.integers(0, 4))):
        starts_on = draw(st.sampled_from((None, date(2020, 9, 1), date(2025, 9, 1))))
        ends_on = draw(st.sampled_from((None, None, date(2026, 8, 31), date(2027, 7, 31))))
        known = Known(
            key=f"k{number}",
            forename=draw(st.sampled_from(GIVEN)),
            surname=draw(st.sampled_from(NAMES)),
            source_id=draw(st.sampled_from(("", codes[number]))),
            email=draw(st.sampled_from(("", addresses[number]))),
            known_as=draw(st.sampled_from(("", "Addie"))),
            posts=draw(st.sampled_from(((), ("Teacher",)))),
            starts_on=starts_on,
            ends_on=ends_on,
            manager=f"k{draw(st.integers(0, number - 1))}" if number and draw(st.booleans()) else "",
            in_post=ends_on is None or ends_on >= TODAY,
        )
        people.append(known)
    return people


@pytest.mark.slow
@settings(deadline=None, max_examples=200)
@given(
    st.lists(file_rows, min_size=1, max_size=7),
    staffs(),
    st.booleans(),
    st.sets(st.sampled_from(HEADINGS[4:]), max_size=4),
)
def test_a_second_time_every_good_row_is_unchanged(rows, staff, absent_leave, left_out):
    kept = [at for at, heading in enumerate(HEADINGS) if heading not in left_out]
    file = [[row[at] for at in kept] for row in (HEADINGS, *rows)]
    first = planned(file, staff, today=TODAY, absent_leave=absent_leave)
    good = [step.row for step in (*first.steps(), *first.unchanged) if step.row]
    assert sorted([*good, *first.bad_rows]) == list(range(2, len(rows) + 2))

    after = carry_out(first, staff, today=TODAY)
    second = planned(file, after, today=TODAY, absent_leave=absent_leave)
    assert {step.row for step in second.unchanged} >= set(good)
    assert {step.row for step in second.steps()} <= set(first.bad_rows)

    assert not _in_circles(after) - _in_circles(staff)
    assert planned(file, staff[::-1], today=TODAY, absent_leave=absent_leave) == first


def _in_circles(people):
    above = {known.key: known.manager for known in people}
    caught = set()
    for key in above:
        at, seen = above[key], set()
        while at and at not in seen:
            seen.add(at)
            at = above.get(at, "")
        if key in seen:
            caught.add(key)
    return caught


@pytest.mark.parametrize("raw", [secondary_file(), small_primary_file()], ids=["secondary", "small primary"])
def test_the_usual_files_again(raw):
    sheet = read_table(raw)
    mapping = match_headings(sheet.headings)
    first = plan(sheet, mapping, [], today=TODAY)
    assert first.bad == ()
    second = plan(sheet, mapping, carry_out(first, [], today=TODAY), today=TODAY, absent_leave=True)
    assert second.changes_nothing
    assert len(second.unchanged) == len(sheet.rows)


def test_a_new_export_shows_joiners_leavers_and_changes():
    sheet = read_table(secondary_file())
    mapping = match_headings(sheet.headings)
    staff = carry_out(plan(sheet, mapping, [], today=TODAY), [], today=TODAY)
    earlier = [replace(known, team="Old") if known.source_id == "PER00010" else known for known in staff]
    earlier = [known for known in earlier if known.source_id != "PER00020"]
    made = plan(sheet, mapping, earlier, today=TODAY + timedelta(days=30))
    assert [step.entry.source_id for step in made.new] == ["PER00020"]
    assert [step.entry.source_id for step in made.changed] == ["PER00010"]
    assert [step.entry.source_id for step in made.leaving] == ["PER00004"]


SOON = 5  # Seconds of one processor; it takes about one and a half where nothing else runs.


@pytest.mark.slow
@pytest.mark.size
def test_25_000_rows_are_planned_in_a_few_seconds():
    sheet = read_table(secondary_file(25_000))
    mapping = match_headings(sheet.headings)
    began = time.process_time()
    first = plan(sheet, mapping, [], today=TODAY)
    assert time.process_time() - began < SOON
    assert len(first.new) == 25_000
    staff = carry_out(first, [], today=TODAY)
    began = time.process_time()
    second = plan(sheet, mapping, staff, today=TODAY, absent_leave=True)
    assert time.process_time() - began < SOON
    assert second.changes_nothing


@pytest.mark.slow
@pytest.mark.size
def test_25_000_namesakes_are_planned_in_four_seconds():
    rows = [("Staff Code", "Surname", "Forename"), *((f"S{n}", "Smith", "John") for n in range(25_000))]
    staff = [Known(key=f"k{n}", forename="John", surname="Smith", source_id=f"T{n}") for n in range(2_000)]
    began = time.process_time()
    assert len(planned(rows, staff, today=TODAY).new) == 25_000
    assert time.process_time() - began < 4
