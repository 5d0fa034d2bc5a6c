"""The answers of one page, in one act: who declines one document signs the others with the same button."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accord.people.models import Person
from accord.signing.actions import Answer, SignedIn, declare
from accord.signing.models import Declaration


def answer(
    *, person: Person, answers: Sequence[Answer], signed_in: SignedIn, school_name: str, now: datetime
) -> list[Declaration]:
    """Make a declaration for each kind of answer, all of them or none, in their order. Raises Refused like `declare`."""

    def made(each: Answer) -> Declaration:
        return declare(person=person, answer=each, signed_in=signed_in, school_name=school_name, now=now)

    if len(answers) == 1:
        return [made(answers[0])]  # The usual case is spared a savepoint.
    with transaction.atomic():
        return [made(each) for each in answers]
