import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from accord.kernel.scope import in_school
from accord.notices.models import Notice
from accord.people.models import Account, Person, Seat
from accord.people.tests.cast import Cast
from accord.signin import jobs

PASSPHRASE = "purple giraffe sandwich"
LOGIN = "/accounts/login/"
LINK = re.compile(r"http://\S+(/accounts/password/choose/\S+)")


@pytest.fixture
def account(cast: Cast) -> Account:
    """A member of staff who has chosen a passphrase."""
    return choose(cast["staff"])


@pytest.fixture
def leader(cast: Cast) -> Account:
    return choose(cast["headteacher"])


def choose(person: Person, passphrase: str = PASSPHRASE) -> Account:
    account = Seat.objects.get(person_id=person.pk).account
    account.set_password(passphrase)
    account.save()
    return account


def sign_in(email: str, passphrase: str = PASSPHRASE, browser: Client | None = None, **more: str) -> Any:
    return (browser or Client()).post(LOGIN, {"login": email, "password": passphrase} | more)


def is_signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


@pytest.fixture
def run_jobs(db: None) -> Callable[[], None]:
    def run() -> None:
        for row in ProcrastinateJob.objects.filter(task_name="signin.jobs.send_link"):
            jobs.send_link.task(**row.args)

    return run


def notices(person: Person) -> list[Notice]:
    with in_school(person.school_id):
        return list(Notice.objects.filter(person=person).order_by("created_at"))


def link_in(notice: Notice) -> str:
    found = LINK.search(notice.body)
    assert found, notice.body
    return found[1]
