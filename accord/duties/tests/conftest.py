import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
import time_machine

from accord.duties.models import Duty
from accord.duties.sources import Owed, sources
from accord.folders.actions import folders_of
from accord.folders.kinds import FolderKind, folder_kinds
from accord.kernel.clock import LONDON
from accord.people.models import Person

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=LONDON)
FRIDAY = date(2026, 11, 27)


@dataclass
class PapersToReturn:
    """A source of the tests: whatever is put into `items` is owed."""

    code: str = "papers"
    noun: str = "paper to return"
    folder_kind: str = "test-papers"
    items: list[Owed] = field(default_factory=list)

    def owed(self, today: date) -> Iterable[Owed]:
        return list(self.items)

    def address(self, school_slug: str) -> str:
        return f"/s/{school_slug}/papers/"

    def ask(self, person: Person, subject: uuid.UUID | None = None, **fields: Any) -> Owed:
        given: dict[str, Any] = {"title": "Acceptable use", "clause": "18.1", "due_on": FRIDAY} | fields
        self.items.append(Owed(person_id=person.pk, subject_id=subject or uuid.uuid4(), **given))
        return self.items[-1]


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> FolderKind:
    kind = FolderKind("test-papers", "Papers", "the person leaves", 6, "tests need it", "Tests", date(2026, 1, 1))
    monkeypatch.setattr(folder_kinds, "_items", [*folder_kinds, kind])
    return kind


@pytest.fixture
def papers(kind: FolderKind, monkeypatch: pytest.MonkeyPatch) -> PapersToReturn:
    """The only source of duties while the test runs."""
    source = PapersToReturn()
    monkeypatch.setattr(sources, "_items", [source])
    return source


@pytest.fixture
def tuesday() -> Iterator[time_machine.Traveller]:
    """Ten o'clock on a school day."""
    with time_machine.travel(TUESDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def duty(papers: PapersToReturn) -> Callable[..., Duty]:
    """`duty(person, due_on=…)`: a duty that stands open and of which the person has been told."""

    def make(person: Person, **fields: Any) -> Duty:
        folder = folders_of([person], kind_code="test-papers", now=TUESDAY)[person.pk]
        given: dict[str, Any] = {
            "source": "papers",
            "subject_id": uuid.uuid4(),
            "title": "Acceptable use",
            "clause": "18.1",
            "due_on": FRIDAY,
            "opened_at": TUESDAY,
            "told_at": TUESDAY,
        }
        return Duty.objects.create(person=person, folder=folder, **(given | fields))

    return make
