"""The schools' seals, and the root that vouches for them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from accord.kernel import clock, keys, keys_material
from accord.kernel.models import InstallationSecret
from accord.paper.check import Finding, SealedBy
from accord.paper.evidence import Evidence
from accord.paper.seal import Seal, Stamping
from accord.schools.models import School
from accord.witnesses import rules
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


def stamping() -> Stamping | None:
    """How seals get their timestamps here; None where no authority is set."""
    if not settings.TSA_URL:
        return None
    return Stamping(settings.TSA_URL, stamp_roots(), revocation_list())


def stamp_roots() -> tuple[bytes, ...]:
    """The certificates that vouch for our timestamp authority. Raises ImproperlyConfigured for a setting without them."""
    if not settings.TSA_URL:
        return ()
    try:
        return keys_material.from_pem(Path(settings.TSA_ROOTS).read_bytes())
    except (OSError, ValueError) as problem:
        raise ImproperlyConfigured(
            "ACCORD_TSA_ROOTS must be a file with the authority's certificates (PEM)."
        ) from problem


def marks(sealed_by: SealedBy, evidence: Evidence | None) -> Iterator[Finding]:
    """What speaks against the keys that a paper rests on, in sentences for whoever checks it."""
    seal = Distrust.objects.filter(fingerprint=sealed_by.certificate).first()
    if seal is not None:
        yield _about_seal(rules.worth(sealed_by.at, sealed_by.stamped_at, seal.since), seal.since)
    head = (
        evidence and Distrust.objects.filter(fingerprint=evidence.head.key, since__lte=evidence.head.signed_at).first()
    )
    if head:
        yield Finding(
            "head-key-distrusted",
            False,
            f"The key that signed its ledger head may have been in other hands since {_said(head.since)}, before that. "
            "The signer can get the receipt anew, with a head that is signed with another key.",
        )


def _about_seal(worth: rules.Worth, since: datetime) -> Finding:
    told = f"The school says that its sealing key may have been in other hands since {_said(since)}."
    if worth is rules.Worth.PROVEN_BEFORE:
        return Finding("seal-distrusted-later", True, f"{told} The timestamp shows that this was sealed before.")
    if worth is rules.Worth.SAYS_BEFORE:
        more = "It states an earlier time, but only it says so: a forgery would say the same."
    else:
        more = "It was sealed after that, so it may not be from the school."
    return Finding("seal-distrusted", False, f"{told} {more} The signer can get the receipt anew, under a new seal.")


def _said(moment: datetime) -> str:
    local = moment.astimezone(clock.LONDON)
    return f"{local.day} {local:%B %Y, %H:%M}"


def _revoked() -> Iterable[tuple[int, datetime]]:
    for row in Distrust.objects.filter(purpose=keys.SEAL):
        yield int(row.serial), row.since
