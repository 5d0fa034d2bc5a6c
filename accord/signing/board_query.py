"""The question behind the board of one document, in one query.

Written out, because a page waits for it: the ORM words it as a subquery for every column, and PostgreSQL then looks up the
same duty, answer and appointment several times for each person.
"""

import uuid
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from accord.duties.models import Duty
from accord.kernel.scope import require_school
from accord.people.models import Appointment, Person
from accord.signing import sources
from accord.signing.asking import Ask
from accord.signing.models import Delivery, Exemption, Signature, Text


class Found(NamedTuple):
    """What is known of one person and one document, in the order of the query's columns."""

    pk: uuid.UUID
    surname: str
    forename: str
    known_as: str
    email: str
    answer: str | None
    answered_at: datetime | None
    declaration_id: uuid.UUID | None
    asked_at: datetime | None
    duty_due: date | None
    reminded_on: date | None
    reminders: int | None
    because: str | None
    signed_before: bool
    viewed_at: datetime | None
    team: str | None
    category: str | None
    manager_surname: str | None
    manager_forename: str | None


# `merged` are records that stand behind another one: what was done under them counts for that one. There are few.
_EVERYBODY = f"""
WITH merged AS MATERIALIZED (
    SELECT id, merged_into_id FROM {Person._meta.db_table} WHERE school_id = %(school)s AND merged_into_id IS NOT NULL
), concerned AS (
    SELECT unnest(%(people)s::uuid[]) AS id
     UNION
    SELECT coalesce(merged.merged_into_id, signature.person_id) FROM {Signature._meta.db_table} signature
      LEFT JOIN merged ON merged.id = signature.person_id
     WHERE school_id = %(school)s AND line = %(line)s
), texts AS MATERIALIZED (
    SELECT id, line FROM {Text._meta.db_table} WHERE school_id = %(school)s AND series = %(series)s
), views AS MATERIALIZED (
    SELECT coalesce(merged.merged_into_id, person_id) AS person_id, min(delivered_at) AS viewed_at
      FROM {Delivery._meta.db_table} LEFT JOIN merged ON merged.id = person_id
     WHERE school_id = %(school)s AND text_id IN (SELECT id FROM texts WHERE line = %(line)s) GROUP BY 1
)
SELECT person.id, person.surname, person.forename, person.known_as, person.email,
       answer.kind, answer.signed_at, answer.declaration_id,
       duty.opened_at, duty.due_on, duty.reminded_on, duty.reminders,
       excuse.because,
       EXISTS (SELECT FROM {Signature._meta.db_table} earlier
                WHERE earlier.school_id = %(school)s AND earlier.person_id = ANY(own.ids) AND earlier.kind <> 'declined'
                  AND earlier.text_id IN (SELECT id FROM texts)),
       views.viewed_at,
       post.team, post.category, manager.surname, manager.forename
  FROM concerned
  JOIN {Person._meta.db_table} person ON person.school_id = %(school)s AND person.id = concerned.id
  CROSS JOIN LATERAL (SELECT person.id || ARRAY(SELECT id FROM merged WHERE merged_into_id = person.id) AS ids) own
  LEFT JOIN views ON views.person_id = person.id
  LEFT JOIN LATERAL (
        SELECT kind, signed_at, declaration_id FROM {Signature._meta.db_table}
         WHERE school_id = %(school)s AND line = %(line)s AND person_id = ANY(own.ids)
         ORDER BY kind = 'declined', signed_at DESC LIMIT 1
       ) answer ON true
  LEFT JOIN LATERAL (
        SELECT opened_at, due_on, reminded_on, reminders FROM {Duty._meta.db_table}
         WHERE school_id = %(school)s AND source = %(source)s AND subject_id = %(line)s AND person_id = person.id
         ORDER BY opened_at DESC LIMIT 1
       ) duty ON true
  LEFT JOIN LATERAL (
        SELECT because FROM {Exemption._meta.db_table}
         WHERE school_id = %(school)s AND person_id = ANY(own.ids) AND series = %(series)s
           AND ended_at IS NULL AND (until IS NULL OR until >= %(today)s) LIMIT 1
       ) excuse ON true
  LEFT JOIN LATERAL (
        SELECT team, category, line_manager_id FROM {Appointment._meta.db_table}
         WHERE school_id = %(school)s AND person_id = person.id
           AND (starts_on IS NULL OR starts_on <= %(today)s) AND (ends_on IS NULL OR ends_on >= %(today)s)
         ORDER BY starts_on, id LIMIT 1
       ) post ON true
  LEFT JOIN {Person._meta.db_table} manager ON manager.school_id = %(school)s AND manager.id = post.line_manager_id
 ORDER BY person.search, person.id
"""


def everybody(ask: Ask, today: date) -> Iterator[Found]:
    """Everybody who is asked and whoever has answered, by surname."""
    values: dict[str, Any] = {"people": list(ask.people), "line": ask.line, "series": ask.series, "today": today}
    with connection.cursor() as cursor:
        cursor.execute(_EVERYBODY, values | {"school": require_school(), "source": sources.CODE})
        yield from (Found(*row) for row in cursor.fetchall())
