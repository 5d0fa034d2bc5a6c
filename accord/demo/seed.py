"""Makes the demonstration: an authority with two invented schools, alive with what people did there until now."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from accord.demo.documents import recognise_guidance
from accord.demo.hopewell import Hopewell
from accord.demo.millbrook import Millbrook
from accord.kernel import clock
from accord.kernel.decision import refuse
from accord.kernel.scope import in_school
from accord.people.actions import close_all_seats
from accord.schools.models import Authority, School

AUTHORITY = {"slug": "ambervale", "name": "Ambervale Learning Partnership", "email": "ledgers@ambervale.example"}
LAST_URN = 999_999

# Invented, with reference numbers that no school has, and telephone numbers that Ofcom keeps for drama.
SCHOOLS: dict[type[Hopewell] | type[Millbrook], dict[str, Any]] = {
    Hopewell: {
        "urn": 990_001,
        "name": "Hopewell Community School",
        "slug": "hopewell",
        "phase": School.Phase.SECONDARY,
        "email": "office@hopewell.example",
        "telephone": "01632 960118",
        "address": "Hopewell Lane\nAmbervale\nAV7 4HC",
        "accent": "#1d5b79",
    },
    Millbrook: {
        "urn": 990_002,
        "name": "Millbrook Primary School",
        "slug": "millbrook",
        "phase": School.Phase.PRIMARY,
        "email": "office@millbrook.example",
        "telephone": "01632 960247",
        "address": "Weir Road\nMillbrook\nAmbervale\nAV9 2MB",
        "accent": "#2f5d3a",
    },
}


def seed(*, fresh: bool = False) -> list[School]:
    """Make those schools of the demonstration that are not there; return them. Each is there whole or not at all.

    With `fresh`, those that are there are put away first. Raises Refused outside a demonstration.
    """
    if not settings.DEMONSTRATION:
        refuse("not-a-demonstration", "This makes invented people. It works in a demonstration only.").require()
    until = clock.now()
    authority, _ = Authority.objects.get_or_create(slug=AUTHORITY["slug"], defaults=AUTHORITY)
    recognise_guidance(AUTHORITY["slug"])
    made = []
    for story, facts in SCHOOLS.items():
        with transaction.atomic():
            there = School.objects.filter(urn=facts["urn"]).first()
            if there and not fresh:
                continue
            if there:
                put_away(there)
            school = School.objects.create(authority=authority, is_demonstration=True, **facts)
            with in_school(school.pk):
                story(school, until).live()
            made.append(school)
    return made


def put_away(school: School) -> None:
    """Take a school out of the demonstration. Nothing of it is deleted: its ledger and signatures cannot be."""
    School.objects.filter(pk=school.pk).update(
        urn=1 + (School.objects.filter(urn__lt=LAST_URN).aggregate(last=Max("urn"))["last"]),
        slug=f"{school.slug}-{school.pk}",
        name=f"{school.name} (put away on {clock.today():%-d %B %Y})",
        is_demonstration=False,
    )
    with in_school(school.pk):
        close_all_seats()
