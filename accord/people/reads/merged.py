"""Which record stands for which."""

from uuid import UUID

from accord.people.models import Person


def survivors() -> dict[UUID, UUID]:
    """Of each record that was merged into another, the one that stands for it. One query; there are few."""
    return dict(Person.objects.exclude(merged_into=None).order_by().values_list("pk", "merged_into_id"))
