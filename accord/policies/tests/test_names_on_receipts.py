"""A receipt shows the name of the day on which was signed, whatever somebody is called since."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accord.duties import actions as duties
from accord.kernel import clock
from accord.kernel.ledger import sequencer
from accord.kernel.scope import in_school
from accord.people import actions as people
from accord.people.rules import Details
from accord.people.tests.cast import Cast
from accord.policies.tests.conftest import Office
from accord.signing.models import Declaration
from accord.signing.receipts import receipt
from accord.signing.tests.test_pages import read_all, sign


@pytest.mark.clause("18.1")
def test_the_receipt_shows_the_name_of_that_day(
    cast: Cast, signed_in: Callable[..., Client], settings: Any, tmp_path: Any
) -> None:
    settings.VAULT = tmp_path / "vault"
    head, staff = cast["headteacher"], cast["staff"]
    with in_school(cast.school.pk):
        Office(head).in_force()
        duties.reconcile(today=clock.today(), now=clock.now())
    browser = signed_in(staff)
    read_all(browser, staff)
    sign(browser, staff)
    then = staff.formal_name
    with in_school(cast.school.pk):
        details = Details("Priya", "Sharma", title="Ms", email=staff.email)
        people.change_person(pk=staff.pk, details=details, by=head, today=clock.today())
        sequencer.sequence()
        made = receipt(Declaration.objects.get(), cast.school)
    assert (made.person, made.signer) == (then, staff.name)
