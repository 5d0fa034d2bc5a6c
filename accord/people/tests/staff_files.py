"""Made-up files of the shapes that records systems export, the same on every run."""

import random
from collections.abc import Iterable, Sequence

SECONDARY_HEADINGS = (
    *("Staff Code", "Title", "Legal Surname", "Legal Forename", "Preferred Forename", "Work Email"),
    *("Post", "Department", "Contract Type", "Start Date", "End Date", "Line Manager Code"),
)
PARENT_HEADINGS = (
    *("ID", "Forename", "Surname", "Year Group", "Reg Group", "ID", "Priority", "Parental responsibility"),
    *("Lives with Pupil", "Title", "Forename", "Surname", "Home Email", "Main Telephone"),
)
_SURNAMES = ("Begum", "O'Brien", "O’Connor", "Ó’Briain", "Müller", "García", "Smith-Jones", "Nowak", "Patel", "Okafor")
_FORENAMES = ("Ada", "Zoë", "Chloé", "José", "Björn", "Łukasz", "Priya", "Hamza", "Siân", "Ivy", "Tomasz", "Grace")
_POSTS = (
    *(("Teacher of Mathematics", "Mathematics"), ("Teacher of Art & Design", "Arts"), ("Teacher (ECT)", "English")),
    *(("Midday Supervisor", "Lunchtime"), ("Supply Teacher", "Cover"), ("Peripatetic Music Teacher", "Arts")),
)
_LEADERS = (("Headteacher", "Leadership"), ("Deputy Headteacher", "Leadership"))


def table(rows: Iterable[Sequence[str]], *, delimiter: str = ",", end: str = "\r\n") -> str:
    """Rows as CSV, quoted only where needed."""
    return "".join(delimiter.join(_quoted(cell, delimiter) for cell in row) + end for row in rows)


def _quoted(cell: str, delimiter: str) -> str:
    needs = any(sign in cell for sign in (delimiter, '"', "\n", "\r"))
    return '"' + cell.replace('"', '""') + '"' if needs else cell


def secondary_rows(people: int = 168) -> list[list[str]]:
    """A secondary's staff: a Headteacher without a line manager, the others under the first two, one who has left."""
    chance = random.Random(people)
    rows = []
    for number in range(people):
        surname, forename = chance.choice(_SURNAMES), chance.choice(_FORENAMES)
        post, team = chance.choice(_POSTS) if number > 1 else _LEADERS[number]
        ends = {3: "31/08/2026", 4: "18/12/2026"}.get(number, "")
        begins = f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{chance.randint(2004, 2025)}"
        contract = chance.choice(["Permanent", "Permanent", "Temporary", "Fixed Term"])
        above = "" if number == 0 else f"PER{chance.randint(0, min(number - 1, 1)):05}"
        called = forename[:3] if number % 4 == 0 else ""
        address = f"person{number}@hopewell.example"
        person = [f"PER{number:05}", chance.choice(["Ms", "Mr", "Mx", "Dr"]), surname, forename, called, address]
        rows.append([*person, post, team, contract, begins, ends, above])
    return rows


def secondary_file(people: int = 168) -> bytes:
    """As one system writes it: Windows-1252, and a question mark for every letter that it has not."""
    return table([SECONDARY_HEADINGS, *secondary_rows(people)]).encode("cp1252", "replace")


def small_primary_file() -> bytes:
    """Four columns, UTF-8 without a mark, and people without an e-mail address."""
    people = [
        ("Henry", "Wójcik", "h.wojcik@millbrook.example", "Headteacher"),
        ("Thomas", "Taylor", "t.taylor@millbrook.example", "School Business Manager"),
        ("Aisha", "MacDonald", "a.macdonald@millbrook.example", "Class Teacher (ECT)"),
        ("Saoirse", "Hall", "", "Midday Supervisor"),
        ("Arthur", "Ó’Briain", "", "Midday Supervisor"),
        ("Sophia", "García", "s.garcia@millbrook.example", "Governor"),
        ("George", "Okafor", "", "Volunteer reader"),
    ]
    return table([("First Name", "Last Name", "Email", "Job Role"), *people]).encode()


def parents_file() -> bytes:
    """Not staff at all: pupils and their parents, with every heading of a person twice."""
    rows = (
        "1001,Thomas,Khan,7,7B,9005,1,T,T,Mrs,Zoë,Khan,z.khan@mail.example,01629 183419\r\n"
        "1002,Lily,St.John,8,8C,9009,1,T,F,Ms,Mei,St.John,m.stjohn@mail.example,01629 246593\r\n"
    )
    return (table([PARENT_HEADINGS]) + rows).encode("utf-8-sig")
