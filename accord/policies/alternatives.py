"""Whether a version is alternative guidance (clause F.6), asked of the database."""

import uuid
from collections.abc import Iterable

from accord.guidance.named import GUIDANCE
from accord.kernel import clock
from accord.policies import rules
from accord.policies.models import CouncilFile, Version
from accord.policies.rules import Alternative


def alternative(version: Version) -> Alternative | None:
    """Why a version is alternative; None if it is not. One query at most, with its document and text at hand."""
    return of([version]).get(version.pk)


def of(versions: Iterable[Version]) -> dict[uuid.UUID, Alternative]:
    """Those of some versions that are alternative, and why. One query, with their documents and texts at hand."""
    versions = list(versions)
    files = council_files() if any(version.document.named == GUIDANCE for version in versions) else frozenset()
    found = {
        version.pk: rules.alternative(
            named=version.document.named,
            sha256=version.text.sha256,
            started_from=version.started_from,
            council_files=files,
        )
        for version in versions
    }
    return {pk: why for pk, why in found.items() if why}


def is_alternative(version: Version) -> bool:
    return alternative(version) is not None


def needs_consultation(version: Version) -> bool:
    """Whether a closed consultation must be on file before the board can adopt this version. Two queries more."""
    corrected = None
    if version.is_minor:
        in_force = version.document.versions.in_force().select_related("document", "text").first()
        corrected = alternative(in_force) if in_force and in_force.major == version.major else None
    return rules.needs_consultation(alternative(version), corrects=corrected)


def council_files() -> frozenset[str]:
    """The SHA-256 of every file that counts today as the council's own."""
    return frozenset(CouncilFile.objects.known_on(clock.today()).values_list("sha256", flat=True))
