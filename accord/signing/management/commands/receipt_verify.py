"""accord receipt verify FILE: whether a receipt is whole, whose seal it carries, and what the ledger says."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accord.paper.check import check_receipt
from accord.signing.receipts import compare_with_ledger
from accord.witnesses.seals import marks, stamp_roots, trusted_roots


class Command(BaseCommand):
    help = "Check a receipt (exit code 1 when it is not genuine and whole)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, **options: Any) -> None:
        try:
            paper = Path(options["file"]).read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}", returncode=2) from error
        result = check_receipt(paper, trusted_roots(), compare_with_ledger, stamp_roots=stamp_roots(), marks=marks)
        if options["json"]:
            told = {
                "genuine": result.is_genuine,
                "verdict": result.verdict,
                "findings": [asdict(f) for f in result.findings],
            }
            self.stdout.write(json.dumps(told, indent=2))
        else:
            self.stdout.write("Genuine and whole" if result.is_genuine else f"Not genuine and whole ({result.verdict})")
            for finding in result.findings:
                self.stdout.write(f"  {'+' if finding.is_good else '-'} {finding.sentence}")
        if not result.is_genuine:
            raise SystemExit(1)
