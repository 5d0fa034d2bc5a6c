"""Every rule about documents with the edges of its cases. No database."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from accord.policies import rules
from accord.policies.rules import Post, Review, Standing, Step
from accord.schools.terms import SchoolCalendar, Term

TODAY = date(2026, 11, 23)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@dataclass
class Version:
    state: str
    major: int = 4
    minor: int = 0

    @property
    def label(self) -> str:
        return f"version {self.major}.{self.minor}" if self.minor else f"version {self.major}"

    @property
    def is_minor(self) -> bool:
        return self.minor > 0


DRAFT, ADOPTED, PUBLISHED = Version("draft", 5), Version("adopted", 5), Version("published")
STATES = ["draft", "adopted", "published", "replaced", "withdrawn", "discarded"]


@pytest.mark.parametrize(
    ("taken", "in_force", "minor", "number"),
    [
        pytest.param([], None, False, (1, 0), id="first"),
        pytest.param([(1, 0)], (1, 0), False, (2, 0), id="new version"),
        pytest.param([(1, 0)], (1, 0), True, (1, 1), id="minor change"),
        pytest.param([(1, 0), (1, 1)], (1, 1), True, (1, 2), id="minor change of a minor change"),
        pytest.param([(1, 0), (1, 1)], (1, 1), False, (2, 0), id="new version after a minor change"),
        pytest.param([(1, 0), (2, 0), (2, 1)], (2, 1), True, (2, 2), id="minor counts within its own number"),
        pytest.param([(1, 0), (3, 0)], (3, 0), False, (4, 0), id="a withdrawn number is not used again"),
        pytest.param([(1, 0), (1, 10)], (1, 10), True, (1, 11), id="ten is not one"),
    ],
)
def test_next_number(taken, in_force, minor, number):
    assert rules.next_number(taken, in_force, minor=minor) == number


@pytest.mark.parametrize(
    ("coming", "replacing", "code"),
    [
        pytest.param(None, False, "ok", id="nothing on its way"),
        pytest.param(DRAFT, False, "draft-waits", id="a draft is there"),
        pytest.param(DRAFT, True, "ok", id="the draft is replaced"),
        pytest.param(ADOPTED, False, "adopted-waits", id="an adopted one is there"),
        pytest.param(ADOPTED, True, "adopted-waits", id="an adopted one cannot be replaced"),
    ],
)
def test_may_add_version(coming, replacing, code):
    assert rules.may_add_version(coming, replacing=replacing).code == code


@pytest.mark.parametrize(("in_force", "code"), [(None, "nothing-to-correct"), (PUBLISHED, "ok")])
def test_may_be_minor(in_force, code):
    assert rules.may_be_minor(in_force).code == code


@pytest.mark.parametrize(
    ("note", "is_first", "code"),
    [("", True, "ok"), ("", False, "no-change-note"), ("  \n", False, "no-change-note"), ("A name", False, "ok")],
)
def test_may_leave_note(note, is_first, code):
    assert rules.may_leave_note(note, is_first=is_first).code == code


@pytest.mark.parametrize(
    ("state", "change", "discard", "adopt"),
    [
        ("draft", "ok", "ok", "ok"),
        ("adopted", "adopted", "ok", "adopted-already"),
        ("published", "not-draft", "in-force", "not-draft"),
        ("replaced", "not-draft", "over", "not-draft"),
        ("withdrawn", "not-draft", "over", "not-draft"),
        ("discarded", "not-draft", "over", "not-draft"),
    ],
)
def test_what_each_state_allows(state, change, discard, adopt):
    version = Version(state)
    assert rules.may_change_draft(version).code == change
    assert rules.may_discard(version).code == discard
    assert rules.may_be_adopted(version).code == adopt


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({}, "ok", id="met today"),
        pytest.param({"meeting_on": YESTERDAY}, "ok", id="met yesterday"),
        pytest.param({"meeting_on": TOMORROW}, "meeting-ahead", id="meets tomorrow"),
        pytest.param({"minute_reference": ""}, "no-minute", id="no minute reference"),
        pytest.param({"minute_reference": " \t"}, "no-minute", id="blank minute reference"),
        pytest.param({"version": ADOPTED}, "adopted-already", id="twice"),
        pytest.param({"version": PUBLISHED}, "not-draft", id="in force"),
    ],
)
def test_may_adopt(change, code):
    given = {"version": DRAFT, "meeting_on": TODAY, "minute_reference": "26/41", **change}
    assert rules.may_adopt(given.pop("version"), **given, today=TODAY).code == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({}, "ok", id="due in two weeks"),
        pytest.param({"due_on": TODAY}, "ok", id="due today"),
        pytest.param({"due_on": YESTERDAY}, "due-over", id="due yesterday"),
        pytest.param({"due_on": None}, "no-due-day", id="no due day"),
        pytest.param({"in_force": None}, "ok", id="the first version"),
        pytest.param({"version": DRAFT}, "not-adopted", id="not adopted"),
        pytest.param({"version": PUBLISHED}, "published-already", id="twice"),
        pytest.param({"version": Version("replaced")}, "over", id="replaced"),
        pytest.param({"version": Version("discarded")}, "over", id="discarded"),
        pytest.param({"version": Version("adopted", 4, 1), "due_on": None}, "ok", id="a minor change needs no due day"),
        pytest.param(
            {"version": Version("adopted", 4, 1), "in_force": None},
            "corrects-nothing",
            id="corrects a withdrawn version",
        ),
        pytest.param(
            {"version": Version("adopted", 3, 1)}, "corrects-nothing", id="corrects a version that was replaced"
        ),
        pytest.param({"version": Version("draft", 4, 1)}, "not-adopted", id="a minor change needs its adoption, too"),
    ],
)
def test_may_publish(change, code):
    given = {"version": ADOPTED, "in_force": PUBLISHED, "due_on": TODAY + timedelta(days=14), **change}
    assert rules.may_publish(given.pop("version"), given.pop("in_force"), **given, today=TODAY).code == code


@pytest.mark.parametrize(
    ("in_force", "because", "code"),
    [(PUBLISHED, "Out of date", "ok"), (PUBLISHED, " ", "no-reason"), (None, "Out of date", "not-in-force")],
)
def test_may_withdraw(in_force, because, code):
    assert rules.may_withdraw(in_force, because=because).code == code


@pytest.mark.parametrize(
    ("coming", "in_force", "is_addressed", "step"),
    [
        (None, None, False, Step.PUT_IN),
        (None, None, True, Step.PUT_IN),
        (DRAFT, None, False, Step.ADDRESS),
        (DRAFT, None, True, Step.ADOPT),
        (DRAFT, PUBLISHED, False, Step.ADOPT),
        (ADOPTED, None, False, Step.PUBLISH),
        (ADOPTED, PUBLISHED, True, Step.PUBLISH),
        (None, PUBLISHED, True, Step.NOTHING),
    ],
)
def test_next_step(coming, in_force, is_addressed, step):
    assert rules.next_step(coming=coming, in_force=in_force, is_addressed=is_addressed) is step


@pytest.mark.parametrize(
    ("review_on", "state"),
    [
        (None, Review.NONE),
        (YESTERDAY, Review.LATE),
        (TODAY, Review.SOON),
        (TODAY + timedelta(days=30), Review.SOON),
        (TODAY + timedelta(days=31), Review.COMING),
        (TODAY + timedelta(days=90), Review.COMING),
        (TODAY + timedelta(days=91), Review.AHEAD),
    ],
)
def test_review(review_on, state):
    assert rules.review(review_on, TODAY) is state


@pytest.mark.parametrize(
    ("today", "day"),
    [
        pytest.param(date(2026, 11, 20), date(2026, 12, 4), id="a Friday"),
        pytest.param(date(2026, 11, 21), date(2026, 12, 7), id="not a Saturday"),
        pytest.param(date(2026, 11, 22), date(2026, 12, 7), id="not a Sunday"),
        pytest.param(date(2026, 11, 23), date(2026, 12, 8), id="not an INSET day"),
        pytest.param(date(2026, 12, 4), date(2026, 12, 18), id="the last day of term"),
        pytest.param(date(2026, 12, 5), date(2027, 1, 5), id="not in the holidays, nor on a closure after them"),
        pytest.param(date(2027, 3, 15), date(2027, 3, 30), id="not Easter Monday, where no term is entered"),
    ],
)
def test_the_proposed_due_day_is_a_school_day(today, day):
    calendar = SchoolCalendar(
        terms=(Term(date(2026, 9, 1), date(2026, 12, 18)), Term(date(2027, 1, 4), date(2027, 2, 12))),
        inset_days=frozenset({date(2026, 12, 7)} if today == date(2026, 11, 23) else ()),
        closures=frozenset({date(2027, 1, 4)}),
    )
    assert rules.proposed_due_day(today, calendar.is_school_day) == day


# Who is asked


def test_everyone_holds_all_the_others():
    assert rules.addressed(everyone=True, teams=["English"], roles=["dsl"]) == [("everyone", "")]


def test_several_audiences_are_added_together_and_twice_is_once():
    found = rules.addressed(everyone=False, categories=["governor"], teams=["PE", "PE"], roles=["dsl"])
    assert found == [("category", "governor"), ("team", "PE"), ("role", "dsl")]


def test_nobody_is_a_choice():
    assert rules.addressed(everyone=False) == []


D1, D2, D3 = date(2024, 9, 1), date(2025, 9, 1), date(2026, 9, 1)
TEACHER = Post("permanent", "English", D1)
COACH = Post("provider", "PE", D3)


@pytest.mark.parametrize(
    ("standing", "audience", "days"),
    [
        pytest.param(Standing([TEACHER]), ("everyone", ""), [D1], id="everyone"),
        pytest.param(Standing([TEACHER, COACH]), ("everyone", ""), [D1, D3], id="two posts"),
        pytest.param(Standing([COACH]), ("category", "provider"), [D3], id="category"),
        pytest.param(Standing([COACH]), ("category", "permanent"), [], id="another category"),
        pytest.param(Standing([TEACHER]), ("team", "English"), [D1], id="team"),
        pytest.param(Standing([TEACHER]), ("team", "english"), [], id="a team is called exactly so"),
        pytest.param(Standing([TEACHER], {"dsl": D2}), ("role", "dsl"), [D2], id="role"),
        pytest.param(Standing([TEACHER], {"dsl": D2}), ("role", "dpo"), [], id="another role"),
        pytest.param(Standing([TEACHER], {}, [D2, None]), ("role", "line-manager"), [D2, None], id="leads two people"),
        pytest.param(
            Standing([TEACHER], {"line-manager": D1}, [D2]), ("role", "line-manager"), [D1, D2], id="holds it and leads"
        ),
        pytest.param(Standing([TEACHER], {}, []), ("role", "line-manager"), [], id="leads nobody"),
        pytest.param(Standing([], {"dsl": D2}, [D1]), ("role", "dsl"), [], id="a role without a post"),
        pytest.param(Standing([]), ("everyone", ""), [], id="a leaver"),
    ],
)
def test_days_of_one_audience(standing, audience, days):
    assert standing.days(audience) == days


@pytest.mark.parametrize(
    ("dated", "answer"),
    [
        pytest.param([], (False, None), id="nobody is addressed"),
        pytest.param([(("team", "Maths"), None)], (False, None), id="not one of them"),
        pytest.param([(("team", "English"), None)], (True, D1), id="since the post began"),
        pytest.param([(("team", "English"), D2)], (True, D2), id="the audience was added later"),
        pytest.param([(("team", "PE"), D2)], (True, D3), id="the audience was there before the person"),
        pytest.param([(("team", "PE"), None), (("team", "English"), D2)], (True, D2), id="the first of several"),
        pytest.param([(("team", "Maths"), None), (("team", "PE"), None)], (True, D3), id="one of several"),
    ],
)
def test_asked_since(dated, answer):
    assert rules.asked_since(Standing([TEACHER, COACH]), dated) == answer


def test_an_unknown_first_day_is_as_long_ago_as_you_like():
    unknown = Standing([Post("permanent", "English", None), COACH])
    assert rules.asked_since(unknown, [(("everyone", ""), None)]) == (True, None)
    assert rules.asked_since(unknown, [(("everyone", ""), D2)]) == (True, D2)
