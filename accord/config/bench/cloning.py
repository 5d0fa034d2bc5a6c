"""Very many schools out of a few that were made through real actions: every row of theirs again, under other ids.

The superuser copies inside the database, two connections side by side. All ids of a school are moved by one function, so
whatever pointed at each other still does. The ledgers can be read, not verified: their hashes name the first school.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import psycopg
from psycopg import sql

from accord.config.home import locate
from accord.config.private_database import DATABASE, SUPERUSER, url

AT_ONCE = 2
# The first six bytes of an id are its time: what was made together stays together, as in life.
_MOVED = """
CREATE OR REPLACE FUNCTION moved(id uuid, school bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT encode(substring(uuid_send(id) for 6) || substring(decode(md5(id::text || school), 'hex') for 10), 'hex')::uuid $$
"""
_COLUMNS = """
SELECT attrelid::regclass::text, array_agg(attname::text ORDER BY attnum), array_agg(atttypid = 'uuid'::regtype ORDER BY attnum)
  FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
 WHERE attnum > 0 AND NOT attisdropped AND attgenerated = '' AND relkind = 'r' AND relnamespace = 'public'::regnamespace
   AND (attname <> 'id' OR atttypid = 'uuid'::regtype)
   AND attrelid IN (SELECT attrelid FROM pg_attribute WHERE attname = 'school_id' AND NOT attisdropped)
   AND relname <> 'kernel_schoolsecret' -- Each school makes its own.
 GROUP BY attrelid
"""
_SCHOOLS = """
INSERT INTO schools_school (urn, name, slug, phase, authority_id, email, telephone, address, accent, is_demonstration, created_at)
SELECT number, 'School ' || number, 'school-' || number, phase, authority_id, email, telephone, address, accent,
       is_demonstration, created_at
  FROM schools_school CROSS JOIN unnest(%s::int[]) number WHERE id = %s RETURNING id
"""
_ACCOUNTS = """
INSERT INTO people_account (id, email, password, is_active, created_at)
SELECT moved(account.id, school.id), replace(account.email, first.slug, school.slug), password, is_active, account.created_at
  FROM people_seat seat JOIN people_account account ON account.id = seat.account_id
  JOIN schools_school first ON first.id = seat.school_id
 CROSS JOIN schools_school school WHERE seat.school_id = %s AND school.id = ANY(%s)
"""


def connect() -> psycopg.Connection:
    return psycopg.connect(url(locate(), SUPERUSER, DATABASE), autocommit=True)


def clone(school: int, urns: Sequence[int]) -> list[int]:
    """Make as many schools like `school` as there are `urns`; their numbers."""
    with connect() as admin:
        admin.execute(_MOVED)
        made = [row[0] for row in admin.execute(_SCHOOLS, [list(urns), school]).fetchall()]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [pool.submit(_fill, school, made[half::AT_ONCE]) for half in range(AT_ONCE)]:
            done.result()
    with connect() as admin:
        _give_keys(admin, made)
    return made


def _give_keys(admin: psycopg.Connection, schools: Sequence[int]) -> None:
    """A folder's key opens for this folder of this school only."""
    from django.conf import settings

    from accord.kernel import keys_material

    found = admin.execute("SELECT school_id, id FROM folders_folder WHERE school_id = ANY(%s)", [schools]).fetchall()
    keys = [keys_material.wrap(settings.ROOT_KEY, os.urandom(32), f"{school}/{pk}".encode()) for school, pk in found]
    admin.execute(
        "UPDATE folders_folder SET key = told.key FROM unnest(%s::uuid[], %s::bytea[]) AS told (id, key) "
        "WHERE folders_folder.id = told.id",
        [[pk for _school, pk in found], keys],
    )


def _fill(school: int, made: list[int]) -> None:
    with connect() as admin:
        # The keys of the first school held; checking them again for every copy takes longer than copying.
        admin.execute("SET session_replication_role = replica")
        admin.execute("SET synchronous_commit = off")
        tables = admin.execute(_COLUMNS).fetchall()
        admin.execute(_ACCOUNTS, [school, made])
        for table, columns, are_ids in tables:
            admin.execute(_copying(table, columns, are_ids), [school, made])


def _copying(table: str, columns: list[str], are_ids: list[bool]) -> sql.Composed:
    values = [_value(table, column, is_id) for column, is_id in zip(columns, are_ids, strict=True)]
    return sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {values} FROM {table} old CROSS JOIN schools_school school "
        "JOIN schools_school first ON true WHERE old.school_id = %s AND first.id = old.school_id AND school.id = ANY(%s)"
    ).format(
        table=sql.Identifier(table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(values),
    )


def _value(table: str, column: str, is_id: bool) -> sql.Composable:
    if column == "school_id":
        return sql.SQL("school.id")
    if is_id:
        return sql.SQL("moved(old.{}, school.id)").format(sql.Identifier(column))
    if column in ("email", "address") and table != "signing_declaration":
        return sql.SQL("replace(old.{}, first.slug, school.slug)").format(sql.Identifier(column))
    return sql.SQL("old.{}").format(sql.Identifier(column))
