"""Several witnesses at the same moment: a sheet counts once, whichever page of it they look at."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accord.kernel.decision import Refused
from accord.kernel.scope import in_school
from accord.people.tests.cast import make_cast, make_person, make_school
from accord.signing.models import Declaration
from accord.signing.tests.test_paper_route import Office, vault_folder

__all__ = ["vault_folder"]
pytestmark = pytest.mark.slow


def at_once(school: int, *attempts: Callable[[], object]) -> list[str]:
    """Begin all of them together; the code of each refusal, and "done" for the others."""
    together = Barrier(len(attempts))

    def one(attempt: Callable[[], object]) -> str:
        try:
            together.wait()
            with in_school(school):
                attempt()
            return "done"
        except Refused as refused:
            return refused.decision.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(attempts)) as threads:
        return sorted(threads.map(one, attempts))


def test_a_page_and_a_second_scan_of_it_confirmed_at_once_count_once(committing, desk):
    school = make_school()
    cast = make_cast(school)
    with in_school(school.pk):
        hall = make_person("Saoirse", "Hall", email="")
        desk.publish([hall])
        office = Office(school, cast["business-manager"])
        [sheet] = office.print_for(hall)
        pages = [page for _time in range(2) for page in office.scan(office.paper(sheet.printing))]
    attempts = [lambda page=page: office.confirm(page) for page in pages for _witness in range(2)]
    assert at_once(school.pk, *attempts).count("done") == 1
    with in_school(school.pk):
        assert Declaration.objects.count() == 1
