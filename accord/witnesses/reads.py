"""The keys of a school as pages and lists show them, and how its daily heads go."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accord.kernel import keys, keys_material
from accord.kernel.models import Entry, SchoolSecret
from accord.kernel.scope import require_school
from accord.schools.models import School
from accord.ui.states import State
from accord.witnesses import words
from accord.witnesses.actions.keys import REPLACED
from accord.witnesses.models import Distrust, HeadMail
from accord.witnesses.rules import BEFORE_THE_END, YEARLY


@dataclass(frozen=True)
class ShownKey:
    """A key: since when it serves, until when it did, and since when it is not trusted."""

    pk: uuid.UUID
    purpose: str
    fingerprint: str
    public: bytes
    since: datetime
    until: datetime | None
    distrusted_since: datetime | None
    renewed_by: datetime  # When the schedule replaces it at the latest.

    @property
    def state(self) -> State:
        if self.distrusted_since:
            return words.DISTRUSTED
        return words.FORMER if self.until else words.SERVING

    @property
    def name(self) -> Any:
        return words.KEY_NAMES[self.purpose]

    @property
    def spaced(self) -> str:
        """The fingerprint in groups of four, for reading aloud."""
        return " ".join(self.fingerprint[at : at + 4] for at in range(0, 64, 4))


def keys_of_school() -> list[ShownKey]:
    """Every key of the open school for heads and seals, the newest first. Two queries."""
    marked = dict(Distrust.objects.filter(ledger=require_school()).values_list("fingerprint", "since"))
    rows = SchoolSecret.objects.filter(purpose__in=[keys.HEAD, keys.SEAL]).order_by("purpose", "-generation")
    shown: list[ShownKey] = []
    for row in rows:
        after = shown[-1] if shown and shown[-1].purpose == row.purpose else None
        public = bytes(row.public)
        fingerprint = keys_material.fingerprint(public)
        last = row.created_at + YEARLY
        if row.purpose == keys.SEAL:
            last = min(last, keys_material.ends_at(public) - BEFORE_THE_END)
        until = after.since if after else None
        since = marked.get(fingerprint)
        shown.append(ShownKey(row.pk, row.purpose, fingerprint, public, row.created_at, until, since, last))
    return shown


def published(school: School) -> dict[str, Any]:
    """The list of keys that anybody may fetch, for the standalone checker and for people. Oldest first."""
    endorsements = dict(_endorsements())
    shown = keys_of_school()[::-1]
    return {
        "format": "accord-keys/1",
        "school": school.name,
        "urn": school.urn,
        "ledger": school.pk,
        "keys": [_as_json(key) | endorsements.get(key.pk, {}) for key in shown if key.purpose == keys.HEAD],
        "seals": [_as_json(key) for key in shown if key.purpose == keys.SEAL],
    }


def _as_json(key: ShownKey) -> dict[str, Any]:
    named = {"fingerprint": key.fingerprint, "since": _spelt(key.since), "until": _spelt(key.until)}
    public = {"public": key.public.hex()} if key.purpose == keys.HEAD else {}
    return named | public | {"distrusted_since": _spelt(key.distrusted_since)}


def _endorsements() -> Iterator[tuple[uuid.UUID, dict[str, str]]]:
    """What the former key signed for each new one, from the ledger."""
    for pk, detail in Entry.objects.filter(act=REPLACED).values_list("subject_id", "detail"):
        facts = json.loads(detail or "{}")
        if pk and facts.get("endorsement"):
            yield pk, {"former": facts["former"], "endorsement": facts["endorsement"]}


def _spelt(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if moment else None


@dataclass(frozen=True)
class Going:
    """How the daily heads go: when the last one left, and how many mails did not arrive at the last day."""

    last: HeadMail | None
    in_trouble: int


def going() -> Going:
    daily = HeadMail.objects.filter(kind=HeadMail.Kind.DAILY)
    last = daily.filter(state=HeadMail.State.SENT).order_by("-sent_at").first()
    newest = daily.order_by("-day").values_list("day", flat=True).first()
    failed = [HeadMail.State.REFUSED, HeadMail.State.GIVEN_UP]
    return Going(last, daily.filter(day=newest, state__in=failed).count() if newest else 0)
