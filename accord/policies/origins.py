"""What signing cannot know of a text: the board's adoption of its version, and what was said to have changed."""

import uuid
from collections.abc import Iterable, Mapping

from django.urls import reverse

from accord.policies.models import Version
from accord.schools.reads import open_school
from accord.signing.receipts import Origin


class Adoptions:
    """What signing asks. Two queries, whatever the number of texts."""

    def of(self, texts: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, Origin]:
        rows = Version.objects.filter(text__in=list(texts), adoption__isnull=False).select_related(
            "document", "adoption"
        )
        slug = open_school().slug
        return {row.text_id: _origin(row, slug) for row in rows if row.adoption}


def _origin(version: Version, slug: str) -> Origin:
    address = ""
    if version.published_at:
        address = reverse("policies:policy_version", args=[slug, version.document.slug, version.number])
    assert version.adoption
    return Origin(version.adoption.meeting_on, version.adoption.minute_reference, address)


class ChangeNotes:
    """What was said to have changed with each text. One query, whatever their number."""

    def of(self, texts: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, str]:
        return dict(Version.objects.filter(text__in=list(texts)).values_list("text_id", "change_note"))
