import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
import typst

from accord.kernel import clock
from accord.people.models import Person
from accord.people.tests.cast import Cast, make_cast
from accord.policies import actions
from accord.policies.models import Document, Version
from accord.policies.reading import Original, read_typed
from accord.policies.tests.browsing import ROLES

TEXT = """# Acceptable use of IT

## Passwords

Never share a passphrase with anybody.

## Phones

Keep your own phone switched off in lessons.
"""


@pytest.fixture(autouse=True)
def vault(settings, tmp_path):
    settings.VAULT = tmp_path / "vault"
    return settings.VAULT


@cache
def original(text: str = TEXT, name: str = "acceptable-use.md") -> Original:
    """A text as it was typed, read in its process apart once for all tests."""
    return read_typed(text, name=name)


class Office:
    """Does with documents what the office does, with everything filled in that a test does not care about."""

    def __init__(self, by: Person) -> None:
        self.by = by

    def add(self, title: str = "Acceptable use of IT", *, to: Any = (("everyone", ""),), **about: Any) -> Document:
        about.setdefault("owner", self.by)
        document = actions.add_document(about=actions.About(title=title, **about), by=self.by, now=clock.now())
        if to:
            self.address(document, *to)
        return document

    def address(self, document: Document, *audiences: tuple[str, str]) -> None:
        actions.change_audience(
            document=document.pk, audiences=audiences, by=self.by, today=clock.today(), now=clock.now()
        )

    def put_in(self, document: Document, text: str = TEXT, *, minor: bool = False, **options: Any) -> Version:
        options.setdefault("change_note", "Clearer words about phones.")
        return actions.add_version(
            document=document.pk, original=original(text), minor=minor, by=self.by, now=clock.now(), **options
        )

    def adopt(self, version: Version, **decided: Any) -> Version:
        given = {
            "body": "Governing Board",
            "meeting_on": clock.today() - timedelta(days=3),
            "minute_reference": "26/41",
            "decision": "as-it-is",
            **decided,
        }
        actions.adopt(
            version=version.pk,
            decided=actions.BoardDecision(**given),
            by=self.by,
            today=clock.today(),
            now=clock.now(),
        )
        return Version.objects.get(pk=version.pk)

    def publish(self, version: Version, due_on: date | None = None) -> Version:
        due_on = due_on or clock.today() + timedelta(days=14)
        return actions.publish(version=version.pk, due_on=due_on, by=self.by, today=clock.today(), now=clock.now())

    def in_force(self, title: str = "Acceptable use of IT", text: str = TEXT, **about: Any) -> Version:
        """A document whose first version is in force."""
        return self.publish(self.adopt(self.put_in(self.add(title, **about), text)))

    def next_version(self, document: Document, text: str = TEXT, *, minor: bool = False) -> Version:
        """Another version of a document, in force."""
        return self.publish(self.adopt(self.put_in(document, text, minor=minor)))


@pytest.fixture
def office(here, cast) -> Office:
    return Office(cast["headteacher"])


@pytest.fixture
def acts(here) -> Callable[[], list[str]]:
    """The acts in the open school's ledger, oldest first."""
    from accord.kernel.models import Entry

    return lambda: list(Entry.objects.order_by("recorded_at", "id").values_list("act", flat=True))


@pytest.fixture(scope="session")
def small_pdf() -> bytes:
    """Two pages, as an office program would make them."""
    source = '#set document(title: "Phones")\n= Phones\nOff in lessons.\n#pagebreak()\nThe same holds for tablets.'
    return typst.compile(source.encode())


@pytest.fixture
def councils_file(here) -> str:
    """The text of these tests counts as the council's own file of the guidance."""
    sha256 = hashlib.sha256(original().content).hexdigest()
    day = clock.today() - timedelta(days=30)
    actions.recognise(sha256=sha256, title="June 2023", source="A test", effective_from=day, today=day)
    return sha256


@pytest.fixture
def cast(school) -> Cast:
    """A person for each role that documents know."""
    return make_cast(school, ROLES)


@pytest.fixture
def at(school):
    """An address in the school."""
    return lambda path="": f"/s/{school.slug}/{path}"


@pytest.fixture
def as_role(cast, signed_in):
    """The browser of the person with a role."""
    return lambda role: signed_in(cast[role])
