"""The generated people: many, mixed, invented, and the same on every machine."""

import random
from datetime import date

import pytest

from accord.demo import staffing
from accord.demo.names import invented, spelt_plainly
from accord.people import importing

BEGAN = date(2025, 9, 2)
LATER = date(2026, 9, 1)


def plan_of(content: bytes, today: date = BEGAN) -> importing.Plan:
    sheet = importing.read_table(content)
    return importing.plan(sheet, importing.match_headings(sheet.headings), [], today=today)


@pytest.mark.parametrize("make", [staffing.first_file, staffing.second_file, staffing.others_file])
def test_a_file_is_the_same_each_time_and_has_no_bad_row(make):
    assert make(BEGAN) == make(BEGAN)
    plan = plan_of(make(BEGAN))
    assert not plan.bad
    assert not plan.warnings


def test_there_is_everybody_whom_a_secondary_has():
    staff, others = plan_of(staffing.second_file(BEGAN), LATER), plan_of(staffing.others_file(BEGAN))
    entries = [step.entry for step in (*staff.new, *others.new) if step.entry and not step.is_over]
    assert 155 <= len(entries) <= 170
    assert {entry.category for entry in entries} == {category.value for category in importing.Category}
    held = {role for entry in entries for role in entry.roles}
    assert held >= {"headteacher", "deputy", "senior-leader", "dsl", "dpo", "business-manager", "network-manager"}
    assert held >= {"it-technician", "line-manager", "chair", "governor", "clerk", "staff"}
    assert sum(not entry.email for entry in entries) >= 5
    assert sum(bool(entry.manager) for entry in entries) > 130


def test_names_are_as_mixed_as_people():
    names = " ".join(f"{hire.forename} {hire.surname}" for hire in staffing.staff(BEGAN))
    assert {"ö", "é", "Ł", "ü", "’", "-"} & set(names) >= {"Ł", "’", "-"}
    assert not names.isascii()


def test_no_two_people_share_a_code_an_address_or_a_whole_name():
    hires = staffing.staff(BEGAN)
    for of in ((hire.code for hire in hires), (hire.email for hire in hires if hire.email)):
        values = list(of)
        assert len(values) == len(set(values))
    assert len({(hire.forename, hire.surname) for hire in hires}) == len(hires)


def test_a_year_later_some_came_some_went_and_some_have_an_address():
    first, second = plan_of(staffing.first_file(BEGAN)), plan_of(staffing.second_file(BEGAN), LATER)
    before = {step.entry.source_id: step.entry for step in first.new if step.entry}
    after = {step.entry.source_id: step.entry for step in second.new if step.entry}
    assert len(after.keys() - before.keys()) == sum(staffing.JOINED_LATER.values())
    assert sum(step.is_over for step in second.new) == sum(staffing.LEFT_AFTER_A_YEAR.values())
    assert sum(after[code].email != before[code].email for code in before) == staffing.GIVEN_ADDRESS_LATER


def test_addresses_end_where_nobody_can_live():
    files = staffing.first_file(BEGAN) + staffing.second_file(BEGAN) + staffing.others_file(BEGAN)
    words = files.decode("utf-8").replace(";", ",").replace("\n", ",").split(",")
    addresses = [word.strip() for word in words if "@" in word]
    assert len(addresses) > 200
    assert all(address.endswith(".example") and address.isascii() for address in addresses)


def test_names_never_run_out_for_a_school():
    names = invented(random.Random(1))
    assert len({next(names) for _ in range(200)}) == 200


@pytest.mark.parametrize(
    ("name", "spelt"), [("Łukasz", "lukasz"), ("O’Connell", "oconnell"), ("Van der Berg", "vanderberg"), ("Zoë", "zoe")]
)
def test_an_address_is_spelt_with_plain_letters(name, spelt):
    assert spelt_plainly(name) == spelt
