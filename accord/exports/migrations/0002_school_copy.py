import django.db.models.deletion
from django.db import migrations, models

import accord.kernel.base
import accord.kernel.scope


class Migration(migrations.Migration):
    dependencies = [
        ("exports", "0001_initial"),
        ("folders", "0001_initial"),
        ("people", "0001_initial"),
        ("schools", "0001_initial"),
        ("vault", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SchoolCopy",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=accord.kernel.base.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "asked_by",
                    accord.kernel.base.SchoolKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "file",
                    accord.kernel.base.SchoolKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="vault.storedfile",
                    ),
                ),
                (
                    "folder",
                    accord.kernel.base.SchoolKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="school_copies",
                        to="folders.folder",
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
                "ordering": ["-asked_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "id"), name="exports_schoolcopy_school_id"),
                    accord.kernel.base.SchoolPolicy(name="exports_schoolcopy_school"),
                    accord.kernel.base.SameSchool(
                        cascade=True, field="folder", name="exports_schoolcopy_folder_same_school"
                    ),
                    accord.kernel.base.SameSchool(
                        cascade=False, field="asked_by", name="exports_schoolcopy_asked_by_same_school"
                    ),
                    accord.kernel.base.SameSchool(
                        cascade=True, field="file", name="exports_schoolcopy_file_same_school"
                    ),
                ],
            },
        ),
    ]
