"""A clause that Accord claims has a test that ends in what a person sees."""

import pytest

from accord.config.clause_report import marks
from accord.guidance.catalogue import clauses

SIGNING_OWNS = ("F.1", "F.3", "2.1", "2.2", "9.3a", "9.7c", "18.1", "A1.2", "9.1", "7.2")


def test_marks_name_clauses_that_there_are() -> None:
    assert [mark for mark in marks() if mark.number not in clauses()] == []


@pytest.mark.parametrize("number", SIGNING_OWNS)
def test_clause_of_the_first_walk_is_proven_to_a_person(number: str) -> None:
    assert [mark for mark in marks() if mark.number == number and mark.on_page]
