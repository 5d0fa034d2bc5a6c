"""The kernel's tables: the ledger and the keys.

Their `school_id` has no foreign key: a ledger must outlive what it speaks of, and the kernel does not know schools.
"""

from django.db import models

from accord.kernel.base import AppendOnly, SchoolManager, SchoolPolicy, new_id
from accord.kernel.scope import require_school


class Scoped(models.Model):
    """A row of one school in a table that stands below the schools."""

    school_id = models.BigIntegerField(default=require_school, editable=False)

    objects = SchoolManager()

    class Meta:
        abstract = True


class Entry(Scoped):
    """One act that somebody did, as the ledger keeps it.

    The tree holds a salted commitment to `detail`, never the detail itself: emptying `detail` and `salt` makes the
    detail unreadable for good and leaves the tree whole.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recorded_at = models.DateTimeField()
    act = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)
    commitment = models.BinaryField()
    salt = models.BinaryField(null=True)
    detail = models.TextField(null=True)  # Canonical JSON, kept as the very text that was committed to.

    class Meta:
        indexes = [
            models.Index(fields=["school_id", "subject_id"], name="entry_subject"),
            models.Index(fields=["school_id", "act", "recorded_at"], name="entry_act"),
        ]
        constraints = [
            SchoolPolicy(name="kernel_entry_school"),
            AppendOnly(name="kernel_entry_append_only", but=("detail", "salt")),
        ]


class Pending(models.Model):
    """An entry that has no position yet. The sequencer's work list, across schools; it holds numbers only."""

    number = models.BigAutoField(primary_key=True)
    school_id = models.BigIntegerField()
    entry_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["school_id", "number"], name="pending_school")]


class Leaf(Scoped):
    """The position of an entry in its school's tree, with the leaf's hash (RFC 9162, SHA-256)."""

    id = models.BigAutoField(primary_key=True)
    position = models.BigIntegerField()
    entry_id = models.UUIDField()
    hash = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_id", "position"], name="leaf_position"),
            models.UniqueConstraint(fields=["school_id", "entry_id"], name="leaf_entry"),
            SchoolPolicy(name="kernel_leaf_school"),
            AppendOnly(name="kernel_leaf_append_only"),
        ]


class Head(Scoped):
    """The signed size and root of a school's tree at one moment, with the compact frontier to go on from."""

    id = models.BigAutoField(primary_key=True)
    size = models.BigIntegerField()
    root = models.BinaryField()
    frontier = models.BinaryField()  # The frontier's hashes, 32 bytes each, largest subtree first.
    signed_at = models.DateTimeField()
    key_id = models.CharField(max_length=64)
    signature = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_id", "size"], name="head_size"),
            SchoolPolicy(name="kernel_head_school"),
            AppendOnly(name="kernel_head_append_only"),
        ]


class SchoolSecret(Scoped):
    """A key of one school, wrapped by the installation's root key, which is not in the database."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    purpose = models.CharField(max_length=20)
    generation = models.PositiveIntegerField(default=1)
    wrapped = models.BinaryField()
    public = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_id", "purpose", "generation"], name="school_secret_key"),
            SchoolPolicy(name="kernel_schoolsecret_school"),
            AppendOnly(name="kernel_schoolsecret_append_only"),
        ]


class InstallationSecret(models.Model):
    """A key of the whole installation, wrapped by the root key. Belongs to no school: its root vouches for their seals."""

    purpose = models.CharField(max_length=20, primary_key=True)
    wrapped = models.BinaryField()
    public = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [AppendOnly(name="kernel_installationsecret_append_only")]
