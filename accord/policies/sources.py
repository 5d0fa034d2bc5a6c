"""The duty to review a document: its owner is told 90 and 30 days before, and on the day (clause 17.3)."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse

from accord.duties.sources import Owed
from accord.guidance.named import named_documents
from accord.people.models import Person, RoleHeld
from accord.people.rules import HEADTEACHER
from accord.policies import rules
from accord.policies.models import Document, Elsewhere, Version

CODE = "review"
FOLDER_KIND = "looking-after"
CLAUSE = "17.3"
_TITLES = {
    90: "Review within three months: {title}",
    30: "Review within a month: {title}",
    0: "Review is due: {title}",
}
_NAMESPACE = uuid.UUID("6f0d51c4-8f0e-4c39-9df1-0b8f5a7f3c11")

Owned = tuple[uuid.UUID, uuid.UUID, str, date]  # What is reviewed, its owner, its title and the review date.


def subjects(reviewed: uuid.UUID) -> list[uuid.UUID]:
    """What the duties to review it are about: one after the other, so that its owner hears each warning."""
    return [_subject(reviewed, days) for days in rules.WARNINGS]


def _subject(reviewed: uuid.UUID, days: int) -> uuid.UUID:
    return uuid.uuid5(_NAMESPACE, f"{reviewed}/{days}")


class DocumentsToReview:
    """What `duties.reconcile` asks: whose document is due for its review."""

    code = CODE
    noun = "document to review"
    folder_kind = FOLDER_KIND

    def owed(self, today: date) -> Iterable[Owed]:
        """Four queries. What belongs to somebody who has left is the Headteacher's."""
        due = [(each, days) for each in _owned() if (days := rules.warning(each[3], today)) is not None]
        here = set(
            Person.objects.filter(pk__in={each[1] for each, _days in due}).in_post(today).values_list("pk", flat=True)
        )
        heads = list(RoleHeld.objects.current(today).filter(role=HEADTEACHER).values_list("person_id", flat=True))
        for (reviewed, owner, title, review_on), days in due:
            for person in [owner] if owner in here else heads:
                yield Owed(
                    person_id=person,
                    subject_id=_subject(reviewed, days),
                    title=_TITLES[days].format(title=title)[:200],
                    clause=CLAUSE,
                    due_on=review_on,
                )

    def address(self, school_slug: str) -> str:
        return reverse("policies:reviews", args=[school_slug])


def _owned() -> Iterator[Owned]:
    """Everything in force or held elsewhere that has a review date. Nobody reviews what was withdrawn."""
    in_force = Version.objects.in_force().values("document")
    documents = Document.objects.filter(pk__in=in_force).order_by()
    for reviewed, owner, title, review_on in documents.values_list("pk", "owner", "title", "review_on"):
        if review_on:
            yield reviewed, owner, title, review_on
    elsewhere = Elsewhere.objects.current().order_by()
    for reviewed, owner, named, review_on in elsewhere.values_list("pk", "owner", "named", "review_on"):
        if review_on:
            yield reviewed, owner, named_documents()[named].title, review_on
