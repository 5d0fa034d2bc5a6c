"""Review dates for people's calendars: the review of a policy is never a surprise (clause 17.3)."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.duties.feed import Entry, May
from accord.duties.models import Duty
from accord.people.models import Person
from accord.policies.models import Document, Version

REVIEW = "review"  # The source of the duty to review.


class ReviewDates:
    """The review of each document in force, for whoever sees all documents."""

    def entries(self, person: Person, may: May, *, school_slug: str, today: date) -> Iterator[Entry]:
        """Two queries. What its owner owes already stands in the calendar as a duty."""
        if not may("policies.see"):
            return
        owed = set(Duty.objects.open().filter(person=person, source=REVIEW).values_list("due_on", flat=True))
        in_force = Version.objects.in_force().filter(document=OuterRef("pk"))
        for document in Document.objects.filter(Exists(in_force), review_on__isnull=False):
            assert document.review_on
            if document.owner_id == person.pk and document.review_on in owed:
                continue
            yield Entry(
                f"review-{document.pk}",
                document.review_on,
                _("Review: %(title)s") % {"title": document.title},
                page=reverse("policies:document", args=[school_slug, document.pk]),
            )
