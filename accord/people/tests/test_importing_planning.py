"""What would become of people: new, changed, leaving, returning."""

from dataclasses import replace
from datetime import date

import pytest

from accord.people.importing import Change, Ref

from .carrying_out import ADA, HEAD, TODAY, carry_out, changes, only_step, plan_rows, planned, row


@pytest.mark.parametrize(
    ("given", "known", "expected"),
    [
        pytest.param(row(), ADA, {}, id="nothing told"),
        pytest.param(row(post="Teacher", start="01/09/2020"), ADA, {}, id="all the same"),
        pytest.param(row(surname="BEGUM"), ADA, {"surname": ("Begum", "BEGUM")}, id="as written"),
        pytest.param(row(surname="O'Brien"), replace(ADA, surname="O’Brien"), {}, id="only the apostrophe"),
        pytest.param(
            row(post="Governor; Teacher"), replace(ADA, posts=("Teacher", "Governor")), {}, id="order of posts"
        ),
        pytest.param(row(post="Head of Year 9"), ADA, {"posts": (("Teacher",), ("Head of Year 9",))}, id="post"),
        pytest.param(row(start="02/09/2020"), ADA, {"starts_on": (date(2020, 9, 1), date(2020, 9, 2))}, id="start"),
        pytest.param(row(end="31/12/2026"), ADA, {"ends_on": (None, date(2026, 12, 31))}, id="end to come"),
        pytest.param(
            row(), replace(ADA, ends_on=date(2027, 1, 1)), {"ends_on": (date(2027, 1, 1), None)}, id="stays on"
        ),
        pytest.param(
            row(post="Supply Teacher"),
            replace(ADA, posts=("Supply Teacher",)),
            {"category": ("permanent", "supply")},
            id="category from the post",
        ),
        pytest.param(
            row(post="Teacher"), replace(ADA, category="volunteer"), {}, id="category that the file does not tell"
        ),
        pytest.param(
            row(email="ADA@x.example"), ADA, {"email": ("a.begum@hopewell.example", "ada@x.example")}, id="email"
        ),
    ],
)
def test_what_changes(given, known, expected):
    made = plan_rows(given, existing=[known])
    assert changes(made) == expected
    assert bool(made.changed) is bool(expected)


def test_a_file_without_an_end_column_says_nothing_about_ends():
    leaving = replace(ADA, ends_on=date(2027, 1, 1))
    made = planned([("Staff Code", "Surname", "Forename"), ("BEA01", "Begum", "Ada")], [leaving], today=TODAY)
    assert made.changes_nothing


def test_new_people_bring_all_that_is_known():
    made = plan_rows(
        row("1", "Khan", "Zoë", "Z@x.example", "Supply Teacher", "1/9/26", "", "2"), row("2", "Ali", "Ben")
    )
    khan, ali = made.new
    assert (khan.entry.category, khan.entry.starts_on, khan.entry.email) == ("supply", date(2026, 9, 1), "z@x.example")
    assert khan.entry.manager == Ref(row=3)
    assert (ali.entry.category, ali.entry.roles) == ("permanent", ("staff", "line-manager"))


@pytest.mark.parametrize(
    ("end", "known", "kind"),
    [
        pytest.param("21/11/2026", ADA, "leaving", id="last day was yesterday"),
        pytest.param("22/11/2026", ADA, "changed", id="last day is today"),
        pytest.param("", replace(ADA, ends_on=date(2026, 8, 31), in_post=False), "returning", id="back without an end"),
        pytest.param(
            "22/11/2026", replace(ADA, ends_on=date(2026, 8, 31), in_post=False), "returning", id="back until today"
        ),
        pytest.param(
            "31/08/2026", replace(ADA, ends_on=date(2026, 8, 31), in_post=False), "unchanged", id="still gone"
        ),
        pytest.param(
            "30/08/2026", replace(ADA, ends_on=date(2026, 8, 31), in_post=False), "changed", id="gone a day before"
        ),
    ],
)
def test_leaving_and_returning(end, known, kind):
    made = plan_rows(row(end=end), existing=[known])
    assert [step.kind for step in (*made.steps(), *made.unchanged)] == [kind]


def test_somebody_who_is_back_loses_the_old_end_though_the_file_has_no_such_column():
    gone = replace(ADA, ends_on=date(2026, 8, 31), in_post=False)
    made = planned([("Staff Code", "Surname", "Forename"), ("BEA01", "Begum", "Ada")], [gone], today=TODAY)
    assert made.returning[0].changes == (Change("ends_on", date(2026, 8, 31), None),)


def test_a_new_person_who_has_left_already_is_marked_as_over():
    assert only_step(plan_rows(row(end="31/08/2026"))).is_over
    assert not only_step(plan_rows(row(end="31/12/2026"))).is_over


def test_absent_people_leave_only_when_asked():
    zoe = replace(ADA, key="zoe", source_id="Z1", forename="Zoë", email="z@x.example")
    assert plan_rows(row(), existing=[ADA, zoe]).changes_nothing
    made = plan_rows(row(), existing=[ADA, zoe], absent_leave=True)
    assert [(step.key, step.row, step.changes) for step in made.leaving] == [
        ("zoe", None, (Change("ends_on", None, date(2026, 11, 21)),))
    ]
    assert made.leaving_share == 0.5


@pytest.mark.parametrize(
    ("change", "leaves"),
    [
        pytest.param({}, True, id="from the records system"),
        pytest.param({"source_id": ""}, False, id="entered by hand"),
        pytest.param({"in_post": False, "ends_on": date(2026, 1, 1)}, False, id="gone already"),
        pytest.param({"starts_on": date(2026, 11, 22)}, False, id="starts today"),
        pytest.param({"starts_on": date(2027, 1, 4)}, False, id="starts later"),
    ],
)
def test_which_absent_people_leave(change, leaves):
    made = plan_rows(row("Z1", "Khan"), existing=[replace(ADA, **change)], absent_leave=True)
    assert [step.key for step in made.leaving] == (["ada"] if leaves else [])


def test_nobody_leaves_because_their_row_is_bad():
    for spoilt in (row(start="31/02/2026"), row(surname=""), row("", email="a.begum@hopewell.example", start="x")):
        made = plan_rows(spoilt, row("Z1", "Khan"), existing=[ADA], absent_leave=True)
        assert made.bad
        assert not made.leaving


def test_the_plan_knows_how_many_would_leave():
    staff = [replace(ADA, key=f"k{n}", source_id=f"S{n}", email="", forename=f"N{'x' * n}") for n in range(5)]
    made = plan_rows(row("S0", forename="N"), existing=staff, absent_leave=True)
    assert (len(made.leaving), made.in_post_before, made.leaving_share) == (4, 5, 0.8)


def test_a_plan_carried_out_leaves_nothing_to_do():
    rows = [
        row(surname="Khan", post="Teacher; Governor", end="31/12/2026", manager="OKG00"),
        row("Z1", "Müller", "Zoë", "z@x.example", "Supply Teacher", "1/9/26", "", "Ada Khan"),
        row("OKG00", "Okafor", "Grace", post="Headteacher"),
    ]
    made = plan_rows(*rows, existing=[ADA, HEAD])
    assert (len(made.new), len(made.changed), made.bad) == (1, 2, ())
    again = plan_rows(*rows, existing=carry_out(made, [ADA, HEAD], today=TODAY))
    assert again.changes_nothing
    assert len(again.unchanged) == 3
