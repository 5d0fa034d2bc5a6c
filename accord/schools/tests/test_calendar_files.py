"""Terms and days from the files that councils and schools publish: read, looked at, entered once."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accord.kernel.models import Entry
from accord.people.tests.cast import make_cast
from accord.policies.tests.browsing import text_of
from accord.schools.calendar_files import CLOSED, INSET, TERM, Line, Unreadable, read, read_back, season, written
from accord.schools.models import ClosedDay, Term


def ics(*events: tuple[str, str, str]) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//A council//EN"]
    for number, (title, first, end) in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}@example.org", "DTSTAMP:20260101T000000Z", f"SUMMARY:{title}"]
        lines += [f"DTSTART;VALUE=DATE:{first}"] + ([f"DTEND;VALUE=DATE:{end}"] if end else []) + ["END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


COUNCIL = ics(
    ("Autumn Term 1", "20260902", "20261024"),
    ("October half term", "20261026", "20261031"),
    ("INSET day", "20260901", "20260902"),
    ("Boxing Day", "20261226", "20261227"),
    ("Sports day", "20260707", "20260708"),
)


def test_a_calendar_of_spans():
    found = read("terms.ics", COUNCIL)
    assert found.lines == (
        Line(INSET, "INSET day", date(2026, 9, 1), date(2026, 9, 1)),
        Line(TERM, "Autumn Term 1", date(2026, 9, 2), date(2026, 10, 23)),
    )
    assert found.left_out == ("October half term", "Sports day")


def test_a_calendar_of_first_and_last_days():
    found = read(
        "terms.ics",
        ics(
            ("School opens", "20260902", ""),
            ("School closes for half term", "20261023", ""),
            ("Term starts", "20261102", ""),
        ),
    )
    assert [(line.name, line.first, line.last) for line in found.lines] == [
        ("Autumn term, first half", date(2026, 9, 2), date(2026, 10, 23))
    ]
    assert found.left_out == ("Term starts",)


@pytest.mark.parametrize(
    "table",
    [
        "Kind,Name,First day,Last day\nTerm,Autumn one,02/09/2026,23/10/2026\nINSET,,2 September 2026,\nClosed,Ice,2026-12-01,\n",
        "Name,Type,Start,End\nAutumn one,term,2026-09-02,2026-10-23\n,Inset day,02-09-2026,\nSnow,closure,1 Dec 2026,\n",
    ],
    ids=["our headings", "others"],
)
def test_a_table(table):
    found = read("terms.csv", table.encode("cp1252"))
    assert [(line.kind, line.first) for line in found.lines] == [
        (TERM, date(2026, 9, 2)),
        (INSET, date(2026, 9, 2)),
        (CLOSED, date(2026, 12, 1)),
    ]


def test_rows_that_say_nothing_are_told():
    found = read(
        "terms.csv", b"Kind,First day,Last day\nTerm,1/9/2026,31/10/2026\nTerm,soon,later\n\nParty,1/9/2026,\n"
    )
    assert found.left_out == ("Line 3: Term, soon, later", "Line 5: Party, 1/9/2026")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("terms.pdf", b"%PDF-1.7", "Choose a calendar file"),
        ("terms.csv", b"", "empty"),
        ("terms.csv", b"a,b\n1,2\n", "The first line must name the columns"),
        ("terms.csv", b"Kind,First day\nParty,1/9/2026\n", "No term"),
        ("terms.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:never\r\n", "damaged"),
        ("terms.ics", b"x" * 1_000_001, "larger"),
    ],
)
def test_what_cannot_be_read_says_why(name, content, words):
    with pytest.raises(Unreadable, match=words):
        read(name, content)


@pytest.mark.parametrize(
    ("first", "name"),
    [
        (date(2026, 9, 2), "Autumn term, first half"),
        (date(2026, 11, 2), "Autumn term, second half"),
        (date(2027, 1, 5), "Spring term, first half"),
        (date(2027, 2, 22), "Spring term, second half"),
        (date(2027, 4, 12), "Summer term, first half"),
        (date(2027, 6, 7), "Summer term, second half"),
    ],
)
def test_a_half_term_by_its_season(first, name):
    assert season(first) == name


def test_the_plan_comes_back_as_it_went():
    lines = list(read("terms.ics", COUNCIL).lines)
    assert read_back(written(lines)) == lines
    for forged in ("", "party,x,2026-09-01,2026-09-01", "term,x,soon,later", "term,x"):
        with pytest.raises(Unreadable):
            read_back(forged)


def test_looked_at_first_and_entered_after_that(school, signed_in, here):
    head = signed_in(make_cast(school, ("headteacher",))["headteacher"])
    address = f"/s/{school.slug}/settings/calendar-file/"
    refused = head.post(address, {"file": SimpleUploadedFile("terms.pdf", b"%PDF-1.7")})
    assert refused.status_code == 422
    seen = head.post(address, {"file": SimpleUploadedFile("terms.ics", COUNCIL)})
    assert "Terms: 1, INSET days and closures: 1" in text_of(seen)
    assert "October half term" in text_of(seen)
    assert not Term.objects.exists()
    assert head.post(address, {"plan": seen.context["plan"]}).status_code == 302
    assert (Term.objects.get().name, ClosedDay.objects.get().day) == ("Autumn Term 1", date(2026, 9, 1))
    assert set(Entry.objects.values_list("act", flat=True)) >= {"term.added", "closed-day.added"}
    again = head.post(address, {"file": SimpleUploadedFile("terms.ics", COUNCIL)})
    assert "Nothing in this file is new" in text_of(again)
    head.post(address, {"plan": seen.context["plan"]})
    assert Term.objects.count() == ClosedDay.objects.count() == 1
    assert head.post(address, {"plan": "nonsense"}).status_code == 302
