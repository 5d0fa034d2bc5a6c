import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accord.kernel.decision import Refused
from accord.schools import actions
from accord.schools.models import School
from accord.schools.rules import SchoolDetails


class Command(BaseCommand):
    help = "Makes an empty school. Its first Headteacher is invited with `accord account invite`."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--urn", type=int, required=True, help="the school's unique reference number, six digits")
        parser.add_argument("--name", required=True, help="what the school is called")
        parser.add_argument("--phase", choices=School.Phase.values, default=School.Phase.OTHER.value)
        parser.add_argument("--authority", default="", help="the local authority or trust behind it")
        parser.add_argument("--json", action="store_true", help="print what was made as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            school = actions.create_school(
                urn=options["urn"],
                details=SchoolDetails(name=options["name"]),
                phase=options["phase"],
                authority=options["authority"],
            )
        except Refused as refused:
            raise CommandError(refused.decision.reason) from None
        if options["json"]:
            self.stdout.write(json.dumps(as_json(school), ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{school.name} ({school.urn}) is here, at /s/{school.slug}/. Invite its Headteacher:")
        self.stdout.write(
            f"  accord account invite EMAIL --school {school.urn} --role headteacher --forename … --surname …"
        )


def as_json(school: School) -> dict[str, Any]:
    return {
        "urn": school.urn,
        "name": school.name,
        "slug": school.slug,
        "phase": school.phase,
        "authority": school.authority.name if school.authority else None,
        "demonstration": school.is_demonstration,
    }
