"""What the pages of signing show. Each function asks a fixed number of questions, whatever the size of the school."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accord.duties.models import Duty
from accord.people.models import Appointment, Person
from accord.signing import sources
from accord.signing.models import Attendance, Briefing, Delivery, Page, Signature, Text
from accord.signing.rules import ToSign


def _counted(queryset: object) -> Coalesce:
    grouped = queryset.order_by().values("text").annotate(n=Count("pk")).values("n")  # type: ignore[attr-defined]
    return Coalesce(Subquery(grouped, output_field=IntegerField()), 0)


def to_sign(person: Person, *, declined: bool = False) -> list[ToSign]:
    """The texts in force that `person` owes, soonest due first. With `declined`, those that they declined as well.

    One query.
    """
    duty = Duty.objects.open().filter(source=sources.CODE, person=person, subject_id=OuterRef("line"))
    answers = Signature.objects.filter(person=person, line=OuterRef("line"))
    texts = Text.objects.in_force().annotate(
        duty_folder=Subquery(duty.values("folder_id")[:1]),
        due=Subquery(duty.values("due_on")[:1]),
        declined_folder=Subquery(answers.filter(kind="declined").values("declaration__folder_id")[:1]),
        is_signed=Exists(answers.exclude(kind="declined")),
        page_count=_counted(Page.objects.filter(text=OuterRef("pk"))),
        delivered_count=_counted(Delivery.objects.filter(text=OuterRef("pk"), person=person)),
    )
    owed = Q(duty_folder__isnull=False)
    if declined:
        owed |= Q(declined_folder__isnull=False)
    return [
        ToSign(
            id=text.pk,
            series=text.series,
            line=text.line,
            title=text.title,
            label=text.label,
            sha256=text.sha256,
            clause=text.clause,
            minutes=text.minutes,
            pages=text.page_count,
            delivered=text.delivered_count,
            folder_id=text.duty_folder or text.declined_folder,
            due_on=text.due,
        )
        for text in texts.filter(owed, is_signed=False).order_by(F("due").asc(nulls_last=True), "title")
    ]


def delivered_pages(person: Person, text: Text) -> set[int]:
    return set(Delivery.objects.filter(person=person, text=text).values_list("number", flat=True))


def signed_before(person: Person, series: Iterable[uuid.UUID]) -> dict[uuid.UUID, Signature]:
    """The person's newest signature on an older line of each series, to say what they signed before."""
    found = (
        Signature.objects.filter(person=person, text__series__in=list(series))
        .exclude(kind="declined")
        .select_related("text")
        .order_by("signed_at")
    )
    return {signature.text.series: signature for signature in found}


def briefings_of(person: Person) -> list[Briefing]:
    """The briefings that the school recorded this person at, newest first."""
    attended = Attendance.objects.filter(briefing=OuterRef("pk"), person=person)
    return list(Briefing.objects.filter(Exists(attended)).order_by("-held_on")[:20])


def role_of(person: Person, today: date) -> str:
    """What somebody is at the school today, in words: their job titles, or the category where there is none."""
    held = Appointment.objects.current(today).filter(person=person).order_by("starts_on")
    titles = [appointment.job_title or appointment.get_category_display() for appointment in held]
    return "; ".join(dict.fromkeys(titles))[:200] or "No current appointment"
