"""The story of the secondary: how it began with Accord, what it adopted, and who signed, from last school year to now."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from accord.consultations.actions import Plan
from accord.demo import consulting, elsewhere, outside, replies, staffing
from accord.demo import documents as papers
from accord.demo.by_hand import plan as sign_by_hand
from accord.demo.clearing import OF_SOCIAL_MEDIA, Clearing
from accord.demo.days import ONE_DAY, at, calendar_of, enter, school_days_ago, staff_days, years
from accord.demo.documents import Kind, Shelf
from accord.demo.office import Office
from accord.demo.past import Past
from accord.demo.signers import Signers
from accord.duties import actions as duties
from accord.kernel import clock
from accord.kernel.clock import LONDON
from accord.people import actions as people
from accord.people.models import Category, Person
from accord.people.rules import Details, Post
from accord.schools.models import School
from accord.signing import actions as signing

HEAD, DEPUTY, BUSINESS, CLERK, NETWORK = "OKN", "ASD", "HER", "THJ", "ADS"
CHAIRS_MAILBOX = "chair@governors.hopewell.example"
BOARD, COMMITTEE = "Full governing board", "Resources committee"
# The first to hold a role is whom the sign-in page of the demonstration offers for it.
FACES = (("PAP", "staff"), ("parveen.akram@governors.hopewell.example", "governor"))


class Hopewell:
    """Plans the past of the secondary, whose scope is open."""

    def __init__(self, school: School, until: datetime) -> None:
        self.past = Past(school, until, unknown={staffing.NO_SUCH_MAILBOX})
        self.today = until.astimezone(LONDON).date()
        self.last_year, self.this_year = years(self.today)
        self.calendar = calendar_of((self.last_year, self.this_year))
        self.signers = Signers(self.past, self.calendar, {"PAP": "Priya Anjali Patel"})
        self.office, self.shelf = Office(), Shelf()
        self.consultations = consulting.Desk(self.office, self.shelf)

    def live(self) -> None:
        self._plan_last_year()
        self._plan_this_year()
        self._plan_last_weeks()
        self._plan_clearing()
        outside.plan_mailbox(self.past, self.office, CHAIRS_MAILBOX, self._ago(5), by=HEAD)
        outside.plan(self.past, self.today, began=self.last_year.begins)
        self.past.live()

    def _on(self, day: date, hour: int, minute: int, act: Callable[[], object]) -> None:
        self.past.plan(at(day, hour, minute), act)

    def _who(self, code: str) -> Person:
        return self.office[code]

    def _plan_clearing(self) -> None:
        """Old editions: the county's of 2018 is gone, the one of last week is under way."""
        clearing, first = Clearing(self.past, self.office, by=BUSINESS), self.last_year.begins
        clearing.plan_county_policy(first)
        spring = self.last_year.spring
        for day in (first, spring + ONE_DAY * 25, spring + ONE_DAY * 53, self.this_year.begins):
            clearing.plan_rest(day)
        clearing.plan(papers.SOCIAL_MEDIA.title, self._ago(7), OF_SOCIAL_MEDIA)

    # Last year

    def _plan_last_year(self) -> None:
        first = self.last_year.begins
        self._on(first, 7, 20, partial(enter, (self.last_year, self.this_year)))
        self._on(first, 7, 30, self._begin)
        self._on(first, 8, 10, self._bring_people_in)
        self._on(first, 9, 20, self._put_the_first_in)
        self._on(first, 10, 5, self._keep_the_old_policy)
        self._on(first, 11, 30, self._adopt_the_first)
        self._on(first, 15, 5, partial(self._brief, "INSET: using IT safely and well"))
        for number, kind in enumerate(papers.POLICIES):
            self._on(first, 15, 40 + number, partial(self._publish, kind, 24))
        self._on(first, 15, 47, self._adopt_the_guidance)
        self._on(first, 15, 48, partial(self._publish, papers.GUIDANCE, 24))
        self._on(first + ONE_DAY, 10, 20, self._say_what_is_elsewhere)
        self._on(first, 15, 55, partial(self.signers.plan, replies.FIRST_ROUND))
        self._on(first + ONE_DAY * 8, 18, 45, self._brief_governors)
        self._on(self.last_year.second_half + ONE_DAY * 2, 15, 35, self._sign_after_all)
        self._plan_small_changes(self.last_year.spring)
        self.past.plan_days(staff_days(self.calendar, first + ONE_DAY, first + ONE_DAY * 50))

    def _begin(self) -> None:
        head = next(hire for hire in staffing.staff(self.last_year.begins) if hire.code == HEAD)
        details = Details(head.forename, head.surname, "", head.title, head.email, head.code)
        post = Post("permanent", head.post, head.department, starts_on=head.starts_on)
        self.office.begin(details, post)

    def _bring_people_in(self) -> None:
        began, head = self.last_year.begins, self._who(HEAD)
        shown = self.office.bring_in("staff-export.csv", staffing.first_file(began), by=head)
        shown += self.office.bring_in("governors-and-others.csv", staffing.others_file(began), by=head)
        self.office.give([*FACES, *(pair for pair in shown if pair not in FACES and pair[1] != "staff")], by=head)

    def _put_the_first_in(self) -> None:
        """Each with its review ahead, but for one that comes, one that is soon and one that is late by now."""
        by, next_summer = self._who(BUSINESS), self._next_summer
        days = {papers.OWN_DEVICE: -20, papers.PHONES: 19, papers.OFF_SITE: 66}
        near = {kind: timedelta(days=left) for kind, left in days.items()}
        for kind in papers.FIRST:
            owner = self._who(NETWORK if kind in (papers.IT_SECURITY, papers.OWN_DEVICE) else DEPUTY)
            review_on = self.today + near[kind] if kind in near else next_summer
            self.shelf.add(kind, owner=owner, by=by, review_on=review_on)
            self.shelf.put_in(kind, "" if kind == papers.OWN_DEVICE else "1", by=by)

    def _keep_the_old_policy(self) -> None:
        """The document of before, for the record: in force for a moment, so that it can be shown as withdrawn."""
        kind, by, head = papers.OLD_POLICY, self._who(BUSINESS), self._who(HEAD)
        self.shelf.add(kind, owner=by, by=by, review_on=None)
        self.shelf.put_in(kind, by=by)
        self.shelf.adopt(kind, body=BOARD, meeting_on=date(2018, 11, 21), minute="FGB 2018/41", by=head)
        self.shelf.publish(kind, due_in_days=0, by=head)
        self.shelf.withdraw(
            kind, because="Replaced by the Advice and guidance and its four policies. Destroy every copy.", by=head
        )

    @property
    def _next_summer(self) -> date:
        return date(self.this_year.begins.year + 1, 7, 2)

    def _adopt_the_first(self) -> None:
        """At the last meeting of the summer before."""
        for number, kind in enumerate(papers.POLICIES, start=1):
            self._adopt_in_summer(kind, number)

    def _adopt_the_guidance(self) -> None:
        """With its four policies in force: it stands only together with them."""
        self._adopt_in_summer(papers.GUIDANCE, len(papers.FIRST))

    def _adopt_in_summer(self, kind: Kind, item: int) -> None:
        meeting = date(self.last_year.begins.year, 7, 9)
        minute = f"FGB 9 July {meeting.year}, item 7.{item}"
        self.shelf.adopt(kind, body=BOARD, meeting_on=meeting, minute=minute, by=self._who(CLERK))

    def _say_what_is_elsewhere(self) -> None:
        elsewhere.keep(self.shelf, self.office, elsewhere.HOPEWELL, self.today, by=BUSINESS)

    def _review_the_guidance(self) -> None:
        note = "Read against this year's safeguarding guidance: nothing to change."
        self.shelf.review(papers.GUIDANCE, next_on=self._next_summer, note=note, by=self._who(DEPUTY))

    def _publish(self, kind: Kind, days: int) -> None:
        self.shelf.publish(kind, due_in_days=days, by=self._who(HEAD))

    def _brief(self, title: str) -> None:
        """Those who are paid to come to INSET, but for a few who were ill."""
        today = clock.today()
        there = Person.objects.in_post(today).exclude(appointments__category__in=replies.NOT_AT_INSET)
        people_there = [person for person in there if person.source_id not in replies.ILL]
        self.office.brief(title, people_there, held_on=today, led_by="Mr Daniel Ashworth", by=self._who(DEPUTY))

    def _brief_governors(self) -> None:
        there = Person.objects.filter(appointments__category=Category.GOVERNOR)
        title, led_by = "Governing board: our new IT policies", "Ms Ngozi Okafor"
        self.office.brief(title, list(there), held_on=clock.today(), led_by=led_by, by=self._who(HEAD))

    def _sign_after_all(self) -> None:
        """The Headteacher has talked with whoever declined."""
        for code, reply in replies.AFTER_ALL.items():
            self.signers.answer(self._who(code), reply)

    def _adopt(self, kind: Kind, body: str, meeting: date, item: str) -> None:
        short = "FGB" if body == BOARD else "RC"
        minute = f"{short} {meeting:%-d %B %Y}, {item}"
        self.shelf.adopt(kind, body=body, meeting_on=meeting, minute=minute, by=self._who(CLERK))

    def _plan_small_changes(self, spring: date) -> None:
        """Two corrections, which keep the signatures."""
        changes = (
            (papers.IT_SECURITY, "1.1", spring + ONE_DAY * 23, "Suspicious email is now reported with a button."),
            (papers.GUIDANCE, "", spring + ONE_DAY * 51, "Filtering concerns go to the Designated Safeguarding Lead."),
        )
        for kind, number, day, note in changes:
            self._on(day, 10, 40, partial(self._put_correction_in, kind, number, note))
            self._on(day + ONE_DAY, 9, 15, partial(self._adopt, kind, COMMITTEE, day, "item 4"))
            self._on(day + ONE_DAY, 11, 50, partial(self._publish, kind, 0))

    def _put_correction_in(self, kind: Kind, number: str, note: str) -> None:
        self.shelf.put_in(kind, number, by=self._who(BUSINESS), note=note, minor=True)

    # This year

    def _plan_this_year(self) -> None:
        first, kind = self.this_year.begins, papers.IT_SECURITY
        meeting = date(first.year, 7, 8)
        note = (
            "Everybody with sensitive data proves twice who they are; rules for tools that use artificial intelligence."
        )
        self._on(meeting - ONE_DAY * 37, 14, 20, partial(self._put_next_in, kind, note))
        self._plan_first_consultation(kind, meeting - ONE_DAY * 37, meeting - ONE_DAY * 13)
        self._on(meeting + ONE_DAY, 9, 30, partial(self._adopt, kind, BOARD, meeting, "item 6"))
        self._on(first, 8, 20, self._bring_changes_in)
        self._on(first, 13, 5, self._review_the_guidance)
        self._on(first, 9, 30, self._excuse)
        self._on(first, 14, 10, partial(self._brief, "INSET: passphrases, second proofs and AI tools"))
        self._on(first, 15, 30, partial(self._publish, kind, 24))
        self._on(first, 15, 40, partial(self.signers.plan, replies.THIRD_ROUND))
        self.past.plan_days(staff_days(self.calendar, first + ONE_DAY, self._newest_day))

    def _plan_first_consultation(self, kind: Kind, first: date, last: date) -> None:
        """Held to its end, and put before the board."""
        desk, head = self.consultations, partial(self._who, HEAD)
        plan = Plan(
            consulting.IT_PLAN, first, last, (consulting.NEU, consulting.NASUWT, consulting.UNISON), True, True, True
        )
        self._on(first, 15, 30, lambda: desk.start(kind, plan, by=head()))
        for number, remark in enumerate((*consulting.IT_SAID, *consulting.IT_RESPONSES), start=2):
            self._on(first + ONE_DAY * 3 * number, 12, 35, partial(desk.say, kind, remark))
        self._on(last + ONE_DAY * 3, 16, 10, lambda: desk.answer(by=head()))
        self._on(last + ONE_DAY * 5, 9, 10, lambda: desk.conclude(kind, "adapted", consulting.IT_OUTCOME, by=head()))

    def _plan_second_consultation(self) -> None:
        """Open still, with some answered already."""
        kind, desk, first = papers.OFF_SITE, self.consultations, self._ago(3)
        bodies = (consulting.NEU, consulting.NASUWT, consulting.UNISON, consulting.GMB)
        plan = Plan(consulting.OFF_SITE_PLAN, first, self.today + ONE_DAY * 11, bodies, True, True, True)
        self._on(first, 8, 40, lambda: desk.start(kind, plan, by=self._who(HEAD)))
        for number, remark in enumerate(consulting.OFF_SITE_SAID):
            self._on(self._ago(2), 11, 5 + 9 * number, partial(desk.say, kind, remark))
        self._on(self._ago(1), 10, 20, partial(desk.say, kind, consulting.OFF_SITE_RESPONSE))
        came, office = self._ago(2), partial(self._who, BUSINESS)
        letter = consulting.OFF_SITE_LETTER
        self._on(self._ago(1), 11, 45, lambda: desk.letter(kind, letter, received_on=came, by=office()))
        self._on(self._ago(1), 16, 5, lambda: desk.answer(by=self._who(HEAD)))

    def _plan_feedback(self) -> None:
        """On a version that has been replaced since, and on one in force."""
        desk = self.consultations
        self._on(self._ago(16), 12, 50, partial(desk.tell, papers.SOCIAL_MEDIA, consulting.FEEDBACK_OLD))
        self._on(self._ago(15), 15, 45, lambda: desk.answer(by=self._who(HEAD)))
        for number, remark in enumerate(consulting.FEEDBACK_NEW):
            self._on(self._ago(1), 12, 40 + number, partial(desk.tell, papers.IT_SECURITY, remark))

    def _put_next_in(self, kind: Kind, note: str) -> None:
        self.shelf.put_in(kind, by=self._who(BUSINESS), note=note)

    def _bring_changes_in(self) -> None:
        by = self._who(HEAD)
        self.office.bring_in("staff-export.csv", staffing.second_file(self.last_year.begins), by=by)

    def _excuse(self) -> None:
        until = self.today + timedelta(days=120)
        for code in replies.EXCUSED:
            for kind in (papers.IT_SECURITY, papers.SOCIAL_MEDIA):
                signing.excuse(
                    person=self._who(code),
                    series=self.shelf.series(kind),
                    because="On parental leave",
                    until=until,
                    by=self._who(HEAD),
                    now=clock.now(),
                )

    # The last weeks

    def _ago(self, days: int) -> date:
        """The day of school that lies so many of them before today."""
        return school_days_ago(self.calendar, self.today, days)

    @property
    def _newest_day(self) -> date:
        """The last day on which the office has been at work."""
        is_under_way = self.past.until >= at(self.today, 9)
        return self.today if is_under_way and self.calendar.is_school_day(self.today) else self._ago(1)

    def _plan_last_weeks(self) -> None:
        kind, published = papers.SOCIAL_MEDIA, self._ago(7)
        note = "New: group chats, and pictures and voices made by computers. Privacy settings after every update."
        self._on(self._ago(14), 11, 10, partial(self._put_next_in, kind, note))
        self._on(self._ago(8), 9, 20, partial(self._adopt, kind, BOARD, self._ago(9), "item 8"))
        self._on(published, 15, 20, partial(self._publish, kind, 15))
        self._on(published, 15, 35, partial(self.signers.plan, replies.LAST_ROUND))
        newcomers = self._ago(5)  # In the middle of a term they are added by hand.
        self._on(newcomers, 8, 50, partial(self._add, replies.NEWCOMERS, newcomers))
        self._on(newcomers, 9, 30, partial(self.signers.plan, replies.LOOKS, only=frozenset(replies.LOOKS)))
        self._on(self._ago(4), 13, 15, self._put_next_versions_in)
        self._plan_second_consultation()
        self._plan_feedback()
        sign_by_hand(self.past, self.office, self._ago, by=BUSINESS)
        self._on(self._ago(2), 9, 25, partial(self._adopt, papers.PHONES, COMMITTEE, self._ago(3), "item 5"))
        self._on(self._ago(3), 7, 50, self._remind_some)
        self._on(self._ago(2), 14, 45, self._say_goodbye)
        self._on(self._ago(1), 16, 20, partial(self._add, replies.NEWEST, self._ago(1)))
        # Not asked for anything yet: that happens in the night of their first day.
        self._on(self._ago(1), 16, 30, partial(self._add, replies.STARTING_TODAY, self.today))

    def _add(self, newcomers: tuple[replies.Newcomer, ...], first_day: date) -> None:
        today = clock.today()
        for new in newcomers:
            details = Details(new.forename, new.surname, title=new.title, email=new.email)
            post = Post(new.category, new.post, new.team, starts_on=first_day)
            people.add_person(details=details, post=post, by=self._who(BUSINESS), today=today)

    def _put_next_versions_in(self) -> None:
        self._put_next_in(papers.OFF_SITE, "New: working from abroad, voice assistants, and questions that people ask.")
        self._put_next_in(papers.PHONES, "No phones in front of pupils, smart glasses, and rooms for personal care.")

    def _remind_some(self) -> None:
        """The Headteacher reminds a few of those who have not looked yet, by hand."""
        owing = Person.objects.filter(duties__done_at=None, duties__ended_at=None).exclude(email="").distinct()
        some = list(owing.order_by("search").values_list("pk", flat=True)[:6])
        duties.remind_selected(people=some, by=self._who(HEAD), now=clock.now())

    def _say_goodbye(self) -> None:
        """Somebody has handed in their notice."""
        ends = (term.last_day for term in self.calendar.terms if term.last_day > self.today)
        last_day = next(ends, self.today + timedelta(days=30))
        person = self._who(replies.LEAVING)
        people.end_person(pk=person.pk, last_day=last_day, by=self._who(BUSINESS), today=clock.today())
