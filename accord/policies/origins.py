"""What signing cannot know of a text: the board's adoption of its version, and what was said to have changed."""

import uuid
from collections.abc import Iterable, Mapping

from accord.policies.models import Version
from accord.signing.receipts import Origin


class Adoptions:
    """What signing asks. One query, whatever the number of texts."""

    def of(self, texts: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, Origin]:
        rows = Version.objects.filter(text__in=list(texts), adoption__isnull=False)
        found = rows.values_list("text_id", "adoption__meeting_on", "adoption__minute_reference")
        return {text: Origin(meeting_on, minute) for text, meeting_on, minute in found}


class ChangeNotes:
    """What was said to have changed with each text. One query, whatever their number."""

    def of(self, texts: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, str]:
        return dict(Version.objects.filter(text__in=list(texts)).values_list("text_id", "change_note"))
