"""How the commands of this slice name a school."""

from argparse import ArgumentParser
from collections.abc import Sequence

from django.core.management.base import CommandError

from accord.schools.models import School


def add_school(parser: ArgumentParser, *, required: bool) -> None:
    parser.add_argument("--school", type=int, required=required, metavar="URN", help="the school's reference number")


def chosen(urn: int | None) -> Sequence[School]:
    """The school that was named, or all of them. Raises CommandError when there is none."""
    schools = School.objects.order_by("urn")
    found = list(schools.filter(urn=urn) if urn else schools)
    if urn and not found:
        raise CommandError(f"There is no school with URN {urn}.", returncode=2)
    return found
