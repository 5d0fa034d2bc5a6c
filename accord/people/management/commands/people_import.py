import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.people import actions
from accord.people.caution import ends_many, many_leave
from accord.people.importing import FIELDS, CorrectionRefused, Mapping, Problem, UnreadableFile
from accord.people.models import KnownColumns, StaffFile
from accord.people.reads.known_columns import known_columns, known_corrections
from accord.people.reads.preview import Preview, look_at, read_columns
from accord.schools.models import School

BAD = 2  # The exit code for rows, or a file, that need a person.


class Command(BaseCommand):
    known: KnownColumns | None = None
    help = "Imports a staff file (Excel or CSV) into a school: new people, changes, leavers. Importing it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file as the records system exported it")
        parser.add_argument("--school", type=int, required=True, metavar="URN")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument(
            "--skip-bad-rows", action="store_true", help="carry out the good rows although others are bad"
        )
        parser.add_argument(
            "--absent-have-left",
            action="store_true",
            help="people whom the file does not name have left (default: nobody)",
        )
        parser.add_argument(
            "--end-many",
            action="store_true",
            help="the file is the whole list, although it would end an unusual share of people",
        )
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="FIELD=NUMBER",
            help=f"which column, from 1, holds something; 0: none does. Fields: {', '.join(FIELDS)}",
        )
        parser.add_argument("--json", action="store_true", help="print what was done as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        school = School.objects.filter(urn=options["school"]).first()
        if school is None:
            raise CommandError(f"There is no school with URN {options['school']}.")
        try:
            content = Path(options["file"]).read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        try:
            with in_school(school.pk):
                found, is_applied = self._carry_out(content, options)
        except CorrectionRefused as refused:
            raise CommandError(f"--column: {refused.reason}") from None
        except UnreadableFile as unreadable:
            self._say_unreadable(unreadable, options)
            raise SystemExit(BAD) from None
        self._say(found, options, is_applied=is_applied)
        has_bad = found.plan.bad and not options["skip_bad_rows"]
        if has_bad or (self._stops(found, options) and not options["dry_run"]):
            raise SystemExit(BAD)

    def _carry_out(self, content: bytes, options: dict[str, Any]) -> tuple[Preview, bool]:
        """The preview, and whether it was carried out: not in a dry run, not while rows are bad or too many would leave."""
        actions.take_turn()
        today = clock.today()
        corrections = _corrections(options["column"]) or self._known(content)
        _require_certain(read_columns(content, corrections)[1])
        absent_leave = options["absent_have_left"]
        found = look_at(content, corrections=corrections, absent_leave=absent_leave, by=None, today=today)
        if options["dry_run"] or (found.plan.bad and not options["skip_bad_rows"]) or self._stops(found, options):
            return found, False
        file = StaffFile(name=Path(options["file"]).name)
        skip, many = options["skip_bad_rows"], options["end_many"]
        actions.apply_plan(preview=found, file=file, skip_bad=skip, end_many=many, by=None, today=today)
        return found, True

    def _known(self, content: bytes) -> dict[str, int | None]:
        """How the columns of the last file with these headings were corrected on the page."""
        self.known = known_columns(read_columns(content)[0].headings)
        return known_corrections(self.known) if self.known else {}

    def _stops(self, found: Preview, options: dict[str, Any]) -> bool:
        """Whether nobody has said yet that a file that ends so many is the whole list."""
        return ends_many(found.plan) and not options["end_many"]

    def _say(self, found: Preview, options: dict[str, Any], *, is_applied: bool) -> None:
        counts = found.counts
        does = is_applied or options["dry_run"]
        told = {
            "created": counts["new"] if does else 0,
            "updated": counts["changed"] + counts["returning"] if does else 0,
            "left": counts["leaving"] if does else 0,
            "unchanged": counts["unchanged"],
            "errors": [_as_json(problem) for problem in found.plan.bad],
            "warnings": [_as_json(problem) for problem in found.plan.warnings],
            "ends_many": ends_many(found.plan),
            "columns_as_corrected_on": self.known.kept_on.isoformat() if self.known else None,
            "applied": is_applied,
        }
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        if self.known:
            self.stdout.write(f"The columns are read as they were corrected on {self.known.kept_on:%-d %B %Y}.")
        would = "" if is_applied else "Nothing was written. " if not does else "Would be: "
        self.stdout.write(
            f"{would}{told['created']} new, {told['updated']} changed, {told['left']} left, {told['unchanged']} unchanged."
        )
        for problem in found.plan.bad:
            self.stderr.write(_as_line(problem))
        for problem in found.plan.warnings:
            self.stdout.write(f"Note: {_as_line(problem)}")
        if self._stops(found, options):
            self.stderr.write(f"{many_leave(found.plan)} If it is, say --end-many.")
        if found.plan.bad and not does:
            self.stderr.write("Put these rows right, or leave them out with --skip-bad-rows.")

    def _say_unreadable(self, unreadable: UnreadableFile, options: dict[str, Any]) -> None:
        if options["json"]:
            error = {"row": None, "column": "", "value": "", "problem": unreadable.reason}
            nothing = {"created": 0, "updated": 0, "left": 0, "unchanged": 0, "errors": [error], "warnings": []}
            nothing["ends_many"] = False
            self.stdout.write(json.dumps(nothing | {"applied": False}, ensure_ascii=False, indent=2))
        else:
            self.stderr.write(unreadable.reason)


def _corrections(columns: Sequence[str]) -> dict[str, int | None]:
    """What `--column` says, as reading takes it. Raises CommandError for what is not FIELD=NUMBER."""
    corrections: dict[str, int | None] = {}
    for column in columns:
        field, _sign, number = column.partition("=")
        if not (number.isascii() and number.isdigit()):
            raise CommandError(f"--column takes FIELD=NUMBER, such as email=6, not “{column}”.")
        corrections[field] = int(number) - 1 if int(number) else None
    return corrections


def _require_certain(columns: Mapping) -> None:
    """Nobody is there to ask: where two columns say the same, the file is not guessed at."""
    for contest in columns.contests:
        if contest.tied:
            numbers = " and ".join(str(place + 1) for place in (contest.chosen, *contest.others))
            reason = f"Columns {numbers} could both be “{FIELDS[contest.field]}”. Say which: --column {contest.field}=NUMBER."
            raise UnreadableFile(reason, code="columns-tied")


def _as_json(problem: Problem) -> dict[str, Any]:
    return {"row": problem.row, "column": problem.column, "value": problem.value, "problem": problem.reason}


def _as_line(problem: Problem) -> str:
    where = f"Row {problem.row}" if problem.row else "The file"
    column = f", {problem.column}" if problem.column else ""
    value = f" “{problem.value}”" if problem.value else ""
    return f"{where}{column}{value}: {problem.reason}"
