"""The story of the small primary: a few weeks old, three documents, a third of the people have signed."""

import csv
import io
from datetime import date, datetime, timedelta
from functools import partial

from accord.demo import documents as papers
from accord.demo import elsewhere, outside
from accord.demo.days import ONE_DAY, at, calendar_of, enter, school_days_ago, staff_days, years
from accord.demo.documents import Shelf
from accord.demo.office import Office
from accord.demo.past import Past
from accord.demo.signers import NEVER, Reply, Signers
from accord.kernel import clock
from accord.kernel.clock import LONDON
from accord.people.models import Person
from accord.people.rules import Details, Post
from accord.policies.rules import Adopted
from accord.schools.models import School

# As somebody keeps it in a spreadsheet. Nobody has a code, and four have no address.
PEOPLE = """
Delyth|Hartnoll|d.hartnoll@millbrook.example|Headteacher
Pauline|Wraxall|p.wraxall@millbrook.example|School Business Manager
Thomas|Adebayo-Lunn|t.adebayo-lunn@millbrook.example|Class Teacher
Ayesha|Kirkham|a.kirkham@millbrook.example|Class Teacher; Designated Safeguarding Lead
Siân|Pettifer|s.pettifer@millbrook.example|Class Teacher (ECT)
Rebecca|O’Dowd|r.odowd@millbrook.example|SENCo
Jolanta|Wrona|j.wrona@millbrook.example|Teaching Assistant
Gareth|Blenkin|g.blenkin@millbrook.example|Teaching Assistant
Mollie|Threlfall|m.threlfall@millbrook.example|Teaching Assistant
Sheila|Cranmer||Midday Supervisor
Noreen|Bashir-Day||Midday Supervisor
Eric|Tunnicliff||Caretaker
Marcia|Fontaine|m.fontaine@millbrook.example|Chair of Governors
Derek|Oakhurst||Volunteer reader
"""
HEAD, BUSINESS = "d.hartnoll@millbrook.example", "p.wraxall@millbrook.example"
SIGNED = {
    HEAD: Reply(after_days=0),
    BUSINESS: Reply(after_days=1),
    "t.adebayo-lunn@millbrook.example": Reply(after_days=1),
    "r.odowd@millbrook.example": Reply(after_days=2),
    "j.wrona@millbrook.example": Reply(after_days=3),
}
POLICIES = (papers.IT_SECURITY, papers.SOCIAL_MEDIA)
THREE = (*POLICIES, papers.GUIDANCE)
BODY = "Governing board"
NOT_YET = "The off-site working policy comes to the spring meeting. Until then nobody takes school equipment home."


class Millbrook:
    """Plans the past of the primary, whose scope is open."""

    def __init__(self, school: School, until: datetime) -> None:
        self.past = Past(school, until)
        today = until.astimezone(LONDON).date()
        self.years = years(today)
        self.calendar = calendar_of(self.years)
        self.began, self.published = (school_days_ago(self.calendar, today, days) for days in (16, 6))
        self.signers = Signers(self.past, self.calendar)
        self.office, self.shelf = Office(), Shelf()
        self.past.plan_days(staff_days(self.calendar, self.published + ONE_DAY, today))

    def live(self) -> None:
        meeting = self.began + ONE_DAY
        for day, hour, minute, act in (
            (self.began, 9, 10, partial(enter, self.years)),
            (self.began, 9, 20, self._begin),
            (self.began, 10, 40, self._put_in),
            (self.began, 11, 30, partial(self._keep_what_was_bought_in, meeting - ONE_DAY * 140)),
            (self.published, 8, 40, partial(self._adopt, meeting)),
            (self.published, 12, 5, self._brief),
            (self.published, 15, 30, partial(self._publish, POLICIES)),
            (self.published, 15, 35, partial(self._adopt_the_guidance, meeting)),
            (self.published, 15, 40, partial(self._publish, (papers.GUIDANCE,))),
            (self.published, 15, 45, self._answer),
        ):
            self.past.plan(at(day, hour, minute), act)
        outside.plan(self.past, self.past.until.astimezone(LONDON).date(), began=self.began)
        self.past.live()

    def _begin(self) -> None:
        forename, surname, email, post = PEOPLE.strip().splitlines()[0].split("|")
        head = self.office.begin(Details(forename, surname, email=email), Post("permanent", post))
        self.office.give(self.office.bring_in("staff.csv", _file(), by=head), by=head)

    def _put_in(self) -> None:
        by = self.office[BUSINESS]
        for kind in THREE:
            review_on = clock.today() + timedelta(days=365)
            self.shelf.add(kind, owner=self.office[HEAD], by=by, review_on=review_on)
            self.shelf.put_in(kind, by=by)

    def _keep_what_was_bought_in(self, meeting: date) -> None:
        adopted = Adopted(BODY, meeting, f"{meeting:%Y}/9")
        review_on = clock.today() + timedelta(days=300)
        elsewhere.keep_bought_in(self.shelf, "own-device", adopted, self.office, BUSINESS, review_on)

    def _adopt(self, meeting: date) -> None:
        for number, kind in enumerate(POLICIES, start=1):
            minute = f"{meeting:%Y}/{number + 14}"
            self.shelf.adopt(kind, body=BODY, meeting_on=meeting, minute=minute, by=self.office[HEAD])

    def _adopt_the_guidance(self, meeting: date) -> None:
        """One of the four policies is missing, and the board says why it goes on all the same."""
        minute, head = f"{meeting:%Y}/17", self.office[HEAD]
        self.shelf.adopt(papers.GUIDANCE, body=BODY, meeting_on=meeting, minute=minute, by=head, departing=NOT_YET)

    def _brief(self) -> None:
        people = Person.objects.in_post(clock.today()).exclude(appointments__category="governor")
        title = "Staff meeting: our three new policies"
        led_by = "Mrs Delyth Hartnoll"
        self.office.brief(title, people, held_on=clock.today(), led_by=led_by, by=self.office[HEAD])

    def _publish(self, kinds: tuple[papers.Kind, ...]) -> None:
        for kind in kinds:
            self.shelf.publish(kind, due_in_days=21, by=self.office[HEAD])

    def _answer(self) -> None:
        others = {line.split("|")[2]: Reply(after_days=NEVER) for line in PEOPLE.strip().splitlines()}
        self.signers.plan(others | SIGNED)


def _file() -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["First Name", "Last Name", "Email", "Job Role"])
    writer.writerows(line.split("|") for line in PEOPLE.strip().splitlines())
    return text.getvalue().encode("utf-8")
