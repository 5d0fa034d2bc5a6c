"""accord keys list: every school's keys, since when they serve, and which are not to be trusted."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accord.kernel.scope import in_school
from accord.witnesses import reads
from accord.witnesses.management.schools import add_school, chosen


class Command(BaseCommand):
    help = "List the keys with which schools seal papers and sign the heads of their ledgers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_school(parser, required=False)
        parser.add_argument("--json", action="store_true", help="print them as JSON")

    def handle(self, **options: Any) -> None:
        told = []
        for school in chosen(options["school"]):
            with in_school(school.pk):
                told.append(reads.published(school))
                shown = reads.keys_of_school()
            if not options["json"]:
                self.stdout.write(f"{school.urn} {school.name}")
                for key in shown:
                    self.stdout.write(f"  {key.purpose}  {key.since:%Y-%m-%d}  {key.fingerprint}  {key.state.word}")
        if options["json"]:
            self.stdout.write(json.dumps(told, indent=2))
