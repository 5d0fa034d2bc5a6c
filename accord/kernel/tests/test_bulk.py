"""Very many rows: their keys are checked by index even on a connection that planned the check on an empty table."""

import pytest
from django.db import connection

from accord.kernel.base import new_id
from accord.kernel.bulk import add_rows, check_keys_by_index
from accord.people.models import Appointment, Person
from accord.people.tests.cast import make_person


@pytest.mark.slow
@pytest.mark.usefixtures("here")
def test_keys_of_many_rows_are_checked_quickly_after_few() -> None:
    make_person()
    connection.check_constraints()  # The check is planned now, on tables of one row.
    check_keys_by_index()
    people = [new_id() for _ in range(15_000)]
    names = ("id", "source_id", "title", "forename", "surname", "known_as", "email", "search", "created_at")
    at = Person.objects.get().created_at
    add_rows(Person, names, ((pk, "", "", "Ada", f"Byron{n}", "", "", "ada", at) for n, pk in enumerate(people)))
    posts = ("id", "person", "category", "job_title", "team")
    add_rows(Appointment, posts, ((new_id(), pk, "permanent", "", "") for pk in people))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '6s'")
    connection.check_constraints()
    assert Appointment.objects.count() == 15_001
