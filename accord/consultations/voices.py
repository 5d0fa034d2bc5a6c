"""Who somebody is in a consultation: for whom they speak."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from accord.consultations.models import Consultation, Invitation
from accord.people.models import Appointment, Category, Person

STAFF_CATEGORIES = (Category.PERMANENT, Category.TEMPORARY, Category.SUPPLY, Category.PERIPATETIC)


def group_of(categories: set[str], asked: set[str]) -> str:
    """The group that somebody with these appointments speaks for, among those that are asked; empty for nobody.

    A governor who is also staff speaks as staff, unless the staff are not asked.
    """
    if Invitation.Group.STAFF in asked and categories & set(STAFF_CATEGORIES):
        return Invitation.Group.STAFF
    if Invitation.Group.GOVERNORS in asked and Category.GOVERNOR in categories:
        return Invitation.Group.GOVERNORS
    return ""


def voice_of(person: Person, consultation: Consultation, today: date) -> Invitation | None:
    """The invitation under which this person comments, if the consultation asks them. Two queries."""
    held = Appointment.objects.current(today).filter(person=person).values_list("category", flat=True)
    groups = {row.group: row for row in consultation.invitations.exclude(group=Invitation.Group.BODY)}
    return groups.get(group_of(set(held), set(groups)))


def asks(consultations: QuerySet[Consultation], person: Person, today: date) -> QuerySet[Consultation]:
    """Those that ask this person, as staff or as a governor. No query of its own."""
    held = Appointment.objects.current(today).filter(person=person)
    invited = Invitation.objects.filter(consultation=OuterRef("pk"))
    as_staff = Exists(invited.filter(group="staff")) & Exists(held.filter(category__in=STAFF_CATEGORIES))
    as_governor = Exists(invited.filter(group="governors")) & Exists(held.filter(category=Category.GOVERNOR))
    return consultations.filter(Q(as_staff) | Q(as_governor))
