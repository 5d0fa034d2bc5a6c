"""What must be true of the database before Accord serves anyone."""

from django.apps import apps
from django.db import connection

from accord.kernel.base import SchoolOwned
from accord.kernel.models import Scoped


class Unsafe(RuntimeError):
    """The database would let one school see another. Accord does not serve."""


_ROLE = "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
_TABLES = """
SELECT c.relname, c.relrowsecurity, pg_has_role(current_user, c.relowner, 'USAGE'),
       (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid),
       has_table_privilege(c.oid, 'TRUNCATE')
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname = ANY(%s)
"""
_MAY_SET = "SELECT has_function_privilege('pg_catalog.set_config(text, text, boolean)', 'EXECUTE')"


def school_tables() -> list[str]:
    """The tables that belong to schools, by the models."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, SchoolOwned | Scoped) and not model._meta.proxy
    )


def faults() -> list[str]:
    """What is wrong with the role and the walls, as sentences. Asks the database four things."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(_ROLE)
        superuser, bypasses = cursor.fetchone()
        if superuser or bypasses:
            found.append("The serving role can look past row-level security.")
        cursor.execute(_MAY_SET)
        if cursor.fetchone()[0]:
            found.append("The serving role may call set_config, so an injected statement could change the school.")
        cursor.execute(_TABLES, [school_tables()])
        rows = {row[0]: row[1:] for row in cursor.fetchall()}
    for table in school_tables():
        secured, owned, policies, truncates = rows.get(table, (False, False, 0, False))
        if not secured or policies != 1:
            found.append(f"Table {table} lacks its school policy.")
        if owned or truncates:
            found.append(f"The serving role owns or can empty table {table}.")
    return found


def require_walls() -> None:
    """Raise `Unsafe` unless every wall stands."""
    if found := faults():
        raise Unsafe("\n".join(found))
