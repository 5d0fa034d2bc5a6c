import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accord.kernel import access
from accord.people.roles import CAPABILITIES, who_may

_EVERYBODY = {
    access.PUBLIC: "anyone",
    access.SIGNED_IN: "anyone who is signed in",
    access.SEATED: "everyone at the school",
}


class Command(BaseCommand):
    help = "Lists every address, what it needs, and who has it: the access table that the site itself obeys."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the table as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        table = list(access.table())
        if options["json"]:
            rows = [
                {"address": entry.address, "name": entry.name, "needs": entry.needs, "roles": _roles(entry.needs)}
                for entry in table
            ]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for entry in table:
            who = _EVERYBODY.get(entry.needs or "") or ", ".join(_roles(entry.needs)) or "nobody"
            self.stdout.write(f"{entry.address}\t{entry.needs or '-'}\t{who}")


def _roles(needs: str | None) -> list[str]:
    """The names of the roles that open an address; empty where no role is asked for."""
    return who_may(needs) if needs in CAPABILITIES else []
