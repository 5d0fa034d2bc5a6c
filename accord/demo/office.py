"""What a school's office does in the demonstration: people brought in from files, roles given, briefings recorded."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from accord.kernel import clock
from accord.people import actions
from accord.people.models import Person
from accord.people.reads.preview import look_at
from accord.people.rules import Details, Post
from accord.signing import actions as signing
from accord.signing.models import Briefing

HEAD = "headteacher"


class Office:
    """People of the open school, called by staff code or address, and what is done with them."""

    def __init__(self) -> None:
        self._people: dict[str, UUID] = {}

    def __getitem__(self, code: str) -> Person:
        if code not in self._people:
            named = Person.objects.filter(email=code) if "@" in code else Person.objects.filter(source_id=code)
            self._people[code] = named.values_list("pk", flat=True).get()
        return Person.objects.get(pk=self._people[code])

    def begin(self, details: Details, post: Post) -> Person:
        """The first Headteacher, as the command line brings one in: nobody else is there yet."""
        today = clock.today()
        person = actions.add_person(details=details, post=post, by=None, today=today)
        actions.give_role(person=person.pk, role=HEAD, starts_on=today, by=None, today=today)
        return person

    def bring_in(self, name: str, content: bytes, *, by: Person) -> list[tuple[str, str]]:
        """Upload a staff file, look at the preview and confirm it; return the roles that it shows of new people.

        Only of those who have an address to sign in with.
        """
        today = clock.today()
        file = actions.keep_file(name=name, content=content, by=by)
        preview = look_at(content, by=by, today=today)
        actions.import_file(pk=file.pk, fingerprint=preview.fingerprint, skip_bad=False, by=by, today=today)
        actions.keep_access(today=today)
        entries = [step.entry for step in preview.plan.new if step.entry and step.entry.email]
        return [(entry.source_id or entry.email, role) for entry in entries for role in entry.roles]

    def give(self, roles: Iterable[tuple[str, str]], *, by: Person) -> None:
        """Give roles from today on: each a code of the story and a role."""
        today = clock.today()
        for code, role in roles:
            actions.give_role(person=self[code].pk, role=role, starts_on=today, by=by, today=today)

    def brief(self, title: str, people: Collection[Person], *, held_on: date, led_by: str, by: Person) -> Briefing:
        return signing.record_briefing(
            title=title, held_on=held_on, led_by=led_by, people=people, by=by, now=clock.now()
        )
