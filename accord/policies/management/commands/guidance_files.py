import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accord.policies.models import CouncilFile


class Command(BaseCommand):
    help = "Lists the files of the guidance that count as the council's own."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the list as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        files = CouncilFile.objects.select_related("authority")
        if options["json"]:
            self.stdout.write(json.dumps([as_json(each) for each in files], ensure_ascii=False, indent=2))
            return
        for each in files:
            whose = each.authority.slug if each.authority else "every school"
            self.stdout.write(f"{each.effective_from}  {each.sha256}  {each.title}  ({whose})")
        if not files:
            self.stdout.write("None. All guidance counts as alternative until one is recognised.")


def as_json(file: CouncilFile) -> dict[str, Any]:
    return {
        "sha256": file.sha256,
        "title": file.title,
        "source": file.source,
        "authority": file.authority.slug if file.authority else None,
        "effective_from": file.effective_from.isoformat(),
        "checked_on": file.checked_on.isoformat(),
    }
