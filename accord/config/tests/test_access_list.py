"""`accord access list` tells what the site obeys."""

import json
from io import StringIO

from django.core.management import call_command

from accord.kernel import access


def listed(*options: str) -> str:
    out = StringIO()
    call_command("access_list", *options, stdout=out)
    return out.getvalue()


def test_every_route_is_in_the_list_with_whoever_may_come():
    rows = json.loads(listed("--json"))
    assert [row["name"] for row in rows] == [entry.name for entry in access.table()]
    settings = next(row for row in rows if row["name"] == "schools:settings")
    assert settings["roles"] == ["Headteacher", "Deputy Headteacher", "School Business Manager"]


def test_in_words():
    assert "/s/<slug:school>/calendar/\tseated\teveryone at the school" in listed()
