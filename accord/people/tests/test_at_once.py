"""Two people at once: what one of them may do depends on what the other does at the same moment."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.kernel.models import Entry
from accord.kernel.scope import in_school
from accord.people import actions
from accord.people.models import Person, StaffFile
from accord.people.reads.preview import look_at
from accord.people.tests.cast import give_role, make_person, make_school
from accord.people.tests.test_imports import ANN, BEN, content
from accord.schools.models import School

pytestmark = pytest.mark.slow


@pytest.fixture
def school(committing: None) -> School:
    return make_school()


def at_once(school: School, acts: list[Callable[[], object]]) -> list[str]:
    """What became of each act, all begun at the same moment: "done", a refusal's code, or an exception's name."""
    gate, told = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            with in_school(school.pk):
                act()
            told.append("done")
        except Refused as refused:
            told.append(refused.decision.code)
        except StaffFile.DoesNotExist:
            told.append("gone")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def test_two_headteachers_cannot_take_the_role_from_each_other(school):
    with in_school(school.pk):
        heads = [give_role(make_person(name), "headteacher") for name in ("Ann", "Ben")]
        held = [head.roles.get().pk for head in heads]
    today = clock.today()
    yesterday = today - timedelta(days=1)
    ann, ben = heads
    told = at_once(
        school,
        [
            lambda: actions.take_role(pk=held[1], last_day=yesterday, by=ann, today=today),
            lambda: actions.take_role(pk=held[0], last_day=yesterday, by=ben, today=today),
        ],
    )
    assert told == ["done", "no-headteacher"]


def test_two_clicks_on_confirm_are_one_import(school):
    today = clock.today()
    with in_school(school.pk):
        head = give_role(make_person(), "headteacher")
        file = actions.keep_file(name="staff.csv", content=content(ANN, BEN), by=head)
        seen = look_at(bytes(file.content), by=head, today=today).fingerprint

    def confirm() -> None:
        actions.import_file(pk=file.pk, fingerprint=seen, skip_bad=False, by=head, today=today)

    assert at_once(school, [confirm, confirm, confirm]) == ["done", "gone", "gone"]
    with in_school(school.pk):
        assert Person.objects.count() == 3
        assert Entry.objects.filter(act="staff-file.imported").count() == 1


def test_two_people_who_import_the_same_file_at_once_bring_it_in_once(school):
    today = clock.today()
    with in_school(school.pk):
        heads = [give_role(make_person(name), "headteacher") for name in ("Cleo", "Dev")]
        files = [actions.keep_file(name="staff.csv", content=content(ANN, BEN), by=head) for head in heads]
        seen = look_at(content(ANN, BEN), by=heads[0], today=today).fingerprint

    def confirm(number: int) -> Callable[[], object]:
        return lambda: actions.import_file(
            pk=files[number].pk, fingerprint=seen, skip_bad=False, by=heads[number], today=today
        )

    assert at_once(school, [confirm(0), confirm(1)]) == ["done", "stale"]
    with in_school(school.pk):
        assert Person.objects.count() == 4
