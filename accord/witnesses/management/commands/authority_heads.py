"""accord authority heads: where an authority gets the heads of its schools' ledgers."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accord.schools.models import Authority


class Command(BaseCommand):
    help = (
        "Say to which mailbox of an authority the ledgers' heads of its schools go every day (none with an empty one)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--authority", required=True, metavar="SLUG", help="the authority's short name")
        parser.add_argument("--email", required=True, metavar="ADDRESS")

    def handle(self, **options: Any) -> None:
        address = options["email"].strip().lower()
        try:
            if address:
                validate_email(address)
        except ValidationError as problem:
            raise CommandError("This is not an e-mail address.", returncode=2) from problem
        if not Authority.objects.filter(slug=options["authority"]).update(email=address):
            names = ", ".join(Authority.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no such authority. Known: {names}.", returncode=2)
        self.stdout.write(f"Heads go to {address or 'nobody'} from the next morning on.")
