import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.kernel.scope import in_school
from accord.people import actions
from accord.people.roles import ROLES
from accord.people.rules import Details
from accord.schools.models import School
from accord.signin.links import invitation_link


class Command(BaseCommand):
    help = (
        "Lets somebody into a school, such as its first Headteacher, and prints a one-time link to choose a passphrase."
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
            raise CommandError(f"There is no school with URN {options['school']}.")
        try:
            validate_email(options["email"].strip())
        except ValidationError:
            raise CommandError(f"“{options['email']}” is not an e-mail address.") from None
        details = Details(forename=options["forename"], surname=options["surname"], email=options["email"])
        try:
            with in_school(school.pk):
                person, account = actions.invite(details=details, role=options["role"], by=None, today=clock.today())
        except Refused as refused:
            raise CommandError(refused.decision.reason) from None
        link = invitation_link(account)
        if options["json"]:
            told = {"person": str(person.pk), "name": person.name, "email": account.email, "role": options["role"]}
            self.stdout.write(json.dumps(told | {"school": school.urn, "link": link}, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{person.name} can choose a passphrase here. The link is good once; hand it over in person:")
        self.stdout.write(link)
