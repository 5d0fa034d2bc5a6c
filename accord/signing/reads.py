"""What the pages of signing show. Each function asks a fixed number of questions, whatever the size of the school."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from accord.duties.models import Duty
from accord.kernel.scope import require_school
from accord.people.models import Appointment, Category, Person
from accord.signing import sources
from accord.signing.models import Attendance, Briefing, Declaration, Delivery, Page, Signature, Text
from accord.signing.rules import Shown, ToSign

# What signing waits for is written out: the ORM takes several times as long to word a question as PostgreSQL takes to
# answer it (docs/decisions/0008). A text owed is one with an open duty, or a declined one, that has not been signed.
# `own` are the person's record and those that were merged into it: whoever signed under one of them has signed.
_OWN = f"""
WITH own AS MATERIALIZED (
    SELECT %(person)s::uuid || ARRAY(
               SELECT id FROM {Person._meta.db_table} WHERE school_id = %(school)s AND merged_into_id = %(person)s
           ) AS ids)"""
_THEIRS = "ANY((SELECT ids FROM own)::uuid[])"
_TO_SIGN = f"""{_OWN}
SELECT text.id, text.series, text.line, text.title, text.label, text.sha256, text.clause, text.minutes,
       (SELECT count(*) FROM {Page._meta.db_table} page
         WHERE page.school_id = text.school_id AND page.text_id = text.id) AS pages,
       (SELECT count(*) FROM {Delivery._meta.db_table} delivery
         WHERE delivery.school_id = text.school_id AND delivery.text_id = text.id
           AND delivery.person_id = %(person)s) AS delivered,
       coalesce(duty.folder_id, declined.folder_id) AS folder_id,
       duty.due_on
  FROM {Text._meta.db_table} text
  LEFT JOIN {Duty._meta.db_table} duty
    ON duty.school_id = text.school_id AND duty.source = %(source)s AND duty.subject_id = text.line
   AND duty.person_id = %(person)s AND duty.done_at IS NULL AND duty.ended_at IS NULL
  LEFT JOIN LATERAL (
        SELECT declaration.folder_id
          FROM {Signature._meta.db_table} signature
          JOIN {Declaration._meta.db_table} declaration
            ON declaration.school_id = signature.school_id AND declaration.id = signature.declaration_id
         WHERE signature.school_id = text.school_id AND signature.person_id = {_THEIRS}
           AND signature.line = text.line AND signature.kind = 'declined' LIMIT 1
       ) declined ON %(declined)s
 WHERE text.school_id = %(school)s AND text.published_at IS NOT NULL AND text.retired_at IS NULL
   AND (duty.id IS NOT NULL OR declined.folder_id IS NOT NULL)
   AND NOT EXISTS (
        SELECT FROM {Signature._meta.db_table} signature
         WHERE signature.school_id = text.school_id AND signature.person_id = {_THEIRS}
           AND signature.line = text.line AND signature.kind <> 'declined')
 ORDER BY duty.due_on NULLS LAST, text.title
"""


def to_sign(person: Person, *, declined: bool = False) -> list[ToSign]:
    """The texts in force that `person` owes, soonest due first. With `declined`, those that they declined as well.

    One query.
    """
    asked: dict[str, Any] = {
        "person": person.pk,
        "source": sources.CODE,
        "declined": declined,
        "school": require_school(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TO_SIGN, asked)
        return [ToSign(*row) for row in cursor.fetchall()]  # The columns stand in the order of its fields.


def records_of(person: Person) -> QuerySet:
    """The keys of the person's record and of those that were merged into it, for a question about what they did."""
    return Person.objects.of(person).order_by().values("pk")


def shown(person: Person, texts: Iterable[uuid.UUID]) -> list[Shown]:
    """The texts that stood on a page, as they are now. One query."""
    answers = Signature.objects.filter(person__in=records_of(person), line=OuterRef("line"))
    in_force = Text.objects.in_force().filter(series=OuterRef("series"))
    found = Text.objects.filter(pk__in=list(texts)).annotate(answered=Exists(answers), stands=Exists(in_force))
    return [Shown(text.pk, text.series, text.title, text.stands, text.answered) for text in found]


def delivered_pages(person: Person, text: Text) -> set[int]:
    return set(Delivery.objects.filter(person=person, text=text).values_list("number", flat=True))


def signed_before(person: Person, series: Iterable[uuid.UUID]) -> dict[uuid.UUID, Signature]:
    """The person's newest signature on an older line of each series, to say what they signed before."""
    found = (
        Signature.objects.filter(person__in=records_of(person), text__series__in=list(series))
        .exclude(kind="declined")
        .select_related("text")
        .order_by("signed_at")
    )
    return {signature.text.series: signature for signature in found}


_BRIEFINGS = f"""{_OWN}
SELECT briefing.* FROM {Attendance._meta.db_table} attendance
  JOIN {Briefing._meta.db_table} briefing
    ON briefing.school_id = attendance.school_id AND briefing.id = attendance.briefing_id
 WHERE attendance.school_id = %(school)s AND attendance.person_id = {_THEIRS}
 ORDER BY briefing.held_on DESC LIMIT 20
"""


def briefings_of(person: Person) -> list[Briefing]:
    """The briefings that the school recorded this person at, newest first."""
    return list(Briefing.objects.raw(_BRIEFINGS, {"school": require_school(), "person": person.pk}))


_SIGNER = f"""
SELECT person.*, ARRAY(
           SELECT ARRAY[post.job_title, post.category]::text[] FROM {Appointment._meta.db_table} post
            WHERE post.school_id = person.school_id AND post.person_id = person.id
              AND (post.starts_on IS NULL OR post.starts_on <= %(today)s)
              AND (post.ends_on IS NULL OR post.ends_on >= %(today)s)
            ORDER BY post.starts_on) AS posts
  FROM {Person._meta.db_table} person
 WHERE person.school_id = %(school)s AND person.id = %(person)s
   FOR NO KEY UPDATE OF person
"""


def held_signer(person: Person, today: date) -> tuple[Person, str]:
    """The signer as kept now, held against their own other devices until the transaction ends; and what they are
    at the school today, in words: their job titles, or the category where there is none.
    """
    asked = {"today": today, "school": require_school(), "person": person.pk}
    [found] = Person.objects.raw(_SIGNER, asked)
    titles = [job_title or Category(category).label for job_title, category in found.posts]  # type: ignore[attr-defined]
    return found, "; ".join(dict.fromkeys(titles))[:200] or "No current appointment"
