from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine

from accord.kernel.clock import LONDON
from accord.notices.actions import Draft
from accord.notices.tests.mail_server import MailServer
from accord.people.models import Person

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=LONDON)


@pytest.fixture
def tuesday() -> Iterator[time_machine.Traveller]:
    """Ten o'clock on a school day."""
    with time_machine.travel(TUESDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A mail server that this installation is set to use. Not started."""
    server = MailServer()
    settings.EMAIL_URL = server.url
    settings.MAIL_FROM = "accord@hopewell.example"
    yield server
    server.stop()


@pytest.fixture
def draft() -> Any:
    def make(person: Person, once: str = "", **fields: Any) -> Draft:
        given = {"kind": "test.message", "subject": "Something to sign", "body": "http://localhost:8000/s/x/sign/"}
        return Draft(person=person, once=once or f"test:{person.pk}", **(given | fields))

    return make
