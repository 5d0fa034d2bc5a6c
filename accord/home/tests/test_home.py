"""What the home page says to whoever leads the school."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accord.kernel import clock
from accord.people.tests.cast import Cast
from accord.policies import actions
from accord.policies.tests.conftest import Office


@pytest.fixture
def office(here: Any, cast: Cast, settings: Any, tmp_path: Path) -> Office:
    settings.VAULT = tmp_path / "vault"
    return Office(cast["headteacher"])


def test_a_review_is_due_of_what_is_in_force_alone(
    office: Office, cast: Cast, signed_in: Callable[..., Client]
) -> None:
    today = clock.today()
    office.in_force("Phones", review_on=today)
    gone = office.in_force("Fax machines", review_on=today)
    actions.withdraw(document=gone.document_id, because="Sold.", by=office.by, now=clock.now())
    page = signed_in(cast["headteacher"]).get(f"/s/{cast.school.slug}/").content.decode()
    assert "Review: Phones" in page
    assert f"Review by {today:%-d %B %Y}" in page
    assert "Fax machines" not in page
