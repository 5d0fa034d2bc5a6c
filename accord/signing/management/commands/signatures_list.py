"""accord signatures list: how everybody at a school stands with every document in force."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.schools.models import School
from accord.signing.asking import all_asks
from accord.signing.board import standings
from accord.ui.states import state_of


class Command(BaseCommand):
    help = "List who has signed what, and who has not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--school", type=int, required=True, metavar="URN")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, **options: Any) -> None:
        school = School.objects.filter(urn=options["school"]).first()
        if school is None:
            raise CommandError(f"There is no school with URN {options['school']}.", returncode=2)
        with in_school(school.pk):
            today = clock.today()
            rows = [(ask, row) for ask in all_asks(today) for row in standings(ask, today)]
        if options["json"]:
            told = [
                {
                    "document": ask.title,
                    "person": row.pk,
                    "name": row.name,
                    "email": row.email,
                    "team": row.team,
                    "category": row.category,
                    "manager": row.manager,
                    "state": row.state,
                    "due_on": row.due_on,
                    "answered_at": row.answered_at,
                }
                for ask, row in rows
            ]
            self.stdout.write(json.dumps(told, indent=2, cls=DjangoJSONEncoder))
            return
        for ask, row in rows:
            self.stdout.write(f"{ask.title}\t{row.name}\t{state_of(row.state).word}")
