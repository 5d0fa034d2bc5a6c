from typing import Any

from django.core.management.base import BaseCommand

from accord.kernel.scope import in_school
from accord.schools.actions import state_rows
from accord.schools.models import School


class Command(BaseCommand):
    help = (
        "State the rows of tables that the ledger did not answer for before an upgrade (migrating does it by itself)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for school in School.objects.order_by("urn"):
            with in_school(school.pk):
                stated = state_rows()
            if stated:
                self.stdout.write(f"{school.urn} {school.name}: {stated} rows stated")
