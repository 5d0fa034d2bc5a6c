"""What the pages of the paper route show, and what its rules are told."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from accord.duties.models import Duty
from accord.folders.actions import folder_key
from accord.kernel import keys_material
from accord.paper.codes import in_groups
from accord.people.models import Appointment, Person
from accord.schools.clocks import london
from accord.signing import sources
from accord.signing.models import Attendance, Signature, Text
from accord.signing.paper_route.models import PaperSignature, Printing, Scan, ScanPage, Sheet, SheetText
from accord.signing.paper_route.rules import NamedText, SheetFacts


@dataclass(frozen=True)
class Owing:
    """What one person would get a sheet for: their texts, soonest due first, and what is printed with them."""

    person: Person
    folder_id: uuid.UUID
    role: str
    training: str
    texts: tuple[Text, ...]


def owing(people: Collection[uuid.UUID], today: date) -> list[Owing]:
    """Those of `people` who owe a signature, by surname. Five queries, however many people."""
    duties = Duty.objects.open().filter(source=sources.CODE, person__in=people).order_by("due_on", "title")
    owed: dict[uuid.UUID, list[Duty]] = defaultdict(list)
    for duty in duties:
        owed[duty.person_id].append(duty)
    lines = {duty.subject_id for each in owed.values() for duty in each}
    texts = {text.line: text for text in Text.objects.in_force().filter(line__in=lines)}
    roles, training = _roles(owed, today), _training(owed)
    found = []
    for person in Person.objects.filter(pk__in=owed).order_by("surname", "forename", "pk"):
        own = tuple(texts[duty.subject_id] for duty in owed[person.pk] if duty.subject_id in texts)
        if own:
            folder = owed[person.pk][0].folder_id
            found.append(Owing(person, folder, roles.get(person.pk, ""), training.get(person.pk, ""), own))
    return found


def _roles(people: Iterable[uuid.UUID], today: date) -> dict[uuid.UUID, str]:
    held: dict[uuid.UUID, list[str]] = defaultdict(list)
    for post in Appointment.objects.current(today).filter(person__in=list(people)).order_by("starts_on", "id"):
        held[post.person_id].append(post.job_title or post.get_category_display())
    return {person: "; ".join(dict.fromkeys(titles))[:200] for person, titles in held.items()}


def _training(people: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The newest briefing that the school recorded each person at, as the declaration words it."""
    rows = Attendance.objects.filter(person__in=list(people)).select_related("briefing").order_by("briefing__held_on")
    return {
        row.person_id: f"{row.briefing.title}, {row.briefing.held_on:%-d %B %Y}, recorded by the school" for row in rows
    }


def facts_of(sheets: Collection[Sheet]) -> dict[uuid.UUID, SheetFacts]:
    """What the rules must know of these sheets. Four queries, however many."""
    used = dict(
        PaperSignature.objects.filter(sheet__in=[each.pk for each in sheets]).values_list("sheet_id", "confirmed_at")
    )
    rows = list(SheetText.objects.filter(sheet__in=[each.pk for each in sheets]).select_related("text"))
    in_force = set(
        Text.objects.in_force().filter(line__in={row.text.line for row in rows}).values_list("line", flat=True)
    )
    answers = Signature.objects.filter(person__in={each.person_id for each in sheets}).exclude(kind="declined")
    signed = set(answers.values_list("person_id", "line"))
    named: dict[uuid.UUID, list[NamedText]] = defaultdict(list)
    whose = {sheet.pk: sheet.person_id for sheet in sheets}
    for row in sorted(rows, key=lambda row: row.text.title):
        gone = None if row.text.line in in_force else row.text.retired_at
        is_signed = (whose[row.sheet_id], row.text.line) in signed
        named[row.sheet_id].append(
            NamedText(row.text.title, row.text.label, london(gone).date() if gone else None, is_signed)
        )
    return {
        sheet.pk: SheetFacts(
            person_id=sheet.person_id,
            person_name=sheet.person_name,
            printed_on=london(sheet.printed_at).date(),
            used_on=london(used[sheet.pk]).date() if sheet.pk in used else None,
            texts=tuple(named[sheet.pk]),
        )
        for sheet in sheets
    }


def open_texts(sheet: Sheet) -> list[Text]:
    """The texts of a sheet that its person has not signed yet: those for which it counts."""
    own = Person.objects.of(sheet.person).order_by().values("pk")
    answered = Signature.objects.filter(person__in=own, line=OuterRef("line")).exclude(kind="declined")
    named = SheetText.objects.filter(sheet=sheet).values("text")
    return list(Text.objects.filter(~Exists(answered), pk__in=named).order_by("title"))


def sheets() -> QuerySet:
    """All sheets, with when each counted, or whether a page of it waits."""
    waiting = ScanPage.objects.filter(sheet=OuterRef("pk"), state=ScanPage.State.WAITING)
    confirmed = PaperSignature.objects.filter(sheet=OuterRef("pk"))
    return Sheet.objects.select_related("person").annotate(
        confirmed_at=Subquery(confirmed.values("confirmed_at")[:1]),
        signed_on=Subquery(confirmed.values("signed_on")[:1]),
        witness_name=Subquery(confirmed.values("witness_name")[:1]),
        is_back=Exists(waiting),
        text_count=Count("texts"),
    )


def scans() -> QuerySet:
    """The scans that are being read or have pages to look at, and the latest others, newest first."""
    waiting = Count("pages", filter=Q(pages__state=ScanPage.State.WAITING))
    return Scan.objects.select_related("uploaded_by").defer("content").annotate(waiting=waiting, done=Count("pages"))


def pages_of(scan: Scan) -> QuerySet:
    """The pages of a scan, without what they show."""
    return scan.pages.select_related("sheet", "decided_by").defer("picture", "paper")


def choices() -> list[tuple[str, str]]:
    """The sheets that are out, for a page whose code could not be read."""
    return [
        (
            str(sheet.pk),
            f"{sheet.person_name}, printed on {london(sheet.printed_at):%-d %B %Y} ({in_groups(sheet.code)})",
        )
        for sheet in Sheet.objects.unused().order_by("person_name", "-printed_at")
    ]


def picture(page: ScanPage) -> bytes:
    """The PNG to look at."""
    return keys_material.unwrap(folder_key(page.scan.folder), bytes(page.picture or b""), sealed_as(page, "picture"))


def paper(page: ScanPage) -> bytes:
    """The page alone, as PDF."""
    return keys_material.unwrap(folder_key(page.scan.folder), bytes(page.paper or b""), sealed_as(page, "paper"))


def sealed_as(row: ScanPage | Scan | Printing, what: str) -> bytes:
    """What a blob is bound to, so that one cannot be put in another's place."""
    return f"{what}/{row.pk}".encode()
