"""What an earlier file with the same headings was corrected to."""

from collections.abc import Sequence

from accord.people.importing import FIELDS, fingerprint
from accord.people.models import KnownColumns


def known_columns(headings: Sequence[str]) -> KnownColumns | None:
    """The correction of the last file with these headings, if somebody made one. One query."""
    return KnownColumns.objects.select_related("kept_by").filter(fingerprint=fingerprint(headings)).first()


def known_corrections(known: KnownColumns) -> dict[str, int | None]:
    """What was corrected, as reading takes it; fields that are not read any more are left out."""
    return {field: index for field, index in known.columns.items() if field in FIELDS}
