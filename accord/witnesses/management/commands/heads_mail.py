"""accord heads mail: write and send the mails of the day now, as the schedule would."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accord.kernel.scope import in_school
from accord.witnesses import jobs
from accord.witnesses.management.schools import add_school, chosen


class Command(BaseCommand):
    help = (
        "Write the day's mails with the ledger's head, where they are not written yet, and have the worker send them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_school(parser, required=False)
        parser.add_argument("--json", action="store_true", help="print how many were written as JSON")

    def handle(self, **options: Any) -> None:
        told = []
        for school in chosen(options["school"]):
            with in_school(school.pk):
                told.append({"urn": school.urn, "written": jobs.mail_heads()})
        if options["json"]:
            self.stdout.write(json.dumps(told))
        else:
            for line in told:
                self.stdout.write(f"{line['urn']}: {line['written']} mails written")
