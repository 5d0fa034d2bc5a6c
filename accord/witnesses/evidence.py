"""Whether keys, marks and addresses are still those that the ledger speaks of."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

from accord.kernel import keys_material
from accord.kernel.ledger.entries import canonical
from accord.kernel.ledger.verify import Finding, TableCheck, table_checks
from accord.kernel.models import Entry, SchoolSecret
from accord.kernel.scope import require_school
from accord.witnesses.actions import addresses, keys
from accord.witnesses.models import Distrust, HeadAddress

_Row = tuple[Any, ...]


def offer() -> None:
    """Have `accord ledger verify` look at keys and addresses, too."""
    table_checks.register(WitnessesMatchTheLedger())


class WitnessesMatchTheLedger(TableCheck):
    """Replaced keys, marked keys and chosen addresses against their ledger entries, both ways. Six queries."""

    def check(self) -> Iterator[Finding]:
        rows = SchoolSecret.objects.filter(generation__gt=1)
        there = {row.pk: (row.purpose, keys_material.fingerprint(bytes(row.public))) for row in rows}
        yield from _compared("key", there, _recorded(keys.REPLACED, "what", "fingerprint"))
        marks = Distrust.objects.filter(ledger=require_school())
        marked = {row.pk: (row.fingerprint, _spelt(row.since)) for row in marks}
        yield from _compared("key-mark", marked, _recorded(keys.DISTRUSTED, "fingerprint", "since"))
        yield from _compared("head-address", dict(_addresses()), _addresses_by_ledger())


def _addresses() -> Iterator[tuple[uuid.UUID, _Row]]:
    for row in HeadAddress.objects.all():
        yield row.pk, (row.address, row.confirmed_at is not None, row.ended_at is not None)


def _addresses_by_ledger() -> dict[uuid.UUID, _Row | None]:
    """What each address was last, told by its acts."""
    confirmed, removed = (
        set(Entry.objects.filter(act=act).values_list("subject_id", flat=True))
        for act in (addresses.CONFIRMED, addresses.REMOVED)
    )
    added = _recorded(addresses.ADDED, "address")
    return {pk: facts and (*facts, pk in confirmed, pk in removed) for pk, facts in added.items()}


def _recorded(act: str, *names: str) -> dict[uuid.UUID, _Row | None]:
    """What the ledger says of each subject; None where the detail was erased."""
    rows = Entry.objects.filter(act=act).values_list("subject_id", "detail")
    return {pk: tuple(json.loads(detail).get(name) for name in names) if detail else None for pk, detail in rows if pk}


def _spelt(value: object) -> Any:
    return json.loads(canonical({"value": value}))["value"]


def _compared(what: str, there: dict[uuid.UUID, _Row], recorded: dict[uuid.UUID, _Row | None]) -> Iterator[Finding]:
    name = what.replace("-", " ").capitalize()
    for pk in there.keys() - recorded.keys():
        yield Finding(f"{what}-unrecorded", f"{what} {pk}", f"{name} {pk} has no entry in the ledger.")
    for pk in recorded.keys() - there.keys():
        yield Finding(f"{what}-deleted", f"{what} {pk}", f"{name} {pk} is gone; the ledger keeps it.")
    for pk in there.keys() & recorded.keys():
        if there[pk] != recorded[pk]:
            yield Finding(f"{what}-edited", f"{what} {pk}", f"{name} {pk} is not what was recorded.")
