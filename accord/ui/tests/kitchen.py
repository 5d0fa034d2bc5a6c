"""One page with every component on it, for the tests that read it and for the eye."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.messages import SUCCESS, WARNING
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.urls import set_urlconf
from django.utils.datastructures import MultiValueDict

from accord.kernel.decision import ALLOW, refuse
from accord.ui import navigation
from accord.ui.charts import Event, Group, Mark, Segment, bars, progress, timeline, weeks
from accord.ui.clausegrid import ClauseCell, clause_grid
from accord.ui.forms import Checkboxes, DateField, Passphrase, Radios, Search
from accord.ui.states import COMMON, DONE, DUE, ENDED, HEED, LATE, YOURS, State
from accord.ui.tables import Bulk, Column, Filter, Table

PAGE = Path(__file__).with_name("kitchen_sink.html")
URLS = "accord.ui.tests.urls"

REFUSAL = refuse("not-approver", "Only the Headteacher may adopt a document, after the governing board has decided.")
NAVIGATION = (
    navigation.Item("Home", "home", order=1),
    navigation.Item("Documents", "documents", order=2),
    navigation.Item("Who has signed", "board", navigation.OFFICE, needs="signatures.see", order=1),
    navigation.Item("People", "people", navigation.OFFICE, needs="people.see", order=2),
    navigation.Item("Sign out", "sign-out", navigation.ACCOUNT, post=True),
    navigation.Item("My record", "documents", navigation.ACCOUNT, order=1),
    navigation.Item("Search", "search", navigation.SEARCH),
    navigation.Item("Accessibility", "documents", navigation.FOOT),
)


@dataclass
class School:
    """What the pages know of a school."""

    name: str = "Hopewell Community School"
    slug: str = "hopewell"
    accent: str = ""


class EveryField(forms.Form):
    """A form with a field of each kind."""

    name = forms.CharField(label="Your full name", max_length=120, help_text="As you would write it on paper.")
    email = forms.EmailField(label="Your e-mail address")
    search = forms.CharField(label="Look for", widget=Search, required=False)
    passphrase = forms.CharField(label="Your passphrase", widget=Passphrase)
    team = forms.ChoiceField(label="Team", choices=[("", "Choose a team"), ("english", "English"), ("pe", "PE")])
    answer = forms.ChoiceField(
        label="What do you want to do?",
        choices=[("sign", "Sign"), ("object", "Sign with an objection"), ("decline", "Decline to sign")],
        widget=Radios(hints={"object": "What you write is kept with your signature."}, reveals={"decline": "reason"}),
    )
    reason = forms.CharField(label="Why can you not sign?", required=False, max_length=500, widget=forms.Textarea)
    audiences = forms.MultipleChoiceField(
        label="Who is asked", choices=[("staff", "Staff"), ("governors", "Governors")], widget=Checkboxes
    )
    met_on = DateField(label="Date of the meeting", earliest=date(2020, 1, 1))
    text = forms.FileField(label="The document as a PDF", help_text="Up to 20 MB.")
    read = forms.BooleanField(label="I have read and understood all of it")
    note = forms.CharField(label="Anything else", widget=forms.Textarea, required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def filled_in_badly() -> EveryField:
    typed = {
        "name": ["<b>Priya</b> Patel"], "email": ["priya at school"], "reason": [""], "audiences": ["staff"],
        "met_on-day": ["31"], "met_on-month": ["11"], "met_on-year": ["2026"],
    }  # fmt: skip
    return EveryField(MultiValueDict(typed), prefix=None, auto_id="bad_%s")


@dataclass
class Person:
    """A row of the register."""

    pk: int
    name: str
    team: str
    state: State
    days: int
    seen: date | None = None


def people(count: int = 57) -> list[Person]:
    names = ["Bagshaw, Tom", "Okafor, Ngozi", "Patel, Priya Anjali", "Reid, Siân", "Wójcik, Małgorzata", "ap Rhys, Ŵyn"]
    states = [COMMON[code] for code in ("asked", "viewed", "signed", "objected", "declined", "outdated", "exempt")]
    teams = ["English", "Premises", "PE"]
    return [
        Person(n, names[n % 6], teams[n % 3], states[n % 7], n * 3, date(2026, 11, 1 + n % 28) if n % 4 else None)
        for n in range(1, count + 1)
    ]


class Signers(Table):
    """A register with everything on."""

    caption = "Who has not signed yet"
    columns = (
        Column("name", "Name", sort="name", link=lambda row: f"/s/hopewell/people/{row.pk}/"),
        Column("team", "Team", sort="team"),
        Column("state", "State"),
        Column("seen", "Last seen", sort="seen"),
        Column("days", "Days", sort="days", numeric=True),
    )
    filters = (Filter("team", "Team", [("English", "English"), ("PE", "PE"), ("Premises", "Premises")]),)
    search = ("name",)
    order = "name"
    page_size = 8
    bulk = (Bulk("Remind…", "/remind/"), Bulk("Exempt…", "/exempt/", REFUSAL))
    export = "/export.csv"
    empty_title = "Everybody has signed"
    empty_text = "Whoever joins later is asked by itself, and stands here until then."


@dataclass
class Kitchen:
    """The page's request and what stands on it."""

    query: dict[str, str] = field(default_factory=lambda: {"team": "PE", "other": "kept"})
    school: School = field(default_factory=School)

    def request(self) -> HttpRequest:
        request: Any = RequestFactory().get("/s/hopewell/documents/", self.query)
        request.school = self.school
        request.person = SimpleNamespace(name="Ms N. Okafor")
        request.user = SimpleNamespace(is_authenticated=True)
        request.may = lambda capability: ALLOW if capability != "people.see" else REFUSAL
        return request

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "form": filled_in_badly(), "fresh": EveryField(),
            "table": Signers(request, people()),
            "none": Table(request, [], prefix="none-", columns=(Column("name", "Name"),)),
            "allow": ALLOW, "refusal": REFUSAL, "states": COMMON.values(),
            "summary_rows": [("Version", "4"), ("Adopted", "Monday 9 November 2026", "Change", "/change/")],
            "messages": [Message(SUCCESS, "148 people were asked."), Message(WARNING, "3 people have no e-mail address.")],
            "progress": signing(), "teams": teams(), "year": year(), "case": case(), "grid": grid(),
            "due": date(2026, 11, 27),
        }  # fmt: skip

    def render(self) -> str:
        """The page. The navigation is offered for this page alone."""
        before = list(navigation.ITEMS._items)
        set_urlconf(URLS)
        try:
            for item in NAVIGATION:
                navigation.register(item)
            request = self.request()
            return (
                engines["django"].from_string(PAGE.read_text(encoding="utf-8")).render(self.context(request), request)
            )
        finally:
            navigation.ITEMS._items[:] = before
            set_urlconf(None)


def signing() -> Any:
    parts = (Segment(COMMON["signed"], 131), Segment(COMMON["objected"], 2), Segment(COMMON["declined"], 1),
             Segment(COMMON["asked"], 14))  # fmt: skip
    return progress("148 of 160 have been asked", parts, 160)


def teams() -> Any:
    return bars(
        "Signed, by team", [Group("English", 11, 11), Group("PE", 4, 6, "/pe/"), Group("Premises & midday", 0, 7)]
    )


def year() -> Any:
    marks = (
        Mark(date(2026, 11, 10), "Board meets", State("Done", DONE)),
        Mark(date(2026, 11, 26), "Signatures due", State("Due", DUE)),
        Mark(date(2026, 11, 27), "Review of rota", State("Overdue", LATE)),
        Mark(date(2026, 12, 17), "Term ends", State("Planned", ENDED)),
    )
    return weeks("This term", date(2026, 11, 2), date(2026, 12, 18), marks, today=date(2026, 11, 22))


def case() -> Any:
    events = (
        Event(date(2026, 11, 16), 0, "Report received", State("Done", DONE)),
        Event(date(2026, 11, 16), 1, "Target reassured", State("Done", DONE)),
        Event(date(2026, 11, 17), 1, "Evidence sealed", State("Done", DONE)),
        Event(date(2026, 11, 19), 2, "Advice asked for", State("Waiting", YOURS)),
        Event(date(2026, 11, 26), 2, "Police reply due", State("Due", DUE)),
    )
    return timeline("Comments online", ["Headteacher", "Line manager", "Police"], events, today=date(2026, 11, 22))


def grid() -> Any:
    kept, owed = State("Kept", DONE), State("Owed", DUE)
    none, tension = State("No proof yet", ENDED), State("In tension", HEED)
    late = State("Overdue", LATE)
    cycle = (kept, kept, owed, none, kept, tension, late)
    sections = [
        (title, [ClauseCell(f"{mark}.{n}", cycle[n % 7], f"/guidance/#clause-{mark}.{n}") for n in range(1, count + 1)])
        for mark, title, count in (("F", "Adopting", 10), ("4", "Acceptable use", 4), ("9", "Social media", 22))
    ]
    return clause_grid("The guidance", sections)
