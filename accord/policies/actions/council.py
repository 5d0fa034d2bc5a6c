"""The council's own files of the guidance. They belong to no school, so no school's ledger tells of them."""

import re
from datetime import date

from django.db import IntegrityError, transaction

from accord.kernel.decision import Refused, refuse
from accord.policies.models import CouncilFile
from accord.schools.models import Authority

_SHA256 = re.compile(r"[0-9a-f]{64}")


def recognise(
    *, sha256: str, title: str, source: str, effective_from: date, authority: str = "", today: date
) -> CouncilFile:
    """From a day on, guidance with these bytes counts as the council's own (clause F.6). Raises Refused."""
    if not _SHA256.fullmatch(sha256):
        raise Refused(refuse("not-sha256", "A SHA-256 has 64 digits, 0 to 9 and a to f."))
    behind = Authority.objects.filter(slug=authority).first() if authority else None
    if authority and behind is None:
        raise Refused(refuse("no-such-authority", f"There is no authority with the short name {authority}."))
    try:
        with transaction.atomic():
            return CouncilFile.objects.create(
                authority=behind,
                sha256=sha256,
                title=title,
                source=source,
                effective_from=effective_from,
                checked_on=today,
            )
    except IntegrityError:
        raise Refused(refuse("known-already", "This file is recognised already.")) from None
