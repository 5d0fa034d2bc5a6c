import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accord.kernel import clock
from accord.people.models import Account
from accord.signin import actions


class Command(BaseCommand):
    help = (
        "Takes the authenticator app and the recovery codes from an account, for somebody who has lost both. Their "
        "passphrase alone lets them in then, and they are told. Make sure first that it is really they who ask."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address that they sign in with")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        account = Account.objects.filter(email=options["email"].strip().lower()).first()
        if account is None:
            raise CommandError(f"Nobody signs in with “{options['email']}”.", returncode=2)
        number = actions.release(account=account.pk, now=clock.now())
        if options["json"]:
            self.stdout.write(json.dumps({"email": account.email, "released": number > 0}))
        elif number:
            self.stdout.write(f"{account.email} signs in with the passphrase alone now, and should add an app again.")
        else:
            self.stdout.write(f"{account.email} has no authenticator app. Nothing is changed.")
