import django.db.models.deletion
from django.db import migrations, models

import accord.kernel.base
import accord.kernel.scope


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0001_initial"),
        ("people", "0001_initial"),
        ("schools", "0002_authority_email"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=accord.kernel.base.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "person",
                    accord.kernel.base.SchoolKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_links",
                        to="people.person",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        default=accord.kernel.scope.require_school,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("school", "person"), name="calendar_link_once"),
                    models.UniqueConstraint(fields=("school", "digest"), name="calendar_link_digest"),
                    models.UniqueConstraint(fields=("school", "id"), name="duties_calendarlink_school_id"),
                    accord.kernel.base.SchoolPolicy(name="duties_calendarlink_school"),
                    accord.kernel.base.SameSchool(
                        cascade=True, field="person", name="duties_calendarlink_person_same_school"
                    ),
                ],
            },
        ),
    ]
