"""Holding a document against everybody else who would change it at the same moment."""

import uuid

from accord.policies.models import Document, Version


def locked(document: uuid.UUID) -> Document:
    """The document, held against everybody else who would change it or a version of it."""
    return Document.objects.select_for_update(of=("self",), no_key=True).select_related("folder").get(pk=document)


def locked_version(version: uuid.UUID) -> Version:
    """The version, with its document held."""
    document = locked(Version.objects.values_list("document_id", flat=True).get(pk=version))
    found = Version.objects.select_related("text").get(pk=version)
    found.document = document
    return found


def mark(version: Version, state: str, *changed: str) -> None:
    version.state = state
    version.save(update_fields=["state", *changed])
