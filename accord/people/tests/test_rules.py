"""What may become of people: tables of cases, without a database."""

from datetime import date
from uuid import UUID

import pytest

from accord.people import rules
from accord.people.roles import CAPABILITIES, ROLES, capabilities_of
from accord.people.rules import Details, Span

TODAY = date(2026, 11, 22)
YESTERDAY, TOMORROW = date(2026, 11, 21), date(2026, 11, 23)
LONG_AGO, LAST_YEAR, NEXT_YEAR = date(2015, 9, 1), date(2025, 8, 31), date(2027, 9, 1)
ANN, BEN, CLEO = (UUID(int=number) for number in (1, 2, 3))
HEAD = frozenset(CAPABILITIES)
OFFICE = ROLES["business-manager"].capabilities


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        pytest.param(TODAY, TODAY, "ok", id="one day"),
        pytest.param(TODAY, YESTERDAY, "end-before-start", id="backwards"),
        pytest.param(None, YESTERDAY, "ok", id="unknown start"),
        pytest.param(TODAY, None, "ok", id="no end in sight"),
    ],
)
def test_days_come_in_their_order(first, last, code):
    assert rules.may_last(first, last).code == code


@pytest.mark.parametrize(
    ("span", "from_day", "last", "code"),
    [
        pytest.param(Span(LONG_AGO, None), TODAY, None, "ok", id="in the middle"),
        pytest.param(Span(None, None), TODAY, None, "ok", id="unknown start"),
        pytest.param(Span(TODAY, None), TODAY, None, "too-early", id="on the first day"),
        pytest.param(Span(YESTERDAY, None), TODAY, None, "ok", id="on the second day"),
        pytest.param(Span(LONG_AGO, TODAY), TODAY, None, "ok", id="on the last day"),
        pytest.param(Span(LONG_AGO, YESTERDAY), TODAY, None, "already-ended", id="the day after the end"),
        pytest.param(Span(LONG_AGO, None), TODAY, YESTERDAY, "end-before-start", id="ends before the change"),
    ],
)
def test_a_change_begins_inside_the_appointment(span, from_day, last, code):
    assert rules.may_change_from(span, from_day, last).code == code


@pytest.mark.parametrize(
    ("manager", "above", "code"),
    [
        pytest.param(None, {}, "ok", id="nobody"),
        pytest.param(BEN, {}, "ok", id="somebody"),
        pytest.param(ANN, {}, "manager-circle", id="oneself"),
        pytest.param(BEN, {BEN: {ANN}}, "manager-circle", id="one's own report"),
        pytest.param(BEN, {BEN: {CLEO}, CLEO: {ANN}}, "manager-circle", id="a report's report"),
        pytest.param(BEN, {BEN: {CLEO}, CLEO: {BEN}}, "ok", id="a circle of others"),
        pytest.param(BEN, {ANN: {BEN}, BEN: {CLEO}}, "ok", id="the same again"),
    ],
)
def test_nobody_manages_themselves(manager, above, code):
    assert rules.may_report_to(ANN, manager, above).code == code


@pytest.mark.parametrize(
    ("spans", "last_day", "code"),
    [
        pytest.param([Span(LONG_AGO, None)], TODAY, "ok", id="today"),
        pytest.param([Span(LONG_AGO, None)], LAST_YEAR, "ok", id="told late"),
        pytest.param([Span(LONG_AGO, NEXT_YEAR)], TODAY, "ok", id="earlier than planned"),
        pytest.param([Span(LONG_AGO, TODAY)], TOMORROW, "ok", id="on the last day, a day longer"),
        pytest.param([Span(LONG_AGO, YESTERDAY)], TODAY, "already-left", id="gone since yesterday"),
        pytest.param([Span(TODAY, None)], YESTERDAY, "end-before-start", id="before the first day"),
        pytest.param([Span(None, None)], LONG_AGO, "ok", id="unknown start"),
        pytest.param([Span(LONG_AGO, None), Span(NEXT_YEAR, None)], TODAY, "ok", id="with one to come"),
        pytest.param([], TODAY, "already-left", id="never appointed"),
    ],
)
def test_leaving(spans, last_day, code):
    assert rules.may_leave(spans, last_day, TODAY).code == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({}, "ok", id="from today"),
        pytest.param({"span": Span(TOMORROW, NEXT_YEAR)}, "ok", id="for a year"),
        pytest.param({"span": Span(YESTERDAY, None)}, "back-dated", id="from yesterday"),
        pytest.param({"span": Span(TOMORROW, TODAY)}, "end-before-start", id="backwards"),
        pytest.param({"role": "king"}, "no-such-role", id="unknown role"),
        pytest.param({"giver": None}, "ok", id="the command line"),
        pytest.param({"giver": OFFICE}, "beyond-own", id="more than one's own"),
        pytest.param({"giver": OFFICE, "role": "staff"}, "ok", id="less than one's own"),
        pytest.param({"held": [Span(LONG_AGO, None)]}, "already-held", id="held"),
        pytest.param({"held": [Span(LONG_AGO, YESTERDAY)]}, "ok", id="held until yesterday"),
        pytest.param({"held": [Span(LONG_AGO, TODAY)]}, "already-held", id="held until today"),
        pytest.param({"email": ""}, "no-address", id="a Headteacher without an address"),
        pytest.param({"email": "", "role": "staff"}, "ok", id="another without an address"),
    ],
)
def test_giving_a_role(change, code):
    case = {
        "role": "headteacher",
        "span": Span(TODAY, None),
        "giver": HEAD,
        "held": [],
        "email": "a@b.example",
    } | change
    role, span = case.pop("role"), case.pop("span")
    assert rules.may_give(role, span, **case, today=TODAY).code == code


@pytest.mark.parametrize(
    ("held", "last_day", "code"),
    [
        pytest.param(Span(LONG_AGO, None), YESTERDAY, "ok", id="at once"),
        pytest.param(Span(LONG_AGO, None), NEXT_YEAR, "ok", id="later"),
        pytest.param(Span(LONG_AGO, None), LAST_YEAR, "back-dated", id="back-dated"),
        pytest.param(Span(LONG_AGO, YESTERDAY), YESTERDAY, "already-taken", id="over"),
        pytest.param(Span(LONG_AGO, TOMORROW), NEXT_YEAR, "longer", id="longer than held"),
    ],
)
def test_taking_a_role(held, last_day, code):
    assert rules.may_take_on(held, last_day, TODAY).code == code


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        pytest.param([Span(LONG_AGO, None)], [], "no-headteacher", id="the only one, at once"),
        pytest.param([Span(LONG_AGO, None)], [Span(LONG_AGO, NEXT_YEAR)], "no-headteacher", id="the only one, later"),
        pytest.param([Span(LONG_AGO, None)] * 2, [Span(LONG_AGO, None)], "ok", id="one of two"),
        pytest.param(
            [Span(LONG_AGO, None), Span(TOMORROW, None)],
            [Span(LONG_AGO, TODAY), Span(TOMORROW, None)],
            "ok",
            id="hand-over without a gap",
        ),
        pytest.param(
            [Span(LONG_AGO, None), Span(NEXT_YEAR, None)],
            [Span(LONG_AGO, TODAY), Span(NEXT_YEAR, None)],
            "no-headteacher",
            id="hand-over with a gap",
        ),
        pytest.param([Span(NEXT_YEAR, None)], [Span(NEXT_YEAR, None)], "ok", id="none there to lose"),
        pytest.param([Span(LONG_AGO, YESTERDAY)], [], "ok", id="one of long ago"),
        pytest.param([], [], "ok", id="a school without any"),
    ],
)
def test_there_is_always_a_headteacher(before, after, code):
    assert rules.may_take(before, after, TODAY).code == code


def test_the_refusal_names_the_first_day_without():
    decision = rules.may_take([Span(LONG_AGO, None)], [Span(LONG_AGO, date(2027, 8, 31))], TODAY)
    assert "from 1 September 2027" in decision.reason


@pytest.mark.parametrize(
    ("theirs", "own", "code"),
    [
        pytest.param(HEAD, OFFICE, "may-do-more", id="the office, a Headteacher"),
        pytest.param(OFFICE, HEAD, "ok", id="a Headteacher, the office"),
        pytest.param(OFFICE, OFFICE, "ok", id="equals"),
        pytest.param(frozenset(), OFFICE, "ok", id="staff"),
        pytest.param(HEAD, None, "ok", id="the command line"),
    ],
)
def test_nobody_touches_the_access_of_somebody_who_may_do_more(theirs, own, code):
    assert rules.may_touch_access(theirs, own).code == code


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        pytest.param(rules.may_be_called(Details(" ")), "no-name", id="no name"),
        pytest.param(rules.may_be_called(Details("Cher")), "ok", id="one name"),
        pytest.param(rules.may_have_address("a@b.example", "Ann Lee"), "email-taken", id="address taken"),
        pytest.param(rules.may_have_address("", None), "ok", id="no address"),
        pytest.param(rules.may_have_code("ABC", "Ann Lee"), "code-taken", id="code taken"),
        pytest.param(rules.may_hold([Span(LONG_AGO, YESTERDAY)], Span(TODAY, None)), "not-in-post", id="gone"),
        pytest.param(rules.may_hold([Span(NEXT_YEAR, None)], Span(TODAY, None)), "ok", id="starts while held"),
        pytest.param(rules.may_close_seat(ANN, ANN), "own-seat", id="own access"),
        pytest.param(rules.may_close_seat(ANN, BEN), "ok", id="another's access"),
        pytest.param(rules.may_open_seat("", is_gone=False), "no-address", id="no address to sign in with"),
        pytest.param(rules.may_open_seat("a@b.example", is_gone=True), "already-left", id="left"),
        pytest.param(rules.may_open_seat("a@b.example", is_gone=False, other="Ben"), "address-signs-in", id="shared"),
        pytest.param(rules.may_stop(Span(LONG_AGO, YESTERDAY), TODAY, TODAY), "already-ended", id="ended"),
        pytest.param(rules.may_stop(Span(TODAY, None), YESTERDAY, TODAY), "end-before-start", id="ends too early"),
    ],
)
def test_small_rules(decision, code):
    assert decision.code == code


def test_every_role_explains_itself_and_gives_only_what_there_is():
    for role in ROLES.values():
        assert role.purpose.endswith(".")
        assert role.capabilities <= set(CAPABILITIES), role.code


def test_only_a_headteacher_gives_roles():
    assert [code for code in ROLES if "people.roles" in capabilities_of({code})] == ["headteacher"]


def test_a_role_that_is_no_longer_known_gives_nothing():
    assert capabilities_of({"caesar"}) == frozenset()
