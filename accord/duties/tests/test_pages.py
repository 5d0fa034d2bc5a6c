"""What a person sees of what they owe."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accord.duties.cadences import cadence_of_open_school
from accord.duties.models import Duty
from accord.duties.rules import Cadence
from accord.duties.tests.conftest import TUESDAY
from accord.kernel.models import Entry
from accord.kernel.scope import in_school
from accord.people.tests.cast import Cast, make_person

pytestmark = pytest.mark.usefixtures("tuesday")


@pytest.fixture
def mine(cast: Cast, duty: Callable[..., Duty]) -> Callable[..., Duty]:
    def make(**fields: Any) -> Duty:
        with in_school(cast.school.pk):
            return duty(cast["staff"], **fields)

    return make


@pytest.fixture
def page(cast: Cast, signed_in: Callable[..., Client]) -> Callable[[], str]:
    def read() -> str:
        answer = signed_in(cast["staff"]).get(f"/s/{cast.school.slug}/duties/")
        assert answer.status_code == 200
        return answer.content.decode()

    return read


def test_what_is_owed_is_the_heading(cast: Cast, mine: Callable[..., Duty], page: Callable[[], str]) -> None:
    mine(title="Acceptable use", minutes=4)
    mine(title="Social media", minutes=2, due_on=date(2026, 12, 18), clause="9.3a")
    found = page()
    assert "You have 2 papers to return" in found
    assert "Due Friday 27 November 2026: 3 days left." in found
    assert "About 6 minutes." in found
    assert found.index("Acceptable use") < found.index("Social media")
    assert f'href="/s/{cast.school.slug}/papers/"' in found
    assert "Clause 9.3a" in found


def test_what_is_late_is_said(mine: Callable[..., Duty], page: Callable[[], str]) -> None:
    mine(due_on=date(2026, 11, 20))
    mine()
    found = page()
    assert "1 is overdue." in found
    assert "4 days overdue" in found


def test_only_ones_own_are_shown(cast: Cast, duty: Callable[..., Duty], page: Callable[[], str]) -> None:
    with in_school(cast.school.pk):
        duty(make_person("Somebody"), title="Not mine")
    found = page()
    assert "You owe nothing" in found
    assert "Not mine" not in found


def test_what_was_done_is_remembered(mine: Callable[..., Duty], page: Callable[[], str]) -> None:
    mine(title="Email policy", done_at=TUESDAY - timedelta(days=1))
    found = page()
    assert "Email policy, Monday 23 November 2026" in found
    assert "You owe nothing" in found


class TestRhythm:
    TYPED = {"before_days": "10, 3", "on_the_day": "on", "after_days": "", "every_days": "0", "cap": "3"}
    TYPED |= {"manager_after_days": "4", "head_after_days": "0"}

    @pytest.fixture
    def address(self, cast: Cast) -> str:
        return f"/s/{cast.school.slug}/duties/reminders/"

    @pytest.fixture
    def head(self, cast: Cast, signed_in: Callable[..., Client]) -> Client:
        return signed_in(cast["headteacher"])

    def test_a_school_chooses_its_own_days(self, cast: Cast, head: Client, address: str) -> None:
        assert 'value="7, 2"' in head.get(address).content.decode()
        page = head.post(address, self.TYPED, follow=True).content.decode()
        assert "People are reminded in this rhythm from now on." in page
        assert 'value="3, 10"' in page
        with in_school(cast.school.pk):
            assert cadence_of_open_school() == Cadence((3, 10), True, (), 0, 3, 4, 0)
            assert Entry.objects.get().act == "rhythm.set"
        head.post(address, self.TYPED | {"cap": "4"})
        with in_school(cast.school.pk):
            assert cadence_of_open_school().cap == 4

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"before_days": "soon"}, "Write numbers of days with commas"),
            ({"before_days": "0"}, "must be 1 to 60"),
            ({"after_days": "61"}, "must be 1 to 60"),
            ({"after_days": "1 2 3 4 5 6 7"}, "Write 6 numbers of days at most"),
            ({"every_days": "-1"}, "greater than or equal to 0"),
            ({"cap": "many"}, "whole number"),
            ({"head_after_days": "61"}, "less than or equal to 60"),
        ],
    )
    def test_what_is_no_rhythm_is_said_and_kept(self, head: Client, address: str, wrong: dict, said: str) -> None:
        answer = head.post(address, self.TYPED | wrong)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert said in page
        assert f'value="{next(iter(wrong.values()))}"' in page

    def test_staff_are_told_whom_to_ask(self, cast: Cast, signed_in: Callable[..., Client], address: str) -> None:
        assert signed_in(cast["staff"]).get(address).status_code == 403
