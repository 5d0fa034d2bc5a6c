"""accord ledger verify: re-derive every school's ledger and name whatever does not fit."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accord.kernel import keys_material
from accord.kernel.ledger.verify import Report, Witness, verify
from accord.kernel.scope import in_school
from accord.paper.check import check_receipt
from accord.schools.models import School
from accord.signing.receipts import witness_of
from accord.witnesses.seals import trusted_roots
from accord.witnesses.standalone import Unreadable, read_head


class Command(BaseCommand):
    help = "Check that nobody has changed a school's ledger (exit code 1 when somebody has)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--school", type=int, metavar="URN", help="only this school")
        parser.add_argument(
            "--receipt", action="append", default=[], metavar="FILE", help="an old receipt to hold against it"
        )
        parser.add_argument(
            "--head", action="append", default=[], metavar="FILE", help="a mail with an old head to hold against it"
        )
        parser.add_argument("--json", action="store_true", help="print the reports as JSON")

    def handle(self, **options: Any) -> None:
        schools = School.objects.order_by("urn")
        if options["school"]:
            schools = schools.filter(urn=options["school"])
            if not schools:
                raise CommandError(f"There is no school with URN {options['school']}.", returncode=2)
        witnesses = _witnesses(options["receipt"]) + _heads(options["head"])
        _require_schools(witnesses)
        reports = [(school, _report(school, witnesses)) for school in schools]
        if options["json"]:
            told = [{"urn": school.urn, "whole": report.is_whole, **asdict(report)} for school, report in reports]
            self.stdout.write(json.dumps(told, indent=2))
        else:
            for school, report in reports:
                self._tell(school, report)
        if not all(report.is_whole for _school, report in reports):
            raise SystemExit(1)

    def _tell(self, school: School, report: Report) -> None:
        state = "whole" if report.is_whole else f"{len(report.findings)} findings"
        waiting = f", {report.waiting} waiting for a position" if report.waiting else ""
        self.stdout.write(
            f"{school.urn} {school.name}: {report.entries} entries{waiting}, {report.heads} heads, {state}"
        )
        for finding in report.findings:
            self.stdout.write(f"  {finding.code}: {finding.sentence}")


def _report(school: School, witnesses: list[tuple[int, Witness]]) -> Report:
    with in_school(school.pk, frozen=True):
        return verify([witness for ledger, witness in witnesses if ledger == school.pk])


def _require_schools(witnesses: list[tuple[int, Witness]]) -> None:
    """A receipt or a mail of a school that is not there testifies against the whole installation."""
    there = set(School.objects.values_list("pk", flat=True))
    if gone := {ledger for ledger, _witness in witnesses} - there:
        raise CommandError(f"The school of a receipt or mail is gone, with its whole ledger: number {min(gone)}.")


def _witnesses(files: list[str]) -> list[tuple[int, Witness]]:
    """The heads that the receipts carry. A receipt that is not genuine testifies to nothing."""
    found, roots = [], trusted_roots()
    for file in files:
        try:
            checked = check_receipt(Path(file).read_bytes(), roots)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=2) from error
        if checked.evidence is None:
            raise CommandError(f"{file} is not a genuine receipt of this installation.", returncode=2)
        found.append((checked.evidence.ledger, witness_of(checked.evidence)))
    return found


def _heads(files: list[str]) -> list[tuple[int, Witness]]:
    """The heads that came by mail. One whose signature does not hold testifies to nothing."""
    found = []
    for file in files:
        try:
            head = read_head(file)
        except Unreadable as problem:
            raise CommandError(f"{file}: {problem}.", returncode=2) from problem
        if not keys_material.is_signed(head.public, head.statement, head.signature):
            raise CommandError(f"{file}: the head in it is not signed with the key beside it.", returncode=2)
        key = keys_material.fingerprint(head.public)
        found.append((head.ledger, Witness(head.size, head.root, what="mail", key=key)))
    return found
