"""Writing rows in such a way that each can be put back as it was, as long as nothing else changed it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from accord.kernel.ledger.entries import spelt
from accord.kernel.ledger.rows import HeldTable, Rows, held_tables, stated


class Notes:
    """What rows were before an act wrote them."""

    def __init__(self) -> None:
        self._before: dict[tuple[type[models.Model], Any], dict[str, Any] | None] = {}

    def note(self, row: models.Model) -> None:
        """Keep how a row stands, unless it is noted already."""
        self._before.setdefault((type(row), row.pk), _columns(row))

    def write(self, row: models.Model, **values: Any) -> None:
        self.note(row)
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))

    def take_out(self, row: models.Model) -> None:
        self.note(row)
        row.delete()

    def made(self, rows: Iterable[models.Model]) -> None:
        """Rows that came about."""
        for row in rows:
            self._before.setdefault((type(row), row.pk), None)

    def as_text(self) -> str:
        """What each row was, and the digest of how it stands now."""
        told: dict[str, dict[str, Any]] = {}
        for (model, pk), before in self._before.items():
            table = _table(model)
            told.setdefault(table.name, {})[str(pk)] = {"before": before, "after": _digest(table, pk)}
        return json.dumps(told, default=spelt, sort_keys=True)

    def rows(self) -> Rows:
        """What the ledger is to say of them."""
        return {
            name: {pk: each["after"] for pk, each in rows.items()} for name, rows in json.loads(self.as_text()).items()
        }

    @staticmethod
    def keys(text: str, model: type[models.Model]) -> list[str]:
        """Which rows of one table were noted."""
        return list(json.loads(text).get(_table(model).name, {}))

    @staticmethod
    def before(text: str, model: type[models.Model]) -> Iterator[dict[str, Any]]:
        """What the rows of one table were."""
        for each in json.loads(text).get(_table(model).name, {}).values():
            if each["before"] is not None:
                yield each["before"]


def changed_since(text: str) -> bool:
    """Whether some row is no longer as the act left it."""
    return any(_digest(table, pk) != each["after"] for table, rows in _noted(text) for pk, each in rows.items())


def put_back(text: str) -> Rows:
    """Write every row as it was, and say how it stands then."""
    found: Rows = {}
    for table, rows in _noted(text):
        objects = table.model._default_manager
        for pk, each in rows.items():
            if each["before"] is None or each["after"] is None:
                objects.filter(pk=pk).delete()
        for pk, each in rows.items():
            if each["before"] is None:
                continue
            fields: dict[str, Any] = {name: table.model._meta.get_field(name) for name in each["before"]}
            values = {name: fields[name].to_python(value) for name, value in each["before"].items()}
            if each["after"] is None:
                objects.create(pk=pk, **values)
            else:
                objects.filter(pk=pk).update(**values)
        found[table.name] = {pk: _digest(table, pk) for pk in rows}
    return found


def _noted(text: str) -> Iterator[tuple[HeldTable, dict[str, Any]]]:
    told = json.loads(text)
    yield from ((table, told[table.name]) for table in held_tables if table.name in told)


def _table(model: type[models.Model]) -> HeldTable:
    return next(table for table in held_tables if table.model is model)


def _digest(table: HeldTable, pk: Any) -> str | None:
    row = table.model._default_manager.filter(pk=pk).first()
    return stated(row)[table.name][str(pk)] if row else None


def _columns(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name != "id"}
