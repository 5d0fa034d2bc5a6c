"""Two people at the same moment: one wins, nothing is doubled, and the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.kernel.models import Entry
from accord.kernel.scope import in_school
from accord.people.tests.cast import make_cast, make_school
from accord.policies import actions
from accord.policies.models import Adoption, Document, Version
from accord.policies.tests.conftest import Office, original


@pytest.fixture
def busy(committing):
    school = make_school()
    cast = make_cast(school)
    original()  # Read once, before the race.
    return school, Office(cast["headteacher"])


def at_once(school: int, attempt: Callable[[], object], times: int = 4) -> list[str]:
    """Do the same in several transactions that begin together; the code of each refusal, and "done" for the winner."""
    together = Barrier(times)

    def one(_number: int) -> str:
        try:
            together.wait()
            with in_school(school):
                attempt()
            return "done"
        except Refused as refused:
            return refused.decision.code
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return sorted(threads.map(one, range(times)))


def test_published_by_four_at_once(busy):
    school, office = busy
    with in_school(school.pk):
        version = office.adopt(office.put_in(office.add()))
    assert at_once(school.pk, lambda: office.publish(version)) == ["done"] + ["published-already"] * 3
    with in_school(school.pk):
        assert Entry.objects.filter(act="document.published").count() == 1


def test_adopted_by_four_at_once(busy):
    school, office = busy
    with in_school(school.pk):
        version = office.put_in(office.add())
    assert at_once(school.pk, lambda: office.adopt(version)) == ["adopted-already"] * 3 + ["done"]
    with in_school(school.pk):
        assert Adoption.objects.count() == 1


def test_put_in_by_four_at_once(busy):
    school, office = busy
    with in_school(school.pk):
        document = office.add()
    assert at_once(school.pk, lambda: office.put_in(document)) == ["done"] + ["draft-waits"] * 3
    with in_school(school.pk):
        assert Version.objects.count() == 1


def test_a_title_taken_by_four_at_once(busy):
    school, office = busy
    assert at_once(school.pk, lambda: office.add(to=())) == ["done"] + ["title-taken"] * 3
    with in_school(school.pk):
        assert Document.objects.count() == 1


def test_discarded_and_published_at_once_it_is_only_one_of_them(busy):
    school, office = busy
    with in_school(school.pk):
        version = office.adopt(office.put_in(office.add()))
    turns = iter([office.publish, lambda each: actions.discard_version(version=each.pk, by=office.by, now=clock.now())])
    found = at_once(school.pk, lambda: next(turns)(version), times=2)
    assert "done" in found
    assert len(set(found) - {"done"}) == 1
