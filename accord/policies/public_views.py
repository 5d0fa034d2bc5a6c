"""What anyone may read without signing in: the documents in force, their older versions, and the originals (clause F.3)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accord.policies import alternatives, named_reads, named_words, reads, searching
from accord.policies.models import Version
from accord.policies.version_views import download
from accord.signing import comparing

# For five minutes a page may be shown without asking again; withdrawn is withdrawn soon after.
_FOR_A_WHILE = "public, max-age=300"


def public(request: Any) -> HttpResponse:
    """Every document in force; or the pages that hold what was looked for."""
    query = request.GET.get("q", "").strip()
    versions = Version.objects.in_force().select_related("document", "adoption", "text").order_by("document__title")
    context = {
        "versions": versions,
        "groups": None if query else named_reads.public_groups(versions),
        "query": query,
        "hits": searching.search(query, drafts=False) if query else [],
    }
    return render(request, "policies/public.html", context)


def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """The version in force, to read and to print. A withdrawn document says that it is, and why, and shows no text."""
    versions = _published(slug)
    in_force = next((version for version in versions if version.state == Version.State.PUBLISHED), None)
    if in_force is None:
        return render(request, "policies/withdrawn.html", {"document": versions[0].document, "version": versions[0]})
    return _text(request, in_force, versions, in_force)


def policy_version(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One version by its number. An old one says that it is old and leads to the one in force."""
    versions = _published(slug)
    found = next((version for version in versions if version.number == number), None)
    if found is None:
        raise Http404
    in_force = next((version for version in versions if version.state == Version.State.PUBLISHED), None)
    if in_force is None:
        return render(request, "policies/withdrawn.html", {"document": found.document, "version": versions[0]})
    return _text(request, found, versions, in_force)


def policy_changes(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """What one published version changed in the one that was in force before it, word for word."""
    versions = _published(slug)
    in_force = next((version for version in versions if version.state == Version.State.PUBLISHED), None)
    found = next((at for at, version in enumerate(versions) if version.number == number), None)
    if in_force is None or found is None or found + 1 == len(versions):
        raise Http404  # Withdrawn, never published, or the first.
    version, before = versions[found : found + 2]
    everything = request.GET.get("show") == "all"
    context = {
        "document": version.document,
        "version": version,
        "before": before,
        "in_force": in_force,
        **comparing.shown(comparing.compared(before.text, version.text), everything=everything),
    }
    return render(request, "policies/policy_changes.html", context)


def policy_original(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """The file exactly as it was handed in."""
    versions = _published(slug)
    if not any(version.state == Version.State.PUBLISHED for version in versions):
        raise Http404  # Withdrawn.
    found = next((version for version in versions if version.number == number), None)
    if found is None:
        raise Http404
    answer = download(found.file)
    answer["Cache-Control"] = _FOR_A_WHILE
    return answer


def _published(slug: str) -> list[Version]:
    """What was ever published of a document, newest publication first; 404 where nothing was."""
    versions = Version.objects.public().filter(document__slug=slug).order_by("-published_at")
    found = list(versions.select_related("document", "adoption", "text", "file__folder"))
    if not found:
        raise Http404
    return found


def _text(request: HttpRequest, version: Version, versions: list[Version], in_force: Version) -> HttpResponse:
    before = versions[versions.index(version) + 1 :]
    context = {
        "before": before[0] if before else None,
        "document": version.document,
        "version": version,
        "in_force": in_force,
        "is_old": version.pk != in_force.pk,
        "alternative": named_words.in_public(alternatives.alternative(version)),
        "pages": reads.pages(version),
        "older": [each for each in versions if each.pk not in (version.pk, in_force.pk)],
    }
    return render(request, "policies/policy.html", context)
