import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accord.guidance import reads
from accord.guidance.proofs import Proof


class Command(BaseCommand):
    help = "Lists every clause of the guidance: number, who, strength, status, title, and whether Accord has proof."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print all fields as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        lines = [line for group in reads.groups() for line in group.lines]
        if options["json"]:
            self.stdout.write(json.dumps([_as_json(line) for line in lines], ensure_ascii=False, indent=2))
            return
        for line in lines:
            clause = line.clause
            mark = "+" if line.proofs else " "
            status = "" if clause.is_in_force else f" [{clause.status}]"
            self.stdout.write(f"{mark} {clause.number:9} {clause.who}: {line.strength.lower()}: {clause.title}{status}")


def _as_json(line: reads.Line) -> dict[str, Any]:
    clause = line.clause
    return {
        "number": clause.number,
        "section": clause.section,
        "who": clause.who,
        "strength": [strength.value for strength in clause.strengths],
        "strength_in_source": clause.strength_in_source.value,
        "title": clause.title,
        "plain": clause.plain,
        "status": clause.status.value,
        "note": clause.note,
        "sources": [{"name": source.name, "address": source.address} for source in clause.sources],
        "checked_on": clause.checked_on.isoformat(),
        "proofs": [_proof_as_json(proof) for proof in line.proofs],
    }


def _proof_as_json(proof: Proof) -> dict[str, str]:
    return {"what": str(proof.what), "url_name": proof.url_name, "since": proof.since}
