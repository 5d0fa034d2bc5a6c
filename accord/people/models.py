"""People of a school, what they are appointed to, the roles they hold, and the accounts with which they sign in."""

import unicodedata
import uuid
from datetime import date
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from accord.kernel.base import SchoolKey, SchoolManager, SchoolOwned, new_id


class AccountManager(BaseUserManager["Account"]):
    def create_account(self, email: str, passphrase: str | None = None) -> "Account":
        """An account for `email`; without a passphrase nobody can sign in to it until one is set."""
        account = self.model(email=email.strip().lower())
        account.set_password(passphrase)
        account.save()
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """What a person signs in with. Belongs to no school: it may have a seat in several."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AccountManager()  # type: ignore[misc]

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]

    def __str__(self) -> str:
        return self.email


class Seat(models.Model):
    """An account in a school, and who it is there. Read before any school is known, so it has no policy.

    Open for as long as the person has an appointment, unless it was `closed_by_hand`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="seats")
    school = models.ForeignKey("schools.School", models.PROTECT, related_name="seats")
    person_id = models.UUIDField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_hand = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "school"], name="seat_once"),
            models.UniqueConstraint(fields=["school", "person_id"], name="seat_person_once"),
            models.CheckConstraint(
                name="seat_closed_by_hand_is_closed",
                condition=Q(closed_by_hand=False) | Q(closed_at__isnull=False),
            ),
        ]


class PersonQuerySet(models.QuerySet):
    def in_post(self, today: date) -> Self:
        """People with an appointment on `today`."""
        return self.filter(models.Exists(_of_the_person(Appointment.objects.current(today))))

    def to_come(self, today: date) -> Self:
        """People who start later and are not in post yet."""
        later = self.filter(models.Exists(_of_the_person(Appointment.objects.not_over(today))))
        return later.exclude(models.Exists(_of_the_person(Appointment.objects.current(today))))

    def gone(self, today: date) -> Self:
        """People whose last day has passed."""
        ever = self.filter(models.Exists(_of_the_person(Appointment.objects.all())))
        return ever.exclude(models.Exists(_of_the_person(Appointment.objects.not_over(today))))

    def on_record(self) -> Self:
        """Everybody once: without records that were merged into another."""
        return self.filter(merged_into=None)

    def of(self, person: "Person") -> Self:
        """All records of one person: theirs, and those that were merged into it."""
        return self.filter(Q(pk=person.pk) | Q(merged_into=person))

    def named_like(self, words: str) -> Self:
        """People whose name, e-mail address or staff code holds every word, however it is accented or capitalised."""
        found = self
        for word in words.split():
            found = found.filter(search__contains=plain(word))
        return found


def _of_the_person(appointments: models.QuerySet) -> models.QuerySet:
    """Those of the person that the outer query is about."""
    return appointments.filter(person_id=models.OuterRef("pk"))


class Person(SchoolOwned):
    """Somebody whom the school knows. Having no e-mail address or account makes nobody less of a person."""

    source_id = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=20, blank=True)
    forename = models.CharField(max_length=80)
    surname = models.CharField(max_length=80, blank=True)
    known_as = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    search = models.TextField(editable=False)
    # Another record of the same person, which stands for both. Never a chain: it points at one that points nowhere.
    merged_into = SchoolKey("self", models.PROTECT, null=True, blank=True, related_name="duplicates")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SchoolManager.from_queryset(PersonQuerySet)()  # type: ignore[misc]

    class Meta:
        ordering = ["search", "id"]  # Begins with the surname, and Ł stands with L whatever the database's collation.
        indexes = [
            models.Index(fields=["school", "search"], name="person_search"),
            models.Index(
                fields=["school", "merged_into"], condition=Q(merged_into__isnull=False), name="person_duplicates"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "source_id"], condition=~Q(source_id=""), name="person_source_id_once"
            ),
            models.UniqueConstraint(fields=["school", "email"], condition=~Q(email=""), name="person_email_once"),
            models.CheckConstraint(
                name="person_not_merged_into_itself", condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.known_as or self.forename} {self.surname}".strip()

    @property
    def formal_name(self) -> str:
        """As a letter would have it: Ms Priya Patel."""
        return f"{self.title} {self.forename} {self.surname}".strip()

    @property
    def list_name(self) -> str:
        """Surname first, as in a register."""
        return f"{self.surname}, {self.known_as or self.forename}" if self.surname else self.forename

    def searchable(self) -> str:
        """What `search` must hold for this person; whoever writes a person sets it."""
        return searchable(self.surname, self.forename, self.known_as, self.email, self.source_id)


class Category(models.TextChoices):
    """In what way somebody belongs to the school (clauses 2.1 and 2.2)."""

    PERMANENT = "permanent", "Permanent staff"
    TEMPORARY = "temporary", "Temporary staff"
    SUPPLY = "supply", "Supply staff"
    PERIPATETIC = "peripatetic", "Peripatetic staff"
    VOLUNTEER = "volunteer", "Volunteer"
    GOVERNOR = "governor", "Governor"
    PROVIDER = "provider", "Service provider"


class AppointmentQuerySet(models.QuerySet):
    def not_over(self, today: date) -> Self:
        """Appointments that hold on `today` or begin later."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))

    def current(self, today: date) -> Self:
        """Appointments that hold on `today`; both their days are included."""
        return self.not_over(today).filter(Q(starts_on__isnull=True) | Q(starts_on__lte=today))


class Appointment(SchoolOwned):
    """What somebody is at the school, from one day up to and including another."""

    person = SchoolKey(Person, models.CASCADE, related_name="appointments")
    category = models.CharField(max_length=12, choices=Category.choices)
    job_title = models.CharField(max_length=240, blank=True)  # Several posts are set apart by semicolons.
    team = models.CharField(max_length=80, blank=True)
    line_manager = SchoolKey(Person, models.PROTECT, null=True, blank=True, related_name="manages")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    # The appointment that this one was until something about it changed; the first one has the start of service.
    continues = SchoolKey("self", models.CASCADE, null=True, blank=True, related_name="continued_by")

    objects = SchoolManager.from_queryset(AppointmentQuerySet)()  # type: ignore[misc]

    class Meta:
        ordering = ["-starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="appointment_days_in_order", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="appointment_not_own_manager",
                condition=Q(line_manager__isnull=True) | ~Q(line_manager=F("person")),
            ),
        ]


class RoleQuerySet(models.QuerySet):
    def current(self, today: date) -> Self:
        return self.filter(starts_on__lte=today).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))


class RoleHeld(SchoolOwned):
    """A role that somebody holds, with its capabilities, from one day up to and including another.

    Who stands in for somebody holds a role `instead_of` them while they are away, and not longer.
    """

    person = SchoolKey(Person, models.CASCADE, related_name="roles")
    role = models.CharField(max_length=30)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    instead_of = SchoolKey(Person, models.CASCADE, null=True, blank=True, related_name="passed_on")
    because = models.CharField(max_length=200, blank=True)

    objects = SchoolManager.from_queryset(RoleQuerySet)()  # type: ignore[misc]

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="role_days_in_order", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
            models.UniqueConstraint(
                fields=["school", "person", "role"], condition=Q(ends_on__isnull=True), name="role_once"
            ),
            models.CheckConstraint(
                name="role_passed_on_for_a_time",
                condition=Q(instead_of__isnull=True) | (Q(ends_on__isnull=False) & ~Q(instead_of=F("person"))),
            ),
        ]


# Letters that no decomposition takes apart, as they are typed on a plain keyboard, and the apostrophes.
_PAIRS: dict[str, int | str] = {"æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th"}
_PLAIN_LETTERS: dict[int, int | str] = {
    **str.maketrans("łŁøØđĐðÐı", "llooddddi"),
    **dict.fromkeys(map(ord, "‘’ʼ`´"), "'"),
    **str.maketrans(_PAIRS),
}


def plain(text: str) -> str:
    """Text to search in: without accents, capitals and typographic apostrophes."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def searchable(surname: str, forename: str, known_as: str, email: str, source_id: str) -> str:
    """What people are searched and sorted by. The surname stands first, as in a register."""
    return plain(f"{surname} {forename} {known_as} {email} {source_id}")


def account_of(person_id: uuid.UUID, school_id: int) -> Any:
    """The account that has this person's open seat, or None."""
    seat = Seat.objects.select_related("account").filter(
        school_id=school_id, person_id=person_id, closed_at__isnull=True
    )
    return next((found.account for found in seat), None)


# Django looks for the models of an app in one place only.
from accord.people.merges import Merge  # noqa: E402, F401
from accord.people.staff_files import KnownColumns, StaffFile  # noqa: E402, F401
