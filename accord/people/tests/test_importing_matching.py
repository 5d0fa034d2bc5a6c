"""Whom a row is about, and what happens where that is not certain."""

from dataclasses import replace
from datetime import date

import pytest

from accord.people.importing import Known

from .carrying_out import ADA, HEAD, HEADINGS, TODAY, only_step, plan_rows, planned, problems, row


@pytest.mark.parametrize(
    ("given", "known", "key"),
    [
        pytest.param(row(), ADA, "ada", id="source id"),
        pytest.param(row("bea01"), ADA, "ada", id="source id in other case"),
        pytest.param(row("0123"), replace(ADA, source_id="123"), "ada", id="source id without its zeros"),
        pytest.param(row(surname="Khan"), ADA, "ada", id="source id with a new surname"),
        pytest.param(row("", email="A.Begum@hopewell.example"), ADA, "ada", id="address in capitals"),
        pytest.param(row("", "Khan", email="a.begum@hopewell.example"), ADA, "ada", id="address with a new surname"),
        pytest.param(row("NEW9", email="a.begum@hopewell.example"), ADA, "ada", id="address and name, new code"),
        pytest.param(row("", start="01/09/2020"), ADA, "ada", id="name with start date"),
        pytest.param(row("", "BEGUM", "ada", start="1.9.20"), ADA, "ada", id="name in other case with start date"),
        pytest.param(row(""), ADA, "ada", id="name where the file has no start date"),
        pytest.param(row("", start="02/09/2020"), replace(ADA, starts_on=None), "ada", id="name where we have none"),
        pytest.param(row("", start="02/09/2020"), ADA, "", id="name with another start date"),
        pytest.param(row("NEW9", start="01/09/2020"), ADA, "", id="name with start date and another code"),
        pytest.param(row("", email="other@hopewell.example"), ADA, "", id="name and another address"),
        pytest.param(row("", forename="Adah"), ADA, "", id="nearly the name"),
        pytest.param(row("", forename="Addie"), replace(ADA, known_as="Addie"), "ada", id="preferred forename"),
        pytest.param(row("", "O'Brien"), replace(ADA, surname="O’Brien"), "ada", id="apostrophe"),
        pytest.param(row("", forename="Zoe"), replace(ADA, forename="Zoë"), "ada", id="accent"),
    ],
)
def test_whom_a_row_is_about(given, known, key):
    assert only_step(plan_rows(given, existing=[known])).key == key


def test_a_stronger_sign_wins_over_a_weaker_one():
    other = Known(key="other", forename="Ada", surname="Begum", email="ada2@hopewell.example")
    made = plan_rows(row(email="ada2@hopewell.example"), row("", email=""), existing=[ADA, other])
    assert problems(made) == [(2, "Email", "email-taken")]
    assert [step.key for step in made.unchanged] == ["other"]


def test_somebody_in_post_is_meant_before_somebody_who_left():
    gone = replace(ADA, key="gone", source_id="", email="", ends_on=date(2020, 1, 1), in_post=False, starts_on=None)
    made = plan_rows(row("", start=""), existing=[gone, replace(ADA, source_id="", email="")])
    assert only_step(made).key == "ada"


@pytest.mark.parametrize(
    ("given", "existing", "expected"),
    [
        pytest.param(
            row("", email=""),
            [replace(ADA, source_id="", email=""), replace(ADA, key="b", source_id="", email="")],
            [(2, "", "ambiguous")],
            id="two people fit equally",
        ),
        pytest.param(
            row(surname="Khan", forename="Ben", email="b@x.example", start="1/1/21"),
            [ADA],
            [(2, "Staff Code", "source-id-taken")],
            id="code of somebody quite different",
        ),
        pytest.param(
            row("NEW", "Khan", "Ben", "a.begum@hopewell.example"),
            [ADA],
            [(2, "Email", "email-taken")],
            id="address of another",
        ),
        pytest.param(
            row("NEW", "Khan", "Ben", "a.begum@hopewell.example"),
            [replace(ADA, in_post=False, ends_on=date(2026, 1, 1))],
            [(2, "Email", "email-taken")],
            id="address of somebody who left",
        ),
        pytest.param(
            row(end="31/08/2020"), [ADA], [(2, "End Date", "end-before-start")], id="end before the known start"
        ),
    ],
)
def test_rows_that_clash_with_people_known(given, existing, expected):
    made = plan_rows(given, existing=existing)
    assert problems(made) == expected
    assert made.changes_nothing


def test_an_address_can_be_handed_on_within_one_file():
    handed_on = row("NEW", "Khan", "Ben", "a.begum@hopewell.example")
    made = plan_rows(row(email="ada@x.example"), handed_on, existing=[ADA])
    assert (len(made.changed), len(made.new), made.bad) == (1, 1, ())
    spoilt = plan_rows(row(email="ada@x.example", manager="NOBODY"), handed_on, existing=[ADA])
    assert problems(spoilt) == [(2, "Line Manager", "manager-unknown"), (3, "Email", "email-taken")]


def test_two_rows_that_fit_one_person_are_both_doubtful():
    made = plan_rows(
        row("", start="1/9/20"), row("", start="2/9/20"), existing=[replace(ADA, starts_on=None, source_id="")]
    )
    assert problems(made) == [(2, "", "ambiguous"), (3, "", "ambiguous")]


def test_a_known_name_is_not_sure_where_another_row_has_that_persons_code():
    made = plan_rows(row("BEA01", "Khan", "Ben"), row(""), existing=[replace(ADA, email="")])
    assert problems(made) == [(2, "Staff Code", "source-id-taken"), (3, "", "ambiguous")]


def test_two_people_who_are_both_called_addie_are_two():
    called = [(*HEADINGS, "Known as"), (*row("", forename="Adam"), "Addie")]
    assert planned(called, [replace(ADA, known_as="Addie", source_id="", email="")], today=TODAY).new


def test_of_two_namesakes_who_left_the_row_means_the_one_who_left_that_day():
    gone = replace(ADA, key="gone", source_id="", email="", starts_on=None, ends_on=date(2026, 8, 31), in_post=False)
    still = replace(gone, key="still", ends_on=None, in_post=True)
    assert only_step(plan_rows(row("", end="31/08/2026"), existing=[gone, still])).key == "gone"
    assert only_step(plan_rows(row("", end="30/08/2026"), existing=[gone, still])).key == "still"


def test_the_order_of_the_people_known_does_not_matter():
    people = [ADA, HEAD, replace(ADA, key="twin", source_id="", email="")]
    rows = [row("", email="", start="1/9/20"), row("OKG00", "Okafor", "Grace", manager="Ada Begum")]
    assert plan_rows(*rows, existing=people) == plan_rows(*rows, existing=people[::-1])
