"""The school's answer to what somebody said."""

import uuid
from datetime import date, datetime

from django.db import transaction

from accord.consultations import evidence, rules
from accord.consultations.actions.running import stage_of
from accord.consultations.models import Comment
from accord.kernel import ledger
from accord.people.models import Person


@transaction.atomic
def answer(*, comment: uuid.UUID, kind: str, words: str, by: Person, today: date, now: datetime) -> Comment:
    """Answer a comment, or answer it otherwise until the outcome is recorded. Raises Refused."""
    found = Comment.objects.select_for_update(of=("self",)).select_related("consultation").get(pk=comment)
    stage = stage_of(found.consultation, today) if found.consultation else None
    rules.may_answer(stage, is_withdrawn=found.withdrawn_at is not None).require()
    if (found.answer, found.answer_words) == (kind, words.strip()):
        return found
    found.answer, found.answer_words, found.answered_by, found.answered_at = kind, words.strip(), by, now
    found.save(update_fields=["answer", "answer_words", "answered_by", "answered_at"])
    ledger.record(evidence.ANSWERED, found, by=by, at=now, **evidence.facts_of_answer(found))
    return found
