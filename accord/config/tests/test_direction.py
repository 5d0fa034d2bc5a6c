"""What import-linter cannot see: relations between models and between migrations point down as well."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

PROJECT = Path(__file__).resolve().parents[3]


def floors() -> dict[str, int]:
    """Each slice's floor; the highest has the largest number."""
    with open(PROJECT / "pyproject.toml", "rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {
        name.strip(" ()").removeprefix("accord."): len(layers) - number
        for number, layer in enumerate(layers)
        for name in layer.split("|")
        if (PROJECT / name.strip(" ()").replace(".", "/")).is_dir()  # One in brackets may be still to come.
    }


def test_relations_point_down() -> None:
    floor = floors()
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in floor
        for field in model._meta.local_fields
        if field.related_model is not None
        and field.related_model._meta.app_label in floor
        and floor[field.related_model._meta.app_label] > floor[model._meta.app_label]
    ]
    assert upward == []


def test_migrations_point_down() -> None:
    floor = floors()
    upward = [
        f"{key} -> {other}"
        for key, migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items()
        if key[0] in floor
        for other in migration.dependencies
        if floor.get(other[0], 0) > floor[key[0]]
    ]
    assert upward == []


def test_every_slice_stands_on_a_floor() -> None:
    assert set(floors()) == {config.label for config in apps.get_app_configs() if config.name.startswith("accord.")}
