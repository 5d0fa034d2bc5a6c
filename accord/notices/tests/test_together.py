"""Several workers at one outbox."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.notices import actions, jobs
from accord.notices.models import Notice
from accord.notices.tests.mail_server import MailServer
from accord.people.tests.cast import make_person, make_school
from accord.schools.models import School


@pytest.fixture
def place(committing: None) -> Iterator[School]:
    school = make_school()
    yield school
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE args->>'school' = %s", [str(school.pk)])


@pytest.mark.slow
def test_four_that_deliver_at_once_send_each_message_once(
    place: School, mail_server: MailServer, draft: Callable[..., Any]
) -> None:
    mail_server.start()
    mail_server.manners.seconds = 0.005
    with in_school(place.pk):
        people = [make_person(f"Person{number}") for number in range(60)]
        actions.queue([draft(person, urgent=True) for person in people], now=clock.now())
    sent: list[Any] = []

    def deliver() -> None:
        try:
            sent.append(jobs.deliver(place.pk))
        finally:
            connection.close()

    workers = [threading.Thread(target=deliver) for _worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(sent) == 60
    assert len(mail_server.message_ids) == len(set(mail_server.message_ids)) == 60
    with in_school(place.pk):
        assert set(Notice.objects.values_list("state", "tries")) == {("sent", 1)}
