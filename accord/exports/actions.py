"""What leaves Accord: asked for, fetched, destroyed."""

import uuid
from datetime import datetime

from django.db import transaction

from accord.exports import jobs, rules
from accord.exports.models import FOLDER_KIND, ListCopy, SchoolCopy
from accord.exports.sealing import GIVEN, seal
from accord.folders.actions import open_folder
from accord.kernel import ledger
from accord.kernel.scope import require_school
from accord.people.models import Person


@transaction.atomic
def ask_for_list(*, name: str, given: bytes, by: Person, now: datetime) -> ListCopy:
    """Keep the list as it stands now, and have the worker set it. Looking at a list is no act, whatever its form."""
    copy = ListCopy(school_id=require_school(), person=by, name=name[:200], asked_at=now)
    copy.given = seal(copy, GIVEN, given)
    copy.save(force_insert=True)
    jobs.set_list.defer(require_school(), copy=str(copy.pk))
    return copy


@transaction.atomic
def ask_for_everything(*, by: Person, now: datetime) -> SchoolCopy:
    """Have the worker put everything of the school into one file. Raises Refused while one is being made."""
    waiting = SchoolCopy.objects.select_for_update().filter(file=None)
    rules.may_ask(waiting_since=[copy.asked_at for copy in waiting], now=now).require()
    folder = open_folder(kind_code=FOLDER_KIND, title="Everything of the school", now=now)
    copy = SchoolCopy.objects.create(folder=folder, asked_by=by, asked_at=now)
    ledger.record("school-copy.asked", copy, by=by, at=now)
    jobs.make_school_copy.defer(require_school(), copy=str(copy.pk))
    return copy


@transaction.atomic
def fetch_everything(*, copy: uuid.UUID, by: Person, signed_in_at: datetime, now: datetime) -> SchoolCopy:
    """Give out a copy of everything. Raises Refused; that it was given is on record before the first byte leaves."""
    found = SchoolCopy.objects.select_related("file__folder").get(pk=copy)
    rules.may_fetch(
        is_made=found.file is not None, asked_at=found.asked_at, signed_in_at=signed_in_at, now=now
    ).require()
    assert found.file
    ledger.record("school-copy.fetched", found, by=by, at=now, sha256=found.file.sha256)
    return found
