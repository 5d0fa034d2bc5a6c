"""Recording an act, and the exact bytes that stand for it in the tree."""

import json
import os
import uuid
from datetime import datetime, timezone
from hashlib import sha256
from typing import Any, Protocol

from django.db import connection

from accord.kernel import clock, reactions
from accord.kernel.base import new_id
from accord.kernel.models import Entry, Pending
from accord.kernel.scope import require_school


class Actor(Protocol):
    pk: Any


def canonical(detail: dict[str, Any]) -> str:
    """JSON with one spelling: sorted keys, no spaces, dates as ISO text."""
    return json.dumps(detail, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=spelt)


def spelt(value: object) -> str:
    """The one spelling of what JSON has no word for: moments in UTC, bytes in hexadecimal, all else as text."""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value)


def moment(at: datetime) -> str:
    """A moment in UTC to the microsecond, which is as fine as the database keeps it."""
    return at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def commit_to(salt: bytes, detail: str) -> bytes:
    return sha256(salt + detail.encode()).digest()


def content(
    school_id: int,
    id: uuid.UUID,
    recorded_at: datetime,
    act: str,
    subject_kind: str,
    subject_id: uuid.UUID | None,
    actor_id: uuid.UUID | None,
    commitment: bytes | memoryview,
) -> bytes:
    """The exact bytes of an entry's leaf. The leading word names this format, should another ever follow.

    None of the parts can hold a newline, so no two entries can share their bytes.
    """
    return (
        f"accord-entry/1\n{school_id}\n{id}\n{moment(recorded_at)}\n{act}\n{subject_kind}\n"
        f"{subject_id or ''}\n{actor_id or ''}\n{commitment.hex()}"
    ).encode()


_INSERT = f"""
WITH entry AS (
    INSERT INTO {Entry._meta.db_table}
        (id, school_id, recorded_at, act, subject_kind, subject_id, actor_id, commitment, salt, detail)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING school_id, id
)
INSERT INTO {Pending._meta.db_table} (school_id, entry_id) SELECT school_id, id FROM entry
"""


def record(act: str, subject: Any, *, by: Actor | None, at: datetime | None = None, **detail: Any) -> uuid.UUID:
    """Keep that `by` (None: Accord itself) did `act` to `subject`; return the entry's id.

    `subject` is any row with a uuid. One statement in the caller's transaction: what is undone was never recorded. `act`
    is written noun.past-participle and `detail` says what the sentence about it needs. Reactions to the act are deferred
    in the same transaction.
    """
    school, entry_id, salt = require_school(), new_id(), os.urandom(16)
    at, text = at or clock.now(), canonical(detail)
    commitment = commit_to(salt, text)
    kind = subject._meta.label_lower
    assert "\n" not in act
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [entry_id, school, at, act, kind, subject.pk, by.pk if by else None, commitment, salt, text],
        )
    reactions.defer(act, school=school, entry=entry_id)
    return entry_id
