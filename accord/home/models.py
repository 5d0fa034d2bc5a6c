from django.db import models

from accord.kernel.base import SchoolKey, SchoolOwned
from accord.people.models import Person


class SetUpPutAway(SchoolOwned):
    """The school no longer wants to see the guided set-up on its home page. Its page stays where it is."""

    by = SchoolKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school"], name="set_up_put_away_once")]
