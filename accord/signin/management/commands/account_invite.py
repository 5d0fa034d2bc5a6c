import json
import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.kernel.scope import in_school
from accord.people.actions import invite
from accord.people.models import Account, Person
from accord.people.roles import ROLES
from accord.people.rules import Details
from accord.schools.models import School
from accord.signin import actions
from accord.signin.links import invitation_link


class Command(BaseCommand):
    help = (
        "Lets somebody into a school, such as its first Headteacher, and prints a one-time link to choose a passphrase. "
        "For somebody who is there already it is a new link. With a mail server set, the link is sent as well."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address to sign in with")
        parser.add_argument("--school", type=int, required=True, metavar="URN")
        parser.add_argument("--role", choices=sorted(ROLES), required=True)
        parser.add_argument("--forename", required=True)
        parser.add_argument("--surname", default="")
        parser.add_argument("--json", action="store_true", help="print the person and the link as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        school = School.objects.filter(urn=options["school"]).first()
        if school is None:
            raise CommandError(f"There is no school with URN {options['school']}.", returncode=2)
        person, account = self._let_in(school, options)
        is_sent = bool(settings.EMAIL_URL) and actions.send_link(
            account=account.pk, asked=str(uuid.uuid4()), now=clock.now(), invited_to=school.pk
        )
        link = invitation_link(account)
        if options["json"]:
            told = {"person": str(person.pk), "name": person.name, "email": account.email, "role": options["role"]}
            told |= {"school": school.urn, "link": link, "sent": is_sent}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{person.name} can choose a passphrase here. The link is good once, for a week:")
        self.stdout.write(link)
        self.stdout.write("It is sent to them as well." if is_sent else "It is not sent: hand it over in person.")

    def _let_in(self, school: School, options: dict[str, Any]) -> tuple[Person, Account]:
        try:
            validate_email(options["email"].strip())
        except ValidationError:
            raise CommandError(f"“{options['email']}” is not an e-mail address.") from None
        details = Details(forename=options["forename"], surname=options["surname"], email=options["email"])
        try:
            with in_school(school.pk):
                return invite(details=details, role=options["role"], by=None, today=clock.today())
        except Refused as refused:
            raise CommandError(refused.decision.reason) from None
