"""A document in force and somebody who is asked to sign it."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from accord.duties import actions as duties
from accord.folders.actions import open_folder
from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.people.models import Person
from accord.signing import actions
from accord.signing.asking import Ask, askers
from accord.signing.models import Text
from accord.signing.sources import FOLDER_KIND


@dataclass
class Desk:
    """Asks for texts as the policies slice does, and says who must sign."""

    asked: dict[uuid.UUID, list[Person]] = field(default_factory=dict)
    texts: dict[uuid.UUID, Text] = field(default_factory=dict)

    def asks(self, today: date) -> Iterable[Ask]:
        for series, people in self.asked.items():
            text = self.texts[series]
            everyone = {person.pk: None for person in people}
            yield Ask(series, text.line, text.title, "18.1", today + timedelta(days=7), everyone, text.minutes)

    def publish(
        self,
        people: list[Person],
        *,
        title: str = "Social media policy",
        pages: int = 2,
        after: Text | None = None,
        minor: bool = False,
        body: str = "",
    ) -> Text:
        """Put a text in force and ask `people`. `after` is the version before it."""
        now = clock.now()
        series = after.series if after else uuid.uuid4()
        text = actions.freeze(
            folder=after.folder if after else open_folder(kind_code=FOLDER_KIND, title=title, now=now),
            series=series,
            keeps_line=after.line if after and minor else None,
            title=title,
            label="version 1" if after is None else "version 1.1" if minor else "version 2",
            sha256=uuid.uuid4().hex * 2,
            clause="18.1",
            pages=[
                actions.PageContent(f"Part {n}", f"<h2>Part {n}</h2><p>{body or f'Words of part {n}.'}</p>", "words")
                for n in range(1, pages + 1)
            ],
        )
        actions.put_in_force(text=text, now=now)
        self.asked[series], self.texts[series] = people, text
        self.reconcile()
        return text

    def reconcile(self) -> None:
        duties.reconcile(today=clock.today(), now=clock.now())


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    kept, askers._items[:] = list(askers), [desk]
    yield desk
    askers._items[:] = kept


@pytest.fixture
def ask(desk: Desk) -> Callable[..., Text]:
    """`ask(person, …)`: publish a text in the person's school and ask them all to sign it."""

    def publish(*people: Person, **facts: object) -> Text:
        with in_school(people[0].school_id):
            return desk.publish(list(people), **facts)  # type: ignore[arg-type]

    return publish
