import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accord.exports.everything import Member, members
from accord.kernel import clock, ledger
from accord.kernel.scope import in_school
from accord.schools.actions import SchoolItself
from accord.schools.models import School


class Command(BaseCommand):
    help = "Writes everything of a school into a folder, in open formats: tables, files, and a list with checksums."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--urn", type=int, required=True)
        parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="a folder that is empty or not there")
        parser.add_argument("--json", action="store_true", help="print what was written as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        school = School.objects.filter(urn=options["urn"]).first()
        if school is None:
            raise CommandError(f"There is no school with URN {options['urn']}.", returncode=2)
        folder: Path = options["to"]
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is not an empty folder.", returncode=2)
        try:
            files, size = self._write(school, folder)
        except OSError as error:
            raise CommandError(f"Could not write {error.filename or folder}: {error.strerror}.") from None
        if options["json"]:
            told = {"urn": school.urn, "folder": str(folder), "files": files, "bytes": size}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(f"{school.name}: {files:,} files, {size:,} bytes in {folder}.")
        self.stdout.write(f"Check them with: cd {folder} && sha256sum --check SHA256SUMS")

    def _write(self, school: School, folder: Path) -> tuple[int, int]:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        files = size = 0
        now = clock.now()
        with in_school(school.pk, frozen=True):
            for member in members(school, now=now):
                size += _put(folder, member)
                files += 1
                if files % 100 == 0:
                    self.stderr.write(f"{files:,} files…")
            ledger.record("school.exported", SchoolItself(school.pk), by=None, at=now, files=files)
        return files, size


def _put(folder: Path, member: Member) -> int:
    """Write one file, readable by its owner alone; returns its size."""
    path = folder / member.path
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    size = 0
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in member.pieces:
            file.write(piece)
            size += len(piece)
    return size
