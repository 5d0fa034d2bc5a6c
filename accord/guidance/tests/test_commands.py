import json
from io import StringIO

from django.core.management import call_command

from accord.guidance import catalogue


def listed(*arguments: str) -> str:
    out = StringIO()
    call_command("guidance_list", *arguments, stdout=out)
    return out.getvalue()


def test_every_clause_is_one_line():
    lines = listed().splitlines()
    assert [line[2:].split()[0] for line in lines] == list(catalogue.clauses())
    assert any("15.1" in line and "[in-tension]" in line for line in lines)


def test_scripts_read_it_as_json():
    clauses = {clause["number"]: clause for clause in json.loads(listed("--json"))}
    assert list(clauses) == list(catalogue.clauses())
    assert clauses["9.4c"]["strength"] == ["must-not", "may"]
    assert clauses["7.2"]["strength_in_source"] == "should"
    assert clauses["15.1"]["status"] == "in-tension"
    assert clauses["15.1"]["note"]
    assert clauses["15.1"]["sources"][0]["address"].startswith("https://www.legislation.gov.uk/")
    assert clauses["F.1"]["checked_on"] == "2026-11-22"
