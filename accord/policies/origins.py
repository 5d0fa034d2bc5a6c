"""Where a signed text comes from, for its receipt: the board's adoption of the version that it belongs to."""

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
