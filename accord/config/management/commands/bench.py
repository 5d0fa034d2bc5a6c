"""accord bench: measure Accord on this machine."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accord.config.bench import place
from accord.config.bench.__main__ import MEASURES


class Command(BaseCommand):
    help = "Measure Accord, print the figures and write bench.json (exit code 1 when a bound is broken)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", action="append", choices=MEASURES, help="only this one; nothing is written")
        parser.add_argument("--quick", action="store_true", help="smaller sizes, for whoever works on it")
        parser.add_argument(
            "--cold", action="store_true", help="instead, clone and start: from nothing to the first page"
        )

    def handle(self, **options: Any) -> None:
        names = ["cold"] if options["cold"] else options["only"] or list(MEASURES)
        words = [*names, *(["--quick"] if options["quick"] else [])]
        if names == list(MEASURES) and not options["quick"]:
            words += ["--out", str(settings.HOME / "bench.json")]
        # In a process and a home of its own: this one serves the school's own database.
        command = [sys.executable, "-m", "accord.config.bench", *words]
        done = subprocess.run(command, env=place.environment(settings.HOME / "bench"), check=False)
        sys.stdout.flush()
        if done.returncode:
            raise SystemExit(done.returncode if done.returncode > 0 else os.EX_SOFTWARE)
