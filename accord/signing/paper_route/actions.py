"""Printing sheets, taking scans in, and confirming that somebody signed by hand."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from accord.duties import actions as duties
from accord.folders.actions import folder_key, open_folder
from accord.kernel import keys_material, ledger
from accord.kernel.base import new_id
from accord.kernel.ledger.rows import stated
from accord.kernel.scope import require_school
from accord.paper.codes import new_code
from accord.paper.sheets import MOST_TEXTS
from accord.people.models import Person
from accord.schools.clocks import london
from accord.signing import sources
from accord.signing.evidence import act_of, evidence_of
from accord.signing.models import Declaration, Signature, Text
from accord.signing.paper_route import jobs, reads, rules
from accord.signing.paper_route.models import (
    FOLDER_KIND,
    METHOD,
    PaperSignature,
    Printing,
    Scan,
    ScanPage,
    Sheet,
    SheetText,
)
from accord.signing.statement import statement
from accord.vault import actions as vault


@transaction.atomic
def print_sheets(
    *, people: Collection[uuid.UUID], school_name: str, once: uuid.UUID, by: Person, now: datetime
) -> Printing:
    """A sheet for each of `people` who owes a signature, over everything that they owe; the worker sets them.

    Whoever owes more than stands on a page gets several. Raises Refused if nobody owes anything. Twice is once.
    """
    found = Printing.objects.filter(once=once).first()
    if found:
        return found
    owing = reads.owing(people, london(now).date())
    if not owing:
        rules.NOTHING_OWED.require()
    folder = open_folder(kind_code=FOLDER_KIND, title=f"Sheets printed on {london(now):%-d %B %Y}", now=now)
    printing = Printing.objects.create(folder=folder, asked_by=by, asked_at=now, once=once)
    sheets, named = [], []
    for each in owing:
        for begin in range(0, len(each.texts), MOST_TEXTS):
            texts = each.texts[begin : begin + MOST_TEXTS]
            sheet = _sheet(printing, each, texts, school_name, now)
            sheets.append(sheet)
            named += [SheetText(sheet=sheet, text=text) for text in texts]
    Sheet.objects.bulk_create(sheets)
    SheetText.objects.bulk_create(named)
    ledger.record("sheets.printed", printing, by=by, at=now, sheets=len(sheets), rows=stated(*sheets, *named))
    jobs.set_sheets.defer(require_school(), printing=str(printing.pk))
    return printing


def _sheet(printing: Printing, each: reads.Owing, texts: tuple[Text, ...], school_name: str, now: datetime) -> Sheet:
    return Sheet(
        printing=printing,
        person=each.person,
        folder_id=each.folder_id,
        code=new_code(),
        person_name=each.person.formal_name,
        person_role=each.role,
        statement=statement(school_name=school_name, texts=texts, training=each.training or rules.BLANK),
        training=each.training,
        printed_at=now,
    )


@transaction.atomic
def print_again(*, printing: Printing, now: datetime) -> None:
    """Have the worker set the same sheets again, with the same codes: their PDF was not kept."""
    Printing.objects.filter(pk=printing.pk).update(content=None, asked_at=now)
    jobs.set_sheets.defer(require_school(), printing=str(printing.pk))


@transaction.atomic
def take_in(*, name: str, content: bytes, once: uuid.UUID, by: Person, now: datetime) -> Scan:
    """Keep a scan, sealed, until the worker has read it into pages. Twice is once."""
    found = Scan.objects.filter(once=once).first()
    if found:
        return found
    folder = open_folder(kind_code=FOLDER_KIND, title=f"Scan of {london(now):%-d %B %Y}", now=now)
    scan = Scan(folder=folder, name=vault.plain_name(name), uploaded_by=by, uploaded_at=now, once=once)
    scan.sha256 = sha256(content).hexdigest()
    scan.content = keys_material.wrap(folder_key(folder), content, reads.sealed_as(scan, "scan"))
    scan.save(force_insert=True)
    ledger.record("scan.taken-in", scan, by=by, at=now, sha256=scan.sha256)
    jobs.read_scan.defer(require_school(), scan=str(scan.pk))
    return scan


@transaction.atomic
def choose(*, page: uuid.UUID, sheet: uuid.UUID, by: Person, now: datetime) -> ScanPage:
    """Say by hand whose sheet a page is. Raises Refused once somebody has decided on it."""
    found = _locked(page)
    rules.may_discard(found.state).require()
    found.sheet, found.found = Sheet.objects.get(pk=sheet), ScanPage.Found.HAND
    found.save(update_fields=["sheet", "found"])
    ledger.record("scan-page.chosen", found, by=by, at=now, sheet=found.sheet.pk)
    return found


@transaction.atomic
def discard(*, page: uuid.UUID, by: Person, now: datetime) -> ScanPage:
    """Put a page aside: nothing of it is kept. Raises Refused once somebody has decided on it."""
    found = _locked(page)
    rules.may_discard(found.state).require()
    _decide(found, ScanPage.State.DISCARDED, by, now)
    ledger.record("scan-page.discarded", found, by=by, at=now, sheet=found.sheet_id)
    return found


@dataclass(frozen=True)
class Seen:
    """What a witness says: when and how it was signed, what training it rests on, and when they themselves signed in."""

    signed_on: date
    how: str
    training: str
    signed_in_at: datetime


@transaction.atomic
def confirm(*, page: uuid.UUID, seen: Seen, by: Person, now: datetime) -> Declaration:
    """Have a signed sheet count like any other declaration, on the word of a witness. Raises Refused."""
    found = _locked(page)
    rules.may_discard(found.state).require()
    if found.sheet is not None:  # Two who confirm for one person wait for each other.
        Person.objects.select_for_update(no_key=True).get(pk=found.sheet.person_id)
    facts = reads.facts_of([found.sheet])[found.sheet.pk] if found.sheet else None
    training = (found.sheet.training if found.sheet else "") or seen.training.strip()
    rules.may_confirm(
        facts,
        witness_id=by.pk,
        signed_on=seen.signed_on,
        training=training,
        signed_in_at=seen.signed_in_at,
        now=now,
        today=london(now).date(),
    ).require()
    assert found.sheet is not None
    declaration = _declare(found.sheet, training, seen, by, now)
    _seal(found, declaration, seen, by, now)
    _decide(found, ScanPage.State.CONFIRMED, by, now)
    return declaration


def _declare(sheet: Sheet, training: str, seen: Seen, by: Person, now: datetime) -> Declaration:
    """The declaration and its signatures, as they are made of a form; the witness's name stands with them elsewhere."""
    texts = reads.open_texts(sheet)
    declaration = Declaration(
        id=new_id(),
        person_id=sheet.person_id,
        folder_id=sheet.folder_id,
        kind=Declaration.Kind.SIGNED,
        statement=sheet.statement.replace(rules.BLANK, training),
        words="",
        typed_name=sheet.person_name[:160],
        person_name=sheet.person_name,
        person_role=sheet.person_role,
        training=training,
        method=METHOD,
        signed_in_at=seen.signed_in_at,
        address=None,
        browser="",
        signed_at=now,
        once=sheet.pk,
    )
    evidence = evidence_of(declaration, [(text.pk, text.line, text.sha256) for text in texts])
    declaration.entry_id = ledger.record(act_of(declaration), declaration, by=by, at=now, **evidence)
    declaration.save(force_insert=True)
    Signature.objects.bulk_create(
        Signature(
            declaration=declaration,
            person_id=sheet.person_id,
            text=text,
            line=text.line,
            sha256=text.sha256,
            kind=declaration.kind,
            signed_at=now,
        )
        for text in texts
    )
    duties.done(person=sheet.person, source=sources.CODE, subject_ids=[text.line for text in texts], now=now)
    return declaration


def _seal(page: ScanPage, declaration: Declaration, seen: Seen, by: Person, now: datetime) -> None:
    """The scanned sheet into the vault, in its signer's own folder, and what the witness said about it."""
    sheet = page.sheet
    assert sheet is not None
    scan = vault.keep(
        folder=sheet.folder,
        name=f"sheet {sheet.code}.pdf",
        media_type="application/pdf",
        content=reads.paper(page),
        by=by,
        now=now,
    )
    signature = PaperSignature.objects.create(
        sheet=sheet,
        declaration=declaration,
        signed_on=seen.signed_on,
        how=seen.how,
        witness=by,
        witness_name=by.formal_name,
        scan=scan,
        confirmed_at=now,
    )
    rows = stated(signature)
    ledger.record("sheet.confirmed", signature, by=by, at=now, declaration=declaration.pk, scan=scan.sha256, rows=rows)


def _locked(page: uuid.UUID) -> ScanPage:
    """The page, held against everybody else who would decide on it."""
    pages = ScanPage.objects.select_for_update(of=("self",), no_key=True)
    return pages.select_related("scan__folder", "sheet__folder", "sheet__person").get(pk=page)


def _decide(page: ScanPage, state: str, by: Person, now: datetime) -> None:
    page.state, page.decided_by, page.decided_at = state, by, now
    page.picture = page.paper = None
    page.save(update_fields=["state", "decided_by", "decided_at", "picture", "paper"])
