"""The paper that the governing board gets before it decides, and the decision that was recorded against it."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from accord.consultations import evidence, rules
from accord.consultations.models import BoardPaper, Consultation
from accord.kernel import ledger
from accord.people.models import Person
from accord.policies.models import Adoption, Version
from accord.vault import actions as vault


@transaction.atomic
def make_paper(
    *,
    version: uuid.UUID,
    consultation: Consultation | None,
    recommendation: str,
    words: str,
    once: uuid.UUID,
    by: Person,
    now: datetime,
) -> BoardPaper:
    """Ask the worker for the board's paper on a draft. Raises Refused while a consultation runs. Once for one form."""
    if before := BoardPaper.objects.filter(once=once).first():
        return before
    found = Version.objects.select_related("document__folder").get(pk=version)
    running = Consultation.objects.running().filter(document=found.document_id).exists()
    rules.may_make_paper(found.state, is_running=running).require()
    paper = BoardPaper(
        version=found,
        document=found.document,
        folder=found.document.folder,
        consultation=consultation,
        recommendation=recommendation,
        words=words.strip(),
        once=once,
        asked_by=by,
        asked_at=now,
    )
    try:
        with transaction.atomic():
            paper.save(force_insert=True)
    except IntegrityError:
        return BoardPaper.objects.get(once=once)
    ledger.record(evidence.ASKED, paper, by=by, at=now, **evidence.facts_of_paper(paper))
    return paper


@transaction.atomic
def keep_paper(paper: BoardPaper, content: bytes, *, name: str, now: datetime) -> BoardPaper:
    """Put the sealed PDF into the document's folder; its SHA-256 goes into the ledger."""
    paper.file = vault.keep(
        folder=paper.folder, name=name, media_type="application/pdf", content=content, by=None, now=now
    )
    paper.save(update_fields=["file"])
    ledger.record(evidence.SEALED, paper, by=None, at=now, sha256=paper.file.sha256)
    return paper


@transaction.atomic
def bind_decision(adoption: Adoption) -> BoardPaper | None:
    """Note which paper the board's decision was recorded against: the newest sealed one before it. Safe to repeat."""
    if bound := BoardPaper.objects.filter(adoption=adoption).first():
        return bound
    papers = BoardPaper.objects.filter(version=adoption.version_id, file__isnull=False, adoption=None)
    paper = papers.filter(asked_at__lte=adoption.recorded_at).order_by("-asked_at").first()
    if paper is not None:
        paper.adoption = adoption
        paper.save(update_fields=["adoption"])
    return paper
