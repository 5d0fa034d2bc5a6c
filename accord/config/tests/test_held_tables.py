"""Whatever somebody with the whole database in hand does to a row that the ledger answers for is found and named."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from accord.config.testing import PROJECT
from accord.config.tests import lived
from accord.kernel.ledger import sequencer
from accord.kernel.ledger.rows import HeldTable, held_tables
from accord.kernel.ledger.verify import verify
from accord.kernel.models import Entry
from accord.kernel.scope import in_school
from accord.people.tests.cast import make_school

# What is written into a column, by its type: the first of them that is something else and passes the checks.
OTHERWISE = {
    "uuid": ["00000000-0000-0000-0000-00000000000f"],
    "timestamp with time zone": ["2001-01-01T00:00:00Z", "2037-01-01T00:00:00Z"],
    "date": ["2001-01-01", "2037-01-01"],
    "boolean": ["true", "false"],
    "smallint": ["77"],
    "ARRAY": ["{77}"],
}
WORDS = ["X", "clerk", "team", "supply", "discarded", "adopted", "replaced", "pdf", "markdown"]


@pytest.fixture(scope="module")
def school(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A school that has seen everything; each test leaves it as it was."""
    from django.conf import settings
    from django.db import connections

    kept, settings.VAULT = settings.VAULT, tmp_path_factory.mktemp("vault")
    with django_db_blocker.unblock():
        made = make_school().pk
        with in_school(made):
            lived.live()
            sequencer.sequence()
        yield made
        connections.close_all()
    settings.VAULT = kept


@pytest.fixture
def insider(superuser: psycopg.Connection) -> psycopg.Connection:
    """A superuser whom no key between tables holds back."""
    superuser.execute("SET session_replication_role = replica")
    return superuser


def findings(school: int) -> set[str]:
    with in_school(school):
        return {finding.code for finding in verify().findings}


def rows(insider: psycopg.Connection, table: HeldTable, school: int) -> list[dict[str, Any]]:
    found = insider.execute(
        f"SELECT to_jsonb(t) FROM {table.model._meta.db_table} t WHERE school_id = %s ORDER BY id", [school]
    )
    return [row for (row,) in found.fetchall()]


def insert(insider: psycopg.Connection, table: HeldTable, row: dict[str, Any]) -> None:
    name = table.model._meta.db_table
    insider.execute(
        f"INSERT INTO {name} SELECT * FROM jsonb_populate_record(NULL::{name}, %s::jsonb)", [json.dumps(row)]
    )


def write(insider: psycopg.Connection, table: HeldTable, row: dict[str, Any], **values: Any) -> bool:
    """Whether the database takes these values in a row."""
    name, changes = table.model._meta.db_table, ", ".join(f"{column} = %s" for column in values)
    try:
        insider.execute(f"UPDATE {name} SET {changes} WHERE id = %s", [*values.values(), row["id"]])
    except (psycopg.errors.CheckViolation, psycopg.errors.UniqueViolation):
        return False
    return True


def test_a_school_that_has_seen_everything_is_whole(committing: None, school: int) -> None:
    with in_school(school):
        report = verify()
        assert report.findings == []
        assert {"role.taken", "seat.closed", "seat.opened", "seats.opened"} <= set(
            Entry.objects.values_list("act", flat=True)
        )


@pytest.mark.parametrize("noun", sorted(table.noun for table in held_tables))
def test_every_column_that_is_edited_is_named(
    noun: str, committing: None, school: int, insider: psycopg.Connection
) -> None:
    table, code = next(table for table in held_tables if table.noun == noun), noun.replace(" ", "-")
    kinds = dict(
        insider.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s",
            [table.model._meta.db_table],
        ).fetchall()
    )
    found = rows(insider, table, school)
    assert found, f"lived.py makes no {noun}: add the act that does."
    for column in (part for part in table.parts if "__" not in part):
        edited = _edit(insider, table, found, column, OTHERWISE.get(kinds[column], WORDS))
        assert f"{code}-edited" in findings(school), (column, edited)
        assert write(insider, table, edited, **{column: edited[column]})
    assert findings(school) == set()


def _edit(
    insider: psycopg.Connection, table: HeldTable, found: list[dict], column: str, values: list[Any]
) -> dict[str, Any]:
    """Write something else into a column of the first row that takes it; the row as it was."""
    for row in found:
        for value in values:
            if str(row[column]).lower() != value.lower() and write(insider, table, row, **{column: value}):
                return row
    raise AssertionError(f"No row takes another {column}.")


@pytest.mark.parametrize("noun", sorted(table.noun for table in held_tables))
def test_a_row_that_is_deleted_or_slipped_in_is_named(
    noun: str, committing: None, school: int, insider: psycopg.Connection
) -> None:
    table, code = next(table for table in held_tables if table.noun == noun), noun.replace(" ", "-")
    row = rows(insider, table, school)[-1]
    insider.execute(f"DELETE FROM {table.model._meta.db_table} WHERE id = %s", [row["id"]])
    assert f"{code}-deleted" in findings(school)
    another = row | {"id": "00000000-0000-0000-0000-0000000000aa"}
    insert(insider, table, another)
    assert f"{code}-unrecorded" in findings(school)
    insider.execute(f"DELETE FROM {table.model._meta.db_table} WHERE id = %s", [another["id"]])
    insert(insider, table, row)
    assert findings(school) == set()


def test_an_address_that_is_edited_on_an_account_is_named(
    committing: None, school: int, insider: psycopg.Connection
) -> None:
    """Whoever can have a passphrase sent to themselves could sign as another."""
    insider.execute("UPDATE people_account SET email = 'me@evil.example' WHERE email = 'ann@hopewell.example'")
    assert "seat-edited" in findings(school)
    insider.execute("UPDATE people_account SET email = 'ann@hopewell.example' WHERE email = 'me@evil.example'")
    assert findings(school) == set()


DELIVERIES = {
    "deleted": "DELETE FROM signing_delivery WHERE number = 1 AND school_id = %s",
    "too late": "UPDATE signing_delivery SET delivered_at = delivered_at + interval '1 hour' WHERE school_id = %s",
    "another's": "UPDATE signing_delivery SET person_id = gen_random_uuid() WHERE school_id = %s",
}


@pytest.mark.parametrize("attack", DELIVERIES)
def test_a_signature_without_its_deliveries_is_named(
    attack: str, committing: None, school: int, insider: psycopg.Connection
) -> None:
    insider.execute("CREATE TEMP TABLE kept AS SELECT * FROM signing_delivery WHERE school_id = %s", [school])
    insider.execute(DELIVERIES[attack], [school])
    assert findings(school) == {"delivery-missing"}
    insider.execute("DELETE FROM signing_delivery WHERE school_id = %s", [school])
    insider.execute("INSERT INTO signing_delivery SELECT * FROM kept")
    assert findings(school) == set()


def test_the_docs_name_every_table_that_is_held() -> None:
    told = (PROJECT / "docs/what-is-proven.md").read_text()
    assert [table.noun for table in held_tables if f"`{table.noun}`" not in told] == []


def test_a_row_and_the_detail_that_tells_on_it(committing: None, school: int, insider: psycopg.Connection) -> None:
    """Erasing what the ledger says hides nothing: the erasing is named, and so is the row that nobody answers for."""
    told = "school_id = %s AND act = 'role.given'"
    kept = insider.execute(f"SELECT id, detail, salt FROM kernel_entry WHERE {told}", [school]).fetchall()
    insider.execute(f"UPDATE kernel_entry SET detail = NULL, salt = NULL WHERE {told}", [school])
    assert {"detail-erased", "role-unrecorded"} <= findings(school)
    for pk, detail, salt in kept:
        insider.execute("UPDATE kernel_entry SET detail = %s, salt = %s WHERE id = %s", [detail, salt, pk])
    assert findings(school) == set()
