"""The first hour: what a new school sets up, each step computed from what is there. It can be left and resumed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.guidance.named import GUIDANCE, four_policies
from accord.home.models import SetUpPutAway
from accord.people.models import Person, RoleHeld
from accord.people.roles import ROLES
from accord.people.rules import HEADTEACHER
from accord.policies.four import standing
from accord.policies.models import Version
from accord.schools.models import School, Term

# Whom the guidance gives something to decide, to check or to keep. The Headteacher has a step of their own.
DECIDING = ("chair", "clerk", "dsl", "dpo")


@dataclass(frozen=True)
class Step:
    """One thing to set up: what it is, how it stands, and the page on which it is done."""

    title: str
    stands: str
    is_done: bool
    route: str
    label: str
    needs: str


@dataclass(frozen=True)
class FirstHour:
    """Where the set-up stands."""

    steps: Sequence[Step]

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def next(self) -> Step | None:
        return next((step for step in self.steps if not step.is_done), None)


def is_put_away() -> bool:
    return SetUpPutAway.objects.exists()


def first_hour(school: School, today: date) -> FirstHour:
    """Every step with how it stands now. Seven queries."""
    held = dict(
        RoleHeld.objects.current(today).filter(role__in=(HEADTEACHER, *DECIDING)).values_list("role", "person_id")
    )
    head = Person.objects.get(pk=held[HEADTEACHER]) if HEADTEACHER in held else None
    return FirstHour(
        [_details(school), _headteacher(head), _calendar(today), _people(today), _documents(), _deciding(set(held))]
    )


def _details(school: School) -> Step:
    names = {"email": _("e-mail address"), "telephone": _("telephone"), "address": _("address")}
    missing = [label for name, label in names.items() if not getattr(school, name)]
    stands = _("Not said yet: %(what)s.") % {"what": ", ".join(missing)} if missing else _("Everything is there.")
    title = _("What the school says about itself")
    return Step(title, stands, not missing, "schools:details", _("Give the details"), "school.settings")


def _headteacher(head: Person | None) -> Step:
    stands = _("%(name)s holds the role.") % {"name": head.name} if head else _("Nobody holds the role today.")
    return Step(_("The Headteacher"), stands, head is not None, "people:roles", _("Give the role"), "people.see")


def _calendar(today: date) -> Step:
    days = list(Term.objects.filter(last_day__gte=today).order_by("last_day").values_list("last_day", flat=True))
    if days:
        stands = _("Entered up to %(day)s.") % {"day": date_format(days[-1], "j F Y")}
    else:
        stands = _("No term from today on. Reminders keep to school days, so they guess until then.")
    title = _("Term dates and INSET days")
    return Step(title, stands, bool(days), "schools:calendar-file", _("Bring the dates in"), "school.settings")


def _people(today: date) -> Step:
    number = Person.objects.in_post(today).count()
    stands = ngettext("%(n)d person is here.", "%(n)d people are here.", number) % {"n": number}
    title = _("The people")
    return Step(title, stands, number > 1, "people:import", _("Bring a staff file in"), "people.manage")


def _documents() -> Step:
    in_force, _adopted = standing()
    guidance = Version.objects.in_force().filter(document__named=GUIDANCE).exists()
    wanted, number = len(four_policies()) + 1, len(in_force) + guidance
    stands = _("%(n)d of %(wanted)d are in force.") % {"n": number, "wanted": wanted}
    title = _("The guidance and its four policies")
    return Step(title, stands, number == wanted, "policies:named", _("See what is missing"), "policies.see")


def _deciding(held: set[str]) -> Step:
    missing = [ROLES[role].name for role in DECIDING if role not in held]
    stands = _("Nobody yet as: %(roles)s.") % {"roles": ", ".join(missing)} if missing else _("Every role is held.")
    return Step(_("Who decides what"), stands, not missing, "people:roles", _("Give the roles"), "people.see")
