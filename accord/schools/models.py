"""Schools, the authorities that stand behind them, and each school's calendar."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from accord.kernel.base import SchoolOwned


class Authority(models.Model):
    """A local authority or trust. Sees figures of its schools, never a person or a case."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    email = models.EmailField(blank=True)  # Gets the daily head of each of its schools' ledgers.

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """A school, by its unique reference number. Has no school policy itself: its name and address are public."""

    class Phase(models.TextChoices):
        PRIMARY = "primary", "Primary"
        SECONDARY = "secondary", "Secondary"
        ALL_THROUGH = "all-through", "All-through"
        SPECIAL = "special", "Special"
        NURSERY = "nursery", "Nursery"
        OTHER = "other", "Other"

    urn = models.PositiveIntegerField(unique=True, validators=[MinValueValidator(100000), MaxValueValidator(999999)])
    name = models.CharField(max_length=160)
    slug = models.SlugField(max_length=60, unique=True)
    phase = models.CharField(max_length=12, choices=Phase.choices, default=Phase.OTHER)
    authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="schools")
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    address = models.TextField(blank=True)
    accent = models.CharField(max_length=7, default="#1d5b79", validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")])
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Term(SchoolOwned):
    """A term or half of one: both days are school days if they are weekdays."""

    name = models.CharField(max_length=60)
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(name="term_days_in_order", condition=Q(last_day__gte=F("first_day"))),
            models.UniqueConstraint(fields=["school", "first_day"], name="term_first_day"),
        ]


class ClosedDay(SchoolOwned):
    """A day inside a term without pupils (INSET) or without anyone (closed)."""

    class Kind(models.TextChoices):
        INSET = "inset", "INSET day"
        CLOSED = "closed", "School closed"

    day = models.DateField()
    kind = models.CharField(max_length=6, choices=Kind.choices)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["school", "day"], name="closed_day")]
