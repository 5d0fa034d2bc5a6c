"""What the home page says to whoever leads the school."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accord.home import reads
from accord.kernel import clock
from accord.people.models import Person
from accord.people.tests.cast import Cast, make_person
from accord.policies import actions
from accord.policies.models import Document
from accord.policies.tests.conftest import Office
from accord.signing.models import Declaration, Signature, Text


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


def test_every_objection_of_the_last_weeks_is_counted_and_a_link_away(
    office: Office, cast: Cast, signed_in: Callable[..., Client]
) -> None:
    document = office.in_force("Phones").document
    said = [make_person("Ada", f"Number{number}") for number in range(7)]
    for number, person in enumerate(said):
        object_to(person, document, f"Reason {number}.", days_ago=number)
    object_to(make_person("Ada", "Longago"), document, "An old reason.", days_ago=40)
    head = signed_in(cast["headteacher"])
    home = head.get(f"/s/{cast.school.slug}/").content.decode()
    assert "7 objections and reasons to decline" in home
    assert "7 things need a look" in home
    assert home.count("Read it") == reads.WORDS_SHOWN
    assert "All 7" in home
    recent = head.get(f"/s/{cast.school.slug}/signing/reasons/?when=recent").content.decode()
    assert all(f"Reason {number}." in recent for number in range(7))
    assert "An old reason." not in recent
    every = f"/s/{cast.school.slug}/signing/reasons/"
    assert "An old reason." in head.get(every).content.decode()
    assert "8 answers to read" in head.get(f"{every}?state=objected").content.decode()
    assert "Nothing fits what you chose" in head.get(f"{every}?state=declined").content.decode()
    file = b"".join(head.get(f"{every}export/?q=Longago")).decode()  # type: ignore[arg-type]
    assert "An old reason." in file
    assert "Reason 1." not in file


def object_to(person: Person, document: Document, words: str, *, days_ago: int) -> None:
    """An answer as it lies in the tables, some days ago."""
    text = Text.objects.in_force().get(series=document.pk)
    at = clock.now() - timedelta(days=days_ago)
    answer = Declaration.objects.create(
        person=person, folder=text.folder, kind="objected", statement="I have read it.", words=words,
        typed_name=person.name, person_name=person.name, person_role="Teacher", training="INSET", method="passphrase",
        signed_in_at=at, signed_at=at, once=uuid.uuid4(), entry_id=uuid.uuid4(),
    )  # fmt: skip
    Signature.objects.create(
        declaration=answer, person=person, text=text, line=text.line, sha256=text.sha256, kind="objected", signed_at=at
    )
