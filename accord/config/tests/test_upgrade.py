"""A database of the former release, with all that was signed in it, under the code of today."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import psycopg
import pytest

from accord.config import private_database
from accord.config.home import PROJECT
from accord.config.tests.test_cli import accord

pytestmark = [pytest.mark.slow, pytest.mark.whole]

# The last commit before the whole life of a policy was built that needs no package which is gone by now.
FORMER = "8daa8edf8df30dd773f4350bc97e865881fb1fd9"
# A school as its Headteacher would have made it then, by the actions of that time.
MAKE = """
import os, pathlib
from accord.config import cli
from accord.config.bench import place, stage
home = pathlib.Path(os.environ["ACCORD_HOME"])
STAFF = "Staff Code,Title,Legal Surname,Legal Forename,Work Email,Post,Department,Contract Type,Start Date"
NAMES = "Abbott Bello Clarke Davies Evans Farooq Hughes Iqbal Jones Okafor Nowak Reid".split()
rows = [f"S{n},Ms,{name},Ada,ada{n}@hopewell.example,Teacher,Arts,Permanent,01/09/2019" for n, name in enumerate(NAMES)]
with place.opened(home):
    from django.core.management import call_command
    call_command("school_create", urn=123456, name="Hopewell Community School")
    call_command(*"account_invite head@hopewell.example --school 123456 --role headteacher".split(),
                 "--forename", "Priya", "--surname", "Patel")
    (home / "staff.csv").write_text(chr(10).join([STAFF, *rows, ""]))
    call_command("people_import", str(home / "staff.csv"), school=123456)
    from accord.config.bench.history import _sign
    from accord.duties import actions as duties
    from accord.kernel import clock
    from accord.kernel.ledger import sequencer
    from accord.kernel.scope import in_school
    from accord.people.models import Person
    from accord.policies.models import Document
    from accord.schools.models import School
    from accord.signing import actions
    school, now = School.objects.get(), clock.now()
    with in_school(school.pk):
        head = Person.objects.get(surname="Patel")
        people = list(Person.objects.exclude(pk=head.pk))
        texts = frozenset(stage.put_in_force(head, title, now).pk for title in stage.TITLES[:2])
        duties.reconcile(today=clock.today(), now=now)
        stage.deliver_all(people, list(texts), now)
        for person in people[2:]:
            _sign(person, texts, school.name, now)
        actions.record_briefing(title="INSET", held_on=clock.today(), led_by="", people=people, by=head, now=now)
        actions.excuse(person=people[0], series=Document.objects.first().pk, because="On leave", until=None, by=head, now=now)
        sequencer.sequence()
"""
# What the code of today does in it: the yearly review is published, and everybody is asked.
GO_ON = """
import os, pathlib
from accord.config.bench import place, stage
with place.opened(pathlib.Path(os.environ["ACCORD_HOME"])):
    from accord.duties import jobs
    from accord.duties.models import Duty
    from accord.kernel import clock
    from accord.kernel.ledger import sequencer
    from accord.kernel.scope import in_school
    from accord.people.models import Person
    from accord.policies.models import Document
    from accord.schools.models import School
    school = School.objects.get().pk
    with in_school(school):
        head = Person.objects.get(surname="Patel")
        stage.next_version(Document.objects.first().pk, stage.original("Acceptable use", 3), head, clock.now())
    jobs.reconcile(school)
    with in_school(school):
        assert Duty.objects.open().count() >= 12
        sequencer.sequence()
"""
EVIDENCE = (
    "SELECT position, entry_id, hash FROM kernel_leaf ORDER BY school_id, position",
    "SELECT size, root, signature FROM kernel_head ORDER BY school_id, size",
    "SELECT id, person_id, statement, signed_at, entry_id FROM signing_declaration ORDER BY id",
    "SELECT id, person_id, text_id, sha256, kind FROM signing_signature ORDER BY id",
)


def former_code(into: Path) -> Path:
    """The sources of the former release; skips loudly where the history does not reach so far back."""
    packed = subprocess.run(["git", "archive", FORMER], cwd=PROJECT, capture_output=True, check=False)
    if packed.returncode:
        pytest.skip(f"NOT TESTED: the upgrade. This clone does not have commit {FORMER[:7]}; fetch the whole history.")
    into.mkdir()
    subprocess.run(["tar", "-x", "-C", str(into)], input=packed.stdout, check=True)
    return into


def python_of(code: Path) -> Path:
    """A Python with the packages of today and Accord as it is in `code`, in whatever it starts, too."""
    venv.create(code / ".venv", symlinks=True)
    packages = [entry for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")]
    [site] = (code / ".venv" / "lib").glob("python*/site-packages")
    (site / "former.pth").write_text("\n".join([str(code), *packages]) + "\n", encoding="utf-8")
    return code / ".venv" / "bin" / "python"


def run(python: Path | str, home: Path, program: str) -> None:
    known = {name: value for name, value in os.environ.items() if not name.startswith(("ACCORD", "DATABASE", "PYTHON"))}
    environment = known | {"ACCORD_HOME": str(home)}
    command = [python, "-c", program]
    done = subprocess.run(command, cwd=home.parent, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


def evidence(home: Path) -> list[list[tuple]]:
    server = private_database.ensure_running(home)
    try:
        address = private_database.url(home, private_database.SUPERUSER, private_database.DATABASE)
        with psycopg.connect(address) as connection:
            return [connection.execute(question).fetchall() for question in EVIDENCE]
    finally:
        server.release()


def test_a_database_of_the_former_release_keeps_its_ledger(tmp_path: Path) -> None:
    home = tmp_path / "var"
    run(python_of(former_code(tmp_path / "former")), home, MAKE)
    before = evidence(home)
    assert all(before)
    migrated = accord(home, "database", "migrate")
    assert migrated.returncode == 0, migrated.stderr
    assert "rows stated" in migrated.stdout
    assert evidence(home) == before
    verified = accord(home, "ledger", "verify")
    assert verified.returncode == 0, verified.stdout
    run(sys.executable, home, GO_ON)
    for command in (("ledger", "verify"), ("vault", "check")):
        done = accord(home, *command)
        assert done.returncode == 0, done.stdout
