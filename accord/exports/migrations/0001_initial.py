import django.db.models.deletion
from django.db import migrations, models

import accord.kernel.base
import accord.kernel.scope


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("schools", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ListCopy",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=accord.kernel.base.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("given", models.BinaryField()),
                ("content", models.BinaryField(null=True)),
                (
                    "person",
                    accord.kernel.base.SchoolKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="list_copies",
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
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("school", "id"), name="exports_listcopy_school_id"),
                    accord.kernel.base.SchoolPolicy(name="exports_listcopy_school"),
                    accord.kernel.base.SameSchool(
                        cascade=True, field="person", name="exports_listcopy_person_same_school"
                    ),
                ],
            },
        ),
    ]
