"""What every school-owned table has: a plain id, its school, a policy, and keys that cannot reach another school.

PostgreSQL accepts a plain foreign key to another school's row, because its checks look past row-level security. So a key
between school-owned tables is composite, with the school in it. Both are ordinary constraints that migrations write.
"""

import os
import time
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.backends.ddl_references import Statement, Table
from django.db.models.signals import class_prepared

from accord.kernel import scope


def new_id() -> uuid.UUID:
    """A UUID of version 7: the millisecond first, so that new rows stand together in an index, then 74 random bits."""
    bits = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    bits = bits & ~(0xF << 76) | 0x7 << 76
    return uuid.UUID(int=bits & ~(0x3 << 62) | 0x2 << 62)


class SqlConstraint(models.BaseConstraint):
    """A constraint made of SQL statements, run after every CREATE TABLE of its migration."""

    create = remove = ""

    def names(self, model: type[models.Model]) -> dict[str, Any]:
        return {}

    def _statement(self, template: str, model: type[models.Model], editor: Any) -> Statement:
        table = Table(model._meta.db_table, editor.quote_name)
        return Statement(template, table=table, name=editor.quote_name(self.name), **self.names(model))

    def constraint_sql(self, model: type[models.Model], editor: Any) -> None:  # type: ignore[override]
        editor.deferred_sql.append(self.create_sql(model, editor))

    def create_sql(self, model: type[models.Model], editor: Any) -> Statement:  # type: ignore[override]
        return self._statement(self.create, model, editor)

    def remove_sql(self, model: type[models.Model], editor: Any) -> Statement:  # type: ignore[override]
        return self._statement(self.remove, model, editor)

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """The database is the judge."""

    def __eq__(self, other: object) -> bool:  # Without it every makemigrations sees a change.
        return type(other) is type(self) and other.deconstruct() == self.deconstruct()

    def __hash__(self) -> int:
        return hash((type(self), self.name))


class SchoolPolicy(SqlConstraint):
    """Row-level security: only the rows of the school whose scope is open can be read or written."""

    create = (
        "ALTER TABLE %(table)s ENABLE ROW LEVEL SECURITY; "
        "CREATE POLICY %(name)s ON %(table)s "
        "USING (school_id = nullif(current_setting('app.school', true), '')::bigint) "
        "WITH CHECK (school_id = nullif(current_setting('app.school', true), '')::bigint)"
    )
    remove = "DROP POLICY %(name)s ON %(table)s; ALTER TABLE %(table)s DISABLE ROW LEVEL SECURITY"


class AppendOnly(SqlConstraint):
    """The serving role may add rows and read them, and change nothing but the columns in `but`."""

    def __init__(self, *, name: str, but: tuple[str, ...] = ()) -> None:
        super().__init__(name=name)
        self.but = tuple(but)

    create = "REVOKE UPDATE, DELETE, TRUNCATE ON %(table)s FROM %(role)s%(grant)s"
    remove = "GRANT UPDATE, DELETE ON %(table)s TO %(role)s"

    def names(self, model: type[models.Model]) -> dict[str, Any]:
        grant = f"; GRANT UPDATE ({', '.join(self.but)}) ON {model._meta.db_table} TO {settings.APP_ROLE}"
        return {"role": settings.APP_ROLE, "grant": grant if self.but else ""}

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"but": self.but}


class SameSchool(SqlConstraint):
    """`field` points at a row of the same school; the target has UNIQUE (school, id)."""

    create = (
        "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s FOREIGN KEY (school_id, %(column)s) "
        "REFERENCES %(target)s (school_id, id)%(on_delete)s DEFERRABLE INITIALLY DEFERRED"
    )
    remove = "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s"

    def __init__(self, *, name: str, field: str, cascade: bool = False) -> None:
        super().__init__(name=name)
        self.field = field
        self.cascade = cascade

    def constraint_sql(self, model: type[models.Model], editor: Any) -> None:  # type: ignore[override]
        self.create_sql(model, editor)

    def create_sql(self, model: type[models.Model], editor: Any) -> None:  # type: ignore[override]
        """Put off to the end of the migration: the target's unique key may come later in it."""
        editor.deferred_sql.append(super().create_sql(model, editor))

    def names(self, model: type[models.Model]) -> dict[str, Any]:
        field: Any = model._meta.get_field(self.field)
        return {
            "column": field.column,
            "target": field.related_model._meta.db_table,
            "on_delete": " ON DELETE CASCADE" if self.cascade else "",
        }

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"field": self.field, "cascade": self.cascade}


class SchoolKey(models.ForeignKey):
    """A key to another row of the same school. The database holds it as (school, id)."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **options: Any) -> None:
        options["db_constraint"] = False
        super().__init__(to, on_delete, **options)


class SchoolManager(models.Manager):
    """Rows of the open school only. Outside a scope it raises `NoScope`."""

    use_in_migrations = False

    def get_queryset(self) -> models.QuerySet:
        queryset = super().get_queryset()
        return queryset.filter(school_id=scope.require_school()) if settings.FIRST_WALL else queryset


class SchoolOwned(models.Model):
    """A row that belongs to one school and is invisible to every other."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(
        settings.SCHOOL_MODEL,
        models.PROTECT,
        default=scope.require_school,
        editable=False,
        related_name="+",
        db_index=False,  # UNIQUE (school, id) serves it.
    )

    objects = SchoolManager()

    class Meta:
        abstract = True


def _add_walls(sender: type[models.Model], **kwargs: Any) -> None:
    """Give a school-owned model its unique key, its policy and its composite keys."""
    if not issubclass(sender, SchoolOwned) or sender._meta.abstract or sender._meta.proxy:
        return
    if sender.__module__ == "__fake__":  # A migration's state carries them already.
        return
    meta = sender._meta
    table = meta.db_table
    walls: list[models.BaseConstraint] = [
        models.UniqueConstraint(fields=["school", "id"], name=f"{table}_school_id"),
        SchoolPolicy(name=f"{table}_school"),
    ]
    for field in meta.local_fields:
        if isinstance(field, SchoolKey):
            cascade = field.remote_field.on_delete is models.CASCADE
            walls.append(SameSchool(name=f"{table}_{field.name}_same_school", field=field.name, cascade=cascade))
    meta.constraints = [*meta.constraints, *walls]
    meta.original_attrs["constraints"] = meta.constraints


class_prepared.connect(_add_walls)
