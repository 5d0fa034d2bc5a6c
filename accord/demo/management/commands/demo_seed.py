from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accord.demo.seed import seed
from accord.kernel.decision import Refused


class Command(BaseCommand):
    help = "Make the demonstration schools with their past. Those that are there already stay as they are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--fresh", action="store_true", help="put the schools that are there away, and begin again beside them"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = seed(fresh=options["fresh"])
        except Refused as refused:
            raise CommandError(refused.decision.reason, returncode=2) from None
        for school in made:
            self.stdout.write(f"{school.name} is there: /s/{school.slug}/")
        if not made:
            self.stdout.write("The demonstration is there already.")
