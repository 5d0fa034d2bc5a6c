"""accord keys rotate: give a school a new key for its seal or its ledger's heads."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accord.kernel import keys_material
from accord.kernel.scope import in_school
from accord.witnesses.actions import keys
from accord.witnesses.management.schools import add_school, chosen


class Command(BaseCommand):
    help = "Replace a school's keys. The former ones stay for checking what they sealed and signed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_school(parser, required=True)
        parser.add_argument("--what", choices=keys.WHAT, action="append", help="only this key (both without it)")
        parser.add_argument("--because", default="Asked for by a command.", metavar="TEXT", help="kept in the ledger")
        parser.add_argument("--json", action="store_true", help="print the new fingerprints as JSON")

    def handle(self, **options: Any) -> None:
        [school] = chosen(options["school"])
        made = {}
        for what in options["what"] or keys.WHAT:
            with in_school(school.pk):
                row = keys.replace(what=what, because=options["because"], by=None)
            made[what] = keys_material.fingerprint(bytes(row.public))
        if options["json"]:
            self.stdout.write(json.dumps({"urn": school.urn, **made}))
        else:
            for what, fingerprint in made.items():
                self.stdout.write(f"{school.name} has a new key for its {what}: {fingerprint}")
