import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accord.schools.management.commands.school_create import as_json
from accord.schools.models import School


class Command(BaseCommand):
    help = "Lists the schools: URN, address, name and authority."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print all fields as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        schools = list(School.objects.select_related("authority").order_by("name", "urn"))
        if options["json"]:
            self.stdout.write(json.dumps([as_json(school) for school in schools], ensure_ascii=False, indent=2))
            return
        for school in schools:
            behind = f", {school.authority}" if school.authority else ""
            shown = " (demonstration)" if school.is_demonstration else ""
            self.stdout.write(f"{school.urn}  /s/{school.slug}/  {school.name}{behind}{shown}")
        if not schools:
            self.stdout.write("There is no school yet. Make one with `accord school create`.")
