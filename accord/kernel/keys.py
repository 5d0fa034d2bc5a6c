"""The keys of a school, wrapped by the root key that never enters the database."""

from django.conf import settings
from django.db import IntegrityError, transaction

from accord.kernel import clock, keys_material
from accord.kernel.models import InstallationSecret, SchoolSecret
from accord.kernel.scope import require_school

HEAD = "head"
SEAL = "seal"
ROOT = "root"


def _associated(school: int, purpose: str) -> bytes:
    return f"{school}/{purpose}".encode()


def secret(purpose: str, make: "keys_material.Maker") -> tuple[SchoolSecret, bytes]:
    """The open school's newest key for `purpose` and its private bytes; made on first use. Two makers: one wins."""
    school = require_school()
    row = SchoolSecret.objects.filter(purpose=purpose).order_by("-generation").first()
    if row is None:
        row = _make(school, purpose, make)
    private = keys_material.unwrap(settings.ROOT_KEY, bytes(row.wrapped), _associated(school, purpose))
    return row, private


def replace(purpose: str, make: "keys_material.Maker") -> tuple[SchoolSecret, SchoolSecret | None]:
    """A new key of the open school for `purpose`, and the one that it replaces; that one stays for checking.

    The caller holds a lock on the school: of two at once the second raises IntegrityError.
    """
    before = SchoolSecret.objects.filter(purpose=purpose).order_by("-generation").first()
    row = _new(require_school(), purpose, make, before.generation + 1 if before else 1)
    row.save(force_insert=True)
    return row, before


def _new(school: int, purpose: str, make: "keys_material.Maker", generation: int) -> SchoolSecret:
    private, public = make()
    return SchoolSecret(
        purpose=purpose,
        generation=generation,
        wrapped=keys_material.wrap(settings.ROOT_KEY, private, _associated(school, purpose)),
        public=public,
        created_at=clock.now(),
    )


def _make(school: int, purpose: str, make: "keys_material.Maker") -> SchoolSecret:
    row = _new(school, purpose, make, 1)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return SchoolSecret.objects.get(purpose=purpose, generation=1)
    return row


def installation_secret(purpose: str, make: "keys_material.Maker") -> tuple[InstallationSecret, bytes]:
    """The installation's key for `purpose` and its private bytes; made on first use. Two makers: one wins."""
    row = InstallationSecret.objects.filter(pk=purpose).first()
    if row is None:
        private, public = make()
        wrapped = keys_material.wrap(settings.ROOT_KEY, private, purpose.encode())
        made = InstallationSecret(purpose=purpose, wrapped=wrapped, public=public, created_at=clock.now())
        InstallationSecret.objects.bulk_create([made], ignore_conflicts=True)
        row = InstallationSecret.objects.get(pk=purpose)
    return row, keys_material.unwrap(settings.ROOT_KEY, bytes(row.wrapped), purpose.encode())
