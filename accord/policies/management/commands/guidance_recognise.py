import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_date

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.policies import actions
from accord.policies.management.commands.guidance_files import as_json


def _day(text: str) -> date:
    day = parse_date(text)
    if day is None:
        raise CommandError(f"{text} is not a day; write it as 2023-06-01.")
    return day


class Command(BaseCommand):
    help = (
        "Says that a file of the guidance is the council's own, known by its SHA-256. Guidance with any other bytes is "
        "alternative, and a board must consult on it before it adopts it (clause F.6)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="the file as the council gave it out; it is not kept")
        parser.add_argument("--sha256", default="", help="its SHA-256, instead of the file")
        parser.add_argument("--title", required=True, help="what the council calls it, with its edition")
        parser.add_argument("--source", required=True, help="where it was given out, for whoever wants to check")
        parser.add_argument("--effective-from", required=True, help="the day from which it counts, as 2023-06-01")
        parser.add_argument(
            "--authority", default="", help="the short name of the authority that it holds for; all without"
        )
        parser.add_argument("--json", action="store_true", help="print what was recorded as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = actions.recognise(
                sha256=self._fingerprint(options["file"], options["sha256"]),
                title=options["title"],
                source=options["source"],
                effective_from=_day(options["effective_from"]),
                authority=options["authority"],
                today=clock.today(),
            )
        except Refused as refused:
            raise CommandError(refused.decision.reason) from None
        if options["json"]:
            self.stdout.write(json.dumps(as_json(made), ensure_ascii=False, indent=2))
            return
        whose = made.authority.name if made.authority else "every school"
        self.stdout.write(f"“{made.title}” counts as the council's own for {whose} from {made.effective_from}.")

    def _fingerprint(self, file: Path | None, given: str) -> str:
        if (file is None) == (not given):
            raise CommandError("Give either the file or its --sha256.")
        if file is None:
            return given.strip().lower()
        try:
            return sha256(file.read_bytes()).hexdigest()
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror}.") from None
