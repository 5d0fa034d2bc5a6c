"""`accord school create` and `accord school list`."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accord.schools.models import School


def run(name: str, *args: str) -> str:
    out = StringIO()
    call_command(name, *args, stdout=out)
    return out.getvalue()


def test_a_school_is_made_and_listed(db):
    made = json.loads(
        run("school_create", "--urn", "910001", "--name", "Ashwood Primary", "--phase", "primary", "--json")
    )
    assert (made["urn"], made["slug"]) == (910001, "ashwood-primary")
    assert made in json.loads(run("school_list", "--json"))
    assert "910001  /s/ashwood-primary/  Ashwood Primary" in run("school_list")


def test_what_to_do_next_is_said(db):
    assert "accord account invite EMAIL --school 910001" in run("school_create", "--urn", "910001", "--name", "Ashwood")


def test_a_number_is_used_once(db):
    run("school_create", "--urn", "910001", "--name", "Ashwood")
    with pytest.raises(CommandError, match="Ashwood has the number 910001"):
        run("school_create", "--urn", "910001", "--name", "Other")
    assert School.objects.count() == 1


def test_without_a_school_the_list_says_how_to_make_one(db):
    assert "accord school create" in run("school_list")
