"""Handing over what somebody is in charge of: when they leave, or when another becomes Headteacher or Chair."""

from datetime import date
from uuid import UUID

from django.db import transaction

from accord.kernel import ledger
from accord.kernel.decision import refuse
from accord.kernel.ledger.rows import Rows, stated
from accord.people.actions.turns import take_turn
from accord.people.charges import charges
from accord.people.models import Person


@transaction.atomic
def hand_over(*, person: UUID, to: UUID, by: Person, today: date) -> int:
    """Let somebody who is here be in charge of all that `person` was; how much that is. One act. Raises Refused."""
    take_turn()
    people = Person.objects.on_record().in_bulk([person, to])
    one, other = people[person], people[to]
    if person == to:
        refuse("oneself", "They are in charge of it already. Choose somebody else.").require()
    if not Person.objects.in_post(today).filter(pk=to).exists():
        refuse("not-here", f"{other.name} is not here. Choose somebody who is.").require()
    rows: Rows = {}
    for charge in charges:
        for row in charge.of(one).select_for_update(of=("self",)):
            setattr(row, charge.field, other)
            row.save(update_fields=[charge.field])
            for table, said in stated(row).items():
                rows.setdefault(table, {}).update(said)
    count = sum(map(len, rows.values()))
    if count:
        ledger.record("charges.handed-over", one, by=by, to=other.pk, rows=rows)
    return count
