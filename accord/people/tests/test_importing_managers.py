"""The line managers that rows name: found, unknown, doubtful, or going round in a circle."""

from dataclasses import replace

import pytest

from accord.people.importing import Change, Ref

from .carrying_out import ADA, HEAD, only_step, plan_rows, problems, row, warnings


@pytest.mark.parametrize(
    "named",
    [
        *("OKG00", "okg00", "head@hopewell.example", "HEAD@hopewell.example", "Grace Okafor", "Okafor, Grace"),
        *("Ms G Okafor", "Mrs Grace Okafor", "OKAFOR Grace", "Grace Okafor (OKG00)", "OKG00 - Grace Okafor"),
    ],
)
def test_line_managers_are_found_by_code_address_and_name(named):
    assert only_step(plan_rows(row(manager=named), existing=[HEAD])).entry.manager == Ref(key="head")
    in_file = plan_rows(row(manager=named), row("OKG00", "Okafor", "Grace", "head@hopewell.example"))
    assert in_file.new[0].entry.manager == Ref(row=3)


def test_a_line_manager_in_the_file_and_in_the_school_is_one_person():
    made = plan_rows(row(manager="OKG00"), row("OKG00", "Okafor", "Grace"), existing=[HEAD])
    assert made.new[0].entry.manager == Ref(key="head")
    assert made.unchanged[0].entry.roles == ("staff", "line-manager")


def test_somebody_known_without_a_line_manager_gets_a_new_one():
    made = plan_rows(row(manager="Z1"), row("Z1", "Khan", "Zoë"), existing=[ADA])
    assert made.changed[0].changes == (Change("manager", None, Ref(row=3)),)


def test_a_manager_is_found_by_the_name_that_the_file_gives_and_by_no_other():
    married = [row("OKG00", "Nowak", "Grace"), row("2", "Ali", "Ben", manager="Grace Nowak")]
    assert plan_rows(*married, existing=[HEAD]).new[0].entry.manager == Ref(key="head")
    stale = [row("OKG00", "Nowak", "Grace"), row("2", "Ali", "Ben", manager="Grace Okafor")]
    assert problems(plan_rows(*stale, existing=[HEAD])) == [(3, "Line Manager", "manager-unknown")]


def test_a_bad_row_about_somebody_known_still_leaves_them_a_line_manager():
    made = plan_rows(
        row("OKG00", "Okafor", "Grace", start="x"), row("2", "Ali", "Ben", manager="OKG00"), existing=[HEAD]
    )
    assert made.new[0].entry.manager == Ref(key="head")


def test_a_line_manager_told_twice_is_one_person():
    made = plan_rows(row("H", "Okafor", "Grace"), row("H", "Okafor", "Grace", post="DSL"), row("2", manager="H"))
    assert (made.bad_rows, made.new[1].entry.manager) == ((3,), Ref(row=2))


def test_a_name_that_two_people_share_is_no_line_manager():
    made = plan_rows(row(manager="Grace Okafor"), row("2", "Okafor", "Grace"), existing=[HEAD])
    assert problems(made) == [(2, "Line Manager", "manager-ambiguous")]


def test_people_who_would_manage_each_other_are_refused_and_others_are_not():
    made = plan_rows(
        row("A", "One", manager="B"), row("B", "Two", manager="C"), row("C", "Six", manager="A"), row("D", manager="A")
    )
    assert problems(made) == [(n, "Line Manager", "manager-loop") for n in (2, 3, 4)]
    assert [step.name for step in made.new] == ["Ada Begum"]
    assert warnings(made) == [(5, "manager-row-bad")]


def test_a_circle_through_somebody_whom_the_file_does_not_name_is_found():
    below = replace(HEAD, manager="ada")
    made = plan_rows(row(manager="OKG00"), existing=[ADA, below])
    assert problems(made) == [(2, "Line Manager", "manager-loop")]


def test_a_circle_that_only_appears_when_a_row_turns_bad_is_found():
    # Ada keeps Grace as her manager because her row is bad; so Grace cannot go under Ada.
    under_grace = replace(ADA, manager="head")
    made = plan_rows(
        row(manager="ZED", start="x"), row("OKG00", "Okafor", "Grace", manager="BEA01"), existing=[under_grace, HEAD]
    )
    assert problems(made) == [(2, "Start Date", "date-unreadable"), (3, "Line Manager", "manager-loop")]


def test_naming_oneself_as_line_manager_means_none():
    made = plan_rows(row(manager="BEA01"))
    assert only_step(made).entry.manager is None
    assert warnings(made) == [(2, "manager-self")]


def test_a_line_manager_with_a_bad_row_spoils_nobody_elses():
    made = plan_rows(row("H", "Head", start="x"), row(manager="H"))
    assert made.bad_rows == (2,)
    assert (made.new[0].entry.manager, warnings(made)) == (None, [(3, "manager-row-bad")])
