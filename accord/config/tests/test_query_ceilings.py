"""How many queries each type of page may make. Kept here, so that a page that asks more is seen in review.

Rows do not count: the world is measured small and again with more people, and the figures must be the same.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accord.config.tests.test_access import World, make_world
from accord.consultations.tests.world import say_much
from accord.duties import actions as duties
from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.people.tests.cast import make_person
from accord.signing.tests.test_pages import OF_THE_TEST

pytestmark = pytest.mark.whole

# Page, the role that opens it, and its ceiling: session, account, school, scope and person are five of them.
CEILINGS = [
    ("/s/{school}/", "staff", 8),
    ("/s/{school}/", "headteacher", 32),  # Eight of them while the school is being set up.
    ("/s/{school}/setting-up/", "headteacher", 14),
    ("/s/{school}/sign/", "governor", 7),
    ("/s/{school}/sign/{text}/1/", "staff", 11),
    ("/s/{school}/my-record/", "staff", 12),
    ("/s/{school}/signing/", "headteacher", 12),
    ("/s/{school}/signing/{series}/", "headteacher", 12),
    ("/s/{school}/signing/{series}/{person}/", "headteacher", 20),
    ("/s/{school}/people/{person}/leave/", "headteacher", 8),
    ("/s/{school}/signing/{series}/reminders/{held}/", "headteacher", 11),
    ("/s/{school}/signing/paper/", "headteacher", 12),
    ("/s/{school}/signing/paper/scans/{scan}/", "headteacher", 14),
    ("/s/{school}/signing/paper/pages/{scan_page}/", "headteacher", 15),
    ("/s/{school}/signing/paper/sheets/{sheet}/", "headteacher", 10),
    ("/s/{school}/signing/paper/printings/{printing}/", "headteacher", 12),
    ("/s/{school}/briefings/", "headteacher", 7),
    ("/s/{school}/documents/", "headteacher", 18),
    ("/s/{school}/documents/{document}/", "headteacher", 21),
    ("/s/{school}/documents/named/", "headteacher", 9),
    ("/s/{school}/documents/named/{named}/", "headteacher", 10),
    ("/s/{school}/documents/reviews/", "staff", 7),
    ("/s/{school}/documents/{document}/compare/", "headteacher", 8),
    ("/s/{school}/consultations/", "staff", 12),
    ("/s/{school}/consultations/", "headteacher", 12),
    ("/s/{school}/consultations/mine/", "staff", 8),
    ("/s/{school}/consultations/feedback/", "headteacher", 12),
    ("/s/{school}/consultations/{consultation}/", "staff", 16),
    ("/s/{school}/consultations/{consultation}/", "headteacher", 16),
    ("/s/{school}/consultations/{consultation}/text/1/", "staff", 14),
    ("/s/{school}/consultations/{consultation}/comments/", "headteacher", 16),
    ("/s/{school}/consultations/comment/{comment}/answer/", "headteacher", 9),
    ("/s/{school}/consultations/papers/{version}/", "headteacher", 14),
    ("/s/{school}/documents/intakes/{intake}/", "headteacher", 25),
    ("/s/{school}/policies/", None, 7),
    ("/s/{school}/policies/{slug}/", None, 9),
    ("/s/{school}/policies/{slug}/2/changes/", None, 5),
    ("/s/{school}/messages/", "headteacher", 10),
    ("/s/{school}/duties/", "staff", 8),
    ("/s/{school}/my-calendar/", "headteacher", 10),
    ("/s/{school}/take-out/", "headteacher", 7),
    ("/s/{school}/my-calendar/{secret}/accord.ics", None, 8),
    ("/s/{school}/people/?state=here", "headteacher", 15),
    ("/s/{school}/people/{person}/", "headteacher", 19),
    ("/s/{school}/people/{person}/hand-over/", "headteacher", 11),
    ("/s/{school}/people/duplicates/", "headteacher", 8),
    ("/s/{school}/people/{person}/merge/", "headteacher", 10),
    ("/s/{school}/ledger/keys/", "headteacher", 15),
    ("/s/{school}/ledger/mails/", "headteacher", 10),
    ("/s/{school}/withdrawals/", "headteacher", 12),
    ("/s/{school}/withdrawals/register/", "headteacher", 10),
    ("/s/{school}/withdrawals/mine/", "staff", 10),
    ("/s/{school}/withdrawals/{withdrawal}/", "headteacher", 12),
    ("/guidance/", None, 0),
    ("/receipts/keys/{ledger}/", None, 8),
    ("/receipts/check/", None, 1),
]


@pytest.fixture
def world(db: None, signed_in: Callable[..., Client], settings: Any, tmp_path: Any) -> World:
    settings.VAULT = tmp_path / "vault"
    return make_world(signed_in)


def queries(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    of_the_test = OF_THE_TEST if address.startswith("/s/") else 0
    return len(captured) - of_the_test


@pytest.mark.slow
def test_no_page_asks_more_than_its_ceiling_and_rows_do_not_count(
    world: World, signed_in: Callable[..., Client]
) -> None:
    browsers = {role: signed_in(person) for role, person in world.cast.people.items()} | {None: Client()}
    pages = [(address.format(**world.rows), role, most) for address, role, most in CEILINGS]
    small = [queries(browsers[role], address) for address, role, _most in pages]
    with in_school(world.cast.school.pk):
        for number in range(60):
            make_person("Ada", f"Number{number}", team=f"Team {number % 7}")
        duties.reconcile(today=clock.today(), now=clock.now())
        say_much(world.rows["consultation"], world.person("staff"), 40)
    large = [queries(browsers[role], address) for address, role, _most in pages]
    over = [(*page, asked) for page, asked in zip(pages, large, strict=True) if asked > page[2]]
    growing = [
        (page[0], before, after) for page, before, after in zip(pages, small, large, strict=True) if after > before
    ]
    assert (over, growing) == ([], [])
