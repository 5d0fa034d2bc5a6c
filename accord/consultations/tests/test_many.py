"""Thirty comments ask no more of the database than a handful, and make a paper in time. (Five hundred do as well.)"""

import time
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.consultations import actions, board_paper
from accord.consultations.tests.conftest import Desk
from accord.consultations.tests.world import say_much
from accord.kernel import clock
from accord.people.tests.cast import Cast
from accord.policies.models import Version
from accord.schools.reads import open_school

PAGES = ("{pk}/", "{pk}/comments/", "{pk}/text/1/", "comment/{comment}/answer/", "feedback/", "mine/", "")


@pytest.mark.slow
def test_the_number_of_comments_costs_no_query(draft: Version, desk: Desk, cast: Cast, signed_in: Any) -> None:
    made = desk.start(draft)
    comment = desk.say(made, cast["headteacher"])
    lead = signed_in(cast["headteacher"])

    def asked() -> list[int]:
        counts = []
        for page in PAGES:
            with CaptureQueriesContext(connection) as captured:
                address = f"/s/{cast.school.slug}/consultations/" + page.format(pk=made.pk, comment=comment.pk)
                assert lead.get(address).status_code == 200
            counts.append(len(captured))
        return counts

    say_much(made.pk, cast["staff"], 2)
    before = asked()
    say_much(made.pk, cast["staff"], 30)
    assert asked() == before
    with desk.after(made):
        for each in made.comments.standing():
            desk.answer(each)
        desk.conclude(made)
        paper = actions.make_paper(
            version=draft.pk,
            consultation=made,
            recommendation="adapted",
            words="Please.",
            once=uuid.uuid4(),
            by=desk.by,
            now=clock.now(),
        )
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as captured:
            board_paper.render(paper, open_school())
        assert len(captured) < 10
        assert time.perf_counter() - began < 30
