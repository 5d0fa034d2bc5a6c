"""The schools' seals, and the root that vouches for them."""

from collections.abc import Iterable
from datetime import datetime

from accord.kernel import clock, keys, keys_material
from accord.kernel.models import InstallationSecret
from accord.paper.seal import Seal
from accord.schools.models import School
from accord.witnesses.models import Distrust


def seal_of(school: School) -> Seal:
    """The school's seal, made on first use, with the installation's root above it."""
    row, private = keys.secret(keys.SEAL, maker(school))
    root, _private = keys.installation_secret(keys.ROOT, _make_root)
    return Seal(key=private, certificate=bytes(row.public), chain=(bytes(root.public),))


def maker(school: School) -> keys_material.Maker:
    """What makes a sealing key for a school, with its certificate in the place of the public key."""

    def make() -> tuple[bytes, bytes]:
        root, root_private = keys.installation_secret(keys.ROOT, _make_root)
        private, public = keys_material.make_rsa()
        certificate = keys_material.make_seal_certificate(
            root_private=root_private,
            root_certificate=bytes(root.public),
            public=public,
            school_name=school.name,
            urn=str(school.urn),
            at=clock.now(),
        )
        return private, certificate

    return make


def _make_root() -> tuple[bytes, bytes]:
    private, _public = keys_material.make_rsa()
    return private, keys_material.make_root_certificate(private, name="Accord receipts", at=clock.now())


def trusted_roots() -> list[bytes]:
    """The certificates that vouch for the seals of this installation's schools. Asks nothing of any school."""
    return [bytes(row.public) for row in InstallationSecret.objects.filter(pk=keys.ROOT)]


def revocation_list() -> bytes:
    """The root's list of seals that are no longer to be trusted, as of now (DER)."""
    root, private = keys.installation_secret(keys.ROOT, _make_root)
    return keys_material.make_revocation_list(
        root_private=private, root_certificate=bytes(root.public), revoked=_revoked(), at=clock.now()
    )


def _revoked() -> Iterable[tuple[int, datetime]]:
    for row in Distrust.objects.filter(purpose=keys.SEAL):
        yield int(row.serial), row.since
