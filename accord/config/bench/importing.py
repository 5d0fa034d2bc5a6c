"""What bringing in a staff file costs, against a plain COPY of the rows that come of it."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import psycopg

from accord.config import private_database
from accord.config.bench import stage
from accord.config.bench.figures import Figure, at_most, counted, in_turns, ratio, told

if TYPE_CHECKING:
    from accord.people.models import Person
    from accord.schools.models import School

PEOPLE = 25_000
A_SCHOOL = 160
BOUND = 15.0
HEADINGS = "Staff Code,Title,Legal Surname,Legal Forename,Work Email,Post,Department,Contract Type,Start Date,Line Manager Code"
POSTS = ("Teacher", "Teaching Assistant", "Midday Supervisor", "Cover Supervisor", "Technician", "Administrator")
# Rows of one school as they would be in another, in a table that vanishes; ids stay unique and keys fit.
ANOTHER = """
CREATE TEMP TABLE the_people ON COMMIT DROP AS SELECT * FROM people_person WHERE school_id = {of};
CREATE TEMP TABLE the_posts ON COMMIT DROP AS SELECT * FROM people_appointment WHERE school_id = {of};
UPDATE the_people SET school_id = {to}, id = md5(id || '{to}')::uuid;
UPDATE the_posts SET school_id = {to}, id = md5(id || '{to}')::uuid, person_id = md5(person_id || '{to}')::uuid,
    line_manager_id = md5(line_manager_id || '{to}')::uuid
"""
COPIED = {"the_people": "people_person", "the_posts": "people_appointment"}


def measure(home: Path, quick: bool) -> Iterator[Figure]:
    """Both ways fill new schools, in turns; the plan is made again under the lock, as when somebody confirms it."""
    people, rounds = (2_500, 2) if quick else (PEOPLE, 3)
    draw = random.Random(25)
    yield at_most("preview of 160 rows", *_preview(draw))
    few, many = _Import(A_SCHOOL, draw), _Import(people, draw)
    few()
    many()
    yield at_most(f"import of {people}: queries more than of {A_SCHOOL}", many.queries - few.queries, "queries", 0)
    copy = _Copy(home, many.school, draw)
    copy()

    def ours() -> float:
        return _Import(people, draw)()

    taken = in_turns(rounds, ours=ours, copy=copy)
    yield ratio(f"import of {people}, over COPY", taken["ours"], taken["copy"], BOUND)
    yield told(f"import of {people}", median(taken["ours"]), "s")
    yield told(f"COPY of {people}", median(taken["copy"]), "s")


def staff_file(people: int, draw: random.Random) -> bytes:
    """A staff file as a records system exports it."""
    lines = [HEADINGS]
    for number in range(people):
        forename, surname = draw.choice(stage.FORENAMES), f"{draw.choice(stage.SURNAMES)}-{draw.choice(stage.SURNAMES)}"
        manager = "" if number == 0 else f"T{draw.randrange(min(number, 400))}"
        begins = f"{draw.randrange(1, 29):02}/{draw.randrange(1, 13):02}/{draw.randrange(2005, 2026)}"
        address = f"t{number}@schools.example"
        post, team = draw.choice(POSTS), f"Team {draw.randrange(40)}"
        lines.append(f"T{number},Ms,{surname},{forename},{address},{post},{team},Permanent,{begins},{manager}")
    return "\r\n".join(lines).encode("utf-8-sig")


def _new_school(draw: random.Random) -> tuple["School", "Person"]:
    from accord.kernel.scope import in_school

    school = stage.make_school(draw)
    with in_school(school.pk):
        return school, stage.add_people(school, 1, draw)[0]


def _preview(draw: random.Random) -> tuple[float, str, float]:
    from accord.kernel import clock
    from accord.kernel.scope import in_school
    from accord.people.reads.preview import look_at

    school, head = _new_school(draw)
    content, taken = staff_file(A_SCHOOL, draw), []
    for _ in range(7):
        began = time.perf_counter()
        with in_school(school.pk):
            counts = look_at(content, by=head, today=clock.today()).counts
        taken.append(time.perf_counter() - began)
        assert counts["new"] == A_SCHOOL, counts
    return median(taken), "s", 1.0


class _Import:
    """One staff file, confirmed in a school of its own. Calling it gives the seconds that it took."""

    def __init__(self, people: int, draw: random.Random) -> None:
        from accord.kernel import clock
        from accord.kernel.scope import in_school
        from accord.people.actions.imports import keep_file
        from accord.people.reads.preview import look_at

        self.people = people
        self.school, self.head = _new_school(draw)
        self.today = clock.today()
        self.queries = 0
        content = staff_file(people, draw)
        with in_school(self.school.pk):
            self.file = keep_file(name="staff.csv", content=content, by=self.head)
            self.seen = look_at(content, by=self.head, today=self.today).fingerprint

    def __call__(self) -> float:
        from accord.kernel.scope import in_school
        from accord.people.actions.imports import import_file

        began = time.perf_counter()
        with counted() as statements, in_school(self.school.pk):
            done = import_file(pk=self.file.pk, fingerprint=self.seen, skip_bad=False, by=self.head, today=self.today)
        taken = time.perf_counter() - began
        assert done.created == self.people, done
        self.queries = len(statements)
        return taken


@dataclass
class _Copy:
    """The same rows into the same tables, as the superuser: COPY is refused to whoever has a policy to obey."""

    home: Path
    of: "School"
    draw: random.Random

    def __call__(self) -> float:
        to = stage.make_school(self.draw)
        address = private_database.url(self.home, private_database.SUPERUSER, private_database.DATABASE)
        with psycopg.connect(address) as connection:
            connection.execute(ANOTHER.format(of=self.of.pk, to=to.pk))
            texts = {table: _text_of(connection, source) for source, table in COPIED.items()}
            connection.commit()
            began = time.perf_counter()
            for table, text in texts.items():
                with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:  # type: ignore[call-overload]
                    copy.write(text)
            connection.commit()
            return time.perf_counter() - began


def _text_of(connection: psycopg.Connection, table: str) -> bytes:
    with connection.cursor().copy(f"COPY {table} TO STDOUT") as copy:  # type: ignore[call-overload]
        return b"".join(map(bytes, copy))
