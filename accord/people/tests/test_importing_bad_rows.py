"""Rows that cannot be used, each with its column, value and reason, and rows that deserve a look."""

import pytest

from accord.people.importing import UnreadableFile

from .carrying_out import ADA, TODAY, plan_rows, planned, problems, row, warnings


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([row(surname="")], [(2, "Surname", "surname-missing")], id="no surname"),
        pytest.param([row(forename="-")], [(2, "Forename", "forename-missing")], id="no forename"),
        pytest.param([row(surname="Begum2")], [(2, "Surname", "name-unlikely")], id="digit in a name"),
        pytest.param([row(start="31/02/2026")], [(2, "Start Date", "date-impossible")], id="impossible date"),
        pytest.param([row(end="soon")], [(2, "End Date", "date-unreadable")], id="no date"),
        pytest.param([row(start="2/9/26", end="1/9/26")], [(2, "End Date", "end-before-start")], id="end before start"),
        pytest.param([row(start="1/9/26", end="1/9/26")], [], id="one day only"),
        pytest.param([row(email="ada")], [(2, "Email", "email-invalid")], id="no address"),
        pytest.param([row("1.2E+09")], [(2, "Staff Code", "source-id-rounded")], id="rounded id"),
        pytest.param([row(post="x" * 241)], [(2, "Post", "too-long")], id="too long"),
        pytest.param([row(start="T" * 100_000)], [(2, "Start Date", "too-long")], id="far too long for a date"),
        pytest.param([row(manager="NOBODY")], [(2, "Line Manager", "manager-unknown")], id="unknown line manager"),
        pytest.param(
            [row(surname="", start="x", email="y")],
            [(2, "Surname", "surname-missing"), (2, "Start Date", "date-unreadable"), (2, "Email", "email-invalid")],
            id="several things wrong",
        ),
        pytest.param(
            [row(), row(forename="Zoë")],
            [(2, "Staff Code", "source-id-repeated"), (3, "Staff Code", "source-id-repeated")],
            id="one id, two people",
        ),
        pytest.param([row(), row(post="Governor")], [(3, "Staff Code", "person-repeated")], id="one person, two rows"),
        pytest.param(
            [row(end="1/9/26"), row(start="2/9/26")], [(2, "Staff Code", "person-repeated")], id="the row that holds"
        ),
        pytest.param(
            [row("1", email="a@x.example"), row("2", forename="Zoë", email="A@x.example")],
            [(2, "Email", "email-repeated"), (3, "Email", "email-repeated")],
            id="one address, two people",
        ),
        pytest.param(
            [row("1", email="a@x.example"), row("2", email="a@x.example")],
            [(2, "Email", "email-repeated"), (3, "Email", "email-repeated")],
            id="one address, two ids of one name",
        ),
        pytest.param([row(""), row("")], [(3, "Surname", "person-repeated")], id="the same bare name"),
        pytest.param([row("", start="1/9/20"), row("", start="2/9/20")], [], id="the same name on two days"),
    ],
)
def test_bad_rows(rows, expected):
    made = plan_rows(*rows, row("GOOD", "Good", "Gwen"))
    assert problems(made) == expected
    assert all(problem.reason for problem in made.bad)
    assert "Gwen Good" in [step.name for step in made.new]
    assert len(made.new) == len(rows) + 1 - len(made.bad_rows)


def test_a_problem_shows_the_value_as_written():
    (problem,) = plan_rows(row(start="31/02/2026")).bad
    assert (problem.value, problem.reason) == ("31/02/2026", "There is no 31 February 2026.")


def test_two_headteachers_are_a_warning_and_not_an_error():
    made = plan_rows(
        row("1", post="Headteacher"), row("2", "Khan", post="Headteacher"), row("3", "Ali", post="Teacher")
    )
    assert (made.bad, warnings(made)) == ((), [(2, "several-headteachers"), (3, "several-headteachers")])
    gone = plan_rows(row("1", post="Headteacher", end="31/08/2026"), row("2", "Khan", post="Headteacher"))
    assert gone.warnings == ()


@pytest.mark.parametrize(
    ("rows", "existing", "code"),
    [
        pytest.param([row(forename="?ukasz")], [], "name-damaged", id="lost letter"),
        pytest.param([row("NEW", start="1/9/26")], [ADA], "namesake", id="same name, new code"),
    ],
)
def test_things_worth_a_look(rows, existing, code):
    made = plan_rows(*rows, existing=existing)
    assert warnings(made) == [(2, code)]
    assert made.new


def test_a_contract_that_nobody_knows_is_worth_a_look():
    made = planned([("Surname", "Forename", "Contract Type"), ("Begum", "Ada", "Blue")], today=TODAY)
    assert (made.new[0].entry.category, warnings(made)) == ("permanent", [(2, "category-unknown")])


def test_names_in_one_cell():
    made = planned([("Name", "Role"), ("Begum, Ms Ada (Addie)", "Teacher"), ("Cher", "Singer")], today=TODAY)
    entry = made.new[0].entry
    assert (entry.title, entry.forename, entry.surname, entry.known_as) == ("Ms", "Ada", "Begum", "Addie")
    assert problems(made) == [(3, "Name", "forename-missing")]


def test_a_file_without_names_is_refused():
    with pytest.raises(UnreadableFile, match="surname and forename"):
        planned([("Email", "Post"), ("a@x.example", "Teacher")], today=TODAY)


def test_uneven_rows_are_bad_as_a_whole():
    made = plan_rows((*row(), "surplus"), row("2", end="1/9/27"))
    assert problems(made) == [(2, "", "row-uneven")]
