"""Headings in any order and wording find their field, and nothing is claimed twice in silence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.people.importing import FIELDS, CorrectionRefused, UnreadableFile, match_headings, read_table

from .staff_files import PARENT_HEADINGS, SECONDARY_HEADINGS, parents_file


def fields_of(headings, corrections=None):
    return [column.field for column in match_headings(headings, corrections).columns]


@pytest.mark.parametrize(
    ("field", "wordings"),
    [
        (
            "source_id",
            "Staff Code|Employee ID|SIMS id|MIS ID|Arbor ID|Payroll number|staff_code|StaffID|Emp. No.|ID|sourcedId",
        ),
        ("title", "Title|Salutation|Mr/Mrs|TITLE|Honorific"),
        (
            "surname",
            "Surname|Last Name|Legal Surname|Legal last name|Family name|lastName|Preferred Surname|Surename|SURNAME *",
        ),
        ("forename", "Forename|First Name|First name(s)|Legal Forename|givenName|Christian Name|Forname|FORENAMES"),
        ("known_as", "Preferred Forename|Preferred first name|Known as|Preferred Name|preferredGivenName"),
        ("full_name", "Name|Full Name|Staff Name|Employee|Surname, Forename|Name (Surname, Forename)|Display name"),
        (
            "email",
            "Email|E-mail|e mail address|Work Email|Email (work)|Primary Email|emailAddress|School e-mail|Home Email",
        ),
        ("job_title", "Post|Job Title|Role|Role(s)|Job Role|Position|Current post|Business Role|Staff role|Job Tittle"),
        ("team", "Department|Team|Faculty|Dept.|Curriculum Area|Main department|Department Name"),
        ("category", "Contract Type|Category|Employment type|Staff Type|Type of contract|Employment Status|Contract"),
        (
            "starts_on",
            "Start Date|Date of joining|Date started|Employment start date|Date Of Appointment|From|start_date",
        ),
        (
            "ends_on",
            "End Date|Leaving Date|Date of leaving|Contract End Date|To|Termination date|Date left|endDate|Until",
        ),
        (
            "line_manager",
            "Line Manager|Line Manager Code|Line manager e-mail|Manager|Reports to|Line Manager's Name|Managed by",
        ),
        ("", "Date of Birth|NI Number|Middle Name|Username|Postcode|Telephone|Former surname|Gender|FTE"),
    ],
)
def test_wordings(field, wordings):
    for wording in wordings.split("|"):
        assert (wording, fields_of([wording])) == (wording, [field])


def test_the_usual_files():
    assert set(fields_of(SECONDARY_HEADINGS)) == set(FIELDS) - {"full_name"}
    assert fields_of(["First Name", "Last Name", "Email", "Job Role"]) == ["forename", "surname", "email", "job_title"]
    assert match_headings(SECONDARY_HEADINGS).is_certain


def test_order_does_not_matter():
    backwards = fields_of(SECONDARY_HEADINGS[::-1])
    assert backwards[::-1] == fields_of(SECONDARY_HEADINGS)


@pytest.mark.parametrize(
    ("headings", "chosen"),
    [
        pytest.param(["Home Email", "Work Email"], 1, id="work before home"),
        pytest.param(["Personal e-mail", "Email"], 1, id="plain before personal"),
        pytest.param(["Payroll Number", "MIS ID"], 1, id="records system before payroll"),
        pytest.param(["Preferred Surname", "Legal Surname"], 1, id="legal before preferred"),
        pytest.param(["Line Manager", "Line Manager Code"], 1, id="code before name"),
        pytest.param(["Continuous Service Date", "Start Date"], 1, id="start before service"),
        pytest.param(["Status", "Contract Type"], 1, id="contract before status"),
    ],
)
def test_the_better_of_two_columns_wins_and_the_other_is_named(headings, chosen):
    mapping = match_headings(headings)
    (contest,) = mapping.contests
    assert (contest.chosen, contest.others, contest.tied) == (chosen, (1 - chosen,), False)
    assert mapping.columns[1 - chosen].field == ""
    assert contest.field in mapping.columns[1 - chosen].alternatives


def test_two_equal_headings_are_a_tie_that_a_person_must_look_at():
    mapping = match_headings(["Surname", "Forename", "Email", "Email"])
    assert [(contest.field, contest.tied) for contest in mapping.contests] == [("email", True)]
    assert not mapping.is_certain


def test_a_list_of_parents_is_noticed():
    mapping = match_headings(read_table(parents_file()).headings)
    assert "Year Group" in mapping.pupil_headings
    assert not mapping.is_certain
    assert {contest.field for contest in mapping.contests} == {"source_id", "forename", "surname"}


def test_name_beside_surname_is_the_forename():
    assert fields_of(["Name", "Surname", "Role"]) == ["forename", "surname", "job_title"]
    assert fields_of(["Name", "Role"]) == ["full_name", "job_title"]
    assert fields_of(["Name", "Surname", "Forename"]) == ["full_name", "surname", "forename"]


@pytest.mark.parametrize(
    ("headings", "missing"),
    [
        (["Full name"], ()),
        (["Surname", "First name"], ()),
        (["Surname", "Known as"], ()),
        (["Surname", "Email"], ("forename",)),
        (["First name", "Email"], ("surname",)),
        (["Email", "Post"], ("surname", "forename")),
    ],
)
def test_what_is_missing(headings, missing):
    mapping = match_headings(headings)
    assert mapping.missing == missing
    if missing:
        with pytest.raises(UnreadableFile, match="No column was found for") as refused:
            mapping.require_names()
        assert refused.value.code == "no-names"


def test_corrections_win_and_free_the_column_they_replace():
    headings = ["Code", "Surname", "Forename", "Maiden", "Email"]
    mapping = match_headings(headings, {"surname": 3, "email": None})
    assert [column.field for column in mapping.columns] == ["source_id", "", "forename", "surname", ""]
    assert mapping.columns[3].confidence == 100
    assert mapping.columns[1].alternatives[0] == "surname"


@pytest.mark.parametrize(
    ("corrections", "says"),
    [
        pytest.param({"surname": 1, "forename": 1}, "chosen twice", id="one column for two fields"),
        pytest.param({"shoe_size": 1}, "not something", id="unknown field"),
        pytest.param({"surname": 9}, "no column 10", id="no such column"),
        pytest.param({"surname": -1}, "no column", id="before the first"),
    ],
)
def test_corrections_that_cannot_be_followed(corrections, says):
    with pytest.raises(CorrectionRefused, match=says):
        match_headings(["Code", "Surname", "Forename"], corrections)


def test_confidence_tells_a_guess_from_a_usual_wording():
    usual, guess, short = match_headings(["Surname", "Forname", "To"]).columns
    assert usual.confidence > short.confidence > guess.confidence > 0
    assert match_headings(["Title"]).columns[0].alternatives == ("job_title",)
    assert match_headings([""]).columns[0].label == "Column 1"


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([*SECONDARY_HEADINGS, *PARENT_HEADINGS, "Name", "Email", "", "Ünbekannt"]), max_size=20)
)
def test_no_field_has_two_columns(headings):
    mapping = match_headings(headings)
    used = [column.field for column in mapping.columns if column.field]
    assert len(used) == len(set(used))
    left = {index for contest in mapping.contests for index in contest.others}
    by_itself = {index for index, heading in enumerate(headings) if match_headings([heading]).fields}
    assert by_itself == left | {column.index for column in mapping.columns if column.field}
