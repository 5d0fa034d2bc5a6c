"""accord keys distrust: mark a key that may have been in other hands."""

from argparse import ArgumentParser
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accord.kernel import clock, keys_material
from accord.kernel.decision import Refused
from accord.kernel.models import SchoolSecret
from accord.kernel.scope import in_school
from accord.witnesses.actions import keys
from accord.witnesses.management.schools import add_school, chosen


class Command(BaseCommand):
    help = "Mark a key that may have been in other hands; one that serves now is replaced at once. It cannot be undone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_school(parser, required=True)
        parser.add_argument("--key", required=True, metavar="FINGERPRINT", help="which key (accord keys list)")
        parser.add_argument("--since", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--because", required=True, metavar="TEXT", help="kept in the ledger, not published")

    def handle(self, **options: Any) -> None:
        [school] = chosen(options["school"])
        since = datetime.combine(options["since"], time(), clock.LONDON)
        with in_school(school.pk):
            rows = SchoolSecret.objects.filter(purpose__in=keys.WHAT)
            row = next((row for row in rows if keys_material.fingerprint(bytes(row.public)) == options["key"]), None)
            if row is None:
                raise CommandError("This school has no such key: see accord keys list.", returncode=2)
            try:
                keys.distrust(key=row, since=since, because=options["because"], by=None, now=clock.now())
            except Refused as refused:
                raise CommandError(refused.decision.reason) from refused
        self.stdout.write(f"The key is marked as one that may have been in other hands since {options['since']}.")
