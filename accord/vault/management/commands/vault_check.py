import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.schools.models import School
from accord.vault import actions, reads


class Command(BaseCommand):
    help = "Opens every file of the vault and names those that are missing, damaged, or nobody's."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--school", type=int, metavar="URN", help="only this school")
        parser.add_argument("--tidy", action="store_true", help="delete the files that are nobody's")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        schools = School.objects.order_by("urn")
        if options["school"]:
            schools = schools.filter(urn=options["school"])
            if not schools:
                raise CommandError(f"There is no school {options['school']}.", returncode=2)
        found = {school: self._look(school, tidy=options["tidy"]) for school in schools}
        if options["json"]:
            self.stdout.write(json.dumps([_as_json(*each) for each in found.items()], indent=2))
        else:
            for each in found.items():
                self._say(*each)
        if not all(condition.is_sound for condition in found.values()):
            sys.exit(1)

    def _look(self, school: School, *, tidy: bool) -> reads.Condition:
        with in_school(school.pk):
            condition = reads.condition(clock.now())
            if not tidy or not condition.orphans:
                return condition
            removed = actions.remove_orphans(condition.orphans)
            self.stderr.write(f"{school.urn}: {removed} deleted that were nobody's")
            return reads.condition(clock.now())

    def _say(self, school: School, condition: reads.Condition) -> None:
        self.stdout.write(f"{school.urn} {school.name}: {condition.files} files")
        for word, names in (
            ("missing", condition.missing),
            ("damaged", condition.damaged),
            ("nobody's", condition.orphans),
        ):
            for name in names:
                self.stdout.write(f"  {word}: {name}")


def _as_json(school: School, condition: reads.Condition) -> dict[str, Any]:
    return {
        "school": school.urn,
        "files": condition.files,
        "missing": [str(file) for file in condition.missing],
        "damaged": [str(file) for file in condition.damaged],
        "orphans": list(condition.orphans),
        "sound": condition.is_sound,
    }
