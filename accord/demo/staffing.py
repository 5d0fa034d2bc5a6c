"""The people of the secondary, as its records system would export them: generated, the same on every machine."""

import csv
import io
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from accord.demo.names import SHORT, invented, spelt_plainly

DOMAIN = "hopewell.example"

# The people whom the demonstration's story is about: code, title, forename, surname, post, department, line manager.
NAMED = """
OKN|Ms|Ngozi|Okafor|Headteacher|Leadership|
ASD|Mr|Daniel|Ashworth|Deputy Headteacher|Leadership|OKN
LLG|Mrs|Gwen|Llewellyn|Deputy Headteacher|Leadership|OKN
HUF|Dr|Farah|Hussain|Assistant Headteacher|Leadership|OKN
NOM|Mr|Marek|Nowak|Assistant Headteacher|Leadership|OKN
MAE|Ms|Eilidh|MacDonald|Assistant Headteacher|Leadership|OKN
HER|Mrs|Ruth|Heathcote|School Business Manager|Administration|OKN
ADS|Mr|Samuel|Adeyemi|Network Manager|IT Support|HER
CLZ|Ms|Zoë|Clarkson|IT Technician|IT Support|ADS
WIL|Mr|Łukasz|Wilk|IT Technician|IT Support|ADS
OCS|Mrs|Saoirse|O’Connell|Designated Safeguarding Lead|Pastoral|LLG
THJ|Mrs|Joyce|Thornley|Clerk to the Governors|Administration|HER
PAP|Ms|Priya|Patel|Teacher of English|English|*
BAT|Mr|Tom|Bagshawe|Caretaker|Premises|*
MCK|Mrs|Kirsty|McKendrick|Teaching Assistant|Learning Support|*
FEO|Mr|Oliver|Fennimore|Teacher of Computing|Technology|*
CAB|Ms|Bryony|Castleton|Teacher of Art and Design|Arts|*
GOR|Mr|Roger|Goodacre|Teacher of History|Humanities|*
NWA|Ms|Adaku|Nwosu|Teacher of Science|Science|*
REC|Mr|Callum|Redshaw|Head of Year|Pastoral|LLG
PID|Mrs|Donna|Pilsbury|Midday Supervisor|Lunchtime|*
LIH|Mrs|Hanna|Lindqvist|Teacher of Mathematics|Mathematics|*
VAI|Mr|Idris|Vaughan-Cole|Teacher of PE|PE|*
HEB|Mr|Bernard|Hewlitt|Teacher of Geography|Humanities|*
KHH|Mrs|Hafsa|Khatun|HLTA|Learning Support|*
THZ|Miss|Zofia|Thistlethwaite|Teaching Assistant|Learning Support|*
"""

# Post, how many, department, line manager: * for whoever leads the department.
LEADING = ("Head of", "SENDCo", "Site Manager", "Senior Midday")
POSTS = """
Head of English|1|English|ASD
Teacher of English|8|English|*
Teacher (ECT)|1|English|*
Head of Mathematics|1|Mathematics|ASD
Teacher of Mathematics|8|Mathematics|*
Head of Science|1|Science|HUF
Teacher of Science|9|Science|*
Science Technician|2|Science|*
Head of Humanities|1|Humanities|HUF
Teacher of History|3|Humanities|*
Teacher of Geography|3|Humanities|*
Teacher of Religious Education|2|Humanities|*
Head of Languages|1|Languages|NOM
Teacher of French and Spanish|5|Languages|*
Head of PE|1|PE|NOM
Teacher of PE|4|PE|*
Head of Arts|1|Arts|MAE
Teacher of Art and Design|2|Arts|*
Teacher of Drama|1|Arts|*
Peripatetic Music Teacher|4|Arts|*
Head of Technology|1|Technology|MAE
Teacher of Design and Technology|4|Technology|*
Teacher of Computing|1|Technology|*
Head of Year|4|Pastoral|LLG
Pastoral Support Worker|2|Pastoral|LLG
SENDCo|1|Learning Support|LLG
HLTA|2|Learning Support|*
Teaching Assistant|16|Learning Support|*
Cover Supervisor|3|Cover|ASD
Supply Teacher|4|Cover|ASD
Office Manager|1|Administration|HER
Receptionist|2|Administration|HER
Attendance Officer|1|Administration|HER
Data Manager|1|Administration|HER
Finance Officer|1|Administration|HER
Exams Officer|1|Administration|HER
PA to the Headteacher|1|Administration|OKN
Librarian|1|Library|ASD
Site Manager|1|Premises|HER
Caretaker|1|Premises|*
Cleaner|6|Premises|*
Senior Midday Supervisor|1|Lunchtime|HER
Midday Supervisor|8|Lunchtime|*
Catering Assistant|3|Lunchtime|*
"""

# How many of the last in a post have no e-mail address, joined in the second year, left before it, and so on.
WITHOUT_ADDRESS = {"Midday Supervisor": 4, "Cleaner": 2}
GIVEN_ADDRESS_LATER = 2
JOINED_LATER = {"Teacher (ECT)": 1, "Teacher of Science": 2, "Teacher of Mathematics": 1, "Teaching Assistant": 2}
LEFT_AFTER_A_YEAR = {"Teacher of Geography": 1, "Teacher of PE": 1, "Teaching Assistant": 1, "Cleaner": 1}

# The governing board, volunteers and service providers are in no records system: name, post, and who wears two hats.
OTHERS = """
Mrs|Beverley|Ollerton|Chair of Governors|Governor
Mr|Desmond|Achebe-Hill|Vice-Chair of Governors|Governor
Mrs|Parveen|Akram|Parent Governor|Governor
Mr|Iwan|Prothero|Parent Governor|Governor
Dr|Alastair|Kirkbride|Co-opted Governor|Governor
Ms|Li-Wei|Cheung|Co-opted Governor|Governor
Mr|Gurdeep|Sandhu|Local Authority Governor|Governor
Mrs|Constance|Peverell|Co-opted Governor|Governor
Mr|Hugh|Lonsdale|Volunteer reader|Volunteer
Mrs|Edna|Broadbent|Volunteer librarian|Volunteer
Miss|Tamsin|Yeboah|Volunteer, Duke’s Award|Volunteer
Ms|Harriet|Quayle|Data Protection Officer|Service provider
Mr|Jermaine|Brightwater|External sports coach|Service provider
Ms|Ffion|Parfitt|External counsellor|Service provider
"""
NO_SUCH_MAILBOX = f"t.yeboah@old-mail.{DOMAIN}"  # The mail server of the demonstration says so.


@dataclass(frozen=True)
class Hire:
    """One line of the staff file. `joined` is after the first file, `left` before the second."""

    code: str
    title: str
    forename: str
    surname: str
    post: str
    department: str
    manager: str
    starts_on: date
    ends_on: date | None = None
    contract: str = "Permanent"
    known_as: str = ""
    email: str = ""
    is_later: bool = False


HEADINGS = (
    *("Staff Code", "Title", "Legal Surname", "Legal Forename", "Preferred Forename", "Work Email", "Post"),
    *("Department", "Contract Type", "Start Date", "End Date", "Line Manager Code"),
)


def staff(began: date) -> list[Hire]:
    """Everybody whom the records system ever had in the two years from `began` on, the day of the first file."""
    luck = random.Random("hopewell")
    hires = [*_named(luck, began), *_unnamed(luck, began)]
    leaders = {
        hire.department: hire.code for hire in hires if hire.post.startswith(LEADING) and hire.post != "Head of Year"
    }
    return list(_addressed([_led(hire, leaders) for hire in hires]))


def _named(luck: random.Random, began: date) -> Iterator[Hire]:
    for line in NAMED.strip().splitlines():
        code, title, forename, surname, post, department, manager = line.split("|")
        yield Hire(code, title, forename, surname, post, department, manager, _start(luck, began, post))


def _unnamed(luck: random.Random, began: date) -> Iterator[Hire]:
    names = invented(luck)
    number = 20
    for line in POSTS.strip().splitlines():
        post, count, department, manager = line.split("|")
        for left in range(int(count), 0, -1):
            number += 1
            title, forename, surname = next(names)
            letters = (spelt_plainly(surname)[:2] + spelt_plainly(forename)[:1]).upper()
            hire = Hire(f"{letters}{number:03}", title, forename, surname, post, department, manager, began)
            yield _placed_in_time(luck, began, hire, left)


def _placed_in_time(luck: random.Random, began: date, hire: Hire, left: int) -> Hire:
    """`left` counts down the people in a post: the last ones are those to whom something happens."""
    if left <= JOINED_LATER.get(hire.post, 0):
        return replace(hire, starts_on=began.replace(year=began.year + 1, month=9, day=1), is_later=True)
    hire = replace(hire, starts_on=_start(luck, began, hire.post), contract=_contract(luck, hire.post))
    if left - JOINED_LATER.get(hire.post, 0) <= LEFT_AFTER_A_YEAR.get(hire.post, 0):
        return replace(hire, ends_on=began.replace(year=began.year + 1, month=8, day=31))
    return replace(hire, known_as=SHORT.get(hire.forename, "") if luck.random() < 0.5 else "")


def _contract(luck: random.Random, post: str) -> str:
    if "Supply" in post:
        return "Supply"
    return luck.choices(["Permanent", "Fixed Term", "Temporary"], [88, 8, 4])[0]


def _start(luck: random.Random, began: date, post: str) -> date:
    """Teachers mostly begin in September; others whenever there was a place."""
    year = began.year - 1 - int(luck.triangular(0, 16, 3))
    if "Teacher" in post or "Head" in post:
        return date(year, luck.choices([9, 1, 4], [8, 1, 1])[0], 1)
    return date(year, 1, 1) + timedelta(days=luck.randrange(360))


def _led(hire: Hire, leaders: dict[str, str]) -> Hire:
    manager = leaders[hire.department] if hire.manager == "*" else hire.manager
    return replace(hire, manager=manager)


def _addressed(hires: Iterable[Hire]) -> Iterator[Hire]:
    """Everybody with an e-mail address but the last few of some posts; no address twice."""
    hires = list(hires)
    without = {"BAT"}
    for post, count in WITHOUT_ADDRESS.items():
        without |= {hire.code for hire in [hire for hire in hires if hire.post == post][-count:]}
    taken: dict[str, int] = {}
    for hire in hires:
        if hire.code in without:
            yield hire
            continue
        mailbox = f"{spelt_plainly(hire.forename)[0]}.{spelt_plainly(hire.surname)}"
        taken[mailbox] = taken.get(mailbox, 0) + 1
        yield replace(hire, email=f"{mailbox}{taken[mailbox] if taken[mailbox] > 1 else ''}@{DOMAIN}")


def first_file(began: date) -> bytes:
    """The staff file with which the school began."""
    return _file(replace(hire, ends_on=None) for hire in staff(began) if not hire.is_later)


def second_file(began: date) -> bytes:
    """The same a year later: some joined, some left, and some midday supervisors were given an address."""
    hires = staff(began)
    without = [hire.code for hire in hires if hire.post == "Midday Supervisor" and not hire.email]
    given = set(without[:GIVEN_ADDRESS_LATER])
    return _file(
        replace(hire, email=f"{spelt_plainly(hire.forename)}.{spelt_plainly(hire.surname)}@{DOMAIN}")
        if hire.code in given
        else hire
        for hire in hires
    )


def _file(hires: Iterable[Hire]) -> bytes:
    """As a records system writes it: a byte order mark, day-first dates, line ends of Windows."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for hire in hires:
        days = [f"{day:%d/%m/%Y}" if day else "" for day in (hire.starts_on, hire.ends_on)]
        writer.writerow(
            [
                *(hire.code, hire.title, hire.surname, hire.forename, hire.known_as, hire.email, hire.post),
                *(hire.department, hire.contract, *days, hire.manager),
            ]
        )
    return text.getvalue().encode("utf-8-sig")


def others_file(began: date) -> bytes:
    """Governors, volunteers and service providers, as the clerk keeps them in a list of her own."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["Title", "Forename", "Surname", "Email", "Role", "Category", "Start date"])
    for number, line in enumerate(OTHERS.strip().splitlines()):
        title, forename, surname, role, category = line.split("|")
        email = f"{spelt_plainly(forename)}.{spelt_plainly(surname)}@governors.{DOMAIN}"
        if category != "Governor":
            email = "" if surname == "Broadbent" else f"{spelt_plainly(forename)}.{spelt_plainly(surname)}@post.example"
        if surname == "Yeboah":
            email = NO_SUCH_MAILBOX
        start = began.replace(year=began.year - 1 - number % 4, month=10, day=1)
        writer.writerow([title, forename, surname, email, role, category, f"{start:%d.%m.%Y}"])
    return text.getvalue().encode("utf-8")
