"""What goes into the outbox, and when it may leave."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from accord.kernel.clock import LONDON
from accord.notices import actions
from accord.notices.models import Notice
from accord.notices.tests.conftest import TUESDAY
from accord.people.tests.cast import make_person
from accord.schools.models import School

pytestmark = pytest.mark.usefixtures("here")
Draft = Callable[..., Any]


def jobs_of(school: School) -> list[datetime | None]:
    found = ProcrastinateJob.objects.filter(task_name="notices.jobs.deliver", args__school=school.pk)
    return list(found.order_by("id").values_list("scheduled_at", flat=True))


def test_a_message_says_who_what_and_where_it_comes_from(here: School, draft: Draft) -> None:
    priya = make_person("Priya", "Patel")
    [notice_id] = actions.queue([draft(priya, subject="Two things\nto sign")], now=TUESDAY)
    notice = Notice.objects.get(pk=notice_id)
    assert notice.subject == "Two things to sign"
    assert notice.body.startswith("Hello Priya,\n\n")
    assert here.name in notice.body
    assert "Patel" not in notice.body
    assert notice.message_id.startswith(f"<{notice.pk}@")
    assert notice.next_try_at == TUESDAY
    assert jobs_of(here) == [TUESDAY]


def test_known_as_is_what_people_are_called(draft: Draft) -> None:
    [notice_id] = actions.queue([draft(make_person("Elizabeth", known_as="Liz"))], now=TUESDAY)
    assert Notice.objects.get(pk=notice_id).body.startswith("Hello Liz,")


def test_in_the_evening_it_waits_for_the_morning(here: School, draft: Draft) -> None:
    evening = datetime(2026, 11, 24, 19, 0, tzinfo=LONDON)
    morning = datetime(2026, 11, 25, 8, 0, tzinfo=LONDON)
    someone, urgent = make_person(), make_person("Urgent")
    actions.queue([draft(someone)], now=evening)
    assert jobs_of(here) == [morning]
    actions.queue([draft(urgent, urgent=True)], now=evening)
    assert jobs_of(here) == [morning, evening]
    assert Notice.objects.get(person=someone).next_try_at == morning


def test_the_same_message_twice_is_one(draft: Draft) -> None:
    priya = make_person()
    first = actions.queue([draft(priya, "once")], now=TUESDAY)
    again = actions.queue([draft(priya, "once", subject="Changed")], now=TUESDAY + timedelta(minutes=1))
    assert first == again
    assert Notice.objects.get().subject == "Something to sign"


def test_somebody_without_an_address_is_seen(here: School, draft: Draft) -> None:
    [notice_id] = actions.queue([draft(make_person(email=""))], now=TUESDAY)
    assert Notice.objects.get(pk=notice_id).state == "no-address"
    assert jobs_of(here) == []


def test_any_number_takes_the_same_queries(draft: Draft) -> None:
    people = [make_person(surname=f"Number {number}") for number in range(150)]
    with CaptureQueriesContext(
        connection,
    ) as few:
        actions.queue([draft(people[0], "few")], now=TUESDAY)
    with CaptureQueriesContext(connection) as many:
        ids = actions.queue([draft(person, f"many:{person.pk}") for person in people], now=TUESDAY)
    assert len(many) == len(few)
    assert list(Notice.objects.in_bulk(ids)) != []
    assert [Notice.objects.get(pk=pk).person_id for pk in ids[:3]] == [person.pk for person in people[:3]]


def test_nothing_to_say_asks_for_nothing(here: School) -> None:
    assert actions.queue([], now=TUESDAY) == []
    assert jobs_of(here) == []


def test_what_waits_can_be_taken_back(draft: Draft) -> None:
    priya, tom = make_person(), make_person("Tom")
    actions.queue([draft(priya), draft(priya, "other", kind="test.other"), draft(tom)], now=TUESDAY)
    assert actions.withdraw(people=[priya.pk], kinds=["test.message"]) == 1
    assert set(Notice.objects.waiting().values_list("person", "kind")) == {
        (priya.pk, "test.other"),
        (tom.pk, "test.message"),
    }


@pytest.mark.parametrize("fields", [{"state": "sent"}, {"next_try_at": None}, {"state": "refused"}])
def test_the_table_refuses_rows_that_contradict_themselves(draft: Draft, fields: dict) -> None:
    actions.queue([draft(make_person())], now=TUESDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.update(**fields)
